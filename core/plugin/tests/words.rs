//! The words of the host through the table: what they build is what the engine builds, and what is
//! wrong with them is a fault with a name.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use std::rc::Rc;

use common::Place;
use littoral_delimit::{
    DistanceOptions, Holder, LayerDivision, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_fixtures::FAULTY_RUN;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, FailureKind, Names, Party, Shore, ShoreKind};
use littoral_plugin::Limits;
use serde_json::Map;

const OPTIONS: SolveOptions<'static> = SolveOptions { tolerance_m: 1.0, cancel: None };

/// About a square degree of water between four coasts, no two alike.
fn pool() -> Waters {
    let at = LatLon::new;
    let corners = [at(40.5, 50.0), at(40.5, 51.2), at(41.6, 51.0), at(41.4, 50.0)];
    let mut case = Case::empty("pool");
    case.parties = ["AZE", "IRN", "KAZ", "RUS"]
        .map(|id| Party { id: id.into(), name: Names::english(id) })
        .to_vec();
    case.shores = (0..4)
        .map(|k| Shore {
            party: k,
            kind: ShoreKind::Coast,
            lines: vec![vec![corners[k], corners[(k + 1) % 4]]],
            edge: Default::default(),
            origin: String::new(),
        })
        .collect();
    case.sea.outer = corners.to_vec();
    Waters::new(case).unwrap()
}

fn limits() -> Limits {
    Limits { tolerance_m: 1.0, ..Limits::default() }
}

fn equidistance(sea: &Waters) -> (Partition, LayerDivision) {
    let partition = sea.equidistance(DistanceOptions::default()).unwrap();
    let layer = sea.solve(&partition, &NoFunctions, &OPTIONS).unwrap();
    (partition, layer)
}

