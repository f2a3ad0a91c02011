//! Rings on an equal-area plane: what overlaps, and what of one lies within another.
//!
//! The plane is Lambert's cylinder about the baselines' first point; geodesics are cut into pieces of [`PIECE_M`] at most. What
//! crosses is left to the crate `geo`.

use geo::{Area as _, BooleanOps, Coord, LineString, MultiPolygon, Polygon, unary_union};
use littoral_geodesy::densify::{self, wrap};
use littoral_geodesy::{AreaRule, Earth, LatLon};

/// Longest piece of an edge, metres: a chord leaves it by centimetres.
const PIECE_M: f64 = 500.0;

/// `geo` works on a grid of millimetres: areas are off by less than this, m2 and as a part of all.
const ROUNDING_M2: f64 = 1e4;
const ROUNDING: f64 = 1e-8;

/// An equal-area plane.
pub(super) struct Plane<'a> {
    pub(super) earth: &'a Earth,
    rule: AreaRule,
    middle: LatLon,
}

impl<'a> Plane<'a> {
    pub(super) fn new(earth: &'a Earth, middle: LatLon) -> Self {
        Self { earth, rule: AreaRule::new(earth, &earth.point(middle)), middle }
    }

    /// A ring with geodesic edges.
    pub(super) fn polygon(&self, ring: &[LatLon]) -> Polygon<f64> {
        let next = |k: usize| ring[(k + 1) % ring.len()];
        let edge = |k: usize| densify::geodesic(self.earth, ring[k], next(k), PIECE_M);
        let corner = |p: &littoral_geodesy::SurfacePoint| {
            let at = self.earth.lat_lon(p);
            let dlon = wrap(at.lon - self.middle.lon).to_radians();
            let (x, y) = self.rule.equal_area(p, dlon);
            Coord { x, y }
        };
        let coords: Vec<Coord<f64>> = (0..ring.len()).flat_map(edge).map(|p| corner(&p)).collect();
        Polygon::new(LineString::new(coords), Vec::new())
    }
}

/// Area that rings have twice, or of which a ring that crosses itself leaves in doubt how much it holds, m2; `None` where
/// that is no more than rounding.
pub(super) fn doubled_m2(rings: &[Polygon<f64>]) -> Option<f64> {
    let sum: f64 = rings.iter().map(geo::Area::unsigned_area).sum();
    let doubled = (sum - unary_union(rings).unsigned_area()).abs();
    (doubled > ROUNDING_M2 + ROUNDING * sum).then_some(doubled)
}

/// Area of what of a ring lies within another, m2.
pub(super) fn common_m2(ring: &Polygon<f64>, within: &Polygon<f64>) -> f64 {
    let whole = MultiPolygon::new(vec![within.clone()]);
    MultiPolygon::new(vec![ring.clone()]).intersection(&whole).unsigned_area()
}
