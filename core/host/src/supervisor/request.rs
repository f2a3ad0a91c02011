//! What to run, on what, within which limits.

use std::time::Duration;

use littoral_delimit::Bases;
use serde_json::{Map, Value};

use crate::messages::{RuleCode, RunMessage};
use crate::open_case::CaseInput;
use crate::registry::RuleRef;

/// One run of one rule on one case.
#[derive(Debug, Clone)]
pub struct RunRequest {
    /// The case with its switches.
    pub case: CaseInput,
    /// The rule.
    pub rule: RuleRef,
    /// Parameters that differ from the defaults, in the units that people see.
    pub params: Map<String, Value>,
    /// Greatest distance of the geodesic between neighbouring vertices from the true line, metres.
    pub tolerance_m: f64,
    /// What counts as a base point.
    pub bases: Bases,
    /// Wall clock of the run.
    pub time: Duration,
    /// Memory by which the worker may grow, bytes. A script's interpreter gets at most 64 MiB.
    pub memory_bytes: u64,
    /// Runs whatever became of the rule's runs before, and counts for none after: one of many whose result may not
    /// depend on which others the same process has run.
    pub by_itself: bool,
    /// Does anybody read the notes and doubts of the result? One run of a study keeps neither.
    pub notes: bool,
}

impl RunRequest {
    /// A run with the rule's defaults: 0.1 m, 60 s, 1 GiB.
    #[must_use]
    pub fn new(case: CaseInput, rule: RuleRef) -> Self {
        Self {
            case,
            rule,
            params: Map::new(),
            tolerance_m: 0.1,
            bases: Bases::default(),
            time: Duration::from_secs(60),
            memory_bytes: 1 << 30,
            by_itself: false,
            notes: true,
        }
    }

    pub(super) fn message(&self, rule: RuleCode) -> RunMessage {
        RunMessage {
            case_hash: self.case.hash.clone(),
            switches: self.case.switches.clone(),
            rule,
            params: self.params.clone(),
            tolerance_m: self.tolerance_m,
            bases: self.bases,
            time_ms: u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX),
            memory_bytes: self.memory_bytes,
            notes: self.notes,
        }
    }
}
