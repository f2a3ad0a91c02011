//! Seas of simple shape, with answers on paper.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use littoral_delimit::field::Binary;
use littoral_delimit::{
    Bound, Field, FitRequest, Holder, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_geodesy::LatLon;
use littoral_model::{Case, ShoreKind};

/// A strip about the equator, `width` degrees wide, with a coast on its west and its east side.
/// The coasts are meridians, so distances along the equator are exact.
fn strip(width: f64) -> Case {
    let mut case = common::case(&["AAA", "BBB"]);
    let (w, h) = (width / 2.0, 0.05);
    let at = LatLon::new;
    case.sea.outer = vec![at(-h, -w), at(-h, w), at(h, w), at(h, -w)];
    // The coasts run on far enough that their ends control nothing.
    let coast = |lon: f64| vec![vec![at(-2.0, lon), at(2.0, lon)]];
    case.shores.push(common::shore(0, ShoreKind::Coast, coast(-w)));
    case.shores.push(common::shore(1, ShoreKind::Coast, coast(w)));
    case
}

fn solve(waters: &Waters, scores: [Field; 2]) -> littoral_delimit::LayerDivision {
    let [a, b] = scores;
    let partition = Partition::new(vec![(Holder::new("AAA"), a), (Holder::new("BBB"), b)]);
    waters.solve(&partition, &NoFunctions, &SolveOptions::default()).unwrap()
}

fn distances(waters: &Waters) -> [Field; 2] {
    [0, 1].map(|k| waters.distance(k, Default::default()).unwrap())
}

fn constant(f: &Field, op: Binary, v: f64) -> Field {
    f.binary(op, &Field::constant(v))
}

/// Equidistance in a symmetric strip is the central meridian.
#[test]
fn median_of_a_strip() {
    let waters = Waters::new(strip(1.0)).unwrap();
    let d = solve(&waters, distances(&waters));
    assert!((d.share("AAA") - 50.0).abs() < 1e-7, "{}", d.share("AAA"));
    for p in &d.lines[0].points {
        // 1e-8 degrees is a millimetre.
        assert!(p.lon.abs() < 1e-8, "{p:?}");
    }
}

/// Additive weight w moves the line by w/2; equiratio k gives k/(1+k) of the width.
#[test]
fn weights_in_a_strip() {
    let waters = Waters::new(strip(1.0)).unwrap();
    let width = 2.0 * distances_at(&waters);
    let [a, b] = distances(&waters);
    let d = solve(&waters, [constant(&a, Binary::Sub, 10_000.0), b.clone()]);
    assert!(
        (d.share("AAA") - 100.0 * (0.5 + 10_000.0 / (2.0 * width))).abs() < 1e-3,
        "{}",
        d.share("AAA")
    );
    let d = solve(&waters, [constant(&a, Binary::Div, 1.5), b.clone()]);
    assert!((d.share("AAA") - 60.0).abs() < 1e-3, "{}", d.share("AAA"));
    // The logarithm draws the same line as the quotient.
    let log = |f: &Field| f.unary(littoral_delimit::field::Unary::Log);
    let e = solve(&waters, [constant(&log(&a), Binary::Sub, 1.5_f64.ln()), log(&b)]);
    assert!((d.share("AAA") - e.share("AAA")).abs() < 1e-7);
}

/// Half the width, from the engine's own ellipsoid: an arc of the equator.
fn distances_at(waters: &Waters) -> f64 {
    waters.case().ellipsoid.a_m * 0.5_f64.to_radians()
}

/// A floor in a strip: s -> k = s/(1-s), and w = (2s-1)W; the residual is certified.
#[test]
fn floors_in_a_strip() {
    let waters = Waters::new(strip(1.0)).unwrap();
    let [a, b] = distances(&waters);
    let log = |f: &Field| f.unary(littoral_delimit::field::Unary::Log);
    let request = |x: Field, y: Field| {
        let scores = vec![(Holder::new("AAA"), x), (Holder::new("BBB"), y)];
        FitRequest::new(scores, vec![Bound::floor(0.6), Bound::FREE])
    };
    let options = SolveOptions::default();
    let (_, proof) = waters.fit(&request(log(&a), log(&b)), &NoFunctions, &options).unwrap();
    assert!(proof.residual < 1e-9 && proof.active == [0], "{proof:?}");
    assert!((proof.weights[0].exp() - 1.5).abs() < 1e-4, "{proof:?}");
    let (_, proof) = waters.fit(&request(a, b), &NoFunctions, &options).unwrap();
    let width = 2.0 * distances_at(&waters);
    assert!((proof.weights[0] / (0.2 * width) - 1.0).abs() < 1e-4, "{proof:?}");
}

/// Floors of more than the whole are refused with the sum.
#[test]
fn impossible_floor() {
    let waters = Waters::new(strip(1.0)).unwrap();
    let [a, b] = distances(&waters);
    let scores = vec![(Holder::new("AAA"), a), (Holder::new("BBB"), b)];
    let request = FitRequest::new(scores, vec![Bound::floor(0.9), Bound::floor(0.3)]);
    let error = waters.fit(&request, &NoFunctions, &SolveOptions::default()).unwrap_err();
    assert!(error.to_string().contains("AAA 90.0 % + BBB 30.0 % = 120.0 % of the sea"), "{error}");
}

/// A belt: within T of either coast to the party, the rest common.
#[test]
fn belt_and_commons() {
    let waters = Waters::new(strip(1.0)).unwrap();
    let [a, b] = distances(&waters);
    let scores = vec![
        (Holder::new("AAA"), a),
        (Holder::new("BBB"), b),
        (Holder::common(), Field::constant(20_000.0)),
    ];
    let d = waters.solve(&Partition::new(scores), &NoFunctions, &SolveOptions::default()).unwrap();
    let want = 100.0 * (1.0 - 20_000.0 / distances_at(&waters));
    assert!((d.share("COMMON") - want).abs() < 1e-3, "{} {want}", d.share("COMMON"));
}

/// An overlay draws the region's rim and leaves the rest alone; flow counts what changed hands.
#[test]
fn overlay_and_flow() {
    let waters = Waters::new(strip(1.0)).unwrap();
    let [a, b] = distances(&waters);
    let base = Partition::new(vec![(Holder::new("AAA"), a.clone()), (Holder::new("BBB"), b)]);
    let side = waters.side(&[LatLon::new(-1.0, 0.25), LatLon::new(1.0, 0.25)]).unwrap();
    let west = littoral_delimit::Region::negative(side);
    let over = base.over_holder(&west, &Holder::new("AAA"));
    let d = waters.solve(&over, &NoFunctions, &SolveOptions::default()).unwrap();
    // The strip's north and south edges are geodesics, not parallels: hence not 75 to the last digit.
    assert!((d.share("AAA") - 75.0).abs() < 1e-3, "{}", d.share("AAA"));
    let flow = waters.flow(&base, &over, &NoFunctions, &SolveOptions::default()).unwrap();
    let gained = (d.share("AAA") - 50.0) / 100.0 * waters.sea_m2();
    assert!((flow[1][0] / gained - 1.0).abs() < 1e-5 && flow[0][1] / gained < 1e-9, "{flow:?}");
}

/// A rectangular lake whose termini lie mid-coast on straight shores: the ratio line leaves the terminus
/// obliquely, where base point and shore meet.
#[test]
fn ratio_from_a_straight_shore() {
    let mut case = common::case(&["AAA", "BBB"]);
    let at = |lon: f64, lat: f64| LatLon::new(lat, lon);
    let outer =
        [(10.0, 40.0), (10.5, 40.0), (11.0, 40.0), (11.0, 41.0), (10.5, 41.0), (10.0, 41.0)];
    case.sea.outer = outer.iter().map(|p| at(p.0, p.1)).collect();
    let west = vec![at(10.5, 41.0), at(10.0, 41.0), at(10.0, 40.0), at(10.5, 40.0)];
    let east = vec![at(10.5, 40.0), at(11.0, 40.0), at(11.0, 41.0), at(10.5, 41.0)];
    case.shores.push(common::shore(0, ShoreKind::Coast, vec![west]));
    case.shores.push(common::shore(1, ShoreKind::Coast, vec![east]));
    let judge = common::judge::Judge::new(&case, true);
    let waters = Waters::new(case).unwrap();
    for ratio in [1.0, 1.01, 1.5, 3.0] {
        let [a, b] = distances(&waters);
        let d = solve(&waters, [constant(&a, Binary::Div, ratio), b]);
        assert_eq!(d.lines.len(), 1, "{ratio}");
        for p in &d.lines[0].points {
            let off = judge.distance_m(0, p.at()) / ratio - judge.distance_m(1, p.at());
            assert!(off.abs() < 1e-3, "{ratio} {p:?} {off}");
        }
        assert!(d.share("AAA") > 49.9 && (ratio < 1.1 || d.share("AAA") > 55.0), "{ratio}");
    }
}

/// Distances that count up to a tenth of the width only: beyond that from both shores the scores are equal over an area, which
/// goes to the first. So the second has its tenth, whatever the mesh makes of scores that do not change.
#[test]
fn capped_distances_in_a_strip() {
    let waters = Waters::new(strip(1.0)).unwrap();
    let cap = 0.2 * distances_at(&waters);
    let [a, b] = distances(&waters).map(|d| constant(&d, Binary::Min, cap));
    let d = solve(&waters, [a, b]);
    assert!((d.share("BBB") - 10.0).abs() < 1e-3, "{}", d.share("BBB"));
    for p in d.lines.iter().flat_map(|line| &line.points) {
        // 0.4 degrees to the east of the middle, within a centimetre.
        assert!((p.lon - 0.4).abs() < 1e-7, "{p:?}");
    }
}

/// Two base points with an additive weight of nearly the way between them: the hyperbola closes upon the ray behind the second
/// one, along which both distances change alike. With the whole way and more nothing is left of it.
#[test]
fn additive_weights_of_nearly_the_way_between() {
    let mut case = common::case(&["AAA", "BBB"]);
    let at = LatLon::new;
    case.sea.outer = vec![at(-0.5, -1.0), at(-0.5, 1.0), at(0.5, 1.0), at(0.5, -1.0)];
    case.shores.push(common::shore(0, ShoreKind::BasePoint, vec![vec![at(0.0, -0.5)]]));
    case.shores.push(common::shore(1, ShoreKind::BasePoint, vec![vec![at(0.0, 0.5)]]));
    let waters = Waters::new(case).unwrap();
    let [a, b] = distances(&waters);
    let way = 2.0 * distances_at(&waters);
    // In the plane, degrees: the foci are half a degree from the middle, the sea a degree long and half a degree high, where a
    // degree of latitude is shorter by `e^2`.
    let plane = |part: f64| {
        let (half, through) = (0.5 * part, (0.25 - 0.25 * part * part).max(0.0).sqrt());
        let rows = 2000;
        let row = |k: i32| {
            let y = (f64::from(k) + 0.5) / f64::from(rows) * 0.5 * (1.0 - 0.00669438);
            if through > 0.0 {
                (1.0 - half * (1.0 + (y / through).powi(2)).sqrt()).max(0.0)
            } else {
                0.0
            }
        };
        100.0 * (0..rows).map(row).sum::<f64>() / f64::from(rows) / 2.0
    };
    for part in [0.9, 0.99, 0.9999, 0.999_999, 1.0, 1.000_001, 1.1] {
        let d = solve(&waters, [constant(&a, Binary::Sub, part * way), b.clone()]);
        let (share, paper) = (d.share("BBB"), plane(part));
        assert!((share - paper).abs() < 0.02, "{part}: {share}, {paper} in the plane");
    }
}

/// A shore of 400 metres between another's along one straight coast, and 100 metres of weight against it: of its waters two
/// parabolas are left, `x = s^2 / (2 w) - w / 2` off the shore for a place `s` from its nearer end. All of it lies in cells that
/// are finer than the mesh's own.
#[test]
fn a_remnant_beside_the_shore() {
    let (half_m, weight_m) = (200.0, 100.0);
    let mut case = common::case(&["AAA", "BBB"]);
    // Along the meridian at the equator a radian is `a (1 - e^2)`.
    let end = (half_m / (6_378_137.0 * (1.0 - 0.006_694_379_990_141_3_f64))).to_degrees();
    let at = LatLon::new;
    case.sea.outer = vec![
        at(-0.5, -0.5),
        at(-0.5, 0.5),
        at(-end, 0.5),
        at(end, 0.5),
        at(0.5, 0.5),
        at(0.5, -0.5),
    ];
    let around = vec![
        at(end, 0.5),
        at(0.5, 0.5),
        at(0.5, -0.5),
        at(-0.5, -0.5),
        at(-0.5, 0.5),
        at(-end, 0.5),
    ];
    case.shores.push(common::shore(0, ShoreKind::Coast, vec![around]));
    case.shores.push(common::shore(1, ShoreKind::Coast, vec![vec![at(-end, 0.5), at(end, 0.5)]]));
    let waters = Waters::new(case).unwrap();
    let [a, b] = distances(&waters);
    let d = solve(&waters, [constant(&a, Binary::Sub, weight_m), b]);
    let (l, w): (f64, f64) = (half_m, weight_m);
    let paper = 2.0 * ((l.powi(3) - w.powi(3)) / (6.0 * w) - w * (l - w) / 2.0);
    let got = d.area_km2["BBB"].as_f64().unwrap() * 1e6;
    assert!((got - paper).abs() < 1.0, "{got} m2, {paper} on paper");
}
