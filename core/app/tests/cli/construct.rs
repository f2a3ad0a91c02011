//! `littoral construct` from outside: documents, datums, refusals.

use std::fs;

use serde_json::Value;

use super::sheets::json;
use super::{err, littoral, out, run};

/// Longitudes of one party beyond 180, as its own charts have them.
const FIJI: &str = "party,lat,lon,name\nFJI,-16.0,179.0,f1\nFJI,-17.5,178.2,f2\nTON,-15.5,181.5,t1\nTON,-19.0,181.2,t2\n";
const STRAIT: &str = "party,lat,lon,name\nWWW,-42,179,w\nEEE,-42,-179,e\n";

/// Across the antimeridian, in all four forms.
#[test]
fn equidistance_in_four_forms() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("b.csv"), STRAIT).unwrap();
    let args = ["equidistance", "b.csv", "--datum", "WGS84"];
    let document = json(dir.path(), &args);
    assert_eq!(document["facts"]["datum"], "WGS84");
    for row in document["rows"].as_array().unwrap() {
        assert!((row["longitude"].as_f64().unwrap().abs() - 180.0).abs() < 1e-9, "{row}");
        assert!(row["residual_mm"].as_f64().unwrap() < 1e-3);
        assert!(row["controlling_base_points"].as_str().unwrap().contains("WWW w"));
    }
    let table = out(&run(dir.path(), &[&["construct"][..], &args].concat()));
    assert!(table.contains("180° 00′ 00.000″") && table.contains("Base points"), "{table}");
    for (file, head) in
        [("o.csv", "# datum: WGS84"), ("o.geojson", "{\"type\":\"FeatureCollection\"")]
    {
        let output = run(dir.path(), &[&["construct"][..], &args, &["-o", file]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(fs::read_to_string(dir.path().join(file)).unwrap().starts_with(head));
    }
}

/// A line off Fiji that crosses 180 degrees three times: longitudes of CSV and JSON within half a turn, lines of GeoJSON cut
/// (RFC 7946, 3.1.9), the table in degrees east and west; each read back is the same equidistance line.
#[test]
fn longitudes_of_results() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("b.csv"), FIJI).unwrap();
    let args = ["equidistance", "b.csv", "--datum", "WGS84"];
    let document = json(dir.path(), &args);
    let lons: Vec<f64> = document["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["longitude"].as_f64().unwrap())
        .collect();
    assert!(
        lons.iter().all(|lon| lon.abs() <= 180.0) && lons[0] > 178.0 && lons[1] < -179.0,
        "{lons:?}"
    );
    assert_eq!(document["base_points"][3]["longitude"], -178.5);
    for file in ["o.csv", "o.json", "o.geojson", "o.txt"] {
        let done = run(dir.path(), &[&["construct"][..], &args, &["-o", file]].concat());
        assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    }
    let map: Value =
        serde_json::from_str(&fs::read_to_string(dir.path().join("o.geojson")).unwrap()).unwrap();
    let line = map["features"].as_array().unwrap().last().unwrap();
    assert_eq!(line["geometry"]["type"], "MultiLineString", "{line}");
    let parts: Vec<Vec<[f64; 2]>> =
        serde_json::from_value(line["geometry"]["coordinates"].clone()).unwrap();
    assert_eq!(parts.len(), 3);
    for w in parts.windows(2) {
        let (before, after) = (w[0].last().unwrap(), w[1].first().unwrap());
        assert_eq!((before[0], before[1]), (-after[0], after[1]));
        assert_eq!(before[0].abs(), 180.0);
    }
    // Every place of the line is equally far to 1 mm, and none is there twice; the two cuts are places of it only where nothing
    // says that they are cuts.
    let mut line = line.clone();
    for left_out in [4, 2] {
        let only = serde_json::json!({ "type": "FeatureCollection", "features": [line] });
        fs::write(dir.path().join("l.geojson"), only.to_string()).unwrap();
        let audit = ["audit", "l.geojson", "--coasts", "b.csv", "--datum", "WGS84"];
        let read = json(dir.path(), &audit);
        let rows = read["rows"].as_array().unwrap();
        assert_eq!(rows.len(), parts.iter().map(Vec::len).sum::<usize>() - left_out);
        assert!(rows.iter().all(|r| r["residual_m"].as_f64().unwrap().abs() < 1e-3), "{rows:?}");
        line["properties"].as_object_mut().unwrap().remove("cut");
    }
    let read = json(dir.path(), &["audit", "o.csv", "--coasts", "b.csv", "--datum", "WGS84"]);
    let back: Vec<f64> =
        read["rows"].as_array().unwrap().iter().map(|r| r["longitude"].as_f64().unwrap()).collect();
    assert_eq!(back, lons);
}

