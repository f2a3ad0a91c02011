use super::*;
use crate::construct::BaseLine;
use littoral_geodesy::Ellipsoid;
use littoral_model::{EdgeKind, ShoreKind};

mod brute;

const M: f64 = NAUTICAL_MILE_M;

fn node(lat: f64, lon: f64, name: &str) -> BaseNode {
    BaseNode { at: LatLon::new(lat, lon), name: name.into() }
}

fn bases(nodes: Vec<BaseNode>, kind: ShoreKind) -> Bases {
    let line = BaseLine {
        party: 0,
        name: String::new(),
        kind,
        edge: EdgeKind::Geodesic,
        nodes,
        origin: String::new(),
    };
    Bases { parties: vec!["A".into()], lines: vec![line], ..Bases::default() }
}

fn rock() -> Bases {
    bases(vec![node(0.0, 0.0, "rock")], ShoreKind::BasePoint)
}

/// A sphere on which a degree is 60 M.
fn sphere() -> Earth {
    Earth::new(&Ellipsoid {
        a_m: 60.0 * M * 180.0 / std::f64::consts::PI,
        f: 0.0,
        ..Ellipsoid::wgs84()
    })
}

/// A place on the equator so many miles east.
fn east(miles: f64, name: &str) -> BaseNode {
    node(0.0, miles / 60.0, name)
}

fn sediment(miles: f64, lat: f64, thickness_m: f64) -> Sediment {
    Sediment { at: LatLon::new(lat, miles / 60.0), name: "G".into(), thickness_m }
}

fn of(run: &Run, rule: Rule) -> Vec<&FixedPoint> {
    run.points.iter().filter(|p| p.rule == rule).collect()
}

/// Area two caps have in common on the unit sphere (Tovchigrechko and Vakser, "How common is the funnel-like energy
/// landscape in protein-protein interactions?", Protein Sci. 10, 2001).
fn lens(a: f64, b: f64, d: f64) -> f64 {
    let corner =
        |x: f64, y: f64, z: f64| ((x.cos() - y.cos() * z.cos()) / (y.sin() * z.sin())).acos();
    2.0 * (std::f64::consts::PI
        - corner(d, a, b)
        - corner(b, d, a) * a.cos()
        - corner(a, d, b) * b.cos())
}

/// One foot of the slope at 180 M: an arc to 240 M, its ends on the 200 M limit, its area that of the lune of two caps.
#[test]
fn one_arc() {
    let (e, bases, foot) = (sphere(), rock(), [east(180.0, "F1")]);
    let asked = Request { slope: &foot, spacing_m: M / 4.0, ..Request::new(&bases, 0) };
    let found = shelf(&e, &asked, None).unwrap();
    let [run] = found.runs.as_slice() else { panic!("{:?}", found.findings) };
    assert!(!run.closed && found.findings.is_empty(), "{:?}", found.findings);
    let n = run.points.len();
    for (k, p) in run.points.iter().enumerate() {
        if k == 0 || k + 1 == n {
            assert_eq!((p.rule, p.name.as_str()), (Rule::TwoHundred, "rock"));
            assert!((p.baselines_m - 200.0 * M).abs() < 1e-3, "{}", p.baselines_m);
        } else {
            assert_eq!((p.rule, p.name.as_str()), (Rule::Slope, "F1"));
            assert!((e.karney_m(foot[0].at, p.at) - 60.0 * M).abs() < 1e-3);
        }
    }
    let farthest = run.points.iter().map(|p| p.baselines_m).fold(0.0, f64::max);
    assert!((farthest - 240.0 * M).abs() < 0.3, "{farthest}");
    let rad = |miles: f64| (miles / 60.0).to_radians();
    let cap = std::f64::consts::TAU * (1.0 - rad(60.0).cos());
    let want = (cap - lens(rad(60.0), rad(200.0), rad(180.0))) * e.ellipsoid().a_m.powi(2);
    assert!((found.area_m2 / want - 1.0).abs() < 3e-5, "{} {want}", found.area_m2);
    // The sea is on the left: going north about the east side.
    assert!(run.points[0].at.lat > run.points[n - 1].at.lat);
}

/// Two feet 40 M apart: the line that touches both arcs is the meridian `h` away with sin h = sin 60' / cos 20'.
#[test]
fn two_arcs_and_their_tangent() {
    let (e, bases) = (sphere(), rock());
    let foot = [node(-1.0 / 3.0, 3.0, "S"), node(1.0 / 3.0, 3.0, "N")];
    let asked = Request { slope: &foot, ..Request::new(&bases, 0) };
    let found = shelf(&e, &asked, None).unwrap();
    let [run] = found.runs.as_slice() else { panic!("{:?}", found.findings) };
    let long: Vec<usize> =
        (0..run.points.len()).filter(|k| run.points[*k].next_m.unwrap_or(0.0) > 2.0 * M).collect();
    let [k] = long.as_slice() else { panic!("{long:?}") };
    let (p, q) = (&run.points[*k], &run.points[k + 1]);
    assert_eq!((p.name.as_str(), q.name.as_str()), ("N", "S"));
    let length = p.next_m.unwrap() / M;
    assert!(length > 38.0 && length < 40.0 + 1e-9, "{length}");
    let h = (1.0_f64.to_radians().sin() / (1.0_f64 / 3.0).to_radians().cos()).asin().to_degrees();
    let short_m = (3.0 + h - p.at.lon.max(q.at.lon)) * 60.0 * M;
    assert!(short_m > -1e-6 && short_m < 1.0, "{short_m}");
}

