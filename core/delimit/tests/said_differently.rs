//! The answer does not depend on how the case is said.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

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
