//! What is read and written: inputs are not written over, statements of a datum hold, coasts that were cut are said to be.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{err, out, run};

const LINE: &str = "lat,lon,name\n42,50,a\n43,51,b\n";

fn document(dir: &Path, args: &[&str]) -> Value {
    let output = run(dir, &[&["construct"], args, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

/// The refusal says all of `words`.
fn refused(dir: &Path, args: &[&str], words: &[&str]) {
    let output = run(dir, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", err(&output));
    for word in words {
        assert!(err(&output).contains(word), "{args:?} {word}: {}", err(&output));
    }
}

/// Every verb that takes a file and writes one: under the file's own name, by another way to it, by links of both kinds.
#[test]
fn no_input_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let base = "party,lat,lon,line\nAAA,0,0,s\nAAA,0.5,0.2,s\nAAA,1,0,s\nBBB,0,1,t\nBBB,1,1,t\n";
    fs::write(dir.join("l.csv"), LINE).unwrap();
    fs::write(dir.join("b.csv"), base).unwrap();
    fs::write(dir.join("shore.csv"), "lat,lon\n0,0\n0.2,0.1\n0,0.2\n").unwrap();
    fs::create_dir(dir.join("sub")).unwrap();
    let wgs = ["--datum", "WGS84"];
    for (file, verb) in [
        ("b.csv", &["construct", "equidistance", "b.csv"][..]),
        ("b.csv", &["construct", "envelope", "b.csv", "--nm", "3"]),
        ("b.csv", &["construct", "lengths", "b.csv"]),
        ("b.csv", &["construct", "simplify", "b.csv", "--tolerance", "9"]),
        ("b.csv", &["construct", "audit", "l.csv", "--coasts", "b.csv"]),
        ("l.csv", &["construct", "audit", "l.csv", "--coasts", "b.csv"]),
        ("l.csv", &["construct", "datum", "l.csv"]),
        ("l.csv", &["construct", "densify", "l.csv"]),
        ("l.csv", &["construct", "parallels", "l.csv", "--nm", "1"]),
        ("l.csv", &["construct", "baselines", "l.csv"]),
        ("shore.csv", &["construct", "bay", "shore.csv"]),
        ("l.csv", &["construct", "fraction", "shore.csv", "l.csv", "--share", "0.5"]),
        ("l.csv", &["construct", "equidistance", "b.csv", "--window", "l.csv"]),
    ] {
        let before = fs::read(dir.join(file)).unwrap();
        refused(dir, &[verb, &wgs, &["-o", file]].concat(), &["is read by this command", file]);
        assert_eq!(fs::read(dir.join(file)).unwrap(), before);
    }
    let convert = |out: &str| refused(dir, &["convert", "l.csv", "-o", out], &["is read by this"]);
    convert("l.csv");
    convert("./l.csv");
    convert("sub/../l.csv");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("l.csv", dir.join("soft.csv")).unwrap();
        fs::hard_link(dir.join("l.csv"), dir.join("hard.csv")).unwrap();
        convert("soft.csv");
        convert("hard.csv");
        refused(dir, &["construct", "densify", "soft.csv", "--datum", "WGS84", "-o", "l.csv"], &[]);
    }
    assert_eq!(fs::read_to_string(dir.join("l.csv")).unwrap(), LINE);
    assert_eq!(run(dir, &["convert", "l.csv", "-o", "sub/l.csv"]).status.code(), Some(0));
    // Standard input and output at once are a pipe or a terminal.
    let through = ["construct", "densify", "l.csv", "--datum", "WGS84", "-o", "/dev/stdout"];
    assert_eq!(run(dir, &through).status.code(), Some(0));
}

/// A case's own files and the script of a rule, for every verb that runs on a case.
#[test]
fn no_case_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let square = |party: &str, x: f64| {
        let ring = [[x, 0.0], [x + 1.0, 0.0], [x + 1.0, 1.0], [x, 1.0], [x, 0.0]];
        serde_json::json!({ "type": "Feature", "properties": { "party": party },
            "geometry": { "type": "Polygon", "coordinates": [ring] } })
    };
    let land = [square("AAA", 0.0), square("BBB", 2.0)];
    let land = serde_json::json!({ "type": "FeatureCollection", "features": land }).to_string();
    fs::write(dir.join("land.geojson"), &land).unwrap();
    let made = ["case", "new", "sea", "--from", "land.geojson", "--window", "-1,0,2,3"];
    assert_eq!(run(dir, &made).status.code(), Some(0));
    fs::create_dir(dir.join("other")).unwrap();
    fs::write(dir.join("other/coast.geojson"), &land).unwrap();
    refused(
        dir,
        &["case", "new", "other", "--from", "other/coast.geojson", "--window", "-1,0,2,3"],
        &["other/coast.geojson is read by this command"],
    );
    assert_eq!(run(dir, &["rule", "new", "mine"]).status.code(), Some(0));
    let coast = fs::read(dir.join("sea/coast.geojson")).unwrap();
    let script = fs::read(dir.join("mine.luau")).unwrap();
    let rule = ["--rule", "equidistance"];
    for args in [
        &["divide", "sea", "-o", "sea/coast.geojson", rule[0], rule[1]][..],
        &["divide", "sea", "-o", "sea/case.toml", rule[0], rule[1], "--format", "json"],
        &["divide", "sea", "-o", "mine.luau", "--rule", "mine.luau", "--format", "json"],
        &["export", "sea", "-o", "./sea/coast.geojson", rule[0], rule[1]],
        &["law", "status", "sea", "--date", "2000-01-01", "-o", "sea/coast.geojson"],
        &[
            "law",
            "export",
            "sea",
            "--date",
            "2000-01-01",
            "-o",
            "sea/case.toml",
            "--format",
            "text",
        ],
    ] {
        refused(dir, args, &["is read by this command and would be lost", "name another file"]);
    }
    assert_eq!(fs::read(dir.join("sea/coast.geojson")).unwrap(), coast);
    assert_eq!(fs::read(dir.join("mine.luau")).unwrap(), script);
    // What the case does not name is not read, though it lies in its folder: it is written again, and the case is the same.
    let hash = || {
        let shown = out(&run(dir, &["case", "show", "sea", "--format", "json"]));
        serde_json::from_str::<Value>(&shown).unwrap()["hash"].as_str().unwrap().to_owned()
    };
    let before = hash();
    for _ in 0..2 {
        let again = ["divide", "sea", "-q", "-o", "sea/out.geojson", rule[0], rule[1]];
        assert_eq!(run(dir, &again).status.code(), Some(0));
        assert_eq!(hash(), before);
    }
    let made = fs::read_to_string(dir.join("sea/out.geojson")).unwrap();
    assert!(made.contains(&before), "what was made says of which case");
    let other = fs::read_to_string(dir.join("sea/coast.geojson")).unwrap() + "\n";
    fs::write(dir.join("sea/coast.geojson"), other).unwrap();
    assert_ne!(hash(), before);
}

/// A column that states the datum holds as a comment does; a second datum is refused with its line.
#[test]
fn a_datum_in_a_column() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let put = |name: &str, text: &str| fs::write(dir.join(name), text).unwrap();
    put("c.csv", "lat,lon,Datum\n42,50,ED50\n43,51,ed 50\n");
    put("h.csv", "# datum: ED50\nlat,lon\n42,50\n43,51\n");
    put("mixed.csv", "lat,lon,datum\n42,50,ED50\n43,51,WGS84\n");
    put("some.csv", "lat,lon,datum\n42,50,ED50\n43,51,\n");
    put("both.csv", "# datum: WGS84\nlat,lon,datum\n42,50,ED50\n43,51,ED50\n");
    put("figure.csv", "lat,lon,ellipsoid\n42,50,Hayford\n43,51,Hayford\n");
    put("odd.csv", "lat,lon,datum,ellipsoid\n42,50,ED50,Bessel 1841\n43,51,ED50,Bessel 1841\n");
    let set = ["--to", "WGS84", "--helmert=-87,-98,-121"];
    let by_column = document(dir, &[&["datum", "c.csv"][..], &set].concat());
    assert_eq!(by_column["rows"], document(dir, &[&["datum", "h.csv"][..], &set].concat())["rows"]);
    // The same set as a name; PROJ's helmert moves 42 N 50 E by 93.174 m with it.
    let named = document(dir, &["datum", "c.csv", "--datum", "ED50 (mean)", "--to", "WGS84"]);
    let moved = named["rows"][0]["moved_m"].as_f64().unwrap();
    assert!((moved - MOVED_M).abs() < 0.01, "{moved}");
    let figure = document(dir, &["densify", "figure.csv"]);
    assert!(figure["facts"]["ellipsoid"].as_str().unwrap().contains("a 6378388 m"), "{figure}");
    put("wgs.csv", "# datum: WGS84\nparty,lat,lon\nAAA,42,50\n");
    put("ed.csv", "party,lat,lon,datum\nBBB,42,51,ED50 (mean)\n");
    let found = document(dir, &["equidistance", "wgs.csv", "ed.csv"]);
    let said = found["facts"]["from_datum_of_ed_csv"].as_str().unwrap_or_default();
    assert!(said.contains("ED50 (mean)"), "{found}");
    for (file, more, words) in [
        ("mixed.csv", &[][..], &["mixed.csv:3", "\"WGS84\" here and \"ED50\" in line 2"][..]),
        ("some.csv", &[], &["some.csv:3", "no datum here, but in line 2"]),
        ("both.csv", &[], &["both.csv:3", "\"ED50\" here and \"WGS84\" in line 1"]),
        ("c.csv", &["--datum", "WGS84"], &["the file states ED50, not WGS84", "c.csv:2"]),
        ("h.csv", &["--datum", "WGS84"], &["the file states ED50, not WGS84", "h.csv:1"]),
        ("odd.csv", &[], &["odd.csv:2", "Bessel 1841", "International1924"]),
        ("figure.csv", &["--ellipsoid", "WGS84"], &["figure.csv:2", "Hayford", "--ellipsoid"]),
    ] {
        refused(dir, &[&["construct", "densify", file], more].concat(), words);
    }
}

