//! One rule said twice: equiratio as a Luau script and as the engine's own expression give the same
//! division to a millimetre. (`core/plugin/tests/division.rs` holds the Rust and the C plugin against the
//! same expression.)
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use littoral_delimit::field::Binary;
use littoral_delimit::{
    DistanceOptions, Field, Holder, LayerDivision, LinePoint, NoFunctions, Partition, PointKind,
    SolveOptions, Waters,
};
use littoral_formats::{CaseBundle, read_case};
use littoral_geodesy::Earth;
use littoral_script::{Limits, Source};
use littoral_tests::root;
use serde_json::json;

const WEIGHTS: [f64; 5] = [1.0, 1.25, 0.9, 1.1, 1.0];

fn waters() -> Rc<Waters> {
    let bundle = CaseBundle::read_dir(&root().join("examples/caspian")).unwrap();
    Rc::new(Waters::new(read_case(&bundle, &[]).case.unwrap()).unwrap())
}

fn by_script(waters: &Rc<Waters>) -> LayerDivision {
    let text = std::fs::read_to_string(root().join("scripts/rules/equiratio.luau")).unwrap();
    let source = Source::new("equiratio.luau", text);
    let limits = Limits {
        time: Duration::from_secs(600),
        memory_bytes: 256 << 20,
        cancel: Arc::new(AtomicBool::new(false)),
        tolerance_m: 0.1,
        ..Limits::default()
    };
    let params =
        json!({ "weights": { "AZE": 1.0, "IRN": 1.25, "KAZ": 0.9, "RUS": 1.1, "TKM": 1.0 } });
    let outcome =
        littoral_script::run(&source, waters, params.as_object().unwrap(), &limits).unwrap();
    outcome.layers.get("seabed").unwrap().clone()
}

fn by_expression(waters: &Waters) -> LayerDivision {
    let score = |(party, k): (usize, &f64)| {
        let d = waters.distance(party, DistanceOptions::default()).unwrap();
        (Holder::new(&waters.case().parties[party].id), d.binary(Binary::Div, &Field::constant(*k)))
    };
    let partition = Partition::new(WEIGHTS.iter().enumerate().map(score).collect());
    waters.solve(&partition, &NoFunctions, &SolveOptions::default()).unwrap()
}

fn nodes(d: &LayerDivision) -> Vec<&LinePoint> {
    let points = d.lines.iter().flat_map(|l| &l.points);
    points.filter(|p| p.kind != PointKind::Curve).collect()
}

#[test]
fn script_and_expression() {
    let waters = waters();
    let (script, engine) = (by_script(&waters), by_expression(&waters));
    let earth = Earth::new(&waters.case().ellipsoid);
    assert_eq!(script.lines.len(), engine.lines.len());
    for (holder, share) in &engine.share_percent {
        assert!((share.as_f64().unwrap() - script.share(holder)).abs() < 1e-9, "{holder}");
    }
    let (a, b) = (nodes(&script), nodes(&engine));
    assert_eq!(a.len(), b.len());
    for (p, q) in a.iter().zip(&b) {
        assert!(earth.karney_m(p.at(), q.at()) < 1e-3, "{p:?} {q:?}");
    }
}