/// A line printed in degrees and minutes: one point misprinted, the rest equidistant.
#[test]
fn audit_finds_the_misprint() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("b.csv"), STRAIT).unwrap();
    let line = "# datum: WGS84\n1. 42°30.0'S 180°00.0'E\n2. 42°15.0'S 180°00.0'E\n3. 42°00.0'S 179°50.0'E\n\
                4. 41°45.0'S 180°00.0'W\n5. 41°30.0'S 180°00.0'E\n";
    // The printer set 179 50 for 180 00: two slips, so only the neighbours and the shift tell.
    fs::write(dir.path().join("l.txt"), line).unwrap();
    let found = json(dir.path(), &["audit", "l.txt", "--coasts", "b.csv", "--datum", "WGS84"]);
    let rows = found["rows"].as_array().unwrap();
    let verdicts: Vec<&str> = rows.iter().map(|r| r["verdict"].as_str().unwrap()).collect();
    assert_eq!(
        verdicts,
        ["equidistant", "equidistant", "negotiated", "equidistant", "equidistant"]
    );
    assert!((rows[2]["shift_m"].as_f64().unwrap() + 13_800.0).abs() < 100.0, "{}", rows[2]);
    let slip = line.replace("42°00.0'S 179°50.0'E", "42°00.0'S 170°00.0'E");
    fs::write(dir.path().join("m.txt"), slip).unwrap();
    let found = json(dir.path(), &["audit", "m.txt", "--coasts", "b.csv", "--datum", "WGS84"]);
    assert_eq!(found["rows"][2]["verdict"], "misprint?", "{found}");
}

/// The geocentric translations of EPSG Guidance Note 7-2, there given from WGS 84 to ED50: 53 48 33.82 N, 2 07 46.38 E
/// becomes 53 48 36.565 N, 2 07 51.477 E.
#[test]
fn from_wgs84_by_the_parameters_of_the_target() {
    let dir = tempfile::tempdir().unwrap();
    let (lat, lon) = (53.0 + 48.0 / 60.0 + 33.82 / 3600.0, 2.0 + 7.0 / 60.0 + 46.38 / 3600.0);
    fs::write(dir.path().join("p.csv"), format!("lat,lon\n{lat},{lon}\n")).unwrap();
    let point = format!("{{\"type\":\"Point\",\"coordinates\":[{lon},{lat}]}}");
    fs::write(dir.path().join("p.geojson"), point).unwrap();
    let set = "--helmert=-84.87,-96.49,-116.95";
    for args in [
        &["datum", "p.csv", "--datum", "WGS84", "--to", "ED50", set][..],
        &["datum", "p.geojson", "--to", "ED50", set],
        // A target that goes by no known name, with its ellipsoid by name and by figures.
        &[
            "datum",
            "p.csv",
            "--datum",
            "WGS84",
            "--to",
            "Local",
            "--to-ellipsoid",
            "International1924",
            set,
        ],
        &["datum", "p.geojson", "--to", "Local", "--to-ellipsoid", "6378388,297", set],
    ] {
        let found = json(dir.path(), args);
        assert!(
            found["facts"]["ellipsoid"]
                .as_str()
                .unwrap()
                .ends_with("(a 6378388 m, 1/f 297.000000000)")
        );
        let at = |key: &str| found["rows"][0][key].as_f64().unwrap();
        let want = [53.0 + 48.0 / 60.0 + 36.565 / 3600.0, 2.0 + 7.0 / 60.0 + 51.477 / 3600.0];
        assert!((at("latitude") - want[0]).abs() < 5e-7, "{found}");
        assert!((at("longitude") - want[1]).abs() < 5e-7, "{found}");
        let said = found["facts"]["from_wgs84"].as_str().unwrap();
        assert!(said.starts_with("reverse of dx -84.87 m, dy -96.49 m, dz -116.95 m"), "{said}");
        let to = args[args.iter().position(|a| *a == "--to").unwrap() + 1];
        let words = format!("as given on the command line, from {to} to WGS84");
        assert!(said.ends_with(&words), "{said}");
        assert_eq!(found["facts"]["datum"], to);
    }
    for (args, words) in [
        ("p.csv --datum WGS84 --to Local", "state its ellipsoid too (--to-ellipsoid"),
        (
            "p.csv --datum WGS84 --to Local --to-ellipsoid Bessel1841",
            "no parameters are stated from Local to WGS84",
        ),
        ("p.csv --datum WGS84 --to Local --to-ellipsoid 1,2", "command line: --to-ellipsoid"),
        (
            "p.csv --datum WGS84 --to ED50 --to-ellipsoid Bessel1841 --helmert 1,2,3",
            "ED50 stands on the ellipsoid International1924",
        ),
        ("p.geojson --to WGS84 --to-ellipsoid Bessel1841", "not on Bessel1841"),
        ("p.csv --datum WGS84 --to-ellipsoid Bessel1841", "--to <NAME>"),
        // The one set is that of the coordinates' datum: the target's is a second step.
        (
            "p.csv --datum ED50 --to Local --to-ellipsoid Bessel1841 --helmert 1,2,3",
            "go by WGS84: first --to WGS84",
        ),
    ] {
        let args: Vec<&str> = ["construct", "datum"].into_iter().chain(args.split(' ')).collect();
        let output = run(dir.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(words), "{args:?}: {}", err(&output));
    }
}

