//! Islets of several parties strewn among one another: lines with sharp tips, corners beyond their chords, enclaves.
//!
//! As about Åland, where the line between two groups of islets runs up to a tip and back beside itself.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg, along};
use littoral_delimit::{PointKind, Waters};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, Names, Party, ShoreKind};

/// Islets in a row and in a column.
const SIDE: usize = 9;

/// A strait of 0.5 degrees with 81 islets of three to six corners, each of a party drawn by lot; the third has no other
/// coast.
fn strewn(seed: u64) -> Case {
    let mut case = common::facing_coasts(60.0, 20.0, 0.5);
    case.parties.push(Party { id: "CCC".into(), name: Names::english("CCC") });
    let mut random = Lcg(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 5);
    for _ in 0..8 {
        random.unit();
    }
    let mut islets = vec![Vec::new(); 3];
    for k in 0..SIDE * SIDE {
        let step = 0.5 / (SIDE + 1) as f64;
        let [row, column] = [k / SIDE, k % SIDE].map(|n| (n + 1) as f64 * step);
        let (lat, lon) =
            (60.0 + row + 0.3 * step * random.unit(), 20.0 + column + 0.3 * step * random.unit());
        let (corners, size) =
            (3 + (4.0 * random.unit()) as usize, step * (0.01 + 0.2 * random.unit().powi(3)));
        let ring = (0..corners).map(|c| {
            let (s, c) = (std::f64::consts::TAU * (c as f64 + 0.8 * random.unit())
                / corners as f64)
                .sin_cos();
            LatLon::new(lat + size * s, lon + 2.0 * size * c)
        });
        let ring: Vec<LatLon> = ring.collect();
        let party = (10.0 * random.unit()) as usize;
        islets[[0, 0, 0, 0, 1, 1, 1, 1, 2, 2][party]].push(ring.clone());
        case.sea.inner.push(ring);
    }
    for (party, rings) in islets.into_iter().enumerate() {
        case.shores.push(common::shore(party, ShoreKind::Islands, rings));
    }
    case
}

/// Draws: more can be asked for.
fn draws() -> u64 {
    std::env::var("LITTORAL_DRAWS").ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

#[test]
fn lines_among_islets_satisfy_their_equation_and_nobody_is_nearer() {
    for seed in 0..draws() {
        let case = strewn(seed);
        let (earth, judge) = (Earth::new(&case.ellipsoid), Judge::new(&case, true));
        let waters = Waters::new(case.clone()).unwrap();
        let division = common::equidistance(&waters, 1.0, 0.001);
        let total: f64 = division.area_km2.values().filter_map(serde_json::Value::as_f64).sum();
        let mut judged = 0;
        for line in &division.lines {
            let pair = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
            let places = along(&earth, line, 150.0).into_iter();
            for (p, _) in places.filter(|(p, kind)| *kind != PointKind::Curve || waters.in_sea(*p))
            {
                let d = judge.distances_m(p);
                let [a, b] = pair.map(|k| d[k]);
                assert!(
                    (a - b).abs() < 1e-3,
                    "draw {seed}: {p:?} is {a} and {b} m from {:?}",
                    line.between
                );
                let nearest = d.iter().copied().fold(f64::INFINITY, f64::min);
                assert!(
                    nearest > a.min(b) - 1e-3,
                    "draw {seed}: {p:?} of {:?}: {d:?}",
                    line.between
                );
                judged += 1;
            }
        }
        assert!(judged > 1_000, "draw {seed}: {judged} places on {} lines", division.lines.len());
        assert!((total / division.sea_km2 - 1.0).abs() < 1e-9, "draw {seed}: {total}");
    }
}
