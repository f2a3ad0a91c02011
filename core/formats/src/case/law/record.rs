//! `law.toml`: succession, ways of dividing, lines, overlays, procedures.

use littoral_model::{Case, Finding, Severity};
use littoral_treaty::{Instrument, Overlay, Procedure, Record, Succession, Way, WayKind};

use super::norms::lines;
use crate::bundle::CaseBundle;
use crate::case::parties;
use crate::tree::{Node, Source, Table, toml};

/// How near a limit is doubtful if the file does not say, nautical miles.
const NEAR_NM: f64 = 0.5;

/// The file.
pub(crate) fn read(
    source: &Source,
    root: &Node,
    states: &[String],
    log: &mut Vec<Finding>,
) -> Record {
    let mut record = Record { near_nm: NEAR_NM, ..Record::default() };
    let Some(file) = Table::new(source, "", root, log) else { return record };
    if let Some(near) = file.number("near_nm", log).filter(|n| *n >= 0.0) {
        record.near_nm = near;
    }
    for table in file.tables("succession", log) {
        record.successions.extend(successions(&table, states, log));
        table.finish(log);
    }
    for table in file.tables("way", log) {
        record.ways.extend(way(&table, states, log));
        table.finish(log);
    }
    record.lines = lines(&file, states, log);
    for table in file.tables("overlay", log) {
        let (id, text) = (table.text("id", log), table.text("text", log));
        let (group, source) = (table.text_or_empty("group", log), table.cited(log));
        table.finish(log);
        if let (Some(id), Some(text)) = (id, text) {
            record.overlays.push(Overlay { id, group, text, source });
        }
    }
    for table in file.tables("procedure", log) {
        record.procedures.extend(procedure(&table, log));
        table.finish(log);
    }
    file.finish(log);
    record
}

fn successions(table: &Table<'_>, states: &[String], log: &mut Vec<Finding>) -> Vec<Succession> {
    let of = parties::required(table, "of", states, log);
    let by = parties::list(table, "by", states, log);
    table.required("from", log);
    let from = table.date("from", log);
    let source = table.cited(log);
    let (Some(of), Some(from)) = (of.and_then(|k| states.get(k)), from) else { return Vec::new() };
    let one = |k: &usize| {
        let by = states.get(*k)?.clone();
        Some(Succession { of: of.clone(), by, from: from.clone(), source: source.clone() })
    };
    by.iter().filter_map(one).collect()
}

fn way(table: &Table<'_>, states: &[String], log: &mut Vec<Finding>) -> Option<Way> {
    let id = table.text("id", log);
    let text = table.text("text", log);
    let midpoint = [("equidistance", false), ("midpoint", true)];
    let midpoint = table.choice("by", &midpoint, log)?;
    let kind = if midpoint {
        let pair = parties::list(table, "between", states, log);
        let [west, east] = pair[..] else { return None };
        WayKind::Midpoint { between: [states.get(west)?.clone(), states.get(east)?.clone()] }
    } else {
        let islands = !table.flag("mainland_only", log);
        let mut baselines = Vec::new();
        for entry in table.table("baseline", log).iter().flat_map(Table::entries) {
            if let Some(line) = entry.node.text() {
                baselines.push((entry.key.clone(), line.to_owned()));
            }
        }
        WayKind::Equidistance { islands, baselines }
    };
    let source = table.cited(log);
    Some(Way { id: id?, text: text?, kind, source })
}

fn procedure(table: &Table<'_>, log: &mut Vec<Finding>) -> Option<Procedure> {
    let (id, text) = (table.text("id", log), table.text("text", log));
    table.required("consent_of", log);
    let consent = table.number("consent_of", log);
    table.required("from", log);
    let from = table.date("from", log);
    let source = table.cited(log);
    let consent_of = consent.filter(|c| (1.0..=100.0).contains(c)).map(|c| c as usize)?;
    Some(Procedure { id: id?, consent_of, from: from?, text: text?, source })
}

/// The whole record of a case, with findings for what does not fit together.
pub(crate) fn record(
    law: Record,
    case: &Case,
    instruments: Vec<Instrument>,
    (bundle, law_file): (&CaseBundle, &str),
    log: &mut Vec<Finding>,
) -> Record {
    let record = Record {
        parties: case.party_ids().map(str::to_owned).collect(),
        deposits: case.deposits.iter().map(|d| d.id.clone()).collect(),
        instruments,
        ..law
    };
    let mut read = Read { bundle, last: None };
    for flaw in record.flaws() {
        let origin = record.instrument(&flaw.instrument).map(|i| i.origin.as_str());
        let severity = if flaw.fatal { Severity::Error } else { Severity::Warning };
        let finding = Finding::new("F070", severity, flaw.text).help(flaw.help);
        let finding = finding.at(origin.unwrap_or(law_file), flaw.key);
        log.push(read.with_line(finding));
    }
    record
}

/// The file last looked into: flaws come file by file, and a file with many is parsed once.
struct Read<'b> {
    bundle: &'b CaseBundle,
    last: Option<(String, Option<(Source, Node)>)>,
}

impl Read<'_> {
    /// The finding with the line of the key that it names, or of the last part of it that is there.
    fn with_line(&mut self, finding: Finding) -> Finding {
        if self.last.as_ref().is_none_or(|(file, _)| *file != finding.file) {
            self.last = Some((finding.file.clone(), self.parsed(&finding.file)));
        }
        let Some((_, Some((source, root)))) = &self.last else { return finding };
        let mut node = root;
        for part in finding.place.split('.') {
            let (key, index) = part.split_once('[').unwrap_or((part, ""));
            let Some(mut next) = node.get(key) else { break };
            if let Ok(k) = index.trim_end_matches(']').parse::<usize>() {
                let Some(item) = next.list().and_then(|l| l.get(k)) else { break };
                next = item;
            }
            node = next;
        }
        source.show(finding, node.span, None)
    }

    fn parsed(&self, file: &str) -> Option<(Source, Node)> {
        let here = |(name, _): &(&String, &Vec<u8>)| self.bundle.shown(name) == file;
        let (_, bytes) = self.bundle.files.iter().find(here)?;
        let source = Source::new(file, bytes).ok()?;
        let root = toml::parse(&source).ok()?;
        Some((source, root))
    }
}
