//! What the worker asks of the operating system: a wall behind every other limit.

#[cfg(unix)]
use std::sync::LazyLock;

/// Room for what is no rule's doing: stacks and heaps of threads, by processor.
#[cfg(unix)]
const BY_PROCESSOR: u64 = 128 * 1024 * 1024;

/// That room. Asked once: the system reads some files to count the processors.
#[cfg(unix)]
static FOR_THREADS: LazyLock<u64> = LazyLock::new(|| {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    threads.saturating_mul(BY_PROCESSOR)
});

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

    let limit = mapped().saturating_add(bytes).saturating_add(*FOR_THREADS);
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

/// What is said of a plugin after which the rights differ.
pub(super) const CHANGED: &str = "has changed the limits or the priority of its process";
/// Most threads that a plugin may leave behind.
#[cfg(target_os = "linux")]
const MOST_THREADS: usize = 512;

/// What a plugin keeps of what the next rule needs of this process, too: descriptors to open a library with, threads
/// to watch the time.
#[cfg(target_os = "linux")]
pub(super) fn hoard() -> Option<String> {
    use rustix::process::{Resource, getrlimit};

    let count = |dir: &str| std::fs::read_dir(dir).map(Iterator::count);
    let room = getrlimit(Resource::Nofile).current.map_or(usize::MAX, |n| n as usize);
    let none_left = rustix::io::Errno::MFILE.raw_os_error();
    match count("/proc/self/fd") {
        Ok(n) if n > room / 2 => return Some(format!("has left {n} descriptors open")),
        Err(e) if e.raw_os_error() == Some(none_left) => {
            return Some("has left all its descriptors open".to_owned());
        }
        // Without the list there is nothing to count.
        _ => {}
    }
    let threads = count("/proc/self/task").ok().filter(|n| *n > MOST_THREADS);
    threads.map(|n| format!("has left {n} threads running"))
}

/// Elsewhere nothing tells.
#[cfg(not(target_os = "linux"))]
pub(super) fn hoard() -> Option<String> {
    None
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
