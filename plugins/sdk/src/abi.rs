//! `littoral.h` in Rust: the same structs, and the functions that stand between them and safe code.
//!
//! The only file of the SDK with `unsafe`. `tests/layout.rs` compares every size and offset with
//! what the C compiler makes of the header.

#![allow(unsafe_code, reason = "this file is the C boundary")]

use std::any::Any;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{mem, ptr, slice, str};

use crate::rule::{Block, Params, ScoreRule, Scores};

/// Major version: part of the symbol's name.
pub const ABI_MAJOR: u32 = 1;
/// Minor version: grows with every appended member.
pub const ABI_MINOR: u32 = 0;
/// Done.
pub const OK: i32 = 0;
/// Failed; the text was given to `set_error`.
pub const FAILED: i32 = 1;
/// Stopped because the run was cancelled.
pub const CANCELLED: i32 = 2;
/// [`LitRule::flags`]: fill [`LitBlock::dist`].
pub const WANTS_DIST: u32 = 1;
/// [`LitRule::flags`]: a party's score depends on no other party's distance.
pub const OWN_DIST: u32 = 2;
/// Level of [`LitHost::log`]: a note.
pub const LOG_NOTE: i32 = 0;
/// Level of [`LitHost::log`]: a warning.
pub const LOG_WARNING: i32 = 1;

/// UTF-8 text, borrowed for the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitStr {
    /// First byte; may be null when `len` is 0.
    pub ptr: *const u8,
    /// Bytes.
    pub len: usize,
}

impl LitStr {
    /// Empty text.
    pub const EMPTY: Self = Self { ptr: ptr::null(), len: 0 };

    /// Borrows `text`; the caller keeps it alive for the call.
    #[must_use]
    pub const fn new(text: &str) -> Self {
        Self { ptr: text.as_ptr(), len: text.len() }
    }

    /// The bytes.
    ///
    /// # Safety
    /// `ptr` points to `len` readable bytes that live and stay unchanged for `'a`, or `len` is 0.
    #[must_use]
    pub unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.len == 0 || self.ptr.is_null() {
            return &[];
        }
        // SAFETY: not null, and the caller vouches for `len` bytes.
        unsafe { slice::from_raw_parts(self.ptr, self.len) }
    }
}

/// What the host gives to a plugin.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitHost {
    /// Bytes of this struct as the host knows it.
    pub size: u32,
    /// Major version of the host's ABI.
    pub abi_major: u32,
    /// Minor version of the host's ABI.
    pub abi_minor: u32,
    /// Parties of the case.
    pub n_parties: u32,
    /// Goes into every function.
    pub ctx: *mut c_void,
    /// A note or warning for the user.
    pub log: Option<extern "C" fn(*mut c_void, i32, LitStr)>,
    /// Should the run stop?
    pub cancelled: Option<extern "C" fn(*mut c_void) -> bool>,
    /// Why the call is about to fail.
    pub set_error: Option<extern "C" fn(*mut c_void, LitStr)>,
    /// Id of a party.
    pub party_id: Option<extern "C" fn(*mut c_void, u32) -> LitStr>,
    /// A number among the parameters.
    pub param_number: Option<extern "C" fn(*mut c_void, LitStr, f64) -> f64>,
    /// A party's number in a per-party parameter.
    pub param_of_party: Option<extern "C" fn(*mut c_void, LitStr, u32, f64) -> f64>,
    /// A text among the parameters.
    pub param_text: Option<extern "C" fn(*mut c_void, LitStr, LitStr) -> LitStr>,
}

/// A block of points.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitBlock {
    /// Bytes of this struct as the host knows it.
    pub size: u32,
    /// Parties of the case.
    pub n_parties: u32,
    /// Points; may be 0.
    pub n: usize,
    /// Longitudes, degrees.
    pub lon: *const f64,
    /// Latitudes, degrees.
    pub lat: *const f64,
    /// Metres to each party's coast, `[party * n + i]`; null unless asked for.
    pub dist: *const f64,
}

/// `lit_rule.create`.
pub type Create = unsafe extern "C" fn(*const LitHost, LitStr, *mut *mut c_void) -> i32;
/// `lit_rule.destroy`.
pub type Destroy = unsafe extern "C" fn(*mut c_void);
/// `lit_rule.score`.
pub type Score =
    unsafe extern "C" fn(*mut c_void, *const LitHost, *const LitBlock, *mut f64) -> i32;
/// `lit_rule.run`, reserved in ABI 1.0.
pub type Run = unsafe extern "C" fn(*mut c_void, *const LitHost, *const c_void) -> i32;

