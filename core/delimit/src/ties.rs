//! Size of the tie wedges at land-boundary termini.
//!
//! The wedge is the part of the sea whose nearest point of *all* shores is the terminus: it is star-shaped
//! about it, so its area is an integral over azimuth of the distance at which another base point takes over.

use littoral_geodesy::{Feature, SurfacePoint, densify, many};
use rayon::prelude::*;

use crate::basis::Basis;
use crate::density::Density;
use crate::division::Tie;
use crate::error::DelimitError;
use crate::eval::{Evaluator, Label, OnMesh};
use crate::partition::Partition;
use crate::terminus::Terminus;

/// Azimuths at which the rim is sought: error of the area below 0.5 % for rims of a few corners.
const RAYS: u32 = 41;
/// More of them where the wedge is wider than this, degrees: that of a vertex without coasts.
const WIDE_DEG: f64 = 60.0;
const RAYS_WIDE: u32 = 161;
/// Rays start here: nearer points all belong to the wedge or none does, metres.
const START_M: f64 = 10.0;

/// A measure is taken at so many places of a ray.
const RINGS: u32 = 64;

/// The rim is found to this, metres.
const RIM_M: f64 = 4.0;
/// So much nearer is no matter of rounding, metres.
const CLEARLY_M: f64 = 1e-3;

/// Wedges larger than a hectare, in the order of the termini.
pub(crate) fn wedges(
    eval: &mut Evaluator<'_>,
    partition: &Partition,
    labels: &[Option<usize>],
) -> Result<Vec<Tie>, DelimitError> {
    let termini = &eval.basis.termini;
    let pair = |t: &Terminus| {
        let of = |party: usize| labels.iter().position(|l| *l == Some(party));
        Some((of(t.parties[0])?, of(t.parties[1])?))
    };
    let area_m2 = |eval: &mut Evaluator<'_>, t: &Terminus| {
        let Some((a, b)) = pair(t) else { return Ok(0.0) };
        // The rays of a wedge are looked along at the same places every time.
        eval.on_mesh = OnMesh::Yes;
        let found = area(eval, t, (a as Label, b as Label), None);
        eval.on_mesh = OnMesh::No;
        found
    };
    let areas: Vec<f64> = match eval.sources() {
        Some(sources) => {
            let of = |t: &Terminus| area_m2(&mut sources.evaluator(), t);
            many::tasks(termini.par_iter(), of)?
        }
        None => termini.iter().map(|t| area_m2(eval, t)).collect::<Result<_, _>>()?,
    };
    let mut out = Vec::new();
    for ((id, t), area_m2) in (0..).zip(termini.iter()).zip(areas) {
        let Some((a, b)) = pair(t) else { continue };
        if area_m2 > 1e4 {
            out.push(Tie {
                between: [partition.scores[a].0.clone(), partition.scores[b].0.clone()],
                terminus: [t.at.lat, t.at.lon],
                area_km2: area_m2 / 1e6,
                bisector_deg: t.bisector_deg.rem_euclid(360.0),
                turned_deg: partition.ray_at(id).map(|deg| deg.rem_euclid(360.0)),
            });
        }
    }
    Ok(out)
}

/// Area of the wedge of a terminus, m2, or what it has of a measure; nothing where the sea leaves it no cone.
pub(crate) fn area(
    eval: &mut Evaluator<'_>,
    t: &Terminus,
    pair: (Label, Label),
    density: Option<&Density<'_>>,
) -> Result<f64, DelimitError> {
    let (middle, half) = (t.middle_deg(), t.half_deg());
    if half <= 0.0 {
        return Ok(0.0);
    }
    between(eval, t, (middle - half, middle + half), pair, density)
}

