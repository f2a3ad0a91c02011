//! Who a feature belongs to, and what the case calls them.

use std::collections::BTreeMap;

use littoral_geodesy::LatLon;
use littoral_model::{Finding, ShoreKind, params::did_you_mean};
use serde_json::Value;

use super::Wishes;
use super::text;
use crate::exchange::Feature;
use crate::exchange::feature::text as words;

/// Attributes that name a party, as data sets in use spell them.
const FIELDS: [&str; 12] = [
    "party", "ADM0_A3", "adm0_a3", "ISO_A3", "iso_a3", "SOV_A3", "sov_a3", "state", "country",
    "ADMIN", "admin", "name",
];

/// Most parties of a case made from a file.
const MOST: usize = 40;

/// Party of a feature as the file names it.
pub(super) fn of(feature: &Feature, field: Option<&str>) -> Option<String> {
    let get = |key: &str| feature.properties.get(key).map(words).map(|t| t.trim().to_owned());
    let found = match field {
        Some(field) => get(field),
        None => FIELDS.iter().find_map(|f| get(f).filter(|t| !t.is_empty() && t != "-99")),
    };
    found.filter(|t| !t.is_empty())
}

/// Why no feature has a party.
pub(super) fn nobody(file: &str, features: &[&Feature], field: Option<&str>) -> Finding {
    let mut known: Vec<&str> =
        features.iter().flat_map(|f| f.properties.keys()).map(String::as_str).collect();
    known.sort_unstable();
    known.dedup();
    let all = match known.is_empty() {
        true => "its features have no attributes".to_owned(),
        false => format!(
            "its attributes are: {}",
            known.iter().take(30).copied().collect::<Vec<_>>().join(", ")
        ),
    };
    let (text, help) = match field {
        Some(field) => (
            format!("no feature has a value for \"{field}\""),
            did_you_mean(field, known.iter().copied(), &all),
        ),
        None => (
            "no feature says whose coast it is".to_owned(),
            format!("name the attribute with --party-field; {all}"),
        ),
    };
    Finding::error("F400", text).at(file, "").help(help)
}

/// Names of the parties by id: `(id, name in the file)`, in the order of ids; `None`, and an error, of more than [`MOST`].
pub(super) fn names(
    file: &str,
    shores: &[(String, ShoreKind, Vec<Vec<LatLon>>)],
    log: &mut Vec<Finding>,
) -> Option<Vec<(String, String)>> {
    let mut found: Vec<&String> = shores.iter().map(|s| &s.0).collect();
    found.sort();
    found.dedup();
    if found.len() > MOST {
        let text = format!("{} parties touch this sea; a case has {MOST} at most", found.len());
        let help = "draw a smaller window with --window S,W,N,E, or name an attribute that several features share with --party-field";
        log.push(Finding::error("F407", text).at(file, "").help(help));
        return None;
    }
    let mut out: Vec<(String, String)> = Vec::new();
    for name in found {
        let mut id = code(name);
        let taken = |id: &str, out: &[(String, String)]| out.iter().any(|(known, _)| known == id);
        let mut k = 2;
        while taken(&id, &out) {
            id = format!("{}_{k}", code(name));
            k += 1;
        }
        out.push((id, name.clone()));
    }
    out.sort();
    Some(out)
}

/// Capital letters and digits of a name, letter first, at most nine; `PARTY` where there are none.
fn code(name: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric();
    let id: String = name.chars().filter(plain).take(9).collect::<String>().to_ascii_uppercase();
    let first = id.starts_with(|c: char| c.is_ascii_uppercase());
    match first && !matches!(id.as_str(), "COMMON" | "NONE" | "JOINT") {
        true => id,
        false => format!("P{}", if id.is_empty() { "ARTY".to_owned() } else { id }),
    }
}

/// Tables keep lists and tables as JSON text.
fn nested(value: &Value) -> Value {
    let found = value.as_str().and_then(|t| serde_json::from_str::<Value>(t).ok());
    found.filter(|v| v.is_array() || v.is_object()).unwrap_or_else(|| value.clone())
}

type Files = (BTreeMap<String, Vec<u8>>, Vec<String>);

/// Features that say their `kind` as a case does, with the parties that they name.
pub(super) fn of_a_case(
    file: &str,
    features: &[&Feature],
    wishes: &Wishes,
    log: &mut Vec<Finding>,
) -> Option<Files> {
    let field = wishes.party_field.as_deref().unwrap_or("party");
    let mut found: Vec<String> =
        features.iter().filter_map(|f| f.properties.get(field)).map(words).collect();
    found.sort();
    found.dedup();
    found.retain(|p| !p.is_empty());
    if found.is_empty() {
        log.push(nobody(file, features, Some(field)));
        return None;
    }
    let parties: Vec<(String, String)> = found.iter().map(|p| (code(p), p.clone())).collect();
    let feature = |f: &&Feature| -> Option<Feature> {
        let kind = f.properties.get("kind")?.clone();
        let mut out = Feature { shape: f.shape.clone(), ..Feature::default() };
        out.properties.insert("kind".into(), kind);
        for key in ["edge", "name", "between"] {
            if let Some(value) = f.properties.get(key).filter(|v| !v.is_null()) {
                out.properties.insert(key.into(), nested(value));
            }
        }
        // Tables write a pair as "AZE-IRN" and a name by language in columns.
        if let Some(pair) = out.properties.get("between").and_then(Value::as_str) {
            let pair: Vec<String> = pair.split('-').map(code).collect();
            out.properties.insert("between".into(), pair.into());
        }
        let languages =
            f.properties.iter().filter_map(|(k, v)| Some((k.strip_prefix("name_")?, v)));
        let names: serde_json::Map<String, Value> = languages
            .filter(|(_, v)| v.is_string())
            .map(|(k, v)| (k.to_owned(), v.clone()))
            .collect();
        if !names.is_empty() {
            out.properties.insert("name".into(), names.into());
        }
        if let Some(party) = f.properties.get(field).map(words).filter(|p| !p.is_empty()) {
            out.properties.insert("party".into(), code(&party).into());
        }
        Some(out)
    };
    let kept: Vec<Feature> = features.iter().filter_map(feature).collect();
    Some(text::of_features(kept, wishes, &parties))
}
