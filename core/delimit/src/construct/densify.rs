//! Densification: points along a line so close that another kind of edge between them stays within a
//! stated tolerance.
//!
//! Definition: IHO C-51 (TALOS) 3.5, "geodesic line on a chart". Input: a line and the kind of edge
//! that the reader of the points will draw (geodesic, loxodrome, or straight in longitude and
//! latitude as GeoJSON means it). Output: parameter and place of every point, ends included, by
//! halving until the edge departs from the line nowhere by more than the tolerance: the greatest departure is bracketed among
//! sixteen parts, and found within each bracket.
//! Degenerate: a line of no length gives its point alone. On a chart a pole is a side, not a point: a line comes to it on the meridian of
//! the point before, and leaves it on that of the point behind; a point there is given twice where it lies between.
//!
//! ```
//! use littoral_delimit::construct::densify::{Drawn, densify};
//! use littoral_geodesy::{Curve, Earth, Ellipsoid, LatLon, curve::LineKind};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let (p, q) = (LatLon::new(60.0, 0.0), LatLon::new(60.0, 10.0));
//! let line = Curve::between(&earth, LineKind::Geodesic, p, q).unwrap();
//! assert_eq!(densify(&earth, &line, Drawn::Geodesic, 1.0).len(), 2);
//! assert!(densify(&earth, &line, Drawn::Chart, 1.0).len() > 60);
//! ```

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};

/// How the reader draws an edge between two points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// As a geodesic.
    Geodesic,
    /// As a loxodrome.
    Loxodrome,
    /// Straight in longitude and latitude (RFC 7946).
    Chart,
}

/// A point of a densified line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Station {
    /// Parameter on the line, metres.
    pub s: f64,
    /// Where.
    pub at: LatLon,
}

/// Points of `curve`, ends included, so that edges of the kind `drawn` depart from it by at most
/// `tolerance_m` (raised to a millimetre).
#[must_use]
pub fn densify(earth: &Earth, curve: &Curve, drawn: Drawn, tolerance_m: f64) -> Vec<Station> {
    let station = |s: f64| Station { s, at: curve.at(earth, s) };
    let mut out = vec![station(curve.range[0])];
    // Curves that come back to themselves must not be taken by their ends alone.
    let first = if curve.length() > 1.0e6 { 8 } else { 1 };
    for k in 0..first {
        let part = |k: usize| curve.range[0] + curve.length() * k as f64 / first as f64;
        halve(earth, curve, drawn, tolerance_m.max(1e-3), [part(k), part(k + 1)], 0, &mut out);
    }
    if drawn == Drawn::Chart { over_poles(&out) } else { out }
}

/// Nearer to a pole than this a place is in it, degrees.
const POLE_DEG: f64 = 1e-11;

fn in_pole(p: LatLon) -> bool {
    p.lat.abs() >= 90.0 - POLE_DEG
}

/// A place that in a pole has the longitude of another one.
fn on_meridian(p: LatLon, other: LatLon) -> LatLon {
    if in_pole(p) && !in_pole(other) { LatLon::new(p.lat, other.lon) } else { p }
}

/// Points in a pole on the meridians of their neighbours.
fn over_poles(points: &[Station]) -> Vec<Station> {
    let mut out = Vec::with_capacity(points.len());
    for (k, p) in points.iter().enumerate() {
        let beside = [k.checked_sub(1), Some(k + 1)].map(|j| points.get(j?));
        let places = beside.into_iter().flatten().map(|q| on_meridian(p.at, q.at));
        let mut places: Vec<LatLon> = if in_pole(p.at) { places.collect() } else { Vec::new() };
        places.dedup_by(|b, a| a.lon == b.lon);
        if places.is_empty() {
            out.push(*p);
        }
        out.extend(places.into_iter().map(|at| Station { s: p.s, at }));
    }
    out
}

fn halve(
    earth: &Earth,
    curve: &Curve,
    drawn: Drawn,
    tolerance_m: f64,
    [a, b]: [f64; 2],
    depth: u32,
    out: &mut Vec<Station>,
) {
    let far = depth < 24 && exceeds(earth, curve, drawn, [a, b], tolerance_m);
    if far {
        let middle = (a + b) / 2.0;
        halve(earth, curve, drawn, tolerance_m, [a, middle], depth + 1, out);
        halve(earth, curve, drawn, tolerance_m, [middle, b], depth + 1, out);
    } else {
        out.push(Station { s: b, at: curve.at(earth, b) });
    }
}

/// Greatest distance across between a stretch of the curve and the edge between its ends, metres.
#[must_use]
pub fn departure(earth: &Earth, curve: &Curve, drawn: Drawn, ends: [f64; 2]) -> f64 {
    let pair = Pair::new(earth, curve, drawn, ends);
    greatest(&|t| pair.off_m(t))
}

/// Is it more than a tolerance? Mostly three places tell.
fn exceeds(earth: &Earth, curve: &Curve, drawn: Drawn, ends: [f64; 2], tolerance_m: f64) -> bool {
    let pair = Pair::new(earth, curve, drawn, ends);
    [0.25, 0.5, 0.75].iter().any(|t| pair.off_m(*t) > tolerance_m)
        || greatest(&|t| pair.off_m(t)) > tolerance_m
}

/// A stretch of a curve and the edge between its ends.
struct Pair<'a> {
    earth: &'a Earth,
    curve: &'a Curve,
    range: [f64; 2],
    ends: [LatLon; 2],
    edge: Option<Curve>,
}

