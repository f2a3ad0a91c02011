//! What changes hands between two divisions of the same sea.
//!
//! Two divisions agree along the coast and along many of their lines. What they share cancels: of each holder's two
//! cells only the edges that differ are kept (`overlay/changes.rs`). Crossing such an edge, one holder begins to lose or
//! to gain, or stops. The edges are densified along their geodesics and laid out in a cylindrical equal-area plane,
//! where areas are exact; strips across that plane, from height to height of their ends, then say how much of what one
//! holder loses another gains, of all holders in one go (`overlay/strips.rs`).
//! Error: the sag of 2 km geodesics in that plane, below 0.2 m, along boundaries that differ.

mod changes;
mod strips;

use littoral_geodesy::{LatLon, SurfacePoint, densify};
use serde_json::Value;

use self::changes::Change;
use self::strips::Piece;
use crate::basis::Core;
use crate::division::LayerDivision;

/// Overlays smaller than this are rounding along coincident lines, m2.
const SLIVER_M2: f64 = 100.0;

/// `flow[i][j]`: area from holder `i` of the first to holder `j` of the second, m2.
pub(crate) fn flow(core: &Core, from: &LayerDivision, to: &LayerDivision) -> Vec<Vec<f64>> {
    let mut names: Vec<&str> = from.holders().collect();
    names.extend(to.holders().filter(|h| from.holders().all(|k| k != *h)));
    let changes = changes::between(&names, from, to);
    let moved = strips::sum(names.len(), &changes, &laid_out(core, &changes));
    let place = |h: &str| names.iter().position(|k| *k == h);
    let row = |holder: &str| {
        let mut left = 1e6 * from.area_km2.get(holder).and_then(Value::as_f64).unwrap_or(0.0);
        let mut gone = |other: &str| {
            let area = place(holder).zip(place(other)).map_or(0.0, |(i, j)| moved[i][j]);
            let area = if other == holder || area < SLIVER_M2 { 0.0 } else { area };
            left -= area;
            area
        };
        let mut row: Vec<f64> = to.holders().map(&mut gone).collect();
        // What went to nobody else stayed.
        if let Some(k) = to.holders().position(|h| h == holder) {
            row[k] = left.max(0.0);
        }
        row
    };
    from.holders().map(row).collect()
}

/// The edges in the plane, in pieces short enough to stand for geodesics.
fn laid_out(core: &Core, changes: &[Change]) -> Vec<Piece> {
    let plane = |p: &SurfacePoint, lon: f64| {
        let dlon = densify::wrap(lon - core.turn.centre()).to_radians();
        <[f64; 2]>::from(core.rule.equal_area(p, dlon))
    };
    let vertex = |p: [f64; 2]| {
        let point = core.earth.point(LatLon::new(p[0], p[1]));
        (p, point, plane(&point, p[1]))
    };
    let mut out = Vec::with_capacity(changes.len());
    // Edges come in the order of their rings: one mostly begins where the last one ended.
    let mut last: Option<([f64; 2], SurfacePoint, [f64; 2])> = None;
    for (k, change) in changes.iter().enumerate() {
        let [p, q] = change.ends.map(|p| LatLon::new(p[0], p[1]));
        let [from, to] = change.ends;
        let (_, a, mut at) = last.filter(|(p, ..)| *p == from).unwrap_or_else(|| vertex(from));
        let end = vertex(to);
        let chord = end.1.p - a.p;
        if chord.dot(chord) > densify::PIECE_M * densify::PIECE_M {
            let line = densify::geodesic(&core.earth, p, q, densify::PIECE_M);
            for between in &line[1..line.len() - 1] {
                let next = plane(between, core.earth.lat_lon(between).lon);
                out.extend(Piece::new(at, next, k));
                at = next;
            }
        }
        out.extend(Piece::new(at, end.2, k));
        last = Some(end);
    }
    out
}

#[cfg(test)]
mod tests;
