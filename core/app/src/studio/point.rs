//! What is here: who holds the place on each layer, how far the coasts are, which base points control.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use littoral_delimit::{Area, LayerDivision};
use littoral_geodesy::LatLon;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Studio;
use super::ground::Ground;
use super::guard::{answer, bad};
use super::listing::JSON;

/// A place on the plane, and the result that is shown.
#[derive(Debug, Deserialize)]
pub(super) struct PointAsk {
    x: f64,
    y: f64,
    run: Option<String>,
    with: Option<String>,
}

/// Answers for one place.
pub(super) async fn at(State(studio): State<Arc<Studio>>, Query(ask): Query<PointAsk>) -> Response {
    let ground = match studio.ground(ask.with.as_deref()) {
        Ok(ground) => ground,
        Err(why) => return bad(why),
    };
    let Some(place) = ground.plane.place(ask.x, ask.y) else { return bad("no such place") };
    let run = ask.run.as_deref().and_then(|key| studio.runs.kept(key));
    let layers = run.iter().flat_map(|r| &r.division.layers.0);
    let holders: Vec<Value> = layers
        .filter_map(|(name, l)| Some(json!({ "layer": name, "holder": holder(l, place)? })))
        .collect();
    let sea = ground.case.sea.outer.as_slice();
    let inside = within(sea.iter().map(|p| [p.lat, p.lon]), place)
        && !ground.case.sea.inner.iter().any(|r| within(r.iter().map(|p| [p.lat, p.lon]), place));
    answer(
        JSON,
        json!({ "at": [place.lat, place.lon], "sea": inside, "holders": holders,
        "distances": distances(&ground, place) })
        .to_string(),
    )
}

/// Distance to each party's nearest shore with the point that gives it, nearest first.
fn distances(ground: &Ground, place: LatLon) -> Vec<Value> {
    let shores = ground.shores().iter().zip(ground.case.party_ids());
    let mut found: Vec<(f64, Value)> = shores
        .filter(|(shore, _)| !shore.is_empty())
        .map(|(shore, party)| {
            let earth = shore.earth();
            let near = shore.nearest(&earth.point(place), None, f64::INFINITY);
            let base = earth.lat_lon(&near.at);
            let km = near.distance_m / 1000.0;
            (
                km,
                json!({ "party": party, "km": km, "base": [base.lat, base.lon],
                "xy": ground.plane.metres(base) }),
            )
        })
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, value)| value).collect()
}

/// Who holds the place; none where it lies in no cell.
fn holder(layer: &LayerDivision, place: LatLon) -> Option<&str> {
    let here = |a: &Area| {
        let odd = a.rings.iter().filter(|r| within(r.iter().copied(), place)).count();
        odd % 2 == 1
    };
    layer.holders().find(|h| layer.cells.get(*h).is_some_and(|cells| cells.iter().any(here)))
}

/// Even-odd in degrees, longitudes counted from the place: good to the width of a drawn line.
fn within(ring: impl Iterator<Item = [f64; 2]>, place: LatLon) -> bool {
    let east = |lon: f64| (lon - place.lon + 540.0).rem_euclid(360.0) - 180.0;
    let points: Vec<[f64; 2]> = ring.map(|[lat, lon]| [lat - place.lat, east(lon)]).collect();
    let mut odd = false;
    for (k, b) in points.iter().enumerate() {
        let a = points[(k + points.len() - 1) % points.len()];
        if (a[0] > 0.0) != (b[0] > 0.0) && a[1] + (b[1] - a[1]) * a[0] / (a[0] - b[0]) > 0.0 {
            odd = !odd;
        }
    }
    odd
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_across_the_date_line() {
        let ring = [[10.0, 178.0], [10.0, -178.0], [16.0, -178.0], [16.0, 178.0]];
        let inside = |lat, lon| within(ring.into_iter(), LatLon::new(lat, lon));
        assert!(inside(12.0, 179.9) && inside(12.0, -179.9));
        assert!(!inside(12.0, 177.0) && !inside(17.0, 180.0));
    }
}
