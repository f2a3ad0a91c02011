//! The ways in which editors save: each must show as its last contents.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::slice::from_ref;
use std::thread;
use std::time::{Duration, Instant};

use littoral_host::{Watch, WatchOptions};
use tempfile::TempDir;

/// Far longer than any of this takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Events only: the look without an event is too far away to help.
fn by_events() -> WatchOptions {
    WatchOptions { restat: Duration::from_secs(3600), ..WatchOptions::default() }
}

struct Desk {
    dir: TempDir,
    file: PathBuf,
    watch: Watch,
}

impl Desk {
    fn new(options: WatchOptions) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("rules").join("mine.luau");
        fs::create_dir(dir.path().join("rules")).unwrap();
        fs::write(&file, "first").unwrap();
        let watch = Watch::new(from_ref(&file), options);
        Self { dir, file, watch }
    }

    /// Waits until a report has been made after which the file holds `text`.
    fn sees(&mut self, text: &str) {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(changed) = self.watch.wait(PATIENCE) {
                assert_eq!(changed.paths, from_ref(&self.file));
                if fs::read_to_string(&self.file).is_ok_and(|t| t == text) {
                    return;
                }
            }
        }
        panic!("{text:?} was never seen");
    }

    fn is_quiet(&mut self) {
        assert_eq!(self.watch.wait(Duration::from_millis(200)), None);
    }
}

fn rename_over(path: &Path, text: &str) {
    let beside = path.with_extension("tmp");
    fs::write(&beside, text).unwrap();
    fs::rename(beside, path).unwrap();
}

#[test]
fn saved_beside_and_renamed() {
    let mut desk = Desk::new(by_events());
    for n in 0..20 {
        let text = format!("renamed {n}");
        rename_over(&desk.file, &text);
        desk.sees(&text);
    }
}

#[test]
fn truncated_and_written() {
    let mut desk = Desk::new(by_events());
    for n in 0..5 {
        let text = format!("written {n}");
        fs::write(&desk.file, &text).unwrap();
        desk.sees(&text);
    }
}

/// A slow machine may lie between the emptying and the filling: the empty file is no version.
#[test]
fn emptied_and_filled_later() {
    let mut desk = Desk::new(by_events());
    let mut file = File::create(&desk.file).unwrap();
    assert_eq!(desk.watch.wait(Duration::from_millis(300)), None, "the empty file was reported");
    file.write_all(b"filled").unwrap();
    drop(file);
    desk.sees("filled");
}

/// Whoever has read the file meanwhile has read nothing, though its contents are the same again.
#[test]
fn emptied_and_filled_with_the_same() {
    let mut desk = Desk::new(by_events());
    let mut file = File::create(&desk.file).unwrap();
    assert_eq!(desk.watch.wait(Duration::from_millis(300)), None, "the empty file was reported");
    file.write_all(b"first").unwrap();
    drop(file);
    desk.sees("first");
    desk.is_quiet();
}

/// But a file that stays empty is empty.
#[test]
fn emptied_for_good() {
    let mut desk = Desk::new(WatchOptions::default());
    fs::write(&desk.file, "").unwrap();
    desk.sees("");
}

#[test]
fn deleted_and_created() {
    let mut desk = Desk::new(by_events());
    fs::remove_file(&desk.file).unwrap();
    thread::sleep(Duration::from_millis(40));
    fs::write(&desk.file, "created").unwrap();
    desk.sees("created");
}

#[test]
fn appended_in_parts() {
    let mut desk = Desk::new(by_events());
    let mut file = File::create(&desk.file).unwrap();
    for part in ["one ", "two ", "three"] {
        file.write_all(part.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(30));
    }
    desk.sees("one two three");
}

#[test]
fn the_folder_is_made_again() {
    let mut desk = Desk::new(by_events());
    for n in 0..3 {
        let text = format!("again {n}");
        fs::remove_dir_all(desk.file.parent().unwrap()).unwrap();
        fs::create_dir(desk.file.parent().unwrap()).unwrap();
        fs::write(&desk.file, &text).unwrap();
        desk.sees(&text);
    }
}

#[test]
fn the_folder_is_swapped_for_another() {
    let mut desk = Desk::new(by_events());
    let (rules, other) = (desk.dir.path().join("rules"), desk.dir.path().join("other"));
    fs::create_dir(&other).unwrap();
    fs::write(other.join("mine.luau"), "swapped").unwrap();
    fs::rename(&rules, desk.dir.path().join("old")).unwrap();
    fs::rename(&other, &rules).unwrap();
    desk.sees("swapped");
    fs::write(&desk.file, "and written").unwrap();
    desk.sees("and written");
}

