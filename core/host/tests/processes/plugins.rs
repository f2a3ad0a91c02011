//! Native plugins that take their process down: only the run is lost.

use std::path::Path;
use std::time::Duration;

use littoral_host::{Host, RuleRef, RunRequest};
use littoral_model::{FailureKind, RuleError};

use crate::Test;
use crate::common::{caspian, home, options, registry, request, running, soon};

/// The tests of this file.
pub(crate) const TESTS: &[Test] = &[
    ("a_fatal_plugin_costs_its_run_alone", a_fatal_plugin_costs_its_run_alone),
    ("a_rude_plugin_reaches_nothing", a_rude_plugin_reaches_nothing),
    ("a_child_of_a_plugin_ends_with_its_worker", a_child_of_a_plugin_ends_with_its_worker),
    ("a_plugin_that_dies_at_load_is_listed_with_its_cause", a_plugin_that_dies_at_load_is_listed),
    ("an_untrusted_plugin_never_runs", an_untrusted_plugin_never_runs),
    ("a_rebuilt_plugin_gets_a_fresh_worker", a_rebuilt_plugin_gets_a_fresh_worker),
];

/// Builds a fixture, or says why not.
fn built(name: &str, dir: &Path) -> bool {
    match littoral_fixtures::build(name, dir) {
        Ok(_) => true,
        Err(why) => {
            eprintln!("NOT RUN, no C compiler: {why}");
            false
        }
    }
}

/// A host that trusts `dir` for this process.
fn host(home: &Path, dir: &Path) -> Host {
    Host::new(options(&["worker"]), registry(home, &[dir])).unwrap()
}

fn run(dir: &Path, host: &Host) -> Result<littoral_delimit::Division, RuleError> {
    let rule = RuleRef::Plugin { dir: dir.to_path_buf(), rule: "fixture".to_owned() };
    let mut request = RunRequest::new(caspian(), rule);
    request.time = Duration::from_millis(500);
    host.run(&request)
}

fn a_fatal_plugin_costs_its_run_alone() {
    let named = [
        ("segfault", FailureKind::Crash, "SIGSEGV"),
        ("abort", FailureKind::Crash, "SIGABRT"),
        ("endless_loop", FailureKind::Hang, "time limit of 500ms"),
        ("exit_zero", FailureKind::Crash, "exit code 0"),
        ("stack_overflow", FailureKind::Crash, "SIG"),
    ];
    for (name, kind, text) in named {
        let home = home();
        if !built(name, home.path()) {
            return;
        }
        let dir = home.path().join(name);
        let host = host(home.path(), &dir);
        let error = run(&dir, &host).unwrap_err();
        assert_eq!(error.kind, kind, "{name}: {}", error.text);
        assert!(error.text.contains(text), "{name}: {}", error.text);
        assert_eq!(error.rule, "fixture");
        assert!(host.run(&request("equidistance")).is_ok(), "after {name}");
    }
}

/// How a run of a plugin that reaches for what is not its own ends.
fn rude(name: &str) -> Option<Result<littoral_delimit::Division, RuleError>> {
    let home = home();
    let dir = built(name, home.path()).then(|| home.path().join(name))?;
    let host = host(home.path(), &dir);
    let result = host.run(&timeless(&dir));
    assert!(host.run(&request("equidistance")).is_ok(), "after {name}");
    Some(result)
}

fn a_rude_plugin_reaches_nothing() {
    let Some(flood) = rude("floods_stdout") else { return };
    assert!(flood.is_ok(), "{flood:?}");
    let error = rude("writes_everywhere").unwrap().unwrap_err();
    assert_eq!(error.kind, FailureKind::Protocol, "{}", error.text);
    let error = rude("closes_everything").unwrap().unwrap_err();
    assert_eq!(error.kind, FailureKind::Crash, "{}", error.text);
    if cfg!(target_os = "linux") {
        let hoard = rude("allocates").unwrap();
        assert!(hoard.is_ok(), "{hoard:?}");
    }
}

fn a_child_of_a_plugin_ends_with_its_worker() {
    let home = home();
    if !cfg!(target_os = "linux") || !built("forks", home.path()) {
        return;
    }
    let (dir, token) = (home.path().join("forks"), format!("forks-{}", std::process::id()));
    let host = Host::new(options(&["worker", &token]), registry(home.path(), &[&dir])).unwrap();
    assert!(host.run(&timeless(&dir)).is_ok());
    assert_eq!(running(&token), 2, "the worker and what it left");
    drop(host);
    soon(|| running(&token) == 0);
}

fn a_plugin_that_dies_at_load_is_listed() {
    let home = home();
    if !built("segfault_at_load", home.path()) {
        return;
    }
    let dir = home.path().join("segfault_at_load");
    let list = host(home.path(), &dir).list();
    let (last, others) = list.split_last().unwrap();
    let error = last.header.as_ref().unwrap_err();
    assert_eq!((error.kind, error.rule.as_str()), (FailureKind::Crash, "fixture"));
    assert!(others.iter().all(|rule| rule.header.is_ok()), "the others are not lost with it");
}

fn an_untrusted_plugin_never_runs() {
    let home = home();
    if !built("abort_at_load", home.path()) {
        return;
    }
    let dir = home.path().join("abort_at_load");
    let host = Host::new(options(&["worker"]), registry(home.path(), &[])).unwrap();
    assert_eq!(run(&dir, &host).unwrap_err().kind, FailureKind::Untrusted);
}

fn a_rebuilt_plugin_gets_a_fresh_worker() {
    let home = home();
    if !(built("nearest", home.path()) && built("fails_score", home.path())) {
        return;
    }
    let dir = home.path().join("nearest");
    let host = host(home.path(), &dir);
    let first = host.run(&timeless(&dir)).unwrap();
    let library = littoral_plugin::Manifest::read(&dir).unwrap().library_path(&dir).unwrap();
    let other = home.path().join("fails_score").join(library.file_name().unwrap());
    std::fs::copy(other, library).unwrap();
    let error = host.run(&timeless(&dir)).unwrap_err();
    assert_eq!(error.kind, FailureKind::Runtime, "{}", error.text);
    assert_eq!(first.provenance.rule_kind, "plugin");
}

fn timeless(dir: &Path) -> RunRequest {
    let rule = RuleRef::Plugin { dir: dir.to_path_buf(), rule: "fixture".to_owned() };
    RunRequest::new(caspian(), rule)
}
