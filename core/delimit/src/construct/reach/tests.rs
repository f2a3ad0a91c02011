//! Crossings against PROJ: nearest distances by brute force, loxodromes by integrating their equations, roots by halving.

use littoral_geodesy::Ellipsoid;

use super::super::BaseNode;
use super::super::ray::ray;
use super::*;
use littoral_model::{EdgeKind, ShoreKind};

fn wgs() -> Earth {
    Earth::new(&Ellipsoid::wgs84())
}

fn survey(kind: ShoreKind, at: &[(f64, f64)]) -> Bases {
    let nodes = at
        .iter()
        .enumerate()
        .map(|(k, p)| BaseNode { at: LatLon::new(p.0, p.1), name: format!("b{}", k + 1) });
    let (nodes, edge) = (nodes.collect(), EdgeKind::Geodesic);
    let line = BaseLine { party: 0, name: String::new(), kind, edge, nodes, origin: String::new() };
    Bases { parties: vec!["A".into()], lines: vec![line], ..Bases::default() }
}

const GUINEA: [(f64, f64); 7] = [
    (5.0886, -3.1036),
    (4.738, -2.09),
    (4.8667, -2.2416),
    (5.2231, -4.0231),
    (4.6517, -5.35),
    (4.3594, -7.53),
    (6.1, 1.2),
];

/// The azimuth of Ghana/Cote d'Ivoire until 200 M from points of that coast: way, place and controlling base point.
#[test]
fn until_two_hundred_miles() {
    let e = wgs();
    let limit =
        Limit::new(&e, &survey(ShoreKind::BasePoint, &GUINEA), &[0], 370_400.0, false).unwrap();
    let (from, azimuth) = (LatLon::new(5.0906, -3.1030), 191.0 + 38.0 / 60.0 + 6.7 / 3600.0);
    for (kind, along, lat, lon) in [
        (LineKind::Geodesic, 384_246.083_679_881, 1.686_837_315_270_2, -3.799_038_793_992_4),
        (LineKind::Loxodrome, 384_378.198_695_827, 1.685_960_808_740_7, -3.800_699_149_309_7),
    ] {
        let line = ray(&e, kind, from, azimuth, 9.0e5).unwrap();
        let found = crossings(&e, &[line], &limit).unwrap();
        assert_eq!(found.points.len(), 1, "{found:?}");
        let x = found.points[0];
        assert!((x.along_m - along).abs() < 1e-6 && x.outward, "{kind:?} {x:?}");
        assert!(e.karney_m(x.at, LatLon::new(lat, lon)) < 1e-6, "{kind:?} {x:?}");
        assert_eq!(limit.bases.name(x.control.source), "b5");
        assert!((x.control.distance_m - 370_400.0).abs() < 1e-7, "{x:?}");
        assert!(found.beyond_m[0] < -3.7e5 && found.beyond_m[1] > 4.5e5, "{found:?}");
    }
}

/// Into and out of 12 M from a straight baseline, whose edge controls; between islands on either side of 180 degrees all
/// crossings of 24 M.
#[test]
fn every_crossing_is_told() {
    let e = wgs();
    let line = survey(ShoreKind::Baseline, &GUINEA[3..6]);
    let limit = Limit::new(&e, &line, &[0], 22_224.0, false).unwrap();
    let way = ray(&e, LineKind::Geodesic, LatLon::new(4.9, -6.0), 170.0, 2.0e5).unwrap();
    let found = crossings(&e, &[way], &limit).unwrap().points;
    let along: Vec<f64> = found.iter().map(|x| x.along_m).collect();
    let wanted = [14_482.231_605_7, 58_970.049_954_9];
    // The independent feet are found by the distance alone, to a tenth of a millimetre.
    assert!(along.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-4), "{along:?}");
    assert!(found.len() == 2 && found.iter().all(|x| x.control.source.on_edge), "{found:?}");
    assert_eq!(limit.bases.name(found[1].control.source), "b2–b3");
    // At 350 M too.
    let limit = Limit::new(&e, &line, &[0], 648_200.0, false).unwrap();
    let way = ray(&e, LineKind::Geodesic, LatLon::new(4.4, -6.4), 174.0, 8.0e5).unwrap();
    let found = crossings(&e, &[way], &limit).unwrap().points;
    assert!(found.len() == 1 && found[0].control.source.on_edge, "{found:?}");
    assert!((found[0].along_m - 636_201.456_367_6).abs() < 1e-4, "{found:?}");

    let islands = survey(ShoreKind::BasePoint, &[(-16.0, 179.6), (-16.3, -178.9), (-15.9, -178.2)]);
    let limit = Limit::new(&e, &islands, &[0], 44_448.0, false).unwrap();
    let way = ray(&e, LineKind::Geodesic, LatLon::new(-16.1, 178.9), 92.0, 4.0e5).unwrap();
    // Between the last two islands the line is outside for 18 m.
    let wanted = [
        32_163.414_215_429,
        116_829.909_317_735,
        194_009.903_757_531,
        277_571.192_821_283,
        277_589.252_456_396,
        341_732.357_877_196,
    ];
    // The same line in three parts, as a file draws it.
    let s = [0.0, 1.2e5, 3.0e5, 4.0e5];
    let parts: Vec<Curve> = s.windows(2).map(|w| way.over([w[0], w[1]])).collect();
    for line in [vec![way], parts] {
        let found = crossings(&e, &line, &limit).unwrap().points;
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        for (k, (x, along)) in found.iter().zip(wanted).enumerate() {
            assert!((x.along_m - along).abs() < 1e-6 && x.outward == (k % 2 == 1), "{x:?}");
        }
    }
}

