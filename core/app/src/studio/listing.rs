//! What the page needs to know before any run: case, parties, rules with their forms, dates.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use littoral_model::{Case, RuleHeader};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ground::Ground;
use super::guard::bad;
use super::shelf::Entry;
use super::{Studio, assets, download};

pub(super) const JSON: &str = "application/json; charset=utf-8";

/// Which switches of the case are on.
#[derive(Debug, Deserialize)]
pub(super) struct StateAsk {
    with: Option<String>,
}

/// The whole list.
pub(super) async fn state(
    State(studio): State<Arc<Studio>>,
    Query(ask): Query<StateAsk>,
    headers: HeaderMap,
) -> Response {
    let shelf = studio.shelf();
    let ground = match studio.ground(ask.with.as_deref()) {
        Ok(ground) => ground,
        Err(why) => return bad(why),
    };
    let rules: Vec<Value> = shelf.rules.iter().map(rule).collect();
    let document = json!({
        "littoral": env!("CARGO_PKG_VERSION"),
        "case": case(&ground),
        "trouble": shelf.trouble,
        "rules": rules,
        "proposed": proposed(&ground),
        "events": events(&ground),
        "formats": download::FORMATS.iter().map(|(f, _)| f).collect::<Vec<_>>(),
    });
    assets::text(JSON, &document.to_string(), &headers)
}

/// The case: names, parties with their claims, where the sea lies on the plane.
fn case(ground: &Ground) -> Value {
    let Case { id, name, parties, deposits, sources, switches, switched_on, .. } = &ground.case;
    let party = |(k, p): (usize, &littoral_model::Party)| {
        let asks = ground.case.asks(k);
        json!({ "id": p.id, "name": p.name, "asks": asks.and_then(|a| a.share_percent),
            "position": asks.map(|a| a.text.as_str()) })
    };
    let centre = ground.plane.centre();
    let deposit = |d: &littoral_model::Deposit| {
        let at = d.at.and_then(|at| ground.plane.metres(at));
        json!({ "id": d.id, "names": d.names, "at": at, "status": d.status })
    };
    json!({
        "id": id,
        "name": name,
        "hash": ground.input.hash,
        "parties": parties.iter().enumerate().map(party).collect::<Vec<_>>(),
        "bounds": ground.plane.bounds,
        "centre": [centre.lat, centre.lon],
        "date": ground.case.date.map(|d| d.to_string()),
        "deposits": deposits.iter().map(deposit).collect::<Vec<_>>(),
        "sources": sources,
        "switches": switches.iter().map(|s| json!({ "id": s.id, "about": s.about })).collect::<Vec<_>>(),
        "on": switched_on,
    })
}

/// A rule with what its form is made of.
pub(super) fn rule(entry: &Entry) -> Value {
    let header = entry.header.as_ref().ok();
    json!({
        "key": entry.key,
        "hash": entry.hash,
        "file": entry.file,
        "trouble": entry.trouble(),
        "name": header.map(|h| &h.name),
        "about": header.map(|h| &h.about),
        "cite": header.map(|h| &h.cite),
        "params": header.map(|h: &Arc<RuleHeader>| &h.params),
    })
}

/// Runs that the case proposes, as the comparison of the main job has them.
fn proposed(ground: &Ground) -> Vec<Value> {
    let one = |s: &littoral_formats::scenario::Scenario| json!({ "rule": s.rule, "params": s.params, "label": s.label });
    ground.scenarios.iter().map(one).collect()
}

/// Dated events of instruments and of the negotiation, for the ticks of the date's slider.
fn events(ground: &Ground) -> Vec<Value> {
    let mut out: Vec<[String; 5]> = Vec::new();
    for i in &ground.record.instruments {
        for e in i.events.iter().filter(|e| e.is_verified()) {
            let party = e.party.clone().unwrap_or_default();
            let date = e.date.first.to_string();
            out.push([date, i.id.clone(), i.title.clone(), e.text.clone(), party]);
        }
    }
    for e in &ground.ledger.events {
        let date = e.date.first.to_string();
        out.push([date, e.kind.clone(), String::new(), e.text.clone(), String::new()]);
    }
    out.sort();
    out.dedup();
    out.into_iter()
        .map(|[date, who, title, text, party]| {
            json!({ "date": date, "who": who, "title": title, "text": text, "party": party })
        })
        .collect()
}
