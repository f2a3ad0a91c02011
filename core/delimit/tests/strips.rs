//! Two parties who hold a nearly straight beach in turn: strips of water a few hundred metres wide, side by side for tens
//! of kilometres, between scores that differ by decimetres. So it is where the state of a shore changes to and fro about
//! a river's mouth, as between Nicaragua and Costa Rica in coasts of OpenStreetMap.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg, along};
use littoral_delimit::{LayerDivision, PointKind, Waters};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, ShoreKind};

/// A bay: the first party's coast on the west, the second's on the east, and a beach between them on the
/// south of which each has some stretches in turn.
fn beach(seed: u64, stretches: usize, depth_m: f64) -> Case {
    let earth = Earth::new(&littoral_geodesy::Ellipsoid::wgs84());
    let mut random = Lcg(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 11);
    for _ in 0..8 {
        random.unit();
    }
    let mut at = LatLon::new(11.0, -83.6);
    let mut azimuth_deg = 120.0;
    let mut nodes = vec![at];
    for _ in 0..stretches {
        at = earth.direct(at, azimuth_deg, 300.0 + 400.0 * random.unit());
        azimuth_deg += 0.6 * (random.unit() - 0.5);
        nodes.push(at);
    }
    let (west, east) = (nodes[0], at);
    let from_west = earth.direct(west, 300.0, 12_000.0);
    let north_west = earth.direct(from_west, 10.0 * random.unit(), depth_m);
    let to_east = earth.direct(east, azimuth_deg, 12_000.0);
    let north_east = earth.direct(to_east, 20.0 + 30.0 * random.unit(), depth_m);
    let mut case = common::case(&["AAA", "BBB"]);
    let mut own = [vec![vec![north_west, from_west, west]], vec![vec![east, to_east, north_east]]];
    for (k, w) in nodes.windows(2).enumerate() {
        own[1 - k % 2].push(w.to_vec());
    }
    for (party, lines) in own.into_iter().enumerate() {
        case.shores.push(common::shore(party, ShoreKind::Coast, lines));
    }
    case.sea.outer = [vec![north_west, from_west], nodes, vec![to_east, north_east]].concat();
    case
}

/// The holder of a place by the printed cells, whose sides are so short that they are straight in latitude and longitude.
fn cell_of(division: &LayerDivision, p: LatLon) -> Option<&str> {
    let inside = |ring: &Vec<[f64; 2]>| {
        let next = ring.iter().cycle().skip(1);
        let crossed = |(a, b): &(&[f64; 2], &[f64; 2])| {
            (a[0] > p.lat) != (b[0] > p.lat)
                && p.lon < a[1] + (b[1] - a[1]) * (p.lat - a[0]) / (b[0] - a[0])
        };
        ring.iter().zip(next).filter(crossed).count() % 2 == 1
    };
    let holds = |areas: &[littoral_delimit::Area]| {
        areas.iter().flat_map(|a| &a.rings).filter(|r| inside(r)).count() % 2 == 1
    };
    division.cells.iter().find(|(_, areas)| holds(areas)).map(|(holder, _)| holder.as_str())
}

fn judged(case: Case, seed: u64) {
    let (earth, judge) = (Earth::new(&case.ellipsoid), Judge::new(&case, true));
    let waters = Waters::new(case).unwrap();
    let division = common::equidistance(&waters, 1.0, 1e-3);
    let mut samples = 0;
    for line in &division.lines {
        for (p, kind) in along(&earth, line, 200.0) {
            if kind == PointKind::Curve && !waters.in_sea(p) {
                continue;
            }
            let [a, b] = [0, 1].map(|k| judge.distance_m(k, p));
            assert!((a - b).abs() < 1e-3, "seed {seed}: {kind:?} {p:?} {}", a - b);
            samples += 1;
        }
    }
    assert!(samples > 150, "seed {seed}: {samples} samples");
    // Rows across all strips, every 25 metres.
    let mut seen = 0;
    for (row, count) in [(0.03, 400), (0.12, 400), (0.25, 400)] {
        for k in 0..count {
            let p = LatLon::new(11.0 + row, -83.63 + 0.45 * row + 2.3e-4 * f64::from(k));
            // A metre from the line sides that are no straight ones do not matter.
            let nearest = [-1e-5, 0.0, 1e-5].map(|east| {
                let q = LatLon::new(p.lat, p.lon + east);
                let further_m = judge.distance_m(0, q) - judge.distance_m(1, q);
                // In a tie wedge both are as near.
                (further_m.abs() > 1e-5).then_some(further_m < 0.0)
            });
            if !waters.in_sea(p) || nearest[1].is_none() || nearest != [nearest[1]; 3] {
                continue;
            }
            let holder = if nearest[1] == Some(true) { "AAA" } else { "BBB" };
            assert_eq!(cell_of(&division, p), Some(holder), "seed {seed}: {p:?}");
            seen += 1;
        }
    }
    assert!(seen > 600, "seed {seed}: {seen} places");
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|n| n.parse().ok())
}

/// More draws can be asked for.
#[test]
fn strips_of_parties_in_turn() {
    let draws = asked("LITTORAL_DRAWS").unwrap_or(6);
    let first = asked("LITTORAL_FIRST_DRAW").unwrap_or(0);
    for seed in first..first + draws {
        let depth_m = if seed % 2 == 0 { 40_000.0 } else { 400_000.0 };
        judged(beach(seed, 2 + 2 * (seed as usize % 3), depth_m), seed);
    }
}
