//! The other seas: the Black Sea by the same rules, and the lake whose answers can be worked out by hand.

use std::f64::consts::PI;

use serde_json::Value;

use super::{err, out, run};

/// Radius of the lake's sphere, metres.
const R: f64 = 6_371_007.2;
const DEGREE: f64 = PI / 180.0;

fn divide(args: &[&str]) -> Value {
    let dir = tempfile::tempdir().unwrap();
    let all = [&["divide"], args, &["--format", "json"]].concat();
    let made = run(dir.path(), &all);
    assert!(made.status.success(), "{}", err(&made));
    serde_json::from_str(&out(&made)).unwrap()
}

fn number(v: &Value) -> f64 {
    v.as_f64().unwrap()
}

/// Four right-angled spherical triangles: legs a and b have the area 2 R² atan(tan(a/2) tan(b/2)).
#[test]
fn half_of_the_teaching_lake_is_each_s_by_symmetry() {
    let d = divide(&["teaching-lake", "--rule", "equidistance"]);
    let layer = &d["layers"]["seabed"];
    let half = |degrees: f64| (degrees * DEGREE / 2.0).tan();
    let triangles = (half(3.0) * half(0.5)).atan() + (half(2.0) * half(0.5)).atan();
    let whole = 4.0 * R * R * triangles / 1e6;
    let sea = number(&layer["sea_km2"]);
    assert!((sea / whole - 1.0).abs() < 1e-9, "{sea} {whole}");
    for party in ["EST", "WST"] {
        assert!((number(&layer["share_percent"][party]) - 50.0).abs() < 1e-6, "{party}");
    }
    // The line is the meridian 10.5 E from post to post: five degrees of a great circle.
    let lines = layer["lines"].as_array().unwrap();
    let length: f64 = lines.iter().map(|l| number(&l["length_km"])).sum();
    assert!((length - 5.0 * DEGREE * R / 1000.0).abs() < 1e-5, "{length}");
    for p in lines.iter().flat_map(|l| l["points"].as_array().unwrap()) {
        assert!((number(&p["lon"]) - 10.5).abs() < 1e-8, "{p}");
    }
}

/// Distance from the meridian of the posts to a shore by the right-angled triangle at the post, km.
fn to_shore(from_post: f64, post: f64) -> f64 {
    let angle = ((0.5 * DEGREE).tan() / (post * DEGREE).sin()).atan();
    ((from_post * DEGREE).sin() * angle.sin()).asin() * R / 1000.0
}

/// The one turning point: equally far from all four shores.
#[test]
fn the_turning_point_of_the_teaching_lake_is_where_the_shores_change() {
    let d = divide(&["teaching-lake", "--rule", "equidistance"]);
    let points = |l: &Value| l["points"].as_array().unwrap().clone();
    let all: Vec<Value> =
        d["layers"]["seabed"]["lines"].as_array().unwrap().iter().flat_map(points).collect();
    let turning: Vec<&Value> = all.iter().filter(|p| p["kind"] == "turning").collect();
    assert_eq!(turning.len(), 1, "{all:?}");
    let lat = number(&turning[0]["lat"]);
    assert!((to_shore(3.0 - lat, 3.0) - to_shore(lat + 2.0, 2.0)).abs() < 1e-6, "{lat}");
    assert!((lat - 0.019_980_797_66).abs() < 1e-8, "{lat}");
    for party in ["EST", "WST"] {
        let far = number(&turning[0]["distance_km"][party]);
        assert!((far - to_shore(3.0 - lat, 3.0)).abs() < 1e-6, "{far}");
    }
}