/// A line from the limit itself, tangent lines, lines along it, and nothing to measure from.
#[test]
fn degenerate() {
    let e = wgs();
    let rock = (0.0, 20.0);
    let bases = survey(ShoreKind::BasePoint, &[rock]);
    let limit = Limit::new(&e, &bases, &[0], 1.0e5, false).unwrap();
    let centre = LatLon::new(rock.0, rock.1);
    let on = e.direct(centre, 40.0, 1.0e5);
    let from = |at, azimuth| vec![ray(&e, LineKind::Geodesic, at, azimuth, 5.0e5).unwrap()];
    let out = crossings(&e, &from(on, 40.0), &limit).unwrap();
    assert!(out.points.is_empty() && out.beyond_m[0].abs() < 1e-6, "{out:?}");
    // Through the circle: a chord from the limit to the limit is found at its other end.
    let back = e.inverse(on, centre).azimuth1_deg;
    let through = crossings(&e, &from(on, back), &limit).unwrap().points;
    assert!(through.len() == 1 && (through[0].along_m - 2.0e5).abs() < 1e-6, "{through:?}");
    // A metre within the top and a metre beyond it.
    for (off, count) in [(-1.0, 2), (1.0, 0)] {
        let top = e.direct(e.direct(centre, 0.0, 1.0e5 + off), 270.0, 2.0e5);
        let azimuth = e.inverse(top, e.direct(centre, 0.0, 1.0e5 + off)).azimuth1_deg;
        let found = crossings(&e, &from(top, azimuth), &limit).unwrap().points;
        assert_eq!(found.len(), count, "{off} {found:?}");
    }
    let along = Curve::arc(centre, 1.0e5, 0.0, 90.0);
    let refused = crossings(&e, &[along], &limit).unwrap_err().to_string();
    assert!(refused.contains("runs along the limit"), "{refused}");
    assert!(crossings(&e, &[], &limit).is_err());
    assert!(Limit::new(&e, &bases, &[], 1.0e5, false).is_err());
    assert!(Limit::new(&e, &bases, &[0], f64::NAN, false).is_err());
    assert!(
        Limit::new(&e, &survey(ShoreKind::BasePoint, &[(95.0, 0.0)]), &[0], 1e5, false).is_err()
    );
}

/// Inland there is no limit: a line over an island 150 km wide crosses 50 km once on either side.
#[test]
fn none_on_land() {
    let e = wgs();
    let ring = [(-1.0, 10.0), (-1.0, 11.5), (1.0, 11.5), (1.0, 10.0)];
    let mut bases = survey(ShoreKind::Islands, &ring);
    bases.land.push((0, bases.lines[0].points()));
    let limit = Limit::new(&e, &bases, &[0], 5.0e4, false).unwrap();
    let line = ray(&e, LineKind::Geodesic, LatLon::new(0.0, 9.0), 90.0, 4.0e5).unwrap();
    let found = crossings(&e, &[line], &limit).unwrap().points;
    let outward: Vec<bool> = found.iter().map(|x| x.outward).collect();
    assert_eq!(outward, [false, true], "{found:?}");
}

