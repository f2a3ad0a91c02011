//! Workers that die, hang, flood and lie.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use littoral_host::{CancelToken, Host, HostOptions, RuleRef, RunRequest};
use littoral_model::{FailureKind, RuleError};

use crate::Test;
use crate::common::{children, home, options, registry, request, running, script, soon};

/// The tests of this file.
pub(crate) const TESTS: &[Test] = &[
    ("a_death_is_named", a_death_is_named),
    ("a_worker_that_never_greets_is_given_up", a_worker_that_never_greets_is_given_up),
    ("what_is_not_the_protocol_is_refused", what_is_not_the_protocol_is_refused),
    ("a_hanging_run_is_killed", a_hanging_run_is_killed),
    ("a_flood_on_the_log_keeps_its_last_lines", a_flood_on_the_log_keeps_its_last_lines),
    ("a_child_that_holds_the_pipes_is_ended_too", a_child_that_holds_the_pipes_is_ended_too),
    ("the_next_run_gets_another_worker", the_next_run_gets_another_worker),
    ("a_rule_that_kills_three_times_is_held", a_rule_that_kills_three_times_is_held),
    ("a_run_by_itself_is_never_held", a_run_by_itself_is_never_held),
    ("a_cancelled_run_ends_though_it_hangs", a_cancelled_run_ends_though_it_hangs),
    ("no_program_no_panic", no_program_no_panic),
    ("workers_die_with_their_host", workers_die_with_their_host),
];

/// How the first run of a rule on such a worker fails.
fn failure(kind: &str) -> RuleError {
    let home = home();
    let mut options = options(&["misbehave", kind]);
    options.greeting = Duration::from_secs(2);
    let host = Host::new(options, registry(home.path(), &[])).unwrap();
    let mut request = request("equidistance");
    request.time = Duration::from_millis(100);
    let error = host.run(&request).unwrap_err();
    assert!(!children().contains(&'Z'), "{kind} left a zombie");
    drop(host);
    assert_eq!(children(), [], "{kind} outlived its host");
    error
}

fn a_death_is_named() {
    let error = failure("aborts");
    assert_eq!(error.kind, FailureKind::Crash);
    assert_eq!(
        error.text,
        "the worker process ended by signal 6 (SIGABRT, aborted) (while misbehaving)"
    );
    let error = failure("exits");
    assert_eq!(error.text, "the worker process ended with exit code 3 (while misbehaving)");
    assert_eq!(error.trace, ["log: last words"]);
    let error = failure("exits-at-once");
    assert_eq!(error.text, "the worker process ended with exit code 3 (before it was ready)");
    assert_eq!(failure("stops-within-a-frame").kind, FailureKind::Crash);
}

fn a_worker_that_never_greets_is_given_up() {
    let error = failure("is-silent");
    assert_eq!(error.kind, FailureKind::Protocol);
    assert!(error.text.contains("not even a greeting"), "{}", error.text);
}

fn what_is_not_the_protocol_is_refused() {
    let said = [
        ("writes-garbage", "is longer than"),
        ("lies-about-length", "is longer than"),
        ("answers-another-run", "an answer to another request"),
        ("speaks-first", "it did not greet first"),
        ("is-another", "it is another littoral"),
    ];
    for (kind, text) in said {
        let error = failure(kind);
        assert_eq!(error.kind, FailureKind::Protocol, "{kind}");
        assert!(error.text.contains(text), "{kind}: {}", error.text);
    }
}

fn a_hanging_run_is_killed() {
    let error = failure("sleeps");
    assert_eq!(error.kind, FailureKind::Hang);
    assert_eq!(
        error.text,
        "the sea was not divided within 100ms and the worker was killed (while misbehaving)"
    );
    assert!(error.hint.contains("--time-limit"), "{}", error.hint);
    assert_eq!(failure("stops-reading").kind, FailureKind::Hang);
}

fn a_flood_on_the_log_keeps_its_last_lines() {
    let home = home();
    let host = Host::new(options(&["misbehave", "floods"]), registry(home.path(), &[])).unwrap();
    let error = host.run(&request("equidistance")).unwrap_err();
    assert_eq!(error.kind, FailureKind::Crash);
    assert_eq!(error.trace.len(), 20);
    assert!(error.trace[19].starts_with("log: line 199999 xxx"), "{}", error.trace[19]);
}

fn a_child_that_holds_the_pipes_is_ended_too() {
    let home = home();
    let options = options(&["misbehave", "leaves-a-child"]);
    let host = Host::new(options, registry(home.path(), &[])).unwrap();
    let error = host.run(&request("equidistance")).unwrap_err();
    assert_eq!(error.kind, FailureKind::Crash);
    assert!(error.text.contains("exit code 3"), "{}", error.text);
}

fn the_next_run_gets_another_worker() {
    for spare in [false, true] {
        let home = home();
        let program = std::env::current_exe().unwrap();
        let marker = home.path().join("marker");
        let shim = home.path().join("worker.sh");
        let text = format!(
            "#!/bin/sh\nLITTORAL_TEST_MARKER='{}' exec '{}' \"$@\"\n",
            marker.display(),
            program.display()
        );
        executable(&shim, &text);
        let options =
            HostOptions { worker: Some(shim), spare, ..options(&["misbehave", "exits-once"]) };
        let host = Host::new(options, registry(home.path(), &[])).unwrap();
        assert_eq!(host.run(&request("equidistance")).unwrap_err().kind, FailureKind::Crash);
        assert_eq!(host.run(&request("equidistance")).unwrap_err().text, "alive");
        assert_eq!(host.run(&request("equidistance")).unwrap_err().text, "alive");
    }
}

