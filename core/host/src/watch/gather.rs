//! When the events of one save are over.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::armed::Signal;
use super::is_library;

/// Longest that events are gathered, as a multiple of the quiet time: a file that is written all
/// the time must not hide the others.
const MOST: u32 = 10;

/// The signals of one save.
pub(super) struct Gather<'a> {
    quiet: Duration,
    /// Is the path among those watched, or above one? Other files are no reason to wait.
    concerns: &'a dyn Fn(&Path) -> bool,
    began: Instant,
    last: Instant,
    /// Files of which more may follow.
    underway: BTreeSet<PathBuf>,
    /// Files that were closed or renamed, and of which nothing was heard since.
    closed: BTreeSet<PathBuf>,
    /// Something happened that only quiet can end.
    vague: bool,
}

impl<'a> Gather<'a> {
    /// None yet.
    pub(super) fn new(quiet: Duration, concerns: &'a dyn Fn(&Path) -> bool, now: Instant) -> Self {
        let (underway, closed) = (BTreeSet::new(), BTreeSet::new());
        Self { quiet, concerns, began: now, last: now, underway, closed, vague: false }
    }

    /// Takes a signal.
    pub(super) fn take(&mut self, signal: Signal, now: Instant) {
        self.last = now;
        match signal {
            Signal::Whole(paths) => {
                for path in paths {
                    // A library is waited for after its first look, until it stays the same.
                    let settled_later = is_script(&path) || is_library(&path);
                    self.vague |= (self.concerns)(&path) && !settled_later;
                    self.underway.remove(&path);
                    if (self.concerns)(&path) {
                        self.closed.insert(path);
                    }
                }
            }
            Signal::Underway(paths) => {
                self.vague |= paths.is_empty();
                self.closed.retain(|p| !paths.is_empty() && !paths.contains(p));
                self.underway.extend(paths.into_iter().filter(|p| (self.concerns)(p)));
            }
        }
    }

    /// Files of which the writer has said that they are done.
    pub(super) fn closed(self) -> BTreeSet<PathBuf> {
        self.closed
    }

    /// How long to wait for more; nothing once every script is whole.
    pub(super) fn left(&self, now: Instant) -> Duration {
        if self.underway.is_empty() && !self.vague {
            return Duration::ZERO;
        }
        let until = (self.last + self.quiet).min(self.began + self.quiet * MOST);
        until.saturating_duration_since(now)
    }
}

fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "luau" || e == "lua")
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Duration = Duration::from_millis(20);

    fn left(signals: &[Signal]) -> Duration {
        let now = Instant::now();
        let mut gather = Gather::new(QUIET, &|p| p != Path::new("a.luau~"), now);
        signals.iter().for_each(|s| gather.take(s.clone(), now));
        gather.left(now)
    }

    fn whole(path: &str) -> Signal {
        Signal::Whole(vec![path.into()])
    }

    fn underway(path: &str) -> Signal {
        Signal::Underway(vec![path.into()])
    }

    #[test]
    fn a_closed_script_is_looked_at_at_once() {
        assert_eq!(
            left(&[underway("a.luau"), underway("a.luau"), whole("a.luau")]),
            Duration::ZERO
        );
        assert_eq!(left(&[whole("a.luau")]), Duration::ZERO);
        assert_eq!(left(&[underway("a.luau~"), whole("a.luau")]), Duration::ZERO);
    }

    /// How long it must stay the same is asked after the first look.
    #[test]
    fn a_closed_library_is_looked_at_at_once() {
        assert_eq!(left(&[underway("librule.so"), whole("librule.so")]), Duration::ZERO);
    }

    #[test]
    fn what_may_be_half_there_waits_for_quiet() {
        assert_eq!(left(&[underway("a.luau")]), QUIET);
        assert_eq!(left(&[whole("a.luau"), underway("b.luau")]), QUIET);
        assert_eq!(left(&[whole("case.toml")]), QUIET, "a case is many files");
        assert_eq!(left(&[underway("librule.so")]), QUIET);
        assert_eq!(left(&[Signal::Underway(vec![]), whole("a.luau")]), QUIET);
    }

    #[test]
    fn a_file_written_all_the_time_does_not_hide_the_others() {
        let start = Instant::now();
        let mut gather = Gather::new(QUIET, &|_| true, start);
        let late = start + QUIET * MOST;
        gather.take(underway("log"), late);
        assert_eq!(gather.left(late), Duration::ZERO);
    }
}
