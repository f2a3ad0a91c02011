//! `ledger.toml`: meetings, topics, stated shares, and how much is said to be agreed.

use littoral_model::Finding;
use littoral_treaty::ledger::{AgreedClaim, Happening, Ledger, ShareClaim, Topic};
use littoral_treaty::{Activity, Layer};

use super::law::word;
use super::parties;
use crate::tree::{Node, Source, Table};

/// The file.
pub(super) fn read(source: &Source, root: &Node, ids: &[String], log: &mut Vec<Finding>) -> Ledger {
    let mut ledger = Ledger::default();
    let Some(file) = Table::new(source, "", root, log) else { return ledger };
    ledger.mid_sea = file.table("mid_sea", log).and_then(|t| {
        let place = (t.number("lat", log), t.number("lon", log));
        t.finish(log);
        Some((place.0?, place.1?))
    });
    for table in file.tables("event", log) {
        event(&table, &mut ledger, log);
        table.finish(log);
    }
    for table in file.tables("topic", log) {
        ledger.topics.extend(topic(&table, log));
        table.finish(log);
    }
    for table in file.tables("share", log) {
        ledger.shares.extend(share(&table, ids, log));
        table.finish(log);
    }
    for table in file.tables("agreed", log) {
        table.required("date", log);
        let (percent, date) = (percent(&table, log), table.date("date", log));
        let text = table.text_or_empty("text", log);
        let source = table.cited(log);
        table.finish(log);
        if let (Some(percent), Some(date)) = (percent, date) {
            ledger.agreed.push(AgreedClaim { percent, date, text, source });
        }
    }
    file.finish(log);
    ledger
}

fn event(table: &Table<'_>, ledger: &mut Ledger, log: &mut Vec<Finding>) {
    let span = table.get("date").map(|n| n.span).unwrap_or_default();
    table.required("date", log);
    let (date, text) = (table.date("date", log), table.text("text", log));
    let number = table.number("number", log).filter(|n| *n >= 0.0 && *n < 1e6).map(|n| n as u32);
    let (id, kind) = (table.text("id", log), table.text("kind", log));
    let (place, topics) = (table.text_or_empty("place", log), table.words("topics", log));
    let source = table.cited(log);
    let (Some(id), Some(kind), Some(date), Some(text)) = (id, kind, date, text) else { return };
    if let Some(last) = ledger.events.last().filter(|l| date.first < l.date.first) {
        let text = format!("the event of {date} stands after that of {}", last.date);
        log.push(table.finding(Finding::error("F052", text), "date", span));
    }
    ledger.events.push(Happening { id, date, kind, number, place, text, topics, source });
}

fn topic(table: &Table<'_>, log: &mut Vec<Finding>) -> Option<Topic> {
    let (id, name) = (table.text("id", log), table.text("name", log));
    let layer = word(table, "layer", Layer::named, Layer::words, log);
    let activity = word(table, "activity", Activity::named, Activity::words, log);
    let named = table.flag("named", log);
    Some(Topic { id: id?, name: name?, layer: layer?, activity: activity?, named })
}

fn share(table: &Table<'_>, ids: &[String], log: &mut Vec<Finding>) -> Option<ShareClaim> {
    let statement = table.text("statement", log);
    let party = parties::required(table, "party", ids, log);
    table.required("date", log);
    let (percent, date) = (percent(table, log), table.date("date", log));
    let floor = table.flag("floor", log);
    let source = table.cited(log);
    let party = ids.get(party?)?.clone();
    Some(ShareClaim { statement: statement?, party, percent: percent?, floor, date: date?, source })
}

fn percent(table: &Table<'_>, log: &mut Vec<Finding>) -> Option<f64> {
    table.required("percent", log);
    let percent = table.number("percent", log)?;
    if (0.0..=100.0).contains(&percent) {
        return Some(percent);
    }
    let span = table.get("percent").map(|n| n.span).unwrap_or_default();
    let text = format!("a share of {percent} per cent is not possible");
    log.push(table.finding(Finding::error("F043", text), "percent", span));
    None
}
