//! Loxodromes stay loxodromes: the kind of edge that a file states holds in every construction, and is written with every line. Along
//! parallels of latitude lengths are those of circles, and what is at a distance from one is by symmetry another.

use std::fs;
use std::path::Path;

use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use serde_json::Value;

use super::sheets::{json, refusal};
use super::{err, out, run};

const ROWS: &str = "lat,lon,edge\n60,0,loxodrome\n60,5,loxodrome\n";
const COAST: &str = "party,line,edge,lat,lon\nA,1,loxodrome,60,0\nA,1,,60,5\nA,1,,60,10\n";
/// A line of each kind.
const MIXED: &str =
    "party,line,edge,lat,lon\nA,g,geodesic,61,0\nA,g,,61,3\nA,l,loxodrome,60,0\nA,l,,60,5\n";
/// Metres: five degrees of the parallels of 60, 60.3 N by their radius, three of 61 N as a geodesic by GeographicLib.
const ON_60_M: f64 = 279_000.007_862_180_7;
const ON_60_3_M: f64 = 276_470.149_372_801_65;
const GEODESIC_61_M: f64 = 162_308.249_894_652_52;
/// Latitudes 12 M south and north of 60 N by GeographicLib.
const SOUTH: f64 = 59.800_521_656_199_67;
const NORTH: f64 = 60.199_472_274_031_49;

fn made(dir: &Path, args: &[&str]) {
    let done = run(dir, &[&["construct"], args].concat());
    assert_eq!(done.status.code(), Some(0), "{args:?}: {}", err(&done));
}

fn survey(name: &str, text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(name), text).unwrap();
    dir
}

fn numbers(rows: &Value, name: &str) -> Vec<f64> {
    rows.as_array().unwrap().iter().filter_map(|r| r[name].as_f64()).collect()
}

/// Lengths of the segments of a file, metres.
fn segments_m(dir: &Path, file: &str) -> Vec<f64> {
    let found = json(dir, &["baselines", file, "--datum", "WGS84"]);
    numbers(&found["rows"], "length_nm").iter().map(|nm| nm * 1852.0).collect()
}

fn near(found: &[f64], expected: &[f64], within: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?} {expected:?}");
    let off = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < within);
    assert!(off, "{found:?}, not {expected:?}");
}

/// Vertices of the lines of a kind in a file.
fn vertices(dir: &Path, file: &str, kind: &str) -> Vec<Vec<[f64; 2]>> {
    let map: Value = serde_json::from_str(&fs::read_to_string(dir.join(file)).unwrap()).unwrap();
    let of_kind =
        |f: &&Value| f["properties"]["kind"] == kind && f["geometry"]["type"] == "LineString";
    let features = map["features"].as_array().unwrap().iter().filter(of_kind);
    features
        .map(|f| serde_json::from_value(f["geometry"]["coordinates"].clone()).unwrap())
        .collect()
}

/// Do geodesics between places keep to a parallel of latitude, metres?
fn off_parallel_m(places: &[LatLon], lat: f64) -> f64 {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let middle = |w: &[LatLon]| {
        let way = earth.inverse(w[0], w[1]);
        earth.direct(w[0], way.azimuth1_deg, way.distance_m / 2.0).lat
    };
    // A degree of latitude is 111 412 m there at most.
    let off_m = |found: f64| (found - lat).abs() * 111_412.0;
    places.windows(2).map(middle).chain(places.iter().map(|p| p.lat)).map(off_m).fold(0.0, f64::max)
}

