//! Equidistance of plain base points: symmetry, published tripoints, brute force, all round the earth.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use littoral_delimit::PointKind;
use littoral_delimit::construct::equidistance::{
    Equidistance, EquidistanceLine, Options, equidistance,
};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

fn points(parties: &[&[(f64, f64)]]) -> Bases {
    let mut out = Bases::default();
    for (k, list) in parties.iter().enumerate() {
        let party = out.party(&format!("P{k}"));
        for p in *list {
            let nodes = vec![BaseNode { at: LatLon::new(p.0, p.1), name: String::new() }];
            let (name, origin) = (String::new(), String::new());
            let (kind, edge) = (ShoreKind::BasePoint, EdgeKind::Geodesic);
            out.lines.push(BaseLine { party, name, kind, edge, nodes, origin });
        }
    }
    out
}

fn options(margin_m: f64) -> Options {
    Options { margin_m, baselines: true, ..Options::default() }
}

fn solve(bases: &Bases, margin_m: f64) -> Equidistance {
    equidistance(&Ellipsoid::wgs84(), bases, &options(margin_m)).unwrap()
}

/// Every point is equally far from its two parties, and no third is nearer: Karney to every base point.
fn judged(bases: &Bases, found: &Equidistance) {
    let earth = Earth::new(&Ellipsoid::wgs84());
    assert!(!found.lines.is_empty());
    for line in &found.lines {
        for p in &line.points {
            let far = |k: usize| {
                let mine = bases.lines.iter().filter(|l| l.party == k);
                mine.map(|l| earth.karney_m(l.nodes[0].at, p.at)).fold(f64::INFINITY, f64::min)
            };
            let [a, b] = line.between.map(far);
            assert!((a - b).abs() < 1e-6, "{:?} {}", p.kind, a - b);
            assert!((0..bases.parties.len()).all(|k| far(k) > a - 1e-6), "{p:?}");
            assert!(p.residual_m < 1e-6);
            let controls = p.controls.iter().filter(|c| c.0 == line.between[0]);
            assert!(
                controls.clone().count() > 0
                    && controls.clone().all(|c| (c.1.distance_m - a).abs() < 1e-6)
            );
        }
    }
}

/// Two points on one parallel: the meridian between them; on one meridian, mirrored: the equator.
#[test]
fn meridian_and_equator() {
    let meridian = points(&[&[(54.0, 3.0)], &[(54.0, 9.0)]]);
    let found = solve(&meridian, 1.0e6);
    judged(&meridian, &found);
    for p in found.lines.iter().flat_map(|l| &l.points) {
        assert!((p.at.lon - 6.0).abs() < 1e-11, "{:?}", p.at);
    }
    let equator = points(&[&[(10.0, 179.5)], &[(-10.0, 179.5)]]);
    let found = solve(&equator, 1.0e6);
    judged(&equator, &found);
    assert!(found.lines.iter().flat_map(|l| &l.points).all(|p| p.at.lat.abs() < 1e-11));
}

/// Three points about the pole meet in it; three parties round a bay meet where bisection says.
#[test]
fn tripoints() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let bay = |lat: f64| points(&[&[(55.0, 4.0)], &[(lat, 8.0)], &[(55.0, 12.0)]]);
    for (bases, at) in [
        (points(&[&[(70.0, 0.0)], &[(70.0, 120.0)], &[(70.0, 240.0)]]), (90.0, 0.0)),
        (bay(53.5), (55.969_492_564_302, 8.0)),
        (bay(54.0), (57.009_590_194_455, 8.0)),
        (bay(53.0), (55.311_564_597_555, 8.0)),
    ] {
        let found = solve(&bases, 2.0e5);
        judged(&bases, &found);
        let all = found.lines.iter().flat_map(|l| &l.points);
        let tripoints: Vec<_> = all.filter(|p| p.kind == PointKind::Tripoint).collect();
        assert_eq!(tripoints.len(), 3, "{at:?}");
        for p in tripoints {
            assert!(earth.karney_m(p.at, LatLon::new(at.0, at.1)) < 1e-5, "{:?}", p.at);
            assert_eq!(p.controls.len(), 3);
        }
    }
}

