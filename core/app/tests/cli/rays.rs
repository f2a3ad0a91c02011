//! Lines by azimuth and until a limit from outside: notations, refusals, documents.

use std::fs;

use serde_json::Value;

use super::sheets::{json, refusal};
use super::{err, out, run};

const GUINEA: &str = "party,lat,lon,name\nCIV,5.0886,-3.1036,55\nGHA,4.738,-2.09,a\nGHA,4.8667,-2.2416,b\n\
                      CIV,5.2231,-4.0231,c\nCIV,4.6517,-5.35,d\nCIV,4.3594,-7.53,e\nGHA,6.1,1.2,f\n";
const FROM: [&str; 4] = ["--from", "5.0906,-3.1030", "--datum", "WGS84"];

/// Every place an azimuth or a length is asked takes the notations of judgments.
#[test]
fn azimuths_and_lengths() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let crossing = |first: &str, second: &str| {
        json(dir, &["intersect", "--datum", "WGS84", "--first", first, "--second", second])["rows"]
            [0]
        .clone()
    };
    let circle = "circle 15.09,-82.6749 22224";
    let plain = crossing("ray 15.01444,-83.09944 70.24479166666667 300000", circle);
    assert!(plain["latitude"].is_number(), "{plain}");
    for first in [
        "ray 15.01444,-83.09944 70°14'41.25\" 300000",
        "ray 15.01444,-83.09944 70 14 41.25 300 km",
        "ray 15.01444,-83.09944 N 70°14'41.25\" E 300km",
    ] {
        let found = crossing(first, "circle 15.09,-82.6749 12 M");
        for key in ["latitude", "longitude"] {
            let off = found[key].as_f64().unwrap() - plain[key].as_f64().unwrap();
            assert!(off.abs() < 1e-10, "{first} {found} {plain}");
        }
    }
    fs::write(dir.join("l.csv"), "lat,lon\n2.67,-3.61\n").unwrap();
    let moved = |azimuth: &str| {
        let args = ["translate", "l.csv", "--datum", "WGS84", "--metres", "1000", "--azimuth"];
        json(dir, &[&args[..], &[azimuth]].concat())["rows"].clone()
    };
    assert_eq!(moved("191 38 06.7"), moved("191.63519444444445"));
    assert_eq!(moved("-12°30'"), moved("-12.5"));
    let fronts = ["--first", "15,-83.13 15.9,-86.0", "--second", "15,-83.13 11.0,-83.7"];
    let args = [&["bisector", "--datum", "WGS84"], &fronts[..]].concat();
    let half = |more: &[&str]| json(dir, &[&args[..], more].concat());
    assert_eq!(half(&["--seaward", "N 70 E"])["rows"], half(&["--seaward", "70"])["rows"]);
    for (args, why) in [
        (vec!["--first", "ray 1,2 70°61' 3000"], "minutes or seconds are 60 or more"),
        (vec!["--first", "ray 1,2 70 3000 mi"], "\"mi\" is no unit"),
        (vec!["--first", "ray 1,2 70"], "is no curve"),
        (vec!["--first", "circle 1,2 0 M"], "no distance on the earth"),
    ] {
        let rest = ["--second", "circle 1,2 3km", "--datum", "WGS84"];
        let said = refusal(dir, &[&["intersect"], &args[..], &rest].concat());
        assert!(said.contains(why) && said.contains("LENGTH in metres"), "{said}");
    }
    let args = ["translate", "l.csv", "--datum", "WGS84", "--metres", "9", "--azimuth", "N 95 E"];
    let said = refusal(dir, &args);
    assert!(said.contains("at most 90 degrees") && said.contains("70°14'41.25\""), "{said}");
}

