//! Publishing a file whole: a reader sees the old one or the new one, never half of it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

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
/// first takes its own, so that a full disk or a failure leaves every old file as it was. A kill between
/// two renames leaves some files old and some new, each of them whole.
///
/// # Errors
/// As [`publish`].
pub fn publish_all<P: AsRef<Path>>(files: &[(P, &[u8])]) -> io::Result<()> {
    let named = |path: &Path, e: &io::Error| {
        io::Error::new(e.kind(), format!("{} cannot be written: {e}", path.display()))
    };
    let mut staged = Vec::new();
    for (path, bytes) in files {
        let path = path.as_ref();
        staged.push((path, stage(path, bytes).map_err(|e| named(path, &e))?));
    }
    let mut folders = BTreeSet::new();
    for (path, stage) in staged {
        folders.extend(stage.place().map_err(|e| named(path, &e))?.map(|folder| (folder, path)));
    }
    // Last: a sync between two renames would leave a killed process all the time to part them.
    let mut synced = BTreeSet::new();
    for (folder, path) in folders {
        if synced.insert(folder.clone()) {
            sync_folder(&folder).map_err(|e| named(path, &e))?;
        }
    }
    Ok(())
}

/// Publishes one file that is written piece by piece; a device or a pipe is written to.
///
/// # Errors
/// As [`publish`], and whatever `write` fails with; the old file stands then.
pub fn publish_by(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let named = |e: io::Error| {
        io::Error::new(e.kind(), format!("{} cannot be written: {e}", path.display()))
    };
    let put = || match fs::metadata(path).ok().filter(|m| !m.is_dir()) {
        Some(found) if !found.is_file() => write(&mut File::options().write(true).open(path)?),
        _ => match beside(path, write)?.place()? {
            Some(folder) => sync_folder(&folder),
            None => Ok(()),
        },
    };
    put().map_err(named)
}

/// A file that waits for its place.
enum Stage<'a> {
    /// Beside the path it is for, synced; gone again if it is dropped.
    Beside(NamedTempFile, PathBuf),
    /// Bytes for a device or a pipe, which cannot be replaced.
    Through(&'a Path, &'a [u8]),
}

impl Stage<'_> {
    /// Takes the place; the folder whose entry has changed is still to be synced.
    fn place(self) -> io::Result<Option<PathBuf>> {
        match self {
            Self::Beside(file, path) => {
                file.persist(&path).map_err(|e| e.error)?;
                Ok(Some(folder_of(&path).to_owned()))
            }
            Self::Through(path, bytes) => {
                File::options().write(true).open(path)?.write_all(bytes)?;
                Ok(None)
            }
        }
    }
}

fn stage<'a>(path: &'a Path, bytes: &'a [u8]) -> io::Result<Stage<'a>> {
    let found = fs::metadata(path).ok();
    if found.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    if found.as_ref().is_some_and(|m| !m.is_file()) {
        return Ok(Stage::Through(path, bytes));
    }
    beside(path, |file| file.write_all(bytes))
}

/// Writes and syncs a file beside its path. A link stays a link: its target is replaced.
fn beside<'a>(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<Stage<'a>> {
    let found = fs::metadata(path).ok();
    let path = if found.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let folder = folder_of(&path);
    fs::create_dir_all(folder)?;
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    let prefix = format!("{PREFIX}{}-", std::process::id());
    builder.prefix(&prefix).suffix(SUFFIX);
    #[cfg(unix)]
    builder.permissions(permissions(&path));
    let mut file = builder.tempfile_in(folder)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    Ok(Stage::Beside(file, path))
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

/// Removes what processes that are no more left behind. Where processes cannot be looked up nothing is removed.
fn sweep(folder: &Path) {
    let living = Path::new("/proc");
    let Ok(entries) = fs::read_dir(folder) else { return };
    if !living.join("self").exists() {
        return;
    }
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let middle = name.strip_prefix(PREFIX).and_then(|n| n.strip_suffix(SUFFIX));
        let pid =
            middle.and_then(|m| m.split_once('-')).and_then(|(pid, _)| pid.parse::<u32>().ok());
        if pid.is_some_and(|pid| !living.join(pid.to_string()).exists()) {
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
