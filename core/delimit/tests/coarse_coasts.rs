//! Coasts at a scale: the same from wherever a ring is given, and nothing crosses that did not, by all pairs of edges.

use littoral_delimit::construct::base::inside;
use littoral_delimit::construct::coast::{Coarse, farthest_m, lengths, polygons, simplify};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

fn wgs() -> Earth {
    Earth::new(&Ellipsoid::wgs84())
}

/// Numbers from 0 to 1 that look like chance.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A ring of so many inlets side by side, whose shores run out and back ragged in a sector of their own each: none crosses another.
fn ragged(chance: &mut Chance, centre: (f64, f64), size: f64, inlets: usize) -> Vec<LatLon> {
    const STEPS: usize = 8;
    let sector = std::f64::consts::TAU / inlets as f64;
    let mut out = Vec::new();
    for k in 0..inlets {
        for (shore, step) in [0.0, 0.5].into_iter().flat_map(|s| (0..STEPS).map(move |j| (s, j))) {
            let way = (step as f64 + 0.9 * chance.next()) / STEPS as f64;
            let way = if shore > 0.0 { 1.0 - way } else { way };
            let (r, t) =
                (size * (0.3 + 0.7 * way), sector * (k as f64 + shore + 0.45 * chance.next()));
            out.push(LatLon::new(centre.0 + r * t.sin(), centre.1 + 1.7 * r * t.cos()));
        }
    }
    out
}

fn line(party: usize, kind: ShoreKind, places: &[LatLon]) -> BaseLine {
    let nodes = places.iter().map(|at| BaseNode { at: *at, name: String::new() }).collect();
    let (name, origin) = (String::new(), String::new());
    BaseLine { party, name, kind, edge: EdgeKind::Geodesic, nodes, origin }
}

fn bases(rings: &[Vec<LatLon>]) -> Bases {
    let lines = rings.iter().map(|r| line(0, ShoreKind::Islands, r)).collect();
    let land = rings.iter().map(|r| (0, r.clone())).collect();
    Bases { parties: vec!["A".into()], lines, land, ..Bases::default() }
}

fn edges(ring: &[LatLon]) -> Vec<[LatLon; 2]> {
    (0..ring.len()).map(|k| [ring[k], ring[(k + 1) % ring.len()]]).collect()
}

/// Do two edges without a common end cross or touch, on a map in longitude and latitude about 180 degrees?
fn cross([a, b]: [LatLon; 2], [c, d]: [LatLon; 2]) -> bool {
    let xy = |p: LatLon| (p.lon.rem_euclid(360.0), p.lat);
    let side = |p: LatLon, q: LatLon, r: LatLon| {
        let ((px, py), (qx, qy), (rx, ry)) = (xy(p), xy(q), xy(r));
        (qx - px) * (ry - py) - (qy - py) * (rx - px)
    };
    let common = [a, b].iter().any(|p| *p == c || *p == d);
    !common && side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}

fn crossings(rings: &[Vec<LatLon>]) -> usize {
    let all: Vec<[LatLon; 2]> = rings.iter().flat_map(|r| edges(r)).collect();
    (0..all.len()).map(|k| all[..k].iter().filter(|e| cross(**e, all[k])).count()).sum()
}

/// Ragged islands with islets in their inlets: whatever the tolerance nothing crosses, every islet stays outside, and what is left out is
/// within the tolerance.
#[test]
fn ragged_coasts_do_not_cross() {
    let earth = wgs();
    let mut chance = Chance(7);
    let mut plain = 0;
    for (lat, count) in [(0.5, 9), (58.0, 17), (-40.0, 31)] {
        let mut rings = vec![ragged(&mut chance, (lat, 180.0), 0.5, count)];
        while rings.len() < 40 {
            let centre = (lat + 1.2 * chance.next() - 0.6, 180.0 + 2.0 * chance.next() - 1.0);
            let islet = ragged(&mut chance, centre, 0.008, 2);
            if crossings(std::slice::from_ref(&islet)) > 0 {
                continue;
            }
            let free = rings
                .iter()
                .flat_map(|r| edges(r))
                .all(|e| edges(&islet).iter().all(|f| !cross(e, *f)));
            if free && !rings.iter().any(|r| inside(r, islet[0]) || inside(&islet, r[0])) {
                rings.push(islet);
            }
        }
        for tolerance in [300.0, 3_000.0, 10_000.0] {
            let coarse = Coarse::new(&earth, &bases(&rings), tolerance);
            let kept: Vec<Vec<LatLon>> = rings.iter().map(|r| coarse.of(r)).collect();
            assert_eq!((crossings(&kept), coarse.crossed), (0, 0), "{lat} {tolerance}");
            assert!(
                kept[1..].iter().all(|r| r.len() > 2 && !inside(&kept[0], r[0])),
                "{lat} {tolerance}"
            );
            for (ring, kept) in rings.iter().zip(&kept) {
                assert!(farthest_m(&earth, ring, kept, true) <= tolerance);
            }
            let alone: Vec<Vec<LatLon>> = rings
                .iter()
                .map(|r| {
                    littoral_delimit::construct::coast::outline(&earth, r, true, tolerance)
                        .unwrap_or_default()
                })
                .collect();
            plain += crossings(&alone);
        }
    }
    // By Douglas and Peucker alone they do cross.
    assert!(plain > 30, "{plain}");
}