/// The printed limit keeps to its arcs: every line beside a point of an arc comes within the tolerance of 60 M from the foot, by
/// Karney in its middle, and no more points than that needs are listed. The area is that of the lune of two caps whatever the spacing.
#[test]
fn chords_within_the_tolerance() {
    let (e, bases, foot) = (sphere(), rock(), [east(180.0, "F1")]);
    let rad = |miles: f64| (miles / 60.0).to_radians();
    let cap = std::f64::consts::TAU * (1.0 - rad(60.0).cos());
    let want = (cap - lens(rad(60.0), rad(200.0), rad(180.0))) * e.ellipsoid().a_m.powi(2);
    for (spacing_m, tolerance_m) in [(M, 1.0), (M, 0.05), (10.0 * M, 1.0), (10.0 * M, 30.0)] {
        let asked = Request { slope: &foot, spacing_m, tolerance_m, ..Request::new(&bases, 0) };
        let found = shelf(&e, &asked, None).unwrap();
        let short = |w: &[FixedPoint]| {
            let way = e.inverse(w[0].at, w[1].at);
            60.0 * M
                - e.karney_m(foot[0].at, e.direct(w[0].at, way.azimuth1_deg, way.distance_m / 2.0))
        };
        let points = &found.runs[0].points;
        let most = points.windows(2).map(short).fold(0.0, f64::max);
        assert!(most <= tolerance_m && most > 0.2 * tolerance_m, "{tolerance_m} {most}");
        assert!((found.area_m2 / want - 1.0).abs() < 1e-8, "{} {want}", found.area_m2);
    }
    for tolerance_m in [0.0, f64::NAN, 2e5] {
        let asked = Request { slope: &foot, tolerance_m, ..Request::new(&bases, 0) };
        assert!(shelf(&e, &asked, None).unwrap_err().to_string().contains("the tolerance is"));
    }
}

/// Lines that touch the arcs of several feet leave no place of any arc outside by more than the tolerance, and none is longer than
/// 60 M: places of every arc a degree apart against the outline of the outer edge.
#[test]
fn tangents_within_the_tolerance() {
    let (e, bases) = (Earth::new(&Ellipsoid::wgs84()), rock());
    let foot = [(-0.8, 3.1), (-0.2, 2.9), (0.35, 3.2), (0.9, 2.8), (1.5, 3.05)]
        .map(|(lat, lon)| node(lat, lon, "F"));
    for tolerance_m in [0.2, 1.0] {
        let asked = Request { slope: &foot, tolerance_m, ..Request::new(&bases, 0) };
        let found = shelf(&e, &asked, None).unwrap();
        assert!(found.runs.iter().flat_map(|r| &r.points).all(|p| p.next_ok));
        let [edge] = found.edge.as_slice() else { panic!("{}", found.edge.len()) };
        let line = |k: usize| {
            crate::construct::line(
                &e,
                littoral_geodesy::curve::LineKind::Geodesic,
                edge[k],
                edge[(k + 1) % edge.len()],
            )
        };
        let sides: Vec<_> = (0..edge.len()).filter_map(|k| line(k).ok()).collect();
        for f in &foot {
            for azimuth in 0..360 {
                let p = e.direct(f.at, f64::from(azimuth), 60.0 * M);
                if region::holds(&e, edge, p) {
                    continue;
                }
                let off = sides.iter().map(|s| s.nearest(&e, p).1).fold(f64::INFINITY, f64::min);
                assert!(off < tolerance_m, "{p:?} {off}");
            }
        }
    }
}

/// A sediment point 100 M beyond the foot: lines of just under 60 M lead to it from the arc; one per cent decides.
#[test]
fn a_sediment_point() {
    let (e, bases, foot) = (sphere(), rock(), [east(180.0, "F1")]);
    let needed = 0.01 * 100.0 * M;
    for (thickness, passes) in [(needed + 1e-6, true), (needed - 1e-3, false)] {
        let points = [sediment(280.0, 0.0, thickness)];
        let asked = Request { slope: &foot, sediment: &points, ..Request::new(&bases, 0) };
        let found = shelf(&e, &asked, None).unwrap();
        assert_eq!(found.sediment[0].pass, passes);
        assert!((found.sediment[0].needed_m - needed).abs() < 1e-6);
        let run = &found.runs[0];
        let at = run.points.iter().position(|p| p.rule == Rule::Sediment);
        assert_eq!(at.is_some(), passes);
        let Some(k) = at else { continue };
        for line in [run.points[k - 1].next_m, run.points[k].next_m] {
            let miles = line.unwrap() / M;
            assert!(miles <= 60.0 + 1e-9 && miles > 58.0, "{miles}");
        }
        assert!(run.points.iter().all(|p| p.next_ok));
    }
    // Too far from everything: nothing is enclosed, and that is said.
    let points = [sediment(310.0, 0.0, 1e4)];
    let asked = Request { slope: &foot, sediment: &points, ..Request::new(&bases, 0) };
    let found = shelf(&e, &asked, None).unwrap();
    assert!(of(&found.runs[0], Rule::Sediment).is_empty());
    assert!(found.findings.iter().any(|f| f.contains("encloses nothing")), "{:?}", found.findings);
}

