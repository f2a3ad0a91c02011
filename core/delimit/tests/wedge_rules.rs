//! What a rule gives to one of two parties within their tie wedge, where both are equally far: waters about an islet, a
//! distance that counts half. Areas by circles on paper.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::f64::consts::PI;

use littoral_delimit::field::Binary;
use littoral_delimit::{
    DistanceOptions, Field, Holder, LayerDivision, NoFunctions, Partition, PointKind, Region,
    SolveOptions, Waters,
};
use littoral_geodesy::LatLon;
use littoral_model::ShoreKind;

/// A square of two degrees with a cape in the south, at whose tip A's coast and B's meet: north of it a wedge of 44 degrees, its
/// ray due north.
fn cape() -> Waters {
    let at = |points: &[[f64; 2]]| points.iter().map(|p| LatLon::new(p[1], p[0])).collect();
    let mut case = common::case(&["A", "B"]);
    let own: Vec<LatLon> = at(&[[1.0, 2.0], [0.0, 2.0], [0.0, 0.0], [0.8, 0.0], [1.0, 0.5]]);
    let other: Vec<LatLon> = at(&[[1.0, 0.5], [1.2, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 2.0]]);
    case.sea.outer = own[..].iter().chain(&other[1..4]).copied().rev().collect();
    let coast = |party, line| common::shore(party, ShoreKind::Coast, vec![line]);
    case.shores = vec![coast(0, own), coast(1, other)];
    Waters::new(case).unwrap()
}

fn solved(waters: &Waters, partition: &Partition) -> LayerDivision {
    let options = SolveOptions { tolerance_m: 0.01, ..SolveOptions::default() };
    waters.solve(partition, &NoFunctions, &options).unwrap()
}

fn km2(division: &LayerDivision, party: &str) -> f64 {
    division.area_km2[party].as_f64().unwrap()
}

/// Places within the wedge, off its ray, with the one that does not hold them: A holds the west.
const PLACES: [(f64, f64, &str); 4] =
    [(0.70, 0.97, "B"), (0.70, 1.03, "A"), (0.95, 0.95, "B"), (0.85, 1.06, "A")];

/// A zone given to the party that does not hold it, small or large, is as large as on paper; given to the holder nothing
/// changes.
#[test]
fn zones_in_a_wedge() {
    let waters = cape();
    let base = waters.equidistance(DistanceOptions::default()).unwrap();
    let before = solved(&waters, &base);
    for (lat, lon, gains) in PLACES {
        for radius_m in [50.0, 700.0, 3000.0] {
            let zone: Region = waters.away(&[LatLon::new(lat, lon)]).unwrap().within(radius_m);
            for to in ["A", "B"] {
                let after = solved(&waters, &base.over_holder(&zone, &Holder::new(to)));
                let want = if to == gains { PI * radius_m * radius_m / 1e6 } else { 0.0 };
                let got = km2(&after, to) - km2(&before, to);
                let slack = 2.0 * PI * radius_m * 0.01 / 1e6 + 1e-5;
                assert!((got - want).abs() < slack, "{lat} {lon} {radius_m} to {to}: {got} {want}");
                let sum = km2(&after, "A") + km2(&after, "B");
                assert!((sum - waters.sea_m2() / 1e6).abs() < 1e-5, "{lat} {lon} {radius_m} {to}");
            }
        }
    }
}

/// The same by other words, of rules that jump (`where`) and of rules that do not (`max`): closed rings.
#[test]
fn rings_in_a_wedge() {
    let waters = cape();
    let own = |k: usize| waters.distance(k, DistanceOptions::default()).unwrap();
    let name = |k: usize| Holder::new(["A", "B"][k]);
    let by = |k: usize, score: Field| {
        let of = |j: usize| if j == k { score.clone() } else { own(j) };
        solved(&waters, &Partition::new((0..2).map(|j| (name(j), of(j))).collect()))
    };
    let radius = 1500.0;
    for (lat, lon, gains) in PLACES {
        let k = usize::from(gains == "B");
        let away = waters.away(&[LatLon::new(lat, lon)]).unwrap();
        let times = own(k).binary(Binary::Mul, &Field::constant(0.7));
        let over = Field::constant(radius).binary(Binary::Sub, &away);
        let rise = over.binary(Binary::Max, &Field::constant(0.0));
        let jumps = times.choose(&away.within(radius), &own(k));
        let before = km2(&by(k, own(k)), gains);
        for (word, score) in [("where", jumps), ("max", own(k).binary(Binary::Sub, &rise))] {
            let after = by(k, score);
            let (got, want) = (km2(&after, gains) - before, PI * radius * radius / 1e6);
            assert!((got - want).abs() < 2e-4, "{word} {lat} {lon}: {got} {want}");
        }
    }
}

