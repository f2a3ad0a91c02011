//! Several chains of baselines in one file, and the land within them.

use std::fs;
use std::path::Path;

use super::err;
use super::run;
use super::sheets::{json, refusal};

const TWO: &str =
    "party,lat,lon\nA,0,0\nA,0,1\nA,1,1\nA,1,0\nA,0,0\nB,5,5\nB,5,6\nB,6,6\nB,6,5\nB,5,5\n";

fn square(lon: f64, lat: f64, size: f64) -> String {
    let (east, north) = (lon + size, lat + size);
    format!("[[{lon},{lat}],[{east},{lat}],[{east},{north}],[{lon},{north}],[{lon},{lat}]]")
}

fn feature(party: &str, kind: &str, coordinates: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"{party}\"}},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}"
    )
}

fn collection(dir: &Path, name: &str, features: &[String]) {
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","));
    fs::write(dir.join(name), text).unwrap();
}

/// Two parties are two chains: no segment from one to the other. Lengths along the equator by its radius.
#[test]
fn every_party_has_its_chain() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("b.csv"), TWO).unwrap();
    let args = ["baselines", "b.csv", "--datum", "WGS84"];
    let found = json(dir, &args);
    let rows = found["rows"].as_array().unwrap();
    let chain = |id: &str| rows.iter().filter(|r| r["chain"] == id).count();
    assert_eq!((rows.len(), chain("A"), chain("B")), (8, 4, 4), "{found}");
    let degree = 6_378_137.0 * std::f64::consts::PI / 180.0 / 1852.0;
    assert!((rows[0]["length_nm"].as_f64().unwrap() - degree).abs() < 1e-9, "{found}");
    assert!(rows.iter().all(|r| r["length_nm"].as_f64().unwrap() < 61.0), "{found}");
    let notes = found["notes"].to_string();
    assert!(notes.contains("2 chains, each by itself: A, B"), "{notes}");
    assert!(notes.contains("A: total length 239.") && notes.contains("B: total length 239."));
    // One party's rows are one chain as before, wherever they stand; lines that have names are chains of their own.
    fs::write(dir.join("c.csv"), "party,lat,lon\nA,0,0\nA,0,1\n").unwrap();
    let one = json(dir, &["baselines", "c.csv", "--datum", "WGS84"]);
    assert!(one["rows"][0]["chain"].is_null() && !one["notes"].to_string().contains("chain"));
    fs::write(dir.join("d.csv"), "party,line,lat,lon\nA,n,0,0\nA,s,-5,0\nA,n,0,1\nA,s,-5,1\n")
        .unwrap();
    let lines = json(dir, &["baselines", "d.csv", "--datum", "WGS84"]);
    assert_eq!(lines["rows"].as_array().unwrap().len(), 2, "{lines}");
    assert_eq!(lines["rows"][1]["chain"], "A s");
}

/// Article 47 for each, with the land of each: ratios by PROJ's polygons.
#[test]
fn two_archipelagos() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("b.csv"), TWO).unwrap();
    let atoll = format!("[{},{}]", square(0.2, 0.2, 0.6), square(0.4, 0.4, 0.2));
    // A ring as a closed line counts as land as well.
    let island = feature("B", "LineString", &square(5.1, 5.1, 0.8));
    collection(dir, "l.geojson", &[feature("A", "Polygon", &atoll), island]);
    let args = ["baselines", "b.csv", "--archipelagic", "--datum", "WGS84"];
    let found = json(dir, &[&args[..], &["--land", "l.geojson"]].concat());
    assert!(found["title"].as_str().unwrap().contains("A PASS, B FAIL by UNCLOS"), "{found}");
    let tests = found["article_47"].as_array().unwrap();
    let ratio = |id: &str| {
        let of = tests.iter().filter(|t| t["chain"] == id);
        let mut figures = of.map(|t| t["figures"].as_str().unwrap());
        figures.find(|f| f.contains(" to 1")).unwrap().to_owned()
    };
    assert!(ratio("A").starts_with("1.7778 to 1"), "{found}");
    assert!(ratio("B").starts_with("0.5625 to 1"), "{found}");
    let notes = found["notes"].to_string();
    assert!(notes.contains("A: 1 lake or lagoon") && notes.contains("47 (7)"), "{notes}");
    assert!(notes.contains("make the ratio 2.1250 to 1"), "{notes}");
    assert!(!notes.contains("outside the baselines"), "{notes}");
    let open = square(5.1, 5.1, 0.8).replace(",[5.1,5.1]]", "]");
    collection(dir, "o.geojson", &[feature("B", "LineString", &open)]);
    let said = refusal(dir, &[&args[..], &["--land", "o.geojson"]].concat());
    assert!(said.contains("does not close") && said.contains("closed lines"), "{said}");
}

/// Options of article 7 have no say under article 47, and are not passed over.
#[test]
fn options_that_have_no_say() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("b.csv"), TWO).unwrap();
    for option in ["--longest", "--departure"] {
        let args = ["baselines", "b.csv", "--archipelagic", "--datum", "WGS84", option, "48"];
        let said = refusal(dir.path(), &args);
        assert!(said.contains(option) && said.contains("leave --archipelagic out"), "{said}");
    }
    let args = ["construct", "baselines", "b.csv", "--datum", "WGS84", "--longest", "48"];
    let done = run(dir.path(), &args);
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
}

/// A lagoon is no shore of a ray or an envelope, and that is said: from within one 24 M are measured from the outer shore.
#[test]
fn lagoons_are_no_shore() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let land = format!("[{},{}]", square(0.0, 0.0, 4.0), square(1.0, 1.0, 2.0));
    collection(dir, "h.geojson", &[feature("A", "Polygon", &land)]);
    let ray = ["ray", "h.geojson", "--from", "2,2", "--azimuth", "90", "--limit", "24M"];
    let found = json(dir, &[&ray[..], &["--datum", "WGS84"]].concat());
    assert_eq!(found["rows"].as_array().unwrap().len(), 1, "{found}");
    assert!((found["rows"][0]["longitude"].as_f64().unwrap() - 4.399).abs() < 1e-2, "{found}");
    let envelope = json(dir, &["envelope", "h.geojson", "--nm", "12", "--datum", "WGS84"]);
    for sheet in [&found, &envelope] {
        let notes = sheet["notes"].to_string();
        let said = "a lake or lagoon within the land of A, near 1.0000, 1.0000, is no shore";
        assert!(notes.contains(said) && notes.contains("art. 5, 6 and 8"), "{notes}");
    }
    // An enclave fills its hole: neither lake nor shore.
    let enclave = feature("B", "Polygon", &format!("[{}]", square(1.0, 1.0, 2.0)));
    collection(dir, "e.geojson", &[feature("A", "Polygon", &land), enclave]);
    let args = ["envelope", "e.geojson", "--nm", "12", "--datum", "WGS84", "--party", "A"];
    assert!(!json(dir, &args)["notes"].to_string().contains("lagoon"));
}
