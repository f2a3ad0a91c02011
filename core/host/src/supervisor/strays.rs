//! Processes that a plugin has left behind.
//!
//! A worker ends with its group of processes. A child that has moved into a session of its own is not in that
//! group; it still carries the worker's mark in its environment, and is found by it, and its session with it, however
//! fast that forks. One that hides the mark, too, or makes a session at every step, does so on purpose: the worker guards
//! against accident, not malice.

use std::process::id;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Name of the variable that marks a worker and what it starts.
const NAME: &str = "LITTORAL_WORKER_MARK";

/// What the marks of all workers of one supervisor begin with.
#[derive(Debug, Clone)]
pub(super) struct Marks(String);

impl Marks {
    /// Those of this process: no other on this machine has them, also not one that gets its number later.
    pub(super) fn own() -> Self {
        static OWN: OnceLock<String> = OnceLock::new();
        let age = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_micros());
        Self(OWN.get_or_init(|| format!("{}-{:x}-", id(), age())).clone())
    }

    /// As another process has told them.
    pub(super) fn from_text(text: String) -> Self {
        Self(text)
    }

    /// For another process.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Ends every process that carries one of the marks, until there is none. Their supervisor is gone.
    pub(super) fn sweep(&self) {
        const ROUNDS: usize = 50;
        const PAUSE: Duration = Duration::from_millis(10);
        // Workers die of the same cause by themselves; what one of them starts in its last moment is found later.
        let mut empty = 0;
        for _ in 0..ROUNDS {
            empty = if end_carriers(|value| value.starts_with(self.0.as_bytes())) {
                empty + 1
            } else {
                0
            };
            if empty == 3 {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }
}

/// The mark of one worker.
#[derive(Debug)]
pub(super) struct Mark(String);

impl Mark {
    /// A mark that no other worker on this machine has.
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(format!("{}{}", Marks::own().text(), NEXT.fetch_add(1, Ordering::Relaxed)))
    }

    /// The variable with its value.
    pub(super) fn variable(&self) -> (&'static str, &str) {
        (NAME, &self.0)
    }

    /// Ends every process that carries the mark. The worker itself is gone by now.
    pub(super) fn sweep(&self) {
        const PATIENCE: Duration = Duration::from_millis(200);
        let until = Instant::now() + PATIENCE;
        while !end_carriers(|value| value == self.0.as_bytes()) && Instant::now() < until {}
    }
}

/// Ends the processes whose mark is `wanted`; is it certain that there was none?
///
/// One that forks and ends, over and over, is another process each time that it is looked at. So the newest are looked
/// at first, and one that has vanished meanwhile may have been such a one.
#[cfg(target_os = "linux")]
fn end_carriers(wanted: impl Fn(&[u8]) -> bool) -> bool {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let mut numbers: Vec<i32> = numbers.collect();
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    let mut clean = true;
    for number in numbers {
        match std::fs::read(format!("/proc/{number}/environ")) {
            Ok(environment) if carries(&environment, &wanted) => {
                end(number);
                clean = false;
            }
            Ok(_) => {}
            // Only the environments of the user's own processes can be read, and of those that have one.
            Err(_) => clean &= std::path::Path::new(&format!("/proc/{number}")).exists(),
        }
    }
    clean
}

#[cfg(target_os = "linux")]
fn carries(environment: &[u8], wanted: &impl Fn(&[u8]) -> bool) -> bool {
    let value =
        |v: &[u8]| v.strip_prefix(NAME.as_bytes()).and_then(|v| v.strip_prefix(b"=").map(wanted));
    environment.split(|b| *b == 0).any(|v| value(v) == Some(true))
}

/// Ends a carrier. Whoever made the session of one that is in another than ours was started by the plugin, and nobody
/// else can have joined it: its group can be ended as a whole, and the system lets none of that fork meanwhile.
#[cfg(target_os = "linux")]
fn end(number: i32) {
    use rustix::process::{Pid, Signal, kill_process, kill_process_group};
    let (own, its) = (group_and_session("self"), group_and_session(&number.to_string()));
    let group = own.zip(its).filter(|(own, its)| own.1 != its.1 && its.0 > 1);
    if let Some(group) = group.and_then(|(_, its)| Pid::from_raw(its.0)) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    if let Some(pid) = Pid::from_raw(number) {
        let _ = kill_process(pid, Signal::KILL);
    }
}

/// Group and session of a process; 0 for those outside this container.
#[cfg(target_os = "linux")]
fn group_and_session(process: &str) -> Option<(i32, i32)> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may hold anything: what follows the last one is plain.
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// Elsewhere the group is all that is known.
#[cfg(not(target_os = "linux"))]
fn end_carriers(_: impl Fn(&[u8]) -> bool) -> bool {
    true
}
