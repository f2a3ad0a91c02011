use super::*;
use crate::construct::base::BaseNode;
use littoral_geodesy::Ellipsoid;
use littoral_model::EdgeKind;

fn line(party: usize, kind: ShoreKind, name: &str, at: &[(f64, f64)]) -> BaseLine {
    let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
    let nodes = at.iter().map(node).collect();
    BaseLine {
        party,
        name: name.into(),
        kind,
        edge: EdgeKind::Geodesic,
        nodes,
        origin: String::new(),
    }
}

/// Two meridian coasts in the south across the antimeridian, mirrored in 180 E, and an island of B.
fn strait(island: bool) -> Bases {
    let mut lines = vec![
        line(0, ShoreKind::Coast, "", &[(-44.0, 179.0), (-40.0, 179.0)]),
        line(1, ShoreKind::Coast, "", &[(-44.0, -179.0), (-40.0, -179.0)]),
    ];
    if island {
        let ring = [(-42.02, -179.52), (-42.02, -179.5), (-42.0, -179.5), (-42.0, -179.52)];
        lines.push(line(1, ShoreKind::Islands, "Middle Rock", &ring));
    }
    Bases { parties: vec!["A".into(), "B".into()], lines, ..Bases::default() }
}

fn subject(lat: f64, lon: f64) -> Subject {
    Subject { at: LatLon::new(lat, lon), name: String::new(), rounding_m: 5.0, readings: vec![] }
}

fn judge(bases: &Bases, points: &[Subject]) -> Audit {
    let options =
        Options { between: None, tolerance_m: 20.0, vertices_only: false, baselines: true };
    audit(&Earth::new(&Ellipsoid::wgs84()), bases, points, &options).unwrap()
}

/// Points on the mirror are equidistant to a micrometre; one 1000 m east favours A by 1000 m.
#[test]
fn the_mirror_is_equidistant() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let off = earth.direct(LatLon::new(-42.0, 180.0), 90.0, 1000.0);
    let found = judge(
        &strait(false),
        &[subject(-43.0, 180.0), subject(off.lat, off.lon), subject(-41.0, -180.0)],
    );
    for k in [0, 2] {
        assert!(found.points[k].residual_m.abs() < 1e-6, "{:?}", found.points[k]);
        assert_eq!(found.points[k].verdict, Verdict::Equidistant);
    }
    assert!((found.points[1].shift_m - 1000.0).abs() < 0.1, "{}", found.points[1].shift_m);
    assert!((found.points[1].residual_m - 2000.0).abs() < 1.0);
    assert_eq!(found.points[1].verdict, Verdict::Negotiated);
}

/// The mirror ignores B's island: named as the remedy, and the scenario finds it for the whole line.
#[test]
fn an_island_without_effect() {
    let points: Vec<Subject> = (0..9).map(|k| subject(-42.4 + 0.1 * f64::from(k), 180.0)).collect();
    let found = judge(&strait(true), &points);
    let hit = found.points.iter().find(|p| p.verdict == Verdict::Islands).unwrap();
    assert!(hit.remedies[0].words.contains("no effect of Middle Rock (B)"), "{:?}", hit.remedies);
    let none =
        found.scenarios.iter().find(|s| s.words.contains("no effect of Middle Rock")).unwrap();
    assert_eq!(none.within, points.len());
    assert!(none.greatest_m < 1e-3 && found.scenarios[0].within < points.len());
}

/// One point with its minutes wrong, between good ones, is read right again.
#[test]
fn a_misprint_between_good_points() {
    let mut points: Vec<Subject> =
        (0..5).map(|k| subject(-43.0 + 0.4 * f64::from(k), 180.0)).collect();
    points[2].at = LatLon::new(-42.2, 179.8);
    points[2].readings = vec![
        ("longitude 179°58' for 179°48'".into(), LatLon::new(-42.2, 179.966)),
        ("longitude 180°00' for 179°48'".into(), LatLon::new(-42.2, 180.0)),
    ];
    let found = judge(&strait(false), &points);
    match &found.points[2].verdict {
        Verdict::Misprint { reading, .. } => assert!(reading.contains("180°00'")),
        other => panic!("{other:?}"),
    }
}

