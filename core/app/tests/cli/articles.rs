//! Articles of the Convention from outside: PASS or FAIL by paragraph.

use std::fs;

use super::sheets::{json, refusal};

/// Article 47 by paragraph: areas of two squares by PROJ, lengths by the ellipsoid's equator.
#[test]
fn archipelagic_baselines() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let square = "lat,lon\n-18,179.2\n-16.5,179.2\n-16.5,180.7\n-18,180.7\n-18,179.2\n";
    fs::write(dir.join("base.csv"), square).unwrap();
    let ring = "[[179.7,-17.6],[180.2,-17.6],[180.2,-17.1],[179.7,-17.1],[179.7,-17.6]]";
    let land = format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"FJI\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}"
    );
    fs::write(dir.join("land.geojson"), land).unwrap();
    let args = ["baselines", "base.csv", "--archipelagic", "--datum", "WGS84"];
    let found = json(dir, &[&args[..], &["--land", "land.geojson"]].concat());
    let tests = found["article_47"].as_array().unwrap();
    let results: Vec<&str> = tests.iter().map(|t| t["result"].as_str().unwrap()).collect();
    assert_eq!(results, ["PASS", "PASS", "PASS", "PASS"], "{found}");
    assert!(
        tests[1]["figures"].as_str().unwrap().starts_with("8.0049 to 1: 26481.2182 km2"),
        "{found}"
    );
    assert!(found["title"].as_str().unwrap().ends_with("PASS by UNCLOS article 47"));
    let silent = json(dir, &args);
    assert_eq!(silent["article_47"].as_array().unwrap().len(), 3);
    assert!(silent["notes"].to_string().contains("the ratio of water to land is not tested"));
    let open = square.rsplit_once("-18,179.2").unwrap().0;
    fs::write(dir.join("open.csv"), open).unwrap();
    let args = ["baselines", "open.csv", "--archipelagic", "--datum", "WGS84"];
    let found = json(dir, &args);
    assert!(found["title"].as_str().unwrap().contains("FAIL"), "{found}");
    assert!(found["rows"][0]["direction_is"].is_null() && found["rows"][0]["length_is"] == "PASS");
    let args = ["baselines", "base.csv", "--land", "land.geojson", "--datum", "WGS84"];
    assert!(refusal(dir, &args).contains("--archipelagic"));
}

#[test]
fn one_island_across_a_bay() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("s.csv"), "lat,lon\n0,0\n0.2,0\n0.2,0.1\n0,0.1\n").unwrap();
    let ring = "[[0.04,-0.01],[0.06,-0.01],[0.06,0.01],[0.04,0.01],[0.04,-0.01]]";
    let island = format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"A\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}"
    );
    fs::write(dir.join("i.geojson"), island).unwrap();
    let found = json(dir, &["bay", "s.csv", "--islands", "i.geojson", "--datum", "WGS84"]);
    let said = found["notes"].to_string();
    assert!(said.contains("1 island lies across the closing line: 2 mouths"), "{said}");
}

/// Closed lines are islands like polygons, and what is no ring is refused with its feature.
#[test]
fn islands_of_any_form() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::write(dir.join("s.csv"), "lat,lon\n0,0\n0.12,0\n0.1,0.3\n0,0.3\n").unwrap();
    let corners = "[0.13,-0.02],[0.17,-0.02],[0.17,0.02],[0.13,0.02]";
    let shape = |kind: &str, coordinates: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}"
        )
    };
    let closed = format!("{corners},[0.13,-0.02]");
    let rows = "-0.02,0.13,islands\n-0.02,0.17,islands\n0.02,0.17,islands\n0.02,0.13,islands\n";
    let rows: String = rows.lines().map(|row| format!("A,i,{row}\n")).collect();
    for (name, text) in [
        ("polygon.geojson", shape("Polygon", &format!("[[{closed}]]"))),
        ("line.geojson", shape("LineString", &format!("[{closed}]"))),
        ("rows.csv", format!("party,line,lat,lon,kind\n{rows}")),
    ] {
        fs::write(dir.join(name), text).unwrap();
        let found = json(dir, &["bay", "s.csv", "--islands", name, "--datum", "WGS84"]);
        // 0.26 of 0.3 degrees of the equator: pi / 8 of the square.
        let said = found["facts"].to_string();
        assert!(said.contains("328.964477 km2 on 28943.068 m"), "{name}: {said}");
        assert!(found["notes"].to_string().contains("2 mouths"), "{name}: {found}");
    }
    for (name, text, why) in [
        ("open.geojson", shape("LineString", &format!("[{corners}]")), "does not close"),
        ("points.geojson", shape("MultiPoint", &format!("[{corners}]")), "a point is no ring"),
        ("points.csv", "lat,lon\n0,0.1\n0.01,0.1\n0.01,0.11\n".to_owned(), "a point is no ring"),
    ] {
        fs::write(dir.join(name), text).unwrap();
        let said = refusal(dir, &["bay", "s.csv", "--islands", name, "--datum", "WGS84"]);
        assert!(said.contains(why) && said.contains(name), "{name}: {said}");
    }
}
