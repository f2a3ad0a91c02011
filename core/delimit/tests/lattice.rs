//! Surveys on lattices, where coordinates repeat, edges overlap, islands touch, discs are tangent and very many base
//! points are at nearly the same distance: the limit as brute force confirms it, whichever way the lines run.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use littoral_delimit::construct::envelope::{Envelope, Options, envelope};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

const PLACES: [(f64, f64); 5] =
    [(0.0, 0.0), (57.0, 8.0), (-17.0, 179.9), (88.0, 30.0), (-75.0, -60.0)];
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
        let edge = if random.below(3) == 0 && lat < 80.0 {
            EdgeKind::Loxodrome
        } else {
            EdgeKind::Geodesic
        };
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
    let rhumb = bases.lines.iter().any(|l| l.edge == EdgeKind::Loxodrome);
    let off = if rhumb { 3e-3 } else { 1e-3 };
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

fn rounds(count: usize, spacings: &[f64]) {
    let mut random = Random(3);
    let mut failed = Vec::new();
    for round in 0..count {
        let (place, step) = (PLACES[round % 5], spacings[round / 5 % spacings.len()]);
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
fn very_fine() {
    rounds(40, &SPACINGS_DEG[..2]);
}

#[test]
fn fine() {
    rounds(40, &SPACINGS_DEG[2..4]);
}

#[test]
fn coarse() {
    rounds(20, &SPACINGS_DEG[4..]);
}

/// Every point of a lattice of 1 cm, 900 of them: a circle as good as its hull.
#[test]
fn a_centimetre_apart() {
    let node = |k: usize| {
        let at = LatLon::new(57.0 + (k / 30) as f64 * 9e-8, 8.0 + (k % 30) as f64 * 1.65e-7);
        BaseNode { at, name: String::new() }
    };
    for kind in KINDS {
        let line = BaseLine {
            party: 0,
            name: String::new(),
            kind,
            edge: EdgeKind::Geodesic,
            nodes: (0..900).map(node).collect(),
            origin: String::new(),
        };
        let bases = Bases { parties: vec!["A".into()], lines: vec![line], ..Bases::default() };
        let found = envelope(&wgs(), &bases, 0, &Options::at(22_224.0)).unwrap();
        assert!(found.rings.len() == 1 && found.rings[0].closed, "{kind:?}");
        // The circle and the hull's perimeter, 1.16 m.
        let more = length(&found) - std::f64::consts::TAU * 22_224.0;
        assert!((more - 0.88).abs() < 0.35, "{kind:?} {more}");
    }
}

#[test]
fn dbg_case() {
    let mk = |kind, edge, at: &[(f64, f64)]| BaseLine {
        party: 0,
        name: String::new(),
        kind,
        edge,
        origin: String::new(),
        nodes: at
            .iter()
            .map(|p| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() })
            .collect(),
    };
    use EdgeKind::*;
    use ShoreKind::*;
    let cases = vec![
        vec![
            mk(Coast, Geodesic, &[(90., 36.), (90., 30.), (90., 32.), (90., 30.), (90., 31.)]),
            mk(BasePoint, Geodesic, &[(90., 31.), (89., 33.), (90., 31.)]),
        ],
        vec![mk(
            Coast,
            Geodesic,
            &[
                (88., 31.),
                (89., 30.),
                (89., 30.),
                (89., 31.),
                (89., 30.),
                (89., 31.),
                (88., 31.),
                (89., 30.),
            ],
        )],
        vec![
            mk(
                BasePoint,
                Geodesic,
                &[
                    (58., 8.),
                    (59., 9.),
                    (59., 10.),
                    (58., 10.),
                    (58., 9.),
                    (58., 9.),
                    (59., 8.),
                    (57., 8.),
                ],
            ),
            mk(Baseline, Geodesic, &[(58., 8.), (58., 9.), (57., 10.)]),
            mk(
                BasePoint,
                Geodesic,
                &[(57., 9.), (57., 10.), (59., 9.), (59., 9.), (59., 9.), (59., 8.)],
            ),
        ],
    ];
    for lines in cases {
        let bases = Bases { parties: vec!["A".into()], lines, ..Bases::default() };
        eprintln!("== {}", said(&bases));
        let found = envelope(&wgs(), &bases, 0, &Options::at(22_224.0)).unwrap();
        for r in &found.rings {
            eprintln!("ring closed {} {} m", r.closed, r.length_m);
            if r.closed {
                continue;
            }
            for p in &r.pieces {
                eprintln!(
                    "  {:?} rev {} {:.6} {:.6} -> {:.6} {:.6}  {:.6} m range {:?}",
                    p.source,
                    p.reversed,
                    p.ends[0].lat,
                    p.ends[0].lon,
                    p.ends[1].lat,
                    p.ends[1].lon,
                    p.length_m,
                    p.curve.range
                );
            }
        }
    }
}
