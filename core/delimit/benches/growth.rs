//! How work grows: with the vertices of a coast, and with the tolerance of the lines.
//!
//!     cargo bench -p littoral-delimit --bench growth -- growth.svg
//!
//! Job: that of the ladder (`ladder/runs.rs`), on as many threads as `RAYON_NUM_THREADS` says. Coasts are the Natural Earth
//! Caspian, bent by midpoint displacement (**synthetic**) to more and more vertices; tolerances go down by tens on the
//! native coast. Medians; the table is printed, and drawn on logarithmic scales beside the curves that the work must
//! not outgrow: `N log N`, and the square root of one over the tolerance, both through the first point measured.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a bench fails by panicking, prints, and is one crate"
)]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "growth/plot.rs"]
mod plot;
#[path = "ladder/rungs.rs"]
#[allow(dead_code, reason = "rungs by name are the ladder's")]
mod rungs;
#[path = "ladder/runs.rs"]
#[allow(dead_code, reason = "processes of their own are the ladder's")]
mod runs;

use std::sync::Arc;

use plot::Panel;

const COUNTS: [usize; 8] = [5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];
const TOLERANCES_M: [f64; 6] = [10.0, 1.0, 0.1, 1e-2, 1e-3, 1e-4];

fn main() {
    let native = Arc::new(common::caspian());
    let mut by_count = Vec::new();
    println!("vertices     ms  ms / (N log N), first = 1");
    for count in COUNTS {
        let case = Arc::new(rungs::fractal(&native, count));
        let vertices = rungs::vertices(&case) as f64;
        by_count.push((vertices, measured(&case, 1.0, if count > 300_000 { 5 } else { 15 })));
        told(&by_count, |n| n * n.ln());
    }
    let mut by_fineness = Vec::new();
    println!("1 / m        ms  ms / sqrt(1 / m), first = 1");
    for tolerance_m in TOLERANCES_M {
        by_fineness.push((1.0 / tolerance_m, measured(&native, tolerance_m, 15)));
        told(&by_fineness, f64::sqrt);
    }
    let Some(path) = std::env::args().skip(1).find(|a| a.ends_with(".svg")) else { return };
    let panels = [
        Panel {
            title: "Coast",
            across: "vertices N",
            most: "N log N",
            bound: |n| n * n.ln(),
            measured: by_count,
        },
        Panel {
            title: "Tolerance, native coast",
            across: "1 / tolerance, 1/m",
            most: "square root",
            bound: f64::sqrt,
            measured: by_fineness,
        },
    ];
    std::fs::write(&path, plot::svg(&panels)).unwrap();
    println!("{path}");
}

/// Median time of the job, milliseconds.
fn measured(case: &Arc<littoral_model::Case>, tolerance_m: f64, count: usize) -> f64 {
    drop(runs::timed(case, tolerance_m));
    runs::median((0..count).map(|_| runs::timed(case, tolerance_m).0).collect())
}

/// Prints the last point, also as a part of what the bound through the first makes of it.
fn told(points: &[(f64, f64)], bound: fn(f64) -> f64) {
    let ((x0, y0), (x, y)) = (points[0], points[points.len() - 1]);
    println!("{x:>9} {y:>7.1} {:>6.3}", y / y0 / (bound(x) / bound(x0)));
}
