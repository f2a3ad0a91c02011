//! `littoral sweep run`: a study from start to report, or what is missing of a plan.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use clap::Args;

use super::check::moved;
use crate::cli::{Global, PluginArgs};
use crate::ensemble::{self, Bench, Done, Plan, Shard, prepare};
use crate::failure::{Failure, Outcome};
use crate::print;

const EXAMPLES: &str = "\
Examples:
  littoral sweep run weights.toml                          everything, report included, in littoral-out/sweeps/ID
  littoral sweep run plan.json --shard 17/256 -o parts     one shard of many, on any machine
  littoral sweep run plan.json -o parts                    whatever is missing

Stop it at any moment and run it again: whole parts are kept, and nothing is run twice that is whole.";

/// Run a study, a plan or a shard
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RunSweep {
    /// study.toml, or a plan made from one
    pub file: PathBuf,
    /// Only the blocks of this shard: 17/256
    #[arg(long, value_name = "I/N", value_parser = Shard::parse)]
    pub shard: Option<Shard>,
    /// Folder of the parts, or of everything for a study
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Scenarios at a time [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Where native rules come from.
    #[command(flatten)]
    pub plugins: PluginArgs,
}

/// Runs the verb.
///
/// # Errors
/// The study or plan cannot be used, or a file not be written. Scenarios that fail are rows, not errors.
pub(super) fn run(args: &RunSweep, global: &Global) -> Outcome {
    match args.file.extension().is_some_and(|e| e == "toml") {
        true => whole(args, global),
        false => parts(args, global),
    }
}

/// A study to its report.
fn whole(args: &RunSweep, global: &Global) -> Outcome {
    let mut plan = prepare(&args.file, &args.plugins)?;
    let folder = args.output.clone().unwrap_or_else(|| {
        Path::new("littoral-out/sweeps").join(crate::comparison::stem(&plan.study().id))
    });
    let path = folder.join("plan.json");
    if path.exists() && Plan::read(&path).map_or(true, |old| old.hash != plan.hash) {
        let text = "the folder holds another plan: the study, a rule, a case or littoral has changed since".to_owned();
        let help = "choose another folder with -o, or move this one away";
        return Err(Failure::usage(text, folder.display().to_string(), help));
    }
    let local = args.file.parent().unwrap_or(Path::new("")).to_path_buf();
    let named = (plan.cases.clone(), plan.rules.clone());
    moved(&mut plan, &args.file, &path);
    plan.write(&path)?;
    let bench = Bench::open(plan.study(), (&named.0, &named.1), &local, &args.plugins)?;
    let pieces = folder.join("parts");
    work(&plan, &bench, &pieces, args, global)?;
    if args.shard.is_some() {
        return Ok(());
    }
    let result = folder.join("result.parquet");
    ensemble::merge(&plan, &pieces, &result)?;
    let Some(session) = bench.cases().first() else { return Ok(()) };
    let (page, analysis) = ensemble::write(&plan, session, &result, &folder)?;
    print::result(&super::parts::summary(&plan, &analysis))?;
    if !global.quiet {
        print::aside(&format!("  {} and {}\n", page.display(), result.display()));
    }
    Ok(())
}

/// What is missing of a plan.
fn parts(args: &RunSweep, global: &Global) -> Outcome {
    let plan = Plan::read(&args.file)?;
    let folder = args.output.clone().unwrap_or_else(|| PathBuf::from("parts"));
    let local = args.file.parent().unwrap_or(Path::new(""));
    let bench = Bench::open(plan.study(), (&plan.cases, &plan.rules), local, &args.plugins)?;
    bench.agrees(&plan)?;
    work(&plan, &bench, &folder, args, global)
}

fn work(
    plan: &Plan,
    bench: &Bench<'_>,
    folder: &Path,
    args: &RunSweep,
    global: &Global,
) -> Outcome {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let jobs = args.jobs.map_or(cores, usize::from);
    let start = Instant::now();
    let shard = args.shard.unwrap_or(Shard::WHOLE);
    let done = ensemble::run(plan, bench, folder, (shard, jobs), global.quiet)?;
    if !global.quiet {
        print::aside(&format!("  {}\n", said(&done, start.elapsed().as_secs_f64())));
    }
    Ok(())
}

fn said(done: &Done, seconds: f64) -> String {
    let kept =
        if done.kept > 0 { format!("; {} parts were there", done.kept) } else { String::new() };
    let failed =
        if done.failed > 0 { format!(", {} without a result", done.failed) } else { String::new() };
    let rate = done.run as f64 / seconds.max(1e-9);
    format!("{} scenarios{failed} in {seconds:.1} s, {rate:.0} a second{kept}", done.run)
}
