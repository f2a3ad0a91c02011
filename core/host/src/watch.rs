//! Watching files for new contents.
//!
//! Directories are watched, never files: a watched file is lost at its first rename. What counts
//! is the content: an event, a name or a time only says when to look. Every file is looked at
//! again every two seconds in case an event was lost (network disks, a folder that was removed and
//! made again, an overflowing queue).
//!
//! Only plain files have contents: a pipe or a device in a watched folder, or a link to one, is as if it were not
//! there, and a folder is walked once however many links lead to it.
//!
//! A script is looked at as soon as its writer has closed it or renamed it into place; whatever
//! else happens is gathered until it has been quiet for a while, because a file may be half there.

mod armed;
mod folders;
mod gather;
mod snapshot;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use self::armed::{Armed, Signal};
use self::gather::Gather;
use self::snapshot::{Look, Snapshot};

/// What of a file is looked at, bytes: no longer one is a library or reaches a worker.
const LONGEST: u64 = 256 * 1024 * 1024;

/// How to watch.
#[derive(Debug, Clone, Copy)]
pub struct WatchOptions {
    /// How long it must have been quiet, unless a script's writer has said that it is done.
    pub debounce: Duration,
    /// How long a library must have stayed the same that is not whole by its own headers; one that is whole, as long
    /// as `debounce`.
    pub settle: Duration,
    /// How often everything is looked at without an event.
    pub restat: Duration,
    /// Use no events at all (network disks): look ten times as often.
    pub poll: bool,
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self {
            debounce: Duration::from_millis(20),
            settle: Duration::from_millis(100),
            restat: Duration::from_secs(2),
            poll: false,
        }
    }
}

/// Files with new contents, that came or went, or that were empty for a while: they may have been read while they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Their paths, sorted.
    pub paths: Vec<PathBuf>,
}

/// A watch over files and case folders.
pub struct Watch {
    roots: Vec<PathBuf>,
    options: WatchOptions,
    armed: Armed,
    signals: Receiver<Signal>,
    snapshot: Snapshot,
    looked: Instant,
    /// Look at once, whatever the system says.
    again: bool,
    /// Files whose writer said at the last look that they are done.
    closed: BTreeSet<PathBuf>,
}

impl Watch {
    /// Watches files and folders; of a folder, the files that make a case, and scripts. None of them need exist
    /// yet. Where the system gives no events, [`Watch::note`] says so and the files are polled.
    #[must_use]
    pub fn new(roots: &[PathBuf], options: WatchOptions) -> Self {
        let (signal, signals) = mpsc::channel();
        let armed = match options.poll {
            true => Armed::polling("files are polled, as asked"),
            false => Armed::start(signal),
        };
        let snapshot = Snapshot::default();
        let (roots, looked) = (roots.to_vec(), Instant::now());
        let (again, closed) = (false, BTreeSet::new());
        let mut watch = Self { roots, options, armed, signals, snapshot, looked, again, closed };
        watch.armed.arm(&watch.roots);
        watch.snapshot.update(&watch.roots, Look::Contents);
        watch
    }

    /// Waits for the next change, at most `timeout`.
    pub fn wait(&mut self, timeout: Duration) -> Option<Changed> {
        let until = Instant::now() + timeout;
        loop {
            let look = self.pause(until);
            let over = Instant::now() >= until;
            if let Some(look) = look {
                // Armed first: whatever happens from now on gives an event.
                self.armed.arm(&self.roots);
                let changed = self.snapshot.update(&self.roots, look);
                self.looked = Instant::now();
                if !changed.is_empty() {
                    return Some(Changed { paths: self.settle(changed) });
                }
            }
            if over {
                return None;
            }
        }
    }

    /// Watches other files from now on. What has changed since the last report is still reported,
    /// and so is every file that was not watched before.
    pub fn set_roots(&mut self, roots: &[PathBuf]) {
        if self.roots != roots {
            self.roots = roots.to_vec();
            self.snapshot.keep_below(roots);
            self.again = true;
        }
    }

    /// Why files are polled, if they are.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.armed.note()
    }

    /// Sleeps until there is a reason to look, or until `until`.
    fn pause(&mut self, until: Instant) -> Option<Look> {
        let every = if self.armed.note().is_some() {
            self.options.restat / 10
        } else {
            self.options.restat
        };
        self.closed.clear();
        if std::mem::take(&mut self.again) {
            return Some(Look::Contents);
        }
        let due = self.looked + every;
        let left = due.min(until).saturating_duration_since(Instant::now());
        match self.signals.recv_timeout(left) {
            Ok(first) => {
                self.closed = self.gather(first);
                Some(Look::Contents)
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                thread::sleep(left);
                (Instant::now() >= due).then_some(Look::Times)
            }
            Err(mpsc::RecvTimeoutError::Timeout) => (Instant::now() >= due).then_some(Look::Times),
        }
    }

    /// Takes the signals that belong together.
    fn gather(&self, first: Signal) -> BTreeSet<PathBuf> {
        let concerns = |path: &Path| self.armed.concerns(path);
        let mut gather = Gather::new(self.options.debounce, &concerns, Instant::now());
        let mut next = Some(first);
        while let Some(signal) = next {
            gather.take(signal, Instant::now());
            // All that is there already, before the question whether to wait.
            while let Ok(more) = self.signals.try_recv() {
                gather.take(more, Instant::now());
            }
            next = self.signals.recv_timeout(gather.left(Instant::now())).ok();
        }
        gather.closed()
    }

    /// Libraries are written in many pieces: waits until they stay the same for a while. One that its writer has
    /// closed and that is whole by its own headers is not waited for: if it changes all the same, it is another save.
    fn settle(&mut self, mut changed: Vec<PathBuf>) -> Vec<PathBuf> {
        const ROUNDS: usize = 20;
        for _ in 0..ROUNDS {
            let libraries: Vec<PathBuf> =
                changed.iter().filter(|p| is_library(p)).cloned().collect();
            let whole = libraries.iter().all(|p| is_whole(p));
            if libraries.is_empty() || whole && self.are_closed(&libraries) {
                break;
            }
            self.listen(
                if whole { self.options.debounce } else { self.options.settle },
                &libraries,
            );
            let more = self.snapshot.update(&self.roots, Look::Contents);
            if more.is_empty() {
                break;
            }
            changed.extend(more);
        }
        changed.sort();
        changed.dedup();
        changed
    }

    fn are_closed(&self, libraries: &[PathBuf]) -> bool {
        libraries.iter().all(|library| self.closed.contains(library))
    }

    /// Waits, but no longer than until the writer of the libraries says that they are done.
    fn listen(&mut self, time: Duration, libraries: &[PathBuf]) {
        let until = Instant::now() + time;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.signals.recv_timeout(left) {
                Ok(Signal::Whole(paths)) => self.closed.extend(paths),
                Ok(Signal::Underway(paths)) => self.closed.retain(|p| !paths.contains(p)),
                Err(mpsc::RecvTimeoutError::Timeout) => return,
                Err(mpsc::RecvTimeoutError::Disconnected) => return thread::sleep(left),
            }
            // What was heard may be of another file, or of a folder: a look is due after this.
            self.again = true;
            if self.are_closed(libraries) && libraries.iter().all(|p| is_whole(p)) {
                return;
            }
        }
    }
}

/// Does the library have all that its headers speak of?
fn is_whole(library: &Path) -> bool {
    let bytes = crate::plain::read(library, LONGEST);
    bytes.is_ok_and(|bytes| littoral_plugin::complete::check(&bytes).is_ok())
}

fn is_library(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "so" || e == "dylib" || e == "dll")
}
