//! Plugins that are not what they should be are refused with a reason; this process lives on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{Place, dll};
use littoral_fixtures::{FAULTY, REFUSED};
use littoral_model::{FailureKind, RuleError};
use littoral_plugin::{Points, Staged, Trust, inspect};
use serde_json::Map;

fn library(plugin: &Path) -> PathBuf {
    plugin.join(dll("fixture"))
}

/// Rewrites a library as a careless copy does.
fn rewrite(plugin: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(library(plugin)).unwrap();
    change(&mut bytes);
    fs::write(library(plugin), bytes).unwrap();
}

#[test]
fn the_untrusted_is_not_loaded() {
    let mut place = Place::new();
    let Some(dir) = place.fixture("nearest") else { return };
    let e = place.load(&dir).unwrap_err();
    assert_eq!(e.kind, FailureKind::Untrusted);
    assert!(e.hint.ends_with(&format!("littoral plugin trust {}", dir.display())), "{}", e.hint);
    place.load_dev(&dir).unwrap();
    place.trust(&dir);
    place.load(&dir).unwrap();
    place.trust.remove("org.littoral.fixture").unwrap();
    assert_eq!(place.load(&dir).unwrap_err().kind, FailureKind::Untrusted);
}

#[test]
fn one_changed_byte_is_another_plugin() {
    let mut place = Place::new();
    let Some(dir) = place.fixture("nearest") else { return };
    place.trust(&dir);
    rewrite(&dir, |bytes| *bytes.last_mut().unwrap() ^= 1);
    let e = place.load(&dir).unwrap_err();
    assert_eq!(e.kind, FailureKind::Untrusted);
    assert!(e.text.ends_with("has changed since you trusted it on 2026-01-02"), "{}", e.text);
    assert!(matches!(inspect(&dir, &place.trust).trust, Trust::Changed { .. }));
}

#[test]
fn a_cut_library_is_never_mapped() {
    let place = Place::new();
    let Some(dir) = place.fixture("nearest") else { return };
    let whole = fs::read(library(&dir)).unwrap();
    for percent in [0, 1, 10, 50, 90, 99] {
        fs::write(library(&dir), &whole[..whole.len() * percent / 100]).unwrap();
        let e = place.load_dev(&dir).unwrap_err();
        assert_eq!(e.kind, FailureKind::Abi, "{percent} %");
        assert!(percent < 10 || e.text.contains("cut short"), "{percent} %: {}", e.text);
    }
    fs::write(library(&dir), &whole).unwrap();
    place.load_dev(&dir).unwrap();
}

#[test]
fn a_missing_library_or_manifest_is_named() {
    let place = Place::new();
    let Some(dir) = place.fixture("nearest") else { return };
    fs::remove_file(library(&dir)).unwrap();
    let e = place.load_dev(&dir).unwrap_err();
    assert!(e.kind == FailureKind::Abi && e.text.contains(&dll("fixture")), "{}", e.text);
    assert!(inspect(&dir, &place.trust).problem.is_some());
    fs::remove_file(dir.join("plugin.toml")).unwrap();
    let e = place.load_dev(&dir).unwrap_err();
    assert!(e.kind == FailureKind::Abi && e.text.contains("plugin.toml"), "{}", e.text);
}

#[test]
fn a_library_for_another_machine_is_refused() {
    let place = Place::new();
    let Some(dir) = place.fixture("nearest") else { return };
    if !cfg!(target_os = "linux") {
        return;
    }
    rewrite(&dir, |bytes| bytes[18] ^= 0xf3);
    assert!(place.load_dev(&dir).unwrap_err().text.contains("another machine"));
}

