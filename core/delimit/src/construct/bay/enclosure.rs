//! The line of 24 M within a larger bay that encloses the most water (UNCLOS art. 10 para. 5).
//!
//! Both ends lie on the shore, exactly the length apart; the chord runs over water and crosses no shore. Ends
//! are sought at stations of the shore no more than a kilometre apart, every pair of stations between which the
//! chord takes the length; the best that lie on water are then moved along the shore, the other end
//! following, until the area is greatest.

use littoral_geodesy::{AreaRule, Earth, Green, LatLon, SurfacePoint, densify};

use crate::construct::base::inside;

/// Greatest distance between stations, metres.
const STATION_M: f64 = 1000.0;
/// Pairs of stations whose chord lies on water that are moved to the best place.
const REFINED: usize = 6;
/// Ends are found to this part of a station's distance.
const FINE: f64 = 1e-9;

/// A closing line within a bay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Enclosure {
    /// Its ends, in the order of the shore.
    pub ends: [LatLon; 2],
    /// Its length, metres.
    pub length_m: f64,
    /// Water behind it, m2.
    pub area_m2: f64,
}

/// The line of a length that encloses the most water of a bay; `None` if no two points of its shore are so far
/// apart over water.
#[must_use]
pub fn enclosure(earth: &Earth, shore: &[LatLon], length_m: f64) -> Option<Enclosure> {
    let bay = Bay::new(earth, shore, length_m)?;
    let mut pairs = bay.pairs();
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.total_cmp(&b.0)));
    let mut best: Option<(f64, f64, f64)> = None;
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (u, v, _) in pairs {
        let beside = |k: &(f64, f64)| (k.0 - u).abs() < 2.0 && (k.1 - v).abs() < 2.0;
        if kept.iter().any(beside) || !bay.over_water(u, v) {
            continue;
        }
        kept.push((u, v));
        let moved = bay.climb(u, v);
        if best.is_none_or(|b| moved.2 > b.2) {
            best = Some(moved);
        }
        if kept.len() == REFINED {
            break;
        }
    }
    let (u, v, area_m2) = best?;
    let ends = [u, v].map(|w| earth.lat_lon(&bay.at(w)));
    Some(Enclosure { ends, length_m: earth.karney_m(ends[0], ends[1]), area_m2 })
}

/// A shore with stations; a place on it is a number of stations and a fraction.
struct Bay<'a> {
    earth: &'a Earth,
    rule: AreaRule,
    stations: Vec<SurfacePoint>,
    /// Green's integral from the first station to each.
    greens: Vec<Green>,
    ring: Vec<LatLon>,
    length_m: f64,
}

impl<'a> Bay<'a> {
    fn new(earth: &'a Earth, shore: &[LatLon], length_m: f64) -> Option<Self> {
        let mut stations = vec![earth.point(*shore.first()?)];
        for w in shore.windows(2) {
            stations.extend(densify::geodesic(earth, w[0], w[1], STATION_M).into_iter().skip(1));
        }
        let rule = AreaRule::new(earth, &stations[0]);
        let mut greens = vec![Green::default()];
        for w in stations.windows(2) {
            let mut next = *greens.last()?;
            next.add(rule.arc(&w[0], &densify::between(earth, &w[0], &w[1], 0.5), &w[1]));
            greens.push(next);
        }
        Some(Self { earth, rule, stations, greens, ring: shore.to_vec(), length_m })
    }

    fn at(&self, u: f64) -> SurfacePoint {
        let k = (u.floor() as usize).min(self.stations.len() - 1);
        let fraction = u - k as f64;
        match self.stations.get(k + 1) {
            Some(next) if fraction > 0.0 => {
                densify::between(self.earth, &self.stations[k], next, fraction)
            }
            _ => self.stations[k],
        }
    }

    /// How much longer than wanted the chord between two places is, metres.
    fn over(&self, u: f64, v: f64) -> f64 {
        self.earth.distance(&self.at(u), &self.at(v)) - self.length_m
    }

    /// The place between two others at which the chord from `u` has the length.
    fn mate(&self, u: f64, [mut low, mut high]: [f64; 2]) -> Option<f64> {
        let sign = self.over(u, low) > 0.0;
        if (self.over(u, high) > 0.0) == sign {
            return None;
        }
        while high - low > FINE {
            let middle = (low + high) / 2.0;
            if (self.over(u, middle) > 0.0) == sign { low = middle } else { high = middle }
        }
        Some((low + high) / 2.0)
    }

    /// Pairs of a station and a place farther along the shore, the length apart, with the area behind.
    fn pairs(&self) -> Vec<(f64, f64, f64)> {
        let mut out = Vec::new();
        for (i, p) in self.stations.iter().enumerate() {
            let far: Vec<bool> = self.stations[i..]
                .iter()
                .map(|q| self.earth.distance(p, q) > self.length_m)
                .collect();
            for j in (1..far.len()).filter(|&j| far[j] != far[j - 1]) {
                let bracket = [(i + j - 1) as f64, (i + j) as f64];
                if let Some(v) = self.mate(i as f64, bracket) {
                    out.push((i as f64, v, self.area(i as f64, v)));
                }
            }
        }
        out
    }

