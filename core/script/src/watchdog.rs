//! The thread that ends evaluations in time.
//!
//! One for all evaluations of an [`crate::Evaluator`]: to start a thread for each would cost more than many a rule.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use littoral_model::FailureKind;

use crate::fault::Fault;
use crate::source::Limits;

/// How often the caller's flag is looked at.
const STEP: Duration = Duration::from_millis(1);

/// Why an evaluation was stopped: it was not.
pub(crate) const RUNNING: u8 = 0;
/// Its time is over.
pub(crate) const OUT_OF_TIME: u8 = 1;
/// A newer request has stopped it.
const CANCELLED: u8 = 2;

/// One evaluation: the flags that end it, and when.
pub(crate) struct Order {
    stop: Arc<AtomicBool>,
    why: Arc<AtomicU8>,
    cancel: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
    begun: Instant,
    time: Duration,
}

impl Order {
    /// From now on, within these limits.
    pub(crate) fn new((stop, why): (&Arc<AtomicBool>, &Arc<AtomicU8>), limits: &Limits) -> Self {
        Self {
            stop: stop.clone(),
            why: why.clone(),
            cancel: limits.cancel.clone(),
            over: Arc::default(),
            begun: Instant::now(),
            time: limits.time,
        }
    }

    /// What is left of its time, if it is still to be watched. Stops it when nothing is.
    fn look(&self) -> Option<Duration> {
        if self.over.load(Ordering::Relaxed) {
            return None;
        }
        let left = self.time.saturating_sub(self.begun.elapsed());
        let verdict = match (self.cancel.load(Ordering::Relaxed), left.is_zero()) {
            (true, _) => CANCELLED,
            (_, true) => OUT_OF_TIME,
            _ => return Some(left),
        };
        self.why.store(verdict, Ordering::Release);
        self.stop.store(true, Ordering::Relaxed);
        None
    }
}

/// The thread, started when it is first needed and joined on dropping.
#[derive(Default)]
pub(crate) struct Watchdog {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

/// An evaluation is watched until this is dropped.
pub(crate) struct Watched(Arc<AtomicBool>);

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Watchdog {
    /// Watches an evaluation, in place of the one before.
    ///
    /// # Errors
    /// When the system gives no thread: without a watchdog nothing is run.
    pub(crate) fn watch(&mut self, order: Order) -> Result<Watched, Fault> {
        let watched = Watched(order.over.clone());
        let order = match &self.orders {
            Some(orders) => match orders.send(order) {
                Ok(()) => return Ok(watched),
                Err(refused) => refused.0,
            },
            None => order,
        };
        let (orders, todo) = mpsc::channel();
        let named = Builder::new().name("rule watchdog".to_owned());
        let thread = named.spawn(move || watch(&todo)).map_err(|e| {
            Fault::new(FailureKind::Panic, format!("no thread to watch the rule's time: {e}"))
        })?;
        let _ = orders.send(order);
        (self.orders, self.thread) = (Some(orders), Some(thread));
        Ok(watched)
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        drop(self.orders.take());
        if let Some(thread) = self.thread.take() {
            // A watchdog that panicked has nothing left to say.
            let _ = thread.join();
        }
    }
}

fn watch(orders: &Receiver<Order>) {
    while let Ok(mut order) = orders.recv() {
        while let Some(left) = order.look() {
            match orders.recv_timeout(left.min(STEP)) {
                Ok(next) => order = next,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;

    const LONG: Duration = Duration::from_secs(60);

    fn limits(time: Duration) -> Limits {
        Limits { time, ..Limits::default() }
    }

    fn wait_for(budget: &Budget) -> Fault {
        let patience = Instant::now() + LONG;
        while budget.verdict().is_none() && Instant::now() < patience {
            std::thread::yield_now();
        }
        budget.verdict().unwrap()
    }

    #[test]
    fn one_thread_ends_one_evaluation_after_the_other() {
        let mut watchdog = Watchdog::default();
        let forgotten = limits(LONG);
        let first = Budget::new(&forgotten);
        drop(watchdog.watch(first.order(&forgotten)).unwrap());
        for _ in 0..20 {
            let short = limits(Duration::from_millis(2));
            let budget = Budget::new(&short);
            let _watched = watchdog.watch(budget.order(&short)).unwrap();
            assert_eq!(wait_for(&budget).kind, FailureKind::TimeLimit);
            let long = limits(LONG);
            let budget = Budget::new(&long);
            let _watched = watchdog.watch(budget.order(&long)).unwrap();
            long.cancel.store(true, Ordering::Relaxed);
            assert_eq!(wait_for(&budget).kind, FailureKind::Cancelled);
        }
        forgotten.cancel.store(true, Ordering::Relaxed);
        std::thread::sleep(5 * STEP);
        assert!(first.verdict().is_none(), "what is over is stopped no more");
    }
}
