//! What changes hands between two divisions of the same sea.
//!
//! Two divisions agree along the coast and along many of their lines. What they share cancels: of each holder's two
//! cells only the edges that differ are kept, those of the second turned round (`overlay/loops.rs`). Around the loops that they
//! form, every point that the holder loses is wound round once, every point that it gains once the other way round.
//! The loops are densified along their geodesics, laid out in a cylindrical equal-area plane, where areas are exact, and
//! what one holder loses is intersected with what another gains: a job for the robust polygon overlay of the crate `geo`.
//! Error: the sag of 2 km geodesics in that plane, below 0.2 m, along boundaries that differ.

mod loops;

use geo::algorithm::bool_ops::FillRule;
use geo::{
    Area as _, BooleanOps, BoundingRect as _, Coord, LineString, MultiPolygon, OpType, Polygon,
    Rect,
};
use littoral_geodesy::{LatLon, densify};
use serde_json::Value;

use crate::basis::Core;
use crate::division::{Area, LayerDivision};

/// Overlays smaller than this are rounding along coincident lines, m2.
const SLIVER_M2: f64 = 100.0;

/// `flow[i][j]`: area from holder `i` of the first to holder `j` of the second, m2.
pub(crate) fn flow<'a>(
    core: &Core,
    from: &'a LayerDivision,
    to: &'a LayerDivision,
) -> Vec<Vec<f64>> {
    let cells = |d: &'a LayerDivision, h: &str| -> &'a [Area] {
        d.cells.get(h).map_or(&[][..], Vec::as_slice)
    };
    let lost = |h: &str| project(core, &loops::of(cells(from, h), cells(to, h)));
    let lose: Vec<(&str, MultiPolygon)> = from.holders().map(|h| (h, lost(h))).collect();
    let known = |h: &str| lose.iter().find(|(k, _)| *k == h).map(|(_, l)| l.clone());
    let gained = |h: &str| turned(known(h).unwrap_or_else(|| lost(h)));
    let gain: Vec<(&str, MultiPolygon)> = to.holders().map(|h| (h, gained(h))).collect();
    let mut flow = vec![vec![0.0; gain.len()]; lose.len()];
    for (row, (holder, lost)) in flow.iter_mut().zip(&lose) {
        let mut left = 1e6 * from.area_km2.get(*holder).and_then(Value::as_f64).unwrap_or(0.0);
        let others = row.iter_mut().zip(&gain).filter(|(_, (h, _))| h != holder);
        for (slot, (_, gained)) in others {
            if meet(lost.bounding_rect(), gained.bounding_rect()) {
                let both = lost.boolean_op_with_fill_rule(
                    gained,
                    OpType::Intersection,
                    FillRule::Positive,
                );
                let area = both.unsigned_area();
                *slot = if area < SLIVER_M2 { 0.0 } else { area };
                left -= *slot;
            }
        }
        // What went to nobody else stayed.
        if let Some(k) = gain.iter().position(|(h, _)| h == holder) {
            row[k] = left.max(0.0);
        }
    }
    flow
}

/// The same loops the other way round.
fn turned(loops: MultiPolygon) -> MultiPolygon {
    let turn = |p: Polygon| {
        let mut points = p.into_inner().0.0;
        points.reverse();
        Polygon::new(LineString::new(points), Vec::new())
    };
    MultiPolygon::new(loops.into_iter().map(turn).collect())
}

fn meet(a: Option<Rect>, b: Option<Rect>) -> bool {
    a.zip(b).is_some_and(|(a, b)| {
        let apart = |k: fn(Coord) -> f64| k(a.max()) < k(b.min()) || k(b.max()) < k(a.min());
        !apart(|c| c.x) && !apart(|c| c.y)
    })
}

/// Each loop as a polygon of its own: only how often it winds round a place counts.
fn project(core: &Core, loops: &[Vec<[f64; 2]>]) -> MultiPolygon {
    let polygon = |l: &Vec<[f64; 2]>| Polygon::new(ring(core, l), Vec::new());
    MultiPolygon::new(loops.iter().map(polygon).collect())
}

fn ring(core: &Core, points: &[[f64; 2]]) -> LineString {
    let at = |k: usize| LatLon::new(points[k % points.len()][0], points[k % points.len()][1]);
    let mut out = Vec::with_capacity(points.len() + 1);
    for k in 0..points.len() {
        let line = densify::geodesic(&core.earth, at(k), at(k + 1), densify::PIECE_M);
        for p in &line[..line.len() - 1] {
            let dlon = densify::wrap(core.earth.lat_lon(p).lon - core.centre_lon).to_radians();
            let (x, y) = core.rule.equal_area(p, dlon);
            out.push(Coord { x, y });
        }
    }
    LineString::new(out)
}
