//! `littoral studio`: a live page over a case and its rules.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Global, RunArgs};
use crate::failure::Outcome;
use crate::print;
use crate::studio::{Served, Settings};

const EXAMPLES: &str = "\
Examples:
  littoral studio                                    the Caspian, and the rules that come with littoral
  littoral studio caspian --rules my-rules/          your scripts: every save shows at once
  littoral studio examples/mylake --port 8765";

/// A live map in the browser: save a rule or a case file, and the page follows
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Studio {
    /// Folder, case.toml, or the name of a case that comes with littoral
    #[arg(default_value = "caspian")]
    pub case: String,
    /// Port on this machine; 0 for any that is free
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// Folder of rule scripts [default: scripts/rules, if there is one, and the scripts here]
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Look at the files all the time instead of waiting for events (network disks)
    #[arg(long)]
    pub poll: bool,
    /// How rules run.
    #[command(flatten)]
    pub run: RunArgs,
}

/// Runs the verb, until it is interrupted.
///
/// # Errors
/// The case has errors, there is no such folder, or the port is taken.
pub fn run(args: &Studio, global: &Global) -> Outcome {
    let served = Served::start(Settings {
        case: args.case.clone(),
        rules: args.rules.clone(),
        port: args.port,
        poll: args.poll,
        run: args.run.clone(),
    })?;
    print::result(&format!("{}\n", served.link()))?;
    if !global.quiet {
        print::aside("open the link in a browser on this machine; Ctrl-C ends the studio\n");
    }
    served.wait();
    Ok(())
}
