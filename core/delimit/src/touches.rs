//! Connectedness: does every part of a party's waters touch its own coast?
//!
//! With equidistance and additive weights it does: on the way to the nearest own shore the own distance falls at
//! unit rate and no other falls faster. With ratios, powers, roots and kept belts parts can lie away from any own
//! coast (a party's pocket behind another's island); a treaty would have to name them. A part touches if a vertex of
//! its rings lies on a shore of its party, islands included.

use littoral_geodesy::{Green, LatLon, densify};

use crate::basis::Basis;
use crate::division::{Area, LayerDivision};
use crate::error::DelimitError;
use crate::field::Node;
use crate::partition::Holder;
use crate::waters::{DistanceOptions, Waters};

/// A vertex this near to a shore is on it, metres.
const ON_SHORE_M: f64 = 0.01;
/// Smaller parts are noise of the coast data, km2.
const LEAST_KM2: f64 = 0.01;
/// Edges are cut to this length for areas, metres.
const EDGE_M: f64 = 5_000.0;

/// A part of a party's waters that does not touch its coast.
#[derive(Debug, Clone, PartialEq)]
pub struct Orphan {
    /// Whose it is.
    pub holder: Holder,
    /// Its area, km2.
    pub area_km2: f64,
    /// A vertex of its boundary.
    pub at: LatLon,
}

/// Parts away from any own coast, in the case's order of parties, larger ones first. Holders that
/// are no party (common spaces) have no coast and are left out.
pub(crate) fn orphans(
    waters: &Waters,
    division: &LayerDivision,
) -> Result<Vec<Orphan>, DelimitError> {
    let mut out = Vec::new();
    for (k, party) in waters.case().parties.iter().enumerate() {
        let Some(parts) = division.cells.get(&party.id) else { continue };
        let field = waters.distance(k, DistanceOptions::default())?;
        let Node::Distance(set) = field.node() else { continue };
        let basis = waters.basis();
        let shore = &basis.sets[set.0 as usize].line;
        let on_shore = |p: &[f64; 2]| {
            let at = basis.earth.point(LatLon::new(p[0], p[1]));
            shore.nearest(&at, None, ON_SHORE_M).distance_m < ON_SHORE_M
        };
        for part in parts.iter().filter(|p| !p.rings.iter().flatten().any(on_shore)) {
            let Some(first) = part.rings.first().and_then(|r| r.first()) else { continue };
            let area_km2 = area_m2(&basis, part) / 1e6;
            if area_km2 >= LEAST_KM2 {
                let at = LatLon::new(first[0], first[1]);
                out.push(Orphan { holder: Holder::new(&party.id), area_km2, at });
            }
        }
    }
    Ok(out)
}

/// Area of a polygon with its holes, m2.
fn area_m2(basis: &Basis, part: &Area) -> f64 {
    let ring = |points: &Vec<[f64; 2]>| {
        let at = |k: usize| LatLon::new(points[k % points.len()][0], points[k % points.len()][1]);
        let mut sum = Green::default();
        for k in 0..points.len() {
            for w in densify::geodesic(&basis.earth, at(k), at(k + 1), EDGE_M).windows(2) {
                let middle = densify::between(&basis.earth, &w[0], &w[1], 0.5);
                sum.add(basis.rule.arc(&w[0], &middle, &w[1]));
            }
        }
        basis.rule.smaller_m2(sum)
    };
    part.rings.iter().map(ring).sum()
}
