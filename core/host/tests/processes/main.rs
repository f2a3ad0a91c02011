//! The supervisor against workers of every kind.
//!
//! This program is four things, told apart by its first argument: the worker (`worker`), a worker
//! that misbehaves (`misbehave KIND`), a host that aborts in the middle of a run (`doomed-host`),
//! and the tests.
#![allow(clippy::print_stdout, reason = "prints its own test report")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;
mod hostile;
mod misbehave;
mod plugins;
mod reload;
mod rules;
mod sessions;
mod workers;

use std::panic::catch_unwind;
use std::process::ExitCode;

/// A test by name.
type Test = (&'static str, fn());

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("worker") => littoral_host::worker::main(),
        Some("misbehave") => misbehave::main(&args[1]),
        Some("doomed-host") => workers::doomed_host(&args[1], &args[2]),
        _ => run_tests(&args),
    }
}

/// Runs the tests whose names contain one of the words given.
fn run_tests(args: &[String]) -> ExitCode {
    let words: Vec<&String> = args.iter().filter(|a| !a.starts_with('-')).collect();
    let wanted = |(name, _): &&Test| words.is_empty() || words.iter().any(|w| name.contains(*w));
    let all: Vec<&Test> = [
        workers::TESTS,
        rules::TESTS,
        plugins::TESTS,
        sessions::TESTS,
        hostile::TESTS,
        reload::TESTS,
    ]
    .into_iter()
    .flatten()
    .filter(wanted)
    .collect();
    if args.iter().any(|a| a == "--list") {
        all.iter().for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    let failed = all.iter().filter(|test| !passes(test)).count();
    println!("\ntest result: {} passed; {failed} failed", all.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn passes((name, test): &Test) -> bool {
    let passed = catch_unwind(test).is_ok();
    println!("test {name} ... {}", if passed { "ok" } else { "FAILED" });
    passed
}
