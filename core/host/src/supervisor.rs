//! The supervisor: runs rules in worker processes and survives whatever they do.
//!
//! Never runs a script and never opens a plugin itself. A worker that dies, hangs or talks
//! nonsense costs one run; its end is named in the [`RuleError`] and the next run gets another
//! worker. Runs may be made from several threads at once; each has a worker of its own.

mod cancel;
mod child;
mod death;
mod exchange;
mod headers;
mod held;
pub(crate) mod janitor;
mod log;
mod measure;
mod nursery;
mod options;
mod request;
mod strays;

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use littoral_delimit::Division;
use littoral_model::{FailureKind, RuleError, RuleHeader};

use crate::messages::{Progress, Reply, Request, RuleCode};
use crate::open_case::{CaseInput, OpenCase, open_case};
use crate::recent::Recent;
use crate::registry::{Registry, RuleRef};

use self::child::WorkerProcess;
use self::exchange::Exchange;
use self::held::Held;
use self::janitor::Janitor;
use self::nursery::Nursery;

pub use self::cancel::CancelToken;
pub use self::headers::{ListedRule, may_pass};
pub use self::options::HostOptions;
pub use self::request::RunRequest;

/// How many headers are kept: more than a folder of rules has.
const HEADERS: usize = 512;

/// Headers by hash and name, or why there is none.
type Known = Recent<(String, String), Result<RuleHeader, RuleError>, HEADERS>;

/// Runs rules. Dropping it ends all its workers.
pub struct Host {
    options: HostOptions,
    registry: Registry,
    idle: Mutex<Vec<WorkerProcess>>,
    held: Mutex<Held>,
    known: Mutex<Known>,
    next_run: AtomicU64,
    nursery: Nursery,
    /// Last, because it outlives all workers.
    janitor: OnceLock<Option<Janitor>>,
}

