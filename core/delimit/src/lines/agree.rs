//! Is what was followed of a line what is printed of it, once and no more?
//!
//! A line is followed piece by piece, and no piece knows of the others. Of a loop the area that the pieces add up to is
//! compared with the area of the printed ring, of an open line what lies between the two; and a ring that does not cross
//! itself turns by one whole turn (H. Hopf, "Über die Drehung der Tangenten und Sehnen ebener Kurven", Compositio
//! Mathematica 2, 1935), so one that was followed twice is seen even where it is printed twice as well.

use littoral_geodesy::{AreaRule, Earth, Green, SurfacePoint, Vec3};

use crate::edge;
use crate::trace::Vertex;

/// A printed line leaves the curve by the tolerance at most; so many times that, along all of it, is no agreement.
const TIMES: f64 = 2.0;
/// What corners and pieces too short to be looked into may add, square metres.
const MORE_M2: f64 = 1000.0;
/// More than this is no single turn, whatever rounding and the curvature of the earth do.
const MOST_TURN: f64 = 1.5 * std::f64::consts::TAU;

/// Does the integral along a line agree with its printed vertices, given its tolerance, and does a loop go round once?
pub(super) fn agrees(
    (earth, rule): (&Earth, &AreaRule),
    vertices: &[Vertex],
    followed: Green,
    (tolerance_m, closed): (f64, bool),
) -> bool {
    let mut between = followed.reversed();
    let (mut length_m, mut told) = (0.0, true);
    for w in vertices.windows(2) {
        let (p, q) = (&w[0].at, &w[1].at);
        let (below, from_axis_m) = edge::integral(earth, rule, (p, q));
        between.add(below);
        length_m += (q.p - p.p).norm();
        told &= from_axis_m > edge::POLE_M;
    }
    let most_m2 = TIMES * tolerance_m * length_m + MORE_M2;
    let once = !closed || turn(vertices).abs() <= MOST_TURN;
    let same = between.s_dlon.abs() <= most_m2 && between.dlon.abs() < 1.0;
    once && (same || !told)
}

/// By how much a ring turns to the left in all, radians; its last vertex is its first.
fn turn(vertices: &[Vertex]) -> f64 {
    let ways: Vec<(SurfacePoint, Vec3)> = vertices
        .windows(2)
        .map(|w| (w[0].at, w[1].at.p - w[0].at.p))
        .filter(|(_, way)| way.norm() > 0.0)
        .collect();
    let before = ways.iter().cycle().skip(ways.len().saturating_sub(1));
    let at = |((at, way), (_, last)): (&(SurfacePoint, Vec3), &(SurfacePoint, Vec3))| {
        libm::atan2(at.n.dot(last.cross(*way)), last.dot(*way))
    };
    ways.iter().zip(before).map(at).sum()
}

#[cfg(test)]
mod tests {
    use littoral_geodesy::{Ellipsoid, LatLon, densify};

    use super::*;
    use crate::division::PointKind;

    fn ring(earth: &Earth, turns: u32) -> Vec<Vertex> {
        let vertex = |k: u32| {
            let at = f64::from(k % 36) * std::f64::consts::TAU / 36.0;
            let (sin, cos) = (libm::sin(at), libm::cos(at));
            let place = LatLon::new(60.0 + 0.01 * sin, 20.0 + 0.02 * cos);
            Vertex { at: earth.point(place), kind: PointKind::Curve, controls: Vec::new() }
        };
        (0..=36 * turns).map(vertex).collect()
    }

    fn followed(earth: &Earth, rule: &AreaRule, vertices: &[Vertex]) -> Green {
        vertices.windows(2).fold(Green::default(), |mut sum, w| {
            let middle = densify::between(earth, &w[0].at, &w[1].at, 0.5);
            sum.add(rule.arc(&w[0].at, &middle, &w[1].at));
            sum
        })
    }

    /// A ring followed once agrees with itself; followed twice, or printed twice, it does not, in either direction.
    #[test]
    fn once_and_no_more() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let rule = AreaRule::new(&earth, &earth.point(LatLon::new(60.0, 20.0)));
        for back in [false, true] {
            let [mut once, mut twice] = [1, 2].map(|turns| ring(&earth, turns));
            if back {
                once.reverse();
                twice.reverse();
            }
            let [green, double] = [&once, &twice].map(|v| followed(&earth, &rule, v));
            let whole = (1.0, true);
            assert!((turn(&once).abs() / std::f64::consts::TAU - 1.0).abs() < 1e-3);
            assert!(agrees((&earth, &rule), &once, green, whole));
            assert!(!agrees((&earth, &rule), &once, double, whole));
            assert!(!agrees((&earth, &rule), &twice, double, whole));
            assert!(agrees(
                (&earth, &rule),
                &once[..9],
                followed(&earth, &rule, &once[..9]),
                (1.0, false)
            ));
        }
    }
}
