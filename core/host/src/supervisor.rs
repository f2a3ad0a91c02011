//! The supervisor: runs rules in worker processes and survives whatever they do.
//!
//! Never runs a script and never opens a plugin itself. A worker that dies, hangs or talks
//! nonsense costs one run; its end is named in the [`RuleError`] and the next run gets another
//! worker. Runs may be made from several threads at once; each has a worker of its own.

mod cancel;
mod child;
mod death;
mod exchange;
mod held;
mod log;
mod measure;
mod nursery;
mod options;
mod request;
mod strays;

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use littoral_delimit::Division;
use littoral_model::{FailureKind, RuleError, RuleHeader};

use crate::messages::{Described, Probed, Progress, Reply, Request, RuleCode};
use crate::open_case::{CaseInput, OpenCase, open_case};
use crate::recent::Recent;
use crate::registry::{Registry, RuleRef};

use self::child::WorkerProcess;
use self::exchange::Exchange;
use self::held::Held;
use self::nursery::Nursery;

pub use self::cancel::CancelToken;
pub use self::options::HostOptions;
pub use self::request::RunRequest;

/// Time to read the headers of all rules, and of one alone: a plugin may never come back from loading.
const DESCRIBE_ALL: Duration = Duration::from_secs(10);
const DESCRIBE_ONE: Duration = Duration::from_secs(5);

/// Time for the checks of one rule of a plugin.
const PROBE: Duration = Duration::from_secs(30);
/// How many headers are kept, by hash and name.
const HEADERS: usize = 64;

/// Runs rules. Dropping it ends all its workers.
pub struct Host {
    options: HostOptions,
    registry: Registry,
    idle: Mutex<Vec<WorkerProcess>>,
    held: Mutex<Held>,
    known: Mutex<Recent<(String, String), RuleHeader, HEADERS>>,
    next_run: AtomicU64,
    nursery: Nursery,
}

/// A rule on the list of `littoral rule list`.
#[derive(Debug, Clone)]
pub struct ListedRule {
    /// The rule.
    pub rule: RuleRef,
    /// What it says of itself, or why it is missing.
    pub header: Result<RuleHeader, RuleError>,
    /// SHA-256 of its source or library, if that can be read.
    pub hash: Option<String>,
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
        if !request.by_itself && self.held().holds(code.hash()) {
            return Err(held_back(code.name()));
        }
        let mut worker = self.take(Some(&request.case), Some(&code))?;
        let (rule, hash) = (request.rule.to_string(), code.hash().to_owned());
        let run = self.next_run.fetch_add(1, Ordering::Relaxed);
        worker.log().clear();
        send_run(&mut worker, run, request, code);
        let (time, options) = (request.time, &self.options);
        let mut exchange = Exchange { run, rule: &rule, time, options, cancel, progress };
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

    /// Every rule there is, with its header or the reason why it is missing.
    #[must_use]
    pub fn list(&self) -> Vec<ListedRule> {
        let offers = self.registry.offers();
        let (mut codes, mut listed) = (Vec::new(), Vec::new());
        for offer in offers {
            let code = offer.problem.map_or_else(|| self.registry.code(&offer.rule), Err);
            let hash = code.as_ref().ok().map(|c| c.hash().to_owned());
            listed.push((offer.rule, hash, code.as_ref().err().cloned()));
            codes.extend(code);
        }
        let mut headers = self.headers(codes).into_iter();
        let missing = |rule: &RuleRef| {
            Err(RuleError::new(
                rule.to_string(),
                FailureKind::Protocol,
                "the worker passed it over",
            ))
        };
        let list = listed.into_iter().map(|(rule, hash, problem)| {
            let header =
                problem.map_or_else(|| headers.next().unwrap_or_else(|| missing(&rule)), Err);
            ListedRule { rule, header, hash }
        });
        list.collect()
    }

    /// What one rule says of itself; the same text is read once.
    ///
    /// # Errors
    /// The rule cannot be read, or fails while it is.
    pub fn header(&self, rule: &RuleRef) -> Result<RuleHeader, RuleError> {
        let code = self.registry.code(rule)?;
        let key = (code.hash().to_owned(), code.name().to_owned());
        if let Some(known) = self.known().get(&key) {
            return Ok(known.clone());
        }
        let missing = || RuleError::new(rule.to_string(), FailureKind::Protocol, "no answer");
        let header = self.headers(vec![code]).pop().unwrap_or_else(|| Err(missing()))?;
        self.known().put(key, header.clone());
        Ok(header)
    }

