//! Scores that are equal over wide waters, which go to the first: no more of a distance counts than so much, or no less, said in
//! other forms than a cap that is the last word. Holders by the printed cells against brute force, lexicographic minimum of
//! Karney's distances; areas by Karney on the printed rings.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::cells::holder;
use common::judge::{Judge, Lcg, karney_km2};
use littoral_delimit::field::Binary;
use littoral_delimit::{
    DistanceOptions, Field, Holder, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_geodesy::{Earth, LatLon};

const PLACES: usize = 150;
/// Places where the two lowest are nearer to each other than this, metres, are not judged: printed lines may be off by as much.
const CLOSE_M: f64 = 2.0;
/// Twenty-four and three miles, metres.
const FAR_M: f64 = 44_448.0;
const NEAR_M: f64 = 5_556.0;
const PARALLEL: f64 = 41.0;
const BUOY: LatLon = LatLon { lat: 44.5, lon: 50.2 };

/// What a score is made of at a place: the distance of the party, its number, the place, and the distance from a buoy.
struct At {
    k: usize,
    d: f64,
    p: LatLon,
    buoy: f64,
}

/// Solves with `score` of each party's number and distance and of the distance from a buoy, and judges by the same said of
/// numbers; lowest wins, and the first of several that are equal.
fn judged(score: impl Fn(usize, &Field, &Field) -> Field, said: impl Fn(&At) -> f64) {
    let case = common::caspian();
    let (waters, judge) = (Waters::new(case.clone()).unwrap(), Judge::new(&case, true));
    let buoy = waters.away(&[BUOY]).unwrap();
    let of = |k: usize| score(k, &waters.distance(k, DistanceOptions::default()).unwrap(), &buoy);
    let name = |k: usize| Holder::new(&case.parties[k].id);
    let partition = Partition::new((0..5).map(|k| (name(k), of(k))).collect());
    let division = waters.solve(&partition, &NoFunctions, &SolveOptions::default()).unwrap();
    let earth = Earth::new(&case.ellipsoid);
    for (k, area) in division.cells.iter() {
        let (printed, rings) = (division.area_km2[k].as_f64().unwrap(), karney_km2(&earth, area));
        assert!((printed - rings).abs() < 0.1, "{k} has {printed} km2, rings {rings}");
    }
    let mut random = Lcg(5);
    let (mut count, mut judged) = (0, [0; 5]);
    while count < PLACES {
        let p = LatLon::new(36.5 + 11.0 * random.unit(), 46.6 + 8.0 * random.unit());
        if !waters.in_sea(p) || (p.lat - PARALLEL).abs() < 1e-4 {
            continue;
        }
        count += 1;
        let d = judge.distances_m(p);
        let at = |k: usize| At { k, d: d[k], p, buoy: earth.karney_m(p, BUOY) };
        let all: Vec<f64> = (0..5).map(|k| said(&at(k))).collect();
        let best = (0..5).reduce(|a, b| if all[b] < all[a] { b } else { a }).unwrap();
        let close = |k: &usize| {
            let tied = all[*k] == all[best] && (d[*k] - d[best]).abs() < CLOSE_M;
            tied || all[*k] != all[best] && all[*k] - all[best] < CLOSE_M
        };
        if !(0..5).filter(|k| *k != best).any(|k| close(&k)) {
            judged[best] += 1;
            let want = case.parties[best].id.as_str();
            assert_eq!(holder(&division, p), Some(want), "{p:?} {all:?} {d:?}");
        }
    }
    assert!(judged.iter().filter(|n| **n > 0).count() > 2, "{judged:?} judges too little");
}

fn at_most(d: &Field, cap: f64) -> Field {
    d.binary(Binary::Min, &Field::constant(cap))
}

fn at_least(d: &Field, floor: f64) -> Field {
    d.binary(Binary::Max, &Field::constant(floor))
}

/// Near two coasts both scores are the floor; the wedges of the termini begin where it ends.
#[test]
fn no_less_than_a_floor() {
    judged(|_, d, _| at_least(d, FAR_M), |at| at.d.max(FAR_M));
    judged(|_, d, _| at_least(d, NEAR_M), |at| at.d.max(NEAR_M));
}

#[test]
fn a_floor_about_a_cap() {
    judged(|_, d, _| at_least(&at_most(d, FAR_M), NEAR_M), |at| at.d.clamp(NEAR_M, FAR_M));
}

/// A cap of one party stands within another choice.
#[test]
fn a_cap_within_a_minimum() {
    let score = |k: usize, d: &Field, buoy: &Field| {
        let own = at_most(d, FAR_M);
        if k == 2 { own.binary(Binary::Min, buoy) } else { own }
    };
    judged(score, |at| if at.k == 2 { at.d.min(FAR_M).min(at.buoy) } else { at.d.min(FAR_M) });
}

/// Beyond the caps all scores are the same field, and no constant.
#[test]
fn a_cap_and_what_is_common() {
    let score = |_: usize, d: &Field, buoy: &Field| {
        at_most(d, FAR_M).binary(Binary::Add, &at_most(buoy, 5.0 * FAR_M))
    };
    judged(score, |at| at.d.min(FAR_M) + at.buoy.min(5.0 * FAR_M));
}

/// Scores in square kilometres: differences are of that order as well, so nothing is judged that is close.
#[test]
fn the_square_of_a_cap() {
    let square = |d: &Field| d.binary(Binary::Div, &Field::constant(1e3)).powf(2.0);
    judged(|_, d, _| square(&at_most(d, FAR_M)), |at| (at.d.min(FAR_M) / 1e3).powi(2));
}

/// Caps that hold on one side of a parallel, where scores jump.
#[test]
fn a_cap_north_or_south_of_a_parallel() {
    let north = || Field::latitude().ge(&Field::constant(PARALLEL));
    let said = |at: &At| if at.p.lat > PARALLEL { at.d } else { at.d.min(FAR_M) };
    judged(|_, d, _| d.choose(&north(), &at_most(d, FAR_M)), said);
    let said = |at: &At| if at.p.lat > PARALLEL { at.d.min(FAR_M) } else { FAR_M };
    judged(|_, d, _| at_most(d, FAR_M).choose(&north(), &Field::constant(FAR_M)), said);
}
