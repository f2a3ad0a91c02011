//! `littoral sweep status`, `merge` and `report`: from part files to what they say.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::{Global, PluginArgs};
use crate::ensemble::{self, Analysis, Bench, Parts, Plan};
use crate::failure::Outcome;
use crate::print;
use crate::spare::spare;

const STATUS: &str = "\
Examples:
  littoral sweep status plan.json parts
  littoral sweep status plan.json parts --format json";

const MERGE: &str = "\
Examples:
  littoral sweep merge plan.json parts -o result.parquet

Parts are checked one by one; whatever is missing, damaged or of another plan is named and nothing is written. The bytes are
the same however the work was shared out.";

const REPORT: &str = "\
Examples:
  littoral sweep report plan.json result.parquet
  littoral sweep report plan.json result.parquet -o report-of-weights";

/// What is there
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
pub struct StatusArgs {
    /// The plan
    pub plan: PathBuf,
    /// Folder of the parts
    pub parts: PathBuf,
    /// What goes to standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Forms of the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One document
    Json,
}

/// Join the parts
#[derive(Debug, Args)]
#[command(after_help = MERGE)]
pub struct MergeArgs {
    /// The plan
    pub plan: PathBuf,
    /// Folder of the parts
    pub parts: PathBuf,
    /// The merged file
    #[arg(short, long, value_name = "FILE", default_value = "result.parquet")]
    pub output: PathBuf,
}

/// Analyse the merged file
#[derive(Debug, Args)]
#[command(after_help = REPORT)]
pub struct ReportArgs {
    /// The plan
    pub plan: PathBuf,
    /// The merged file
    pub result: PathBuf,
    /// Folder of the report [default: that of the merged file]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Where native rules come from.
    #[command(flatten)]
    pub plugins: PluginArgs,
}

/// Runs `status`.
///
/// # Errors
/// The plan or the folder cannot be read.
pub(super) fn status(args: &StatusArgs) -> Outcome {
    let plan = Plan::read(&args.plan)?;
    let parts = Parts::look(&args.parts, &plan)?;
    let missing: Vec<u64> = parts.missing(&plan).collect();
    if args.format == Format::Json {
        let document = json!({
            "plan": plan.hash, "blocks": plan.blocks(), "whole": parts.whole.len(), "missing": missing,
            "damaged": parts.damaged, "foreign": parts.foreign,
        });
        return print::result(&format!("{document}\n"));
    }
    let mut out = format!(
        "plan {}: {} of {} parts are whole\n",
        plan.short(),
        parts.whole.len(),
        plan.blocks()
    );
    if !missing.is_empty() {
        let first: Vec<String> = missing.iter().take(10).map(u64::to_string).collect();
        let more = if missing.len() > 10 { ", …" } else { "" };
        let _ = writeln!(out, "missing {}: {}{more}", missing.len(), first.join(", "));
    }
    for (word, list) in [("damaged", &parts.damaged), ("foreign", &parts.foreign)] {
        for path in list {
            let _ = writeln!(out, "{word}: {}", path.display());
        }
    }
    print::result(&out)
}

/// Runs `merge`.
///
/// # Errors
/// Parts are missing, damaged or foreign, or the file cannot be written.
pub(super) fn merge(args: &MergeArgs, global: &Global) -> Outcome {
    let plan = Plan::read(&args.plan)?;
    spare(&args.output, [&args.plan])?;
    let rows = ensemble::merge(&plan, &args.parts, &args.output)?;
    if !global.quiet {
        print::aside(&format!("  {rows} scenarios -> {}\n", args.output.display()));
    }
    Ok(())
}

/// Runs `report`.
///
/// # Errors
/// The result is not of the plan or is damaged, or a file cannot be written.
pub(super) fn report(args: &ReportArgs, global: &Global) -> Outcome {
    let plan = Plan::read(&args.plan)?;
    let local = args.plan.parent().unwrap_or(Path::new(""));
    let bench = Bench::open(plan.study(), (&plan.cases, &plan.rules), local, &args.plugins)?;
    let Some(session) = bench.cases().first() else { return Ok(()) };
    let beside = args.result.parent().map(Path::to_path_buf).unwrap_or_default();
    let folder = args.output.clone().unwrap_or(beside);
    for name in ensemble::REPORT {
        spare(&folder.join(name), [&args.plan, &args.result])?;
        session.spares(&folder.join(name), None)?;
    }
    let (page, analysis) = ensemble::write(&plan, session, &args.result, &folder)?;
    print::result(&summary(&plan, &analysis))?;
    if !global.quiet {
        print::aside(&format!("  {}\n", page.display()));
    }
    Ok(())
}

/// The ranges of the shares, for the terminal.
pub(super) fn summary(plan: &Plan, a: &Analysis) -> String {
    let failed: usize = a.failed.iter().map(|(_, n)| n).sum();
    let mut out = format!("{}: {} scenarios, {failed} without a result\n", a.study, a.scenarios);
    let label = |rule: &str| if rule.is_empty() { "all rules".to_owned() } else { rule.to_owned() };
    let wide = a.groups.iter().map(|g| label(&g.rule).chars().count()).max().unwrap_or(0);
    let wide = wide.clamp(22, 48);
    let _ = writeln!(
        out,
        "{:1$}   least     5 %    50 %    95 %    most      sd",
        "share of the sea, per cent",
        wide + 7
    );
    for group in &a.groups {
        let rule: String = label(&group.rule).chars().take(wide).collect();
        for party in &plan.body.parties {
            let name = format!("share.{party}");
            let Some((_, s)) = group.ranges.iter().find(|(n, _)| *n == name) else { continue };
            let _ = writeln!(
                out,
                "{rule:wide$} {party:>6} {:8.2}{:8.2}{:8.2}{:8.2}{:8.2}{:8.3}",
                s.least, s.q05, s.q50, s.q95, s.most, s.sd
            );
        }
    }
    if !a.feasible.conditions.is_empty() {
        let _ =
            writeln!(out, "feasible: {} ({})", a.feasible.count, a.feasible.conditions.join("; "));
    }
    out
}
