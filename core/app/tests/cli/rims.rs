//! Coasts along the rim of a sea or of a window, and islands that are no holes of the sea.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{err, lake, out, run};

const CASPIAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/caspian/coast.geojson");

/// Length of every party's coast and of its islands as given, km.
fn lengths(dir: &Path, args: &[&str]) -> Vec<(String, f64, f64)> {
    let args = [&["construct", "lengths", "--scales", "0", "--format", "json"], args].concat();
    let output = run(dir, &args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    let found: Value = serde_json::from_str(&out(&output)).unwrap();
    let row = |r: &Value| {
        let km = |name: &str| r[name].as_f64().unwrap();
        (r["party"].as_str().unwrap().to_owned(), km("coast_km"), km("islands_of_it_km"))
    };
    found["rows"].as_array().unwrap().iter().map(row).collect()
}

fn near(found: &[(String, f64, f64)], wanted: &[(&str, f64, f64)]) {
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    for ((party, all, islands), want) in found.iter().zip(wanted) {
        assert_eq!(party, want.0);
        assert!((all - want.1).abs() < 6e-4 && (islands - want.2).abs() < 6e-4, "{found:?}");
    }
}

/// Sums of geodesics between the coordinates of the file, by GeographicLib.
#[test]
fn the_coast_of_an_enclosed_sea_counts() {
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let found = lengths(folder.path(), &[CASPIAN]);
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    let wanted = [
        ("AZE", 726.4817, 42.2771),
        ("IRN", 732.9767, 0.0),
        ("KAZ", 2095.1502, 248.5280),
        ("RUS", 1310.5473, 95.9211),
        ("TKM", 1157.8871, 108.2625),
    ];
    near(&found, &wanted);
    let areas = "AZE=1,IRN=1,KAZ=1,RUS=1,TKM=1";
    let args = ["construct", "proportionality", CASPIAN, "--areas", areas, "--scales", "0"];
    let output = run(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("732.977"), "{}", out(&output));
}

const A_KM: f64 = 221.893_879;
const B_KM: f64 = 444.499_175;

/// Two coasts that make up a rectangle: as the rim of a sea all of it is coast, as a window none is, and a frame given by itself cuts.
#[test]
fn a_rectangle_as_sea_and_as_window() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let file = |kind: &str| {
        format!(
            r#"{{"type": "FeatureCollection", "features": [
{{"type": "Feature", "properties": {{"kind": "{kind}"}}, "geometry": {{"type": "Polygon", "coordinates":
[[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]]}}}},
{{"type": "Feature", "properties": {{"kind": "coast", "party": "A"}}, "geometry": {{"type": "LineString", "coordinates":
[[0, 1], [0, 0], [1, 0]]}}}},
{{"type": "Feature", "properties": {{"kind": "coast", "party": "B"}}, "geometry": {{"type": "LineString", "coordinates":
[[1, 0], [2, 0], [2, 1], [0, 1]]}}}}]}}"#
        )
    };
    fs::write(dir.join("sea.geojson"), file("sea")).unwrap();
    fs::write(dir.join("window.geojson"), file("window")).unwrap();
    near(&lengths(dir, &["sea.geojson"]), &[("A", A_KM, 0.0), ("B", B_KM, 0.0)]);
    near(&lengths(dir, &["window.geojson"]), &[("A", 0.0, 0.0), ("B", 0.0, 0.0)]);
    let cut = lengths(dir, &["sea.geojson", "--window", "window.geojson"]);
    near(&cut, &[("A", 0.0, 0.0), ("B", 0.0, 0.0)]);
}

/// The window that `case new` makes is led along the coasts: they count, the land drawn to a window's edge does not.
#[test]
fn a_window_along_coasts() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let land = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"party": "A"}, "geometry": {"type": "Polygon", "coordinates":
[[[0, 0], [1, 0.3], [2, 0], [2, -2], [0, -2], [0, 0]]]}},
{"type": "Feature", "properties": {"party": "B"}, "geometry": {"type": "Polygon", "coordinates":
[[[0, 3], [2, 3], [2, 1], [1, 0.8], [0, 1], [0, 3]]]}}]}"#;
    fs::write(dir.join("land.geojson"), land).unwrap();
    let made = run(dir, &["case", "new", "made", "--from", "land.geojson", "--window=-1,0,2,2"]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    near(
        &lengths(dir, &["made/coast.geojson"]),
        &[("A", 897.116_023, 897.116_023), ("B", 891.601_815, 891.601_815)],
    );
    let window = r#"{"type": "Feature", "properties": {"kind": "window"}, "geometry": {"type": "Polygon", "coordinates":
[[[0, -2], [2, -2], [2, 0], [2, 3], [0, 3], [0, 0], [0, -2]]]}}"#;
    let all = land.replacen("[\n", &format!("[\n{window},\n"), 1);
    fs::write(dir.join("all.geojson"), all).unwrap();
    let found = lengths(dir, &["all.geojson"]);
    assert!((found[0].1 - 232.312_867).abs() < 6e-4, "{found:?}");
}

