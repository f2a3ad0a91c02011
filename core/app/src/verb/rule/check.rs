//! `littoral rule check`: is a rule complete, does it run, do its own examples come out?

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use clap::Args;
use littoral_delimit::Division;
use littoral_model::params::did_you_mean;
use littoral_model::rule::Example;
use littoral_model::{FailureKind, RuleError, RuleHeader};

use crate::cli::{Global, RunArgs};
use crate::failure::Outcome;
use crate::number::tenth;
use crate::print;
use crate::session::Session;
use crate::style::Style;

/// Check a rule: its head, a run, its own examples
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  littoral rule check my-rule.luau\n  littoral rule check my-rule.luau --case my-sea/\n\nExit status 3 if the rule fails or an example does not come out."
)]
pub struct CheckArgs {
    /// Rule by id, or the file of a script
    pub rule: String,
    /// Case of the dry run
    #[arg(long, default_value = "caspian")]
    pub case: String,
    /// How the rule runs.
    #[command(flatten)]
    pub run: RunArgs,
}

/// Runs the verb.
///
/// # Errors
/// The rule cannot be read, fails on the case, or an example does not come out.
pub(super) fn run(args: &CheckArgs, _: &Global) -> Outcome {
    let style = Style::stdout();
    let session = Session::open(&args.case, &args.run)?;
    let header = session.rules().header(&args.rule)?;
    let mut out = format!("{}  {}\n", style.bold(&header.id), header.about);
    let text = std::fs::read_to_string(&args.rule).unwrap_or_default();
    for doubt in doubts(&header, Path::new(&args.rule), &text) {
        let _ = writeln!(out, "  {} {doubt}", style.bold("note"));
    }
    let mut wrong = unknown_words(&header, Path::new(&args.rule), &text);
    wrong.iter().for_each(|w| out.push_str(&format!("  x {w}\n")));
    if !text.is_empty() {
        out += &types(&args.rule, &text);
    }
    let chosen = session.choose(&args.rule, &[])?;
    let start = Instant::now();
    let division = session.divide(&chosen).map_err(|e| chosen.blame(e))?;
    let ms = start.elapsed().as_secs_f64() * 1e3;
    let _ = writeln!(out, "  {} runs on {} in {ms:.0} ms", style.tick(), session.name());
    out += &shares(&session, &division);
    for (k, example) in header.examples.iter().enumerate() {
        let mut found = example_of(args, example).unwrap_or_else(|failure| vec![failure.plain()]);
        if let Some(line) = example_line(&text, k) {
            found.iter_mut().for_each(|w| *w = format!("{}:{line}: {w}", args.rule));
        }
        let set: String =
            crate::label::settings(&example.params).iter().map(|s| format!(" {s}")).collect();
        let mark = if found.is_empty() { style.tick() } else { "x" };
        let _ = writeln!(out, "  {mark} example {}{set}", example.case);
        found.iter().for_each(|w| out.push_str(&format!("      {w}\n")));
        wrong.extend(found);
    }
    print::result(&style.fit(&out))?;
    match wrong.len() {
        0 => Ok(()),
        n => {
            let text = format!("{n} of the lines above begin with x");
            let error = RuleError::new(&header.id, FailureKind::Runtime, text);
            Err(error.with_hint("Mend the rule, or its examples if they were wrong.").into())
        }
    }
}

/// Words that do not exist, also in branches that no run has taken.
fn unknown_words(header: &RuleHeader, path: &Path, text: &str) -> Vec<String> {
    let found = littoral_host::words::doubts(text, header);
    let line = |d: &littoral_host::words::Doubt| {
        format!("{}:{}:{}: {}", path.display(), d.line, d.column, d.text)
    };
    found.iter().map(line).collect()
}

/// What the type checker says. Not counted as wrong: it knows less than the run does.
#[cfg(feature = "types")]
fn types(path: &str, text: &str) -> String {
    match littoral_host::types::check(text) {
        Ok(found) if found.is_empty() => "  types check\n".to_owned(),
        Ok(found) => found
            .iter()
            .map(|d| {
                let first = d.text.replace('\n', " ");
                format!("  type {path}:{}:{}: {first}\n", d.line, d.column)
            })
            .collect(),
        Err(why) => format!("  types are not checked: {why}\n"),
    }
}

