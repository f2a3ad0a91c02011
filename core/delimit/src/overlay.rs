//! What changes hands between two divisions of the same sea.
//!
//! Two divisions agree along most of their boundaries, so their overlay is full of coincident lines: a
//! job for a robust polygon overlay and not for another tracing. Cells are densified along their geodesics
//! and laid out in a cylindrical equal-area plane, where areas are exact; the crate `geo` intersects them.
//! Error: the sag of 2 km geodesics in that plane, below 0.2 m, along boundaries that differ.

use geo::{
    Area as _, BooleanOps, BoundingRect as _, Coord, LineString, MultiPolygon, Polygon, Rect,
};
use littoral_geodesy::{LatLon, densify};

use crate::basis::Core;
use crate::division::{Area, LayerDivision};

/// Overlays smaller than this are rounding along coincident lines, m2.
const SLIVER_M2: f64 = 100.0;

/// `flow[i][j]`: area from holder `i` of the first to holder `j` of the second, m2.
pub(crate) fn flow(core: &Core, from: &LayerDivision, to: &LayerDivision) -> Vec<Vec<f64>> {
    let plane = |d: &LayerDivision| -> Vec<(String, MultiPolygon)> {
        let cell = |h: &str| {
            d.cells.get(h).map_or_else(|| MultiPolygon::new(vec![]), |c| project(core, c))
        };
        d.holders().map(|h| (h.to_owned(), cell(h))).collect()
    };
    let (a, b) = (plane(from), plane(to));
    let mut flow = vec![vec![0.0; b.len()]; a.len()];
    for (row, (holder, cells)) in flow.iter_mut().zip(&a) {
        let mut left = cells.unsigned_area();
        // Cells of the same bits change nothing, and cells apart share nothing: most pairs of most rules.
        let same = from.cells.get(holder).is_some_and(|c| to.cells.get(holder) == Some(c));
        let near =
            |other: &MultiPolygon| !same && meet(cells.bounding_rect(), other.bounding_rect());
        for (slot, (_, other)) in
            row.iter_mut().zip(&b).filter(|(_, (h, other))| h != holder && near(other))
        {
            let area = cells.intersection(other).unsigned_area();
            *slot = if area < SLIVER_M2 { 0.0 } else { area };
            left -= *slot;
        }
        // What went to nobody else stayed.
        if let Some(k) = b.iter().position(|(h, _)| h == holder) {
            row[k] = left.max(0.0);
        }
    }
    flow
}

fn meet(a: Option<Rect>, b: Option<Rect>) -> bool {
    a.zip(b).is_some_and(|(a, b)| {
        let apart = |k: fn(Coord) -> f64| k(a.max()) < k(b.min()) || k(b.max()) < k(a.min());
        !apart(|c| c.x) && !apart(|c| c.y)
    })
}

fn project(core: &Core, cells: &[Area]) -> MultiPolygon {
    let polygon = |area: &Area| {
        let mut rings = area.rings.iter().map(|r| ring(core, r));
        let outer = rings.next().unwrap_or_else(|| LineString::new(vec![]));
        Polygon::new(outer, rings.collect())
    };
    MultiPolygon::new(cells.iter().map(polygon).collect())
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
