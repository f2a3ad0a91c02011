//! The page in a real Chromium: open, change, save, break, mend, date, language, layer, download.

use std::time::Duration;

use crate::chromium::Chromium;
use crate::lake;
use crate::names::hostile;
use crate::served::{MINE, Served};

/// The page of a studio with its first map painted.
fn painted(s: &Served, width: u32, height: u32) -> Option<Chromium> {
    let mut page = Chromium::start(width, height)?;
    page.open(&s.link());
    page.until("document.querySelector('.sheet svg path') && document.querySelector('#painted').textContent");
    Some(page)
}

const SHARE: &str = "document.querySelector('[data-holder=IRN] .pc').textContent";

#[test]
fn a_day_at_the_page() {
    let s = Served::start();
    let Some(mut page) = painted(&s, 1280, 720) else { return };
    assert!(page.text("#case").contains("Caspian"));
    assert_eq!(page.eval("document.querySelectorAll('.shares tr.name').length"), 5);
    // The map stays: no older drawing that was on its way covers it.
    std::thread::sleep(Duration::from_millis(900));
    assert_eq!(page.eval("document.querySelectorAll(\".sheet [fill='#FBDDA3']\").length"), 1);

    // Choose the user's own rule; move its slider.
    page.click("[data-key=mine]");
    page.until("document.querySelector('#params input[type=range]')");
    page.until("littoral.app.result?.entry.key === 'mine'");
    let before = page.eval(SHARE);
    page.eval("(() => { const r = document.querySelector('#params input[type=range]'); r.value = 2.5; r.dispatchEvent(new Event('input')); r.dispatchEvent(new Event('change')); })()");
    page.until("littoral.app.result?.params.weights.IRN === 2.5 && !littoral.app.result.draft");
    assert_ne!(page.eval(SHARE), before);
    assert!(page.text(".shares").contains('▲'));

    // Save: the page follows by itself, and the slider's value stays.
    s.save(&MINE.replace("\"weights\"", "\"saved once\""));
    page.until("document.querySelector('#saved').textContent.includes('mine.luau')");
    page.until("littoral.app.result?.params.weights.IRN === 2.5");
    let good = page.eval(SHARE);

    // Break it: the drawer shows the line, map and numbers stay.
    s.save(&MINE.replace("local score = {}", "local score = }"));
    page.until("!document.querySelector('#drawer').hidden && document.querySelector('#drawer pre')?.textContent.includes('local score = }')");
    page.until("document.querySelector('[data-key=mine]').classList.contains('bad')");
    assert_eq!(page.eval(SHARE), good);
    assert_eq!(page.eval("!!document.querySelector('.sheet svg path')"), true);

    // Mend it.
    s.save(MINE);
    page.until("document.querySelector('#drawer').hidden && !document.querySelector('[data-key=mine]').classList.contains('bad')");

    // A layer that another rule has.
    page.click("[data-key=belt-and-commons]");
    page.until("littoral.app.result?.entry.key === 'belt-and-commons'");
    page.click("#layers [data-key=water]");
    page.until("littoral.app.result?.layer === 'water'");
    assert!(page.text(".shares").contains("Common space"));

    // The date, on the map of the law.
    page.click("#modes [data-key=settled]");
    page.until("document.querySelector('#key span')");
    page.eval("(() => { const d = document.querySelector('#day'); d.value = '1995-01-01'; d.dispatchEvent(new Event('change')); })()");
    page.until("littoral.app.at.date === '1995-01-01' && document.querySelector('#day-words').textContent.includes('1995')");

    // Persian mirrors the page and keeps the map.
    page.click("#langs [data-key=fa]");
    page.until("document.documentElement.dir === 'rtl'");
    assert!(page.text("#case").contains("خزر"));
    page.click("#langs [data-key=en]");
    page.click("#modes [data-key=map]");

    // The link brings the view back.
    page.until(
        "location.hash.includes('belt-and-commons') && location.hash.includes('layer=water')",
    );
    page.eval("location.reload()");
    std::thread::sleep(Duration::from_millis(300));
    page.until("globalThis.littoral?.app?.result?.layer === 'water'");
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// What a rule refuses is said by its field, in a form as in a link, and the last good map stays.
#[test]
fn a_refused_parameter_keeps_the_last_good_map() {
    let s = Served::start();
    let Some(mut page) = painted(&s, 1280, 720) else { return };
    page.click("[data-key=equity-floor]");
    page.until("littoral.app.result?.entry.key === 'equity-floor' && !littoral.app.result.draft");
    let good = page.eval("littoral.app.result.key");
    let write = |page: &mut Chromium, text: &str| {
        let script = format!(
            "(() => {{ const f = document.querySelector('[data-param=floor] input.value'); f.value = '{text}'; f.dispatchEvent(new Event('change')); }})()"
        );
        page.eval(&script);
    };
    write(&mut page, "250");
    page.until("document.querySelector('[data-param=floor] .wrong')?.textContent.includes('Iran: must be from 0')");
    page.until("document.querySelector('#saved').textContent.includes('map unchanged')");
    assert_eq!(page.eval("littoral.app.result.key"), good);
    assert_eq!(page.eval("!!document.querySelector('.sheet svg path')"), true);
    write(&mut page, "a lot");
    page.until("document.querySelector('[data-param=floor] .wrong')?.textContent.includes('write a number')");
    write(&mut page, "21");
    page.until("!document.querySelector('.wrong')");
    page.until(&format!("littoral.app.result.key !== {good}"));

    page.eval("location.hash = 'rule=equity-floor&params=%7B%22floor%22%3A3%2C%22gone%22%3A1%7D'");
    page.until("document.querySelector('[data-param=floor] .wrong')?.textContent.includes('numbers by party')");
    page.eval("location.hash = 'rule=equity-floor&params=%7B%22gone%22%3A1%7D'");
    page.until("document.querySelector('#params .passed')?.textContent.includes('gone')");
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// A link to the map of differences opens on it, and its callouts print what the table prints.
#[test]
fn a_link_opens_on_the_difference() {
    let s = Served::start();
    // Large enough for the callouts to find room.
    let Some(mut page) = Chromium::start(1600, 1300) else { return };
    page.open(&format!("{}#rule=mine&view=difference", s.link()));
    page.until("document.querySelector('.sheet svg [id^=from]') && document.querySelector('#flow td:last-child')");
    let said = "[...document.querySelectorAll('#flow td:last-child')].map(n => n.textContent)";
    let called = page.eval("[...document.querySelectorAll('.sheet text')].map(n => n.textContent).filter(t => /^[0-9\\u2009]+$/.test(t))");
    let called = called.as_array().unwrap().clone();
    assert!(!called.is_empty(), "no callout");
    let table = page.eval(said);
    for km2 in called {
        assert!(table.as_array().unwrap().contains(&km2), "{km2} {table}");
    }
    // Zoomed in, where the window cuts the area, too.
    page.eval("document.querySelector('#in').click()");
    page.until("document.querySelector('.sheet svg [id^=from]')");
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// A slider that is dragged without a rest repaints on its way, and ends on its last place.
#[test]
fn a_slider_that_never_rests_is_painted() {
    let s = Served::start();
    let Some(mut page) = painted(&s, 1280, 720) else { return };
    page.click("[data-key=mine]");
    page.until("littoral.app.result?.entry.key === 'mine' && document.querySelector('#params input[type=range]')");
    let during = page.eval(
        "(async () => {
            let count = 0;
            addEventListener('painted', () => count++);
            const slider = document.querySelector('#params input[type=range]');
            for (let k = 0; k < 200; k++) {
                slider.value = 1 + k / 100;
                slider.dispatchEvent(new Event('input'));
                await new Promise((done) => setTimeout(done, 12));
            }
            const during = count;
            slider.dispatchEvent(new Event('change'));
            return during;
        })()",
    );
    assert!(during.as_u64().is_some_and(|n| n >= 4), "{during} frames");
    page.until("!littoral.app.result.draft && littoral.app.result.params.weights.IRN === 2.99");

    // So does the date.
    page.click("#modes [data-key=settled]");
    page.until("document.querySelector('#key span')");
    let during = page.eval(
        "(async () => {
            let count = 0;
            new MutationObserver(() => count++).observe(document.querySelector('.sheet'), { childList: true });
            const slider = document.querySelector('#date');
            for (let k = 0; k < 200; k++) {
                slider.value = +slider.min + (slider.max - slider.min) * k / 200;
                slider.dispatchEvent(new Event('input'));
                await new Promise((done) => setTimeout(done, 12));
            }
            return count;
        })()",
    );
    assert!(during.as_u64().is_some_and(|n| n >= 8), "{during} maps");
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// In a small window a callout stands on land with a line to its area: no flow goes without, and every party has a name.
#[test]
fn every_flow_is_called_in_a_small_window() {
    let s = Served::start();
    let Some(mut page) = Chromium::start(1024, 768) else { return };
    page.open(&format!("{}#rule=equity-floor&view=difference", s.link()));
    page.until("document.querySelector('.sheet svg [id^=from]') && document.querySelector('#flow td:last-child')");
    let called = "[...document.querySelectorAll('.sheet text')].map(n => n.textContent).filter(t => t.includes('→')).sort()";
    assert_eq!(page.eval(called), serde_json::json!(["AZE → IRN", "TKM → IRN"]));
    for name in ["AZERBAIJAN", "IRAN", "KAZAKHSTAN", "RUSSIA"] {
        let found = format!(
            "[...document.querySelectorAll('.sheet text')].some(n => n.textContent === '{name}')"
        );
        assert_eq!(page.eval(&found), true, "{name}");
    }
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// In the view in which it opens no name, number or callout lies beneath what the page shows over its map.
#[test]
fn nothing_lies_beneath_the_controls() {
    let s = Served::start();
    let Some(mut page) = Chromium::start(1280, 720) else { return };
    let hidden = "(() => {
        const lids = [...document.querySelectorAll('.lid:not([hidden])')].map((n) => n.getBoundingClientRect()).filter((r) => r.width);
        const meets = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
        return [...document.querySelectorAll('.sheet svg text')].filter((n) => lids.some((l) => meets(l, n.getBoundingClientRect()))).map((n) => n.textContent);
    })()";
    for (w, h) in [(1280, 720), (1024, 768), (768, 1024), (390, 844)] {
        page.resize(w, h);
        for lang in ["en", "fa", "ru"] {
            for view in ["map", "difference", "settled"] {
                page.open("about:blank");
                page.open(&format!("{}#rule=equity-floor&view={view}&lang={lang}", s.link()));
                page.until(
                    "document.querySelector('.sheet svg text') && globalThis.littoral?.app.flow",
                );
                // Drawn for the window as it is now, with its key.
                page.until("littoral.app.maps.main.drawn && !littoral.app.maps.main.outgrown()");
                let found = page.eval(hidden);
                assert_eq!(found, serde_json::json!([]), "{w} x {h}, {lang}, {view}");
                let wide = page.eval("['#left', '#right'].filter((id) => document.querySelector(id).scrollWidth > document.querySelector(id).clientWidth)");
                assert_eq!(wide, serde_json::json!([]), "{w} x {h}, {lang}");
                // Nor does the sea itself.
                let wet = page.eval("littoral.app.maps.main.covered().split(';').filter((b) => littoral.app.maps.main.wet(...b.split(',').map(Number)))");
                assert_eq!(wet, serde_json::json!([]), "{w} x {h}, {lang}, {view}");
            }
        }
    }
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// The first result is drawn once, with its run: nothing that is there from the start makes the page ask again.
#[test]
fn the_first_map_is_asked_for_once() {
    let s = Served::start();
    for (w, h) in [(1280, 720), (1024, 768)] {
        let Some(mut page) = painted(&s, w, h) else { return };
        std::thread::sleep(Duration::from_millis(900));
        let again = page.eval("performance.getEntriesByType('resource').map((e) => e.name).filter((n) => n.includes('/map?run='))");
        assert_eq!(again, serde_json::json!([]), "{w} x {h}");
    }
}