/// One rule.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitRule {
    /// Bytes of this struct as the plugin knows it.
    pub size: u32,
    /// [`WANTS_DIST`], [`OWN_DIST`].
    pub flags: u32,
    /// Id.
    pub id: LitStr,
    /// Version; empty: that of the plugin.
    pub version: LitStr,
    /// One sentence.
    pub about: LitStr,
    /// Citations.
    pub cite: LitStr,
    /// JSON array of parameters.
    pub params: LitStr,
    /// Makes an instance.
    pub create: Option<Create>,
    /// Ends an instance.
    pub destroy: Option<Destroy>,
    /// Scores a block.
    pub score: Option<Score>,
    /// Null in ABI 1.0.
    pub run: Option<Run>,
}

/// The table of a plugin.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitPlugin {
    /// Bytes of this struct as the plugin knows it.
    pub size: u32,
    /// Major version the plugin was built for.
    pub abi_major: u32,
    /// Minor version the plugin was built for.
    pub abi_minor: u32,
    /// Rules.
    pub n_rules: u32,
    /// Id.
    pub id: LitStr,
    /// Version.
    pub version: LitStr,
    /// First rule; the stride is its `size`.
    pub rules: *const LitRule,
}

/// The exported symbol's type.
pub type Entry = unsafe extern "C" fn(u32, u32) -> *const LitPlugin;

// SAFETY: the pointers in tables made by this crate lead to `'static` constants that nobody writes.
unsafe impl Sync for LitRule {}
// SAFETY: as for `LitRule`.
unsafe impl Sync for LitPlugin {}

/// The host's functions behind safe methods. Members that the host does not know count as absent.
#[derive(Clone, Copy)]
pub struct HostRef<'a> {
    table: LitHost,
    call: PhantomData<&'a LitHost>,
}

impl HostRef<'_> {
    /// Copies what the host has stated to be there.
    ///
    /// # Safety
    /// `host` points to `size` readable bytes of a `lit_host` whose functions may be called with
    /// its `ctx` for the lifetime of the result, or is null.
    #[must_use]
    unsafe fn new(host: *const LitHost) -> Self {
        let mut table = LitHost {
            size: 0,
            abi_major: 0,
            abi_minor: 0,
            n_parties: 0,
            ctx: ptr::null_mut(),
            log: None,
            cancelled: None,
            set_error: None,
            party_id: None,
            param_number: None,
            param_of_party: None,
            param_text: None,
        };
        if !host.is_null() {
            // SAFETY: `size` bytes are readable; never more than our own struct is written, and
            // every member is valid as zeroes (a null function is `None`).
            unsafe {
                let known = ((*host).size as usize).min(mem::size_of::<LitHost>());
                let to = ptr::from_mut(&mut table).cast::<u8>();
                ptr::copy_nonoverlapping(host.cast::<u8>(), to, known);
            }
        }
        Self { table, call: PhantomData }
    }

    /// Parties of the case.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.table.n_parties as usize
    }

    /// A note (or, with `warning`, a warning) for the user.
    pub fn log(&self, warning: bool, text: &str) {
        if let Some(log) = self.table.log {
            let level = if warning { LOG_WARNING } else { LOG_NOTE };
            log(self.table.ctx, level, LitStr::new(text));
        }
    }

    /// Should the run stop?
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.table.cancelled.is_some_and(|cancelled| cancelled(self.table.ctx))
    }

    /// Why the call is about to fail.
    pub(crate) fn set_error(&self, text: &str) {
        if let Some(set_error) = self.table.set_error {
            set_error(self.table.ctx, LitStr::new(text));
        }
    }

    /// Id of a party.
    #[must_use]
    pub(crate) fn party_id(&self, party: usize) -> String {
        let (Some(of), Ok(party)) = (self.table.party_id, u32::try_from(party)) else {
            return String::new();
        };
        // SAFETY: the host's text lives for the call.
        let bytes = unsafe { of(self.table.ctx, party).bytes() };
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// A number among the parameters.
    #[must_use]
    pub(crate) fn number(&self, name: &str, fallback: f64) -> f64 {
        let get = self.table.param_number;
        get.map_or(fallback, |get| get(self.table.ctx, LitStr::new(name), fallback))
    }

    /// A party's number in a per-party parameter.
    #[must_use]
    pub(crate) fn of_party(&self, name: &str, party: usize, fallback: f64) -> f64 {
        match (self.table.param_of_party, u32::try_from(party)) {
            (Some(get), Ok(party)) => get(self.table.ctx, LitStr::new(name), party, fallback),
            _ => fallback,
        }
    }

    /// A text among the parameters.
    #[must_use]
    pub(crate) fn text(&self, name: &str, fallback: &str) -> String {
        let Some(get) = self.table.param_text else { return fallback.to_owned() };
        // SAFETY: the host's text, or our own fallback, lives for the call.
        let bytes =
            unsafe { get(self.table.ctx, LitStr::new(name), LitStr::new(fallback)).bytes() };
        String::from_utf8_lossy(bytes).into_owned()
    }
}