#[cfg(unix)]
#[test]
fn edited_behind_a_link() {
    let dir = tempfile::tempdir().unwrap();
    let (real, link) = (dir.path().join("real"), dir.path().join("desk"));
    fs::create_dir(&real).unwrap();
    fs::create_dir(&link).unwrap();
    fs::write(real.join("mine.luau"), "first").unwrap();
    std::os::unix::fs::symlink(real.join("mine.luau"), link.join("mine.luau")).unwrap();
    let file = link.join("mine.luau");
    let watch = Watch::new(from_ref(&file), by_events());
    let mut desk = Desk { dir, file, watch };
    rename_over(&real.join("mine.luau"), "behind");
    desk.sees("behind");
}

#[test]
fn the_same_contents_are_no_change() {
    let mut desk = Desk::new(by_events());
    rename_over(&desk.file, "first");
    fs::write(desk.file.with_file_name("other.luau"), "not watched").unwrap();
    desk.is_quiet();
}

#[test]
fn without_events_the_file_is_polled() {
    let options = WatchOptions { poll: true, restat: Duration::from_millis(500), ..by_events() };
    let mut desk = Desk::new(options);
    assert!(desk.watch.note().is_some());
    // Same length and, on a coarse clock, the same time.
    fs::write(&desk.file, "fifth").unwrap();
    desk.sees("fifth");
}

#[test]
fn a_lost_event_is_made_up_for() {
    let dir = tempfile::tempdir().unwrap();
    // Two levels are missing: no watched directory sees the file come.
    let file = dir.path().join("a").join("b").join("c").join("mine.luau");
    let options = WatchOptions { restat: Duration::from_millis(200), ..WatchOptions::default() };
    let watch = Watch::new(from_ref(&file), options);
    let mut desk = Desk { dir, file, watch };
    fs::create_dir_all(desk.file.parent().unwrap()).unwrap();
    fs::write(&desk.file, "late").unwrap();
    desk.sees("late");
}

#[test]
fn files_of_a_case_are_watched_and_others_are_not() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("instruments")).unwrap();
    fs::write(dir.path().join("case.toml"), "a").unwrap();
    let mut watch = Watch::new(&[dir.path().to_path_buf()], by_events());
    fs::write(dir.path().join("README.md"), "a").unwrap();
    assert_eq!(watch.wait(Duration::from_millis(200)), None);
    let treaty = dir.path().join("instruments").join("treaty.toml");
    fs::write(&treaty, "b").unwrap();
    let changed = watch.wait(PATIENCE).unwrap();
    assert_eq!(changed.paths, [treaty]);
}

#[test]
fn a_library_is_reported_when_it_stays_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("plugin.so");
    let mut watch = Watch::new(from_ref(&path), by_events());
    let writer = {
        let path = path.clone();
        thread::spawn(move || {
            let mut file = File::create(path).unwrap();
            for _ in 0..8 {
                file.write_all(&[7; 1000]).unwrap();
                thread::sleep(Duration::from_millis(30));
            }
        })
    };
    let changed = watch.wait(PATIENCE).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), 8000, "reported while it was written");
    assert_eq!(changed.paths, [path]);
    writer.join().unwrap();
}

/// What its writer has renamed into place, and what is whole by its own headers, is done.
#[cfg(target_os = "linux")]
#[test]
fn a_whole_library_is_reported_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let (path, beside) = (dir.path().join("plugin.so"), dir.path().join("beside"));
    let slow = WatchOptions { debounce: Duration::from_secs(30), settle: PATIENCE, ..by_events() };
    let mut watch = Watch::new(from_ref(&path), slow);
    fs::copy(std::env::current_exe().unwrap(), &beside).unwrap();
    fs::rename(beside, &path).unwrap();
    let begun = Instant::now();
    assert_eq!(watch.wait(PATIENCE).unwrap().paths, [path]);
    assert!(begun.elapsed() < PATIENCE / 2, "{:?}", begun.elapsed());
}

#[test]
fn two_writers_and_many_saves_end_on_the_last() {
    let mut desk = Desk::new(by_events());
    let path = desk.file.clone();
    let writers: Vec<_> = (0..2)
        .map(|w| {
            let path = path.clone();
            thread::spawn(move || {
                for n in 0..100 {
                    let beside = path.with_extension(format!("tmp{w}"));
                    fs::write(&beside, format!("{w} {n}")).unwrap();
                    fs::rename(beside, &path).unwrap();
                }
            })
        })
        .collect();
    writers.into_iter().for_each(|w| w.join().unwrap());
    rename_over(&path, "last");
    desk.sees("last");
}

