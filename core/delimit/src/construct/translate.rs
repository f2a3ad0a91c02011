//! Translation of a line: moved as a whole, or sideways.
//!
//! Definition: the median line moved toward one coast (Libya/Malta, ICJ 1985: eighteen minutes of latitude
//! northward), or every point by one geodesic vector, or each stretch at right angles by one distance
//! (then see [`super::parallels`]). Units metres and degrees. Points keep their number and order.
//! Degenerate: points that would pass a pole are refused.
//!
//! ```
//! use littoral_delimit::construct::translate::{Shift, translate};
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let moved = translate(&earth, &[LatLon::new(34.2, 14.0)], Shift::Degrees { lat: 0.3, lon: 0.0 }).unwrap();
//! assert_eq!(moved[0], LatLon::new(34.5, 14.0));
//! ```

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};

use super::{check_distance, invalid};
use crate::error::DelimitError;

/// How far and which way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shift {
    /// By differences of latitude and longitude, degrees.
    Degrees {
        /// Northward.
        lat: f64,
        /// Eastward.
        lon: f64,
    },
    /// By a geodesic of this azimuth and length from every point.
    Vector {
        /// Degrees.
        azimuth_deg: f64,
        /// Metres.
        distance_m: f64,
    },
}

/// The moved points.
///
/// # Errors
/// [`DelimitError::Invalid`]: no points, a shift that is no number, or a point beyond a pole.
pub fn translate(
    earth: &Earth,
    points: &[LatLon],
    shift: Shift,
) -> Result<Vec<LatLon>, DelimitError> {
    if points.is_empty() {
        return invalid("there is no line to move");
    }
    super::check_places(points)?;
    match shift {
        Shift::Vector { azimuth_deg, .. } if !azimuth_deg.is_finite() => {
            return invalid("the azimuth of the shift is no number");
        }
        Shift::Vector { distance_m, .. } => check_distance("the shift", distance_m)?,
        Shift::Degrees { lat, lon } if lat.is_finite() && lon.is_finite() => {}
        Shift::Degrees { .. } => return invalid("the shift is no number of degrees"),
    }
    points
        .iter()
        .map(|p| match shift {
            Shift::Vector { azimuth_deg, distance_m } => {
                Ok(earth.direct(*p, azimuth_deg, distance_m))
            }
            Shift::Degrees { lat, lon } => {
                let moved = LatLon::new(p.lat + lat, wrap(p.lon + lon));
                moved.check().map_err(DelimitError::Invalid)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    #[test]
    fn there_and_back() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let line = [LatLon::new(-10.0, 179.9), LatLon::new(-11.0, -179.7)];
        let east = translate(&e, &line, Shift::Degrees { lat: 0.0, lon: 0.3 }).unwrap();
        assert!((east[0].lon + 179.8).abs() < 1e-9);
        let vector = Shift::Vector { azimuth_deg: 90.0, distance_m: 5.0e4 };
        for (p, q) in line.iter().zip(translate(&e, &line, vector).unwrap()) {
            assert!((e.karney_m(*p, q) - 5.0e4).abs() < 1e-7);
        }
        let pole = Shift::Degrees { lat: 85.0, lon: 0.0 };
        assert!(translate(&e, &[LatLon::new(10.0, 0.0)], pole).is_err());
        assert!(translate(&e, &[], vector).is_err());
    }
}