#[test]
fn the_private_copy_is_guarded_too() {
    let place = Place::new();
    let Some(dir) = place.fixture("nearest") else { return };
    let staged = Staged::new(&dir, &place.trust, &place.options.clone().dev()).unwrap();
    assert!(fs::metadata(&staged.library).unwrap().permissions().readonly());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for folder in [staged.library.parent().unwrap(), &place.options.cache_dir] {
            assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
    fs::remove_file(&staged.library).unwrap();
    fs::write(&staged.library, b"something else").unwrap();
    let e = littoral_plugin::Plugin::open(&staged).unwrap_err();
    assert_eq!(e.kind, FailureKind::Untrusted);
    let again = Staged::new(&dir, &place.trust, &place.options.clone().dev()).unwrap();
    littoral_plugin::Plugin::open(&again).unwrap();
}

#[test]
fn a_table_that_breaks_the_abi_is_refused_with_its_reason() {
    let place = Place::new();
    let expected = |name: &str| match name {
        "no_symbol" => "does not export littoral_plugin_v1",
        "next_major_symbol" => "is built for ABI 2, this littoral has 1.2",
        "wrong_major" => "is of ABI 7.2, this littoral has 1.2",
        "null_table" => "the plugin's table is null",
        "small_table" => "says it has 8 bytes",
        "too_many_rules" => "counts 4000000000 rules",
        "no_rules" => "has neither a rule nor a metric",
        "rules_null" => "rule 1 of the table is null",
        "rule_size_lies" => "rule 1 of the table says it has 8 bytes",
        "huge_table" => "the plugin's table says it has 100000 bytes",
        "odd_table" => "the plugin's table says it has 61 bytes",
        "null_text" => "rule 1 of the table: id says it has 7 bytes",
        "metrics_null" => "metric 1 of the table is null",
        "other_metric" => "list of metrics is \"surprise\", plugin.toml says \"\"",
        "not_utf8" => "rule 1 of the table: id is not UTF-8",
        "long_id" => "id says it has 1152921504606846976 bytes",
        "twice_the_same_id" => "two rules have the id \"fixture\"",
        "no_shape" => "has neither score nor run",
        "both_shapes" => "has both score and run",
        "bad_params" => "rule fixture: params: ",
        "other_rule_id" => "list of rules is \"surprise\", plugin.toml says \"fixture\"",
        "other_plugin_id" => "id is \"org.littoral.other\"",
        "other_version" => "version is \"9.9.9\", plugin.toml says \"1.0.0\"",
        _ => "no expectation",
    };
    for name in REFUSED {
        let Some(dir) = place.fixture(name) else { return };
        let e = place.load_dev(&dir).unwrap_err();
        assert_eq!(e.kind, FailureKind::Abi, "{name}");
        assert!(e.text.contains(expected(name)), "{name}: {}", e.text);
    }
}

/// Loads a fixture and asks it for the scores of one point.
fn fault(place: &Place, name: &str) -> Option<RuleError> {
    let plugin = place.load_dev(&place.fixture(name)?).unwrap();
    let points = Points { lon: &[50.0], lat: &[40.0], dist: &[1.0, 2.0] };
    let scored = plugin
        .scorer("fixture", &["AZE", "IRN"], &Map::new(), Arc::default())
        .and_then(|scorer| scorer.score(points, &mut [0.0; 2]));
    Some(scored.unwrap_err())
}

#[test]
fn a_faulty_run_is_a_text() {
    let place = Place::new();
    let expected = |name: &str| match name {
        "nan" => "the score of IRN at lat 40.000000, lon 50.000000 is not a number",
        "fails_create" => "no licence for this sea",
        "fails_score" => "the tide table ends in 1976",
        "unknown_status" => "the plugin returned the unknown status 4711",
        "not_utf8_error" => "no\u{fffd}",
        "bound_negative" => "the score of IRN cannot change by -2 a metre at most",
        "changes_rounding" => {
            "the plugin changed the processor's rounding (fesetround, _MM_SET_FLUSH_ZERO_MODE) and did not put it back"
        }
        _ => "no expectation",
    };
    for name in FAULTY {
        let Some(e) = fault(&place, name) else { return };
        assert_eq!(e.text, expected(name));
        let broken = matches!(*name, "unknown_status" | "changes_rounding" | "bound_negative");
        let kind = if broken { FailureKind::Abi } else { FailureKind::Runtime };
        assert_eq!((e.kind, e.rule.as_str()), (kind, "fixture"));
    }
}

#[test]
fn a_good_plugin_still_works_afterwards() {
    let place = Place::new();
    for name in ["no_shape", "nan", "nearest"] {
        let Some(dir) = place.fixture(name) else { return };
        let Ok(plugin) = place.load_dev(&dir) else { continue };
        let scorer = plugin.scorer("fixture", &["AZE"], &Map::new(), Arc::default()).unwrap();
        let mut out = [0.0];
        scorer.score(Points { lon: &[50.0], lat: &[40.0], dist: &[7.0] }, &mut out).unwrap();
        assert!(name == "nan" || out == [7.0]);
    }
}
