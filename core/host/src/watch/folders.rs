//! Which folders and files lie below a root: bounded, and each folder once, whatever links lead to it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Most files that are watched below one folder, and its deepest level: the bounds of a case.
const MAX_FILES: usize = 256;
const MAX_DEPTH: usize = 4;

/// What tells one directory from another of the same name: where it lies, and when it was made, as the system gives a
/// number that is free again to the next one.
pub(super) type Identity = (u64, u64, Option<SystemTime>);

/// That of a directory.
#[cfg(unix)]
pub(super) fn identity(dir: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::metadata(dir).ok().filter(fs::Metadata::is_dir)?;
    Some((meta.dev(), meta.ino(), meta.created().ok()))
}

/// Elsewhere it is only an age, and two directories may have the same.
#[cfg(not(unix))]
pub(super) fn identity(dir: &Path) -> Option<Identity> {
    let meta = fs::metadata(dir).ok().filter(fs::Metadata::is_dir)?;
    Some((0, 0, Some(meta.created().ok()?)))
}

/// Directories that were met before, by whatever name.
#[derive(Default)]
pub(super) struct Met(BTreeSet<Identity>);

impl Met {
    /// Is it met for the first time?
    pub(super) fn is_new(&mut self, id: Identity) -> bool {
        self.0.insert(id) || !cfg!(unix)
    }
}

/// The root itself, or the files of the case in it.
pub(super) fn files_of(root: &Path) -> Vec<PathBuf> {
    if !root.is_dir() {
        return vec![root.to_path_buf()];
    }
    let (_, files) = walk(root);
    files
}

/// `root` and the folders below it, if it is a folder.
pub(super) fn folders_below(root: &Path) -> Vec<PathBuf> {
    if root.is_dir() { walk(root).0 } else { Vec::new() }
}

/// Folders and case files below `root`, bounded.
fn walk(root: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut folders, mut files) = (vec![root.to_path_buf()], Vec::new());
    let mut level = folders.clone();
    let mut met = Met::default();
    let mut is_new = |dir: &Path| identity(dir).is_some_and(|id| met.is_new(id));
    is_new(root);
    for _ in 0..=MAX_DEPTH {
        let mut entries: Vec<PathBuf> = level.iter().flat_map(|d| entries_of(d)).collect();
        entries.sort();
        level = Vec::new();
        for path in entries {
            if path.is_dir() {
                // A link back up would show every file again, under a name for each time round.
                level.extend(is_new(&path).then_some(path));
            } else if belongs(&path) {
                files.push(path);
            }
        }
        folders.extend(level.iter().cloned());
        if files.len() > MAX_FILES || folders.len() > MAX_FILES {
            files.truncate(MAX_FILES);
            folders.truncate(MAX_FILES);
            break;
        }
    }
    (folders, files)
}

/// Entries whose names do not begin with a dot.
fn entries_of(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let paths = entries.filter_map(|e| Some(e.ok()?.path()));
    let hidden = |p: &PathBuf| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
    paths.filter(|p| !hidden(p)).collect()
}

/// The files that make a case, as the reader of cases takes them, and scripts.
fn belongs(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "toml" || e == "geojson" || e == "luau" || e == "lua")
}
