//! The table of utilities: from rules or from a file, and as a script reads it.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value};

use super::usage;
use crate::comparison::Comparison;
use crate::failure::Outcome;
use crate::files;
use crate::session::Session;

/// What the parties ask for, with the band within which a share reaches it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claims<'a> {
    pub(super) asked: &'a [(String, f64)],
    pub(super) band: f64,
}

impl Claims<'_> {
    /// Points missing by party that claims a share; 0 where it is reached.
    pub(super) fn missing(&self, shares: &[(String, f64)]) -> Vec<(String, f64)> {
        let has = |p: &String| shares.iter().find(|(q, _)| q == p).map_or(0.0, |(_, x)| *x);
        let one = |(p, asked): &(String, f64)| {
            let short = asked - has(p);
            (p.clone(), if short > self.band { short } else { 0.0 })
        };
        self.asked.iter().map(one).collect()
    }
}

/// Options in order, each with a utility for every party in the case's order.
pub(crate) struct Utilities {
    pub(crate) parties: Vec<String>,
    pub(crate) options: Vec<String>,
    pub(crate) rows: Vec<Vec<f64>>,
}

impl Utilities {
    /// Utilities by option and party.
    pub(crate) fn document(&self) -> Map<String, Value> {
        let row = |r: &Vec<f64>| -> Map<String, Value> {
            self.parties.iter().cloned().zip(r.iter().map(|x| Value::from(*x))).collect()
        };
        self.options.iter().cloned().zip(self.rows.iter().map(|r| Value::Object(row(r)))).collect()
    }
}

/// Shares of the layer that the comparison shows; what no single party holds counts in equal parts.
pub(super) fn of_rules(c: &Comparison) -> Outcome<Utilities> {
    match c.rows.iter().find_map(|r| r.outcome.as_ref().err()) {
        Some(error) => Err(error.clone().into()),
        None => Ok(of_results(c)),
    }
}

/// The same for the rules that gave a result. Two runs with one label are told apart by their files' names.
pub(super) fn of_results(c: &Comparison) -> Utilities {
    let parties: Vec<String> = c.case.party_ids().map(str::to_owned).collect();
    let (mut options, mut rows): (Vec<String>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
    for row in c.rows.iter().filter(|r| r.shown().is_some()) {
        let twice = options.contains(&row.label);
        options.push(if twice { row.stem.clone() } else { row.label.clone() });
        rows.push((0..parties.len()).filter_map(|k| c.worth(row, k)).collect());
    }
    Utilities { parties, options, rows }
}

/// Options of a JSON file.
pub(super) fn read(path: &Path, session: &Session) -> Outcome<Utilities> {
    let bytes = files::bytes(path, files::LARGEST_TEXT)?;
    let refuse =
        |text: String| usage(&format!("{}: {text}", path.display()), &path.display().to_string());
    let root: Value = serde_json::from_slice(&bytes).map_err(|e| refuse(e.to_string()))?;
    let options = root.as_object().filter(|o| !o.is_empty());
    let options = options.ok_or_else(|| refuse("no table of options".to_owned()))?;
    let parties: Vec<String> = session.case.party_ids().map(str::to_owned).collect();
    let number = |option: &str, row: &Value, party: &String| {
        let value = row.get(party).and_then(Value::as_f64).filter(|x| x.is_finite());
        value.ok_or_else(|| refuse(format!("option \"{option}\" has no number for {party}")))
    };
    let mut rows = Vec::new();
    for (option, row) in options {
        rows.push(parties.iter().map(|p| number(option, row, p)).collect::<Outcome<Vec<f64>>>()?);
    }
    Ok(Utilities { options: options.keys().cloned().collect(), parties, rows })
}

/// Least shares: the claims of the case, those given in place of a party's own.
pub(super) fn asked(session: &Session, given: &[String]) -> Outcome<Vec<(String, f64)>> {
    let claim =
        |(k, id): (usize, &str)| Some((id.to_owned(), session.case.asks(k)?.share_percent?));
    let mut out: Vec<(String, f64)> =
        session.case.party_ids().enumerate().filter_map(claim).collect();
    for text in given {
        let refuse = || usage("a claim is written PARTY=PERCENT, from 0 to 100", text);
        let (party, share) = text.split_once('=').ok_or_else(refuse)?;
        let share = share.trim().trim_end_matches('%').parse::<f64>().map_err(|_| refuse())?;
        if session.case.party(party.trim()).is_none() || !(0.0..=100.0).contains(&share) {
            return Err(refuse());
        }
        out.retain(|(p, _)| p != party.trim());
        out.push((party.trim().to_owned(), share));
    }
    let place = |id: &str| session.case.party(id);
    out.sort_by_key(|(id, _)| place(id));
    Ok(out)
}

/// The table as a Luau literal.
pub(super) fn luau(u: &Utilities, asked: &[(String, f64)], band: f64) -> String {
    let mut out = String::from("{ options = { ");
    for option in &u.options {
        let _ = write!(out, "{}, ", text(option));
    }
    out += "}, parties = { ";
    for party in &u.parties {
        let _ = write!(out, "{}, ", text(party));
    }
    out += "}, utility = {\n";
    for (option, row) in u.options.iter().zip(&u.rows) {
        let _ = write!(out, "  [{}] = {{ ", text(option));
        for (party, value) in u.parties.iter().zip(row) {
            let _ = write!(out, "[{}] = {value:?}, ", text(party));
        }
        out += "},\n";
    }
    out += "}, reservation = { ";
    for (party, share) in asked {
        let _ = write!(out, "[{}] = {share:?}, ", text(party));
    }
    let _ = write!(out, "}} :: {{ [string]: number }}, eps = {band:?} }}");
    out
}

/// A quoted text: every byte that could end or change it is written by number.
fn text(s: &str) -> String {
    let mut out = String::from("\"");
    for c in s.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(text("a\"}; error(\"x\n\\"), "\"a\\\"}; error(\\\"x\\u{a}\\\\\"");
    }
}
