//! Loxodromes (rhumb lines, lines of constant bearing): inverse and direct problem.
//!
//! On an ellipsoid of revolution a loxodrome of azimuth `A` keeps `tan A = dlon / dq`, `q` the
//! isometric latitude, and has length `dm / cos A`, `m` the meridian arc. Both differences are formed
//! without cancellation, so that nearly east-west lines keep their digits: `dq` from closed
//! forms of differences, `dm` by Gauss-Legendre quadrature of the meridian's radius. Length is good
//! to 1e-8 m over half the earth. A parallel of latitude is the loxodrome of azimuth 90.
//!
//! Source: W. E. Bennett, "Practical rhumb line calculations on the spheroid", J. Navigation 49
//! (1996); C. F. F. Karney, "The area of rhumb polygons" (2024), for the differences.

use crate::degrees::sin_cos_deg;
use crate::densify::wrap;
use crate::earth::{Earth, Inverse};
use crate::position::LatLon;

/// Nodes and weights of the eight-point Gauss-Legendre rule on [-1, 1], positive half.
const NODES: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_2, 0.101_228_536_290_376_3),
];

/// Longest stretch of latitude for one application of the rule, radians.
const PANEL: f64 = 0.2;

/// Shorter way round from `p` to `q` along a loxodrome. Length in metres; both azimuths are the
/// bearing. Coincident ends have length 0 and azimuth 0. From or to a pole it is the meridian.
///
/// ```
/// use littoral_geodesy::{Earth, Ellipsoid, LatLon, loxodrome};
/// let earth = Earth::new(&Ellipsoid::wgs84());
/// let line = loxodrome::inverse(&earth, LatLon::new(60.0, 179.0), LatLon::new(60.0, -179.0));
/// assert!((line.azimuth1_deg - 90.0).abs() < 1e-12 && (line.distance_m - 111_600.0).abs() < 10.0);
/// ```
#[must_use]
pub fn inverse(earth: &Earth, p: LatLon, q: LatLon) -> Inverse {
    let (lat, dlat) = (p.lat.to_radians(), (q.lat - p.lat).to_radians());
    let dlon = wrap(q.lon - p.lon).to_radians();
    let dm = meridian_arc(earth, lat, dlat);
    if p.lat.abs() >= 90.0 || q.lat.abs() >= 90.0 {
        let azimuth = if dm < 0.0 { 180.0 } else { 0.0 };
        return Inverse { distance_m: dm.abs(), azimuth1_deg: azimuth, azimuth2_deg: azimuth };
    }
    let ratio = arc_by_isometric(earth, lat, dlat, dm);
    let dq = if dlat == 0.0 { 0.0 } else { isometric_difference(earth, lat, dlat) };
    let azimuth = libm::atan2(dlon, dq).to_degrees();
    let distance_m = libm::hypot(dq, dlon) * ratio;
    Inverse { distance_m, azimuth1_deg: azimuth, azimuth2_deg: azimuth }
}

/// The point `distance_m` from `p` at the constant bearing `azimuth_deg`; negative distances go
/// back. `None` where the line would pass a pole, in which it ends after a finite length.
#[must_use]
pub fn direct(earth: &Earth, p: LatLon, azimuth_deg: f64, distance_m: f64) -> Option<LatLon> {
    let (sin, cos) = sin_cos_deg(azimuth_deg);
    let lat = p.lat.to_radians();
    let dm = distance_m * cos;
    let dlat = latitude_step(earth, lat, dm)?;
    let end = (lat + dlat).to_degrees();
    if p.lat.abs() >= 90.0 {
        // At a pole every way out is a meridian: the bearing counts as its longitude.
        let lon = p.lon + if p.lat > 0.0 { 180.0 - azimuth_deg } else { azimuth_deg };
        let dlat = latitude_step(earth, lat, -distance_m.abs() * p.lat.signum())?;
        return Some(LatLon::new((lat + dlat).to_degrees(), wrap(lon)));
    }
    let dlon = distance_m * sin / arc_by_isometric(earth, lat, dlat, dm);
    (dlon.is_finite()).then(|| LatLon::new(end, wrap(p.lon + dlon.to_degrees())))
}

/// Meridian arc from latitude `lat` over `dlat` (radians), metres, signed.
#[must_use]
pub fn meridian_arc(earth: &Earth, lat: f64, dlat: f64) -> f64 {
    let panels = (dlat.abs() / PANEL).ceil().max(1.0);
    let half = dlat / panels / 2.0;
    let mut sum = 0.0;
    for k in 0..panels as usize {
        let middle = lat + half * (2.0 * k as f64 + 1.0);
        for (x, w) in NODES {
            sum += w * (radius(earth, middle + half * x) + radius(earth, middle - half * x));
        }
    }
    sum * half
}

/// Radius of curvature of the meridian, metres.
pub(crate) fn radius(earth: &Earth, lat: f64) -> f64 {
    let (s, e2) = (libm::sin(lat), earth.e2());
    let w = 1.0 - e2 * s * s;
    earth.ellipsoid().a_m * (1.0 - e2) / (w * w.sqrt())
}

/// Radius of the parallel, metres.
pub(crate) fn parallel(earth: &Earth, lat: f64) -> f64 {
    let s = libm::sin(lat);
    earth.ellipsoid().a_m * libm::cos(lat) / (1.0 - earth.e2() * s * s).sqrt()
}

