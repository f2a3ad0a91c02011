//! Metrics on the Caspian against values computed apart, and in a strip against closed forms.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use littoral_delimit::field::Binary;
use littoral_delimit::metric::coast_length::coast_length_m;
use littoral_delimit::metric::{METRICS, Subject, find};
use littoral_delimit::{
    DistanceOptions, Field, Holder, LayerDivision, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, DepthGrid, Level, ShoreKind};
use serde_json::Value;

fn solve(waters: &Waters, partition: &Partition) -> LayerDivision {
    let options = SolveOptions { tolerance_m: 1.0, ..SolveOptions::default() };
    waters.solve(partition, &NoFunctions, &options).unwrap()
}

/// Distances with a length in metres taken off some parties'.
fn additive(waters: &Waters, weights: &[(&str, f64)]) -> Partition {
    let score = |(k, id): (usize, &str)| {
        let d = waters.distance(k, DistanceOptions::default()).unwrap();
        let w = weights.iter().find(|(p, _)| *p == id).map_or(0.0, |(_, w)| *w);
        (Holder::new(id), d.binary(Binary::Sub, &Field::constant(w)))
    };
    Partition::new(waters.case().party_ids().enumerate().map(score).collect())
}

fn number(value: &Value, path: &[&str]) -> f64 {
    path.iter().fold(value, |v, k| &v[k]).as_f64().unwrap()
}

fn near(what: &str, got: f64, wanted: f64, tolerance: f64) {
    assert!((got - wanted).abs() <= tolerance, "{what}: {got}, expected {wanted}");
}

/// Mainland lengths, and area share over coast share, of two independent computations on this coast's source before
/// its quantisation: a plane and a geodesic one that differ by 5 per cent at the lagoon's cut alone.
#[test]
fn coasts_of_the_caspian() {
    let case = common::caspian();
    let earth = Earth::new(&case.ellipsoid);
    let raw: Vec<f64> = (0..5).map(|k| coast_length_m(&earth, &case, k, 0.0) / 1000.0).collect();
    for (got, wanted) in raw.iter().zip([682.7, 731.9, 1848.0, 1211.8, 1047.4]) {
        near("raw length", *got, wanted, 0.004 * wanted);
    }
    let at_50: Vec<f64> = (0..5).map(|k| coast_length_m(&earth, &case, k, 50_000.0)).collect();
    let share = |l: &[f64], k: usize| 100.0 * l[k] / l.iter().sum::<f64>();
    near("Russia, raw", share(&raw, 3), 21.7, 0.5);
    // Douglas and Peucker's method in an equal-area plane, written apart.
    for (k, wanted) in [14.56, 17.22, 35.56, 18.23, 14.43].into_iter().enumerate() {
        near("share at 50 km", share(&at_50, k), wanted, 0.05);
    }
    for k in 0..5 {
        assert!(at_50[k] <= raw[k] * 1000.0);
    }
}

/// Iran's floor of 20 per cent by additive weights: farthest advance is the weight itself, and the mean extra distance
/// follows from areas alone (bathtub principle): the integral over weights t up to w of what is gained between t and w.
/// (An independent raster that leaves 1 km of coast out at the termini has 1.283 km at its larger weight of 48.8 km.)
#[test]
fn extra_distance_of_the_floor() {
    let waters = Waters::new(common::caspian()).unwrap();
    let base = common::equidistance(&waters, 1.0, 1.0);
    let layer = solve(&waters, &additive(&waters, &[("IRN", 48_170.0)]));
    let subject = Subject { waters: &waters, layer: &layer, base: Some(&base) };
    let measure = |id: &str| (find(id).unwrap().measure)(&subject).unwrap();
    let gained = |w: f64| {
        let options = SolveOptions::default();
        waters.areas(&additive(&waters, &[("IRN", w)]), &NoFunctions, &options).unwrap()[1]
    };
    let (whole, nodes) = (gained(48_170.0), 20);
    // t = w s^2: the area grows like the root of the weight at first.
    let part = |k: i32| {
        let s = (f64::from(k) + 0.5) / f64::from(nodes);
        (whole - gained(48_170.0 * s * s)) * 2.0 * s
    };
    let mean = 48.17 * (0..nodes).map(part).sum::<f64>() / f64::from(nodes) / waters.sea_m2();
    near("mean", number(&measure("mean_extra_distance"), &[]), mean, 0.01);
    near("mean of the raster", mean, 1.283, 0.035);
    near("most", number(&measure("max_extra_distance"), &[]), 48.17, 0.1);
    near("transfer", number(&measure("transfer"), &[]), 5.63, 0.1);
    near("flow", number(&measure("flow"), &["AZE", "IRN"]), 0.0258 * 379_164.0, 400.0);
    // Against itself nothing moves and nothing is extra.
    let same = Subject { waters: &waters, layer: &base, base: Some(&base) };
    for id in ["mean_extra_distance", "max_extra_distance", "transfer"] {
        near(id, number(&(find(id).unwrap().measure)(&same).unwrap(), &[]), 0.0, 1e-3);
    }
}

