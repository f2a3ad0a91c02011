//! The modules of a rule's own folder: which files its text names, read with it.
//!
//! A worker opens no file, so everything that `require` or `run` may name is read here: the names
//! that stand in quotes in the rule, and in the modules that it names. Nothing outside the folder
//! is read, whatever a name or a link says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::messages::ModuleText;

/// Most modules of one rule.
const MOST: usize = 32;
/// Most folders in a name.
const DEEPEST: usize = 4;
/// Longest name, bytes.
const LONGEST: usize = 100;

/// The modules that a rule's text names, by name, and every file that may become one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Modules {
    /// Those that are there.
    pub(super) found: Vec<ModuleText>,
    /// Files whose change changes the rule, those that are missing too.
    pub(super) files: Vec<PathBuf>,
}

/// Reads the modules that `text`, the rule in `script`, names.
pub(super) fn gather(script: &Path, text: &str) -> Modules {
    let folder = match script.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let (mut todo, mut found, mut files) = (names(text), BTreeMap::new(), Vec::new());
    while let Some(name) = todo.pop() {
        if found.contains_key(&name) || found.len() >= MOST {
            continue;
        }
        let candidates = candidates(folder, &name);
        let module = candidates.iter().find_map(|path| read(folder, path, &name));
        files.extend(candidates);
        if let Some(module) = module {
            todo.extend(names(&module.text));
            found.insert(name, module);
        }
    }
    files.sort();
    files.dedup();
    Modules { found: found.into_values().collect(), files }
}

/// Names in quotes that begin with `./`, each a path of plain words.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for quote in ['"', '\''] {
        for (k, _) in text.match_indices(&format!("{quote}./")) {
            let rest = &text[k + 1..];
            let name = rest.split(quote).next().unwrap_or_default();
            if is_name(name) {
                names.push(name.to_owned());
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let word = |w: &str| !w.is_empty() && w.chars().all(plain);
    let path = name.strip_prefix("./").unwrap_or_default();
    name.len() <= LONGEST && path.split('/').count() <= DEEPEST && path.split('/').all(word)
}

fn candidates(folder: &Path, name: &str) -> Vec<PathBuf> {
    let path = name.trim_start_matches("./");
    ["luau", "lua"].iter().map(|ending| folder.join(format!("{path}.{ending}"))).collect()
}

/// The module in a file, if that is a plain file of text that really lies in the folder.
fn read(folder: &Path, path: &Path, name: &str) -> Option<ModuleText> {
    let real = fs::canonicalize(path).ok()?;
    if !real.starts_with(fs::canonicalize(folder).ok()?) {
        return None;
    }
    let text = super::read_script(&real).ok()?;
    Some(ModuleText { name: name.to_owned(), file: path.display().to_string(), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(home: &Path, text: &str) -> Vec<String> {
        gather(&home.join("rule.luau"), text).found.into_iter().map(|m| m.name).collect()
    }

    #[test]
    fn modules_name_modules() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("tables")).unwrap();
        fs::write(home.path().join("a.luau"), "return require('./tables/b')").unwrap();
        fs::write(home.path().join("tables/b.lua"), "return require(\"./a\")").unwrap();
        let text = "local a, c = require(\"./a\"), require './missing'";
        assert_eq!(found(home.path(), text), ["./a", "./tables/b"]);
        let files = gather(&home.path().join("rule.luau"), text).files;
        assert!(files.contains(&home.path().join("missing.luau")), "it may come yet: {files:?}");
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("rules");
        fs::create_dir(&folder).unwrap();
        fs::write(home.path().join("secret.luau"), "return 1").unwrap();
        for name in ["./../secret", "./..", "././secret", "./a//b", "./", "./a.b", "./é", ".//x"] {
            assert_eq!(found(&folder, &format!("require(\"{name}\")")), [""; 0], "{name}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(home.path().join("secret.luau"), folder.join("l.luau"))
                .unwrap();
            std::os::unix::fs::symlink(home.path(), folder.join("up")).unwrap();
            assert_eq!(found(&folder, "require('./l') require('./up/secret')"), [""; 0]);
        }
    }

    #[test]
    fn a_rule_has_a_bounded_number_of_modules() {
        let home = tempfile::tempdir().unwrap();
        let mut text = String::new();
        for k in 0..100 {
            fs::write(home.path().join(format!("m{k}.luau")), "return 1").unwrap();
            text += &format!("require('./m{k}') ");
        }
        assert_eq!(found(home.path(), &text).len(), MOST);
    }
}
