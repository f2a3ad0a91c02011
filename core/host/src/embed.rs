//! What comes inside the binary: worked cases and built-in rules.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use littoral_formats::CaseBundle;

static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples");
static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../scripts/rules");

/// A rule script inside the binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltIn {
    /// Id: the file's stem, which the rule's own `id` repeats.
    pub id: &'static str,
    /// File name (`equidistance.luau`).
    pub file: &'static str,
    /// Source.
    pub text: &'static str,
}

/// Built-in rules, sorted by id.
#[must_use]
pub fn rules() -> Vec<BuiltIn> {
    let mut rules: Vec<BuiltIn> = RULES.files().filter_map(built_in).collect();
    rules.sort_by_key(|r| r.id);
    rules
}

fn built_in(file: &'static include_dir::File<'static>) -> Option<BuiltIn> {
    let path = file.path();
    let luau = path.extension().is_some_and(|e| e == "luau");
    let (id, name) = (path.file_stem()?.to_str()?, path.file_name()?.to_str()?);
    luau.then_some(BuiltIn { id, file: name, text: file.contents_utf8()? })
}

/// Names of the embedded cases, sorted.
#[must_use]
pub fn cases() -> Vec<&'static str> {
    let named = |d: &Dir<'static>| d.path().file_name()?.to_str();
    let has_case = |d: &&Dir<'static>| d.get_file(d.path().join("case.toml")).is_some();
    let mut names: Vec<&str> = EXAMPLES.dirs().filter(has_case).filter_map(named).collect();
    names.sort_unstable();
    names
}

/// The files of an embedded case: its `.toml` and `.geojson` files, as [`CaseBundle::read_dir`]
/// takes them.
#[must_use]
pub fn case(name: &str) -> Option<CaseBundle> {
    let name = cases().into_iter().find(|n| *n == name)?;
    let mut files = BTreeMap::new();
    gather(EXAMPLES.get_dir(name)?, Path::new(name), &mut files);
    Some(CaseBundle { name: name.to_owned(), files })
}

fn gather(dir: &Dir<'static>, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in dir.files() {
        let Ok(path) = file.path().strip_prefix(root) else { continue };
        let parts: Vec<_> = path.iter().map(|p| p.to_string_lossy()).collect();
        let belongs = path.extension().is_some_and(|e| e == "toml" || e == "geojson");
        if belongs && !parts.iter().any(|p| p.starts_with('.')) {
            files.insert(parts.join("/"), file.contents().to_vec());
        }
    }
    for dir in dir.dirs() {
        gather(dir, root, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embedded_case_is_the_same_as_its_folder() {
        for name in cases() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
            let (inside, outside) = (case(name).unwrap(), CaseBundle::read_dir(&folder).unwrap());
            assert_eq!(inside.hash(), outside.hash(), "{name}");
        }
        assert!(cases().contains(&"caspian"));
    }

    #[test]
    fn a_rule_is_named_like_its_file() {
        assert!(rules().iter().any(|r| r.id == "equidistance"));
        for rule in rules() {
            let source = littoral_script::Source::new(rule.file, rule.text);
            assert_eq!(littoral_script::read_header(&source).unwrap().id, rule.id);
        }
    }
}
