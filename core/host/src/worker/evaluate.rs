//! Cases, plugins and rules inside the worker: from a request to a division.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use littoral_delimit::{Bases, Division, Provenance, RuleOutcome, Waters};
use littoral_formats::{CaseBundle, read_case};
use littoral_model::params::{left_out, resolve, to_be_named};
use littoral_model::{Case, FailureKind, RuleError, RuleHeader};
use littoral_plugin::{Measured, Plugin, Staged};
use littoral_script::{Evaluator, Module, Source};
use littoral_treaty::Record;
use serde_json::{Map, Value};

use super::Order;
use crate::messages::{
    DescribeMessage, Described, MeasureMessage, ModuleText, Probed, Progress, Reply, RuleCode,
    RunMessage,
};
use crate::recent::{CASES, Recent};

/// Most memory that the interpreter of a script gets, bytes.
const SCRIPT_MEMORY: u64 = 64 * 1024 * 1024;
/// Most memory that the host allocates for a script's fields, lines and solved layers, bytes.
const HOST_MEMORY: u64 = 512 * 1024 * 1024;
/// Headers that a worker remembers.
const HEADERS: usize = 64;
/// How the engine splits the wedges at termini.
const TERMINUS_RULE: &str = "bisector of the coast directions at the terminus";

/// Hash of a case, its switches, and what counts as a base point.
type Key = (String, Vec<String>, Bases);
/// The engine over a case, and its instruments.
type Opened = (Rc<Waters>, Rc<Record>);

/// What stays warm between runs.
pub(super) struct Bench {
    cases: Recent<String, CaseBundle, CASES>,
    waters: Recent<Key, Opened, CASES>,
    /// Headers of scripts by hash and file: a study runs one rule a thousand times.
    headers: Recent<(String, String), RuleHeader, HEADERS>,
    scripts: Evaluator,
    /// Opened libraries by their private copy; never closed.
    plugins: BTreeMap<PathBuf, Plugin>,
}