    /// Water between the shore from `u` to `v` and the chord back, m2.
    fn area(&self, u: f64, v: f64) -> f64 {
        let mut sum = self.green(v);
        sum.add(self.green(u).reversed());
        let [p, q] = [v, u].map(|w| self.earth.lat_lon(&self.at(w)));
        for w in densify::geodesic(self.earth, p, q, 2000.0).windows(2) {
            sum.add(self.rule.arc(&w[0], &densify::between(self.earth, &w[0], &w[1], 0.5), &w[1]));
        }
        self.rule.area_m2(sum).abs().min(self.rule.area_m2(sum.reversed()).abs())
    }

    fn green(&self, u: f64) -> Green {
        let k = (u.floor() as usize).min(self.stations.len() - 1);
        let (from, to) = (&self.stations[k], self.at(u));
        let mut sum = self.greens[k];
        sum.add(self.rule.arc(from, &densify::between(self.earth, from, &to, 0.5), &to));
        sum
    }

    /// Does the chord run over the bay's water, without crossing its shore?
    fn over_water(&self, u: f64, v: f64) -> bool {
        let (p, q) = (self.at(u), self.at(v));
        let middle = self.earth.lat_lon(&densify::between(self.earth, &p, &q, 0.5));
        if !inside(&self.ring, middle) {
            return false;
        }
        let plane = (p.n + q.n).cross(q.p - p.p).unit();
        let side = |s: &SurfacePoint| plane.dot(s.p - p.p);
        let chord = q.p - p.p;
        let crosses = |(k, w): (usize, &[SurfacePoint])| {
            let near = [u, v].iter().any(|e| (k as f64 + 0.5 - e).abs() < 1.0);
            let (a, b) = (side(&w[0]), side(&w[1]));
            if near || (a > 0.0) == (b > 0.0) {
                return false;
            }
            let x = w[0].p + (w[1].p - w[0].p) * (a / (a - b));
            let along = (x - p.p).dot(chord) / chord.dot(chord);
            (0.0..=1.0).contains(&along)
        };
        !self.stations.windows(2).enumerate().any(crosses)
    }

    /// Moves the first end by golden section within a station either side, the second end following.
    fn climb(&self, u: f64, v: f64) -> (f64, f64, f64) {
        let last = (self.stations.len() - 1) as f64;
        let score = |u: f64| {
            let bracket = [(v - 3.0).max(u), (v + 3.0).min(last)];
            let mate = self.mate(u, bracket).filter(|w| self.over_water(u, *w));
            mate.map_or((f64::NEG_INFINITY, v), |w| (self.area(u, w), w))
        };
        let golden = 0.618_033_988_749_895;
        let (mut low, mut high) = ((u - 1.0).max(0.0), (u + 1.0).min(last));
        let (mut x, mut y) = (high - golden * (high - low), low + golden * (high - low));
        let (mut f, mut g) = (score(x), score(y));
        while high - low > 1e-7 {
            if f.0 >= g.0 {
                (high, y, g) = (y, x, f);
                x = high - golden * (high - low);
                f = score(x);
            } else {
                (low, x, f) = (x, y, g);
                y = low + golden * (high - low);
                g = score(y);
            }
        }
        let start = (u, v, self.area(u, v));
        [(x, f.1, f.0), (y, g.1, g.0)].into_iter().fold(start, |m, c| if c.2 > m.2 { c } else { m })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// A bay like a V of 60 degrees about the equator: the best chord of length c stands across its axis and
    /// encloses `c^2 / (4 tan 30)`.
    #[test]
    fn wedge() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let apex = LatLon::new(0.0, 179.9);
        let arm = |side: f64| e.direct(apex, 90.0 + side * 30.0, 70_000.0);
        let shore = [arm(-1.0), apex, arm(1.0)];
        let c = 24.0 * 1852.0;
        let found = enclosure(&e, &shore, c).unwrap();
        let want = c * c / 4.0 / libm::tan(30_f64.to_radians());
        assert!((found.length_m - c).abs() < 1e-4, "{found:?}");
        assert!((found.area_m2 / want - 1.0).abs() < 1e-4, "{} {want}", found.area_m2);
        assert!((found.ends[0].lat + found.ends[1].lat).abs() < 1e-4, "{found:?}");
    }

    /// A bay that narrows behind a headland: the chord may not cut through it, so the line lies before it.
    #[test]
    fn not_through_land() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = |x: f64, y: f64| LatLon::new(y / 110_574.0, 20.0 + x / 111_320.0);
        let shore = [
            at(-40_000.0, 0.0),
            at(-40_000.0, 60_000.0),
            at(-2000.0, 60_000.0),
            at(0.0, 20_000.0),
            at(2000.0, 60_000.0),
            at(40_000.0, 60_000.0),
            at(40_000.0, 0.0),
        ];
        let found = enclosure(&e, &shore, 24.0 * 1852.0).unwrap();
        // One half of the bay behind a chord to the headland, not both.
        assert!(found.area_m2 < 40_000.0 * 60_000.0, "{found:?}");
        assert!(found.area_m2 > 30_000.0 * 30_000.0, "{found:?}");
        assert!(enclosure(&e, &shore, 200_000.0).is_none());
    }
}
