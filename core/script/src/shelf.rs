//! The rules that come with littoral, embedded: for the list of rules, and for `run` inside a rule.

use include_dir::{Dir, include_dir};

static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../scripts/rules");

/// A rule's text inside the binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shelved {
    /// The file's stem, which is the rule's id.
    pub name: &'static str,
    /// File name (`equidistance.luau`).
    pub file: &'static str,
    /// Source.
    pub text: &'static str,
}

/// The built-in rules, sorted by id.
#[must_use]
pub fn rules() -> Vec<Shelved> {
    let mut all: Vec<Shelved> = RULES.files().filter_map(shelved).collect();
    all.sort_by_key(|s| s.name);
    all
}

fn shelved(file: &'static include_dir::File<'static>) -> Option<Shelved> {
    let path = file.path();
    let luau = path.extension().is_some_and(|e| e == "luau");
    let (name, file_name) = (path.file_stem()?.to_str()?, path.file_name()?.to_str()?);
    luau.then_some(Shelved { name, file: file_name, text: file.contents_utf8()? })
}

/// How the interpreter names a rule of the shelf.
pub(crate) fn chunk(rule: &Shelved) -> String {
    format!("scripts/rules/{}", rule.file)
}