#[test]
fn other_roots_lose_nothing() {
    let mut desk = Desk::new(by_events());
    let other = desk.dir.path().join("other.toml");
    fs::write(&other, "a").unwrap();
    fs::write(&desk.file, "saved while nobody looked").unwrap();
    desk.watch.set_roots(&[desk.file.clone(), other.clone()]);
    let changed = desk.watch.wait(PATIENCE).unwrap();
    assert_eq!(changed.paths, [other.clone(), desk.file.clone()]);
    desk.watch.set_roots(from_ref(&other));
    fs::write(&desk.file, "no longer of interest").unwrap();
    desk.is_quiet();
}

/// A bare name and its real place are two names of one folder, and the real one is not known while the file is gone.
#[cfg(unix)]
#[test]
fn a_file_named_in_a_roundabout_way_is_seen_when_it_is_made_again() {
    let mut desk = Desk::new(by_events());
    desk.file = desk.dir.path().join("rules").join("..").join("rules").join("mine.luau");
    desk.watch = Watch::new(from_ref(&desk.file), by_events());
    for n in 0..3 {
        fs::remove_file(&desk.file).unwrap();
        assert!(desk.watch.wait(PATIENCE).is_some());
        let text = format!("again {n}");
        fs::write(&desk.file, &text).unwrap();
        desk.sees(&text);
    }
}

#[cfg(unix)]
fn pipe(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Runs the test on another thread: what waits for the other end of a pipe waits for ever.
#[cfg(unix)]
fn in_time(test: impl FnOnce() + Send + 'static) {
    let (done, ended) = std::sync::mpsc::channel();
    let runner = thread::spawn(move || {
        test();
        let _ = done.send(());
    });
    if ended.recv_timeout(PATIENCE * 2) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
        panic!("the watch hangs");
    }
    runner.join().unwrap();
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_loops_of_links_are_no_contents() {
    use std::os::unix::fs::symlink;
    in_time(|| {
        let dir = tempfile::tempdir().unwrap();
        let rules = dir.path().join("rules");
        let file = rules.join("mine.luau");
        fs::create_dir_all(rules.join("deep")).unwrap();
        fs::write(&file, "first").unwrap();
        pipe(&rules.join("pipe.luau"));
        for (to, name) in [
            ("/dev/zero", "zero.luau"),
            ("/dev/random", "random.toml"),
            ("pipe.luau", "linked.luau"),
            ("b.luau", "a.luau"),
            ("a.luau", "b.luau"),
            (".", "again"),
            ("..", "deep/up"),
            ("../../rules", "deep/round"),
        ] {
            symlink(to, rules.join(name)).unwrap();
        }
        let mut watch = Watch::new(from_ref(&rules), by_events());
        for text in ["second", "third"] {
            fs::write(&file, text).unwrap();
            let changed = watch.wait(PATIENCE).unwrap();
            assert_eq!(changed.paths, from_ref(&file), "the file is met once");
        }
    });
}

/// A file that becomes a pipe is gone, and is there again when it is a file.
#[cfg(unix)]
#[test]
fn a_file_that_turns_into_a_pipe_is_gone() {
    in_time(|| {
        for name in ["mine.luau", "librule.so"] {
            let dir = tempfile::tempdir().unwrap();
            let file = dir.path().join(name);
            fs::write(&file, "first").unwrap();
            let mut watch = Watch::new(from_ref(&file), by_events());
            let beside = dir.path().join("beside");
            pipe(&beside);
            fs::rename(&beside, &file).unwrap();
            assert_eq!(watch.wait(PATIENCE).unwrap().paths, from_ref(&file));
            assert_eq!(watch.wait(Duration::from_millis(100)), None);
            rename_over(&file, "first");
            assert_eq!(watch.wait(PATIENCE).unwrap().paths, from_ref(&file));
        }
    });
}

/// Of a file without an end, the beginning and the size are what it is.
#[test]
fn a_file_longer_than_any_is_not_read_to_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.luau");
    fs::write(&file, "first").unwrap();
    let mut watch = Watch::new(from_ref(&file), by_events());
    let vast = fs::OpenOptions::new().write(true).open(&file).unwrap();
    vast.set_len(1 << 40).unwrap();
    drop(vast);
    assert_eq!(watch.wait(PATIENCE).unwrap().paths, from_ref(&file));
}