/// The part of it between two azimuths, degrees, counted clockwise (negative if counter-clockwise).
pub(crate) fn between(
    eval: &mut Evaluator<'_>,
    t: &Terminus,
    (from, to): (f64, f64),
    pair: (Label, Label),
    density: Option<&Density<'_>>,
) -> Result<f64, DelimitError> {
    let rays = if (to - from).abs() > WIDE_DEG { RAYS_WIDE } else { RAYS };
    let step = (to - from) / f64::from(rays - 1);
    let (mut sum, mut last) = (0.0, None);
    for k in 0..rays {
        eval.check()?;
        let place = ray(eval.basis, t, from + step * f64::from(k));
        let rim = rim(eval, t, (&place, last), pair);
        let reach_m = rim.as_ref().map_or(0.0, |r| r.reach_m);
        last = rim;
        let weight = match k {
            k if k == 0 || k == rays - 1 => 1.0,
            k if k % 2 == 1 => 4.0,
            _ => 2.0,
        };
        sum += weight * sector(eval.basis, &place, in_sea(eval.basis, &place, reach_m), density);
    }
    Ok(sum * step.to_radians() / 3.0)
}

/// Area of the wedge per radian of azimuth, m2, at an azimuth.
pub(crate) fn per_radian(
    eval: &mut Evaluator<'_>,
    t: &Terminus,
    azimuth_deg: f64,
    pair: (Label, Label),
    density: Option<&Density<'_>>,
) -> f64 {
    let place = ray(eval.basis, t, azimuth_deg);
    let reach_m = rim(eval, t, (&place, None), pair).map_or(0.0, |r| r.reach_m);
    sector(eval.basis, &place, in_sea(eval.basis, &place, reach_m), density)
}

/// Places on a ray from a terminus by their distance from it.
fn ray(basis: &Basis, t: &Terminus, azimuth_deg: f64) -> impl Fn(f64) -> SurfacePoint {
    let at = basis.earth.ray(t.at, azimuth_deg);
    move |m| basis.earth.point(at(m))
}

/// How far a ray of the wedge is in the sea. Coasts end the wedge itself; edges of the sea that are nobody's do not.
fn in_sea(basis: &Basis, place: &impl Fn(f64) -> SurfacePoint, rim_m: f64) -> f64 {
    let depth = |m: f64| basis.sea.signed(&place(m), None).0;
    if depth(rim_m) > -RIM_M {
        return rim_m;
    }
    let mut m = START_M;
    while m < rim_m {
        let d = depth(m);
        if d <= 0.0 {
            return m;
        }
        // Nothing of the sea's edge is nearer than the depth.
        m += d.max(RIM_M);
    }
    rim_m
}

/// Area per radian of azimuth out to a distance, on a sphere of the earth's size (7e-4 of the area), or the measure there.
fn sector(
    basis: &Basis,
    place: &impl Fn(f64) -> SurfacePoint,
    rim_m: f64,
    density: Option<&Density<'_>>,
) -> f64 {
    let r = basis.earth.ellipsoid().a_m;
    let within = |m: f64| r * r * (1.0 - libm::cos(m / r));
    let Some(density) = density else { return within(rim_m) };
    let bounds = |k: u32| rim_m * f64::from(k) / f64::from(RINGS);
    let ring = |k: u32| {
        let (from, to) = (bounds(k), bounds(k + 1));
        (within(to) - within(from)) * density.at(&place(0.5 * (from + to)))
    };
    (0..RINGS).map(ring).sum()
}

/// Where a ray leaves a wedge.
struct Rim {
    reach_m: f64,
    /// What takes over there, a vertex or an edge of one of the sets, if it was found.
    beyond: Option<(u8, Feature)>,
}