impl Bench {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            cases: Recent::new(),
            waters: Recent::new(),
            headers: Recent::new(),
            scripts: Evaluator::default(),
            plugins: BTreeMap::new(),
        }
    }

    /// Does now, while nobody waits, what the next run would have to do first.
    pub(super) fn prepare(&mut self) {
        self.scripts.prepare();
    }

    /// Has code run here that can do what scripts cannot?
    pub(super) fn has_opened_plugins(&self) -> bool {
        !self.plugins.is_empty()
    }

    /// Keeps a case for the runs to come.
    pub(super) fn keep(&mut self, hash: String, bundle: CaseBundle) {
        self.cases.put(hash, bundle);
    }

    /// What rules say of themselves.
    pub(super) fn describe(&mut self, message: &DescribeMessage) -> Described {
        let limits = littoral_script::Limits { time: message.time, ..Default::default() };
        message.rules.iter().map(|rule| guard(rule.name(), || self.header(rule, &limits))).collect()
    }

    /// Does a plugin's rule keep its promises?
    pub(super) fn probe(&mut self, rule: &RuleCode) -> Probed {
        match rule {
            RuleCode::Plugin { staged, rule } => {
                guard(rule, || Ok(self.plugin(staged)?.conformance(rule)))
            }
            RuleCode::Luau { file, .. } => {
                Err(RuleError::new(file, FailureKind::Parameter, "a script is no plugin"))
            }
        }
    }

    /// One whole run. `tell` takes what is worth saying on the way.
    pub(super) fn run(
        &mut self,
        message: &RunMessage,
        order: &Order,
        tell: &mut dyn FnMut(Reply),
    ) -> Result<Division, RuleError> {
        let result = guard(message.rule.name(), || self.divide(message, order, tell));
        if matches!(&result, Err(e) if e.kind == FailureKind::Panic) {
            // Whatever was shared with the run that panicked is built anew.
            self.waters.clear();
        }
        result
    }

    fn divide(
        &mut self,
        message: &RunMessage,
        order: &Order,
        tell: &mut dyn FnMut(Reply),
    ) -> Result<Division, RuleError> {
        let mut stage = |text: &str| tell(Reply::Progress(Progress { stage: text.to_owned() }));
        let key = (message.case_hash.clone(), message.switches.clone(), message.bases);
        // What is warm is no stage: every word of progress wakes both processes.
        if !self.waters.has(&key) {
            stage("reading the case");
        }
        let (waters, record) = self.waters(message.rule.name(), key)?;
        if !self.knows(&message.rule) {
            stage("reading the rule");
        }
        let header = self.header(&message.rule, &script_limits(message, order))?;
        let parties: Vec<&str> = waters.case().party_ids().collect();
        let params = resolve(&header, &message.params, &parties)?;
        if order.cancel.load(Ordering::Relaxed) {
            return Err(RuleError::new(&header.id, FailureKind::Cancelled, "cancelled"));
        }
        stage("applying the rule");
        let began = Instant::now();
        let mark = waters.mark();
        let outcome = self.outcome(message, (&waters, &record), &params, order);
        waters.rewind(mark);
        let mut outcome = outcome.map_err(|mut e| {
            let hint = to_be_named(&header, &message.params, &parties, &e.text);
            e.hint = hint.unwrap_or(e.hint);
            e
        })?;
        if message.notes {
            outcome.warnings.splice(0..0, left_out(&header, &message.params, &parties));
        }
        let engine_ms = began.elapsed().as_secs_f64() * 1e3;
        Ok(division(message, waters.case(), &header, params, outcome, engine_ms))
    }

    /// What a plugin's metric says of a layer.
    pub(super) fn measure(
        &mut self,
        message: &MeasureMessage,
        order: &Order,
    ) -> Result<Measured, RuleError> {
        let result = guard(&message.metric, || {
            let key = (message.case_hash.clone(), message.switches.clone(), Bases::default());
            let (waters, _) = self.waters(&message.metric, key)?;
            let time = Duration::from_millis(message.time_ms).saturating_sub(order.since.elapsed());
            let cancel = order.cancel.clone();
            let limits = littoral_plugin::Limits { time, cancel, ..Default::default() };
            let compared = (&message.layer, message.base.as_ref());
            let mark = waters.mark();
            let measured =
                self.plugin(&message.staged)?.measure(&message.metric, &waters, compared, &limits);
            waters.rewind(mark);
            measured
        });
        if matches!(&result, Err(e) if e.kind == FailureKind::Panic) {
            self.waters.clear();
        }
        result
    }

    /// The engine over the case of this run: from the shelf, or read and indexed now.
    fn waters(&mut self, rule: &str, key: Key) -> Result<Opened, RuleError> {
        let bundle = self.cases.get(&key.0);
        if let Some(waters) = self.waters.get(&key) {
            return Ok(waters.clone());
        }
        let bundle = bundle.ok_or_else(|| {
            let text = format!("the case {} was never sent to this worker", key.0);
            RuleError::new(rule, FailureKind::Protocol, text)
        })?;
        let (waters, record) = open_waters(rule, bundle, &key)?;
        let opened = (Rc::new(waters), Rc::new(record));
        self.waters.put(key, opened.clone());
        Ok(opened)
    }

    /// Is the rule's header known, or its library open?
    fn knows(&self, rule: &RuleCode) -> bool {
        match rule {
            RuleCode::Luau { file, sha256, .. } => {
                self.headers.has(&(sha256.clone(), file.clone()))
            }
            RuleCode::Plugin { staged, .. } => self.plugins.contains_key(&staged.library),
        }
    }

    fn header(
        &mut self,
        rule: &RuleCode,
        limits: &littoral_script::Limits,
    ) -> Result<RuleHeader, RuleError> {
        match rule {
            RuleCode::Luau { file, text, modules, sha256 } => {
                let key = (sha256.clone(), file.clone());
                if let Some(known) = self.headers.get(&key) {
                    return Ok(known.clone());
                }
                let source = source(file, text, modules);
                let header = self.scripts.header(&source, limits)?;
                self.headers.put(key, header.clone());
                Ok(header)
            }
            RuleCode::Plugin { staged, rule } => {
                let plugin = self.plugin(staged)?;
                let header = plugin.headers().iter().find(|h| h.id == *rule);
                header.cloned().ok_or_else(|| no_rule(plugin, rule))
            }
        }
    }

    fn plugin(&mut self, staged: &Staged) -> Result<&Plugin, RuleError> {
        if !self.plugins.contains_key(&staged.library) {
            self.plugins.insert(staged.library.clone(), Plugin::open(staged)?);
        }
        self.plugins.get(&staged.library).ok_or_else(|| {
            RuleError::new(&staged.manifest.id, FailureKind::Panic, "the plugin was not kept")
        })
    }

    fn outcome(
        &mut self,
        message: &RunMessage,
        case: (&Rc<Waters>, &Rc<Record>),
        params: &Map<String, Value>,
        order: &Order,
    ) -> Result<RuleOutcome, RuleError> {
        let limits = script_limits(message, order);
        match &message.rule {
            RuleCode::Luau { file, text, modules, .. } => {
                self.scripts.run(&source(file, text, modules), case, params, &limits)
            }
            RuleCode::Plugin { staged, rule } => {
                let littoral_script::Limits { time, cancel, tolerance_m, .. } = limits;
                let limits = littoral_plugin::Limits { time, cancel, tolerance_m };
                self.plugin(staged)?.run(rule, case.0, params, &limits)
            }
        }
    }
}

