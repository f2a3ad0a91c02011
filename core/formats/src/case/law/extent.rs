//! Spatial expressions: `extent = "whole"`, `extent = { belt = "own", to_nm = 10 }` and so on.

use littoral_geodesy::LatLon;
use littoral_model::Finding;
use littoral_treaty::{Extent, Whose};

use crate::tree::{Node, Table, Value};

/// Deepest nesting of one expression.
const DEEPEST: usize = 8;
/// The words of which each expression has exactly one.
const FORMS: [&str; 9] =
    ["belt", "sector", "side", "near", "polygon", "deposit", "either", "both", "minus"];

/// The extent of a norm; the whole sea if it names none.
pub(super) fn read(table: &Table<'_>, log: &mut Vec<Finding>) -> Extent {
    match table.get("extent") {
        None => Extent::Whole,
        Some(node) => expression(table, node, 0, log).unwrap_or(Extent::Whole),
    }
}

fn expression(
    owner: &Table<'_>,
    node: &Node,
    depth: usize,
    log: &mut Vec<Finding>,
) -> Option<Extent> {
    let mut refuse = |text: &str| {
        let finding = Finding::error("F060", text);
        let help = format!(
            "write extent = \"whole\", or a table with one of: {}, unknown",
            FORMS.join(", ")
        );
        log.push(owner.finding(finding.help(help), "extent", node.span));
        None
    };
    if depth > DEEPEST {
        return refuse("the extent is nested too deeply");
    }
    if let Some(word) = node.text() {
        return if word == "whole" { Some(Extent::Whole) } else { refuse("this is no extent") };
    }
    let forms = node.entries().map(|all| {
        let known = |k: &str| k == "unknown" || FORMS.contains(&k);
        all.iter().filter(|e| known(&e.key)).count()
    });
    if forms != Some(1) {
        return refuse("an extent has exactly one form");
    }
    let table = Table::new(owner.source, format!("{}.extent", owner.place), node, log)?;
    let found = form(&table, depth, log);
    table.finish(log);
    found
}

fn form(table: &Table<'_>, depth: usize, log: &mut Vec<Finding>) -> Option<Extent> {
    let has = |key| table.get(key).is_some();
    if has("belt") {
        let of = whose(table, "belt", log)?;
        let from_nm = table.number("from_nm", log).unwrap_or(0.0);
        let to_nm = table.number("to_nm", log);
        let ordered = from_nm >= 0.0 && to_nm.is_none_or(|to| to > from_nm);
        if !ordered {
            let span = table.node.span;
            let text = "a belt goes from a lesser to a greater distance";
            log.push(table.finding(Finding::error("F061", text), "to_nm", span));
        }
        return ordered.then_some(Extent::Belt { of, from_nm, to_nm });
    }
    if has("sector") {
        let way = table.text("sector", log)?;
        let of = if has("of") { whose(table, "of", log)? } else { Whose::Own };
        let facing = if has("facing") { Some(whose(table, "facing", log)?) } else { None };
        return Some(Extent::Sector { way, of, facing });
    }
    if has("side") {
        let line = table.text("side", log)?;
        let left = table.choice("hand", &[("left", true), ("right", false)], log)?;
        return Some(Extent::Side { line, left });
    }
    if has("near") {
        let line = table.text("near", log)?;
        table.required("within_nm", log);
        return Some(Extent::Near { line, within_nm: table.number("within_nm", log)? });
    }
    if has("polygon") {
        return places(table, "polygon", log).map(Extent::Polygon);
    }
    if has("deposit") {
        return table.text("deposit", log).map(Extent::Deposit);
    }
    if has("unknown") {
        return table.text("unknown", log).map(Extent::Unknown);
    }
    compound(table, depth, log)
}

fn compound(table: &Table<'_>, depth: usize, log: &mut Vec<Finding>) -> Option<Extent> {
    for key in ["either", "both", "minus"] {
        let Some(node) = table.get(key) else { continue };
        let Some(items) = node.list().filter(|l| !l.is_empty()) else {
            let text = format!("{key} is not a list of extents");
            log.push(table.finding(Finding::error("F060", text), key, node.span));
            return None;
        };
        let mut parts: Vec<Extent> =
            items.iter().filter_map(|n| expression(table, n, depth + 1, log)).collect();
        if parts.len() != items.len() {
            return None;
        }
        return match key {
            "either" => Some(Extent::Either(parts)),
            "both" => Some(Extent::Both(parts)),
            _ if parts.len() == 2 => {
                let b = parts.pop()?;
                Some(Extent::Minus(Box::new(parts.pop()?), Box::new(b)))
            }
            _ => {
                let text = "minus takes two extents: all of the first that is not in the second";
                log.push(table.finding(Finding::error("F060", text), key, node.span));
                None
            }
        };
    }
    None
}

fn whose(table: &Table<'_>, key: &'static str, log: &mut Vec<Finding>) -> Option<Whose> {
    Some(match table.text(key, log)?.as_str() {
        "own" => Whose::Own,
        "other" => Whose::Other,
        "any" => Whose::Any,
        id => Whose::State(id.to_owned()),
    })
}

/// A list of `[latitude, longitude]` in degrees.
pub(super) fn places(
    table: &Table<'_>,
    key: &'static str,
    log: &mut Vec<Finding>,
) -> Option<Vec<LatLon>> {
    let node = table.get(key)?;
    let number = |n: &Node| match n.value {
        Value::Number(x) if x.is_finite() => Some(x),
        _ => None,
    };
    let place = |n: &Node| {
        let [lat, lon] = n.list()? else { return None };
        LatLon::new(number(lat)?, number(lon)?).check().ok()
    };
    let places: Option<Vec<LatLon>> = node.list().map(|l| l.iter().map(place).collect())?;
    if places.is_none() {
        let text = format!("{key} is not a list of places");
        let help = "write [[42.56, 49.888], [41.54, 50.943]]: latitude first, in degrees";
        log.push(table.finding(Finding::error("F062", text).help(help), key, node.span));
    }
    places
}