/// How far the wedge reaches in one direction, if there is a wedge; `last` is the rim in the last. Where the base point
/// that took over there does so here as well, two looks prove it. From a place beyond the rim its nearest base point
/// is the next one tried: a few of them reach the rim, where halving would take twenty steps.
fn rim(
    eval: &mut Evaluator<'_>,
    t: &Terminus,
    (place, last): (&impl Fn(f64) -> SurfacePoint, Option<Rim>),
    (a, b): (Label, Label),
) -> Option<Rim> {
    let basis = eval.basis;
    let farthest = basis.chart.side_rad() * basis.earth.ellipsoid().a_m * 1.5;
    // Another terminus of the two may have its wedge behind this one's.
    let tied = |eval: &mut Evaluator<'_>, m: f64| {
        let id = eval.tied(&place(m), a, b);
        id.is_some_and(|id| basis.termini[id as usize].at == t.at)
    };
    // The wedge ends within these of where one base point takes over, if that is nearer than all others.
    let about = |m: f64| [(m - RIM_M / 3.0).max(START_M), (m + RIM_M / 3.0).min(farthest)];
    let mut lo = START_M;
    let mut hi = farthest;
    if let Some(last) = last {
        let met = last.beyond.and_then(|base| meets(eval, t, (place, last.reach_m), base));
        if let Some([inner, outer]) = met.map(about) {
            let taken = last.beyond.is_some_and(|base| takes_over(eval, t, &place(outer), base));
            match (tied(eval, inner), taken || !tied(eval, outer)) {
                (true, true) => return Some(Rim { reach_m: met?, beyond: last.beyond }),
                (true, false) => lo = outer,
                (false, _) => hi = inner,
            }
        }
        // Once a ray has found the wedge its neighbour need not ask whether there is one.
        hi = hi.min((last.reach_m.max(lo) * 1.1).min(farthest));
    } else if !tied(eval, lo) {
        return None;
    }
    while tied(eval, hi) {
        if hi >= farthest {
            return Some(Rim { reach_m: farthest, beyond: None });
        }
        (lo, hi) = (hi, (hi * 1.3).min(farthest));
    }
    let mut beyond = None;
    while hi - lo > RIM_M {
        let p = place(hi);
        let w = eval.label(&p);
        eval.load(&p, 1 << w);
        beyond = eval.base_of(w);
        let met = beyond.and_then(|base| meets(eval, t, (place, hi), base));
        let m = met.filter(|m| *m > lo && *m < hi).unwrap_or((lo + hi) / 2.0);
        let [inner, outer] = about(m);
        if !tied(eval, inner) {
            hi = inner;
        } else if tied(eval, outer) {
            lo = outer;
        } else {
            return Some(Rim { reach_m: m, beyond });
        }
    }
    Some(Rim { reach_m: lo, beyond })
}

/// Does a vertex or an edge of one of the two parties leave no tie at a place, being clearly nearer than the terminus?
fn takes_over(
    eval: &Evaluator<'_>,
    t: &Terminus,
    place: &SurfacePoint,
    (slot, feature): (u8, Feature),
) -> bool {
    let own = eval.party_of(slot).is_some_and(|party| t.parties.contains(&party));
    let distance_m = eval.earth().distance(place, &t.point);
    own && eval.set_of(slot).line.to_feature(place, feature).0 < distance_m - CLEARLY_M
}

/// Where a place on a ray is as far from the terminus as from a vertex or an edge, metres from the terminus, sought from
/// near there: each step goes by the law of cosines in the plane.
fn meets(
    eval: &Evaluator<'_>,
    t: &Terminus,
    (place, near_m): (&impl Fn(f64) -> SurfacePoint, f64),
    (slot, feature): (u8, Feature),
) -> Option<f64> {
    const STEPS: usize = 12;
    let line = &eval.set_of(slot).line;
    let mut m = near_m;
    for _ in 0..STEPS {
        let p = place(m);
        let (d, foot) = line.to_feature(&p, feature);
        let cosine = densify::towards(&p, &t.point).dot(densify::towards(&p, &foot));
        let back = (m * m - d * d) / (2.0 * (m - d * cosine));
        let next = m - back;
        if !(next > 0.0 && next < 2.0 * m) {
            return None;
        }
        if back.abs() < RIM_M / 16.0 {
            return Some(next);
        }
        m = next;
    }
    None
}
