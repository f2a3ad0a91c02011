//! The law of the Caspian: a point query, the law of a day, the regime as a division, a hundred years.
//! The floor is the geometry under a query: distances to five coasts.
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{Draws, activity, layer, reading};
use divan::Bencher;
use littoral_delimit::{SolveOptions, Waters};
use littoral_geodesy::LatLon;
use littoral_treaty::{Law, Question, Record};

fn main() {
    divan::main();
}

const QUERIES: usize = 1000;

fn opened() -> (Record, Waters) {
    let reading = reading();
    (reading.record, Waters::new(reading.case.unwrap()).unwrap())
}

fn places(waters: &Waters) -> Vec<LatLon> {
    let mut draws = Draws(1);
    (0..QUERIES).map(|_| draws.place(waters)).collect()
}

/// A thousand questions of the seabed between all ten pairs.
#[divan::bench(items_count = QUERIES)]
fn queries(bencher: Bencher<'_, '_>) {
    let (record, waters) = opened();
    let law = Law::new(&record, &waters).unwrap();
    let day = law.on("2013-02-01".parse().unwrap());
    let (layer, activity) = (layer("seabed"), activity("drilling"));
    let places = places(&waters);
    bencher.bench_local(|| {
        for at in &places {
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
    let at = Some(LatLon::new(44.6, 49.2));
    let (layer, activity) = (layer("seabed"), activity("drilling"));
    let q = Question { at, deposit: None, layer, activity, between: None };
    let days = ("1920-01-01".parse().unwrap(), "2025-12-15".parse().unwrap());
    bencher.bench_local(|| law.history(&q, days, (&[], &[])).unwrap());
}