/// Results on another datum than WGS 84 read back as what they are, from CSV and GeoJSON alike; a GeoJSON file says that it
/// is not what other programs take it for.
#[test]
fn what_was_written_on_another_datum() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    fs::write(dir.join("l.csv"), LINE).unwrap();
    for (file, doubt) in [("o.geojson", true), ("o.csv", false)] {
        let made = ["construct", "densify", "l.csv", "--datum", "ED50", "-o", file];
        let made = run(dir, &made);
        assert_eq!(made.status.code(), Some(0), "{}", err(&made));
        assert_eq!(err(&made).contains("the coordinates are on ED50, which other programs"), doubt);
        let back = document(dir, &["datum", file]);
        assert_eq!(back["facts"]["datum"], "ED50");
        assert_eq!(back["rows"][0]["moved_m"], 0.0);
        refused(
            dir,
            &["construct", "datum", file, "--datum", "WGS84"],
            &["the file states ED50, not WGS84", &format!("{file}:1")],
        );
        let shifted = document(dir, &["datum", file, "--datum", "ED50 (mean)", "--to", "WGS84"]);
        assert!((shifted["rows"][0]["moved_m"].as_f64().unwrap() - MOVED_M).abs() < 0.01);
    }
    for file in ["w.geojson", "w.csv"] {
        let made = ["construct", "densify", "l.csv", "--datum", "WGS84", "-o", file];
        assert_eq!(err(&run(dir, &made)), "");
        refused(dir, &["construct", "datum", file, "--datum", "ED50"], &["WGS84", "not ED50"]);
    }
    let made = ["construct", "densify", "l.csv", "--ellipsoid", "Bessel1841", "-o", "b.geojson"];
    assert!(err(&run(dir, &made)).contains("a datum that is not stated"));
    let back = document(dir, &["datum", "b.geojson"]);
    assert_eq!(back["facts"]["datum"], "not stated (ellipsoid Bessel1841)");
    let warned = err(&run(dir, &["convert", "o.geojson", "-o", "c.kml"]));
    assert!(warned.contains("ED50"), "{warned}");
}