#[test]
fn a_stated_kind_holds() {
    let dir = survey("l.csv", ROWS);
    let dir = dir.path();
    let found = json(dir, &["parallels", "l.csv", "--nm", "12", "--datum", "WGS84"]);
    near(&numbers(&found["rows"], "latitude"), &[SOUTH; 2], 1e-9);
    near(&numbers(&found["rows"], "longitude"), &[0.0, 5.0], 1e-9);
    assert!(found["facts"]["edges"].as_str().unwrap().starts_with("loxodrome of"), "{found}");
    near(&segments_m(dir, "l.csv"), &[ON_60_M], 1e-6);
    let args = ["densify", "l.csv", "--drawn", "geodesic", "--datum", "WGS84"];
    let found = json(dir, &args);
    assert!(numbers(&found["rows"], "latitude").iter().all(|lat| (lat - 60.0).abs() < 1e-10));
    assert!((numbers(&found["rows"], "to_the_next_m").iter().sum::<f64>() - ON_60_M).abs() < 1e-6);
    assert_eq!(found["facts"]["edges"], "loxodrome; drawn as geodesic");
    // A bay between meridians under a parallel: area by GeographicLib, its parallel as 20 000 geodesics.
    let shore = "lat,lon,edge\n60,0,\n59.6,0,loxodrome\n59.6,1,\n60,1,\n";
    fs::write(dir.join("b.csv"), shore).unwrap();
    let found = json(dir, &["bay", "b.csv", "--datum", "WGS84"]);
    let area = found["facts"]["area"].as_str().unwrap();
    let km2: f64 = area.split(' ').next().unwrap().parse().unwrap();
    assert!((km2 - 2_505.556_417).abs() < 1e-3, "{area}");
    // Halfway between two parallels is a parallel: by GeographicLib, along the meridian.
    fs::write(dir.join("n.csv"), "lat,lon,edge\n61,0,loxodrome\n61,5,loxodrome\n").unwrap();
    let args =
        ["fraction", "l.csv", "n.csv", "--share", "0.5", "--step", "2e4", "--datum", "WGS84"];
    let found = json(dir, &args);
    let rows = found["rows"].as_array().unwrap();
    let inner = rows.iter().filter(|r| (0.1..4.9).contains(&r["longitude"].as_f64().unwrap()));
    let lats: Vec<f64> = inner.map(|r| r["latitude"].as_f64().unwrap()).collect();
    assert!(
        lats.len() > 10 && lats.iter().all(|lat| (lat - 60.500_018_873).abs() < 2e-6),
        "{lats:?}"
    );
    assert!(found["facts"]["lines"].as_str().unwrap().contains("first joined by loxodromes"));
}

/// `--edge` is for files that do not say; against one that does it is refused, with the line that says it.
#[test]
fn an_option_against_the_file() {
    let dir = survey("l.csv", ROWS);
    let dir = dir.path();
    let feature = "{\"type\":\"Feature\",\"properties\":{\"edge\":\"loxodrome\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[0,60],[5,60]]}}";
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{feature}]}}");
    fs::write(dir.join("l.geojson"), text).unwrap();
    for (file, place) in [("l.csv", "l.csv:2"), ("l.geojson", "l.geojson:2")] {
        for verb in [
            &["parallels", file, "--nm", "12"][..],
            &["densify", file],
            &["baselines", file],
            &["cut", file, "--bases", file, "--limit", "12M"],
        ] {
            let args = [verb, &["--edge", "geodesic", "--datum", "WGS84"]].concat();
            let said = refusal(dir, &args);
            let words = "the file states that edges are loxodrome, and --edge asks for geodesic";
            assert!(said.contains(words) && said.contains(place), "{said}");
            assert!(said.contains("leave --edge out"), "{said}");
        }
        made(dir, &["densify", file, "--edge", "loxodrome", "--datum", "WGS84"]);
    }
    // Where the file does not say, it holds for all lines that do not.
    fs::write(dir.join("b.csv"), MIXED.replace("geodesic", "")).unwrap();
    let args = ["baselines", "b.csv", "--edge", "loxodrome", "--datum", "WGS84"];
    assert_eq!(json(dir, &args)["facts"]["segments"], "loxodrome");
}

/// Two kinds in one line are one of them at most.
#[test]
fn two_kinds_in_one_line() {
    let rows =
        "party,line,edge,lat,lon\nA,1,geodesic,60,0\nA,1,loxodrome,60,5\nA,1,loxodrome,60,10\n";
    let dir = survey("m.csv", rows);
    for args in [&["envelope", "m.csv", "--limit", "12M"][..], &["baselines", "m.csv"]] {
        let said = refusal(dir.path(), &[args, &["--datum", "WGS84"]].concat());
        assert!(said.contains("m.csv:3") && said.contains("geodesic in line 2"), "{said}");
        assert!(said.contains("another name in a column \"line\""), "{said}");
    }
}

