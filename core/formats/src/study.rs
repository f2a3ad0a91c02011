//! `study.toml`: an ensemble of divisions as a person writes it.
//!
//! ```toml
//! id = "weights"
//! case = "caspian"                    # or cases = ["caspian", "my-other-coast/"]
//! seed = 1
//!
//! [[rule]]
//! rule = "equiratio"                  # an id, or a file beside the study
//! design = "grid"                     # grid, latin-hypercube, sobol, monte-carlo, saltelli
//! [rule.vary]
//! "weights.IRN" = { from = 0.8, to = 1.4, steps = 13 }
//!
//! [switch]
//! garabogazkol = "both"               # on, off, both
//!
//! [noise]                             # coasts moved by one random field, so that termini stay shared
//! sigma_km = [0.5, 1.0]
//! length_km = 20
//! draws = 40
//!
//! [keep]
//! measures = ["gini"]                 # beside area and share
//! lines = true
//! places = 4000                       # points of the sea whose holder is kept, for maps of probability
//!
//! [[condition]]                       # what makes a scenario feasible
//! measure = "share.IRN"
//! at_least = 20
//!
//! [[goal]]                            # for the Pareto front
//! measure = "gini"
//! best = "least"
//!
//! [[proposal]]
//! name = "shares that Russia quoted"
//! share = { AZE = 19, KAZ = 29, RUS = 20 }
//! ```
//!
//! Shares are per cent, lengths have their unit in the name; values of `vary` are in the units of the rule's form.

mod read;
mod spread;

use serde::{Deserialize, Serialize};

pub use read::study;
pub use spread::{Spread, normal_quantile};

/// Most scenarios of one study.
pub const MAX_SCENARIOS: u64 = 1 << 32;

/// A study as read; references are not yet checked against a case or a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Name in file names and titles.
    pub id: String,
    /// What is asked, one sentence.
    pub about: String,
    /// Cases: embedded, folders or `case.toml` files.
    pub cases: Vec<String>,
    /// Seed of everything random.
    pub seed: u64,
    /// Accuracy of lines, metres.
    pub tolerance_m: f64,
    /// Wall clock of a scenario, seconds.
    pub time_s: f64,
    /// Memory of a scenario, MiB.
    pub memory_mib: u64,
    /// Layer whose numbers are kept; empty for the first that a division shows.
    pub layer: String,
    /// Rules, each with its own variation.
    pub rules: Vec<StudyRule>,
    /// Switches of the case and the states they take.
    pub switches: Vec<SwitchStates>,
    /// How coasts are moved, if they are.
    pub noise: Option<CoastNoise>,
    /// What is kept of a division.
    pub keep: Keep,
    /// All must hold for a scenario to be feasible.
    pub conditions: Vec<Condition>,
    /// What is to be small or large, for the Pareto front.
    pub goals: Vec<Goal>,
    /// Shares to be placed among those of the feasible scenarios.
    pub proposals: Vec<Proposal>,
}

/// A rule of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyRule {
    /// Id or file.
    pub rule: String,
    /// Name in tables.
    pub label: String,
    /// Fixed settings, as on a command line (`floor.IRN=20%`).
    pub set: Vec<String>,
    /// How the varied parameters are combined.
    pub design: Design,
    /// Number of samples of a random design; the base sample N of `saltelli`.
    pub samples: u64,
    /// Parameters and how they spread, in the file's order.
    pub vary: Vec<Vary>,
}

/// A parameter that varies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vary {
    /// Name as on a command line (`weights.IRN`).
    pub parameter: String,
    /// Its values.
    pub spread: Spread,
}

/// How parameters are combined into scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// Every combination of lists and steps; the last parameter runs fastest.
    Grid,
    /// McKay, Beckman and Conover 1979: each of N equal slices of every spread once.
    LatinHypercube,
    /// Sobol' 1967 with the direction numbers of Joe and Kuo 2008, moved by a random shift (Cranley and Patterson 1976).
    Sobol,
    /// Independent draws.
    MonteCarlo,
    /// Saltelli 2010: N (d + 2) runs, from which first and total indices of sensitivity follow.
    Saltelli,
}

impl Design {
    /// The words of the file.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("grid", Self::Grid),
        ("latin-hypercube", Self::LatinHypercube),
        ("sobol", Self::Sobol),
        ("monte-carlo", Self::MonteCarlo),
        ("saltelli", Self::Saltelli),
    ];

    /// The word of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, d)| *d == self).map_or("", |(w, _)| w)
    }
}

/// A switch and the states it takes, `false` first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchStates {
    /// Id of the switch.
    pub switch: String,
    /// States, one or two.
    pub states: Vec<bool>,
}

/// Coasts moved by one Gaussian random field over the sea.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoastNoise {
    /// Standard deviations of the shift, km; each is a factor of the study.
    pub sigma_km: Vec<f64>,
    /// Correlation length, km.
    pub length_km: f64,
    /// Fields drawn for each standard deviation.
    pub draws: u64,
}

/// What is kept of a division beside areas and shares.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// Ids of metrics.
    pub measures: Vec<String>,
    /// Boundary lines, as WKB.
    pub lines: bool,
    /// Number of points of the sea whose holder is kept, about.
    pub places: u64,
}

/// A bound on a number of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Column (`share.IRN`, `gini`).
    pub measure: String,
    /// Lower bound.
    pub at_least: Option<f64>,
    /// Upper bound.
    pub at_most: Option<f64>,
}

impl Condition {
    /// Does a number meet the bounds? What is missing or not a number does not.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.at_least.is_none_or(|least| value >= least)
            && self.at_most.is_none_or(|most| value <= most)
            && !value.is_nan()
    }

    /// `share.IRN >= 20`
    #[must_use]
    pub fn text(&self) -> String {
        match (self.at_least, self.at_most) {
            (Some(a), Some(b)) => format!("{a} <= {} <= {b}", self.measure),
            (Some(a), None) => format!("{} >= {a}", self.measure),
            (_, b) => format!("{} <= {}", self.measure, b.unwrap_or(f64::INFINITY)),
        }
    }
}

/// What is to be small or large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Column.
    pub measure: String,
    /// Is less better?
    pub least: bool,
}

/// Shares that somebody proposes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// Name.
    pub name: String,
    /// Party and share in per cent, in the file's order.
    pub share: Vec<(String, f64)>,
}
