//! Datum transformations by explicit Helmert parameters. Nothing is assumed: a datum without stated
//! parameters is not transformed.
//!
//! A place on one ellipsoid (height 0) becomes an earth-centred vector, is shifted, turned and scaled, and
//! is read on the other ellipsoid; the height that results is dropped, which moves nothing sideways.
//! Conventions: *position vector* (EPSG method 9606, PROJ `+convention=position_vector`, `+towgs84`) or
//! *coordinate frame* (9607): the signs of the rotations differ, so the convention is part of the set.

use crate::earth::Earth;
use crate::position::LatLon;
use crate::vec3::Vec3;

/// Sense of the rotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// Rotations of the position vector (EPSG method 9606).
    PositionVector,
    /// Rotations of the coordinate frame (EPSG method 9607).
    CoordinateFrame,
}

/// Seven parameters from a datum to WGS 84.
#[derive(Debug, Clone, PartialEq)]
pub struct Helmert {
    /// Translations, metres.
    pub translation_m: [f64; 3],
    /// Rotations, seconds of arc.
    pub rotation_arcsec: [f64; 3],
    /// Scale less one, parts per million.
    pub scale_ppm: f64,
    /// Sense of the rotations.
    pub convention: Convention,
    /// Where the set comes from.
    pub source: String,
}

/// A named datum, and a named set of parameters if there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Datum {
    /// As it is printed.
    pub name: String,
    /// Name of its ellipsoid.
    pub ellipsoid: String,
    /// Parameters to WGS 84; `None` where the name does not settle them.
    pub to_wgs84: Option<Helmert>,
}

const NONE: [f64; 3] = [0.0; 3];

/// Name, ellipsoid, translations, rotations, scale, source. `None`: the datum is known, its
/// parameters are not settled by its name.
type Known = (&'static str, &'static str, Option<([f64; 3], [f64; 3], f64, &'static str)>);

const KNOWN: [Known; 14] = [
    ("WGS84", "WGS84", Some((NONE, NONE, 0.0, "identity"))),
    ("ETRS89", "GRS80", Some((NONE, NONE, 0.0, "EPSG:1149, ETRS89 taken as WGS 84; accuracy 1 m"))),
    ("ITRF2020", "GRS80", Some((NONE, NONE, 0.0, "taken as WGS 84; agrees to some centimetres"))),
    (
        "Pulkovo 1942 (GOST)",
        "Krassowsky1940",
        Some((
            [23.57, -140.95, -79.8],
            [0.0, -0.35, -0.79],
            -0.22,
            "EPSG:5044, GOST R 51794-2008, coordinate frame; accuracy 3 m",
        )),
    ),
    ("Pulkovo 1942", "Krassowsky1940", None),
    (
        "ED50 (mean)",
        "International1924",
        Some((
            [-87.0, -98.0, -121.0],
            NONE,
            0.0,
            "EPSG:1133, DMA TR8350.2 (1987), 85 stations, translations only; 3, 8 and 5 m an axis",
        )),
    ),
    (
        "ED50 (Common Offshore)",
        "International1924",
        Some((
            [-89.5, -93.8, -123.1],
            [0.0, 0.0, 0.156],
            1.2,
            "EPSG:1311, published as position vector with rz -0.156; accuracy 1 m in the North Sea",
        )),
    ),
    ("ED50", "International1924", None),
    (
        "KKJ (JHS153)",
        "International1924",
        Some((
            [-96.062, -82.428, -121.753],
            [-4.801, -0.345, 1.376],
            1.496,
            "EPSG:10099, National Land Survey of Finland, coordinate frame; accuracy 1 m",
        )),
    ),
    ("KKJ", "International1924", None),
    ("WGS72", "WGS72", None),
    ("NAD27", "Clarke1866", None),
    ("NAD83", "GRS80", None),
    ("OSGB36", "Airy1830", None),
];

/// Names in full, and the short ones.
const IN_FULL: [(&str, &str); 12] = [
    ("World Geodetic System 1984", "WGS84"),
    ("WGS 1984", "WGS84"),
    ("World Geodetic System 1972", "WGS72"),
    ("European Terrestrial Reference System 1989", "ETRS89"),
    ("European Datum 1950", "ED50"),
    ("European 1950", "ED50"),
    ("North American Datum 1927", "NAD27"),
    ("North American 1927", "NAD27"),
    ("North American Datum 1983", "NAD83"),
    ("North American 1983", "NAD83"),
    ("Ordnance Survey of Great Britain 1936", "OSGB36"),
    ("Kartastokoordinaattijarjestelma", "KKJ"),
];

impl Datum {
    /// A datum or a set of parameters by name, short or in full (case, spaces and signs do not count, nor `of` before a year).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let key = |s: &str| -> String {
            s.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
        };
        let plain = key(&name.replace(" of 19", " 19"));
        let full = IN_FULL.iter().find(|(full, _)| key(full) == plain);
        let wanted = full.map_or(plain, |(_, short)| key(short));
        let found = KNOWN.iter().find(|k| key(k.0) == wanted)?;
        let set = |(t, r, scale_ppm, source): ([f64; 3], [f64; 3], f64, &str)| Helmert {
            translation_m: t,
            rotation_arcsec: r,
            scale_ppm,
            convention: Convention::CoordinateFrame,
            source: source.to_owned(),
        };
        let (name, ellipsoid) = (found.0.to_owned(), found.1.to_owned());
        Some(Self { name, ellipsoid, to_wgs84: found.2.map(set) })
    }

    /// Names that [`Self::named`] knows.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        KNOWN.iter().map(|k| k.0).collect()
    }
}

