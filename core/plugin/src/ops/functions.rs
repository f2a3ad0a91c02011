//! Functions that a plugin hands to `sea_field`, and the case's depths as a function.

use std::cell::RefCell;
use std::ffi::c_void;
use std::mem;
use std::ptr;

use littoral_delimit::{DelimitError, FunctionId, Functions};
use littoral_geodesy::LatLon;
use littoral_model::FailureKind;
use littoral_sdk::abi::{CANCELLED, FAILED, LitBlock, LitHost, OK, Values};

use super::{Done, Fault};
use crate::context::Context;
use crate::rounding;

/// Most functions of one run.
const MOST: usize = 4096;

/// One function.
enum PointFunction {
    Plugin(Values, *mut c_void),
    Depth(Box<dyn Fn(LatLon) -> Option<f64>>),
}

/// All functions of a run.
pub(super) struct PluginFunctions {
    host: LitHost,
    list: RefCell<Vec<PointFunction>>,
    fault: RefCell<Option<Fault>>,
}

impl PluginFunctions {
    /// None yet.
    pub(super) fn new(host: LitHost) -> Self {
        Self { host, list: RefCell::default(), fault: RefCell::default() }
    }

    fn add(&self, function: PointFunction) -> Done<FunctionId> {
        let mut list = self.list.borrow_mut();
        if list.len() >= MOST {
            return Err(Fault::wrong(format!("more than {MOST} functions in one run")));
        }
        list.push(function);
        Ok(FunctionId(list.len() as u32 - 1))
    }

    /// A function of the plugin.
    pub(super) fn plugin(&self, values: Values, data: *mut c_void) -> Done<FunctionId> {
        self.add(PointFunction::Plugin(values, data))
    }

    /// A function of ours.
    pub(super) fn own(&self, f: impl Fn(LatLon) -> Option<f64> + 'static) -> Done<FunctionId> {
        self.add(PointFunction::Depth(Box::new(f)))
    }

    /// The fault behind an error of the engine.
    pub(super) fn fault(&self, error: &DelimitError) -> Fault {
        let own = self.fault.take();
        own.unwrap_or_else(|| Fault(FailureKind::Runtime, error.to_string()))
    }

    fn value(&self, id: FunctionId, at: LatLon) -> Done<f64> {
        // The list is not held while a plugin is called: it may add functions.
        let (values, data) = match self.list.borrow().get(id.0 as usize) {
            Some(PointFunction::Plugin(values, data)) => (*values, *data),
            Some(PointFunction::Depth(f)) => {
                return f(at).ok_or_else(|| Fault::lacking("the case has no depths"));
            }
            None => return Err(Fault::abi(format!("no function {} is registered", id.0))),
        };
        let mut out = f64::NAN;
        let block = LitBlock {
            size: mem::size_of::<LitBlock>() as u32,
            n_parties: self.host.n_parties,
            n: 1,
            lon: &at.lon,
            lat: &at.lat,
            dist: ptr::null(),
        };
        // SAFETY: the ABI lets the host call the function during the run with its data; table, block
        // and the place for one number live for the call.
        let rounding = rounding::mode();
        let status = unsafe { values(data, &self.host, &block, &mut out) };
        rounding::check(rounding).map_err(Fault::abi)?;
        match status {
            OK if out.is_nan() => Err(Fault::wrong(format!(
                "the function of sea_field gave no number at lat {:.6}, lon {:.6}",
                at.lat, at.lon
            ))),
            OK => Ok(out),
            CANCELLED => Err(Fault(FailureKind::Cancelled, "cancelled".to_owned())),
            FAILED => Err(Fault::wrong(Context::error_of(&self.host))),
            other => Err(Fault::abi(format!("a function returned the unknown status {other}"))),
        }
    }
}

impl Functions for PluginFunctions {
    fn evaluate(
        &self,
        id: FunctionId,
        at: LatLon,
        _: &[f64],
        out: &mut [f64],
    ) -> Result<(), String> {
        match self.value(id, at) {
            Ok(value) => {
                out.fill(value);
                Ok(())
            }
            Err(fault) => {
                let text = fault.1.clone();
                self.fault.borrow_mut().get_or_insert(fault);
                Err(text)
            }
        }
    }
}