/// Written and read again, each line of a file has the edges it had.
#[test]
fn what_is_written_says_what_it_is() {
    let dir = survey("m.csv", MIXED);
    let dir = dir.path();
    let datum = ["--datum", "WGS84"];
    near(&segments_m(dir, "m.csv"), &[GEODESIC_61_M, ON_60_M], 1e-6);
    let found = json(dir, &["baselines", "m.csv", "--datum", "WGS84"]);
    assert_eq!(found["facts"]["segments"], "geodesic: A g; loxodrome: A l");
    fs::write(dir.join("p.csv"), "party,lat,lon\nX,64,2\nY,56,2\n").unwrap();
    for to in ["o.csv", "o.geojson"] {
        let write: [&[&str]; 4] = [
            &["translate", "m.csv", "--minutes", "0,7"],
            &["baselines", "m.csv"],
            &["datum", "m.csv", "--to", "WGS84"],
            &["audit", "m.csv", "--coasts", "p.csv"],
        ];
        for verb in write {
            made(dir, &[verb, &datum, &["-o", to]].concat());
            near(&segments_m(dir, to), &[GEODESIC_61_M, ON_60_M], 1e-4);
        }
        made(dir, &["densify", "m.csv", "--datum", "WGS84", "--drawn", "geodesic", "-o", to]);
        let all: f64 = segments_m(dir, to).iter().sum();
        assert!((all - GEODESIC_61_M - ON_60_M).abs() < 1e-4, "{all}");
    }
    fs::write(dir.join("l.csv"), ROWS).unwrap();
    for to in ["o.csv", "o.geojson"] {
        made(dir, &["translate", "l.csv", "--minutes", "18,0", "--datum", "WGS84", "-o", to]);
        near(&segments_m(dir, to), &[ON_60_3_M], 1e-4);
        for (nm, verb) in [
            (100.0, &["perpendicular", "--along", "east", "--from=-60,179", "--nm", "100"][..]),
            (
                300.0,
                &[
                    "ray",
                    "--from=60,1",
                    "--azimuth",
                    "70",
                    "--edge",
                    "loxodrome",
                    "--length",
                    "300M",
                ],
            ),
            (300.0, &["ray", "--from=60,1", "--azimuth", "70", "--length", "300M"]),
        ] {
            made(dir, &[verb, &datum, &["-o", to]].concat());
            let all: f64 = segments_m(dir, to).iter().sum();
            assert!((all - nm * 1852.0).abs() < 1e-4, "{verb:?} {to} {all}");
        }
    }
}

/// Moved loxodromes and limits at a distance from them are read as geodesics that keep to them.
#[test]
fn lines_at_a_distance() {
    let dir = survey("c.csv", COAST);
    let dir = dir.path();
    let place = |v: &[f64; 2]| LatLon::new(v[1], v[0]);
    made(dir, &["parallels", "c.csv", "--nm", "12", "--datum", "WGS84", "-o", "p.geojson"]);
    for line in vertices(dir, "p.geojson", "line") {
        let off_m = off_parallel_m(&line.iter().map(place).collect::<Vec<_>>(), SOUTH);
        assert!(line.len() > 20 && off_m < 1.0, "{off_m} {}", line.len());
    }
    made(dir, &["parallels", "c.csv", "--nm", "12", "--datum", "WGS84", "-o", "p.csv"]);
    let back = json(dir, &["densify", "p.csv", "--drawn", "geodesic", "--datum", "WGS84"]);
    let (lat, lon) = (numbers(&back["rows"], "latitude"), numbers(&back["rows"], "longitude"));
    let places: Vec<LatLon> = lat.into_iter().zip(lon).map(|(a, b)| LatLon::new(a, b)).collect();
    assert!(places.len() > 20 && off_parallel_m(&places, SOUTH) < 1.0, "{places:?}");
    // Moved geodesics of 40 km are as good as geodesics: their corners are all.
    fs::write(dir.join("g.csv"), "lat,lon\n42,10\n42.3,10.4\n42.1,10.8\n").unwrap();
    made(dir, &["parallels", "g.csv", "--nm", "12", "--datum", "WGS84", "-o", "g-12.csv"]);
    assert_eq!(segments_m(dir, "g-12.csv").len(), 2);
    made(dir, &["envelope", "c.csv", "--limit", "12M", "--datum", "WGS84", "-o", "e.geojson"]);
    let beside: Vec<f64> = vertices(dir, "e.geojson", "parallel")
        .iter()
        .map(|line| {
            let places: Vec<LatLon> = line.iter().map(place).collect();
            let lat = if places[0].lat > 60.0 { NORTH } else { SOUTH };
            off_parallel_m(&places, lat)
        })
        .collect();
    assert!(beside.len() == 4 && beside.iter().all(|m| *m < 1.0), "{beside:?}");
}

