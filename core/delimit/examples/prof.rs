#![allow(clippy::all, missing_docs)]
#[path = "../tests/common/mod.rs"]
mod common;
use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::*;
use std::time::Instant;
fn main() {
    let kind = std::env::args().nth(1).unwrap();
    let tol: f64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let n: usize = std::env::args().nth(3).unwrap().parse().unwrap();
    let waters = Waters::new(common::caspian()).unwrap();
    let d = |k: usize| waters.distance(k, DistanceOptions::default()).unwrap();
    let w = [1.0, 1.25, 1.0, 1.0, 1.1];
    let scores = (0..5)
        .map(|k| {
            (
                Holder::new(&waters.case().parties[k].id),
                match kind.as_str() {
                    "log" => {
                        d(k).unary(Unary::Log).binary(Binary::Sub, &Field::constant(f64::ln(w[k])))
                    }
                    "ratio" => d(k).binary(Binary::Div, &Field::constant(w[k])),
                    "add" => d(k).binary(Binary::Sub, &Field::constant(20000.0 * (w[k] - 1.0))),
                    _ => d(k),
                },
            )
        })
        .collect();
    let p = Partition::new(scores);
    let o = SolveOptions { tolerance_m: tol, ..Default::default() };
    let mut times = vec![];
    for _ in 0..n {
        let t = Instant::now();
        let l = waters.solve(&p, &NoFunctions, &o).unwrap();
        times.push(t.elapsed().as_secs_f64() * 1e3);
        std::hint::black_box(l);
    }
    times.sort_by(f64::total_cmp);
    println!("{kind} {tol} min {:.2} median {:.2} ms", times[0], times[n / 2]);
}
