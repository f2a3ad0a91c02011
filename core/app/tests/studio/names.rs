//! Scripts and other hostile text as names of parties, zones and rules: text they stay.

use littoral_app::map::{Lang, ScreenInput, Window, screen};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

use crate::lake;
use crate::served::{MINE, Served};

/// Names that have run scripts somewhere.
pub(crate) const NAMES: [&str; 12] = [
    "<script>window.ran=1</script>",
    "\"><img src=x onerror=window.ran=1>",
    "</text></svg><svg onload=window.ran=1>",
    "' onmouseover='window.ran=1",
    "<svg/onload=window.ran=1>",
    "]]><script>window.ran=1</script>",
    "&lt;script&gt;window.ran=1&lt;/script&gt;",
    "javascript:window.ran=1",
    "{{constructor.constructor('window.ran=1')()}}",
    "<iframe srcdoc='<script>parent.ran=1</script>'>",
    "\u{202e}<b onclick=window.ran=1>\u{2066}",
    "</title><style>*{display:none}</style>",
];

/// A lake and a rule whose names are hostile; `k` chooses which.
pub(crate) fn hostile(dir: &std::path::Path, k: usize) -> String {
    let name = |i: usize| json!(NAMES[(k + i) % NAMES.len()]).to_string();
    lake::write(dir);
    let path = dir.join("lake/case.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text
        .replace("\"West\"", &name(0))
        .replace("\"East\"", &name(1))
        .replace("\"Test lake\"", &name(2))
        .replace("\"made by hand\"", &name(3));
    std::fs::write(path, text).unwrap();
    let rule = MINE.replace("IRN", "AAA").replace("\"Mine\"", &lua(NAMES[(k + 4) % NAMES.len()]));
    rule.replace("\"weights\"", &lua(NAMES[(k + 5) % NAMES.len()]))
}

/// A string as Luau writes it.
fn lua(text: &str) -> String {
    let escaped: String = text.bytes().map(|b| format!("\\{b:03}")).collect();
    format!("\"{escaped}\"")
}

#[test]
fn hostile_names_stay_text_in_every_answer() {
    let dir = tempfile::tempdir().unwrap();
    for k in [0, 2, 5] {
        let rule = hostile(dir.path(), k);
        let s = Served::over(dir.path().join("lake").to_str().unwrap(), &rule);
        let state = s.get("state");
        assert!(state.head.contains("content-type: application/json"), "{}", state.head);
        let state = state.json();
        assert_eq!(state["case"]["parties"][0]["name"]["en"], NAMES[k], "{state}");
        assert_eq!(state["rules"][0]["name"]["en"], NAMES[(k + 4) % NAMES.len()]);
        let view = json!({ "layer": "seabed", "lang": "en", "east": 0.0, "north": 0.0, "mpp": 100.0,
            "width": 1000.0, "height": 1200.0 });
        let done = s.run(&json!({ "rule": "mine", "params": {}, "view": view }));
        let svg = done["done"]["svg"].as_str().unwrap_or_else(|| panic!("{done}"));
        only_drawing(svg);
        assert!(svg.len() > 1000);
    }
}

/// Nothing but shapes and letters, and no attribute that could act.
fn only_drawing(svg: &str) {
    let known =
        ["svg", "defs", "pattern", "clipPath", "g", "path", "rect", "circle", "text", "tspan"];
    let mut reader = Reader::from_str(svg);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) | Event::Empty(e) => {
                let tag = e.name().as_ref().to_owned();
                assert!(known.contains(&tag.as_str()), "<{tag}>");
                for a in e.attributes() {
                    let a = a.unwrap();
                    let name = a.key.as_ref().to_lowercase();
                    assert!(
                        !name.starts_with("on") && name != "style" && !name.contains("href"),
                        "{name}"
                    );
                }
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

/// The whole of two public lists as the name of a rule: the answer is JSON with the same text in it.
#[test]
fn the_lists_of_others_stay_text() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    let (xss, blns) = (root.join("web/xss.txt"), root.join("strings/blns.json"));
    let (Ok(xss), Ok(blns)) = (std::fs::read_to_string(xss), std::fs::read_to_string(blns)) else {
        eprintln!("corpus absent: web, strings");
        return;
    };
    let mut names: Vec<String> = xss.lines().map(str::to_owned).collect();
    let Ok(Value::Array(list)) = serde_json::from_str(&blns) else { panic!("not a list") };
    names.extend(list.iter().filter_map(|v| v.as_str().map(str::to_owned)));
    assert!(names.len() > 2500, "{}", names.len());
    let s = Served::start();
    for name in names.iter().filter(|n| !n.is_empty()) {
        let answer = s.post("run", &json!({ "rule": name }).to_string());
        assert_eq!(answer.status, 400, "{name}");
        // What is refused is said as plain text, which no browser runs.
        assert!(answer.head.contains("content-type: text/plain"), "{}", answer.head);
        assert!(answer.head.contains("nosniff"));
    }
}

/// Every string of two public lists as the name of a party on the map: shapes and letters, nothing else.
#[test]
fn the_lists_of_others_are_letters_on_the_map() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    let xss = std::fs::read_to_string(root.join("web/xss.txt"));
    let blns = std::fs::read_to_string(root.join("strings/blns.json"));
    let mut names: Vec<String> = NAMES.map(str::to_owned).to_vec();
    match (xss, blns) {
        (Ok(xss), Ok(blns)) => {
            names.extend(xss.lines().map(str::to_owned));
            let list: Vec<Value> = serde_json::from_str(&blns).unwrap();
            names.extend(list.iter().filter_map(|v| v.as_str().map(str::to_owned)));
            assert!(names.len() > 2500, "{}", names.len());
        }
        _ => eprintln!("corpus absent: web, strings"),
    }
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    let bundle = littoral_formats::CaseBundle::read_dir(&dir.path().join("lake")).unwrap();
    let mut case = littoral_formats::read_case(&bundle, &[]).case.unwrap();
    let division = halves();
    for two in names.chunks(2) {
        for (party, name) in case.parties.iter_mut().zip(two) {
            party.name = littoral_model::Names::english(name);
        }
        let window =
            Window { east: 0.0, north: 0.0, metres_per_px: 130.0, width: 900.0, height: 1000.0 };
        let svg = screen(&ScreenInput {
            case: &case,
            division: Some(&division),
            layer: "seabed",
            before: None,
            lang: Lang::En,
            window,
            covered: &[],
            statuses: &[],
        });
        only_drawing(&svg.unwrap());
    }
}

/// The lake divided by its middle meridian.
fn halves() -> littoral_delimit::Division {
    let ring = |west: f64| json!([{ "rings": [[[40.0, west], [40.0, west + 0.5], [41.0, west + 0.5], [41.0, west]]] }]);
    serde_json::from_value(json!({
        "case": "lake", "rule": "halves", "params": {}, "notes": {}, "warnings": [],
        "layers": { "seabed": {
            "sea_km2": 9400.0, "area_km2": { "AAA": 4700.0, "BBB": 4700.0 },
            "share_percent": { "AAA": 50.0, "BBB": 50.0 }, "lines": [], "ties": [],
            "cells": { "AAA": ring(10.0), "BBB": ring(10.5) }, "method": "given", "finest_m": 0.0
        } },
        "provenance": { "littoral": "", "case_hash": "", "switches": [], "rule": "", "rule_hash": "",
            "rule_kind": "", "tolerance_m": 0.1, "terminus_rule": "" }
    }))
    .unwrap()
}