/// A coast of loxodromes, measured and simplified: its length is that of its circle, whose middle it keeps.
#[test]
fn coasts() {
    let dir = survey("c.csv", COAST);
    let dir = dir.path();
    let km = |file: &str| {
        let found = json(dir, &["lengths", file, "--scales", "0", "--datum", "WGS84"]);
        found["rows"][0]["coast_km"].as_f64().unwrap()
    };
    assert!((km("c.csv") - 2.0 * ON_60_M / 1000.0).abs() < 1e-6);
    let args = ["simplify", "c.csv", "--tolerance", "50", "--datum", "WGS84", "-o", "s.geojson"];
    made(dir, &args);
    // A line of rows without a kind is a baseline.
    let line = &vertices(dir, "s.geojson", "baseline")[0];
    let places: Vec<LatLon> = line.iter().map(|v| LatLon::new(v[1], v[0])).collect();
    let off_m = off_parallel_m(&places, 60.0);
    assert!(off_m < 50.0 && off_m > 10.0, "{off_m}");
    assert!(fs::read_to_string(dir.join("s.geojson")).unwrap().contains("\"edge\":\"geodesic\""));
}

/// Small things that were passed over: each is refused as it was given, or printed.
#[test]
fn what_is_given_twice_and_what_is_left_out() {
    let dir = survey("m.csv", MIXED);
    let dir = dir.path();
    let two = "party,line,lat,lon\nEST,a,59,25\nEST,a,59,26\nLVA,b,57,22\nLVA,b,57,23\n";
    fs::write(dir.join("t.csv"), two).unwrap();
    let datum = ["--datum", "WGS84"];
    for (args, words) in [
        (&["lengths", "t.csv", "--scales", "10,0,10"][..], "the scale 10 km is given twice"),
        (&["proportionality", "t.csv", "--areas", "EST=1,LVA=1", "--scales", "0,0"], "given twice"),
        (
            &["proportionality", "t.csv", "--areas", "EST=1000,EST=2000,LVA=1"],
            "the area of EST is given twice, 1000 km2 and 2000 km2",
        ),
        (&["envelope", "t.csv", "--nm", "-3"], "command line: --nm -3"),
        (&["translate", "m.csv", "--minutes", "1750,0"], "m.csv:2"),
    ] {
        let said = refusal(dir, &[args, &datum].concat());
        assert!(said.contains(words) && !said.contains("5556"), "{args:?}: {said}");
    }
    // All points of a baseline are there, with their ends.
    let table = out(&run(dir, &[&["construct", "baselines", "m.csv"][..], &datum].concat()));
    assert!(table.contains("Ends") && table.contains("05° 00′ 00.000″ E"), "{table}");
    let args = [&["construct", "baselines", "m.csv", "--format", "csv"][..], &datum].concat();
    let csv = out(&run(dir, &args));
    let rows: Vec<&str> = csv.lines().filter(|l| l.starts_with("A,")).collect();
    assert_eq!(rows.len(), 4, "{csv}");
    assert_eq!(rows[1], "A,g,geodesic,,61.0,3.0,,,,,", "{csv}");
    assert!(rows[2].starts_with("A,l,loxodrome,1,60.0,0.0,150."), "{csv}");
}
