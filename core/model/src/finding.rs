//! What a reader or a check has to say: never a panic, always a place.

use std::fmt::{self, Write as _};

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

impl Severity {
    /// The word as it is printed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
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
    /// First character of the excerpt to mark (0-based) and how many; none are marked if 0.
    pub mark: [usize; 2],
    /// What stands beside the mark (`91.8310 is beyond the pole`).
    pub label: String,
    /// What to do.
    pub help: String,
}

impl Finding {
    /// A finding without a place yet.
    #[must_use]
    pub fn new(code: &'static str, severity: Severity, text: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            text: text.into(),
            file: String::new(),
            place: String::new(),
            line: 0,
            column: 0,
            excerpt: String::new(),
            mark: [0, 0],
            label: String::new(),
            help: String::new(),
        }
    }

    /// Nothing can be computed from this.
    #[must_use]
    pub fn error(code: &'static str, text: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, text)
    }

    /// Doubtful; work goes on.
    #[must_use]
    pub fn warning(code: &'static str, text: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, text)
    }

    /// Worth knowing.
    #[must_use]
    pub fn note(code: &'static str, text: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, text)
    }

    /// The same in a file, at a feature, table or field.
    #[must_use]
    pub fn at(mut self, file: &str, place: impl Into<String>) -> Self {
        file.clone_into(&mut self.file);
        self.place = place.into();
        self
    }

    /// The same with words beside the mark.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// `file: place`, `file:line:column` or the file alone, as far as known.
    #[must_use]
    pub fn whereabouts(&self) -> String {
        match (self.place.is_empty(), self.line) {
            (false, _) => format!("{}: {}", self.file, self.place),
            (true, 0) => self.file.clone(),
            (true, line) => format!("{}:{line}:{}", self.file, self.column.max(1)),
        }
    }

    /// The whole message in plain text, lines as the terminal shows them, without a last line end.
    ///
    /// ```text
    /// error: the coast of AZE has a latitude out of range
    ///   --> coast.geojson: feature 2 (coast, AZE), vertex 118
    ///    |
    /// 41 |    [48.5991, 91.8310]
    ///    |    ^^^^^^^^^^^^^^^^^^ 91.8310 is beyond the pole
    ///    |
    ///   help: its neighbours are near 41.8; is this a slip for 41.8310?
    /// ```
    #[must_use]
    pub fn message(&self) -> String {
        let mut out = format!("{}: {}", self.severity.word(), self.text);
        if !self.file.is_empty() {
            let _ = write!(out, "\n  --> {}", self.whereabouts());
        }
        if !self.excerpt.is_empty() {
            out.push_str(&self.quotation());
        }
        if !self.help.is_empty() {
            let _ = write!(out, "\n  help: {}", self.help);
        }
        out
    }

    /// The excerpt with its gutter and its mark.
    fn quotation(&self) -> String {
        let number = if self.line == 0 { String::new() } else { self.line.to_string() };
        let width = number.len().max(2);
        let mut out = format!("\n{:width$} |\n{number:>width$} | {}", "", self.excerpt);
        if self.mark[1] > 0 || !self.label.is_empty() {
            let carets = "^".repeat(self.mark[1].max(1));
            let _ = write!(out, "\n{:width$} | {:skip$}{carets}", "", "", skip = self.mark[0]);
            if !self.label.is_empty() {
                let _ = write!(out, " {}", self.label);
            }
        }
        let _ = write!(out, "\n{:width$} |", "");
        out
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.whereabouts(), self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_shows_place_excerpt_mark_and_help() {
        let mut f = Finding::error("M001", "the coast of AZE has a latitude out of range")
            .at("coast.geojson", "feature 2 (coast, AZE), vertex 118")
            .label("91.8310 is beyond the pole")
            .help("its neighbours are near 41.8; is this a slip for 41.8310?");
        f.line = 41;
        f.excerpt = "   [48.5807, 41.8452], [48.5991, 91.8310]".into();
        f.mark = [23, 18];
        let expected = "\
error: the coast of AZE has a latitude out of range
  --> coast.geojson: feature 2 (coast, AZE), vertex 118
   |
41 |    [48.5807, 41.8452], [48.5991, 91.8310]
   |                        ^^^^^^^^^^^^^^^^^^ 91.8310 is beyond the pole
   |
  help: its neighbours are near 41.8; is this a slip for 41.8310?";
        assert_eq!(f.message(), expected);
    }
}