#[test]
fn words_build_what_the_engine_builds() {
    let (place, sea) = (Place::new(), Rc::new(pool()));
    let Some(dir) = place.fixture("run_nearest") else { return };
    let plugin = place.load_dev(&dir).unwrap();
    let outcome = plugin.run("fixture", &sea, &Map::new(), &limits()).unwrap();
    assert_eq!(outcome.layers.get("seabed"), Some(&equidistance(&sea).1));
    assert_eq!(outcome.notes["said"], "by a plugin");
    assert_eq!(outcome.notes["moved"].as_f64(), Some(0.0));
    let broken: Vec<_> =
        plugin.conformance("fixture").into_iter().filter(|v| !v.fault.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn every_kind_of_word_works() {
    let (place, sea) = (Place::new(), pool());
    let Some(dir) = place.fixture("run_words") else { return };
    let plugin = place.load_dev(&dir).unwrap();
    let outcome = plugin.run("fixture", &sea, &Map::new(), &limits()).unwrap();
    // The same by the engine's own words.
    let off = sea.coast().unwrap().beyond(20_000.0);
    let up = littoral_delimit::Field::latitude().ge(&littoral_delimit::Field::constant(41.0));
    let (scores, _) = equidistance(&sea);
    let common = scores.over_holder(&up.both(&off), &Holder::common());
    let own = sea.solve(&common, &NoFunctions, &OPTIONS).unwrap();
    let layer = outcome.layers.get("water").unwrap();
    assert!((layer.share("COMMON") - own.share("COMMON")).abs() < 1e-6);
    assert!((outcome.notes["common"].as_f64().unwrap() - own.share("COMMON")).abs() < 1e-6);
    // The nearest point of AZE's coast, the parallel arc's geodesic, by Karney to its densified points.
    let earth = Earth::new(&sea.case().ellipsoid);
    let (a, b) = (LatLon::new(40.5, 50.0), LatLon::new(40.5, 51.2));
    let whole = earth.inverse(a, b);
    let along = |k: i32| earth.direct(a, whole.azimuth1_deg, whole.distance_m * f64::from(k) / 1e4);
    let near = (0..=10_000).map(|k| earth.karney_m(along(k), LatLon::new(42.0, 50.5)));
    let near = near.fold(f64::INFINITY, f64::min);
    assert!((outcome.notes["near"].as_f64().unwrap() - near).abs() < 0.01);
    assert_eq!(outcome.notes["north"].as_f64(), Some(1.0));
}

#[test]
fn a_wrong_word_is_a_fault_with_a_name() {
    let (place, sea) = (Place::new(), pool());
    let expected = |name: &str| match name {
        "run_nothing" => (FailureKind::Type, "the rule handed in no layer"),
        "run_wild_handle" => (FailureKind::Abi, "sea_assign: 0x1267 is no field of this run"),
        "run_stale_handle" => (FailureKind::Abi, "is no partition of this run"),
        "run_null_line" => (FailureKind::Abi, "sea_offset: a column of places is null"),
        "run_small_request" => (FailureKind::Abi, "sea_fit: the request says it has 4 bytes"),
        "run_other_thread" => (FailureKind::Abi, "sea_coast was called by another thread"),
        "run_asks_within" => (FailureKind::Runtime, "a function of sea_field may not ask"),
        "run_nan" => (FailureKind::Runtime, "the function of sea_field gave no number at lat 4"),
        "run_rounding" => (FailureKind::Abi, "changed the processor's rounding"),
        _ => (FailureKind::Crash, "no expectation"),
    };
    for name in FAULTY_RUN {
        let Some(dir) = place.fixture(name) else { return };
        let plugin = place.load_dev(&dir).unwrap();
        let run = || plugin.run("fixture", &sea, &Map::new(), &limits());
        if *name == "run_stale_handle" {
            run().unwrap();
        }
        let e = run().err().unwrap_or_else(|| panic!("{name} was taken"));
        let (kind, text) = expected(name);
        assert!(e.kind == kind && e.text.contains(text), "{name}: {:?} {}", e.kind, e.text);
        assert_eq!(e.rule, "fixture");
    }
    // The next good plugin is none the worse.
    let good = place.load_dev(&place.fixture("run_nearest").unwrap()).unwrap();
    let outcome = good.run("fixture", &sea, &Map::new(), &limits()).unwrap();
    assert_eq!(outcome.layers.get("seabed"), Some(&equidistance(&sea).1));
}

#[test]
fn metrics_measure_solved_layers() {
    let (place, sea) = (Place::new(), pool());
    let Some(dir) = place.fixture("metrics") else { return };
    let toml = std::fs::read_to_string(dir.join("plugin.toml")).unwrap();
    let listed = "metrics = [\"shares\", \"moves\", \"fails\", \"overlays\"]\n\n[library]";
    std::fs::write(dir.join("plugin.toml"), toml.replace("[library]", listed)).unwrap();
    let plugin = place.load_dev(&dir).unwrap();
    let (partition, layer) = equidistance(&sea);
    let off = sea.coast().unwrap().beyond(20_000.0);
    let other = partition.over_holder(&off, &Holder::new("RUS"));
    let other = sea.solve(&other, &NoFunctions, &OPTIONS).unwrap();
    let measure = |metric: &str, base| plugin.measure(metric, &sea, (&other, base), &limits());
    let shares = measure("shares", None).unwrap();
    assert_eq!(shares.unit, "per cent");
    for party in ["AZE", "IRN", "KAZ", "RUS"] {
        assert_eq!(shares.value[party].as_f64(), Some(other.share(party)), "{party}");
    }
    // What RUS gains it has from the others: the change of its share.
    let moved = measure("moves", Some(&layer)).unwrap().value.as_f64().unwrap();
    assert!((moved - (other.share("RUS") - layer.share("RUS"))).abs() < 1e-3, "{moved}");
    assert!(measure("moves", None).unwrap().value.is_null());
    assert_eq!(measure("fails", None).unwrap_err().text, "the gauge is broken");
    let e = measure("overlays", None).unwrap_err();
    assert!(e.text.contains("can be asked, not overlaid"), "{}", e.text);
    assert_eq!(measure("nothing", None).unwrap_err().kind, FailureKind::Parameter);
    for metric in ["shares", "moves"] {
        let broken: Vec<_> =
            plugin.conformance(metric).into_iter().filter(|v| !v.fault.is_empty()).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }
}
