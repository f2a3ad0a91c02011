//! `littoral law`: who may do what, where, on a date, by which instrument.

mod at;
mod memo;
mod overlaps;
mod status;
mod timeline;

use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use littoral_delimit::Waters;
use littoral_treaty::{Law, Record};

use crate::cli::Global;
use crate::failure::{Failure, Outcome};
use crate::session::Session;

/// What to ask of the law.
#[derive(Debug, Subcommand)]
pub enum LawVerb {
    /// Who may do what at a point or a deposit on a date: a memorandum with articles
    At(at::AtArgs),
    /// Which instruments bind whom on a date
    Status(status::StatusArgs),
    /// What happened when; with a place, how the answer there changed
    Timeline(timeline::TimelineArgs),
    /// The regime of a day by area: who holds what, what is claimed twice, how much is settled
    Overlaps(overlaps::OverlapsArgs),
}

/// Formats of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[value(alias = "table")]
    Text,
    /// One document
    Json,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, date, place or word.
pub fn run(verb: &LawVerb, _: &Global) -> Outcome {
    match verb {
        LawVerb::At(args) => at::run(args),
        LawVerb::Status(args) => status::run(args),
        LawVerb::Timeline(args) => timeline::run(args),
        LawVerb::Overlaps(args) => overlaps::run(args),
    }
}

/// A day of the command line.
fn day(text: &str) -> Outcome<Date> {
    text.parse().map_err(|_| {
        Failure::usage(
            format!("\"{text}\" is not a day"),
            format!("command line: --date {text}"),
            "write year-month-day, as 2018-08-12",
        )
    })
}

/// The engine over a case.
fn waters(session: &Session) -> Outcome<Waters> {
    Waters::new(session.case.clone()).map_err(|e| {
        Failure::usage(e.to_string(), session.name(), "littoral case check shows what is wrong")
    })
}

/// The law of a case.
fn law<'w>(record: &Record, waters: &'w Waters) -> Outcome<Law<'w>> {
    Law::new(record, waters).map_err(|e| {
        Failure::usage(e, "the instruments", "littoral case check shows what is wrong")
    })
}