/// Scattered base points of four parties at seven places of the earth, antimeridian and poles among them.
#[test]
fn scattered_all_round_the_earth() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let mut seed = 17_u64;
    let mut unit = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    for (lat, lon) in [
        (0.0, 180.0),
        (-89.5, 10.0),
        (88.0, -70.0),
        (-42.0, 179.9),
        (35.0, 25.0),
        (60.0, -0.1),
        (-5.0, -179.9),
    ] {
        let centre = LatLon::new(lat, lon);
        let lists: Vec<Vec<(f64, f64)>> = (0..4)
            .map(|k| {
                let spread = (0..6).map(|_| {
                    let azimuth = f64::from(k) * 90.0 + 80.0 * unit();
                    let p = earth.direct(centre, azimuth, 1.0e5 + 2.0e5 * unit());
                    (p.lat, p.lon)
                });
                spread.collect()
            })
            .collect();
        let parties: Vec<&[(f64, f64)]> = lists.iter().map(Vec::as_slice).collect();
        let bases = points(&parties);
        judged(&bases, &solve(&bases, 5.0e4));
    }
}

/// A given window cuts the line; the ends lie on it and on the line. Its sides are geodesics: by symmetry the line
/// leaves where Karney's geodesic between two corners has its middle (0.00135 degrees beyond the parallel).
#[test]
fn a_window_along_the_mesh() {
    let bases = points(&[&[(-10.0, 170.0)], &[(-10.0, 172.0)]]);
    let window = [(-11.0, 170.0), (-11.0, 172.0), (-9.0, 172.0), (-9.0, 170.0)];
    let mut options = options(0.0);
    options.window = window.map(|p| LatLon::new(p.0, p.1)).to_vec();
    let found = equidistance(&Ellipsoid::wgs84(), &bases, &options).unwrap();
    judged(&bases, &found);
    let ends: Vec<f64> = found
        .lines
        .iter()
        .flat_map(|l| [l.points[0].at.lat, l.points[l.points.len() - 1].at.lat])
        .collect();
    assert_eq!(ends.len(), 2);
    let earth = Earth::new(&Ellipsoid::wgs84());
    for lat in [-9.0, -11.0] {
        let side = earth.inverse(LatLon::new(lat, 170.0), LatLon::new(lat, 172.0));
        let start = LatLon::new(lat, 170.0);
        let middle = earth.direct(start, side.azimuth1_deg, side.distance_m / 2.0).lat;
        assert!(ends.iter().any(|l| (l - middle).abs() < 2e-8), "{ends:?} {middle}");
    }
}

