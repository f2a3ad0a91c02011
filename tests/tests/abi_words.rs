//! A word of the plugins' table is the word of scripts: same noun, same name.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use littoral_script::api;
use littoral_tests::root;

/// Words that only machine code needs: places in, numbers out, results handed in.
const OWN: [&str; 7] = [
    "sea_values",
    "sea_inside",
    "sea_depths",
    "sea_distance",
    "partition_ring",
    "partition_overlay",
    "sea_depth",
];

#[test]
fn words_of_plugins_are_words_of_scripts() {
    let header = std::fs::read_to_string(root().join("plugins/sdk/include/littoral.h")).unwrap();
    let table = header.split("typedef struct lit_ops {").nth(1).unwrap();
    let table = table.split("} lit_ops;").next().unwrap();
    let members: Vec<&str> =
        table.split("(*").skip(1).map(|m| m.split(')').next().unwrap()).collect();
    assert!(members.len() >= 49, "{members:?}");
    for member in members.iter().filter(|m| !m.starts_with("result_") && !OWN.contains(m)) {
        let (noun, word) = member.split_once('_').unwrap();
        let noun = ["Sea", "Field", "Region", "Partition"]
            .into_iter()
            .find(|n| n.eq_ignore_ascii_case(noun))
            .unwrap();
        let plain = api::find(noun, word).is_some();
        let operator = api::find(noun, &format!("__{word}")).is_some();
        assert!(plain || operator, "{member}: scripts have no {noun}:{word}");
    }
}
