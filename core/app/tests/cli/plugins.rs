//! From `plugin new` to a trusted plugin, as the manual says.

use std::path::Path;

use crate::{err, out, run};

fn has(program: &str) -> bool {
    let found = std::process::Command::new(program).arg("--version").output().is_ok();
    if !found {
        eprintln!("NOT RUN: there is no {program}");
    }
    found
}

/// What is checked of a rule that scores points: each must be kept by an untouched scaffold.
const PROMISES: [&str; 15] = [
    "writes its scores and nothing beside them",
    "takes 1, 2, 5 and 12 parties",
    "takes no points, and one",
    "takes a million points at once",
    "gives the same bits in blocks of every size",
    "gives the same bits again, also from another instance",
    "gives the same bits to eight threads at once",
    "stops within 50 ms when it is cancelled",
    "outlives distances that are no numbers",
    "reads a host table by its stated size, older and newer",
    "keeps its instances apart",
    "changes no faster than it says",
    "can be made and ended a thousand times",
    "refuses a parameter that it does not have",
    "divides the Caspian, twice the same",
];

fn from_new_to_trusted(dir: &Path, lang: &str) {
    let good = |args: &[&str]| {
        let output = run(dir, args);
        assert!(output.status.success(), "{args:?}: {}{}", out(&output), err(&output));
        out(&output)
    };
    good(&["plugin", "new", "my-plugin", "--language", lang]);
    good(&["plugin", "build", "my-plugin"]);
    let checked = good(&["plugin", "check", "my-plugin"]);
    let kept: Vec<&str> = checked.lines().filter_map(|l| l.trim().strip_prefix("✓ ")).collect();
    assert_eq!(kept, PROMISES, "{checked}");
    let refused = run(dir, &["divide", "caspian", "--rule", "my-plugin", "--plugin", "my-plugin"]);
    assert_eq!(refused.status.code(), Some(4), "{}", err(&refused));
    good(&["plugin", "trust", "my-plugin"]);
    assert!(good(&["plugin", "list", "my-plugin"]).contains("trusted"));
    assert!(good(&["plugin", "list", "."]).contains("my-plugin"));
    for verb in ["list", "build", "check", "trust"] {
        assert_eq!(run(dir, &["plugin", verb, "nowhere"]).status.code(), Some(2), "{verb}");
    }
    let table = good(&["divide", "caspian", "--rule", "my-plugin", "--plugin", "my-plugin"]);
    let own = good(&["divide", "caspian", "--rule", "equidistance"]);
    let figures =
        |t: &str| t.lines().find(|l| l.trim_start().starts_with("AZE")).map(str::to_owned);
    assert_eq!(figures(&table), figures(&own));
}

#[test]
fn a_c_plugin_from_new_to_trusted() {
    if has("cc") {
        from_new_to_trusted(tempfile::tempdir().unwrap().path(), "c");
    }
}

#[test]
fn a_rust_plugin_from_new_to_trusted() {
    if has("cargo") {
        from_new_to_trusted(tempfile::tempdir().unwrap().path(), "rust");
    }
}

#[test]
fn a_plugin_that_breaks_a_promise_is_told_which() {
    if !has("cc") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["plugin", "new", "odd", "--language", "c"]);
    let source = dir.path().join("odd/odd.c");
    let text = std::fs::read_to_string(&source).unwrap();
    std::fs::write(
        &source,
        text.replace("out[i] = b->dist[i];", "out[i] = b->dist[i] + (double)b->n;"),
    )
    .unwrap();
    assert!(run(dir.path(), &["plugin", "build", "odd"]).status.success());
    let output = run(dir.path(), &["plugin", "check", "odd"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(out(&output).contains("blocks of 1 points give other bits"), "{}", out(&output));
}

/// Before it is built, before it is trusted, under another name: each says the next word to type.
#[test]
fn every_step_says_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let refused = |words: &[&str], says: &str| {
        let output = run(dir.path(), words);
        assert_ne!(output.status.code(), Some(0), "{words:?}");
        assert!(err(&output).contains(says), "{words:?}: {}", err(&output));
    };
    refused(&["plugin", "new", "mine", "--lang", "go"], "[possible values: rust, c]");
    assert!(run(dir.path(), &["plugin", "new", "mine", "--lang", "c"]).status.success());
    refused(&["plugin", "check", "mine"], "littoral plugin build mine");
    refused(&["plugin", "trust", "mine"], "littoral plugin build mine");
    refused(&["divide", "caspian", "--rule", "mine"], "--dev mine");
    let empty = out(&run(dir.path(), &["plugin", "list"]));
    assert!(empty.contains("littoral plugin list DIR"), "{empty}");
}

/// A folder that is named as a plugin's and holds none is a slip of the pen: nothing is run without it.
#[test]
fn a_folder_without_a_plugin_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("empty")).unwrap();
    std::fs::write(dir.path().join("file"), "").unwrap();
    for option in ["--dev", "--plugin"] {
        for place in ["empty", "missing", "file"] {
            let output =
                run(dir.path(), &["divide", "caspian", "--rule", "equidistance", option, place]);
            assert_eq!(output.status.code(), Some(2), "{option} {place}");
            let said = err(&output);
            assert!(said.contains(&format!("there is no plugin in {place}")), "{said}");
            assert!(said.contains(&format!("command line: {option} {place}")), "{said}");
            assert!(said.contains("littoral plugin new NAME makes one"), "{said}");
        }
    }
}
