//! What a host function raises: a kind, a sentence, a next step, and the word at fault.

use std::fmt;

use littoral_model::FailureKind;
use littoral_model::params::did_you_mean;

/// Longest word that is compared with those that exist, bytes.
const LONGEST_WORD: usize = 100;

/// A failure raised by a host function inside a script.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// Kind of failure.
    pub(crate) kind: FailureKind,
    /// What happened.
    pub(crate) text: String,
    /// What to do next.
    pub(crate) hint: String,
    /// The word in the source line that is at fault, to find its column.
    pub(crate) token: String,
}

impl Fault {
    /// A fault of any kind.
    pub(crate) fn new(kind: FailureKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), hint: String::new(), token: String::new() }
    }

    /// A value of the wrong type or out of range given to a host function.
    pub(crate) fn wrong(text: impl Into<String>) -> Self {
        Self::new(FailureKind::Type, text)
    }

    /// The case lacks what the rule needs.
    pub(crate) fn lacking(text: impl Into<String>) -> Self {
        Self::new(FailureKind::Lacking, text)
    }

    /// A name that does not exist, beside those that do.
    pub(crate) fn unknown<'a>(
        text: impl Into<String>,
        word: &str,
        known: impl IntoIterator<Item = &'a str>,
        rest: &str,
    ) -> Self {
        // A long word resembles nothing, and comparing it takes long.
        let hint = match word.len() > LONGEST_WORD {
            true => rest.to_owned(),
            false => did_you_mean(word, known, rest),
        };
        Self::new(FailureKind::Runtime, text).hint(hint).token(word)
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    pub(crate) fn token(mut self, token: impl Into<String>) -> Self {
        self.token = token.into();
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for mlua::Error {
    fn from(fault: Fault) -> Self {
        Self::external(fault)
    }
}
