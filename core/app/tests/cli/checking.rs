//! `rule check` and `api`.

use crate::{err, out, run};

#[test]
fn a_scaffold_is_checked_and_told_what_it_lacks() {
    let dir = tempfile::tempdir().unwrap();
    assert!(run(dir.path(), &["rule", "new", "mine"]).status.success());
    let output = run(dir.path(), &["rule", "check", "mine.luau"]);
    let said = out(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("cite still has the words of the scaffold")
            && said.contains("has no example"),
        "{said}"
    );
    assert!(said.contains("runs on caspian") && said.contains("per cent"), "{said}");
}

#[test]
fn an_example_that_does_not_come_out_fails() {
    let dir = tempfile::tempdir().unwrap();
    let text = "--!strict\nreturn rule { id = \"mine\", about = \"a\", cite = { \"b\" },
        run = function(sea: Sea) return { seabed = sea:assign({ AZE = sea:latitude(), IRN = 41 }) } end,
        examples = { { case = \"caspian\", expect = { seabed = { AZE = { 99, 0.1 } } } } } }";
    std::fs::write(dir.path().join("mine.luau"), text).unwrap();
    let output = run(dir.path(), &["rule", "check", "mine.luau"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(out(&output).contains("expected 99 ± 0.1"), "{}", out(&output));
}

/// The file that `rule new` wrote, asked for without its ending.
#[test]
fn a_script_that_lies_here_is_named_whole() {
    let dir = tempfile::tempdir().unwrap();
    let written = out(&run(dir.path(), &["rule", "new", "mine"]));
    assert!(written.contains("littoral rule check mine.luau"), "{written}");
    let output = run(dir.path(), &["divide", "caspian", "--rule", "mine"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("There is a file mine.luau here"), "{}", err(&output));
}

/// More than the whole is no slip of a factor of a hundred.
#[test]
fn a_share_above_the_whole_is_not_guessed_at() {
    let dir = tempfile::tempdir().unwrap();
    let rule = ["divide", "caspian", "--rule", "equity-floor", "--set", "floor.IRN=120%"];
    let output = run(dir.path(), &rule);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("from 0% to 100%, not 120%"), "{}", err(&output));
    assert!(!err(&output).contains("1.2"), "{}", err(&output));
}

#[test]
fn the_api_is_printed_as_it_is_committed() {
    let dir = tempfile::tempdir().unwrap();
    let committed = include_str!("../../../../scripts/types/littoral.d.luau");
    assert_eq!(out(&run(dir.path(), &["api", "--format", "luau"])), committed);
}
