//! Coasts at a scale and what is read of them; lines that meet at their ends; lines between opposite points.

use std::fs;

use serde_json::{Value, json as value};

use super::sheets::{json, refusal};
use super::{err, run};

/// A land with a lake, its neighbour with an islet in a bay, a drawn coast and a rock.
fn survey() -> String {
    let polygon = |party: &str, rings: Value| {
        value!({ "type": "Feature", "properties": { "party": party, "name": format!("{party} land") },
            "geometry": { "type": "Polygon", "coordinates": rings } })
    };
    let a = value!([
        [[10, 40], [11, 40], [11.001, 40.5], [11, 41], [10, 41], [10, 40]],
        [[10.4, 40.4], [10.4, 40.6], [10.6, 40.6], [10.6, 40.4], [10.4, 40.4]]
    ]);
    let b =
        value!([[[11, 40], [12, 40], [11.9, 40.5], [12, 41], [11, 41], [11.001, 40.5], [11, 40]]]);
    let islet = value!([[[11.94, 40.5], [11.941, 40.501], [11.941, 40.499], [11.94, 40.5]]]);
    let line = value!({ "type": "Feature", "properties": { "party": "B", "kind": "baseline" },
        "geometry": { "type": "LineString", "coordinates": [[12.5, 40], [12.5, 40.5], [12.5, 41]] } });
    let features = [polygon("A", a), polygon("B", b), polygon("B", islet), line];
    value!({ "type": "FeatureCollection", "features": features }).to_string()
}

/// Simplified land is land: an envelope has one ring about both, none about the lake; the islet in the bay stays an islet at sea at
/// 20 km, for which a corner of the bay is put back; the land boundary stays one.
#[test]
fn simplified_land_is_land() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("land.geojson"), survey()).unwrap();
    for (tolerance, party, rings) in [("1", "A", 1), ("20000", "A", 1)] {
        let args =
            ["construct", "simplify", "land.geojson", "--tolerance", tolerance, "-o", "s.geojson"];
        assert_eq!(run(dir, &args).status.code(), Some(0));
        let made: Value =
            serde_json::from_slice(&fs::read(dir.join("s.geojson")).unwrap()).unwrap();
        let shapes: Vec<&str> = made["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["geometry"]["type"].as_str().unwrap())
            .collect();
        assert_eq!(shapes, ["Polygon", "Polygon", "Polygon", "LineString"]);
        assert_eq!(made["features"][0]["geometry"]["coordinates"].as_array().unwrap().len(), 2);
        assert_eq!(made["features"][1]["properties"]["name"], "B land");
        let envelope = ["envelope", "s.geojson", "--limit", "12M", "--party", party];
        let found = json(dir, &envelope);
        let ring = |row: &Value| row["ring"].as_i64().unwrap();
        let most = found["rows"].as_array().unwrap().iter().map(ring).max();
        assert_eq!(most, Some(rings), "{tolerance} {party}: {found}");
        let lengths = |file: &str| {
            let rows = json(dir, &["lengths", file, "--scales", "0"])["rows"].clone();
            [0, 1].map(|k| rows[k]["coast_km"].as_f64().unwrap())
        };
        // Three sides of A by GeographicLib; the side to B is none.
        let sides = (lengths("s.geojson")[0], lengths("land.geojson")[0]);
        assert!(
            (sides.0 - sides.1).abs() < 1e-6 && (sides.0 - 280.572_395).abs() < 1e-5,
            "{sides:?}"
        );
        assert_eq!(
            run(
                dir,
                &[
                    "construct",
                    "simplify",
                    "s.geojson",
                    "--tolerance",
                    tolerance,
                    "-o",
                    "t.geojson"
                ]
            )
            .status
            .code(),
            Some(0)
        );
    }
    // At 20 km the bay's corner is not kept but for the islet.
    let found = json(dir, &["simplify", "land.geojson", "--tolerance", "20000"]);
    let b = found["rows"].as_array().unwrap().iter().find(|r| r["line"] == "B land").unwrap();
    assert_eq!(b["kept"], 5, "{found}");
}

