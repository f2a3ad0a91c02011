//! The bodies of the fuzz targets on seeded mutations: the same inputs on every machine. A longer run:
//! `LITTORAL_FUZZ_ROUNDS=100 cargo test -p littoral-tests --test fuzz_smoke` (a hundred times as many).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use littoral_tests::fuzz::mutate::{Random, mutated};
use littoral_tests::fuzz::{TARGETS, Target};

fn drive(name: &str) {
    let target: &Target = TARGETS.iter().find(|t| t.name == name).unwrap();
    let times =
        std::env::var("LITTORAL_FUZZ_ROUNDS").ok().and_then(|t| t.parse().ok()).unwrap_or(1);
    for seed in target.seeds {
        (target.run)(seed);
    }
    for round in 0..target.rounds * times {
        let mut random = Random::new(u64::from(round));
        let seed = target.seeds[random.below(target.seeds.len())];
        let input = mutated(seed, &mut random);
        let failed = std::panic::catch_unwind(|| (target.run)(&input)).is_err();
        assert!(!failed, "{name}, round {round}: {:?}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn bases() {
    drive("bases");
}

#[test]
fn printed_line() {
    drive("printed_line");
}

#[test]
fn dms() {
    drive("dms");
}

#[test]
fn helmert() {
    drive("helmert");
}

#[test]
fn constructions() {
    drive("constructions");
}

#[test]
fn frames() {
    drive("frames");
}

#[test]
fn manifest() {
    drive("manifest");
}

#[test]
fn library() {
    drive("library");
}

#[test]
fn head() {
    drive("head");
}

#[test]
fn words() {
    drive("words");
}

/// Every target has its binary in the fuzz package, and the package names no other.
#[test]
fn every_target_has_its_binary() {
    let manifest =
        std::fs::read_to_string(littoral_tests::root().join("tests/fuzz/Cargo.toml")).unwrap();
    let folder = littoral_tests::root().join("tests/fuzz/fuzz_targets");
    for target in TARGETS {
        assert!(manifest.contains(&format!("name = \"{}\"", target.name)), "{}", target.name);
        let text = std::fs::read_to_string(folder.join(format!("{}.rs", target.name))).unwrap();
        assert!(text.contains("fuzz_target!"), "{}", target.name);
    }
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
}