fn a_rule_that_kills_three_times_is_held() {
    let home = home();
    let host = Host::new(options(&["misbehave", "exits"]), registry(home.path(), &[])).unwrap();
    let text = |rule| host.run(&request(rule)).unwrap_err().text;
    for _ in 0..3 {
        assert!(text("equidistance").contains("exit code 3"));
    }
    assert!(text("equidistance").contains("held back"));
    assert!(text("equiratio").contains("exit code 3"), "another rule is not held");
    host.release(&request("equidistance").rule);
    assert!(text("equidistance").contains("exit code 3"));
}

fn a_run_by_itself_is_never_held() {
    let home = home();
    let host = Host::new(options(&["misbehave", "exits"]), registry(home.path(), &[])).unwrap();
    let text = |by_itself| {
        let request = RunRequest { by_itself, ..request("equidistance") };
        host.run(&request).unwrap_err().text
    };
    for _ in 0..4 {
        assert!(text(true).contains("exit code 3"));
    }
    for _ in 0..3 {
        assert!(text(false).contains("exit code 3"), "runs by themselves hold nobody back");
    }
    assert!(text(false).contains("held back") && text(true).contains("exit code 3"));
}

fn a_cancelled_run_ends_though_it_hangs() {
    let home = home();
    let host = Host::new(options(&["misbehave", "sleeps"]), registry(home.path(), &[])).unwrap();
    let (cancel, other) = (CancelToken::default(), CancelToken::default());
    let error = host.run_with(&request("equidistance"), &cancel, &mut |_| cancel.cancel());
    assert_eq!(error.unwrap_err().kind, FailureKind::Cancelled);
    other.cancel();
    let error = host.run_with(&request("equidistance"), &other, &mut |_| {});
    assert_eq!(error.unwrap_err().kind, FailureKind::Cancelled, "cancelled before it began");
}

fn no_program_no_panic() {
    let home = home();
    let worker = Some(home.path().join("nothing-here"));
    let options = HostOptions { worker, ..HostOptions::session() };
    let host = Host::new(options, registry(home.path(), &[])).unwrap();
    let error = host.run(&request("equidistance")).unwrap_err();
    assert!(error.text.starts_with("no worker process can be started"), "{}", error.text);
}

fn workers_die_with_their_host() {
    if !cfg!(target_os = "linux") {
        return eprintln!("NOT RUN: looks at /proc");
    }
    let kinds: &[&str] = match littoral_fixtures::compiler(false) {
        Ok(_) => &["script", "plugin", "children", "forgetful"],
        Err(why) => {
            eprintln!("ONLY A SCRIPT, no plugin: {why}");
            &["script"]
        }
    };
    let token = format!("token-{}", std::process::id());
    for kind in kinds {
        let (token, home) = (format!("{token}-{kind}"), home());
        let program = std::env::current_exe().unwrap();
        let mut host = Command::new(program);
        host.args(["doomed-host", &token]).arg(home.path()).stderr(Stdio::null());
        let status = host.status().unwrap();
        assert_eq!(status.signal(), Some(6), "the host did not get as far as its abort");
        soon(|| running(&token) == 0);
    }
}

/// A host that dies in the middle of an endless run. Its worker has `token` among its arguments.
pub(crate) fn doomed_host(token: &str, home: &str) -> ExitCode {
    // Within the folder of the test that started this, which removes it.
    let home = tempfile::tempdir_in(home).unwrap();
    let name = if token.ends_with("forgetful") { "forgets_its_parent" } else { "endless_loop" };
    let dir = home.path().join(name);
    let host = Host::new(options(&["worker", token]), registry(home.path(), &[&dir])).unwrap();
    let text = "return rule { id = 'r', about = 'r', run = function() while true do end end }";
    let mut request = script(&home, text);
    if token.ends_with("plugin") || token.ends_with("forgetful") {
        littoral_fixtures::build(name, home.path()).unwrap();
        request.rule = RuleRef::Plugin { dir, rule: "fixture".to_owned() };
    }
    if token.ends_with("children") {
        return host_of_children(token, home.path());
    }
    let _ = host.run_with(&request, &CancelToken::default(), &mut |progress| {
        if progress.stage == "applying the rule" {
            if token.ends_with("forgetful") {
                // It needs a moment to forget.
                std::thread::sleep(Duration::from_millis(300));
            }
            // This host and its worker.
            match running(token) {
                2 => std::process::abort(),
                n => std::process::exit(n as i32),
            }
        }
    });
    ExitCode::SUCCESS
}

/// A host that dies while a child that its plugin has made sits in a session of its own.
fn host_of_children(token: &str, home: &std::path::Path) -> ExitCode {
    littoral_fixtures::build("leaves_group", home).unwrap();
    let dir = home.join("leaves_group");
    let host = Host::new(options(&["worker", token]), registry(home, &[&dir])).unwrap();
    let rule = RuleRef::Plugin { dir, rule: "fixture".to_owned() };
    let done =
        host.run(&RunRequest::new(littoral_host::open_case("caspian", &[]).input.unwrap(), rule));
    // This host, its worker and the child, or one of each thread that scored first.
    match (done, running(token)) {
        (Ok(_), 3..) => std::process::abort(),
        (_, n) => std::process::exit(n as i32),
    }
}

#[cfg(unix)]
fn executable(path: &std::path::Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
