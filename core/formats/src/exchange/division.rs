//! A division as layers of plain features: cells, lines, turning points, base points.
//!
//! The true edges are geodesics, while the programs that read these files draw straight lines in
//! longitude and latitude. So edges get places in between until no straight piece is farther than
//! [`TOLERANCE_M`] from its geodesic. The true vertices stay, and `nodes` tells them from the others.

use littoral_delimit::Division;
use littoral_delimit::division::{Area, BoundaryLine, LayerDivision, PointKind};
use littoral_geodesy::{Earth, Ellipsoid, LatLon, densify};
use littoral_model::Case;
use serde_json::{Map, Value, json};

use super::Piece;
use super::feature::{Collection, Feature, Layer, Shape};
use super::meridian::unwrapped;
use crate::csv::{base_points, distances, listed};
use crate::dms::{Axis, dms};
use crate::points::{PointRow, kind_word, layer_rows};

/// Farthest that a straight piece of an exported edge lies from its geodesic, metres. Areas in the plane
/// of an equal-area map then agree with the geodesic ones to better than a millionth.
pub const TOLERANCE_M: f64 = 0.02;

/// Puts places on geodesics.
pub(crate) struct Densifier {
    earth: Earth,
}

impl Densifier {
    /// For the ellipsoid of a case, else WGS 84.
    pub(crate) fn new(case: Option<&Case>) -> Self {
        let ellipsoid = case.map_or_else(Ellipsoid::wgs84, |c| c.ellipsoid.clone());
        Self { earth: Earth::new(&ellipsoid) }
    }

    /// The line with places in between, and where its own vertices are now.
    pub(crate) fn line(&self, line: &[LatLon]) -> (Vec<LatLon>, Vec<usize>) {
        let line = unwrapped(line);
        let (mut out, mut nodes) = (Vec::with_capacity(line.len()), Vec::with_capacity(line.len()));
        for w in line.windows(2) {
            if let &[a, b] = w {
                nodes.push(out.len());
                out.push(a);
                out.extend(self.between(a, b));
            }
        }
        nodes.push(out.len());
        out.extend(line.last().copied());
        (out, nodes)
    }

    /// A ring with places in between; the first is not repeated.
    pub(crate) fn ring(&self, ring: &[[f64; 2]]) -> Vec<LatLon> {
        let mut line: Vec<LatLon> = ring.iter().map(|p| LatLon::new(p[0], p[1])).collect();
        line.extend(line.first().copied());
        let (mut out, _) = self.line(&line);
        out.pop();
        out
    }

    /// Places on the geodesic between two others, the same ones whichever way it is run through, so
    /// that neighbouring cells share their edge to the last digit.
    fn between(&self, a: LatLon, b: LatLon) -> Vec<LatLon> {
        if (b.lat, b.lon) < (a.lat, a.lon) {
            let mut out = self.between(b, a);
            out.reverse();
            return out;
        }
        let (pa, pb) = (self.earth.point(a), self.earth.point(b));
        let length = self.earth.distance(&pa, &pb);
        let pieces = pieces(a, b, length);
        if pieces < 2.0 {
            return Vec::new();
        }
        let longest = length / pieces * (1.0 + 1e-12);
        let all = densify::geodesic(&self.earth, a, b, longest);
        let inner = all.get(1..all.len().saturating_sub(1)).unwrap_or(&[]);
        let place =
            |p: LatLon| LatLon::new(p.lat, p.lon - 360.0 * ((p.lon - a.lon) / 360.0).round());
        inner.iter().map(|s| place(self.earth.lat_lon(s))).collect()
    }
}

/// Into how many pieces an edge falls. A straight piece in longitude and latitude bends away from the
/// geodesic by at most L E tan(lat) / 4R, with its length L and its east-west extent E.
fn pieces(a: LatLon, b: LatLon, length: f64) -> f64 {
    const RADIUS: f64 = 6_371_000.0;
    let lat = a.lat.abs().max(b.lat.abs()).min(89.0).to_radians();
    let east = ((b.lon - a.lon).to_radians() * lat.cos() * RADIUS).abs();
    // Half a degree of latitude more: the edge may bulge poleward.
    let bend = length * east * (lat + 0.01).tan() / (4.0 * RADIUS);
    (bend / TOLERANCE_M).sqrt().ceil().clamp(1.0, 100_000.0)
}

