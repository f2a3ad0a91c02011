//! A line from a point at a given azimuth: a geodesic or a loxodrome.
//!
//! Definition: the line that starts at a point (a land-boundary terminus, the last point agreed) and has a stated azimuth
//! there; a loxodrome keeps it (Cameroon v. Nigeria, ICJ 2002: "a loxodrome having an azimuth of 187 52' 27''"; IHO C-51
//! (TALOS) 6.4). Units metres and degrees, azimuths clockwise from north. How far such a line goes until a limit tells
//! [`super::reach`]. Degenerate: a loxodrome ends in a pole, and its length says so; from a pole it has no azimuth and is
//! refused.
//!
//! ```
//! use littoral_delimit::construct::ray::ray;
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon, curve::LineKind};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let line = ray(&earth, LineKind::Loxodrome, LatLon::new(60.0, 10.0), 90.0, 1.0e5).unwrap();
//! assert!((line.ends(&earth)[1].lat - 60.0).abs() < 1e-12);
//! ```

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon, loxodrome};

use super::{check_distance, invalid};
use crate::error::DelimitError;

/// The line of an azimuth and a length.
///
/// # Errors
/// [`DelimitError::Invalid`]: no place to start from, an azimuth that is no number, a length out of range, a loxodrome
/// from a pole.
pub fn ray(
    earth: &Earth,
    kind: LineKind,
    from: LatLon,
    azimuth_deg: f64,
    length_m: f64,
) -> Result<Curve, DelimitError> {
    let from = from.check().map_err(DelimitError::Invalid)?;
    if !azimuth_deg.is_finite() {
        return invalid("the azimuth of the line is no number");
    }
    check_distance("the length of the line", length_m)?;
    let whole = Curve::ray(kind, from, azimuth_deg, length_m);
    if kind == LineKind::Geodesic {
        return Ok(whole);
    }
    let [_, end] = loxodrome::poles(earth, from, azimuth_deg);
    if from.lat.abs() >= 90.0 || end <= 0.0 {
        return invalid("a loxodrome has no azimuth at a pole: take a geodesic, or a meridian");
    }
    Ok(whole.over([0.0, length_m.min(end)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// On a sphere the loxodrome has a closed form: latitude by its arc, longitude by Mercator's latitudes.
    #[test]
    fn closed_form_on_the_sphere() {
        let radius = 6.371e6;
        let e = Earth::new(&Ellipsoid::parse("6371000,0").unwrap());
        let mercator = |lat: f64| lat.to_radians().sin().atanh();
        for (lat, lon, azimuth, length) in [
            (4.2833, 8.3556, 187.874_166_67, 1.0e5_f64),
            (-61.0, 179.9, 91.0, 3.0e6),
            (70.0, -20.0, -33.0, 1.0e6),
        ] {
            let from = LatLon::new(lat, lon);
            let line = ray(&e, LineKind::Loxodrome, from, azimuth, length).unwrap();
            let [_, end] = line.ends(&e);
            let a = f64::to_radians(azimuth);
            let to_lat = lat + (length * a.cos() / radius).to_degrees();
            let to_lon = lon + (a.tan() * (mercator(to_lat) - mercator(lat))).to_degrees();
            let off = littoral_geodesy::densify::wrap(end.lon - to_lon);
            assert!((end.lat - to_lat).abs() < 1e-11 && off.abs() < 1e-10, "{end:?} {to_lon}");
        }
    }

    /// Nicaragua v. Honduras (ICJ 2007), para. 321: from 3 M off the mouth at 70 14' 41.25'' to point A, printed to a second
    /// (31 m); the loxodrome of Cameroon v. Nigeria (ICJ 2002) from point X, its equations integrated by Runge and Kutta.
    #[test]
    fn judgments() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let dms = |d: f64, m: f64, s: f64| d + m / 60.0 + s / 3600.0;
        let start = LatLon::new(dms(15.0, 0.0, 52.0), -dms(83.0, 5.0, 58.0));
        let a = LatLon::new(dms(15.0, 5.0, 25.0), -dms(82.0, 52.0, 54.0));
        let azimuth = dms(70.0, 14.0, 41.25);
        let line = ray(&e, LineKind::Geodesic, start, azimuth, 5.0e4).unwrap();
        assert!(line.nearest(&e, a).1 < 31.0 / 2.0 * 2.0_f64.sqrt(), "{:?}", line.nearest(&e, a));
        let x = LatLon::new(dms(4.0, 17.0, 0.0), dms(8.0, 21.0, 20.0));
        let line = ray(&e, LineKind::Loxodrome, x, dms(187.0, 52.0, 27.0), 1.0e5).unwrap();
        let end = LatLon::new(3.387_531_286_342_13, 8.232_212_551_577_73);
        assert!(e.karney_m(line.ends(&e)[1], end) < 1e-6, "{:?}", line.ends(&e));
    }

    #[test]
    fn to_and_from_a_pole() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let near = LatLon::new(89.0, 20.0);
        let line = ray(&e, LineKind::Loxodrome, near, 60.0, 1.0e6).unwrap();
        assert!((line.ends(&e)[1].lat - 90.0).abs() < 1e-9 && line.length() < 3.0e5, "{line:?}");
        let pole = LatLon::new(-90.0, 0.0);
        assert!(ray(&e, LineKind::Loxodrome, pole, 10.0, 1e5).is_err());
        assert!(ray(&e, LineKind::Geodesic, pole, 10.0, 1e5).is_ok());
        for (azimuth, length) in [(f64::NAN, 1e5), (0.0, 0.0), (0.0, f64::INFINITY)] {
            assert!(ray(&e, LineKind::Geodesic, near, azimuth, length).is_err());
        }
    }
}
