//! `instruments/*.toml`: one instrument a file.

use littoral_model::Finding;
use littoral_treaty::{DateSpan, Event, EventKind, Instrument, InstrumentKind, ZoneHeader};

use crate::bundle::CaseBundle;
use crate::tree::{Entry, Node, Source, Table, toml};

use super::{law, load, parties};

pub(super) fn read(
    bundle: &CaseBundle,
    folder: &str,
    states: &[String],
    log: &mut Vec<Finding>,
) -> Vec<Instrument> {
    let prefix = format!("{}/", folder.trim_end_matches('/'));
    let mut found: Vec<Instrument> = Vec::new();
    let files = || bundle.files.keys().filter(|n| n.starts_with(&prefix) && n.ends_with(".toml"));
    for name in files() {
        let Some((source, root)) = load(bundle, name, toml::parse, log) else { continue };
        let Some(instrument) = one(&source, &root, states, log) else { continue };
        if let Some(first) = found.iter().find(|i| i.id == instrument.id) {
            let text = format!("there are two instruments {}", instrument.id);
            let help = format!("the other one is {}", first.origin);
            let finding = Finding::error("F050", text).at("", "instrument.id").help(help);
            let id = root.get("instrument").and_then(|t| t.get("id")).unwrap_or(&root);
            log.push(source.show(finding, id.span, None));
            continue;
        }
        found.push(instrument);
    }
    // Files that could not be read have their own findings.
    if files().next().is_none() {
        let text =
            format!("the case names the folder {folder} for instruments, but there is none in it");
        log.push(Finding::warning("F051", text).at(&bundle.shown("case.toml"), "case.instruments"));
    }
    found
}

fn one(
    source: &Source,
    root: &Node,
    states: &[String],
    log: &mut Vec<Finding>,
) -> Option<Instrument> {
    let file = Table::new(source, "", root, log)?;
    file.required("instrument", log)?;
    let table = file.table("instrument", log)?;
    let signed = table.date("signed", log);
    let events = events(&file, states, signed.as_ref(), log);
    let members = parties::list(&table, "parties", states, log);
    let proposer = parties::list(&table, "proposer", states, log);
    let names =
        |indices: &[usize]| indices.iter().filter_map(|&k| states.get(k).cloned()).collect();
    let id = table.text("id", log);
    let title = table.text("title", log);
    let kind = table.choice("kind", &InstrumentKind::WORDS, log);
    table.required("binding", log);
    let own = id.clone().unwrap_or_default();
    let instrument = Instrument {
        id: id.unwrap_or_default(),
        title: title.unwrap_or_default(),
        kind: kind.unwrap_or(InstrumentKind::Treaty),
        binding: table.flag("binding", log),
        parties: names(&members),
        proposer: names(&proposer),
        signed,
        known: table.date("known", log),
        place: table.text_or_empty("place", log),
        layers: table.words("layers", log),
        state: table.text_or_empty("state", log),
        as_of: table.date("as_of", log),
        method: table.text_or_empty("method", log),
        line_length_nm: table.number("line_length_nm", log),
        contents: table.words("contents", log),
        norms: law::norms(&file, states, log),
        lines: law::lines(&file, states, log),
        relations: law::relations(&file, log),
        stances: law::stances(&file, &own, states, log),
        reservations: law::reservations(&file, states, log),
        zones: zones(&file, log),
        shares: pairs(&file, "shares", log, |node| node.text().map(str::to_owned)),
        deposits: pairs(&file, "deposits", log, texts),
        events,
        note: table.text_or_empty("note", log),
        source: table.cited(log),
        origin: source.file.clone(),
    };
    table.finish(log);
    file.finish(log);
    (!instrument.id.is_empty()).then_some(instrument)
}

fn events(
    file: &Table<'_>,
    states: &[String],
    signed: Option<&DateSpan>,
    log: &mut Vec<Finding>,
) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for table in file.tables("event", log) {
        let span = table.get("date").map(|n| n.span).unwrap_or_default();
        table.required("date", log);
        let date = table.date("date", log);
        let kind = table.choice("kind", &EventKind::WORDS, log);
        let party =
            table.get("party").and_then(|_| parties::required(&table, "party", states, log));
        let confidence = table.text_or_empty("confidence", log);
        let text = table.text("text", log).unwrap_or_default();
        let known = table.date("known", log);
        if let (Some(date), Some(kind)) = (date, kind) {
            if let Some(why) = disorder(&date, found.last().map(|e| &e.date), signed) {
                log.push(table.finding(Finding::error("F052", why), "date", span));
            }
            let party = party.and_then(|k| states.get(k).cloned());
            let confidence = (!confidence.is_empty()).then_some(confidence);
            found.push(Event { date, kind, party, text, known, confidence });
        }
        table.finish(log);
    }
    found
}

/// Why a date cannot follow what is before it.
fn disorder(
    date: &DateSpan,
    before: Option<&DateSpan>,
    signed: Option<&DateSpan>,
) -> Option<String> {
    if let Some(signed) = signed
        && date.last < signed.first
    {
        return Some(format!("the event of {date} lies before the signature of {signed}"));
    }
    let before = before.filter(|b| date.first < b.first)?;
    Some(format!("the event of {date} stands after that of {before}"))
}

fn zones(file: &Table<'_>, log: &mut Vec<Finding>) -> Vec<ZoneHeader> {
    let mut found = Vec::new();
    for table in file.tables("zone", log) {
        found.push(ZoneHeader {
            name: table.text("name", log).unwrap_or_default(),
            width_nm: table.number("width_nm", log),
            beyond: table.text_or_empty("beyond", log),
            locator: table.text_or_empty("locator", log),
            rule: table.text_or_empty("rule", log),
        });
        table.finish(log);
    }
    found
}

/// The members of a table, converted.
fn pairs<T>(
    file: &Table<'_>,
    key: &'static str,
    log: &mut Vec<Finding>,
    convert: fn(&Node) -> Option<T>,
) -> Vec<(String, T)> {
    let Some(table) = file.table(key, log) else { return Vec::new() };
    let pair = |e: &Entry| Some((e.key.clone(), convert(&e.node)?));
    table.entries().iter().filter_map(pair).collect()
}

fn texts(node: &Node) -> Option<Vec<String>> {
    node.list().map(|items| items.iter().filter_map(|n| n.text().map(str::to_owned)).collect())
}