/// The table of five divisions gives equidistance Gini 0.145, Jain 0.925, Theil 0.038.
#[test]
fn inequality_of_equidistance() {
    let waters = Waters::new(common::caspian()).unwrap();
    let base = common::equidistance(&waters, 1.0, 1.0);
    let subject = Subject { waters: &waters, layer: &base, base: None };
    for (id, wanted) in [("gini", 0.145), ("jain", 0.925), ("theil", 0.038)] {
        near(id, number(&(find(id).unwrap().measure)(&subject).unwrap(), &[]), wanted, 0.001);
    }
    let envy = (find("envy").unwrap().measure)(&subject).unwrap();
    near("envy", number(&envy, &["IRN", "KAZ"]), 30.80 - 14.35, 0.1);
    assert_eq!(number(&envy, &["KAZ", "IRN"]), 0.0);
    assert!((find("transfer").unwrap().measure)(&subject).is_none(), "nothing to compare with");
    assert!((find("acceptance").unwrap().measure)(&subject).is_none(), "no claims");
    assert!((find("water_volume").unwrap().measure)(&subject).is_none(), "no depths");
    let lines = (find("boundary_length").unwrap().measure)(&subject).unwrap();
    let total: f64 = lines.as_object().unwrap().values().filter_map(Value::as_f64).sum();
    near("lines", total, base.lines_km(), 1e-6);
}

/// A strip about the equator between two meridian coasts, with a bed that slopes from west to east.
fn strip() -> Case {
    let mut case = common::case(&["AAA", "BBB"]);
    let at = LatLon::new;
    case.sea.outer = vec![at(-0.05, -0.5), at(-0.05, 0.5), at(0.05, 0.5), at(0.05, -0.5)];
    let coast = |lon: f64| vec![vec![at(-2.0, lon), at(2.0, lon)]];
    case.shores.push(common::shore(0, ShoreKind::Coast, coast(-0.5)));
    case.shores.push(common::shore(1, ShoreKind::Coast, coast(0.5)));
    case.level = Some(Level { datum: "test".into(), legal_m: -28.0 });
    let row = (0..=20).map(|i| -28.0 - 20.0 * f64::from(i));
    let z = (0..5).flat_map(|_| row.clone()).collect();
    let (source, datum) = (String::new(), String::new());
    case.depths = Some(DepthGrid { lat0: -0.1, lon0: -0.5, step: 0.05, nx: 21, z, source, datum });
    case
}

/// With a weight w in a strip of width W the line moves by w/2: mean extra (w/2)^2 / W, most w. The bed slopes from 0 to
/// 400 m: half the strip holds a quarter of the water, and all that is shallower than 200 m.
#[test]
fn a_strip_by_hand() {
    let waters = Waters::new(strip()).unwrap();
    let base = solve(&waters, &additive(&waters, &[]));
    let layer = solve(&waters, &additive(&waters, &[("AAA", 10_000.0)]));
    let subject = Subject { waters: &waters, layer: &layer, base: Some(&base) };
    let measure = |id: &str| (find(id).unwrap().measure)(&subject).unwrap();
    let width = 111.3195;
    near("mean", number(&measure("mean_extra_distance"), &[]), 25.0 / width, 0.004);
    near("most", number(&measure("max_extra_distance"), &[]), 10.0, 0.01);
    near("transfer", number(&measure("transfer"), &[]), 100.0 * 5.0 / width, 0.01);
    let halves = Subject { layer: &base, ..subject };
    let measure = |id: &str| (find(id).unwrap().measure)(&halves).unwrap();
    let area = base.area_km2["AAA"].as_f64().unwrap();
    near("volume, west", number(&measure("water_volume"), &["AAA"]), area * 0.1, area * 1e-3);
    near("volume, east", number(&measure("water_volume"), &["BBB"]), area * 0.3, area * 1e-3);
    near("shelf, west", number(&measure("shelf_area"), &["AAA"]), area, area * 0.03);
    near("shelf, east", number(&measure("shelf_area"), &["BBB"]), 0.0, area * 0.03);
    // Height 0.1 degrees by the equatorial degree of latitude, one line.
    near("lines", number(&measure("boundary_length"), &["AAA-BBB"]), 11.057, 0.01);
    let inner = number(&measure("compactness_of_lines"), &["AAA"]);
    near(
        "compactness",
        inner,
        4.0 * std::f64::consts::PI * area / 11.057_f64.powi(2),
        inner * 0.01,
    );
}

#[test]
fn metrics_are_listed_once_and_explained() {
    for (k, metric) in METRICS.iter().enumerate() {
        assert!(METRICS[..k].iter().all(|m| m.id != metric.id), "{} twice", metric.id);
        assert!(metric.about.ends_with('.'), "{}", metric.id);
    }
}
