//! The table of utilities: from rules or from a file, and as a script reads it.

use std::fmt::{self, Write as _};
use std::marker::PhantomData;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
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

/// Shares of the layer that the comparison shows; what no single party holds counts in equal parts. As in a comparison, a rule
/// that was not `named` and for which the case lacks something is no failure and no option.
pub(super) fn of_rules(c: &Comparison, named: bool) -> Outcome<Utilities> {
    let mut counted = c.rows.iter().filter(|r| named || r.lacks().is_none());
    if let Some(error) = counted.find_map(|r| r.outcome.as_ref().err()) {
        return Err(error.clone().into());
    }
    let utilities = of_results(c);
    match utilities.options.is_empty() {
        true => Err(usage("no rule gave a result to decide among", "rules")),
        false => Ok(utilities),
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
    let root: Listed<Listed<Value>> =
        serde_json::from_slice(&bytes).map_err(|e| refuse(e.to_string()))?;
    if root.0.is_empty() {
        return Err(refuse("no table of options".to_owned()));
    }
    let parties: Vec<String> = session.case.party_ids().map(str::to_owned).collect();
    let (mut options, mut rows): (Vec<String>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
    for (option, row) in root.0 {
        if options.contains(&option) {
            return Err(refuse(format!("two options are called \"{option}\"")));
        }
        let numbers = numbers(&row.0, &parties);
        rows.push(numbers.map_err(|why| refuse(format!("option \"{option}\" {why}")))?);
        options.push(option);
    }
    Ok(Utilities { options, parties, rows })
}

/// Greatest utility either way: beyond it nobody means a share, and tables could not show it.
const MOST: f64 = 1e9;

/// A number for every party in the case's order, and nothing else; or what is wrong.
fn numbers(row: &[(String, Value)], parties: &[String]) -> Result<Vec<f64>, String> {
    let mut out: Vec<Option<f64>> = vec![None; parties.len()];
    for (id, value) in row {
        let Some(k) = parties.iter().position(|p| p == id) else {
            let all = parties.join(" ");
            return Err(format!("has a number for \"{id}\", no party; this sea has {all}"));
        };
        let number = value.as_f64().filter(|x| x.abs() <= MOST);
        let number =
            number.ok_or_else(|| format!("must have a number from -1e9 to 1e9 for {id}"))?;
        if out[k].replace(number).is_some() {
            return Err(format!("has two numbers for {id}"));
        }
    }
    let one = |(x, id): (Option<f64>, &String)| x.ok_or_else(|| format!("has no number for {id}"));
    out.into_iter().zip(parties).map(one).collect()
}

/// The entries of a table as they stand: a map would keep the last of two with one name and say nothing.
struct Listed<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Listed<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of options, each a table of numbers by party")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut a: A) -> Result<Listed<T>, A::Error> {
                let mut out = Vec::new();
                while let Some(entry) = a.next_entry()? {
                    out.push(entry);
                }
                Ok(Listed(out))
            }
        }
        d.deserialize_map(Entries(PhantomData))
    }
}

/// Least shares: the claims of the case, those given in place of a party's own.
pub(super) fn asked(session: &Session, given: &[String]) -> Outcome<Vec<(String, f64)>> {
    let claim =
        |(k, id): (usize, &str)| Some((id.to_owned(), session.case.asks(k)?.share_percent?));
    let mut out: Vec<(String, f64)> =
        session.case.party_ids().enumerate().filter_map(claim).collect();
    let mut named: Vec<&str> = Vec::new();
    for text in given {
        let refuse = || usage("a claim is written PARTY=PERCENT, from 0 to 100", text);
        let (party, share) = text.split_once('=').ok_or_else(refuse)?;
        let share = share.trim().trim_end_matches('%').parse::<f64>().map_err(|_| refuse())?;
        let party = party.trim();
        if session.case.party(party).is_none() {
            let all: Vec<&str> = session.case.party_ids().collect();
            let why = format!("no party \"{party}\"; this sea has {}", all.join(" "));
            return Err(usage(&why, text));
        }
        if !(0.0..=100.0).contains(&share) {
            return Err(refuse());
        }
        if named.contains(&party) {
            return Err(usage(&format!("two claims are given for {party}"), text));
        }
        named.push(party);
        out.retain(|(p, _)| p != party);
        out.push((party.to_owned(), share));
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
