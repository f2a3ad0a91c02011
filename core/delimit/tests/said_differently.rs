//! The answer does not depend on how the case is said.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;
#[allow(dead_code, unreachable_pub, reason = "one function of the bench is used")]
#[path = "../benches/ladder/rungs.rs"]
mod rungs;

use littoral_delimit::{LayerDivision, Waters};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::Case;

fn solve(case: Case) -> LayerDivision {
    common::equidistance(&Waters::new(case).unwrap(), 1.0, 0.1)
}

fn map(case: &Case, f: &dyn Fn(LatLon) -> LatLon) -> Case {
    let mut case = case.clone();
    case.sea.outer.iter_mut().chain(case.sea.inner.iter_mut().flatten()).for_each(|p| *p = f(*p));
    case.shores.iter_mut().flat_map(|s| s.lines.iter_mut().flatten()).for_each(|p| *p = f(*p));
    case
}

/// Same shares to a ten-thousandth of a point and same tripoints to a millimetre.
fn same(a: &LayerDivision, b: &LayerDivision, back: &dyn Fn(LatLon) -> LatLon) {
    for (holder, share) in &a.share_percent {
        let (x, y) = (share.as_f64().unwrap(), b.share(holder));
        assert!((x - y).abs() < 1e-7, "{holder}: {x} {y}");
    }
    let earth = Earth::new(&littoral_geodesy::Ellipsoid::wgs84());
    let tripoints = |d: &LayerDivision| -> Vec<LatLon> {
        let points = d.lines.iter().flat_map(|l| &l.points);
        points.filter(|p| p.kind == littoral_delimit::PointKind::Tripoint).map(|p| p.at()).collect()
    };
    let mine = tripoints(a);
    for p in tripoints(b) {
        let off = mine.iter().map(|q| earth.karney_m(*q, back(p))).fold(f64::INFINITY, f64::min);
        assert!(off < 1e-3, "{p:?} is {off} m from every tripoint");
    }
}

#[test]
fn order_of_parties() {
    let case = common::caspian();
    let first = solve(case.clone());
    let mut turned = case.clone();
    turned.parties.reverse();
    turned.shores.iter_mut().for_each(|s| s.party = case.parties.len() - 1 - s.party);
    same(&first, &solve(turned), &|p| p);
}

#[test]
fn direction_of_rings_and_lines() {
    let case = common::caspian();
    let first = solve(case.clone());
    let mut turned = case;
    turned.sea.outer.reverse();
    turned.sea.inner.iter_mut().for_each(|r| r.reverse());
    turned.shores.iter_mut().flat_map(|s| &mut s.lines).for_each(|l| l.reverse());
    same(&first, &solve(turned), &|p| p);
}

/// Across the antimeridian: all longitudes moved so that the sea straddles 180 degrees.
#[test]
fn longitude() {
    let case = common::caspian();
    let first = solve(case.clone());
    let east = |p: LatLon| {
        LatLon::new(p.lat, if p.lon + 129.0 > 180.0 { p.lon - 231.0 } else { p.lon + 129.0 })
    };
    same(&first, &solve(map(&case, &east)), &|p| LatLon::new(p.lat, p.lon - 129.0));
}

/// Mirrored in the equator.
#[test]
fn hemisphere() {
    let case = common::caspian();
    let first = solve(case.clone());
    let south = |p: LatLon| LatLon::new(-p.lat, p.lon);
    same(&first, &solve(map(&case, &south)), &south);
}

/// Any turn of longitude, also such that no coordinate stays a round number.
#[test]
fn any_longitude() {
    let case = common::caspian();
    let first = solve(case.clone());
    for turn in [17.313, -101.7, 180.0] {
        let there = |p: LatLon| LatLon::new(p.lat, littoral_geodesy::densify::wrap(p.lon + turn));
        same(&first, &solve(map(&case, &there)), &|p| LatLon::new(p.lat, p.lon - turn));
    }
}

