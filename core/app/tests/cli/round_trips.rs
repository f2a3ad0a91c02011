//! What a construction writes and another reads: GeoJSON gives the numbers that CSV gives, and lines stay apart.

use std::fs;
use std::path::Path;

use super::sheets::{json, refusal};
use super::{err, out, run};

/// Off Fiji's antimeridian, and twice two lines far apart.
const BASE: &str = "party,lat,lon\nA,60,179\nA,60.5,179.5\nA,60.7,-179.8\nA,60.4,-179\n";
const TWO: &str =
    "party,line,lat,lon\nA,a,0,0\nA,a,0,0.2\nA,a,0.1,0.4\nA,b,5,5\nA,b,5,5.2\nA,b,5.1,5.4\n";
const PARTS: &str = "[[[0,0],[0.2,0],[0.4,0.1]],[[5,5],[5.2,5],[5.4,5.1]]]";
/// Their edges by GeographicLib, metres.
const EDGES_M: [f64; 4] = [22_263.898_159, 24_858.547_192, 22_179.741_161, 24_782.080_956];

fn made(dir: &Path, args: &[&str]) {
    let done = run(dir, &[&["construct"], args].concat());
    assert_eq!(done.status.code(), Some(0), "{args:?}: {}", err(&done));
}

/// A column of the first table.
fn column(dir: &Path, args: &[&str], name: &str) -> Vec<f64> {
    let found = json(dir, args);
    let rows = found["rows"].as_array().unwrap();
    rows.iter().filter_map(|r| r[name].as_f64()).collect()
}

fn near(found: &[f64], expected: &[f64], within: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?} {expected:?}");
    let off = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < within);
    assert!(off, "{found:?}, not {expected:?}");
}

fn collection(dir: &Path, name: &str, features: &[(&str, &str, &str)]) {
    let feature = |(properties, kind, places): &(&str, &str, &str)| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{places}}}}}"
        )
    };
    let list: Vec<String> = features.iter().map(feature).collect();
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", list.join(","));
    fs::write(dir.join(name), text).unwrap();
}

/// A moved line has its three edges, as GeographicLib has them, whatever the file; the cut at 180 degrees is no point of it.
#[test]
fn a_moved_line() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("b.csv"), BASE).unwrap();
    for file in ["t.csv", "t.geojson"] {
        made(dir, &["translate", "b.csv", "--minutes", "18,0", "--datum", "WGS84", "-o", file]);
        let lengths = column(dir, &["baselines", file, "--datum", "WGS84"], "length_nm");
        near(&lengths, &[33.531_061_727, 23.783_709_994, 29.617_681_834], 1e-7);
    }
    // What stands in the first file has the names of its points, and so has what is read from it.
    made(dir, &["translate", "t.geojson", "--minutes=-18,0", "-o", "back.geojson"]);
    let found = json(dir, &["datum", "back.geojson", "--to", "WGS84"]);
    let names: Vec<_> = found["rows"].as_array().unwrap().iter().map(|r| &r["point"]).collect();
    assert_eq!(names, ["1", "2", "3", "4"], "{found}");
    near(
        &column(dir, &["datum", "back.geojson", "--to", "WGS84"], "longitude"),
        &[179.0, 179.5, -179.8, -179.0],
        1e-9,
    );
}