/// A reading that fits the coast's tolerance but not as its neighbours do is chance, no slip.
#[test]
fn a_chance_reading_is_no_misprint() {
    let mut points: Vec<Subject> =
        (0..5).map(|k| subject(-43.0 + 0.4 * f64::from(k), 180.0)).collect();
    points[2].at = LatLon::new(-42.2, 179.8);
    // 19 m off, where the neighbours are so by nothing and the print by 5 m.
    points[2].readings = vec![("a slip".into(), LatLon::new(-42.2, 179.99977))];
    assert_eq!(judge(&strait(false), &points).points[2].verdict, Verdict::Negotiated);
}

/// Single base points: the one that the line leaves out is named.
#[test]
fn a_base_point_left_out() {
    let single =
        |party, name: &str, lat, lon| line(party, ShoreKind::BasePoint, name, &[(lat, lon)]);
    let mut bases = Bases {
        parties: vec!["A".into(), "B".into()],
        lines: vec![
            single(0, "", -43.0, 179.0),
            single(0, "", -41.0, 179.0),
            single(1, "", -43.0, -179.0),
            single(1, "", -41.0, -179.0),
        ],
        ..Bases::default()
    };
    let points: Vec<Subject> =
        (0..9).map(|k| subject(-43.0 + 0.25 * f64::from(k), 180.0)).collect();
    let told = |bases: &Bases| judge(bases, &points).findings.join("; ");
    assert!(!told(&bases).contains("with "), "{}", told(&bases));
    bases.lines.push(single(1, "Rock", -42.0, -179.5));
    let verdicts = judge(&bases, &points).points.into_iter().map(|p| p.verdict);
    assert!(verdicts.filter(|v| *v == Verdict::Islands).count() > 2);
    assert!(
        told(&bases).contains("with no effect of Rock (B) 9 of 9 points fit"),
        "{}",
        told(&bases)
    );
}

/// Two neighbours exchanged lie on the line as they did; a bent line is not taken for that.
#[test]
fn points_out_of_order() {
    let mut points: Vec<Subject> =
        (0..9).map(|k| subject(-43.0 + 0.25 * f64::from(k), 180.0)).collect();
    let told = |points: &[Subject]| judge(&strait(false), points).findings.join("; ");
    assert!(!told(&points).contains("exchanged"));
    points[4].at.lon = 179.2;
    assert!(!told(&points).contains("exchanged"));
    points[4].at.lon = 180.0;
    points.swap(3, 4);
    assert!(
        told(&points).contains("runs back from 4 to 5: are the two exchanged?"),
        "{}",
        told(&points)
    );
}

#[test]
fn refused() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let options =
        Options { between: None, tolerance_m: 20.0, vertices_only: false, baselines: true };
    assert!(audit(&earth, &strait(false), &[], &options).is_err());
    let mut one = strait(false);
    one.lines.truncate(1);
    assert!(audit(&earth, &one, &[subject(0.0, 0.0)], &options).is_err());
    let pair = Options { between: Some([0, 0]), ..options };
    assert!(audit(&earth, &strait(false), &[subject(0.0, 0.0)], &pair).is_err());
}

/// Points of a bent line, printed in ED50: found, and named. Printed in WGS 84: not.
#[test]
fn another_datum_is_told() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let bases = Bases {
        parties: vec!["A".into(), "B".into()],
        lines: vec![
            line(0, ShoreKind::BasePoint, "", &[(57.0, 3.0)]),
            line(1, ShoreKind::BasePoint, "", &[(58.0, 5.0)]),
            line(1, ShoreKind::BasePoint, "", &[(56.0, 5.5)]),
        ],
        ..Bases::default()
    };
    let mut places: Vec<LatLon> =
        (0..9).map(|k| LatLon::new(56.0 + 0.25 * f64::from(k), 4.2)).collect();
    for _ in 0..3 {
        let rough: Vec<Subject> = places.iter().map(|p| subject(p.lat, p.lon)).collect();
        let found = judge(&bases, &rough).points;
        let moved = |p: &AuditPoint| earth.direct(p.subject.at, p.azimuth_deg, p.shift_m.abs());
        places = found.iter().map(moved).collect();
    }
    let set = littoral_geodesy::Datum::named("ED50 (mean)").unwrap();
    let own = Earth::new(&Ellipsoid::parse(&set.ellipsoid).unwrap());
    let helmert = set.to_wgs84.unwrap();
    let said = |places: &[LatLon]| {
        let line: Vec<Subject> = places.iter().map(|p| subject(p.lat, p.lon)).collect();
        judge(&bases, &line)
            .findings
            .iter()
            .filter(|f| f.contains("another datum"))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert!(said(&places).is_empty());
    let printed: Vec<LatLon> = places.iter().map(|p| helmert.backward(&own, &earth, *p)).collect();
    let told = said(&printed);
    assert!(told.len() == 1 && told[0].contains("ED50 (mean)"), "{told:?}");
}

