//! One request and its answer: events, deadlines, and every way for a worker to fail at it.

use std::time::{Duration, Instant};

use littoral_model::{FailureKind, RuleError};

use crate::messages::{Greeting, Progress, Reply, Request};
use crate::protocol::{Frame, FrameError};

use super::cancel::CancelToken;
use super::child::{Event, WorkerProcess};
use super::death::Death;
use super::options::HostOptions;

/// A request under way.
pub(super) struct Exchange<'a> {
    /// Its id.
    pub(super) run: u64,
    /// Rule id or file, for messages.
    pub(super) rule: &'a str,
    /// When the worker must have stopped by itself.
    pub(super) time: Duration,
    /// How long a fresh worker may take to greet, and any to stop before it is killed.
    pub(super) options: &'a HostOptions,
    /// Is it the run of a script?
    pub(super) script: bool,
    /// Stops it.
    pub(super) cancel: &'a CancelToken,
    /// Hears how far it is.
    pub(super) progress: &'a mut dyn FnMut(&Progress),
}

/// How far an exchange is.
struct State {
    stage: String,
    deadline: Instant,
    cancelled: bool,
}

impl Exchange<'_> {
    /// Waits for the answer: `Done`, `Failed` or `Described`.
    ///
    /// # Errors
    /// The worker is of no further use: crash, hang or protocol.
    pub(super) fn answer(&mut self, worker: &mut WorkerProcess) -> Result<Reply, RuleError> {
        let cancel = self.cancel.clone();
        let _attached = cancel.attach(self.run, worker.waker());
        let limit =
            if worker.greeted { self.time + self.options.grace } else { self.options.greeting };
        let deadline = Instant::now() + limit;
        let mut state = State { stage: String::new(), deadline, cancelled: false };
        loop {
            match worker.next(state.deadline) {
                Some(Event::Frame(frame)) => {
                    if let Some(reply) = self.take(&frame, worker, &mut state)? {
                        return Ok(if state.cancelled { self.cancelled() } else { reply });
                    }
                }
                Some(Event::Cancel(run)) => self.stop(run, worker, &mut state),
                Some(Event::Broken(error)) => return Err(self.broken(&error, worker, &state)),
                None => return Err(self.overdue(worker, &state)),
            }
        }
    }

    fn take(
        &mut self,
        frame: &Frame,
        worker: &mut WorkerProcess,
        state: &mut State,
    ) -> Result<Option<Reply>, RuleError> {
        let refuse = |worker: &mut WorkerProcess, why: &str| {
            worker.kill();
            Err(self.death(worker, state).protocol(why))
        };
        let reply = match Reply::from_frame(frame) {
            Ok(Reply::Ready(greeting)) if !worker.greeted => {
                if greeting != Greeting::own() {
                    return refuse(worker, &format!("it is another littoral: {greeting:?}"));
                }
                worker.greeted = true;
                state.deadline = Instant::now() + self.time + self.options.grace;
                return Ok(None);
            }
            Ok(_) if !worker.greeted => return refuse(worker, "it did not greet first"),
            Ok(_) if frame.run != self.run => {
                return refuse(worker, "an answer to another request");
            }
            Ok(reply) => reply,
            Err(why) => return refuse(worker, &why),
        };
        match reply {
            Reply::Progress(progress) => {
                (self.progress)(&progress);
                state.stage = progress.stage;
            }
            Reply::Log(line) => worker.log().push(&line),
            Reply::Ready(_) => return refuse(worker, "it greeted twice"),
            last => return Ok(Some(last)),
        }
        Ok(None)
    }

    /// Asks the worker to stop; it has a moment to do so.
    fn stop(&self, run: u64, worker: &WorkerProcess, state: &mut State) {
        if run == self.run && !state.cancelled {
            worker.send(run, &Request::Cancel);
            state.cancelled = true;
            state.deadline = Instant::now() + self.options.cancelling;
        }
    }

    fn broken(&self, error: &FrameError, worker: &mut WorkerProcess, state: &State) -> RuleError {
        match error {
            FrameError::Closed | FrameError::Truncated | FrameError::Io(_) => {
                let status = worker.leave();
                self.death(worker, state).crash(status)
            }
            other => {
                worker.kill();
                self.death(worker, state).protocol(&other.to_string())
            }
        }
    }

    fn overdue(&self, worker: &mut WorkerProcess, state: &State) -> RuleError {
        if state.cancelled {
            worker.strike();
            return cancelled(self.rule);
        }
        worker.kill();
        if !worker.greeted {
            return self.death(worker, state).protocol("nothing, not even a greeting");
        }
        let death = self.death(worker, state);
        if self.script { death.engine_hang(self.time) } else { death.hang(self.time) }
    }

    fn death<'s>(&'s self, worker: &WorkerProcess, state: &'s State) -> Death<'s> {
        Death { rule: self.rule, stage: &state.stage, log: worker.log().lines() }
    }

    fn cancelled(&self) -> Reply {
        Reply::Failed(Box::new(cancelled(self.rule)))
    }
}

fn cancelled(rule: &str) -> RuleError {
    RuleError::new(rule, FailureKind::Cancelled, "cancelled by a newer request")
}
