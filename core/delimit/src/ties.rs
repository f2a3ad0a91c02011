//! Size of the tie wedges at land-boundary termini.
//!
//! The wedge is the part of the sea whose nearest point of *all* shores is the terminus: it is star-shaped
//! about it, so its area is an integral over azimuth of the distance at which another base point takes over.

use littoral_geodesy::{SurfacePoint, densify};

use crate::basis::Basis;
use crate::division::Tie;
use crate::error::DelimitError;
use crate::eval::{Evaluator, Label};
use crate::partition::Partition;

/// Azimuths at which the rim is sought: error of the area below 0.5 % for rims of a few corners.
const RAYS: u32 = 41;
/// Rays start here: nearer points all belong to the wedge or none does, metres.
const START_M: f64 = 10.0;

/// The rim is found to this, metres.
const RIM_M: f64 = 4.0;

/// Wedges larger than a hectare, in the order of the termini.
pub(crate) fn wedges(
    eval: &mut Evaluator<'_>,
    partition: &Partition,
    labels: &[Option<usize>],
) -> Result<Vec<Tie>, DelimitError> {
    let basis = eval.basis;
    let mut out = Vec::new();
    for t in &basis.termini {
        let of = |party: usize| labels.iter().position(|l| *l == Some(party));
        let (Some(a), Some(b)) = (of(t.parties[0]), of(t.parties[1])) else { continue };
        // Without a cone of more than half a turn of sea there is no wedge.
        let width = t.sea_angle_deg - 180.0;
        if width <= 0.0 {
            continue;
        }
        let area_m2 = area(eval, basis, t, (a as Label, b as Label))?;
        if area_m2 > 1e4 {
            out.push(Tie {
                between: [partition.scores[a].0.clone(), partition.scores[b].0.clone()],
                terminus: [t.at.lat, t.at.lon],
                area_km2: area_m2 / 1e6,
                bisector_deg: t.bisector_deg.rem_euclid(360.0),
            });
        }
    }
    Ok(out)
}

fn area(
    eval: &mut Evaluator<'_>,
    basis: &Basis,
    t: &crate::terminus::Terminus,
    pair: (Label, Label),
) -> Result<f64, DelimitError> {
    let half = (t.sea_angle_deg - 180.0) / 2.0;
    let start = t.middle_deg() - half;
    let step = 2.0 * half / f64::from(RAYS - 1);
    let (mut sum, mut reach_m) = (0.0, 0.0);
    for k in 0..RAYS {
        eval.check()?;
        let rim = rim(eval, basis, t, (start + step * f64::from(k), reach_m), pair);
        reach_m = rim;
        let weight = if k == 0 || k == RAYS - 1 {
            1.0
        } else if k % 2 == 1 {
            4.0
        } else {
            2.0
        };
        sum += weight * sector(basis, rim);
    }
    Ok(sum * step.to_radians() / 3.0)
}

/// Area per radian of azimuth out to a distance, on a sphere of the earth's size (7e-4 of the area).
fn sector(basis: &Basis, rim_m: f64) -> f64 {
    let r = basis.earth.ellipsoid().a_m;
    r * r * (1.0 - libm::cos(rim_m / r))
}

/// How far the wedge reaches in one direction; `before` is how far it reached in the last. From a point
/// beyond the rim, whose nearest base point is not the terminus, the way back to equal distance follows from
/// the triangle of the two: a few steps reach the rim, where halving would take twenty.
fn rim(
    eval: &mut Evaluator<'_>,
    basis: &Basis,
    t: &crate::terminus::Terminus,
    (azimuth, before): (f64, f64),
    (a, b): (Label, Label),
) -> f64 {
    let place = |m: f64| basis.earth.point(basis.earth.direct(t.at, azimuth, m));
    let farthest = basis.chart.side_rad() * basis.earth.ellipsoid().a_m * 1.5;
    let mut lo = START_M;
    if !eval.tied(&place(lo), a, b) {
        return 0.0;
    }
    let mut hi = if before > 0.0 { before * 1.1 } else { farthest };
    while eval.tied(&place(hi), a, b) {
        (lo, hi) = (hi, hi * 1.3);
        if hi > farthest {
            return lo;
        }
    }
    while hi - lo > RIM_M {
        let p = place(hi);
        let w = eval.label(&p);
        eval.load(&p, 1 << w);
        let back = eval.nearest_of(w).and_then(|(d, at)| back(t, &p, (d, &at), hi));
        let guess = back.map_or(f64::NAN, |s| hi - s);
        let m = if guess > lo && guess < hi { guess } else { (lo + hi) / 2.0 };
        let (inner, outer) = ((m - RIM_M / 3.0).max(lo), (m + RIM_M / 3.0).min(hi));
        if !eval.tied(&place(inner), a, b) {
            hi = inner;
        } else if eval.tied(&place(outer), a, b) {
            lo = outer;
        } else {
            return m;
        }
    }
    lo
}

/// How far to go back towards the terminus, from `m` metres away, until a base point at distance `d` is as
/// far as the terminus: the law of cosines in the plane.
fn back(
    t: &crate::terminus::Terminus,
    p: &SurfacePoint,
    (d, at): (f64, &SurfacePoint),
    m: f64,
) -> Option<f64> {
    let cosine = densify::towards(p, &t.point).dot(densify::towards(p, at));
    let s = (m * m - d * d) / (2.0 * (m - d * cosine));
    (s.is_finite() && s > 0.0).then_some(s)
}
