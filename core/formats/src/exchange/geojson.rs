//! GeoJSON (RFC 7946) as features: any file in, one FeatureCollection out.
//!
//! GeoJSON has no layers: the property `kind` tells them apart, as in every file littoral writes.

use littoral_geodesy::LatLon;
use littoral_model::{Finding, Severity};
use serde_json::{Map, Number, Value, json};

use super::feature::{Collection, Feature, Shape, closed, turned};
use super::{Piece, Reading, Written, csv, meridian};
use crate::geojson::read::features;
use crate::geojson::shape::{self, Vertex};
use crate::tree::{self, Node, Source};

/// The property that names a feature's layer.
const KIND: &str = "kind";
/// Names of layers for the kinds that littoral writes.
const LAYERS: [(&str, &str); 5] = [
    ("cell", "cells"),
    ("line", "lines"),
    ("point", "points"),
    ("base_point", "base_points"),
    ("terminus", "termini"),
];

/// Reads a text of any GeoJSON type.
pub(super) fn read(file: &str, bytes: &[u8]) -> Reading {
    let mut out = Reading::default();
    let parsed = Source::new(file, bytes).and_then(|s| tree::json::parse(&s).map(|root| (s, root)));
    let (source, root) = match parsed {
        Ok(found) => found,
        Err(finding) => {
            out.findings.push(*finding);
            return out;
        }
    };
    let found = features(&source, &root, &mut out.findings);
    // Advice about members that stand twice and the like is for the file's maker.
    out.findings.retain(|f| f.severity != Severity::Note);
    let mut values = Values { source: &source, rounded: None };
    let (mut heights, mut mixed) = (false, false);
    let mut all: Vec<(Option<String>, Feature)> = Vec::new();
    for f in found {
        let properties = f.properties.map(|p| values.table(p)).unwrap_or_default();
        let kind = properties.get(KIND).and_then(Value::as_str).map(str::to_owned);
        if let Some(first) = f.shape.iter().chain(&f.members).find_map(first_vertex) {
            let text = source.text.get(first.span.range()).unwrap_or_default();
            heights |= text.matches(',').count() > 1;
        }
        let shapes = Shape::by_kind(f.shape.into_iter().chain(f.members).map(plain).collect());
        mixed |= shapes.len() > 1;
        let id = f.node.get("id").map(|id| values.value(id)).filter(|id| !id.is_null());
        let whole = Feature { id, properties, ..Feature::default() };
        all.extend(whole.with_each(shapes).into_iter().map(|f| (kind.clone(), f)));
    }
    let mut doubt = |code, text: String, place: &str| {
        out.findings.push(Finding::warning(code, text).at(file, place));
    };
    if heights {
        doubt("F310", "the third number of positions (a height) is left out".into(), "");
    }
    if mixed {
        let text = "collections of several kinds of geometry became a feature a kind";
        doubt("F313", text.into(), "");
    }
    out.collection.about = root.get("littoral").map(|a| values.table(a)).unwrap_or_default();
    let stated = root.get("littoral").and_then(|l| l.get("facts")).and_then(|f| f.get("datum"));
    if let Some(datum) = stated.and_then(Node::text) {
        out.findings.extend(csv::doubt(file, &[datum]));
    }
    let mut doubt = |code, text: String, place: &str| {
        out.findings.push(Finding::warning(code, text).at(file, place));
    };
    if let Some((number, place)) = values.rounded {
        let text = format!("{number} has more digits than a number holds here; it is rounded");
        doubt("F317", text, &place);
    }
    out.collection.name = named(&out.collection.about);
    let sorted = all.iter().all(|(kind, _)| kind.is_some());
    for (kind, feature) in all {
        let kind = kind.filter(|_| sorted).unwrap_or_else(|| "features".to_owned());
        let name = LAYERS.iter().find(|(k, _)| *k == kind).map_or(kind.as_str(), |(_, n)| n);
        out.collection.push(name, feature);
    }
    out
}

fn named(about: &Map<String, Value>) -> String {
    let word = |key: &str| about.get(key).and_then(Value::as_str);
    let words: Vec<&str> = ["case", "rule"].into_iter().filter_map(word).collect();
    words.join(" ")
}

fn first_vertex(shape: &shape::Shape) -> Option<Vertex> {
    match shape {
        shape::Shape::Points(p) => p.first().copied(),
        shape::Shape::Lines(l) => l.first()?.first().copied(),
        shape::Shape::Polygons(p) => p.first()?.first()?.first().copied(),
    }
}

fn plain(shape: shape::Shape) -> Shape {
    let run = |line: Vec<Vertex>| line.into_iter().map(|v| v.at).collect::<Vec<LatLon>>();
    let runs = |lines: Vec<Vec<Vertex>>| lines.into_iter().map(run).collect::<Vec<_>>();
    match shape {
        shape::Shape::Points(p) => Shape::Points(run(p)),
        shape::Shape::Lines(l) => Shape::Lines(runs(l)),
        shape::Shape::Polygons(p) => Shape::Polygons(p.into_iter().map(runs).collect()),
    }
}