/// Way of 42 N 50 E by the mean set of ED50, on the ellipsoid of WGS 84, by PROJ (cart, helmert, geod), metres.
const MOVED_M: f64 = 93.174_376;

/// A coast cut by a box: its straight edges are said, and left out where the frame is given, by a file or in the coast's own.
#[test]
fn coasts_that_a_box_cut() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let mut ring: Vec<[f64; 2]> =
        (0..=40).map(|k| [76.0 + 0.1 * f64::from(k), 10.0 + 0.1 * f64::from(k % 2)]).collect();
    ring.extend([[80.0, 16.0], [76.0, 16.0], [76.0, 10.0]]);
    let feature = |properties: Value, ring: &[[f64; 2]]| {
        serde_json::json!({ "type": "Feature", "properties": properties,
            "geometry": { "type": "Polygon", "coordinates": [ring] } })
    };
    let frame = [[76.0, 5.0], [80.0, 5.0], [80.0, 16.0], [76.0, 16.0], [76.0, 5.0]];
    let land = feature(serde_json::json!({ "party": "IND" }), &ring);
    let window = feature(serde_json::json!({ "kind": "window" }), &frame);
    let put = |name: &str, features: &[&Value]| {
        let map = serde_json::json!({ "type": "FeatureCollection", "features": features });
        fs::write(dir.join(name), map.to_string()).unwrap();
    };
    put("land.geojson", &[&land]);
    put("window.geojson", &[&window]);
    put("all.geojson", &[&land, &window]);
    let whole = document(dir, &["lengths", "land.geojson", "--scales", "0"]);
    let notes = whole["notes"].to_string();
    for words in ["IND on 16 N, 428.131 km in 1 edge; ", "IND on 80 E, 663.788 km", "IND on 76 E"] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
    let km = |found: &Value| found["rows"][0]["coast_km"].as_f64().unwrap();
    // Forty teeth, and the edges of the box, by PROJ.
    assert!((km(&whole) - TEETH_KM - CUT_KM).abs() < 0.001, "{}", km(&whole));
    for args in [&["land.geojson", "--window", "window.geojson"][..], &["all.geojson"]] {
        let found = document(dir, &[&["lengths", "--scales", "0"], args].concat());
        assert!((km(&found) - TEETH_KM).abs() < 0.001, "{}", km(&found));
        let notes = found["notes"].to_string();
        assert!(notes.contains("3 edges are along the frame, 1755.708"), "{notes}");
        assert!(!notes.contains("straight edges"), "{notes}");
    }
}

