//! The two ends of the pipes to the supervisor, out of reach of whatever else runs here.

use std::io;

/// Lowest descriptor of the protocol.
#[cfg(unix)]
const HIGH: i32 = 64;

/// Moves the pipes on descriptors 0 and 1 to high ones that no child process inherits. Afterwards
/// 0 reads nothing and 1 writes to the log like 2, so that no rule can meet the protocol by
/// printing.
#[cfg(unix)]
pub(super) fn take() -> io::Result<(std::fs::File, std::fs::File)> {
    use rustix::io::fcntl_dupfd_cloexec;
    use rustix::stdio::{dup2_stdin, dup2_stdout};

    let from = fcntl_dupfd_cloexec(io::stdin(), HIGH)?;
    let to = fcntl_dupfd_cloexec(io::stdout(), HIGH)?;
    dup2_stdin(std::fs::File::open("/dev/null")?)?;
    dup2_stdout(io::stderr())?;
    Ok((from.into(), to.into()))
}

/// Elsewhere the pipes stay where they are: a plugin that prints breaks the protocol, which the
/// checksum notices.
#[cfg(not(unix))]
pub(super) fn take() -> io::Result<(io::Stdin, io::Stdout)> {
    Ok((io::stdin(), io::stdout()))
}
