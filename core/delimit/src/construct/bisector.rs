//! Bisector of the angle between coastal fronts.
//!
//! Definition: each relevant coast is replaced by a straight front, its general direction; the boundary
//! halves the angle between the two fronts (Nicaragua v. Honduras, ICJ 2007; IHO C-51 (TALOS) 6.4).
//! Units metres and degrees. A front is a chord: from the terminus to the coast's other end, or from its
//! first to its last coordinate. Fronts that do not share an end are prolonged to where they cross, and
//! the bisector starts there. Of the two halves of the plane the one on the seaward azimuth is taken;
//! where none is given, that of the smaller angle. Degenerate: coincident ends and fronts that do not
//! meet are refused; fronts in one straight line give the perpendicular, on the seaward side.
//!
//! ```
//! use littoral_delimit::construct::bisector::bisector;
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let at = LatLon::new;
//! let found = bisector(&earth, [[at(15.0, -83.1), at(15.0, -86.0)], [at(15.0, -83.1), at(11.0, -83.7)]], 3.0e5, None);
//! assert!((found.unwrap().apex.lat - 15.0).abs() < 1e-9);
//! ```

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon, intersect};

use super::{check_distance, invalid, line};
use crate::error::DelimitError;

/// A bisector.
#[derive(Debug, Clone, PartialEq)]
pub struct Bisector {
    /// Where the fronts, or their prolongations, meet.
    pub apex: LatLon,
    /// Azimuth of each front at the apex, away from it, degrees.
    pub fronts_deg: [f64; 2],
    /// Length of each front, metres.
    pub lengths_m: [f64; 2],
    /// Angle between the fronts on the bisector's side, degrees.
    pub angle_deg: f64,
    /// Azimuth of the bisector at the apex, degrees.
    pub azimuth_deg: f64,
    /// The bisector: a geodesic from the apex, or from where it was carried.
    pub ray: Curve,
}

impl Bisector {
    /// The line drawn from a point off the apex, as courts do (Gulf of Maine, ICJ 1984: from point A; Nicaragua v. Honduras:
    /// from 3 M off the mouth): the geodesic that has, at that point, the azimuth that the bisector has at the apex.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`]: no place, or a pole, where azimuths mean nothing.
    pub fn carried(self, from: LatLon) -> Result<Self, DelimitError> {
        let from = from.check().map_err(DelimitError::Invalid)?;
        if from.lat.abs() >= 90.0 {
            return invalid("an azimuth cannot be carried to a pole");
        }
        let ray = Curve::ray(LineKind::Geodesic, from, self.azimuth_deg, self.ray.length());
        Ok(Self { ray, ..self })
    }
}

