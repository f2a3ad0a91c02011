//! `[[norm]]`, `[[line]]`, `[[relation]]` and `[[stance]]` of an instrument.

use littoral_model::{Finding, params::did_you_mean};
use littoral_treaty::{
    Activity, Bearer, DrawnLine, Layer, Modality, Node as LineNode, Norm, Relation, RelationKind,
    Stance, StanceKind,
};

use crate::tree::Table;

use super::extent;
use crate::case::parties;

pub(crate) fn norms(file: &Table<'_>, states: &[String], log: &mut Vec<Finding>) -> Vec<Norm> {
    let mut found = Vec::new();
    for table in file.tables("norm", log) {
        found.extend(norm(&table, states, log));
        table.finish(log);
    }
    found
}

fn norm(table: &Table<'_>, states: &[String], log: &mut Vec<Finding>) -> Option<Norm> {
    let id = table.text("id", log);
    let bearer = bearer(table, states, log);
    let modality = table.choice("modality", &Modality::WORDS, log);
    let text = table.text("text", log);
    let optional =
        |key, log: &mut Vec<Finding>| Some(table.text_or_empty(key, log)).filter(|t| !t.is_empty());
    Some(Norm {
        activities: words(table, "activities", Activity::named, Activity::words, log),
        layers: words(table, "layers", Layer::named, Layer::words, log),
        extent: extent::read(table, log),
        condition: table.text_or_empty("condition", log),
        article: table.text_or_empty("article", log),
        from: table.date("from", log),
        until: table.date("until", log),
        until_event: optional("until_event", log),
        shares: shares(table, states, log),
        boundary: table.flag("boundary", log),
        objective: table.flag("objective", log),
        overlay: optional("overlay", log),
        model: table.text_or_empty("model", log),
        confidence: optional("confidence", log),
        id: id?,
        bearer: bearer?,
        modality: modality?,
        text: text?,
    })
}

fn bearer(table: &Table<'_>, states: &[String], log: &mut Vec<Finding>) -> Option<Bearer> {
    match table.required("bearer", log)?.text() {
        Some("parties") => Some(Bearer::Parties),
        Some("each") => Some(Bearer::Each),
        Some("third") => Some(Bearer::Third),
        Some(_) => {
            let k = parties::required(table, "bearer", states, log)?;
            Some(Bearer::States(states.get(k).cloned().into_iter().collect()))
        }
        None => {
            let list = parties::list(table, "bearer", states, log);
            let names: Vec<String> = list.iter().filter_map(|k| states.get(*k).cloned()).collect();
            (!names.is_empty()).then_some(Bearer::States(names))
        }
    }
}

/// One word of a tree.
pub(crate) fn word<T, I: Iterator<Item = &'static str>>(
    table: &Table<'_>,
    key: &'static str,
    named: fn(&str) -> Option<T>,
    all: fn() -> I,
    log: &mut Vec<Finding>,
) -> Option<T> {
    let text = table.text(key, log)?;
    let found = named(&text);
    if found.is_none() {
        let span = table.get(key).map(|n| n.span).unwrap_or_default();
        let rest = format!("known are: {}", all().collect::<Vec<_>>().join(", "));
        let help = did_you_mean(&text, all(), &rest);
        let text = format!("{key} cannot be \"{text}\"");
        log.push(table.finding(Finding::error("F063", text).help(help), key, span));
    }
    found
}

fn words<T, I: Iterator<Item = &'static str>>(
    table: &Table<'_>,
    key: &'static str,
    named: fn(&str) -> Option<T>,
    all: fn() -> I,
    log: &mut Vec<Finding>,
) -> Vec<T> {
    table.required(key, log);
    let mut found = Vec::new();
    for (word, span) in table.texts(key, log) {
        let Some(known) = named(&word) else {
            let rest = format!("known are: {}", all().collect::<Vec<_>>().join(", "));
            let help = did_you_mean(&word, all(), &rest);
            let text = format!("{key} cannot be \"{word}\"");
            log.push(table.finding(Finding::error("F063", text).help(help), key, span));
            continue;
        };
        found.push(known);
    }
    found
}

