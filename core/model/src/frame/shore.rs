//! The shore of an island.

use littoral_geodesy::{Earth, LatLon, Vec3};

use crate::geometry::Ring;

/// A piece leaves its chord by less, metres.
pub(super) const ROOM_M: f64 = 1.0;

/// A shore with its places, and a ball about all of it.
pub(super) struct Shore {
    pub(super) ring: Ring,
    pub(super) places: Vec<Vec3>,
    pub(super) middle: Vec3,
    pub(super) radius_m: f64,
}

impl Shore {
    pub(super) fn new(earth: &Earth, island: &[LatLon]) -> Self {
        let ring = turned(earth, island, false);
        let places: Vec<Vec3> = ring.iter().map(|p| earth.place(*p)).collect();
        let sum = places.iter().fold(Vec3::default(), |s, p| s + *p);
        let middle = sum * (1.0 / places.len().max(1) as f64);
        let mut shore = Self { ring, places, middle, radius_m: 0.0 };
        let reach = |k: usize| {
            let (at, radius_m) = shore.side(k);
            (at - middle).norm() + radius_m
        };
        shore.radius_m = (0..shore.places.len()).map(reach).fold(0.0, f64::max);
        shore
    }

    /// A ball about the side that begins at a vertex: a geodesic is no farther from the middle of its chord than its ends.
    pub(super) fn side(&self, k: usize) -> (Vec3, f64) {
        let [a, b] = [k, (k + 1) % self.places.len()].map(|k| self.places[k]);
        ((a + b) * 0.5, (a - b).norm() / 2.0 * 1.001 + ROOM_M)
    }
}

/// A ring that turns counterclockwise, or clockwise, seen from above.
pub(super) fn turned(earth: &Earth, ring: &[LatLon], left: bool) -> Ring {
    let places: Vec<Vec3> = ring.iter().map(|p| earth.place(*p)).collect();
    let n = places.len();
    let sum = places.iter().fold(Vec3::default(), |s, p| s + *p);
    let middle = sum * (1.0 / n as f64);
    let twice = (0..n)
        .fold(Vec3::default(), |s, k| s + (places[k] - middle).cross(places[(k + 1) % n] - middle));
    let mut out = ring.to_vec();
    if (twice.dot(sum) > 0.0) != left {
        out.reverse();
    }
    out
}