/// Rings given from another coordinate, and the other way round: the same lengths, to 1e-9 of themselves, and the same coordinates kept.
#[test]
fn wherever_a_ring_begins() {
    let earth = wgs();
    let mut chance = Chance(11);
    let square = |half: f64| {
        [(-half, -half), (-half, half), (half, half), (half, -half)]
            .map(|(y, x)| LatLon::new(y, 10.0 + x))
            .to_vec()
    };
    let rings = [
        ragged(&mut chance, (55.0, 180.0), 1.0, 25),
        ragged(&mut chance, (-3.0, 10.0), 0.4, 5),
        square(1.0),
    ];
    let scales = [0.0, 1e3, 1e4, 5e4];
    for ring in rings {
        let of = |ring: &Vec<LatLon>| {
            let found = lengths(&earth, &bases(std::slice::from_ref(ring)), &scales).unwrap();
            found.iter().map(|l| l.total_m).collect::<Vec<_>>()
        };
        let kept = |ring: &Vec<LatLon>| {
            let mut kept: Vec<_> = simplify(&earth, ring, true, 1e4)
                .iter()
                .map(|p| (p.lat.to_bits(), p.lon.to_bits()))
                .collect();
            kept.sort_unstable();
            kept
        };
        let (want, coordinates) = (of(&ring), kept(&ring));
        for step in (1..ring.len()).step_by(ring.len() / 4) {
            let mut turned = ring.clone();
            turned.rotate_left(step);
            for _ in 0..2 {
                turned.reverse();
                let found = of(&turned);
                let same = found.iter().zip(&want).all(|(a, b)| (a - b).abs() <= 1e-9 * b);
                assert!(same, "{step}: {found:?} {want:?}");
                assert_eq!(kept(&turned), coordinates);
            }
        }
    }
}

/// A ring that a map has cut at 180 degrees has the length of the uncut one at every scale.
#[test]
fn cut_at_180() {
    let earth = wgs();
    let ring: Vec<LatLon> = ragged(&mut Chance(5), (-17.0, 180.0), 0.8, 7);
    // The edges over 180, and where their geodesics do so.
    let over = |k: usize| (ring[k].lon > 180.0) != (ring[(k + 1) % ring.len()].lon > 180.0);
    let borders: Vec<usize> = (0..ring.len()).filter(|k| over(*k)).collect();
    let whole = bases(std::slice::from_ref(&ring));
    let mut parts = Vec::new();
    for (j, k) in borders.iter().enumerate() {
        let next = borders[(j + 1) % borders.len()];
        let count = (next + ring.len() - k - 1) % ring.len() + 1;
        let at = |k: usize| at_180(&earth, ring[k], ring[(k + 1) % ring.len()]);
        let inner = (1..=count).map(|i| ring[(k + i) % ring.len()]);
        let part: Vec<LatLon> = std::iter::once(at(*k)).chain(inner).chain([at(next)]).collect();
        parts.push(line(0, ShoreKind::Coast, &part));
    }
    assert!(parts.len() > 1);
    let cut = Bases { parties: vec!["A".into()], lines: parts, ..Bases::default() };
    let scales = [0.0, 1e3, 1e4, 3e4];
    let [cut, whole] = [cut, whole].map(|b| lengths(&earth, &b, &scales).unwrap());
    for (a, b) in cut.iter().zip(&whole) {
        assert!(
            (a.total_m - b.total_m).abs() < 1e-6 * b.total_m && a.islands_m == a.total_m,
            "{a:?} {b:?}"
        );
    }
}

/// Where a geodesic crosses the antimeridian, by halving.
fn at_180(earth: &Earth, p: LatLon, q: LatLon) -> LatLon {
    let way = earth.inverse(p, q);
    let (mut low, mut high) = (0.0, way.distance_m);
    let beyond = |s: f64| {
        (earth.direct(p, way.azimuth1_deg, s).lon.rem_euclid(360.0) > 180.0)
            != (p.lon.rem_euclid(360.0) > 180.0)
    };
    for _ in 0..60 {
        let s = (low + high) / 2.0;
        if beyond(s) { high = s } else { low = s }
    }
    LatLon::new(earth.direct(p, way.azimuth1_deg, low).lat, 180.0)
}

