//! A place on the ellipsoid, as people write it.

use serde::{Deserialize, Serialize};

/// Geodetic latitude and longitude in degrees, on the ellipsoid of the case.
///
/// Latitude north positive in [-90, 90]; longitude east positive, any turn allowed on input.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct LatLon {
    /// Geodetic latitude, degrees north.
    pub lat: f64,
    /// Longitude, degrees east.
    pub lon: f64,
}

impl LatLon {
    /// A place from latitude and longitude in degrees; nothing is checked here (see [`Self::check`]).
    #[must_use]
    pub const fn new(lat: f64, lon: f64) -> Self {
        Self { lat, lon }
    }

    /// Says what is wrong with the numbers, if anything: not finite, beyond a pole, or more than
    /// one turn of longitude.
    ///
    /// # Errors
    /// A sentence that names the offending number.
    pub fn check(self) -> Result<Self, String> {
        if !self.lat.is_finite() || !self.lon.is_finite() {
            return Err(format!("{}, {} is not a pair of finite numbers", self.lat, self.lon));
        }
        if self.lat.abs() > 90.0 {
            return Err(format!("latitude {} is beyond the pole", self.lat));
        }
        if self.lon.abs() > 360.0 {
            return Err(format!("longitude {} is beyond one turn", self.lon));
        }
        Ok(self)
    }
}
