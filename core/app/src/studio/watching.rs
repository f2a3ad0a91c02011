//! The thread that watches the files and puts a newer shelf in place at every save.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use littoral_host::messages::RuleCode;
use littoral_host::{Watch, WatchOptions};

use super::Studio;
use super::shelf::{Entry, Shelf, is_script};

/// How often a look is taken without an event, and how soon the thread sees that the studio is gone.
const GLANCE: Duration = Duration::from_secs(2);
/// A script that cannot be understood is read once more after this long: it may be half written.
const ONCE_MORE: Duration = Duration::from_millis(60);

/// A rule that failed for what may be the machine's doing is tried again after this long.
const AGAIN: Duration = Duration::from_secs(60);

/// Watches until the studio is gone.
pub(super) fn run(studio: &Weak<Studio>) {
    let Some(first) = studio.upgrade() else { return };
    let options = WatchOptions { poll: first.settings.poll, ..WatchOptions::default() };
    let mut watch = Watch::new(&first.shelf().files(&first.settings, &first.rules), options);
    drop(first);
    let mut doubtful = Doubtful::default();
    loop {
        let changed = watch.wait(GLANCE).map(|c| c.paths).unwrap_or_default();
        let Some(studio) = studio.upgrade() else { return };
        let (settings, rules) = (&studio.settings, &studio.rules);
        let before = studio.shelf();
        let mut after = before.after(settings, rules, &changed);
        if newly_broken(&before, &after) {
            thread::sleep(ONCE_MORE);
            after = before.after(settings, rules, &changed);
        }
        watch.set_roots(&after.files(settings, rules));
        doubtful.ask(&studio, &after);
        if differs(&before, &after) {
            let saved = saved(&before, &after, &changed);
            studio.publish(after, saved);
        }
    }
}

/// Names of the files that made the difference: scripts whose contents are new, whoever noticed it, and files of the case.
fn saved(before: &Shelf, after: &Shelf, changed: &[PathBuf]) -> Vec<String> {
    let new = |e: &&Entry| before.rule(&e.key).is_none_or(|old| old.hash != e.hash);
    let scripts = after.rules.iter().filter(new).filter_map(|e| e.file.as_deref());
    let others = changed.iter().filter(|p| !is_script(p)).map(PathBuf::as_path);
    others.chain(scripts.map(Path::new)).map(name).collect()
}

/// The last two parts of a path: enough to know the file, nothing of where it lies.
fn name(path: &Path) -> String {
    let parts: Vec<_> = path.components().rev().take(2).collect();
    parts.into_iter().rev().collect::<PathBuf>().display().to_string()
}

fn newly_broken(before: &Shelf, after: &Shelf) -> bool {
    let was = |key: &str| before.rule(key).is_some_and(|e| e.header.is_err());
    after.rules.iter().any(|e| e.header.is_err() && !was(&e.key))
        || (before.trouble.is_empty() && !after.trouble.is_empty())
}

fn differs(before: &Shelf, after: &Shelf) -> bool {
    // A header may be another one of the same text: a second try went better.
    let same =
        |(a, b): (&Entry, &Entry)| (&a.key, &a.hash, &a.header) == (&b.key, &b.hash, &b.header);
    before.ground.input.hash != after.ground.input.hash
        || before.trouble != after.trouble
        || before.rules.len() != after.rules.len()
        || !before.rules.iter().zip(&after.rules).all(same)
}

/// Rules that may do better another time. They are tried beside the watch, so that no save waits for them; the next
/// glance finds what came of it.
#[derive(Default)]
struct Doubtful {
    tried: BTreeMap<String, Instant>,
    thread: Option<JoinHandle<()>>,
}

impl Doubtful {
    fn ask(&mut self, studio: &Arc<Studio>, shelf: &Shelf) {
        if self.thread.as_ref().is_some_and(|t| !t.is_finished()) {
            return;
        }
        self.tried.retain(|_, at| at.elapsed() < AGAIN);
        let doubtful =
            shelf.rules.iter().filter(|e| e.is_doubtful() && !self.tried.contains_key(&e.hash));
        let codes: Vec<Arc<RuleCode>> = doubtful.filter_map(|e| e.code.clone()).collect();
        if codes.is_empty() {
            return;
        }
        self.tried.extend(codes.iter().map(|c| (c.hash().to_owned(), Instant::now())));
        let studio = Arc::downgrade(studio);
        let ask = move || {
            for code in codes {
                let Some(studio) = studio.upgrade() else { return };
                // Remembered by the host, whatever comes of it.
                let _ = studio.rules.host().header_of(&code);
            }
        };
        self.thread = thread::Builder::new().name("doubtful".to_owned()).spawn(ask).ok();
    }
}
