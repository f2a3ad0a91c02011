//! Boundary lines as well-known binary: a MultiLineString of longitude and latitude, little-endian (OGC 06-103r4).

use littoral_delimit::LayerDivision;

const LINE_STRING: u32 = 2;
const MULTI_LINE_STRING: u32 = 5;

/// The lines of a layer in their order; a closed one ends where it begins.
#[must_use]
pub fn lines(layer: &LayerDivision) -> Vec<u8> {
    let mut out = Vec::new();
    head(&mut out, MULTI_LINE_STRING, layer.lines.len());
    for line in &layer.lines {
        let again = line.points.first().filter(|_| line.closed);
        let points: Vec<_> = line.points.iter().chain(again).collect();
        head(&mut out, LINE_STRING, points.len());
        for p in points {
            out.extend_from_slice(&p.lon.to_le_bytes());
            out.extend_from_slice(&p.lat.to_le_bytes());
        }
    }
    out
}

fn head(out: &mut Vec<u8>, kind: u32, count: usize) {
    out.push(1);
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}
