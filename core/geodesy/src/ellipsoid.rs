//! Figures of the earth.

use serde::{Deserialize, Serialize};

/// An ellipsoid of revolution, by equatorial radius and flattening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ellipsoid {
    /// Name as the case states it.
    pub name: String,
    /// Equatorial radius, metres.
    pub a_m: f64,
    /// Flattening; 0 for a sphere.
    pub f: f64,
}

impl Ellipsoid {
    /// WGS 84.
    #[must_use]
    pub fn wgs84() -> Self {
        Self { name: "WGS84".into(), a_m: 6_378_137.0, f: 1.0 / 298.257_223_563 }
    }

    /// One of the named ellipsoids (case-insensitive), or `None`.
    ///
    /// WGS84, GRS80, Krassowsky1940, International1924, Bessel1841, sphere (authalic, 6371007.2 m).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let key: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let (a_m, inverse_f) = match key.to_ascii_lowercase().as_str() {
            "wgs84" => (6_378_137.0, 298.257_223_563),
            "grs80" => (6_378_137.0, 298.257_222_101),
            "krassowsky1940" | "krassowsky" | "krass" => (6_378_245.0, 298.3),
            "international1924" | "intl" | "hayford" => (6_378_388.0, 297.0),
            "bessel1841" | "bessel" => (6_377_397.155, 299.152_812_8),
            "sphere" => (6_371_007.2, f64::INFINITY),
            _ => return None,
        };
        Some(Self { name: name.to_owned(), a_m, f: 1.0 / inverse_f })
    }

    /// Polar radius, metres.
    #[must_use]
    pub fn b_m(&self) -> f64 {
        self.a_m * (1.0 - self.f)
    }

    /// First eccentricity squared.
    #[must_use]
    pub fn e2(&self) -> f64 {
        self.f * (2.0 - self.f)
    }
}
