//! `littoral construct`: the surveyor's tools on plain base points, baselines, coasts and lines.

mod audit;
mod baselines;
mod bay;
mod bisector;
mod chain;
mod clipped;
mod coast;
mod curve;
mod cut;
mod datum;
mod densify;
mod drawn;
mod effects;
mod envelope;
mod equidistance;
mod figure;
mod fraction;
mod geodesics;
mod ground;
mod input;
mod intersect;
mod lagoons;
mod land;
mod lengths;
mod limit;
mod options;
mod parallels;
mod perpendicular;
mod ray;
mod sheet;
mod shelf;
mod stakes;
mod stated;
mod stations;
mod translate;

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
    /// Bisector of two coastal fronts
    Bisector(bisector::Bisector),
    /// Perpendicular to a general direction; a parallel or meridian from a point
    Perpendicular(perpendicular::Perpendicular),
    /// A line from a point at an azimuth, for a length or until it reaches a limit
    Ray(ray::Ray),
    /// A drawn line until it reaches a limit
    Cut(cut::Cut),
    /// A line moved as a whole
    Translate(translate::Translate),
    /// A share of the way from one line to another
    Fraction(fraction::Fraction),
    /// Outer limit of the continental shelf beyond 200 M: article 76, point by point
    Shelf(shelf::Shelf),
    /// Closing line of a bay: semicircle and 24 M, PASS or FAIL by paragraph of article 10
    Bay(bay::Bay),
    /// Straight baselines: lengths and departures from the general direction, segment by segment
    Baselines(baselines::Baselines),
    /// Coasts with fewer coordinates, within a stated tolerance
    Simplify(coast::Simplify),
    /// Lengths and ratios of coasts at several scales
    Lengths(lengths::Lengths),
    /// Areas against coasts: the test of disproportionality at several scales
    Proportionality(lengths::Proportionality),
    /// Points brought from one datum to another by stated parameters
    Datum(datum::Datum),
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
        ConstructVerb::Bisector(args) => bisector::run(args),
        ConstructVerb::Perpendicular(args) => perpendicular::run(args),
        ConstructVerb::Ray(args) => ray::run(args),
        ConstructVerb::Cut(args) => cut::run(args),
        ConstructVerb::Translate(args) => translate::run(args),
        ConstructVerb::Fraction(args) => fraction::run(args),
        ConstructVerb::Shelf(args) => shelf::run(args),
        ConstructVerb::Bay(args) => bay::run(args),
        ConstructVerb::Baselines(args) => baselines::run(args),
        ConstructVerb::Simplify(args) => coast::simplify(args),
        ConstructVerb::Lengths(args) => lengths::lengths(args),
        ConstructVerb::Proportionality(args) => lengths::proportionality(args),
        ConstructVerb::Datum(args) => datum::run(args),
        ConstructVerb::Densify(args) => densify::run(args),
        ConstructVerb::Intersect(args) => intersect::run(args),
    }
}

/// The engine's refusal as a message with a next step.
fn refused(error: &littoral_delimit::DelimitError, place: &str) -> Failure {
    Failure::usage(error.to_string(), place, "mend the input and try again")
}
