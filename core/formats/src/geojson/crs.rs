//! The member `crs` of GeoJSON as it was before RFC 7946: which reference system a name means.
//!
//! Names in use: `urn:ogc:def:crs:OGC:1.3:CRS84`, `EPSG:4326`, `urn:ogc:def:crs:EPSG::4230`, addresses that end in the code, and a
//! code beside `"type": "EPSG"`. Codes and their datums: EPSG Geodetic Parameter Dataset; `CRS27`, `CRS83`, `CRS84`: OGC 05-096r1, B.
//! Whatever the authority's order of axes, GeoJSON has the longitude first (GeoJSON 2008, 2.1.1).

use crate::dms::short;
use crate::tree::{Node, Value};

/// Geographic systems whose datum is known by name.
const GEOGRAPHIC: [(u32, &str); 8] = [
    (4258, "ETRS89"),
    (4230, "ED50"),
    (4284, "Pulkovo 1942"),
    (4267, "NAD27"),
    (4269, "NAD83"),
    (4277, "OSGB36"),
    (4322, "WGS72"),
    (4123, "KKJ"),
];

/// Geographic systems among the codes of projected ones.
const BETWEEN: [u32; 5] = [3819, 3821, 3824, 3889, 3906];

/// What a member `crs` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Crs {
    /// WGS 84 with the longitude first, as RFC 7946 has it.
    Wgs84,
    /// Degrees on another datum, or on one that the name does not tell.
    Other {
        /// As it stands in the file.
        name: String,
        /// The datum, where it is known.
        datum: Option<&'static str>,
    },
    /// No degrees: easting and northing.
    Projected(String),
}

impl Crs {
    /// Of an object that has the member; null names none (GeoJSON 2008), and nothing is known of it.
    pub(crate) fn of(object: &Node) -> Option<(Self, &Node)> {
        let node = object.get("crs").filter(|crs| crs.kind() != "null")?;
        let property = |name| node.get("properties").and_then(|p| p.get(name));
        let text = |name| property(name).and_then(Node::text).map(str::to_owned);
        let code = || match property("code")?.value {
            Value::Number(code) => Some(format!("EPSG:{code}")),
            _ => text("code").map(|code| format!("EPSG:{code}")),
        };
        let name = node.text().map(str::to_owned).or_else(|| text("name")).or_else(|| text("href"));
        Some((Self::named(&name.or_else(code).unwrap_or_default()), node))
    }

    /// Of a name.
    pub(crate) fn named(name: &str) -> Self {
        let words: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_ascii_uppercase)
            .collect();
        let other = |datum| Self::Other { name: short(name), datum };
        // A name of two systems, one of heights, ends in the other's code.
        let epsg = words.iter().filter(|w| *w == "EPSG").count() == 1;
        let code = words.last().and_then(|w| w.parse::<u32>().ok()).filter(|_| epsg);
        match (code, words.last().map(String::as_str)) {
            (Some(4326 | 4979), _) | (None, Some("CRS84" | "CRS84H" | "WGS84")) => Self::Wgs84,
            (None, Some("CRS83")) => other(Some("NAD83")),
            (None, Some("CRS27")) => other(Some("NAD27")),
            (None, Some("84")) if words.iter().rev().nth(1).is_some_and(|w| w == "WGS") => {
                Self::Wgs84
            }
            (Some(code), _) if is_projected(code) => Self::Projected(short(name)),
            (Some(code), _) => other(GEOGRAPHIC.iter().find(|(c, _)| *c == code).map(|(_, d)| *d)),
            (None, _) => other(None),
        }
    }

    /// The system as messages name it.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Wgs84 => "WGS 84".into(),
            Self::Other { name, datum: Some(datum) } => format!("{name} ({datum})"),
            Self::Other { name, .. } | Self::Projected(name) if name.is_empty() => {
                "a reference system without a name".into()
            }
            Self::Other { name, .. } | Self::Projected(name) => name.clone(),
        }
    }
}

/// Codes of maps: zones of countries, of UTM, and the web's.
fn is_projected(code: u32) -> bool {
    let zones = matches!(code, 2000..=3999 | 20000..=32799) && !BETWEEN.contains(&code);
    zones || matches!(code, 102_100 | 102_113 | 900_913)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_use() {
        for name in [
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:OGC::CRS84",
            "OGC:CRS84",
            "EPSG:4326",
            "epsg:4326",
            "urn:ogc:def:crs:EPSG::4326",
            "urn:ogc:def:crs:EPSG:6.18:4326",
            "urn:x-ogc:def:crs:EPSG:4326",
            "http://www.opengis.net/def/crs/EPSG/0/4326",
            "http://www.opengis.net/gml/srs/epsg.xml#4326",
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "https://spatialreference.org/ref/epsg/4326/",
            "WGS84",
            "WGS 84",
            "EPSG:4979",
        ] {
            assert_eq!(Crs::named(name), Crs::Wgs84, "{name}");
        }
        for (name, datum) in [
            ("EPSG:4230", Some("ED50")),
            ("urn:ogc:def:crs:EPSG::4284", Some("Pulkovo 1942")),
            ("urn:ogc:def:crs:OGC:1.3:CRS83", Some("NAD83")),
            ("EPSG:7844", None),
            ("urn:ogc:def:crs,crs:EPSG::4326,crs:EPSG::5773", None),
            ("UTM 84", None),
            ("", None),
        ] {
            let found = Crs::named(name);
            assert!(
                matches!(&found, Crs::Other { datum: d, .. } if *d == datum),
                "{name} {found:?}"
            );
        }
        for name in ["EPSG:3857", "EPSG:900913", "urn:ogc:def:crs:EPSG::32639", "EPSG:27700"] {
            assert!(matches!(Crs::named(name), Crs::Projected(_)), "{name}");
        }
    }

    /// The datums by their names are those that can be stated.
    #[test]
    fn datums_are_known() {
        for (code, datum) in GEOGRAPHIC {
            assert!(littoral_geodesy::Datum::named(datum).is_some(), "{code}");
        }
    }
}
