//! An island that crosses the edge of a window. What was cut along a parallel and is closed by a geodesic, which runs north of it,
//! has islands on both sides of its edge: lines round them leave the sea and come back. Lines and holders by brute force.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg};
use geographiclib_rs::{Geodesic, PolygonArea, Winding};
use littoral_delimit::field::Binary;
use littoral_delimit::{
    DistanceOptions, Field, Holder, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, ShoreKind, frame};

/// The eastern party's distance counts for so much less.
const RATIO: f64 = 20.0;
/// Printed places satisfy the line's equation to this, metres: the tolerance, and twice that as both distances change.
const OFF_M: f64 = 0.3;
const PLACES: usize = 2_000;
const CLOSE_M: f64 = 2.0;

/// A frame of two degrees between two coasts, with an island across its southern edge.
fn strait() -> Case {
    let at = |lat: f64, lon: f64| LatLon::new(lat, lon);
    let mut case = common::case(&["EAST", "WEST"]);
    let island = vec![at(59.02, 18.9), at(59.02, 18.92), at(58.99, 18.925), at(58.99, 18.89)];
    case.sea.outer = vec![at(59.0, 18.0), at(59.0, 20.0), at(60.0, 20.0), at(60.0, 18.0)];
    case.sea.inner = vec![island.clone()];
    let east = vec![at(59.0, 20.0), at(60.0, 20.0)];
    let west = vec![at(60.0, 18.0), at(59.0, 18.0)];
    case.shores.push(common::shore(0, ShoreKind::Coast, vec![east]));
    case.shores.push(common::shore(1, ShoreKind::Coast, vec![west]));
    case.shores.push(common::shore(1, ShoreKind::Islands, vec![island]));
    case
}

/// The island as it stands, which takes the part beyond the edge off the sea as well, and cut at the edge.
#[test]
fn a_line_round_an_island_on_the_edge() {
    let given = strait();
    let mut cut = strait();
    let found = frame::fit(&mut cut.sea, &Earth::new(&cut.ellipsoid));
    assert_eq!((found.across.len(), cut.sea.inner.len()), (1, 0), "{found:?}");
    for case in [given, cut] {
        judged(case);
    }
}

/// Area by Karney of a closed ring, m2.
fn area_m2(ring: &[LatLon]) -> f64 {
    let geodesic = Geodesic::wgs84();
    let mut judge = PolygonArea::new(&geodesic, Winding::CounterClockwise);
    ring.iter().for_each(|p| judge.add_point(p.lat, p.lon));
    judge.compute(true).1.abs()
}

/// How far a place lies north of the geodesic between two places, degrees: by halving its way until it has the place's longitude.
fn north_of(earth: &Earth, [a, b]: [LatLon; 2], p: LatLon) -> f64 {
    let way = earth.inverse(a, b);
    let on = |s: f64| earth.direct(a, way.azimuth1_deg, s);
    let (mut low, mut high) = (0.0, way.distance_m);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if on(middle).lon < p.lon { low = middle } else { high = middle }
    }
    p.lat - on(low).lat
}

/// The sea is the frame less the part of the island within, by Karney's areas; the places at which the island's sides pass the
/// edge are found by halving the sides.
#[test]
fn the_part_beyond_the_edge_is_not_taken_off() {
    let given = strait();
    let earth = Earth::new(&given.ellipsoid);
    let island = given.sea.inner[0].clone();
    let edge = [given.sea.outer[0], given.sea.outer[1]];
    let passage = |within: LatLon, beyond: LatLon| {
        let way = earth.inverse(within, beyond);
        let on = |s: f64| earth.direct(within, way.azimuth1_deg, s);
        let (mut low, mut high) = (0.0, way.distance_m);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if north_of(&earth, edge, on(middle)) > 0.0 { low = middle } else { high = middle }
        }
        on(low)
    };
    let part = [island[0], island[1], passage(island[1], island[2]), passage(island[0], island[3])];
    let frame_m2 = area_m2(&given.sea.outer);
    let want = frame_m2 - area_m2(&part);
    let mut cut = given.clone();
    frame::fit(&mut cut.sea, &earth);
    let sea_m2 = Waters::new(cut).unwrap().sea_m2();
    assert!((sea_m2 - want).abs() < 1.0, "{sea_m2} {want}");
    let before = Waters::new(given).unwrap().sea_m2();
    assert!((before - (frame_m2 - area_m2(&island))).abs() < 1.0);
    assert!(want - before > 1e5, "{want} {before}");
}

fn judged(case: Case) {
    let at = |lat: f64, lon: f64| LatLon::new(lat, lon);
    let (waters, judge) = (Waters::new(case.clone()).unwrap(), Judge::new(&case, true));
    let d = |k: usize| waters.distance(k, DistanceOptions::default()).unwrap();
    let east = d(0).binary(Binary::Div, &Field::constant(RATIO));
    let scores = vec![(Holder::new("EAST"), east), (Holder::new("WEST"), d(1))];
    let solved = waters.solve(&Partition::new(scores), &NoFunctions, &SolveOptions::default());
    let division = solved.unwrap();
    assert_eq!(division.lines.len(), 2, "one off the coast, one round the island");
    for p in division.lines.iter().flat_map(|line| &line.points) {
        let p = at(p.lat, p.lon);
        let off = judge.distance_m(0, p) / RATIO - judge.distance_m(1, p);
        assert!(off.abs() < OFF_M, "{p:?} is off by {off} m");
    }
    let is_inside = |ring: &[[f64; 2]], p: LatLon| {
        let edges = ring.iter().zip(ring.iter().cycle().skip(1));
        let crosses = |(a, b): &(&[f64; 2], &[f64; 2])| {
            (a[0] > p.lat) != (b[0] > p.lat)
                && p.lon < a[1] + (p.lat - a[0]) / (b[0] - a[0]) * (b[1] - a[1])
        };
        edges.filter(crosses).count() % 2 == 1
    };
    let (mut random, mut count) = (Lcg(3), [0; 2]);
    while count[0] + count[1] < PLACES {
        // The edge bulges by 0.004 degrees, and rings are looked at in the plane.
        let p = at(59.005 + 0.98 * random.unit(), 18.01 + 1.98 * random.unit());
        if !waters.in_sea(p) {
            continue;
        }
        let d = [judge.distance_m(0, p) / RATIO, judge.distance_m(1, p)];
        let best = usize::from(d[1] < d[0]);
        count[best] += 1;
        if (d[0] - d[1]).abs() > CLOSE_M {
            let area = division.cells.iter().find(|(h, _)| *h == &case.parties[best].id).unwrap().1;
            let rings = area.iter().flat_map(|a| &a.rings).filter(|ring| is_inside(ring, p));
            assert!(rings.count() % 2 == 1, "{p:?} {d:?}");
        }
    }
    assert!(count[1] > 50, "{count:?} judges too little");
}
