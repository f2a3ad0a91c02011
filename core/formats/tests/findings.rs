//! Every finding of the readers, as the user sees it.
//!
//! Each entry damages a sound small case in one place and expects the whole message. The messages
//! are part of the product: a change here is a change that users see.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

use std::collections::BTreeMap;

use littoral_formats::{CaseBundle, CaseReading, read_case};
use littoral_model::Severity;

#[path = "findings/messages.rs"]
mod messages;

const CASE: &str = r#"[case]
id = "mylake"
name = { en = "My Lake" }
coast = "coast.geojson"
positions = "positions.toml"
instruments = "instruments"
deposits = "deposits.geojson"

[switch.high]
about = "high water"

[[party]]
id = "AZE"
name = "Azerbaijan"

[[party]]
id = "IRN"
name = "Iran"
"#;

const COAST: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kind":"sea"},"geometry":{"type":"Polygon","coordinates":[
   [[48.0, 41.0], [49.0, 41.0], [50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48.0, 43.0],
    [48.0, 41.0]]]}},
{"type":"Feature","properties":{"kind":"coast","party":"AZE"},"geometry":{"type":"LineString","coordinates":[
   [49.0, 43.0], [48.0, 43.0], [48.0, 41.0], [49.0, 41.0]]}},
{"type":"Feature","properties":{"kind":"coast","party":"IRN"},"geometry":{"type":"LineString","coordinates":[
   [49.0, 41.0], [50.0, 41.0], [50.0, 43.0], [49.0, 43.0]]}},
{"type":"Feature","properties":{"kind":"terminus","between":["AZE","IRN"],"name":"South"},"geometry":{"type":"Point","coordinates":[49.0, 41.0]}}
]}
"#;

const POSITIONS: &str = r#"[[position]]
party = "AZE"
from = "2003-05"
until = "open"
kinds = ["equidistance"]
text = "half of the lake"
share_percent = 50.0
claim = true
source = ["A newspaper, 2003"]
confidence = "as stated"
"#;

const INSTRUMENT: &str = r#"[instrument]
id = "T1"
title = "Treaty of the lake"
kind = "treaty"
binding = true
parties = ["AZE", "IRN"]
signed = "2001-02-03"
layers = ["seabed"]
source = ["Official gazette"]
confidence = "high"

[[event]]
date = "2001-02-03"
kind = "signed"
text = "signed"

[[event]]
date = "2002"
kind = "in_force"
text = "entry into force"
"#;

const DEPOSITS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"deep","names":["Deep"],"claimants":["AZE"],"source":["x"],"confidence":"low"},"geometry":null}
]}
"#;

