//! The shape `run`, metrics and point functions from the host's side.

use std::ffi::c_void;
use std::mem;

use super::guard::{column, column_mut, guarded};
use super::make::{Made, create, destroy};
use super::{
    BY_PARTY, HostRef, LitBlock, LitHost, LitMetric, LitOps, LitPartition, LitRule, LitStr, Ops,
    Values,
};
use crate::rule::Params;
use crate::run::{Metric, RunRule};
use crate::sea::{Partition, Sea};

/// Keeps [`Made`] apart from the author's own traits.
struct Running<R>(R);

impl<R: RunRule> Made for Running<R> {
    fn made(params: &Params<'_>) -> Result<Self, String> {
        R::new(params).map(Self)
    }
}

/// The table entry of a [`RunRule`]. Used by [`crate::export_plugin`].
#[must_use]
pub const fn run_rule<R: RunRule>() -> LitRule {
    LitRule {
        size: mem::size_of::<LitRule>() as u32,
        flags: 0,
        id: LitStr::new(R::ID),
        version: LitStr::EMPTY,
        about: LitStr::new(R::ABOUT),
        cite: LitStr::new(R::CITE),
        params: LitStr::new(R::PARAMS),
        create: Some(create::<Running<R>>),
        destroy: Some(destroy::<Running<R>>),
        score: None,
        run: Some(run::<R>),
    }
}

/// The table entry of a [`Metric`]. Used by [`crate::export_plugin`].
#[must_use]
pub const fn metric<M: Metric>() -> LitMetric {
    LitMetric {
        size: mem::size_of::<LitMetric>() as u32,
        flags: if M::BY_PARTY { BY_PARTY } else { 0 },
        id: LitStr::new(M::ID),
        unit: LitStr::new(M::UNIT),
        about: LitStr::new(M::ABOUT),
        measure: Some(measure::<M>),
    }
}

unsafe extern "C" fn run<R: RunRule>(
    this: *mut c_void,
    host: *const LitHost,
    ops: *const LitOps,
) -> i32 {
    // SAFETY: `this` comes from `create` and lives until `destroy`; both tables are the host's and
    // live for this call, on this thread.
    let (rule, host, ops) =
        unsafe { (&(*this.cast::<Running<R>>()).0, HostRef::new(host), Ops::new(ops)) };
    guarded(host, || rule.run(&Sea::new(host, ops)))
}

unsafe extern "C" fn measure<M: Metric>(
    host: *const LitHost,
    ops: *const LitOps,
    layer: LitPartition,
    base: LitPartition,
    out: *mut f64,
) -> i32 {
    // SAFETY: both tables are the host's and live for this call, on this thread.
    let (host, ops) = unsafe { (HostRef::new(host), Ops::new(ops)) };
    let n = if M::BY_PARTY { ops.table().n_parties as usize } else { 1 };
    // SAFETY: the host's room for so many numbers, which nobody else holds.
    let out = unsafe { column_mut(out, n) };
    guarded(host, || {
        let sea = Sea::new(host, ops);
        let given = |id| Partition::given(&sea, id);
        M::measure(&sea, given(layer), (base.id != 0).then(|| given(base)), out)
    })
}

/// A function of latitude and longitude.
type Function = Box<dyn Fn(f64, f64) -> f64>;

/// One that the host can call: twice in a box, since the host holds one thin pointer.
pub(crate) struct PointFunction(Box<Function>);

impl PointFunction {
    /// Takes the function.
    pub(crate) fn new(values: impl Fn(f64, f64) -> f64 + 'static) -> Self {
        Self(Box::new(Box::new(values)))
    }

    /// What the host calls, and with what. Valid as long as this lives, wherever it is moved.
    pub(crate) fn entry(&self) -> (Values, *mut c_void) {
        (values, std::ptr::from_ref::<Function>(&self.0).cast_mut().cast())
    }
}

unsafe extern "C" fn values(
    data: *mut c_void,
    host: *const LitHost,
    block: *const LitBlock,
    out: *mut f64,
) -> i32 {
    // SAFETY: `data` is a function that its sea keeps for the run and that is only read; table,
    // block, its columns and `out` are the host's and live for this call.
    let (function, host, lat, lon, out) = unsafe {
        let block = &*block;
        let columns = (column(block.lat, block.n), column(block.lon, block.n));
        let out = column_mut(out, block.n);
        (&*data.cast::<Function>(), HostRef::new(host), columns.0, columns.1, out)
    };
    guarded(host, || {
        for (out, (lat, lon)) in out.iter_mut().zip(lat.iter().zip(lon)) {
            *out = function(*lat, *lon);
        }
        Ok(())
    })
}
