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

    /// One of the named ellipsoids (case-insensitive, spaces and signs skipped), or `None`.
    ///
    /// WGS84, WGS72, GRS80, Krassowsky1940, International1924, Bessel1841, Clarke1866, Clarke1880
    /// (RGS), Clarke1880IGN, Airy1830, sphere (authalic, 6371007.2 m). Figures: EPSG dataset.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let key: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let (a_m, inverse_f) = match key.to_ascii_lowercase().as_str() {
            "wgs84" => (6_378_137.0, 298.257_223_563),
            "wgs72" => (6_378_135.0, 298.26),
            "grs80" => (6_378_137.0, 298.257_222_101),
            "krassowsky1940" | "krassowsky" | "krass" => (6_378_245.0, 298.3),
            "international1924" | "international" | "intl" | "intl24" | "hayford" => {
                (6_378_388.0, 297.0)
            }
            "bessel1841" | "bessel" => (6_377_397.155, 299.152_812_8),
            "clarke1866" | "clrk66" => (6_378_206.4, 294.978_698_213_898),
            "clarke1880" | "clarke1880rgs" | "clrk80" => (6_378_249.145, 293.465),
            "clarke1880ign" | "clrk80ign" => (6_378_249.2, 293.466_021_293_627),
            "airy1830" | "airy" => (6_377_563.396, 299.324_964_6),
            "sphere" => (6_371_007.2, f64::INFINITY),
            _ => return None,
        };
        Some(Self { name: name.to_owned(), a_m, f: 1.0 / inverse_f })
    }

    /// A named ellipsoid, or one by its figures: `6378245,298.3` (equatorial radius in metres and
    /// inverse flattening; 0 for a sphere).
    ///
    /// # Errors
    /// A sentence for the user: no such name, or figures that are no ellipsoid of the earth's size
    /// (radius from 1000 km to 100 000 km, inverse flattening 0 or at least 50).
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(found) = Self::named(text) {
            return Ok(found);
        }
        let figures = text.split_once(',').and_then(|(a, f)| {
            Some((a.trim().parse::<f64>().ok()?, f.trim().parse::<f64>().ok()?))
        });
        let Some((a_m, inverse)) = figures else {
            return Err(format!("\"{text}\" is no ellipsoid; known: {}", Self::NAMES.join(", ")));
        };
        let flattened = inverse == 0.0 || (50.0..1e9).contains(&inverse);
        if !(1e6..=1e8).contains(&a_m) || !flattened {
            return Err(format!("\"{text}\" is no ellipsoid of an earth: write 6378245,298.3"));
        }
        let f = if inverse == 0.0 { 0.0 } else { 1.0 / inverse };
        Ok(Self { name: text.to_owned(), a_m, f })
    }

    /// The names that [`Self::named`] knows, as they are written.
    pub const NAMES: [&str; 11] = [
        "WGS84",
        "WGS72",
        "GRS80",
        "Krassowsky1940",
        "International1924",
        "Bessel1841",
        "Clarke1866",
        "Clarke1880",
        "Clarke1880IGN",
        "Airy1830",
        "sphere",
    ];

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

#[cfg(test)]
mod tests {
    use super::*;

    /// Polar radii as the EPSG dataset prints them, metres.
    #[test]
    fn polar_radii() {
        for (name, b) in [
            ("Clarke 1866", 6_356_583.8),
            ("Clarke 1880 (IGN)", 6_356_515.0),
            ("Airy 1830", 6_356_256.909),
            ("International 1924", 6_356_911.946),
            ("Krassowsky 1940", 6_356_863.019),
            ("6378137,298.257222101", 6_356_752.314),
            ("6371000,0", 6_371_000.0),
        ] {
            let got = Ellipsoid::parse(name).unwrap();
            assert!((got.b_m() - b).abs() < 1e-3, "{name}: {}", got.b_m());
        }
        assert!(Ellipsoid::NAMES.iter().all(|n| Ellipsoid::named(n).is_some()));
    }

    #[test]
    fn refused() {
        for text in ["WGS", "6378137", "6378137,1", "0,298", "1e7,NaN", "inf,298"] {
            assert!(Ellipsoid::parse(text).is_err(), "{text}");
        }
    }
}