/// Without the type checker it is said that there is none.
#[cfg(not(feature = "types"))]
fn types(_: &str, _: &str) -> String {
    "  words are checked, types are not: build littoral with --features types for that\n".to_owned()
}

/// The shares of every layer.
fn shares(session: &Session, division: &Division) -> String {
    let mut out = String::new();
    for (name, layer) in &division.layers.0 {
        let of = |id: &str| format!("{id} {}", tenth(layer.share(id)));
        let list: Vec<String> = session.case.party_ids().map(of).collect();
        let _ = writeln!(out, "      {name}: {} per cent", list.join("  "));
    }
    out
}

/// Line of the `k`-th example: of the `k`-th `case =` after the word `examples`.
fn example_line(text: &str, k: usize) -> Option<usize> {
    let start = text.rfind("examples")?;
    let names = |at: usize| {
        text[at + 4..].trim_start().strip_prefix('=').is_some_and(|r| !r.starts_with('='))
    };
    let cases = text[start..].match_indices("case").map(|(at, _)| start + at);
    let at = cases.filter(|at| names(*at)).nth(k)?;
    Some(text[..at].matches('\n').count() + 1)
}

/// What an example expects and does not get.
fn example_of(args: &CheckArgs, example: &Example) -> Outcome<Vec<String>> {
    let session = Session::open(&example.case, &args.run)?;
    let parties: Vec<&str> = session.case.party_ids().collect();
    let chosen = session.rules().with_params(&args.rule, example.params.clone(), None, &parties)?;
    let division = session.divide(&chosen)?;
    let mut wrong = Vec::new();
    for (layer, expected) in &example.expect {
        let Some(solved) = division.layers.get(layer) else {
            wrong.push(format!("there is no layer \"{layer}\""));
            continue;
        };
        let Some(expected) = expected.as_object() else {
            wrong.push(format!("{layer}: write {{ PARTY = {{ share, tolerance }} }}"));
            continue;
        };
        for (holder, pair) in expected {
            if !parties.contains(&holder.as_str()) && !solved.holders().any(|h| h == holder) {
                let known = did_you_mean(holder, parties.iter().copied(), "");
                wrong.push(format!("{layer}: nobody is called {holder}; {known}"));
                continue;
            }
            let number = |k: usize| pair.get(k).and_then(serde_json::Value::as_f64);
            let (Some(share), Some(tolerance)) = (number(0), number(1)) else {
                wrong.push(format!("{layer} {holder}: write {{ share, tolerance }}"));
                continue;
            };
            let got = solved.share(holder);
            if (got - share).abs() > tolerance {
                wrong.push(format!("{layer} {holder}: {got:.3}, expected {share} ± {tolerance}"));
            }
        }
    }
    Ok(wrong)
}

/// What a reader of the rule will miss.
fn doubts(header: &RuleHeader, path: &Path, text: &str) -> Vec<String> {
    let mut doubts = Vec::new();
    if header.cite.is_empty() {
        doubts.push("it cites nothing: cite = { \"case, treaty or paper\" }".to_owned());
    } else if header.cite.iter().any(|c| c.starts_with("say here")) {
        doubts.push(
            "cite still has the words of the scaffold: name the case, treaty or paper".to_owned(),
        );
    }
    if header.examples.iter().any(|e| e.expect.is_empty()) {
        doubts.push("an example expects nothing: expect = { seabed = { ... } }".to_owned());
    }
    if header.examples.is_empty() && !text.is_empty() {
        doubts.push("it has no example: examples = { { case = ..., expect = ... } }".to_owned());
    }
    for p in header.params.iter().filter(|p| p.about.is_empty()) {
        doubts.push(format!("the parameter {} says nothing of itself: {{ about = ... }}", p.name));
    }
    if !text.is_empty() {
        if !text.starts_with("--!strict") {
            doubts.push("editors check types better after --!strict in the first line".to_owned());
        }
        if text.contains("function(sea,") || text.contains("function(sea)") {
            doubts.push("write sea: Sea, else an editor misses misspelt methods".to_owned());
        }
        if path.file_stem().is_some_and(|s| s.to_string_lossy() != header.id) {
            doubts.push(format!("its id is {}: name the file {}.luau", header.id, header.id));
        }
    }
    doubts
}
