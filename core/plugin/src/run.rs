//! A run of a rule of either shape.

#![allow(unsafe_code, reason = "calls into a plugin; the block says why it holds")]

use std::cell::RefCell;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use littoral_delimit::{
    DelimitError, DistanceOptions, Field, FunctionId, Functions, Holder, LayerMap, Partition,
    RuleOutcome, SolveOptions, Waters,
};
use littoral_geodesy::LatLon;
use littoral_model::{FailureKind, RuleError};
use littoral_sdk::abi::Run;
use serde_json::{Map, Value};

use crate::deadline::Deadline;
use crate::instance::Instance;
use crate::load::Plugin;
use crate::ops::Desk;
use crate::scorer::{Points, Scorer};
use crate::table::Shape;

/// Name of the one layer where the rule has no parameter `layer`.
const LAYER: &str = "seabed";
/// The function that gives the scores of all parties at once; a lower number gives one party's.
const ALL: FunctionId = FunctionId(u32::MAX);

/// What a run may use.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Wall clock of the whole run, solving included. A plugin that neither returns nor asks
    /// whether it was cancelled can only be ended with its process.
    pub time: Duration,
    /// Set by a newer request to stop this one.
    pub cancel: Arc<AtomicBool>,
    /// Greatest distance of the geodesic between neighbouring vertices from the true line, metres.
    pub tolerance_m: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(30), cancel: Arc::default(), tolerance_m: 0.1 }
    }
}

impl Plugin {
    /// Runs `rule` on a sea. `params` are in the units that people see; missing ones take their
    /// defaults. Two names mean something to the host: `layer` (text or choice) names the layer of
    /// the result, and `islands` (number) is the effect of islands on the distances.
    ///
    /// # Errors
    /// As [`Plugin::scorer`]; [`FailureKind::Runtime`] for a plugin that fails or gives NaN;
    /// [`FailureKind::TimeLimit`], [`FailureKind::Cancelled`]; what the engine says.
    pub fn run(
        &self,
        rule: &str,
        waters: &Waters,
        params: &Map<String, Value>,
        limits: &Limits,
    ) -> Result<RuleOutcome, RuleError> {
        let deadline = Deadline::start(limits.time, limits.cancel.clone());
        let parties: Vec<&str> = waters.case().party_ids().collect();
        let instance = self.instance(rule, &parties, params, deadline.stop().clone())?;
        let options =
            SolveOptions { tolerance_m: limits.tolerance_m, cancel: Some(deadline.stop()) };
        let outcome = match instance.rule.shape {
            Shape::Run(run) => build(run, &instance, waters, options),
            Shape::Score { .. } => Scorer::of(instance).and_then(|scorer| {
                let (fault, room) = (Mutex::default(), RefCell::default());
                Scoring { rule, scorer, fault, room }.outcome(waters, &options)
            }),
        };
        outcome.map_err(|e| deadline.explain(rule, limits.time, e))
    }
}

/// A run of a rule that builds its layers itself.
pub(crate) fn build(
    run: Run,
    instance: &Instance,
    waters: &Waters,
    options: SolveOptions<'_>,
) -> Result<RuleOutcome, RuleError> {
    let desk = Desk::new(&instance.rule.header.id, waters, options, instance.host.host);
    let mut outcome = desk.serve(|words| {
        // SAFETY: the ABI: `this` is what `create` gave; both tables live for the call.
        let status = unsafe { run(instance.this, &instance.host.host, words) };
        instance.done(status)?;
        desk.outcome()
    })?;
    tell(instance, &mut outcome);
    Ok(outcome)
}

/// The same where the first word of the plugin fails, and so every other.
pub(crate) fn build_failing(
    instance: &Instance,
    waters: &Waters,
    options: SolveOptions<'_>,
) -> Result<(), RuleError> {
    let desk = Desk::new(&instance.rule.header.id, waters, options, instance.host.host);
    let Shape::Run(run) = instance.rule.shape else { return Ok(()) };
    desk.fail("it fails on purpose, to see what the plugin does");
    desk.serve(|words| {
        // SAFETY: as in `build`.
        let _ = unsafe { run(instance.this, &instance.host.host, words) };
        Ok(())
    })
}

/// What a plugin has logged, as warnings and a note.
fn tell(instance: &Instance, outcome: &mut RuleOutcome) {
    let (warnings, notes): (Vec<_>, Vec<_>) =
        instance.take_log().into_iter().partition(|(warning, _)| *warning);
    outcome.warnings.extend(warnings.into_iter().map(|(_, text)| text));
    if !notes.is_empty() {
        let notes = notes.into_iter().map(|(_, text)| Value::from(text)).collect();
        outcome.notes.insert("log".to_owned(), notes);
    }
}

