//! What goes to standard output and to files: shapes, values, and the same bytes twice.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use super::{err, lake, littoral, out, run};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The document of design: case, rule, params, layers, notes, warnings, provenance.
#[test]
fn the_document_of_a_division() {
    let dir = tempfile::tempdir().unwrap();
    let output =
        run(dir.path(), &["divide", "caspian", "--rule", "equidistance", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let document: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(
        keys(&document),
        ["case", "rule", "params", "layers", "notes", "warnings", "provenance"]
    );
    assert_eq!((&document["case"], &document["rule"]), (&"caspian".into(), &"equidistance".into()));
    let layer = &document["layers"]["seabed"];
    for key in ["area_km2", "share_percent", "lines"] {
        assert!(layer.get(key).is_some(), "{key}");
    }
    assert_eq!(keys(&layer["share_percent"]), ["AZE", "IRN", "KAZ", "RUS", "TKM"]);
    let point = &layer["lines"][0]["points"][0];
    for key in ["lat", "lon", "kind", "base_points", "distance_km"] {
        assert!(point.get(key).is_some(), "{key}");
    }
    // Independent raster values on the same coast (science 9.1), within 0.1 points.
    let raster = [("AZE", 19.9), ("IRN", 14.35), ("KAZ", 30.8), ("RUS", 16.4), ("TKM", 18.55)];
    for (party, share) in raster {
        let got = layer["share_percent"][party].as_f64().unwrap();
        assert!((got - share).abs() < 0.1, "{party}: {got}");
    }
}

/// Belts of arcs make the largest document that the rules which ship give: it comes without any option, states
/// how fine it is, and a program can still read it.
#[test]
fn the_largest_document_comes_by_default() {
    let dir = tempfile::tempdir().unwrap();
    let output =
        run(dir.path(), &["divide", "caspian", "--rule", "belt-and-commons", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(output.stdout.len() < 50_000_000, "{}", output.stdout.len());
    let document: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(document["provenance"]["tolerance_m"], 0.01);
    assert_eq!(keys(&document["layers"]), ["seabed", "water", "fishery"]);
}

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |e: &fs::DirEntry| e.file_name().to_string_lossy().into_owned();
    fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap())
        .map(|e| (name(&e), fs::read(e.path()).unwrap()))
        .collect()
}

#[test]
fn a_comparison_writes_the_same_bytes_on_one_thread_and_on_many() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    let compare = |to: &str, threads: &str| {
        let args = ["compare", "lake", "--rules", "equidistance,additive", "-o", to];
        let output =
            littoral(dir.path(), &args).env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(out(&output).contains("equidistance") && out(&output).contains("report.html"));
        files(&dir.path().join(to))
    };
    let (first, second) = (compare("one", "1"), compare("two", "3"));
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "additive.geojson",
            "additive.png",
            "additive.svg",
            "equidistance.geojson",
            "equidistance.png",
            "equidistance.svg",
            "report.html",
            "turning-points.csv"
        ]
    );
    for (name, bytes) in &first {
        assert!(second.get(name) == Some(bytes), "{name} differs between two runs");
    }
    let report = String::from_utf8_lossy(&first["report.html"]).into_owned();
    assert!(report.contains("<svg") && !report.contains("src=\"http"));
}

#[test]
fn formats_by_the_ending_of_the_file() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    for (name, start) in [
        ("a.csv", "number,rule,layer"),
        ("a.geojson", "{"),
        ("a.svg", "<"),
        ("a.png", "\u{fffd}PNG"),
        ("a.json", "{\n  \"case\": \"lake\""),
    ] {
        let output = run(dir.path(), &["divide", "lake", "--rule", "equidistance", "-o", name]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", err(&output));
        let bytes = fs::read(dir.path().join(name)).unwrap();
        assert!(String::from_utf8_lossy(&bytes).starts_with(start), "{name}");
        assert!(output.stdout.is_empty());
    }
    let output = run(dir.path(), &["divide", "lake", "--rule", "equidistance", "-o", "a.docx"]);
    assert_eq!(output.status.code(), Some(2));
}

