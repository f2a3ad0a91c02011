//! One instance of a rule: made for a run, ended with it.

#![allow(unsafe_code, reason = "calls into a plugin; each block says why it holds")]

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use littoral_model::params::{in_metres, resolve};
use littoral_model::{FailureKind, RuleError};
use littoral_sdk::abi::{CANCELLED, FAILED, LitHost, LitStr, OK};
use serde_json::{Map, Value};

use crate::context::Context;
use crate::load::Plugin;
use crate::table::Rule;
use crate::{fault, rounding};

/// A rule with its parameters.
pub(crate) struct Instance {
    pub(crate) rule: Arc<Rule>,
    pub(crate) context: Arc<Context>,
    pub(crate) host: Box<Table>,
    pub(crate) this: *mut c_void,
    /// How the processor rounded before the plugin was asked anything.
    rounding: u64,
}

/// A host table with room behind it: a table that says it is larger, as a later littoral's is, has
/// memory for what it says.
#[repr(C)]
pub(crate) struct Table {
    pub(crate) host: LitHost,
    beyond: [u64; 16],
}

/// How an instance is made otherwise than usual, to try a plugin.
#[derive(Default)]
pub(crate) struct Trial {
    /// Text in place of the parameters' JSON; `Some("")` is a null text.
    pub(crate) json: Option<&'static str>,
    /// Bytes that the host table says it has.
    pub(crate) size: Option<u32>,
}

impl Plugin {
    /// Makes an instance of `rule` for these parties and parameters (in the units that people see).
    pub(crate) fn instance(
        &self,
        rule: &str,
        parties: &[&str],
        params: &Map<String, Value>,
        stop: Arc<AtomicBool>,
    ) -> Result<Instance, RuleError> {
        self.trial(rule, parties, params, (stop, Trial::default()))
    }

    /// The same, made otherwise.
    pub(crate) fn trial(
        &self,
        rule: &str,
        parties: &[&str],
        params: &Map<String, Value>,
        (stop, trial): (Arc<AtomicBool>, Trial),
    ) -> Result<Instance, RuleError> {
        let rule = self.rule(rule)?;
        let params = in_metres(&rule.header, &resolve(&rule.header, params, parties)?);
        let json = Value::Object(params.clone()).to_string();
        let context = Arc::new(Context::new(parties, params, stop));
        let mut host = Box::new(Table { host: Context::table(&context), beyond: [0; 16] });
        host.host.size = trial.size.unwrap_or(host.host.size);
        let (this, rounding) = (ptr::null_mut(), rounding::mode());
        let mut made = Instance { rule: rule.clone(), context, host, this, rounding };
        made.create(match trial.json {
            Some("") => LitStr::EMPTY,
            Some(json) => LitStr::new(json),
            None => LitStr::new(&json),
        })?;
        Ok(made)
    }
}

impl Instance {
    fn create(&mut self, json: LitStr) -> Result<(), RuleError> {
        let Some(create) = self.rule.create else { return Ok(()) };
        let mut this = ptr::null_mut();
        // SAFETY: the ABI: table, text and the place for the pointer live for the call.
        let status = unsafe { create(&self.host.host, json, &mut this) };
        self.done(status)?;
        self.this = this;
        Ok(())
    }

    /// Parties of the case.
    pub(crate) fn parties(&self) -> &[String] {
        &self.context.parties
    }

    /// A parameter that is a number, in the units that the rule sees.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.context.params.get(name).and_then(Value::as_f64)
    }

    /// A parameter that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.context.params.get(name).and_then(Value::as_str)
    }

    /// What the plugin has logged since the last call: `(is it a warning, text)`.
    pub(crate) fn take_log(&self) -> Vec<(bool, String)> {
        self.context.take_log()
    }

    /// A status of the ABI as a result, once the processor is as it was.
    pub(crate) fn done(&self, status: i32) -> Result<(), RuleError> {
        let id = &self.rule.header.id;
        rounding::check(self.rounding).map_err(|text| fault::abi(id, text))?;
        outcome(&self.rule.header.id, &self.host.host, status)
    }
}

/// A status of the ABI as a result; the text of a failure is in the table's context.
pub(crate) fn outcome(id: &str, host: &LitHost, status: i32) -> Result<(), RuleError> {
    match status {
        OK => Ok(()),
        CANCELLED => Err(RuleError::new(id, FailureKind::Cancelled, "cancelled")),
        FAILED => Err(fault::runtime(id, Context::error_of(host))),
        other => Err(fault::abi(id, format!("the plugin returned the unknown status {other}"))),
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if let (Some(destroy), false) = (self.rule.destroy, self.this.is_null()) {
            // SAFETY: made by this rule's `create`, ended once.
            unsafe { destroy(self.this) };
        }
        Context::keep(self.context.clone());
    }
}