/// Coasts along the meridians that bound the waters of a window are coasts; geodesics of the source by GeographicLib, whole within
/// the window's reach.
#[test]
fn a_strait_between_meridians() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let land = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"name": "W"}, "geometry": {"type": "Polygon", "coordinates":
[[[8, 39], [8, 43], [10.5, 43], [10.5, 39], [8, 39]]]}},
{"type": "Feature", "properties": {"name": "E"}, "geometry": {"type": "Polygon", "coordinates":
[[[13.5, 39], [13.5, 43], [16, 43], [16, 39], [13.5, 39]]]}}]}"#;
    fs::write(dir.join("land.geojson"), land).unwrap();
    let made = run(dir, &["case", "new", "made", "--from", "land.geojson", "--window=40,10,42,14"]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let found = lengths(dir, &["made/coast.geojson"]);
    near(&found, &[("E", 1_308.835_901, 1_308.835_901), ("W", 1_308.835_901, 1_308.835_901)]);
}

/// A frame of many sides against a coast of as many edges.
#[test]
fn a_frame_of_many_sides_takes_no_time() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let at = |k: u32| {
        let turn = f64::from(k) * std::f64::consts::TAU / 20_000.0;
        let radius = 1.0 + 0.001 * f64::from(k % 2);
        format!("{:.9},{:.9}", 30.0 + radius * turn.sin(), 10.0 + radius * turn.cos())
    };
    let rows: Vec<String> = (0..20_000).map(at).collect();
    let frame: Vec<String> = rows.iter().map(|r| format!("w,{r}\n")).collect();
    let coast: Vec<String> = rows.iter().map(|r| format!("A,c,coast,{r}\n")).collect();
    fs::write(dir.join("w.csv"), format!("party,lat,lon\n{}", frame.concat())).unwrap();
    fs::write(dir.join("c.csv"), format!("party,line,kind,lat,lon\n{}", coast.concat())).unwrap();
    let begun = Instant::now();
    let found = lengths(dir, &["c.csv", "--window", "w.csv", "--datum", "WGS84"]);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(found[0].1, 0.0);
}

/// Areas of lake and island by GeographicLib: an island without a hole is no water, and the division is that with the hole.
#[test]
fn an_island_without_a_hole_is_no_water() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let ring = "[[10.68, 40.48], [10.72, 40.48], [10.72, 40.52], [10.68, 40.52], [10.68, 40.48]]";
    let island = format!(
        r#",
{{"type": "Feature", "properties": {{"kind": "islands", "party": "BBB"}}, "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}
]}}"#
    );
    let divided = |spoil: &dyn Fn(String) -> String| -> Value {
        lake::write(dir);
        let path = dir.join("lake/coast.geojson");
        fs::write(&path, spoil(fs::read_to_string(&path).unwrap())).unwrap();
        let found = run(dir, &["divide", "lake", "--rule", "equidistance", "--format", "json"]);
        assert_eq!(found.status.code(), Some(0), "{}", err(&found));
        serde_json::from_str(&out(&found)).unwrap()
    };
    let with_island = |text: String| text.replacen("\n]}\n", &island, 1);
    let holed = divided(&|text| {
        let hole = format!("[10.0, 40.0]],\n{ring}\n]}}}},");
        with_island(text).replacen("[10.0, 40.0]]\n]}},", &hole, 1)
    });
    let loose = divided(&with_island);
    assert_eq!(loose["layers"]["seabed"], holed["layers"]["seabed"]);
    let bare = divided(&|text| text);
    let area = |v: &Value| v["layers"]["seabed"]["sea_km2"].as_f64().unwrap();
    assert!(
        (area(&bare) - area(&loose) - ISLAND_KM2).abs() < 1e-6,
        "{} {}",
        area(&bare),
        area(&loose)
    );
    divided(&with_island);
    let checked = run(dir, &["case", "check", "lake"]);
    let text = format!("{}{}", out(&checked), err(&checked));
    for words in [
        "an island of BBB is no hole of the sea",
        "cut out",
        "feature 4 (islands, BBB)",
        "as a hole",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("not on the sea's edge"), "{text}");
}

const ISLAND_KM2: f64 = 15.060756727;
