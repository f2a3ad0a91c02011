//! A vertex of a line with what controls it, kept small: a line at a millimetre has a hundred thousand.
//!
//! In JSON the two maps `base_points` and `distance_km`, by party; between processes a list without names.

use std::fmt;
use std::marker::PhantomData;

use littoral_geodesy::LatLon;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeStruct, Serializer};
use serde::{Deserialize, Serialize};

use super::PointKind;
use crate::partition::Holder;

/// What controls a vertex on the side of one party.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// The party.
    pub party: Holder,
    /// Distance to its nearest base point, km; not a number where it is not told.
    pub distance_km: f64,
    /// The base points; more than one where a base point changes.
    pub base_points: Vec<LatLon>,
}

/// A vertex of a boundary line.
#[derive(Debug, Clone, PartialEq)]
pub struct LinePoint {
    /// Latitude, degrees.
    pub lat: f64,
    /// Longitude, degrees.
    pub lon: f64,
    /// What the vertex is.
    pub kind: PointKind,
    /// What controls the vertex, by party in the case's order.
    pub controls: Vec<Control>,
}

impl LinePoint {
    /// The place.
    #[must_use]
    pub fn at(&self) -> LatLon {
        LatLon::new(self.lat, self.lon)
    }

    /// The parties whose base points control the vertex, in the case's order.
    pub fn parties(&self) -> impl Iterator<Item = &str> {
        self.controls.iter().map(|c| c.party.as_str())
    }

    /// Controlling base points of one party.
    #[must_use]
    pub fn base_points_of(&self, party: &str) -> &[LatLon] {
        self.control(party).map_or(&[], |c| &c.base_points)
    }

    /// Distance to the nearest base point of one party, km.
    #[must_use]
    pub fn distance_km(&self, party: &str) -> Option<f64> {
        self.control(party).map(|c| c.distance_km).filter(|d| !d.is_nan())
    }

    fn control(&self, party: &str) -> Option<&Control> {
        self.controls.iter().find(|c| c.party.as_str() == party)
    }

    /// The map from party to base points, `[lat, lon]`, for JSON.
    #[must_use]
    pub fn base_points(&self) -> impl Serialize {
        BasePoints(&self.controls)
    }

    /// The map from party to distance, km, for JSON.
    #[must_use]
    pub fn distances_km(&self) -> impl Serialize {
        Distances(&self.controls)
    }
}

struct BasePoints<'a>(&'a [Control]);

impl Serialize for BasePoints<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.iter().map(|c| (&c.party, Pairs(&c.base_points))))
    }
}

struct Pairs<'a>(&'a [LatLon]);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.0.iter().map(|p| [p.lat, p.lon]))
    }
}

struct Distances<'a>(&'a [Control]);

impl Serialize for Distances<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.iter().map(|c| (&c.party, c.distance_km)))
    }
}

/// A list of controls as programs read it.
struct Bare<'a>(&'a [Control]);

impl Serialize for Bare<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.0.iter().map(|c| (&c.party, c.distance_km, Pairs(&c.base_points))))
    }
}

impl Serialize for LinePoint {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if !s.is_human_readable() {
            return (self.lat, self.lon, self.kind, Bare(&self.controls)).serialize(s);
        }
        let mut out = s.serialize_struct("LinePoint", 5)?;
        out.serialize_field("lat", &self.lat)?;
        out.serialize_field("lon", &self.lon)?;
        out.serialize_field("kind", &self.kind)?;
        out.serialize_field("base_points", &BasePoints(&self.controls))?;
        out.serialize_field("distance_km", &Distances(&self.controls))?;
        out.end()
    }
}

/// A vertex as it is read.
#[derive(Deserialize)]
struct Raw {
    lat: f64,
    lon: f64,
    kind: PointKind,
    base_points: InOrder<Vec<[f64; 2]>>,
    distance_km: InOrder<Option<f64>>,
}

/// The same as programs read it.
type BareRaw = (f64, f64, PointKind, Vec<(Holder, f64, Vec<[f64; 2]>)>);

fn pairs(list: Vec<[f64; 2]>) -> Vec<LatLon> {
    list.into_iter().map(|[lat, lon]| LatLon::new(lat, lon)).collect()
}

impl<'de> Deserialize<'de> for LinePoint {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        if !d.is_human_readable() {
            let (lat, lon, kind, list) = BareRaw::deserialize(d)?;
            let control = |(party, distance_km, list)| Control {
                party,
                distance_km,
                base_points: pairs(list),
            };
            let mut controls: Vec<Control> = list.into_iter().map(control).collect();
            controls.shrink_to_fit();
            return Ok(Self { lat, lon, kind, controls });
        }
        let Raw { lat, lon, kind, base_points, distance_km } = Raw::deserialize(d)?;
        let control = |(party, list): (Holder, Vec<[f64; 2]>)| Control {
            party,
            distance_km: f64::NAN,
            base_points: pairs(list),
        };
        let mut controls: Vec<Control> = base_points.0.into_iter().map(control).collect();
        for (party, km) in distance_km.0 {
            let distance_km = km.unwrap_or(f64::NAN);
            match controls.iter_mut().find(|c| c.party == party) {
                Some(c) => c.distance_km = distance_km,
                None => controls.push(Control { party, distance_km, base_points: Vec::new() }),
            }
        }
        controls.shrink_to_fit();
        Ok(Self { lat, lon, kind, controls })
    }
}

/// The entries of a map in the order in which they stand.
struct InOrder<T>(Vec<(Holder, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for InOrder<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = InOrder<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map by party")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut a: A) -> Result<InOrder<T>, A::Error> {
        let mut out = Vec::new();
        while let Some(entry) = a.next_entry()? {
            out.push(entry);
        }
        Ok(InOrder(out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vertex_reads_as_it_was_written() {
        let text = r#"{"lat":1.5,"lon":2.0,"kind":"turning","base_points":{"B":[[1.0,0.0],[0.5,2.0]],"A":[[1.0,2.0]]},"distance_km":{"B":111.30265,"A":111.3}}"#;
        let point: LinePoint = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&point).unwrap(), text);
        assert_eq!(point.base_points_of("B").len(), 2);
        assert_eq!(point.distance_km("A"), Some(111.3));
        assert_eq!(point.distance_km("C"), None);
        assert!(point.base_points_of("C").is_empty());
        assert_eq!(point.parties().collect::<Vec<_>>(), ["B", "A"]);
    }

    #[test]
    fn a_distance_that_is_not_told_stays_so() {
        let text =
            r#"{"lat":0.0,"lon":0.0,"kind":"end","base_points":{"A":[]},"distance_km":{"A":null}}"#;
        let point: LinePoint = serde_json::from_str(text).unwrap();
        assert_eq!(point.distance_km("A"), None);
        assert_eq!(serde_json::to_string(&point).unwrap(), text);
        assert!(serde_json::from_str::<LinePoint>(r#"{"lat":0.0}"#).is_err());
    }
}
