//! Envelope of arcs at 12 M on the Caspian's coast, roughened by midpoint displacement to 10 000 and 100 000
//! vertices (a synthetic coast, and said to be one). The gate comes first: no time without it. Every piece of the limit
//! is judged at both ends and in the middle by brute force over all edges: by straight chords, and by Karney's geodesics
//! where these come to within their bulges of the least; corners meet within 1 mm, rings close; and where the distance
//! is that of the limit along random ways, the limit is. The floor in the same run is as many of Karney's inverse
//! geodesics as there are vertices.
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]
#![allow(clippy::print_stdout, reason = "a bench prints that its gate was passed")]

#[path = "../tests/common/mod.rs"]
mod common;

use divan::Bencher;
use littoral_delimit::construct::envelope::{Envelope, Options, Piece, envelope};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon, Vec3};
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

/// The whole coast of the sea as one party's, edges broken in the middle until there are enough.
fn coast(size: usize) -> Bases {
    let case = common::caspian();
    let mut lines: Vec<(ShoreKind, Vec<LatLon>)> = Vec::new();
    for s in &case.shores {
        lines.extend(s.lines.iter().map(|l| (s.kind, l.clone())));
    }
    let mut random = common::judge::Lcg(7);
    loop {
        let count: usize = lines.iter().map(|l| l.1.len()).sum();
        // The last time only as many as are wanted, evenly.
        let share = ((size - count) as f64 / count as f64).min(1.0);
        let mut due = 0.0;
        for (kind, line) in &mut lines {
            *line = rougher(line, *kind == ShoreKind::Islands, (share, &mut due), &mut random);
        }
        if share < 1.0 {
            break;
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

fn rougher(
    line: &[LatLon],
    closed: bool,
    (share, due): (f64, &mut f64),
    random: &mut common::judge::Lcg,
) -> Vec<LatLon> {
    let n = line.len();
    let mut out = Vec::with_capacity(2 * n);
    for k in 0..n {
        out.push(line[k]);
        *due += share;
        if (k + 1 < n || closed) && *due >= 1.0 {
            *due -= 1.0;
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

/// All edges, as chords and as geodesics.
struct Judge<'a> {
    earth: Earth,
    bases: &'a Bases,
    chords: Vec<(Vec3, Vec3, usize, usize)>,
}

impl<'a> Judge<'a> {
    fn new(bases: &'a Bases) -> Self {
        let earth = earth();
        let mut chords = Vec::new();
        for (j, l) in bases.lines.iter().enumerate() {
            let n = l.nodes.len();
            let place = |k: usize| earth.point(l.nodes[k % n].at).p;
            let to = |k: usize| if k + 1 < n || l.closed() { place(k + 1) } else { place(k) };
            chords.extend((0..n).map(|k| (place(k), to(k), j, k)));
        }
        Self { earth, bases, chords }
    }

    /// Distance to the nearest of all edges, metres.
    fn distance_m(&self, at: LatLon) -> f64 {
        let p = self.earth.point(at).p;
        let mut close: Vec<(f64, usize)> = Vec::new();
        let mut least = f64::INFINITY;
        for (k, (a, b, ..)) in self.chords.iter().enumerate() {
            let d = to_chord(p, *a, *b);
            // Arcs leave their chords by less than this, and geodesics of 12 M of equal length differ by 0.2 mm as chords.
            let slack = 0.005 + (*b - *a).dot(*b - *a) / 4.0e7;
            least = least.min(d + slack);
            if d - slack <= least {
                close.push((d - slack, k));
            }
        }
        let near = close.iter().filter(|c| c.0 <= least).map(|c| &self.chords[c.1]);
        near.map(|(_, _, j, k)| {
            let line = &self.bases.lines[*j];
            let end = self.earth.karney_m(line.nodes[*k].at, at);
            line.curve(&self.earth, *k).map_or(end, |c| c.nearest(&self.earth, at).1.min(end))
        })
        .fold(f64::INFINITY, f64::min)
    }

    /// Places at the distance of the limit on random ways of 60 km from the coast.
    fn crossings(&self, count: usize) -> Vec<LatLon> {
        let mut random = common::judge::Lcg(11);
        let mut out = Vec::new();
        while out.len() < count {
            let (_, _, j, k) = self.chords[(random.unit() * self.chords.len() as f64) as usize];
            let (from, azimuth) = (self.bases.lines[j].nodes[k].at, 360.0 * random.unit());
            let at = |s: f64| self.earth.direct(from, azimuth, s);
            let (mut x, mut y) = (0.0, 60_000.0);
            if self.distance_m(at(y)) < LIMIT_M {
                continue;
            }
            while y - x > 1e-5 {
                let s = (x + y) / 2.0;
                if self.distance_m(at(s)) < LIMIT_M { x = s } else { y = s }
            }
            out.push(at(x));
        }
        out
    }
}

fn to_chord(p: Vec3, a: Vec3, b: Vec3) -> f64 {
    let (w, chord) = (p - a, b - a);
    let l2 = chord.dot(chord);
    let t = if l2 > 0.0 { (w.dot(chord) / l2).clamp(0.0, 1.0) } else { 0.0 };
    (w - chord * t).norm()
}

/// See the head of the file.
fn gate(bases: &Bases, found: &Envelope) {
    assert!(found.worst_gap_m < 1e-3, "{}", found.worst_gap_m);
    assert!(found.rings.iter().all(|r| r.closed));
    let judge = Judge::new(bases);
    let pieces: Vec<&Piece> = found.rings.iter().flat_map(|r| &r.pieces).collect();
    let mut worst = 0.0_f64;
    for piece in &pieces {
        let middle = (piece.curve.range[0] + piece.curve.range[1]) / 2.0;
        for p in [piece.ends[0], piece.curve.at(&judge.earth, middle), piece.ends[1]] {
            worst = worst.max((judge.distance_m(p) - LIMIT_M).abs());
        }
    }
    assert!(worst < 1e-3, "{worst}");
    for p in judge.crossings(40) {
        let by = |piece: &&&Piece| judge.earth.karney_m(piece.ends[0], p) < piece.length_m + 10.0;
        let near = |piece: &&Piece| piece.curve.nearest(&judge.earth, p).1;
        let off = pieces.iter().filter(by).map(near).fold(f64::INFINITY, f64::min);
        assert!(off < 1e-3, "no limit at {p:?}: {off}");
    }
    let vertices: usize = bases.lines.iter().map(|l| l.nodes.len()).sum();
    let (rings, gap) = (found.rings.len(), found.worst_gap_m);
    let count = pieces.len();
    println!(
        "gate passed: {vertices} vertices, {rings} rings, {count} pieces, {worst:.1e} m off, corners {gap:.1e} m"
    );
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