/// On the equator the line stands where asin(sin x sin t) = 1.5 asin(sin(1° - x) sin t), tan t = tan 2° / sin 0.5°.
#[test]
fn a_weighted_line_crosses_the_equator_at_three_fifths() {
    let dir = tempfile::tempdir().unwrap();
    let args = [
        "export",
        "teaching-lake",
        "--rule",
        "equiratio",
        "--set",
        "weights.WST=1.5",
        "-o",
        "a.geojson",
    ];
    let made = run(dir.path(), &args);
    assert!(made.status.success(), "{}", err(&made));
    let text = std::fs::read_to_string(dir.path().join("a.geojson")).unwrap();
    let d: Value = serde_json::from_str(&text).unwrap();
    let of = |kind: &str| -> Vec<Value> {
        let all = d["features"].as_array().unwrap().iter();
        all.filter(|f| f["properties"]["kind"] == kind).cloned().collect()
    };
    let mut crossings = Vec::new();
    for line in of("line") {
        let places: Vec<[f64; 2]> =
            serde_json::from_value(line["geometry"]["coordinates"].clone()).unwrap();
        for w in places.windows(2) {
            if (w[0][1] <= 0.0) != (w[1][1] <= 0.0) {
                let t = w[0][1] / (w[0][1] - w[1][1]);
                crossings.push(w[0][0] + t * (w[1][0] - w[0][0]));
            }
        }
    }
    assert_eq!(crossings.len(), 1, "{crossings:?}");
    // 0.1 m of the drawn line is a millionth of a degree.
    assert!((crossings[0] - 10.600_000_14).abs() < 2e-6, "{crossings:?}");
    // Triangles over shores of equal length, heights as 1.5 to 1: three fifths of the lake, in the plane exactly.
    let west = of("cell").into_iter().find(|c| c["properties"]["holder"] == "WST").unwrap();
    assert!(
        (number(&west["properties"]["share_percent"]) - 60.0).abs() < 0.005,
        "{}",
        west["properties"]
    );
}

#[test]
fn a_floor_of_three_fifths_is_met_exactly() {
    let d = divide(&["teaching-lake", "--rule", "equity-floor", "--set", "floor.WST=60%"]);
    let share = &d["layers"]["seabed"]["share_percent"];
    assert!(
        (number(&share["WST"]) - 60.0).abs() < 1e-3 && (number(&share["EST"]) - 40.0).abs() < 1e-3,
        "{share}"
    );
}

/// Shares sum to the sea, and Crimea moves some 20 points between RUS and UKR: the same with both claim sets
/// is what a 0.01 degree raster of the same coast gives (README of the case).
#[test]
fn the_black_sea_is_divided_by_the_same_rules_with_both_claim_sets() {
    let share = |args: &[&str], party: &str| {
        let d = divide(args);
        let shares = d["layers"]["seabed"]["share_percent"].as_object().unwrap().clone();
        let sum: f64 = shares.values().map(number).sum();
        assert!((sum - 100.0).abs() < 1e-6, "{sum}");
        number(&shares[party])
    };
    let plain = ["black-sea", "--rule", "equidistance"];
    let with = ["black-sea", "--rule", "equidistance", "--with", "crimea-ukr"];
    let moved = share(&with, "UKR") - share(&plain, "UKR");
    let lost = share(&plain, "RUS") - share(&with, "RUS");
    assert!((moved - lost).abs() < 0.2 && (15.0..25.0).contains(&moved), "{moved} {lost}");
    assert!((share(&plain, "TUR") - share(&with, "TUR")).abs() < 0.2);
}

/// A coast exported from a case and taken in again gives the same division.
#[test]
fn a_coast_from_a_file_is_divided_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let coast = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/black-sea/coast.geojson");
    for name in ["coast.gpkg", "coast.kml", "coast.fgb"] {
        let made = run(dir.path(), &["convert", coast.to_str().unwrap(), "-o", name]);
        assert!(made.status.success(), "{}", err(&made));
    }
    let whole = divide(&["black-sea", "--rule", "equidistance"]);
    for (k, name) in [coast.to_str().unwrap(), "coast.gpkg", "coast.kml"].into_iter().enumerate() {
        let id = format!("sea{k}");
        let made = run(dir.path(), &["case", "new", &id, "--from", name]);
        assert!(made.status.success(), "{name}: {}", err(&made));
        let checked = run(dir.path(), &["case", "check", &id]);
        assert!(checked.status.success(), "{}", err(&checked));
        let again = run(dir.path(), &["divide", &id, "--rule", "equidistance", "--format", "json"]);
        let again: Value = serde_json::from_str(&out(&again)).unwrap();
        // Files may turn and begin rings anew; a millimetre along the lines is a millionth of a point.
        let of = |d: &Value| d["layers"]["seabed"]["share_percent"].as_object().unwrap().clone();
        for (party, share) in of(&whole) {
            assert!((number(&share) - number(&of(&again)[&party])).abs() < 1e-6, "{name} {party}");
        }
    }
    // A second case in the same folder is refused.
    assert_eq!(
        run(dir.path(), &["case", "new", "sea0", "--from", "coast.kml"]).status.code(),
        Some(2)
    );
}
