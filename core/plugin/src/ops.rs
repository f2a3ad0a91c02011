//! The host's side of `lit_ops`: what a `run` rule or a metric may do, by handles.
//!
//! Everything of one run lies on a [`Desk`]. A plugin holds numbers only; each is looked up in the
//! lists of the desk, so a wrong one is a fault. The desk is found by the thread that runs the rule:
//! a call from another thread, or after the run, finds none and does nothing. The first fault stays:
//! after it every word gives nothing, and the run fails with that fault.

#![allow(unsafe_code, reason = "a desk is found through a pointer; the block says why it holds")]

mod case;
mod fields;
mod functions;
mod handles;
mod partitions;
mod questions;
mod results;
mod table;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use littoral_delimit::{DelimitError, Field, LayerDivision, Region, SolveOptions, Waters};
use littoral_model::{FailureKind, RuleError};
use littoral_sdk::abi::{LitHost, LitOps};
use serde_json::{Map, Value};

use self::functions::PluginFunctions;
use self::handles::Handles;
use self::partitions::Held;
use crate::{fault, rounding};

/// Deepest expression: beyond it a loop is building a field that no rule means.
const DEEPEST: u32 = 400;
/// What one node, and one holder of a partition, weighs on the host, bytes: measured.
const NODE_BYTES: usize = 320;
const HOLDER_BYTES: usize = 2048;
/// Most that a run may make the host keep, bytes.
const MOST_BYTES: usize = 512 * 1024 * 1024;

/// What went wrong in a word.
#[derive(Debug)]
pub(crate) struct Fault(pub(crate) FailureKind, pub(crate) String);

impl Fault {
    /// The plugin asked for what cannot be had.
    fn wrong(text: impl Into<String>) -> Self {
        Self(FailureKind::Runtime, text.into())
    }

    /// The case has not what the plugin needs.
    fn lacking(text: impl Into<String>) -> Self {
        Self(FailureKind::Lacking, text.into())
    }

    /// The plugin broke the ABI.
    fn abi(text: impl Into<String>) -> Self {
        Self(FailureKind::Abi, text.into())
    }
}

type Done<T> = Result<T, Fault>;

/// Everything of one run.
pub(crate) struct Desk<'a> {
    rule: &'a str,
    waters: &'a Waters,
    options: SolveOptions<'a>,
    functions: PluginFunctions,
    fields: Handles<(Field, u32)>,
    regions: Handles<(Region, u32)>,
    partitions: Handles<Rc<Held>>,
    /// Layers handed in, in order, solved.
    layers: RefCell<Vec<(String, Rc<LayerDivision>)>>,
    notes: RefCell<Map<String, Value>>,
    warnings: RefCell<Vec<String>>,
    fault: RefCell<Option<RuleError>>,
    bytes: Cell<usize>,
    busy: Cell<bool>,
    rounding: u64,
}

impl<'a> Desk<'a> {
    /// An empty desk.
    pub(crate) fn new(
        rule: &'a str,
        waters: &'a Waters,
        options: SolveOptions<'a>,
        host: LitHost,
    ) -> Self {
        let salt = handles::salt();
        Self {
            rule,
            waters,
            options,
            functions: PluginFunctions::new(host),
            fields: Handles::new(salt, "field"),
            regions: Handles::new(salt, "region"),
            partitions: Handles::new(salt, "partition"),
            layers: RefCell::default(),
            notes: RefCell::default(),
            warnings: RefCell::default(),
            fault: RefCell::default(),
            bytes: Cell::new(0),
            busy: Cell::new(false),
            rounding: rounding::mode(),
        }
    }

    /// Lets `work` hand the table of words to the plugin, which may use it until `work` returns.
    ///
    /// # Errors
    /// The first fault of a word, whatever the plugin made of it; else what `work` says.
    pub(crate) fn serve<T>(
        &self,
        work: impl FnOnce(&LitOps) -> Result<T, RuleError>,
    ) -> Result<T, RuleError> {
        let table = table::table(self.waters.case().parties.len());
        let sitting = Sitting::at(self, table.ctx);
        let result = work(&table);
        drop(sitting);
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        if let Some(word) = take_stray(table.ctx) {
            let text = format!("{word} was called by another thread, or outside the run");
            return Err(fault::abi(self.rule, text));
        }
        result
    }

    /// Counts what the host keeps for the plugin.
    fn charge(&self, bytes: usize) -> Done<()> {
        self.bytes.set(self.bytes.get().saturating_add(bytes));
        match self.bytes.get() <= MOST_BYTES {
            true => Ok(()),
            false => Err(Fault(
                FailureKind::MemoryLimit,
                "the rule built more fields and lines than fit in 512 MiB".to_owned(),
            )),
        }
    }