const TEETH_KM: f64 = 622.912_563;
const CUT_KM: f64 = 1_755.707_733;

/// Minutes set for seconds, and for the other coordinate's minutes, between points on the mirror of two base points: found. A
/// point that no exchange mends stays what it is.
#[test]
fn exchanged_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    // The mirror is the meridian 178 30 15 E.
    let base = "party,lat,lon\nWWW,-42,178\nEEE,-42,179.008333333333\n";
    fs::write(dir.join("b.csv"), base).unwrap();
    let text = |third: &str| {
        format!(
            "1. 43°10'20\"S 178°30'15\"E\n2. 42°45'20\"S 178°30'15\"E\n3. {third}\n4. 41°55'20\"S 178°30'15\"E\n"
        )
    };
    let audit = |third: &str| {
        fs::write(dir.join("l.txt"), text(third)).unwrap();
        let args = ["audit", "l.txt", "--coasts", "b.csv", "--datum", "WGS84", "--tolerance", "50"];
        document(dir, &args)
    };
    for (printed, words) in [
        (
            "42°20'40\"S 178°15'30\"E",
            "178°30'15\"E for 178°15'30\"E, minutes and seconds exchanged, leaves",
        ),
        (
            "42°30'40\"S 178°20'15\"E",
            "42°20'40\"S 178°30'15\"E for 42°30'40\"S 178°20'15\"E, minutes of the two exchanged, leaves",
        ),
    ] {
        let found = audit(printed);
        assert_eq!(found["rows"][2]["verdict"], "misprint?", "{found}");
        let says = found["points"][0]["says"].as_str().unwrap();
        assert!(says.contains(words), "{says}");
    }
    assert_eq!(audit("42°20'40\"S 178°17'48\"E")["rows"][2]["verdict"], "negotiated");
}

