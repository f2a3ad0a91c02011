//! One case under one rule, again and again: the last good result and the present trouble.
//!
//! Saves break things all the time. The last good division stays until there is a newer one; what
//! is wrong stands beside it with its place.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use littoral_delimit::{Bases, Division};
use littoral_formats::read_case;
use littoral_model::{Case, FailureKind, Finding, RuleError, Severity};
use serde_json::{Map, Value};

use crate::embed;
use crate::messages::{Progress, RuleCode};
use crate::open_case::{CaseInput, case_input};
use crate::registry::RuleRef;
use crate::supervisor::{CancelToken, Host, RunRequest};
use crate::watch::{Changed, Watch};

/// A file that cannot be understood is read once more after this long: it may be half written.
const ONCE_MORE: Duration = Duration::from_millis(60);

/// How often a watch beside a run sees whether the run is over.
const GLANCE: Duration = Duration::from_millis(4);

/// What stands in the way of a newer result.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// The case has errors.
    Case(Vec<Finding>),
    /// The rule failed.
    Rule(RuleError),
}

/// A division and the case that it divides.
#[derive(Debug, Clone)]
pub struct Good {
    /// The case.
    pub case: Arc<Case>,
    /// The division.
    pub division: Arc<Division>,
    /// When it was made.
    pub at: Instant,
}

/// Where a session stands.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The last good result.
    pub good: Option<Good>,
    /// What is wrong now; the result is then older than the files.
    pub trouble: Option<Trouble>,
    /// Is any of this new since the last refresh?
    pub changed: bool,
}

impl Outcome {
    /// How old the result is, if the files have moved on without it.
    #[must_use]
    pub fn age(&self) -> Option<Duration> {
        self.trouble.as_ref().and(self.good.as_ref()).map(|good| good.at.elapsed())
    }
}

/// A case and a rule under the eyes of somebody who edits them.
pub struct Session<'a> {
    host: &'a Host,
    case: String,
    switches: Vec<String>,
    rule: RuleRef,
    params: Map<String, Value>,
    /// Time limit of each run.
    pub time: Duration,
    /// What counts as a base point.
    pub bases: Bases,
    read: Option<Read>,
    tried: Option<Tried>,
    good: Option<Good>,
    trouble: Option<Trouble>,
}

/// The case as it was last read: its bytes, and the case or what is wrong with it.
#[derive(Clone)]
struct Read {
    input: CaseInput,
    case: Result<Arc<Case>, Vec<Finding>>,
}

/// What the last run was made from.
#[derive(Debug, PartialEq, Clone)]
struct Tried {
    case: String,
    rule: Option<String>,
    params: Map<String, Value>,
}

impl<'a> Session<'a> {
    /// A session that has run nothing yet. `case` is as for [`open_case()`](crate::open_case()).
    #[must_use]
    pub fn new(host: &'a Host, case: &str, switches: &[String], rule: RuleRef) -> Self {
        Self {
            host,
            case: case.to_owned(),
            switches: switches.to_vec(),
            rule,
            params: Map::new(),
            time: Duration::from_secs(60),
            bases: Bases::default(),
            read: None,
            tried: None,
            good: None,
            trouble: None,
        }
    }

    /// Gives the rule other parameters from the next refresh on.
    pub fn set_params(&mut self, params: Map<String, Value>) {
        self.params = params;
    }

