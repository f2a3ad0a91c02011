//! The law of the Caspian: a point query, the law of a day, the regime as a division, a hundred years.
//! The floor is the geometry under a query: distances to five coasts.
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::Instant;

use common::{Draws, activity, layer, reading};
use divan::Bencher;
use littoral_delimit::{SolveOptions, Waters};
use littoral_geodesy::LatLon;
use littoral_treaty::timeline::Since;
use littoral_treaty::{Activity, Day, Law, Layer, Question, Record};

fn main() {
    divan::main();
    if std::env::args().any(|a| a == "--bench") {
        goals();
    }
}

/// The goals of the model beside what this machine does, each the best of a few runs.
#[allow(clippy::print_stdout, reason = "a bench prints what it measures")]
fn goals() {
    let (record, waters) = opened();
    let law = Law::new(&record, &waters).unwrap();
    let best = |runs: usize, work: &dyn Fn()| {
        let timed = |_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        };
        (0..runs).map(timed).fold(f64::INFINITY, f64::min)
    };
    let day = law.on("2013-02-01".parse().unwrap());
    let places = places(&waters);
    let asked = best(5, &|| ask(&day, &places));
    println!("\ngoal                                        here        goal");
    let rate = QUERIES as f64 / asked;
    println!("point queries, all ten pairs          {rate:>10.0}/s    10000/s");
    for on in ["1995-06-01", "2013-02-01", "2016-06-01"] {
        let (layer, activity) = (layer("seabed"), activity("extraction"));
        let took = best(5, &|| {
            let day = law.on(on.parse().unwrap());
            let plan = day.regime(layer, activity).unwrap();
            let options = SolveOptions { tolerance_m: 1.0, ..SolveOptions::default() };
            divan::black_box(day.traced(&plan, &options).unwrap());
        });
        println!("regime of {on} as a division   {:>10.0} ms    <200 ms", took * 1e3);
    }
    let took = best(3, &|| {
        divan::black_box(history(&law));
    });
    println!("timeline of a place, 1920 to 2025     {took:>10.2} s     <2 s");
}

fn ask(day: &Day<'_, '_>, places: &[LatLon]) {
    let (layer, activity) = (layer("seabed"), activity("drilling"));
    for at in places {
        let q = Question { at: Some(*at), deposit: None, layer, activity, between: None };
        divan::black_box(day.at(&q).unwrap());
    }
}

fn history(law: &Law<'_>) -> Vec<Since> {
    let at = Some(LatLon::new(44.6, 49.2));
    let (layer, activity) = (layer("seabed"), activity("drilling"));
    let q = Question { at, deposit: None, layer, activity, between: None };
    let days = ("1920-01-01".parse().unwrap(), "2025-12-15".parse().unwrap());
    law.history(&q, days, (&[], &[])).unwrap()
}

const QUERIES: usize = 1000;

fn opened() -> (Record, Waters) {
    let reading = reading();
    (reading.record, Waters::new(reading.case.unwrap()).unwrap())
}

fn places(waters: &Waters) -> Vec<LatLon> {
    let mut draws = Draws::new(1);
    (0..QUERIES).map(|_| draws.place(waters)).collect()
}

/// A thousand questions of the seabed between all ten pairs.
#[divan::bench(items_count = QUERIES)]
fn queries(bencher: Bencher<'_, '_>) {
    let (record, waters) = opened();
    let law = Law::new(&record, &waters).unwrap();
    let day = law.on("2013-02-01".parse().unwrap());
    let places = places(&waters);
    bencher.bench_local(|| ask(&day, &places));
}

/// The same question of every layer and activity at once.
#[divan::bench(items_count = 100_usize, sample_count = 10)]
fn wide_queries(bencher: Bencher<'_, '_>) {
    let (record, waters) = opened();
    let law = Law::new(&record, &waters).unwrap();
    let day = law.on("2013-02-01".parse().unwrap());
    let places = places(&waters);
    bencher.bench_local(|| {
        for at in &places[..100] {
            let (layer, activity) = (Layer::ALL, Activity::ALL);
            let q = Question { at: Some(*at), deposit: None, layer, activity, between: None };
            divan::black_box(day.at(&q).unwrap());
        }
    });
}

/// The floor of the same: nearest points of five coasts.
#[divan::bench(items_count = QUERIES)]
fn distances(bencher: Bencher<'_, '_>) {
    let (record, waters) = opened();
    let law = Law::new(&record, &waters).unwrap();
    let places = places(&waters);
    bencher.bench_local(|| {
        for at in &places {
            let spot = law.ground().spot(Some(*at), None);
            for party in 0..5 {
                divan::black_box(law.ground().distance(&spot, party, true));
            }
        }
    });
}

#[divan::bench]
fn bind(bencher: Bencher<'_, '_>) {
    let (record, waters) = opened();
    bencher.bench_local(|| Law::new(&record, &waters).unwrap());
}

#[divan::bench]
fn day(bencher: Bencher<'_, '_>) {
    let (record, waters) = opened();
    let law = Law::new(&record, &waters).unwrap();
    bencher.bench_local(|| law.on("2013-02-01".parse().unwrap()));
}

/// The regime of a day as questions, without lines.
#[divan::bench(args = ["1995-06-01", "2013-02-01", "2016-06-01"])]
fn plan(bencher: Bencher<'_, '_>, on: &str) {
    let (record, waters) = opened();
    let law = Law::new(&record, &waters).unwrap();
    let day = law.on(on.parse().unwrap());
    let (layer, activity) = (layer("seabed"), activity("extraction"));
    bencher.bench_local(|| day.regime(layer, activity).unwrap());
}

/// The same with lines within a metre, cells and areas; by day.
#[divan::bench(sample_count = 10, args = ["1995-06-01", "2013-02-01", "2016-06-01"])]
fn regime(bencher: Bencher<'_, '_>, on: &str) {
    let (record, waters) = opened();
    let law = Law::new(&record, &waters).unwrap();
    let day = law.on(on.parse().unwrap());
    let (layer, activity) = (layer("seabed"), activity("extraction"));
    let options = SolveOptions { tolerance_m: 1.0, ..SolveOptions::default() };
    bencher.bench_local(|| {
        let plan = day.regime(layer, activity).unwrap();
        day.traced(&plan, &options).unwrap()
    });
}

/// Plain equidistance with the same tolerance: the peer of the regime.
#[divan::bench(sample_count = 10)]
fn equidistance(bencher: Bencher<'_, '_>) {
    let (_, waters) = opened();
    let options = SolveOptions { tolerance_m: 1.0, ..SolveOptions::default() };
    let partition = waters.equidistance(littoral_delimit::DistanceOptions::default()).unwrap();
    bencher.bench_local(|| {
        waters.solve(&partition, &littoral_delimit::NoFunctions, &options).unwrap()
    });
}

/// How the answer at one place changed from 1920 to 2025, every day of change asked.
#[divan::bench(sample_count = 10)]
fn century(bencher: Bencher<'_, '_>) {
    let (record, waters) = opened();
    let law = Law::new(&record, &waters).unwrap();
    bencher.bench_local(|| history(&law));
}
