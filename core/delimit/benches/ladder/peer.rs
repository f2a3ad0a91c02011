//! The peer: shapely (GEOS) on an equal-area plane, in the same run, turn by turn.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use littoral_geodesy::LatLon;
use littoral_model::{Case, ShoreKind};
use rayon::prelude::*;

use crate::gate::Judge;
use crate::runs;

/// Turns each: A B A B ...
const TURNS: usize = 5;

/// A waiting process that holds the coast in its memory.
pub struct Peer {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Peer {
    /// `None`, with a line that says so, where there is no such Python or it lacks a module.
    pub fn start(case: &Case) -> Option<Self> {
        let python = std::env::var("LITTORAL_PEER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/tools/peer.py");
        let process = Command::new(python)
            .arg(script)
            .env("OMP_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Some(mut process) = process.ok() else {
            println!("  peer absent");
            return None;
        };
        let (to, from) = (process.stdin.take()?, BufReader::new(process.stdout.take()?));
        let mut peer = Self { process, to, from };
        match peer.ask(&coast(case)) {
            Some(versions) if versions.starts_with("ready") => {
                println!("  peer {}", versions.trim_start_matches("ready "));
                Some(peer)
            }
            _ => {
                println!("  peer absent");
                None
            }
        }
    }

    fn ask(&mut self, text: &str) -> Option<String> {
        self.to.write_all(text.as_bytes()).ok()?;
        self.to.flush().ok()?;
        let mut line = String::new();
        self.from.read_line(&mut line).ok()?;
        let line = line.trim().to_owned();
        (!line.is_empty()).then_some(line)
    }

    /// Times both, turn by turn, on one thread, and judges the peer's lines.
    pub fn race(&mut self, rung: &str, case: &Case) {
        let turns = if crate::rungs::vertices(case) > 300_000 { 1 } else { TURNS };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..turns {
            ours.push(runs::spawn(rung, 1, 0.1, 1).ms);
            let Some(ms) = self.ask("run\n").and_then(|l| l.parse::<f64>().ok()) else {
                return println!("  peer failed");
            };
            theirs.push(ms);
        }
        let (ours, theirs) = (runs::median(ours), runs::median(theirs));
        println!(
            "  peer: {theirs:.0} ms against {ours:.1} ms (tolerance 0.1 m): {:.0} times",
            theirs / ours
        );
        let lines = self.ask("lines\n").unwrap_or_default();
        judged(case, &lines);
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.to.write_all(b"end\n");
        let _ = self.process.wait();
    }
}

/// The coast as the peer reads it: one line a ring or run, `sea|PARTY closed lon lat lon lat ...`.
fn coast(case: &Case) -> String {
    let mut out = String::new();
    let mut put = |name: &str, line: &[LatLon]| {
        out.push_str(name);
        line.iter().for_each(|p| out.push_str(&format!(" {} {}", p.lon, p.lat)));
        out.push('\n');
    };
    put("sea", &case.sea.outer);
    case.sea.inner.iter().for_each(|r| put("hole", r));
    for shore in &case.shores {
        let kind = if shore.kind == ShoreKind::Islands { "island" } else { "coast" };
        shore.lines.iter().for_each(|l| put(&format!("{kind} {}", shore.party), l));
    }
    out.push_str("done\n");
    out
}

/// Residuals of lines given as `party party lon lat; ...` by our judge.
fn judged(case: &Case, lines: &str) {
    let judge = Judge::new(case, true);
    let read = |s: &str| -> Option<([usize; 2], LatLon)> {
        let w: Vec<f64> = s.split_whitespace().filter_map(|w| w.parse().ok()).collect();
        let &[a, b, lon, lat] = w.as_slice() else { return None };
        Some(([a as usize, b as usize], LatLon::new(lat, lon)))
    };
    let places: Vec<([usize; 2], LatLon)> = lines.split(';').filter_map(read).collect();
    let mut off: Vec<(f64, f64)> = places
        .par_iter()
        .map(|(pair, p)| {
            let [a, b] = pair.map(|k| judge.distance_m(k, *p));
            ((a - b).abs(), a.min(b))
        })
        .collect();
    off.sort_by(|a, b| a.0.total_cmp(&b.0));
    let Some(worst) = off.last() else { return println!("  peer: no lines") };
    let offshore = off.iter().filter(|o| o.1 > 5_000.0).fold(0.0_f64, |m, o| m.max(o.0));
    println!(
        "  peer's lines: {} samples, p50 {:.2}, p99 {:.1}, worst {:.1} m; worst beyond 5 km from the coast {offshore:.1} m",
        off.len(),
        off[off.len() / 2].0,
        off[off.len() * 99 / 100].0,
        worst.0
    );
}