/// Until 200 M: place and way by PROJ and brute force; the point of every format is the same.
#[test]
fn a_ray_until_its_limit() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("b.csv"), GUINEA).unwrap();
    let azimuth = ["--azimuth", "191°38'06.7\"", "--limit", "200M"];
    let args = [&["ray", "b.csv"], &FROM[..], &azimuth].concat();
    let found = json(dir, &args);
    let row = &found["rows"][0];
    assert!((row["latitude"].as_f64().unwrap() - 1.686_837_315_3).abs() < 1e-10, "{row}");
    assert!((row["longitude"].as_f64().unwrap() + 3.799_038_794).abs() < 1e-10, "{row}");
    assert_eq!((&row["controlled_by"], &row["the_line"]), (&"CIV d".into(), &"leaves".into()));
    assert_eq!(found["facts"]["limit"], "200 M (370400 m) from the base points of CIV, GHA");
    let stations = found["the_line_until_the_limit"].as_array().unwrap();
    assert_eq!(stations.last().unwrap()["latitude"], row["latitude"]);
    let table = out(&run(dir, &[&["construct"][..], &args].concat()));
    assert!(table.contains("01° 41′ 12.614″ N") && table.contains("CIV d"), "{table}");
    let done = run(dir, &[&["construct"][..], &args, &["-o", "r.geojson"]].concat());
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    let map: Value =
        serde_json::from_str(&fs::read_to_string(dir.join("r.geojson")).unwrap()).unwrap();
    let line =
        map["features"].as_array().unwrap().iter().find(|f| f["properties"]["kind"] == "line");
    let end = line.unwrap()["geometry"]["coordinates"].as_array().unwrap().last().unwrap().clone();
    assert!((end[1].as_f64().unwrap() - 1.686_837_315_3).abs() < 1e-9, "{end}");
    // Ghana's points alone are reached sooner; a loxodrome ends elsewhere.
    let miles = |more: &[&str]| {
        let found = json(dir, &[&args[..], more].concat());
        found["rows"][0]["from_the_start_nm"].as_f64().unwrap() * 1852.0
    };
    assert!((miles(&[]) - 384_246.083_679_881).abs() < 1e-5);
    assert!((miles(&["--edge", "loxodrome"]) - 384_378.198_695_827).abs() < 1e-5);
    assert!(miles(&["--party", "GHA"]) < 384_000.0);
}

/// The file of a surveyor: start, points, all crossings and end, in the order of the line, each with way and azimuth. Ways
/// are those of the document; the ends by Karney's geodesics from the start.
#[test]
fn a_file_in_the_order_of_the_line() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let islands = "party,lat,lon\nA,-16,179.6\nA,-16.3,-178.9\nA,-15.9,-178.2\n";
    fs::write(dir.join("i.csv"), islands).unwrap();
    let limit = ["--limit", "24M", "--datum", "WGS84"];
    let ray = ["ray", "i.csv", "--from", "-16.1,178.9", "--azimuth", "92", "--length", "400km"];
    let rows = |args: &[&str]| -> Vec<Vec<String>> {
        let done = run(dir, &[&["construct"], args, &limit, &["--format", "csv"]].concat());
        assert_eq!(done.status.code(), Some(0), "{}", err(&done));
        let text = out(&done);
        let lines = text.lines().filter(|l| !l.starts_with('#'));
        lines.map(|l| l.split(',').map(str::to_owned).collect()).collect()
    };
    let found = rows(&ray);
    let head = "no,point,latitude,longitude,from_the_start_nm,azimuth_deg,the_line,controlled_by,beyond_the_limit_m";
    assert_eq!(found[0].join(","), head);
    let points: Vec<&str> = found[1..].iter().map(|r| r[1].as_str()).collect();
    let wanted = [
        "start",
        "limit",
        "crossing",
        "crossing",
        "crossing",
        "crossing",
        "crossing",
        "end of the search",
    ];
    assert_eq!(points, wanted);
    let miles: Vec<f64> = found[1..].iter().map(|r| r[4].parse().unwrap()).collect();
    assert!(miles.is_sorted() && miles[0] == 0.0 && (miles[7] * 1852.0 - 4e5).abs() < 1e-6);
    assert!((miles[1] * 1852.0 - 32_163.414_215_429).abs() < 1e-5, "{miles:?}");
    assert_eq!((found[2][6].as_str(), found[3][6].as_str()), ("enters", "leaves"));
    // Drawn through a point between: the point has its row, with the azimuth of what follows.
    fs::write(dir.join("l.csv"), "lat,lon,name\n-16.1,178.9,P\n-16.1,179.6,Q\n-16.5,-178.0,R\n")
        .unwrap();
    let found = rows(&["cut", "l.csv", "--bases", "i.csv"]);
    let points: Vec<&str> = found[1..].iter().map(|r| r[1].as_str()).collect();
    assert_eq!((points[0], points.last()), ("P", Some(&"R")), "{found:?}");
    let q = found.iter().find(|r| r[1] == "Q").unwrap();
    assert!((q[4].parse::<f64>().unwrap() - 40.435559189).abs() < 1e-6, "{q:?}");
    assert!((q[5].parse::<f64>().unwrap() - 100.126786825).abs() < 1e-6, "{q:?}");
}

