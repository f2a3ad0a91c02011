//! The command line: one struct a verb, an example in every help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::map::Lang;
use crate::verb;

/// Divide a shared sea: rules in, exact partitions, lines and maps out.
///
/// Without a verb: every rule on the embedded Caspian, a comparison here, and report, maps and
/// data in littoral-out/caspian.
#[derive(Debug, Parser)]
#[command(name = "littoral", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    /// Options of every verb.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

const EXAMPLES: &str = "\
Examples:
  littoral                                          the whole comparison of the Caspian
  littoral divide caspian --rule equidistance       one rule, its shares
  littoral divide caspian --rule equity-floor --set floor.IRN=20% -o floor.svg
  littoral watch caspian --rule my-rule.luau        a new table at every save
  littoral studio caspian                           a live map in the browser

Exit status: 0 done, 2 bad input or usage, 3 a rule failed, 4 a plugin is not trusted.
CASE is a folder, a case.toml, or a case that comes with littoral: black-sea, caspian, teaching-lake.";

/// Options of every verb.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Results only: no progress, no list of what was written
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Language of names, maps and the report's names
    #[arg(long, global = true, value_enum, default_value_t = Language::En)]
    pub lang: Language,
}

/// Languages of names and maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English
    En,
    /// Persian
    Fa,
    /// Russian
    Ru,
}

impl Language {
    /// Code of the language.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fa => "fa",
            Self::Ru => "ru",
        }
    }

    /// The renderer's own name for it.
    #[must_use]
    pub fn lettering(self) -> Lang {
        match self {
            Self::En => Lang::En,
            Self::Fa => Lang::Fa,
            Self::Ru => Lang::Ru,
        }
    }
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Divide a case by one rule
    Divide(verb::divide::Divide),
    /// Run several rules, side by side; write report, maps and data
    Compare(verb::compare::Compare),
    /// Decide among several divisions by voting, bargaining and stability
    Decide(verb::decide::Decide),
    /// Write one division as a file for other programs, a treaty or a judgment
    Export(verb::export::Export),
    /// Convert between geographic formats
    Convert(verb::convert::Convert),
    /// Print the turning points of a line as a treaty prints them
    Line(verb::line::Line),
    /// Run a rule again at every save
    Watch(verb::watch::Watch),
    /// A live map in the browser: save a rule or a case file, and the page follows
    Studio(verb::studio::Studio),
    /// Check a case, or show what is in it
    #[command(subcommand)]
    Case(verb::case::CaseVerb),
    /// List, show, check or begin a rule
    #[command(subcommand)]
    Rule(verb::rule::RuleVerb),
    /// Begin, build, check, trust, list or remove native plugins
    #[command(subcommand)]
    Plugin(verb::plugin::PluginVerb),
    /// The surveyor's tools, on plain base points, baselines, coasts and lines
    #[command(subcommand)]
    Construct(verb::construct::ConstructVerb),
    /// Print the script API: for people, editors and programs
    Api(verb::api::Api),
    /// Who may do what, where and on which date, and by which instrument
    #[command(subcommand)]
    Law(verb::law::LawVerb),
    /// The process that runs rules; started by the others
    #[command(hide = true)]
    Worker,
}

/// How a run is done: the same for every verb that runs a rule.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Turn a switch of the case on (`case show` lists them)
    #[arg(long = "with", value_name = "SWITCH")]
    pub with: Vec<String>,
    /// Greatest distance of the printed line from the true line, metres [default: 0.1; 0.001 for json]
    #[arg(long, value_name = "METRES", value_parser = tolerance)]
    pub tolerance: Option<f64>,
    /// Stop a rule after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, value_parser = seconds)]
    pub time_limit: f64,
    /// Where native rules come from.
    #[command(flatten)]
    pub plugins: PluginArgs,
}

/// Where native rules come from.
#[derive(Debug, Clone, Default, Args)]
pub struct PluginArgs {
    /// Also the rules of the plugin, or of the plugins, in this folder
    #[arg(long, value_name = "DIR")]
    pub plugin: Vec<PathBuf>,
    /// The same, trusted for this run alone: for the author of a plugin
    #[arg(long, value_name = "DIR")]
    pub dev: Vec<PathBuf>,
}

impl Default for RunArgs {
    /// The values of the command line when nothing is said.
    fn default() -> Self {
        Self { with: vec![], tolerance: None, time_limit: 30.0, plugins: PluginArgs::default() }
    }
}

fn tolerance(text: &str) -> Result<f64, String> {
    within(text, 0.001, 10_000.0, "metres")
}

fn seconds(text: &str) -> Result<f64, String> {
    within(text, 0.01, 86_400.0, "seconds")
}

fn within(text: &str, least: f64, most: f64, unit: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("\"{text}\" is not a number"))?;
    match value >= least && value <= most {
        true => Ok(value),
        false => Err(format!("must be from {least} to {most} {unit}")),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    /// Every verb, and every verb of a verb, shows an example.
    #[test]
    fn every_verb_has_an_example() {
        fn look(command: &clap::Command, path: &str) {
            for sub in command.get_subcommands().filter(|s| !s.is_hide_set()) {
                let name = format!("{path} {}", sub.get_name());
                if sub.has_subcommands() {
                    look(sub, &name);
                    continue;
                }
                let help = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.contains("Example") && help.contains(&name), "{name}: {help}");
            }
        }
        look(&Cli::command(), "littoral");
    }
}
