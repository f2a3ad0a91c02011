//! What a reader or a check has to say: never a panic, always a place.

use serde::Serialize;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Doubtful; work goes on.
    Warning,
    /// Wrong; nothing is computed from this.
    Error,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code (`M012`), never reused.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// What is wrong, one sentence.
    pub text: String,
    /// File as the user named it.
    pub file: String,
    /// Feature, table or field (`feature 2 (coast, AZE), vertex 118`, `party[1].id`).
    pub place: String,
    /// Line in the file, 1-based, 0 when not known.
    pub line: usize,
    /// Column, 1-based, 0 when not known.
    pub column: usize,
    /// The source line or the offending part of it.
    pub excerpt: String,
    /// What to do.
    pub help: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.place, self.text)
    }
}
