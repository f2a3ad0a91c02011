//! Densification: points along a line so close that another kind of edge between them stays within a
//! stated tolerance.
//!
//! Definition: IHO C-51 (TALOS) 3.5, "geodesic line on a chart". Input: a line and the kind of edge
//! that the reader of the points will draw (geodesic, loxodrome, or straight in longitude and
//! latitude as GeoJSON means it). Output: parameter and place of every point, ends included, by
//! halving until the edge departs from the line by at most the tolerance at 1/4, 1/2 and 3/4.
//! Degenerate: a line of no length gives its point alone.
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
    let far = depth < 24 && departure(earth, curve, drawn, [a, b]) > tolerance_m;
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
pub fn departure(earth: &Earth, curve: &Curve, drawn: Drawn, [a, b]: [f64; 2]) -> f64 {
    let (p, q) = (curve.at(earth, a), curve.at(earth, b));
    let edge = match drawn {
        Drawn::Geodesic => Curve::between(earth, LineKind::Geodesic, p, q),
        Drawn::Loxodrome => Curve::between(earth, LineKind::Loxodrome, p, q),
        Drawn::Chart => None,
    };
    let off = |t: f64| {
        let spot = curve.spot(earth, a + (b - a) * t);
        let beside = match &edge {
            Some(e) => e.at(earth, e.length() * t),
            None => LatLon::new(p.lat + (q.lat - p.lat) * t, p.lon + wrap(q.lon - p.lon) * t),
        };
        let way = earth.inverse(spot.at, beside);
        (way.distance_m * libm::sin((way.azimuth1_deg - spot.azimuth_deg).to_radians())).abs()
    };
    [0.25, 0.5, 0.75].map(off).into_iter().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

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
