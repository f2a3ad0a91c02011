//! `rule check` and `api`.

use crate::{out, run};

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

#[test]
fn the_api_is_printed_as_it_is_committed() {
    let dir = tempfile::tempdir().unwrap();
    let committed = include_str!("../../../../scripts/types/littoral.d.luau");
    assert_eq!(out(&run(dir.path(), &["api", "--format", "luau"])), committed);
}