/// Two lands with a wavy boundary, a lake, an enclave and a rock off the coast: the boundary stays one line, lake and enclave stay holes, the rock
/// stays at sea.
#[test]
fn lands_side_by_side() {
    let earth = wgs();
    let at = |lat: f64, lon: f64| LatLon::new(lat, lon);
    let wave: Vec<LatLon> = (0..=100)
        .map(|k| at(50.0 + 0.02 * f64::from(k), 5.0 + 0.03 * (f64::from(k) * 0.4).sin()))
        .collect();
    let west: Vec<LatLon> =
        [at(52.0, 3.0), at(50.0, 3.0)].into_iter().chain(wave.iter().copied()).collect();
    let bay = [at(52.0, 7.0), at(51.1, 7.0), at(51.0, 6.9), at(50.9, 7.0), at(50.0, 7.0)];
    let east: Vec<LatLon> = wave.iter().rev().copied().chain(bay.iter().rev().copied()).collect();
    let round = |lat: f64, lon: f64| -> Vec<LatLon> {
        (0..40).map(|k| earth.direct(at(lat, lon), f64::from(k) * 9.0, 1e4)).collect()
    };
    let (lake, enclave) = (round(51.5, 4.0), round(50.5, 4.0));
    let mut all = Bases {
        parties: vec!["A".into(), "B".into()],
        lines: vec![
            line(0, ShoreKind::Islands, &west),
            line(1, ShoreKind::Islands, &east),
            line(1, ShoreKind::Islands, &enclave),
        ],
        land: vec![(0, west.clone()), (1, east.clone()), (1, enclave.clone())],
        enclosed: vec![(0, lake.clone())],
        ..Bases::default()
    };
    all.without_borders(&[(0, enclave.clone())], |_, _| false);
    all.lines.push(line(0, ShoreKind::BasePoint, &[at(51.0, 6.96)]));
    for tolerance in [100.0, 5_000.0, 50_000.0] {
        let coarse = Coarse::new(&earth, &all, tolerance);
        let [a, b] = [&west, &east].map(|r| coarse.of(r));
        let sides = |r: &[LatLon]| -> Vec<[LatLon; 2]> { edges(r) };
        let shared = sides(&a).iter().filter(|[p, q]| sides(&b).contains(&[*q, *p])).count();
        let inner = wave.iter().filter(|p| a.contains(p)).count();
        assert_eq!(shared + 1, inner, "{tolerance}");
        assert!(inner < 101 && !inside(&b, at(51.0, 6.96)), "{tolerance} {inner}");
        let (land, others) = polygons(&all);
        assert_eq!(land.iter().map(|p| p.rings.len()).collect::<Vec<_>>(), [3, 1, 1]);
        assert_eq!(others, [all.lines.len() - 1]);
        let holes: Vec<Vec<LatLon>> = land[0].rings.iter().map(|r| coarse.of(r)).collect();
        assert!(holes.iter().all(|h| h.len() > 2) && crossings(&holes) == 0, "{tolerance}");
    }
}

/// A coast drawn as a line that comes back to its first coordinate does so still, where that one is not kept.
#[test]
fn a_closed_line() {
    let earth = wgs();
    let at = |k: i32| earth.direct(LatLon::new(50.0, 5.0), f64::from(k % 72) * 5.0, 1e4);
    let coast: Vec<LatLon> = (0..=72).map(at).collect();
    for first in [0, 1, 5] {
        let mut turned = coast[..72].to_vec();
        turned.rotate_left(first);
        turned.push(turned[0]);
        let lines = vec![line(0, ShoreKind::Coast, &turned)];
        let bases = Bases { parties: vec!["A".into()], lines, ..Bases::default() };
        let kept = Coarse::new(&earth, &bases, 300.0).of(&turned);
        assert!(kept.len() > 5 && kept.len() < 30 && kept[0] == kept[kept.len() - 1], "{kept:?}");
        assert!(farthest_m(&earth, &turned, &kept, false) <= 300.0);
    }
}

/// An eight crosses itself as given: it is said, and stays.
#[test]
fn what_crosses_as_given() {
    let eight =
        [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)].map(|(y, x)| LatLon::new(y, x)).to_vec();
    let coarse = Coarse::new(&wgs(), &bases(std::slice::from_ref(&eight)), 1e3);
    assert_eq!((coarse.of(&eight), coarse.crossed), (eight, 1));
    assert!(coarse.crossed_near.is_some());
}