impl Host {
    /// A host. Its first worker is started at once, on another thread.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn new(options: HostOptions, registry: Registry) -> io::Result<Self> {
        Ok(Self {
            nursery: Nursery::start(options.clone())?,
            options,
            registry,
            idle: Mutex::default(),
            held: Mutex::default(),
            known: Mutex::new(Recent::new()),
            next_run: AtomicU64::new(1),
            janitor: OnceLock::new(),
        })
    }

    /// The rules there are.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Reads a case: a folder, a `case.toml`, or the name of an embedded case. See [`open_case`].
    #[must_use]
    pub fn case(&self, name: &str, switches: &[String]) -> OpenCase {
        open_case(name, switches)
    }

    /// One whole run in a worker process.
    ///
    /// # Errors
    /// As [`FailureKind`] lists them. Whatever fails, the host goes on.
    pub fn run(&self, request: &RunRequest) -> Result<Division, RuleError> {
        self.run_with(request, &CancelToken::default(), &mut |_| {})
    }

    /// The same, hearing of its progress, and stopped by `cancel`.
    ///
    /// # Errors
    /// As [`Host::run`]; [`FailureKind::Cancelled`].
    pub fn run_with(
        &self,
        request: &RunRequest,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Division, RuleError> {
        let code = self.registry.code(&request.rule)?;
        self.run_code(request, code, cancel, progress)
    }

    /// The same with the rule's code at hand: what is run is what the caller has looked at.
    ///
    /// # Errors
    /// As [`Host::run_with`].
    pub fn run_code(
        &self,
        request: &RunRequest,
        code: RuleCode,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Division, RuleError> {
        if !request.by_itself && self.held().holds(code.hash()) {
            return Err(held_back(code.name()));
        }
        let mut worker = self.take(Some(&request.case), Some(&code))?;
        let (rule, hash) = (request.rule.to_string(), code.hash().to_owned());
        let run = self.next_run.fetch_add(1, Ordering::Relaxed);
        let script = matches!(code, RuleCode::Luau { .. });
        send_run(&mut worker, run, request, code);
        let (time, options) = (request.time, &self.options);
        let mut exchange = Exchange { run, rule: &rule, script, time, options, cancel, progress };
        match exchange.answer(&mut worker) {
            Ok(reply) => {
                self.give_back(worker);
                outcome(&rule, reply)
            }
            Err(error) if error.kind == FailureKind::Cancelled => {
                worker.bury();
                Err(error)
            }
            Err(error) => {
                if !request.by_itself {
                    self.held().note(&hash, Instant::now());
                }
                Err(error)
            }
        }
    }

    /// Lets a rule run again that was held back because its worker died three times in a minute.
    pub fn release(&self, rule: &RuleRef) {
        if let Ok(code) = self.registry.code(rule) {
            self.held().release(code.hash());
        }
    }

    /// The answer to a question that is no run: nobody stops it or hears how far it is. `rule` is its name in messages, `time`
    /// when the worker must have stopped by itself.
    ///
    /// # Errors
    /// As [`Exchange::answer`].
    fn ask(
        &self,
        worker: &mut WorkerProcess,
        (rule, time): (&str, Duration),
        question: &Request,
    ) -> Result<Reply, RuleError> {
        let run = self.next_run.fetch_add(1, Ordering::Relaxed);
        worker.send(run, question);
        let (options, cancel) = (&self.options, &CancelToken::default());
        let progress = &mut |_: &Progress| {};
        Exchange { run, rule, script: false, time, options, cancel, progress }.answer(worker)
    }

    /// A worker for a case and a rule: an idle one that knows the case, else any idle one that has
    /// not opened another version of the rule's plugin, else a fresh one. Nothing is in its log.
    fn take(
        &self,
        case: Option<&CaseInput>,
        code: Option<&RuleCode>,
    ) -> Result<WorkerProcess, RuleError> {
        if matches!(code, Some(RuleCode::Plugin { .. })) {
            self.mind_strays();
        }
        let mut idle = self.idle();
        let (mut fit, unfit): (Vec<_>, Vec<_>) =
            idle.drain(..).partition(|w| w.is_alive() && code.is_none_or(|c| w.suits(c)));
        let knows = |w: &WorkerProcess| case.is_some_and(|c| w.cases.has(&c.hash));
        let best = fit.iter().position(knows).or(fit.len().checked_sub(1));
        let worker = best.map(|at| fit.remove(at));
        *idle = fit;
        drop(idle);
        drop(unfit);
        let worker = worker.map_or_else(|| self.nursery.worker(), Ok).map_err(|e| {
            let text = format!("no worker process can be started: {e}");
            let rule = code.map_or("littoral", RuleCode::name);
            RuleError::new(rule, FailureKind::Crash, text)
        })?;
        worker.log().clear();
        Ok(worker)
    }

    /// From now on somebody cleans up behind this process. Without, only its orderly end does.
    fn mind_strays(&self) {
        if cfg!(target_os = "linux") {
            self.janitor.get_or_init(|| Janitor::start(&self.options).ok());
        }
    }

    fn give_back(&self, worker: WorkerProcess) {
        let mut idle = self.idle();
        idle.push(worker);
        let surplus = idle.len().saturating_sub(self.options.idle.max(1));
        let surplus: Vec<_> = idle.drain(..surplus).collect();
        drop(idle);
        drop(surplus);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<WorkerProcess>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends the case, if the worker does not have it.
fn send_case(worker: &mut WorkerProcess, case: &CaseInput) {
    if worker.cases.get(&case.hash).is_none() {
        worker.send(0, &Request::Case(case.hash.clone(), (*case.bundle).clone()));
        worker.cases.put(case.hash.clone(), ());
    }
}

/// Sends the case, if the worker does not have it, and the run.
fn send_run(worker: &mut WorkerProcess, run: u64, request: &RunRequest, code: RuleCode) {
    send_case(worker, &request.case);
    worker.opens(&code);
    worker.send(run, &Request::Run(Box::new(request.message(code))));
}

fn outcome(rule: &str, reply: Reply) -> Result<Division, RuleError> {
    match reply {
        Reply::Done(division) => Ok(*division),
        Reply::Failed(error) => Err(*error),
        _ => Err(unasked(rule)),
    }
}

fn unasked(rule: &str) -> RuleError {
    RuleError::new(rule, FailureKind::Protocol, "the worker answered another question")
}

fn held_back(rule: &str) -> RuleError {
    let text = "the rule is held back: its worker process died three times within a minute";
    RuleError::new(rule, FailureKind::Crash, text)
        .with_hint("Change the rule, or ask for it again by hand.")
}
