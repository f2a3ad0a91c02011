//! The plugins that come with littoral, against figures from elsewhere.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use std::sync::Arc;

use common::Place;
use littoral_delimit::{DistanceOptions, LayerDivision, NoFunctions, SolveOptions, Waters};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, DepthGrid, FailureKind, Names, Party, Shore, ShoreKind};
use littoral_plugin::{Limits, Plugin, Points};
use serde_json::{Map, Value, json};

/// Two degrees of water between a western and an eastern coast whose bed is a valley along a meridian.
fn strait(valley_lon: f64) -> Waters {
    let at = LatLon::new;
    let ring = vec![
        at(40.0, 50.0),
        at(40.0, 50.9),
        at(40.0, 52.0),
        at(42.0, 52.0),
        at(42.0, 51.1),
        at(42.0, 50.0),
    ];
    let coast = |party: usize, line: &[usize]| Shore {
        party,
        kind: ShoreKind::Coast,
        lines: vec![line.iter().map(|k| ring[*k]).collect()],
        edge: Default::default(),
        origin: String::new(),
    };
    let mut case = Case::empty("strait");
    case.parties =
        ["AAA", "BBB"].map(|id| Party { id: id.into(), name: Names::english(id) }).to_vec();
    case.shores = vec![coast(0, &[4, 5, 0, 1]), coast(1, &[1, 2, 3, 4])];
    case.sea.outer = ring.clone();
    let (nx, ny, step) = (51, 51, 0.05);
    let z = (0..nx * ny).map(|k| {
        let lon = 49.75 + step * (k % nx) as f64;
        200.0 * (lon - valley_lon).abs() - 500.0
    });
    case.depths = Some(DepthGrid {
        lat0: 39.75,
        lon0: 49.75,
        step,
        nx,
        z: z.collect(),
        source: "made for this test".to_owned(),
        datum: "the surface".to_owned(),
    });
    Waters::new(case).unwrap()
}

fn limits() -> Limits {
    Limits { tolerance_m: 10.0, ..Limits::default() }
}

fn divided(plugin: &Plugin, rule: &str, sea: &Waters, params: Value) -> LayerDivision {
    let outcome = plugin.run(rule, sea, params.as_object().unwrap(), &limits()).unwrap();
    outcome.layers.get("seabed").unwrap().clone()
}

/// Longitudes of the line between 40.5 and 41.5 N: away from both ends, which are coast too.
fn middle(layer: &LayerDivision) -> Vec<f64> {
    let points = layer.lines.iter().flat_map(|l| &l.points).map(|p| p.at());
    points.filter(|p| (40.5..=41.5).contains(&p.lat)).map(|p| p.lon).collect()
}

#[test]
fn the_thalweg_follows_the_valley() {
    let place = Place::new();
    let plugin = place.load_dev(&place.first_party("thalweg").unwrap()).unwrap();
    for valley in [50.6, 51.0, 51.4] {
        let layer = divided(&plugin, "thalweg-watershed", &strait(valley), json!({ "belt": 0 }));
        let line = middle(&layer);
        assert!(!line.is_empty());
        // The line lies between nodes: within one step of the valley.
        for lon in &line {
            assert!((lon - valley).abs() <= 0.051, "{lon}, valley {valley}");
        }
        assert_eq!(layer.method, "certified");
    }
}

#[test]
fn without_depths_the_thalweg_says_so() {
    let place = Place::new();
    let plugin = place.load_dev(&place.first_party("thalweg").unwrap()).unwrap();
    let mut case = strait(51.0).case().clone();
    case.depths = None;
    let sea = Waters::new(case).unwrap();
    let e = plugin.run("thalweg-watershed", &sea, &Map::new(), &limits()).unwrap_err();
    assert_eq!(e.kind, FailureKind::Runtime);
    assert!(e.text.contains("the case has no depths"), "{}", e.text);
}

#[test]
fn both_keep_the_promises_of_the_abi() {
    let place = Place::new();
    for (name, parts) in
        [("thalweg", &["thalweg-watershed"][..]), ("seamanship", &["port-access", "sinuosity"])]
    {
        let Some(dir) = place.first_party(name) else { continue };
        let plugin = place.load_dev(&dir).unwrap();
        for part in parts {
            let verdicts = plugin.conformance(part);
            let broken: Vec<_> = verdicts.iter().filter(|v| !v.fault.is_empty()).collect();
            assert!(broken.is_empty() && verdicts.len() >= 3, "{part}: {broken:?}");
        }
    }
}