/// The datum is stated or the work is refused; parameters are printed.
#[test]
fn datums() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("p.csv"), "lat,lon,name\n42,50,a\n").unwrap();
    fs::write(dir.path().join("b.csv"), "party,lat,lon\nA,42,50\nB,42,51\n").unwrap();
    let moved =
        json(dir.path(), &["datum", "p.csv", "--datum", "Pulkovo 1942 (GOST)", "--to", "WGS84"]);
    let metres = moved["rows"][0]["moved_m"].as_f64().unwrap();
    assert!((metres - 96.0).abs() < 0.5, "{metres}");
    assert!(moved["facts"]["to_wgs84"].as_str().unwrap().contains("coordinate frame"));
    for (args, words) in [
        (vec!["envelope", "p.csv", "--nm", "12"], "datum of the coordinates is not stated"),
        (vec!["datum", "p.csv", "--datum", "ED50", "--to", "WGS84"], "no parameters are stated"),
        (vec!["datum", "p.csv", "--datum", "Nowhere 1900"], "not known"),
        (
            vec!["datum", "p.csv", "--datum", "WGS84", "--ellipsoid", "Bessel1841"],
            "WGS84 stands on the ellipsoid WGS84, not on Bessel1841",
        ),
        (vec!["datum", "p.csv", "--datum", "A", "--ellipsoid", "1,2"], "command line: --ellipsoid"),
        (vec!["envelope", "p.csv", "--nm", "-12", "--datum", "WGS84"], "above 0"),
        (vec!["equidistance", "p.csv", "--datum", "WGS84"], "two parties"),
        (
            vec!["equidistance", "b.csv", "--datum", "WGS84", "--margin", "-5"],
            "--margin is -5 M: it goes from 0",
        ),
        (vec!["equidistance", "none.csv", "--datum", "WGS84"], "cannot read none.csv"),
        (vec!["bay", "p.csv", "--datum", "WGS84"], "three points"),
        (
            vec![
                "intersect",
                "--datum",
                "WGS84",
                "--first",
                "geodesic 0,0 0,180",
                "--second",
                "circle 0,0 9",
            ],
            "opposite",
        ),
    ] {
        let output = run(dir.path(), &[&["construct"][..], &args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(words), "{args:?}: {}", err(&output));
    }
}

/// The limit by the word of `ray` and `cut`, in any unit, as by `--nm` and `--metres`: a circle of 12 M about a rock on the equator,
/// whose length is that of a geodesic circle of radius r where the curvature is K, 2 pi r (1 - K r^2 / 6).
#[test]
fn one_word_for_the_limit() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("r.csv"), "party,lat,lon,name\nA,0,50,rock\n").unwrap();
    let found = |distance: &[&str]| {
        let args = [&["envelope", "r.csv", "--datum", "WGS84"], distance].concat();
        json(dir.path(), &args)
    };
    let first = found(&["--limit", "12M"]);
    let pieces = first["rows"].as_array().unwrap().iter();
    let length: f64 = pieces.map(|row| row["length_m"].as_f64().unwrap()).sum();
    let (a, e2, r) = (6_378_137.0_f64, 0.006_694_379_990_14, 22_224.0_f64);
    let curvature = 1.0 / (a * a * (1.0 - e2));
    let want = std::f64::consts::TAU * r * (1.0 - curvature * r * r / 6.0);
    assert!((length - want).abs() < 1e-3, "{length} {want}");
    for same in [["--limit", "22.224km"], ["--nm", "12"], ["--metres", "22224"]] {
        assert_eq!(found(&same), first, "{same:?}");
    }
    for (distance, words) in [
        (&["--limit", "12"][..], "no unit"),
        (&["--limit", "0M"], "above 0"),
        (&["--limit", "12M", "--nm", "12"], "cannot be used with"),
        (&["--nm", "12", "--metres", "9"], "cannot be used with"),
        (&[], "--limit <LENGTH>"),
    ] {
        let args = [&["construct", "envelope", "r.csv", "--datum", "WGS84"], distance].concat();
        let output = run(dir.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{distance:?}: {}", out(&output));
        assert!(err(&output).contains(words), "{distance:?}: {}", err(&output));
    }
}

