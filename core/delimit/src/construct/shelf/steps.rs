//! How close points are set along arcs.

use super::super::NAUTICAL_MILE_M;
use super::loops::Zone;

/// Equal steps of at most `spacing_m` over a length, its end left out.
pub(super) fn steps(length_m: f64, spacing_m: f64) -> impl Iterator<Item = f64> {
    let n = (length_m / spacing_m).ceil().max(1.0) as usize;
    (0..n).map(move |k| length_m * k as f64 / n as f64)
}

/// The greatest step on a limit: geodesics between its points fall short of it by the tolerance at most. Above a chord c the
/// arc of radius r rises by c^2 / 8 r, and on the earth by less, as its circles bend less than those of a plane.
pub(super) fn step_m(zone: Zone, (spacing_m, tolerance_m): (f64, f64)) -> f64 {
    let radius_m = NAUTICAL_MILE_M * zone.miles();
    spacing_m.min((8.0 * radius_m * tolerance_m).sqrt())
}
