//! Readers against test data of others: every bad document is refused with a finding, every good
//! one is taken, none makes a reader panic.
//!
//! The corpora are no part of the repository. Where a folder is missing its test says
//! `corpus absent` on standard error and checks nothing.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use littoral_formats::{CaseBundle, geojson, read_case};
use littoral_model::{Finding, Severity};

/// The folder of a corpus, if it is there.
fn corpus(name: &str, cases: usize) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora").join(name);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("corpus absent: {name}, {cases} cases not run");
    None
}

/// Files below a folder whose name ends so, in order.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    found
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn findings(path: &Path) -> Vec<Finding> {
    geojson::check(&name(path), &fs::read(path).unwrap())
}

fn is_syntax(finding: &Finding) -> bool {
    matches!(finding.code, "F010" | "F012" | "F013" | "F015")
}

#[test]
fn json_that_is_none_is_refused_with_a_line() {
    let Some(folder) = corpus("json-testsuite/test_parsing", 283) else { return };
    let (mut good, mut bad) = (0, 0);
    for path in files(&folder, ".json") {
        let found = findings(&path);
        let refused = found.iter().find(|f| is_syntax(f));
        match name(&path).as_bytes()[0] {
            b'y' => {
                good += 1;
                assert_eq!(refused, None, "{}", path.display());
            }
            b'n' => {
                bad += 1;
                assert!(refused.is_some_and(|f| f.line > 0), "{}", path.display());
            }
            _ => {}
        }
    }
    assert_eq!((good, bad), (95, 188));
}

#[test]
fn bad_geojson_is_refused_or_doubted() {
    let Some(folder) = corpus("geojson/geojsonhint/bad", 44) else { return };
    let all = files(&folder, "json");
    let silent: Vec<String> =
        all.iter().filter(|p| findings(p).is_empty()).map(|p| name(p)).collect();
    assert_eq!(all.len(), 44);
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn good_geojson_is_taken() {
    let mut taken = 0;
    for (folder, count) in
        [("geojson/geojsonhint/good", 18), ("geojson/mapbox-fixtures", 16), ("geojson/georust", 16)]
    {
        let Some(folder) = corpus(folder, count) else { continue };
        for path in files(&folder, "json") {
            taken += 1;
            let errors: Vec<String> = findings(&path)
                .iter()
                .filter(|f| f.severity == Severity::Error)
                .map(Finding::message)
                .collect();
            assert_eq!(errors, Vec::<String>::new(), "{}", path.display());
        }
        assert!(taken >= count, "{}", folder.display());
    }
}

/// What reading a case says whose `case.toml` is this file.
fn as_case(path: &Path) -> Vec<Finding> {
    let files = BTreeMap::from([("case.toml".to_owned(), fs::read(path).unwrap())]);
    read_case(&CaseBundle { name: String::new(), files }, &[]).findings
}

#[test]
fn toml_that_is_none_is_refused_with_a_line() {
    let Some(folder) = corpus("toml", 712) else { return };
    let list = fs::read_to_string(folder.join("files-toml-1.1.0")).unwrap();
    let (mut good, mut bad) = (0, 0);
    for line in list.lines().filter(|l| l.ends_with(".toml")) {
        let found = as_case(&folder.join(line));
        let refused = found.iter().find(|f| is_syntax(f));
        if line.starts_with("valid/") {
            good += 1;
            assert_eq!(refused, None, "{line}");
        } else {
            bad += 1;
            assert!(refused.is_some_and(|f| f.line > 0), "{line}");
        }
    }
    assert_eq!((good, bad), (220, 492));
}

#[test]
fn damaged_cases_never_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    let whole = CaseBundle::read_dir(&folder).unwrap();
    let small = ["case.toml", "positions.toml", "deposits.geojson", "instruments/akt_2018.toml"];
    let mut seed = 1_u64;
    for round in 0..200 {
        let mut bundle = whole.clone();
        bundle.files.retain(|name, _| small.contains(&name.as_str()));
        bundle.files.insert("coast.geojson".into(), SQUARE.into());
        for bytes in bundle.files.values_mut() {
            for byte in bytes.iter_mut() {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                if (seed >> 33).is_multiple_of(if round % 2 == 0 { 50 } else { 2000 }) {
                    *byte = (seed >> 41) as u8;
                }
            }
        }
        let reading = read_case(&bundle, &[]);
        assert!(reading.case.is_some() || !reading.findings.is_empty());
    }
}

const SQUARE: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kind":"sea"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[2,0],[2,2],[1,2],[0,2],[0,0]]]}},
{"type":"Feature","properties":{"kind":"coast","party":"AZE"},"geometry":{"type":"LineString","coordinates":[[1,2],[0,2],[0,0],[1,0]]}},
{"type":"Feature","properties":{"kind":"coast","party":"IRN"},"geometry":{"type":"LineString","coordinates":[[1,0],[2,0],[2,2],[1,2]]}},
{"type":"Feature","properties":{"kind":"terminus","between":["AZE","IRN"],"name":"x"},"geometry":{"type":"Point","coordinates":[1,2]}}
]}"#;
