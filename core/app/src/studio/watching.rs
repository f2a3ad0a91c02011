//! The thread that watches the files and puts a newer shelf in place at every save.

use std::path::{Path, PathBuf};
use std::sync::Weak;
use std::thread;
use std::time::Duration;

use littoral_host::{Watch, WatchOptions};

use super::Studio;
use super::shelf::{Entry, Shelf, is_script};

/// How often a look is taken without an event, and how soon the thread sees that the studio is gone.
const GLANCE: Duration = Duration::from_secs(2);
/// A script that cannot be understood is read once more after this long: it may be half written.
const ONCE_MORE: Duration = Duration::from_millis(60);

/// Watches until the studio is gone.
pub(super) fn run(studio: &Weak<Studio>) {
    let Some(first) = studio.upgrade() else { return };
    let options = WatchOptions { poll: first.settings.poll, ..WatchOptions::default() };
    let mut watch = Watch::new(&first.shelf().files(&first.settings, &first.rules), options);
    drop(first);
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
    let marks = |s: &Shelf| -> Vec<(String, String)> {
        s.rules.iter().map(|e| (e.key.clone(), e.hash.clone())).collect()
    };
    before.ground.input.hash != after.ground.input.hash
        || before.trouble != after.trouble
        || marks(before) != marks(after)
}
