//! The command line: one struct a verb, an example in every help.

mod run;
use std::ffi::OsString;

use clap::{Args, Parser, Subcommand, ValueEnum};
pub use run::{BasePoints, CaseArgs, PluginArgs, RuleArgs, RulesArgs, RunArgs};

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

/// The words of a command line. After `plugin new`, `--lang c` and `--lang rust` mean the language of
/// the source, which is `--language` everywhere: `--lang` is the language of names. A word that is neither
/// is refused as a language of sources.
pub fn words(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = given.collect();
    if words.get(1).is_none_or(|w| w != "plugin") || words.get(2).is_none_or(|w| w != "new") {
        return words;
    }
    for k in 3..words.len() {
        let of_names = |w: &str| ["en", "fa", "ru"].contains(&w);
        let next = words.get(k + 1).and_then(|w| w.to_str()).is_some_and(|w| !of_names(w));
        let word = words[k].to_str().unwrap_or_default();
        match word.strip_prefix("--lang=").filter(|w| !of_names(w)) {
            Some(source) => words[k] = format!("--language={source}").into(),
            None if word == "--lang" && next => words[k] = "--language".into(),
            None => {}
        }
    }
    words
}

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
    /// Many divisions from one study: ranges, sensitivity, what is feasible; on one machine or many
    #[command(subcommand)]
    Sweep(verb::sweep::SweepVerb),
    /// The process that runs rules; started by the others
    #[command(hide = true)]
    Worker,
    /// The process that gives the files of a set their names; started by the others
    #[command(hide = true)]
    Place {
        /// What is to be renamed.
        record: std::path::PathBuf,
    },
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
