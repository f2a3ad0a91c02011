//! The library of `scripts/lib` against textbook values: each file of `tests/library` asserts them in Luau.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

use std::path::{Path, PathBuf};

use littoral_model::RuleError;
use littoral_script::{Limits, Source, read_header_within};

fn file(path: &str) -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

fn check(text: &str, name: &str) -> Result<(), RuleError> {
    let limits = Limits { time: std::time::Duration::from_secs(60), ..Limits::default() };
    read_header_within(&Source::new(name, text), &limits).map(|_| ())
}

fn passes(name: &str) {
    let (path, text) = file(&format!("tests/library/{name}.luau"));
    check(&text, &path.display().to_string()).unwrap_or_else(|e| panic!("{e:#?}"));
}

#[test]
fn voting_and_the_five_divisions() {
    passes("vote");
}

#[test]
fn rationing_bargaining_and_adjusted_winner() {
    passes("fair");
}

#[test]
fn cooperative_games_and_graph_models() {
    passes("coop");
}

/// The test of the five divisions with a broken copy of the library in place of `vote`.
fn broken(part: &str, instead: &str) -> String {
    let (_, library) = file("../../scripts/lib/vote.luau");
    let (_, test) = file("tests/library/vote.luau");
    assert!(library.contains(part), "the library no longer says: {part}");
    let copy = library.replace(part, instead);
    let copy = copy.replace("export type", "type").replace("--!strict", "");
    let inside = copy.trim_end().strip_suffix("return vote").unwrap().to_owned();
    check(&format!("{inside}\n{test}"), "broken.luau").unwrap_err().text
}

/// Ties broken by the order of the list are the wrong answer, and the test says so.
#[test]
fn ties_broken_by_list_order_are_found() {
    let half = "        elseif a ~= b and not vote.prefers(p, party, b, a) then\n          score[a] += 0.5";
    let first = "        elseif a ~= b and not vote.prefers(p, party, b, a) then\n          score[a] += if (table.find(p.options, a) :: number) < (table.find(p.options, b) :: number) then 1 else 0";
    let said = broken(half, first);
    assert!(said.contains("Borda: EQ has 10, expected 8"), "{said}");
    let strict = "return p.utility[a][party] - p.utility[b][party] > p.eps";
    let listed = "local gain = p.utility[a][party] - p.utility[b][party]\n  return gain > p.eps or (math.abs(gain) <= p.eps and (table.find(p.options, a) :: number) < (table.find(p.options, b) :: number))";
    let said = broken(strict, listed);
    assert!(said.contains("ranks of"), "{said}");
}