/// A point far from the line of ragged coasts: the first step of Newton's method along the difference of two nearly equal
/// directions was 400 km; the shift is the way to the nearest of the equidistant places of a grid all round it.
#[test]
fn the_nearest_equidistant_place() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let base = |party, lat, lon| line(party, ShoreKind::BasePoint, "", &[(lat, lon)]);
    let lines = vec![
        base(0, 35.0, 109.0),
        base(0, 35.6, 108.2),
        base(1, 34.2, 109.1),
        base(1, 35.9, 109.0),
        base(1, 35.55, 108.1),
    ];
    let bases = Bases { parties: vec!["A".into(), "B".into()], lines, ..Bases::default() };
    for (lat, lon) in [(35.1, 108.6), (36.4, 110.4), (33.5, 109.0), (35.7, 107.0)] {
        let found = judge(&bases, &[subject(lat, lon)]);
        let p = &found.points[0];
        let at = LatLon::new(lat, lon);
        let least = |party: usize, q: LatLon| {
            let own = bases.lines.iter().filter(|l| l.party == party);
            own.map(|l| earth.karney_m(l.nodes[0].at, q)).fold(f64::INFINITY, f64::min)
        };
        let f = |q: LatLon| least(0, q) - least(1, q);
        assert!(f(earth.direct(at, p.azimuth_deg, p.shift_m.abs())).abs() < 1e-3, "{p:?}");
        // Along every degree no sign changes before 0.999 of the way.
        let first = f(at).signum();
        for k in 0..360 {
            for j in 1..80 {
                let r = 0.999 * p.shift_m.abs() * f64::from(j) / 79.0;
                assert!(f(earth.direct(at, f64::from(k), r)) * first > 0.0, "{lat} {k} {r}");
            }
        }
    }
}

/// Mid-strait between coasts whose edges bend by twice its breadth, and behind one of them: only what is behind is land.
#[test]
fn land_of_a_coast_that_bends() {
    let ring = |party, all: &[(f64, f64)]| line(party, ShoreKind::Islands, "", all);
    let south = [(60.0, -1.0), (60.0, 1.0), (59.0, 1.0), (59.0, -1.0), (60.0, -1.0)];
    let north = [(60.002, -1.0), (61.0, -1.0), (61.0, 1.0), (60.002, 1.0), (60.002, -1.0)];
    let lines = vec![ring(0, &south), ring(1, &north)];
    let land = lines.iter().map(|l| (l.party, l.points()[..4].to_vec())).collect();
    let bases = Bases { parties: vec!["A".into(), "B".into()], lines, land, ..Bases::default() };
    let found = judge(&bases, &[subject(60.004_78, 0.0), subject(60.001, 0.0)]);
    let inland = |p: &AuditPoint| p.remarks.iter().any(|r| r.contains("lies on land"));
    assert_eq!(found.points.iter().map(inland).collect::<Vec<_>>(), [false, true]);
}

/// Of an even count the median is the mean of the two in the middle.
#[test]
fn the_middle_of_numbers() {
    assert_eq!(median(&[1.0, 2.0, 3.0, 10.0]), 2.5);
    assert_eq!(median(&[1.0, 2.0, 10.0]), 2.0);
    assert_eq!(median(&[4.0]), 4.0);
    assert!(median(&[]).is_nan());
}