#[test]
fn refused_with_a_reason() {
    for (bases, words) in [
        (points(&[&[(0.0, 0.0)]]), "two parties"),
        (points(&[&[(0.0, 0.0)], &[]]), "no base point"),
        (points(&[&[(0.0, 0.0)], &[(0.0, 180.0)]]), "window"),
        (points(&[&[(0.0, 0.0), (1.0, 1.0)], &[(0.0, 360.0)]]), "share the base point"),
    ] {
        let error = equidistance(&Ellipsoid::wgs84(), &bases, &options(1e5)).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}

/// Four base points all but on one circle: the two tripoints lie 94 m apart, 21 km from everybody.
#[test]
fn four_points_nearly_on_a_circle() {
    let neck = points(&[
        &[(-17.3177, -179.6786)],
        &[(-16.9633, -179.7965)],
        &[(-17.31, -179.7492), (-17.3042, -179.6164)],
    ]);
    let earth = Earth::new(&Ellipsoid::wgs84());
    for margin_m in [20_000.0, 50_000.0, 88_896.0, 92_600.0, 185_200.0, 370_400.0] {
        let found = solve(&neck, margin_m);
        judged(&neck, &found);
        let points = found.lines.iter().flat_map(|l| &l.points);
        let tripoints: Vec<LatLon> =
            points.filter(|p| p.kind == PointKind::Tripoint).map(|p| p.at).collect();
        // Given to a millionth of a degree by an independent solution.
        for known in [(-17.126_407, -179.691_766), (-17.126_148, -179.690_925)] {
            let known = LatLon::new(known.0, known.1);
            let near = |t: &LatLon| earth.karney_m(*t, known) < 0.2;
            assert!(tripoints.iter().any(near), "{margin_m}: {tripoints:?}");
        }
    }
}

/// Base points of two parties about the pole: pieces too long for integrals over longitude, which says nothing against
/// the line.
#[test]
fn base_points_about_the_pole() {
    let parties: [&[(f64, f64)]; 2] = [
        &[(-89.006941, 59.907770), (-89.768951, -176.090240), (-89.425363, -81.342670)],
        &[
            (-88.957923, 36.524534),
            (-89.153879, 58.075591),
            (-89.764952, -21.580275),
            (-89.739844, 146.150273),
        ],
    ];
    let bases = points(&parties);
    judged(&bases, &solve(&bases, 60.0 * 1852.0));
}

/// A straight baseline with an islet before it is measured from, as no coast stands behind it; with a coast behind it it counts
/// when asked for, and what is left out is said.
#[test]
fn baselines_with_and_without_a_coast() {
    let mut bases = points(&[&[(24.5, 10.0)], &[(27.0, 9.0), (27.0, 11.0)]]);
    let node = |(lat, lon): (f64, f64)| BaseNode { at: LatLon::new(lat, lon), name: String::new() };
    let line = |kind: ShoreKind, nodes: [(f64, f64); 2]| BaseLine {
        party: 0,
        name: String::new(),
        kind,
        edge: EdgeKind::Geodesic,
        nodes: nodes.map(node).to_vec(),
        origin: String::new(),
    };
    bases.lines.push(line(ShoreKind::Baseline, [(25.0, 9.0), (25.0, 11.0)]));
    let with = |baselines: bool, bases: &Bases| {
        let options = Options { margin_m: 1.0e5, baselines, ..Options::default() };
        equidistance(&Ellipsoid::wgs84(), bases, &options).unwrap()
    };
    let (asked, not) = (with(true, &bases), with(false, &bases));
    assert_eq!(asked.lines, not.lines);
    assert_eq!(not.findings, Vec::<String>::new());
    // By the capes, which are nearer than the islet wherever the points opposite are the nearest.
    let earth = Earth::new(&Ellipsoid::wgs84());
    for p in not.lines.iter().flat_map(|l| &l.points) {
        let far = |all: &[(f64, f64)]| {
            let each = all.iter().map(|(lat, lon)| earth.karney_m(LatLon::new(*lat, *lon), p.at));
            each.fold(f64::INFINITY, f64::min)
        };
        let (capes, islet) = (far(&[(25.0, 9.0), (25.0, 11.0)]), far(&[(24.5, 10.0)]));
        assert!(far(&[(27.0, 9.0), (27.0, 11.0)]) < capes + 1e-6 && capes < islet, "{:?}", p.at);
    }
    bases.lines.push(line(ShoreKind::Coast, [(24.0, 9.0), (24.0, 11.0)]));
    let coast = with(false, &bases);
    assert!(coast.lines != with(true, &bases).lines);
    assert!(coast.findings.iter().any(|f| f.starts_with("P0: measured from its coast")));
}

/// A ring of land of one party, its edges of one kind.
fn land(out: &mut Bases, party: &str, edge: EdgeKind, ring: &[(f64, f64)]) {
    let party = out.party(party);
    let nodes: Vec<BaseNode> = ring
        .iter()
        .chain(ring.first())
        .map(|p| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() })
        .collect();
    out.land.push((party, ring.iter().map(|p| LatLon::new(p.0, p.1)).collect()));
    let (name, origin, kind) = (String::new(), String::new(), ShoreKind::Islands);
    out.lines.push(BaseLine { party, name, kind, edge, nodes, origin });
}

/// Two coasts along the parallel of 60 degrees, their edges two degrees long and 222 m apart: geodesics leave the straight way in
/// longitude and latitude by 421 m, so a mask that took them for straight had all of the strait on land.
#[test]
fn a_strait_narrower_than_its_edges_bend() {
    for edge in [EdgeKind::Geodesic, EdgeKind::Loxodrome] {
        let mut bases = Bases::default();
        land(&mut bases, "A", edge, &[(60.0, -1.0), (60.0, 1.0), (59.0, 1.0), (59.0, -1.0)]);
        land(&mut bases, "B", edge, &[(60.002, -1.0), (61.0, -1.0), (61.0, 1.0), (60.002, 1.0)]);
        let found = solve(&bases, 20_000.0);
        assert_eq!(found.lines.len(), 1, "{edge:?}");
        // The strait of 111 km, and 20 km at either end.
        assert!(found.lines[0].length_m > 1.11e5, "{edge:?}: {}", found.lines[0].length_m);
        let east = |p: &LatLon| p.lon.abs() < 0.9;
        let within = found.lines[0].points.iter().map(|p| p.at).filter(east);
        let earth = Earth::new(&Ellipsoid::wgs84());
        let shore = |from: (f64, f64), p: LatLon| {
            let way = earth.inverse(LatLon::new(from.0, -1.0), LatLon::new(from.0, 1.0));
            let at = |k: u32| {
                earth.direct(
                    LatLon::new(from.0, -1.0),
                    way.azimuth1_deg,
                    way.distance_m * f64::from(k) / 2e4,
                )
            };
            let least = |m: f64, q| m.min(earth.karney_m(p, q));
            match edge {
                EdgeKind::Geodesic => (0..20_000).map(at).fold(f64::INFINITY, least),
                // The parallel itself is the loxodrome.
                EdgeKind::Loxodrome => earth.karney_m(p, LatLon::new(from.0, p.lon)),
            }
        };
        for p in within {
            let (a, b) = (shore((60.0, 0.0), p), shore((60.002, 0.0), p));
            assert!((a - b).abs() < 0.2 && a < 112.0, "{edge:?} {p:?}: {a} {b}");
        }
    }
}

