//! One place said in two ways, 180 and -180 or any longitude of a pole: one place for every construction, and a message that
//! says so.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use littoral_delimit::construct::equidistance::{Equidistance, Options, equidistance};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use ShoreKind::{BasePoint, Coast, Islands};

type Line<'a> = (usize, ShoreKind, &'a [(f64, f64)]);

fn survey(lines: &[Line<'_>]) -> Bases {
    let mut out = Bases { parties: vec!["A".into(), "B".into()], ..Bases::default() };
    for (party, kind, at) in lines {
        let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
        let (nodes, edge) = (at.iter().map(node).collect(), EdgeKind::Geodesic);
        let (party, kind, name) = (*party, *kind, String::new());
        out.lines.push(BaseLine { party, name, kind, edge, nodes, origin: "line 7".into() });
    }
    out
}

fn solve(lines: &[Line<'_>]) -> Result<Equidistance, String> {
    let window = [(-14.0, 177.0), (-14.0, 184.0), (-19.0, 184.0), (-19.0, 177.0)];
    let window = if lines.iter().all(|l| l.1 == BasePoint) { &window[..] } else { &[] };
    let window = window.iter().map(|p| LatLon::new(p.0, p.1)).collect();
    let options = Options { tolerance_m: 1e-2, window, ..Options::default() };
    equidistance(&Ellipsoid::wgs84(), &survey(lines), &options).map_err(|e| e.to_string())
}

/// A base point of two parties is refused with both longitudes as they were written.
#[test]
fn base_points_of_two_parties() {
    let away: Line<'_> = (1, BasePoint, &[(-17.0, -178.0)]);
    for (first, second, words) in [
        (
            (-16.0, 180.0),
            (-16.0, -180.0),
            "-16.000000, 180.000000 (the longitude -180.000000 means the same meridian)",
        ),
        (
            (-16.0, -180.0),
            (-16.0, 180.0),
            "-16.000000, -180.000000 (the longitude 180.000000 means the same meridian)",
        ),
        (
            (-16.0, 181.5),
            (-16.0, -178.5),
            "-16.000000, 181.500000 (the longitude -178.500000 means the same meridian)",
        ),
        (
            (90.0, 10.0),
            (90.0, 50.0),
            "90.000000, 10.000000 (the longitude 50.000000 means the same pole)",
        ),
        (
            (-90.0, 0.0),
            (-90.0, 180.0),
            "-90.000000, 0.000000 (the longitude 180.000000 means the same pole)",
        ),
        ((-16.0, 180.0), (-16.0, 180.0), "-16.000000, 180.000000"),
    ] {
        let said = solve(&[(0, BasePoint, &[first]), (1, BasePoint, &[second]), away]).unwrap_err();
        let want = format!("A and B share the base point {words}: no line is defined");
        assert!(said.starts_with(&want), "{said}");
    }
}

/// A base point that one party has twice is one base point.
#[test]
fn base_points_of_one_party() {
    let away: Line<'_> = (1, BasePoint, &[(-17.0, -178.0)]);
    let once = solve(&[(0, BasePoint, &[(-16.0, 180.0)]), away]).unwrap();
    let twice = solve(&[(0, BasePoint, &[(-16.0, -180.0), (-16.0, 180.0)]), away]).unwrap();
    assert_eq!((once.lines.len(), twice.lines.len()), (1, 1));
    assert!((once.lines[0].length_m - twice.lines[0].length_m).abs() < 1e-6);
}

/// Coasts that meet at 180 by one party and at -180 by the other have the line of the same coasts ten degrees to the west.
#[test]
fn coasts_that_meet_at_the_antimeridian() {
    let at = |meridian: f64, own: f64| {
        let north = [(-15.8, meridian + 0.5 - 360.0), (-16.0, own)];
        let south = [(-16.0, meridian), (-16.3, meridian + 0.5)];
        solve(&[(0, Coast, &north), (1, Coast, &south)]).unwrap()
    };
    let (here, there) = (at(180.0, -180.0), at(170.0, 170.0));
    assert!(here.findings.is_empty(), "{:?}", here.findings);
    assert_eq!(here.lines.len(), there.lines.len());
    let length = |f: &Equidistance| f.lines.iter().map(|l| l.length_m).sum::<f64>();
    assert!((length(&here) - length(&there)).abs() < 1e-3, "{} {}", length(&here), length(&there));
    for (a, b) in here.area_km2.iter().zip(&there.area_km2) {
        assert!((a - b).abs() < 1e-6 * a, "{a} {b}");
    }
}

/// A land boundary along 180 that one party writes as -180 is a land boundary, and pieces of a coast that meet there are joined.
#[test]
fn borders_and_joints_at_the_antimeridian() {
    let west = [(-16.0, 179.0), (-16.0, 180.0), (-17.0, 180.0), (-17.0, 179.0)];
    let east = [(-16.0, -180.0), (-16.0, -179.0), (-17.0, -179.0), (-17.0, -180.0)];
    let mut bases = survey(&[(0, Islands, &west), (1, Islands, &east)]);
    let found = bases.without_borders(&[], |_, _| false);
    assert_eq!((found.borders, found.twice), (2, 0));
    assert!(bases.lines.iter().all(|l| l.kind == Coast && l.nodes.len() == 4));
    let pieces = survey(&[(0, Coast, &west[..2]), (0, Coast, &east[..2])]).joined();
    assert_eq!(pieces.lines.iter().map(|l| l.nodes.len()).collect::<Vec<_>>(), [3]);
}