fn source(file: &str, text: &str, modules: &[ModuleText]) -> Source {
    let module = |m: &ModuleText| Module {
        name: m.name.clone(),
        file: m.file.clone(),
        text: m.text.clone(),
    };
    Source::new(file, text).with_modules(modules.iter().map(module).collect())
}

/// What is left of the run's time, and its other limits.
fn script_limits(message: &RunMessage, order: &Order) -> littoral_script::Limits {
    let time = message.time().saturating_sub(order.since.elapsed());
    let memory = message.memory_bytes.min(SCRIPT_MEMORY);
    littoral_script::Limits {
        time: time.max(Duration::from_millis(1)),
        spent: message.time().saturating_sub(time),
        memory_bytes: usize::try_from(memory).unwrap_or(usize::MAX),
        host_bytes: usize::try_from(message.memory_bytes.min(HOST_MEMORY)).unwrap_or(usize::MAX),
        cancel: order.cancel.clone(),
        tolerance_m: message.tolerance_m,
        notes: message.notes,
    }
}

fn no_rule(plugin: &Plugin, rule: &str) -> RuleError {
    let all: Vec<&str> = plugin.headers().iter().map(|h| h.id.as_str()).collect();
    let text = format!("the plugin {} has no rule \"{rule}\"", plugin.manifest().id);
    let hint = format!("It has: {}.", all.join(", "));
    RuleError::new(rule, FailureKind::Parameter, text).with_hint(hint)
}

fn open_waters(rule: &str, bundle: &CaseBundle, key: &Key) -> Result<(Waters, Record), RuleError> {
    let reading = read_case(bundle, &key.1);
    let refuse = |text: String| {
        let hint = format!("littoral case check {} lists all that is wrong.", bundle.name);
        RuleError::new(rule, FailureKind::Geometry, text).with_hint(hint)
    };
    let case = reading.case.ok_or_else(|| {
        let first = reading.findings.first().map(|f| f.text.clone()).unwrap_or_default();
        refuse(format!("the case {} has errors: {first}", bundle.name))
    })?;
    let waters = Waters::with_bases(case, key.2).map_err(|e| refuse(e.to_string()))?;
    Ok((waters, reading.record))
}

fn division(
    message: &RunMessage,
    case: &Case,
    header: &RuleHeader,
    params: Map<String, Value>,
    outcome: RuleOutcome,
    engine_ms: f64,
) -> Division {
    let rule_kind = match message.rule {
        RuleCode::Luau { .. } => "luau",
        RuleCode::Plugin { .. } => "plugin",
    };
    let provenance = Provenance {
        littoral: env!("CARGO_PKG_VERSION").to_owned(),
        case_hash: message.case_hash.clone(),
        switches: message.switches.clone(),
        rule: header.id.clone(),
        rule_hash: message.rule.hash().to_owned(),
        rule_kind: rule_kind.to_owned(),
        tolerance_m: message.tolerance_m,
        terminus_rule: TERMINUS_RULE.to_owned(),
        base_points: message.bases,
        engine_ms: Some(engine_ms),
    };
    let RuleOutcome { layers, notes, warnings } = outcome;
    let (case, rule) = (case.id.clone(), header.id.clone());
    Division { case, rule, params, layers, notes, warnings, provenance }
}

/// Turns a panic into an error that names it.
fn guard<T>(rule: &str, work: impl FnOnce() -> Result<T, RuleError>) -> Result<T, RuleError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = format!("a fault inside littoral: {}", panic_text(panic.as_ref()));
        let hint = "This is no fault of the rule: please report it with the rule's file.";
        Err(RuleError::new(rule, FailureKind::Panic, text).with_hint(hint))
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text")
}