/// Files that are no surveys: an error with its place, never a panic.
#[test]
fn hostile_files() {
    let dir = tempfile::tempdir().unwrap();
    let long = "9".repeat(5000);
    for (k, text) in [
        "",
        "\u{0}\u{1}",
        "party,lat,lon\nA,91,0\n",
        "party,lat,lon\nA,0\n",
        "{",
        "{}",
        "{\"type\":\"FeatureCollection\",\"features\":[]}",
        "A,1e400,0\nB,0,0",
        "\"\"\"\"",
        &long,
        "N N N E E E",
        "°'\" N °'\" E",
        "1 2 3 4 5 6 7 8 9 N 1 E",
        "нет\n۱,۲,۳",
    ]
    .iter()
    .enumerate()
    {
        let name = format!("h{k}.csv");
        fs::write(dir.path().join(&name), text).unwrap();
        for verb in [
            vec!["equidistance", &name],
            vec!["densify", &name],
            vec!["envelope", &name, "--nm", "1"],
        ] {
            let output =
                run(dir.path(), &[&["construct"], verb.as_slice(), &["--datum", "WGS84"]].concat());
            assert_eq!(output.status.code(), Some(2), "{verb:?} {text:?}: {}", err(&output));
        }
    }
}

/// A file that is no survey: a few of its errors, and how many more there are.
#[test]
fn few_errors_of_many() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("notes.md"), "this is no survey\n".repeat(112)).unwrap();
    for verb in [
        &["envelope", "notes.md", "--nm", "12"][..],
        &["equidistance", "notes.md"],
        &["densify", "notes.md"],
    ] {
        let output = run(dir.path(), &[&["construct"], verb, &["--datum", "WGS84"]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", err(&output));
        assert!(err(&output).contains("107 more errors"), "{}", err(&output));
        assert_eq!(err(&output).matches("no latitude and longitude").count(), 5);
    }
}

/// A rock at half effect, by name and by place; a rock that counts three times; refusals with a next step.
#[test]
fn effects_and_weights_of_single_rocks() {
    let dir = tempfile::tempdir().unwrap();
    let text = "party,lat,lon,name\nAAA,0,0,shore\nAAA,0,1,rock\nBBB,0,4,other\n";
    fs::write(dir.path().join("b.csv"), text).unwrap();
    let crossing = |option: &[&str]| {
        let args = ["equidistance", "b.csv", "--datum", "WGS84", "-o", "o.geojson"];
        let output = run(dir.path(), &[&["construct"], &args[..], option].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let text = fs::read_to_string(dir.path().join("o.geojson")).unwrap();
        let found: Value = serde_json::from_str(&text).unwrap();
        let features = found["features"].as_array().unwrap();
        let line = features.iter().find(|f| f["geometry"]["type"] == "LineString").unwrap();
        let near = line["geometry"]["coordinates"].as_array().unwrap().iter();
        let number = |p: &Value, k: usize| p[k].as_f64().unwrap();
        let mid = near.min_by(|a, b| number(a, 1).abs().total_cmp(&number(b, 1).abs()));
        number(mid.unwrap(), 0)
    };
    for (option, lon) in [
        (vec![], 2.5),
        (vec!["--effect", "AAA:rock=0.5"], 2.25),
        (vec!["--effect", "AAA@0,1.01=0.5"], 2.25),
        (vec!["--effect", "AAA:rock=0"], 2.0),
        (vec!["--weight", "AAA:rock=3"], 3.25),
    ] {
        assert!((crossing(&option) - lon).abs() < 0.02, "{option:?}: {}", crossing(&option));
    }
    for (option, words) in [
        (["--effect", "AAA:nowhere=0.5"], "no base point or line named \"nowhere\""),
        (["--effect", "CCC=0.5"], "there is no such party"),
        (["--effect", "AAA=2"], "an effect goes from 0 to 1"),
        (["--weight", "AAA=x"], "the value is no number"),
    ] {
        let args = ["construct", "equidistance", "b.csv", "--datum", "WGS84"];
        let output = run(dir.path(), &[&args[..], &option].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains(words), "{}", err(&output));
    }
}

/// The land of two neighbours in two files: their border is no shore.
#[test]
fn borders_between_files() {
    let dir = tempfile::tempdir().unwrap();
    let land = |party: &str, ring: &str| {
        let text = format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"{party}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}"
        );
        fs::write(dir.path().join(format!("{party}.geojson")), text).unwrap();
    };
    land("AAA", "[[0,0],[1,0],[1,1],[0,1],[0,0]]");
    land("BBB", "[[1,0],[2,0],[2,1],[1,1],[1,0]]");
    let args = ["equidistance", "AAA.geojson", "BBB.geojson", "--window-about", "-0.5,1 40"];
    let found = json(dir.path(), &args);
    let rows = found["rows"].as_array().unwrap();
    // From the terminus to the south along the meridian, none of it on land.
    assert!(!rows.is_empty());
    for row in rows {
        let at = |k: &str| row[k].as_f64().unwrap();
        assert!((at("longitude") - 1.0).abs() < 1e-6 && at("latitude") < 1e-9, "{row}");
    }
}

/// Numbers where a frame's file is wanted, and a box upside down: the message says what to write.
#[test]
fn windows_in_numbers() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("p.csv"), "party,lat,lon\nA,1,1\nB,1,2\n").unwrap();
    for window in ["10,5,0,8", "-10,5,0,8", "0,5,10,8"] {
        let args = ["construct", "equidistance", "p.csv", "--datum", "WGS84", "--window", window];
        let output = run(dir.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{}", err(&output));
        for word in ["file of a frame, not numbers", window, "--window-about"] {
            assert!(err(&output).contains(word), "{}", err(&output));
        }
    }
    let args = ["case", "new", "made", "--from", "p.csv", "--window", "10,5,0,8"];
    let output = run(dir.path(), &args);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("south 10 lies not below north 0"), "{}", err(&output));
}

