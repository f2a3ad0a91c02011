//! Help shows an example for every verb, and the version is the package's.

use super::{err, out, run};

const VERBS: [&[&str]; 16] = [
    &["divide"],
    &["compare"],
    &["line"],
    &["watch"],
    &["case", "check"],
    &["case", "show"],
    &["rule", "list"],
    &["rule", "show"],
    &["rule", "new"],
    &["plugin", "list"],
    &["plugin", "trust"],
    &["law", "at"],
    &["law", "status"],
    &["law", "timeline"],
    &["law", "overlaps"],
    &["law", "export"],
];

#[test]
fn every_verb_shows_an_example() {
    let dir = tempfile::tempdir().unwrap();
    for verb in VERBS {
        let output = run(dir.path(), &[verb, &["--help"]].concat());
        let text = out(&output);
        assert_eq!(output.status.code(), Some(0), "{verb:?}");
        assert!(
            text.contains("Example") && text.contains(&format!("littoral {}", verb.join(" "))),
            "{verb:?}: {text}"
        );
    }
    let text = out(&run(dir.path(), &["--help"]));
    assert!(
        text.contains("Exit status: 0 done, 2 bad input or usage, 3 a rule failed, 4"),
        "{text}"
    );
    assert!(!text.contains("worker"), "the worker is hidden: {text}");
}

#[test]
fn version_and_wrong_usage() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(
        out(&run(dir.path(), &["--version"])),
        format!("littoral {}\n", env!("CARGO_PKG_VERSION"))
    );
    let output = run(dir.path(), &["divide", "caspian"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("--rule")
            && err(&output).ends_with("nothing was written; exit status 2\n"),
        "{}",
        err(&output)
    );
    assert!(output.stdout.is_empty());
}
