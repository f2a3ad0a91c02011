//! One instance of a score rule: made for a run, asked for blocks of points, ended with it.

#![allow(unsafe_code, reason = "calls into a plugin; each block says why it holds")]

use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::{mem, ptr};

use littoral_model::params::{in_metres, resolve};
use littoral_model::{FailureKind, RuleError};
use littoral_sdk::abi::{CANCELLED, FAILED, LitBlock, LitHost, LitStr, OK};
use serde_json::{Map, Value};

use crate::context::Context;
use crate::fault;
use crate::load::Plugin;
use crate::table::Rule;

/// A score rule with its parameters, ready to score points.
pub struct Scorer {
    rule: Arc<Rule>,
    context: Arc<Context>,
    host: LitHost,
    this: *mut c_void,
}

/// Points with what the rule gets to know of them.
#[derive(Debug, Clone, Copy)]
pub struct Points<'a> {
    /// Longitudes, degrees.
    pub lon: &'a [f64],
    /// Latitudes, degrees; as many.
    pub lat: &'a [f64],
    /// Metres to each party's coast, `[party * n + i]`; may be empty if the rule wants none.
    pub dist: &'a [f64],
}

impl Plugin {
    /// Makes an instance of `rule` for these parties and parameters (in the units that people see).
    /// `stop` is what the plugin's `cancelled` reads.
    ///
    /// # Errors
    /// [`FailureKind::Parameter`] for an unknown rule or parameters that it refuses;
    /// [`FailureKind::Runtime`] if the plugin's `create` fails.
    pub fn scorer(
        &self,
        rule: &str,
        parties: &[&str],
        params: &Map<String, Value>,
        stop: Arc<AtomicBool>,
    ) -> Result<Scorer, RuleError> {
        let rule = self.rule(rule)?;
        let params = in_metres(&rule.header, &resolve(&rule.header, params, parties)?);
        let json = Value::Object(params.clone()).to_string();
        let context = Arc::new(Context::new(parties, params, stop));
        let host = Context::table(&context);
        let mut scorer = Scorer { rule: rule.clone(), context, host, this: ptr::null_mut() };
        scorer.create(&json)?;
        Ok(scorer)
    }
}

impl Scorer {
    fn create(&mut self, json: &str) -> Result<(), RuleError> {
        let Some(create) = self.rule.create else { return Ok(()) };
        let mut this = ptr::null_mut();
        // SAFETY: the ABI: table, text and the place for the pointer live for the call.
        let status = unsafe { create(&self.host, LitStr::new(json), &mut this) };
        self.done(status)?;
        self.this = this;
        Ok(())
    }

    /// Does the rule look at distances?
    #[must_use]
    pub fn wants_dist(&self) -> bool {
        self.rule.wants_dist
    }

    /// Does a party's score depend on no other party's distance?
    #[must_use]
    pub fn own_dist(&self) -> bool {
        self.rule.own_dist
    }

    /// Parties of the case.
    #[must_use]
    pub fn parties(&self) -> &[String] {
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

    /// Scores a block of points: `out[party * n + i]`.
    ///
    /// # Errors
    /// [`FailureKind::Runtime`] if the plugin fails or gives NaN (party and point are named),
    /// [`FailureKind::Cancelled`] if it says that it was cancelled, [`FailureKind::Abi`] for
    /// columns of unequal length or a status that does not exist.
    pub fn score(&self, points: Points<'_>, out: &mut [f64]) -> Result<(), RuleError> {
        let (n, parties) = (points.lon.len(), self.context.parties.len());
        let dist_fits = points.dist.len() == n * parties || !self.wants_dist();
        if points.lat.len() != n || out.len() != n * parties || !dist_fits {
            return Err(fault::abi(&self.rule.header.id, "columns of unequal length"));
        }
        let block = LitBlock {
            size: mem::size_of::<LitBlock>() as u32,
            n_parties: self.host.n_parties,
            n,
            lon: points.lon.as_ptr(),
            lat: points.lat.as_ptr(),
            dist: if self.wants_dist() { points.dist.as_ptr() } else { ptr::null() },
        };
        // SAFETY: `this` is what `create` gave; table, block and columns live for the call and
        // have the stated lengths; nobody else holds `out`.
        let status = unsafe { (self.rule.score)(self.this, &self.host, &block, out.as_mut_ptr()) };
        self.done(status)?;
        match out.iter().position(|score| score.is_nan()) {
            Some(at) => Err(self.not_a_number(at, points)),
            None => Ok(()),
        }
    }

    /// What the plugin has logged since the last call: `(is it a warning, text)`.
    #[must_use]
    pub fn take_log(&self) -> Vec<(bool, String)> {
        self.context.take_log()
    }

    fn done(&self, status: i32) -> Result<(), RuleError> {
        let id = &self.rule.header.id;
        match status {
            OK => Ok(()),
            CANCELLED => Err(RuleError::new(id, FailureKind::Cancelled, "cancelled")),
            FAILED => {
                let text = self.context.take_error();
                let text =
                    text.unwrap_or_else(|| "the plugin failed without saying why".to_owned());
                Err(fault::runtime(id, text))
            }
            other => Err(fault::abi(id, format!("the plugin returned the unknown status {other}"))),
        }
    }

    fn not_a_number(&self, at: usize, points: Points<'_>) -> RuleError {
        let (party, i) = (at / points.lon.len(), at % points.lon.len());
        let text = format!(
            "the score of {} at lat {:.6}, lon {:.6} is not a number",
            self.context.parties[party], points.lat[i], points.lon[i]
        );
        fault::runtime(&self.rule.header.id, text)
            .with_hint("A score is a number; +infinity means that the party never gets the point.")
    }
}

impl Drop for Scorer {
    fn drop(&mut self) {
        if let (Some(destroy), false) = (self.rule.destroy, self.this.is_null()) {
            // SAFETY: made by this rule's `create`, ended once.
            unsafe { destroy(self.this) };
        }
    }
}