/// Coordinates that no line joins have no length, and a file whose ending is no format of a construction is not written.
#[test]
fn no_coast_and_no_format() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("b.csv"), "party,lat,lon\nAAA,0,0\nAAA,0,1\nBBB,0,4\n").unwrap();
    for verb in [&["lengths"][..], &["simplify", "--tolerance", "10"]] {
        let args = [&["construct"], verb, &["b.csv", "--datum", "WGS84"]].concat();
        let output = run(dir.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{}", err(&output));
        assert!(err(&output).contains("no coast"), "{}", err(&output));
    }
    let args = ["construct", "equidistance", "b.csv", "--datum", "WGS84", "-o", "line.kml"];
    let output = run(dir.path(), &args);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(err(&output).contains("\"kml\""), "{}", err(&output));
    assert!(!dir.path().join("line.kml").exists());
}

/// Along a meridian to the pole, along a parallel more than once round, and perpendiculars that there are not: said.
#[test]
fn lines_that_end_or_run_over_themselves() {
    let dir = tempfile::tempdir().unwrap();
    let along = |way: &'static str, from: &'static str, nm: &'static str| {
        ["perpendicular", "--datum", "WGS84", "--along", way, "--from", from, "--nm", nm]
    };
    let note = |args: &[&str]| json(dir.path(), args)["notes"].to_string();
    // Quarter of a meridian less its arc to 60 degrees, by PROJ: 3347892.910 m.
    let pole = "the meridian ends in the pole, 1807.7176 M from the start; 5000 M were asked for";
    assert!(
        note(&along("north", "60,10", "5000")).contains(pole),
        "{}",
        note(&along("north", "60,10", "5000"))
    );
    let round = note(&along("west", "-89.9,10", "50"));
    assert!(round.contains("the whole parallel is 37.8"), "{round}");
    assert_eq!(note(&along("west", "-89.9,10", "37")), "[]");
    assert_eq!(note(&along("south", "60,10", "5000")), "[]");
    let chord = ["perpendicular", "--datum", "WGS84", "--chord", "0,0 0,1", "--from", "3,60"];
    for (args, words) in [
        (&along("north", "90,10", "50")[..], "the meridian ends in the pole where it begins"),
        (&along("east", "90,10", "50")[..], "a pole has no parallel of latitude"),
        (&chord[..], "no right angle to the chord, prolonged by 2000 km"),
    ] {
        let output = run(dir.path(), &[&["construct"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(words), "{args:?}: {}", err(&output));
    }
}

/// A line in NAD27 beside coasts in GeoJSON: the coasts stay where they are (RFC 7946), whichever options bring the line
/// onto them. The points are the meridian midway, moved by PROJ's helmert from WGS 84 to NAD27 (-8, 160, 176).
#[test]
fn geojson_is_wgs84_beside_another_datum() {
    let dir = tempfile::tempdir().unwrap();
    let at = |party: &str, lon: f64| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"{party}\"}},\"geometry\":{{\"type\":\"Point\",\
             \"coordinates\":[{lon},24.0]}}}}"
        )
    };
    let coasts = [at("AAA", -87.0), at("BBB", -85.0)].join(",");
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{coasts}]}}");
    fs::write(dir.path().join("c.geojson"), text).unwrap();
    let line = "lat,lon\n22.999513709,-86.000031022\n23.499533434,-86.000031138\n24.499571913,-86.000031379\n24.999590653,-86.000031505\n";
    fs::write(dir.path().join("l.csv"), line).unwrap();
    let audit = ["audit", "l.csv", "--coasts", "c.geojson", "--tolerance", "2"];
    let set = "--helmert=-8,160,176";
    for more in [
        &["--datum", "NAD27", set, "--to", "WGS84"][..],
        &["--line-datum", "NAD27", set],
        &["--line-datum", "NAD27", set, "--to", "WGS84"],
        &["--line-datum", "NAD27", set, "--datum", "WGS84"],
        &["--line-datum", "NAD27", set, "--datum", "WGS84", "--to", "WGS84"],
    ] {
        let found = json(dir.path(), &[&audit, more].concat());
        for row in found["rows"].as_array().unwrap() {
            assert!(row["shift_m"].as_f64().unwrap().abs() < 0.01, "{more:?}: {row}");
        }
        assert_eq!(found["facts"]["datum"], "WGS84");
        let said = found["facts"]["geojson"].as_str().unwrap_or_default().contains("c.geojson");
        assert_eq!(said, more[0] == "--datum", "{found}");
    }
    let refusals = [
        (&["--line-datum", "NAD27"][..], "--helmert dx,dy,dz"),
        (&["--line-datum", "NAD27", "--to", "WGS84"], "--helmert dx,dy,dz"),
    ];
    for (more, words) in refusals {
        let output = run(dir.path(), &[&["construct"], &audit[..], more].concat());
        assert_eq!(output.status.code(), Some(2), "{}", err(&output));
        assert!(err(&output).contains(words), "{}", err(&output));
    }
    // Nothing but GeoJSON: there is no file that the datum could be of.
    for verb in [
        &["equidistance", "c.geojson"][..],
        &["envelope", "c.geojson", "--nm", "12"],
        &["densify", "c.geojson"],
        &["datum", "c.geojson"],
        &["fraction", "c.geojson", "c.geojson", "--share", "0.5"],
        &["audit", "c.geojson", "--coasts", "c.geojson"],
    ] {
        let output = run(
            dir.path(),
            &[&["construct"], verb, &["--datum", "NAD27", set, "--to", "WGS84"]].concat(),
        );
        assert_eq!(output.status.code(), Some(2), "{verb:?}: {}", err(&output));
        assert!(
            err(&output).contains("GeoJSON is WGS84 (RFC 7946), not NAD27"),
            "{}",
            err(&output)
        );
    }
}