impl Helmert {
    /// Reads `dx,dy,dz[,rx,ry,rz,ds,pv|cf]`: metres, seconds of arc, parts per million, and the
    /// convention, which must stand there if a rotation does.
    ///
    /// # Errors
    /// A sentence for the user.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split(',').map(str::trim).collect();
        let convention = match words.last().copied() {
            Some("pv" | "position-vector") => Some(Convention::PositionVector),
            Some("cf" | "coordinate-frame") => Some(Convention::CoordinateFrame),
            _ => None,
        };
        let count = words.len() - usize::from(convention.is_some());
        let number = |w: &&str| w.parse::<f64>().ok().filter(|x| x.is_finite() && x.abs() < 1e4);
        let values: Option<Vec<f64>> = words[..count].iter().map(number).collect();
        let help = "write dx,dy,dz or dx,dy,dz,rx,ry,rz,ds,pv (position vector) or ...,cf \
                    (coordinate frame): metres, seconds of arc, parts per million";
        let v = values.ok_or_else(|| format!("\"{text}\" is no set of parameters: {help}"))?;
        let source = "as given on the command line".to_owned();
        match (v.len(), convention) {
            (3, _) => Ok(Self {
                translation_m: [v[0], v[1], v[2]],
                rotation_arcsec: NONE,
                scale_ppm: 0.0,
                convention: convention.unwrap_or(Convention::PositionVector),
                source,
            }),
            (7, Some(convention)) => Ok(Self {
                translation_m: [v[0], v[1], v[2]],
                rotation_arcsec: [v[3], v[4], v[5]],
                scale_ppm: v[6],
                convention,
                source,
            }),
            (7, None) => Err(format!("the sense of the rotations is not stated: {help}")),
            _ => Err(format!("{} parameters are neither 3 nor 7: {help}", v.len())),
        }
    }

    /// The parameters in words: `dx 23.57 m, ... (coordinate frame)`.
    #[must_use]
    pub fn words(&self) -> String {
        let ([dx, dy, dz], [rx, ry, rz]) = (self.translation_m, self.rotation_arcsec);
        let convention = match self.convention {
            Convention::PositionVector => "position vector",
            Convention::CoordinateFrame => "coordinate frame",
        };
        format!(
            "dx {dx} m, dy {dy} m, dz {dz} m, rx {rx}\", ry {ry}\", rz {rz}\", ds {} ppm ({convention})",
            self.scale_ppm
        )
    }

    /// A place of the datum (ellipsoid of `from`) on WGS 84 (ellipsoid of `to`).
    #[must_use]
    pub fn forward(&self, from: &Earth, to: &Earth, p: LatLon) -> LatLon {
        geodetic(to, self.moved(from.point(p).p))
    }

    /// A place of WGS 84 (ellipsoid of `to`) on the datum: the exact inverse of the vector's motion.
    #[must_use]
    pub fn backward(&self, from: &Earth, to: &Earth, p: LatLon) -> LatLon {
        let target = to.point(p).p;
        let mut v = target;
        for _ in 0..6 {
            v = v + (target - self.moved(v));
        }
        geodetic(from, v)
    }

    fn moved(&self, v: Vec3) -> Vec3 {
        let sign = match self.convention {
            Convention::PositionVector => 1.0,
            Convention::CoordinateFrame => -1.0,
        };
        let [rx, ry, rz] = self.rotation_arcsec.map(|r| sign * (r / 3600.0).to_radians());
        let [x, y, z] = self.translation_m;
        let turned = Vec3::new(
            v.x - rz * v.y + ry * v.z,
            rz * v.x + v.y - rx * v.z,
            -ry * v.x + rx * v.y + v.z,
        );
        turned * (1.0 + self.scale_ppm * 1e-6) + Vec3::new(x, y, z)
    }
}

