//! The directories that the system watches for us, and what it says of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};

use super::folders::{Identity, Met, folders_below, identity};

/// What an event says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signal {
    /// The writer of these files has closed them, or renamed whole ones into place.
    Whole(Vec<PathBuf>),
    /// Something happens to these; more may follow. Empty: to anything.
    Underway(Vec<PathBuf>),
}

/// Directories under watch.
pub(super) struct Armed {
    watcher: Option<RecommendedWatcher>,
    dirs: BTreeMap<PathBuf, Identity>,
    /// The roots and their real places, as events name them.
    places: Vec<PathBuf>,
    note: Option<String>,
}

impl Armed {
    /// Asks the system for events; each that may matter sends a signal.
    pub(super) fn start(signals: Sender<Signal>) -> Self {
        let tell = move |event: notify::Result<Event>| {
            if let Some(signal) = signal(event) {
                let _ = signals.send(signal);
            }
        };
        match recommended_watcher(tell) {
            Ok(watcher) => {
                let (dirs, places) = (BTreeMap::new(), Vec::new());
                Self { watcher: Some(watcher), dirs, places, note: None }
            }
            Err(e) => Self::polling(&format!("files are polled: {e}")),
        }
    }

    /// No events.
    pub(super) fn polling(note: &str) -> Self {
        let (dirs, places) = (BTreeMap::new(), Vec::new());
        Self { watcher: None, dirs, places, note: Some(note.to_owned()) }
    }

    /// Is the path a root, below one or above one?
    pub(super) fn concerns(&self, path: &Path) -> bool {
        let path = plain(path);
        self.places.iter().any(|p| path.starts_with(p) || p.starts_with(path))
    }

    /// Why there are no events, if there are none.
    pub(super) fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Watches the directories that matter to `roots`, and no others. A directory that has been
    /// made again is watched again.
    pub(super) fn arm(&mut self, roots: &[PathBuf]) {
        let real = roots.iter().filter_map(|r| fs::canonicalize(r).ok());
        self.places = roots.iter().map(|r| plain(r).to_path_buf()).chain(real).collect();
        let Some(watcher) = &mut self.watcher else { return };
        let mut wanted = directories(roots);
        for (dir, id) in &self.dirs {
            if wanted.get(dir) != Some(id) {
                // Fails for a directory that is gone, which is as good.
                let _ = watcher.unwatch(dir);
            }
        }
        let mut fault = None;
        wanted.retain(|dir, id| {
            if self.dirs.get(dir) == Some(id) {
                return true;
            }
            let watched = watcher.watch(dir, RecursiveMode::NonRecursive);
            if let Err(e) = &watched
                && !matches!(e.kind, ErrorKind::PathNotFound)
            {
                fault = Some(format!("{} is polled: {e}", dir.display()));
            }
            // One that is not watched is tried again the next time.
            watched.is_ok()
        });
        self.note = fault;
        self.dirs = wanted;
    }
}

/// What an event means; reading a file means nothing. An error may hide anything.
fn signal(event: notify::Result<Event>) -> Option<Signal> {
    let Ok(event) = event else { return Some(Signal::Underway(Vec::new())) };
    if event.need_rescan() {
        return Some(Signal::Underway(Vec::new()));
    }
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Signal::Whole(event.paths)),
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => {
            Some(Signal::Whole(event.paths))
        }
        EventKind::Access(_) => None,
        _ => Some(Signal::Underway(event.paths)),
    }
}

/// The folders of the roots, all folders below those that are folders, the parents of both (which
/// see them come and go), and the same for the real places behind links. A folder of two names is
/// there once, by the name that the roots give it: the system watches it once, and would end that
/// when the other name is given up because the file behind it is gone.
fn directories(roots: &[PathBuf]) -> BTreeMap<PathBuf, Identity> {
    let real: Vec<PathBuf> = roots.iter().filter_map(|r| fs::canonicalize(r).ok()).collect();
    let (mut dirs, mut met) = (BTreeMap::new(), Met::default());
    for dir in roots.iter().chain(&real).flat_map(|path| around(path)) {
        if let Some(id) = identity(&dir)
            && met.is_new(id)
        {
            dirs.insert(dir, id);
        }
    }
    dirs
}

/// The folder of `path`, that one's, and the folders below `path`.
fn around(path: &Path) -> Vec<PathBuf> {
    let parent = parent_of(path);
    let mut dirs = vec![parent_of(&parent), parent];
    dirs.extend(folders_below(path));
    dirs
}

/// Without a leading `./`, which events of the current folder have and roots may not.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

/// The folder that holds `path`; of a bare name the current one, of a root itself.
fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_path_buf(),
        None => path.to_path_buf(),
    }
}
