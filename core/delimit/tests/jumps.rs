//! Scores that jump along a parallel: other weights hold north of it. Two holders on one side meet a third on the other where no
//! scores are equal. Holders by the printed cells against brute force, areas by Karney on the printed rings.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::cells::holder;
use common::judge::{Judge, Lcg, karney_km2};
use littoral_delimit::field::Binary;
use littoral_delimit::{
    DistanceOptions, Field, Holder, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_geodesy::{Earth, LatLon};

/// Places looked at about each parallel, half of them within this many degrees of it.
const PLACES: usize = 60;
const NEAR_DEG: f64 = 0.05;
/// Places where the two lowest are nearer to each other than this, metres, are not judged, nor those so near to the parallel, degrees.
const CLOSE_M: f64 = 2.0;
const CLOSE_DEG: f64 = 2e-5;
/// Nor those in a tie wedge so near to its ray, as seen from the terminus.
const NEAR_RAY_DEG: f64 = 0.01;

/// Distances divided by `weight` north of each parallel.
fn judged(parallels: &[f64], weight: impl Fn(usize) -> f64) {
    parallels.iter().for_each(|parallel| judged_between([*parallel, 90.0], &weight));
}

/// Distances divided by `weight` between two parallels.
fn judged_between([from, to]: [f64; 2], weight: &impl Fn(usize) -> f64) {
    let case = common::caspian();
    let (waters, judge) = (Waters::new(case.clone()).unwrap(), Judge::new(&case, true));
    let at = |parallel: f64| Field::constant(parallel);
    let within = Field::latitude().ge(&at(from)).both(&Field::latitude().le(&at(to)));
    let score = |k: usize| {
        let d = waters.distance(k, DistanceOptions::default()).unwrap();
        d.binary(Binary::Div, &Field::constant(weight(k))).choose(&within, &d)
    };
    let scores = (0..5).map(|k| (Holder::new(&case.parties[k].id), score(k))).collect();
    let solved = waters.solve(&Partition::new(scores), &NoFunctions, &SolveOptions::default());
    let division = solved.unwrap_or_else(|e| panic!("{from}: {e}"));
    let earth = Earth::new(&case.ellipsoid);
    for (k, area) in division.cells.iter() {
        let (printed, rings) = (division.area_km2[k].as_f64().unwrap(), karney_km2(&earth, area));
        assert!((printed - rings).abs() < 0.1, "{from}: {k} has {printed} km2, rings {rings}");
    }
    let mut random = Lcg(11);
    let mut count = 0;
    while count < PLACES {
        let (wide, middle) = if count % 2 == 0 { (11.0, 42.0) } else { (2.0 * NEAR_DEG, from) };
        let p = LatLon::new(middle + wide * (random.unit() - 0.5), 46.6 + 8.0 * random.unit());
        let on_rim = [from, to].iter().any(|parallel| (p.lat - parallel).abs() < CLOSE_DEG);
        if !waters.in_sea(p) || on_rim {
            continue;
        }
        count += 1;
        let by = |k: usize| if p.lat > from && p.lat < to { weight(k) } else { 1.0 };
        let d = judge.distances_m(p);
        let mut all: Vec<(f64, usize)> = (0..5).map(|k| (d[k] / by(k), k)).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let first = match all[1].0 - all[0].0 {
            apart if apart > CLOSE_M => Some(all[0].1),
            0.0 => in_wedge(&waters, p, [all[0].1, all[1].1]),
            _ => None,
        };
        if let Some(first) = first {
            let want = case.parties[first].id.as_str();
            assert_eq!(holder(&division, p), Some(want), "{from}: {p:?} {all:?}");
        }
    }
}

/// Whose a place in a tie wedge is: by the side of the bisector of the terminus on which it lies, unless it is near that.
fn in_wedge(waters: &Waters, p: LatLon, [a, b]: [usize; 2]) -> Option<usize> {
    let t = waters.termini().iter().find(|t| t.joins(a, b))?;
    let way = Earth::new(&waters.case().ellipsoid).inverse(t.at, p);
    let past = (way.azimuth1_deg - t.bisector_deg + 540.0).rem_euclid(360.0) - 180.0;
    let left = if t.right == a { b } else { a };
    (past.abs() > NEAR_RAY_DEG).then_some(if past > 0.0 { t.right } else { left })
}

#[test]
fn the_weight_of_one_party_beyond_a_parallel() {
    let parallels = [38.5, 39.7, 41.0, 41.7, 42.0, 42.3, 42.9, 43.2, 43.45, 44.1];
    judged(&parallels, |k| if k == 0 { 1.3 } else { 1.0 });
}

#[test]
fn weights_of_all_parties_beyond_a_parallel() {
    let parallels = [38.1, 39.0, 40.2, 41.3, 41.6, 41.7, 41.8, 41.85, 42.0, 42.3, 42.5, 43.0];
    judged(&parallels, |k| 1.3 + 0.3 * k as f64);
}

/// The ray of the wedge of Azerbaijan and Russia, which begins at 41.85 N and runs to the south-east, leaves the wedge for the
/// strip between two parallels and enters it again.
#[test]
fn weights_within_a_strip_across_a_wedge() {
    let weight = |k: usize| 1.3 + 0.3 * k as f64;
    for strip in [[41.5, 41.7], [41.7, 41.84]] {
        judged_between(strip, &weight);
    }
}
