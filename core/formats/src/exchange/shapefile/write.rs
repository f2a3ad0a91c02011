//! Layers as sets of shapefiles.

use littoral_geodesy::LatLon;

use super::{WGS84, code};
use crate::exchange::feature::{Collection, Feature, Layer, Shape, ShapeKind, closed, turned};
use crate::exchange::{Piece, Written, dbf, layer_suffix, meridian};

/// Files of a set.
pub(super) const FILES: usize = 5;

/// A set of files a layer and kind of geometry; the first has the name asked for.
pub(crate) fn write(collection: &Collection) -> Written {
    let mut out = Written::default();
    for (k, (kind, layer)) in collection.parted().into_iter().enumerate() {
        let suffix = layer_suffix(k, &layer.name);
        let table = dbf::write(&layer);
        out.losses.extend(table.losses);
        let (shp, shx) = shapes(&layer, kind);
        let piece = |ending, bytes| Piece { suffix: suffix.clone(), ending, bytes };
        out.pieces.extend([
            piece(None, shp),
            piece(Some("shx"), shx),
            piece(Some("dbf"), table.bytes),
            piece(Some("prj"), WGS84.into()),
            piece(Some("cpg"), b"UTF-8".to_vec()),
        ]);
    }
    out.pieces.extend(Piece::provenance(collection));
    out
}

/// The main file and its index.
fn shapes(layer: &Layer, kind: Option<ShapeKind>) -> (Vec<u8>, Vec<u8>) {
    let several = layer.features.iter().filter_map(|f| f.shape.as_ref()).any(|s| s.parts() > 1);
    let code = match kind {
        Some(ShapeKind::Points) if several => code::MULTIPOINT,
        Some(ShapeKind::Points) => code::POINT,
        Some(ShapeKind::Lines) => code::LINE,
        Some(ShapeKind::Polygons) => code::POLYGON,
        None => code::NULL,
    };
    let (mut body, mut index) = (Vec::new(), Vec::new());
    for (k, feature) in layer.features.iter().enumerate() {
        let record = record(feature, code);
        let words = |bytes: usize| u32::try_from(bytes / 2).unwrap_or(u32::MAX).to_be_bytes();
        index.extend(words(100 + body.len()));
        index.extend(words(record.len()));
        body.extend(u32::try_from(k + 1).unwrap_or(u32::MAX).to_be_bytes());
        body.extend(words(record.len()));
        body.extend(record);
    }
    let bounds = layer.bounds().unwrap_or_default();
    let whole = |rest: Vec<u8>| {
        let mut out = header(code, 100 + rest.len(), bounds);
        out.extend(rest);
        out
    };
    (whole(body), whole(index))
}

fn header(code: u32, length: usize, bounds: [f64; 4]) -> Vec<u8> {
    let mut out = Vec::with_capacity(length);
    out.extend(9994_u32.to_be_bytes());
    out.extend([0; 20]);
    out.extend(u32::try_from(length / 2).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(1000_u32.to_le_bytes());
    out.extend(code.to_le_bytes());
    out.extend(bounds.iter().flat_map(|v| v.to_le_bytes()));
    out.extend([0; 32]);
    out
}

fn record(feature: &Feature, code: u32) -> Vec<u8> {
    let Some(shape) = feature.shape.as_ref().map(meridian::cut).filter(|s| s.parts() > 0) else {
        return code::NULL.to_le_bytes().to_vec();
    };
    let mut out = code.to_le_bytes().to_vec();
    match &shape {
        Shape::Points(points) if code == code::POINT => {
            points.iter().take(1).for_each(|p| place(&mut out, *p));
        }
        Shape::Points(points) => {
            bounds(&mut out, &shape);
            count(&mut out, points.len());
            points.iter().for_each(|p| place(&mut out, *p));
        }
        Shape::Lines(lines) => parts(&mut out, &shape, lines),
        Shape::Polygons(polygons) => {
            let ring = |(k, r): (usize, &Vec<LatLon>)| closed(turned(r, k != 0));
            let rings: Vec<Vec<LatLon>> =
                polygons.iter().flat_map(|p| p.iter().enumerate().map(ring)).collect();
            parts(&mut out, &shape, &rings);
        }
    }
    out
}

fn parts(out: &mut Vec<u8>, shape: &Shape, parts: &[Vec<LatLon>]) {
    bounds(out, shape);
    count(out, parts.len());
    count(out, parts.iter().map(Vec::len).sum());
    let mut start = 0;
    for part in parts {
        count(out, start);
        start += part.len();
    }
    parts.iter().flatten().for_each(|p| place(out, *p));
}

fn bounds(out: &mut Vec<u8>, shape: &Shape) {
    out.extend(shape.bounds().unwrap_or_default().iter().flat_map(|v| v.to_le_bytes()));
}

fn count(out: &mut Vec<u8>, n: usize) {
    out.extend(u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

fn place(out: &mut Vec<u8>, p: LatLon) {
    out.extend(p.lon.to_le_bytes());
    out.extend(p.lat.to_le_bytes());
}
