//! Straight coasts cut into hundreds of vertices a decimetre or a metre apart, face to face over 22 km: vertex after vertex
//! is nearest within less than rounding. The line is that of the uncut coast, and it is found in no time.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use littoral_delimit::PointKind;
use littoral_delimit::construct::equidistance::{Equidistance, Options, equidistance};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

const START: LatLon = LatLon { lat: 57.0, lon: 3.0 };
const APART_M: f64 = 22_000.0;
const STEPS_M: [f64; 2] = [0.1, 1.0];
const VERTICES: usize = 400;
const TOLERANCE_M: f64 = 1e-2;

fn earth() -> Earth {
    Earth::new(&Ellipsoid::wgs84())
}

/// Vertices along a geodesic.
fn cut(from: LatLon, azimuth_deg: f64, step_m: f64, count: usize) -> Vec<LatLon> {
    (0..count).map(|k| earth().direct(from, azimuth_deg, step_m * k as f64)).collect()
}

fn across(azimuth_deg: f64) -> LatLon {
    earth().direct(START, azimuth_deg + 90.0, APART_M)
}

fn survey(coasts: &[Vec<LatLon>]) -> Bases {
    let parties = ["A", "B", "C"].map(str::to_owned)[..coasts.len()].to_vec();
    let node = |at: &LatLon| BaseNode { at: *at, name: String::new() };
    let line = |(party, coast): (usize, &Vec<LatLon>)| BaseLine {
        party,
        name: String::new(),
        kind: ShoreKind::Coast,
        edge: EdgeKind::Geodesic,
        nodes: coast.iter().map(node).collect(),
        origin: String::new(),
    };
    Bases { parties, lines: coasts.iter().enumerate().map(line).collect(), ..Bases::default() }
}

/// Solved, and judged by brute force: at every point and twice between, Karney's distances to the vertices of the `dense`
/// coasts differ by no more than the tolerance (points: a millimetre), and no third is nearer. The vertices of an edge of a
/// metre are farther than the edge by 1.2e-5 m at most.
fn judged(coasts: &[Vec<LatLon>], dense: &[Vec<LatLon>]) -> Equidistance {
    let found = solved(coasts);
    let earth = earth();
    let far = |at: LatLon, coast: &[LatLon]| {
        coast.iter().fold(f64::INFINITY, |m, v| m.min(earth.karney_m(at, *v)))
    };
    for line in &found.lines {
        let check = |at: LatLon, bound: f64| {
            let all: Vec<f64> = dense.iter().map(|coast| far(at, coast)).collect();
            let [a, b] = line.between.map(|k| all[k]);
            assert!((a - b).abs() < bound, "{at:?}: {a} {b}");
            assert!(all.iter().all(|d| *d > a.min(b) - bound), "{at:?}: {all:?}");
        };
        line.points.iter().for_each(|p| check(p.at, 1e-3));
        for w in line.points.windows(2) {
            let way = earth.inverse(w[0].at, w[1].at);
            for t in [0.3, 0.7] {
                let at = earth.direct(w[0].at, way.azimuth1_deg, t * way.distance_m);
                check(at, TOLERANCE_M + 2e-5);
            }
        }
    }
    found
}

/// The first and the last vertex of each coast.
fn uncut(coasts: &[Vec<LatLon>]) -> Vec<Vec<LatLon>> {
    coasts.iter().map(|coast| vec![coast[0], coast[coast.len() - 1]]).collect()
}

fn solved(coasts: &[Vec<LatLon>]) -> Equidistance {
    let options = Options { margin_m: 50_000.0, tolerance_m: TOLERANCE_M, ..Options::default() };
    equidistance(&Ellipsoid::wgs84(), &survey(coasts), &options).unwrap()
}

fn total(found: &Equidistance) -> f64 {
    found.lines.iter().map(|l| l.length_m).sum()
}