/// A symmetric lake: half each, and the line is the meridian in the middle.
#[test]
fn the_line_of_a_symmetric_lake() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    let output = run(
        dir.path(),
        &["line", "lake", "--rule", "equidistance", "--between", "AAA,BBB", "--format", "json"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let document: Value = serde_json::from_str(&out(&output)).unwrap();
    let points = document["lines"][0]["points"].as_array().unwrap();
    assert!(points.len() >= 2);
    for p in points {
        assert!((p["lon"].as_f64().unwrap() - 10.5).abs() < 1e-7, "{p}");
    }
    let output = run(
        dir.path(),
        &["line", "lake", "--rule", "equidistance", "--between", "AAA,BBB", "--round", "0.1'"],
    );
    assert!(
        out(&output).contains("10°30.0′E") && out(&output).contains("rounding moves no point"),
        "{}",
        out(&output)
    );
}

#[test]
fn cases_rules_and_law_as_documents() {
    let dir = tempfile::tempdir().unwrap();
    let document = |args: &[&str]| -> Value {
        let output = run(dir.path(), args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
        serde_json::from_str(&out(&output)).unwrap()
    };
    let case = document(&["case", "show", "caspian", "--format", "json"]);
    assert_eq!(case["parties"].as_array().unwrap().len(), 5);
    assert_eq!(document(&["case", "check", "caspian", "--format", "json"])["case"], "caspian");
    let rules = document(&["rule", "list", "--format", "json"]);
    let ids: Vec<&str> =
        rules.as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"equidistance") && ids.contains(&"belt-and-commons"));
    // In force between Azerbaijan and Kazakhstan since 2003, the Aktau convention of 2018 not.
    let law = document(&["law", "status", "caspian", "--date", "2018-08-12", "--format", "json"]);
    let state = |id: &str| {
        law["instruments"].as_array().unwrap().iter().find(|i| i["id"] == id).unwrap()["status"]["AZE"]["state"].clone()
    };
    assert_eq!((state("KZAZ2001"), state("AKT2018")), ("in_force".into(), "pending".into()));
}

/// A scaffold runs as it is.
#[test]
fn a_new_rule_runs_at_once() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(dir.path(), &["rule", "new", "my-rule"]).status.code(), Some(0));
    let output = run(dir.path(), &["divide", "caspian", "--rule", "my-rule.luau", "--quiet"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("TKM"));
    let again = run(dir.path(), &["rule", "new", "my-rule"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("my-rule.luau exists already"));
}

/// `littoral ... | head -1` ends quietly.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    let args = ["divide", "caspian", "--rule", "equidistance", "--format", "geojson"];
    let mut child =
        littoral(dir.path(), &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0_u8; 1];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", err(&output));
}

#[test]
fn law_answers_as_memorandum_and_as_document() {
    let dir = tempfile::tempdir().unwrap();
    let asked = ["law", "at", "caspian", "--point", "44.6,49.2", "--layer", "subsoil"];
    let asked = [&asked[..], &["--activity", "drilling", "--date", "2004-06-01"]].concat();
    let memo = out(&run(dir.path(), &asked));
    for part in [
        "Question    On 2004-06-01, who may drill in the subsoil at 44° 36.0′ N 49° 12.0′ E",
        "Answer      HOLDS between KAZ and RUS: KAZ has sovereign rights",
        "CONTESTED between IRN-KAZ, KAZ-TKM",
        "RUKZ1998 (Agreement on delimitation of the seabed",
        "IRN protests RUKZ1998 since 1998",
        "strict equidistance",
    ] {
        let flat = memo.split_whitespace().collect::<Vec<_>>().join(" ");
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(&part), "no {part} in\n{memo}");
    }
    let json = out(&run(dir.path(), &[&asked[..], &["--format", "json"]].concat()));
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["answer"]["settled"], 1);
    let history = ["law", "timeline", "caspian", "--deposit", "dostluk", "--layer", "seabed"];
    let more = ["--activity", "extraction", "--between", "AZE,TKM", "--format", "json"];
    let json = out(&run(dir.path(), &[&history[..], &more].concat()));
    let document: Value = serde_json::from_str(&json).unwrap();
    let last = document["history"].as_array().unwrap().last().unwrap();
    assert!(last["answers"][0][1].as_str().unwrap().contains("by DOST2021"));
    let bad = run(dir.path(), &["law", "at", "caspian", "--point", "0,0", "--date", "2004-06-01"]);
    assert_eq!(bad.status.code(), Some(2));
    assert!(err(&bad).contains("is not in the sea of this case"), "{}", err(&bad));
}

/// The measure of the model: six paragraphs, each of which says what there is and what there is not.
#[test]
fn the_memorandum_has_six_paragraphs_in_three_languages() {
    let dir = tempfile::tempdir().unwrap();
    let asked = ["law", "at", "caspian", "--point", "38.6,51.2", "--layer", "seabed"];
    let asked = [&asked[..], &["--activity", "drilling", "--date", "2004-06-01"]].concat();
    let said = |lang: &str| out(&run(dir.path(), &[&asked[..], &["--lang", lang]].concat()));
    for (lang, labels, lacuna) in [
        (
            "en",
            ["Question", "Answer", "Basis", "Claims", "Exceptions", "Dissent"],
            "LACUNA between all 10 pairs: no norm in force says who may drill here.",
        ),
        (
            "fa",
            ["پرسش", "پاسخ", "مبنا", "ادعاها", "استثناها", "مخالفت"],
            "خلأ حقوقی است میان هر ۱۰ جفت",
        ),
        (
            "ru",
            ["Вопрос", "Ответ", "Основание", "Притязания", "Исключения", "Возражения"],
            "ПРОБЕЛ В ПРАВЕ между всеми парами (10)",
        ),
    ] {
        let memo = said(lang);
        let heads: Vec<&str> = memo
            .lines()
            .filter(|l| !l.starts_with(' '))
            .filter_map(|l| l.split_whitespace().next())
            .collect();
        assert_eq!(heads, labels, "{memo}");
        let flat = memo.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(lacuna), "{memo}");
        assert!(!memo.contains('{') && (lang == "en" || !memo.contains("in force")), "{memo}");
    }
}

