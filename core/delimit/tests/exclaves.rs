//! Small loops: an exclave is followed once and counted once, whichever base points are equally far on both sides of it.
//!
//! Judged by Karney's areas of the printed rings, which know nothing of the integrals along the lines, and by places thrown at
//! random.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::Lcg;
use geographiclib_rs::{PolygonArea, Winding};
use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{
    DistanceOptions, Field, Holder, LayerDivision, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, ShoreKind};

fn places(list: &[(f64, f64)]) -> Vec<LatLon> {
    list.iter().map(|(lon, lat)| LatLon::new(*lat, *lon)).collect()
}

/// A square sea of two states with three islands of three and four corners; the first weighs half as much again. South of
/// the middle island of the second there is an exclave of the first of 0.23 km2, whose three corners are turning points.
/// Where the sides of the mesh cross it hangs on how far east the sea goes.
fn square(east: f64) -> Case {
    let mut case = common::case(&["AAA", "BBB"]);
    case.sea.outer = places(&[(0.0, 52.0), (0.0, 50.0), (1.5, 50.0), (east, 50.0), (east, 52.0)]);
    let a = places(&[
        (2.282172, 51.374391),
        (2.309686, 51.37228),
        (2.308656, 51.401905),
        (2.282172, 51.399154),
    ]);
    let b = [
        places(&[
            (1.994589, 51.6114),
            (2.017743, 51.607533),
            (2.015504, 51.634554),
            (1.994589, 51.632239),
        ]),
        places(&[
            (1.709963, 51.230782),
            (1.725845, 51.234185),
            (1.724334, 51.246665),
            (1.709963, 51.245076),
        ]),
    ];
    case.sea.inner = [vec![a.clone()], b.to_vec()].concat();
    let outer = &case.sea.outer;
    let coasts = [vec![outer[0], outer[1], outer[2]], vec![outer[2], outer[3], outer[4], outer[0]]];
    for (party, coast) in coasts.into_iter().enumerate() {
        case.shores.push(common::shore(party, ShoreKind::Coast, vec![coast]));
    }
    case.shores.push(common::shore(0, ShoreKind::Islands, vec![a]));
    case.shores.push(common::shore(1, ShoreKind::Islands, b.to_vec()));
    case
}

/// A strait with islets of both sides strewn in it.
fn strewn(seed: u64) -> Case {
    let mut case = common::facing_coasts(50.0, 5.0, 1.0);
    let mut random = Lcg(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 11);
    for _ in 0..8 {
        random.unit();
    }
    let mut islets = [Vec::new(), Vec::new()];
    for k in 0..25 {
        let [row, column] = [k / 5, k % 5].map(|n| f64::from(n + 1) / 6.0);
        let (lat, lon) = (50.0 + row + 0.08 * random.unit(), 5.0 + column + 0.08 * random.unit());
        let size = 0.004 + 0.03 * random.unit().powi(2);
        let corners = 3 + (3.0 * random.unit()) as u32;
        let corner = |c: u32| {
            let turn = std::f64::consts::TAU * f64::from(c) / f64::from(corners);
            LatLon::new(lat + size * turn.sin(), lon + 1.5 * size * turn.cos())
        };
        let ring: Vec<LatLon> = (0..corners).map(corner).collect();
        islets[usize::from(random.unit() < 0.5)].push(ring.clone());
        case.sea.inner.push(ring);
    }
    for (party, rings) in islets.into_iter().enumerate() {
        case.shores.push(common::shore(party, ShoreKind::Islands, rings));
    }
    case
}

/// Divided by ratios, the first party with a weight of its own.
fn divided(case: &Case, weight: f64, tolerance_m: f64) -> LayerDivision {
    let waters = Waters::new(case.clone()).unwrap();
    let score = |party: usize| {
        let by = if party == 0 { weight.ln() } else { 0.0 };
        let log = waters.distance(party, DistanceOptions::default()).unwrap().unary(Unary::Log);
        let score = log.binary(Binary::Sub, &Field::constant(by));
        (Holder::new(&case.parties[party].id), score)
    };
    let partition = Partition::new((0..case.parties.len()).map(score).collect());
    let options = SolveOptions { tolerance_m, cancel: None };
    waters.solve(&partition, &NoFunctions, &options).unwrap()
}

fn karney_km2(earth: &Earth, ring: &[[f64; 2]]) -> f64 {
    let mut polygon = PolygonArea::new(earth.karney(), Winding::CounterClockwise);
    ring.iter().for_each(|p| polygon.add_point(p[0], p[1]));
    polygon.compute(true).1 / 1e6
}

