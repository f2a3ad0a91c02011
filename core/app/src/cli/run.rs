//! Arguments that several verbs share: which case, which rules, how they run.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use littoral_delimit::Bases;

/// The case, and how rules run on it.
#[derive(Debug, Clone, Args)]
pub struct CaseArgs {
    /// Folder, case.toml, or the name of a case that comes with littoral
    pub case: String,
    /// How rules run.
    #[command(flatten)]
    pub run: RunArgs,
}

/// One rule with its settings.
#[derive(Debug, Clone, Args)]
pub struct RuleArgs {
    /// Rule by id (`rule list`), or the file of a script
    #[arg(long, value_name = "ID|FILE")]
    pub rule: String,
    /// Set a parameter: belt=20nm, floor.IRN=20% (`rule show ID` lists them)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
}

/// Several rules.
#[derive(Debug, Clone, Default, Args)]
pub struct RulesArgs {
    /// Rules by id or file, separated by commas; without it the case's own list, or every rule
    #[arg(long, value_delimiter = ',', value_name = "A,B,...")]
    pub rules: Vec<String>,
}

/// What counts as a base point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BasePoints {
    /// Every point of the coasts
    Segments,
    /// The coordinates alone
    Vertices,
}

impl From<BasePoints> for Bases {
    fn from(points: BasePoints) -> Self {
        match points {
            BasePoints::Segments => Self::Segments,
            BasePoints::Vertices => Self::Vertices,
        }
    }
}

/// How a run is done: the same for every verb that runs a rule.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Turn a switch of the case on (`case show` lists them)
    #[arg(long = "with", value_name = "SWITCH")]
    pub with: Vec<String>,
    /// What counts as a base point: every point of the coasts, or the coordinates alone (treaty practice)
    #[arg(long, value_enum, default_value_t = BasePoints::Segments)]
    pub base_points: BasePoints,
    /// Greatest distance of the printed line from the true line, metres [default: 0.1; 0.01 for divide --format json]
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
        Self {
            with: vec![],
            base_points: BasePoints::Segments,
            tolerance: None,
            time_limit: 30.0,
            plugins: PluginArgs::default(),
        }
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
