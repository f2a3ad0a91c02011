//! `littoral plugin check`: does a plugin keep the promises of the ABI? Each rule in a worker of its
//! own, trusted for this command alone.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use littoral_host::RuleRef;
use littoral_model::{FailureKind, RuleError};
use littoral_plugin::Manifest;

use crate::cli::{Global, PluginArgs, RunArgs};
use crate::failure::Outcome;
use crate::print;
use crate::session::{Rules, Session};
use crate::style::Style;

/// Check that a plugin keeps the promises of the ABI
#[derive(Debug, Args)]
#[command(
    after_help = "Loads the plugin: run it only on what you would trust.\n\nExample:\n  littoral plugin check my-plugin"
)]
pub struct CheckArgs {
    /// The plugin's folder
    pub dir: PathBuf,
}

/// Runs the verb.
///
/// # Errors
/// The plugin cannot be loaded, or breaks a promise; status 3.
pub(super) fn run(args: &CheckArgs, _: &Global) -> Outcome {
    let style = Style::stdout();
    super::is_plugin(&args.dir)?;
    let manifest = Manifest::read(&args.dir)?;
    if !manifest.library_path(&args.dir)?.is_file() {
        let text = format!("{} has no library yet", args.dir.display());
        let hint = format!("Build it first: littoral plugin build {}", args.dir.display());
        return Err(RuleError::new(&manifest.id, FailureKind::Abi, text).with_hint(hint).into());
    }
    let mut out = format!("{} {}\n", style.bold(&manifest.id), manifest.version);
    let mut broken = 0;
    let both = manifest.rules.iter().map(|r| (r, true));
    for (name, is_rule) in both.chain(manifest.metrics.iter().map(|m| (m, false))) {
        let _ = writeln!(out, "  {}", style.bold(name));
        for (check, fault) in checks(args, name, is_rule)? {
            let mark = if fault.is_empty() { style.tick() } else { "x" };
            let _ = writeln!(out, "    {mark} {check}");
            if !fault.is_empty() {
                broken += 1;
                let _ = writeln!(out, "        {fault}");
            }
        }
    }
    print::result(&style.fit(&out))?;
    if broken == 0 {
        return Ok(());
    }
    let text = format!("{broken} promises are broken");
    Err(RuleError::new(&manifest.id, FailureKind::Abi, text)
        .with_hint("plugins/sdk/README.md says what each one means.")
        .into())
}

/// What was checked of one rule or metric, with what is wrong.
fn checks(args: &CheckArgs, rule: &str, is_rule: bool) -> Outcome<Vec<(String, String)>> {
    let plugins = PluginArgs { dev: vec![args.dir.clone()], ..PluginArgs::default() };
    let reference = RuleRef::Plugin { dir: args.dir.clone(), rule: rule.to_owned() };
    let mut list = Vec::new();
    let rules = Rules::open(&plugins)?;
    match rules.host().probe(&reference) {
        Ok(verdicts) => list.extend(verdicts.into_iter().map(|v| (v.check, v.fault))),
        Err(error) => list.push(("loads and lives".to_owned(), error.text)),
    }
    if !is_rule {
        return Ok(list);
    }
    let run = RunArgs { plugins, ..RunArgs::default() };
    let divide = || -> Outcome<Result<String, String>> {
        let session = Session::open("caspian", &run)?;
        let chosen = match session.rules().find(rule).and_then(|_| session.choose(rule, &[])) {
            Ok(chosen) => chosen,
            Err(failure) => return Ok(Err(failure.message(Style::plain()))),
        };
        Ok(session.divide(&chosen).map_err(|e| e.text).map(|mut division| {
            division.provenance.engine_ms = None;
            littoral_formats::json::division(&division)
        }))
    };
    let (first, second) = (divide()?, divide()?);
    let fault = match (&first, &second) {
        (Ok(a), Ok(b)) if a == b => String::new(),
        (Ok(_), Ok(_)) => "two workers give two divisions".to_owned(),
        (Err(e), _) | (_, Err(e)) => e.clone(),
    };
    list.push(("divides the Caspian, twice the same".to_owned(), fault));
    Ok(list)
}