/// A zone across the ray: the half that lies beyond it goes over.
#[test]
fn zone_across_the_ray() {
    let waters = cape();
    let base = waters.equidistance(DistanceOptions::default()).unwrap();
    let before = solved(&waters, &base);
    let radius_m = 2000.0;
    let zone = waters.away(&[LatLon::new(0.8, 1.0)]).unwrap().within(radius_m);
    for to in ["A", "B"] {
        let after = solved(&waters, &base.over_holder(&zone, &Holder::new(to)));
        let (got, want) = (km2(&after, to) - km2(&before, to), PI * radius_m * radius_m / 2e6);
        assert!((got - want).abs() < 2e-4, "to {to}: {got} {want}");
    }
}

/// One party is half as far from a place within the wedge as it is: the waters nearer to the place than half their way
/// from the tip are the inside of a circle of Apollonius.
#[test]
fn half_the_distance_in_a_wedge() {
    let waters = cape();
    let tip = LatLon::new(0.5, 1.0);
    for (lat, lon, gains) in [(0.62, 0.98, 1), (0.64, 1.03, 0)] {
        let at = LatLon::new(lat, lon);
        let half = waters.away(&[at]).unwrap().binary(Binary::Mul, &Field::constant(2.0));
        let of = |k: usize| {
            let own = waters.distance(k, DistanceOptions::default()).unwrap();
            if k == gains { own.binary(Binary::Min, &half) } else { own }
        };
        let name = |k: usize| Holder::new(["A", "B"][k]);
        let plain = Partition::new(
            (0..2)
                .map(|k| (name(k), waters.distance(k, DistanceOptions::default()).unwrap()))
                .collect(),
        );
        let before = solved(&waters, &plain);
        let after = solved(&waters, &Partition::new((0..2).map(|k| (name(k), of(k))).collect()));
        let party = ["A", "B"][gains];
        let earth = littoral_geodesy::Earth::new(&waters.case().ellipsoid);
        let radius_km = earth.inverse(tip, at).distance_m / 1e3 * 2.0 / 3.0;
        let got = km2(&after, party) - km2(&before, party);
        // The circle crosses the ray: what of it lies on the gaining side was its own.
        let off_km = earth.inverse(LatLon::new(lat, 1.0), at).distance_m / 1e3 * 4.0 / 3.0;
        let cap = if off_km < radius_km {
            let turn = (off_km / radius_km).acos();
            radius_km * radius_km * (turn - turn.sin() * turn.cos())
        } else {
            0.0
        };
        let want = PI * radius_km * radius_km - cap;
        assert!((got / want - 1.0).abs() < 1e-4, "{lat} {lon}: {got} for {want}");
    }
}

/// Waters nearer to an islet than so much of their way from the tip are beyond a line along which the tip is as far from one
/// party as from the other: one arc of two base points, and nothing turns on it.
#[test]
fn an_arc_in_a_wedge_has_no_turning_points() {
    let waters = cape();
    let own = |k: usize| waters.distance(k, DistanceOptions::default()).unwrap();
    for (word, factor, at) in
        [("max", 0.6, (0.9, 1.02)), ("max", 0.8, (1.0, 0.9)), ("min", 2.0, (0.62, 0.98))]
    {
        for k in 0..2 {
            let away = waters.away(&[LatLon::new(at.0, at.1)]).unwrap();
            let away = away.binary(Binary::Mul, &Field::constant(factor));
            let op = if word == "max" { Binary::Max } else { Binary::Min };
            let of = |j: usize| if j == k { own(j).binary(op, &away) } else { own(j) };
            let name = |j: usize| Holder::new(["A", "B"][j]);
            let division =
                solved(&waters, &Partition::new((0..2).map(|j| (name(j), of(j))).collect()));
            let points = || division.lines.iter().flat_map(|l| &l.points);
            let turning = points().filter(|p| p.kind == PointKind::Turning).count();
            assert!(turning < 12 && points().count() < 5000, "{word} {factor} {k}: {turning}");
        }
    }
}
