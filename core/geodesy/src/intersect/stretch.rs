//! Stretches over which two curves coincide.
//!
//! The curves are analytic: where two coincide they do so until one of them ends. So the stretch lies between ends that lie on the
//! other curve, and between these it is enough to look at some places.

use crate::curve::Curve;
use crate::earth::Earth;

/// An end this near to the other curve lies on it, and curves as near to each other coincide, metres.
const ON_M: f64 = 3e-8;
/// Shorter stretches are a place, metres.
const LEAST_M: f64 = 1e-3;

/// The stretches of the first curve that the second one shares, in order.
pub(super) fn common(earth: &Earth, a: &Curve, b: &Curve) -> Vec<[f64; 2]> {
    let ends_of = |own: &Curve, other: &Curve| {
        let on = |s: &f64| other.nearest(earth, own.at(earth, *s)).1 < ON_M;
        own.range.into_iter().filter(on).collect::<Vec<f64>>()
    };
    let mut cuts = ends_of(a, b);
    if cuts.len() < 2 {
        cuts.extend(ends_of(b, a).into_iter().map(|t| a.nearest(earth, b.at(earth, t)).0));
    }
    cuts.sort_by(f64::total_cmp);
    let along = |w: &&[f64]| {
        let at = |part: f64| w[0] + (w[1] - w[0]) * part;
        let on = |part: f64| b.nearest(earth, a.at(earth, at(part))).1 < ON_M;
        w[1] - w[0] > LEAST_M && [0.5, 0.27, 0.81].into_iter().all(on)
    };
    cuts.windows(2).filter(along).map(|w| [w[0], w[1]]).collect()
}

/// A range without these stretches of it.
pub(super) fn outside(range: [f64; 2], stretches: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let (mut out, mut from) = (Vec::new(), range[0]);
    for [low, high] in stretches {
        out.push([from, *low]);
        from = *high;
    }
    out.push([from, range[1]]);
    out.retain(|[low, high]| high - low > if stretches.is_empty() { -1.0 } else { LEAST_M });
    out
}
