//! What the watched files hold: one hash a file.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use super::LONGEST;
use super::folders::files_of;
use crate::plain;

/// A file written less than this before it was hashed may change again without a new time.
const RACY: Duration = Duration::from_millis(100);
/// A file that was just emptied is about to be written: many editors empty a file before they fill it. One that
/// stays empty for longer than this is empty.
const EMPTIED: Duration = Duration::from_millis(1000);

/// How closely to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Hash every file.
    Contents,
    /// Hash the files whose size or time is new.
    Times,
}

/// One file as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    size: u64,
    modified: Option<SystemTime>,
    hashed: SystemTime,
    hash: [u8; 32],
    /// It was found empty since then and is taken as it was before: who read it meanwhile has read nothing.
    emptied: bool,
}

/// All watched files as they were.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    files: BTreeMap<PathBuf, Seen>,
}

impl Snapshot {
    /// Looks at every file of `roots` and returns the paths whose contents are new, that came or
    /// went, or that were empty for a while; sorted.
    pub(super) fn update(&mut self, roots: &[PathBuf], look: Look) -> Vec<PathBuf> {
        let mut now = BTreeMap::new();
        for path in roots.iter().flat_map(|r| files_of(r)) {
            if let Some(seen) = self.see(&path, look) {
                now.insert(path, seen);
            }
        }
        let changed = |now: Option<&Seen>, before: Option<&Seen>| {
            let filled = before.is_some_and(|s| s.emptied) && now.is_some_and(|s| !s.emptied);
            filled || now.map(|s| s.hash) != before.map(|s| s.hash)
        };
        let mut paths: Vec<PathBuf> = now.keys().chain(self.files.keys()).cloned().collect();
        paths.sort();
        paths.dedup();
        paths.retain(|p| changed(now.get(p), self.files.get(p)));
        self.files = now;
        paths
    }

    /// Forgets files that are no root and below none.
    pub(super) fn keep_below(&mut self, roots: &[PathBuf]) {
        self.files.retain(|path, _| roots.iter().any(|root| path.starts_with(root)));
    }

    /// The file now, or `None` if it cannot be read or is none: a pipe or a device has no contents.
    fn see(&self, path: &Path, look: Look) -> Option<Seen> {
        let meta = fs::metadata(path).ok().filter(Metadata::is_file)?;
        let same = |s: &&Seen| s.is_still(&meta) && look == Look::Times;
        if let Some(seen) = self.files.get(path).filter(same) {
            return Some(seen.clone());
        }
        let hashed = SystemTime::now();
        let about_to_be_filled = |s: &&Seen| s.size > 0 && just_emptied(&meta, hashed);
        if let Some(seen) = self.files.get(path).filter(about_to_be_filled) {
            return Some(Seen { emptied: true, ..seen.clone() });
        }
        let hash = hash(path).ok()?;
        let (size, modified) = (meta.len(), meta.modified().ok());
        Some(Seen { size, modified, hashed, hash, emptied: false })
    }
}

impl Seen {
    fn is_still(&self, meta: &Metadata) -> bool {
        let settled = self.modified.is_some_and(|m| m + RACY < self.hashed);
        settled && self.size == meta.len() && self.modified == meta.modified().ok()
    }
}

fn just_emptied(meta: &Metadata, now: SystemTime) -> bool {
    meta.len() == 0 && meta.modified().is_ok_and(|m| now < m + EMPTIED)
}

/// Hash of a file; of one that is longer than is ever read, of its beginning and its size.
fn hash(path: &Path) -> io::Result<[u8; 32]> {
    let mut hasher = Sha256::new();
    let file = plain::open(path)?;
    let size = file.metadata()?.len();
    io::copy(&mut file.take(LONGEST), &mut hasher)?;
    if size > LONGEST {
        hasher.update(size.to_le_bytes());
    }
    Ok(hasher.finalize().into())
}
