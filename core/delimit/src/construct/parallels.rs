//! Traces paralleles: a baseline moved sideways as it stands, corner by corner.
//!
//! Definition: each segment is replaced by its parallel at the distance; neighbouring parallels are
//! prolonged or cut where they cross, so that the limit keeps the baseline's own corners instead of
//! arcs (IHO C-51 (TALOS) 5.1.3, "traces paralleles", the older practice for limits off smooth coasts).
//! Units metres; positive distances to the right of the line's direction. The ends of an open line
//! are taken at right angles; a line that ends where it begins has a corner there. Every point of a kept parallel is at the distance from its own segment,
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
    /// Distance between the two parallels at each corner, metres; 0 at open ends.
    pub residual_m: Vec<f64>,
    /// Doubts, in words.
    pub findings: Vec<String>,
}

/// The line at `distance_m` to the right (negative: left) of a line, open or closed.
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
        points: Vec::with_capacity(edges.len() + 1),
        nodes: Vec::with_capacity(edges.len() + 1),
        curves: edges.iter().map(|e| e.1).collect(),
        residual_m: Vec::with_capacity(edges.len() + 1),
        findings: Vec::new(),
    };
    let closed = edges.len() > 2 && base.first() == base.last();
    if !closed {
        out.add(first.1.at(earth, first.1.range[0]), first.0, 0.0);
    }
    for (k, (node, _)) in edges.iter().enumerate().skip(1) {
        out.corner(earth, [k - 1, k], *node, distance_m);
    }
    if closed {
        out.corner(earth, [edges.len() - 1, 0], last.0 + 1, distance_m);
        out.begin_at_the_end(first.0);
    } else {
        out.add(last.1.at(earth, last.1.range[1]), last.0 + 1, 0.0);
    }
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
    fn add(&mut self, at: LatLon, node: usize, residual_m: f64) {
        self.points.push(at);
        self.nodes.push(node);
        self.residual_m.push(residual_m);
    }

    /// Of a closed line: the last corner is the first as well.
    fn begin_at_the_end(&mut self, node: usize) {
        let last = self.points.last().copied().zip(self.residual_m.last().copied());
        if let Some((at, residual_m)) = last {
            self.points.insert(0, at);
            self.nodes.insert(0, node);
            self.residual_m.insert(0, residual_m);
        }
    }

    /// Where the parallels before and after a coordinate cross.
    fn corner(&mut self, earth: &Earth, [i, j]: [usize; 2], node: usize, distance_m: f64) {
        let (before, after) = (self.curves[i], self.curves[j]);
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
        if let Some(x) = meeting {
            self.curves[i].range[1] = x.s[0];
            self.curves[j].range[0] = x.s[1];
            return self.add(x.at, node, x.residual_m);
        }
        let gap = earth.karney_m(p, q);
        if gap > 1e-6 {
            self.findings.push(format!(
                "at coordinate {} the parallels do not meet: joined straight over {gap:.1} m",
                node + 1
            ));
            self.add(p, node, gap);
        }
        self.add(q, node, gap);
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

    /// A closed line has its corner at the coordinate at which it begins too, wherever that is: seaward and landward.
    #[test]
    fn a_closed_line_has_no_ends() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let square =
            [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)].map(|p| LatLon::new(p.0, p.1));
        for t in [22_224.0, -22_224.0] {
            for turn in 0..4 {
                let ring: Vec<LatLon> = (0..5).map(|k| square[(k + turn) % 4]).collect();
                let found = parallels(&earth, &ring, LineKind::Geodesic, t).unwrap();
                assert_eq!((found.points.len(), found.findings.len()), (5, 0), "{found:?}");
                assert_eq!(found.points[0], found.points[4]);
                for (k, p) in found.points.iter().enumerate().skip(1) {
                    for edge in [k - 1, k % 4] {
                        let line = super::super::line(
                            &earth,
                            LineKind::Geodesic,
                            ring[edge],
                            ring[edge + 1],
                        );
                        let d = line.unwrap().prolonged(&earth, 1e5).nearest(&earth, *p).1;
                        assert!((d - t.abs()).abs() < 1e-6, "{t} {turn} {k} {d}");
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
