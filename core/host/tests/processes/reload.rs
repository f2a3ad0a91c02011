//! Saves as fast as the disk allows: no torn version is ever a result, the last one is live soon.
//!
//! `LITTORAL_STRESS=1` makes ten times as many.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use littoral_host::{RuleRef, Session, Watch, WatchOptions};

use crate::Test;
use crate::common::{home, host};

/// The tests of this file.
pub(crate) const TESTS: &[Test] = &[
    ("no_torn_version_is_a_result", no_torn_version_is_a_result),
    ("emptied_and_filled_later_the_last_is_live", emptied_and_filled_later_the_last_is_live),
    ("good_and_broken_saves_in_turn", good_and_broken_saves_in_turn),
    ("a_saved_module_runs_its_rule_again", a_saved_module_runs_its_rule_again),
];

fn many(usual: usize) -> usize {
    if std::env::var_os("LITTORAL_STRESS").is_some() { 10 * usual } else { usual }
}

/// Version `k` says its number at both ends.
fn version(k: usize) -> String {
    let padding = "-- padding\n".repeat(k % 50);
    format!(
        "local first = {k}\n{padding}return rule {{ id = 'mine', about = 'mine', run = function(sea)
            return {{ seabed = sea:assign({{ AZE = 1, IRN = 2 }}) }}, {{ first = first, last = {k} }}
        end }}\n"
    )
}

/// One of five ways in which editors save.
fn save(path: &Path, text: &str, style: usize) {
    let beside = path.with_extension("tmp");
    match style {
        0 => fs::write(path, text).unwrap(),
        1 => {
            fs::write(&beside, text).unwrap();
            fs::rename(&beside, path).unwrap();
        }
        2 => {
            let _ = fs::remove_file(path);
            fs::write(path, text).unwrap();
        }
        3 => {
            use std::io::Write;
            let mut file = fs::File::create(path).unwrap();
            for part in text.as_bytes().chunks(text.len() / 3 + 1) {
                file.write_all(part).unwrap();
                file.flush().unwrap();
            }
        }
        _ => {
            let target = path.with_extension(format!("v{}", text.len()));
            fs::write(&target, text).unwrap();
            let _ = fs::remove_file(&beside);
            std::os::unix::fs::symlink(&target, &beside).unwrap();
            fs::rename(&beside, path).unwrap();
        }
    }
}

fn no_torn_version_is_a_result() {
    let home = home();
    let (host, rule) = (host(&home), home.path().join("mine.luau"));
    fs::write(&rule, version(0)).unwrap();
    let mut session = Session::new(&host, "caspian", &[], RuleRef::Script(rule.clone()));
    let mut watch = Watch::new(&session.files(), WatchOptions::default());
    let (saves, done) = (many(500), AtomicBool::new(false));
    let last = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            (1..=saves).for_each(|k| save(&rule, &version(k), k % 5));
            done.store(true, Ordering::SeqCst);
            Instant::now()
        });
        let mut shown = 0;
        let give_up = Instant::now() + Duration::from_secs(60);
        while shown != saves && Instant::now() < give_up {
            let _ = watch.wait(Duration::from_millis(20));
            if let Some(good) = session.refresh().good {
                let number = |name: &str| good.division.notes[name].as_f64().unwrap() as usize;
                assert_eq!(number("first"), number("last"), "a torn version was a result");
                shown = number("first");
            }
        }
        assert_eq!(shown, saves, "the last version never came");
        Instant::now().saturating_duration_since(writer.join().unwrap())
    });
    // 500 ms is the promise; a busy machine gets more.
    assert!(last < Duration::from_millis(2000), "the last version came after {last:?}");
}

