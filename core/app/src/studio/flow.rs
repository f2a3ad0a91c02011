//! Who gives to whom between two results, as areas; the map of it is [`super::picture::difference`].

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use littoral_delimit::LayerDivision;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Studio;
use super::guard::{answer, bad};
use super::listing::JSON;
use super::picture::gone;
use super::runs::{Flows, Run};

/// Two results and a layer of the first.
#[derive(Debug, Deserialize)]
pub(super) struct FlowAsk {
    run: String,
    base: String,
    layer: String,
}

/// Areas that change hands, largest first.
pub(super) async fn flow(
    State(studio): State<Arc<Studio>>,
    Query(ask): Query<FlowAsk>,
) -> Response {
    let (Some(run), Some(base)) = (studio.runs.kept(&ask.run), studio.runs.kept(&ask.base)) else {
        return gone();
    };
    let work = move || document(&studio, &run, &base, &ask.layer);
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(document)) => answer(JSON, document.to_string()),
        Ok(Err(why)) => bad(why),
        Err(_) => bad("the flows could not be computed"),
    }
}

/// The layers that two results are compared on: that of the name, and of the base the like one.
pub(super) fn pair<'r>(
    run: &'r Run,
    base: &'r Run,
    layer: &str,
) -> Result<[&'r LayerDivision; 2], String> {
    let of = |r: &Run| (r.order.ground.input.hash.clone(), r.order.ground.case.switched_on.clone());
    if of(run) != of(base) {
        return Err("the two results are of different states of the case".to_owned());
    }
    let new = run.division.layers.get(layer);
    let first = || base.division.layers.0.first().map(|(_, l)| l);
    let old = base.division.layers.get(layer).or_else(first);
    new.zip(old)
        .map(|(new, old)| [old, new])
        .ok_or_else(|| format!("there is no layer \"{layer}\""))
}

/// What goes from whom to whom, km2, largest first.
pub(super) fn flows(
    studio: &Studio,
    [run, base]: [&Run; 2],
    layer: &str,
) -> Result<Arc<Flows>, String> {
    let [old, new] = pair(run, base, layer)?;
    let name = format!("{} {} {layer}", run.key, base.key);
    studio.runs.flows(name, || between(run, [old, new]))
}

fn between(run: &Run, [old, new]: [&LayerDivision; 2]) -> Result<Flows, String> {
    let matrix = run.order.ground.waters()?.flow_between(old, new);
    let mut flows = Vec::new();
    for (from, row) in old.holders().zip(&matrix) {
        let cells = new.holders().zip(row).filter(|(to, m2)| *to != from && **m2 > 0.0);
        flows.extend(cells.map(|(to, m2)| (from.to_owned(), to.to_owned(), m2 / 1e6)));
    }
    flows.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)).then(a.1.cmp(&b.1)));
    Ok(flows)
}

fn document(studio: &Studio, run: &Run, base: &Run, layer: &str) -> Result<Value, String> {
    let [_, new] = pair(run, base, layer)?;
    let flows = flows(studio, [run, base], layer)?;
    let moved: f64 = flows.iter().map(|f| f.2).sum();
    let list: Vec<Value> =
        flows.iter().map(|(from, to, km2)| json!({ "from": from, "to": to, "km2": km2 })).collect();
    Ok(json!({ "run": run.key, "base": base.key, "layer": layer, "sea_km2": new.sea_km2,
        "moved_percent": 100.0 * moved / new.sea_km2, "flows": list }))
}
