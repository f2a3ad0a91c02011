//! Metrics of plugins, asked in a worker process like a run.

use std::time::{Duration, Instant};

use littoral_delimit::LayerDivision;
use littoral_model::RuleError;
use littoral_plugin::Measured;

use super::{Host, held_back, outcome, send_case, unasked};
use crate::messages::{MeasureMessage, Reply, Request, RuleCode};
use crate::open_case::CaseInput;
use crate::registry::MetricRef;

/// Time and memory for one metric on one layer.
const TIME: Duration = Duration::from_secs(30);
const MEMORY: u64 = 1 << 30;

impl Host {
    /// What a plugin's metric says of a layer of `case`; `base` is what it is compared with.
    ///
    /// # Errors
    /// The plugin cannot be loaded, the metric fails, or as [`Host::run`].
    pub fn measure(
        &self,
        case: &CaseInput,
        metric: &MetricRef,
        (layer, base): (&LayerDivision, Option<&LayerDivision>),
    ) -> Result<Measured, RuleError> {
        let staged = self.registry.staged(metric)?;
        let name = metric.metric.clone();
        let code = RuleCode::Plugin { staged: staged.clone(), rule: name.clone() };
        if self.held().holds(code.hash()) {
            return Err(held_back(&name));
        }
        let mut worker = self.take(Some(case), Some(&code))?;
        send_case(&mut worker, case);
        worker.opens(&code);
        let message = MeasureMessage {
            case_hash: case.hash.clone(),
            switches: case.switches.clone(),
            staged,
            metric: name.clone(),
            layer: layer.clone(),
            base: base.cloned(),
            time_ms: u64::try_from(TIME.as_millis()).unwrap_or(u64::MAX),
            memory_bytes: MEMORY,
        };
        match self.ask(&mut worker, (&name, TIME), &Request::Measure(Box::new(message))) {
            Ok(reply) => {
                self.give_back(worker);
                match reply {
                    Reply::Measured(measured) => Ok(*measured),
                    other => outcome(&name, other).and_then(|_| Err(unasked(&name))),
                }
            }
            Err(error) => {
                self.held().note(code.hash(), Instant::now());
                Err(error)
            }
        }
    }
}
