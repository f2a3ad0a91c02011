//! The lines of a file: one for every party, and for every line of it where the file names lines; each with its kind of edge.

use std::path::Path;

use littoral_formats::survey::Printed;
use littoral_geodesy::LatLon;
use serde_json::{Map, Value};

use super::input::Edge;
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
    /// What joins its points.
    pub edge: Edge,
    /// Its points in order.
    pub points: Vec<Printed>,
}

/// What chains differ in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'a> {
    party: &'a str,
    line: &'a str,
    edge: Edge,
}

impl Chain {
    /// `NOR`, `NOR north`, `north`
    pub(super) fn label(&self) -> String {
        match format!("{} {}", self.party, self.line).trim() {
            "" => "without a party".to_owned(),
            label => label.to_owned(),
        }
    }

    /// Party, line and kind of edge.
    pub(super) fn of(&self) -> Of<'_> {
        Of { party: &self.party, line: &self.line, edge: self.edge }
    }

    /// Is it the chain of a point?
    pub(super) fn has(&self, p: &Printed) -> bool {
        self.party == p.party && self.line == p.line
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

/// The chains in the order in which they begin; rows of one need not stand together. Edges are of the kind that the file states for
/// each, else as `asked` on the command line, else geodesics.
///
/// # Errors
/// The file states another kind than is asked for.
pub(super) fn chains(
    points: Vec<Printed>,
    asked: Option<Edge>,
    file: &Path,
) -> Outcome<Vec<Chain>> {
    let mut out: Vec<Chain> = Vec::new();
    for p in points {
        if let Some((stated, asked)) = p.edge.map(Edge::from).zip(asked).filter(|(s, a)| s != a) {
            return Err(at_odds(stated, asked, p.row, file));
        }
        // Rows of a chain mostly follow one another.
        match out.iter_mut().rev().find(|c| c.has(&p)) {
            Some(chain) => chain.points.push(p),
            None => {
                let (party, line) = (p.party.clone(), p.line.clone());
                out.push(Chain { party, line, edge: Edge::Geodesic, points: vec![p] });
            }
        }
    }
    for chain in &mut out {
        let stated = chain.points.iter().find_map(|p| p.edge).map(Edge::from);
        chain.edge = stated.or(asked).unwrap_or(Edge::Geodesic);
    }
    Ok(out)
}

fn at_odds(stated: Edge, asked: Edge, row: usize, file: &Path) -> Failure {
    let (stated, asked) = (stated.word(), asked.word());
    let place = match row {
        0 => file.display().to_string(),
        row => format!("{}:{row}", file.display()),
    };
    let text = format!("the file states that edges are {stated}, and --edge asks for {asked}");
    let help = format!(
        "leave --edge out: each line has the edges that the file states for it; if it is wrong, mend its edge to {asked}"
    );
    Failure::usage(text, place, help)
}

/// The only line of a file.
///
/// # Errors
/// The file has several, or edges of another kind than is asked for.
pub(super) fn one(points: Vec<Printed>, asked: Option<Edge>, file: &Path) -> Outcome<Chain> {
    let mut chains = chains(points, asked, file)?;
    if chains.len() < 2 {
        let (party, line) = (String::new(), String::new());
        let none = || Chain { party, line, edge: asked.unwrap_or(Edge::Geodesic), points: vec![] };
        return Ok(chains.pop().unwrap_or_else(none));
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

/// The kinds of edges in words, with the names of chains where these differ in it.
pub(super) fn edges(chains: &[Chain]) -> String {
    let of = |edge: Edge| -> Vec<String> {
        chains.iter().filter(|c| c.edge == edge).map(Chain::label).collect()
    };
    let kinds = [Edge::Geodesic, Edge::Loxodrome].map(|edge| (edge, of(edge)));
    match &kinds {
        [(_, geodesic), (edge, _)] if geodesic.is_empty() => edge.word().to_owned(),
        [(edge, _), (_, loxodrome)] if loxodrome.is_empty() => edge.word().to_owned(),
        both => {
            let words = both.each_ref().map(|(e, of)| format!("{}: {}", e.word(), of.join(", ")));
            words.join("; ")
        }
    }
}

/// What is said of several chains.
pub(super) fn note(chains: &[Chain]) -> Option<String> {
    let labels: Vec<String> = chains.iter().map(Chain::label).collect();
    let count = counted(chains.len(), "chain", "chains");
    (chains.len() > 1).then(|| format!("{count}, each by itself: {}", labels.join(", ")))
}

/// Columns and cells that tell the chains of a table apart, and read back do so again: none for one chain of geodesics, as which a
/// line is read that does not say what it is.
pub(super) struct Apart {
    party: bool,
    line: bool,
    edge: bool,
}

impl Apart {
    /// What chains differ in.
    pub(super) fn of(chains: &[Chain]) -> Self {
        let some = |name: fn(&Chain) -> &str| {
            chains.len() > 1 && chains.iter().any(|c| !name(c).is_empty())
        };
        let edge = chains.iter().any(|c| c.edge != Edge::Geodesic);
        Self { party: some(|c| &c.party), line: some(|c| &c.line), edge }
    }

    /// Is there one chain, or have they no names that are told?
    pub(super) fn none(&self) -> bool {
        !self.party && !self.line
    }

    /// The columns, before those of a table.
    pub(super) fn columns(&self, columns: Vec<Column>) -> Vec<Column> {
        let names = [(self.party, "party"), (self.line, "line"), (self.edge, "edge")];
        let names = names.into_iter().filter(|n| n.0).map(|n| (n.1, false));
        names.chain(columns).collect()
    }

    /// Their cells in a row of a chain.
    pub(super) fn cells(&self, of: Of<'_>, row: Vec<Cell>) -> Vec<Cell> {
        let words = [(self.party, of.party), (self.line, of.line), (self.edge, of.edge.word())];
        let words = words.into_iter().filter(|w| w.0).map(|w| Cell::word(w.1));
        words.chain(row).collect()
    }

    /// Properties of a feature, with its party and line; a point says what joins it to the next as well.
    pub(super) fn properties(&self, of: Of<'_>, mut what: Value) -> Value {
        let Of { party, line, edge } = of;
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
            if self.edge {
                add(table, "edge", edge.word());
            }
        }
        what
    }
}
