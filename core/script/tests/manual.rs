//! Every block of Luau in the manual is a rule that runs.

#![allow(clippy::unwrap_used, reason = "tests say what they expect")]

mod lake;

use std::path::Path;

use littoral_script::{Source, run};
use serde_json::Map;

use lake::{lake, limits};

#[test]
fn every_rule_of_the_manual_runs() {
    let page =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/manual/script-authors.md");
    let text = std::fs::read_to_string(page).unwrap();
    let blocks: Vec<&str> =
        text.split("```luau\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 4, "{} blocks", blocks.len());
    let waters = lake();
    for (k, block) in blocks.iter().enumerate() {
        let result =
            run(&Source::new("manual.luau", *block), &waters, &Map::new(), &limits(60_000));
        assert!(result.is_ok(), "block {}: {:?}", k + 1, result.unwrap_err());
    }
}
