//! `positions.toml`: what each party asks for, dated, with source.

use littoral_model::{Case, Finding, Position};

use crate::tree::{Node, Source, Table};

use super::parties;

pub(super) fn read(
    source: &Source,
    root: &Node,
    case: &Case,
    log: &mut Vec<Finding>,
) -> Vec<Position> {
    let Some(file) = Table::new(source, "", root, log) else { return Vec::new() };
    let ids: Vec<String> = case.party_ids().map(str::to_owned).collect();
    let mut found: Vec<Position> = Vec::new();
    for table in file.tables("position", log) {
        let span = table.get("claim").map(|n| n.span).unwrap_or_default();
        let Some(position) = one(&table, &ids, log) else { continue };
        if position.claim && found.iter().any(|p| p.claim && p.party == position.party) {
            let id = ids.get(position.party).cloned().unwrap_or_default();
            let text = format!("{id} has two positions marked as the claim to show");
            let finding = Finding::error("F040", text).help("keep claim = true at one of them");
            log.push(table.finding(finding, "claim", span));
        }
        table.finish(log);
        found.push(position);
    }
    file.finish(log);
    found
}

fn one(table: &Table<'_>, ids: &[String], log: &mut Vec<Finding>) -> Option<Position> {
    let party = parties::required(table, "party", ids, log);
    let from = table.date("from", log);
    table.required("from", log);
    let (until, open) = until(table, log);
    if let (Some(from), Some(until)) = (&from, &until)
        && until.last < from.first
    {
        let text = format!("the position ends ({until}) before it begins ({from})");
        let span = table.get("until").map(|n| n.span).unwrap_or_default();
        log.push(table.finding(Finding::error("F041", text), "until", span));
    }
    let share_percent = share(table, log);
    let claim = table.flag("claim", log);
    if claim && share_percent.is_none() {
        let text = "the claim to show names no share";
        let span = table.get("claim").map(|n| n.span).unwrap_or_default();
        let finding = Finding::error("F042", text).help("add share_percent, or drop claim");
        log.push(table.finding(finding, "claim", span));
    }
    table.text_or_empty("note", log);
    let kinds = table.words("kinds", log);
    let text = table.text("text", log);
    let source = table.cited(log);
    Some(Position {
        party: party?,
        from: from?.to_string(),
        until: if open { "open".into() } else { until?.to_string() },
        kinds,
        text: text?,
        share_percent,
        claim,
        source,
    })
}

/// The last day, and whether the position is still open.
fn until(table: &Table<'_>, log: &mut Vec<Finding>) -> (Option<littoral_treaty::DateSpan>, bool) {
    match table.required("until", log).and_then(Node::text) {
        Some("open") => (None, true),
        _ => (table.date("until", log), false),
    }
}

/// A share of the sea in per cent.
fn share(table: &Table<'_>, log: &mut Vec<Finding>) -> Option<f64> {
    let share = table.number("share_percent", log)?;
    if (0.0..=100.0).contains(&share) {
        return Some(share);
    }
    let text = format!("a share of {share} per cent is not possible");
    let span = table.get("share_percent").map(|n| n.span).unwrap_or_default();
    log.push(table.finding(Finding::error("F043", text), "share_percent", span));
    None
}
