//! Processes that a plugin has left behind.
//!
//! A worker ends with its group of processes. A child that has moved into a session of its own is not in that
//! group; it still carries the worker's mark in its environment, and is found by it. One that hides the mark,
//! too, does so on purpose: the worker guards against accident, not malice.

use std::sync::atomic::{AtomicU64, Ordering};

/// Name of the variable that marks a worker and what it starts.
const NAME: &str = "LITTORAL_WORKER";

/// The mark of one worker.
#[derive(Debug)]
pub(super) struct Mark(String);

impl Mark {
    /// A mark that no other worker on this machine has.
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let me = std::process::id();
        Self(format!("{me}-{}", NEXT.fetch_add(1, Ordering::Relaxed)))
    }

    /// The variable with its value.
    pub(super) fn variable(&self) -> (&'static str, &str) {
        (NAME, &self.0)
    }

    /// Ends every process that carries the mark. The worker itself is gone by now.
    #[cfg(target_os = "linux")]
    pub(super) fn sweep(&self) {
        // One that forks while it is looked for is found the next time.
        for _ in 0..3 {
            let found: Vec<_> = self.carriers().collect();
            if found.is_empty() {
                return;
            }
            for pid in found {
                let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
            }
        }
    }

    #[cfg(target_os = "linux")]
    fn carriers(&self) -> impl Iterator<Item = rustix::process::Pid> {
        let mark = format!("{NAME}={}", self.0);
        let carries = move |entry: std::fs::DirEntry| {
            let pid = entry.file_name().to_str()?.parse::<i32>().ok()?;
            // Only the environments of the user's own processes can be read.
            let environment = std::fs::read(entry.path().join("environ")).ok()?;
            let marked = environment.split(|b| *b == 0).any(|v| v == mark.as_bytes());
            marked.then(|| rustix::process::Pid::from_raw(pid)).flatten()
        };
        std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok).filter_map(carries)
    }

    /// Elsewhere the group is all that is known.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn sweep(&self) {}
}
