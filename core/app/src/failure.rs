//! Why a command stopped, and how that is shown: what, where, the line, the mark, the next step.
//!
//! Exit status: 0 done, 2 bad input or usage, 3 a rule failed, 4 no trust.

mod complaint;
mod source;

use std::io;
use std::path::Path;

pub use complaint::Complaint;
use littoral_model::{FailureKind, Finding, RuleError, Severity};

use crate::style::Style;

/// Bad input or usage.
pub const BAD_INPUT: u8 = 2;
/// A rule failed.
pub const RULE_FAILED: u8 = 3;
/// A plugin is not trusted.
pub const NO_TRUST: u8 = 4;

/// Why a command stopped.
#[derive(Debug)]
pub enum Failure {
    /// The case cannot be read; at least one finding is an error.
    Findings(Vec<Finding>),
    /// A rule failed or was refused.
    Rule(Box<RuleError>, Option<Blame>),
    /// Some of several rules failed; the others stand, with their files.
    Partly {
        /// The first failure.
        error: Box<RuleError>,
        /// How many failed.
        failed: usize,
        /// Of how many.
        all: usize,
    },
    /// Anything else that a person can put right.
    Complaint(Box<Complaint>),
    /// The reader of our output went away: nothing to say.
    Closed,
}

/// What a command does when it stops early.
pub type Outcome<T = ()> = Result<T, Failure>;

/// The part of a command line that a refusal is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blame {
    /// The setting as typed (`floor.IRN=0.9`).
    pub setting: String,
    /// First character and number of characters to mark.
    pub mark: [usize; 2],
}

impl Failure {
    /// The status to leave with.
    #[must_use]
    pub fn status(&self) -> u8 {
        match self {
            Self::Findings(_) | Self::Complaint(_) => BAD_INPUT,
            Self::Closed => 0,
            Self::Rule(error, _) | Self::Partly { error, .. } => match error.kind {
                // A parameter that the script misspells is the rule's fault, one that was given is not.
                FailureKind::Parameter if error.at.is_none() => BAD_INPUT,
                FailureKind::Untrusted => NO_TRUST,
                _ => RULE_FAILED,
            },
        }
    }

    /// The whole message, with its closing line.
    #[must_use]
    pub fn message(&self, style: Style) -> String {
        let text = match self {
            Self::Closed => return String::new(),
            Self::Findings(list) => format!("{}; nothing was written", count(list)),
            Self::Rule(error, _) => epitaph(error.kind).to_owned(),
            Self::Partly { failed, all, .. } => {
                format!("{failed} of {all} rules failed; the others stand")
            }
            Self::Complaint(_) => "nothing was written".to_owned(),
        };
        let closing = style.faint(&format!("{text}; exit status {}", self.status()));
        format!("{}  {closing}\n", self.body(style))
    }

    /// The message without its closing line.
    #[must_use]
    pub fn body(&self, style: Style) -> String {
        match self {
            Self::Closed => String::new(),
            Self::Findings(list) => {
                list.iter().map(|f| Complaint::of_finding(f).render(style)).collect()
            }
            Self::Rule(error, blame) => Complaint::of_rule(error, blame.as_ref()).render(style),
            Self::Partly { error, .. } => Complaint::of_rule(error, None).render(style),
            Self::Complaint(complaint) => complaint.render(style),
        }
    }

    /// The message in one line without colours, for a place inside another document.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Rule(error, _) | Self::Partly { error, .. } => error.text.clone(),
            Self::Findings(list) => list.first().map(|f| f.text.clone()).unwrap_or_default(),
            Self::Complaint(complaint) => complaint.text.clone(),
            Self::Closed => String::new(),
        }
    }

    /// A refusal with a next step, about something on the command line.
    #[must_use]
    pub fn usage(
        text: impl Into<String>,
        place: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Complaint::new(text).at(place).help(help).into()
    }

    /// A file that cannot be written or read.
    #[must_use]
    pub fn file(doing: &str, path: &Path, error: &io::Error) -> Self {
        let help = match error.kind() {
            io::ErrorKind::NotFound => "check the spelling, and that the folder exists",
            io::ErrorKind::PermissionDenied => "choose a place that you may use, with -o PATH",
            _ => "choose another place with -o PATH, or make room",
        };
        let told = error.to_string();
        // The writer names the file itself, which may be one of several.
        let text = match told.split_once(" cannot be written: ") {
            Some((name, why)) => format!("cannot {doing} {name}: {}", plain(why)),
            None => format!("cannot {doing} {}: {}", path.display(), plain(&told)),
        };
        Complaint::new(text).at(path.display().to_string()).help(help).into()
    }
}

impl From<RuleError> for Failure {
    fn from(error: RuleError) -> Self {
        Self::Rule(Box::new(error), None)
    }
}

impl From<Complaint> for Failure {
    fn from(complaint: Complaint) -> Self {
        Self::Complaint(Box::new(complaint))
    }
}

/// `1 error, 2 warnings`.
#[must_use]
pub fn count(findings: &[Finding]) -> String {
    let of = |s: Severity| findings.iter().filter(|f| f.severity == s).count();
    let word = |n: usize, s: Severity| {
        let plural = if n == 1 { "" } else { "s" };
        (n > 0).then(|| format!("{n} {}{plural}", s.word()))
    };
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|s| word(of(s), s))
        .collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

fn epitaph(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Infeasible => "the rule failed with a proof, not a guess",
        FailureKind::Untrusted => "nothing was loaded, nothing was written",
        _ => "nothing was written",
    }
}

/// The system's words without `(os error 2)`.
fn plain(text: &str) -> String {
    let end = text.find(" (os error").unwrap_or(text.len());
    text[..end].to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_by_kind() {
        let of = |kind| Failure::from(RuleError::new("r", kind, "t")).status();
        assert_eq!(of(FailureKind::Parameter), 2);
        assert_eq!(of(FailureKind::Runtime), 3);
        assert_eq!(of(FailureKind::TimeLimit), 3);
        assert_eq!(of(FailureKind::Untrusted), 4);
        assert_eq!(Failure::Findings(vec![]).status(), 2);
    }

    #[test]
    fn counts_what_there_is() {
        let list =
            [Finding::error("M1", "a"), Finding::warning("M2", "b"), Finding::warning("M3", "c")];
        assert_eq!(count(&list), "1 error, 2 warnings");
        assert_eq!(count(&[]), "no findings");
    }
}
