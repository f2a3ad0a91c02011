//! The Green integral along the geodesic between two places.
//!
//! Areas are integrated over longitude, which near a pole changes fast: an edge is cut into pieces that are short against
//! their way to the earth's axis.

use littoral_geodesy::{AreaRule, Earth, Green, SurfacePoint, densify};

/// Of pieces longer than this part of the way to the axis the integrals are too poor.
const LONGEST: f64 = 0.02;
/// Pieces shorter than this are not cut, metres: an edge over a pole has no end of them.
const SHORTEST_M: f64 = 100.0;

/// Nearer to the axis than this, metres, the integrals along what a line was followed by, in pieces of up to 10 km, are too
/// poor to be compared with those of its edges.
pub(crate) const POLE_M: f64 = 1e5;

/// The integral along an edge, and how near to the axis an end of one of its pieces comes, metres.
pub(crate) fn integral(
    earth: &Earth,
    rule: &AreaRule,
    (p, q): (&SurfacePoint, &SurfacePoint),
) -> (Green, f64) {
    let middle = densify::between(earth, p, q, 0.5);
    let from_axis_m = [p, &middle, q].map(from_axis_m).into_iter().fold(f64::INFINITY, f64::min);
    let way = (q.p - p.p).norm();
    if way <= SHORTEST_M || way <= LONGEST * from_axis_m {
        return (rule.arc(p, &middle, q), from_axis_m);
    }
    let (mut green, first_m) = integral(earth, rule, (p, &middle));
    let (second, second_m) = integral(earth, rule, (&middle, q));
    green.add(second);
    (green, first_m.min(second_m))
}

fn from_axis_m(at: &SurfacePoint) -> f64 {
    libm::hypot(at.p.x, at.p.y)
}
