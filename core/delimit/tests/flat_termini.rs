//! Coasts all but in line at a land-boundary terminus: the wedge is thinner than rounding, or the bisector of the general
//! directions lies outside it. The line is the rim then, and is followed at once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg, along};
use littoral_delimit::{LayerDivision, NoFunctions, SolveOptions, Waters};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, ShoreKind};

/// A sea east of a coast, one degree by two, with coasts given from south to north; the other sides are nobody's.
fn sea(coasts: &[(usize, Vec<LatLon>)]) -> Case {
    let mut case = common::case(&["AAA", "BBB"]);
    let mut west: Vec<LatLon> = Vec::new();
    for (_, coast) in coasts {
        west.extend(coast.iter().skip(usize::from(!west.is_empty())));
    }
    let (south, north) = (west[0], *west.last().unwrap());
    case.sea.outer = west.iter().rev().copied().collect();
    case.sea.outer.extend([LatLon::new(south.lat, 51.0), LatLon::new(north.lat, 51.0)]);
    for (party, coast) in coasts {
        case.shores.push(common::shore(*party, ShoreKind::Coast, vec![coast.clone()]));
    }
    case
}

/// Samples of all lines are equally far from both, and places off the lines are given to the nearer coast.
fn judged(case: &Case, name: &str) -> LayerDivision {
    let waters = Waters::new(case.clone()).unwrap();
    let partition = waters.equidistance(Default::default()).unwrap();
    let options = SolveOptions { tolerance_m: 1e-3, cancel: None };
    let division = waters.solve(&partition, &NoFunctions, &options).unwrap();
    let (earth, judge) = (Earth::new(&case.ellipsoid), Judge::new(case, true));
    for line in &division.lines {
        for (p, _) in along(&earth, line, 1500.0) {
            let d = judge.distances_m(p);
            assert!((d[0] - d[1]).abs() < 1e-3, "{name}: {d:?} at {p:?}");
        }
    }
    let mut random = Lcg(7);
    for _ in 0..60 {
        let p = LatLon::new(41.01 + 1.98 * random.unit(), 50.01 + 0.98 * random.unit());
        let d = judge.distances_m(p);
        let nearer = ["AAA", "BBB"][usize::from(d[1] < d[0])];
        if (d[0] - d[1]).abs() > 1e-3 {
            let holder = waters.holder_at(&partition, &NoFunctions, p).unwrap();
            assert_eq!(holder.as_str(), nearer, "{name}: {d:?} at {p:?}");
        }
        // The printed edges are geodesics; in degrees they are straight within 200 m.
        if (d[0] - d[1]).abs() > 400.0 {
            let crossings = |r: &Vec<[f64; 2]>| usize::from(inside(r, p));
            let rings = division.cells[nearer].iter().flat_map(|area| &area.rings);
            assert_eq!(rings.map(crossings).sum::<usize>() % 2, 1, "{name}: {d:?} at {p:?}");
        }
    }
    division
}

/// Even-odd in degrees.
fn inside(ring: &[[f64; 2]], p: LatLon) -> bool {
    (0..ring.len()).fold(false, |odd, k| {
        let ([y, x], [v, u]) = (ring[k], ring[(k + 1) % ring.len()]);
        let passes = (y > p.lat) != (v > p.lat) && p.lon < x + (u - x) * (p.lat - y) / (v - y);
        odd != passes
    })
}

/// A meridian of 41 to 43 degrees north, with the terminus at 42 moved east by an angle: in line, or a cape or a bay of a
/// hair's breadth.
#[test]
fn a_straight_coast_with_a_terminus_in_it() {
    for east in [0.0, 1e-9, -1e-9, 1e-8, -1e-8, 1e-7, -1e-7, 1e-6, -1e-6, 1e-5, -1e-5, 1e-4] {
        let at = LatLon::new(42.0, 50.0 + east);
        let south = vec![LatLon::new(41.0, 50.0), at];
        let north = vec![at, LatLon::new(43.0, 50.0)];
        let case = sea(&[(0, south), (1, north)]);
        let division = judged(&case, &format!("{east}"));
        assert_eq!(division.lines.len(), 1, "{east}");
        let end =
            division.lines[0].points.iter().map(|p| p.at()).max_by(|p, q| p.lon.total_cmp(&q.lon));
        // The geodesic due east of the terminus, where the coast is straight.
        if east == 0.0 {
            let earth = Earth::new(&case.ellipsoid);
            let m = earth.karney_m(at, end.unwrap());
            let off = earth.karney_m(earth.direct(at, 90.0, m), end.unwrap());
            assert!(off < 1e-3, "{off} m off the perpendicular");
        }
    }
}

/// The coast turns within its first kilometre, so that the bisector of the general directions lies outside the wedge.
#[test]
fn a_bisector_outside_the_wedge() {
    for turn in [-0.004, -0.001, 0.001, 0.004] {
        for cape in [1e-5, 1e-6, 1e-7, 0.0] {
            let at = LatLon::new(42.0, 50.0 + cape);
            let (below, above) = (LatLon::new(41.998, 50.0), LatLon::new(42.002, 50.0));
            let south =
                vec![LatLon::new(41.0, 50.0 + turn), LatLon::new(41.99, 50.0 + turn), below, at];
            let north = vec![at, above, LatLon::new(43.0, 50.0)];
            judged(&sea(&[(0, south), (1, north)]), &format!("turn {turn}, cape {cape}"));
        }
    }
}

/// Three termini within a kilometre of a nearly straight coast, as the mouths of a river in a large-scale coast.
#[test]
fn termini_beside_one_another() {
    for bend in [0.0, 3e-7, -3e-7, 2e-6, -2e-6] {
        let at = |k: i32, bend: f64| LatLon::new(42.0 + 0.004 * f64::from(k), 50.0 + bend);
        let coasts = [
            (0, vec![LatLon::new(41.0, 50.0), at(-1, 0.0)]),
            (1, vec![at(-1, 0.0), at(0, bend)]),
            (0, vec![at(0, bend), at(1, 0.0)]),
            (1, vec![at(1, 0.0), LatLon::new(43.0, 50.0)]),
        ];
        let division = judged(&sea(&coasts), &format!("bend {bend}"));
        assert!(!division.lines.is_empty());
    }
}
