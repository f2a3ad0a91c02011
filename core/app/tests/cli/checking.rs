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
    assert!(out(&output).contains("mine.luau:4: seabed AZE: "), "{}", out(&output));
}

/// An example may be wrong in every way; each is told with its line, and the others are run.
#[test]
fn a_wrong_example_is_told_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let text = |examples: &str| {
        format!(
            "--!strict\nreturn rule {{ id = \"mine\", about = \"a\", cite = {{ \"b\" }},\n  params = {{ w = param.number(1, {{ about = \"w\" }}) }},\n  \
             run = function(sea: Sea) return {{ seabed = sea:assign({{ AZE = sea:latitude(), IRN = 41 }}) }} end,\n  examples = {{\n{examples}\n}} }}"
        )
    };
    let check = |examples: &str| {
        std::fs::write(dir.path().join("mine.luau"), text(examples)).unwrap();
        let output = run(dir.path(), &["rule", "check", "mine.luau"]);
        assert_eq!(output.status.code(), Some(3), "{}{}", out(&output), err(&output));
        out(&output) + &err(&output)
    };
    let said = check(
        "{ case = \"nowhere\", expect = {} },\n{ case = \"caspian\", params = { v = 1 }, expect = {} },\n\
         { case = \"caspian\", expect = { seabed = { AZF = { 0, 1 } } } },\n{ case = \"caspian\", expect = { seabed = 5 } },",
    );
    for line in [
        "mine.luau:6: there is no case \"nowhere\"",
        "mine.luau:7: this rule has no parameter \"v\"",
        "mine.luau:8: seabed: nobody is called AZF; did you mean \"AZE\"?",
        "mine.luau:9: seabed: write { PARTY = { share, tolerance } }",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let said = check("{ case = \"caspian\", shares = { AZE = 50 } },");
    assert!(said.contains("an example has no \"shares\"") && said.contains("mine.luau:"), "{said}");
}

/// Names, messages and lines of source come from anybody: none of them steers the terminal.
#[test]
fn nothing_foreign_steers_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    std::fs::create_dir(path("odd")).unwrap();
    std::fs::write(path("odd/plugin.toml"), "id = \"org.\\u001b[2Jx\"\nversion = \"1\"").unwrap();
    std::fs::write(path("a\u{1b}[2Jb.luau"), "a \u{1b}]0;title\u{7}").unwrap();
    std::fs::write(path("mine.luau"), "error('\\27[2J\\r\\u{202e}') -- \u{1b}[2J").unwrap();
    for words in [
        &["plugin", "list", "."][..],
        &["divide", "caspian", "--rule", "a\u{1b}[2Jb.luau"],
        &["divide", "caspian", "--rule", "mine.luau"],
        &["rule", "check", "mine.luau"],
        &["divide", "\u{1b}[2J", "--rule", "mine.luau"],
        &["divide", "caspian", "--rule", "\u{1b}[2J"],
        &["divide", "caspian", "--rule", "equidistance", "--layer", "\u{9b}2J"],
        &["\u{1b}[2J"],
    ] {
        let output = run(dir.path(), words);
        let said = out(&output) + &err(&output);
        assert!(
            !said.is_empty() && !said.contains(['\u{1b}', '\u{7}', '\u{9b}', '\r', '\u{202e}']),
            "{said:?}"
        );
    }
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
