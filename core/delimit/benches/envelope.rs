//! Envelope of arcs at 12 M on the Caspian's coast, roughened by midpoint displacement to 10 000 and 100 000
//! vertices (a synthetic coast, and said to be one). The gate comes first: no time without it. The floor in the
//! same run is as many of Karney's inverse geodesics as there are vertices.
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]
#![allow(clippy::print_stdout, reason = "a bench prints that its gate was passed")]

#[path = "../tests/common/mod.rs"]
mod common;

use divan::Bencher;
use littoral_delimit::construct::envelope::{Envelope, Options, envelope};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

const LIMIT_M: f64 = 12.0 * 1852.0;
const SIZES: [usize; 2] = [10_000, 100_000];

fn main() {
    for size in SIZES {
        let bases = coast(size);
        gate(&bases, &limit(&bases));
    }
    divan::main();
}

fn earth() -> Earth {
    Earth::new(&Ellipsoid::wgs84())
}

fn limit(bases: &Bases) -> Envelope {
    envelope(&earth(), bases, 0, &Options::at(LIMIT_M)).unwrap()
}

/// The whole coast of the sea as one party's, every edge broken in the middle until there are enough.
fn coast(size: usize) -> Bases {
    let case = common::caspian();
    let mut lines: Vec<(ShoreKind, Vec<LatLon>)> = Vec::new();
    for s in &case.shores {
        lines.extend(s.lines.iter().map(|l| (s.kind, l.clone())));
    }
    let mut random = common::judge::Lcg(7);
    while lines.iter().map(|l| l.1.len()).sum::<usize>() < size {
        for (kind, line) in &mut lines {
            *line = rougher(line, *kind == ShoreKind::Islands, &mut random);
        }
    }
    let line = |(kind, line): (ShoreKind, Vec<LatLon>)| BaseLine {
        party: 0,
        name: String::new(),
        kind,
        edge: EdgeKind::Geodesic,
        nodes: line.into_iter().map(|at| BaseNode { at, name: String::new() }).collect(),
        origin: String::new(),
    };
    let lines = lines.into_iter().map(line).collect();
    Bases { parties: vec!["SEA".into()], lines, ..Bases::default() }
}

fn rougher(line: &[LatLon], closed: bool, random: &mut common::judge::Lcg) -> Vec<LatLon> {
    let n = line.len();
    let mut out = Vec::with_capacity(2 * n);
    for k in 0..n {
        out.push(line[k]);
        if k + 1 < n || closed {
            let (a, b) = (line[k], line[(k + 1) % n]);
            let t = 0.5 * (random.unit() - 0.5);
            let (lat, lon) = (b.lat - a.lat, b.lon - a.lon);
            out.push(LatLon::new(
                a.lat + lat / 2.0 + t * lon * 0.7,
                a.lon + lon / 2.0 - t * lat / 0.7,
            ));
        }
    }
    out
}

/// Corners meet, rings close, and at places of the limit the nearest of all vertices and edges is at the
/// distance.
fn gate(bases: &Bases, found: &Envelope) {
    assert!(found.worst_gap_m < 1e-3, "{}", found.worst_gap_m);
    assert!(found.rings.iter().all(|r| r.closed));
    let (e, count) = (earth(), found.rings.iter().map(|r| r.pieces.len()).sum::<usize>());
    let every = (count / 25).max(1);
    for piece in found.rings.iter().flat_map(|r| &r.pieces).step_by(every) {
        let middle = (piece.curve.range[0] + piece.curve.range[1]) / 2.0;
        let p = piece.curve.at(&e, middle);
        let far = |l: &BaseLine| {
            let ends = l.nodes.iter().map(|n| e.karney_m(n.at, p)).fold(f64::INFINITY, f64::min);
            let near = |k: &usize| e.karney_m(l.nodes[*k].at, p) < LIMIT_M + 3000.0;
            let edges = (0..l.nodes.len()).filter(near).filter_map(|k| l.curve(&e, k));
            edges.map(|c| c.nearest(&e, p).1).fold(ends, f64::min)
        };
        let d = bases.lines.iter().map(far).fold(f64::INFINITY, f64::min);
        assert!((d - LIMIT_M).abs() < 1e-4, "{d}");
    }
    let vertices: usize = bases.lines.iter().map(|l| l.nodes.len()).sum();
    println!("gate passed: {vertices} vertices, {} rings, {count} pieces", found.rings.len());
}

#[divan::bench(sample_count = 5, args = SIZES)]
fn twelve_miles(bencher: Bencher<'_, '_>, size: usize) {
    let bases = coast(size);
    bencher.bench_local(|| limit(&bases));
}

#[divan::bench(sample_count = 5, args = SIZES)]
fn inverse_geodesics(bencher: Bencher<'_, '_>, size: usize) {
    let (e, p) = (earth(), LatLon::new(42.0, 51.0));
    bencher.bench_local(|| {
        (0..size).map(|k| e.karney_m(p, LatLon::new(40.0 + k as f64 * 1e-5, 50.0))).sum::<f64>()
    });
}
