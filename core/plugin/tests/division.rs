//! A division of the Caspian by the equiratio plugins is the engine's own of `d / k`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use common::Place;
use littoral_delimit::field::Binary;
use littoral_delimit::{
    BoundaryLine, DistanceOptions, Field, Holder, LayerDivision, LinePoint, NoFunctions, Partition,
    PointKind, SolveOptions, Waters,
};
use littoral_formats::{CaseBundle, read_case};
use littoral_geodesy::Earth;
use littoral_model::{FailureKind, RuleError};
use littoral_plugin::Limits;
use serde_json::{Map, Value, json};

const WEIGHTS: [f64; 5] = [1.0, 1.2, 0.9, 1.1, 1.0];
const TOLERANCE_M: f64 = 1.0;

fn caspian() -> Waters {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    let bundle = CaseBundle::read_dir(&dir).unwrap_or_else(|e| panic!("{e:?}"));
    Waters::new(read_case(&bundle, &[]).case.unwrap()).unwrap()
}

fn params() -> Map<String, Value> {
    let weights = json!({"weights": {"AZE": 1, "IRN": 1.2, "KAZ": 0.9, "RUS": 1.1, "TKM": 1}});
    weights.as_object().unwrap().clone()
}

fn limits() -> Limits {
    Limits { tolerance_m: TOLERANCE_M, time: Duration::from_secs(600), ..Limits::default() }
}

/// `d / k` as the engine's own expression.
fn by_field(waters: &Waters) -> LayerDivision {
    let score = |(party, k): (usize, &f64)| {
        let d = waters.distance(party, DistanceOptions::default()).unwrap();
        let id = &waters.case().parties[party].id;
        (Holder::new(id), d.binary(Binary::Div, &Field::constant(*k)))
    };
    let partition = Partition::new(WEIGHTS.iter().enumerate().map(score).collect());
    let options = SolveOptions { tolerance_m: TOLERANCE_M, cancel: None };
    waters.solve(&partition, &NoFunctions, &options).unwrap()
}

fn by_plugin(waters: &Waters, name: &str) -> Option<LayerDivision> {
    let place = Place::new();
    let plugin = place.load_dev(&place.first_party(name)?).unwrap();
    let outcome = plugin.run(name, waters, &params(), &limits()).unwrap();
    assert_eq!(outcome.layers.0.len(), 1);
    outcome.layers.get("seabed").cloned()
}

/// Difference of the two scores at a vertex, metres. Across a line it grows by `|1 / k - 1 / k'|` a
/// metre at least (0.09 here), so 1e-5 is a tenth of a millimetre on the water at most.
fn difference(waters: &Waters, line: &BoundaryLine, point: &LinePoint) -> f64 {
    let score = |holder: &Holder| {
        let d = point.distance_km(holder.as_str()).unwrap() * 1000.0;
        d / WEIGHTS[waters.case().party(holder.as_str()).unwrap()]
    };
    (score(&line.between[0]) - score(&line.between[1])).abs()
}

/// Is there a vertex of `line` within 1 mm of `at`?
fn has_vertex(earth: &Earth, line: &BoundaryLine, at: &LinePoint) -> bool {
    line.points.iter().any(|p| earth.karney_m(p.at(), at.at()) <= 1e-3)
}

fn compare(waters: &Waters, own: &LayerDivision, plugin: &LayerDivision) {
    let earth = Earth::new(&waters.case().ellipsoid);
    for party in waters.case().party_ids() {
        let points = (own.share(party) - plugin.share(party)).abs();
        assert!(points < 1e-6, "{party}: {points} percentage points");
    }
    assert_eq!(own.lines.len(), plugin.lines.len());
    for (own, plugin) in own.lines.iter().zip(&plugin.lines) {
        assert_eq!(own.between, plugin.between);
        for point in own.points.iter().filter(|p| p.kind != PointKind::Curve) {
            let near = plugin.points.iter().map(|p| earth.karney_m(p.at(), point.at()));
            let near = near.fold(f64::INFINITY, f64::min);
            assert!(near <= 1e-3, "{:?}: {near} m from {point:?}", own.between);
        }
        for point in &plugin.points {
            let on_the_line =
                difference(waters, plugin, point) < 1e-5 || has_vertex(&earth, own, point);
            assert!(on_the_line, "{:?} {point:?}", plugin.between);
        }
    }
}

#[test]
fn plugins_divide_as_the_engine_does() {
    let waters = caspian();
    let own = by_field(&waters);
    for name in ["equiratio-rust", "equiratio-c"] {
        let Some(plugin) = by_plugin(&waters, name) else { continue };
        compare(&waters, &own, &plugin);
    }
}

/// How a fixture's run on the Caspian fails.
fn failure(name: &str, limits: &Limits) -> Option<RuleError> {
    let place = Place::new();
    let plugin = place.load_dev(&place.fixture(name)?).unwrap();
    Some(plugin.run("fixture", &caspian(), &Map::new(), limits).unwrap_err())
}

#[test]
fn a_fault_in_a_score_ends_the_run_with_its_text() {
    let Some(e) = failure("nan", &limits()) else { return };
    assert_eq!(e.kind, FailureKind::Runtime);
    assert!(e.text.starts_with("the score of IRN at lat "), "{}", e.text);
    let Some(e) = failure("fails_score", &limits()) else { return };
    assert_eq!((e.kind, e.text.as_str()), (FailureKind::Runtime, "the tide table ends in 1976"));
    let Some(e) = failure("unknown_status", &limits()) else { return };
    assert_eq!(e.kind, FailureKind::Abi);
}

#[test]
fn time_and_cancellation_end_a_run() {
    let late = Limits { time: Duration::ZERO, ..limits() };
    let Some(e) = failure("nearest", &late) else { return };
    assert_eq!(e.kind, FailureKind::TimeLimit);
    let cancelled = Limits { cancel: Arc::new(AtomicBool::new(true)), ..limits() };
    let Some(e) = failure("nearest", &cancelled) else { return };
    assert_eq!(e.kind, FailureKind::Cancelled);
}

/// Greatest difference in share between a fixture that scores distances and equidistance, and the
/// share of the tie wedges; percentage points.
fn from_equidistance(name: &str) -> Option<(f64, f64)> {
    let place = Place::new();
    let dir = place.fixture(name)?;
    let waters = caspian();
    let outcome =
        place.load_dev(&dir).unwrap().run("fixture", &waters, &Map::new(), &limits()).unwrap();
    let equidistance = waters.equidistance(DistanceOptions::default()).unwrap();
    let options = SolveOptions { tolerance_m: TOLERANCE_M, cancel: None };
    let own = waters.solve(&equidistance, &NoFunctions, &options).unwrap();
    let plugin = outcome.layers.get("seabed").unwrap();
    let differences = waters.case().party_ids().map(|p| (plugin.share(p) - own.share(p)).abs());
    let wedges: f64 = own.ties.iter().map(|t| t.area_km2).sum();
    Some((differences.fold(0.0, f64::max), 100.0 * wedges / own.sea_km2))
}

#[test]
fn the_nearest_coast_is_equidistance() {
    let Some((difference, _)) = from_equidistance("nearest") else { return };
    assert!(difference < 1e-6, "{difference} percentage points");
}

/// A tie wedge then stays whole with the earlier party.
#[test]
fn without_the_promise_only_tie_wedges_differ() {
    let Some((difference, wedges)) = from_equidistance("all_rows") else { return };
    assert!(difference < wedges, "{difference} of {wedges} percentage points");
}
