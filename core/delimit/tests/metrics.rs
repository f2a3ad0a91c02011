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

/// What is known of the division compared with, and what coasts remember, saves time and changes no bit.
#[test]
fn layers_beside_one_base_measure_as_each_by_itself() {
    let waters = Waters::new(common::caspian()).unwrap();
    let base = solve(&waters, &waters.equidistance(DistanceOptions::default()).unwrap());
    let known = Subject::new(&waters, &base, None);
    let moved = solve(&waters, &additive(&waters, &[("IRN", 20e3), ("RUS", 5e3)]));
    for layer in [&base, &moved, &base] {
        let fresh = Waters::new(common::caspian()).unwrap();
        let alone = Subject::new(&fresh, layer, Some(&base));
        let beside = Subject::new(&waters, layer, None).beside(&known);
        for metric in METRICS {
            assert_eq!((metric.measure)(&beside), (metric.measure)(&alone), "{}", metric.id);
        }
    }
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
    let subject = Subject::new(&waters, &layer, Some(&base));
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
    let same = Subject::new(&waters, &base, Some(&base));
    for id in ["mean_extra_distance", "max_extra_distance", "transfer"] {
        near(id, number(&(find(id).unwrap().measure)(&same).unwrap(), &[]), 0.0, 1e-3);
    }
}

/// A ratio's line runs ever farther beyond equidistance: the greatest extra distance is that of the farthest vertex, by
/// brute force, although most vertices need no measuring.
#[test]
fn no_vertex_lies_farther_than_the_greatest_extra_distance() {
    let case = common::caspian();
    let judge = common::judge::Judge::new(&case, true);
    let waters = Waters::new(case).unwrap();
    let half = |(k, id): (usize, &str)| {
        let d = waters.distance(k, DistanceOptions::default()).unwrap();
        let weight = if id == "IRN" { 1.3 } else { 1.0 };
        (Holder::new(id), d.binary(Binary::Div, &Field::constant(weight)))
    };
    let layer =
        solve(&waters, &Partition::new(waters.case().party_ids().enumerate().map(half).collect()));
    let subject = Subject::new(&waters, &layer, None);
    let most = number(&(find("max_extra_distance").unwrap().measure)(&subject).unwrap(), &[]);
    let iran = waters.case().party("IRN").unwrap();
    let own = layer.lines.iter().filter(|l| l.between.iter().any(|h| h.as_str() == "IRN"));
    let points: Vec<LatLon> = own.flat_map(|l| &l.points).map(|p| p.at()).collect();
    let extra = |at: &LatLon| {
        let all = judge.distances_m(*at);
        (all[iran] - all.iter().copied().fold(f64::INFINITY, f64::min)) / 1000.0
    };
    let farthest = points.iter().step_by(points.len() / 600 + 1).map(extra).fold(0.0, f64::max);
    assert!(farthest > 20.0 && farthest <= most + 1e-6, "{farthest} {most}");
    near("the farthest", farthest, most, 0.5);
}

