//! Publishing a file whole: a reader sees the old one or the new one, never half of it.

mod set;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

pub use set::{Hand, carry_out};

/// Writes `bytes` beside `path`, syncs them, renames over `path`, and syncs the folder.
///
/// Missing folders on the way are created. If anything fails the old file stands and no stray file
/// is left behind; what a killed process left is removed by the next one. A link is followed, a device
/// or a pipe is written to.
///
/// # Errors
/// Whatever the file system says; the message names `path`.
pub fn publish(path: &Path, bytes: &[u8]) -> io::Result<()> {
    publish_all(&[(path, bytes)])
}

/// Publishes several files that belong together: all are written and synced beside their places before the
/// first takes its own, so that a full disk or a failure leaves every old file as it was. Those of one folder are a
/// set: a kill between two renames leaves old files or new ones but never both, and the next who publishes there, or
/// calls [`settle`], gives it the new set whole. Whoever cannot wait for the next calls [`publish_set`].
///
/// # Errors
/// As [`publish`].
pub fn publish_all<P: AsRef<Path>>(files: &[(P, &[u8])]) -> io::Result<()> {
    publish_set(files, &|_| false)
}

/// As [`publish_all`], and the renames of a set are left to a process that a kill of this one does not reach: a
/// kill before it starts leaves the old set whole, a kill after it the new one, a moment later. If `hand` has no such
/// process they are done here.
///
/// # Errors
/// As [`publish`].
pub fn publish_set<P: AsRef<Path>>(files: &[(P, &[u8])], hand: Hand<'_>) -> io::Result<()> {
    let mut folders: BTreeMap<PathBuf, Vec<(NamedTempFile, PathBuf)>> = BTreeMap::new();
    let mut through = Vec::new();
    for (path, bytes) in files {
        let path = path.as_ref();
        match stage(path, bytes).map_err(|e| named(path, &e))? {
            Stage::Beside(file, place) => {
                folders.entry(folder_of(&place).to_owned()).or_default().push((file, place));
            }
            Stage::Through => through.push((path, bytes)),
        }
    }
    for (path, bytes) in through {
        let put = File::options().write(true).open(path).and_then(|mut f| f.write_all(bytes));
        put.map_err(|e| named(path, &e))?;
    }
    for (folder, staged) in folders {
        let first = staged.first().map_or_else(|| folder.clone(), |(_, path)| path.clone());
        set::place(&folder, staged, hand).map_err(|e| named(&first, &e))?;
    }
    Ok(())
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{} cannot be written: {error}", path.display()))
}

/// Finishes a set of files whose writer was killed while they took their places in this folder.
pub fn settle(folder: &Path) {
    set::finish(folder);
}

/// Publishes one file that is written piece by piece; a device or a pipe is written to.
///
/// # Errors
/// As [`publish`], and whatever `write` fails with; the old file stands then.
pub fn publish_by(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let put = || match fs::metadata(path).ok().filter(|m| !m.is_dir()) {
        Some(found) if !found.is_file() => write(&mut File::options().write(true).open(path)?),
        _ => {
            let (file, place) = beside(path, write)?;
            set::place(folder_of(&place), vec![(file, place.clone())], &|_| false)
        }
    };
    put().map_err(|e| named(path, &e))
}

/// A file that waits for its place.
enum Stage {
    /// Beside the path it is for, synced; gone again if it is dropped.
    Beside(NamedTempFile, PathBuf),
    /// A device or a pipe, which cannot be replaced.
    Through,
}

fn stage(path: &Path, bytes: &[u8]) -> io::Result<Stage> {
    let found = fs::metadata(path).ok();
    if found.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    if found.as_ref().is_some_and(|m| !m.is_file()) {
        return Ok(Stage::Through);
    }
    let (file, place) = beside(path, |file| file.write_all(bytes))?;
    Ok(Stage::Beside(file, place))
}

/// Writes and syncs a file beside its path. A link stays a link: its target is replaced.
fn beside(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<(NamedTempFile, PathBuf)> {
    let found = fs::metadata(path).ok();
    let path = if found.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let folder = folder_of(&path);
    fs::create_dir_all(folder)?;
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    let prefix = beginning();
    builder.prefix(&prefix).suffix(SUFFIX);
    #[cfg(unix)]
    builder.permissions(permissions(&path));
    let mut file = builder.tempfile_in(folder)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    Ok((file, path))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    }
}

/// Names of files that wait: `.littoral-PID-x.part`.
const PREFIX: &str = ".littoral-";
const SUFFIX: &str = ".part";

/// How the names of files begin that this process lets wait.
fn beginning() -> String {
    format!("{PREFIX}{}-", std::process::id())
}

/// The process that lets a file of this name and ending wait.
fn process_of(name: &str, ending: &str) -> Option<u32> {
    name.strip_prefix(PREFIX)?.strip_suffix(ending)?.split_once('-')?.0.parse().ok()
}

/// Where processes cannot be looked up, all live.
fn alive(pid: u32) -> bool {
    let living = Path::new("/proc");
    !living.join("self").exists() || living.join(pid.to_string()).exists()
}

/// Finishes what processes that are no more began, and removes what they left behind.
fn sweep(folder: &Path) {
    // What an unfinished set lets wait is not waste.
    if set::finish(folder) {
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if process_of(&name.to_string_lossy(), SUFFIX).is_some_and(|pid| !alive(pid)) {
            // Somebody else may have removed it first.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The rights of the file that is replaced, or those of any new file (less the user's mask).
#[cfg(unix)]
fn permissions(path: &Path) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).map_or_else(|_| fs::Permissions::from_mode(0o666), |m| m.permissions())
}

/// Makes the rename itself last. Only Unix opens folders.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_whole_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/a.txt");
        publish(&path, b"one").unwrap();
        publish(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn of_several_files_none_is_touched_if_one_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("taken")).unwrap();
        fs::write(at("a"), b"old").unwrap();
        let files = [(at("a"), &b"new"[..]), (at("taken"), b"x")];
        assert!(publish_all(&files).is_err());
        assert_eq!(fs::read(at("a")).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        publish_all(&files[..1]).unwrap();
        assert_eq!(fs::read(at("a")).unwrap(), b"new");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_dead_process_left_is_swept_and_links_and_devices_stay() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        // Greater than any process id of Linux.
        fs::write(at(".littoral-4194999-x.part"), b"half").unwrap();
        fs::write(at("real"), b"old").unwrap();
        std::os::unix::fs::symlink("real", at("link")).unwrap();
        publish(&at("link"), b"new").unwrap();
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        assert_eq!(fs::read(at("real")).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        assert!(publish(Path::new("/dev/full"), b"x").is_err());
        publish(Path::new("/dev/null"), b"x").unwrap();
        publish_by(Path::new("/dev/null"), |file| file.write_all(b"x")).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn a_failure_names_the_file_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        fs::create_dir_all(path.join("inside")).unwrap();
        let error = publish(&path, b"x").unwrap_err().to_string();
        assert!(error.starts_with(&path.display().to_string()), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
