//! Published numbers: treaties, laws, other people's test suites (`tests/validation`).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use geographiclib_rs::{PolygonArea, Winding};
use littoral_delimit::construct::base::BaseSet;
use littoral_delimit::construct::envelope::{self, Options};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::curve::LineKind::{Geodesic, Loxodrome};
use littoral_geodesy::{Curve, Earth, Ellipsoid, LatLon, intersect};
use littoral_model::{EdgeKind, ShoreKind};
use serde_json::Value;

struct Published {
    json: Value,
    earth: Earth,
    at: BTreeMap<String, LatLon>,
}

fn place(v: &Value) -> LatLon {
    LatLon::new(v["lat"].as_f64().unwrap(), v["lon"].as_f64().unwrap())
}

fn case(name: &str) -> Published {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/validation/");
    let text = std::fs::read_to_string(format!("{folder}{name}.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let earth = Earth::new(&Ellipsoid::named(json["ellipsoid"].as_str().unwrap()).unwrap());
    let groups = json["base_points"].as_object().into_iter().flat_map(|o| o.values());
    let points = groups.chain(json.get("points")).filter_map(Value::as_array).flatten();
    let at = points.map(|p| (p["id"].as_str().unwrap().to_owned(), place(p))).collect();
    Published { earth, at, json }
}

impl Published {
    fn constraints(&self, kind: &str) -> impl Iterator<Item = &Value> {
        let all = self.json["constraints"].as_array().unwrap().iter();
        all.filter(move |c| c["type"] == kind)
    }

    fn point(&self, c: &Value, key: &str) -> LatLon {
        self.at[c[key].as_str().unwrap()]
    }
}

fn number(c: &Value, key: &str) -> f64 {
    c[key].as_f64().unwrap()
}

fn base(kind: ShoreKind, edge: EdgeKind, points: &[LatLon]) -> BaseLine {
    let nodes = points.iter().map(|p| BaseNode { at: *p, name: String::new() }).collect();
    BaseLine { party: 0, name: String::new(), kind, edge, nodes, origin: String::new() }
}

fn bases(lines: Vec<BaseLine>) -> Bases {
    Bases { parties: vec!["A".into()], lines, ..Bases::default() }
}

/// Distance of a place from the nearest piece of a limit.
fn off(earth: &Earth, limit: &envelope::Envelope, p: LatLon) -> f64 {
    let pieces = limit.rings.iter().flat_map(|r| &r.pieces);
    pieces.map(|k| k.curve.nearest(earth, p).1).fold(f64::INFINITY, f64::min)
}

/// The printed points of a circle lie on its envelope within the printed rounding; on another
/// ellipsoid than the treaty's they do not.
#[test]
fn circles() {
    for (name, wrong) in
        [("falklands_ficz_1986", "International1924"), ("dominica_france_1987", "WGS84")]
    {
        let p = case(name);
        for c in p.constraints("dist") {
            let (centre, r) = (p.point(c, "base"), number(c, "value_m"));
            let one = bases(vec![base(ShoreKind::BasePoint, EdgeKind::Geodesic, &[centre])]);
            let limit = envelope::envelope(&p.earth, &one, 0, &Options::at(r)).unwrap();
            let here = off(&p.earth, &limit, p.point(c, "point"));
            assert!(here <= number(c, "tol_m"), "{name} {here}");
            let other = Earth::new(&Ellipsoid::named(wrong).unwrap());
            let limit = envelope::envelope(&other, &one, 0, &Options::at(r)).unwrap();
            assert!(off(&other, &limit, p.point(c, "point")) > number(c, "tol_m"), "{name}");
        }
    }
}

/// The Danish limit from 95 straight baselines: one envelope; printed ends lie on it within 4 m.
#[test]
fn denmark() {
    let p = case("denmark_1999");
    for (name, segments) in p.json["segments"].as_object().unwrap() {
        let ends = |s: &Value| [0, 1].map(|k| p.at[s[k].as_str().unwrap()]);
        let list: Vec<[LatLon; 2]> = segments.as_array().unwrap().iter().map(ends).collect();
        let lines = list.iter().map(|s| base(ShoreKind::Baseline, EdgeKind::Geodesic, s));
        let all = bases(lines.collect());
        let limit = envelope::envelope(&p.earth, &all, 0, &Options::at(22_224.0)).unwrap();
        let open = limit.rings.iter().filter(|r| !r.closed).count();
        assert!(limit.worst_gap_m < 1e-3 && open == 0, "{} {open}", limit.worst_gap_m);
        for c in p.constraints("env").filter(|c| c["segments"] == name.as_str()) {
            let here = off(&p.earth, &limit, p.point(c, "point"));
            assert!(here <= number(c, "tol_m"), "{} {here}", c["point"]);
            let set = BaseSet::new(&p.earth, &all, false, |_, _| true);
            let residual =
                set.control(p.point(c, "point")).unwrap().distance_m - number(c, "value_m");
            assert!(residual.abs() <= number(c, "tol_m"), "{} {residual}", c["point"]);
        }
    }
}

/// The published intersections to a tenth of a micrometre; the wrong models' answers are that far off.
#[test]
fn intersections() {
    let p = case("geodesic_intersections");
    for c in p.constraints("gint") {
        let line = |a: &str, b: &str| {
            Curve::between(&p.earth, Geodesic, p.point(c, a), p.point(c, b)).unwrap()
        };
        let found = intersect::crossings(&p.earth, &line("a", "b"), &line("c", "d")).points;
        assert_eq!(found.len(), 1);
        let off = p.earth.karney_m(found[0].at, p.point(c, "point"));
        assert!(off < 1e-7 && found[0].residual_m < 1e-7, "{} {off}", c["point"]);
        let name = &c["point"].as_str().unwrap()[..2];
        for (model, error) in p.json["published_software_error_m"][name].as_object().unwrap() {
            let wrong = p.earth.karney_m(found[0].at, p.at[&format!("{name}_{model}")]);
            let printed = error.as_f64().unwrap();
            assert!((wrong - printed).abs() < 0.05 * printed + 2e-3, "{name} {model} {wrong}");
        }
    }
}

#[test]
fn polygons() {
    for name in ["geographiclib_polygons", "symmetry_closed_forms"] {
        let p = case(name);
        for c in p.constraints("poly") {
            let mut judge = PolygonArea::new(p.earth.karney(), Winding::CounterClockwise);
            let ids = c["points"].as_array().unwrap();
            let ring: Vec<LatLon> = ids.iter().map(|i| p.at[i.as_str().unwrap()]).collect();
            ring.iter().for_each(|q| judge.add_point(q.lat, q.lon));
            let (perimeter, area, _) = judge.compute(true);
            let perimeter_off = (perimeter - number(c, "perimeter_m")).abs();
            let area_off = (area - number(c, "area_m2")).abs() / perimeter;
            assert!(
                perimeter_off.max(area_off) <= number(c, "tol_m").max(1e-6),
                "{name} {perimeter_off} {area_off}"
            );
            // The rule that sums cells, on the same ring.
            let rule = littoral_geodesy::AreaRule::new(&p.earth, &p.earth.point(ring[0]));
            let mut sum = littoral_geodesy::Green::default();
            for k in 0..ring.len() {
                let (a, b) = (ring[k], ring[(k + 1) % ring.len()]);
                let line = littoral_geodesy::densify::geodesic(&p.earth, a, b, 2000.0);
                for w in line.windows(2) {
                    let mid = littoral_geodesy::densify::between(&p.earth, &w[0], &w[1], 0.5);
                    sum.add(rule.arc(&w[0], &mid, &w[1]));
                }
            }
            let relative = rule.area_m2(sum).abs() / area - 1.0;
            assert!(relative.abs() < 1e-9, "{name} {relative}");
        }
    }
}

/// The perpendicular of the Irbe Strait's closing line at its midpoint, and the trilateral point out on it.
#[test]
fn estonia_latvia() {
    let p = case("estonia_latvia_1996");
    for c in p.constraints("az_mid") {
        for kind in [Geodesic, Loxodrome] {
            let line = Curve::between(&p.earth, kind, p.point(c, "a"), p.point(c, "b")).unwrap();
            let azimuth = line.spot(&p.earth, line.length() / 2.0).azimuth_deg + number(c, "add");
            let off = littoral_geodesy::densify::wrap(azimuth - number(c, "value_deg"));
            let at_lever = off.to_radians() * number(c, "lever_m");
            assert!(at_lever.abs() <= number(c, "tol_m"), "{kind:?} {at_lever}");
        }
    }
    for c in p.constraints("xtrack") {
        let line = Curve::ray(Geodesic, p.point(c, "from"), number(c, "az_deg"), 2.0e5);
        let off = line.nearest(&p.earth, p.point(c, "point")).1;
        assert!(off <= number(c, "tol_m"), "{off}");
    }
}

/// Equal distances by symmetry, through the base points that are found to control.
#[test]
fn symmetric_distances() {
    let p = case("symmetry_closed_forms");
    for c in p.constraints("equal") {
        let distance = |id: &Value| {
            let point = [p.at[id.as_str().unwrap()]];
            let all = bases(vec![base(ShoreKind::BasePoint, EdgeKind::Geodesic, &point)]);
            let set = BaseSet::new(&p.earth, &all, false, |_, _| true);
            set.control(p.point(c, "point")).unwrap().distance_m
        };
        let d: Vec<f64> = c["base"].as_array().unwrap().iter().map(distance).collect();
        let spread = d.iter().fold(0.0, |m: f64, x| m.max((x - d[0]).abs()));
        assert!(spread <= number(c, "tol_m"), "{} {spread}", c["point"]);
    }
}
