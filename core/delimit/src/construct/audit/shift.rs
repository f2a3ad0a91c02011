//! The way from a place to the nearest place that is equidistant.
//!
//! The difference of two distances changes by at most two metres a metre, so about a place where it is `v` nothing within
//! `v / 2` is equidistant. Sectors about the place are walked outwards by that, the innermost first: each goes on as far as the
//! disc about its middle covers its breadth, and is halved where it does not, down to a three-hundredth of the way. Then
//! its middle is followed to where the difference is nothing. When no sector is left that is not farther out the best azimuth
//! is settled between its neighbours. Nothing nearer was passed by, whatever the coasts are like; Newton's method, one step
//! or many, finds some equidistant place, or none.
//!
//! Units metres and degrees. Degenerate: both parties in one direction, where distances differ by much the same for hundreds
//! of kilometres: no place within the reach asked for, or none after [`MOST_PLACES`], is an answer too.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use littoral_geodesy::{Earth, LatLon};

/// A place is equidistant if its distances differ by no more, metres, or this part of the difference to begin with.
const EQUAL_M: f64 = 1e-4;
const EQUAL: f64 = 1e-9;
/// Sectors are halved down to this breadth, degrees.
const NARROW_DEG: f64 = 0.18;
/// A sector of that breadth is followed so many times its breadth farther.
const ON: f64 = 40.0;
/// Places asked at most, and along one azimuth at a time.
const MOST_PLACES: usize = 20_000;
const MOST_STEPS: usize = 1_000;
/// A disc is this part of what it could be: circles on an ellipsoid are no circles of the plane.
const SURELY: f64 = 0.95;
/// Steps in which the best azimuth is settled: to a ten-thousandth of a sector.
const STEPS: u32 = 20;

/// A place with a difference of distances about it, counted positive at the place itself.
struct Search<'a, F> {
    earth: &'a Earth,
    from: LatLon,
    difference: F,
    sign: f64,
    equal_m: f64,
}

impl<F: Fn(LatLon) -> Option<f64>> Search<'_, F> {
    /// The difference so far off, not less than nothing; beyond a change of sign nothing is skipped.
    fn left(&self, azimuth_deg: f64, way_m: f64) -> Option<f64> {
        let there = self.earth.direct(self.from, azimuth_deg, way_m);
        Some(((self.difference)(there)? * self.sign).max(0.0))
    }

    /// Where the difference is nothing in one direction, between two ways; else how far that is not so. Where it is next to nothing
    /// for kilometres the steps are short: after so many the rest is left.
    fn along(&self, azimuth_deg: f64, [mut way_m, end_m]: [f64; 2]) -> Result<f64, f64> {
        for _ in 0..MOST_STEPS {
            match self.left(azimuth_deg, way_m) {
                Some(left) if left <= self.equal_m => return Ok(way_m),
                Some(left) if way_m <= end_m => way_m += left / 2.0,
                _ => break,
            }
        }
        Err(way_m)
    }

    /// The least way between two azimuths, about which the way is to be like a bowl: by golden sections.
    fn settled(&self, [mut low, mut high]: [f64; 2], best: (f64, f64), start_m: f64) -> (f64, f64) {
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        let far = best.0 * 1.1 + 1.0;
        let way = |azimuth| (self.along(azimuth, [start_m, far]).unwrap_or(f64::INFINITY), azimuth);
        let less = |a: (f64, f64), b: (f64, f64)| if b.0 < a.0 { b } else { a };
        let (mut x, mut y) = (way(high - golden * (high - low)), way(low + golden * (high - low)));
        let mut best = less(less(best, x), y);
        for _ in 0..STEPS {
            if x.0 <= y.0 {
                (high, y) = (y.1, x);
                x = way(high - golden * (high - low));
            } else {
                (low, x) = (x.1, y);
                y = way(low + golden * (high - low));
            }
            best = less(less(best, x), y);
        }
        best
    }
}

