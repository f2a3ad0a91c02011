//! Traces paralleles: a baseline moved sideways as it stands, corner by corner.
//!
//! Definition: each segment is replaced by its parallel at the distance; neighbouring parallels are
//! prolonged or cut where they cross, so that the limit keeps the baseline's own corners instead of
//! arcs (IHO C-51 (TALOS) 5.1.3, "traces paralleles", the older practice for limits off smooth coasts).
//! Units metres; positive distances to the right of the line's direction. The ends of an open line
//! are taken at right angles. Every point of a kept parallel is at the distance from its own segment,
//! not from the whole baseline: an envelope of arcs never lies nearer.
//!
//! Degenerate: segments of no length are skipped; where neighbouring parallels do not meet within ten
//! times the distance (a spike), or one is cut away whole, the corner is a finding and the two are
//! joined straight.
//!
//! ```
//! use littoral_delimit::construct::parallels::parallels;
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon, curve::LineKind};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let at = LatLon::new;
//! let base = [at(0.0, 10.0), at(0.0, 11.0), at(1.0, 11.0)];
//! let found = parallels(&earth, &base, LineKind::Geodesic, 22_224.0).unwrap();
//! assert_eq!(found.points.len(), 3);
//! ```

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon, intersect};

use super::{check_distance, invalid};
use crate::error::DelimitError;

/// Farthest prolongation at a corner, in distances.
const FARTHEST: f64 = 10.0;

/// A baseline moved sideways.
#[derive(Debug, Clone, PartialEq)]
pub struct Parallels {
    /// Corners, ends included.
    pub points: Vec<LatLon>,
    /// For each corner, the coordinates of the baseline it stands for.
    pub nodes: Vec<usize>,
    /// Parallel of each segment, its range from corner to corner.
    pub curves: Vec<Curve>,
    /// Distance between the two parallels at each corner, metres; 0 at the ends.
    pub residual_m: Vec<f64>,
    /// Doubts, in words.
    pub findings: Vec<String>,
}

/// The line at `distance_m` to the right (negative: left) of an open line.
///
/// # Errors
/// [`DelimitError::Invalid`] for fewer than two distinct points or a distance out of range.
pub fn parallels(
    earth: &Earth,
    base: &[LatLon],
    kind: LineKind,
    distance_m: f64,
) -> Result<Parallels, DelimitError> {
    check_distance("the distance", distance_m.abs())?;
    let mut edges: Vec<(usize, Curve)> = Vec::new();
    for (k, w) in base.windows(2).enumerate() {
        if w[0] != w[1] {
            let moved = super::line(earth, kind, w[0], w[1])?.parallel(distance_m);
            edges.extend(moved.map(|c| (k, c)));
        }
    }
    let (Some(first), Some(last)) = (edges.first().copied(), edges.last().copied()) else {
        return invalid("a line needs two distinct points");
    };
    let mut out = Parallels {
        points: vec![first.1.at(earth, first.1.range[0])],
        nodes: vec![first.0],
        curves: edges.iter().map(|e| e.1).collect(),
        residual_m: vec![0.0],
        findings: Vec::new(),
    };
    for (k, (node, _)) in edges.iter().enumerate().skip(1) {
        out.corner(earth, k, *node, distance_m);
    }
    out.points.push(last.1.at(earth, last.1.range[1]));
    out.nodes.push(last.0 + 1);
    out.residual_m.push(0.0);
    for (curve, (node, _)) in out.curves.iter().zip(&edges) {
        if curve.length() < 0.0 {
            out.findings.push(format!(
                "the parallel of segment {} is cut away whole: the distance is too great for the \
                 corners beside it",
                node + 1
            ));
        }
    }
    Ok(out)
}

impl Parallels {
    /// Where the parallels before and after a coordinate cross.
    fn corner(&mut self, earth: &Earth, k: usize, node: usize, distance_m: f64) {
        let (before, after) = (self.curves[k - 1], self.curves[k]);
        let reach = FARTHEST * distance_m.abs();
        let (p, q) = (before.at(earth, before.range[1]), after.at(earth, after.range[0]));
        let meeting = (earth.karney_m(p, q) > 1e-6)
            .then(|| {
                let (a, b) = (before.prolonged(earth, reach), after.prolonged(earth, reach));
                let cost = |x: &intersect::Crossing| {
                    (x.s[0] - before.range[1]).abs() + (x.s[1] - after.range[0]).abs()
                };
                let all = intersect::crossings(earth, &a, &b).points;
                all.into_iter().min_by(|x, y| cost(x).total_cmp(&cost(y)))
            })
            .flatten();
        self.nodes.push(node);
        match meeting {
            Some(x) => {
                self.curves[k - 1].range[1] = x.s[0];
                self.curves[k].range[0] = x.s[1];
                self.points.push(x.at);
                self.residual_m.push(x.residual_m);
            }
            None => {
                let gap = earth.karney_m(p, q);
                if gap > 1e-6 {
                    self.findings.push(format!(
                        "at coordinate {} the parallels do not meet: joined straight over {gap:.1} m",
                        node + 1
                    ));
                    self.points.push(p);
                    self.residual_m.push(gap);
                    self.nodes.push(node);
                }
                self.points.push(q);
                self.residual_m.push(gap);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// Corners are at the distance from both segments prolonged; convex and reflex, both kinds of line.
    #[test]
    fn corners_keep_the_distance() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        let base = [at(-20.0, 179.5), at(-20.0, -179.8), at(-20.5, -179.3), at(-20.4, -178.5)];
        for kind in [LineKind::Geodesic, LineKind::Loxodrome] {
            for t in [22_224.0, -22_224.0] {
                let found = parallels(&earth, &base, kind, t).unwrap();
                assert!(found.findings.is_empty() && found.points.len() == 4, "{found:?}");
                for k in [1, 2] {
                    for edge in [k - 1, k] {
                        let line =
                            Curve::between(&earth, kind, base[edge], base[edge + 1]).unwrap();
                        let long = line.prolonged(&earth, 1e5);
                        let d = long.nearest(&earth, found.points[k]).1;
                        assert!((d - t.abs()).abs() < 1e-6, "{kind:?} {d}");
                    }
                }
            }
        }
    }

    #[test]
    fn spikes_and_points() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        let spike = [at(0.0, 0.0), at(0.0, 1.0), at(0.0, 0.0)];
        let found = parallels(&earth, &spike, LineKind::Geodesic, 22_224.0).unwrap();
        assert_eq!(found.findings.len(), 1, "{found:?}");
        assert!(parallels(&earth, &spike[..1], LineKind::Geodesic, 1.0).is_err());
        assert!(parallels(&earth, &[spike[0]; 3], LineKind::Geodesic, 1.0).is_err());
    }
}
