//! Time, memory and output of one evaluation.
//!
//! A watchdog thread sets one flag; the interpreter's interrupt, every host function and the
//! engine read it. The interpreter cannot see what the host allocates for it, so expression
//! trees, drawn lines and solved layers are charged here.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use littoral_model::FailureKind;

use crate::clean::cleaned;
use crate::fault::Fault;
use crate::source::Limits;

/// Lines and bytes of `print` that are kept.
const PRINT_LINES: usize = 1000;
const PRINT_BYTES: usize = 64 * 1024;
/// How often the watchdog looks at the caller's flag.
const STEP: Duration = Duration::from_millis(1);

const RUNNING: u8 = 0;
const OUT_OF_TIME: u8 = 1;
const CANCELLED: u8 = 2;

/// What is left to spend. One an evaluation.
pub(crate) struct Budget {
    stop: Arc<AtomicBool>,
    why: Arc<AtomicU8>,
    time: Duration,
    memory_bytes: usize,
    host_limit: usize,
    host_bytes: Cell<usize>,
    printed: RefCell<Vec<String>>,
    print_bytes: Cell<usize>,
    print_full: Cell<bool>,
}

impl Budget {
    /// A full budget and the watchdog that ends it. The watchdog stops when it is dropped.
    ///
    /// # Errors
    /// When the system gives no thread: without a watchdog nothing is run.
    pub(crate) fn start(limits: &Limits) -> Result<(Self, Watchdog), Fault> {
        let budget = Self {
            stop: Arc::default(),
            why: Arc::default(),
            time: limits.time.saturating_add(limits.spent),
            memory_bytes: limits.memory_bytes,
            host_limit: limits.host_bytes,
            host_bytes: Cell::new(0),
            printed: RefCell::default(),
            print_bytes: Cell::new(0),
            print_full: Cell::new(false),
        };
        let watchdog = Watchdog::start(&budget, limits)?;
        Ok((budget, watchdog))
    }

    /// The flag that ends the run, for the engine.
    pub(crate) fn stop_flag(&self) -> &AtomicBool {
        &self.stop
    }

    /// Another owner of the same flag, for the interrupt.
    pub(crate) fn share_stop(&self) -> Arc<AtomicBool> {
        self.stop.clone()
    }

    /// Why the run was stopped, if it was.
    pub(crate) fn verdict(&self) -> Option<Fault> {
        match self.why.load(Ordering::Acquire) {
            RUNNING => None,
            OUT_OF_TIME => Some(
                Fault::new(
                    FailureKind::TimeLimit,
                    format!("the rule did not finish within {} s", self.time.as_secs_f64()),
                )
                .hint("Is there a loop without an end? A rule builds fields; the engine visits the points."),
            ),
            _ => Some(Fault::new(FailureKind::Cancelled, "cancelled by a newer request")),
        }
    }

    /// Ends a host function once the run is stopped.
    pub(crate) fn check(&self) -> mlua::Result<()> {
        match self.stop.load(Ordering::Relaxed) {
            false => Ok(()),
            true => Err(stopped()),
        }
    }

    /// Counts what the host allocates for the script.
    pub(crate) fn charge(&self, bytes: usize) -> mlua::Result<()> {
        let total = self.host_bytes.get().saturating_add(bytes);
        self.host_bytes.set(total);
        if total <= self.host_limit {
            return Ok(());
        }
        let limit = self.host_limit / (1024 * 1024);
        let text = format!("the rule built more fields and lines than fit in {limit} MiB");
        Err(Fault::new(FailureKind::MemoryLimit, text)
            .hint("Build a field once, outside the loop, and use it again.")
            .into())
    }

    /// Are so many bytes of the interpreter near its limit?
    pub(crate) fn is_tight(&self, bytes: usize) -> bool {
        bytes > self.memory_bytes / 4 * 3
    }

    /// Takes back what was charged for something that is gone.
    pub(crate) fn refund(&self, bytes: usize) {
        self.host_bytes.set(self.host_bytes.get().saturating_sub(bytes));
    }

    /// The failure when the interpreter itself ran out of memory.
    pub(crate) fn out_of_memory(&self) -> Fault {
        let text = format!("the rule needs more than {} MiB", self.memory_bytes / (1024 * 1024));
        Fault::new(FailureKind::MemoryLimit, text)
            .hint("A rule keeps fields, not points: does a table or a text grow in a loop?")
    }

    /// Keeps a printed line; after the caps, says so once and keeps nothing more.
    pub(crate) fn print(&self, line: String) {
        if self.print_full.get() {
            return;
        }
        let mut printed = self.printed.borrow_mut();
        let bytes = self.print_bytes.get() + line.len();
        let full = printed.len() == PRINT_LINES || bytes > PRINT_BYTES;
        self.print_full.set(full);
        self.print_bytes.set(bytes);
        printed.push(if full {
            "(more was printed than is kept)".to_owned()
        } else {
            cleaned(line)
        });
    }

    /// Everything printed so far, once.
    pub(crate) fn take_printed(&self) -> Vec<String> {
        self.printed.take()
    }
}

/// The error with which everything unwinds; [`Budget::verdict`] tells the cause.
pub(crate) fn stopped() -> mlua::Error {
    Fault::new(FailureKind::Cancelled, "stopped").into()
}

/// The thread that ends an evaluation in time.
pub(crate) struct Watchdog {
    alive: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    fn start(budget: &Budget, limits: &Limits) -> Result<Self, Fault> {
        let (alive, ended) = mpsc::channel::<()>();
        let (stop, why) = (budget.stop.clone(), budget.why.clone());
        let (cancel, time) = (limits.cancel.clone(), limits.time);
        let begun = Instant::now();
        let watch = move || loop {
            let left = time.saturating_sub(begun.elapsed());
            let verdict = match (cancel.load(Ordering::Relaxed), left.is_zero()) {
                (true, _) => CANCELLED,
                (_, true) => OUT_OF_TIME,
                _ => RUNNING,
            };
            if verdict != RUNNING {
                why.store(verdict, Ordering::Release);
                stop.store(true, Ordering::Relaxed);
                return;
            }
            if ended.recv_timeout(left.min(STEP)) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        };
        let named = std::thread::Builder::new().name("rule watchdog".to_owned());
        let thread = named.spawn(watch).map_err(|e| {
            Fault::new(FailureKind::Panic, format!("no thread to watch the rule's time: {e}"))
        })?;
        Ok(Self { alive: Some(alive), thread: Some(thread) })
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        drop(self.alive.take());
        if let Some(thread) = self.thread.take() {
            // A watchdog that panicked has nothing left to say.
            let _ = thread.join();
        }
    }
}