/// The table entry of a [`ScoreRule`]. Used by [`crate::export_plugin`].
#[must_use]
pub const fn score_rule<R: ScoreRule>() -> LitRule {
    LitRule {
        size: mem::size_of::<LitRule>() as u32,
        flags: if R::WANTS_DIST { WANTS_DIST } else { 0 } | if R::OWN_DIST { OWN_DIST } else { 0 },
        id: LitStr::new(R::ID),
        version: LitStr::EMPTY,
        about: LitStr::new(R::ABOUT),
        cite: LitStr::new(R::CITE),
        params: LitStr::new(R::PARAMS),
        create: Some(create::<R>),
        destroy: Some(destroy::<R>),
        score: Some(score::<R>),
        run: None,
    }
}

/// The table of a plugin. Used by [`crate::export_plugin`].
#[must_use]
pub const fn plugin(
    id: &'static str,
    version: &'static str,
    rules: &'static [LitRule],
) -> LitPlugin {
    LitPlugin {
        size: mem::size_of::<LitPlugin>() as u32,
        abi_major: ABI_MAJOR,
        abi_minor: ABI_MINOR,
        n_rules: rules.len() as u32,
        id: LitStr::new(id),
        version: LitStr::new(version),
        rules: rules.as_ptr(),
    }
}

/// Runs `body`; an error or a panic becomes a text for the host and [`FAILED`].
fn guarded(host: HostRef<'_>, body: impl FnOnce() -> Result<(), String>) -> i32 {
    let text = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return OK,
        Ok(Err(text)) => text,
        Err(payload) => format!("panic: {}", panic_text(&*payload)),
    };
    host.set_error(&text);
    FAILED
}

/// What a panic said.
fn panic_text(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("of an unknown kind")
}

unsafe extern "C" fn create<R: ScoreRule>(
    host: *const LitHost,
    params_json: LitStr,
    out: *mut *mut c_void,
) -> i32 {
    // SAFETY: the host keeps its table and the text alive for this call.
    let (host, json) = unsafe { (HostRef::new(host), params_json.bytes()) };
    guarded(host, || {
        let json = str::from_utf8(json).map_err(|e| format!("parameters: {e}"))?;
        let rule = Box::new(R::new(&Params::new(host, json))?);
        // SAFETY: `out` is the host's place for one pointer.
        unsafe { out.write(Box::into_raw(rule).cast()) };
        Ok(())
    })
}

unsafe extern "C" fn destroy<R: ScoreRule>(this: *mut c_void) {
    if !this.is_null() {
        // A panic in `drop` has nobody left to report to.
        // SAFETY: made by `create::<R>` and given back once.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(unsafe { Box::from_raw(this.cast::<R>()) })));
    }
}

unsafe extern "C" fn score<R: ScoreRule>(
    this: *mut c_void,
    host: *const LitHost,
    block: *const LitBlock,
    out: *mut f64,
) -> i32 {
    // SAFETY: `this` comes from `create::<R>` and is only read until `destroy`; `R` is `Sync`.
    // Table, block and its columns are the host's and live for this call.
    let (rule, host, block) = unsafe { (&*this.cast::<R>(), HostRef::new(host), &*block) };
    let (n, parties) = (block.n, block.n_parties as usize);
    // SAFETY: `lon` and `lat` have n elements; `dist`, where given, and `out` n a party. Nobody
    // else holds `out` during this call.
    let (lon, lat, dist, out) = unsafe {
        let columns = |p| column(p, n);
        (columns(block.lon), columns(block.lat), column(block.dist, n * parties), {
            if out.is_null() { &mut [][..] } else { slice::from_raw_parts_mut(out, n * parties) }
        })
    };
    let block = Block { host, parties, lon, lat, dist };
    guarded(host, || rule.score(&block, &mut Scores { points: n, out }))
}

/// A column of the host.
///
/// # Safety
/// `first` is null or the first of `n` numbers that live for `'a`.
unsafe fn column<'a>(first: *const f64, n: usize) -> &'a [f64] {
    if first.is_null() || n == 0 {
        return &[];
    }
    // SAFETY: the caller vouches for it.
    unsafe { slice::from_raw_parts(first, n) }
}

#[cfg(test)]
#[path = "abi_tests.rs"]
mod tests;
