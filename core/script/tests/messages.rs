//! Messages of failing rules, whole, as goldens: `messages/NAME.luau` fails with `NAME.txt`.
//!
//! `LITTORAL_REWRITE=1 cargo test -p littoral-script` writes the goldens anew; review the diff.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

mod lake;

use std::fmt::Write;
use std::path::Path;

use lake::{lake, limits};
use littoral_model::RuleError;
use littoral_script::{Source, run};
use serde_json::Map;

/// The message in the form of the command line: text, place, line, caret, help, frames.
fn show(error: &RuleError) -> String {
    let mut out = format!("{:?}: {}: {}\n", error.kind, error.rule, error.text);
    if let Some(at) = &error.at {
        let _ = writeln!(out, "  --> {}:{}:{}", at.file, at.line, at.column);
        let _ = writeln!(out, "  | {}", at.source);
        let _ = writeln!(out, "  | {}^", " ".repeat(at.column.saturating_sub(1) as usize));
    }
    if !error.hint.is_empty() {
        let _ = writeln!(out, "  help: {}", error.hint);
    }
    for frame in &error.trace {
        let _ = writeln!(out, "  at {frame}");
    }
    out
}

fn message(path: &Path) -> String {
    let file = path.file_name().unwrap().to_string_lossy().into_owned();
    let source = Source::new(file, std::fs::read_to_string(path).unwrap());
    match run(&source, &lake(), &Map::new(), &limits(2000)) {
        Ok(outcome) => format!("no failure: {:?}\n", outcome.notes),
        Err(error) => show(&error),
    }
}

#[test]
fn messages_are_as_agreed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "luau"));
    paths.sort();
    assert!(paths.len() >= 20);
    let mut wrong = Vec::new();
    for path in paths {
        let (got, golden) = (message(&path), path.with_extension("txt"));
        if std::env::var_os("LITTORAL_REWRITE").is_some() {
            std::fs::write(&golden, &got).unwrap();
        }
        if std::fs::read_to_string(&golden).unwrap_or_default() != got {
            wrong.push(format!("{}:\n{got}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Which point is visited first is the engine's business: the text is compared up to it.
#[test]
fn a_point_function_without_a_number_is_named_with_its_point() {
    let text = "return rule { id = \"my-rule\", about = \"no number\", run = function(sea)
        local slope = sea:field(function(lat, lon)
            return 0 / 0
        end)
        return { seabed = sea:assign({ AZE = slope, IRN = 40 }) }
    end }";
    let error =
        run(&Source::new("nan.luau", text), &lake(), &Map::new(), &limits(2000)).unwrap_err();
    assert!(
        error.text.starts_with("the function of sea:field gave the number NaN at "),
        "{}",
        error.text
    );
    let at = error.at.unwrap();
    assert_eq!((at.line, at.column), (2, 33));
}