/// Areas are those of the printed rings, but for what lies between a line and its chords.
fn judged(case: &Case, division: &LayerDivision, tolerance_m: f64) {
    let earth = Earth::new(&case.ellipsoid);
    let length_km: f64 = division.lines.iter().map(|l| l.length_km).sum();
    for (holder, parts) in &division.cells {
        let rings = parts.iter().flat_map(|part| &part.rings);
        let printed: f64 = rings.map(|ring| karney_km2(&earth, ring)).sum();
        let own = division.area_km2[holder.as_str()].as_f64().unwrap();
        let most = 1e-3 * tolerance_m * length_km + 1e-4;
        assert!((own - printed).abs() < most, "{holder}: {own} km2, its rings {printed}");
    }
}

/// The exclave has a single ring of 0.2286 km2 (places thrown at random give 0.222), and the areas of both states are those of
/// their rings.
#[test]
fn an_exclave_is_counted_once() {
    for k in 0..60 {
        let case = square(3.0 + 0.001 * f64::from(k));
        let tolerance_m = if k % 2 == 0 { 0.01 } else { 1.0 };
        let division = divided(&case, 1.5, tolerance_m);
        judged(&case, &division, tolerance_m);
        let loops: Vec<f64> =
            division.lines.iter().filter(|l| l.closed).map(|l| l.length_km).collect();
        assert_eq!(loops.len(), 1, "{k}");
        assert!((loops[0] - 2.43).abs() < 0.002 * f64::from(k + 2), "{k} {loops:?}");
    }
}

/// Islets at random and weights from a third more to three times as much: many exclaves and enclaves, each counted once.
#[test]
fn islets_by_ratios() {
    for seed in 0..6 {
        let case = strewn(seed);
        for weight in [1.33, 1.8, 3.0] {
            judged(&case, &divided(&case, weight, 0.1), 0.1);
        }
    }
}

/// Equal ratios are equidistance, whose lines are told by the coast alone: the larger cells in which equal ratios hide nothing
/// miss none of the islets' waters.
#[test]
fn equal_ratios_are_equidistance() {
    for seed in 0..12 {
        let case = strewn(seed);
        let ratios = divided(&case, 1.0, 0.1);
        let plain = common::equidistance(&Waters::new(case).unwrap(), 1.0, 0.1);
        assert_eq!(ratios.lines.len(), plain.lines.len(), "{seed}");
        for (holder, area) in &plain.area_km2 {
            let [own, area] = [&ratios.area_km2[holder], area].map(|a| a.as_f64().unwrap());
            assert!((own - area).abs() < 1e-4, "{seed} {holder}: {own} km2, equidistance {area}");
        }
    }
}

/// A sea round an island that holds a pole, written westward and eastward: the waters about the island are one polygon with the
/// island for its hole, not two, and of the area that Karney's polygons have, who take the poles in.
#[test]
fn waters_round_a_polar_island() {
    let round = |lat: f64, bend: f64| -> Vec<LatLon> {
        let lon = |k: i32| -180.0 + 10.0 * f64::from(k);
        (0..36).map(|k| LatLon::new(lat + bend * libm::sin(f64::from(k)), lon(k))).collect()
    };
    for side in [1.0, -1.0] {
        for reversed in [false, true] {
            let mut case = common::case(&["AAA", "BBB"]);
            let (mut outer, mut island) = (round(side * 60.0, 1.0), round(side * 76.0, 2.0));
            if reversed {
                outer.reverse();
                island.reverse();
            }
            case.sea.outer = outer.clone();
            case.sea.inner = vec![island.clone()];
            let coast = [outer.as_slice(), &outer[..1]].concat();
            case.shores.push(common::shore(0, ShoreKind::Coast, vec![coast]));
            case.shores.push(common::shore(1, ShoreKind::Islands, vec![island]));
            let waters = Waters::new(case).unwrap();
            let layer = common::equidistance(&waters, 1.0, 1e-3);
            let earth = Earth::new(&littoral_geodesy::Ellipsoid::wgs84());
            let cap_km2 = |ring: &Vec<[f64; 2]>| {
                let mut judge = PolygonArea::new(earth.karney(), Winding::CounterClockwise);
                ring.iter().for_each(|p| judge.add_point(p[0], p[1]));
                judge.compute(true).1.abs() / 1e6
            };
            for (id, area_km2) in &layer.area_km2 {
                let [area] = &layer.cells[id][..] else {
                    panic!("{} parts", layer.cells[id].len())
                };
                let [outer, hole] = &area.rings[..] else { panic!("{} rings", area.rings.len()) };
                let judged = cap_km2(outer) - cap_km2(hole);
                let area_km2 = area_km2.as_f64().unwrap();
                assert!((judged / area_km2 - 1.0).abs() < 1e-8, "{judged} {area_km2}");
            }
        }
    }
}
