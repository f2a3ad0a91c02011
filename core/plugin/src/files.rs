//! Reading with a bound, publishing whole files, private folders.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// All bytes of a file that is no longer than `limit`.
///
/// # Errors
/// Missing, unreadable, not a plain file, or too long.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("not a plain file"));
    }
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("longer than {limit} bytes")));
    }
    Ok(bytes)
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
