//! The outer limit of the continental shelf from outside: files in every form, documents, refusals.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{err, out, run};

const BASE: &str = "party,lat,lon,name\nAAA,0,0,rock\n";
const FOOT: &str = "name,lat,lon\nF1,0°00'00\"N,3°00'00\"E\nF2,0°40'00\"N,3°00'00\"E\n";
const THICK: &str = "name,lat,lon,thickness_m\nG1,0.3,4.6,1900\nG2,0.9,4.4,100\n";
const FILES: [&str; 3] = ["base.csv", "--slope", "foot.csv"];

fn write(dir: &Path) {
    for (name, text) in [("base.csv", BASE), ("foot.csv", FOOT), ("thick.csv", THICK)] {
        fs::write(dir.join(name), text).unwrap();
    }
}

fn shelf(dir: &Path, more: &[&str]) -> std::process::Output {
    let output = run(dir, &[&["construct", "shelf"], &FILES[..], more].concat());
    assert_eq!(output.status.code(), Some(0), "{more:?}: {}", err(&output));
    output
}

fn json(dir: &Path, more: &[&str]) -> Value {
    let more = [more, &["--datum", "WGS84", "--format", "json"]].concat();
    serde_json::from_str(&out(&shelf(dir, &more))).unwrap()
}

fn refusal(dir: &Path, args: &[&str]) -> String {
    let output = run(dir, &[&["construct", "shelf"], args].concat());
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", out(&output));
    err(&output)
}

/// Every fixed point in its order, with its rule and distances; every sediment point with both numbers.
#[test]
fn fixed_points_and_sediment() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    write(dir);
    let found = json(dir, &["--sediment", "thick.csv"]);
    let rows = found["rows"].as_array().unwrap();
    assert!(rows.len() > 50, "{}", rows.len());
    let number = |r: &Value, key: &str| r[key].as_f64().unwrap_or(f64::NAN);
    for (k, r) in rows.iter().enumerate() {
        assert_eq!(r["no"], k + 1);
        assert!(number(r, "from_the_baselines_nm") > 199.999_999, "{r}");
        if k + 1 < rows.len() {
            assert_eq!(r["at_most_60_m"], "PASS");
            assert!(number(r, "to_the_next_nm") <= 60.0);
        } else {
            assert!(r["to_the_next_nm"].is_null());
        }
        match r["art_76"].as_str().unwrap() {
            "(4)(a)(ii)" => {
                assert!((number(r, "from_the_foot_of_the_slope_nm") - 60.0).abs() < 1e-6)
            }
            "(4)(a)(i)" => assert_eq!(r["by"], "G1"),
            "(1)" => assert!((number(r, "from_the_baselines_nm") - 200.0).abs() < 1e-6),
            other => panic!("{other}"),
        }
    }
    assert_eq!(rows.iter().filter(|r| r["art_76"] == "(4)(a)(i)").count(), 1);
    let tests = found["sediment_art_76_4_a_i"].as_array().unwrap();
    assert_eq!((&tests[0]["result"], &tests[1]["result"]), (&"PASS".into(), &"FAIL".into()));
    let one_per_cent = number(&tests[0], "1_of_the_distance_m");
    assert!((one_per_cent - 18.52 * number(&tests[0], "distance_nm")).abs() < 1e-6);
    assert_eq!(found["runs"].as_array().unwrap().len(), 1);
    let with =
        found["area"][0]["between_the_200_m_limit_and_the_outer_limit_km2"].as_f64().unwrap();
    let plain =
        json(dir, &[])["area"][0]["between_the_200_m_limit_and_the_outer_limit_km2"].clone();
    assert!(with > plain.as_f64().unwrap() + 1000.0, "{with} {plain}");
}

