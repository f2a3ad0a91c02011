//! Points along an edge: geodesics in short pieces, loxodromes as many geodesics.

use crate::earth::{Earth, SurfacePoint};
use crate::position::LatLon;
use crate::vec3::Vec3;

/// Longest piece of a geodesic that the plane through its ends and mean normal stands in for:
/// 5e-9 m off at 2 km (error grows with the cube).
pub const PIECE_M: f64 = 2000.0;

/// Geodesics up to this length are cut in that plane (6.5e-7 m off at 10 km), longer ones by
/// Karney's direct solution.
const PLANE_CUT_M: f64 = 10_000.0;

/// How far the geodesics that replace a loxodrome lie off it at most, metres, and the longest of them.
const LOXODROME_OFF_M: f64 = 1e-4;
const LOXODROME_PIECE_M: f64 = 150.0;

/// The surface curve between two near points, in the plane that holds both and their mean normal.
#[must_use]
pub fn between(earth: &Earth, a: &SurfacePoint, b: &SurfacePoint, fraction: f64) -> SurfacePoint {
    earth.push(a.p + (b.p - a.p) * fraction, (a.n + b.n).unit())
}

/// Points from `a` to `b` along the geodesic, both ends included, no two farther apart than
/// `longest_m`. Coincident ends give the two ends.
#[must_use]
pub fn geodesic(earth: &Earth, a: LatLon, b: LatLon, longest_m: f64) -> Vec<SurfacePoint> {
    let (pa, pb) = (earth.point(a), earth.point(b));
    let length = earth.distance(&pa, &pb);
    let n = (length / longest_m).ceil().max(1.0);
    let count = n as usize;
    let mut out = Vec::with_capacity(count + 1);
    out.push(pa);
    if length <= PLANE_CUT_M * earth.scale() {
        out.extend((1..count).map(|k| between(earth, &pa, &pb, k as f64 / n)));
    } else {
        let inverse = earth.inverse(a, b);
        out.extend((1..count).map(|k| {
            let s = inverse.distance_m * k as f64 / n;
            earth.point(earth.direct(a, inverse.azimuth1_deg, s))
        }));
    }
    out.push(pb);
    out
}

/// Points from `a` to `b` along the loxodrome (constant bearing), so close that geodesics between
/// them stay within 0.1 mm of it at any latitude. Edges that reach a pole are refused
/// by the model's check; here they fall back to the geodesic.
#[must_use]
pub fn loxodrome(earth: &Earth, a: LatLon, b: LatLon) -> Vec<SurfacePoint> {
    let length = earth.karney_m(a, b);
    // A parallel turns by the tangent of its latitude over the earth's radius, and no loxodrome turns faster there.
    let tangent = libm::tan(a.lat.abs().max(b.lat.abs()).to_radians());
    let piece_m = (8.0 * LOXODROME_OFF_M * earth.b_m() / tangent).sqrt().min(LOXODROME_PIECE_M);
    if a.lat.abs() >= 89.9 || b.lat.abs() >= 89.9 || length < piece_m {
        return geodesic(earth, a, b, PIECE_M);
    }
    let count = (length / piece_m).ceil();
    let (qa, qb) = (isometric(earth, a.lat), isometric(earth, b.lat));
    let dlon = wrap(b.lon - a.lon);
    let on_parallel = (qb - qa).abs() < 1e-12;
    let mut out = vec![earth.point(a)];
    for k in 1..count as usize {
        let t = k as f64 / count;
        // Equal steps of latitude, not of isometric latitude, keep the pieces even.
        let lat = a.lat + (b.lat - a.lat) * t;
        let lon = if on_parallel { t } else { (isometric(earth, lat) - qa) / (qb - qa) };
        out.push(earth.point(LatLon::new(lat, a.lon + dlon * lon)));
    }
    out.push(earth.point(b));
    out
}

/// Isometric latitude.
fn isometric(earth: &Earth, lat: f64) -> f64 {
    let s = libm::sin(lat.to_radians());
    let e = earth.e2().max(0.0).sqrt();
    libm::atanh(s) - e * libm::atanh(e * s)
}

/// An angle in degrees brought within half a turn of zero.
#[must_use]
pub fn wrap(deg: f64) -> f64 {
    let d = deg % 360.0;
    if d > 180.0 {
        d - 360.0
    } else if d < -180.0 {
        d + 360.0
    } else {
        d
    }
}

/// Unit tangent at `from` of the shortest way towards `to`, as seen in the normal section.
#[must_use]
pub fn towards(from: &SurfacePoint, to: &SurfacePoint) -> Vec3 {
    let v = to.p - from.p;
    (v - from.n * v.dot(from.n)).unit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ellipsoid::Ellipsoid;

    /// A parallel is a loxodrome; its points keep the latitude and the even spacing.
    #[test]
    fn parallel() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let line = loxodrome(&e, LatLon::new(40.0, 179.9), LatLon::new(40.0, -179.9));
        assert!(line.len() > 100);
        for s in &line {
            let p = e.lat_lon(s);
            assert!((p.lat - 40.0).abs() < 1e-10 && p.lon.abs() >= 179.9 - 1e-9, "{p:?}");
        }
    }

    /// The middle of the geodesic between neighbours on a parallel lies poleward of it by a tenth of a millimetre at most, at
    /// every latitude, and by nearly as much: no finer than is asked for.
    #[test]
    fn near_a_parallel() {
        let e = Earth::new(&Ellipsoid::wgs84());
        for lat in [20.0, 55.0, -62.5, 80.0, 88.0] {
            let line = loxodrome(&e, LatLon::new(lat, 10.0), LatLon::new(lat, 10.3));
            let middle = |w: &[SurfacePoint]| {
                let [a, b] = [&w[0], &w[1]].map(|p| e.lat_lon(p));
                let way = e.inverse(a, b);
                let m = e.direct(a, way.azimuth1_deg, way.distance_m / 2.0);
                (m.lat.abs() - f64::abs(lat)).to_radians() * 6.36e6
            };
            let off = line.windows(2).map(middle).fold(0.0, f64::max);
            assert!(off < 1.02e-4 && off > 0.5e-4, "{lat}: {off}");
        }
    }

    /// Points of cut edges lie on Karney's geodesic.
    #[test]
    fn geodesic_cut() {
        let e = Earth::new(&Ellipsoid::wgs84());
        for (b, longest) in [(LatLon::new(42.05, 50.05), 1000.0), (LatLon::new(47.0, 57.0), 2000.0)]
        {
            let a = LatLon::new(42.0, 50.0);
            let line = geodesic(&e, a, b, longest);
            let inv = e.inverse(a, b);
            for s in &line[1..] {
                // Cross-track only: points may slide along the curve, never off it.
                let to = e.inverse(a, e.lat_lon(s));
                let off = to.distance_m * (to.azimuth1_deg - inv.azimuth1_deg).to_radians();
                assert!(off.abs() < 1e-6, "{off}");
            }
        }
    }
}
