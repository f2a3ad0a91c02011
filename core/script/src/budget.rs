//! Time, memory and output of one evaluation.
//!
//! A watchdog sets one flag; the interpreter's interrupt, every host function and the
//! engine read it. The interpreter cannot see what the host allocates for it, so expression
//! trees, drawn lines and solved layers are charged here.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use littoral_model::FailureKind;

use crate::clean::cleaned;
use crate::fault::Fault;
use crate::source::Limits;
use crate::watchdog::{OUT_OF_TIME, Order, RUNNING};

/// A belt narrower than this, metres, is likely one of nautical miles taken for metres: the widest are 350 M.
const NARROW_M: f64 = 400.0;
/// Lines and bytes of `print` that are kept.
const PRINT_LINES: usize = 1000;
const PRINT_BYTES: usize = 64 * 1024;

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
    /// Was the engine at work, and not the script, when the run was stopped?
    in_engine: Cell<bool>,
    /// The function of sea:field that the engine was asking then, by its place: `rule.luau:12: `.
    in_function: RefCell<Option<String>>,
    /// The narrowest belt along a coast that the script asked for, metres.
    belt_m: Cell<f64>,
}

impl Budget {
    /// A full budget. Nothing ends it but the watchdog that gets its [`Budget::order`].
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            stop: Arc::default(),
            why: Arc::default(),
            time: limits.time.saturating_add(limits.spent),
            memory_bytes: limits.memory_bytes,
            host_limit: limits.host_bytes,
            host_bytes: Cell::new(0),
            printed: RefCell::default(),
            print_bytes: Cell::new(0),
            print_full: Cell::new(false),
            in_engine: Cell::new(false),
            in_function: RefCell::default(),
            belt_m: Cell::new(f64::INFINITY),
        }
    }

    /// What the watchdog has to know.
    pub(crate) fn order(&self, limits: &Limits) -> Order {
        Order::new((&self.stop, &self.why), limits)
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
            OUT_OF_TIME => Some(self.out_of_time()),
            _ => Some(Fault::new(FailureKind::Cancelled, "cancelled by a newer request")),
        }
    }

    fn out_of_time(&self) -> Fault {
        let time = self.time.as_secs_f64();
        if let Some(place) = self.in_function.borrow().as_deref() {
            let text = format!(
                "{place}the rule did not finish within {time} s: the function of sea:field was at work"
            );
            return Fault::new(FailureKind::TimeLimit, text)
                .hint("Is there a loop without an end in it? The engine asks it at every place where it looks, so it must be quick.")
                .token("function");
        }
        if !self.in_engine.get() {
            let text = format!("the rule did not finish within {time} s");
            return Fault::new(FailureKind::TimeLimit, text)
                .hint("Is there a loop without an end? A rule builds fields; the engine visits the points.");
        }
        let text = format!(
            "the sea was not divided within {time} s; the script had done its part, the engine was at work on its scores"
        );
        let belt_m = self.belt_m.get();
        let hint = match belt_m < NARROW_M {
            true => format!(
                "A belt of {belt_m} m follows every turn of the coast. Distances are metres: nm({belt_m}) is {belt_m} nautical miles."
            ),
            false => "A coarser tolerance or more time may do (--tolerance, --time-limit); scores that are equal over wide waters, or change quickly, take long.".to_owned(),
        };
        Fault::new(FailureKind::TimeLimit, text).hint(hint)
    }

    /// The engine was at work when the run was stopped.
    pub(crate) fn stopped_in_engine(&self) {
        self.in_engine.set(true);
    }

    /// A function of sea:field failed; if it was at work when the run was stopped, that is kept.
    pub(crate) fn failed_in_function(&self, place: String) {
        if self.stop.load(Ordering::Relaxed) {
            self.in_function.replace(Some(place));
        }
    }

    /// A belt along a coast was asked for.
    pub(crate) fn asks_for_belt(&self, width_m: f64) {
        if width_m > 0.0 {
            self.belt_m.set(self.belt_m.get().min(width_m));
        }
    }

    /// What the host may allocate, MiB.
    pub(crate) fn host_mib(&self) -> usize {
        self.host_limit / (1024 * 1024)
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
        let limit = self.host_mib();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Who was at work when time ran out is told: a script in a loop, or the engine, on a belt of metres perhaps.
    #[test]
    fn what_took_the_time_is_told() {
        let budget = Budget::new(&Limits::default());
        assert!(budget.out_of_time().hint.contains("loop"));
        budget.stopped_in_engine();
        let by_engine = budget.out_of_time();
        assert!(by_engine.text.contains("the engine was at work"), "{}", by_engine.text);
        assert!(by_engine.hint.contains("--tolerance"), "{}", by_engine.hint);
        budget.failed_in_function("r.luau:3: ".into());
        assert!(budget.out_of_time().text.contains("the engine was at work"));
        budget.asks_for_belt(22_224.0);
        assert!(!budget.out_of_time().hint.contains("belt"));
        budget.asks_for_belt(12.0);
        let hint = budget.out_of_time().hint;
        assert!(hint.contains("A belt of 12 m") && hint.contains("nm(12)"), "{hint}");
        budget.stop.store(true, Ordering::Relaxed);
        budget.failed_in_function("r.luau:3: ".into());
        let by_function = budget.out_of_time();
        assert!(by_function.text.starts_with("r.luau:3: "), "{}", by_function.text);
        assert!(by_function.hint.contains("loop without an end"), "{}", by_function.hint);
    }
}
