//! Points between the points of a fractional line, until the geodesics that join them keep the tolerance.
//!
//! The equation is looked at along each geodesic at places so close that between two of them a distance cannot
//! fall by more than the tolerance (a shortest distance `d` bends down by at most `1/d`), and where the slopes at two
//! neighbouring places say that it bends up between them.

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
/// Places looked at along a piece, at least and at most.
const PLACES: (f64, f64) = (4.0, 256.0);
/// Stretches off the line that are named, at most.
const NAMED: usize = 5;

/// A place of a piece, metres from its start, with the change of the equation on the way.
struct Stop {
    s: f64,
    off_m: f64,
    slope: f64,
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

/// What is left of the equation at a place of the geodesic where it is more than the tolerance; `None` where it keeps it.
fn beyond(equation: &Equation<'_>, p: LatLon, q: LatLon, tolerance_m: f64) -> Option<f64> {
    let edge = Curve::between(equation.earth, LineKind::Geodesic, p, q)?;
    let stop = |s: f64| -> Option<Stop> {
        let spot = edge.spot(equation.earth, edge.range[0] + s);
        let look = equation.look(spot.at)?;
        Some(Stop { s, off_m: look.off_m, slope: equation.slope(&look, spot.azimuth_deg) })
    };
    let length_m = edge.length();
    let near = |at| equation.look(at).map(|l: Look| l.feet[0].distance_m.min(l.feet[1].distance_m));
    let bend_m = libm::sqrt(8.0 * near(p)?.min(near(q)?) * tolerance_m).max(1e-3);
    let n = (length_m / bend_m).ceil().clamp(PLACES.0, PLACES.1);
    let mut last = stop(0.0)?;
    for k in 1..=n as usize {
        let here = stop(length_m * k as f64 / n)?;
        let peak = peak(&last, &here, tolerance_m).and_then(stop);
        for found in [peak.as_ref(), Some(&here)].into_iter().flatten() {
            if found.off_m.abs() > tolerance_m {
                return Some(found.off_m);
            }
        }
        last = here;
    }
    None
}

/// Where the slopes at two places meet, if that is beyond the tolerance.
fn peak(a: &Stop, b: &Stop, tolerance_m: f64) -> Option<f64> {
    let (h, turn) = (b.s - a.s, a.slope - b.slope);
    let x = (b.off_m - a.off_m - h * b.slope) / turn;
    let inside = turn.abs() > 1e-9 && x > 0.0 && x < h;
    (inside && (a.off_m + a.slope * x).abs() > tolerance_m).then_some(a.s + x)
}
