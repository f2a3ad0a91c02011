//! Runs of rules: each run once, however many pages ask; stopped when nobody waits any more.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Instant;

use littoral_delimit::Division;
use littoral_host::{CancelToken, Progress, RunRequest};
use littoral_model::{FailureKind, RuleError};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, watch};

use super::Studio;
use super::ground::Ground;
use super::shelf::Entry;

/// How many results are kept, and how many vertices in all of them: some 100 MB.
const KEPT: usize = 96;
const VERTICES: usize = 3_000_000;
/// How many runs there may be at once.
const AT_ONCE: usize = 3;

/// What to run.
#[derive(Clone)]
pub(super) struct Order {
    /// The case.
    pub(super) ground: Arc<Ground>,
    /// The rule.
    pub(super) entry: Entry,
    /// Parameters given, in the units that people see.
    pub(super) given: Map<String, Value>,
    /// Greatest distance of the drawn line from the true one, metres.
    pub(super) tolerance_m: f64,
}

impl Order {
    /// Names the run: the same case, rule, parameters and accuracy give the same name.
    fn key(&self) -> String {
        let mut hasher = Sha256::new();
        let given = Value::Object(self.given.clone()).to_string();
        let tolerance = self.tolerance_m.to_string();
        let switches = self.ground.input.switches.join(",");
        for part in [
            &self.ground.input.hash,
            &switches,
            &self.entry.hash,
            &self.entry.key,
            &given,
            &tolerance,
        ] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hasher.finalize().iter().take(12).map(|b| format!("{b:02x}")).collect()
    }
}

/// A result.
pub(super) struct Run {
    /// Its name.
    pub(super) key: String,
    /// What was run.
    pub(super) order: Order,
    /// The division.
    pub(super) division: Division,
    /// Wall time, milliseconds.
    pub(super) ms: f64,
}

/// Where a run stands.
#[derive(Clone)]
pub(super) enum Stage {
    /// Under way, with what is being done.
    Working(String),
    /// Over.
    Done(Result<Arc<Run>, Arc<RuleError>>),
}

/// A run under way; when the last who waits lets go of it, it is cancelled.
pub(super) struct Flight {
    cancel: CancelToken,
    /// Where it stands.
    pub(super) stage: watch::Receiver<Stage>,
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// What goes from whom to whom: from, to, km2.
pub(super) type Flows = Vec<(String, String, f64)>;

/// All runs of a studio.
pub(super) struct Runs {
    /// The last flows, by what was compared: the table asks for them, and the map with every step of its view.
    flows: Mutex<Option<(String, Arc<Flows>)>>,
    kept: Mutex<VecDeque<Arc<Run>>>,
    flights: Mutex<HashMap<String, Weak<Flight>>>,
    places: Arc<Semaphore>,
}

impl Default for Runs {
    fn default() -> Self {
        Self {
            flows: Mutex::default(),
            kept: Mutex::default(),
            flights: Mutex::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Runs {
    /// A result by its name, if it is still kept.
    pub(super) fn kept(&self, key: &str) -> Option<Arc<Run>> {
        lock(&self.kept).iter().find(|r| r.key == key).cloned()
    }

    /// The flows of this name, made where they are not the last ones.
    pub(super) fn flows(
        &self,
        name: String,
        make: impl FnOnce() -> Result<Flows, String>,
    ) -> Result<Arc<Flows>, String> {
        let last = lock(&self.flows).clone();
        if let Some((_, flows)) = last.filter(|(known, _)| *known == name) {
            return Ok(flows);
        }
        let flows = Arc::new(make()?);
        *lock(&self.flows) = Some((name, flows.clone()));
        Ok(flows)
    }

    fn keep(&self, run: Arc<Run>) {
        let mut kept = lock(&self.kept);
        kept.retain(|r| r.key != run.key);
        kept.push_front(run);
        kept.truncate(KEPT);
        let sums = kept.iter().scan(0, |all, r| {
            *all += vertices(&r.division);
            Some(*all)
        });
        // The newest is kept however large it is.
        let fit = sums.take_while(|all| *all <= VERTICES).count();
        kept.truncate(fit.max(1));
    }
}

/// Vertices of all cells and lines.
fn vertices(division: &Division) -> usize {
    let layers = division.layers.0.iter().map(|(_, l)| l);
    layers
        .map(|l| {
            let rings = l.cells.values().flatten().flat_map(|a| &a.rings);
            rings.map(Vec::len).sum::<usize>()
                + l.lines.iter().map(|l| l.points.len()).sum::<usize>()
        })
        .sum()
}

/// Joins the run of this order, or starts it.
pub(super) fn fly(studio: &Arc<Studio>, order: Order) -> Arc<Flight> {
    let key = order.key();
    if let Some(run) = studio.runs.kept(&key) {
        let (_, stage) = watch::channel(Stage::Done(Ok(run)));
        return Arc::new(Flight { cancel: CancelToken::default(), stage });
    }
    let mut flights = lock(&studio.runs.flights);
    flights.retain(|_, f| f.strong_count() > 0);
    if let Some(flight) = flights.get(&key).and_then(Weak::upgrade) {
        return flight;
    }
    let (tell, stage) = watch::channel(Stage::Working(String::new()));
    let cancel = CancelToken::default();
    let flight = Arc::new(Flight { cancel: cancel.clone(), stage });
    flights.insert(key.clone(), Arc::downgrade(&flight));
    drop(flights);
    tokio::spawn(work(studio.clone(), key, order, cancel, tell));
    flight
}

async fn work(
    studio: Arc<Studio>,
    key: String,
    order: Order,
    cancel: CancelToken,
    tell: watch::Sender<Stage>,
) {
    let Ok(place) = studio.runs.places.clone().acquire_owned().await else { return };
    let blocking = tokio::task::spawn_blocking(move || {
        let _place = place;
        let result = run(&studio, &key, order, &cancel, &tell);
        // A plugin that was replaced meanwhile has not run under this name.
        if let Ok(run) = &result
            && run.division.provenance.rule_hash == run.order.entry.hash
        {
            studio.runs.keep(run.clone());
        }
        lock(&studio.runs.flights).remove(&key);
        tell.send_replace(Stage::Done(result.map_err(Arc::new)));
    });
    // A panic in there drops `tell`: whoever waits sees the channel closed.
    let _ = blocking.await;
}

fn run(
    studio: &Studio,
    key: &str,
    order: Order,
    cancel: &CancelToken,
    tell: &watch::Sender<Stage>,
) -> Result<Arc<Run>, RuleError> {
    if cancel.is_cancelled() {
        return Err(RuleError::new(
            &order.entry.key,
            FailureKind::Cancelled,
            "nobody waits for it",
        ));
    }
    let mut request = RunRequest::new(order.ground.input.clone(), order.entry.rule.clone());
    request.params.clone_from(&order.given);
    request.tolerance_m = order.tolerance_m;
    request.time = studio.time();
    let start = Instant::now();
    let mut progress = |p: &Progress| {
        tell.send_replace(Stage::Working(p.stage.clone()));
    };
    let (host, code) = (studio.rules.host(), order.entry.code.as_deref());
    let division = match code {
        Some(code) => host.run_code(&request, code.clone(), cancel, &mut progress)?,
        None => host.run_with(&request, cancel, &mut progress)?,
    };
    let ms = start.elapsed().as_secs_f64() * 1000.0;
    Ok(Arc::new(Run { key: key.to_owned(), order, division, ms }))
}

/// The lock; what it guards is whole after every statement, so a panic elsewhere does not matter.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
