//! Tie wedges of four parties that adjoin at their tips, in seas made at random at 68 to 76 N: the rays of both meet the rim between
//! them at different places, and on the rim all four are equally far. Areas by Karney on the printed rings, lines and holders by
//! brute force.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::cells::holder;
use common::judge::{Judge, Lcg, karney_km2};
use littoral_delimit::{DistanceOptions, NoFunctions, SolveOptions, Waters};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, ShoreKind};

/// Printed places are as far from both parties to this, metres.
const OFF_M: f64 = 0.2;
const PLACES: usize = 500;
const CLOSE_M: f64 = 2.0;

/// A sea round which parties hold the shore one after another: its places, (longitude, latitude), and how many edges each has.
fn sea(ring: &[(f64, f64)], edges: &[usize]) -> Case {
    let names = ["A", "B", "C", "D", "E"];
    let mut case = common::case(&names[..edges.len()]);
    let places: Vec<LatLon> = ring.iter().map(|p| LatLon::new(p.1, p.0)).collect();
    let mut first = 0;
    for (party, count) in edges.iter().enumerate() {
        let line = (first..=first + count).map(|k| places[k % places.len()]).collect();
        case.shores.push(common::shore(party, ShoreKind::Coast, vec![line]));
        first += count;
    }
    case.sea.outer = places;
    case
}

fn judged(case: &Case) {
    let waters = Waters::new(case.clone()).unwrap();
    let equidistance = waters.equidistance(DistanceOptions::default()).unwrap();
    let division = waters.solve(&equidistance, &NoFunctions, &SolveOptions::default()).unwrap();
    let (earth, judge) = (Earth::new(&case.ellipsoid), Judge::new(case, true));
    for (k, area) in division.cells.iter() {
        let (printed, rings) = (division.area_km2[k].as_f64().unwrap(), karney_km2(&earth, area));
        assert!((printed - rings).abs() < 0.01, "{k} has {printed} km2, rings {rings}");
    }
    for line in &division.lines {
        let [a, b] = [0, 1].map(|k| case.party(line.between[k].as_str()).unwrap());
        for p in &line.points {
            let d = judge.distances_m(LatLon::new(p.lat, p.lon));
            let least = d.iter().fold(f64::INFINITY, |m, v| m.min(*v));
            let off = (d[a] - d[b]).abs().max(d[a] - least);
            assert!(off < OFF_M, "{p:?} is off by {off} m");
        }
    }
    let (mut random, mut count) = (Lcg(7), 0);
    let all = &case.sea.outer;
    let span = |of: fn(&LatLon) -> f64| {
        let ends = all
            .iter()
            .map(of)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |m, v| (m.0.min(v), m.1.max(v)));
        (ends.0, ends.1 - ends.0)
    };
    let ((lat, high), (lon, wide)) = (span(|p| p.lat), span(|p| p.lon));
    while count < PLACES {
        let p = LatLon::new(lat + high * random.unit(), lon + wide * random.unit());
        if waters.off_sea_m(p) > 0.0 {
            continue;
        }
        count += 1;
        let d = judge.distances_m(p);
        let best = (0..d.len()).reduce(|a, b| if d[b] < d[a] { b } else { a }).unwrap();
        let clear = (0..d.len()).all(|k| k == best || d[k] - d[best] > CLOSE_M);
        // The rim of the sea is made of geodesics, and rings are looked at in the plane.
        if clear && d[best] > 3_000.0 {
            assert_eq!(holder(&division, p), Some(case.parties[best].id.as_str()), "{p:?} {d:?}");
        }
    }
}

#[test]
fn five_parties_at_68_north() {
    let ring = [
        (0.0, 69.391275),
        (0.982396, 69.18714),
        (1.837852, 69.015166),
        (2.895858, 68.880163),
        (3.091483, 68.489543),
        (3.644965, 68.155032),
        (3.784584, 67.750007),
        (3.476501, 67.350699),
        (2.579981, 67.10886),
        (1.928902, 66.804973),
        (0.968036, 66.691165),
        (0.0, 66.566074),
        (-0.897712, 66.791387),
        (-1.859828, 66.850296),
        (-2.818597, 67.020826),
        (-3.011489, 67.444015),
        (-3.212549, 67.793774),
        (-3.842967, 68.161105),
        (-3.217333, 68.507837),
        (-2.860845, 68.870213),
        (-2.045652, 69.123132),
        (-1.016124, 69.22563),
    ];
    judged(&sea(&ring, &[8, 3, 1, 5, 5]));
}

#[test]
fn four_parties_at_76_north() {
    let ring = [
        (0.42613, 76.227576),
        (0.845134, 76.180388),
        (1.152778, 76.087383),
        (1.120856, 75.968848),
        (0.977639, 75.860087),
        (0.663687, 75.77452),
        (0.241017, 75.720081),
        (-0.240937, 75.720176),
        (-0.582977, 75.802417),
        (-1.029906, 75.852418),
        (-1.136884, 75.968364),
        (-1.160334, 76.087934),
        (-0.864651, 76.184466),
        (-0.445523, 76.237742),
        (0.0, 76.276514),
    ];
    judged(&sea(&ring, &[1, 7, 3, 4]));
}
