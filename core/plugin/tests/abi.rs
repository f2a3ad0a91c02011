//! A plugin built against the frozen header of ABI 1.0 loads and scores in every littoral of ABI 1.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::sync::Arc;

use common::Place;
use littoral_fixtures::{manifest, plugins, shared_library};
use littoral_plugin::Points;
use serde_json::Map;

#[test]
fn a_plugin_of_abi_1_0_keeps_working() {
    let place = Place::new();
    let dir = place.dir.path().join("abi10");
    std::fs::create_dir_all(&dir).unwrap();
    let source = plugins().join("fixtures/abi-1.0/abi10.c");
    if let Err(why) = shared_library(&source, &dir.join("libabi10.so")) {
        eprintln!("NOT RUN: {why}");
        return;
    }
    manifest(&dir, "org.littoral.fixture", "fixture", "libabi10.so").unwrap();
    let plugin = place.load_dev(&dir).unwrap();
    assert_eq!(plugin.headers()[0].id, "fixture");
    let scorer = plugin.scorer("fixture", &["AZE", "IRN"], &Map::new(), Arc::default()).unwrap();
    let (dist, mut out) = ([3.0, 1.0, 2.0, 4.0], [0.0; 4]);
    let points = Points { lon: &[50.0, 51.0], lat: &[40.0, 41.0], dist: &dist };
    scorer.score(points, &mut out).unwrap();
    assert_eq!(out, dist);
    let broken: Vec<_> =
        plugin.conformance("fixture").into_iter().filter(|v| !v.fault.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

/// The frozen header is the one that version 1.0 had. Changing it is not how an ABI grows.
#[test]
fn the_frozen_header_says_1_0() {
    let text = std::fs::read_to_string(plugins().join("fixtures/abi-1.0/littoral.h")).unwrap();
    assert!(text.contains("#define LIT_ABI_MINOR 0u") && text.contains("#define LIT_ABI_MAJOR 1u"));
}