/// Segments, arcs and moved edges are their line again: it is measured once, and that is said.
#[test]
fn pieces_and_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("b.csv"), BASE).unwrap();
    let length_km = |file: &str| {
        let done = run(dir, &["construct", "lengths", file, "--scales", "0", "--format", "json"]);
        let found: serde_json::Value = serde_json::from_str(&out(&done)).unwrap();
        (found["rows"][0]["coast_km"].as_f64().unwrap(), err(&done))
    };
    made(dir, &["baselines", "b.csv", "--datum", "WGS84", "-o", "s.geojson"]);
    let (km, said) = length_km("s.geojson");
    assert!((km - 161.738_678_542).abs() < 1e-6, "{km}");
    assert!(said.contains("3 of kind segment") && said.contains("left out"), "{said}");
    let envelope =
        ["envelope", "b.csv", "--limit", "12M", "--join", "geodesic", "--datum", "WGS84"];
    let whole: f64 = column(dir, &envelope, "length_m").iter().sum::<f64>() / 1000.0;
    made(dir, &[&envelope[..], &["-o", "e.geojson"]].concat());
    let (km, said) = length_km("e.geojson");
    // The drawn line keeps to 1 m of the arcs, and is by little shorter.
    assert!(km <= whole && km > whole - 0.01, "{km} {whole}");
    assert!(said.contains("lines of kind limit are read; 12 of kind arc or parallel"), "{said}");
    made(dir, &["parallels", "b.csv", "--nm", "3", "--datum", "WGS84", "-o", "p.geojson"]);
    assert!(length_km("p.geojson").1.contains("3 of kind parallel"));
    // Without the head that says who wrote it, a file is not sure to say a line twice.
    let text = fs::read_to_string(dir.join("e.geojson")).unwrap();
    fs::write(dir.join("f.geojson"), text.replace("\"littoral\":", "\"about\":")).unwrap();
    let said = refusal(dir, &["lengths", "f.geojson"]);
    assert!(said.contains("those of kind limit again?") && said.contains("take the"), "{said}");
}

/// Turning points are vertices of the equidistance line: audited once, and cut where the rows are cut.
#[test]
fn an_equidistance_line() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let rows = "party,line,edge,lat,lon\nA,a,geodesic,0,0\nA,a,geodesic,0.0001,-0.01\nB,b,geodesic,-1,1\nB,b,geodesic,1,1\n";
    fs::write(dir.join("r.csv"), rows).unwrap();
    let mut ends = Vec::new();
    for file in ["o.csv", "o.geojson"] {
        made(dir, &["equidistance", "r.csv", "--datum", "WGS84", "-o", file]);
        let args = ["cut", file, "--bases", "r.csv", "--limit", "90km", "--datum", "WGS84"];
        let found = json(dir, &args);
        let first = &found["rows"][0];
        ends.push(["latitude", "longitude"].map(|c| first[c].as_f64().unwrap()));
    }
    // Both lines are the equidistance within a metre.
    near(&ends[0], &ends[1], 2e-5);
    let map: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(dir.join("o.geojson")).unwrap()).unwrap();
    let line =
        map["features"].as_array().unwrap().iter().find(|f| f["properties"]["kind"] == "line");
    let n = line.unwrap()["geometry"]["coordinates"].as_array().unwrap().len();
    let audit = json(dir, &["audit", "o.geojson", "--coasts", "r.csv", "--datum", "WGS84"]);
    assert_eq!(audit["rows"].as_array().unwrap().len(), n);
}

/// Two lines are two in every form, and no edge joins them.
#[test]
fn lines_stay_apart() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("two.csv"), TWO).unwrap();
    let [first, second] = ["[[0,0],[0.2,0],[0.4,0.1]]", "[[5,5],[5.2,5],[5.4,5.1]]"];
    let line = |of| (of, "LineString");
    let features = |a, b| {
        let ((p, k), (q, l)) = (line(a), line(b));
        [(p, k, first), (q, l, second)]
    };
    collection(dir, "named.geojson", &features("\"name\":\"a\"", "\"name\":\"b\""));
    collection(dir, "bare.geojson", &features("", ""));
    collection(dir, "of.geojson", &features("\"party\":\"A\"", "\"party\":\"B\""));
    collection(dir, "parts.geojson", &[("", "MultiLineString", PARTS)]);
    let between = "no,between,lat,lon\n1,A-B,0,0\n2,A-B,0,0.2\n3,A-B,0.1,0.4\n4,A-C,5,5\n5,A-C,5,5.2\n6,A-C,5.1,5.4\n";
    fs::write(dir.join("between.csv"), between).unwrap();
    let files =
        ["two.csv", "named.geojson", "bare.geojson", "of.geojson", "parts.geojson", "between.csv"];
    for file in files {
        let datum = ["--datum", "WGS84"];
        let dense = [&["densify", file, "--drawn", "geodesic"], &datum[..]].concat();
        near(&column(dir, &dense, "to_the_next_m"), &EDGES_M, 1e-5);
        let miles = EDGES_M.map(|m| m / 1852.0);
        near(&column(dir, &[&["baselines", file], &datum[..]].concat(), "length_nm"), &miles, 1e-8);
        // Written and read again they are still two.
        for to in ["m.csv", "m.geojson", "d.csv", "d.geojson", "s.geojson"] {
            let write: &[&str] = match &to[..1] {
                "m" => &["translate", file, "--minutes", "0,0"],
                "d" => &["densify", file, "--drawn", "geodesic"],
                _ => &["baselines", file],
            };
            made(dir, &[write, &datum, &["-o", to]].concat());
            let again = [&["baselines", to], &datum[..]].concat();
            near(&column(dir, &again, "length_nm"), &miles, 1e-7);
        }
        for verb in [
            &["parallels", file, "--nm", "3"][..],
            &["bay", file],
            &["cut", file, "--bases", "two.csv", "--limit", "3M"],
            &["fraction", file, "two.csv", "--share", "0.5"],
        ] {
            let said = refusal(dir, &[verb, &datum].concat());
            let wanted = format!("--> {file}");
            assert!(said.contains("the file has 2 lines, and one is wanted"), "{said}");
            assert!(said.contains(&wanted) && said.contains("a file of its own"), "{said}");
        }
    }
}