/// Length and azimuth of the shortest way from a place to where a difference of two distances is nothing; `None` where there is
/// no such place within `most_m`, or none was found.
pub(super) fn nearest_equal(
    earth: &Earth,
    from: LatLon,
    difference: impl Fn(LatLon) -> Option<f64>,
    most_m: f64,
) -> Option<(f64, f64)> {
    let first = difference(from)?;
    let equal_m = EQUAL_M.max(EQUAL * first.abs());
    let search = Search { earth, from, difference, sign: first.signum(), equal_m };
    if first.abs() <= equal_m {
        return Some((0.0, 0.0));
    }
    let clear_m = first.abs() / 2.0;
    let mut sectors: Vec<(f64, f64)> = (0..8).map(|k| (45.0 * f64::from(k), 45.0)).collect();
    // Ways are not negative: their bits are in order.
    let key = |way_m: f64, k: usize| Reverse((way_m.to_bits(), k));
    let mut open: BinaryHeap<_> = (0..sectors.len()).map(|k| key(clear_m, k)).collect();
    let mut best: Option<(f64, f64)> = None;
    for _ in 0..MOST_PLACES {
        let Some(Reverse((bits, k))) = open.pop() else { break };
        let way_m = f64::from_bits(bits);
        if way_m >= best.map_or(most_m, |b| b.0) {
            break;
        }
        let (azimuth, breadth) = sectors[k];
        let half_m = way_m * (breadth / 2.0).to_radians();
        let free_m = SURELY * search.left(azimuth, way_m)? / 2.0;
        if free_m > 2.0 * half_m {
            let on_m = (free_m * free_m - half_m * half_m).sqrt();
            open.push(key(way_m + SURELY * on_m, k));
        } else if breadth > NARROW_DEG {
            sectors[k] = (azimuth - breadth / 4.0, breadth / 2.0);
            sectors.push((azimuth + breadth / 4.0, breadth / 2.0));
            open.push(key(way_m, k));
            open.push(key(way_m, sectors.len() - 1));
        } else {
            let end_m = way_m + ON * half_m + 1.0;
            match search.along(azimuth, [way_m, end_m.min(best.map_or(most_m, |b| b.0))]) {
                Ok(found) if found < best.map_or(most_m, |b| b.0) => best = Some((found, azimuth)),
                Ok(found) => open.push(key(found, k)),
                Err(reached_m) => open.push(key(reached_m, k)),
            }
        }
    }
    let best = best?;
    Some(search.settled([best.1 - 2.0 * NARROW_DEG, best.1 + 2.0 * NARROW_DEG], best, clear_m))
}

#[cfg(test)]
mod tests {
    use littoral_geodesy::Ellipsoid;

    use super::*;

    /// Two base points on the equator: the meridian half-way is the line, and from a place at its side the shortest way leads
    /// due east or west to the foot of the geodesic that is square to it.
    #[test]
    fn a_meridian() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let [a, b] = [-3.0, 3.0].map(|lon| LatLon::new(0.0, lon));
        let f = |p: LatLon| Some(e.karney_m(a, p) - e.karney_m(b, p));
        for (lat, lon) in [(0.0, 1.0), (20.0, -2.0), (-35.0, 0.01), (4.0, 2.9)] {
            let p = LatLon::new(lat, lon);
            let least = (0..40_000)
                .map(|k| e.karney_m(p, LatLon::new(lat - 2.0 + 1e-4 * f64::from(k), 0.0)))
                .fold(f64::INFINITY, f64::min);
            let (way, azimuth) = nearest_equal(&e, p, f, 2e6).unwrap();
            assert!((way - least).abs() < 1e-2, "{lat} {lon}: {way} {least}");
            let there = e.direct(p, azimuth, way);
            assert!(there.lon.abs() < 1e-6, "{there:?}");
        }
    }

    /// Base points at random: no place of a fine polar grid that is nearer is equidistant, or beyond the line.
    #[test]
    fn nothing_nearer() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let mut seed = 11_u64;
        let mut unit = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 11) as f64 / (1_u64 << 53) as f64
        };
        for _ in 0..12 {
            let mut some = || -> Vec<LatLon> {
                (0..6).map(|_| LatLon::new(50.0 + 2.0 * unit(), 3.0 * unit())).collect()
            };
            let (a, b) = (some(), some());
            let p = LatLon::new(50.0 + 2.0 * unit(), 3.0 * unit());
            let least = |all: &[LatLon], p| {
                all.iter().map(|x| e.karney_m(*x, p)).fold(f64::INFINITY, f64::min)
            };
            let f = |p: LatLon| Some(least(&a, p) - least(&b, p));
            let (way, azimuth) = nearest_equal(&e, p, f, 2e6).unwrap();
            assert!(f(e.direct(p, azimuth, way)).unwrap().abs() < 2e-4);
            let sign = f(p).unwrap().signum();
            for k in 0..360 {
                for j in 1..40 {
                    let r = way * 0.999 * f64::from(j) / 39.0;
                    let v = f(e.direct(p, f64::from(k), r)).unwrap();
                    assert!(v * sign > 0.0, "{p:?} {k} {r} of {way}");
                }
            }
        }
    }

    #[test]
    fn none_within_reach() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let [a, b] = [0.0, 1.0].map(|lon| LatLon::new(0.0, lon));
        let f = |p: LatLon| Some(e.karney_m(a, p) - e.karney_m(b, p));
        // The meridian of half a degree is 388 km off.
        let p = LatLon::new(0.0, -3.0);
        assert_eq!(nearest_equal(&e, p, f, 3.8e5), None);
        let (way, _) = nearest_equal(&e, p, f, 4.0e5).unwrap();
        assert!((way - e.karney_m(p, LatLon::new(0.0, 0.5))).abs() < 1e-2, "{way}");
    }
}
