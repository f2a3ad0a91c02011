//! The child's side: what the hidden verb `littoral worker` does.
//!
//! One request is one whole run. A reader thread takes requests from the supervisor, so that a
//! cancel is seen while a rule runs; a second thread with a large stack runs them one by one. When
//! the pipe from the supervisor ends, so does the worker, whatever it is doing.

mod channel;
mod evaluate;
mod limits;

use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use std::{io, process, thread};

use littoral_formats::CaseBundle;
use littoral_model::RuleError;

use crate::messages::{
    DescribeMessage, Greeting, MeasureMessage, Reply, Request, RuleCode, RunMessage,
};
use crate::protocol::{FrameError, PROTOCOL, read_frame, write_frame};
use crate::supervisor::janitor;

use self::evaluate::Bench;

/// Exit code after bytes that are not the protocol (`EX_PROTOCOL` of sysexits).
const EX_PROTOCOL: i32 = 76;
/// Exit code when a plugin has changed what all rules of this process share (`EX_SOFTWARE` of sysexits).
const EX_CHANGED: i32 = 70;
/// Stack of the thread that runs rules: expression trees are as deep as a script makes them.
const STACK: usize = 64 * 1024 * 1024;

/// What is left to do.
enum Job {
    Case(String, CaseBundle),
    Run(u64, Box<RunMessage>, Order),
    Describe(u64, DescribeMessage),
    Probe(u64, Box<RuleCode>),
    Measure(u64, Box<MeasureMessage>, Order),
}

/// When a run was ordered, and the flag that stops it.
struct Order {
    since: Instant,
    cancel: Arc<AtomicBool>,
}

/// The run that a cancel would mean.
type Current = Mutex<(u64, Arc<AtomicBool>)>;

/// Serves the supervisor at the other end of standard input and output until it goes away.
#[must_use]
pub fn main() -> ExitCode {
    if let Some(code) = janitor::serve() {
        return code;
    }
    if io::stdin().is_terminal() {
        eprintln!("littoral worker serves littoral itself; try: littoral help");
        return ExitCode::from(2);
    }
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("worker: {e}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> io::Result<()> {
    let (from, to) = channel::take()?;
    limits::die_with_parent();
    let (jobs, todo) = mpsc::channel();
    thread::Builder::new().name("requests".into()).spawn(move || read_requests(from, &jobs))?;
    let runner = thread::Builder::new().name("rules".into()).stack_size(STACK);
    let runner = runner.spawn(move || work(&todo, to))?;
    runner.join().map_err(|_| io::Error::other("the thread that runs rules panicked"))
}

/// Takes requests until the pipe ends, and ends the process then.
fn read_requests(mut from: impl Read, jobs: &Sender<Job>) {
    let current = Current::default();
    loop {
        let error = match read_frame(&mut from) {
            Ok(frame) => match Request::from_frame(&frame) {
                Ok(request) => match dispatch(frame.run, request, &current, jobs) {
                    Ok(()) => continue,
                    Err(error) => error,
                },
                Err(error) => error,
            },
            Err(FrameError::Closed) => process::exit(0),
            Err(error) => error.to_string(),
        };
        eprintln!("worker: {error}");
        process::exit(EX_PROTOCOL);
    }
}

fn dispatch(
    run: u64,
    request: Request,
    current: &Current,
    jobs: &Sender<Job>,
) -> Result<(), String> {
    let mut current = current.lock().unwrap_or_else(PoisonError::into_inner);
    let job = match request {
        Request::Hello(hello) if hello.protocol == PROTOCOL => return Ok(()),
        Request::Hello(hello) => {
            return Err(format!(
                "the supervisor speaks protocol {}, not {PROTOCOL}",
                hello.protocol
            ));
        }
        Request::Cancel => {
            if current.0 == run {
                current.1.store(true, Ordering::Relaxed);
            }
            return Ok(());
        }
        Request::Case(hash, bundle) => Job::Case(hash, bundle),
        Request::Describe(message) => Job::Describe(run, message),
        Request::Probe(rule) => Job::Probe(run, Box::new(rule)),
        Request::Run(message) => Job::Run(run, message, order(run, &mut current)),
        Request::Measure(message) => Job::Measure(run, message, order(run, &mut current)),
    };
    jobs.send(job).map_err(|_| "the thread that runs rules is gone".to_owned())
}

/// From now on a cancel means this run.
fn order(run: u64, current: &mut (u64, Arc<AtomicBool>)) -> Order {
    *current = (run, Arc::default());
    Order { since: Instant::now(), cancel: current.1.clone() }
}

/// Does the jobs one by one and answers.
fn work(jobs: &Receiver<Job>, mut to: impl Write) {
    let mut bench = Bench::new();
    let own = process::id();
    let mut answer = |run: u64, reply: Reply| {
        if process::id() != own {
            limits::vanish();
        }
        if write_frame(&mut to, &reply.frame(run)).is_err() {
            // Nobody listens any more, or the answer is too long for a frame.
            process::exit(EX_PROTOCOL);
        }
    };
    answer(0, Reply::Ready(Greeting::own()));
    let rights = limits::rights();
    // Before the answer: whoever is served next must not find it, and the run that did it is named. A script cannot.
    let unchanged = |bench: &Bench| {
        let changed = match bench.has_opened_plugins() {
            true if limits::rights() != rights => Some(limits::CHANGED.to_owned()),
            true => limits::hoard(),
            false => None,
        };
        if let Some(what) = changed {
            eprintln!("worker: the plugin {what}");
            process::exit(EX_CHANGED);
        }
    };
    bench.prepare();
    for job in jobs {
        match job {
            Job::Case(hash, bundle) => bench.keep(hash, bundle),
            Job::Probe(run, rule) => {
                let verdicts = bench.probe(&rule);
                unchanged(&bench);
                answer(run, Reply::Probed(verdicts));
            }
            Job::Describe(run, message) => answer(run, Reply::Described(bench.describe(&message))),
            Job::Run(run, message, order) => {
                if let Err(e) = limits::address_space(message.memory_bytes) {
                    answer(run, Reply::Log(format!("no memory limit is set: {e}")));
                }
                let result = bench.run(&message, &order, &mut |reply| answer(run, reply));
                unchanged(&bench);
                answer(run, result.map_or_else(failed, |d| Reply::Done(Box::new(d))));
            }
            Job::Measure(run, message, order) => {
                if let Err(e) = limits::address_space(message.memory_bytes) {
                    answer(run, Reply::Log(format!("no memory limit is set: {e}")));
                }
                let result = bench.measure(&message, &order);
                unchanged(&bench);
                answer(run, result.map_or_else(failed, |m| Reply::Measured(Box::new(m))));
            }
        }
        bench.prepare();
    }
}

fn failed(error: RuleError) -> Reply {
    Reply::Failed(Box::new(error))
}
