//! Metrics: a number, or one a party, for a solved layer.

#![allow(unsafe_code, reason = "calls into a plugin; the block says why it holds")]

use std::sync::Arc;

use littoral_delimit::{LayerDivision, SolveOptions, Waters};
use littoral_model::RuleError;
use littoral_sdk::abi::LitPartition;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::context::Context;
use crate::deadline::Deadline;
use crate::instance::outcome;
use crate::load::Plugin;
use crate::ops::{Desk, Fault};
use crate::run::Limits;
use crate::{fault, rounding};

/// What a metric has found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Unit; empty for a pure number.
    pub unit: String,
    /// Definition, degenerate cases, source.
    pub about: String,
    /// A number or numbers by party; null where the case does not say enough.
    pub value: Value,
}

impl Plugin {
    /// Measures a layer by `metric`; `base` is what it is compared with.
    ///
    /// # Errors
    /// [`littoral_model::FailureKind::Parameter`] for an unknown metric; as [`Plugin::run`].
    pub fn measure(
        &self,
        metric: &str,
        waters: &Waters,
        (layer, base): (&LayerDivision, Option<&LayerDivision>),
        limits: &Limits,
    ) -> Result<Measured, RuleError> {
        let metric = self.metric(metric)?;
        let deadline = Deadline::start(limits.time, limits.cancel.clone());
        let parties: Vec<&str> = waters.case().party_ids().collect();
        let context = Arc::new(Context::new(&parties, Map::new(), deadline.stop().clone()));
        let host = Context::table(&context);
        let options =
            SolveOptions { tolerance_m: limits.tolerance_m, cancel: Some(deadline.stop()) };
        let desk = Desk::new(&metric.id, waters, options, host);
        let refuse = |Fault(kind, text): Fault| RuleError::new(&metric.id, kind, text);
        let layer = desk.solved_layer(layer).map_err(refuse)?;
        let base = match base {
            Some(base) => desk.solved_layer(base).map_err(refuse)?,
            None => LitPartition::default(),
        };
        let rounding = rounding::mode();
        let mut out = vec![f64::NAN; if metric.by_party { parties.len() } else { 1 }];
        let measured = desk.serve(|words| {
            // SAFETY: the ABI: both tables live for the call, and `out` has room for what the flags
            // of the metric say.
            let status = unsafe { (metric.measure)(&host, words, layer, base, out.as_mut_ptr()) };
            rounding::check(rounding).map_err(|text| fault::abi(&metric.id, text))?;
            outcome(&metric.id, &host, status)
        });
        Context::keep(context);
        measured.map_err(|e| deadline.explain(&metric.id, limits.time, e))?;
        let number = |x: &f64| if x.is_finite() { Value::from(*x) } else { Value::Null };
        let value = match (metric.by_party, out.as_slice()) {
            (false, [one]) => number(one),
            _ if out.iter().all(|x| !x.is_finite()) => Value::Null,
            _ => {
                let by = parties.iter().map(|p| (*p).to_owned()).zip(out.iter().map(number));
                Value::Object(by.collect())
            }
        };
        Ok(Measured { unit: metric.unit.clone(), about: metric.about.clone(), value })
    }
}
