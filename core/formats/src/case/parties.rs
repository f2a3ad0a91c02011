//! Party ids as other files name them.

use littoral_model::{Finding, params::did_you_mean};

use crate::tree::{Span, Table};

/// Index of a party by id, or a finding at the field.
pub(super) fn index(
    table: &Table<'_>,
    key: &str,
    (id, span): (&str, Span),
    ids: &[String],
    log: &mut Vec<Finding>,
) -> Option<usize> {
    let found = ids.iter().position(|p| p == id);
    if found.is_none() {
        let text = format!("{id} is no party of this case");
        let all = format!("the parties are: {}", ids.join(", "));
        let help = did_you_mean(id, ids.iter().map(String::as_str), &all);
        log.push(table.finding(Finding::error("F030", text).help(help), key, span));
    }
    found
}

/// The text field `key` as a party.
pub(super) fn required(
    table: &Table<'_>,
    key: &'static str,
    ids: &[String],
    log: &mut Vec<Finding>,
) -> Option<usize> {
    let id = table.text(key, log)?;
    let span = table.get(key)?.span;
    index(table, key, (&id, span), ids, log)
}

/// The list field `key` as parties.
pub(super) fn list(
    table: &Table<'_>,
    key: &'static str,
    ids: &[String],
    log: &mut Vec<Finding>,
) -> Vec<usize> {
    let texts = table.texts(key, log);
    texts.iter().filter_map(|(id, span)| index(table, key, (id, *span), ids, log)).collect()
}