/// Without an activity each is regarded; a deposit may be called by any of its names.
#[test]
fn law_without_an_activity_and_by_a_name() {
    let dir = tempfile::tempdir().unwrap();
    let flat = |args: &[&str]| {
        let memo = out(&run(dir.path(), &[&["law", "at", "caspian"], args].concat()));
        memo.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let at = ["--point", "44.6,49.2", "--layer", "subsoil", "--date", "2004-06-01"];
    let memo = flat(&[&at[..], &["--between", "KAZ,RUS"]].concat());
    let holds = "HOLDS as to boundary, extraction: KAZ has sovereign rights";
    assert!(memo.contains(holds) && !memo.contains("LACUNA"), "{memo}");
    assert!(memo.contains("PENDING as to environment: KAZ and RUS must"), "{memo}");
    let drilling = ["--point", "44.6,49.2", "--activity", "drilling", "--date", "2004-06-01"];
    let memo = flat(&[&drilling[..], &["--between", "KAZ,RUS"]].concat());
    assert!(memo.contains("HOLDS in seabed and subsoil: KAZ has sovereign rights"), "{memo}");
    let by =
        |name: &str| flat(&["--deposit", name, "--date", "2010-06-01", "--between", "AZE,TKM"]);
    assert!(by("Serdar").contains("CONTESTED"), "{}", by("Serdar"));
    assert_eq!(by("Serdar"), by("dostluk"));
}

/// Every verb of the law as text, as JSON and as a map; the register as GML that its own reader takes.
#[test]
fn law_as_maps_and_as_a_register() {
    let dir = tempfile::tempdir().unwrap();
    let day = ["--date", "2016-06-01"];
    let at = ["--point", "44.6,49.2", "--layer", "seabed", "--activity", "drilling"];
    for (verb, more) in [("at", &at[..]), ("overlaps", &[]), ("status", &[])] {
        let file = format!("{verb}.svg");
        let args = [&["law", verb, "caspian"], &day[..], more, &["-o", &file]].concat();
        let output = run(dir.path(), &args);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let svg = std::fs::read_to_string(dir.path().join(file)).unwrap();
        assert!(svg.contains("<svg"), "{verb}");
    }
    let args = ["law", "export", "caspian", "--date", "2016-06-01", "--layer", "column"];
    let output = run(dir.path(), &[&args[..], &["-o", "law.gml"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = std::fs::read_to_string(dir.path().join("law.gml")).unwrap();
    let register = littoral_formats::s121::read("law.gml", &text).unwrap();
    assert!(register.sources.iter().any(|s| s.id == "S.KZTM2014"));
    let said = out(&run(dir.path(), &[&args[..], &["--format", "text"]].concat()));
    assert!(said.contains("S-121-structured, not schema-validated"), "{said}");
    let json = out(&run(
        dir.path(),
        &["law", "overlaps", "caspian", "--date", "2016-06-01", "--format", "json"],
    ));
    let document: Value = serde_json::from_str(&json).unwrap();
    let shares = document["regime"]["share_percent"].as_object().unwrap();
    assert!((shares.values().filter_map(Value::as_f64).sum::<f64>() - 100.0).abs() < 1e-6);
}

/// The record as it was known on an earlier day.
#[test]
fn law_as_it_was_known() {
    let dir = tempfile::tempdir().unwrap();
    let asked = ["law", "at", "caspian", "--point", "42.5,51.0", "--layer", "seabed"];
    let asked = [&asked[..], &["--activity", "extraction", "--between", "KAZ,TKM"]].concat();
    let now = out(&run(dir.path(), &[&asked[..], &["--date", "2015-08-01"]].concat()));
    assert!(now.contains("HOLDS") && now.contains("KZTM2014"), "{now}");
    let known = ["--date", "2015-08-01", "--as-known-on", "2014-12-31"];
    let then = out(&run(dir.path(), &[&asked[..], &known].concat()));
    assert!(then.contains("PENDING") && then.contains("as known on 2014-12-31"), "{then}");
}
