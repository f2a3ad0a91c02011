//! What comes inside the binary: worked cases and built-in rules.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use littoral_formats::CaseBundle;
use littoral_formats::bundle::belongs;
use littoral_script::shelf::Shelved;

static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples");

/// Built-in rules, sorted by id.
#[must_use]
pub fn rules() -> Vec<Shelved> {
    littoral_script::shelf::rules()
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

/// The files of an embedded case: its `.toml`, `.geojson` and `.json` files, as [`CaseBundle::read_dir`]
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
        if belongs(path) && !parts.iter().any(|p| p.starts_with('.')) {
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
        assert!(rules().iter().any(|r| r.name == "equidistance"));
        for rule in rules() {
            let source = littoral_script::Source::new(rule.file, rule.text);
            assert_eq!(littoral_script::read_header(&source).unwrap().id, rule.name);
        }
    }
}
