//! The real Caspian: shares against independent raster values, lines and labels against brute force.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg};
use littoral_delimit::field::Binary;
use littoral_delimit::{
    Bound, DistanceOptions, Field, FitRequest, Holder, LayerDivision, NoFunctions, Partition,
    PointKind, SolveOptions, Waters,
};
use littoral_geodesy::LatLon;
use littoral_model::Case;

fn shares(d: &LayerDivision) -> Vec<f64> {
    ["AZE", "IRN", "KAZ", "RUS", "TKM"].iter().map(|p| d.share(p)).collect()
}

fn near(got: &[f64], want: [f64; 5], tolerance: f64) {
    for (g, w) in got.iter().zip(want) {
        assert!((g - w).abs() <= tolerance, "{got:?} against {want:?}");
    }
}

/// Values of an independent 0.01 degree raster on the same coast, with and without islands.
#[test]
fn shares_of_equidistance() {
    let waters = Waters::new(common::caspian()).unwrap();
    let with = common::equidistance(&waters, 1.0, 1.0);
    near(&shares(&with), [19.92, 14.35, 30.81, 16.38, 18.54], 0.02);
    let without = common::equidistance(&waters, 0.0, 1.0);
    near(&shares(&without), [19.55, 14.87, 29.67, 17.54, 18.38], 0.02);
    let half = common::equidistance(&waters, 0.5, 1.0);
    near(&shares(&half), [19.65, 14.63, 30.47, 16.73, 18.52], 0.10);
    // The sea as its publisher measured it before rounding coordinates to 11 m.
    assert!((with.sea_km2 - 379_164.3).abs() < 10.0, "{}", with.sea_km2);
    let sum: f64 = with.area_km2.values().filter_map(serde_json::Value::as_f64).sum();
    assert!((sum / with.sea_km2 - 1.0).abs() < 1e-9);
}

/// A party's cell given to nobody has all of its waters, its parts of the tie wedges among them, and nothing else.
#[test]
fn a_cell_given_away_takes_its_part_of_the_wedges() {
    let waters = Waters::new(common::caspian()).unwrap();
    let plain = waters.equidistance(DistanceOptions::default()).unwrap();
    let options = SolveOptions::default();
    let before = waters.solve(&plain, &NoFunctions, &options).unwrap();
    for party in ["AZE", "IRN", "KAZ", "RUS", "TKM"] {
        let cell = waters.cell(&plain, &[Holder::new(party)]);
        let given = plain.over_holder(&cell, &Holder::common());
        let after = waters.solve(&given, &NoFunctions, &options).unwrap();
        for other in ["AZE", "IRN", "KAZ", "RUS", "TKM"] {
            let want = if other == party { 0.0 } else { before.share(other) };
            assert!((after.share(other) - want).abs() < 1e-6, "{party}: {other}");
        }
        assert!((after.share("COMMON") - before.share(party)).abs() < 1e-6, "{party}");
    }
}

/// Areas follow the curve and not the printed vertices: at a tolerance of a metre, and at 30 m, they are those of a
/// millimetre, within 100 m2 and 300 m2 of tens of thousands of km2.
#[test]
fn areas_do_not_hang_on_the_tolerance() {
    let waters = Waters::new(common::caspian()).unwrap();
    let areas = |tolerance_m: f64| {
        let division = common::equidistance(&waters, 1.0, tolerance_m);
        division.area_km2.values().map(|v| v.as_f64().unwrap()).collect::<Vec<_>>()
    };
    let fine = areas(1e-3);
    for (tolerance_m, most_km2) in [(30.0, 3e-4), (1.0, 1e-4), (0.1, 1e-4)] {
        for (coarse, fine) in areas(tolerance_m).iter().zip(&fine) {
            assert!((coarse - fine).abs() < most_km2, "{tolerance_m} m: {coarse} and {fine} km2");
        }
    }
}

/// Cells as printed polygons, measured by Karney's polygon area, hold what the shares say.
#[test]
fn polygons_hold_the_areas() {
    let case = common::caspian();
    let earth = littoral_geodesy::Earth::new(&case.ellipsoid);
    let d = common::equidistance(&Waters::new(case).unwrap(), 1.0, 0.001);
    for (holder, areas) in &d.cells {
        let mut sum = 0.0;
        for ring in areas.iter().flat_map(|a| &a.rings) {
            use geographiclib_rs::{PolygonArea, Winding};
            let mut polygon = PolygonArea::new(earth.karney(), Winding::CounterClockwise);
            ring.iter().for_each(|p| polygon.add_point(p[0], p[1]));
            sum += polygon.compute(true).1;
        }
        let want = d.area_km2[holder].as_f64().unwrap() * 1e6;
        assert!((sum / want - 1.0).abs() < 2e-9, "{holder} {sum} {want}");
    }
}

