//! Layers as FlatGeobuf files.

use littoral_geodesy::LatLon;
use serde_json::Value;

use super::{MAGIC, column, geometry, header};
use crate::exchange::feature::{
    Collection, Feature, Layer, Shape, ShapeKind, closed, text, turned,
};
use crate::exchange::flatbuffer::{Builder, Slot};
use crate::exchange::schema::{self, Field, FieldKind};
use crate::exchange::{Piece, Written, meridian};

/// One file a layer and kind of geometry; the first has the name asked for.
pub(crate) fn write(collection: &Collection) -> Written {
    let mut out = Written::default();
    for (k, (kind, layer)) in collection.parted().into_iter().enumerate() {
        let fields = schema::fields(&layer);
        out.losses.extend(schema::losses(&layer, &fields));
        let multiple = kind == Some(ShapeKind::Polygons) || layer.is_multiple();
        let code = match (kind, multiple) {
            (None, _) => 0,
            (Some(ShapeKind::Points), false) => 1,
            (Some(ShapeKind::Lines), false) => 2,
            (Some(ShapeKind::Points), true) => 4,
            (Some(ShapeKind::Lines), true) => 5,
            (Some(ShapeKind::Polygons), _) => 6,
        };
        let mut bytes = MAGIC.to_vec();
        bytes.extend(head(collection, &layer, &fields, code));
        layer.features.iter().for_each(|f| bytes.extend(feature(f, &fields, code)));
        out.pieces.push(Piece::of_layer(k, &layer.name, bytes));
    }
    out
}

fn head(collection: &Collection, layer: &Layer, fields: &[Field], code: u8) -> Vec<u8> {
    let mut b = Builder::new();
    let mut slots = vec![
        (header::NAME, Slot::Ref),
        (header::ENVELOPE, Slot::Ref),
        (header::GEOMETRY, Slot::U8(code)),
        (header::COLUMNS, Slot::Ref),
        (header::COUNT, Slot::U64(layer.features.len() as u64)),
        (header::NODE, Slot::U16(0)),
        (header::CRS, Slot::Ref),
        (header::TITLE, Slot::Ref),
    ];
    let made = collection.provenance();
    slots.extend(made.iter().map(|_| (header::METADATA, Slot::Ref)));
    let refs = b.table(Builder::ROOT, &slots);
    let &[name, envelope, columns, crs, title, ref rest @ ..] = refs.as_slice() else {
        return Vec::new();
    };
    b.text(name, &layer.name);
    b.text(title, &collection.name);
    rest.iter().zip(&made).for_each(|(at, text)| b.text(*at, text));
    let bounds = layer.bounds().unwrap_or_default();
    let bytes: Vec<u8> = bounds.iter().flat_map(|v| v.to_le_bytes()).collect();
    b.vector(envelope, 4, &bytes);
    for (at, field) in b.references(columns, fields.len()).into_iter().zip(fields) {
        let kind = match field.kind {
            FieldKind::Flag => column::BOOL,
            FieldKind::Integer => column::LONG,
            FieldKind::Real => column::DOUBLE,
            FieldKind::Text => column::STRING,
        };
        let refs = b.table(at, &[(0, Slot::Ref), (1, Slot::U8(kind))]);
        refs.iter().for_each(|at| b.text(*at, &field.name));
    }
    let refs = b.table(crs, &[(0, Slot::Ref), (1, Slot::I32(4326)), (2, Slot::Ref)]);
    refs.iter().zip(["EPSG", "WGS 84"]).for_each(|(at, word)| b.text(*at, word));
    b.finish()
}

fn feature(f: &Feature, fields: &[Field], code: u8) -> Vec<u8> {
    let mut b = Builder::new();
    let shape = f.shape.as_ref().map(meridian::cut).filter(|s| s.parts() > 0);
    let properties = properties(f, fields);
    let slots: &[(u16, Slot)] = match shape {
        Some(_) => &[(0, Slot::Ref), (1, Slot::Ref)],
        None => &[(1, Slot::Ref)],
    };
    let refs = b.table(Builder::ROOT, slots);
    if let (Some(shape), Some(at)) = (&shape, refs.first()) {
        whole(&mut b, *at, shape, code);
    }
    if let Some(at) = refs.last() {
        b.vector(*at, properties.len(), &properties);
    }
    b.finish()
}

fn whole(b: &mut Builder, at: usize, shape: &Shape, code: u8) {
    match shape {
        Shape::Points(p) => part(b, at, code, &[p]),
        Shape::Lines(l) => part(b, at, code, &l.iter().collect::<Vec<_>>()),
        Shape::Polygons(polygons) => {
            let refs =
                b.table(at, &[(geometry::TYPE, Slot::U8(code)), (geometry::PARTS, Slot::Ref)]);
            let Some(list) = refs.first() else { return };
            for (at, polygon) in b.references(*list, polygons.len()).into_iter().zip(polygons) {
                let rings: Vec<Vec<LatLon>> =
                    polygon.iter().enumerate().map(|(k, r)| closed(turned(r, k == 0))).collect();
                part(b, at, 3, &rings.iter().collect::<Vec<_>>());
            }
        }
    }
}

/// A geometry of one level: its places, and where each part ends.
fn part(b: &mut Builder, at: usize, code: u8, runs: &[&Vec<LatLon>]) {
    let several = runs.len() > 1;
    let mut slots = vec![(geometry::XY, Slot::Ref), (geometry::TYPE, Slot::U8(code))];
    if several {
        slots.push((geometry::ENDS, Slot::Ref));
    }
    let refs = b.table(at, &slots);
    let places = || runs.iter().flat_map(|r| r.iter());
    let xy: Vec<u8> = places().flat_map(|p| [p.lon, p.lat]).flat_map(f64::to_le_bytes).collect();
    if let Some(at) = refs.first() {
        b.vector(*at, 2 * places().count(), &xy);
    }
    if let (true, Some(at)) = (several, refs.get(1)) {
        let mut end = 0;
        let mut ends = Vec::new();
        for run in runs {
            end += run.len();
            ends.extend(u32::try_from(end).unwrap_or(u32::MAX).to_le_bytes());
        }
        b.vector(*at, runs.len(), &ends);
    }
}

/// Column number and value, one after the other; null is left out.
fn properties(f: &Feature, fields: &[Field]) -> Vec<u8> {
    let mut out = Vec::new();
    for (k, field) in fields.iter().enumerate() {
        let value = schema::value(&f.properties, field);
        if value.is_null() {
            continue;
        }
        out.extend(u16::try_from(k).unwrap_or(u16::MAX).to_le_bytes());
        match (field.kind, &value) {
            (FieldKind::Flag, v) => out.push(u8::from(v.as_bool().unwrap_or(false))),
            (FieldKind::Integer, v) => out.extend(v.as_i64().unwrap_or(0).to_le_bytes()),
            (FieldKind::Real, v) => out.extend(v.as_f64().unwrap_or(f64::NAN).to_le_bytes()),
            (FieldKind::Text, v) => {
                let text = match v {
                    Value::String(s) => s.clone(),
                    other => text(other),
                };
                out.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
                out.extend(text.as_bytes());
            }
        }
    }
    out
}
