//! A small rectangular lake of two parties, and ways to spoil it.

use std::fs;
use std::path::Path;

/// Writes a good case in `dir/lake`.
pub(crate) fn write(dir: &Path) {
    let lake = dir.join("lake");
    fs::create_dir_all(&lake).unwrap();
    fs::write(lake.join("case.toml"), CASE).unwrap();
    fs::write(lake.join("coast.geojson"), COAST).unwrap();
}

/// The same with `old` replaced by `new` in one file.
pub(crate) fn spoilt(dir: &Path, file: &str, old: &str, new: &str) {
    write(dir);
    let path = dir.join("lake").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} has no {old}");
    fs::write(path, text.replacen(old, new, 1)).unwrap();
}

const CASE: &str = r#"[case]
id = "lake"
name = { en = "Test lake" }
ellipsoid = "WGS84"
coast = "coast.geojson"
sources = ["made by hand"]

[[party]]
id = "AAA"
name = { en = "West" }

[[party]]
id = "BBB"
name = { en = "East" }
"#;

const COAST: &str = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"kind": "sea"}, "geometry": {"type": "Polygon", "coordinates": [
[[10.0, 40.0], [10.5, 40.0], [11.0, 40.0], [11.0, 41.0], [10.5, 41.0], [10.0, 41.0], [10.0, 40.0]]
]}},
{"type": "Feature", "properties": {"kind": "coast", "party": "AAA"}, "geometry": {"type": "LineString", "coordinates":
[[10.5, 41.0], [10.0, 41.0], [10.0, 40.0], [10.5, 40.0]]
}},
{"type": "Feature", "properties": {"kind": "coast", "party": "BBB"}, "geometry": {"type": "LineString", "coordinates":
[[10.5, 40.0], [11.0, 40.0], [11.0, 41.0], [10.5, 41.0]]
}}
]}
"#;
