//! Degenerate coasts: an answer that brute force confirms, a finding, or an error with a place; never a
//! silent wrong line.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use littoral_delimit::DelimitError;
use littoral_delimit::construct::envelope::{self, Envelope};
use littoral_delimit::construct::equidistance::{Equidistance, Options, equidistance};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use ShoreKind::{BasePoint, Coast, Islands};

type Places<'a> = &'a [(f64, f64)];

/// B across the water from whatever A is.
const ACROSS: [(f64, f64); 4] = [(56.0, 2.0), (56.1, 3.0), (55.9, 4.0), (56.0, 5.0)];

fn survey(lines: &[(usize, ShoreKind, Places<'_>)]) -> Bases {
    let mut out = Bases { parties: vec!["A".into(), "B".into()], ..Bases::default() };
    for (party, kind, at) in lines {
        let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
        let (nodes, edge) = (at.iter().map(node).collect(), EdgeKind::Geodesic);
        let (party, kind, name) = (*party, *kind, String::new());
        out.lines.push(BaseLine { party, name, kind, edge, nodes, origin: "line 7".into() });
    }
    out
}

fn solve(bases: &Bases) -> Result<Equidistance, DelimitError> {
    within(bases, Vec::new())
}

fn within(bases: &Bases, window: Vec<LatLon>) -> Result<Equidistance, DelimitError> {
    let options = Options { window, margin_m: 50_000.0, tolerance_m: 1e-2, ..Options::default() };
    equidistance(&Ellipsoid::wgs84(), bases, &options)
}

fn nearest(earth: &Earth, bases: &Bases, party: usize, p: LatLon) -> f64 {
    let mut best = f64::INFINITY;
    for l in bases.lines.iter().filter(|l| l.party == party) {
        for k in 0..l.nodes.len() {
            best = best.min(earth.karney_m(p, l.nodes[k].at));
            best = l.curve(earth, k).map_or(best, |edge| best.min(edge.nearest(earth, p).1));
        }
    }
    best
}

/// Every point of every line is equally far from both by brute force.
fn judged(bases: &Bases, found: &Equidistance) {
    let earth = Earth::new(&Ellipsoid::wgs84());
    assert!(!found.lines.is_empty());
    for p in found.lines.iter().flat_map(|l| &l.points) {
        let [a, b] = [0, 1].map(|k| nearest(&earth, bases, k, p.at));
        assert!((a - b).abs() < 1e-3, "{:?}: {a} {b}", p.at);
    }
}

/// Rings of the limit at 12 M are closed, at their distance by brute force, and meet in their corners.
fn limit(bases: &Bases) -> Envelope {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let found = envelope::envelope(&earth, bases, 0, &envelope::Options::at(22_224.0)).unwrap();
    assert!(found.worst_gap_m < 1e-3 && found.rings.iter().all(|r| r.closed));
    for piece in found.rings.iter().flat_map(|r| &r.pieces) {
        for k in 0..=4 {
            let s = piece.curve.range[0] + piece.curve.length() * f64::from(k) / 4.0;
            let d = nearest(&earth, bases, 0, piece.curve.at(&earth, s));
            assert!((d - 22_224.0).abs() < 1e-3, "{d} {piece:?}");
        }
    }
    found
}

fn total(found: &Equidistance) -> f64 {
    found.lines.iter().map(|l| l.length_m).sum()
}

const SHORE: [(f64, f64); 4] = [(58.0, 2.0), (57.5, 3.0), (57.6, 4.0), (58.0, 5.0)];

#[test]
fn repeated_coordinates_and_edges_of_no_length() {
    let plain = survey(&[(0, Coast, &SHORE), (1, Coast, &ACROSS)]);
    let [a, b, c, d] = SHORE;
    let again = survey(&[(0, Coast, &[a, a, b, b, b, c, d, d]), (1, Coast, &ACROSS)]);
    let (x, y) = (solve(&plain).unwrap(), solve(&again).unwrap());
    judged(&again, &y);
    assert_eq!(x.lines.len(), y.lines.len());
    assert!((total(&x) - total(&y)).abs() < 1e-3);
    assert!((limit(&plain).rings[0].length_m - limit(&again).rings[0].length_m).abs() < 1e-3);
}

/// A spike out and back along the same way, and one that is a hair open.
#[test]
fn spikes() {
    let [a, b, c, d] = SHORE;
    for back in [b, (b.0, b.1 + 1e-9), (b.0 + 1e-6, b.1 + 1e-6)] {
        let bases = survey(&[(0, Coast, &[a, b, (57.0, 3.2), back, c, d]), (1, Coast, &ACROSS)]);
        judged(&bases, &solve(&bases).unwrap());
        limit(&bases);
    }
}

/// Islands that touch in a vertex, and one that touches the mainland in a vertex.
#[test]
fn touching_islands() {
    let one = [(57.3, 3.0), (57.3, 3.1), (57.2, 3.05)];
    let two = [(57.2, 3.05), (57.15, 3.1), (57.15, 3.0)];
    let three = [SHORE[1], (57.45, 3.05), (57.45, 2.95)];
    let bases = survey(&[
        (0, Coast, &SHORE),
        (0, Islands, &one),
        (0, Islands, &two),
        (0, Islands, &three),
        (1, Coast, &ACROSS),
    ]);
    judged(&bases, &solve(&bases).unwrap());
    limit(&bases);
}

/// Islands of one vertex, of two, and of one vertex said three times.
#[test]
fn islands_without_area() {
    for isle in [&[(57.1, 3.4)][..], &[(57.1, 3.4), (57.1, 3.45)], &[(57.1, 3.4); 3]] {
        for kind in [Islands, BasePoint] {
            let bases = survey(&[(0, Coast, &SHORE), (0, kind, isle), (1, Coast, &ACROSS)]);
            judged(&bases, &solve(&bases).unwrap());
            limit(&bases);
        }
    }
}

/// The same coast with forty points on each of its edges: the same line, area and limit.
#[test]
fn collinear_runs() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let dense: Vec<(f64, f64)> = SHORE
        .windows(2)
        .flat_map(|w| {
            let [p, q] = [w[0], w[1]].map(|p| LatLon::new(p.0, p.1));
            let way = earth.inverse(p, q);
            let at = move |k: i32| {
                earth_direct(p, way.azimuth1_deg, way.distance_m * f64::from(k) / 40.0)
            };
            (0..40).map(at).collect::<Vec<_>>()
        })
        .chain([SHORE[3]])
        .collect();
    let plain = survey(&[(0, Coast, &SHORE), (1, Coast, &ACROSS)]);
    let many = survey(&[(0, Coast, &dense), (1, Coast, &ACROSS)]);
    let frame = [(59.0, 0.0), (55.0, 0.0), (55.0, 7.0), (59.0, 7.0)].map(|p| LatLon::new(p.0, p.1));
    let [x, y] = [&plain, &many].map(|b| within(b, frame.to_vec()).unwrap());
    judged(&many, &y);
    assert!((total(&x) - total(&y)).abs() < 0.05, "{} {}", total(&x), total(&y));
    assert!(
        x.area_km2.iter().zip(&y.area_km2).all(|(a, b)| (a - b).abs() < 1e-3 * 1e-3 * a.max(1.0))
    );
    let (p, q) = (limit(&plain), limit(&many));
    assert!((p.rings[0].length_m - q.rings[0].length_m).abs() < 0.01);
}

fn earth_direct(p: LatLon, azimuth_deg: f64, distance_m: f64) -> (f64, f64) {
    let at = Earth::new(&Ellipsoid::wgs84()).direct(p, azimuth_deg, distance_m);
    (at.lat, at.lon)
}

/// Coasts of two parties that cross: an error that says where, or lines that brute force confirms.
#[test]
fn coasts_that_cross() {
    let bases =
        survey(&[(0, Coast, &[(57.0, 2.0), (56.0, 4.0)]), (1, Coast, &[(56.0, 2.0), (57.0, 4.0)])]);
    match solve(&bases) {
        Ok(found) => judged(&bases, &found),
        Err(error) => assert!(error.to_string().contains("near 5"), "{error}"),
    }
    // One coordinate in common, at which neither coast ends: a finding.
    let bases = survey(&[
        (0, Coast, &[(57.0, 2.0), (56.5, 3.0), (57.0, 4.0)]),
        (1, Coast, &[(56.0, 2.0), (56.5, 3.0), (56.0, 4.0)]),
    ]);
    match solve(&bases) {
        Ok(found) => assert!(found.findings[0].contains("share the base point"), "{found:?}"),
        Err(error) => assert!(error.to_string().contains("near 5"), "{error}"),
    }
}

/// A base point in each pole, and a coast round one.
#[test]
fn poles() {
    let bases = survey(&[(0, BasePoint, &[(90.0, 12.0)]), (1, BasePoint, &[(88.0, 40.0)])]);
    judged(&bases, &solve(&bases).unwrap());
    limit(&bases);
    let round = [(88.0, 0.0), (88.0, 90.0), (88.0, 180.0), (88.0, -90.0)];
    let bases = survey(&[(0, Islands, &round), (1, BasePoint, &[(85.0, 10.0)])]);
    judged(&bases, &solve(&bases).unwrap());
    limit(&bases);
}

#[test]
fn refused_with_a_place() {
    for bad in [f64::NAN, f64::INFINITY, 1e308, -90.000_000_1] {
        let bases = survey(&[(0, BasePoint, &[(bad, 2.0)]), (1, Coast, &ACROSS)]);
        let error = solve(&bases).unwrap_err().to_string();
        assert!(error.contains("base point 1 of A (line 7)"), "{error}");
        let earth = Earth::new(&Ellipsoid::wgs84());
        assert!(envelope::envelope(&earth, &bases, 0, &envelope::Options::at(1e4)).is_err());
    }
    // Parties all round the earth.
    let all = [(0.0, 0.0), (0.0, 90.0), (0.0, 180.0), (0.0, -90.0)];
    let bases = survey(&[(0, BasePoint, &all[..2]), (1, BasePoint, &all[2..])]);
    assert!(solve(&bases).unwrap_err().to_string().contains("window"));
    for odd in [
        Options { tolerance_m: 0.0, ..Options::default() },
        Options { margin_m: f64::NAN, ..Options::default() },
        Options { window: vec![LatLon::new(0.0, 0.0); 2], ..Options::default() },
        Options { window: vec![LatLon::new(0.0, f64::NAN); 3], ..Options::default() },
    ] {
        let bases = survey(&[(0, Coast, &SHORE), (1, Coast, &ACROSS)]);
        assert!(equidistance(&Ellipsoid::wgs84(), &bases, &odd).is_err(), "{odd:?}");
    }
}

/// Two coasts that meet but for the last digits of their coordinates count as one there, and that is said. Nothing told
/// before who is nearer far out, and the search had no end.
#[test]
fn coasts_a_hair_apart() {
    for hair in [3e-10, 1e-11, 1e-13] {
        let north = [(10.2, 20.5), (10.0, 20.0)];
        let south = [(10.0 - hair, 20.0), (9.8, 20.5)];
        let bases = survey(&[(0, Coast, &north), (1, Coast, &south)]);
        let found = solve(&bases).unwrap();
        judged(&bases, &found);
        assert!(found.findings.iter().any(|f| f.contains("count as those: 1,")));
    }
}

/// Single base points of two parties micrometres apart are refused with the place.
#[test]
fn base_points_a_hair_apart() {
    let text = |hair: f64| {
        let bases =
            survey(&[(0, BasePoint, &[(10.0, 20.0)]), (1, BasePoint, &[(10.0, 20.0 + hair)])]);
        solve(&bases).map_or_else(|e| e.to_string(), |f| f.lines.len().to_string())
    };
    assert!(text(1e-10).contains("mm apart near 10.000000, 20.000000"), "{}", text(1e-10));
    assert_eq!(text(1e-8), "1");
}

/// Base points of two parties a metre apart and a third party's thousands of kilometres away: all the rim of so wide a
/// window was looked at metre by metre.
#[test]
fn near_one_another_and_far() {
    let mut bases = survey(&[(0, BasePoint, &[(50.0, 0.0)]), (1, BasePoint, &[(50.0, 1e-5)])]);
    bases.parties.push("C".into());
    let far = BaseNode { at: LatLon::new(50.9, 60.0), name: String::new() };
    bases.lines.push(BaseLine { party: 2, nodes: vec![far], ..bases.lines[0].clone() });
    let options = Options { tolerance_m: 10.0, ..Options::default() };
    let found = equidistance(&Ellipsoid::wgs84(), &bases, &options).unwrap();
    let earth = Earth::new(&Ellipsoid::wgs84());
    assert!(found.lines.len() > 1);
    for line in &found.lines {
        for p in &line.points {
            let [a, b] = line.between.map(|k| nearest(&earth, &bases, k, p.at));
            assert!((a - b).abs() < 1e-3, "{:?}: {a} {b}", p.at);
        }
    }
}
