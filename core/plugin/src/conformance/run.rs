//! Promises of rules that build their layers themselves, and of metrics.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use littoral_delimit::{DistanceOptions, NoFunctions, SolveOptions};
use littoral_model::{FailureKind, RuleError};
use serde_json::{Map, json};

use super::Check;
use super::sample::{PARTIES, pond};
use crate::instance::Trial;
use crate::load::Plugin;
use crate::measure::Measured;
use crate::run::Limits;

/// How long a rule may go on after it was cancelled.
const STOPS_WITHIN: Duration = Duration::from_millis(500);

/// Every check of a rule of the shape `run`.
pub(super) const CHECKS: [(&str, Check); 5] = [
    ("runs on seas of 1, 2, 5 and 12 parties, or says why not", ponds),
    ("gives the same layers again", again),
    ("stops soon when it is cancelled", cancelled),
    ("comes back when every word fails", fails),
    ("reads a host table by its stated size", sizes),
];

/// Every check of a metric.
pub(super) const METRIC_CHECKS: [(&str, Check); 3] = [
    ("measures seas of 1, 2, 5 and 12 parties, or says why not", measures),
    ("gives the same figures again", measures_again),
    ("needs nothing to compare with, or says so", measures_alone),
];

fn limits() -> Limits {
    Limits { tolerance_m: 10.0, time: Duration::from_secs(20), ..Limits::default() }
}

/// A refusal with a sentence is as good as a result; a broken promise is not.
fn or_refusal<T>(result: Result<T, RuleError>, what: &str) -> Result<Option<T>, String> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(e) if matches!(e.kind, FailureKind::Abi | FailureKind::Panic) => {
            Err(format!("{what}: {}", e.text))
        }
        Err(e) if e.text.contains("without saying why") => Err(format!("{what}: {}", e.text)),
        Err(_) => Ok(None),
    }
}

fn ponds(plugin: &Plugin, rule: &str) -> Result<(), String> {
    for parties in [1, 2, 5, 12] {
        let sea = pond(parties)?;
        let outcome = plugin.run(rule, &sea, &Map::new(), &limits());
        or_refusal(outcome, &format!("{parties} parties"))?;
    }
    Ok(())
}

fn again(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let sea = pond(5)?;
    let one = || {
        let outcome = or_refusal(plugin.run(rule, &sea, &Map::new(), &limits()), "5 parties")?;
        Ok::<_, String>(outcome.map(|o| json!([o.layers, o.notes, o.warnings]).to_string()))
    };
    if one()? == one()? { Ok(()) } else { Err("a second run gives other layers".to_owned()) }
}

fn cancelled(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let cancel = Arc::new(AtomicBool::new(true));
    let (sea, began) = (pond(5)?, Instant::now());
    let limits = Limits { cancel, ..limits() };
    // The watch beside the run needs a moment to pass the flag on.
    thread::sleep(Duration::from_millis(10));
    let _ = plugin.run(rule, &sea, &Map::new(), &limits);
    match began.elapsed() {
        late if late <= STOPS_WITHIN => Ok(()),
        late => Err(format!("it went on for {} ms: ask host->cancelled", late.as_millis())),
    }
}

fn fails(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let sea = pond(2)?;
    let instance = plugin.instance(rule, &PARTIES[..2], &Map::new(), Arc::default());
    let instance = instance.map_err(|e| e.text)?;
    let options = SolveOptions { tolerance_m: 10.0, cancel: None };
    match crate::run::build_failing(&instance, &sea, options) {
        Err(e) if e.text.contains("fails on purpose") => Ok(()),
        Err(e) => Err(e.text),
        Ok(()) => Err("the fault was lost".to_owned()),
    }
}

fn sizes(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let own = size_of::<littoral_sdk::abi::LitHost>() as u32;
    for (json, size) in [(None, own + 128), (Some(""), own), (Some("{"), own)] {
        let trial = (Arc::default(), Trial { json, size: Some(size) });
        let made = plugin.trial(rule, &PARTIES[..5], &Map::new(), trial);
        or_refusal(made.map(drop), "create")?;
    }
    Ok(())
}

fn measure(
    plugin: &Plugin,
    metric: &str,
    parties: usize,
    base: bool,
) -> Result<Measured, RuleError> {
    let broken = |text: String| RuleError::new(metric, FailureKind::Geometry, text);
    let sea = pond(parties).map_err(broken)?;
    let options = SolveOptions { tolerance_m: 10.0, cancel: None };
    let layer = sea
        .equidistance(DistanceOptions::default())
        .and_then(|p| sea.solve(&p, &NoFunctions, &options))
        .map_err(|e| broken(e.to_string()))?;
    plugin.measure(metric, &sea, (&layer, base.then_some(&layer)), &limits())
}

fn measures(plugin: &Plugin, metric: &str) -> Result<(), String> {
    for parties in [1, 2, 5, 12] {
        or_refusal(measure(plugin, metric, parties, true), &format!("{parties} parties"))?;
    }
    Ok(())
}

fn measures_again(plugin: &Plugin, metric: &str) -> Result<(), String> {
    let one = || or_refusal(measure(plugin, metric, 5, true), "5 parties");
    if one()? == one()? { Ok(()) } else { Err("a second time gives other figures".to_owned()) }
}

fn measures_alone(plugin: &Plugin, metric: &str) -> Result<(), String> {
    or_refusal(measure(plugin, metric, 5, false), "without a base").map(drop)
}
