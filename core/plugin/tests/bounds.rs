//! What a plugin says of how fast its scores change: certified lines where it is true, a named fault
//! where the check sees that it is not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use std::path::Path;
use std::sync::Arc;

use common::Place;
use littoral_delimit::{DistanceOptions, LayerDivision, NoFunctions, SolveOptions, Waters};
use littoral_formats::{CaseBundle, read_case};
use littoral_plugin::Limits;
use serde_json::Map;

fn caspian() -> Waters {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    let bundle = CaseBundle::read_dir(&dir).unwrap_or_else(|e| panic!("{e:?}"));
    Waters::new(read_case(&bundle, &[]).case.unwrap()).unwrap()
}

fn seabed(place: &Place, waters: &Waters, name: &str) -> Option<LayerDivision> {
    let plugin = place.load_dev(&place.fixture(name)?).unwrap();
    let limits = Limits { tolerance_m: 1.0, ..Limits::default() };
    let outcome = plugin.run("fixture", waters, &Map::new(), &limits).unwrap();
    outcome.layers.get("seabed").cloned()
}

#[test]
fn a_bound_makes_the_same_lines_certified() {
    let (place, waters) = (Place::new(), caspian());
    let Some(bounded) = seabed(&place, &waters, "bounded") else { return };
    assert_eq!(bounded.method, "certified");
    assert_eq!(seabed(&place, &waters, "nearest").unwrap().method, "sampled");
    let equidistance = waters.equidistance(DistanceOptions::default()).unwrap();
    let options = SolveOptions { tolerance_m: 1.0, cancel: None };
    let own = waters.solve(&equidistance, &NoFunctions, &options).unwrap();
    for party in waters.case().party_ids() {
        let apart = (own.share(party) - bounded.share(party)).abs();
        assert!(apart < 1e-6, "{party}: {apart} percentage points");
    }
}

/// What `littoral plugin check` finds broken.
fn broken(place: &Place, name: &str) -> Option<Vec<String>> {
    let plugin = place.load_dev(&place.fixture(name)?).unwrap();
    let verdicts = plugin.conformance("fixture").into_iter().filter(|v| !v.fault.is_empty());
    Some(verdicts.map(|v| format!("{}: {}", v.check, v.fault)).collect())
}

#[test]
fn a_bound_that_is_too_small_is_found_by_the_check() {
    let place = Place::new();
    let Some(good) = broken(&place, "bounded") else { return };
    assert!(good.is_empty(), "{good:?}");
    let bad = broken(&place, "bound_lies").unwrap();
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert!(
        bad[0].starts_with(
            "changes no faster than it says: it says that the score of AZE changes by 0.001"
        ),
        "{bad:?}"
    );
    let plugin = place.load_dev(&place.fixture("nearest").unwrap()).unwrap();
    let scorer = plugin.scorer("fixture", &["AZE"], &Map::new(), Arc::default()).unwrap();
    assert_eq!((scorer.lipschitz(0), scorer.lipschitz(7)), (None, None));
}