/// Every layer of a division in four tables: `cells`, `lines`, `points` (turning points, tripoints,
/// termini) and `base_points`. The column `layer` says seabed, water and so on.
#[must_use]
pub fn collection(case: &Case, division: &Division) -> Collection {
    let dense = Densifier::new(Some(case));
    let tables = ["cells", "lines", "points", "base_points"];
    let mut out = Collection {
        name: format!("{} {}", division.case, division.rule),
        about: about(case, division),
        date: case.date.map(|d| d.to_string()).unwrap_or_default(),
        layers: tables.map(|n| Layer { name: n.into(), features: vec![] }).into(),
    };
    for (name, layer) in &division.layers.0 {
        let rows = layer_rows(&division.rule, name, layer);
        let context = Context { case, division, name, dense: &dense };
        let found = [
            layer.holders().filter_map(|h| context.cell(h, layer)).collect::<Vec<_>>(),
            layer.lines.iter().map(|l| context.line(l)).collect(),
            rows.iter().map(point).collect(),
            base(&rows),
        ];
        out.layers.iter_mut().zip(found).for_each(|(l, f)| l.features.extend(f));
    }
    out.layers.retain(|l| !l.features.is_empty());
    out
}

/// The file beside a table of a division that says what made it.
#[must_use]
pub fn provenance(case: &Case, division: &Division) -> Option<Piece> {
    Piece::provenance(&Collection { about: about(case, division), ..Collection::default() })
}

/// What the collection is, for formats with room for it; without the time a run took.
pub(crate) fn about(case: &Case, division: &Division) -> Map<String, Value> {
    let mut provenance = division.provenance.clone();
    provenance.engine_ms = None;
    let about = json!({ "case": division.case, "rule": division.rule, "params": division.params,
        "date": case.date.map(|d| d.to_string()), "provenance": provenance, "edges": "geodesic", "densified_to_m": TOLERANCE_M });
    about.as_object().cloned().unwrap_or_default()
}

struct Context<'a> {
    case: &'a Case,
    division: &'a Division,
    name: &'a str,
    dense: &'a Densifier,
}

impl Context<'_> {
    fn cell(&self, holder: &str, layer: &LayerDivision) -> Option<Feature> {
        let areas = layer.cells.get(holder).filter(|a| !a.is_empty())?;
        let party = self.case.party(holder).and_then(|k| self.case.parties.get(k));
        let named = |lang: &str| party.and_then(|p| p.name.0.get(lang)).cloned();
        Some(Feature {
            shape: Some(Shape::Polygons(areas.iter().map(|a| self.area(a)).collect())),
            properties: properties(json!({
                "kind": "cell", "rule": self.division.rule, "layer": self.name, "holder": holder,
                "name_en": named("en"), "name_fa": named("fa"), "name_ru": named("ru"),
                "area_km2": layer.area_km2.get(holder), "share_percent": layer.share_percent.get(holder),
            })),
            ..Feature::default()
        })
    }

    fn area(&self, area: &Area) -> Vec<Vec<LatLon>> {
        area.rings.iter().map(|r| self.dense.ring(r)).collect()
    }

    fn line(&self, line: &BoundaryLine) -> Feature {
        let (places, nodes) = dense_line(self.dense, line);
        let nodes: Vec<String> = nodes.iter().map(usize::to_string).collect();
        Feature {
            shape: Some(Shape::Lines(vec![places])),
            properties: properties(json!({
                "kind": "line", "rule": self.division.rule, "layer": self.name,
                "between": line.between.each_ref().map(|h| h.as_str()).join("-"),
                "length_km": line.length_km, "closed": line.closed, "edge": "geodesic",
                "nodes": nodes.join(" "),
            })),
            ..Feature::default()
        }
    }
}

/// A boundary line with places in between, and the indices of its true vertices.
pub(crate) fn dense_line(dense: &Densifier, line: &BoundaryLine) -> (Vec<LatLon>, Vec<usize>) {
    let mut places: Vec<LatLon> = line.points.iter().map(littoral_delimit::LinePoint::at).collect();
    if line.closed {
        places.extend(places.first().copied());
    }
    let (places, at) = dense.line(&places);
    let kept = line.points.iter().zip(at).filter(|(p, _)| p.kind != PointKind::Curve);
    (places, kept.map(|(_, k)| k).collect())
}

fn point(row: &PointRow<'_>) -> Feature {
    let p = row.point;
    Feature {
        shape: Some(Shape::Points(vec![p.at()])),
        properties: properties(json!({
            "kind": "point", "rule": row.rule, "layer": row.layer, "between": row.between.join("-"),
            "number": row.name.map(|n| n.to_string()), "point": kind_word(p.kind),
            "lat_dms": dms(p.lat, Axis::Latitude, 2), "lon_dms": dms(p.lon, Axis::Longitude, 2),
            "base_points": base_points(row), "distance_km": distances(p),
        })),
        ..Feature::default()
    }
}

