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

/// Ends a copy of this process that a plugin has made and that has come back from its call: it holds the same pipes,
/// and must say nothing on them, nor run what this process does at its end.
pub(super) fn vanish() -> ! {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, getpid, kill_process};
        let _ = kill_process(getpid(), Signal::KILL);
    }
    std::process::abort()
}

/// What a plugin can take away from its process for good: who comes after it would miss it.
#[cfg(unix)]
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rights {
    limits: Vec<(Option<u64>, Option<u64>)>,
    priority: Option<i32>,
}

/// The rights of this process now. Its own limit of address space moves with every run; how far it may move counts.
#[cfg(unix)]
pub(super) fn rights() -> Rights {
    use rustix::process::{Resource, getpriority_process, getrlimit};
    let whole = [Resource::Cpu, Resource::Data, Resource::Fsize, Resource::Nofile, Resource::Stack];
    let both = |resource| {
        let limit = getrlimit(resource);
        (limit.current, limit.maximum)
    };
    let mut limits: Vec<_> = whole.into_iter().map(both).collect();
    limits.push((None, getrlimit(Resource::As).maximum));
    Rights { limits, priority: getpriority_process(None).ok() }
}

/// Elsewhere they are not looked at.
#[cfg(not(unix))]
pub(super) fn rights() -> bool {
    true
}

/// Address space in use, bytes; a generous guess where the system does not tell.
#[cfg(unix)]
fn mapped() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|s| s.split(' ').next()?.parse::<u64>().ok());
    pages.map_or(1 << 30, |n| n.saturating_mul(rustix::param::page_size() as u64))
}