/// A line that meets an island without effect ends on its shore: on the geodesics along 60 and 61 degrees, which cross the
/// meridian of the line at 60.003785 and 61.003706.
#[test]
fn a_line_ends_on_a_shore_that_bends() {
    use littoral_delimit::construct::equidistance::{Effect, Pick};
    let mut bases = points(&[&[(60.0, -3.0)], &[(60.0, 3.0)]]);
    let ring = [(60.0, -1.0), (60.0, 1.0), (61.0, 1.0), (61.0, -1.0)];
    land(&mut bases, "P0", EdgeKind::Geodesic, &ring);
    bases.lines[2].name = "I".into();
    let effects = vec![Effect { party: 0, of: Pick::Named("I".into()), effect: 0.0 }];
    let options = Options { effects, ..options(60_000.0) };
    let found = equidistance(&Ellipsoid::wgs84(), &bases, &options).unwrap();
    let earth = Earth::new(&Ellipsoid::wgs84());
    let mut ends: Vec<f64> = found
        .lines
        .iter()
        .flat_map(|l| [l.points.first(), l.points.last()])
        .flatten()
        .map(|p| p.at.lat)
        .collect();
    ends.sort_by(f64::total_cmp);
    let middle = |lat: f64| {
        let (a, b) = (LatLon::new(lat, -1.0), LatLon::new(lat, 1.0));
        let way = earth.inverse(a, b);
        earth.direct(a, way.azimuth1_deg, way.distance_m / 2.0).lat
    };
    assert_eq!(ends.len(), 4);
    for (end, want) in ends[1..3].iter().zip([middle(60.0), middle(61.0)]) {
        assert!((end - want).abs() * 1.11e5 < 2e-3, "{end} {want}");
    }
}

/// Corners of a grid square, opposite ones of one party: all four are equally far from one place but for what the ellipsoid does to
/// the square, and the waters of two of the corners reach to each other in a neck of centimetres, which the mesh alone would miss. The
/// neck is found: two tripoints, and a line between the two that meet in it.
#[test]
fn a_neck_of_centimetres() {
    let bases = points(&[
        &[(52.3332405476, 94.9588628316)],
        &[
            (51.8963429310, 94.6061826939),
            (52.3331810257, 95.0775771665),
            (52.2602771573, 94.7218230601),
        ],
        &[(52.2605147799, 94.9588628316), (52.3330024605, 94.7214347985)],
    ]);
    let found = solve(&bases, 44_448.0);
    judged(&bases, &found);
    let earth = Earth::new(&Ellipsoid::wgs84());
    let near = |p: &LatLon| earth.karney_m(*p, LatLon::new(52.2968, 94.8402)) < 20.0;
    let mut tripoints: Vec<LatLon> = Vec::new();
    for p in found
        .lines
        .iter()
        .flat_map(|l| &l.points)
        .filter(|p| p.kind == PointKind::Tripoint && near(&p.at))
    {
        if !tripoints.iter().any(|q| earth.karney_m(*q, p.at) < 1e-5) {
            tripoints.push(p.at);
        }
    }
    assert_eq!(tripoints.len(), 2, "{tripoints:?}");
    // Found beforehand by Newton's method on PROJ's geodesics.
    for want in [(52.296_818_215_2, 94.840_245_738_0), (52.296_818_409_9, 94.840_245_578_7)] {
        let want = LatLon::new(want.0, want.1);
        assert!(tripoints.iter().any(|p| earth.karney_m(*p, want) < 1e-4), "{tripoints:?}");
    }
    let inside = |l: &&EquidistanceLine| l.points.iter().all(|p| near(&p.at));
    let neck = found.lines.iter().find(inside).unwrap();
    assert!((neck.length_m - 0.0243).abs() < 1e-3, "{}", neck.length_m);
}
