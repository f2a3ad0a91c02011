//! The law on a date: at a place, and as maps of the regime and of settled pairs.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use littoral_treaty::{Activity, Day, Layer, Plan, Question};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Studio;
use super::desk::Lawyer;
use super::ground::Ground;
use super::guard::{answer, bad};
use super::listing::JSON;
use super::picture::View;
use crate::map::{RegionsInput, regions};

/// A place on a date.
#[derive(Debug, Deserialize)]
pub(super) struct AtAsk {
    x: f64,
    y: f64,
    layer: String,
    date: String,
    with: Option<String>,
}

/// Who may do what at a place: the whole answer of the law.
pub(super) async fn at(State(studio): State<Arc<Studio>>, Query(ask): Query<AtAsk>) -> Response {
    let ground = match studio.ground(ask.with.as_deref()) {
        Ok(ground) => ground,
        Err(why) => return bad(why),
    };
    let (place, date) = (ground.plane.place(ask.x, ask.y), day(&ask.date));
    let (Some(place), Some(date)) = (place, date) else { return bad("no such place or day") };
    let work = move |lawyer: &Lawyer<'_, '_>| {
        let (layer, activity) = matter(&ask.layer);
        let question = Question { at: Some(place), deposit: None, layer, activity, between: None };
        lawyer.law.on(date).at(&question).map(|a| json!(a))
    };
    reply(ground.desk().ask(work).await)
}

/// A map's kind on a date.
#[derive(Debug, Deserialize)]
pub(super) struct KeyAsk {
    kind: String,
    layer: String,
    date: String,
    with: Option<String>,
}

/// The holders or counts of a map of law with their shares of the sea.
pub(super) async fn key(State(studio): State<Arc<Studio>>, Query(ask): Query<KeyAsk>) -> Response {
    let ground = match studio.ground(ask.with.as_deref()) {
        Ok(ground) => ground,
        Err(why) => return bad(why),
    };
    let Some(date) = day(&ask.date) else { return bad("no such day") };
    let pairs = pairs(&ground);
    let work = move |lawyer: &Lawyer<'_, '_>| {
        let plan = plan(&lawyer.law.on(date), &ask.kind, &ask.layer)?;
        let row = |(name, share): (String, f64)| match ask.kind == "settled" {
            true => {
                json!({ "count": name.parse::<usize>().unwrap_or(0), "of": pairs, "share": share })
            }
            false => json!({ "holder": name, "share": share }),
        };
        let mut shares: Vec<(String, f64)> = Vec::new();
        for (name, share) in lawyer.survey().shares(&plan) {
            match shares.iter_mut().find(|(known, _)| known == whoever(&name)) {
                Some((_, sum)) => *sum += share,
                None => shares.push((whoever(&name).to_owned(), share)),
            }
        }
        Ok(Value::Array(shares.into_iter().map(row).collect()))
    };
    reply(ground.desk().ask(work).await)
}

/// A day and a window.
#[derive(Debug, Deserialize)]
pub(super) struct MapAsk {
    date: String,
    with: Option<String>,
    #[serde(flatten)]
    view: View,
}

/// The map of a kind: `regime` or `settled`.
pub(super) async fn map(
    State(studio): State<Arc<Studio>>,
    Path(kind): Path<String>,
    Query(ask): Query<MapAsk>,
) -> Response {
    if !matches!(kind.as_str(), "regime" | "settled") {
        return bad("there is no such map");
    }
    let ground = match studio.ground(ask.with.as_deref()) {
        Ok(ground) => ground,
        Err(why) => return bad(why),
    };
    let Some(date) = day(&ask.date) else { return bad("no such day") };
    let drawn = ground.clone();
    let work = move |lawyer: &Lawyer<'_, '_>| {
        let plan = plan(&lawyer.law.on(date), &kind, &ask.view.layer)?;
        let place = |at| {
            let spot = lawyer.law.ground().spot(Some(at), None);
            let holder = plan.holder(lawyer.law.ground(), &spot).unwrap_or("UNKNOWN");
            whoever(holder).to_owned()
        };
        regions(&RegionsInput {
            case: &drawn.case,
            lang: ask.view.lang(),
            window: ask.view.window(),
            covered: &ask.view.covered,
            holder: &place,
            counts: (kind == "settled").then(|| pairs(&drawn)),
        })
        .map_err(|e| format!("the map cannot be drawn: {e:#}"))
    };
    match ground.desk().ask(work).await {
        Ok(svg) => answer("image/svg+xml; charset=utf-8", svg),
        Err(why) => bad(why),
    }
}

fn reply(result: Result<Value, String>) -> Response {
    answer(JSON, result.unwrap_or_else(|why| json!({ "error": why })).to_string())
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn pairs(ground: &Ground) -> usize {
    let n = ground.case.parties.len();
    n * n.saturating_sub(1) / 2
}

/// Contested water is one part of the page, whoever contests it.
fn whoever(holder: &str) -> &str {
    if holder.starts_with("CONTESTED:") { "CONTESTED" } else { holder }
}

fn plan(day: &Day<'_, '_>, kind: &str, layer: &str) -> Result<Plan, String> {
    let (layer, activity) = matter(layer);
    match kind {
        "settled" => day.settled(layer, activity),
        _ => day.regime(layer, activity),
    }
}

/// What a layer of the page is in law: the activity for which it matters.
fn matter(layer: &str) -> (Layer, Activity) {
    let (layer, activity) = match layer {
        "seabed" => ("seabed", "extraction"),
        "surface" => ("surface", "navigation"),
        _ => ("water", "fishing"),
    };
    let layer = Layer::named(layer).unwrap_or(Layer::ALL);
    (layer, Activity::named(activity).unwrap_or(Activity::ALL))
}
