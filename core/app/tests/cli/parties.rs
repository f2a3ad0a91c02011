//! Every rule on seas of two and of eight parties, of which none has a name that a rule knows: a division or a reason.

use std::f64::consts::TAU;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::{err, out, run};

/// Why a rule has no answer for such a sea: it names parties of the Caspian, or the case lacks what it divides by.
const REASONS: [&str; 8] = [
    "no party \"",
    "no holder \"",
    "names no bathymetry",
    "no value of a deposit",
    "names no deposit whose place is known",
    "three land-boundary termini or more",
    "nothing to ration",
    "no party claims a deposit",
];

/// An oval sea with its shore in equal parts.
fn write(dir: &Path, parties: usize) {
    let steps = 10 * parties;
    let at = |k: usize| {
        let turn = TAU * (k % steps) as f64 / steps as f64;
        json!([50.0 + 2.0 * turn.cos(), 42.0 + 1.5 * turn.sin()])
    };
    let line = |from: usize, to: usize| (from..=to).map(at).collect::<Vec<Value>>();
    let feature = |properties: Value, kind: &str, coordinates: Value| {
        json!({ "type": "Feature", "properties": properties,
                "geometry": { "type": kind, "coordinates": coordinates } })
    };
    let mut features = vec![feature(json!({ "kind": "sea" }), "Polygon", json!([line(0, steps)]))];
    let mut case = String::from(
        "[case]\nid = \"oval\"\nname = { en = \"Oval\" }\nellipsoid = \"WGS84\"\ncoast = \"coast.geojson\"\nsources = [\"made\"]\n",
    );
    for k in 0..parties {
        let id = format!("P{}", char::from(b'A' + k as u8));
        let shore = line(10 * k, 10 * k + 10);
        features.push(feature(json!({ "kind": "coast", "party": id }), "LineString", json!(shore)));
        let _ = write!(case, "\n[[party]]\nid = \"{id}\"\nname = {{ en = \"{id}\" }}\n");
    }
    fs::create_dir_all(dir.join("oval")).unwrap();
    fs::write(dir.join("oval/case.toml"), case).unwrap();
    let coast = json!({ "type": "FeatureCollection", "features": features });
    fs::write(dir.join("oval/coast.geojson"), coast.to_string()).unwrap();
}

fn shares(dir: &Path, rule: &str) -> Vec<f64> {
    let done = run(dir, &["-q", "divide", "oval", "--rule", rule, "--format", "json"]);
    assert!(done.status.success(), "{rule}: {}", err(&done));
    let division: Value = serde_json::from_str(&out(&done)).unwrap();
    let map = division["layers"]["seabed"]["share_percent"].as_object().unwrap().clone();
    map.values().filter_map(Value::as_f64).collect()
}

#[test]
fn two_and_eight_parties_have_divisions_or_reasons() {
    for parties in [2, 8] {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), parties);
        let all = run(dir.path(), &["rule", "list", "--format", "json"]);
        let all: Value = serde_json::from_str(&out(&all)).unwrap();
        for rule in all.as_array().unwrap() {
            let id = rule["id"].as_str().unwrap();
            let done = run(dir.path(), &["-q", "divide", "oval", "--rule", id]);
            let said = err(&done);
            let reason = done.status.code() == Some(3) && REASONS.iter().any(|r| said.contains(r));
            assert!(done.status.success() || reason, "{parties} parties, {id}: {said}");
        }
        for rule in ["equal-areas", "bargaining"] {
            for share in shares(dir.path(), rule) {
                assert!((share - 100.0 / parties as f64).abs() < 0.01, "{rule}: {share}");
            }
        }
        let sum: f64 = shares(dir.path(), "equidistance").iter().sum();
        assert!((sum - 100.0).abs() < 1e-6, "{sum}");
    }
}

/// Without `--rules` a rule for which the case lacks something is listed with its reason and next step, and is no failure;
/// named, it is one.
#[test]
fn rules_that_a_case_lacks_something_for_are_no_failures() {
    let dir = tempfile::tempdir().unwrap();
    for (case, applied) in [("teaching-lake", 20..=28), ("black-sea", 20..=28)] {
        own_case(dir.path(), case);
        let done = run(dir.path(), &["-q", "compare", case, "--format", "json"]);
        assert!(done.status.success(), "{case}: {}", err(&done));
        let all: Vec<Value> = serde_json::from_str(&out(&done)).unwrap();
        let why = |rule: &str| {
            let found = all.iter().find(|d| d["rule"] == rule).unwrap();
            assert!(found["error"].is_null() && found["layers"].is_null(), "{found}");
            found["not_applicable"].clone()
        };
        assert!(why("thalweg")["reason"].as_str().unwrap().contains("no depths"));
        assert!(why("thalweg")["next"].as_str().unwrap().contains("case.toml"));
        assert!(why("bisector")["next"].as_str().unwrap().contains("first, second"));
        assert!(why("value-floor")["reason"].as_str().unwrap().contains("names no deposit"));
        assert!(why("sectoral")["next"].as_str().unwrap().contains("lat and lon"));
        let done = all.iter().filter(|d| d["layers"].is_object()).count();
        assert!(applied.contains(&done), "{case}: {done}");
    }
    let named = ["-q", "compare", "teaching-lake", "--rules", "equidistance,thalweg"];
    let named = run(dir.path(), &[&named[..], &["--format", "json"]].concat());
    assert_eq!(named.status.code(), Some(3), "{}", err(&named));
    assert!(err(&named).contains("no depths") && out(&named).contains("\"error\""));
    // A decision leaves them out in the same way.
    let decided = run(dir.path(), &["decide", "teaching-lake", "--method", "borda"]);
    assert!(decided.status.success(), "{}", err(&decided));
    assert!(out(&decided).contains("equal-areas") && !out(&decided).contains("thalweg"));
    assert!(
        err(&decided).contains("not applicable to this case") && err(&decided).contains("thalweg")
    );
    let named = ["decide", "teaching-lake", "--rules", "equidistance,thalweg"];
    assert_eq!(run(dir.path(), &named).status.code(), Some(3));
}