#[test]
fn distances_to_ports_are_karneys() {
    let place = Place::new();
    let Some(dir) = place.first_party("seamanship") else { return };
    let plugin = place.load_dev(&dir).unwrap();
    let ports =
        json!({ "ports": "AZE 40.37 49.85; AZE 41 49; IRN 37.47 49.47", "speed": { "IRN": 2 } });
    let scorer = plugin
        .scorer("port-access", &["AZE", "IRN"], ports.as_object().unwrap(), Arc::default())
        .unwrap();
    let earth = Earth::new(&littoral_model::Case::empty("x").ellipsoid);
    for (lat, lon) in [(38.0, 50.0), (40.37, 49.85), (46.9, 51.3), (-12.0, 120.0), (0.0, 0.0)] {
        let mut out = [0.0; 2];
        scorer.score(Points { lon: &[lon], lat: &[lat], dist: &[1.0, 1.0] }, &mut out).unwrap();
        let to = |lat_b: f64, lon_b: f64| {
            earth.karney_m(LatLon::new(lat, lon), LatLon::new(lat_b, lon_b))
        };
        let own = [to(40.37, 49.85).min(to(41.0, 49.0)), to(37.47, 49.47) / 2.0];
        for (out, own) in out.iter().zip(own) {
            assert!((out - own).abs() < 1e-3, "{lat} {lon}: {out}, {own}");
        }
    }
}

#[test]
fn bad_lists_of_ports_are_refused_with_their_place() {
    let place = Place::new();
    let Some(dir) = place.first_party("seamanship") else { return };
    let plugin = place.load_dev(&dir).unwrap();
    for (ports, why) in [
        ("XXX 40 50", "no such party at \"XXX 40 50\""),
        ("AZE", "no latitude"),
        ("AZE 95 50", "no latitude"),
        ("AZE 40", "no longitude"),
        ("AZE 40 50 60", "more than two numbers"),
        ("AZE 40 50 IRN 37 49", "more than two numbers"),
        ("AZE nan 50", "no latitude"),
    ] {
        let params = json!({ "ports": ports });
        let made = plugin.scorer(
            "port-access",
            &["AZE", "IRN"],
            params.as_object().unwrap(),
            Arc::default(),
        );
        let e = made.err().unwrap_or_else(|| panic!("{ports} was taken"));
        assert!(e.text.contains(why), "{ports}: {}", e.text);
    }
}

#[test]
fn without_ports_it_is_equidistance_and_sinuosity_is_a_quotient_of_lengths() {
    let place = Place::new();
    let Some(dir) = place.first_party("seamanship") else { return };
    let plugin = place.load_dev(&dir).unwrap();
    let sea = strait(51.0);
    // Areas are as good as the lines: within 10 m of the true line two meshes may differ by 2e-6 points.
    let fine = Limits { tolerance_m: 0.1, ..Limits::default() };
    let outcome = plugin.run("port-access", &sea, &Map::new(), &fine).unwrap();
    let layer = outcome.layers.get("seabed").unwrap();
    let options = SolveOptions { tolerance_m: 0.1, cancel: None };
    let own = sea.equidistance(DistanceOptions::default()).unwrap();
    let own = sea.solve(&own, &NoFunctions, &options).unwrap();
    let apart = (layer.share("AAA") - own.share("AAA")).abs();
    assert!(apart < 1e-6, "{apart}");
    let line = &own.lines[0];
    let earth = Earth::new(&sea.case().ellipsoid);
    let ends = (line.points.first().unwrap().at(), line.points.last().unwrap().at());
    let quotient = line.length_km * 1000.0 / earth.karney_m(ends.0, ends.1);
    let measured = plugin.measure("sinuosity", &sea, (&own, None), &limits()).unwrap();
    for party in ["AAA", "BBB"] {
        let value = measured.value[party].as_f64().unwrap();
        assert!((value - quotient).abs() < 1e-6, "{party}: {value}, {quotient}");
    }
}
