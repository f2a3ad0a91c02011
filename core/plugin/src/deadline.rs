//! A watch beside a run: sets its stop flag when the time is over or the caller cancels.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use littoral_model::{FailureKind, RuleError};

/// How often the caller's flag is looked at.
const TICK: Duration = Duration::from_millis(5);

/// Runs until dropped.
pub(crate) struct Deadline {
    stop: Arc<AtomicBool>,
    expired: Arc<AtomicBool>,
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Deadline {
    /// Watches over `time` and `cancel`.
    pub(crate) fn start(time: Duration, cancel: Arc<AtomicBool>) -> Self {
        let (stop, expired) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (done, ended) = mpsc::channel::<()>();
        let (flag, late, began) = (stop.clone(), expired.clone(), Instant::now());
        let watch = move || {
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(TICK) {
                late.fetch_or(began.elapsed() >= time, Relaxed);
                flag.fetch_or(late.load(Relaxed) || cancel.load(Relaxed), Relaxed);
            }
        };
        let thread = thread::Builder::new().name("deadline".to_owned()).spawn(watch).ok();
        Self { stop, expired, done: Some(done), thread }
    }

    /// The flag that the run looks at.
    pub(crate) fn stop(&self) -> &Arc<AtomicBool> {
        &self.stop
    }

    /// A run that was stopped because its time had passed says so.
    pub(crate) fn explain(&self, rule: &str, limit: Duration, error: RuleError) -> RuleError {
        match error.kind {
            FailureKind::Cancelled if self.expired() => {
                let text = format!("the time limit of {limit:?} passed");
                RuleError::new(rule, FailureKind::TimeLimit, text)
            }
            _ => error,
        }
    }

    /// Did the time pass?
    pub(crate) fn expired(&self) -> bool {
        self.expired.load(Relaxed)
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            // The watch cannot panic; there is nobody to tell if it did.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait_for(flag: &AtomicBool) {
        while !flag.load(Relaxed) {
            thread::yield_now();
        }
    }

    #[test]
    fn the_time_runs_out() {
        let deadline = Deadline::start(Duration::ZERO, Arc::default());
        wait_for(deadline.stop());
        assert!(deadline.expired());
    }

    #[test]
    fn a_newer_request_stops_it_too() {
        let cancel = Arc::new(AtomicBool::new(false));
        let deadline = Deadline::start(Duration::from_secs(3600), cancel.clone());
        assert!(!deadline.stop().load(Relaxed));
        cancel.store(true, Relaxed);
        wait_for(deadline.stop());
        assert!(!deadline.expired());
    }
}