    /// Asks the engine. A function of `sea_field` cannot: the engine is waiting for it.
    fn ask<T>(
        &self,
        question: impl FnOnce(&Waters, &PluginFunctions, &SolveOptions<'_>) -> Result<T, DelimitError>,
    ) -> Done<T> {
        if self.busy.replace(true) {
            return Err(Fault::wrong("a function of sea_field may not ask for shares or fits"));
        }
        let answer = question(self.waters, &self.functions, &self.options);
        self.busy.set(false);
        answer.map_err(|e| self.failure(&e))
    }

    /// A plugin's own fault where there was one, else what the engine says.
    fn failure(&self, error: &DelimitError) -> Fault {
        let kind = match error {
            DelimitError::Cancelled => FailureKind::Cancelled,
            DelimitError::Invalid(_) => FailureKind::Runtime,
            DelimitError::Lacking { .. } => FailureKind::Lacking,
            DelimitError::Function(_) => return self.functions.fault(error),
            DelimitError::Infeasible(_) => FailureKind::Infeasible,
            DelimitError::Geometry { .. } => FailureKind::Geometry,
        };
        Fault(kind, error.to_string())
    }

    /// Fails before any word is said.
    pub(crate) fn fail(&self, text: &str) {
        self.keep(Fault::wrong(text));
    }

    fn keep(&self, fault: Fault) {
        let error = RuleError::new(self.rule, fault.0, fault.1);
        self.fault.borrow_mut().get_or_insert(error);
    }
}

thread_local! {
    /// The desk of the run on this thread: what its plugin knows it by, and where it is.
    static HERE: Cell<(*mut c_void, *const ())> = const { Cell::new((ptr::null_mut(), ptr::null())) };
}

/// Words that found no desk, the first of each name, for the run of that name to tell.
static STRAY: Mutex<VecDeque<(usize, &str)>> = Mutex::new(VecDeque::new());
/// So many are kept: those of a run that has ended are never asked for.
const MOST_STRAY: usize = 64;

fn add_stray(ctx: *mut c_void, word: &'static str) {
    let mut stray = STRAY.lock().unwrap_or_else(PoisonError::into_inner);
    if stray.iter().any(|(name, _)| *name == ctx.addr()) {
        return;
    }
    if stray.len() == MOST_STRAY {
        stray.pop_front();
    }
    stray.push_back((ctx.addr(), word));
}

fn take_stray(ctx: *mut c_void) -> Option<&'static str> {
    let mut stray = STRAY.lock().unwrap_or_else(PoisonError::into_inner);
    let at = stray.iter().position(|(name, _)| *name == ctx.addr())?;
    stray.remove(at).map(|(_, word)| word)
}

/// While it lives, this thread finds the desk.
struct Sitting(*mut c_void, *const ());

impl Sitting {
    fn at(desk: &Desk<'_>, name: *mut c_void) -> Self {
        let before = HERE.replace((name, ptr::from_ref(desk).cast()));
        Self(before.0, before.1)
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        HERE.set((self.0, self.1));
    }
}

/// Does one word at the desk that `ctx` names; gives `nothing` after a fault, and where there is no
/// such desk. A panic is a fault, too: it must not cross into the plugin.
fn at_desk<T>(
    ctx: *mut c_void,
    word: &'static str,
    nothing: T,
    work: impl FnOnce(&Desk<'_>) -> Done<T>,
) -> T {
    let (name, desk) = HERE.get();
    if desk.is_null() || name != ctx {
        add_stray(ctx, word);
        return nothing;
    }
    // SAFETY: set by `Sitting` on this thread to a desk that outlives it, and reset when it ends.
    let desk = unsafe { &*desk.cast::<Desk<'_>>() };
    if desk.fault.borrow().is_some() {
        return nothing;
    }
    if let Err(text) = rounding::check(desk.rounding) {
        desk.keep(Fault::abi(text));
        return nothing;
    }
    match catch_unwind(AssertUnwindSafe(|| work(desk))) {
        Ok(Ok(value)) => value,
        Ok(Err(Fault(kind, text))) => {
            desk.keep(Fault(kind, format!("{word}: {text}")));
            nothing
        }
        Err(panic) => {
            desk.busy.set(false);
            desk.keep(Fault(FailureKind::Panic, format!("{word}: {}", said(panic.as_ref()))));
            nothing
        }
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a fault inside littoral")
}
