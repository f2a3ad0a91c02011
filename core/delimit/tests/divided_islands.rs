//! An island of two states: drawn as the part of each it has a line that comes ashore at the land boundary's two ends; drawn whole
//! under both there is none, which is said.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use littoral_delimit::construct::equidistance::{
    Effect, Equidistance, Options, Pick, equidistance,
};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

const WEST: [(f64, f64); 4] = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)];
const EAST: [(f64, f64); 4] = [(0.0, 1.0), (0.0, 2.0), (1.0, 2.0), (1.0, 1.0)];
const WHOLE: [(f64, f64); 4] = [(0.0, 0.0), (0.0, 2.0), (1.0, 2.0), (1.0, 0.0)];
const MAIN: [(f64, f64); 3] = [(4.0, 0.0), (4.0, 1.0), (5.0, 0.5)];
const OTHER: [(f64, f64); 3] = [(4.0, 4.0), (4.0, 5.0), (5.0, 4.5)];

fn survey(rings: &[(usize, &[(f64, f64)])]) -> Bases {
    let mut out = Bases { parties: vec!["A".into(), "B".into()], ..Bases::default() };
    for (party, at) in rings {
        let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
        let (nodes, edge) = (at.iter().map(node).collect(), EdgeKind::Geodesic);
        let (party, kind, name) = (*party, ShoreKind::Islands, String::new());
        out.lines.push(BaseLine { party, name, kind, edge, nodes, origin: "line 7".into() });
        out.land.push((party, at.iter().map(|p| LatLon::new(p.0, p.1)).collect()));
    }
    out.without_borders(&[], |_, _| false);
    out
}

fn solve(bases: &Bases, effects: Vec<Effect>) -> Result<Equidistance, String> {
    let options = Options { effects, ..Options::default() };
    equidistance(&Ellipsoid::wgs84(), bases, &options).map_err(|e| e.to_string())
}

/// By symmetry the line is the meridian of the land boundary, and ends on its two termini.
#[test]
fn the_part_of_each() {
    let found = solve(&survey(&[(0, &WEST), (1, &EAST)]), Vec::new()).unwrap();
    let earth = Earth::new(&Ellipsoid::wgs84());
    let points = || found.lines.iter().flat_map(|l| &l.points);
    assert_eq!(found.lines.len(), 2);
    assert!(points().all(|p| (p.at.lon - 1.0).abs() < 1e-7));
    for terminus in [(0.0, 1.0), (1.0, 1.0)].map(|p| LatLon::new(p.0, p.1)) {
        assert!(points().any(|p| earth.karney_m(p.at, terminus) < 0.01), "{terminus:?}");
    }
}

/// Whole under both: refused with the island; at no effect for one of them, or for one alone, there is a line.
#[test]
fn whole_under_both() {
    let mut turned = WHOLE;
    turned.reverse();
    let bases = survey(&[(0, &MAIN), (0, &WHOLE), (1, &turned), (1, &OTHER)]);
    let said = solve(&bases, Vec::new()).unwrap_err();
    assert!(
        said.starts_with("A and B both have the whole island about 1.000000, 0.000000 (line 7)"),
        "{said}"
    );
    assert!(said.contains("draw the part of each"), "{said}");
    let none = Effect { party: 0, of: Pick::At(LatLon::new(0.5, 0.5)), effect: 0.0 };
    let line = solve(&bases, vec![none]).map(|f| f.lines.len());
    let alone = solve(&survey(&[(0, &MAIN), (1, &turned), (1, &OTHER)]), Vec::new()).unwrap();
    assert_eq!(line, Ok(alone.lines.len()));
}