/// A meridian's line that nears 22 260 m from a meridian coast by 56 m in 400 km. Wanted: PROJ's geodesics, the foot by the
/// right angle, the root by Brent's method.
#[test]
fn a_limit_that_is_neared_slowly() {
    let e = wgs();
    let coast = survey(ShoreKind::Baseline, &[(0.0, 0.0), (5.0, 0.0)]);
    let limit = Limit::new(&e, &coast, &[0], 22_260.0, false).unwrap();
    for (azimuth, along, end_m) in [
        (0.0, 63_668.493_973_2, -53.181_652_967),
        (0.0001, 65_397.493_910_7, -52.483_981_904),
        (0.002, 113_704.985_084_6, -39.228_231_650),
    ] {
        let from = LatLon::new(0.5, 0.2);
        let line = ray(&e, LineKind::Geodesic, from, azimuth, 4.0e5).unwrap();
        let found = crossings(&e, &[line], &limit).unwrap();
        let [x] = found.points[..] else { panic!("{found:?}") };
        assert!(!x.outward && (x.along_m - along).abs() < 1e-3, "{azimuth} {x:?}");
        let [start, end] = found.beyond_m;
        assert!((start - 3.056_088_969).abs() < 1e-6 && (end - end_m).abs() < 1e-6, "{found:?}");
    }
    // A parallel of latitude about the pole: 10 m, 2 mm and 0.5 mm off, on either side.
    let pole = survey(ShoreKind::BasePoint, &[(90.0, 0.0)]);
    let line = ray(&e, LineKind::Loxodrome, LatLon::new(80.0, 0.0), 90.0, 4.0e5).unwrap();
    for (off_m, runs) in [(10.0, false), (2e-3, false), (5e-4, true), (0.0, true)] {
        for side in [-1.0, 1.0] {
            let far_m = 1_116_825.857_375_75 + side * off_m;
            let limit = Limit::new(&e, &pole, &[0], far_m, false).unwrap();
            match crossings(&e, &[line], &limit) {
                Ok(found) => assert!(!runs && found.points.is_empty(), "{off_m} {found:?}"),
                Err(why) => {
                    let why = why.to_string();
                    assert!(
                        runs && why.contains("within a millimetre of it for more than 1000 m"),
                        "{why}"
                    );
                }
            }
        }
    }
}

/// Lines past rocks at random, of which many graze the limit: the crossings are those of 40 000 places each.
#[test]
fn as_by_brute_force() {
    let e = wgs();
    let mut state = 7_u64;
    let mut random = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for kind in [LineKind::Geodesic, LineKind::Loxodrome] {
        for lat in [0.0, 55.0, -79.0] {
            let rocks: Vec<(f64, f64)> =
                (0..5).map(|_| (lat + random() - 0.5, 179.5 + 2.0 * random())).collect();
            let far_m = 8_000.0 + 20_000.0 * random();
            let limit =
                Limit::new(&e, &survey(ShoreKind::BasePoint, &rocks), &[0], far_m, false).unwrap();
            // Off a rock at right angles to the line, by the limit and a little.
            let azimuth = 360.0 * random();
            let rock = LatLon::new(rocks[0].0, rocks[0].1);
            let beside = e.direct(rock, azimuth - 90.0, far_m + 40.0 * random() - 20.0);
            let from = e.direct(beside, azimuth + 180.0, 6.0e4);
            let line = ray(&e, kind, from, azimuth, 1.2e5).unwrap();
            let found = crossings(&e, &[line], &limit).unwrap().points;
            let beyond = |s: f64| {
                let at = line.at(&e, s);
                let near = rocks.iter().map(|r| e.karney_m(at, LatLon::new(r.0, r.1)));
                near.fold(f64::INFINITY, f64::min) > far_m
            };
            let places: Vec<f64> = (0..=40_000).map(|k| 3.0 * f64::from(k)).collect();
            let sides: Vec<bool> = places.iter().map(|s| beyond(*s)).collect();
            let wanted = sides.windows(2).filter(|w| w[0] != w[1]).count();
            assert!(found.len() >= wanted, "{kind:?} {lat} {found:?}");
            for (k, w) in sides.windows(2).enumerate() {
                let inside = |x: &&Crossing| x.along_m >= places[k] && x.along_m < places[k + 1];
                let here = found.iter().filter(inside).count();
                assert!(here % 2 == usize::from(w[0] != w[1]), "{kind:?} {lat} {found:?}");
            }
        }
    }
}

/// A start on the limit is no crossing, however slowly the line leaves it; a closed limit of a few metres is no length.
#[test]
fn slow_starts_and_small_limits() {
    let e = wgs();
    let coast = survey(ShoreKind::Baseline, &[(0.0, 0.0), (5.0, 0.0)]);
    let from = LatLon::new(0.5, 0.2);
    let line = ray(&e, LineKind::Geodesic, from, 0.0, 4.0e5).unwrap();
    let start_m = 22_260.0 + 3.056_088_968_82;
    for off_m in [-9e-4, -1e-7, 1e-7, 9e-4] {
        let limit = Limit::new(&e, &coast, &[0], start_m + off_m, false).unwrap();
        let found = crossings(&e, &[line], &limit).unwrap();
        assert!(found.points.is_empty() && found.beyond_m[0].abs() < ON_M, "{off_m} {found:?}");
    }
    let rock = survey(ShoreKind::BasePoint, &[(0.0, 20.0)]);
    let limit = Limit::new(&e, &rock, &[0], 1.0, false).unwrap();
    let through = ray(&e, LineKind::Geodesic, LatLon::new(0.0, 19.999), 90.0, 1e3).unwrap();
    let along: Vec<f64> =
        crossings(&e, &[through], &limit).unwrap().points.iter().map(|x| x.along_m).collect();
    assert!(along.len() == 2 && (along[1] - along[0] - 2.0).abs() < 1e-6, "{along:?}");
    let about = Curve::arc(LatLon::new(0.0, 20.0), 1.0, 0.0, 350.0);
    assert!(crossings(&e, &[about], &limit).is_err());
}
