//! What a person gets wrong: the status, a message with file and place, and no file touched.

use std::fs;
use std::path::Path;

use super::{err, lake, run};

/// Divides, and wants this status and these words, and an output file as it was.
fn refused(dir: &Path, args: &[&str], status: i32, words: &[&str]) {
    let target = dir.join("out.json");
    fs::write(&target, "old").unwrap();
    let output = run(dir, &[&["divide"], args, &["-o", "out.json"]].concat());
    let text = err(&output);
    assert_eq!(output.status.code(), Some(status), "{args:?}: {text}");
    assert!(
        text.starts_with("error: ") && text.ends_with(&format!("exit status {status}\n")),
        "{text}"
    );
    for word in words {
        assert!(text.contains(word), "{args:?} has no \"{word}\": {text}");
    }
    assert!(output.stdout.is_empty());
    assert_eq!(fs::read_to_string(target).unwrap(), "old");
    let beside: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!beside.iter().any(|n| n.to_string_lossy().contains("tmp")), "{beside:?}");
}

const EQUAL: [&str; 3] = ["lake", "--rule", "equidistance"];

#[test]
fn no_such_case() {
    let dir = tempfile::tempdir().unwrap();
    refused(dir.path(), &["caspain", "--rule", "equidistance"], 2, &["caspain", "caspian"]);
}

#[test]
fn broken_toml() {
    let dir = tempfile::tempdir().unwrap();
    lake::spoilt(dir.path(), "case.toml", "id = \"BBB\"", "id = \"BBB");
    refused(dir.path(), &EQUAL, 2, &["lake/case.toml", "13"]);
}

#[test]
fn an_unclosed_ring() {
    let dir = tempfile::tempdir().unwrap();
    lake::spoilt(dir.path(), "coast.geojson", ", [10.0, 41.0], [10.0, 40.0]]", ", [10.0, 41.0]]");
    refused(dir.path(), &EQUAL, 2, &["lake/coast.geojson", "feature 1"]);
}

#[test]
fn a_latitude_beyond_the_pole() {
    let dir = tempfile::tempdir().unwrap();
    lake::spoilt(
        dir.path(),
        "coast.geojson",
        "[10.5, 41.0], [10.0, 41.0], [10.0, 40.0], [10.5, 40.0]",
        "[10.5, 41.0], [10.0, 91.0], [10.0, 40.0], [10.5, 40.0]",
    );
    refused(dir.path(), &EQUAL, 2, &["lake/coast.geojson", "AAA", "91", "^"]);
}

#[test]
fn not_a_number() {
    let dir = tempfile::tempdir().unwrap();
    lake::spoilt(
        dir.path(),
        "coast.geojson",
        "[10.5, 40.0], [11.0, 40.0], [11.0, 41.0]",
        "[10.5, 40.0], [NaN, 40.0], [11.0, 41.0]",
    );
    refused(dir.path(), &EQUAL, 2, &["lake/coast.geojson"]);
}

#[test]
fn a_party_without_coast() {
    let dir = tempfile::tempdir().unwrap();
    let more = "id = \"BBB\"\nname = { en = \"East\" }\n\n[[party]]\nid = \"CCC\"";
    lake::spoilt(
        dir.path(),
        "case.toml",
        "id = \"BBB\"\nname = { en = \"East\" }",
        &format!("{more}\nname = {{ en = \"Nowhere\" }}"),
    );
    refused(dir.path(), &EQUAL, 2, &["CCC"]);
}

#[test]
fn unknown_rules_and_settings() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    let divide = |rule: &'static str, set: &'static str| ["lake", "--rule", rule, "--set", set];
    refused(
        dir.path(),
        &["lake", "--rule", "equidistanc"],
        2,
        &["equidistanc", "did you mean \"equidistance\"?"],
    );
    refused(dir.path(), &["lake", "--rule", "mine.luau"], 2, &["mine.luau"]);
    refused(
        dir.path(),
        &divide("equidistance", "island=0"),
        2,
        &["--set island=0", "did you mean \"islands\"?", "\n   | ^^^^^^\n"],
    );
    refused(
        dir.path(),
        &divide("equidistance", "islands=half"),
        2,
        &["--set islands=half", "must be a number"],
    );
    refused(dir.path(), &divide("equidistance", "islands=7"), 2, &["from 0 to 1"]);
    refused(
        dir.path(),
        &divide("equiratio", "weights.AAB=2"),
        2,
        &["AAB", "did you mean \"AAA\"?"],
    );
    refused(
        dir.path(),
        &["lake", "--rule", "equidistance", "--layer", "sea"],
        2,
        &["--layer sea", "seabed"],
    );
    refused(dir.path(), &["lake", "--rule", "equidistance", "--with", "lagoon"], 2, &["lagoon"]);
}

fn script(dir: &Path, body: &str) {
    lake::write(dir);
    let text = format!(
        "return rule {{\n  id = \"mine\",\n  about = \"a test\",\n  params = {{}},\n  run = function(sea)\n{body}\n  end,\n}}\n"
    );
    fs::write(dir.join("mine.luau"), text).unwrap();
}

const MINE: [&str; 3] = ["lake", "--rule", "mine.luau"];

#[test]
fn a_script_with_an_error_shows_its_line() {
    let dir = tempfile::tempdir().unwrap();
    script(dir.path(), "    local n = nil\n    return n.x");
    refused(dir.path(), &MINE, 3, &["--> mine.luau:7", "7 |     return n.x", "^"]);
}

#[test]
fn a_script_that_does_not_parse_shows_its_line() {
    let dir = tempfile::tempdir().unwrap();
    script(dir.path(), "    return ]");
    refused(dir.path(), &MINE, 3, &["--> mine.luau:6"]);
}

#[test]
fn an_endless_script_is_stopped() {
    let dir = tempfile::tempdir().unwrap();
    script(dir.path(), "    while true do end");
    let args = [&MINE[..], &["--time-limit", "0.2"]].concat();
    refused(
        dir.path(),
        &args,
        3,
        &["--> mine.luau:6", "while true do end", "did not finish within 0.2 s"],
    );
}

/// No trust: nothing is loaded, so the library need not even be one.
#[test]
fn an_untrusted_plugin() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    let plugin = dir.path().join("odd");
    fs::create_dir(&plugin).unwrap();
    let library = std::env::current_exe().unwrap();
    fs::copy(library, plugin.join("libodd.so")).unwrap();
    let keys = ["linux", "macos", "windows"];
    let libraries: String = keys.iter().map(|k| format!("{k} = \"libodd.so\"\n")).collect();
    let manifest = format!(
        "id = \"org.example.odd\"\nversion = \"1.0.0\"\nabi = \"1.0\"\nlicense = \"MIT\"\nrules = [\"odd\"]\n\n[library]\n{libraries}"
    );
    fs::write(plugin.join("plugin.toml"), manifest).unwrap();
    refused(dir.path(), &["lake", "--rule", "odd", "--plugin", "odd"], 4, &["trust"]);
}

/// A file where the path wants a folder.
#[test]
fn a_place_that_cannot_be_written() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    let output = run(
        dir.path(),
        &["divide", "lake", "--rule", "equidistance", "-o", "lake/case.toml/x.json"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("--> lake/case.toml/x.json"), "{}", err(&output));
}
