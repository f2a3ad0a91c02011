//! The `littoral` binary as a library: verbs, terminal, report, maps.
//!
//! Results go to standard output, messages to standard error. Every run of a rule goes through
//! `littoral_host`, in a worker process; nothing here runs a script or loads a plugin. What stops
//! a command is a [`failure::Failure`], which knows its message and the exit status.

pub mod cli;
pub mod comparison;
pub mod ensemble;
pub mod failure;
pub mod files;
#[cfg(test)]
mod fixtures;
pub mod label;
pub mod map;
pub mod measures;
pub mod number;
pub mod output;
pub mod points;
pub mod print;
pub mod progress;
pub mod report;
pub mod said;
pub mod sensitivity;
pub mod session;
pub mod spare;
pub mod studio;
pub mod style;
pub mod sweep;
pub mod table;
pub mod verb;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use cli::{Cli, Verb};
use failure::{BAD_INPUT, Failure, Outcome};
use style::Style;

/// What `main` does: reads the command line, runs the verb, tells what went wrong.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(cli::words(std::env::args_os())) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    if matches!(cli.verb, Some(Verb::Worker)) {
        return littoral_host::worker::main();
    }
    if let Some(Verb::Place { record }) = &cli.verb {
        // Who started it tells what is wrong.
        return ExitCode::from(u8::from(littoral_formats::carry_out(record).is_err()));
    }
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            print::aside(&failure.message(Style::stderr()));
            ExitCode::from(failure.status())
        }
    }
}

fn run(cli: &Cli) -> Outcome {
    let global = &cli.global;
    match &cli.verb {
        None => verb::compare::run(&verb::compare::Compare::main_job(), global),
        Some(Verb::Divide(args)) => verb::divide::run(args, global),
        Some(Verb::Compare(args)) => verb::compare::run(args, global),
        Some(Verb::Decide(args)) => verb::decide::run(args, global),
        Some(Verb::Export(args)) => verb::export::run(args, global),
        Some(Verb::Convert(args)) => verb::convert::run(args, global),
        Some(Verb::Line(args)) => verb::line::run(args, global),
        Some(Verb::Watch(args)) => verb::watch::run(args, global),
        Some(Verb::Case(verb)) => verb::case::run(verb, global),
        Some(Verb::Rule(verb)) => verb::rule::run(verb, global),
        Some(Verb::Plugin(verb)) => verb::plugin::run(verb, global),
        Some(Verb::Api(args)) => verb::api::run(args, global),
        Some(Verb::Construct(verb)) => verb::construct::run(verb, global),
        Some(Verb::Law(verb)) => verb::law::run(verb, global),
        Some(Verb::Sweep(verb)) => verb::sweep::run(verb, global),
        Some(Verb::Studio(args)) => verb::studio::run(args, global),
        Some(Verb::Worker | Verb::Place { .. }) => Ok(()),
    }
}

/// Help and version are results; anything else is wrong usage, in the words of the parser.
fn usage(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match print::result(&text) {
            Ok(()) | Err(Failure::Closed) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(BAD_INPUT),
        };
    }
    let style = Style::stderr();
    let body = text.strip_prefix("error").map_or(text.clone(), |rest| style.red("error") + rest);
    let close = style.faint(&format!("nothing was written; exit status {BAD_INPUT}"));
    print::aside(&format!("{}\n  {close}\n", body.trim_end()));
    ExitCode::from(BAD_INPUT)
}
