//! Reading with a bound, publishing whole files, private folders.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

/// All bytes of a file that is no longer than `limit`.
///
/// # Errors
/// Missing, unreadable, not a plain file, or too long.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Before it is opened: opening a pipe waits for its writer, and a long file need not be read to be refused.
    check(&fs::metadata(path)?, limit)?;
    let file = File::open(path)?;
    check(&file.metadata()?, limit)?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_long(limit));
    }
    Ok(bytes)
}

fn check(meta: &fs::Metadata, limit: u64) -> io::Result<()> {
    match (meta.is_file(), meta.len() > limit) {
        (false, _) => Err(io::Error::other("not a plain file")),
        (true, true) => Err(too_long(limit)),
        (true, false) => Ok(()),
    }
}

fn too_long(limit: u64) -> io::Error {
    io::Error::other(format!("longer than {limit} bytes"))
}

/// Keeps every other process that asks for it out of `dir` until it is dropped.
///
/// # Errors
/// Another one has not left it in good time.
pub(crate) fn lock(dir: &Path) -> io::Result<File> {
    const PATIENCE: Duration = Duration::from_secs(10);
    #[cfg(unix)]
    let file = File::open(dir)?;
    // A folder cannot be opened there.
    #[cfg(not(unix))]
    let file = fs::OpenOptions::new().create(true).append(true).open(dir.join(".lock"))?;
    let until = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::other("another littoral is writing there"));
            }
            // A file system without locks: no worse than none.
            Err(TryLockError::Error(_)) | Ok(()) => return Ok(file),
        }
    }
}

/// Writes beside `path`, syncs, renames.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn publish(path: &Path, bytes: &[u8], read_only: bool) -> io::Result<()> {
    let dir = path.parent().ok_or_else(|| io::Error::other("no folder"))?;
    let mut file = NamedTempFile::new_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    if read_only {
        let mut permissions = file.as_file().metadata()?.permissions();
        permissions.set_readonly(true);
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(path).map(drop).map_err(|e| e.error)
}

/// Makes `dir` a folder that only this user can enter.
///
/// # Errors
/// It cannot be made, or it is a link or another user's.
pub(crate) fn private_dir(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    if !fs::symlink_metadata(dir)?.is_dir() {
        return Err(io::Error::other("not a folder of its own"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// The user's folder for `kind`: `$own`, else `$xdg/littoral`, else `~/fallback/littoral` (on
/// Windows below `%APPDATA%`).
pub(crate) fn user_dir(own: &str, xdg: &str, fallback: &str) -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    variable(own)
        .or_else(|| variable(xdg).map(|dir| dir.join("littoral")))
        .or_else(|| variable("HOME").map(|dir| dir.join(fallback).join("littoral")))
        .or_else(|| variable("APPDATA").map(|dir| dir.join("littoral").join(fallback)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_too_long_is_refused_unread() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sparse");
        File::create(&path).unwrap().set_len(1 << 40).unwrap();
        let begun = Instant::now();
        let error = read(&path, 256 << 20).unwrap_err();
        assert!(error.to_string().starts_with("longer than"), "{error}");
        assert!(begun.elapsed() < Duration::from_millis(500), "{:?}", begun.elapsed());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_refused_without_waiting_for_its_writer() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.is_ok_and(|status| status.success()));
        let (said, heard) = std::sync::mpsc::channel();
        thread::spawn(move || said.send(read(&path, 10)));
        let read = heard.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(read.unwrap_err().to_string(), "not a plain file");
    }
}
