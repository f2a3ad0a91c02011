//! Running a rule for a page: progress while it works, then shares, points and the map.
//!
//! The answer is one JSON document a line: `{"working": ...}` any number of times, then `{"done": ...}`
//! or `{"failed": ...}`. A page that goes away stops its run, unless another page waits for it too.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use futures_util::stream::unfold;
use littoral_delimit::LayerDivision;
use littoral_delimit::division::LinePoint;
use littoral_formats::points::{PointRow, kind_word, layer_rows};
use littoral_model::params::resolve;
use littoral_model::{RuleError, RuleHeader};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::sync::watch;

use super::Studio;
use super::events::complaint;
use super::ground::Ground;
use super::guard::{answer, bad};
use super::listing;
use super::picture::{View, draw};
use super::runs::{Flight, Order, Run, Stage, fly};
use super::shelf::Entry;
use crate::failure::Complaint;

/// Accuracy of drawn lines, metres: a result, and a frame while a slider moves.
pub(super) const FINE_M: f64 = 0.1;
const DRAFT_M: f64 = 25.0;

/// What a page asks for.
#[derive(Debug, Deserialize)]
pub(super) struct Ask {
    rule: String,
    #[serde(default)]
    params: Map<String, Value>,
    #[serde(default)]
    draft: bool,
    /// How to draw it; nothing is drawn without.
    view: Option<View>,
    /// Switches of the case that are on, joined by commas.
    with: Option<String>,
    /// Result whose lines are drawn thin beneath.
    before: Option<String>,
}

/// Runs a rule.
pub(super) async fn run(State(studio): State<Arc<Studio>>, body: Bytes) -> Response {
    let ask: Ask = match serde_json::from_slice(&body) {
        Ok(ask) => ask,
        Err(e) => return bad(format!("the request cannot be read: {e}")),
    };
    let shelf = studio.shelf();
    let Some(entry) = shelf.rule(&ask.rule) else {
        return bad(format!("there is no rule \"{}\"", ask.rule));
    };
    let header = match &entry.header {
        Ok(header) => header.clone(),
        Err(error) => return answer(NDJSON, line(&failed(entry, error))),
    };
    let ground = match studio.ground(ask.with.as_deref()) {
        Ok(ground) => ground,
        Err(why) => return bad(why),
    };
    let Fitting { given, passed } = match fitting(&header, ask.params.clone(), &ground) {
        Ok(fitting) => fitting,
        Err(refused) => return answer(NDJSON, line(&refusal(entry, &refused))),
    };
    let tolerance_m = if ask.draft { DRAFT_M } else { FINE_M };
    let entry = entry.clone();
    let order = Order { ground, entry: entry.clone(), given, tolerance_m };
    let flight = fly(&studio, order);
    let stage = flight.stage.clone();
    let ask = Arc::new(ask);
    let steps = Steps { studio, flight: Some(flight), stage, ask, passed, entry, first: true };
    answer(NDJSON, Body::from_stream(unfold(steps, Steps::next)))
}

const NDJSON: &str = "application/x-ndjson; charset=utf-8";

/// Parameters that a rule takes, and names given that it does not declare: a save may have taken one away.
struct Fitting {
    given: Map<String, Value>,
    passed: Vec<String>,
}

/// The parameters of a request, or what is wrong with each that the rule refuses: nothing else is computed
/// in its place.
fn fitting(
    header: &RuleHeader,
    asked: Map<String, Value>,
    ground: &Ground,
) -> Result<Fitting, Vec<(String, RuleError)>> {
    let parties: Vec<&str> = ground.case.party_ids().collect();
    let declared = |name: &str| header.params.iter().any(|p| p.name == name);
    let (given, others): (Map<_, _>, Map<_, _>) =
        asked.into_iter().partition(|(name, _)| declared(name));
    let wrong = |(name, value): (&String, &Value)| {
        let alone = Map::from_iter([(name.clone(), value.clone())]);
        resolve(header, &alone, &parties).err().map(|e| (name.clone(), e))
    };
    let refused: Vec<_> = given.iter().filter_map(wrong).collect();
    match refused.is_empty() {
        true => Ok(Fitting { given, passed: others.into_iter().map(|(name, _)| name).collect() }),
        false => Err(refused),
    }
}

/// The answer to parameters that the rule refuses: a sentence for each field of the form.
fn refusal(entry: &Entry, refused: &[(String, RuleError)]) -> Value {
    let field = |(name, e): &(String, RuleError)| {
        let text =
            if e.hint.is_empty() { e.text.clone() } else { format!("{}. {}", e.text, e.hint) };
        (name.clone(), Value::from(text))
    };
    let mut out = refused.first().map_or(Value::Null, |(_, e)| failed(entry, e));
    out["fields"] = Value::Object(refused.iter().map(field).collect());
    out
}