fn shares(
    table: &Table<'_>,
    states: &[String],
    log: &mut Vec<Finding>,
) -> Vec<(String, littoral_treaty::Fraction)> {
    let Some(own) = table.table("shares", log) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in own.entries() {
        let text = entry.node.text().unwrap_or_default();
        match (states.contains(&entry.key), text.parse()) {
            (true, Ok(share)) => found.push((entry.key.clone(), share)),
            (false, _) => {
                let text = format!("{} is no party of this case", entry.key);
                log.push(own.finding(Finding::error("F064", text), "", entry.key_span));
            }
            (_, Err(why)) => {
                log.push(own.finding(Finding::error("F064", why), "", entry.node.span));
            }
        }
    }
    found
}

pub(crate) fn lines(file: &Table<'_>, states: &[String], log: &mut Vec<Finding>) -> Vec<DrawnLine> {
    let mut found = Vec::new();
    for table in file.tables("line", log) {
        found.extend(line(&table, states, log));
        table.finish(log);
    }
    found
}

fn line(table: &Table<'_>, states: &[String], log: &mut Vec<Finding>) -> Option<DrawnLine> {
    let id = table.text("id", log);
    let pair = table.get("between").map(|_| parties::list(table, "between", states, log));
    let between = pair.and_then(|p| match p[..] {
        [a, b] => Some([states.get(a)?.clone(), states.get(b)?.clone()]),
        _ => None,
    });
    let mut nodes: Vec<LineNode> = extent::places(table, "points", log)
        .unwrap_or_default()
        .into_iter()
        .map(LineNode::at)
        .collect();
    for (text, span) in table.texts("termini", log) {
        match text.split_once('-') {
            Some((a, b)) if states.iter().any(|s| s == a) && states.iter().any(|s| s == b) => {
                nodes.push(LineNode::Terminus(a.to_owned(), b.to_owned()));
            }
            _ => {
                let text = format!("\"{text}\" does not name a terminus");
                let finding = Finding::error("F065", text).help("write two parties: AZE-IRN");
                log.push(table.finding(finding, "termini", span));
            }
        }
    }
    if nodes.is_empty() {
        let finding = Finding::error("F065", "the line has no point").help("add points or termini");
        log.push(table.finding(finding, "points", table.node.span));
        return None;
    }
    let complete = table.flag("complete", log);
    Some(DrawnLine { id: id?, between, nodes, complete, text: table.text_or_empty("text", log) })
}

pub(crate) fn relations(file: &Table<'_>, log: &mut Vec<Finding>) -> Vec<Relation> {
    let mut found = Vec::new();
    for table in file.tables("relation", log) {
        let kind = table.choice("kind", &RelationKind::WORDS, log);
        let to = table.text("to", log);
        let text = table.text_or_empty("text", log);
        table.finish(log);
        if let (Some(kind), Some(to)) = (kind, to) {
            found.push(Relation { kind, to, text });
        }
    }
    found
}

pub(crate) fn stances(
    file: &Table<'_>,
    owner: &str,
    states: &[String],
    log: &mut Vec<Finding>,
) -> Vec<Stance> {
    let mut found = Vec::new();
    for table in file.tables("stance", log) {
        let party = parties::required(&table, "party", states, log);
        let kind = table.choice("kind", &StanceKind::WORDS, log);
        let target = table.text_or_empty("target", log);
        let layers = match table.get("layers") {
            Some(_) => words(&table, "layers", Layer::named, Layer::words, log),
            None => Vec::new(),
        };
        let overlay = Some(table.text_or_empty("overlay", log)).filter(|o| !o.is_empty());
        let (from, until) = (table.date("from", log), table.date("until", log));
        let known = table.date("known", log);
        let text = table.text_or_empty("text", log);
        let source = table.cited(log);
        table.finish(log);
        let (Some(party), Some(kind)) = (party.and_then(|k| states.get(k)), kind) else { continue };
        let target = if target.is_empty() { owner.to_owned() } else { target };
        let party = party.clone();
        found.push(Stance {
            party,
            target,
            kind,
            layers,
            from,
            known,
            until,
            overlay,
            text,
            source,
        });
    }
    found
}
