//! The ladder: the same job on coasts of 2 000 to 1 000 000 vertices, each time with its accuracy gate.
//!
//!     cargo bench -p littoral-delimit --bench ladder
//!
//! Job: from the case in memory to lines, base points, cells and areas of equidistance; indices included. Every
//! time is a median over runs in a process of its own (so that peak memory is its own), on one and on two threads.
//! The gate judges what came out by brute force; a time without it does not count.
//!
//! | variable | what |
//! | --- | --- |
//! | `LITTORAL_RUNGS` | names to run, separated by commas (default: all that are there) |
//! | `LITTORAL_REAL_COAST` | file of `tools/real_coast.py`: the real coast of more than 100 000 vertices |
//! | `LITTORAL_PEER_PYTHON` | a Python with shapely, pyproj and numpy: times `tools/peer.py` turn by turn with us |
//! | `LITTORAL_GATE` | `no` leaves the gates out (to look at times only) |
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a bench fails by panicking, prints, and is one crate"
)]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "ladder/gate.rs"]
mod gate;
#[path = "ladder/kinds.rs"]
mod kinds;
#[path = "ladder/peer.rs"]
mod peer;
#[path = "ladder/rungs.rs"]
mod rungs;
#[path = "ladder/runs.rs"]
mod runs;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    // A child of ours: one rung in a process of its own.
    if let Some(k) = words.iter().position(|w| w == "--run") {
        return runs::child(
            &words[k + 1],
            words[k + 2].parse().unwrap(),
            words[k + 3].parse().unwrap(),
        );
    }
    let wanted = std::env::var("LITTORAL_RUNGS").ok();
    println!("{}", runs::HEADER);
    for rung in rungs::NAMES {
        if wanted.as_ref().is_some_and(|w| w.split(',').all(|n| n != rung)) {
            continue;
        }
        match rungs::case(rung) {
            Ok(case) => row(rung, &case),
            Err(why) => println!("{rung:<10} {why}"),
        }
    }
}

fn row(rung: &str, case: &std::sync::Arc<littoral_model::Case>) {
    let vertices = rungs::vertices(case);
    let runs = if vertices > 300_000 { 3 } else { 9 };
    for tolerance_m in [1.0, 0.1, 0.01, 0.001] {
        let one = runs::spawn(rung, 1, tolerance_m, runs);
        let two = runs::spawn(rung, 2, tolerance_m, runs);
        println!(
            "{rung:<10} {vertices:>8} {tolerance_m:>6} {:>9.1} {:>9.1} {:>5.2} {:>7.0} {:>8}",
            one.ms,
            two.ms,
            one.ms / two.ms,
            one.peak_mib,
            one.points
        );
    }
    if let Some(mut peer) = peer::Peer::start(case) {
        peer.race(rung, case);
    }
    if std::env::var("LITTORAL_GATE").as_deref() != Ok("no") {
        gate::judge(case);
        if rung == "native" {
            kinds::judge(case);
        }
    }
}