/// The lines of one answer.
struct Steps {
    studio: Arc<Studio>,
    /// Held as long as the page waits; nothing more to say without it.
    flight: Option<Arc<Flight>>,
    stage: watch::Receiver<Stage>,
    ask: Arc<Ask>,
    /// Parameters given that the rule does not declare.
    passed: Vec<String>,
    entry: Entry,
    first: bool,
}

impl Steps {
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        self.flight.as_ref()?;
        if !std::mem::take(&mut self.first) && self.stage.changed().await.is_err() {
            self.flight = None;
            return Some((Ok(line(&sentence("the run was lost; run it again"))), self));
        }
        let now = self.stage.borrow_and_update().clone();
        let document = match now {
            Stage::Working(what) => json!({ "working": what }),
            Stage::Done(result) => {
                self.flight = None;
                let (studio, ask, entry) =
                    (self.studio.clone(), self.ask.clone(), self.entry.clone());
                let work =
                    move || finished(&studio, &ask, &entry, result.as_ref().map_err(AsRef::as_ref));
                let done = tokio::task::spawn_blocking(work).await;
                let mut out = done.unwrap_or_else(|_| sentence("the map could not be drawn"));
                if let Some(done) = out.get_mut("done") {
                    done["passed"] = self.passed.clone().into();
                }
                out
            }
        };
        Some((Ok(line(&document)), self))
    }
}

/// A failure that is not the rule's.
fn sentence(text: &str) -> Value {
    json!({ "failed": complaint(&Complaint::new(text)) })
}

fn line(document: &Value) -> Bytes {
    format!("{document}\n").into()
}

fn failed(entry: &Entry, error: &RuleError) -> Value {
    json!({ "failed": entry.blame(error), "kind": error.kind, "rule": entry.key })
}

fn finished(
    studio: &Studio,
    ask: &Ask,
    entry: &Entry,
    result: Result<&Arc<Run>, &RuleError>,
) -> Value {
    let run = match result {
        Ok(run) => run,
        Err(error) => return failed(entry, error),
    };
    let division = &run.division;
    let wanted = ask.view.as_ref().map_or("seabed", |v| v.layer.as_str());
    let found = division.layers.get(wanted).map(|l| (wanted, l));
    let first = division.layers.0.first().map(|(n, l)| (n.as_str(), l));
    let Some((name, layer)) = found.or(first) else {
        return sentence("the rule gives no layer at all");
    };
    let before = ask.before.as_deref().and_then(|key| studio.runs.kept(key));
    let svg = ask.view.as_ref().map(|view| draw(view, run, name, before.as_deref()));
    let svg = match svg.transpose() {
        Ok(svg) => svg,
        Err(e) => return sentence(&format!("the map cannot be drawn: {e:#}")),
    };
    let ground = &run.order.ground;
    let p = &division.provenance;
    json!({ "done": {
        "key": run.key,
        "entry": listing::rule(&run.order.entry),
        "given": run.order.given,
        "params": division.params,
        "layers": division.layers.0.iter().map(|(n, _)| n).collect::<Vec<_>>(),
        "layer": name,
        "sea_km2": layer.sea_km2,
        "area_km2": layer.area_km2,
        "share_percent": layer.share_percent,
        "lines": lines(layer),
        "points": if svg.is_some() && !ask.draft { points(name, layer, ground) } else { Vec::new() },
        "notes": division.notes,
        "warnings": division.warnings,
        "ms": run.ms,
        "engine_ms": p.engine_ms,
        "rule_hash": p.rule_hash,
        "case_hash": p.case_hash,
        "method": layer.method,
        "draft": ask.draft,
        "svg": svg,
    } })
}

/// The table of turning points.
fn points(name: &str, layer: &LayerDivision, ground: &Ground) -> Vec<Value> {
    layer_rows("", name, layer).iter().map(|r| point(r, ground)).collect()
}

fn lines(layer: &LayerDivision) -> Vec<Value> {
    layer.lines.iter().map(|l| json!({ "between": l.between, "length_km": l.length_km })).collect()
}

/// A row of the table of turning points, with the places of its base points on the plane.
fn point(row: &PointRow<'_>, ground: &Ground) -> Value {
    let LinePoint { lat, lon, kind, controls } = row.point;
    let bases: Vec<Value> = controls
        .iter()
        .flat_map(|c| c.base_points.iter().map(move |at| (c, *at)))
        .map(|(c, at)| {
            json!({ "party": c.party, "at": [at.lat, at.lon], "xy": ground.plane.metres(at),
                "km": c.distance_km })
        })
        .collect();
    json!({ "name": row.number(), "kind": kind_word(*kind), "between": row.between, "at": [lat, lon],
        "xy": ground.plane.metres(row.point.at()), "bases": bases })
}
