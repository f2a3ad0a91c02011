//! The case of the manual is a case, and littoral divides it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use littoral_delimit::{DistanceOptions, NoFunctions, SolveOptions, Waters};
use littoral_formats::{CaseBundle, read_case};

#[test]
fn the_case_of_the_manual_can_be_divided() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/manual/case-authors.md");
    let text = fs::read_to_string(page).unwrap();
    let block = |language: &str| {
        let rest = text.split(&format!("```{language}\n")).nth(1).unwrap();
        rest.split("```").next().unwrap()
    };
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("case.toml"), block("toml")).unwrap();
    fs::write(dir.path().join("coast.geojson"), block("json")).unwrap();
    let reading = read_case(&CaseBundle::read_dir(dir.path()).unwrap(), &[]);
    let case = reading.case.unwrap_or_else(|| panic!("{:?}", reading.findings));
    let waters = Waters::new(case).unwrap();
    assert_eq!(waters.termini().len(), 2);
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let layer = waters.solve(&partition, &NoFunctions, &SolveOptions::default()).unwrap();
    // The ring turns into itself by half a turn about its middle, but for the shrinking of parallels.
    let difference = layer.share("AAA") - layer.share("BBB");
    assert!(difference.abs() < 0.5, "{difference}");
}