impl<'a> Pair<'a> {
    fn new(earth: &'a Earth, curve: &'a Curve, drawn: Drawn, range: [f64; 2]) -> Self {
        let [p, q] = range.map(|s| curve.at(earth, s));
        let ends = [on_meridian(p, q), on_meridian(q, p)];
        let edge = match drawn {
            Drawn::Geodesic => Curve::between(earth, LineKind::Geodesic, p, q),
            Drawn::Loxodrome => Curve::between(earth, LineKind::Loxodrome, p, q),
            Drawn::Chart => None,
        };
        Self { earth, curve, range, ends, edge }
    }

    /// Distance across at a part of both, from 0 to 1, metres.
    fn off_m(&self, t: f64) -> f64 {
        let ([a, b], [p, q]) = (self.range, self.ends);
        let spot = self.curve.spot(self.earth, a + (b - a) * t);
        let beside = match &self.edge {
            Some(e) => e.at(self.earth, e.length() * t),
            None => LatLon::new(p.lat + (q.lat - p.lat) * t, p.lon + wrap(q.lon - p.lon) * t),
        };
        let way = self.earth.inverse(spot.at, beside);
        (way.distance_m * libm::sin((way.azimuth1_deg - spot.azimuth_deg).to_radians())).abs()
    }
}

/// Greatest value of a function on 0 to 1 with as many humps as a line may have about an edge: brackets by sixteen parts, each narrowed by
/// the golden section (Kiefer 1953).
fn greatest(f: &dyn Fn(f64) -> f64) -> f64 {
    const PARTS: usize = 16;
    let at: Vec<f64> = (0..=PARTS).map(|k| f(k as f64 / PARTS as f64)).collect();
    let mut most = at.iter().copied().fold(0.0, f64::max);
    for k in 1..PARTS {
        // A hump that all but reaches the highest may be it.
        if at[k] >= at[k - 1] && at[k] >= at[k + 1] && at[k] > 0.9 * most {
            let bracket = [k - 1, k + 1].map(|k| k as f64 / PARTS as f64);
            most = most.max(golden(f, bracket));
        }
    }
    most
}

fn golden(f: &dyn Fn(f64) -> f64, [mut a, mut b]: [f64; 2]) -> f64 {
    let r = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut c, mut d) = (b - r * (b - a), a + r * (b - a));
    let (mut fc, mut fd) = (f(c), f(d));
    // The value at a maximum is good to the square of the width.
    for _ in 0..16 {
        if fc > fd {
            (b, d, fd) = (d, c, fc);
            c = b - r * (b - a);
            fc = f(c);
        } else {
            (a, c, fc) = (c, d, fd);
            d = a + r * (b - a);
            fd = f(d);
        }
    }
    fc.max(fd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// A geodesic over the equator bends both ways: its greatest distance from the loxodrome, 46.7363 m by PROJ's geodesics at two hundred places, is
    /// neither in the middle nor at a quarter; points come where the tolerance is less.
    #[test]
    fn over_the_equator() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let ends = [LatLon::new(-0.989, 0.0), LatLon::new(2.925, 2.3)];
        let line = Curve::between(&earth, LineKind::Geodesic, ends[0], ends[1]).unwrap();
        let off = departure(&earth, &line, Drawn::Loxodrome, line.range);
        assert!((off - 46.7363).abs() < 1e-4, "{off}");
        for (tolerance, count) in [(43.0, 3), (46.5, 3), (47.0, 2)] {
            assert_eq!(densify(&earth, &line, Drawn::Loxodrome, tolerance).len(), count);
        }
    }

    /// To and over a pole meridians are straight on a chart, whatever longitude the pole is given.
    #[test]
    fn at_a_pole() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        for kind in [LineKind::Geodesic, LineKind::Loxodrome] {
            for (p, q, lons) in [
                (at(80.0, 10.0), at(90.0, 100.0), vec![10.0, 10.0]),
                (at(-90.0, 100.0), at(-80.0, 10.0), vec![10.0, 10.0]),
            ] {
                let line = Curve::between(&earth, kind, p, q).unwrap();
                let points = densify(&earth, &line, Drawn::Chart, 1000.0);
                assert!(points.iter().all(|s| wrap(s.at.lon - lons[0]).abs() < 1e-6), "{points:?}");
                assert!(departure(&earth, &line, Drawn::Chart, line.range) < 1e-3);
            }
        }
        let over =
            Curve::between(&earth, LineKind::Geodesic, at(80.0, 10.0), at(80.0, -170.0)).unwrap();
        let points = densify(&earth, &over, Drawn::Chart, 1000.0);
        let pole: Vec<f64> = points.iter().filter(|s| in_pole(s.at)).map(|s| s.at.lon).collect();
        assert!(
            pole.len() == 2 && (pole[0] - 10.0).abs() < 1e-6 && wrap(pole[1] + 170.0).abs() < 1e-6,
            "{points:?}"
        );
    }

    /// Between the points the chosen edge stays within the tolerance, checked at other places than
    /// those that the halving looks at.
    #[test]
    fn within_tolerance() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let (p, q) = (LatLon::new(65.0, 170.0), LatLon::new(70.0, -165.0));
        for kind in [LineKind::Geodesic, LineKind::Loxodrome] {
            let line = Curve::between(&earth, kind, p, q).unwrap();
            for drawn in [Drawn::Geodesic, Drawn::Loxodrome, Drawn::Chart] {
                for tolerance in [100.0, 1.0] {
                    let points = densify(&earth, &line, drawn, tolerance);
                    assert!(points.windows(2).all(|w| w[0].s < w[1].s));
                    for w in points.windows(2) {
                        let t = w[0].s + 0.4 * (w[1].s - w[0].s);
                        let off = departure(&earth, &line, drawn, [w[0].s, w[1].s]).max(departure(
                            &earth,
                            &line,
                            drawn,
                            [t, w[1].s],
                        ));
                        assert!(off < tolerance * 1.05, "{kind:?} {drawn:?} {off}");
                    }
                }
            }
        }
    }
}
