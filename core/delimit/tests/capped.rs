//! Scores with a cap: beyond the caps of all they are equal over wide waters, which go to the first. Holders by the printed
//! cells against brute force, lexicographic minimum of Karney's distances.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::cells::holder;
use common::judge::{Judge, Lcg};
use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{
    DistanceOptions, Field, Holder, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_geodesy::LatLon;
use littoral_model::Case;

const PLACES: usize = 400;
/// Places where the two lowest are nearer to each other than this, metres, are not judged: printed lines may be off by as much.
const CLOSE_M: f64 = 2.0;

/// Solves with `score` of each party's distance, and judges by the same said of numbers, in metres, lowest wins.
fn judged(case: &Case, score: impl Fn(usize, &Field) -> Field, said: impl Fn(usize, f64) -> f64) {
    let (waters, judge) = (Waters::new(case.clone()).unwrap(), Judge::new(case, true));
    let of = |k: usize| score(k, &waters.distance(k, DistanceOptions::default()).unwrap());
    let name = |k: usize| Holder::new(&case.parties[k].id);
    let scores = (0..case.parties.len()).map(|k| (name(k), of(k))).collect();
    let partition = Partition::new(scores);
    let division = waters.solve(&partition, &NoFunctions, &SolveOptions::default()).unwrap();
    let mut random = Lcg(5);
    let mut count = vec![0; case.parties.len()];
    while count.iter().sum::<usize>() < PLACES {
        let p = LatLon::new(36.5 + 11.0 * random.unit(), 46.6 + 8.0 * random.unit());
        if !waters.in_sea(p) {
            continue;
        }
        let all: Vec<f64> =
            judge.distances_m(p).into_iter().enumerate().map(|(k, d)| said(k, d)).collect();
        let best = (0..all.len()).reduce(|a, b| if all[b] < all[a] { b } else { a }).unwrap();
        count[best] += 1;
        let close = |(k, v): (usize, &f64)| k != best && *v != all[best] && v - all[best] < CLOSE_M;
        if !all.iter().enumerate().any(close) {
            assert_eq!(holder(&division, p), Some(case.parties[best].id.as_str()), "{p:?} {all:?}");
        }
    }
    assert!(count.iter().filter(|n| **n > 0).count() > 2, "{count:?} judges too little");
}

fn at_most(d: &Field, cap: f64) -> Field {
    d.binary(Binary::Min, &Field::constant(cap))
}

/// Twelve miles count for everybody.
#[test]
fn one_cap_for_all() {
    judged(&common::caspian(), |_, d| at_most(d, 22_224.0), |_, d| d.min(22_224.0));
}

/// The lowest cap is neither the first's nor the only one, and weights stand before and behind the caps.
#[test]
fn caps_of_their_own() {
    let caps = [60_000.0, 40_000.0, 25_000.0, 30_000.0, 25_000.0];
    let score = |k: usize, d: &Field| {
        let d = d.binary(Binary::Div, &Field::constant(1.0 + 0.1 * k as f64));
        at_most(&d, caps[k]).binary(Binary::Sub, &Field::constant(500.0 * k as f64))
    };
    let said = |k: usize, d: f64| (d / (1.0 + 0.1 * k as f64)).min(caps[k]) - 500.0 * k as f64;
    judged(&common::caspian(), score, said);
}

/// Logarithms and roots of capped distances, and a second cap about the first.
#[test]
fn caps_within_other_functions() {
    let cap = 50_000.0;
    let score = |_: usize, d: &Field| at_most(&at_most(d, cap).unary(Unary::Log), 10.0);
    judged(&common::caspian(), score, |_, d| d.min(cap).min(10.0_f64.exp()));
    let root = |_: usize, d: &Field| at_most(d, cap).unary(Unary::Sqrt);
    judged(&common::caspian(), root, |_, d| d.min(cap));
}

/// A region is laid over capped scores: what is equal outside it stays the first's.
#[test]
fn a_region_over_capped_scores() {
    let case = common::caspian();
    let waters = Waters::new(case.clone()).unwrap();
    let all = (0..5).map(|k| waters.distance(k, DistanceOptions::default()).unwrap());
    let all: Vec<Field> = all.collect();
    let scores = all
        .iter()
        .enumerate()
        .map(|(k, d)| (Holder::new(&case.parties[k].id), at_most(d, 30_000.0)));
    let partition = Partition::new(scores.collect());
    let coast = all.iter().skip(1).fold(all[0].clone(), |m, d| m.binary(Binary::Min, d));
    let over = partition.over_holder(&coast.beyond(70_000.0), &Holder::common());
    let division = waters.solve(&over, &NoFunctions, &SolveOptions::default()).unwrap();
    let judge = Judge::new(&case, true);
    let mut random = Lcg(9);
    let mut seen = std::collections::BTreeMap::new();
    while seen.values().sum::<usize>() < PLACES {
        let p = LatLon::new(36.5 + 11.0 * random.unit(), 46.6 + 8.0 * random.unit());
        if !waters.in_sea(p) {
            continue;
        }
        let d = judge.distances_m(p);
        let (k, least) = d.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).unwrap();
        let want = match *least {
            m if m > 70_000.0 => "COMMON",
            m if m > 30_000.0 => case.parties[0].id.as_str(),
            _ => case.parties[k].id.as_str(),
        };
        let off = |edge: f64| (least - edge).abs() > CLOSE_M;
        let clear = d.iter().enumerate().all(|(j, v)| j == k || v - least > CLOSE_M);
        if off(30_000.0) && off(70_000.0) && (clear || *least > 30_000.0) {
            assert_eq!(holder(&division, p), Some(want), "{p:?} {d:?}");
        }
        *seen.entry(want.to_owned()).or_insert(0) += 1;
    }
    assert!(seen.len() == 6, "{seen:?}");
}