/// Every vertex is equally far from its two (three) parties within 1 mm, and nobody is nearer.
#[test]
fn vertices_by_brute_force() {
    let case = common::caspian();
    let judge = Judge::new(&case, true);
    let d = common::equidistance(&Waters::new(case.clone()).unwrap(), 1.0, 0.1);
    assert_eq!(d.lines.len(), 7);
    for line in &d.lines {
        let pair = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
        for p in &line.points {
            let all = judge.distances_m(p.at());
            let own = all[pair[0]];
            assert!((own - all[pair[1]]).abs() < 1e-3, "{:?} {p:?} {all:?}", line.between);
            assert!(
                all.iter().all(|other| *other > own - 1e-3),
                "{:?} {p:?} {all:?}",
                line.between
            );
            let printed = p.distance_km(line.between[0].as_str()).unwrap() * 1e3;
            assert!((printed - own).abs() < 1e-3, "{p:?} {own}");
        }
        let ends = [&line.points[0], line.points.last().unwrap()];
        assert!(ends.iter().all(|p| matches!(p.kind, PointKind::Terminus | PointKind::Tripoint)));
    }
    let tripoints =
        d.lines.iter().flat_map(|l| &l.points).filter(|p| p.kind == PointKind::Tripoint);
    assert_eq!(tripoints.count(), 9, "three tripoints, three lines each");
}

/// Equiratio with five different weights, additive weights, and half effect of islands: every vertex
/// satisfies its own equation within 1 mm by brute force.
#[test]
fn weighted_lines_by_brute_force() {
    let case = common::caspian();
    let judge = Judge::new(&case, true);
    let waters = Waters::new(case.clone()).unwrap();
    let k = [1.0, 1.2, 0.9, 1.1, 1.0];
    let w = [0.0, 30_000.0, 0.0, 10_000.0, -5_000.0];
    for additive in [false, true] {
        let score = |p: usize| {
            let d = waters.distance(p, DistanceOptions::default()).unwrap();
            let (op, v) = if additive { (Binary::Sub, w[p]) } else { (Binary::Div, k[p]) };
            d.binary(op, &Field::constant(v))
        };
        let scores = (0..5).map(|p| (Holder::new(&case.parties[p].id), score(p))).collect();
        let d =
            waters.solve(&Partition::new(scores), &NoFunctions, &SolveOptions::default()).unwrap();
        for line in &d.lines {
            let pair = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
            for p in &line.points {
                let u = pair.map(|i| {
                    let d = judge.distance_m(i, p.at());
                    if additive { d - w[i] } else { d / k[i] }
                });
                assert!((u[0] - u[1]).abs() < 1e-3, "{additive} {:?} {p:?} {u:?}", line.between);
            }
        }
    }
}

/// Common space beyond a belt, against an independent raster; the belt as an overlay and the belt as a
/// constant score are the same division.
#[test]
fn belts() {
    let waters = Waters::new(common::caspian()).unwrap();
    let base = waters.equidistance(DistanceOptions::default()).unwrap();
    let options = SolveOptions::default();
    for (miles, want) in
        [(10.0, 77.7), (12.0, 73.9), (15.0, 68.4), (20.0, 59.8), (25.0, 51.6), (45.0, 23.0)]
    {
        let beyond = waters.coast().unwrap().beyond(miles * 1852.0);
        let over = base.over_holder(&beyond, &Holder::common());
        let d = waters.solve(&over, &NoFunctions, &options).unwrap();
        assert!((d.share("COMMON") - want).abs() < 0.2, "{miles}: {}", d.share("COMMON"));
        let mut scores = base.scores.to_vec();
        scores.push((Holder::common(), Field::constant(miles * 1852.0)));
        let e = waters.solve(&Partition::new(scores), &NoFunctions, &options).unwrap();
        for (holder, share) in &d.share_percent {
            assert!((share.as_f64().unwrap() - e.share(holder)).abs() < 1e-6, "{miles} {holder}");
        }
        // The line of Azerbaijan and Iran starts in their tie wedge: the bisector ray as far as the belt.
        let pair = |l: &&littoral_delimit::BoundaryLine| {
            l.between[0].as_str() == "AZE" && l.between[1].as_str() == "IRN"
        };
        let ray = d.lines.iter().find(pair).unwrap();
        assert!((ray.length_km - miles * 1.852).abs() < 1e-6, "{miles} {}", ray.length_km);
    }
}

/// Astara to Gasan-Kuli: south of the chord to Iran, the others by equidistance among themselves.
#[test]
fn soviet_line() {
    let waters = Waters::new(common::caspian()).unwrap();
    let (a, b) = (waters.terminus(0, 1).unwrap(), waters.terminus(1, 4).unwrap());
    let scores = [0, 2, 3, 4].map(|k| {
        (
            Holder::new(&waters.case().parties[k].id),
            waters.distance(k, DistanceOptions::default()).unwrap(),
        )
    });
    let south = littoral_delimit::Region::negative(waters.side(&[b, a]).unwrap());
    let partition = Partition::new(scores.to_vec()).over_holder(&south, &Holder::new("IRN"));
    let d = waters.solve(&partition, &NoFunctions, &SolveOptions::default()).unwrap();
    near(&shares(&d), [21.40, 12.11, 30.79, 16.41, 19.29], 0.10);
}