/// The table of five divisions gives equidistance Gini 0.145, Jain 0.925, Theil 0.038.
#[test]
fn inequality_of_equidistance() {
    let waters = Waters::new(common::caspian()).unwrap();
    let base = common::equidistance(&waters, 1.0, 1.0);
    let subject = Subject::new(&waters, &base, None);
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
    let subject = Subject::new(&waters, &layer, Some(&base));
    let measure = |id: &str| (find(id).unwrap().measure)(&subject).unwrap();
    let width = 111.3195;
    near("mean", number(&measure("mean_extra_distance"), &[]), 25.0 / width, 0.004);
    near("most", number(&measure("max_extra_distance"), &[]), 10.0, 0.01);
    near("transfer", number(&measure("transfer"), &[]), 100.0 * 5.0 / width, 0.01);
    let halves = Subject::new(&waters, &base, Some(&base));
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

/// A square sea, coasts west and east, whose bed falls eastward to a trough at three quarters of the width and rises
/// steeply behind it: the slopes meet in the trough. On a flat bed they meet in the middle.
#[test]
fn the_thalweg_is_the_trough_and_the_middle_of_a_flat_bed() {
    for (trough, wanted) in [(Some(0.75), 75.0), (None, 50.0)] {
        let mut case = common::facing_coasts(40.0, 50.0, 2.0);
        let step = 0.02;
        let nx = 121;
        let height = |i: usize| {
            let x = (i as f64 * step - 0.2) / 2.0;
            trough.map_or(-100.0, |t: f64| {
                if x < t {
                    -400.0 * x.max(0.0) / t
                } else {
                    -400.0 * ((1.0 - x) / (1.0 - t)).max(0.0)
                }
            })
        };
        let z = (0..121).flat_map(|_| (0..nx).map(height)).collect();
        let grid = DepthGrid {
            lat0: 39.8,
            lon0: 49.8,
            step,
            nx,
            z,
            source: String::new(),
            datum: String::new(),
        };
        case.depths = Some(grid);
        let waters = Waters::new(case).unwrap();
        let basins = waters.watershed(0.02).unwrap();
        // Along the middle parallel: where the second party's score falls below the first's.
        let second = |lon: f64| {
            let mut scores = [0.0; 2];
            basins.scores(LatLon::new(41.0, lon), &mut scores);
            scores[1] < scores[0]
        };
        let cross = (0..2000).map(|k| 50.0 + 2.0 * f64::from(k) / 2000.0).find(|x| second(*x));
        near("trough, % of the width", 100.0 * (cross.unwrap() - 50.0) / 2.0, wanted, 1.1);
    }
}

/// Both shores of every parallel have the same water before the midline; a bay or a cape of the near shore does not
/// count, since the farthest crossing does.
#[test]
fn the_midline_halves_every_parallel() {
    let waters = Waters::new(common::facing_coasts(40.0, 50.0, 2.0)).unwrap();
    let line = waters.midline(0, 1, 0.1).unwrap();
    assert!(line.len() >= 19 && line.iter().all(|p| (p.lon - 51.0).abs() < 1e-9), "{line:?}");
    assert!(waters.midline(0, 1, 0.0).is_err() && waters.midline(0, 7, 0.1).is_err());
    let caspian = Waters::new(common::caspian()).unwrap();
    let line = caspian.midline(0, 4, 0.02).unwrap();
    // Absheron left out, by hand from the coast file: 49.83 E and 52.70 E at 40.3 N.
    let at =
        line.iter().min_by(|a, b| (a.lat - 40.3).abs().total_cmp(&(b.lat - 40.3).abs())).unwrap();
    near("midpoint at 40.3 N", at.lon, (49.83 + 52.7016) / 2.0, 0.01);
}

/// Encroachment from the printed cells is that of the engine's walk along the coast.
#[test]
fn encroachment_agrees_with_the_walk_along_the_coast() {
    let waters = Waters::new(common::caspian()).unwrap();
    let partition = additive(&waters, &[("IRN", 48_000.0)]);
    let options = SolveOptions { tolerance_m: 1.0, ..SolveOptions::default() };
    let walked = waters.frontages(&partition, &NoFunctions, &options).unwrap();
    let layer = solve(&waters, &partition);
    let subject = Subject::new(&waters, &layer, None);
    let value = (find("encroachment").unwrap().measure)(&subject).unwrap();
    let mut compared = 0;
    for f in walked.iter().filter(|f| f.encroached() && f.fraction > 1e-4) {
        let got = number(&value, &[f.party.as_str(), f.holder.as_str()]);
        near("per cent of the coast", got, 100.0 * f.fraction, 0.05);
        compared += 1;
    }
    assert!(compared >= 2, "{walked:?}");
    let none = solve(&waters, &additive(&waters, &[]));
    let subject = Subject::new(&waters, &none, None);
    let value = (find("encroachment").unwrap().measure)(&subject).unwrap();
    assert!(
        value.as_object().unwrap().values().all(|v| v.as_object().unwrap().is_empty()),
        "{value}"
    );
}

/// A field on the boundary of two halves is shared by area in halves, and goes whole to one holder otherwise; a port
/// on the west coast is 1 degree of longitude from the middle.
#[test]
fn value_ports_and_corridors_in_a_strip() {
    let mut case = common::facing_coasts(40.0, 50.0, 2.0);
    let mut field = |lon: f64, value: f64, area_km2: Option<f64>| {
        case.deposits.push(littoral_model::Deposit {
            id: format!("d{}", case.deposits.len()),
            names: Vec::new(),
            claimants: Vec::new(),
            claimed_from: Vec::new(),
            outline: Vec::new(),
            at: Some(LatLon::new(41.0, lon)),
            value: Some(value),
            area_km2,
            status: String::new(),
            source: littoral_model::Source { cite: Vec::new(), confidence: "high".into() },
        });
    };
    field(50.9999, 3.0, Some(400.0));
    field(51.8, 1.0, None);
    case.ports.push(littoral_model::Port {
        party: 0,
        name: littoral_model::Names::english("West"),
        at: LatLon::new(41.0, 50.0),
    });
    let waters = Waters::new(case).unwrap();
    let whole = solve(&waters, &waters.equidistance(DistanceOptions::default()).unwrap());
    let of = |layer: &LayerDivision, id: &str| {
        (find(id).unwrap().measure)(&Subject::new(&waters, layer, None))
    };
    let ids: Vec<String> = waters.case().party_ids().map(str::to_owned).collect();
    near("whole", number(&of(&whole, "deposit_value").unwrap(), &[&ids[0]]), 75.0, 1e-9);
    near("by area", number(&of(&whole, "deposit_value_by_area").unwrap(), &[&ids[0]]), 37.5, 0.4);
    assert!(of(&whole, "corridor").is_none(), "no common water");
    let ports = of(&whole, "port_distance").unwrap();
    // Mean distance from the middle of the side of a rectangle of about 84 by 222 km, by quadrature in the plane.
    near(
        "mean distance from the port",
        number(&ports, &[&ids[0]]),
        mean_distance(84.0, 222.2),
        2.0,
    );
    assert!(ports.get(&ids[1]).is_none(), "a party without a port");
    // Belts of 20 km: the way out of a port passes 222 km of open belt, as wide as the sea is high.
    let belts = waters.coast().unwrap().within(20_000.0).no();
    let common = waters.equidistance(DistanceOptions::default()).unwrap();
    let common = common.over_holder(&belts, &Holder::new("COMMON"));
    let width = of(&solve(&waters, &common), "corridor").unwrap();
    assert!(number(&width, &[&ids[0]]) > 40.0 && number(&width, &[&ids[1]]) > 40.0, "{width}");
}

/// Mean distance of a rectangle's points from the middle of its left side.
fn mean_distance(width: f64, height: f64) -> f64 {
    let n = 400;
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..n {
            let (x, y) = (
                width * (f64::from(i) + 0.5) / 400.0,
                height * ((f64::from(j) + 0.5) / 400.0 - 0.5),
            );
            sum += x.hypot(y);
        }
    }
    sum / f64::from(n * n)
}
