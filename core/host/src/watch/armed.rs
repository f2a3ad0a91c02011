//! The directories that the system watches for us.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify_debouncer_full::notify::{ErrorKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use super::snapshot::folders_below;

/// What tells one directory from another of the same name.
type Identity = (u64, u64);

/// Directories under watch.
pub(super) struct Armed {
    debouncer: Option<Debouncer<RecommendedWatcher, RecommendedCache>>,
    dirs: BTreeMap<PathBuf, Identity>,
    note: Option<String>,
}

impl Armed {
    /// Asks the system for events; every gathered lot of them sends one signal.
    pub(super) fn start(debounce: Duration, signal: Sender<()>) -> Self {
        let tell = move |result: DebounceEventResult| {
            // Reading files gives access events too; an error may hide anything.
            let counts = |events: Vec<_>| {
                events.iter().any(|e: &notify_debouncer_full::DebouncedEvent| {
                    !e.kind.is_access() || e.need_rescan()
                })
            };
            if result.map_or(true, counts) {
                let _ = signal.send(());
            }
        };
        match new_debouncer(debounce, None, tell) {
            Ok(debouncer) => Self { debouncer: Some(debouncer), dirs: BTreeMap::new(), note: None },
            Err(e) => Self::polling(&format!("files are polled: {e}")),
        }
    }

    /// No events.
    pub(super) fn polling(note: &str) -> Self {
        Self { debouncer: None, dirs: BTreeMap::new(), note: Some(note.to_owned()) }
    }

    /// Why there are no events, if there are none.
    pub(super) fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Watches the directories that matter to `roots`, and no others. A directory that has been
    /// made again is watched again.
    pub(super) fn arm(&mut self, roots: &[PathBuf]) {
        let Some(debouncer) = &mut self.debouncer else { return };
        let wanted: BTreeMap<PathBuf, Identity> = directories(roots)
            .into_iter()
            .filter_map(|dir| identity(&dir).map(|id| (dir, id)))
            .collect();
        for (dir, id) in &self.dirs {
            if wanted.get(dir) != Some(id) {
                // Fails for a directory that is gone, which is as good.
                let _ = debouncer.unwatch(dir);
            }
        }
        let mut fault = None;
        for (dir, id) in &wanted {
            if self.dirs.get(dir) != Some(id)
                && let Err(e) = debouncer.watch(dir, RecursiveMode::NonRecursive)
                && !matches!(e.kind, ErrorKind::PathNotFound)
            {
                fault = Some(format!("{} is polled: {e}", dir.display()));
            }
        }
        self.note = fault;
        self.dirs = wanted;
    }
}

/// The folders of the roots, all folders below those that are folders, the parents of both (which
/// see them come and go), and the same for the real places behind links.
fn directories(roots: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut dirs = BTreeSet::new();
    for root in roots {
        for path in [Some(root.clone()), fs::canonicalize(root).ok()].into_iter().flatten() {
            let parent = parent_of(&path);
            dirs.insert(parent_of(&parent));
            dirs.insert(parent);
            dirs.extend(folders_below(&path));
        }
    }
    dirs
}

/// The folder that holds `path`; of a bare name the current one, of a root itself.
fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_path_buf(),
        None => path.to_path_buf(),
    }
}

#[cfg(unix)]
fn identity(dir: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::metadata(dir).ok().filter(fs::Metadata::is_dir)?;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(dir: &Path) -> Option<Identity> {
    let meta = fs::metadata(dir).ok().filter(fs::Metadata::is_dir)?;
    let age = meta.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((age.as_secs(), u64::from(age.subsec_nanos())))
}
