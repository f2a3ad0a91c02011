//! What is evaluated, and how much it may cost.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::sandbox::library::{self, LIBRARY};
use crate::shelf;

/// Longest source text that is read, bytes.
pub(crate) const MAX_SOURCE_BYTES: usize = 256 * 1024;
/// Longest name of a text that the interpreter keeps whole, bytes.
const MAX_CHUNK: usize = 100;

/// A rule's text and the modules of its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// File as the user named it; it appears in every message.
    pub file: String,
    /// Luau source.
    pub text: String,
    /// What `require` finds.
    pub modules: Vec<Module>,
}

/// A text of the rule's own folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Name as scripts write it: `./weights`, `./tables/2018`.
    pub name: String,
    /// File, for messages.
    pub file: String,
    /// Luau source.
    pub text: String,
}

/// One text that an error may point into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text<'a> {
    /// Name in the interpreter's messages.
    pub(crate) chunk: String,
    /// File, for messages.
    pub(crate) file: String,
    /// Luau source.
    pub(crate) text: &'a str,
    /// Is it the user's own, not littoral's?
    pub(crate) own: bool,
}

impl Source {
    /// A source from its parts, without modules.
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self { file: file.into(), text: text.into(), modules: Vec::new() }
    }

    /// The same with modules.
    #[must_use]
    pub fn with_modules(mut self, modules: Vec<Module>) -> Self {
        self.modules = modules;
        self
    }

    /// The last part of the file's name: short enough for the interpreter to keep whole.
    pub(crate) fn chunk(&self) -> &str {
        let name = Path::new(&self.file).file_name().and_then(|n| n.to_str()).unwrap_or("rule");
        if name.len() <= MAX_CHUNK { name } else { "rule" }
    }

    /// Every text that may run: the rule, its modules, then littoral's own.
    pub(crate) fn texts(&self) -> Vec<Text<'_>> {
        let (chunk, file) = (self.chunk().to_owned(), self.file.clone());
        let mut all = vec![Text { chunk, file, text: &self.text, own: true }];
        all.extend(self.modules.iter().map(|m| Text {
            chunk: module_chunk(&m.name),
            file: m.file.clone(),
            text: &m.text,
            own: true,
        }));
        let shelved = |file: String, text| Text { chunk: file.clone(), file, text, own: false };
        all.extend(LIBRARY.iter().map(|(name, text)| shelved(library::chunk(name), text)));
        all.extend(shelf::rules().iter().map(|s| shelved(shelf::chunk(s), s.text)));
        all
    }
}

/// How the interpreter names a module. The dot keeps it apart from the rule's own file.
pub(crate) fn module_chunk(name: &str) -> String {
    let end = name.char_indices().nth(MAX_CHUNK).map_or(name.len(), |(k, _)| k);
    format!("{}.luau", &name[..end])
}

impl Text<'_> {
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
    /// What had passed of the limit before, for messages: people know the limit that they have set.
    pub spent: Duration,
    /// Memory of the interpreter, bytes.
    pub memory_bytes: usize,
    /// Memory that the host may allocate for the script's fields, lines and solved layers, bytes.
    pub host_bytes: usize,
    /// Set by a newer request to stop this one.
    pub cancel: Arc<AtomicBool>,
    /// Greatest distance of the geodesic between neighbouring vertices from the true line, metres.
    pub tolerance_m: f64,
    /// Does anybody read what the run has to say beside its layers? Without, notes that a rule gives as a function are not
    /// called, and fitted weights are not searched for doubts.
    pub notes: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            spent: Duration::ZERO,
            memory_bytes: 64 * 1024 * 1024,
            host_bytes: 512 * 1024 * 1024,
            cancel: Arc::default(),
            tolerance_m: 0.1,
            notes: true,
        }
    }
}