/// A sea across the antimeridian: points of divisions lie within half a turn, and a terminus that one party writes at 180 and
/// the other at -180 is one: the division is that of a case written in one turn.
#[test]
fn divisions_across_the_antimeridian() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let coast = |turn: f64, terminus: f64| {
        let west = [[175.0, 2.0], [178.0, 2.2], [180.0, 2.0]];
        let east = [[180.0, 2.0], [182.0, 2.1], [185.0, 2.0]].map(|[x, y]| [x + turn, y]);
        let frame = [
            [175.0, 2.0],
            [178.0, 2.2],
            [180.0, 2.0],
            [182.0, 2.1],
            [185.0, 2.0],
            [185.0, 5.0],
            [175.0, 5.0],
            [175.0, 2.0],
        ];
        let feature = |properties: Value, kind: &str, coordinates: Value| {
            serde_json::json!({ "type": "Feature", "properties": properties,
                "geometry": { "type": kind, "coordinates": coordinates } })
        };
        let json = |v| serde_json::to_value(v).unwrap();
        let features = [
            feature(serde_json::json!({ "kind": "window" }), "Polygon", serde_json::json!([frame])),
            feature(
                serde_json::json!({ "kind": "coast", "party": "AAA" }),
                "LineString",
                json(west),
            ),
            feature(
                serde_json::json!({ "kind": "coast", "party": "BBB" }),
                "LineString",
                json(east),
            ),
            feature(
                serde_json::json!({ "kind": "terminus", "between": ["AAA", "BBB"], "name": "end" }),
                "Point",
                serde_json::json!([terminus, 2.0]),
            ),
        ];
        serde_json::json!({ "type": "FeatureCollection", "features": features }).to_string()
    };
    let case = "[case]\nid = \"anti\"\nname = \"Anti\"\ncoast = \"coast.geojson\"\nellipsoid = \"WGS84\"\n\
                sources = [\"made up\"]\n[[party]]\nid = \"AAA\"\nname = \"A\"\n[[party]]\nid = \"BBB\"\nname = \"B\"\n";
    let divided = |name: &str, text: &str| -> Value {
        fs::create_dir(dir.join(name)).unwrap();
        fs::write(dir.join(name).join("case.toml"), case).unwrap();
        fs::write(dir.join(name).join("coast.geojson"), text).unwrap();
        let found = run(dir, &["divide", name, "--rule", "equidistance", "--format", "json"]);
        assert_eq!(found.status.code(), Some(0), "{name}: {}", err(&found));
        serde_json::from_str(&out(&found)).unwrap()
    };
    let one = divided("one", &coast(0.0, 180.0));
    let points = one["layers"]["seabed"]["lines"][0]["points"].as_array().unwrap();
    let lon = |p: &Value| p["lon"].as_f64().unwrap();
    assert!(points.iter().any(|p| lon(p) < 0.0) && points.iter().all(|p| lon(p).abs() <= 180.0));
    for (name, turn, terminus) in [("b", -360.0, 180.0), ("c", -360.0, -180.0), ("d", 0.0, -180.0)]
    {
        let other = divided(name, &coast(turn, terminus));
        assert_eq!(other["layers"]["seabed"]["area_km2"], one["layers"]["seabed"]["area_km2"]);
    }
    let rule = ["one", "--rule", "equidistance"];
    for args in
        [&["divide", "--format", "csv"][..], &["line", "--between", "AAA,BBB", "--format", "csv"]]
    {
        let text = out(&run(dir, &[args, &rule].concat()));
        let column = text.lines().next().unwrap().split(',').position(|c| c == "lon").unwrap();
        for row in text.lines().skip(1) {
            let lon: f64 = row.split(',').nth(column).unwrap().parse().unwrap();
            assert!(lon.abs() <= 180.0, "{row}");
        }
    }
    let map = out(&run(dir, &[&["divide", "--format", "geojson"][..], &rule].concat()));
    let map: Value = serde_json::from_str(&map).unwrap();
    for f in map["features"].as_array().unwrap() {
        if f["geometry"]["type"] == "Point" {
            assert!(f["geometry"]["coordinates"][0].as_f64().unwrap().abs() <= 180.0, "{f}");
        }
    }
}