/// Attributes as values, their numbers read from the text: the tree holds doubles only.
struct Values<'a> {
    source: &'a Source,
    /// The first whole number that was rounded, and its member.
    rounded: Option<(String, String)>,
}

impl Values<'_> {
    fn table(&mut self, node: &Node) -> Map<String, Value> {
        let mut out = Map::new();
        for e in node.entries().unwrap_or(&[]) {
            let value = self.value(&e.node);
            if let (tree::Value::Number(n), true) = (&e.node.value, value.is_f64())
                && n.abs() >= EXACT
                && self.rounded.is_none()
            {
                self.rounded = self.whole(&e.node).map(|text| (text.to_owned(), e.key.clone()));
            }
            out.insert(e.key.clone(), value);
        }
        out
    }

    /// The digits of a number that is written without point and power.
    fn whole(&self, node: &Node) -> Option<&str> {
        let text = self.source.text.get(node.span.range())?;
        text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit()).then_some(text)
    }

    fn value(&mut self, node: &Node) -> Value {
        match &node.value {
            tree::Value::Null => Value::Null,
            tree::Value::Bool(b) => Value::Bool(*b),
            tree::Value::Number(n) => self.number(*n, node),
            tree::Value::Text(t) => Value::String(t.clone()),
            tree::Value::List(items) => items.iter().map(|item| self.value(item)).collect(),
            tree::Value::Table(_) => Value::Object(self.table(node)),
        }
    }

    /// Whole numbers stay whole, beyond what a double holds too.
    fn number(&self, n: f64, node: &Node) -> Value {
        if n.fract() == 0.0 && n.abs() < EXACT {
            return Value::from(n as i64);
        }
        let digits = self.whole(node);
        let signed = digits.and_then(|d| d.parse::<i64>().ok()).map(Value::from);
        let whole = signed.or_else(|| digits?.parse::<u64>().ok().map(Value::from));
        whole.unwrap_or_else(|| Number::from_f64(n).map_or(Value::Null, Value::Number))
    }
}

/// Doubles below this hold every whole number.
const EXACT: f64 = 9.0e15;

/// One FeatureCollection, one feature a line; positions with 9 decimals (0.1 mm); what crosses the
/// antimeridian is cut there.
pub(super) fn write(collection: &Collection) -> Written {
    let several = collection.layers.len() > 1;
    let mut lines = Vec::new();
    for layer in &collection.layers {
        for f in &layer.features {
            let mut properties = Map::new();
            if several && !f.properties.contains_key(KIND) {
                let kind = LAYERS.iter().find(|(_, n)| *n == layer.name);
                let kind = kind.map_or(layer.name.as_str(), |(k, _)| k);
                properties.insert(KIND.to_owned(), kind.into());
            }
            properties.extend(f.properties.clone());
            let shape = f.shape.as_ref().map(|s| geometry(&meridian::cut(s)));
            let mut line =
                json!({ "type": "Feature", "properties": properties, "geometry": shape });
            if let Some(id) = &f.id {
                line["id"] = id.clone();
            }
            lines.push(line.to_string());
        }
    }
    let about = match collection.about.is_empty() {
        true => String::new(),
        false => format!("\"littoral\":{},", Value::Object(collection.about.clone())),
    };
    let text = format!(
        "{{\"type\":\"FeatureCollection\",{about}\"features\":[\n{}\n]}}\n",
        lines.join(",\n")
    );
    Written::one(Piece::main(text.into_bytes()))
}

/// A shape as a GeoJSON geometry.
pub(crate) fn geometry(shape: &Shape) -> Value {
    let run = |line: &[LatLon]| line.iter().map(|p| position(*p)).collect::<Value>();
    let rings = |polygon: &Vec<Vec<LatLon>>| -> Value {
        let ring = |(k, r): (usize, &Vec<LatLon>)| run(&closed(turned(r, k == 0)));
        polygon.iter().enumerate().map(ring).collect()
    };
    let (kind, coordinates) = match shape {
        Shape::Points(p) => match p.as_slice() {
            [one] => ("Point", position(*one)),
            all => ("MultiPoint", run(all)),
        },
        Shape::Lines(l) => match l.as_slice() {
            [one] => ("LineString", run(one)),
            all => ("MultiLineString", all.iter().map(|l| run(l)).collect()),
        },
        Shape::Polygons(p) => match p.as_slice() {
            [one] => ("Polygon", rings(one)),
            all => ("MultiPolygon", all.iter().map(rings).collect()),
        },
    };
    json!({ "type": kind, "coordinates": coordinates })
}

/// `[lon, lat]`, rounded to 0.1 mm.
pub(crate) fn position(p: LatLon) -> Value {
    let round = |v: f64| (v * 1e9).round() / 1e9 + 0.0;
    json!([round(p.lon), round(p.lat)])
}
