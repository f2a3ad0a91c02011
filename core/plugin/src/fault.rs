//! How this crate words its failures.

use std::path::Path;

use littoral_model::{FailureKind, RuleError};

/// The plugin speaks another ABI, breaks it, or is no plugin.
pub(crate) fn abi(rule: &str, text: impl Into<String>) -> RuleError {
    RuleError::new(rule, FailureKind::Abi, text)
}

/// The plugin is not what the user has trusted.
pub(crate) fn untrusted(rule: &str, text: impl Into<String>, dir: &Path) -> RuleError {
    RuleError::new(rule, FailureKind::Untrusted, text).with_hint(format!(
        "If you know where these bytes come from: littoral plugin trust {}",
        dir.display()
    ))
}

/// The rule itself failed.
pub(crate) fn runtime(rule: &str, text: impl Into<String>) -> RuleError {
    RuleError::new(rule, FailureKind::Runtime, text)
}
