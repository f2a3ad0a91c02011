//! `littoral sweep check` and `plan`: what a study means, before it costs anything.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use clap::Args;

use crate::cli::{Global, PluginArgs};
use crate::ensemble::{Bench, Cell, Last, Plan, prepare, resolved, row};
use crate::failure::Outcome;
use crate::print;
use crate::spare::spare;

const CHECK: &str = "\
Examples:
  littoral sweep check weights.toml
  littoral sweep check weights.toml --trials 32";

const PLAN: &str = "\
Examples:
  littoral sweep plan weights.toml -o plan.json
  littoral sweep plan weights.toml -o plan.json && littoral sweep run plan.json --shard 1/8 \\
      -o parts";

/// Count, try, estimate
#[derive(Debug, Args)]
#[command(after_help = CHECK)]
pub struct CheckArgs {
    /// study.toml
    pub study: PathBuf,
    /// Scenarios to try, spread over the whole study
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub trials: u64,
    /// Where native rules come from.
    #[command(flatten)]
    pub plugins: PluginArgs,
}

/// Write the plan
#[derive(Debug, Args)]
#[command(after_help = PLAN)]
pub struct PlanArgs {
    /// study.toml
    pub study: PathBuf,
    /// The plan
    #[arg(short, long, value_name = "FILE", default_value = "plan.json")]
    pub output: PathBuf,
    /// Where native rules come from.
    #[command(flatten)]
    pub plugins: PluginArgs,
}

/// Runs `check`.
///
/// # Errors
/// The study cannot be used.
pub(super) fn check(args: &CheckArgs) -> Outcome {
    let plan = prepare(&args.study, &args.plugins)?;
    let folder = args.study.parent().unwrap_or(Path::new(""));
    let bench = Bench::open(plan.study(), (&plan.cases, &plan.rules), folder, &args.plugins)?;
    print::result(&report(&plan, &bench, args.trials))
}

fn report(plan: &Plan, bench: &Bench<'_>, trials: u64) -> String {
    let total = plan.body.scenarios;
    let trials = trials.clamp(1, total.max(1));
    let mut out = format!("{}: {total} scenarios in {} parts\n", plan.study().id, plan.blocks());
    let (all, mut last) = (plan.scenarios(), Last::default());
    // The first run reads the case and starts a worker; it is not part of the rate.
    let warm = all.get(0).map(|s| row(plan, bench, &s, &mut last));
    let start = Instant::now();
    let (mut feasible, mut errors, mut rows) = (0, Vec::new(), Vec::new());
    for k in 0..trials {
        let Some(scenario) =
            all.get((u128::from(k) * u128::from(total) / u128::from(trials)) as u64)
        else {
            continue;
        };
        let cells = row(plan, bench, &scenario, &mut last);
        let text = |name: &str| {
            cells.iter().find_map(|(n, c)| match c {
                Cell::Text(t) if n == name => Some(t.clone()),
                _ => None,
            })
        };
        if let Some(code) = text("error") {
            errors.push(format!(
                "scenario {}: {code}: {}",
                scenario.number,
                text("message").unwrap_or_default()
            ));
        }
        feasible += u64::from(cells.iter().any(|(n, c)| n == "feasible" && *c == Cell::Integer(1)));
        rows.push(cells);
    }
    drop(warm);
    let each = start.elapsed().as_secs_f64() / trials as f64;
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let _ = writeln!(
        out,
        "about {} a scenario; all of them about {} on the {cores} cores of this machine",
        clock(each),
        clock(each * total as f64 / cores as f64)
    );
    if !plan.study().conditions.is_empty() {
        let _ = writeln!(out, "{feasible} of {trials} tried scenarios meet every condition");
    }
    if feasible == 0 {
        out.push_str(&reached(plan, &rows));
    }
    for error in errors.iter().take(3) {
        let _ = writeln!(out, "{error}");
    }
    if errors.len() > 3 {
        let _ = writeln!(out, "and {} more without a result", errors.len() - 3);
    }
    out
}

/// How far the tried scenarios got towards each condition.
fn reached(plan: &Plan, rows: &[Vec<(String, Cell)>]) -> String {
    let mut out = String::new();
    for condition in &plan.study().conditions {
        let values = rows.iter().flatten().filter_map(|(n, c)| match c {
            Cell::Number(x) if *n == condition.measure => Some(*x),
            _ => None,
        });
        let (least, most) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
        let held = match least.is_finite() {
            true => format!("from {least:.3} to {most:.3}"),
            false => "never known".to_owned(),
        };
        let _ = writeln!(out, "  asked: {}; reached: {held}", condition.text());
    }
    out
}

/// `12 ms`, `3.4 s`, `7 min`, `2.5 h`
fn clock(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => format!("{:.0} ms", s * 1000.0),
        s if s < 100.0 => format!("{s:.1} s"),
        s if s < 6000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

/// Runs `plan`.
///
/// # Errors
/// The study cannot be used, or the plan not be written.
pub(super) fn plan(args: &PlanArgs, global: &Global) -> Outcome {
    spare(&args.output, [&args.study])?;
    let mut plan = prepare(&args.study, &args.plugins)?;
    moved(&mut plan, &args.study, &args.output);
    plan.write(&args.output)?;
    if !global.quiet {
        print::aside(&format!(
            "  {} scenarios in {} parts, plan {} -> {}\n",
            plan.body.scenarios,
            plan.blocks(),
            plan.short(),
            args.output.display()
        ));
    }
    Ok(())
}

/// Where the plan lies elsewhere than its study, files are named in full.
pub(super) fn moved(plan: &mut Plan, study: &Path, to: &Path) {
    let folder = |p: &Path| p.parent().map(Path::to_path_buf).unwrap_or_default();
    let (from, to) = (folder(study), folder(to));
    if from == to {
        return;
    }
    for name in plan.cases.iter_mut().chain(&mut plan.rules) {
        let there = resolved(name, &from);
        if there != *name {
            *name = std::path::absolute(&there).map_or(there, |p| p.display().to_string());
        }
    }
}