/// The bisector of two fronts, `length_m` long.
///
/// # Errors
/// [`DelimitError::Invalid`]: a front without length, fronts that do not meet, a length out of range.
pub fn bisector(
    earth: &Earth,
    fronts: [[LatLon; 2]; 2],
    length_m: f64,
    seaward_deg: Option<f64>,
) -> Result<Bisector, DelimitError> {
    check_distance("the length of the bisector", length_m)?;
    let kind = LineKind::Geodesic;
    let [a, b] = fronts;
    let lines = [line(earth, kind, a[0], a[1])?, line(earth, kind, b[0], b[1])?];
    let shared = a.iter().find(|p| b.iter().any(|q| earth.karney_m(**p, *q) < 1e-3)).copied();
    let apex = match shared {
        Some(at) => at,
        None => match intersect::nearest(earth, &lines[0], &lines[1]).points.first() {
            Some(x) => x.at,
            None => return invalid("the two fronts do not meet, however far they are prolonged"),
        },
    };
    // A front looks from the apex towards its farther end.
    let away = |f: [LatLon; 2]| {
        let ways = f.map(|p| earth.inverse(apex, p));
        let far = if ways[0].distance_m > ways[1].distance_m { ways[0] } else { ways[1] };
        far.azimuth1_deg
    };
    let fronts_deg = [away(a), away(b)];
    let turn = (fronts_deg[1] - fronts_deg[0]).rem_euclid(360.0);
    if turn.min(360.0 - turn) < 1e-9 {
        return invalid("the two fronts run the same way: they enclose no angle");
    }
    // Two candidates: clockwise from the first front, and the opposite one.
    let half = fronts_deg[0] + turn / 2.0;
    let other = half + 180.0;
    let near = |az: f64| seaward_deg.map_or(0.0, |s| wrap(az - s).abs());
    let clockwise = match seaward_deg {
        Some(_) => near(half) <= near(other),
        None => turn <= 180.0,
    };
    let (azimuth, angle_deg) = if clockwise { (half, turn) } else { (other, 360.0 - turn) };
    let azimuth_deg = azimuth.rem_euclid(360.0);
    let ray = Curve::ray(kind, apex, azimuth_deg, length_m);
    let lengths_m = [lines[0].length(), lines[1].length()];
    Ok(Bisector { apex, fronts_deg, lengths_m, angle_deg, azimuth_deg, ray })
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    fn wgs() -> Earth {
        Earth::new(&Ellipsoid::wgs84())
    }

    /// Fronts mirrored in a meridian are halved by it, on either side; apart, they meet on it first.
    #[test]
    fn mirrored_fronts() {
        let e = wgs();
        let at = LatLon::new;
        let apex = at(-10.0, 180.0);
        let fronts = [[apex, at(-12.0, 178.0)], [at(-12.0, -178.0), apex]];
        let south = bisector(&e, fronts, 3.0e5, None).unwrap();
        assert!((south.azimuth_deg - 180.0).abs() < 1e-9, "{south:?}");
        let north = bisector(&e, fronts, 3.0e5, Some(-20.0)).unwrap();
        assert!(wrap(north.azimuth_deg).abs() < 1e-9, "{north:?}");
        assert!((north.angle_deg + south.angle_deg - 360.0).abs() < 1e-9);
        let apart = [[at(-11.0, 179.0), at(-12.0, 178.0)], [at(-12.0, -178.0), at(-11.0, -179.0)]];
        let found = bisector(&e, apart, 3.0e5, None).unwrap();
        assert!(wrap(found.apex.lon - 180.0).abs() < 1e-9, "{found:?}");
        assert!((found.azimuth_deg - 180.0).abs() < 1e-9, "{found:?}");
    }

    /// Carried to a point off the apex the azimuth is the same there; azimuth and end by PROJ.
    #[test]
    fn carried_to_a_point() {
        let e = wgs();
        let at = LatLon::new;
        let fronts = [[at(15.0, -83.13), at(15.9, -86.0)], [at(15.0, -83.13), at(11.0, -83.7)]];
        let found = bisector(&e, fronts, 3.0e5, Some(70.0)).unwrap();
        assert!((found.azimuth_deg - 58.158_175_654_1).abs() < 1e-9, "{found:?}");
        let from = at(15.014_444_44, -83.099_444_44);
        let carried = found.clone().carried(from).unwrap();
        assert_eq!((carried.azimuth_deg, carried.apex), (found.azimuth_deg, found.apex));
        let [start, end] = carried.ray.ends(&e);
        assert!(e.karney_m(start, from) < 1e-8, "{start:?}");
        let by_proj = at(16.431_952_125_918_2, -80.713_409_267_739_9);
        assert!(e.karney_m(end, by_proj) < 1e-6, "{end:?}");
        assert!(found.clone().carried(at(90.0, 0.0)).is_err());
        assert!(found.carried(at(f64::NAN, 0.0)).is_err());
    }

    #[test]
    fn straight_and_degenerate() {
        let e = wgs();
        let at = LatLon::new;
        let straight = [[at(0.0, 0.0), at(0.0, -1.0)], [at(0.0, 0.0), at(0.0, 1.0)]];
        let found = bisector(&e, straight, 1e5, Some(170.0)).unwrap();
        assert!((found.azimuth_deg - 180.0).abs() < 1e-9);
        let same = [[at(0.0, 0.0), at(0.0, 1.0)], [at(0.0, 0.0), at(0.0, 2.0)]];
        assert!(bisector(&e, same, 1e5, None).is_err());
        let point = [[at(0.0, 0.0), at(0.0, 0.0)], [at(0.0, 0.0), at(0.0, 1.0)]];
        assert!(bisector(&e, point, 1e5, None).is_err());
        assert!(bisector(&e, straight, -1.0, None).is_err());
    }
}
