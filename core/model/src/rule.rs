//! The public face of a division rule: what a script or a plugin declares, and how it fails.
//!
//! Pure data, shared by scripts, plugins, the host and the pages that show them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::names::Names;

/// What a rule says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleHeader {
    /// Stable name in lower case with hyphens (`equity-floor`).
    pub id: String,
    /// Name by language.
    pub name: Names,
    /// One sentence: what the rule does.
    pub about: String,
    /// Citations: cases, treaties, papers.
    pub cite: Vec<String>,
    /// Parameters in the order of declaration.
    pub params: Vec<Param>,
    /// Worked examples that run as tests.
    pub examples: Vec<Example>,
}

/// One parameter: plain data to the rule, a field of a form to people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Param {
    /// Name, unique in the rule.
    pub name: String,
    /// Type, unit and range.
    #[serde(flatten)]
    pub kind: ParamKind,
    /// Value when none is given (plain JSON in the unit that people see, e.g. nautical miles).
    pub default: Value,
    /// What it means, in a few words.
    #[serde(default)]
    pub about: String,
}

/// Types of parameters. `--set name=value` and forms are parsed by these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ParamKind {
    /// A number within a range.
    Number {
        /// Least value.
        min: Option<f64>,
        /// Greatest value.
        max: Option<f64>,
    },
    /// A length; people see nautical miles or kilometres, the rule gets metres.
    Length {
        /// `nm` or `km`.
        unit: LengthUnit,
        /// Least value, in `unit`.
        min: Option<f64>,
        /// Greatest value, in `unit`.
        max: Option<f64>,
    },
    /// One of several words.
    Choice {
        /// The words.
        options: Vec<String>,
    },
    /// Yes or no.
    Flag,
    /// A number for some parties: shares (0 to 1), weights, lengths.
    PerParty {
        /// Least value.
        min: Option<f64>,
        /// Greatest value.
        max: Option<f64>,
        /// `share`, `ratio`, `nm`, `km` or empty.
        unit: String,
    },
    /// Free text.
    Text,
}

/// Units of [`ParamKind::Length`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LengthUnit {
    /// Nautical mile, 1852 m.
    Nm,
    /// Kilometre.
    Km,
}

/// An example that a rule carries: on this case, with these parameters, these shares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// Case id.
    pub case: String,
    /// Parameters that differ from the defaults.
    #[serde(default)]
    pub params: serde_json::Map<String, Value>,
    /// Layer -> holder -> `[share_percent, tolerance_points]`.
    pub expect: serde_json::Map<String, Value>,
}

/// Where in a source text something went wrong (1-based).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// File as the user named it.
    pub file: String,
    /// Line, 1-based.
    pub line: u32,
    /// Column, 1-based; 0 when not known.
    pub column: u32,
    /// The source line itself, if at hand.
    pub source: String,
}

/// How a run of a rule failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailureKind {
    /// The text does not parse.
    Syntax,
    /// Wrong type given to a host function.
    Type,
    /// The rule raised an error.
    Runtime,
    /// A parameter is unknown, of the wrong type or out of range.
    Parameter,
    /// The request cannot be met; the text carries the proof.
    Infeasible,
    /// The case lacks what the rule divides by (depths, deposits, claims, a party that its defaults name): the rule does
    /// not apply to it as it stands.
    Lacking,
    /// The time limit passed.
    TimeLimit,
    /// The memory limit passed.
    MemoryLimit,
    /// A fault inside the host itself.
    Panic,
    /// The worker process died (signal or exit code in the text).
    Crash,
    /// The worker did not answer and was killed.
    Hang,
    /// A plugin speaks another ABI or breaks it.
    Abi,
    /// A plugin is not trusted.
    Untrusted,
    /// The worker sent what is not the protocol.
    Protocol,
    /// The engine could not finish the geometry.
    Geometry,
    /// Cancelled by a newer request.
    Cancelled,
}

/// A failed run: what, where, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleError {
    /// Rule id or file.
    pub rule: String,
    /// Kind of failure.
    pub kind: FailureKind,
    /// What happened, one sentence about the case rather than the program.
    pub text: String,
    /// Where, if the cause has a place in a source text.
    pub at: Option<Place>,
    /// Script frames, innermost first.
    #[serde(default)]
    pub trace: Vec<String>,
    /// What to do next.
    #[serde(default)]
    pub hint: String,
}

impl RuleError {
    /// A failure without a place.
    pub fn new(rule: impl Into<String>, kind: FailureKind, text: impl Into<String>) -> Self {
        Self {
            rule: rule.into(),
            kind,
            text: text.into(),
            at: None,
            trace: Vec::new(),
            hint: String::new(),
        }
    }

    /// The same with a next step.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl std::fmt::Display for RuleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.rule, self.text)
    }
}

impl std::error::Error for RuleError {}
