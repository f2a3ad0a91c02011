//! `littoral decide`: which of several divisions, by every method at once.

mod inverse;
mod show;
mod table;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use littoral_delimit::metric::relaxation::{Certificate, certificate};
use serde_json::{Map, Value, json};

use crate::cli::{CaseArgs, Global, RulesArgs};
use crate::comparison::Comparison;
use crate::failure::{Failure, Outcome};
use crate::print;
use crate::session::Session;
use crate::style::Style;
use crate::sweep;
pub(crate) use show::relaxations;
use table::Utilities;

const EXAMPLES: &str = "\
Examples:
  littoral decide caspian --rules equidistance,equal-areas,astara-gasan-kuli,joint-sovereignty
  littoral decide caspian --rules equidistance,half-effect --method borda,fallback --format json
  littoral decide caspian --utilities study.json --ask AZE=19,IRN=20,KAZ=28,RUS=16,TKM=18
  littoral decide caspian --inverse equity-floor --vary floor.RUS \\
      --ask AZE=17,IRN=20,KAZ=27,RUS=18

Utilities are shares of the sea in per cent; common and joint space counts in equal parts. A file of utilities is JSON:
{ \"option\": { \"AZE\": 19.9, ... }, ... }. A party without a claim accepts everything. Methods: plurality borda copeland median condorcet compromise fallback saw topsis
maximin leximin relative-loss undominated approval impasse gmcr. Saw, topsis, maximin and leximin see each party's utilities from 0
(its worst option) to 1 (its best).";

/// The methods in the order of the table.
pub(crate) const METHODS: [&str; 16] = [
    "plurality",
    "borda",
    "copeland",
    "condorcet",
    "median",
    "compromise",
    "fallback",
    "approval",
    "impasse",
    "undominated",
    "saw",
    "topsis",
    "maximin",
    "leximin",
    "relative-loss",
    "gmcr",
];

/// Decide among the results of several rules, or among options of a file
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Decide {
    /// On which case.
    #[command(flatten)]
    pub on: CaseArgs,
    /// Among which rules.
    #[command(flatten)]
    pub which: RulesArgs,
    /// Options with utilities by party, JSON, instead of rules
    #[arg(long, value_name = "FILE", conflicts_with = "rules")]
    pub utilities: Option<PathBuf>,
    /// Methods to show, separated by commas; without it all
    #[arg(long, value_delimiter = ',', value_name = "METHOD,...")]
    pub method: Vec<String>,
    /// Least share that a party accepts, per cent, in place of its claim in the case (0: it accepts everything)
    #[arg(long, value_delimiter = ',', value_name = "PARTY=PERCENT,...")]
    pub ask: Vec<String>,
    /// Utilities within so much of one another are the same to a party
    #[arg(long, value_name = "POINTS", default_value_t = 0.05, allow_negative_numbers = true)]
    pub band: f64,
    /// What goes to standard output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Instead: the least change of a parameter of this rule that makes it acceptable to all
    #[arg(long, value_name = "RULE", conflicts_with_all = ["utilities", "rules", "method"])]
    pub inverse: Option<String>,
    /// Set another parameter of that rule
    #[arg(long = "set", value_name = "NAME=VALUE", requires = "inverse")]
    pub set: Vec<String>,
    /// Parameters to change, each by itself: floor.IRN, or floor.IRN=10%..40%; without it every number
    #[arg(long, value_delimiter = ',', value_name = "NAME[=A..B],...", requires = "inverse")]
    pub vary: Vec<String>,
}

/// Formats of the decision on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for people
    Table,
    /// One document
    Json,
}