/// Base points by party and place, with the points that each controls.
fn base(rows: &[PointRow<'_>]) -> Vec<Feature> {
    let mut met: Vec<(&str, LatLon, Vec<String>)> = Vec::new();
    for row in rows {
        for control in &row.point.controls {
            let party = control.party.as_str();
            for at in control.base_points.iter().copied() {
                let same = |m: &&mut (&str, LatLon, Vec<String>)| m.0 == party && m.1 == at;
                match met.iter_mut().find(same) {
                    Some((_, _, numbers)) => numbers.extend(row.name.map(|n| n.to_string())),
                    None => {
                        met.push((party, at, row.name.map(|n| n.to_string()).into_iter().collect()))
                    }
                }
            }
        }
    }
    let layer = rows.first().map_or("", |r| r.layer);
    let rule = rows.first().map_or("", |r| r.rule);
    met.into_iter()
        .map(|(party, at, mut numbers)| {
            numbers.dedup();
            Feature {
                shape: Some(Shape::Points(vec![at])),
                properties: properties(json!({
                    "kind": "base_point", "rule": rule, "layer": layer, "party": party,
                    "lat_dms": dms(at.lat, Axis::Latitude, 2), "lon_dms": dms(at.lon, Axis::Longitude, 2),
                    "controls": numbers.join(", "),
                })),
                ..Feature::default()
            }
        })
        .collect()
}

fn properties(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The nested attributes of littoral's own GeoJSON as the plain ones of the tables: names by language,
/// lists of parties, base points and distances. Other attributes stay as they are.
#[must_use]
pub fn plain(collection: &Collection) -> Collection {
    let mut out = collection.clone();
    for feature in out.layers.iter_mut().flat_map(|l| &mut l.features) {
        let mut flat = Map::new();
        for (key, value) in std::mem::take(&mut feature.properties) {
            match (key.as_str(), &value) {
                ("name", Value::Object(names)) => {
                    flat.extend(names.iter().map(|(lang, n)| (format!("name_{lang}"), n.clone())));
                }
                ("between", Value::Array(two)) => drop(flat.insert(key, words(two, "-").into())),
                ("nodes", Value::Array(all)) => drop(flat.insert(key, words(all, " ").into())),
                ("distance_km", Value::Object(by)) => {
                    let all = by.iter().map(|(party, km)| (party.as_str(), km.as_f64()));
                    flat.insert(key, listed(all).into());
                }
                ("base_points", Value::Object(by)) => drop(flat.insert(key, places(by).into())),
                _ => drop(flat.insert(key, value)),
            }
        }
        feature.properties = flat;
    }
    out
}

fn words(list: &[Value], gap: &str) -> String {
    list.iter().map(super::feature::text).collect::<Vec<_>>().join(gap)
}

/// `AZE 41.1 49.2; ...` of positions `[lon, lat]` by party.
fn places(by_party: &Map<String, Value>) -> String {
    let one = |party: &String, p: &Value| {
        Some(format!("{party} {:.9} {:.9}", p.get(1)?.as_f64()?, p.get(0)?.as_f64()?))
    };
    let each = |(party, list): (&String, &Value)| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|p| one(party, p)).collect()
    };
    by_party.iter().flat_map(each).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dense() -> Densifier {
        Densifier::new(None)
    }

    /// Every place of a densified edge lies on Karney's geodesic, and no straight piece is farther from
    /// it than the tolerance: tried at the middles of the pieces, where it bends away most.
    #[test]
    fn straight_pieces_keep_to_the_geodesic() {
        let d = dense();
        for (a, b) in [
            (LatLon::new(41.0, 49.0), LatLon::new(42.0, 51.5)),
            (LatLon::new(60.0, 10.0), LatLon::new(60.5, 11.0)),
            (LatLon::new(-35.0, 179.5), LatLon::new(-34.0, 180.9)),
            (LatLon::new(70.0, 0.0), LatLon::new(69.0, 4.0)),
        ] {
            let (line, nodes) = d.line(&[a, b]);
            assert_eq!(nodes, [0, line.len() - 1]);
            let whole = d.earth.inverse(a, b);
            for w in line.windows(2) {
                let mid = LatLon::new((w[0].lat + w[1].lat) / 2.0, (w[0].lon + w[1].lon) / 2.0);
                let to = d.earth.inverse(a, mid);
                let off = to.distance_m * (to.azimuth1_deg - whole.azimuth1_deg).to_radians().sin();
                assert!(off.abs() < TOLERANCE_M, "{off} m at {mid:?}");
            }
        }
    }

    #[test]
    fn an_edge_has_the_same_places_both_ways() {
        let (a, b) = (LatLon::new(41.0, 49.0), LatLon::new(42.0, 51.5));
        let (there, _) = dense().line(&[a, b]);
        let (mut back, _) = dense().line(&[b, a]);
        back.reverse();
        assert_eq!(there, back);
        assert!(there.len() > 20);
    }

    #[test]
    fn tables_hold_what_the_division_has() {
        let case = Case::empty("square");
        let c = collection(&case, &crate::samples::division());
        let counts: Vec<(&str, usize)> =
            c.layers.iter().map(|l| (l.name.as_str(), l.features.len())).collect();
        assert_eq!(counts, [("cells", 2), ("lines", 1), ("points", 3), ("base_points", 7)]);
    }
}