/// A case that ships, without its list of runs: every rule is tried, as on a case of one's own.
fn own_case(dir: &Path, name: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    copy(&from, &dir.join(name));
    fs::remove_file(dir.join(name).join("scenarios.toml")).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &there),
            false => drop(fs::copy(&path, &there).unwrap()),
        }
    }
}

/// A rule written for one sea says on another what it needs, and takes nothing for granted there.
#[test]
fn defaults_of_another_sea_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let divide = |args: &[&str]| run(dir.path(), &[&["divide"], args].concat());
    let named = divide(&["teaching-lake", "--rule", "straight-baseline"]);
    assert_eq!(named.status.code(), Some(3));
    assert!(err(&named).contains("west, holder, east; as in --set west=EST"), "{}", err(&named));
    let weighed = divide(&["teaching-lake", "--rule", "equiratio"]);
    assert!(weighed.status.success());
    assert!(err(&weighed).contains("as in --set weights.EST=..."), "{}", err(&weighed));
    let set = divide(&["teaching-lake", "--rule", "equiratio", "--set", "weights.WST=1.5"]);
    assert!(!err(&set).contains("default"), "{}", err(&set));
    // Fields of the Caspian are no deposits of the Black Sea, though Russia lies on both.
    let median = ["black-sea", "--rule", "modified-median", "--format", "json"];
    let median: Value = serde_json::from_str(&out(&divide(&median))).unwrap();
    assert_eq!(median["notes"], json!({ "turning_points": 0.0 }));
    // A pole of the Caspian is no pole of the Black Sea.
    let pole = divide(&["black-sea", "--rule", "sectoral"]);
    assert!(err(&pole).contains("does not lie in this sea"), "{}", err(&pole));
    assert!(err(&pole).contains("Set lat and lon"), "{}", err(&pole));
}

/// Claims of the case where none are set: 50 and 60 per cent of one lake, by the Talmud an equal loss of 5 points.
#[test]
fn claims_come_from_the_positions_of_the_case() {
    let dir = tempfile::tempdir().unwrap();
    let divide = |rule: &str| {
        let args = ["-q", "divide", "teaching-lake", "--rule", rule, "--format", "json"];
        let done = run(dir.path(), &args);
        assert!(done.status.success(), "{rule}: {}", err(&done));
        serde_json::from_str::<Value>(&out(&done)).unwrap()
    };
    let d = divide("bankruptcy");
    for (party, share) in [("EST", 45.0), ("WST", 55.0)] {
        let got = d["layers"]["seabed"]["share_percent"][party].as_f64().unwrap();
        assert!((got - share).abs() < 1e-3, "{party} {got}");
    }
    // Rules that name parties of the Caspian are no options here.
    let d = divide("fallback-over-rules");
    assert_eq!(d["notes"]["left_out"], json!(["astara-gasan-kuli", "straight-baseline"]));
}

/// Where nobody claims a share and no instrument gives anything: the report draws nothing from acceptance, and what belongs to
/// nobody is no division.
#[test]
fn a_report_without_claims_says_so() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), 2);
    let args = [
        "-q",
        "compare",
        "oval",
        "--rules",
        "additive,equidistance,equal-areas,status-quo",
        "-o",
        "out",
        "--draws",
        "2",
    ];
    let done = run(dir.path(), &args);
    assert!(done.status.success(), "{}", err(&done));
    let report = fs::read_to_string(dir.path().join("out/report.html")).unwrap();
    assert_eq!(report.matches("o party of the case names a share that it asks for").count(), 2);
    assert!(!report.contains("earest to agreement") && !report.contains("all accept it"));
    assert!(!report.contains(": 0.0 to"), "a share of nobody's sea counted as a division");
    assert!(
        out(&done).lines().any(|l| l.starts_with("status-quo") && !l.contains("100.0")),
        "{}",
        out(&done)
    );
}