/// What is decided on, and what came out.
pub(crate) struct Decision {
    pub(crate) utilities: Utilities,
    pub(crate) asked: Vec<(String, f64)>,
    pub(crate) certificate: Certificate,
    /// Methods, accepters and ranks by option.
    pub(crate) notes: Map<String, Value>,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, rule, method, claim or file; a rule that failed.
pub fn run(args: &Decide, global: &Global) -> Outcome {
    let methods = methods(&args.method)?;
    if !(args.band.is_finite() && args.band >= 0.0) {
        return Err(usage("the band is a number of points, 0 or more", &args.band.to_string()));
    }
    let session = Session::open(&args.on.case, &args.on.run)?;
    session.tell_islands();
    let asked = table::asked(&session, &args.ask)?;
    if let Some(rule) = &args.inverse {
        let claims = table::Claims { asked: &asked, band: args.band };
        let question = inverse::Question { session: &session, rule, set: &args.set, claims };
        return inverted(args, &question);
    }
    let utilities = match &args.utilities {
        Some(path) => table::read(path, &session)?,
        None => {
            let plan = sweep::plan(&session, &args.which.rules)?;
            let results = sweep::figures(&session, &plan, global);
            let utilities = table::of_rules(&results, !args.which.rules.is_empty())?;
            if !global.quiet {
                left_out(&results, &session.name());
            }
            utilities
        }
    };
    let notes = decided(&session, &utilities, &asked, args.band)?;
    let decision = Decision { certificate: certificate(&asked), utilities, asked, notes };
    print::result(&match args.format {
        Format::Json => format!("{:#}\n", document(&decision, &methods, &session)),
        Format::Table => show::text(&decision, &methods, Style::stdout()),
    })
}

/// The decision among the results of a comparison by the claims of the case; rules that failed are no options.
///
/// # Errors
/// No rule gave a result, or the methods did not run.
pub(crate) fn among(session: &Session, c: &Comparison) -> Outcome<Decision> {
    let asked = table::asked(session, &[])?;
    let utilities = table::of_results(c);
    if utilities.options.is_empty() {
        return Err(usage("no rule gave a result to decide among", "rules"));
    }
    let notes = decided(session, &utilities, &asked, crate::comparison::REACHES)?;
    Ok(Decision { certificate: certificate(&asked), utilities, asked, notes })
}

/// Says which rules do not apply to the case; `compare` says why.
fn left_out(results: &Comparison, case: &str) {
    let rules = results.rows.iter().filter(|r| r.lacks().is_some());
    let names: Vec<&str> = rules.map(|r| r.label.as_str()).collect();
    if !names.is_empty() {
        print::aside(&format!(
            "not applicable to this case (littoral compare {case} says why): {}\n",
            names.join(", ")
        ));
    }
}

/// The inverse question over parameters.
fn inverted(args: &Decide, question: &inverse::Question<'_>) -> Outcome {
    if question.claims.asked.is_empty() {
        return Err(usage("nobody claims a share, so every division is accepted", question.rule));
    }
    let answers = inverse::ask(question, &args.vary)?;
    print::result(&match args.format {
        Format::Json => {
            let list: Vec<Value> = answers.iter().map(inverse::Answer::document).collect();
            let asked: Map<String, Value> =
                question.claims.asked.iter().map(|(p, x)| (p.clone(), Value::from(*x))).collect();
            let case = &question.session.case.id;
            let whole = json!({ "case": case, "rule": question.rule, "reservation": asked, "inverse": list });
            format!("{whole:#}\n")
        }
        Format::Table => show::inverse(&answers, question.rule, Style::stdout()),
    })
}

pub(crate) fn usage(text: &str, given: &str) -> Failure {
    Failure::usage(text.to_owned(), given, "littoral decide --help lists the methods and options")
}

fn methods(named: &[String]) -> Outcome<Vec<&'static str>> {
    if named.is_empty() {
        return Ok(METHODS.to_vec());
    }
    let known = |name: &String| {
        let found = METHODS.iter().find(|m| **m == name.trim()).copied();
        found.ok_or_else(|| usage(&format!("there is no method \"{name}\""), name))
    };
    named.iter().map(known).collect()
}

/// The methods run in a worker like any script: the library is the one that rules see.
fn decided(
    session: &Session,
    utilities: &Utilities,
    asked: &[(String, f64)],
    band: f64,
) -> Outcome<Map<String, Value>> {
    let text = include_str!("decide/decide.luau");
    let text = text.replacen("INPUT", &table::luau(utilities, asked, band), 1);
    let notes = session.evaluate("decide.luau", &text)?;
    Ok(notes)
}

fn document(d: &Decision, methods: &[&str], session: &Session) -> Value {
    let all = &d.notes["methods"];
    let chosen: Map<String, Value> =
        methods.iter().filter_map(|m| Some(((*m).to_owned(), all.get(*m)?.clone()))).collect();
    let asked: Map<String, Value> =
        d.asked.iter().map(|(p, x)| (p.clone(), Value::from(*x))).collect();
    json!({
        "case": session.case.id,
        "options": d.utilities.options,
        "utility": d.utilities.document(),
        "reservation": asked,
        "claims": d.certificate,
        "accepters": d.notes["accepters"],
        "ranks": d.notes["ranks"],
        "methods": chosen,
        "relaxation": show::relaxations(d),
    })
}
