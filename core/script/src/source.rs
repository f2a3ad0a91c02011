//! What is evaluated, and how much it may cost.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Longest source text that is read, bytes.
pub(crate) const MAX_SOURCE_BYTES: usize = 256 * 1024;

/// A rule's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// File as the user named it; it appears in every message.
    pub file: String,
    /// Luau source.
    pub text: String,
}

impl Source {
    /// A source from its parts.
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self { file: file.into(), text: text.into() }
    }

    /// The last part of the file's name: short enough for the interpreter to keep whole.
    pub(crate) fn chunk(&self) -> &str {
        let name = Path::new(&self.file).file_name().and_then(|n| n.to_str()).unwrap_or("rule");
        if name.len() <= 100 { name } else { "rule" }
    }

    /// Line `number` (1-based), if there is one.
    pub(crate) fn line(&self, number: u32) -> Option<&str> {
        self.text.lines().nth((number as usize).checked_sub(1)?)
    }
}

/// What one evaluation may use.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Wall clock for the whole run, solving included.
    pub time: Duration,
    /// Memory of the interpreter, bytes.
    pub memory_bytes: usize,
    /// Set by a newer request to stop this one.
    pub cancel: Arc<AtomicBool>,
    /// Greatest distance of the geodesic between neighbouring vertices from the true line, metres.
    pub tolerance_m: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            memory_bytes: 64 * 1024 * 1024,
            cancel: Arc::default(),
            tolerance_m: 0.1,
        }
    }
}
