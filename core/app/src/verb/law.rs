//! `littoral law`: who may do what, where, on a date, by which instrument.

mod at;
mod day;
mod draw;
mod export;
mod memo;
mod overlaps;
mod status;
mod timeline;
mod topics;
mod words;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::cli::Global;
use crate::failure::{Failure, Outcome};
use crate::session::Session;
use crate::{output, print};

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
    /// The law of a day as S-121-structured GML, not schema-validated, or the same as text
    Export(export::ExportArgs),
}

/// Formats of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[value(alias = "table", alias = "txt")]
    Text,
    /// One document
    Json,
    /// The regime of the day as a map
    Svg,
    /// The map as a picture, 240 dots an inch
    Png,
    /// The regime's zones and lines
    Geojson,
}

/// How an answer is written, and where.
#[derive(Debug, Args)]
pub struct Written {
    /// What to write; without it the ending of -o decides, else text
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// File to write instead of standard output
    #[arg(short = 'o', long = "out", value_name = "PATH")]
    pub out: Option<PathBuf>,
}

impl Written {
    /// The format asked for.
    ///
    /// # Errors
    /// An ending that stands for none.
    fn format(&self) -> Outcome<Format> {
        let ending = self.out.as_deref().and_then(|p| p.extension()).and_then(|e| e.to_str());
        match (self.format, ending.map(str::to_ascii_lowercase).as_deref()) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(Format::Text),
            (None, Some(ending)) => Format::from_str(ending, true).map_err(|_| {
                Failure::usage(
                    format!("no format ends in \".{ending}\""),
                    "command line: -o",
                    "name the format: --format text, json, svg, png or geojson",
                )
            }),
        }
    }

    /// Refuses to write to a file of the case.
    fn spares(&self, session: &Session) -> Outcome {
        self.out.iter().try_for_each(|out| session.spares(out, None))
    }

    /// Writes the finished answer.
    fn publish(&self, bytes: &[u8]) -> Outcome {
        match &self.out {
            Some(path) => output::publish(path, bytes),
            None => print::bytes(bytes),
        }
    }
}

/// Runs the verb.
///
/// # Errors
/// A bad case, date, place or word.
pub fn run(verb: &LawVerb, global: &Global) -> Outcome {
    match verb {
        LawVerb::At(args) => at::run(args, global),
        LawVerb::Status(args) => status::run(args, global),
        LawVerb::Timeline(args) => timeline::run(args, global),
        LawVerb::Overlaps(args) => overlaps::run(args, global),
        LawVerb::Export(args) => export::run(args),
    }
}

/// A day of the command line.
fn date(option: &str, text: &str) -> Outcome<Date> {
    let wrong = || {
        Failure::usage(
            format!("\"{text}\" is not a day"),
            format!("command line: --{option} {text}"),
            "write year-month-day, as 2018-08-12",
        )
    };
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    text.parse().ok().filter(|_| plain).ok_or_else(wrong)
}
