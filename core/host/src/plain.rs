//! Opening what may be anything: a folder can hold pipes, devices, and links to them.

use std::fs::{File, OpenOptions, metadata};
use std::io::{self, Read};
use std::path::Path;

/// A plain file, never waiting for the other end of a pipe.
///
/// # Errors
/// Missing, unreadable, or no plain file.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let refuse = || io::Error::other("it is no file");
    // Before it is opened: a device may take being opened as an order.
    if !metadata(path)?.is_file() {
        return Err(refuse());
    }
    let mut options = OpenOptions::new();
    options.read(true);
    // It may have become a pipe meanwhile.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(refuse()) }
}

/// The first `most` bytes of a plain file.
///
/// # Errors
/// As [`open`].
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
