//! `littoral.h` in Rust: the same structs, and the functions that stand between them and safe code.
//!
//! The only part of the SDK with `unsafe`. `tests/layout.rs` compares every size and offset with
//! what the C compiler makes of the header.

#![allow(unsafe_code, reason = "this file is the C boundary")]

use std::ffi::c_void;
use std::{mem, ptr, slice};

mod guard;
mod host;
mod make;
mod ops;
mod run;
mod score;

pub use host::HostRef;
pub use ops::{
    LitDepths, LitField, LitFit, LitOps, LitPartition, LitPlaces, LitRegion, Ops, Values,
};
pub(crate) use run::PointFunction;
pub use run::{metric, run_rule};
pub use score::score_rule;

/// Major version: part of the symbol's name.
pub const ABI_MAJOR: u32 = 1;
/// Minor version: grows with every appended member.
pub const ABI_MINOR: u32 = 2;
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
/// [`LitMetric::flags`]: one number a party.
pub const BY_PARTY: u32 = 1;
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
    /// The greatest change a metre of a party's score, since ABI 1.2.
    pub set_lipschitz: Option<extern "C" fn(*mut c_void, u32, f64)>,
}

/// Bytes of a `lit_host` of ABI 1.0.
pub const HOST_1_0: usize = mem::offset_of!(LitHost, set_lipschitz);

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
/// `lit_rule.run`, since ABI 1.1.
pub type Run = unsafe extern "C" fn(*mut c_void, *const LitHost, *const LitOps) -> i32;
/// `lit_metric.measure`.
pub type Measure = unsafe extern "C" fn(
    *const LitHost,
    *const LitOps,
    LitPartition,
    LitPartition,
    *mut f64,
) -> i32;

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
    /// Builds the layers itself: the other shape.
    pub run: Option<Run>,
}

/// One metric, since ABI 1.1.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitMetric {
    /// Bytes of this struct as the plugin knows it.
    pub size: u32,
    /// [`BY_PARTY`].
    pub flags: u32,
    /// Id.
    pub id: LitStr,
    /// Unit.
    pub unit: LitStr,
    /// Definition.
    pub about: LitStr,
    /// Measures a layer.
    pub measure: Option<Measure>,
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
    /// Metrics, since ABI 1.1.
    pub n_metrics: u32,
    /// Zero.
    pub reserved: u32,
    /// First metric; the stride is its `size`.
    pub metrics: *const LitMetric,
}

/// Bytes of a `lit_plugin` of ABI 1.0, the least that a table may have.
pub const PLUGIN_1_0: usize = mem::offset_of!(LitPlugin, n_metrics);

/// The exported symbol's type.
pub type Entry = unsafe extern "C" fn(u32, u32) -> *const LitPlugin;

// SAFETY: the pointers in tables made by this crate lead to `'static` constants that nobody writes.
unsafe impl Sync for LitRule {}
// SAFETY: as for `LitRule`.
unsafe impl Sync for LitMetric {}
// SAFETY: as for `LitRule`.
unsafe impl Sync for LitPlugin {}

/// The table of a plugin. Used by [`crate::export_plugin`].
#[must_use]
pub const fn plugin(
    id: &'static str,
    version: &'static str,
    rules: &'static [LitRule],
    metrics: &'static [LitMetric],
) -> LitPlugin {
    LitPlugin {
        size: mem::size_of::<LitPlugin>() as u32,
        abi_major: ABI_MAJOR,
        abi_minor: ABI_MINOR,
        n_rules: rules.len() as u32,
        id: LitStr::new(id),
        version: LitStr::new(version),
        rules: rules.as_ptr(),
        n_metrics: metrics.len() as u32,
        reserved: 0,
        metrics: metrics.as_ptr(),
    }
}

#[cfg(test)]
#[path = "abi_tests.rs"]
mod tests;