fn bundle() -> CaseBundle {
    let files = [
        ("case.toml", CASE),
        ("coast.geojson", COAST),
        ("positions.toml", POSITIONS),
        ("instruments/t1.toml", INSTRUMENT),
        ("deposits.geojson", DEPOSITS),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    CaseBundle { name: "examples/mylake".into(), files: BTreeMap::from(files) }
}

/// Reads the case with `from` replaced by `to` in one file; an empty `from` replaces the whole.
fn damaged(file: &str, from: &str, to: &str) -> CaseReading {
    let mut bundle = bundle();
    let text = String::from_utf8(bundle.files[file].clone()).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    let text = if from.is_empty() { to.to_owned() } else { text.replacen(from, to, 1) };
    bundle.files.insert(file.to_owned(), text.into_bytes());
    read_case(&bundle, &[])
}

/// Islands beside an edge of 84 km along 41 N, which is a geodesic and runs 120 m north of the parallel in its middle: file, line and
/// ring are told, and the sea is that without the part beyond.
#[test]
fn islands_beyond_the_sea_and_across_its_edge() {
    let two = "[48.0, 41.0]],\n   [[48.45, 41.0003], [48.46, 41.0003], [48.46, 41.0008], [48.45, 41.0008], [48.45, 41.0003]],\n   \
               [[48.55, 41.0005], [48.56, 41.0005], [48.56, 41.1], [48.55, 41.1], [48.55, 41.0005]]]}},";
    let reading = damaged("coast.geojson", "[48.0, 41.0]]]}},", two);
    let place = |f: &littoral_model::Finding| {
        format!("{} {}:{}:{} {}", f.code, f.file, f.line, f.column, f.place)
    };
    let said: Vec<String> = reading.findings.iter().map(place).collect();
    let want = [
        "M018 examples/mylake/coast.geojson:5:5 feature 1 (sea), ring 2, vertex 1",
        "M019 examples/mylake/coast.geojson:6:5 feature 1 (sea), ring 3, vertex 1",
    ];
    assert_eq!(said, want);
    let sea = reading.case.unwrap().sea;
    assert_eq!((sea.inner.len(), sea.outer.len()), (0, 10));
}

/// An island in the water and one across the coast, neither of them a hole: each is told with its line, the first is cut out.
#[test]
fn islands_that_are_no_holes() {
    let two = r#"{"type":"Feature","properties":{"kind":"islands","party":"IRN"},"geometry":{"type":"MultiPolygon","coordinates":[
   [[[49.4, 42.0], [49.5, 42.0], [49.5, 42.1], [49.4, 42.0]]],
   [[[47.9, 42.0], [48.1, 42.0], [48.1, 42.1], [47.9, 42.0]]]]}},
{"type":"Feature","properties":{"kind":"terminus""#;
    let from = r#"{"type":"Feature","properties":{"kind":"terminus""#;
    let reading = damaged("coast.geojson", from, two);
    let told = |f: &littoral_model::Finding| {
        format!("{} {}:{} {}: {} ({})", f.code, f.file, f.line, f.place, f.text, f.label)
    };
    let all = reading.findings.iter().filter(|f| f.code != "M011").map(told);
    assert_eq!(
        all.collect::<Vec<_>>(),
        [
            "M021 examples/mylake/coast.geojson:10 feature 4 (islands, IRN), polygon 1, vertex 1: an island of IRN is no hole \
             of the sea (it is cut out: its land is no water)",
            "M022 examples/mylake/coast.geojson:11 feature 4 (islands, IRN), polygon 2, vertex 1: an island of IRN overlaps or \
             touches the sea's outer ring (at 42.0000, 48.0000)",
        ]
    );
    assert_eq!(reading.case.unwrap().sea.inner.len(), 1);
}

#[test]
fn the_case_itself_is_sound() {
    let reading = read_case(&bundle(), &[]);
    assert_eq!(reading.findings, []);
    assert!(reading.case.is_some());
}

/// Figures of an ellipsoid go where its name does, as on the command line.
#[test]
fn an_ellipsoid_by_its_figures() {
    let with = |figures: &str| {
        let to = format!("name = {{ en = \"My Lake\" }}\nellipsoid = \"{figures}\"");
        damaged("case.toml", "name = { en = \"My Lake\" }", &to)
    };
    let earth = with("6378245,298.3").case.unwrap().ellipsoid;
    // Polar radius of Krassowsky 1940 (EPSG).
    assert!((earth.b_m() - 6_356_863.019).abs() < 1e-3, "{earth:?}");
    assert_eq!(with("Clarke 1866").findings, []);
    let bad = with("6378245,1");
    assert!(bad.case.is_none());
    assert!(bad.findings[0].text.contains("is no ellipsoid of an earth"), "{:?}", bad.findings);
}

/// A file that names no reference system is not said to name one.
#[test]
fn a_reference_system_that_is_null() {
    let start = r#"{"type":"FeatureCollection","#;
    let crs = |crs: &str| damaged("deposits.geojson", start, &format!("{start}\"crs\":{crs},"));
    assert_eq!(crs("null").findings, []);
    assert_eq!(crs("{}").findings[0].code, "F062");
    let named = |name: &str| {
        let found = crs(&format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#));
        let [finding] = found.findings.as_slice() else { panic!("{:?}", found.findings) };
        assert_eq!((finding.code, finding.place.as_str(), finding.line), ("F062", "crs", 1));
        (finding.severity, finding.text.clone())
    };
    assert_eq!(named("urn:ogc:def:crs:OGC:1.3:CRS84").0, Severity::Note);
    assert_eq!(named("EPSG:4326").0, Severity::Note);
    assert_eq!(named("EPSG:4258").0, Severity::Warning);
    for (name, words) in
        [("EPSG:4230", "names EPSG:4230 (ED50)"), ("EPSG:3857", "a map's"), ("x", "names x;")]
    {
        let (severity, text) = named(name);
        assert!(severity == Severity::Error && text.contains(words), "{text}");
    }
}

#[test]
fn whole_messages() {
    for (file, from, to, expected) in messages::TABLE {
        let reading = damaged(file, from, to);
        let first = reading.findings.first().map(littoral_model::Finding::message);
        assert_eq!(first.as_deref(), Some(*expected), "{file}: {from} -> {to}");
    }
}

/// An island of AZE, one within it, and whose.
fn atoll(inner: &str) -> CaseReading {
    let holes = "[48.0, 41.0]],\n  [[48.2, 41.2], [48.6, 41.2], [48.6, 41.6], [48.2, 41.2]]RING]}}";
    let island = |party: &str, ring: &str| {
        format!(
            r#",{{"type":"Feature","properties":{{"kind":"islands","party":"{party}"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )
    };
    let within = "[[48.5, 41.3], [48.52, 41.3], [48.52, 41.32], [48.5, 41.3]]";
    let mut text = COAST.replacen("[48.0, 41.0]]]}}", holes, 1);
    let mut islands = island("AZE", "[[48.2, 41.2], [48.6, 41.2], [48.6, 41.6], [48.2, 41.2]]");
    if !inner.is_empty() {
        islands += &island(inner, within);
    }
    let ring = if inner.is_empty() { String::new() } else { format!(",\n  {within}") };
    text = text.replacen("RING", &ring, 1).replacen("\n]}", &format!("{islands}\n]}}"), 1);
    damaged("coast.geojson", "", &text)
}

/// An island within one of the same party is left out of the case, and said; within another's it is refused.
#[test]
fn islands_within_islands() {
    let (alone, same, other) = (atoll(""), atoll("AZE"), atoll("IRN"));
    assert_eq!(alone.findings, []);
    let said: Vec<_> = same.findings.iter().map(|f| (f.code, f.line)).collect();
    assert_eq!(said, [("M015", 6)]);
    let (alone, same) = (alone.case.unwrap(), same.case.unwrap());
    assert_eq!((alone.sea, alone.shores.len()), (same.sea, same.shores.len()));
    assert!(other.case.is_none());
    assert_eq!(other.findings[0].text, "an island of IRN lies within one of AZE");
}

#[test]
fn an_unknown_switch_is_named() {
    let reading = read_case(&bundle(), &["hihg".to_owned()]);
    let expected = "\
error: this case has no switch \"hihg\"
  --> examples/mylake/case.toml
  help: did you mean \"high\"? it has: high";
    assert_eq!(reading.findings[0].message(), expected);
}

#[test]
fn a_missing_file_is_named() {
    let mut bundle = bundle();
    bundle.files.remove("case.toml");
    let expected = "\
error: the case has no file case.toml
  --> examples/mylake/case.toml
  help: the folder holds: coast.geojson, deposits.geojson, instruments/t1.toml, positions.toml";
    assert_eq!(read_case(&bundle, &[]).findings[0].message(), expected);
}

#[test]
fn errors_come_before_warnings_and_leave_no_case() {
    let reading = damaged("coast.geojson", "[49.0, 41.0]}}", "[49.0, 41.01]}}");
    assert!(reading.case.is_none());
    let doubtful = damaged(
        "coast.geojson",
        "[50.0, 41.0], [50.0, 43.0], [49.0, 43.0]]}}",
        "[50.1, 41.0], [50.0, 43.0], [49.0, 43.0]]}}",
    );
    assert!(doubtful.case.is_some());
    assert_eq!(doubtful.findings.len(), 1);
}

const NORM: &str = r#"

[[norm]]
id = "belt"
bearer = "each"
modality = "sovereign"
activities = ["fishing"]
layers = ["water"]
extent = { belt = "own", to_nm = 10 }
article = "art. 1"
text = "its own belt"
"#;

/// First finding of the case whose instrument also says `text`.
fn with_law(text: &str) -> Option<(String, String, String)> {
    let mut bundle = bundle();
    let own = format!("{INSTRUMENT}{text}").into_bytes();
    bundle.files.insert("instruments/t1.toml".into(), own);
    let reading = read_case(&bundle, &[]);
    reading.findings.first().map(|f| (f.file.clone(), f.place.clone(), f.text.clone()))
}

/// Broken law is met with file, key and a sentence.
#[test]
fn broken_instruments() {
    assert_eq!(with_law(NORM), None);
    let relation = "\n[[relation]]\nkind = \"supersedes\"\nto = \"T1\"\n";
    let side = r#"extent = { side = "chord", hand = "left" }"#;
    let sector = r#"extent = { sector = "thirds" }"#;
    let belt = "extent = { belt = \"own\", to_nm = 10 }";
    let twice = format!("{NORM}{NORM}");
    let table = [
        (NORM.replace("art. 1", ""), "norm[0].article", "the norm T1#belt names no article"),
        (twice, "norm[1].id", "T1 has two norms belt"),
        (
            NORM.replace(belt, side),
            "norm[0].extent",
            "the extent names the line chord, which nobody draws",
        ),
        (
            NORM.replace(belt, sector),
            "norm[0].extent",
            "the extent names the way thirds, which is not described",
        ),
        (NORM.replace("\"each\"", "\"AZR\""), "norm[0].bearer", "AZR is no party of this case"),
        (
            NORM.replace("\"fishing\"", "\"fishin\""),
            "norm[0].activities",
            "activities cannot be \"fishin\"",
        ),
        (relation.to_owned(), "relation[0].to", "T1 and T1 supersede one another"),
        (relation.replace("\"T1\"", "\"T9\""), "relation[0].to", "there is no instrument T9"),
        (
            NORM.replace("to_nm = 10", "from_nm = 10, to_nm = 5"),
            "norm[0].extent.to_nm",
            "a belt goes from a lesser to a greater distance",
        ),
    ];
    for (text, place, sentence) in table {
        let (file, key, found) = with_law(&text).unwrap_or_default();
        assert_eq!((key.as_str(), found.as_str()), (place, sentence));
        assert_eq!(file, "examples/mylake/instruments/t1.toml");
    }
}

/// What a reservation cannot be is met with file, key and a sentence.
#[test]
fn broken_reservations() {
    const RESERVED: &str = "\n[[reservation]]\nparty = \"IRN\"\nnorms = [\"belt\"]\neffect = \"excludes\"\n\
         from = \"2002\"\nuntil = \"2010\"\nrefused_by = [\"AZE\"]\ntext = \"not so\"\n\
         source = [\"a note\"]\nconfidence = \"high\"\n";
    let with = |from: &str, to: &str| format!("{NORM}{}", RESERVED.replace(from, to));
    assert_eq!(with_law(&with("", "")), None);
    for (from, to, place, sentence) in [
        ("\"IRN\"", "\"IRQ\"", "reservation[0].party", "IRQ is no party of this case"),
        ("\"belt\"", "\"bolt\"", "reservation[0].norms", "T1 has no norm bolt"),
        (
            "\"excludes\"",
            "\"exclude\"",
            "reservation[0].effect",
            "reservation[0].effect cannot be \"exclude\"",
        ),
        (
            "[\"AZE\"]",
            "[\"IRN\"]",
            "reservation[0].refused_by",
            "IRN cannot refuse a reservation of IRN to T1",
        ),
        (
            "\"2010\"",
            "\"2001\"",
            "reservation[0].until",
            "the reservation ends (2001) before it begins (2002)",
        ),
        ("effect = \"excludes\"\n", "", "reservation[0]", "reservation[0] has no \"effect\""),
    ] {
        let (file, key, found) = with_law(&with(from, to)).unwrap_or_default();
        assert_eq!((key.as_str(), found.as_str()), (place, sentence));
        assert_eq!(file, "examples/mylake/instruments/t1.toml");
    }
}

/// Days of claims and outlines of deposits.
#[test]
fn broken_deposits() {
    let with = |from: &str, to: &str| {
        let text = DEPOSITS.replace(from, to);
        findings_with(&[("deposits.geojson", &text)])
    };
    let claims = |days: &str| with("\"names\"", &format!("\"claimed_from\":{days},\"names\""));
    assert!(claims("{\"AZE\":\"1997-01\"}").is_empty());
    assert!(claims("{\"IRN\":\"1997\"}")[0].contains("IRN is no claimant of this deposit"));
    assert!(claims("{\"AZE\":\"one day\"}")[0].contains("AZE claims it is no date"));
    let ring = "[[48.5,42.0],[48.9,42.0],[48.9,42.2],[48.5,42.0]]";
    let outline = |rings: &str| {
        let polygon = format!("{{\"type\":\"Polygon\",\"coordinates\":[{rings}]}}");
        with("\"geometry\":null", &format!("\"geometry\":{polygon}"))
    };
    assert_eq!(outline(ring), Vec::<String>::new());
    assert!(
        outline(&format!("{ring},{ring}"))[0].contains("has three positions or more and no hole")
    );
}

/// Reads the case with more files and gives back the findings as `file:line: key: text`.
fn findings_with(files: &[(&str, &str)]) -> Vec<String> {
    let mut bundle = bundle();
    for (name, text) in files {
        bundle.files.insert((*name).to_owned(), text.as_bytes().to_vec());
    }
    let name =
        |f: &littoral_model::Finding| f.file.rsplit('/').next().unwrap_or_default().to_owned();
    let one =
        |f: &littoral_model::Finding| format!("{}:{}: {}: {}", name(f), f.line, f.place, f.text);
    read_case(&bundle, &[]).findings.iter().map(one).collect()
}

/// Every broken instrument names its file, its line and its key.
#[test]
fn broken_instruments_name_file_line_and_key() {
    let t1 = |more: &str| format!("{INSTRUMENT}{more}");
    let other = |id: &str, more: &str| INSTRUMENT.replace("\"T1\"", &format!("\"{id}\"")) + more;
    let over = |to: &str| format!("\n[[relation]]\nkind = \"supersedes\"\nto = \"{to}\"\n");
    let (a, b, c) = (t1(&over("T2")), other("T2", &over("T3")), other("T3", &over("T1")));
    let found = findings_with(&[
        ("instruments/t1.toml", &a),
        ("instruments/t2.toml", &b),
        ("instruments/t3.toml", &c),
    ]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[0], "t1.toml:24: relation[0].to: T1 and T2 supersede one another");
    for (text, expected) in [
        (
            INSTRUMENT.replace("\"IRN\"]", "\"IRQ\"]"),
            "t1.toml:6: instrument.parties: IRQ is no party of this case",
        ),
        (
            t1("\n[[event]]\ndate = \"1999\"\nkind = \"ended\"\ntext = \"ended\"\n"),
            "t1.toml:23: event[2].date: the event of 1999 lies before the signature of 2001-02-03",
        ),
        (
            t1("\n[[event]]\ndate = \"2001-12-01\"\nkind = \"ended\"\ntext = \"ended\"\n"),
            "t1.toml:23: event[2].date: the event of 2001-12-01 stands after that of 2002",
        ),
        (
            t1(&NORM.replace("art. 1", "")),
            "t1.toml:30: norm[0].article: the norm T1#belt names no article",
        ),
        (
            t1(&NORM
                .replace("{ belt = \"own\", to_nm = 10 }", "{ near = \"chord\", within_nm = 3 }")),
            "t1.toml:29: norm[0].extent: the extent names the line chord, which nobody draws",
        ),
        (
            t1(&NORM
                .replace("{ belt = \"own\", to_nm = 10 }", "{ polygon = [[41, 48], [42, 49]] }")),
            "t1.toml:29: norm[0].extent: a polygon has three points or more",
        ),
    ] {
        let found = findings_with(&[("instruments/t1.toml", &text)]);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{found:?}");
    }
    let twin = other("T1", "");
    let found = findings_with(&[("instruments/t2.toml", &twin)]);
    assert_eq!(found, ["t2.toml:2: instrument.id: there are two instruments T1"]);
}

/// Files that are no instrument at all, and one of ten megabytes: findings, and no panic.
#[test]
fn files_that_are_no_instruments() {
    let huge = format!("{INSTRUMENT}\n# {}\n", "x".repeat(10 << 20));
    let found = findings_with(&[("instruments/t1.toml", &huge)]);
    assert!(found.len() == 1 && found[0].contains("t1.toml is larger than 4 MiB"), "{found:?}");
    let many = format!("{INSTRUMENT}{}", NORM.repeat(2_000));
    let found = findings_with(&[("instruments/t1.toml", &many)]);
    assert!(found.len() <= 2_000 && found[0].contains("T1 has two norms belt"), "{}", found[0]);
    for (text, says) in [
        ("", "instrument"),
        ("instrument = 3\n", "instrument is a number, not a table"),
        ("[instrument]\nid = 3\n", "instrument.id"),
        ("[instrument\n", "t1.toml:1"),
        ("\u{0}\u{1}", "t1.toml:1"),
    ] {
        let found = findings_with(&[("instruments/t1.toml", text)]);
        assert!(found.iter().any(|f| f.contains(says)), "{text:?}: {found:?}");
    }
    let typo = INSTRUMENT.replace("signed = ", "singed = ");
    let found = findings_with(&[("instruments/t1.toml", &typo)]);
    assert!(found[0].starts_with("t1.toml:7: instrument.singed"), "{found:?}");
}
