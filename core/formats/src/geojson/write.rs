//! A division as GeoJSON: cells, lines and turning points of every layer.

use littoral_delimit::Division;
use littoral_delimit::division::{BoundaryLine, Control, LayerDivision, Provenance};
use littoral_model::Case;
use serde_json::{Map, Value, json};

use crate::exchange::division::{Densifier, TOLERANCE_M, dense_line};
use crate::exchange::{Shape, cut, geometry, position};

use crate::points::{PointRow, kind_word, layer_rows, written_at};

/// One FeatureCollection (RFC 7946), one feature a line, layers in the division's order:
/// `kind` = `cell` (MultiPolygon a holder), `line` (LineString) and `point` (true vertices).
///
/// Positions are `[lon, lat]` with 9 decimals, those in properties too. Outer rings run
/// counter-clockwise, holes clockwise. Edges are geodesics, densified so that the straight pieces between
/// positions keep to them within 2 cm (`densified_to_m`). A line's `nodes` are the indices of its true
/// vertices among its positions (counted before a cut at the antimeridian adds positions); the others
/// only keep it on the curve. What crosses the antimeridian is cut there (RFC 7946, 3.1.9).
#[must_use]
pub fn division(case: Option<&Case>, division: &Division) -> String {
    let mut features = Vec::new();
    let dense = Densifier::new(case);
    for (name, layer) in &division.layers.0 {
        let context = Context { case, rule: &division.rule, layer: name, dense: &dense };
        features.extend(layer.holders().filter_map(|holder| context.cell(holder, layer)));
        features.extend(layer.lines.iter().map(|line| context.line(line)));
        let rows = layer_rows(&division.rule, name, layer);
        features.extend(rows.iter().map(point));
    }
    // The same input gives the same bytes: without the time that the run took.
    let provenance = Provenance { engine_ms: None, ..division.provenance.clone() };
    let head = json!({
        "case": division.case,
        "rule": division.rule,
        "params": division.params,
        "date": case.and_then(|c| c.date).map(|d| d.to_string()),
        "provenance": provenance,
        "densified_to_m": TOLERANCE_M,
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
    dense: &'a Densifier,
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
        let dense = areas.iter().map(|a| a.rings.iter().map(|r| self.dense.ring(r)).collect());
        let Value::Object(mut found) = geometry(&cut(&Shape::Polygons(dense.collect()))) else {
            return None;
        };
        // Cells are always multiple, so that a layer of them has one type.
        if found.get("type").is_some_and(|t| t == "Polygon") {
            let one = found.remove("coordinates")?;
            found.insert("type".into(), "MultiPolygon".into());
            found.insert("coordinates".into(), json!([one]));
        }
        Some(feature(Value::Object(found), properties))
    }

    fn line(&self, line: &BoundaryLine) -> Value {
        let (places, nodes) = dense_line(self.dense, line);
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
        feature(geometry(&cut(&Shape::Lines(vec![places]))), properties)
    }
}

fn point(row: &PointRow<'_>) -> Value {
    let p = row.point;
    let places = |c: &Control| -> (String, Value) {
        let list = c.base_points.iter().map(|b| position(*b)).collect();
        (c.party.as_str().to_owned(), list)
    };
    let base: Map<String, Value> = p.controls.iter().map(places).collect();
    let properties = json!({
        "kind": "point",
        "rule": row.rule,
        "layer": row.layer,
        "between": row.between,
        "number": row.name.map(|n| n.to_string()),
        "point": kind_word(p.kind),
        "base_points": base,
        "distance_km": p.distances_km(),
    });
    feature(geometry(&Shape::Points(vec![written_at(p)])), properties)
}

fn feature(geometry: Value, properties: Value) -> Value {
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
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
    fn rings_follow_the_right_hand_rule_and_keep_their_corners() {
        let cells = document();
        for (feature, ring, left) in [(0, 0, true), (1, 0, true), (1, 1, false)] {
            let ring = &cells["features"][feature]["geometry"]["coordinates"][0][ring];
            let places: Vec<[f64; 2]> = serde_json::from_value(ring.clone()).unwrap();
            assert_eq!(places.first(), places.last());
            let area: f64 = places.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum();
            assert_eq!(area > 0.0, left);
        }
        let west = cells["features"][0]["geometry"]["coordinates"][0][0].as_array().unwrap();
        for corner in [[0.0, 0.0], [1.0, 0.0], [1.0, 2.0], [0.0, 2.0]] {
            assert!(west.contains(&json!(corner)), "{corner:?}");
        }
        // The edge along 2 N bulges poleward of the straight line.
        assert!(west.iter().any(|p| p[1].as_f64().is_some_and(|lat| lat > 2.000_01)));
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