/// CSV gives the coasts and islands that it was made of.
#[test]
fn simplified_rows_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let rows = "party,line,kind,lat,lon\nA,i,islands,40,10\nA,i,islands,40,11\nA,i,islands,40.00001,11.5\nA,i,islands,41,11\n\
                A,c,coast,45,10\nA,c,coast,45,11\n";
    fs::write(dir.join("a.csv"), rows).unwrap();
    let args =
        ["construct", "simplify", "a.csv", "--tolerance", "10", "--datum", "WGS84", "-o", "b.csv"];
    let output = run(dir, &args);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let [a, b] = ["a.csv", "b.csv"].map(|file| {
        json(dir, &["lengths", file, "--datum", "WGS84", "--scales", "0.01"])["rows"][0].clone()
    });
    assert_eq!(a, b);
    assert!(a["islands_of_it_km"].as_f64().unwrap() > 300.0, "{a}");
}

/// Curves with a common end cross there; on one meridian they are said to coincide when prolonged; circles about one centre do not meet.
#[test]
fn curves_that_meet_at_their_ends() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let found = |first: &str, second: &str, more: &[&str]| {
        let args = ["intersect", "--datum", "WGS84", "--first", first, "--second", second];
        json(dir, &[&args[..], more].concat())
    };
    let one = found("geodesic 50,10 51,10", "geodesic 51,10 52,10.0001", &[]);
    assert_eq!(one["rows"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&one["rows"][0]["latitude"], one["notes"].as_array().unwrap().len()),
        (&value!(51.0), 0)
    );
    let both = found("loxodrome 42,10 42,12", "geodesic 42,10 42,12", &[]);
    assert_eq!(both["rows"].as_array().unwrap().len(), 2);
    let line = found("geodesic 50,10 51,10", "geodesic 53,10 54,10", &["--nearest"]);
    assert!(line["notes"].to_string().contains("parts of one line"), "{line}");
    let circles = found("circle 42,10 22224", "circle 42,10 22225", &[]);
    assert!(circles["notes"].to_string().contains("do not meet;"), "{circles}");
    // Half of the circle of 200 M, by chords of Karney's geodesics.
    let half = found("circle 42,10 200M", "geodesic 36,10 48,10", &[]);
    assert!(
        (half["rows"][1]["along_first_m"].as_f64().unwrap() - 1_162_991.490).abs() < 0.01,
        "{half}"
    );
}

/// Between opposite points there is no one geodesic: refused, by whatever takes such a line.
#[test]
fn opposite_points() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("o.csv"), "lat,lon\n0,0\n0,180\n10,180\n").unwrap();
    for args in [
        &["densify", "o.csv"][..],
        &["baselines", "o.csv"],
        &["envelope", "o.csv", "--limit", "12M", "--join", "geodesic"],
    ] {
        let text = refusal(dir, &[args, &["--datum", "WGS84"]].concat());
        assert!(text.contains("opposite points of the earth") && text.contains("o.csv"), "{text}");
    }
    // To the pole on one meridian, whatever its longitude is said to be.
    fs::write(dir.join("p.csv"), "lat,lon\n80,10\n90,100\n85,50\n").unwrap();
    let found = json(
        dir,
        &["densify", "p.csv", "--edge", "loxodrome", "--tolerance", "1000", "--datum", "WGS84"],
    );
    let lons: Vec<f64> = found["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["longitude"].as_f64().unwrap())
        .collect();
    let turn = lons.iter().position(|lon| (lon - 50.0).abs() < 1e-9).unwrap();
    assert!(lons[..turn].iter().all(|lon| (lon - 10.0).abs() < 1e-9), "{lons:?}");
    assert!(lons[turn..].iter().all(|lon| (lon - 50.0).abs() < 1e-9), "{lons:?}");
}