    /// Lets a rule run again that was held back because its worker died three times in a minute.
    pub fn release(&self, rule: &RuleRef) {
        if let Ok(code) = self.registry.code(rule) {
            self.held().release(code.hash());
        }
    }

    /// Headers of rules; if one takes the worker down, each is asked alone.
    fn headers(&self, codes: Vec<RuleCode>) -> Described {
        if codes.is_empty() {
            return Vec::new();
        }
        match self.describe(&codes) {
            Ok(headers) if headers.len() == codes.len() => headers,
            _ if codes.len() > 1 => {
                codes.into_iter().flat_map(|code| self.headers(vec![code])).collect()
            }
            Ok(_) => Vec::new(),
            Err(error) => vec![Err(error)],
        }
    }

    /// Does a plugin's rule keep its promises? Asked in a worker of its own, which is not used again.
    ///
    /// # Errors
    /// The plugin cannot be loaded, or it ends its worker or never returns.
    pub fn probe(&self, rule: &RuleRef) -> Probed {
        let code = self.registry.code(rule)?;
        let name = rule.to_string();
        let mut worker = self.take(None, Some(&code))?;
        worker.opens(&code);
        let run = self.next_run.fetch_add(1, Ordering::Relaxed);
        worker.log().clear();
        worker.send(run, &Request::Probe(code));
        let (time, options, cancel) = (PROBE, &self.options, &CancelToken::default());
        let mut exchange =
            Exchange { run, rule: &name, time, options, cancel, progress: &mut |_| {} };
        match exchange.answer(&mut worker)? {
            Reply::Probed(verdicts) => verdicts,
            _ => Err(unasked(&name)),
        }
    }

    fn describe(&self, codes: &[RuleCode]) -> Result<Described, RuleError> {
        let one = codes.first().filter(|_| codes.len() == 1);
        let mut worker = self.take(None, one)?;
        for code in codes {
            worker.opens(code);
        }
        let run = self.next_run.fetch_add(1, Ordering::Relaxed);
        worker.log().clear();
        worker.send(run, &Request::Describe(codes.to_vec()));
        let rule = one.map_or("rules", RuleCode::name);
        let time = if one.is_some() { DESCRIBE_ONE } else { DESCRIBE_ALL };
        let (options, cancel) = (&self.options, &CancelToken::default());
        let mut exchange = Exchange { run, rule, time, options, cancel, progress: &mut |_| {} };
        let reply = exchange.answer(&mut worker)?;
        self.give_back(worker);
        match reply {
            Reply::Described(headers) => Ok(headers),
            other => outcome(rule, other).and_then(|_| Err(unasked(rule))),
        }
    }

    /// A worker for a case and a rule: an idle one that knows the case, else any idle one that has
    /// not opened another version of the rule's plugin, else a fresh one.
    fn take(
        &self,
        case: Option<&CaseInput>,
        code: Option<&RuleCode>,
    ) -> Result<WorkerProcess, RuleError> {
        let mut idle = self.idle();
        let (mut fit, unfit): (Vec<_>, Vec<_>) =
            idle.drain(..).partition(|w| w.is_alive() && code.is_none_or(|c| w.suits(c)));
        let knows = |w: &WorkerProcess| case.is_some_and(|c| w.cases.has(&c.hash));
        let best = fit.iter().position(knows).or(fit.len().checked_sub(1));
        let worker = best.map(|at| fit.remove(at));
        *idle = fit;
        drop(idle);
        drop(unfit);
        worker.map_or_else(|| self.nursery.worker(), Ok).map_err(|e| {
            let text = format!("no worker process can be started: {e}");
            let rule = code.map_or("littoral", RuleCode::name);
            RuleError::new(rule, FailureKind::Crash, text)
        })
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

    fn known(&self) -> MutexGuard<'_, Recent<(String, String), RuleHeader, HEADERS>> {
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
