//! The lines of a file: one for every party, and for every line of it where the file names lines.

use std::path::Path;

use littoral_formats::survey::Printed;
use littoral_geodesy::LatLon;
use serde_json::{Map, Value};

use super::sheet::{Cell, Column};
use crate::failure::{Failure, Outcome};
use crate::number::counted;

/// So many names of lines stand in a message.
const SHOWN: usize = 6;

/// Points that are joined.
pub(super) struct Chain {
    /// Whose it is; empty where the file does not say.
    pub party: String,
    /// Which of the party's lines; empty where the file does not say.
    line: String,
    /// Its points in order.
    pub points: Vec<Printed>,
}

impl Chain {
    /// `NOR`, `NOR north`, `north`
    pub(super) fn label(&self) -> String {
        match format!("{} {}", self.party, self.line).trim() {
            "" => "without a party".to_owned(),
            label => label.to_owned(),
        }
    }

    /// Party and line.
    pub(super) fn of(&self) -> [&str; 2] {
        [&self.party, &self.line]
    }

    /// Where its points are.
    pub(super) fn places(&self) -> Vec<LatLon> {
        self.points.iter().map(|p| p.at).collect()
    }

    /// Names of its points, else their numbers in it.
    pub(super) fn name(&self, k: usize) -> String {
        match self.points.get(k).map(|p| p.name.as_str()) {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => (k + 1).to_string(),
        }
    }
}

/// The chains in the order in which they begin; rows of one need not stand together.
pub(super) fn chains(points: Vec<Printed>) -> Vec<Chain> {
    let mut out: Vec<Chain> = Vec::new();
    for p in points {
        // Rows of a chain mostly follow one another.
        match out.iter_mut().rev().find(|c| c.party == p.party && c.line == p.line) {
            Some(chain) => chain.points.push(p),
            None => {
                let (party, line) = (p.party.clone(), p.line.clone());
                out.push(Chain { party, line, points: vec![p] });
            }
        }
    }
    out
}

/// The only line of a file.
///
/// # Errors
/// The file has several.
pub(super) fn one(points: Vec<Printed>, file: &Path) -> Outcome<Vec<Printed>> {
    let mut chains = chains(points);
    if chains.len() < 2 {
        return Ok(chains.pop().map(|c| c.points).unwrap_or_default());
    }
    let more = if chains.len() > SHOWN { ", ..." } else { "" };
    let text =
        format!("the file has {} lines, and one is wanted: {}{more}", chains.len(), list(&chains));
    let help = "write the line that is meant to a file of its own: its rows alone, or its feature of GeoJSON alone; parts of \
                one line under one name, in their order";
    Err(Failure::usage(text, file.display().to_string(), help))
}

fn list(chains: &[Chain]) -> String {
    chains.iter().take(SHOWN).map(Chain::label).collect::<Vec<_>>().join(", ")
}

/// What is said of several chains.
pub(super) fn note(chains: &[Chain]) -> Option<String> {
    let labels: Vec<String> = chains.iter().map(Chain::label).collect();
    let count = counted(chains.len(), "chain", "chains");
    (chains.len() > 1).then(|| format!("{count}, each by itself: {}", labels.join(", ")))
}

/// Columns and cells that tell the chains of a table apart, and read back do so again; none for one chain.
pub(super) struct Apart {
    party: bool,
    line: bool,
}

impl Apart {
    /// What chains differ in.
    pub(super) fn of(chains: &[Chain]) -> Self {
        let some = |name: fn(&Chain) -> &str| {
            chains.len() > 1 && chains.iter().any(|c| !name(c).is_empty())
        };
        Self { party: some(|c| &c.party), line: some(|c| &c.line) }
    }

    /// Is there one chain, or do they differ in nothing that is told?
    pub(super) fn none(&self) -> bool {
        !self.party && !self.line
    }

    /// The columns, before those of a table.
    pub(super) fn columns(&self, columns: Vec<Column>) -> Vec<Column> {
        let party = self.party.then_some(("party", false));
        party.into_iter().chain(self.line.then_some(("line", false))).chain(columns).collect()
    }

    /// Their cells in a row of a party and line.
    pub(super) fn cells(&self, [party, line]: [&str; 2], row: Vec<Cell>) -> Vec<Cell> {
        let party = self.party.then(|| Cell::word(party));
        party.into_iter().chain(self.line.then(|| Cell::word(line))).chain(row).collect()
    }

    /// Properties of a feature, with its party and line.
    pub(super) fn properties(&self, [party, line]: [&str; 2], mut what: Value) -> Value {
        let add = |table: &mut Map<String, Value>, key: &str, word: &str| {
            if !word.is_empty() {
                table.insert(key.to_owned(), Value::String(word.to_owned()));
            }
        };
        if let Value::Object(table) = &mut what {
            add(table, "party", party);
            if self.line {
                add(table, "line", line);
            }
        }
        what
    }
}
