//! Naming how a worker ended: signal, exit code, last stage, last lines of its log.

use std::process::ExitStatus;
use std::time::Duration;

use littoral_model::{FailureKind, RuleError};

/// What is known of a run whose worker is gone.
pub(super) struct Death<'a> {
    /// Rule id or file.
    pub(super) rule: &'a str,
    /// What the worker last said it was doing.
    pub(super) stage: &'a str,
    /// Last lines of its log.
    pub(super) log: Vec<String>,
}

impl Death<'_> {
    /// The worker ended by itself.
    pub(super) fn crash(self, status: Option<ExitStatus>) -> RuleError {
        let cause = status.map_or_else(|| "for an unknown cause".to_owned(), how);
        // Rust and C++ say this before they abort.
        let starved = |l: &String| l.contains("memory allocation of") || l.contains("bad_alloc");
        let kind = match self.log.iter().any(starved) {
            true => FailureKind::MemoryLimit,
            false => FailureKind::Crash,
        };
        let hint = match kind {
            FailureKind::MemoryLimit => "The rule needs more memory than it may have.",
            _ => {
                "Only this run is lost. A script cannot crash the worker: if a native plugin is at work its author must mend it, else it is a fault of littoral."
            }
        };
        self.error(kind, &format!("the worker process ended {cause}"), hint)
    }

    /// The worker was killed because it did not answer.
    pub(super) fn hang(self, limit: Duration) -> RuleError {
        let text = format!("the rule did not stop at its time limit of {limit:?} and was killed");
        self.error(FailureKind::Hang, &text, "It never asks whether it should stop.")
    }

    /// The same of a script. A script is stopped wherever it is: what went on was the engine's work for it.
    pub(super) fn engine_hang(self, limit: Duration) -> RuleError {
        let text = format!("the sea was not divided within {limit:?} and the worker was killed");
        let hint = "The engine was at work on what the script asked for, and came to no place where it looks whether it should stop. Give more time (--time-limit) or a coarser tolerance (--tolerance); if neither helps, ask for less: simpler scores, or shares farther from the most that can be given.";
        self.error(FailureKind::Hang, &text, hint)
    }

    /// The worker sent what is not the protocol.
    pub(super) fn protocol(self, why: &str) -> RuleError {
        let text = format!("the worker process sent what it should not: {why}");
        self.error(FailureKind::Protocol, &text, "The worker has been replaced.")
    }

    fn error(self, kind: FailureKind, text: &str, hint: &str) -> RuleError {
        let stage = match self.stage {
            "" => "before it was ready",
            stage => &format!("while {stage}"),
        };
        let mut error =
            RuleError::new(self.rule, kind, format!("{text} ({stage})")).with_hint(hint);
        error.trace = self.log.into_iter().map(|line| format!("log: {line}")).collect();
        error
    }
}

#[cfg(unix)]
fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    status.signal().map_or_else(|| by_code(status), |n| format!("by signal {n}{}", name(n)))
}

#[cfg(not(unix))]
fn how(status: ExitStatus) -> String {
    by_code(status)
}

fn by_code(status: ExitStatus) -> String {
    status.code().map_or_else(|| format!("with {status}"), |code| format!("with exit code {code}"))
}

/// The signals that end a program in error; their numbers are the same on every Unix but SIGBUS.
#[cfg(unix)]
fn name(signal: i32) -> String {
    use rustix::process::Signal;
    let known = [
        (Signal::ABORT, "SIGABRT, aborted"),
        (Signal::BUS, "SIGBUS, a file was cut while it was in use"),
        (Signal::FPE, "SIGFPE, arithmetic fault"),
        (Signal::ILL, "SIGILL, illegal instruction"),
        (Signal::KILL, "SIGKILL, killed from outside"),
        (Signal::SEGV, "SIGSEGV, bad memory access or stack overflow"),
        (Signal::TERM, "SIGTERM, ended from outside"),
        (Signal::ALARM, "SIGALRM, an alarm that nobody waited for"),
        (Signal::SYS, "SIGSYS, a forbidden system call"),
        (Signal::XCPU, "SIGXCPU, out of processor time"),
        (Signal::XFSZ, "SIGXFSZ, a file grew beyond its limit"),
        (Signal::TRAP, "SIGTRAP, trap"),
    ];
    let found = known.iter().find(|(s, _)| s.as_raw() == signal);
    found.map_or_else(String::new, |(_, name)| format!(" ({name})"))
}