/// As many points as the uncut coasts ask for, give or take a few; none of them a turning point.
fn alike(dense: &Equidistance, plain: &Equidistance) {
    let count = |f: &Equidistance| f.lines.iter().map(|l| l.points.len()).sum::<usize>();
    assert!((total(dense) - total(plain)).abs() < 1e-3, "{} {}", total(dense), total(plain));
    assert!(count(dense) <= count(plain) * 5 / 4 + 20, "{} {}", count(dense), count(plain));
    assert!(turns_nowhere(dense));
}

fn turns_nowhere(found: &Equidistance) -> bool {
    found.lines.iter().flat_map(|l| &l.points).all(|p| p.kind != PointKind::Turning)
}

/// Along geodesics in four directions.
#[test]
fn geodesics_face_to_face() {
    for (step_m, azimuth) in
        STEPS_M.into_iter().flat_map(|s| [0.0, 37.0, 70.0, 90.0].map(|a| (s, a)))
    {
        let dense = [START, across(azimuth)].map(|from| cut(from, azimuth, step_m, VERTICES));
        alike(&judged(&dense, &dense), &judged(&uncut(&dense), &dense));
    }
}

/// Along parallels, where every vertex is a corner of a ten-millionth of a radian: convex on one coast, hollow on the other.
#[test]
fn parallels_face_to_face() {
    for step_m in STEPS_M {
        let coast = |from: LatLon| {
            let step = step_m / (111_320.0 * from.lat.to_radians().cos());
            let at = |k| LatLon::new(from.lat, from.lon + step * k as f64);
            (0..VERTICES).map(at).collect::<Vec<_>>()
        };
        let coasts = [START, across(90.0)].map(coast);
        let found = judged(&coasts, &coasts);
        let count: usize = found.lines.iter().map(|l| l.points.len()).sum();
        assert!(count < 300, "{count}");
    }
}

/// Coordinates rounded to micrometres, a tenth of a millimetre and a centimetre: zigzags of that size. Lines to and fro
/// along themselves would be longer than the uncut one.
#[test]
fn rounded_coordinates() {
    for (digits, step_m) in [11, 9, 7].into_iter().flat_map(|d| STEPS_M.map(|s| (d, s))) {
        let scale = 10_f64.powi(digits);
        let rounded = |x: f64| (x * scale).round() / scale;
        let coasts = [START, across(70.0)].map(|from| {
            let places = cut(from, 70.0, step_m, VERTICES);
            places.iter().map(|p| LatLon::new(rounded(p.lat), rounded(p.lon))).collect::<Vec<_>>()
        });
        let (dense, plain) = (judged(&coasts, &coasts), solved(&uncut(&coasts)));
        assert!((total(&dense) - total(&plain)).abs() < 0.05, "{digits} {step_m}");
    }
}

/// One dense coast, two that are not; and three that are.
#[test]
fn three_parties() {
    for step_m in STEPS_M {
        let middle = earth().direct(across(70.0), 250.0, APART_M);
        let dense = [
            cut(START, 70.0, step_m, VERTICES),
            cut(across(70.0), 70.0, step_m, VERTICES),
            cut(middle, 160.0, step_m, VERTICES),
        ];
        let mut coasts = uncut(&dense);
        let plain = judged(&coasts, &dense);
        assert_eq!(plain.lines.len(), 3);
        alike(&judged(&dense, &dense), &plain);
        coasts[0].clone_from(&dense[0]);
        assert!(turns_nowhere(&judged(&coasts, &dense)));
    }
}

/// Two coasts that meet at a terminus: the rays of its tie wedge were followed to the antipode, where every one of thousands
/// of vertices was measured. The line is that of the uncut coasts.
#[test]
fn a_terminus_between_dense_coasts() {
    for step_m in STEPS_M {
        let dense = [70.0, 130.0].map(|azimuth| cut(START, azimuth, step_m, VERTICES));
        alike(&judged(&dense, &dense), &judged(&uncut(&dense), &dense));
    }
}
