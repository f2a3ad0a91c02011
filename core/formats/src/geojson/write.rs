//! A division as GeoJSON: cells, lines and turning points of every layer.

use littoral_delimit::Division;
use littoral_delimit::division::{Area, BoundaryLine, LayerDivision, PointKind};
use littoral_geodesy::LatLon;
use littoral_model::Case;
use serde_json::{Map, Value, json};

use crate::points::{PointRow, kind_word, layer_rows};

/// One FeatureCollection (RFC 7946), one feature a line, layers in the division's order:
/// `kind` = `cell` (MultiPolygon a holder), `line` (LineString) and `point` (true vertices).
///
/// Positions are `[lon, lat]` with 9 decimals, those in properties too. Outer rings run
/// counter-clockwise, holes clockwise. A line's `nodes` are the indices of its true vertices among
/// its coordinates; the others only keep the line on the curve. `edge` says that neighbours are
/// joined by geodesics. A ring over the antimeridian is not cut: its longitudes run on past 180.
#[must_use]
pub fn division(case: Option<&Case>, division: &Division) -> String {
    let mut features = Vec::new();
    for (name, layer) in &division.layers.0 {
        let context = Context { case, rule: &division.rule, layer: name };
        features.extend(layer.holders().filter_map(|holder| context.cell(holder, layer)));
        features.extend(layer.lines.iter().map(|line| context.line(line)));
        let rows = layer_rows(&division.rule, name, layer);
        features.extend(rows.iter().map(point));
    }
    let head = json!({
        "case": division.case,
        "rule": division.rule,
        "params": division.params,
        "provenance": division.provenance,
    });
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"littoral\":{head},\"features\":[\n{}\n]}}\n",
        lines.join(",\n")
    )
}

struct Context<'a> {
    case: Option<&'a Case>,
    rule: &'a str,
    layer: &'a str,
}

impl Context<'_> {
    fn cell(&self, holder: &str, layer: &LayerDivision) -> Option<Value> {
        let areas = layer.cells.get(holder).filter(|areas| !areas.is_empty())?;
        let party = self.case.and_then(|c| c.parties.get(c.party(holder)?));
        let properties = json!({
            "kind": "cell",
            "rule": self.rule,
            "layer": self.layer,
            "holder": holder,
            "name": party.map(|p| &p.name),
            "area_km2": layer.area_km2.get(holder),
            "share_percent": layer.share_percent.get(holder),
        });
        let polygons: Vec<Value> = areas.iter().map(polygon).collect();
        Some(feature("MultiPolygon", polygons.into(), properties))
    }

    fn line(&self, line: &BoundaryLine) -> Value {
        let mut places: Vec<Value> = line.points.iter().map(|p| position(p.lat, p.lon)).collect();
        if line.closed {
            places.extend(places.first().cloned());
        }
        let true_nodes = line.points.iter().enumerate();
        let nodes: Vec<usize> =
            true_nodes.filter(|(_, p)| p.kind != PointKind::Curve).map(|(k, _)| k).collect();
        let properties = json!({
            "kind": "line",
            "rule": self.rule,
            "layer": self.layer,
            "between": line.between,
            "length_km": line.length_km,
            "closed": line.closed,
            "edge": "geodesic",
            "nodes": nodes,
        });
        feature("LineString", places.into(), properties)
    }
}

fn point(row: &PointRow<'_>) -> Value {
    let p = row.point;
    let places = |party: &String| -> Value {
        let list: Vec<LatLon> = p.base_points_of(party);
        list.iter().map(|b| position(b.lat, b.lon)).collect()
    };
    let base: Map<String, Value> = p.base_points.keys().map(|k| (k.clone(), places(k))).collect();
    let properties = json!({
        "kind": "point",
        "rule": row.rule,
        "layer": row.layer,
        "between": row.between,
        "number": row.name.map(|n| n.to_string()),
        "point": kind_word(p.kind),
        "base_points": base,
        "distance_km": p.distance_km,
    });
    feature("Point", position(p.lat, p.lon), properties)
}

fn feature(kind: &str, coordinates: Value, properties: Value) -> Value {
    json!({
        "type": "Feature",
        "properties": properties,
        "geometry": { "type": kind, "coordinates": coordinates },
    })
}

/// `[lon, lat]`, rounded to 0.1 mm.
fn position(lat: f64, lon: f64) -> Value {
    let round = |v: f64| (v * 1e9).round() / 1e9 + 0.0;
    json!([round(lon), round(lat)])
}

/// Rings closed and turned the way RFC 7946 wants them.
fn polygon(area: &Area) -> Value {
    let ring = |(k, ring): (usize, &Vec<[f64; 2]>)| -> Value {
        let mut ring = unwrapped(ring);
        if (twice_area(&ring) > 0.0) != (k == 0) {
            ring.reverse();
        }
        ring.extend(ring.first().copied());
        ring.iter().map(|p| position(p[0], p[1])).collect()
    };
    area.rings.iter().enumerate().map(ring).collect()
}

/// The ring with longitudes that run on over the antimeridian.
fn unwrapped(ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut out: Vec<[f64; 2]> = Vec::with_capacity(ring.len() + 1);
    for &[lat, lon] in ring {
        let last = out.last().map_or(lon, |p| p[1]);
        out.push([lat, lon - 360.0 * ((lon - last) / 360.0).round()]);
    }
    out
}

/// Twice the area in the plane of longitude and latitude; positive counter-clockwise.
fn twice_area(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let Some(&[_, origin]) = ring.first() else { return 0.0 };
    ring.iter().zip(next).map(|(a, b)| (a[1] - origin) * b[0] - (b[1] - origin) * a[0]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn document() -> Value {
        serde_json::from_str(&division(None, &samples::division())).unwrap()
    }

    #[test]
    fn valid_by_our_own_reader() {
        let text = division(None, &samples::division());
        assert_eq!(crate::geojson::check("d.geojson", text.as_bytes()), []);
        assert_eq!(text.lines().count(), 2 + 6);
    }

    #[test]
    fn rings_follow_the_right_hand_rule() {
        let cells = document();
        let west = &cells["features"][0]["geometry"]["coordinates"][0][0];
        assert_eq!(*west, json!([[1.0, 0.0], [1.0, 2.0], [0.0, 2.0], [0.0, 0.0], [1.0, 0.0]]));
        let hole = &cells["features"][1]["geometry"]["coordinates"][0][1];
        assert_eq!(*hole, json!([[1.5, 0.75], [1.5, 0.5], [1.25, 0.5], [1.5, 0.75]]));
    }

    #[test]
    fn lines_flag_their_true_nodes_and_points_carry_their_base_points() {
        let document = document();
        assert_eq!(document["features"][2]["properties"]["nodes"], json!([0, 2, 3]));
        let turning = &document["features"][4]["properties"];
        assert_eq!(turning["number"], "1");
        assert_eq!(turning["base_points"]["B"], json!([[2.0, 1.0], [2.0, 0.5]]));
    }
}
