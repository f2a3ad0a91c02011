//! The engine on the native Caspian: build, partition with lines and areas, weighted, and a floor.
//! The floor of each figure is the time that plain Karney inverses of the same count would take.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a bench fails by panicking and is one crate"
)]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "ladder/rungs.rs"]
#[allow(dead_code, reason = "rungs by name are the ladder's")]
mod rungs;

use std::cell::Cell;

use divan::Bencher;
use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{
    Bound, DistanceOptions, Field, FitRequest, Holder, NoFunctions, Partition, SolveOptions, Waters,
};

fn main() {
    divan::main();
}

#[divan::bench]
fn build(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(common::caspian).bench_values(|case| Waters::new(case).unwrap());
}

/// Partition, lines and areas, index warm; tolerance in metres.
#[divan::bench(args = [1.0, 0.1, 0.001])]
fn equidistance(bencher: Bencher<'_, '_>, tolerance_m: f64) {
    let waters = Waters::new(common::caspian()).unwrap();
    bencher.bench_local(|| common::equidistance(&waters, 1.0, tolerance_m));
}

fn logs(waters: &Waters) -> Vec<(Holder, Field)> {
    let score =
        |k: usize| waters.distance(k, DistanceOptions::default()).unwrap().unary(Unary::Log);
    (0..5).map(|k| (Holder::new(&waters.case().parties[k].id), score(k))).collect()
}

#[divan::bench]
fn equiratio(bencher: Bencher<'_, '_>) {
    let waters = Waters::new(common::caspian()).unwrap();
    let mut scores = logs(&waters);
    scores[1].1 = scores[1].1.binary(Binary::Sub, &Field::constant(0.25_f64.ln_1p()));
    let partition = Partition::new(scores);
    bencher
        .bench_local(|| waters.solve(&partition, &NoFunctions, &SolveOptions::default()).unwrap());
}

fn plain(waters: &Waters) -> Vec<(Holder, Field)> {
    let score = |k: usize| waters.distance(k, DistanceOptions::default()).unwrap();
    (0..5).map(|k| (Holder::new(&waters.case().parties[k].id), score(k))).collect()
}

/// Iran at least 20 %: one binding party, by ratio and by additive weights.
#[divan::bench(sample_count = 10, args = ["ratio", "additive"])]
fn floor(bencher: Bencher<'_, '_>, kernel: &str) {
    capacity(bencher, kernel, [0.0, 0.2, 0.0, 0.0, 0.0]);
}

/// All five at least 20 %.
#[divan::bench(sample_count = 10, args = ["ratio", "additive"])]
fn fifths(bencher: Bencher<'_, '_>, kernel: &str) {
    capacity(bencher, kernel, [0.2; 5]);
}

fn capacity(bencher: Bencher<'_, '_>, kernel: &str, floors: [f64; 5]) {
    let waters = Waters::new(common::caspian()).unwrap();
    let scores = if kernel == "ratio" { logs(&waters) } else { plain(&waters) };
    let request = FitRequest::new(scores, floors.map(Bound::floor).to_vec());
    bencher.bench_local(|| waters.fit(&request, &NoFunctions, &SolveOptions::default()).unwrap());
}

/// Another weight of Iran each time, as a slider asks, on an index that is there: 100 000 vertices (**synthetic**), lines
/// within 100 m.
#[divan::bench(sample_count = 40, sample_size = 1, args = ["ratio", "additive"])]
fn new_weights(bencher: Bencher<'_, '_>, kernel: &str) {
    let waters = Waters::new(rungs::fractal(&common::caspian(), 100_000)).unwrap();
    let options = SolveOptions { tolerance_m: 100.0, cancel: None };
    let weighed = |k: usize, t: f64| {
        let distance = waters.distance(k, DistanceOptions::default()).unwrap();
        let weight = |v: f64| Field::constant(v);
        match kernel {
            "ratio" => distance.binary(Binary::Div, &weight((0.6 * t).exp())),
            _ => distance.binary(Binary::Sub, &weight(6e4 * t)),
        }
    };
    let solve = |t: f64| {
        let score = |k: usize| {
            (Holder::new(&waters.case().parties[k].id), weighed(k, if k == 1 { t } else { 0.0 }))
        };
        waters.solve(&Partition::new((0..5).map(score).collect()), &NoFunctions, &options).unwrap()
    };
    // What is kept from one solution to the next is there after two.
    [0.2, 0.3].into_iter().for_each(|t| drop(solve(t)));
    let turn = Cell::new(0);
    bencher.bench_local(|| {
        turn.set((turn.get() + 17) % 101);
        solve(0.1 + 0.4 * f64::from(turn.get()) / 101.0)
    });
}

/// The yardstick: a hundred thousand of Karney's inverse geodesics in the same run.
#[divan::bench]
fn karney_100k(bencher: Bencher<'_, '_>) {
    let earth = littoral_geodesy::Earth::new(&littoral_geodesy::Ellipsoid::wgs84());
    let at = littoral_geodesy::LatLon::new;
    bencher.bench_local(|| {
        (0..100_000)
            .map(|k| earth.karney_m(at(42.0, 50.0), at(38.0 + f64::from(k) * 1e-5, 51.0)))
            .sum::<f64>()
    });
}
