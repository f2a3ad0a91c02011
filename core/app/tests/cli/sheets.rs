//! Constructions asked for from outside: their document, or their refusal.

use std::path::Path;

use serde_json::Value;

use super::{err, out, run};

/// The JSON document of a construction that succeeds.
pub(super) fn json(dir: &Path, args: &[&str]) -> Value {
    let output = run(dir, &[&["construct"], args, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

/// What a construction says that is refused with exit status 2.
pub(super) fn refusal(dir: &Path, args: &[&str]) -> String {
    let output = run(dir, &[&["construct"], args].concat());
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", out(&output));
    err(&output)
}
