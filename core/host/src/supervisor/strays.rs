//! Processes that a plugin has left behind.
//!
//! A worker ends with its group of processes. A child that has moved into a session of its own is not in that
//! group; it still carries the worker's mark in its environment, and is found by it. One that hides the mark,
//! too, does so on purpose: the worker guards against accident, not malice.

use std::process::id;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

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
        const PAUSE: std::time::Duration = std::time::Duration::from_millis(10);
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
        // One that forks while it is looked for is found the next time.
        for _ in 0..3 {
            if end_carriers(|value| value == self.0.as_bytes()) {
                return;
            }
        }
    }
}

/// Ends the processes whose mark is `wanted`; was there none?
#[cfg(target_os = "linux")]
fn end_carriers(wanted: impl Fn(&[u8]) -> bool) -> bool {
    use rustix::process::{Pid, Signal, kill_process};
    let carries = |entry: std::fs::DirEntry| {
        let pid = entry.file_name().to_str()?.parse::<i32>().ok()?;
        // Only the environments of the user's own processes can be read.
        let environment = std::fs::read(entry.path().join("environ")).ok()?;
        let mut variables = environment.split(|b| *b == 0);
        let value = |v: &[u8]| {
            v.strip_prefix(NAME.as_bytes()).and_then(|v| v.strip_prefix(b"=").map(&wanted))
        };
        variables.any(|v| value(v) == Some(true)).then(|| Pid::from_raw(pid)).flatten()
    };
    let processes = std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let found: Vec<Pid> = processes.filter_map(carries).collect();
    for pid in &found {
        let _ = kill_process(*pid, Signal::KILL);
    }
    found.is_empty()
}

/// Elsewhere the group is all that is known.
#[cfg(not(target_os = "linux"))]
fn end_carriers(_: impl Fn(&[u8]) -> bool) -> bool {
    true
}