/// Two islands drawn over each other are told with both parties and a place, by whatever measures from them, and in files of their own;
/// side by side they are not.
#[test]
fn overlapping_land_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let island = |party: &str, x: f64| {
        let (south, north) = (50.0 + 0.2 * x, 51.0 - 0.2 * x);
        let corners = [(south, x), (south, x + 1.0), (north, x + 1.0), (north, x)];
        let row = |p: &(f64, f64)| format!("{party},{},{},i,islands\n", p.0, p.1);
        corners.iter().map(row).collect::<String>()
    };
    let write = |name: &str, rows: &str| {
        fs::write(
            dir.path().join(name),
            format!("# datum: WGS84\nparty,lat,lon,line,kind\n{rows}"),
        )
        .unwrap();
    };
    write("over.csv", &(island("AAA", 0.0) + &island("BBB", 0.75)));
    write("a.csv", &island("AAA", 0.0));
    write("b.csv", &island("BBB", 0.75));
    write("beside.csv", &(island("AAA", 0.0) + &island("BBB", 1.0)));
    fs::write(dir.path().join("l.csv"), "# datum: WGS84\nlat,lon\n52,1\n53,1\n").unwrap();
    let told = |args: &[&str]| {
        let output = run(dir.path(), &[&["construct"], args].concat());
        err(&output).contains("the land of AAA and of BBB overlaps near 5")
    };
    let cut = ["cut", "l.csv", "--limit", "90M", "--bases"];
    for (files, want) in
        [(&["over.csv"][..], true), (&["a.csv", "b.csv"], true), (&["beside.csv"], false)]
    {
        let audit = ["audit", "l.csv", "--coasts"];
        for verb in [&["equidistance"][..], &audit, &cut] {
            assert_eq!(told(&[verb, files].concat()), want, "{verb:?} {files:?}");
        }
    }
}

