//! Features as KML placemarks.

use std::fmt::Write as _;

use littoral_geodesy::LatLon;
use serde_json::Value;

use super::OWN;
use crate::exchange::feature::{
    Collection, Feature, Layer, Shape, ShapeKind, closed, text, turned,
};
use crate::exchange::schema::{Field, FieldKind, fields, losses, value};
use crate::exchange::xml::{Xml, clean};
use crate::exchange::{Piece, Written, meridian};

/// Fills of cells in the order in which holders appear: the colours of the maps, as `bbggrr`.
const FILLS: [&str; 8] =
    ["aec0a3", "a3ddfb", "ead3a3", "7a7cb2", "54acb0", "e49c69", "ecebfb", "8c6f65"];

/// One document, a folder a layer; coordinates in full precision, cut at the antimeridian.
pub(crate) fn write(collection: &Collection) -> Written {
    let mut xml = Xml::new();
    let mut lost = Vec::new();
    xml.open("kml", &[("xmlns", "http://www.opengis.net/kml/2.2")]);
    xml.open("Document", &[]);
    xml.leaf("name", &[], &collection.name);
    if !collection.about.is_empty() {
        xml.leaf("description", &[], &Value::Object(collection.about.clone()).to_string());
    }
    styles(&mut xml);
    let tables: Vec<(String, Vec<Field>)> = collection
        .layers
        .iter()
        .enumerate()
        .map(|(k, layer)| (format!("{OWN}{}", k + 1), fields(layer)))
        .collect();
    for (layer, (id, fields)) in collection.layers.iter().zip(&tables) {
        schema(&mut xml, layer, id, fields);
        lost.extend(losses(layer, fields));
        lost.extend(forbidden(layer));
    }
    for (layer, (id, fields)) in collection.layers.iter().zip(&tables) {
        folder(&mut xml, layer, id, fields);
    }
    xml.close("Document");
    xml.close("kml");
    Written { pieces: vec![Piece::main(xml.finish())], losses: lost }
}

fn styles(xml: &mut Xml) {
    for (k, fill) in FILLS.iter().enumerate() {
        xml.open("Style", &[("id", &format!("cell{k}"))]);
        xml.open("LineStyle", &[]);
        xml.leaf("color", &[], "ff2b2014");
        xml.leaf("width", &[], "1");
        xml.close("LineStyle");
        xml.open("PolyStyle", &[]);
        xml.leaf("color", &[], &format!("b3{fill}"));
        xml.close("PolyStyle");
        xml.close("Style");
    }
    xml.open("Style", &[("id", "line")]);
    xml.open("LineStyle", &[]);
    xml.leaf("color", &[], "ff2b2014");
    xml.leaf("width", &[], "2");
    xml.close("LineStyle");
    xml.close("Style");
}

fn schema(xml: &mut Xml, layer: &Layer, id: &str, fields: &[Field]) {
    xml.open("Schema", &[("name", &layer.name), ("id", id)]);
    for field in fields {
        let kind = match field.kind {
            FieldKind::Flag => "bool",
            FieldKind::Integer => "int",
            FieldKind::Real => "double",
            FieldKind::Text => "string",
        };
        xml.leaf("SimpleField", &[("type", kind), ("name", &field.name)], "");
    }
    xml.close("Schema");
}

/// A sentence if the layer's texts hold characters that XML cannot write.
fn forbidden(layer: &Layer) -> Option<String> {
    let mut all = layer.features.iter().flat_map(|f| f.properties.iter());
    let bad = all.find(|(key, v)| clean(key) != key.as_str() || clean(&text(v)) != text(v))?;
    Some(format!(
        "{}: \"{}\" holds control characters, which XML cannot write",
        layer.name,
        clean(bad.0)
    ))
}

fn folder(xml: &mut Xml, layer: &Layer, id: &str, fields: &[Field]) {
    let mut holders: Vec<String> = Vec::new();
    xml.open("Folder", &[]);
    xml.leaf("name", &[], &layer.name);
    for (k, feature) in layer.features.iter().enumerate() {
        let label = label(feature).unwrap_or_else(|| format!("{} {}", layer.name, k + 1));
        xml.open("Placemark", &[]);
        xml.leaf("name", &[], &label);
        if let Some(style) = style(feature, &mut holders) {
            xml.leaf("styleUrl", &[], &style);
        }
        data(xml, feature, id, fields);
        if let Some(shape) = &feature.shape {
            geometry(xml, &meridian::cut(shape));
        }
        xml.close("Placemark");
    }
    xml.close("Folder");
}

/// What the globe writes beside the feature.
fn label(feature: &Feature) -> Option<String> {
    let keys = ["name_en", "name", "holder", "number", "between", "party", "id"];
    keys.iter().find_map(|k| feature.properties.get(*k).map(text).filter(|t| !t.is_empty()))
}

fn style(feature: &Feature, holders: &mut Vec<String>) -> Option<String> {
    match feature.shape.as_ref()?.kind() {
        ShapeKind::Polygons => {
            let holder = text(feature.properties.get("holder")?);
            let known = holders.iter().position(|h| *h == holder);
            let k = known.unwrap_or_else(|| {
                holders.push(holder);
                holders.len() - 1
            });
            Some(format!("#cell{}", k % FILLS.len()))
        }
        ShapeKind::Lines => Some("#line".to_owned()),
        ShapeKind::Points => None,
    }
}

fn data(xml: &mut Xml, feature: &Feature, id: &str, fields: &[Field]) {
    if fields.is_empty() {
        return;
    }
    xml.open("ExtendedData", &[]);
    xml.open("SchemaData", &[("schemaUrl", &format!("#{id}"))]);
    for field in fields {
        match value(&feature.properties, field) {
            Value::Null => {}
            found => xml.leaf("SimpleData", &[("name", &field.name)], &text(&found)),
        }
    }
    xml.close("SchemaData");
    xml.close("ExtendedData");
}

fn geometry(xml: &mut Xml, shape: &Shape) {
    let several = shape.parts() != 1;
    if several {
        xml.open("MultiGeometry", &[]);
    }
    match shape {
        Shape::Points(points) => points.iter().for_each(|p| {
            xml.open("Point", &[]);
            xml.leaf("coordinates", &[], &run(&[*p]));
            xml.close("Point");
        }),
        Shape::Lines(lines) => lines.iter().for_each(|line| {
            xml.open("LineString", &[]);
            xml.leaf("tessellate", &[], "1");
            xml.leaf("coordinates", &[], &run(line));
            xml.close("LineString");
        }),
        Shape::Polygons(polygons) => polygons.iter().for_each(|p| polygon(xml, p)),
    }
    if several {
        xml.close("MultiGeometry");
    }
}

fn polygon(xml: &mut Xml, rings: &[Vec<LatLon>]) {
    xml.open("Polygon", &[]);
    xml.leaf("tessellate", &[], "1");
    for (k, ring) in rings.iter().enumerate() {
        let side = if k == 0 { "outerBoundaryIs" } else { "innerBoundaryIs" };
        xml.open(side, &[]);
        xml.open("LinearRing", &[]);
        xml.leaf("coordinates", &[], &run(&closed(turned(ring, k == 0))));
        xml.close("LinearRing");
        xml.close(side);
    }
    xml.close("Polygon");
}

fn run(line: &[LatLon]) -> String {
    let mut out = String::with_capacity(line.len() * 26);
    for p in line {
        let gap = if out.is_empty() { "" } else { " " };
        let _ = write!(out, "{gap}{},{}", p.lon, p.lat);
    }
    out
}