/// Beyond 350 M the formulae count for nothing, but 100 M from the isobath may be farther; on a ridge it is not asked.
#[test]
fn constraints() {
    let (e, bases) = (sphere(), rock());
    let foot = [east(180.0, "F1"), east(250.0, "F2"), east(320.0, "F3")];
    let deep = super::super::Bases { ..self::bases(vec![east(270.0, "D")], ShoreKind::BasePoint) };
    let plain = Request { slope: &foot, ..Request::new(&bases, 0) };
    let with = Request { isobath: Some(&deep), ..plain };
    for (asked, far, rule) in [
        (plain, 350.0, Rule::Distance),
        (with, 370.0, Rule::Isobath),
        (Request { ridge: true, ..with }, 350.0, Rule::Distance),
    ] {
        let found = shelf(&e, &asked, None).unwrap();
        let [run] = found.runs.as_slice() else { panic!("{:?}", found.findings) };
        let most = run.points.iter().map(|p| p.baselines_m).fold(0.0, f64::max);
        assert!((most - far * M).abs() < 4.0, "{most}");
        let on = of(run, rule);
        assert!(on.len() > 10, "{}", on.len());
        for p in &run.points {
            match p.rule {
                Rule::Distance => assert!((p.baselines_m - 350.0 * M).abs() < 1e-3),
                Rule::Isobath => {
                    assert!((e.karney_m(deep.lines[0].nodes[0].at, p.at) - 100.0 * M).abs() < 1e-3)
                }
                Rule::Slope => assert!((p.slope_m - 60.0 * M).abs() < 1e-3),
                Rule::TwoHundred => assert!((p.baselines_m - 200.0 * M).abs() < 1e-3),
                Rule::Sediment => unreachable!("there is none"),
            }
            assert!(p.next_ok);
        }
    }
}

/// Within 200 M there is nothing to delineate; a foot far out is enclosed by no line to the 200 M limit, and that is said.
#[test]
fn nothing_and_too_far() {
    let (e, bases) = (sphere(), rock());
    let near = [east(100.0, "F1")];
    let found = shelf(&e, &Request { slope: &near, ..Request::new(&bases, 0) }, None).unwrap();
    assert!(found.runs.is_empty() && found.area_m2 == 0.0);
    assert!(found.findings[0].contains("appurtenance"), "{:?}", found.findings);
    let far = [east(270.0, "F1")];
    let found = shelf(&e, &Request { slope: &far, ..Request::new(&bases, 0) }, None).unwrap();
    assert!(found.runs[0].closed);
    assert!(found.findings[0].contains("face the baselines"), "{:?}", found.findings);
    assert_eq!(found.edge.len(), 1);
    // The flanks of an arc about a foot beyond 200 M face them too, down to the 200 M limit.
    let flank = [east(220.0, "F1")];
    let found = shelf(&e, &Request { slope: &flank, ..Request::new(&bases, 0) }, None).unwrap();
    assert!(!found.runs[0].closed && found.findings.len() == 1, "{:?}", found.findings);
    assert!(found.findings[0].contains("those next to its ends"), "{:?}", found.findings);
}

#[test]
fn refusals() {
    let (e, bases, foot) = (sphere(), rock(), [east(180.0, "F1")]);
    let asked = Request { slope: &foot, ..Request::new(&bases, 0) };
    let refused = |r: &Request<'_>| shelf(&e, r, None).unwrap_err().to_string();
    assert!(refused(&Request { slope: &[], ..asked }).contains("foot of the slope"));
    for spacing_m in [0.0, f64::NAN, 61.0 * M] {
        assert!(refused(&Request { spacing_m, ..asked }).contains("spacing"));
    }
    for (lat, thickness, word) in
        [(91.0, 1.0, "pole"), (0.0, -1.0, "thickness"), (0.0, f64::NAN, "thickness")]
    {
        let points = [sediment(280.0, lat, thickness)];
        let text = refused(&Request { sediment: &points, ..asked });
        assert!(text.contains(word) && text.contains("sediment point G"), "{text}");
    }
    let nobody = Bases { parties: vec!["A".into()], ..Bases::default() };
    assert!(refused(&Request { bases: &nobody, ..asked }).contains("base point"));
    let stop = AtomicBool::new(true);
    assert_eq!(shelf(&e, &asked, Some(&stop)).unwrap_err(), crate::error::DelimitError::Cancelled);
}