/// Latitude and longitude of a vector near the surface (Bowring's iteration, good to 1e-12 degrees
/// within 100 km of the surface).
fn geodetic(earth: &Earth, v: Vec3) -> LatLon {
    let h = libm::hypot(v.x, v.y);
    let mut lat = libm::atan2(v.z, h * (1.0 - earth.e2()));
    for _ in 0..6 {
        let s = libm::sin(lat);
        let nu = earth.ellipsoid().a_m / (1.0 - earth.e2() * s * s).sqrt();
        lat = libm::atan2(v.z + earth.e2() * nu * s, h);
    }
    LatLon::new(lat.to_degrees(), libm::atan2(v.y, v.x).to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ellipsoid::Ellipsoid;

    fn earth(name: &str) -> Earth {
        Earth::new(&Ellipsoid::named(name).unwrap())
    }

    #[test]
    fn names_in_full() {
        for (full, short) in [
            ("World Geodetic System 1984", "WGS84"),
            ("European Datum 1950", "ED50"),
            ("European Datum of 1950", "ED50"),
            ("north american datum of 1927", "NAD27"),
            ("North American Datum 1983", "NAD83"),
        ] {
            assert_eq!(Datum::named(full).unwrap().name, short);
        }
        assert!(Datum::named("European Datum").is_none());
    }

    /// The standard's own differential formula at 42 N 50 E, term by term: 96 m. Read with the rotations
    /// of the other convention, the same seven numbers give 122 m: the convention is part of the set.
    #[test]
    fn pulkovo_in_the_caspian() {
        let datum = Datum::named("pulkovo 1942 (gost)").unwrap();
        let set = datum.to_wgs84.unwrap();
        let (krass, wgs) = (earth(&datum.ellipsoid), earth("WGS84"));
        let p = LatLon::new(42.0, 50.0);
        let moved = set.forward(&krass, &wgs, p);
        let (b, l) = (p.lat.to_radians(), p.lon.to_radians());
        let metres_per_second = loxodrome_ring(&krass, b) * (1.0_f64 / 3600.0).to_radians();
        // GOST R 51794-2008, dL = (-dx sin L + dy cos L)/(N cos B) + tan B (1 - e2) wy sin L - wz.
        let shift = (-23.57 * l.sin() - 140.95 * l.cos()) / metres_per_second;
        let turn = -0.35 * b.tan() * (1.0 - krass.e2()) * l.sin() + 0.79;
        let east = (moved.lon - p.lon) * 3600.0;
        assert!((east - (shift + turn)).abs() < 2e-3, "{east} {}", shift + turn);
        assert!((wgs.karney_m(p, moved) - 96.0).abs() < 0.1);
        let misread = Helmert { convention: Convention::PositionVector, ..set };
        assert!((wgs.karney_m(p, misread.forward(&krass, &wgs, p)) - 122.0).abs() < 1.0);
    }

    fn loxodrome_ring(earth: &Earth, lat: f64) -> f64 {
        crate::loxodrome::parallel(earth, lat)
    }

    /// The example of EPSG Guidance Note 7-2 for the position vector method (WGS 72 to WGS 84), as vectors.
    #[test]
    fn guidance_note_7_2() {
        let set = Helmert {
            translation_m: [0.0, 0.0, 4.5],
            rotation_arcsec: [0.0, 0.0, 0.554],
            scale_ppm: 0.219,
            convention: Convention::PositionVector,
            source: String::new(),
        };
        let to = set.moved(Vec3::new(3_657_660.66, 255_768.55, 5_201_382.11));
        let want = Vec3::new(3_657_660.78, 255_778.43, 5_201_387.75);
        assert!((to - want).norm() < 0.01, "{to:?}");
        // The other convention with turned signs is the same transformation.
        let frame = Helmert {
            rotation_arcsec: [0.0, 0.0, -0.554],
            convention: Convention::CoordinateFrame,
            ..set.clone()
        };
        assert_eq!(frame.moved(want), set.moved(want));
    }

    #[test]
    fn there_and_back() {
        for name in ["Pulkovo 1942 (GOST)", "ED50 (mean)", "KKJ (JHS153)"] {
            let datum = Datum::named(name).unwrap();
            let (from, wgs, set) =
                (earth(&datum.ellipsoid), earth("WGS84"), datum.to_wgs84.unwrap());
            for p in [LatLon::new(60.2, 24.9), LatLon::new(-89.0, -179.9), LatLon::new(0.0, 0.0)] {
                let back = set.backward(&from, &wgs, set.forward(&from, &wgs, p));
                // The dropped height (under 200 m) along normals 2e-5 apart: millimetres.
                assert!(from.karney_m(p, back) < 1e-2, "{name} {p:?} {back:?}");
            }
        }
    }

    #[test]
    fn every_known_datum_has_its_ellipsoid() {
        for name in Datum::names() {
            assert!(Ellipsoid::named(&Datum::named(name).unwrap().ellipsoid).is_some(), "{name}");
        }
        assert!(Datum::named("Pulkovo 1942").unwrap().to_wgs84.is_none());
    }

    #[test]
    fn parameters_by_hand() {
        assert!(Helmert::parse("-87,-98,-121").is_ok());
        assert!(Helmert::parse("23.57,-140.95,-79.8,0,-0.35,-0.79,-0.22,cf").is_ok());
        for bad in
            ["", "1,2", "23.57,-140.95,-79.8,0,-0.35,-0.79,-0.22", "a,b,c", "1,2,3,4,5,6,inf,pv"]
        {
            assert!(Helmert::parse(bad).is_err(), "{bad}");
        }
    }
}
