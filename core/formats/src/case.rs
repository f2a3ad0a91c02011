//! Reading a case: every file of the bundle into the model, with findings for all that is wrong.

mod coast;
mod deposits;
mod depths;
mod header;
mod instruments;
mod law;
mod ledger;
mod parties;
mod places;
mod positions;
mod turns;

use littoral_model::{Case, Finding, Severity};
use littoral_treaty::{Ledger, Record};

use crate::bundle::CaseBundle;
use crate::tree::{Node, Source, json, toml};

use self::header::Header;

/// What reading a case gave.
#[derive(Debug, Default)]
pub struct CaseReading {
    /// The case, if there is no error.
    pub case: Option<Case>,
    /// Instruments by file name, and what `law.toml` says.
    pub record: Record,
    /// Meetings, topics, stated shares.
    pub ledger: Ledger,
    /// Errors first, then warnings, then notes; each group in the order of reading.
    pub findings: Vec<Finding>,
}

impl CaseReading {
    /// Number of findings of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }
}

/// Reads a case with some of its switches on.
///
/// Total: whatever the bytes are, the answer is a value and findings. The case is `None` if any
/// finding is an error.
#[must_use]
pub fn read_case(bundle: &CaseBundle, switches: &[String]) -> CaseReading {
    let mut reading = CaseReading::default();
    let case = read(bundle, switches, &mut reading);
    reading.findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    let failed = reading.count(Severity::Error) > 0;
    reading.case = case.filter(|_| !failed);
    reading
}

fn read(bundle: &CaseBundle, switches: &[String], reading: &mut CaseReading) -> Option<Case> {
    let log = &mut reading.findings;
    let (source, root) = load(bundle, "case.toml", toml::parse, log)?;
    let header = Header::read(&source, &root, switches, log)?;
    let mut case = header.case(bundle, switches);
    if header.coast.is_empty() {
        return Some(case);
    }
    if let Some((source, root)) = load(bundle, &header.coast, json::parse, log) {
        coast::read(&source, &root, &mut case, log);
    }
    let optional = |name: &Option<String>| name.clone().filter(|n| !n.is_empty());
    if let Some((source, root)) =
        optional(&header.deposits).and_then(|n| load(bundle, &n, json::parse, log))
    {
        case.deposits = deposits::read(&source, &root, &case, log);
    }
    if let Some((source, root)) =
        optional(&header.bathymetry).and_then(|n| load(bundle, &n, json::parse, log))
    {
        case.depths = depths::read(&source, &root, log);
    }
    if let Some((source, root)) =
        optional(&header.positions).and_then(|n| load(bundle, &n, toml::parse, log))
    {
        case.positions = positions::read(&source, &root, &case, log);
    }
    let mut states = header.ids();
    states.extend(header.predecessors.iter().cloned());
    let instruments = optional(&header.instruments)
        .map(|folder| instruments::read(bundle, &folder, &states, log))
        .unwrap_or_default();
    let law_file = optional(&header.law);
    let law = law_file
        .as_ref()
        .and_then(|n| load(bundle, n, toml::parse, log))
        .map(|(source, root)| law::read(&source, &root, &states, log))
        .unwrap_or_default();
    if let Some((source, root)) =
        optional(&header.ledger).and_then(|n| load(bundle, &n, toml::parse, log))
    {
        reading.ledger = ledger::read(&source, &root, &header.ids(), log);
    }
    let law_file = bundle.shown(law_file.as_deref().unwrap_or("case.toml"));
    reading.record = law::record(law, &case, instruments, (bundle, &law_file), log);
    Some(case)
}

/// A file of the bundle, parsed.
fn load(
    bundle: &CaseBundle,
    name: &str,
    parse: fn(&Source) -> Result<Node, Box<Finding>>,
    log: &mut Vec<Finding>,
) -> Option<(Source, Node)> {
    let shown = bundle.shown(name);
    let Some(bytes) = bundle.files.get(name) else {
        let text = format!("the case has no file {name}");
        let help = format!("the folder holds: {}", listed(bundle));
        log.push(Finding::error("F005", text).at(&shown, "").help(help));
        return None;
    };
    let parsed = Source::new(&shown, bytes).and_then(|s| parse(&s).map(|root| (s, root)));
    parsed.map_err(|finding| log.push(*finding)).ok()
}

/// The first files of a bundle, for a message.
fn listed(bundle: &CaseBundle) -> String {
    let names: Vec<&str> = bundle.files.keys().map(String::as_str).take(8).collect();
    let more = if bundle.files.len() > names.len() { ", ..." } else { "" };
    if names.is_empty() {
        "no .toml or .geojson".into()
    } else {
        format!("{}{more}", names.join(", "))
    }
}
