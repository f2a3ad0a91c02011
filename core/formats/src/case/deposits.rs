//! `deposits.geojson`: deposits with or without a known place.

use littoral_model::{Case, Deposit, Finding};

use crate::geojson::read::{self, Feature};
use crate::geojson::shape::Shape;
use crate::tree::{Node, Source, Span, Table};

use super::parties;

pub(super) fn read(
    source: &Source,
    root: &Node,
    case: &Case,
    log: &mut Vec<Finding>,
) -> Vec<Deposit> {
    let ids: Vec<String> = case.party_ids().map(str::to_owned).collect();
    let mut found: Vec<Deposit> = Vec::new();
    for feature in read::features(source, root, log) {
        let Some((deposit, span)) = one(source, &feature, &ids, log) else { continue };
        if found.iter().any(|d| d.id == deposit.id) {
            let text = format!("there are two deposits {}", deposit.id);
            let place = read::label(feature.number, feature.properties);
            let finding = Finding::error("F090", text).at("", place).help("give each its own id");
            log.push(source.show(finding, span, None));
            continue;
        }
        found.push(deposit);
    }
    found
}

fn one(
    source: &Source,
    feature: &Feature<'_>,
    ids: &[String],
    log: &mut Vec<Finding>,
) -> Option<(Deposit, Span)> {
    let place = read::label(feature.number, feature.properties);
    let table = Table::new(source, place.as_str(), feature.properties?, log)?;
    let id = table.text("id", log);
    let names = table.words("names", log);
    let claimants = parties::list(&table, "claimants", ids, log);
    let status = table.text_or_empty("status", log);
    let cited = table.cited(log);
    let value = positive(&table, "value", log);
    let area_km2 = positive(&table, "area_km2", log);
    // A deposit with several printed points is shown at the first.
    let at = match &feature.shape {
        Some(Shape::Points(points)) => points.first().map(|v| v.at),
        _ => None,
    };
    if let Some(at) = at
        && let Err(why) = at.check()
    {
        let span = feature.node.get("geometry").map(|n| n.span).unwrap_or_default();
        log.push(table.finding(Finding::error("F091", why), "", span));
    }
    let span = table.get("id")?.span;
    Some((Deposit { id: id?, names, claimants, at, value, area_km2, status, source: cited }, span))
}

/// A number of 0 or more, where there is one.
fn positive(table: &Table<'_>, key: &'static str, log: &mut Vec<Finding>) -> Option<f64> {
    let value = table.number(key, log)?;
    if value >= 0.0 && value.is_finite() {
        return Some(value);
    }
    let text = format!("{key} is {value}; it is 0 or more");
    let span = table.get(key).map(|n| n.span).unwrap_or_default();
    log.push(table.finding(Finding::error("F092", text), key, span));
    None
}
