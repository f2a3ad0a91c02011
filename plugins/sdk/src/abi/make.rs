//! Instances of rules of either shape: made for a run, ended with it.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::guard::guarded;
use super::{HostRef, LitHost, LitStr};
use crate::rule::Params;

/// What can be made for a run.
pub(super) trait Made: Sized + 'static {
    /// As the rule's own `new`.
    fn made(params: &Params<'_>) -> Result<Self, String>;

    /// The greatest change a metre of a party's score, where the rule knows one.
    fn lipschitz(&self, _party: usize) -> Option<f64> {
        None
    }
}

pub(super) unsafe extern "C" fn create<R: Made>(
    host: *const LitHost,
    params_json: LitStr,
    out: *mut *mut c_void,
) -> i32 {
    // SAFETY: the host keeps its table and the text alive for this call.
    let (host, json) = unsafe { (HostRef::new(host), params_json.bytes()) };
    guarded(host, || {
        let json = str::from_utf8(json).map_err(|e| format!("parameters: {e}"))?;
        let rule = Box::new(R::made(&Params::new(host, json))?);
        for party in 0..host.parties() {
            if let Some(per_metre) = rule.lipschitz(party) {
                host.set_lipschitz(party, per_metre);
            }
        }
        // SAFETY: `out` is the host's place for one pointer.
        unsafe { out.write(Box::into_raw(rule).cast()) };
        Ok(())
    })
}

pub(super) unsafe extern "C" fn destroy<R: Made>(this: *mut c_void) {
    if !this.is_null() {
        // A panic in `drop` has nobody left to report to.
        // SAFETY: made by `create::<R>` and given back once.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(unsafe { Box::from_raw(this.cast::<R>()) })));
    }
}