/// A coast that the line nears by 56 m in 400 km: one crossing, where brute force has it; along the limit there is none.
#[test]
fn a_limit_neared_slowly() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("m.csv"), "party,lat,lon\nA,0,0\nA,5,0\n").unwrap();
    let ray = ["ray", "m.csv", "--join", "geodesic", "--from", "0.5,0.2", "--azimuth", "0"];
    let more = ["--limit", "22260m", "--length", "400km", "--datum", "WGS84"];
    let found = json(dir, &[&ray[..], &more].concat());
    let rows = found["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{found}");
    let miles = rows[0]["from_the_start_nm"].as_f64().unwrap();
    assert!((miles - 34.378_236_486_6).abs() < 1e-6 && rows[0]["the_line"] == "enters");
    fs::write(dir.join("p.csv"), "party,lat,lon\nA,90,0\n").unwrap();
    let along = ["ray", "p.csv", "--from", "80,0", "--azimuth", "90", "--edge", "loxodrome"];
    let said =
        |limit: &str| refusal(dir, &[&along[..], &["--limit", limit, "--datum", "WGS84"]].concat());
    assert!(said("1116815.857m").contains("does not reach"), "{}", said("1116815.857m"));
    assert!(said("1116825.8574m").contains("within a millimetre of it for more than 1000 m"));
}

#[test]
fn a_ray_refused() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("b.csv"), GUINEA).unwrap();
    for (args, why) in [
        (vec!["b.csv", "--azimuth", "190", "--limit", "200"], "it has no unit; write 12M"),
        (vec!["b.csv", "--azimuth", "190", "--limit", "200M", "--length", "50M"], "does not reach"),
        (vec!["b.csv", "--azimuth", "190", "--limit", "200M", "--party", "XXX"], "no party"),
        (vec!["b.csv", "--azimuth", "190"], "--limit"),
        (vec!["--azimuth", "190", "--limit", "200M"], "FILES"),
        (vec!["--azimuth", "190", "--length", "0km"], "must be above 0"),
        (vec!["--azimuth", "x"], "is no azimuth"),
    ] {
        let said = refusal(dir, &[&["ray"], &FROM[..], &args].concat());
        assert!(said.contains(why), "{args:?} {said}");
    }
    let pole =
        ["ray", "--from", "90,0", "--azimuth", "1", "--edge", "loxodrome", "--datum", "WGS84"];
    assert!(refusal(dir, &pole).contains("no azimuth at a pole"));
}

/// The line of the ray, drawn in a file, is cut where the ray ends; its datum is told as everywhere.
#[test]
fn a_drawn_line_is_cut() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("b.csv"), GUINEA).unwrap();
    let args = [&["ray", "--azimuth", "191 38 06.7", "--length", "900km"], &FROM[..]].concat();
    let line = json(dir, &args);
    let rows = line["rows"].as_array().unwrap();
    let row = |r: &Value| format!("{},{},p{}\n", r["latitude"], r["longitude"], r["no"]);
    let text: String = rows.iter().map(row).collect();
    fs::write(dir.join("l.csv"), format!("lat,lon,name\n{text}")).unwrap();
    let args = ["cut", "l.csv", "--bases", "b.csv", "--limit", "200M", "--datum", "WGS84"];
    let found = json(dir, &args);
    assert!((found["rows"][0]["latitude"].as_f64().unwrap() - 1.686_837_315).abs() < 1e-8);
    let kept = found["the_line_until_the_limit"].as_array().unwrap();
    let names: Vec<&str> = kept.iter().map(|p| p["point"].as_str().unwrap()).collect();
    assert_eq!(names, ["p1", "p2", "p3", "p4", "p5", "limit"]);
    let args = ["cut", "l.csv", "--bases", "b.csv", "--limit", "500M", "--datum", "WGS84"];
    assert!(refusal(dir, &args).contains("the line does not reach the limit: it starts"));
}

/// From 3 M off the mouth the line has the azimuth of the apex; the end by PROJ.
#[test]
fn a_bisector_from_off_the_apex() {
    let dir = tempfile::tempdir().unwrap();
    let args = [
        "bisector",
        "--datum",
        "WGS84",
        "--first",
        "15,-83.13 15.9,-86.0",
        "--second",
        "15,-83.13 11.0,-83.7",
        "--seaward",
        "70",
        "--from",
        "15.01444444,-83.09944444",
        "--nm",
        "161.9870410367171",
    ];
    let found = json(dir.path(), &args);
    let rows = found["rows"].as_array().unwrap();
    assert!((rows[0]["latitude"].as_f64().unwrap() - 15.014_444_44).abs() < 1e-9);
    assert!((rows[0]["azimuth_deg"].as_f64().unwrap() - 58.158_175_654_1).abs() < 1e-8);
    let end = rows.last().unwrap();
    assert!((end["latitude"].as_f64().unwrap() - 16.431_952_125_9).abs() < 1e-9, "{end}");
    let line = found["facts"]["line"].as_str().unwrap();
    assert!(line.contains("off the apex") && line.contains("58.158176"), "{line}");
}
