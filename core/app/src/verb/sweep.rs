//! `littoral sweep`: many divisions from one study, on one machine or on many, with the same result.

mod check;
mod parts;
mod run;

use clap::Subcommand;

use crate::cli::Global;
use crate::failure::Outcome;

/// What to do with a study or its plan.
#[derive(Debug, Subcommand)]
pub enum SweepVerb {
    /// Read a study, count its scenarios, try a few, say how long all will take
    Check(check::CheckArgs),
    /// Make a study definite: every reference resolved, hashed, ready for any number of machines
    Plan(check::PlanArgs),
    /// Run a study to its report on this machine; or a plan, or one shard of it, to part files
    Run(run::RunSweep),
    /// Which parts of a plan are there, missing, damaged or foreign
    Status(parts::StatusArgs),
    /// Join all parts into one Parquet file
    Merge(parts::MergeArgs),
    /// Analyse a merged file: ranges, sensitivity, feasible set, front, maps of chances
    Report(parts::ReportArgs),
}

/// Runs the verb.
///
/// # Errors
/// A study, plan or part that cannot be used, or a file that cannot be written.
pub fn run(verb: &SweepVerb, global: &Global) -> Outcome {
    match verb {
        SweepVerb::Check(args) => check::check(args),
        SweepVerb::Plan(args) => check::plan(args, global),
        SweepVerb::Run(args) => run::run(args, global),
        SweepVerb::Status(args) => parts::status(args),
        SweepVerb::Merge(args) => parts::merge(args, global),
        SweepVerb::Report(args) => parts::report(args, global),
    }
}
