//! S-121-structured GML as features: zones, limits and points of a register that littoral wrote.
//!
//! What a register says beyond geometry (parties, rights, sources) has no place in a table of features; it is
//! counted and said. Writing needs the division or the law itself: see [`crate::s121`].

use std::collections::BTreeMap;

use littoral_geodesy::LatLon;
use littoral_model::Finding;
use serde_json::{Map, Value, json};

use super::Reading;
use super::feature::{Collection, Feature, Shape};
use crate::s121::{self, Limit, Location, Register, Zone};

/// Reads one register.
pub(super) fn read(file: &str, bytes: &[u8]) -> Reading {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let text = "the file is not text in UTF-8";
        return Reading::refused(Finding::error("F390", text).at(file, ""));
    };
    let register = match s121::read(file, text) {
        Ok(register) => register,
        Err(findings) => return Reading { findings, ..Reading::default() },
    };
    let mut out = Reading { collection: collection(&register), ..Reading::default() };
    let others = register.rights.len() + register.sources.len() + register.parties.len();
    if others > 0 {
        let text = format!("{others} parties, rights and sources are no features; left out");
        out.findings.push(Finding::warning("F391", text).at(file, ""));
    }
    out
}

/// Zones, limits and locations as layers; points that only keep a line on its curve are the line's.
fn collection(register: &Register) -> Collection {
    let mut out = Collection {
        name: register.title.clone(),
        date: register.date.clone(),
        ..Collection::default()
    };
    let at: BTreeMap<&str, LatLon> =
        register.locations.iter().map(|l| (l.id.as_str(), place(l.at))).collect();
    for zone in &register.zones {
        out.push("zones", surface(zone));
    }
    for limit in &register.limits {
        out.push("limits", line(limit, &at));
    }
    for location in register.locations.iter().filter(|l| l.role != "curve") {
        out.push("locations", point(location));
    }
    out
}

fn surface(zone: &Zone) -> Feature {
    let ring = |ring: &Vec<[f64; 2]>| {
        let mut places: Vec<LatLon> = ring.iter().map(|p| place(*p)).collect();
        // A ring of GML repeats its first place, ours do not.
        if places.len() > 1 && places.first() == places.last() {
            places.pop();
        }
        places
    };
    let polygons = zone.surfaces.iter().map(|rings| rings.iter().map(ring).collect()).collect();
    Feature {
        shape: (!zone.surfaces.is_empty()).then_some(Shape::Polygons(polygons)),
        properties: table(json!({
            "kind": "zone", "id": zone.id, "label": zone.label, "status": zone.status,
            "domains": zone.domains.join(" "), "unit": zone.unit, "limits": zone.limits.join(" "),
            "area_km2": zone.area_km2,
        })),
        ..Feature::default()
    }
}

fn line(limit: &Limit, at: &BTreeMap<&str, LatLon>) -> Feature {
    let places: Vec<LatLon> =
        limit.locations.iter().filter_map(|id| at.get(id.as_str()).copied()).collect();
    Feature {
        shape: (!places.is_empty()).then(|| Shape::Lines(vec![places])),
        properties: table(json!({
            "kind": "limit", "id": limit.id, "label": limit.label, "nature": limit.kind,
            "status": limit.status,
        })),
        ..Feature::default()
    }
}

fn point(location: &Location) -> Feature {
    Feature {
        shape: Some(Shape::Points(vec![place(location.at)])),
        properties: table(json!({
            "kind": "location", "id": location.id, "label": location.label, "role": location.role,
        })),
        ..Feature::default()
    }
}

fn place([lat, lon]: [f64; 2]) -> LatLon {
    LatLon::new(lat, lon)
}

fn table(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