/// Points beside lines are marks of these; what is none of their vertices is told.
#[test]
fn points_beside_a_line() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let marks = ["[0,0]", "[0.2,0]", "[0.1,0.1]"].map(|at| ("\"name\":\"x\"", "Point", at));
    let line = ("", "LineString", "[[0,0],[0.2,0]]");
    collection(dir, "m.geojson", &[marks[0], line, marks[1], marks[2]]);
    let done = run(dir, &["construct", "baselines", "m.geojson", "--format", "csv"]);
    let (text, said) = (out(&done), err(&done));
    assert_eq!(text.lines().filter(|l| l.starts_with(char::is_numeric)).count(), 1, "{text}");
    assert!(said.contains("the lines are read; 1 point beside them left out"), "{said}");
}

/// Options that are no length are named themselves; a line too short is the one that is blamed.
#[test]
fn messages_name_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("ok.csv"), "lat,lon\n1,1\n1,2\n").unwrap();
    fs::write(dir.join("one.csv"), "lat,lon\n2,1\n").unwrap();
    for (args, place) in [
        (&["fraction", "ok.csv", "one.csv", "--share", "0.5"][..], "--> one.csv"),
        (&["fraction", "one.csv", "ok.csv", "--share", "0.5"], "--> one.csv"),
        (&["fraction", "ok.csv", "ok.csv", "--share", "0.5", "--step=-1"], "line: --step -1"),
        (
            &["fraction", "ok.csv", "ok.csv", "--share", "1", "--tolerance", "nan"],
            "--tolerance NaN",
        ),
        (&["parallels", "ok.csv", "--nm", "nan"], "command line: --nm NaN"),
        (&["parallels", "ok.csv", "--nm", "0"], "command line: --nm 0"),
        (&["translate", "ok.csv", "--azimuth", "1", "--metres", "0"], "command line: --metres 0"),
        (&["translate", "ok.csv", "--minutes=1"], "command line: --minutes 1"),
        (&["translate", "ok.csv", "--minutes", "nan,0"], "\"nan,0\" is no shift"),
        (&["densify", "ok.csv", "--tolerance", "0"], "command line: --tolerance 0"),
        (&["envelope", "ok.csv", "--metres", "nan"], "command line: --metres NaN"),
        (&["shelf", "ok.csv", "--slope", "ok.csv", "--spacing", "1m"], "command line: --spacing 1"),
        (&["equidistance", "ok.csv", "--tolerance", "0"], "command line: --tolerance 0"),
        (&["baselines", "ok.csv", "--departure", "nan"], "command line: --departure NaN"),
        (&["baselines", "ok.csv", "--longest=-1"], "command line: --longest -1"),
        (&["baselines", "ok.csv", "--longest", "nan"], "command line: --longest NaN"),
    ] {
        let said = refusal(dir, &[args, &["--datum", "WGS84"]].concat());
        assert!(said.contains(place), "{args:?}: {said}");
        assert!(!said.contains("mend the input"), "{args:?}: {said}");
    }
}