/// A run of a score rule: the plugin says the scores, the engine finds the lines.
struct Scoring<'a> {
    rule: &'a str,
    scorer: Scorer,
    /// The first fault in `evaluate`, whose kind a text alone would lose.
    fault: Mutex<Option<RuleError>>,
    /// Distances and scores of one point, one a party: room that is used again.
    room: RefCell<(Vec<f64>, Vec<f64>)>,
}

impl Scoring<'_> {
    fn outcome(
        &self,
        waters: &Waters,
        options: &SolveOptions<'_>,
    ) -> Result<RuleOutcome, RuleError> {
        let layer = self.scorer.instance.text("layer").unwrap_or(LAYER).to_owned();
        let partition = self.partition(waters).map_err(|e| self.explain(&e))?;
        let solved = waters.solve(&partition, self, options).map_err(|e| self.explain(&e))?;
        let mut outcome =
            RuleOutcome { layers: LayerMap(vec![(layer, solved)]), ..Default::default() };
        tell(&self.scorer.instance, &mut outcome);
        Ok(outcome)
    }

    /// Every party with its score: an outside function of the distances to the coasts.
    fn partition(&self, waters: &Waters) -> Result<Partition, DelimitError> {
        let parties = self.scorer.parties();
        let mut options = DistanceOptions::default();
        options.islands = self.scorer.instance.number("islands").unwrap_or(options.islands);
        let wanted = if self.scorer.wants_dist() { parties.len() } else { 0 };
        let inputs: Vec<Field> =
            (0..wanted).map(|p| waters.distance(p, options)).collect::<Result<_, _>>()?;
        let scores: Vec<Field> = match self.scorer.own_dist() {
            true => {
                let bound = |p: u32| self.scorer.lipschitz(p as usize);
                (0..).zip(inputs).flat_map(|(p, d)| one(FunctionId(p), d, bound(p))).collect()
            }
            false => Field::external(ALL, inputs, parties.len(), self.greatest()),
        };
        let holders = parties.iter().map(|p| Holder::new(p));
        Ok(Partition::new(holders.zip(scores).collect()))
    }

    /// The greatest change a metre of any score, if every party's is known.
    fn greatest(&self) -> Option<f64> {
        let all = 0..self.scorer.parties().len();
        all.map(|p| self.scorer.lipschitz(p)).try_fold(0.0_f64, |most, one| Some(most.max(one?)))
    }

    /// The plugin's own fault where there was one, else what the engine says.
    fn explain(&self, error: &DelimitError) -> RuleError {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner).take();
        let kind = match error {
            DelimitError::Cancelled => FailureKind::Cancelled,
            DelimitError::Invalid(_) | DelimitError::Function(_) => FailureKind::Runtime,
            DelimitError::Lacking { .. } => FailureKind::Lacking,
            DelimitError::Infeasible(_) => FailureKind::Infeasible,
            DelimitError::Geometry { .. } => FailureKind::Geometry,
        };
        fault.unwrap_or_else(|| RuleError::new(self.rule, kind, error.to_string()))
    }
}

/// A score that depends on one distance only.
fn one(function: FunctionId, distance: Field, lipschitz: Option<f64>) -> Vec<Field> {
    Field::external(function, vec![distance], 1, lipschitz)
}

impl Functions for Scoring<'_> {
    fn evaluate(
        &self,
        id: FunctionId,
        at: LatLon,
        inputs: &[f64],
        out: &mut [f64],
    ) -> Result<(), String> {
        let score = |dist: &[f64], out: &mut [f64]| {
            self.scorer.score(Points { lon: &[at.lon], lat: &[at.lat], dist }, out)
        };
        let scored = match (id, inputs, &mut *out) {
            (ALL, ..) => score(inputs, out),
            (FunctionId(party), [own], [out]) => {
                let parties = self.scorer.parties().len();
                let (dist, scores) = &mut *self.room.borrow_mut();
                dist.clear();
                dist.resize(parties, *own);
                scores.resize(parties, 0.0);
                score(dist, scores).map(|()| *out = scores[party as usize])
            }
            _ => return Err(format!("no function {} is registered", id.0)),
        };
        scored.map_err(|fault| {
            let text = fault.text.clone();
            self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
            text
        })
    }
}