/// A sphere looks the same from everywhere: the sea moved to 77 to 87 degrees north keeps its shares.
#[test]
fn near_the_pole_of_a_sphere() {
    let mut case = common::caspian();
    case.ellipsoid = littoral_geodesy::Ellipsoid::named("sphere").unwrap();
    let first = solve(case.clone());
    // A turn by 40 degrees about the axis through (0, 140 E) and its opposite takes 42 N 50 E to 82 N.
    let turned = |p: LatLon| {
        let (lat, lon) = (p.lat.to_radians(), (p.lon - 50.0).to_radians());
        let (x, y, z) = (lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin());
        let (s, c) = 40.0_f64.to_radians().sin_cos();
        let (x, z) = (x * c - z * s, x * s + z * c);
        LatLon::new(z.clamp(-1.0, 1.0).asin().to_degrees(), y.atan2(x).to_degrees())
    };
    let second = solve(map(&case, &turned));
    for (holder, share) in &first.share_percent {
        let (x, y) = (share.as_f64().unwrap(), second.share(holder));
        assert!((x - y).abs() < 1e-6, "{holder}: {x} {y}");
    }
}

/// Every edge cut at its geodesic middle is the same coast.
#[test]
fn edges_cut_on_their_geodesics() {
    let case = common::caspian();
    let first = solve(case.clone());
    let earth = Earth::new(&case.ellipsoid);
    let cut = |line: &mut Vec<LatLon>, closed: bool| {
        let mut out = Vec::new();
        for k in 0..line.len() - usize::from(!closed) {
            let (mut a, mut b) = (line[k], line[(k + 1) % line.len()]);
            out.push(a);
            // The middle is the same from either end to the last digit.
            if (b.lat, b.lon) < (a.lat, a.lon) {
                std::mem::swap(&mut a, &mut b);
            }
            let way = earth.inverse(a, b);
            out.push(earth.direct(a, way.azimuth1_deg, way.distance_m / 2.0));
        }
        out.extend(line.last().filter(|_| !closed));
        *line = out;
    };
    let mut finer = case;
    cut(&mut finer.sea.outer, true);
    finer.sea.inner.iter_mut().for_each(|r| cut(r, true));
    for s in &mut finer.shores {
        let closed = s.kind == littoral_model::ShoreKind::Islands;
        s.lines.iter_mut().for_each(|l| cut(l, closed));
    }
    same(&first, &solve(finer), &|p| p);
}

/// On an ellipsoid of another size and the same shape every place stays and areas grow with the square. (In a sea without
/// tie wedges: what divides them is a direction over a stated length.)
#[test]
fn size_of_the_ellipsoid() {
    let case = common::facing_coasts(57.5, 20.0, 0.9);
    let ragged = common::ragged(58.0, 21.0, 3);
    for case in [case, ragged] {
        let waters = Waters::new(case.clone()).unwrap();
        let first = common::equidistance(&waters, 1.0, 0.1);
        let wedge = !first.ties.is_empty();
        for factor in [0.273, 3.0, 11.2] {
            let mut other = case.clone();
            other.ellipsoid.a_m *= factor;
            let second = solve(other);
            if !wedge {
                same(&first, &second, &|p| p);
            }
            let grown = second.sea_km2 / first.sea_km2 / (factor * factor);
            assert!((grown - 1.0).abs() < 1e-10, "{factor} {grown}");
        }
    }
}

/// Large coasts are indexed block by block, coasts walked and lines traced in parts on all threads: the bytes are those of
/// one thread.
#[test]
fn number_of_threads() {
    let native = common::caspian();
    for case in [rungs::fractal(&native, 40_000), native] {
        let bytes = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| serde_json::to_string(&solve(case.clone())).unwrap())
        };
        let one = bytes(1);
        assert!([2, 3, 7].into_iter().all(|n| bytes(n) == one));
    }
}
