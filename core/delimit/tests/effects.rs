//! Effects of islands and weights of base points, against closed forms on the equator and brute force.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use littoral_delimit::construct::equidistance::{
    Effect, Equidistance, Options, Pick, Weight, equidistance,
};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

fn line(party: usize, kind: ShoreKind, name: &str, at: &[(f64, f64)]) -> BaseLine {
    let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
    let (nodes, edge) = (at.iter().map(node).collect(), EdgeKind::Geodesic);
    BaseLine { party, name: name.into(), kind, edge, nodes, origin: "test".into() }
}

fn survey(lines: Vec<BaseLine>) -> Bases {
    Bases { parties: vec!["A".into(), "B".into()], lines, ..Bases::default() }
}

/// A at 0 E with a rock at 1 E, B at 4 E, all on the equator.
fn rock() -> Bases {
    let point = |party, name, lon| line(party, ShoreKind::BasePoint, name, &[(0.0, lon)]);
    survey(vec![point(0, "shore", 0.0), point(0, "rock", 1.0), point(1, "other", 4.0)])
}

fn solve(bases: &Bases, options: Options) -> Equidistance {
    equidistance(&Ellipsoid::wgs84(), bases, &options).unwrap()
}

fn with(effects: Vec<Effect>, weights: Vec<Weight>) -> Options {
    Options { effects, weights, margin_m: 100_000.0, tolerance_m: 1e-3, ..Options::default() }
}

/// Longitude at which the lines cross the equator.
fn crossing(found: &Equidistance) -> f64 {
    let pairs = found.lines.iter().flat_map(|l| l.points.windows(2));
    let mut on = pairs.filter(|w| (w[0].at.lat <= 0.0) != (w[1].at.lat <= 0.0));
    let w = on.next().unwrap();
    let t = w[0].at.lat / (w[0].at.lat - w[1].at.lat);
    w[0].at.lon + t * (w[1].at.lon - w[0].at.lon)
}

/// `(1 - e) x + e (x - 1) = 4 - x`: the line crosses the equator at `(4 + e) / 2`.
#[test]
fn partial_effect_of_a_rock() {
    for effect in [0.0, 0.25, 0.5, 0.9, 1.0] {
        for of in [Pick::Named("rock".into()), Pick::At(LatLon::new(0.01, 1.02))] {
            let found = solve(&rock(), with(vec![Effect { party: 0, of, effect }], Vec::new()));
            let lon = crossing(&found);
            assert!((lon - (4.0 + effect) / 2.0).abs() < 1e-8, "{effect}: {lon}");
            let all = found.lines.iter().flat_map(|l| &l.points);
            assert!(all.clone().all(|p| p.residual_m < 1e-3), "{effect}");
        }
    }
}

/// Two rocks of effects 1/2 and 1/4: `x - 1/2 (1) - 1/4 (1/2) ...` by layers, t from 0 to 1.
#[test]
fn two_rocks_of_different_effect() {
    let mut bases = rock();
    bases.lines.insert(1, line(0, ShoreKind::BasePoint, "reef", &[(0.0, 2.0)]));
    let effect = |name: &str, effect| Effect { party: 0, of: Pick::Named(name.into()), effect };
    let found = solve(&bases, with(vec![effect("rock", 0.5), effect("reef", 0.25)], Vec::new()));
    // A quarter of the distance from the reef, a quarter from the rock, half from the shore.
    let (reef, rock, shore) = (0.25, 0.25, 0.5);
    let want = (4.0 + 2.0 * reef + rock + 0.0 * shore) / 2.0;
    assert!((crossing(&found) - want).abs() < 1e-8);
}

/// `(x - 1) / 3 = 4 - x`: a rock that counts three times; a party that counts three times is Apollonius.
#[test]
fn weights() {
    let weight = |of, factor| Weight { party: 0, of, factor };
    let found = solve(&rock(), with(Vec::new(), vec![weight(Pick::Named("rock".into()), 3.0)]));
    assert!((crossing(&found) - 3.25).abs() < 1e-8);
    let two = survey(vec![
        line(0, ShoreKind::BasePoint, "", &[(-41.0, 179.0)]),
        line(1, ShoreKind::BasePoint, "", &[(-40.0, -179.5)]),
    ]);
    let earth = Earth::new(&Ellipsoid::wgs84());
    let found = solve(&two, with(Vec::new(), vec![weight(Pick::All, 3.0)]));
    let [a, b] = [0, 1].map(|k: usize| two.lines[k].nodes[0].at);
    for p in found.lines.iter().flat_map(|l| &l.points) {
        let off = earth.karney_m(p.at, a) / 3.0 - earth.karney_m(p.at, b);
        assert!(off.abs() < 1e-5, "{off}");
    }
    assert!(found.lines.iter().any(|l| l.closed), "the circle of Apollonius closes");
}

/// Half effect of the islands of a coast; the longest line of a party is its mainland, ring or not.
#[test]
fn half_effect_of_all_islands() {
    let main = [(10.0, 20.0), (10.0, 21.0), (11.0, 21.0), (11.0, 20.0)];
    let isle = [(9.5, 20.5), (9.5, 20.6), (9.6, 20.55)];
    let bases = survey(vec![
        line(0, ShoreKind::Islands, "Main", &main),
        line(0, ShoreKind::Islands, "Isle", &isle),
        line(1, ShoreKind::Coast, "", &[(8.0, 19.0), (8.1, 20.5), (8.0, 22.0)]),
    ]);
    let half = Effect { party: 0, of: Pick::All, effect: 0.5 };
    let options = Options { vertices_only: true, ..with(vec![half], Vec::new()) };
    let found = solve(&bases, options);
    let earth = Earth::new(&Ellipsoid::wgs84());
    let d = |k: usize, p: LatLon| {
        let to = bases.lines[k].nodes.iter().map(|n| earth.karney_m(n.at, p));
        to.fold(f64::INFINITY, f64::min)
    };
    let mut seen = 0;
    for p in found.lines.iter().flat_map(|l| &l.points) {
        let a = 0.5 * d(0, p.at) + 0.5 * d(0, p.at).min(d(1, p.at));
        assert!((a - d(2, p.at)).abs() < 1e-3, "{:?} {}", p.at, a - d(2, p.at));
        seen += 1;
    }
    assert!(seen > 20);
}

#[test]
fn refused_with_a_reason() {
    let effect = |of, effect| with(vec![Effect { party: 0, of, effect }], Vec::new());
    let weight = |factor| with(Vec::new(), vec![Weight { party: 0, of: Pick::All, factor }]);
    for (options, words) in [
        (effect(Pick::Named("nowhere".into()), 0.5), "no base point or line named"),
        (effect(Pick::Named("rock".into()), 1.5), "from 0 to 1"),
        (effect(Pick::Named("rock".into()), f64::NAN), "from 0 to 1"),
        (effect(Pick::At(LatLon::new(95.0, 0.0)), 0.5), "beyond the pole"),
        (weight(0.0), "a weight is 0"),
    ] {
        let error = equidistance(&Ellipsoid::wgs84(), &rock(), &options).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
    let only = survey(vec![
        line(0, ShoreKind::BasePoint, "rock", &[(0.0, 1.0)]),
        line(1, ShoreKind::BasePoint, "", &[(0.0, 4.0)]),
    ]);
    let error = equidistance(&Ellipsoid::wgs84(), &only, &effect(Pick::Named("rock".into()), 0.5));
    assert!(error.unwrap_err().to_string().contains("full effect"));
}
