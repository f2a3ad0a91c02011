//! The built binary from outside: exit status, messages, documents, files.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panic as tests do")]

#[path = "cli/articles.rs"]
mod articles;
#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/chains.rs"]
mod chains;
#[path = "cli/checking.rs"]
mod checking;
#[path = "cli/coarse.rs"]
mod coarse;
#[path = "cli/construct.rs"]
mod construct;
#[path = "cli/decide.rs"]
mod decide;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/edges.rs"]
mod edges;
#[path = "cli/exchange.rs"]
mod exchange;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/interrupted.rs"]
mod interrupted;
#[path = "cli/lake.rs"]
mod lake;
#[path = "cli/manual.rs"]
mod manual;
#[path = "cli/parties.rs"]
mod parties;
#[path = "cli/plugins.rs"]
mod plugins;
#[path = "cli/rays.rs"]
mod rays;
#[path = "cli/rims.rs"]
mod rims;
#[path = "cli/round_trips.rs"]
mod round_trips;
#[path = "cli/seas.rs"]
mod seas;
#[path = "cli/sheets.rs"]
mod sheets;
#[path = "cli/shelf.rs"]
mod shelf;
#[path = "cli/sweeping.rs"]
mod sweeping;
#[path = "cli/watching.rs"]
mod watching;
#[path = "cli/wide.rs"]
mod wide;

use std::path::Path;
use std::process::{Command, Output};

/// The binary in `dir`, cut off from the user's own plugins and trust.
fn littoral(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_littoral"));
    command.args(args).current_dir(dir).env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8");
    command
        .env("LITTORAL_CONFIG", dir.join("config"))
        .env("LITTORAL_PLUGINS", dir.join("no-plugins"));
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    littoral(dir, args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
