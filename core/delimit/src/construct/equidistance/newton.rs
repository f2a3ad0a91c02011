//! Newton's method on equal scores with Karney's geodesics.

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};

/// A score at a place: its value, metres, and its growth to the east and to the north.
pub(super) type Value = (f64, f64, f64);

/// Scores that differ by less are equal, metres.
const EQUAL_M: f64 = 2e-8;
/// Farther from the engine's point than this nothing is looked for, metres.
const REACH_M: f64 = 5000.0;

/// A place near `start` at which all scores are equal. A point with a single condition moves along the
/// gradient only; one with two or more moves freely if it may (least squares if there are more).
/// `None` where the method leaves the neighbourhood or has nothing to go by.
pub(super) fn settle(
    earth: &Earth,
    start: LatLon,
    free: bool,
    scores: impl Fn(LatLon) -> Option<Vec<Value>>,
) -> Option<LatLon> {
    let mut at = start;
    for _ in 0..20 {
        let all = scores(at)?;
        let first = all.first()?;
        // Rows: gradient of (first - other), and the value to bring to nothing.
        let rows: Vec<Value> =
            all[1..].iter().map(|o| (first.1 - o.1, first.2 - o.2, first.0 - o.0)).collect();
        if rows.iter().all(|r| r.2.abs() < EQUAL_M) {
            return Some(at);
        }
        let (dx, dy) = step(&rows, free)?;
        let length = libm::hypot(dx, dy);
        if length.is_nan() || length > REACH_M || earth.karney_m(start, at) > REACH_M {
            return None;
        }
        at = earth.direct(at, libm::atan2(dx, dy).to_degrees(), length);
        at = LatLon::new(at.lat, start.lon + wrap(at.lon - start.lon));
    }
    (earth.karney_m(start, at) < 5.0).then_some(at)
}

/// Smallest step that meets the conditions `g . step = -value`.
fn step(rows: &[Value], free: bool) -> Option<(f64, f64)> {
    if rows.len() == 1 || !free {
        let (gx, gy, f) = *rows.first()?;
        let g2 = gx * gx + gy * gy;
        return (g2 > 1e-12).then(|| (-f * gx / g2, -f * gy / g2));
    }
    let sum = |h: &dyn Fn(&Value) -> f64| rows.iter().map(h).sum::<f64>();
    let (xx, xy, yy) = (sum(&|r| r.0 * r.0), sum(&|r| r.0 * r.1), sum(&|r| r.1 * r.1));
    let (xf, yf) = (sum(&|r| r.0 * r.2), sum(&|r| r.1 * r.2));
    let det = xx * yy - xy * xy;
    (det.abs() > 1e-10).then(|| ((xy * yf - yy * xf) / det, (xy * xf - xx * yf) / det))
}
