//! Stopping a run from another thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use super::child::Event;

/// Cancels the runs that it is given to: a newer save makes an older run pointless.
#[derive(Clone, Default)]
pub struct CancelToken(Arc<Inner>);

#[derive(Default)]
struct Inner {
    cancelled: AtomicBool,
    wakers: Mutex<Vec<(u64, Sender<Event>)>>,
}

impl CancelToken {
    /// Stops every run that has this token, now and later.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::SeqCst);
        let wakers = self.0.wakers.lock().unwrap_or_else(PoisonError::into_inner);
        for (run, waker) in wakers.iter() {
            let _ = waker.send(Event::Cancel(*run));
        }
    }

    /// Has it been cancelled?
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::SeqCst)
    }

    /// Wakes run `run` on cancelling, until the guard is dropped.
    pub(super) fn attach(&self, run: u64, waker: Sender<Event>) -> Attached<'_> {
        let mut wakers = self.0.wakers.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_cancelled() {
            let _ = waker.send(Event::Cancel(run));
        }
        wakers.push((run, waker));
        Attached { token: self, run }
    }
}

/// While it lives, cancelling reaches the run.
pub(super) struct Attached<'a> {
    token: &'a CancelToken,
    run: u64,
}

impl Drop for Attached<'_> {
    fn drop(&mut self) {
        let mut wakers = self.token.0.wakers.lock().unwrap_or_else(PoisonError::into_inner);
        wakers.retain(|(run, _)| *run != self.run);
    }
}

impl std::fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CancelToken").field("cancelled", &self.is_cancelled()).finish()
    }
}