/// GeoJSON of 2008 with a reference system: on another datum it takes the user's word, and then is what it says; the points are those
/// of the ED50 test above. Names of WGS 84 change nothing, and a map's coordinates never pass.
#[test]
fn reference_systems_of_geojson() {
    let dir = tempfile::tempdir().unwrap();
    let point = r#""type":"Point","coordinates":[2.130965833,53.810156944]"#;
    let write = |crs: &str| {
        let crs = format!(r#""crs":{{"type":"name","properties":{{"name":"{crs}"}}}}"#);
        fs::write(dir.path().join("c.geojson"), format!("{{{point},{crs}}}")).unwrap();
    };
    let set = "--helmert=-84.87,-96.49,-116.95";
    write("urn:ogc:def:crs:EPSG::4230");
    let shift = ["datum", "c.geojson", "--to", "WGS84", set];
    let found = json(dir.path(), &[&shift[..], &["--datum", "ED50"]].concat());
    let at = |key: &str| found["rows"][0][key].as_f64().unwrap();
    assert!((at("latitude") - (53.0 + 48.0 / 60.0 + 33.82 / 3600.0)).abs() < 5e-7, "{found}");
    assert!((at("longitude") - (2.0 + 7.0 / 60.0 + 46.38 / 3600.0)).abs() < 5e-7, "{found}");
    for name in ["EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84"] {
        write(name);
        assert_eq!(json(dir.path(), &["datum", "c.geojson"])["facts"]["datum"], "WGS84");
    }
    let verbs: [&[&str]; 6] = [
        &["datum", "c.geojson"],
        &["envelope", "c.geojson", "--nm", "12"],
        &["densify", "c.geojson"],
        &["audit", "c.geojson", "--coasts", "b.csv"],
        &["audit", "l.csv", "--coasts", "b.csv", "c.geojson"],
        &["equidistance", "b.csv", "--window", "c.geojson"],
    ];
    fs::write(dir.path().join("b.csv"), format!("# datum: WGS84\n{STRAIT}")).unwrap();
    fs::write(dir.path().join("l.csv"), "# datum: WGS84\nlat,lon\n-42.5,180\n-41.5,180\n").unwrap();
    for (crs, more, words) in [
        ("EPSG:4230", &[][..], "c.geojson:1: crs"),
        ("EPSG:4230", &[], "state --datum \"ED50\""),
        ("EPSG:7844", &[], "\"crs\" names EPSG:7844"),
        ("EPSG:3857", &[], "no longitudes and latitudes"),
        ("EPSG:3857", &["--datum", "WGS84"], "no longitudes and latitudes"),
        ("EPSG:4230", &["--datum", "WGS84"], "the datum is stated as WGS84"),
    ] {
        write(crs);
        for verb in verbs {
            let output = run(dir.path(), &[&["construct"], verb, more].concat());
            assert_ne!(output.status.code(), Some(0), "{verb:?} {crs}");
            assert!(err(&output).contains(words), "{verb:?} {crs}: {}", err(&output));
        }
    }
}

/// An islet of 200 m, 100 km from the coast: at a tolerance of 2 km it is still there, and counted.
#[test]
fn no_island_is_simplified_away() {
    let dir = tempfile::tempdir().unwrap();
    let text = "party,lat,lon,line\nA,0,0,shore\nA,0.01,0.5,shore\nA,0,1,shore\n";
    fs::write(dir.path().join("a.csv"), text).unwrap();
    let ring = "[[0,1],[0.001,1],[0.002,1.001],[0.001,1.002],[0,1.001],[0,1]]";
    let islet = format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"A\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}"
    );
    fs::write(dir.path().join("i.geojson"), islet).unwrap();
    let args = ["simplify", "a.csv", "i.geojson", "--datum", "WGS84", "--tolerance", "2000"];
    let found = json(dir.path(), &args);
    assert_eq!(
        (found["rows"][0]["kept"].as_i64(), found["rows"][1]["kept"].as_i64()),
        (Some(2), Some(3))
    );
    // 0.01 degrees of the meridian over the equator, by PROJ: 1105.743 m.
    let far = |k: usize| found["rows"][k]["farthest_left_out_m"].as_f64().unwrap();
    assert!((far(0) - 1105.743).abs() < 0.5 && far(1) < 250.0, "{found}");
    let notes = found["notes"].to_string();
    assert!(
        notes.contains("from its line: 1105.7") && notes.contains("1 ring narrower than 2000 m"),
        "{notes}"
    );
}