    /// Files and folders to watch: the rule's, and the case's unless it is embedded.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files = self.host.registry().files(&self.rule);
        let path = PathBuf::from(&self.case);
        if path.exists() || embed::case(&self.case).is_none() {
            let folder = path.parent().filter(|_| path.is_file()).map(PathBuf::from);
            files.push(folder.unwrap_or(path));
        }
        files
    }

    /// Where the session stands, without looking at any file.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome { good: self.good.clone(), trouble: self.trouble.clone(), changed: false }
    }

    /// Reads the files, and runs the rule if any of them is new.
    pub fn refresh(&mut self) -> Outcome {
        self.refresh_with(&CancelToken::default(), &mut |_| {})
    }

    /// The same with progress, stopped by `cancel`; a refresh that is stopped changes nothing.
    pub fn refresh_with(
        &mut self,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&Progress),
    ) -> Outcome {
        let Some(mut result) = self.attempt(cancel, progress) else { return self.outcome() };
        if result.as_ref().is_err_and(looks_half_written) {
            thread::sleep(ONCE_MORE);
            result = self.attempt(cancel, progress).unwrap_or(result);
        }
        match result {
            Err(Trouble::Rule(e)) if e.kind == FailureKind::Cancelled => {
                self.tried = None;
                return self.outcome();
            }
            Err(trouble) => self.trouble = Some(trouble),
            Ok(good) => {
                self.good = Some(good);
                self.trouble = None;
            }
        }
        Outcome { changed: true, ..self.outcome() }
    }

    /// Refreshes and watches the files meanwhile. If one changes during the run, the run is
    /// cancelled and the change is returned: the next refresh is due at once.
    pub fn refresh_watching(&mut self, watch: &mut Watch) -> (Outcome, Option<Changed>) {
        let (cancel, done) = (CancelToken::default(), AtomicBool::new(false));
        thread::scope(|scope| {
            let newer = scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    if let Some(changed) = watch.wait(GLANCE) {
                        cancel.cancel();
                        return Some(changed);
                    }
                }
                None
            });
            let outcome = self.refresh_with(&cancel, &mut |_| {});
            done.store(true, Ordering::Relaxed);
            (outcome, newer.join().ok().flatten())
        })
    }

    /// Runs the rule though no file is new, also one that was held back.
    pub fn again(&mut self) -> Outcome {
        self.tried = None;
        self.host.release(&self.rule);
        self.refresh()
    }

    /// One reading and one run; `None` if nothing is new.
    fn attempt(
        &mut self,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&Progress),
    ) -> Option<Result<Good, Trouble>> {
        let read = self.read();
        let code = self.host.registry().code(&self.rule);
        let tried = Tried {
            case: read.as_ref().map(|r| r.input.hash.clone()).unwrap_or_default(),
            rule: code.as_ref().ok().map(|c| c.hash().to_owned()),
            params: self.params.clone(),
        };
        let known = self.tried.as_ref() == Some(&tried);
        // A rule that cannot be read has no hash: its trouble may be another one now.
        if known && (tried.rule.is_some() || self.trouble == code.as_ref().err().map(trouble_of)) {
            return None;
        }
        self.tried = Some(tried);
        Some(read.map_err(Trouble::Case).and_then(|read| self.run(read, code, cancel, progress)))
    }

    /// The case as its files are now; read anew only if they changed.
    fn read(&mut self) -> Result<Read, Vec<Finding>> {
        let before = self.read.as_ref();
        let input = case_input(&self.case, &self.switches, before.map(|r| &r.input))?;
        if let Some(same) = before.filter(|r| r.input.hash == input.hash) {
            return Ok(same.clone());
        }
        let reading = read_case(&input.bundle, &self.switches);
        let case = reading.case.map(Arc::new).ok_or_else(|| errors(reading.findings));
        Ok(self.read.insert(Read { input, case }).clone())
    }

    /// Runs the very text whose hash was noted: read again, the file might be another one.
    fn run(
        &self,
        read: Read,
        code: Result<RuleCode, RuleError>,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Good, Trouble> {
        let case = read.case.map_err(Trouble::Case)?;
        let code = code.map_err(Trouble::Rule)?;
        let mut request = RunRequest::new(read.input, self.rule.clone());
        request.params.clone_from(&self.params);
        request.time = self.time;
        request.bases = self.bases;
        let division =
            self.host.run_code(&request, code, cancel, progress).map_err(Trouble::Rule)?;
        Ok(Good { case, division: Arc::new(division), at: Instant::now() })
    }
}

fn trouble_of(error: &RuleError) -> Trouble {
    Trouble::Rule(error.clone())
}

fn errors(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.retain(|f| f.severity == Severity::Error);
    findings
}

/// Is this how a file looks while somebody writes it?
fn looks_half_written(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Case(_) => true,
        Trouble::Rule(error) => matches!(
            error.kind,
            FailureKind::Syntax | FailureKind::Type | FailureKind::Parameter | FailureKind::Abi
        ),
    }
}
