//! Seas that are their own mirror image: many lines meet in one point, and scores tie along whole axes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::Judge;
use littoral_delimit::{LayerDivision, Waters};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{Case, ShoreKind};

const NAMES: [&str; 12] =
    ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH", "III", "JJJ", "KKK", "LLL"];

/// A regular polygon on a sphere, a side to a party: by symmetry every share is the same.
fn regular(sides: usize, centre: LatLon, first_deg: f64, radius_m: f64) -> Case {
    let mut case = common::case(&NAMES[..sides]);
    case.ellipsoid = Ellipsoid::named("sphere").unwrap();
    let earth = Earth::new(&case.ellipsoid);
    let corner =
        |k: usize| earth.direct(centre, first_deg - 360.0 * k as f64 / sides as f64, radius_m);
    case.sea.outer = (0..sides).map(corner).collect();
    for k in 0..sides {
        let side = vec![vec![case.sea.outer[k], case.sea.outer[(k + 1) % sides]]];
        case.shores.push(common::shore(k, ShoreKind::Coast, side));
    }
    case
}

/// Every printed point is as far from its parties as from each other, nobody nearer: brute force.
fn judged(case: &Case, d: &LayerDivision) {
    let judge = Judge::new(case, true);
    for line in &d.lines {
        let pair = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
        for p in &line.points {
            let all = judge.distances_m(p.at());
            let own = all[pair[0]];
            assert!((own - all[pair[1]]).abs() < 1e-3, "{:?} {p:?} {all:?}", line.between);
            assert!(all.iter().all(|other| *other > own - 1e-3), "{p:?} {all:?}");
        }
    }
}

#[test]
fn regular_polygons_are_shared_equally() {
    for sides in 2..=12_usize.min(NAMES.len()) {
        for (lat, lon, first) in [(0.0, 0.0, 0.0), (41.0, 51.0, 17.3), (-35.0, 180.0, 45.0)] {
            // Two sides enclose nothing: a polygon of four, two neighbouring sides to each.
            let mut case = regular(sides.max(3), LatLon::new(lat, lon), first, 120_000.0);
            if sides == 2 {
                case = regular(4, LatLon::new(lat, lon), first, 120_000.0);
                case.parties.truncate(2);
                case.shores.clear();
                let at = case.sea.outer.clone();
                let halves = [vec![at[0], at[1], at[2]], vec![at[2], at[3], at[0]]];
                for (k, half) in halves.into_iter().enumerate() {
                    case.shores.push(common::shore(k, ShoreKind::Coast, vec![half]));
                }
            }
            let waters = Waters::new(case.clone()).unwrap();
            let d = common::equidistance(&waters, 1.0, 0.1);
            for party in &NAMES[..sides] {
                let off = d.share(party) - 100.0 / sides as f64;
                assert!(off.abs() < 1e-6, "{sides} at {lat} {lon} {first}: {party} {off:e}");
            }
            assert_eq!(d.lines.len(), if sides == 2 { 1 } else { sides }, "{sides} {lat} {lon}");
            judged(&case, &d);
        }
    }
}

/// A square on the ellipsoid's equator with an island in its very middle, and islands mirrored in both axes.
#[test]
fn islands_on_the_axes() {
    let at = LatLon::new;
    for (lon, islands) in [
        (20.0, vec![(0.0, 0.0, 2)]),
        (180.0, vec![(0.3, 0.3, 0), (0.3, -0.3, 1), (-0.3, -0.3, 2), (-0.3, 0.3, 3)]),
        (-60.0, vec![(0.4, 0.0, 0), (0.0, -0.4, 1), (-0.4, 0.0, 2), (0.0, 0.4, 3)]),
    ] {
        let mut case = common::case(&NAMES[..4]);
        let corners = [(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0)];
        let corner = |k: usize| at(corners[k % 4].0, lon + corners[k % 4].1);
        case.sea.outer = (0..4).map(corner).collect();
        for k in 0..4 {
            let side = vec![vec![corner(k), corner(k + 1)]];
            case.shores.push(common::shore(k, ShoreKind::Coast, side));
        }
        for (y, x, party) in islands {
            let by = [(0.02, 0.02), (0.02, -0.02), (-0.02, -0.02), (-0.02, 0.02)];
            let ring: Vec<LatLon> = by.iter().map(|d| at(y + d.0, lon + x + d.1)).collect();
            case.sea.inner.push(ring.clone());
            case.shores.push(common::shore(party, ShoreKind::Islands, vec![ring]));
        }
        let d = common::equidistance(&Waters::new(case.clone()).unwrap(), 1.0, 0.1);
        judged(&case, &d);
        let sum: f64 = NAMES[..4].iter().map(|p| d.share(p)).sum();
        assert!((sum - 100.0).abs() < 1e-7, "{lon} {sum}");
        // A mirror in the meridian, or half a turn, takes the one to the other.
        assert!((d.share("BBB") - d.share("DDD")).abs() < 1e-6, "{lon} {}", d.share("BBB"));
    }
}

/// Two long parallel coasts far apart at both ends, four parties at the corners of a cross: the middle point belongs
/// to all four on the ellipsoid as well, by two mirror planes.
#[test]
fn four_meet_in_one_point_and_nearly() {
    let at = LatLon::new;
    // Moved by a little, the one point of four becomes two of three that are as far apart as the move.
    for off in [0.0, 1e-9, 1e-7, 1e-6, 3e-6, 1e-5, 1e-3] {
        let mut case = common::case(&NAMES[..4]);
        let (n, e) = (0.5, 0.8);
        let corners = [at(n, 10.0 + e), at(n, 10.0 - e), at(-n, 10.0 - e + off), at(-n, 10.0 + e)];
        case.sea.outer = corners.to_vec();
        for (k, corner) in corners.iter().enumerate() {
            case.shores.push(common::shore(k, ShoreKind::BasePoint, vec![vec![*corner]]));
        }
        let d = common::equidistance(&Waters::new(case.clone()).unwrap(), 1.0, 0.1);
        let earth = Earth::new(&case.ellipsoid);
        for line in &d.lines {
            let pair = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
            for p in &line.points {
                let far = |k: usize| earth.karney_m(p.at(), corners[k]);
                assert!((far(pair[0]) - far(pair[1])).abs() < 1e-3, "{off} {p:?}");
                assert!((0..4).all(|k| far(k) > far(pair[0]) - 1e-3), "{off} {p:?}");
            }
        }
        for party in &NAMES[..4] {
            assert!((d.share(party) - 25.0).abs() < 1e-5 + 50.0 * off, "{off} {}", d.share(party));
        }
    }
}
