//! `littoral construct`: the surveyor's tools on plain base points, baselines, coasts and lines.

mod audit;
mod densify;
mod envelope;
mod equidistance;
mod ground;
mod input;
mod intersect;
mod parallels;
mod sheet;

use clap::Subcommand;

use crate::cli::Global;
use crate::failure::{Failure, Outcome};

/// What to construct.
#[derive(Debug, Subcommand)]
pub enum ConstructVerb {
    /// Equidistance line of base points, coasts and islands, with tripoints and controlling base points
    Equidistance(equidistance::Equidistance),
    /// A published line against coasts: distances, base points, residuals, what reconciles it
    Audit(audit::Audit),
    /// Outer limit at a distance from base points and baselines, each arc and parallel named
    Envelope(envelope::Envelope),
    /// A baseline moved sideways with its corners (traces paralleles)
    Parallels(parallels::Parallels),
    /// Points along a line so that another kind of edge stays within a tolerance
    Densify(densify::Densify),
    /// Where geodesics, loxodromes and arcs of constant distance cross
    Intersect(intersect::Intersect),
}

/// Runs the verb.
///
/// # Errors
/// Input that cannot be read or constructed: exit status 2.
pub fn run(verb: &ConstructVerb, _: &Global) -> Outcome {
    match verb {
        ConstructVerb::Equidistance(args) => equidistance::run(args),
        ConstructVerb::Audit(args) => audit::run(args),
        ConstructVerb::Envelope(args) => envelope::run(args),
        ConstructVerb::Parallels(args) => parallels::run(args),
        ConstructVerb::Densify(args) => densify::run(args),
        ConstructVerb::Intersect(args) => intersect::run(args),
    }
}

/// The engine's refusal as a message with a next step.
fn refused(error: &littoral_delimit::DelimitError, place: &str) -> Failure {
    Failure::usage(error.to_string(), place, "mend the input and try again")
}