/// Iran's floor of 20 %: only its neighbours pay. Weights of an independent 2 km raster on this coast in
/// which, as here, no coast is dropped at the termini (a raster that drops 1 km there gives 1.631, 48.7, 1.669, 58.95).
#[test]
fn floor_of_twenty() {
    let waters = Waters::new(common::caspian()).unwrap();
    let equal = shares(&common::equidistance(&waters, 1.0, 1.0));
    for (log, keep, weight, tolerance) in [
        (true, false, 1.625, 0.003),
        (false, false, 48_170.0, 300.0),
        (true, true, 1.665, 0.003),
        (false, true, 58_550.0, 300.0),
    ] {
        let score = |k: usize| {
            let d = waters.distance(k, DistanceOptions::default()).unwrap();
            let u = if log { d.unary(littoral_delimit::field::Unary::Log) } else { d };
            (Holder::new(&waters.case().parties[k].id), u)
        };
        let belt = || {
            let base = waters.equidistance(DistanceOptions::default()).unwrap();
            (waters.coast().unwrap().within(15.0 * 1852.0), base)
        };
        let bounds = [0.0, 0.2, 0.0, 0.0, 0.0].map(Bound::floor).to_vec();
        let plain = FitRequest::new((0..5).map(score).collect(), bounds);
        let request = FitRequest { keep: keep.then(belt), ..plain };
        let (fitted, proof) = waters.fit(&request, &NoFunctions, &SolveOptions::default()).unwrap();
        let w = if log { proof.weights[1].exp() } else { proof.weights[1] };
        assert!((w - weight).abs() < tolerance, "{log} {keep}: {proof:?} {w}");
        assert!(proof.residual < 1e-9 && proof.active == [1], "{proof:?}");
        let d = waters.solve(&fitted, &NoFunctions, &SolveOptions::default()).unwrap();
        let got = shares(&d);
        assert!((got[1] - 20.0).abs() < 1e-6, "{got:?}");
        // What moved is what Iran gained, and nobody else's.
        let flow = waters.flow_between(&common::equidistance(&waters, 1.0, 0.1), &d);
        let moved = 100.0 * (flow[0][1] + flow[4][1]) / waters.sea_m2();
        assert!((moved - (got[1] - equal[1])).abs() < 1e-4, "{moved} {flow:?}");
        assert!((got[2] - equal[2]).abs() < 1e-6 && (got[3] - equal[3]).abs() < 1e-6, "{got:?}");
    }
}

fn labels_agree(case: &Case, seed: u64, count: usize) {
    let judge = Judge::new(case, true);
    let waters = Waters::new(case.clone()).unwrap();
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let mut random = Lcg(seed);
    let mut seen = 0;
    while seen < count {
        let p = LatLon::new(36.4 + 10.8 * random.unit(), 46.5 + 8.5 * random.unit());
        if !waters.in_sea(p) {
            continue;
        }
        seen += 1;
        let got = waters.holder_at(&partition, &NoFunctions, p).unwrap();
        let all = judge.distances_m(p);
        let own = all[case.party(got.as_str()).unwrap()];
        assert!(all.iter().all(|d| *d > own - 1e-3), "{p:?} {got} {all:?}");
    }
}

#[test]
fn labels_by_brute_force() {
    labels_agree(&common::caspian(), 7, 5_000);
}

#[test]
fn labels_by_brute_force_again() {
    labels_agree(&common::caspian(), 11, 5_000);
}

/// The areas of cells agree with the labels: 20 000 random points, counted, within their own noise.
#[test]
fn areas_by_counting() {
    let waters = Waters::new(common::caspian()).unwrap();
    let d = common::equidistance(&waters, 1.0, 1.0);
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let mut random = Lcg(3);
    let mut count = [0.0; 5];
    let mut total = 0.0;
    while total < 20_000.0 {
        // Uniform on the earth: uniform in the sine of latitude.
        let sin = (36.4_f64.to_radians().sin())
            + random.unit() * (47.2_f64.to_radians().sin() - 36.4_f64.to_radians().sin());
        let p = LatLon::new(sin.asin().to_degrees(), 46.5 + 8.5 * random.unit());
        if waters.in_sea(p) {
            let holder = waters.holder_at(&partition, &NoFunctions, p).unwrap();
            count[waters.case().party(holder.as_str()).unwrap()] += 100.0 / 20_000.0;
            total += 1.0;
        }
    }
    near(&count, shares(&d).try_into().unwrap(), 1.2);
}