/// A party of two islands: the larger stands for the mainland when islands have no effect, and is named.
#[test]
fn the_island_taken_for_the_mainland_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let isle = |party: &str, name: &str, lon: f64, size: f64| {
        let ring = [[lon, 0.0], [lon + size, 0.0], [lon, size], [lon, 0.0]];
        serde_json::json!({ "type": "Feature", "properties": { "party": party, "name": name },
            "geometry": { "type": "Polygon", "coordinates": [ring] } })
    };
    let features = [
        isle("COK", "Islet", 1.0, 0.01),
        isle("COK", "Rarotonga", 0.0, 0.1),
        isle("NIU", "Niue", 3.0, 0.1),
    ];
    let map = serde_json::json!({ "type": "FeatureCollection", "features": features });
    fs::write(dir.path().join("c.geojson"), map.to_string()).unwrap();
    let notes = |more: &[&str]| {
        json(dir.path(), &[&["equidistance", "c.geojson"], more].concat())["notes"].to_string()
    };
    let words = "Rarotonga at 0.000, 0.000, the longest coast of COK, counts as its mainland";
    assert!(notes(&["--effect", "COK=0"]).contains(words), "{}", notes(&["--effect", "COK=0"]));
    assert!(!notes(&[]).contains("mainland"));
    assert!(!notes(&["--effect", "COK:Islet=0"]).contains("mainland"));
    fs::write(dir.path().join("l.csv"), "lat,lon\n0.2,2\n-0.2,2\n").unwrap();
    let found = json(dir.path(), &["audit", "l.csv", "--coasts", "c.geojson", "--datum", "WGS84"]);
    assert!(found["notes"].to_string().contains(words), "{found}");
}

/// The distance in a row is what is equal: with a weight of 2 half the way to the base point that has it.
#[test]
fn what_is_equal_is_printed() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("b.csv"), "party,lat,lon,name\nAAA,0,0,a\nBBB,0,3,b\n").unwrap();
    let args = ["equidistance", "b.csv", "--datum", "WGS84"];
    let found = json(dir, &[&args[..], &["--weight", "AAA=2"]].concat());
    for row in found["rows"].as_array().unwrap() {
        let at = ["latitude", "longitude"].map(|c| row[c].as_f64().unwrap());
        let equal = row["reckoned_distance_km"].as_f64().unwrap();
        let earth = littoral_geodesy::Earth::new(&littoral_geodesy::Ellipsoid::wgs84());
        let place = littoral_geodesy::LatLon::new;
        let way = |lon| earth.karney_m(place(at[0], at[1]), place(0.0, lon)) / 1000.0;
        assert!((equal - way(0.0) / 2.0).abs() < 1e-6 && (equal - way(3.0)).abs() < 1e-6, "{row}");
        let own = row["to_these_km"].as_str().unwrap();
        let numbers = own.split(['A', 'B', ';', ' ']).filter_map(|w| w.parse::<f64>().ok());
        for (own, way) in numbers.zip([way(0.0), way(3.0)]) {
            assert!((own - way).abs() < 2e-6, "{row}");
        }
    }
    let plain = json(dir, &args);
    assert!(plain["rows"][0]["distance_km"].is_number(), "{plain}");
}

/// A datum in full, and onto itself: nothing is moved, and no parameters are wanted.
#[test]
fn a_datum_onto_itself() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("p.csv"), "lat,lon\n55,8\n").unwrap();
    let args = ["datum", "p.csv", "--datum", "European Datum 1950", "--to", "ED50"];
    let found = json(dir, &args);
    assert_eq!(
        (&found["facts"]["datum"], &found["rows"][0]["moved_m"]),
        (&"ED50".into(), &0.0.into())
    );
}

/// Standard input is read once.
#[test]
fn standard_input_twice() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("p.csv"), "lat,lon\n55,8\n").unwrap();
    let args = ["construct", "audit", "-", "--coasts", "-", "--datum", "WGS84"];
    let input = fs::File::open(dir.join("p.csv")).unwrap();
    let done = littoral(dir, &args).stdin(input).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(err(&done).contains("standard input is named twice"), "{}", err(&done));
}
