//! What the worker asks of the operating system: a wall behind every other limit.

/// Room for what is no rule's doing: stacks and heaps of threads, by processor.
#[cfg(unix)]
const BY_PROCESSOR: u64 = 128 * 1024 * 1024;

/// Ends this process when its parent ends, where the system can do that. Elsewhere the end of the
/// request pipe does the same as soon as the reader thread gets a turn.
pub(super) fn die_with_parent() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        // Refused only for an unknown signal; the pipe's end remains.
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
    }
}

/// Lets the process grow by `bytes` beyond what it has mapped now, and by what threads need.
///
/// # Errors
/// The system refuses, or the hard limit is lower.
#[cfg(unix)]
pub(super) fn address_space(bytes: u64) -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let limit = mapped().saturating_add(bytes).saturating_add(threads.saturating_mul(BY_PROCESSOR));
    let maximum = getrlimit(Resource::As).maximum;
    let current = Some(maximum.map_or(limit, |m| m.min(limit)));
    Ok(setrlimit(Resource::As, Rlimit { current, maximum })?)
}

/// Elsewhere only the interpreter's own limits hold.
#[cfg(not(unix))]
pub(super) fn address_space(_: u64) -> std::io::Result<()> {
    Ok(())
}

/// Address space in use, bytes; a generous guess where the system does not tell.
#[cfg(unix)]
fn mapped() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|s| s.split(' ').next()?.parse::<u64>().ok());
    pages.map_or(1 << 30, |n| n.saturating_mul(rustix::param::page_size() as u64))
}
