//! What a page does in a day: runs, saves, breaks, mends, compares, asks the law.

use std::io::{BufRead, BufReader, Write};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::served::{MINE, Served};

pub(crate) fn view() -> Value {
    json!({ "layer": "seabed", "lang": "en", "east": 0.0, "north": 0.0, "mpp": 1500.0, "width": 784.0, "height": 816.0 })
}

/// The stream of news of one page.
pub(crate) struct News(BufReader<std::net::TcpStream>);

impl News {
    pub(crate) fn of(s: &Served) -> Self {
        let mut stream = s.connect();
        let host = format!("127.0.0.1:{}", s.port);
        stream
            .write_all(
                format!("GET /{}/events HTTP/1.1\r\nHost: {host}\r\n\r\n", s.token).as_bytes(),
            )
            .unwrap();
        Self(BufReader::new(stream))
    }

    /// The next news; signs of life are passed over.
    pub(crate) fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream has ended");
            if let Some(data) = line.strip_prefix("data:") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The first news for which `wanted` is true.
    pub(crate) fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let news = self.next();
            if wanted(&news) {
                return news;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "{news}");
        }
    }
}

#[test]
fn a_run_gives_what_divide_gives() {
    let s = Served::start();
    let done = s.run(&json!({ "rule": "equidistance", "view": view() }));
    let done = &done["done"];
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_littoral"))
        .args(["divide", "caspian", "--rule", "equidistance", "--format", "json"])
        .output()
        .unwrap();
    let other: Value = serde_json::from_slice(&out.stdout).unwrap();
    let seabed = &other["layers"]["seabed"];
    for party in ["AZE", "IRN", "KAZ", "RUS", "TKM"] {
        let (a, b) = (&done["share_percent"][party], &seabed["share_percent"][party]);
        assert!((a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 1e-6, "{party}: {a} {b}");
    }
    let points = done["points"].as_array().unwrap();
    assert!(points.iter().filter(|p| p["name"].as_str().unwrap().starts_with('T')).count() >= 3);
    // A tripoint is as far from all three: the same to a metre.
    let t = points.iter().find(|p| p["name"] == "T1").unwrap();
    let km: Vec<f64> =
        t["bases"].as_array().unwrap().iter().filter_map(|b| b["km"].as_f64()).collect();
    assert!(km.len() >= 2 && km.iter().all(|k| (k - km[0]).abs() < 1e-3), "{km:?}");
}

#[test]
fn a_save_is_told_and_a_broken_rule_is_named_with_its_line() {
    let s = Served::start();
    let mut news = News::of(&s);
    let first = news.next();
    let hash = first["rules"]["mine"].as_str().unwrap().to_owned();
    assert_eq!(first["broken"], json!({}));

    s.save(&MINE.replace("IRN = 1.5", "IRN = 1.2"));
    let next = news.until(|n| n["rules"]["mine"] != hash.as_str());
    assert!(next["saved"][0].as_str().unwrap().ends_with("mine.luau"), "{next}");
    let done = s.run(&json!({ "rule": "mine", "view": view() }));
    assert_eq!(done["done"]["params"]["weights"]["IRN"], 1.2);

    s.save(&MINE.replace("return rule {", "return rule {{"));
    let next = news.until(|n| n["broken"]["mine"].is_object());
    assert!(next["broken"]["mine"]["line"].as_u64().is_some_and(|l| l > 0), "{next}");
    let failed = s.run(&json!({ "rule": "mine", "view": view() }));
    assert!(failed["failed"]["place"].as_str().unwrap().contains("mine.luau"), "{failed}");
    // Only the broken rule is affected.
    assert!(s.run(&json!({ "rule": "equidistance", "view": null }))["done"].is_object());

    // A rule that reads but fails when it runs: the line of its source comes with it.
    s.save(&MINE.replace("sea:assign(score)", "sea:assing(score)"));
    news.until(|n| n["broken"] == json!({}));
    let failed = s.run(&json!({ "rule": "mine", "view": view() }));
    assert!(failed["failed"]["excerpt"].as_str().unwrap().contains("assing"), "{failed}");

    s.save(MINE);
    news.until(|n| n["rules"]["mine"] == hash.as_str());
    assert!(s.run(&json!({ "rule": "mine", "view": view() }))["done"].is_object());
}

/// A rule beside it that never comes to its end is read for a moment once, not at every save.
#[test]
fn a_looping_sibling_holds_up_no_save() {
    let s = Served::start();
    let mut news = News::of(&s);
    std::fs::write(s.dir().join("rules/loops.luau"), "while true do end").unwrap();
    news.until(|n| n["broken"]["loops"].is_object());
    let took = (0..4).map(|k| {
        let begun = Instant::now();
        s.save(&MINE.replace("1.5", &format!("1.{k}1")));
        news.until(|n| n["saved"].to_string().contains("mine.luau"));
        begun.elapsed()
    });
    // One of them may fall to a stall of the machine; each would have waited for two seconds.
    let least = took.min().unwrap();
    assert!(least < Duration::from_millis(700), "{least:?}");
}

#[test]
fn a_parameter_that_a_save_took_away_is_passed_over_and_named() {
    let s = Served::start();
    let done = s.run(&json!({ "rule": "mine", "params": { "gone": 3, "weights": { "IRN": 2.0 } }, "view": null }));
    assert_eq!(done["done"]["given"], json!({ "weights": { "IRN": 2.0 } }));
    assert_eq!(done["done"]["passed"], json!(["gone"]));
}

/// A value that the rule refuses is never replaced: no result, and a sentence for its field.
#[test]
fn a_refused_parameter_is_told_by_its_field() {
    let s = Served::start();
    for (rule, params, field, text) in [
        ("mine", json!({ "weights": "much" }), "weights", "must be numbers by party"),
        ("mine", json!({ "weights": { "IRN": "x" } }), "weights", "weights.IRN must be a number"),
        ("mine", json!({ "weights": { "USA": 2 } }), "weights", "no party \"USA\""),
        (
            "equity-floor",
            json!({ "floor": { "IRN": 20 } }),
            "floor",
            "floor.IRN must be from 0 to 1",
        ),
    ] {
        let answer = s.run(&json!({ "rule": rule, "params": params, "view": view() }));
        assert!(answer["done"].is_null(), "{answer}");
        let said = answer["fields"][field].as_str().unwrap_or_default();
        assert!(said.contains(text), "{answer}");
        assert_eq!(answer["kind"], "Parameter");
    }
}

#[test]
fn two_results_are_compared_and_the_areas_balance() {
    let s = Served::start();
    let key = |rule: &str| {
        let done = s.run(&json!({ "rule": rule, "view": null }));
        (done["done"]["key"].as_str().unwrap().to_owned(), done["done"]["area_km2"].clone())
    };
    let ((base, before), (run, after)) = (key("equidistance"), key("mine"));
    let flow = s.get(&format!("flow?run={run}&base={base}&layer=seabed")).json();
    let flows = flow["flows"].as_array().unwrap();
    // What a party gains and loses is the difference of its areas.
    for party in ["AZE", "IRN", "KAZ", "RUS", "TKM"] {
        let sum = |side: &str| -> f64 {
            flows.iter().filter(|f| f[side] == party).map(|f| f["km2"].as_f64().unwrap()).sum()
        };
        let change = after[party].as_f64().unwrap() - before[party].as_f64().unwrap();
        assert!((sum("to") - sum("from") - change).abs() < 1.0, "{party}: {change} {flow}");
    }
    let window = "lang=en&east=0&north=0&mpp=1500&width=784&height=816";
    let map = s.get(&format!("difference?run={run}&base={base}&layer=seabed&{window}"));
    assert_eq!(map.status, 200, "{}", map.text());
    assert!(map.text().contains("url(#from"));
    let again = s.get(&format!("map?run={run}&layer=seabed&{window}"));
    assert!(again.text().starts_with("<svg"));
    assert_eq!(s.get(&format!("map?run=nothing&layer=seabed&{window}")).status, 410);
}

#[test]
fn a_place_has_a_holder_and_distances() {
    let s = Served::start();
    let done = s.run(&json!({ "rule": "equidistance", "view": null }));
    let key = done["done"]["key"].as_str().unwrap();
    let here = s.get(&format!("at?x=0&y=-400000&run={key}")).json();
    assert_eq!(here["sea"], true, "{here}");
    // By equidistance the holder is who is nearest.
    assert_eq!(here["holders"][0]["holder"], here["distances"][0]["party"], "{here}");
    let [lat, lon] = [0, 1].map(|k| here["at"][k].as_f64().unwrap());
    assert!((38.3..38.6).contains(&lat) && (50.9..51.1).contains(&lon), "{lat} {lon}");
    let km = |k: usize| here["distances"][k]["km"].as_f64().unwrap();
    assert!(km(0) <= km(1) && km(4) < 1500.0);
}

#[test]
fn the_law_answers_on_a_date() {
    let s = Served::start();
    let ask = |date: &str| s.get(&format!("law/at?x=0&y=0&layer=seabed&date={date}")).json();
    let (then, now) = (ask("1995-01-01"), ask("2020-01-01"));
    assert!(then["settled"].as_u64().unwrap() < now["settled"].as_u64().unwrap(), "{then} {now}");
    let window = "lang=en&layer=seabed&east=0&north=0&mpp=3000&width=400&height=420";
    for kind in ["regime", "settled"] {
        let map = s.get(&format!("law/{kind}?date=2020-01-01&{window}"));
        assert_eq!(map.status, 200, "{}", map.text());
        let key = s.get(&format!("law/key?kind={kind}&layer=seabed&date=2020-01-01")).json();
        let sum: f64 = key.as_array().unwrap().iter().map(|r| r["share"].as_f64().unwrap()).sum();
        assert!((sum - 100.0).abs() < 0.01, "{key}");
    }
    for date in ["", "yesterday", "2020-02-31", "99999-01-01"] {
        assert_eq!(
            s.get(&format!("law/at?x=0&y=0&layer=seabed&date={date}")).status,
            400,
            "{date}"
        );
    }
}

#[test]
fn a_page_that_goes_away_stops_its_run() {
    let s = Served::over(
        "caspian",
        &MINE.replace("local score = {}", "while true do end local score = {}"),
    );
    let ask = json!({ "rule": "mine", "view": null }).to_string();
    for _ in 0..4 {
        let mut stream = s.connect();
        let head = format!(
            "POST /{}/run HTTP/1.1\r\nHost: 127.0.0.1:{1}\r\nOrigin: http://127.0.0.1:{1}\r\nContent-Length: {2}\r\n\r\n",
            s.token,
            s.port,
            ask.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(ask.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(150));
    }
    // More runs than there are places would block this one for their time limit of 30 s.
    let start = Instant::now();
    assert!(s.run(&json!({ "rule": "equidistance", "view": null }))["done"].is_object());
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

/// Every format that the page offers, by what the first bytes of such a file are.
#[test]
fn every_format_can_be_downloaded() {
    let s = Served::start();
    let done = s.run(&json!({ "rule": "equidistance", "view": null }));
    let key = done["done"]["key"].as_str().unwrap();
    let state = s.get("state").json();
    let formats: Vec<&str> =
        state["formats"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(formats.len() >= 5, "{formats:?}");
    for format in &formats {
        let answer = s.get(&format!("download?run={key}&layer=seabed&lang=fa&format={format}"));
        assert_eq!(answer.status, 200, "{format}: {}", answer.text());
        assert!(
            answer.head.contains("content-disposition: attachment"),
            "{format}: {}",
            answer.head
        );
        let magic: &[u8] = match *format {
            "svg" => b"<svg",
            "png" => b"\x89PNG\r\n\x1a\n",
            "pdf" => b"%PDF-1.",
            "gpkg" => b"SQLite format 3\0",
            "shp" | "kmz" | "fgb" | "parquet" => b"PK\x03\x04",
            "geojson" | "json" | "provenance" => b"{",
            "kml" | "gml" => b"<?xml",
            _ => b"",
        };
        let least = if *format == "provenance" { 300 } else { 500 };
        assert!(answer.body.starts_with(magic) && answer.body.len() > least, "{format}");
        // Not the cells alone: what has a file a layer comes with all of them.
        for part in ["", "-lines", "-points", "-base_points"] {
            let name = format!("caspian-equidistance-seabed{part}.{format}");
            let there = answer.body.windows(name.len()).any(|w| w == name.as_bytes());
            assert!(there || !matches!(*format, "fgb" | "parquet"), "{name}");
        }
    }
    // A table has no place for what made it: that is a file of its own, named as `export` names it.
    let made = s.get(&format!("download?run={key}&layer=seabed&lang=en&format=provenance"));
    assert!(made.head.contains("caspian-equidistance-seabed-provenance.json"), "{}", made.head);
    let division = s.get(&format!("download?run={key}&layer=seabed&lang=en&format=json")).json();
    let made = made.json();
    assert_eq!(made["rule"], division["rule"], "{made}");
    for (name, value) in
        [("format", "exe"), ("format", ""), ("layer", "nothing"), ("layer", "../..")]
    {
        let mut ask = [("run", key), ("layer", "seabed"), ("lang", "en"), ("format", "csv")];
        ask.iter_mut().filter(|(n, _)| *n == name).for_each(|(_, v)| *v = value);
        let query: Vec<String> = ask.iter().map(|(n, v)| format!("{n}={v}")).collect();
        assert_eq!(s.get(&format!("download?{}", query.join("&"))).status, 400, "{name}={value}");
    }
    assert_eq!(s.get("download?run=gone&layer=seabed&lang=en&format=csv").status, 410);
}

/// A switch of the case is another sea: what `divide --with` gives, law and pictures included.
#[test]
fn a_switch_of_the_case_is_another_sea() {
    let s = Served::start();
    let usual = s.get("state").json();
    let ids: Vec<&Value> =
        usual["case"]["switches"].as_array().unwrap().iter().map(|s| &s["id"]).collect();
    assert_eq!(ids, ["garabogazkol", "coast50m"]);
    assert_eq!(usual["case"]["on"], json!([]));
    let lagoon = s.get("state?with=garabogazkol").json();
    assert_eq!(lagoon["case"]["on"], json!(["garabogazkol"]));
    let run = |with: &str| {
        s.run(&json!({ "rule": "equidistance", "view": view(), "with": with }))["done"].clone()
    };
    let (with, without) = (run("garabogazkol"), run(""));
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_littoral"))
        .args(["divide", "caspian", "--with", "garabogazkol", "--rule", "equidistance"])
        .args(["--format", "json"])
        .output()
        .unwrap();
    let other: Value = serde_json::from_slice(&out.stdout).unwrap();
    for party in ["AZE", "IRN", "KAZ", "RUS", "TKM"] {
        let (a, b) =
            (&with["share_percent"][party], &other["layers"]["seabed"]["share_percent"][party]);
        assert!((a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 1e-6, "{party}: {a} {b}");
    }
    assert!(with["sea_km2"].as_f64().unwrap() > 10_000.0 + without["sea_km2"].as_f64().unwrap());
    assert_ne!(with["key"], without["key"]);
    // What is of two seas is not compared.
    let (a, b) = (with["key"].as_str().unwrap(), without["key"].as_str().unwrap());
    let flow = s.get(&format!("flow?run={a}&base={b}&layer=seabed"));
    assert!(flow.status == 400 && flow.text().contains("different states"), "{}", flow.text());
    for path in [
        "state?with=nothing",
        "map?with=../x&layer=&lang=en&east=0&north=0&mpp=1500&width=100&height=100",
    ] {
        let refused = s.get(path);
        assert!(
            refused.status == 400 && refused.text().contains("no switch"),
            "{}",
            refused.text()
        );
    }
    let refused = s.post("run", &json!({ "rule": "equidistance", "with": "<b>" }).to_string());
    assert_eq!(refused.status, 400);
}
