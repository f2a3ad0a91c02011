//! What of an arc or parallel is certainly within the distance of another base point.
//!
//! A disc about a point is convex as long as its radius is small against the earth, so a parallel with both ends
//! in it lies in it; of an arc of the same radius it holds one connected stretch. Places are taken by fast
//! steps on the surface and a margin makes up for them, so only what is covered for certain is dropped.

use std::cell::RefCell;

use littoral_geodesy::curve::{LineKind, Shape};
use littoral_geodesy::{Earth, Shoreline, SurfacePoint, Vec3};

use super::parts::Part;

/// Discs remembered: neighbours on a coast are covered by the same points.
const KEPT: usize = 6;
/// Limits farther out than this are left to the exact test, metres.
const FARTHEST_M: f64 = 500_000.0;
/// Halvings before a stretch is left to the exact test.
const DEEPEST: u32 = 6;

/// Discs about the points of a baseline.
pub(super) struct Cover<'a> {
    earth: &'a Earth,
    shore: &'a Shoreline,
    /// A chord shorter than this is a geodesic shorter than the distance.
    chord_m: f64,
    /// The same for searches.
    bound_m: f64,
    distance_m: f64,
    recent: RefCell<Vec<Vec3>>,
}

impl<'a> Cover<'a> {
    pub(super) fn new(earth: &'a Earth, shore: &'a Shoreline, distance_m: f64) -> Self {
        let radius = earth.ellipsoid().a_m * (1.0 - earth.e2());
        // Fast steps are off by the flattening's part of the sphere's bulge.
        let bulge = distance_m * (distance_m / radius) * (distance_m / radius) / 24.0;
        let margin = 0.5 + bulge * 0.05 + distance_m * 2e-6;
        Self {
            earth,
            shore,
            chord_m: distance_m - bulge - margin,
            bound_m: distance_m - margin,
            distance_m,
            recent: RefCell::new(Vec::new()),
        }
    }

    /// Calls `left` with the stretches of a part that may stand.
    pub(super) fn open(&self, part: &Part, left: &mut dyn FnMut([f64; 2])) {
        let range = part.curve.range;
        let loxodrome = match part.curve.shape {
            Shape::Parallel { base, .. } => base.kind == LineKind::Loxodrome,
            _ => false,
        };
        // A loxodrome's parallel bends.
        if self.distance_m > FARTHEST_M || self.chord_m <= 0.0 || loxodrome {
            return left(range);
        }
        let ends = range.map(|s| self.place(part, s).p);
        self.halve(part, range, ends, (DEEPEST, left));
    }

    fn place(&self, part: &Part, s: f64) -> SurfacePoint {
        self.earth.point(part.curve.at(self.earth, s))
    }

    fn halve(
        &self,
        part: &Part,
        [a, b]: [f64; 2],
        [p, q]: [Vec3; 2],
        (depth, left): (u32, &mut dyn FnMut([f64; 2])),
    ) {
        if self.known(p, q) {
            return;
        }
        let s = (a + b) / 2.0;
        let middle = self.place(part, s);
        let near = self.shore.nearest(&middle, None, self.bound_m);
        if near.distance_m < self.bound_m {
            let centre = near.at.p;
            let mut recent = self.recent.borrow_mut();
            if recent.len() == KEPT {
                recent.remove(0);
            }
            recent.push(centre);
            if self.holds(centre, p) && self.holds(centre, q) {
                return;
            }
        }
        if depth == 0 {
            return left([a, b]);
        }
        self.halve(part, [a, s], [p, middle.p], (depth - 1, left));
        self.halve(part, [s, b], [middle.p, q], (depth - 1, left));
    }

    fn known(&self, p: Vec3, q: Vec3) -> bool {
        let recent = self.recent.borrow();
        recent.iter().rev().any(|c| self.holds(*c, p) && self.holds(*c, q))
    }

    fn holds(&self, centre: Vec3, p: Vec3) -> bool {
        let v = p - centre;
        v.dot(v) < self.chord_m * self.chord_m
    }
}
