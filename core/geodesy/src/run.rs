//! Straight runs of a coast: vertices that lie on the geodesic between their neighbours.
//!
//! A straight coast may be cut into any number of vertices, decimetres apart or less. Along it the nearest point slides from
//! vertex to vertex as along one edge, and nothing turns there: which of the vertices is nearest within less than rounding
//! tells nothing. No run is known beforehand: it is asked for between two features, and nearly always the first vertex
//! between them says no.

use std::ops::RangeInclusive;

use crate::piece::Piece;
use crate::shoreline::{Feature, Shoreline};

/// Vertices lie on a geodesic to this, metres: by no more is a run of them farther from any place than the geodesic is.
const STRAIGHT_M: f64 = 1e-5;
/// Longest run, metres: so far the plane through both ends holds the geodesic to a small part of that.
const LONGEST_M: f64 = 20_000.0;
/// The same from vertex to vertex: both may be corners, from where on it is not the run that is nearest.
const BETWEEN_CORNERS_M: f64 = 2.0;

/// The features from one to another along a line, both included.
#[derive(Debug, Clone)]
pub struct Run {
    /// Numbers of features; a ring may be walked past its first vertex.
    parts: [RangeInclusive<u32>; 2],
}

impl Run {
    /// Is a feature one of the run's?
    #[must_use]
    pub fn contains(&self, feature: Feature) -> bool {
        self.parts.iter().any(|part| part.contains(&feature.0))
    }
}

impl Shoreline {
    /// The run between two features, if it is straight: then the nearest point slides along it and does not leap. Base
    /// points that are not joined by edges have none.
    #[must_use]
    pub fn straight_run(&self, f: Feature, g: Feature) -> Option<Run> {
        let (lo, hi) = (f.min(g), f.max(g));
        let line = self.line_of(lo.0 / 2)?;
        if !line.contains(&(hi.0 / 2)) {
            return None;
        }
        let (first, last) = (2 * line.start, 2 * line.end - 1);
        let closed = self.next_vertex(line.end - 1) == line.start;
        // A ring is walked the shorter way.
        let wraps = closed && hi.0 - lo.0 > line.end - line.start;
        let (from, to, parts) = if wraps {
            (hi, lo, [hi.0..=last, first..=lo.0])
        } else {
            (lo, hi, [lo.0..=hi.0, hi.0..=hi.0])
        };
        let begin = self.pieces_of(from.0 / 2).start;
        let end = match to.vertex() {
            Some(v) => self.before(self.pieces_of(v).start)?,
            None => self.pieces_of(to.0 / 2).last()?,
        };
        let corners = f.vertex().is_some() && g.vertex().is_some();
        let most_m = if corners { BETWEEN_CORNERS_M } else { LONGEST_M };
        self.is_straight(begin, end, most_m).then_some(Run { parts })
    }

    /// Do the pieces from one to another follow a geodesic on and on, and no farther than so many metres?
    fn is_straight(&self, begin: usize, end: usize, most_m: f64) -> bool {
        let (a, b) = (self.piece(begin).a, self.piece(end).b);
        let (way, left) = (b - a, Piece { a, b }.left(self.earth()));
        let length_m = way.norm();
        if length_m == 0.0 || length_m > most_m {
            return false;
        }
        let (mut k, mut last) = (begin, 0.0);
        for _ in 0..self.piece_count() {
            let at = self.piece(k).b - a;
            let along = at.dot(way);
            if at.dot(left).abs() > STRAIGHT_M || along < last {
                return false;
            }
            if k == end {
                return true;
            }
            last = along;
            match self.after(k) {
                Some(next) => k = next,
                None => return false,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chain, Earth, Ellipsoid, Join, LatLon};

    /// A square of 4 km, its sides cut every 10 m, walked from the middle of a side: sides are straight, corners are not,
    /// and neither is a vertex a tenth of a millimetre off, nor a way back.
    #[test]
    fn sides_of_a_square() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let mut at = LatLon::new(57.0, 3.0);
        let mut azimuth = 20.0;
        let mut points = Vec::new();
        for side in 0..5 {
            let steps = if side % 4 == 0 { 200 } else { 400 };
            let from = at;
            points.extend((0..steps).map(|k| e.direct(from, azimuth, 10.0 * f64::from(k))));
            at = e.direct(from, azimuth, 10.0 * f64::from(steps));
            let back = e.inverse(at, from).azimuth1_deg;
            azimuth = back + 180.0 + if side < 4 { 90.0 } else { 0.0 };
        }
        let set =
            |points: &[LatLon], join| Shoreline::new(&e, &[Chain { points, closed: true, join }]);
        let ring = set(&points, Join::Geodesic);
        let straight = |set: &Shoreline, f, g| set.straight_run(Feature(f), Feature(g)).is_some();
        for (f, g, want) in [
            (1, 399, true),
            (0, 399, true),
            (0, 400, false),
            (0, 2, false),
            (399, 3, true),
            (1, 401, false),
            (401, 1200, true),
            (401, 1201, false),
            (399, 402, false),
        ] {
            assert_eq!(straight(&ring, f, g), want, "{f} {g}");
        }
        assert!(!straight(&set(&points, Join::Points), 0, 399));
        let mut off = points.clone();
        off[100] = e.direct(off[100], 110.0, 1e-4);
        assert!(!straight(&set(&off, Join::Geodesic), 0, 399));
        off[100] = points[50];
        assert!(!straight(&set(&off, Join::Geodesic), 0, 399));
        let run = ring.straight_run(Feature(11), Feature(21)).unwrap();
        assert!(run.contains(Feature(15)) && !run.contains(Feature(10)));
    }
}
