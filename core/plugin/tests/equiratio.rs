//! The two equiratio plugins score what they say: `d / k`, to the bit.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use common::Place;
use littoral_model::{FailureKind, ParamKind};
use littoral_plugin::{Plugin, Points, Scorer, Trust, discover, inspect};
use serde_json::{Map, Value, json};

const PARTIES: [&str; 5] = ["AZE", "IRN", "KAZ", "RUS", "TKM"];
const K: [f64; 5] = [1.0, 0.8, 1.0, 1.37, 1.0];

fn params() -> Map<String, Value> {
    json!({"weights": {"IRN": 0.8, "RUS": 1.37}}).as_object().unwrap().clone()
}

fn scorer(plugin: &Plugin) -> Scorer {
    let rule = plugin.headers()[0].id.clone();
    plugin.scorer(&rule, &PARTIES, &params(), Arc::default()).unwrap()
}

/// Distances without a pattern, metres.
fn distances(n: usize) -> Vec<f64> {
    (0..n * PARTIES.len()).map(|i| (i as f64 * 0.754_877_666).fract() * 4e5).collect()
}

fn score(scorer: &Scorer, dist: &[f64]) -> Vec<f64> {
    let n = dist.len() / PARTIES.len();
    let mut out = vec![f64::NAN; dist.len()];
    let points = Points { lon: &vec![51.0; n], lat: &vec![40.0; n], dist };
    scorer.score(points, &mut out).unwrap();
    out
}

fn check(name: &str) {
    let mut place = Place::new();
    let Some(dir) = place.first_party(name) else { return };
    place.trust(&dir);
    let plugin = place.load(&dir).unwrap();
    let header = &plugin.headers()[0];
    assert_eq!(header.id, name);
    assert!(matches!(header.params[0].kind, ParamKind::PerParty { .. }));

    let scorer = scorer(&plugin);
    let dist = distances(1000);
    let whole = score(&scorer, &dist);
    for (i, (score, d)) in whole.iter().zip(&dist).enumerate() {
        assert_eq!(score.to_bits(), (d / K[i / 1000]).to_bits());
    }
    for i in [0, 1, 500, 999] {
        let one: Vec<f64> = (0..5).map(|p| dist[p * 1000 + i]).collect();
        let alone: Vec<f64> = (0..5).map(|p| whole[p * 1000 + i]).collect();
        assert_eq!(score(&scorer, &one), alone, "a block of one gives the same bits");
    }
    assert!(score(&scorer, &[]).is_empty());
}

#[test]
fn rust_scores_distance_by_weight() {
    check("equiratio-rust");
}

#[test]
fn c_scores_distance_by_weight() {
    check("equiratio-c");
}

#[test]
fn both_live_in_one_process_and_serve_many_instances() {
    let place = Place::new();
    let both = ["equiratio-rust", "equiratio-c"].map(|name| place.first_party(name));
    let plugins: Vec<_> = both.iter().flatten().map(|d| place.load_dev(d).unwrap()).collect();
    let dist = distances(3);
    for _ in 0..100 {
        let scores: Vec<_> = plugins.iter().map(|p| score(&scorer(p), &dist)).collect();
        assert!(scores.windows(2).all(|pair| pair[0] == pair[1]));
    }
}

#[test]
fn parameters_are_checked_before_the_plugin_sees_them() {
    let place = Place::new();
    let dir = place.first_party("equiratio-rust").unwrap();
    let plugin = place.load_dev(&dir).unwrap();
    for bad in [json!({"weights": {"IRN": "x"}}), json!({"weights": {"IRN": -1}}), json!({"w": 1})]
    {
        let stop = Arc::new(AtomicBool::new(false));
        let e = plugin.scorer("equiratio-rust", &PARTIES, bad.as_object().unwrap(), stop).err();
        assert_eq!(e.unwrap().kind, FailureKind::Parameter, "{bad}");
    }
    let e = plugin.scorer("equirato", &PARTIES, &Map::new(), Arc::default()).err().unwrap();
    assert_eq!((e.kind, e.hint.as_str()), (FailureKind::Parameter, "It has: equiratio-rust."));
}

#[test]
fn columns_must_fit() {
    let place = Place::new();
    let plugin = place.load_dev(&place.first_party("equiratio-rust").unwrap()).unwrap();
    let points = Points { lon: &[1.0], lat: &[1.0, 2.0], dist: &[0.0; 5] };
    assert!(scorer(&plugin).score(points, &mut [0.0; 5]).is_err());
    let points = Points { lon: &[1.0], lat: &[1.0], dist: &[0.0; 4] };
    assert!(scorer(&plugin).score(points, &mut [0.0; 5]).is_err());
}

#[test]
fn a_list_needs_no_loading() {
    let mut place = Place::new();
    let dir = place.first_party("equiratio-rust").unwrap();
    assert_eq!(discover(place.dir.path()), std::slice::from_ref(&dir));
    let before = inspect(&dir, &place.trust);
    assert_eq!((before.trust, before.problem), (Trust::Unknown, None));
    place.trust(&dir);
    let after = inspect(&dir, &place.trust);
    assert!(after.is_ready());
    assert_eq!(
        (after.id.as_str(), after.version.as_str()),
        ("org.littoral.equiratio-rust", "0.1.0")
    );
    assert_eq!(after.rules, ["equiratio-rust"]);
    assert_eq!(after.abi.unwrap().to_string(), "1.0");
}
