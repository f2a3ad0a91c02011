//! A user's own coast as a new case.
//!
//! Takes what people have: land as polygons with a country each (the sea is what they leave between them),
//! coasts as lines, base points, or features that already say their `kind` as a case does. The parties are
//! the countries that the sea touches; where two coasts meet is a land-boundary terminus.

mod coasts;
mod land;
mod parties;
mod text;

use std::collections::BTreeMap;

use littoral_geodesy::LatLon;
use littoral_model::{Finding, Severity, ShoreKind};

use crate::bundle::CaseBundle;
use crate::case::read_case;
use crate::exchange::{Collection, Feature, Shape};

/// What the user says beside the file.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Id of the new case (`my-sea`).
    pub id: String,
    /// Attribute that names the party of a feature; else the usual ones are tried.
    pub party_field: Option<String>,
    /// A place in the sea, where land leaves several.
    pub sea: Option<LatLon>,
    /// South, west, north and east of the waters in question.
    pub window: Option<[f64; 4]>,
    /// Where the coast comes from, for maps.
    pub source: String,
}

/// A new case in memory, and what there is to say about it.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Its files; empty if there is an error.
    pub bundle: CaseBundle,
    /// Ids of the parties in order.
    pub parties: Vec<String>,
    /// Errors, doubts and notes.
    pub findings: Vec<Finding>,
}

/// The sea and its shores, before they are written.
#[derive(Debug, Clone, Default)]
struct Sketch {
    /// Rings of the sea, outer first.
    sea: Vec<Vec<LatLon>>,
    /// Does the sea end at its coasts on every side?
    closed: bool,
    /// Party (as the file names it), kind and lines of each shore.
    shores: Vec<(String, ShoreKind, Vec<Vec<LatLon>>)>,
}

/// Kinds that a feature of a case may say.
const KINDS: [&str; 8] =
    ["sea", "window", "coast", "islands", "baseline", "base_points", "terminus", "excluded"];

/// Makes a case of a file's features. The result has been read and checked like any other case.
#[must_use]
pub fn import(file: &str, collection: &Collection, wishes: &Wishes) -> Import {
    let mut log = Vec::new();
    let features: Vec<&Feature> = collection.layers.iter().flat_map(|l| &l.features).collect();
    let made = match features.iter().any(|f| is_of_a_case(f)) {
        true => parties::of_a_case(file, &features, wishes, &mut log),
        false => sketch(file, &features, wishes, &mut log).and_then(|s| {
            let names = parties::names(file, &s.shores, &mut log)?;
            Some(text::files(&s, wishes, &names))
        }),
    };
    let mut out = Import { findings: log, ..Import::default() };
    if let Some((files, parties)) = made
        && !failed(&out.findings)
    {
        out.bundle = CaseBundle { name: wishes.id.clone(), files };
        out.parties = parties;
        out.findings.extend(read_case(&out.bundle, &[]).findings);
    }
    out.findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    if failed(&out.findings) {
        out.bundle.files = BTreeMap::new();
    }
    out
}

fn failed(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Error)
}

fn is_of_a_case(feature: &Feature) -> bool {
    let kind = feature.properties.get("kind").and_then(serde_json::Value::as_str);
    kind.is_some_and(|k| KINDS.contains(&k))
}

/// Land, coasts and base points of the file as a sea with shores.
fn sketch(
    file: &str,
    features: &[&Feature],
    wishes: &Wishes,
    log: &mut Vec<Finding>,
) -> Option<Sketch> {
    let mut owned: Vec<(String, &Shape)> = Vec::new();
    let mut nameless = 0;
    for feature in features {
        let Some(shape) = &feature.shape else { continue };
        match parties::of(feature, wishes.party_field.as_deref()) {
            Some(party) => owned.push((party, shape)),
            None => nameless += 1,
        }
    }
    if owned.is_empty() {
        log.push(parties::nobody(file, features, wishes.party_field.as_deref()));
        return None;
    }
    if nameless > 0 {
        let (features, are) =
            if nameless == 1 { ("feature names", "is") } else { ("features name", "are") };
        let text = format!("{nameless} {features} no party and {are} left out");
        log.push(Finding::warning("F401", text).at(file, ""));
    }
    let land: Vec<(String, &Vec<Vec<LatLon>>)> = owned
        .iter()
        .filter_map(|(party, shape)| match shape {
            Shape::Polygons(p) => Some(p.iter().map(|p| (party.clone(), p)).collect::<Vec<_>>()),
            _ => None,
        })
        .flatten()
        .collect();
    let others = owned.iter().filter(|(_, s)| !matches!(s, Shape::Polygons(_))).count();
    if !land.is_empty() && others > 0 {
        let (features, are) = if others == 1 { ("feature", "is") } else { ("features", "are") };
        let text = format!("{others} {features} of lines or points {are} left out beside the land");
        let help = "land is polygons; coasts as lines or base points go into a file of their own";
        log.push(Finding::warning("F406", text).at(file, "").help(help));
    }
    match land.is_empty() {
        false => land::sketch(file, &land, wishes, log),
        true => coasts::sketch(file, &owned, wishes, log),
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod window_tests;
