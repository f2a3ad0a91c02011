//! The host's side of `lit_host`: what a plugin may ask and say during a run.

#![allow(unsafe_code, reason = "pointers from a plugin come in here; each block says why it holds")]

use std::collections::{BTreeMap, VecDeque};
use std::ffi::c_void;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use littoral_sdk::abi::{ABI_MAJOR, ABI_MINOR, LOG_WARNING, LitHost, LitStr};
use serde_json::{Map, Value};

/// Most lines a run may log; the rest is dropped.
const MOST_LINES: usize = 100;
/// Longest text taken from a plugin, bytes.
const MOST_BYTES: usize = 4096;

/// Contexts of ended runs that are kept: a thread that a plugin left behind may still ask them.
const KEPT: usize = 256;

/// What one instance of a rule can reach.
#[derive(Debug, Default)]
pub(crate) struct Context {
    /// Ids of the parties in the case's order.
    pub(crate) parties: Vec<String>,
    /// Every parameter with its value, lengths in metres.
    pub(crate) params: Map<String, Value>,
    /// Should the run stop?
    pub(crate) stop: Arc<AtomicBool>,
    error: Mutex<Option<String>>,
    log: Mutex<Vec<(bool, String)>>,
    /// The greatest change a metre of each party's score, as far as told.
    lipschitz: Mutex<BTreeMap<u32, f64>>,
}

impl Context {
    /// A context for these parties and parameters.
    pub(crate) fn new(parties: &[&str], params: Map<String, Value>, stop: Arc<AtomicBool>) -> Self {
        let parties = parties.iter().map(|&p| p.to_owned()).collect();
        Self { parties, params, stop, ..Self::default() }
    }

    /// Keeps a context for a while after its run, for threads that outlive it. They break the ABI; the
    /// figures of later runs shall not depend on what they then read.
    pub(crate) fn keep(this: Arc<Self>) {
        static OLD: Mutex<VecDeque<Arc<Context>>> = Mutex::new(VecDeque::new());
        let mut old = lock(&OLD);
        old.push_back(this);
        if old.len() > KEPT {
            old.pop_front();
        }
    }

    /// The table that a plugin gets. Valid as long as `this` lives.
    pub(crate) fn table(this: &Arc<Self>) -> LitHost {
        LitHost {
            size: mem::size_of::<LitHost>() as u32,
            abi_major: ABI_MAJOR,
            abi_minor: ABI_MINOR,
            n_parties: this.parties.len() as u32,
            ctx: Arc::as_ptr(this).cast_mut().cast(),
            log: Some(log),
            cancelled: Some(cancelled),
            set_error: Some(set_error),
            party_id: Some(party_id),
            param_number: Some(param_number),
            param_of_party: Some(param_of_party),
            param_text: Some(param_text),
            set_lipschitz: Some(set_lipschitz),
        }
    }

    /// The first fault text since the last call, if any.
    pub(crate) fn take_error(&self) -> Option<String> {
        lock(&self.error).take()
    }

    /// Why the plugin behind this table has failed: the first fault text since the last call.
    pub(crate) fn error_of(host: &LitHost) -> String {
        // SAFETY: `host` is a table of ours, whose context lives as long as its run.
        let said = unsafe { context(host.ctx) }.take_error();
        said.unwrap_or_else(|| "the plugin failed without saying why".to_owned())
    }

    /// What was logged: `(is it a warning, text)` in order.
    pub(crate) fn take_log(&self) -> Vec<(bool, String)> {
        mem::take(&mut *lock(&self.log))
    }

    /// What the plugin has said of a party's score: its greatest change a metre.
    pub(crate) fn lipschitz(&self, party: u32) -> Option<f64> {
        lock(&self.lipschitz).get(&party).copied().filter(|bound| !bound.is_nan())
    }

    /// A parameter by its dotted name.
    fn find(&self, name: &str) -> Option<&Value> {
        let nested = || name.split_once('.').and_then(|(a, b)| self.params.get(a)?.get(b));
        self.params.get(name).or_else(nested)
    }

    fn number(&self, name: &str) -> Option<f64> {
        match self.find(name)? {
            Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
            value => value.as_f64(),
        }
    }
}

/// A mutex of ours is never left half-changed, so a poisoned one is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The context behind `ctx`.
///
/// # Safety
/// `ctx` is what [`Context::table`] has given, and its context lives.
unsafe fn context<'a>(ctx: *mut c_void) -> &'a Context {
    // SAFETY: the caller's promise; a context is shared by `&` only.
    unsafe { &*ctx.cast::<Context>() }
}

/// A copy of a plugin's text, cut to a sane length; broken UTF-8 is replaced.
///
/// # Safety
/// `s` leads to `len` bytes that can be read during this call.
pub(crate) unsafe fn text(s: LitStr) -> String {
    let s = LitStr { len: s.len.min(MOST_BYTES), ..s };
    // SAFETY: the caller's promise; never more than it has promised.
    String::from_utf8_lossy(unsafe { s.bytes() }).into_owned()
}

extern "C" fn log(ctx: *mut c_void, level: i32, message: LitStr) {
    // SAFETY: the ABI: our own ctx, and a text that lives for the call.
    let (context, message) = unsafe { (context(ctx), text(message)) };
    let mut lines = lock(&context.log);
    if lines.len() < MOST_LINES {
        lines.push((level >= LOG_WARNING, message));
    }
}

extern "C" fn cancelled(ctx: *mut c_void) -> bool {
    // SAFETY: the ABI: our own ctx.
    unsafe { context(ctx) }.stop.load(Relaxed)
}

extern "C" fn set_error(ctx: *mut c_void, message: LitStr) {
    // SAFETY: the ABI: our own ctx, and a text that lives for the call.
    let (context, message) = unsafe { (context(ctx), text(message)) };
    lock(&context.error).get_or_insert(message);
}

extern "C" fn party_id(ctx: *mut c_void, party: u32) -> LitStr {
    // SAFETY: the ABI: our own ctx.
    let parties = unsafe { &context(ctx).parties };
    parties.get(party as usize).map_or(LitStr::EMPTY, |id| LitStr::new(id))
}

extern "C" fn param_number(ctx: *mut c_void, name: LitStr, fallback: f64) -> f64 {
    // SAFETY: the ABI: our own ctx, and a text that lives for the call.
    let (context, name) = unsafe { (context(ctx), text(name)) };
    context.number(&name).unwrap_or(fallback)
}

extern "C" fn param_of_party(ctx: *mut c_void, name: LitStr, party: u32, fallback: f64) -> f64 {
    // SAFETY: the ABI: our own ctx, and a text that lives for the call.
    let (context, name) = unsafe { (context(ctx), text(name)) };
    let value = |party: &String| context.params.get(&name)?.get(party)?.as_f64();
    context.parties.get(party as usize).and_then(value).unwrap_or(fallback)
}

extern "C" fn param_text(ctx: *mut c_void, name: LitStr, fallback: LitStr) -> LitStr {
    // SAFETY: the ABI: our own ctx, and a text that lives for the call.
    let (context, name) = unsafe { (context(ctx), text(name)) };
    context.find(&name).and_then(Value::as_str).map_or(fallback, LitStr::new)
}

extern "C" fn set_lipschitz(ctx: *mut c_void, party: u32, per_metre: f64) {
    // SAFETY: the ABI: our own ctx.
    let context = unsafe { context(ctx) };
    if (party as usize) < context.parties.len() {
        lock(&context.lipschitz).insert(party, per_metre);
    }
}