/// Under a swipe every name stands whole in the half that is seen, also after the bar has moved.
#[test]
fn a_swipe_cuts_no_name() {
    let s = Served::start();
    let Some(mut page) = Chromium::start(1280, 720) else { return };
    page.open(&format!("{}#rule=mine&view=swipe", s.link()));
    page.until(
        "globalThis.littoral?.app.flow && document.querySelectorAll('.sheet svg').length === 2",
    );
    let cut = "(() => {
        const bar = document.querySelector('#bar-swipe').getBoundingClientRect(), x = (bar.left + bar.right) / 2;
        const wrong = (chart, out) => [...chart.querySelectorAll('.sheet text')].map((n) => [n.getBoundingClientRect(), n.textContent]).filter(([r, text]) => /[A-Z]{3}/.test(text) && out(r)).map(([, text]) => text);
        const [left, right] = document.querySelectorAll('.chart');
        return [...wrong(left, (r) => r.right > x), ...wrong(right, (r) => r.left < x)];
    })()";
    let drawn = "littoral.app.maps.charts.every((c) => c.drawn && !c.outgrown())";
    for _ in 0..6 {
        page.until(drawn);
        assert_eq!(page.eval(cut), serde_json::json!([]));
        let left = "document.querySelector('#bar-swipe').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }))";
        page.eval(left);
    }
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// What rules and events say is in the page's language; a rule of the user's own keeps its words.
#[test]
fn rules_and_events_speak_the_language() {
    let s = Served::start();
    let Some(mut page) = painted(&s, 1280, 720) else { return };
    page.click("#langs [data-key=ru]");
    page.until("document.querySelector('#about').textContent === 'Каждая точка отходит стороне с ближайшим берегом'");
    page.eval("(() => { const d = document.querySelector('#day'); d.value = '2019-02-10'; d.dispatchEvent(new Event('change')); })()");
    page.until("document.querySelector('#event-words').textContent === '2019 · Конвенция о правовом статусе Каспийского моря (Актау) · Казахстан · закон 222-VI'");
    page.click("[data-key=mine]");
    page.until("document.querySelector('#about').textContent === 'weights'");
    page.click("#langs [data-key=fa]");
    page.click("[data-key=equity-floor]");
    page.until("document.querySelector('#about').textContent.includes('تساوی فاصله')");
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// A reading of the case is chosen on the page, and the link keeps it.
#[test]
fn a_switch_of_the_case() {
    let s = Served::start();
    let Some(mut page) = painted(&s, 1280, 720) else { return };
    let before = page.eval("littoral.app.result.sea_km2").as_f64().unwrap();
    page.click("#switches [data-key=garabogazkol]");
    page.until(&format!("littoral.app.result?.sea_km2 > {before} + 10000"));
    page.until("location.hash.includes('with=garabogazkol')");
    page.eval("location.reload()");
    std::thread::sleep(Duration::from_millis(300));
    page.until(&format!("globalThis.littoral?.app?.result?.sea_km2 > {before} + 10000"));
    assert_eq!(
        page.eval("document.querySelector('#switches [data-key=garabogazkol]').checked"),
        true
    );
    page.click("#switches [data-key=garabogazkol]");
    page.until(&format!("Math.abs(littoral.app.result?.sea_km2 - {before}) < 1"));
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// Names that every object of the page's language has are names of rules, layers and parameters too.
#[test]
fn names_of_the_language_are_names() {
    let rule = MINE
        .replace(
            "local params = {",
            "local params = { valueOf = param.number(1, { min = 0, max = 2 }),",
        )
        .replace(
            "return { seabed = sea:assign(score) }",
            "local all = sea:assign(score) return { seabed = all, constructor = all }",
        );
    let s = Served::over("caspian", &rule);
    std::fs::write(
        s.dir().join("rules/constructor.luau"),
        MINE.replace("\"mine\"", "\"constructor\""),
    )
    .unwrap();
    let Some(mut page) = painted(&s, 1280, 720) else { return };
    page.until("document.querySelector('.rule[data-key=constructor]')");
    assert_eq!(page.eval("document.querySelectorAll('.rule.bad').length"), 0);
    page.click("[data-key=mine]");
    page.until("littoral.app.result?.entry.key === 'mine'");
    page.click("#layers [data-key=constructor]");
    page.until("littoral.app.result?.layer === 'constructor'");
    assert_eq!(page.text("#params [data-param=valueOf] label"), "ValueOf");
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

/// In another language the views of the law are in that language too: key, tables and all.
#[test]
fn the_law_follows_the_language() {
    let s = Served::start();
    let Some(mut page) = painted(&s, 1024, 768) else { return };
    // No view is hidden behind the edge of the map.
    let hidden = "[...document.querySelectorAll('#modes button')].filter(b => b.getBoundingClientRect().right > document.querySelector('#stage').getBoundingClientRect().right).length";
    assert_eq!(page.eval(hidden), 0);
    page.click("#modes [data-key=regime]");
    page.until("document.querySelector('#key span')");
    page.click("#langs [data-key=fa]");
    page.until("document.documentElement.dir === 'rtl' && !document.querySelector('#key').textContent.includes('Azerbaijan')");
    let tables = page.text("#right");
    assert!(!tables.contains("Turning points") && !tables.contains("Latitude"), "{tables}");
    // A hash in a line of Persian is one stretch.
    assert_eq!(page.eval("document.querySelector('#hash bdi').dir"), "ltr");
    page.click("#export");
    assert_eq!(page.text(".downloads a bdi"), ".svg");
    assert!(page.eval("document.querySelectorAll('.downloads a[href*=provenance]').length") == 1);
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

#[test]
fn hover_pin_zoom_and_keys() {
    let s = Served::start();
    let Some(mut page) = painted(&s, 1440, 900) else { return };
    page.mouse("mouseMoved", 690.0, 600.0);
    page.until("!document.querySelector('#card').hidden && document.querySelector('#card').textContent.includes('km')");
    assert_eq!(page.eval("document.querySelectorAll('.over line').length"), 3);
    page.mouse("mousePressed", 690.0, 600.0);
    page.mouse("mouseReleased", 690.0, 600.0);
    page.until("!document.querySelector('#law-here').hidden");
    page.key("Escape");
    page.until("document.querySelector('#card').hidden");
    let far = page.eval("littoral.app.at.mpp");
    page.key("+");
    page.until(&format!("littoral.app.at.mpp < {far}"));
    page.key("0");
    page.key("n");
    page.until("document.querySelector('#points tr[aria-selected=true]')");
    page.key("d");
    page.until("document.querySelector('.sheet svg [id^=from]')");
    page.key("s");
    page.until("document.querySelectorAll('.chart .sheet svg').length === 2");
    page.key("w");
    page.until("document.querySelector('#bar-swipe')");
    page.key("?");
    page.until("document.querySelector('#dialog').open");
    page.key("Escape");
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
}

#[test]
fn it_fits_small_windows() {
    let s = Served::start();
    let Some(mut page) = painted(&s, 1280, 720) else { return };
    for (w, h) in [(1280, 720), (1024, 768), (820, 1180), (390, 844)] {
        page.resize(w, h);
        page.until(&format!("innerWidth === {w}"));
        let wide = page.eval("document.documentElement.scrollWidth <= innerWidth");
        assert_eq!(wide, true, "{w} x {h} scrolls sideways");
        let map = page.eval("document.querySelector('#stage').getBoundingClientRect().height");
        assert!(map.as_f64().unwrap() > 300.0, "{w} x {h}: {map}");
    }
    page.resize(820, 1180);
    page.click("#fold");
    page.until("getComputedStyle(document.querySelector('#left')).visibility === 'visible'");
    // It lies over the map, and goes when the map is wanted.
    page.mouse("mousePressed", 450.0, 900.0);
    page.mouse("mouseReleased", 450.0, 900.0);
    page.until("getComputedStyle(document.querySelector('#left')).visibility === 'hidden'");
}

/// Every control has a name, every tab list one choice, and the map is described.
#[test]
fn it_can_be_read_aloud() {
    let s = Served::start();
    let Some(mut page) = painted(&s, 1440, 900) else { return };
    let nameless = page.eval(
        "[...document.querySelectorAll('button, input, select, [role=application]')].filter(n => !n.closest('[hidden]')).filter(n => !(n.textContent.trim() || n.getAttribute('aria-label') || n.labels?.length)).map(n => n.outerHTML)",
    );
    assert_eq!(nameless, serde_json::json!([]));
    for list in ["#layers", "#modes"] {
        assert_eq!(
            page.eval(&format!("document.querySelectorAll('{list} [aria-selected=true]').length")),
            1
        );
    }
    assert_eq!(page.eval("document.querySelectorAll('#rules [aria-checked=true]').length"), 1);
    assert!(
        page.eval("document.querySelector('#charts').getAttribute('aria-description')")
            .as_str()
            .unwrap()
            .contains("Iran")
    );
}

#[test]
fn no_script_runs_in_hostile_names() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    for k in 0..6 {
        let rule = hostile(dir.path(), 2 * k);
        let s = Served::over(dir.path().join("lake").to_str().unwrap(), &rule);
        let Some(mut page) = painted(&s, 1280, 720) else { return };
        page.click("[data-key=mine]");
        page.until("littoral.app.result?.entry.key === 'mine'");
        page.mouse("mouseMoved", 640.0, 380.0);
        std::thread::sleep(Duration::from_millis(400));
        page.key("d");
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(page.eval("typeof window.ran"), "undefined");
        assert_eq!(page.eval("document.scripts.length"), 1);
        assert_eq!(page.eval("document.querySelectorAll('iframe, img, object, embed').length"), 0);
        assert!(!page.errors.iter().any(|e| e.contains("dialog")), "{:#?}", page.errors);
    }
}