/// The same points as GeoJSON, and thickness with its unit, give the same limit; the result is a map.
#[test]
fn other_forms() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    write(dir);
    let want = json(dir, &["--sediment", "thick.csv"])["rows"].clone();
    fs::write(dir.join("km.csv"), "name;lat;lon;thickness\nG1;0.3;4.6;1.9 km\nG2;0.9;4.4;100 m\n")
        .unwrap();
    assert_eq!(json(dir, &["--sediment", "km.csv"])["rows"], want);
    let point = |name: &str, lon: f64, lat: f64, t: f64| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\",\"thickness_m\":{t}}},\"geometry\":{{\"type\":\"Point\",\
             \"coordinates\":[{lon},{lat}]}}}}"
        )
    };
    let both = [point("G1", 4.6, 0.3, 1900.0), point("G2", 4.4, 0.9, 100.0)].join(",");
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{both}]}}");
    fs::write(dir.join("t.geojson"), text).unwrap();
    assert_eq!(json(dir, &["--sediment", "t.geojson"])["rows"], want);
    shelf(dir, &["--datum", "WGS84", "-o", "o.geojson"]);
    let map: Value =
        serde_json::from_str(&fs::read_to_string(dir.join("o.geojson")).unwrap()).unwrap();
    let kinds: Vec<&str> = map["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["properties"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.iter().filter(|k| **k == "outer_limit").count(), 1);
    assert!(kinds.iter().filter(|k| **k == "fixed_point").count() > 20);
}

/// 100 M from the isobath lets the limit go farther than 350 M; on a ridge it does not.
#[test]
fn constraints() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    write(dir);
    fs::write(dir.join("foot.csv"), "lat,lon\n0,3\n0,3.9\n0,4.8\n0,5.6\n").unwrap();
    fs::write(dir.join("deep.csv"), "lat,lon,name\n-0.4,4.6,D1\n0.4,4.6,D2\n").unwrap();
    let rules = |more: &[&str]| -> Vec<String> {
        let mut all: Vec<String> = json(dir, &[&["--spacing", "2M"], more].concat())["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["rule"].as_str().unwrap().to_owned())
            .collect();
        all.sort();
        all.dedup();
        all
    };
    let has = |all: &[String], what: &str| all.iter().any(|r| r.contains(what));
    let plain = rules(&[]);
    assert!(has(&plain, "350 M") && !has(&plain, "isobath"), "{plain:?}");
    let with = rules(&["--isobath", "deep.csv"]);
    assert!(has(&with, "isobath"), "{with:?}");
    assert_eq!(rules(&["--isobath", "deep.csv", "--ridge"]), plain);
}

#[test]
fn refusals() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    write(dir);
    let all = [&FILES[..], &["--datum", "WGS84"]].concat();
    let with = |more: &[&str]| refusal(dir, &[&all[..], more].concat());
    assert!(refusal(dir, &["base.csv", "--datum", "WGS84"]).contains("--slope"));
    for (text, words) in [
        ("name,lat,lon,thickness_m\nG1,0,4.5,1900\nG2,0,4.6,thick\n", "t.csv:3"),
        ("name,lat,lon,thickness_m\nG1,0,4.5,\n", "no thickness"),
        ("name,lat,lon,thickness_m\nG1,0,4.5,-3\n", "0 m or more"),
        ("name,lat,lon,thickness\nG1,0,4.5,1900\n", "no unit"),
        ("name,lat,lon\nG1,0,4.5\n", "thickness_m"),
        ("0,4.5,G1\n", "no heading"),
        ("name,lat,lon,thickness_m\nG1,0,400,1900\n", "t.csv:2"),
    ] {
        fs::write(dir.join("t.csv"), text).unwrap();
        let said = with(&["--sediment", "t.csv", "-o", "new.csv"]);
        assert!(said.contains(words) && said.contains("t.csv"), "{text}: {said}");
        assert!(!dir.join("new.csv").exists());
    }
    assert!(with(&["--spacing", "0M"]).contains("spacing"));
    assert!(with(&["--spacing", "far"]).contains("--spacing"));
    assert!(with(&["--tolerance", "0"]).contains("--tolerance is 0 m"));
    assert!(with(&["--party", "ZZZ"]).contains("AAA"));
    fs::write(dir.join("base.csv"), "party,lat,lon\nAAA,0,0\nBBB,1,0\n").unwrap();
    assert!(with(&[]).contains("--party"));
    fs::write(dir.join("base.csv"), BASE).unwrap();
    assert!(with(&["--slope", "none.csv"]).contains("none.csv"));
    assert!(with(&["-o", "foot.csv"]).contains("foot.csv"));
}
