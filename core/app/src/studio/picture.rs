//! Drawing a result for the window of a page.

use std::sync::Arc;

use anyhow::Result;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::Studio;
use super::flow::{flows, pair};
use super::guard::{answer, bad};
use super::runs::Run;
use crate::map::{Covered, DifferenceInput, Lang, ScreenInput, Window, difference, screen};

/// How a page wants a map.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct View {
    /// Layer to draw.
    pub(super) layer: String,
    /// Language of the lettering.
    pub(super) lang: String,
    /// Middle of the window, metres east of the projection's centre.
    #[serde(deserialize_with = "number")]
    pub(super) east: f64,
    /// Metres north.
    #[serde(deserialize_with = "number")]
    pub(super) north: f64,
    /// Ground metres a pixel.
    #[serde(deserialize_with = "number")]
    pub(super) mpp: f64,
    /// Width in pixels.
    #[serde(deserialize_with = "number")]
    pub(super) width: f64,
    /// Height in pixels.
    #[serde(deserialize_with = "number")]
    pub(super) height: f64,
    /// What the page shows over the window: `left,top,width,height;...` in pixels.
    #[serde(default, deserialize_with = "boxes")]
    pub(super) covered: Vec<Covered>,
}

/// More boxes than the page has over its map nobody sends.
const BOXES: usize = 32;

fn boxes<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Vec<Covered>, D::Error> {
    let text = String::deserialize(from)?;
    let side = |s: &str| s.parse::<f64>().ok().filter(|v| v.abs() < 1e5);
    let one = |b: &str| -> Option<Covered> {
        b.split(',').map(side).collect::<Option<Vec<_>>>()?.try_into().ok()
    };
    let all = text.split(';').filter(|b| !b.is_empty()).map(one).take(BOXES);
    all.collect::<Option<_>>().ok_or_else(|| D::Error::custom("a box over the map is none"))
}

/// A number, also where a query has it as text.
fn number<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<f64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(f64),
        Text(String),
    }
    match Either::deserialize(from)? {
        Either::Number(v) => Ok(v),
        Either::Text(t) => t.parse().map_err(|_| D::Error::custom("a number is not one")),
    }
}

impl View {
    pub(super) fn lang(&self) -> Lang {
        match self.lang.as_str() {
            "fa" => Lang::Fa,
            "ru" => Lang::Ru,
            _ => Lang::En,
        }
    }

    pub(super) fn window(&self) -> Window {
        Window {
            east: self.east,
            north: self.north,
            metres_per_px: self.mpp,
            width: self.width,
            height: self.height,
        }
    }
}

/// The map of one layer of a result.
pub(super) fn draw(view: &View, run: &Run, layer: &str, before: Option<&Run>) -> Result<String> {
    screen(&ScreenInput {
        case: &run.order.ground.case,
        division: Some(&run.division),
        layer,
        before: before.and_then(|b| b.division.layers.get(layer)),
        lang: view.lang(),
        window: view.window(),
        covered: &view.covered,
        statuses: &[],
    })
}

/// A map asked for by itself.
#[derive(Debug, Deserialize)]
pub(super) struct MapAsk {
    /// Name of the result; without it coasts alone.
    run: Option<String>,
    before: Option<String>,
    with: Option<String>,
    #[serde(flatten)]
    view: View,
}

/// Draws a result that is still kept, or the empty sea.
pub(super) async fn map(State(studio): State<Arc<Studio>>, Query(ask): Query<MapAsk>) -> Response {
    let run = match ask.run.as_deref().map(|key| studio.runs.kept(key)) {
        Some(None) => return gone(),
        Some(Some(run)) => Some(run),
        None => None,
    };
    let before = ask.before.as_deref().and_then(|key| studio.runs.kept(key));
    let ground = match studio.ground(ask.with.as_deref()) {
        Ok(ground) => ground,
        Err(why) => return bad(why),
    };
    let work = move || match run {
        Some(run) => draw(&ask.view, &run, &ask.view.layer, before.as_deref()),
        None => screen(&ScreenInput {
            case: &ground.case,
            division: None,
            layer: "",
            before: None,
            lang: ask.view.lang(),
            window: ask.view.window(),
            covered: &ask.view.covered,
            statuses: &[],
        }),
    };
    drawn(tokio::task::spawn_blocking(work).await)
}

/// Two results and a window.
#[derive(Debug, Deserialize)]
pub(super) struct DifferenceAsk {
    run: String,
    base: String,
    #[serde(flatten)]
    view: View,
}

/// What changes hands between two results.
pub(super) async fn moved(
    State(studio): State<Arc<Studio>>,
    Query(ask): Query<DifferenceAsk>,
) -> Response {
    let (Some(run), Some(base)) = (studio.runs.kept(&ask.run), studio.runs.kept(&ask.base)) else {
        return gone();
    };
    let work = move || {
        let layers = pair(&run, &base, &ask.view.layer).map_err(anyhow::Error::msg)?;
        let (lang, window) = (ask.view.lang(), ask.view.window());
        let flows = flows(&studio, [&run, &base], &ask.view.layer).map_err(anyhow::Error::msg)?;
        let case = &run.order.ground.case;
        let covered = &ask.view.covered;
        difference(&DifferenceInput { case, layers, flows: &flows, lang, window, covered })
    };
    drawn(tokio::task::spawn_blocking(work).await)
}

fn drawn(result: std::result::Result<Result<String>, tokio::task::JoinError>) -> Response {
    match result {
        Ok(Ok(svg)) => answer("image/svg+xml; charset=utf-8", svg),
        Ok(Err(e)) => bad(format!("the map cannot be drawn: {e:#}")),
        Err(_) => bad("the map could not be drawn"),
    }
}

/// A result that is kept no more: the page runs it again.
pub(super) fn gone() -> Response {
    let mut response = bad("this result is kept no more; run the rule again");
    *response.status_mut() = axum::http::StatusCode::GONE;
    response
}
