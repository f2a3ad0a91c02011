//! Points between the points of a fractional line, until the geodesics that join them keep the tolerance.
//!
//! The equation is bounded along each geodesic: between two places a shortest distance is no more than its tangents there, raised by half the
//! square of the way over itself (a distance `d` bends up by at most `1/d`), and no less than its chord, lowered by an eighth of the
//! square of the whole way over it; it bends down as it likes, where the nearest point jumps. Stretches are cut, where the tangents meet, until
//! the bounds keep the tolerance, of which a five-hundredth is kept in hand.

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, LatLon, curve::LineKind};

use super::equation::{Equation, Look};
use super::{FractionPoint, MOST};
use crate::construct::invalid;
use crate::error::DelimitError;

/// Neighbours nearer than this have nothing between them, metres.
const CLOSE_M: f64 = 0.01;
/// Halvings of a piece, at most.
const DEEP: u32 = 40;
/// Places looked at along a piece, at most.
const MOST_PLACES: usize = 4096;
/// So much of the tolerance is kept in hand.
const IN_HAND: f64 = 0.002;
/// Stretches off the line that are named, at most.
const NAMED: usize = 5;

/// A place of a piece, metres from its start.
#[derive(Clone, Copy)]
struct Stop {
    s: f64,
    off_m: f64,
    /// Distances to the two lines, metres, and their change on the way.
    far_m: [f64; 2],
    slope: [f64; 2],
}

/// The points with those put between, and the stretches that no point brings within the tolerance.
pub(super) fn filled(
    equation: &Equation<'_>,
    points: &[FractionPoint],
    tolerance_m: f64,
) -> Result<(Vec<FractionPoint>, Vec<String>), DelimitError> {
    let mut out: Vec<FractionPoint> = points.first().copied().into_iter().collect();
    let mut loose = Vec::new();
    for w in points.windows(2) {
        let mut todo = vec![(w[0], w[1], 0)];
        while let Some((p, q, depth)) = todo.pop() {
            if out.len() + todo.len() > MOST {
                let text = "points at this tolerance and step";
                return invalid(format!("the line has more than {MOST} {text}"));
            }
            let off_m = beyond(equation, p.at, q.at, tolerance_m);
            let apart_m = equation.earth.karney_m(p.at, q.at);
            let more = off_m.filter(|_| depth < DEEP && apart_m > CLOSE_M);
            match (more.and_then(|_| equation.between(p.at, q.at)), off_m) {
                (Some(m), _) => todo.extend([(m, q, depth + 1), (p, m, depth + 1)]),
                (None, off_m) => {
                    loose.extend(off_m.map(|off_m| (p.at, q.at, off_m)));
                    out.push(q);
                }
            }
        }
    }
    Ok((out, findings(&loose)))
}

fn findings(loose: &[(LatLon, LatLon, f64)]) -> Vec<String> {
    let one = |(p, q, off_m): &(LatLon, LatLon, f64)| {
        format!(
            "from {:.5}, {:.5} to {:.5}, {:.5} the line is not joined: the geodesic between leaves {:.3} m of the \
             equation or more",
            p.lat,
            wrap(p.lon),
            q.lat,
            wrap(q.lon),
            off_m.abs()
        )
    };
    let mut out: Vec<String> = loose.iter().take(NAMED).map(one).collect();
    if loose.len() > NAMED {
        out.push(format!("{} more stretches are not joined", loose.len() - NAMED));
    }
    out
}

/// What is left of the equation at a place of the geodesic where it is more than the tolerance, a little of it in hand; `None` where it
/// keeps it.
fn beyond(equation: &Equation<'_>, p: LatLon, q: LatLon, tolerance_m: f64) -> Option<f64> {
    let edge = Curve::between(equation.earth, LineKind::Geodesic, p, q)?;
    let stop = |s: f64| -> Option<Stop> {
        let spot = edge.spot(equation.earth, edge.range[0] + s);
        let look: Look = equation.look(spot.at)?;
        let far_m = look.feet.map(|foot| foot.distance_m);
        let slope = look.feet.map(|f| -libm::cos((f.azimuth_deg - spot.azimuth_deg).to_radians()));
        Some(Stop { s, off_m: look.off_m, far_m, slope })
    };
    let (most_m, mut looked) = (tolerance_m * (1.0 - IN_HAND), 0);
    let mut todo = vec![[stop(0.0)?, stop(edge.length())?]];
    while let Some([a, b]) = todo.pop() {
        if let Some(found) = [a, b].iter().find(|x| x.off_m.abs() > most_m) {
            return Some(found.off_m);
        }
        looked += 1;
        let next = [[0, 1], [1, 0]].map(|order| Bound::new(equation.shares(), order, [&a, &b]));
        let Some(over) = next.iter().find(|bound| bound.most_m > tolerance_m) else { continue };
        if looked > MOST_PLACES || b.s - a.s < CLOSE_M {
            continue;
        }
        let middle = stop(a.s + over.at)?;
        todo.extend([[middle, b], [a, middle]]);
    }
    None
}

/// What one side of the equation is no more than between two places.
struct Bound {
    most_m: f64,
    /// Where, metres from the first place, if it is not next to an end; else the middle.
    at: f64,
}

impl Bound {
    /// For the first of the two lines in this order as far as it may be, and the second as near.
    fn new(shares: [f64; 2], [i, j]: [usize; 2], [a, b]: [&Stop; 2]) -> Self {
        let h = b.s - a.s;
        // No distance falls faster than the place moves.
        let least_m = |k: usize| ((a.far_m[k] + b.far_m[k] - h) / 2.0).max(1e-3);
        let raised = (h * h / (2.0 * least_m(i))).min(2.0 * h);
        let lowered = (h * h / (8.0 * least_m(j))).min(h);
        let far = |x: f64| {
            let (from_a, from_b) = (a.far_m[i] + a.slope[i] * x, b.far_m[i] - b.slope[i] * (h - x));
            from_a.min(from_b)
        };
        let near = |x: f64| a.far_m[j] + (b.far_m[j] - a.far_m[j]) * x / h;
        let value = |x: f64| shares[i] * (far(x) + raised) - shares[j] * (near(x) - lowered);
        let turn = a.slope[i] - b.slope[i];
        let meet = (b.far_m[i] - a.far_m[i] - h * b.slope[i]) / turn;
        let meet = if turn.abs() > 1e-9 { meet.clamp(0.0, h) } else { 0.0 };
        let at = if (0.05 * h..0.95 * h).contains(&meet) { meet } else { h / 2.0 };
        Self { most_m: value(0.0).max(value(h)).max(value(meet)), at }
    }
}
