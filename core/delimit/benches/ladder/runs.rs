//! Runs of one rung in a process of its own: its time and its peak memory.

use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use littoral_delimit::{DistanceOptions, LayerDivision, NoFunctions, SolveOptions, Waters};
use littoral_model::Case;

use crate::rungs;

pub const HEADER: &str = "rung       vertices  tol m      1 th      2 th ratio    MiB   points   (ms; peak of one thread)";

/// What a child measured.
pub struct Measured {
    /// Median, milliseconds.
    pub ms: f64,
    /// Peak resident memory of the whole process, MiB, the case included.
    pub peak_mib: f64,
    /// Printed vertices.
    pub points: usize,
}

/// The job itself, from the case in memory, which it shares.
pub fn job(case: &Arc<Case>, tolerance_m: f64) -> LayerDivision {
    let waters = Waters::new(case.clone()).unwrap();
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    waters.solve(&partition, &NoFunctions, &SolveOptions { tolerance_m, cancel: None }).unwrap()
}

pub fn timed(case: &Arc<Case>, tolerance_m: f64) -> (f64, LayerDivision) {
    let start = Instant::now();
    let division = job(case, tolerance_m);
    (start.elapsed().as_secs_f64() * 1e3, division)
}

pub fn median(mut ms: Vec<f64>) -> f64 {
    ms.sort_by(f64::total_cmp);
    ms[ms.len() / 2]
}

/// Prints median, peak and count on one line.
pub fn child(rung: &str, tolerance_m: f64, runs: usize) {
    let case = rungs::case(rung).unwrap();
    let (_, division) = timed(&case, tolerance_m);
    let points: usize = division.lines.iter().map(|l| l.points.len()).sum();
    drop(division);
    let ms = median((0..runs).map(|_| timed(&case, tolerance_m).0).collect());
    println!("{ms} {} {points}", peak_mib());
}

pub fn spawn(rung: &str, threads: usize, tolerance_m: f64, runs: usize) -> Measured {
    let me = std::env::current_exe().unwrap();
    let out = Command::new(me)
        .args(["--run", rung, &tolerance_m.to_string(), &runs.to_string()])
        .env("RAYON_NUM_THREADS", threads.to_string())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let figures: Vec<f64> = text.split_whitespace().filter_map(|w| w.parse().ok()).collect();
    let &[ms, peak_mib, points] = figures.as_slice() else {
        println!("{rung}: {}", String::from_utf8_lossy(&out.stderr));
        return Measured { ms: f64::NAN, peak_mib: f64::NAN, points: 0 };
    };
    Measured { ms, peak_mib, points: points as usize }
}

/// Peak resident memory of this process; not a number where the system does not tell.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM"));
    let kib = line.and_then(|l| l.split_whitespace().nth(1)?.parse::<f64>().ok());
    kib.map_or(f64::NAN, |k| k / 1024.0)
}