/// Numbers that look drawn, the same each time.
fn drawn(seed: &mut u64, below: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

/// Empties a file, and fills it after a while.
fn save_slowly(path: &Path, text: &str, pause: Duration) {
    use std::io::Write;
    let mut file = fs::File::create(path).unwrap();
    std::thread::sleep(pause);
    file.write_all(text.as_bytes()).unwrap();
}

/// Many editors empty a file before they fill it, and a slow machine lies between the two; some save twice in a row.
/// Whatever was read meanwhile, events alone bring the last version.
fn emptied_and_filled_later_the_last_is_live() {
    let home = home();
    let (host, rule) = (host(&home), home.path().join("mine.luau"));
    fs::write(&rule, version(0)).unwrap();
    let mut session = Session::new(&host, "caspian", &[], RuleRef::Script(rule.clone()));
    let options = WatchOptions { restat: Duration::from_secs(3600), ..WatchOptions::default() };
    let mut watch = Watch::new(&session.files(), options);
    let shown = AtomicUsize::new(0);
    let (saves, over) = (many(15), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut seed = 7;
            for k in 1..=saves {
                save_slowly(&rule, &version(k), Duration::from_millis(drawn(&mut seed, 300)));
                std::thread::sleep(Duration::from_millis(drawn(&mut seed, 5)));
                save_slowly(&rule, &version(k), Duration::from_millis(drawn(&mut seed, 300)));
                let quiet = Instant::now();
                while shown.load(Ordering::SeqCst) != k {
                    if quiet.elapsed() > Duration::from_secs(5) {
                        return Some(k);
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            None
        });
        scope.spawn(|| {
            while !over.load(Ordering::SeqCst) {
                let (outcome, newer) = session.refresh_watching(&mut watch);
                if let (None, Some(good)) = (&outcome.trouble, &outcome.good) {
                    let number = good.division.notes["first"].as_f64().unwrap();
                    shown.store(number as usize, Ordering::SeqCst);
                }
                let mut newer = newer.is_some();
                while !newer && !over.load(Ordering::SeqCst) {
                    newer = watch.wait(Duration::from_millis(100)).is_some();
                }
            }
        });
        let missing = writer.join().unwrap();
        over.store(true, Ordering::SeqCst);
        assert_eq!(missing, None, "a last version never came");
    });
}

fn good_and_broken_saves_in_turn() {
    let home = home();
    let (host, rule) = (host(&home), home.path().join("mine.luau"));
    fs::write(&rule, version(0)).unwrap();
    let mut session = Session::new(&host, "caspian", &[], RuleRef::Script(rule.clone()));
    for k in 0..many(100) {
        save(&rule, &version(k), k % 5);
        let good = session.refresh();
        assert!(good.trouble.is_none(), "{:?}", good.trouble);
        save(&rule, &format!("return rule {{ -- {k}"), k % 5);
        let broken = session.refresh();
        assert!(broken.trouble.is_some() && broken.age().is_some());
        assert_eq!(broken.good.unwrap().division.notes["first"].as_f64(), Some(k as f64));
    }
}

fn a_saved_module_runs_its_rule_again() {
    let home = home();
    let (host, rule) = (host(&home), home.path().join("mine.luau"));
    let module = home.path().join("tables/weights.luau");
    fs::create_dir(home.path().join("tables")).unwrap();
    fs::write(&module, "return 1").unwrap();
    let text = "return rule { id = 'mine', about = '', run = function(sea)
        return { seabed = sea:assign({ AZE = 1, IRN = 2 }) }, { w = require('./tables/weights') } end }";
    fs::write(&rule, text).unwrap();
    let mut session = Session::new(&host, "caspian", &[], RuleRef::Script(rule));
    let weight = |session: &mut Session<'_>| {
        session.refresh().good.and_then(|g| g.division.notes["w"].as_f64()).unwrap()
    };
    assert_eq!(weight(&mut session), 1.0);
    let mut watch = Watch::new(&session.files(), WatchOptions::default());
    fs::write(&module, "return 2").unwrap();
    assert_eq!(watch.wait(Duration::from_secs(10)).unwrap().paths, [module]);
    assert_eq!(weight(&mut session), 2.0);
    fs::write(home.path().join("other.luau"), "return 3").unwrap();
    assert!(watch.wait(Duration::from_millis(100)).is_none(), "another file is nobody's business");
    assert!(!session.refresh().changed);
}