/// Isometric latitude at `lat + dlat` less that at `lat`, without cancellation.
fn isometric_difference(earth: &Earth, lat: f64, dlat: f64) -> f64 {
    let to = lat + dlat;
    let (s1, s2) = (libm::sin(lat), libm::sin(to));
    let ds = 2.0 * libm::sin(dlat / 2.0) * libm::cos(lat + dlat / 2.0);
    let e2 = earth.e2();
    let e = e2.max(0.0).sqrt();
    libm::asinh(ds / (libm::cos(lat) * libm::cos(to)))
        - e * libm::atanh(e * ds / (1.0 - e2 * s1 * s2))
}

/// `dm / dq`, metres: the mean radius of the parallels on the way.
fn arc_by_isometric(earth: &Earth, lat: f64, dlat: f64, dm: f64) -> f64 {
    if dlat.abs() < 1e-12 {
        return parallel(earth, lat + dlat / 2.0);
    }
    dm / isometric_difference(earth, lat, dlat)
}

/// Distances along the line from `p`, behind and ahead, at which it ends in a pole, metres; infinite
/// for a parallel.
#[must_use]
pub fn poles(earth: &Earth, p: LatLon, azimuth_deg: f64) -> [f64; 2] {
    let (_, cos) = sin_cos_deg(azimuth_deg);
    let to = |pole: f64| meridian_arc(earth, p.lat.to_radians(), pole - p.lat.to_radians()) / cos;
    if cos.abs() < 1e-15 {
        return [f64::NEG_INFINITY, f64::INFINITY];
    }
    let (south, north) = (to(-std::f64::consts::FRAC_PI_2), to(std::f64::consts::FRAC_PI_2));
    [south.min(north), south.max(north)]
}

/// Change of latitude for a meridian arc of `dm` metres; `None` past a pole.
fn latitude_step(earth: &Earth, lat: f64, dm: f64) -> Option<f64> {
    let pole = std::f64::consts::FRAC_PI_2.copysign(dm);
    let room = meridian_arc(earth, lat, pole - lat);
    if dm.abs() > room.abs() * (1.0 + 1e-15) + 1e-9 {
        return None;
    }
    let mut dlat = dm / radius(earth, lat);
    for _ in 0..12 {
        let step = (dm - meridian_arc(earth, lat, dlat)) / radius(earth, lat + dlat);
        dlat += step;
        if step.abs() < 1e-17 {
            break;
        }
    }
    Some(dlat.clamp(-std::f64::consts::FRAC_PI_2 - lat, std::f64::consts::FRAC_PI_2 - lat))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ellipsoid::Ellipsoid;

    fn wgs() -> Earth {
        Earth::new(&Ellipsoid::wgs84())
    }

    /// Meridians are geodesics: Karney's length is the judge, quarter included.
    #[test]
    fn meridians() {
        let e = wgs();
        for (a, b) in [(0.0, 90.0), (-90.0, 90.0), (-33.0, 51.5), (10.0, 10.000_001), (89.9, 12.0)]
        {
            let (p, q) = (LatLon::new(a, 7.0), LatLon::new(b, 7.0));
            let got = inverse(&e, p, q);
            assert!((got.distance_m - e.karney_m(p, q)).abs() < 1e-8, "{a} {b} {got:?}");
        }
        // The quarter meridian as printed for WGS 84.
        let quarter = meridian_arc(&e, 0.0, std::f64::consts::FRAC_PI_2);
        assert!((quarter - 10_001_965.729).abs() < 1e-3);
    }

    /// GeographicLib's own examples of RhumbSolve: JFK to Singapore Changi, and through 180 degrees.
    #[test]
    fn published() {
        let e = wgs();
        let got = inverse(
            &e,
            LatLon::new(40.0 + 38.0 / 60.0 + 23.0 / 3600.0, -(73.0 + 46.0 / 60.0 + 44.0 / 3600.0)),
            LatLon::new(1.0 + 21.0 / 60.0 + 33.0 / 3600.0, 103.0 + 59.0 / 60.0 + 22.0 / 3600.0),
        );
        assert!((got.azimuth1_deg - 103.582_833_003).abs() < 1e-8, "{got:?}");
        assert!((got.distance_m - 18_523_563.04).abs() < 0.01, "{got:?}");
    }

    /// Out and back over latitudes, bearings (nearly east-west too) and lengths.
    #[test]
    fn direct_then_inverse() {
        let e = wgs();
        for lat in [-89.0, -60.0, -0.001, 0.0, 35.0, 80.0, 89.9] {
            for az in [0.0, 30.0, 89.999_999, 90.0, 90.000_001, 135.0, 180.0, 269.999, 305.0] {
                for s in [1e-3, 10.0, 1e4, 1e6] {
                    let p = LatLon::new(lat, 179.5);
                    let Some(q) = direct(&e, p, az, s) else { continue };
                    let back = inverse(&e, p, q);
                    // More than half a turn: the shorter way is another line.
                    let rings = [p, q].map(|x| parallel(&e, x.lat.to_radians()));
                    if s < 3.0 * rings[0].min(rings[1]) {
                        assert!((back.distance_m - s).abs() < 2e-8, "{lat} {az} {s}: {back:?}");
                    }
                }
            }
        }
        assert_eq!(direct(&e, LatLon::new(89.0, 0.0), 10.0, 1e6), None);
    }
}
