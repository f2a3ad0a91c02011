//! `case.toml`: id, names, parties, level, switches, and where the other files are.

use jiff::civil::Date;
use littoral_geodesy::Ellipsoid;
use littoral_model::{Case, Finding, Level, Names, Party, Switch, params::did_you_mean};

use crate::bundle::CaseBundle;
use crate::tree::{Entry, Node, Source, Table};

/// The contents of `case.toml`.
pub(super) struct Header {
    id: String,
    name: Names,
    ellipsoid: Ellipsoid,
    level: Option<Level>,
    pub(super) parties: Vec<Party>,
    /// Ids of states that signed before some of the parties existed.
    pub(super) predecessors: Vec<String>,
    pub(super) coast: String,
    pub(super) bathymetry: Option<String>,
    pub(super) deposits: Option<String>,
    pub(super) instruments: Option<String>,
    pub(super) positions: Option<String>,
    pub(super) law: Option<String>,
    pub(super) ledger: Option<String>,
    date: Option<Date>,
    sources: Vec<String>,
    switches: Vec<Switch>,
}

impl Header {
    pub(super) fn read(
        source: &Source,
        root: &Node,
        on: &[String],
        log: &mut Vec<Finding>,
    ) -> Option<Self> {
        let file = Table::new(source, "", root, log)?;
        let node = file.required("case", log)?;
        let table = Table::new(source, "case", node, log)?;
        let mut header = Self {
            id: table.text("id", log)?,
            name: table.names("name", log),
            ellipsoid: ellipsoid(&table, log),
            level: file.table("level", log).and_then(|t| level(t, log)),
            parties: parties(&file, log),
            predecessors: predecessors(&table, log),
            coast: table.text("coast", log).unwrap_or_default(),
            bathymetry: table.get("bathymetry").map(|_| table.text_or_empty("bathymetry", log)),
            deposits: table.get("deposits").map(|_| table.text_or_empty("deposits", log)),
            instruments: table.get("instruments").map(|_| table.text_or_empty("instruments", log)),
            positions: table.get("positions").map(|_| table.text_or_empty("positions", log)),
            law: table.get("law").map(|_| table.text_or_empty("law", log)),
            ledger: table.get("ledger").map(|_| table.text_or_empty("ledger", log)),
            date: table.date("date", log).map(|d| d.last),
            sources: table.words("sources", log),
            switches: Vec::new(),
        };
        header.switch(&file, on, log);
        table.finish(log);
        file.finish(log);
        Some(header)
    }

    /// Ids of the parties in order.
    pub(super) fn ids(&self) -> Vec<String> {
        self.parties.iter().map(|p| p.id.clone()).collect()
    }

    /// The case so far: nothing but what `case.toml` says.
    pub(super) fn case(&self, bundle: &CaseBundle, on: &[String]) -> Case {
        Case {
            name: self.name.clone(),
            ellipsoid: self.ellipsoid.clone(),
            level: self.level.clone(),
            parties: self.parties.clone(),
            date: self.date,
            switches: self.switches.clone(),
            switched_on: self.known(on),
            sources: self.sources.clone(),
            hash: bundle.hash(),
            ..Case::empty(&self.id)
        }
    }

    /// The switches that are on, in the order of the case.
    fn known(&self, on: &[String]) -> Vec<String> {
        self.switches.iter().map(|s| s.id.clone()).filter(|id| on.contains(id)).collect()
    }

    /// Reads `[switch.NAME]` tables and puts the files of those that are on in place.
    fn switch(&mut self, file: &Table<'_>, on: &[String], log: &mut Vec<Finding>) {
        let table = file.table("switch", log);
        for entry in table.iter().flat_map(Table::entries) {
            self.one_switch(file.source, entry, on, log);
        }
        for name in on.iter().filter(|n| !self.switches.iter().any(|s| s.id == **n)) {
            let all: Vec<&str> = self.switches.iter().map(|s| s.id.as_str()).collect();
            let rest = match all.len() {
                0 => "it has none".to_owned(),
                _ => format!("it has: {}", all.join(", ")),
            };
            let text = format!("this case has no switch \"{name}\"");
            let help = did_you_mean(name, all, &rest);
            log.push(Finding::error("F031", text).at(&file.source.file, "").help(help));
        }
    }

    fn one_switch(
        &mut self,
        source: &Source,
        entry: &Entry,
        on: &[String],
        log: &mut Vec<Finding>,
    ) {
        let place = format!("switch.{}", entry.key);
        let Some(table) = Table::new(source, place, &entry.node, log) else { return };
        let about = table.text("about", log).unwrap_or_default();
        let coast = table.get("coast").map(|_| table.text_or_empty("coast", log));
        table.finish(log);
        if let Some(coast) = coast.filter(|_| on.contains(&entry.key)) {
            self.coast = coast;
        }
        self.switches.push(Switch { id: entry.key.clone(), about });
    }
}

fn ellipsoid(table: &Table<'_>, log: &mut Vec<Finding>) -> Ellipsoid {
    let name = table.text_or_empty("ellipsoid", log);
    if name.is_empty() {
        return Ellipsoid::wgs84();
    }
    Ellipsoid::parse(&name).unwrap_or_else(|why| {
        let names = Ellipsoid::NAMES;
        let rest = format!("known are: {}; or write a,1/f: 6378245,298.3", names.join(", "));
        let help = did_you_mean(&name, names, &rest);
        let figures = name.contains(',');
        let text = if figures { why } else { format!("there is no ellipsoid \"{name}\"") };
        let span = table.get("ellipsoid").map(|n| n.span).unwrap_or_default();
        log.push(table.finding(Finding::error("F032", text).help(help), "ellipsoid", span));
        Ellipsoid::wgs84()
    })
}

fn level(table: Table<'_>, log: &mut Vec<Finding>) -> Option<Level> {
    let datum = table.text("datum", log);
    table.required("legal_m", log);
    let legal_m = table.number("legal_m", log);
    table.finish(log);
    Some(Level { datum: datum?, legal_m: legal_m? })
}

fn parties(file: &Table<'_>, log: &mut Vec<Finding>) -> Vec<Party> {
    let mut found: Vec<Party> = Vec::new();
    for table in file.tables("party", log) {
        let name = table.names("name", log);
        let id = table.text("id", log);
        let span = table.get("id").map(|n| n.span).unwrap_or_default();
        if let Some(id) = id {
            let mut refuse = |code, text: String, help: &str| {
                log.push(table.finding(Finding::error(code, text).help(help), "id", span));
            };
            if found.iter().any(|p| p.id == id) {
                refuse("F033", format!("there are two parties {id}"), "give each its own id");
            } else if !is_code(&id) {
                let help = "use capital letters and digits, as in ISO 3166 alpha-3 (AZE)";
                refuse("F034", format!("\"{id}\" is no id of a party"), help);
            } else {
                found.push(Party { id, name });
            }
        }
        table.finish(log);
    }
    if found.is_empty() {
        let text = "the case has no party";
        let help = "add a table [[party]] with id and name for every state on the shore";
        log.push(Finding::error("F035", text).at(&file.source.file, "").help(help));
    }
    found
}

/// Capital letters and digits, letter first, at most twelve; not a word that rules use.
fn is_code(id: &str) -> bool {
    let plain = id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let first = id.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
    plain && first && id.len() <= 12 && !matches!(id, "COMMON" | "NONE" | "JOINT")
}

fn predecessors(table: &Table<'_>, log: &mut Vec<Finding>) -> Vec<String> {
    let states = table.table("predecessors", log);
    states.iter().flat_map(Table::entries).map(|e| e.key.clone()).collect()
}
