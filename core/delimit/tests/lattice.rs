//! Surveys on lattices, where coordinates repeat, edges overlap, islands touch, discs are tangent and very many base
//! points are at nearly the same distance: the limit as brute force confirms it, whichever way the lines run.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use littoral_delimit::construct::envelope::{Envelope, Options, envelope};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

const PLACES: [(f64, f64); 4] = [(0.0, 0.0), (57.0, 8.0), (-17.0, 179.9), (-75.0, -60.0)];
const SPACINGS_DEG: [f64; 5] = [1e-7, 1e-4, 0.01, 0.1, 1.0];
const KINDS: [ShoreKind; 4] =
    [ShoreKind::Coast, ShoreKind::Islands, ShoreKind::Baseline, ShoreKind::BasePoint];

/// The same random numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

fn wgs() -> Earth {
    Earth::new(&Ellipsoid::wgs84())
}

/// Up to four lines of up to nine coordinates each, all of them on a lattice of `size` by `size`.
fn survey(random: &mut Random, (lat, lon): (f64, f64), (step, size): (f64, usize)) -> Bases {
    let mut out = Bases { parties: vec!["A".into()], ..Bases::default() };
    for _ in 0..=random.below(4) {
        let kind = KINDS[random.below(4)];
        let count = 1 + random.below(9);
        let edge = EdgeKind::Geodesic;
        let mut node = || {
            let [i, j] = [random.below(size), random.below(size)].map(|k| k as f64);
            let at = LatLon::new((lat + i * step).min(90.0), lon + j * step);
            BaseNode { at, name: String::new() }
        };
        let nodes = (0..count).map(|_| node()).collect();
        let (name, origin) = (String::new(), String::new());
        out.lines.push(BaseLine { party: 0, name, kind, edge, nodes, origin });
    }
    out
}

fn nearest(earth: &Earth, bases: &Bases, p: LatLon) -> f64 {
    let mut best = f64::INFINITY;
    for l in &bases.lines {
        for k in 0..l.nodes.len() {
            let d = earth.karney_m(p, l.nodes[k].at);
            best = best.min(d);
            // An edge is no nearer than its ends by more than its length.
            let edge = l.curve(earth, k).filter(|e| d - e.length() < best);
            best = edge.map_or(best, |e| best.min(e.nearest(earth, p).1));
        }
    }
    best
}

/// Closed rings, every piece at the distance, corners that meet; and the limit is wherever the distance is that.
fn judged(bases: &Bases, distance_m: f64, random: &mut Random) -> Result<Envelope, String> {
    let earth = wgs();
    let found = envelope(&earth, bases, 0, &Options::at(distance_m)).unwrap();
    let off = 1e-3;
    if found.worst_gap_m > 1e-3 {
        return Err(format!("a gap of {} m", found.worst_gap_m));
    }
    if let Some(r) = found.rings.iter().find(|r| !r.closed) {
        return Err(format!("open: {} pieces, {} m", r.pieces.len(), r.length_m));
    }
    let pieces = || found.rings.iter().flat_map(|r| &r.pieces);
    for piece in pieces() {
        for k in 0..=4 {
            let s = piece.curve.range[0] + piece.curve.length() * f64::from(k) / 4.0;
            let d = nearest(&earth, bases, piece.curve.at(&earth, s));
            if (d - distance_m).abs() > off {
                return Err(format!("off by {} at {s} of {piece:?}", d - distance_m));
            }
        }
    }
    for _ in 0..4 {
        let at = crossing(&earth, bases, distance_m, random);
        let gap = pieces().map(|p| p.curve.nearest(&earth, at).1).fold(f64::INFINITY, f64::min);
        if gap > off {
            return Err(format!("no limit within {gap} m of {at:?}"));
        }
    }
    Ok(found)
}

/// The last place at the distance on a random way out from a base point.
fn crossing(earth: &Earth, bases: &Bases, distance_m: f64, random: &mut Random) -> LatLon {
    let line = &bases.lines[random.below(bases.lines.len())];
    let from = line.nodes[random.below(line.nodes.len())].at;
    let azimuth = random.below(36_000) as f64 / 100.0;
    let (mut inside, mut outside) = (0.0, 2.0 * distance_m);
    while nearest(earth, bases, earth.direct(from, azimuth, outside)) < distance_m {
        (inside, outside) = (outside, outside + distance_m);
    }
    while outside - inside > 1e-6 {
        let s = (inside + outside) / 2.0;
        let near = nearest(earth, bases, earth.direct(from, azimuth, s)) < distance_m;
        if near { inside = s } else { outside = s }
    }
    earth.direct(from, azimuth, outside)
}

fn reversed(bases: &Bases) -> Bases {
    let mut out = bases.clone();
    out.lines.reverse();
    out.lines.iter_mut().for_each(|l| l.nodes.reverse());
    out
}

fn length(found: &Envelope) -> f64 {
    found.rings.iter().map(|r| r.length_m).sum()
}

/// A survey in few words.
fn said(bases: &Bases) -> String {
    let line = |l: &BaseLine| {
        let at: Vec<String> =
            l.nodes.iter().map(|n| format!("({}, {})", n.at.lat, n.at.lon)).collect();
        format!("{:?} {:?} [{}]", l.kind, l.edge, at.join(", "))
    };
    bases.lines.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// Both ways round: the same limit.
fn both_ways(bases: &Bases, distance_m: f64, random: &mut Random) -> Result<(), String> {
    let found = judged(bases, distance_m, random)?;
    let back = judged(&reversed(bases), distance_m, random).map_err(|e| format!("back: {e}"))?;
    let (a, b) = (length(&found), length(&back));
    if (a - b).abs() > 0.01 + 1e-6 * a { Err(format!("{a} m, back {b} m")) } else { Ok(()) }
}

fn rounds(count: usize, places: &[(f64, f64)], spacings: &[f64]) {
    let mut random = Random(3);
    let mut failed = Vec::new();
    for round in 0..count {
        let place = places[round % places.len()];
        let step = spacings[round / places.len() % spacings.len()];
        let size = 2 + random.below(11);
        let bases = survey(&mut random, place, (step, size));
        // Twelve miles; and half a step of the lattice, where discs of neighbours touch.
        let half = 111_319.490_793 * step / 2.0;
        for distance_m in [22_224.0, half, 3.0 * half].into_iter().filter(|d| *d > 1.0) {
            if let Err(why) = both_ways(&bases, distance_m, &mut random) {
                failed.push(format!("{round}, {distance_m}: {why}\n  {}", said(&bases)));
            }
        }
    }
    assert!(failed.is_empty(), "{} failed\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn a_degree() {
    rounds(12, &PLACES, &SPACINGS_DEG[4..]);
}

#[test]
fn lattices() {
    rounds(12, &PLACES, &SPACINGS_DEG);
}

/// Some minutes.
#[test]
#[ignore = "a campaign"]
fn many_lattices() {
    rounds(200, &PLACES, &SPACINGS_DEG);
}
