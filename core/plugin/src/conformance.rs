//! Does a plugin keep its promises? What `littoral plugin check` asks inside a worker.
//!
//! Each check is a sentence that is true of a good plugin. A plugin that crashes or never returns
//! ends its worker, which the supervisor names.

mod run;
mod sample;
mod score;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Map;

use self::sample::PARTIES;
use crate::load::Plugin;
use crate::table::Shape;

/// How one check came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What a good plugin does.
    pub check: String,
    /// What this one did instead; empty if it did it.
    pub fault: String,
}

type Check = fn(&Plugin, &str) -> Result<(), String>;

/// What holds for rules of both shapes.
const OF_EVERY_RULE: [(&str, Check); 2] = [
    ("can be made and ended a thousand times", many_instances),
    ("refuses a parameter that it does not have", unknown_parameter),
];

impl Plugin {
    /// Every check of one rule or metric, with its default parameters.
    #[must_use]
    pub fn conformance(&self, name: &str) -> Vec<Verdict> {
        let own: &[(&str, Check)] = match self.rule(name).map(|r| r.shape) {
            Ok(Shape::Score { .. }) => &score::CHECKS,
            Ok(Shape::Run(_)) => &run::CHECKS,
            Err(_) => &run::METRIC_CHECKS,
        };
        let every: &[(&str, Check)] = if self.rule(name).is_ok() { &OF_EVERY_RULE } else { &[] };
        let mut verdicts = Vec::new();
        for (check, run) in own.iter().chain(every) {
            let fault = run(self, name).err().unwrap_or_default();
            let spoilt = fault == score::WRITES_BESIDE;
            verdicts.push(Verdict { check: (*check).to_owned(), fault });
            // What writes over memory that is not its own may not be asked further.
            if spoilt {
                break;
            }
        }
        verdicts
    }
}

fn many_instances(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let one = |_| plugin.instance(rule, &PARTIES[..5], &Map::new(), Arc::default());
    (0..1000).try_for_each(|k| one(k).map(drop)).map_err(|e| e.text)
}

fn unknown_parameter(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let params = Map::from_iter([("no-such-parameter".to_owned(), 1.into())]);
    match plugin.instance(rule, &PARTIES[..5], &params, Arc::default()) {
        Ok(_) => Err("it was taken".to_owned()),
        Err(_) => Ok(()),
    }
}
