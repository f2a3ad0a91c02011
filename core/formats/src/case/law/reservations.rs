//! `[[reservation]]` of an instrument.

use littoral_model::Finding;
use littoral_treaty::{Effect, Reservation};

use crate::case::parties;
use crate::tree::Table;

pub(crate) fn reservations(
    file: &Table<'_>,
    states: &[String],
    log: &mut Vec<Finding>,
) -> Vec<Reservation> {
    let mut found = Vec::new();
    for table in file.tables("reservation", log) {
        found.extend(one(&table, states, log));
        table.finish(log);
    }
    found
}

fn one(table: &Table<'_>, states: &[String], log: &mut Vec<Finding>) -> Option<Reservation> {
    let party = parties::required(table, "party", states, log);
    let effect = table.choice("effect", &Effect::WORDS, log);
    let refused = parties::list(table, "refused_by", states, log);
    let names = |k: &usize| states.get(*k).cloned();
    let reservation = Reservation {
        party: party.and_then(|k| states.get(k)).cloned().unwrap_or_default(),
        norms: table.words("norms", log),
        effect: effect.unwrap_or(Effect::Excludes),
        from: table.date("from", log),
        until: table.date("until", log),
        known: table.date("known", log),
        refused_by: refused.iter().filter_map(names).collect(),
        text: table.text("text", log).unwrap_or_default(),
        source: table.cited(log),
    };
    (party.is_some() && effect.is_some()).then_some(reservation)
}