/// Numbers with an exponent on the command line, and a first field that names points.
#[test]
fn exponents_and_names() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let args = ["perpendicular", "--datum", "WGS84", "--along", "west", "--nm", "1"];
    let found = json(dir, &[&args[..], &["--from=-4.87e-06,-179.99"]].concat());
    assert_eq!(found["rows"][0]["latitude"], -4.87e-6, "{found}");
    let found = json(dir, &[&args[..], &["--from", "1e1,2e1"]].concat());
    assert_eq!(found["rows"][0]["longitude"], 20.0, "{found}");
    fs::write(dir.join("n.csv"), "P1,50,0\nP2,50,1\nP3,50,2\n").unwrap();
    let moved = json(dir, &["translate", "n.csv", "--minutes", "0,0", "--datum", "WGS84"]);
    assert_eq!(moved["rows"][2]["point"], "P3", "{moved}");
    assert!(moved["rows"][2]["party"].is_null(), "{moved}");
}

/// The limit of an envelope is the same line from CSV as from GeoJSON; the ends of its arcs alone are none.
#[test]
fn arcs_of_a_limit() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("b.csv"), "party,lat,lon,name\nAAA,50,0,a1\n").unwrap();
    fs::write(dir.join("m.csv"), "lat,lon,name\n50.5,1,m1\n50.5,3,m2\n").unwrap();
    for file in ["l.csv", "l.geojson"] {
        made(dir, &["envelope", "b.csv", "--limit", "200M", "--datum", "WGS84", "-o", file]);
    }
    let share = |file| {
        let args = ["fraction", "m.csv", file, "--share", "0.5", "--datum", "WGS84"];
        ["latitude", "longitude", "to_second_m"].map(|name| column(dir, &args, name))
    };
    let (rows, map) = (share("l.csv"), share("l.geojson"));
    for (a, b) in rows.iter().zip(&map) {
        near(a, b, 1e-6);
    }
    // Measured from the base point: what is d from an arc of 200 M is 370.4 km - d from its centre, to the tolerances.
    let [lat, lon, away_m] = &rows;
    let earth = littoral_geodesy::Earth::new(&littoral_geodesy::Ellipsoid::wgs84());
    let at = littoral_geodesy::LatLon::new;
    let last = lat.len() - 1;
    let from_centre = earth.karney_m(at(50.0, 0.0), at(lat[last], lon[last]));
    assert!((370_400.0 - from_centre - away_m[last]).abs() < 2.0, "{from_centre} {away_m:?}");
    // As it was written before: four points, and no word of what joins them.
    let text = fs::read_to_string(dir.join("l.csv")).unwrap();
    let text = text.replace(",edge,", ",sign,");
    fs::write(dir.join("old.csv"), text).unwrap();
    let args = ["fraction", "m.csv", "old.csv", "--share", "0.5", "--datum", "WGS84"];
    let said = refusal(dir, &args);
    assert!(said.contains("to_the_next says arc") && said.contains(".geojson"), "{said}");
}

/// A name that begins as a comment does stays a name.
#[test]
fn names_with_a_sign_of_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("p.csv"), "lat,lon,name\n50,0,#1\n51,0,\"a, b\"\n52,0,#3\n").unwrap();
    made(dir, &["datum", "p.csv", "--datum", "WGS84", "-o", "q.csv"]);
    let found = json(dir, &["datum", "q.csv", "--datum", "WGS84"]);
    let names: Vec<_> = found["rows"].as_array().unwrap().iter().map(|r| &r["point"]).collect();
    assert_eq!(names, ["#1", "a, b", "#3"], "{found}");
}

/// A line of one point is a point of GeoJSON (RFC 7946, 3.1.4: a line has two positions or more).
#[test]
fn a_line_of_one_point() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("p.csv"), "lat,lon\n50,0\n").unwrap();
    made(dir, &["translate", "p.csv", "--minutes", "6,0", "--datum", "WGS84", "-o", "q.geojson"]);
    let text = fs::read_to_string(dir.join("q.geojson")).unwrap();
    let map: serde_json::Value = serde_json::from_str(&text).unwrap();
    let features = map["features"].as_array().unwrap();
    assert_eq!(features.len(), 1, "{text}");
    assert_eq!(features[0]["geometry"]["type"], "Point");
    assert!((features[0]["geometry"]["coordinates"][1].as_f64().unwrap() - 50.1).abs() < 1e-9);
}
