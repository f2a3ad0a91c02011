//! Native plugins that take their process down: only the run is lost.

use std::path::Path;
use std::time::{Duration, Instant};

use littoral_host::{Host, RuleRef, RunRequest};
use littoral_model::{FailureKind, RuleError};

use crate::Test;
use crate::common::{caspian, children, home, options, registry, request, running, soon};

/// The tests of this file.
pub(crate) const TESTS: &[Test] = &[
    ("a_fatal_plugin_costs_its_run_alone", a_fatal_plugin_costs_its_run_alone),
    ("a_rude_plugin_reaches_nothing", a_rude_plugin_reaches_nothing),
    ("a_meddling_plugin_changes_no_figure", a_meddling_plugin_changes_no_figure),
    ("what_plugins_share_is_whole_for_the_next", what_plugins_share_is_whole_for_the_next),
    ("a_library_cut_while_it_is_loaded_costs_one_run", a_library_cut_while_it_is_loaded),
    ("metrics_of_plugins_are_measured_in_a_worker", metrics_of_plugins_are_measured),
    ("a_child_of_a_plugin_ends_with_its_worker", a_child_of_a_plugin_ends_with_its_worker),
    ("a_plugin_that_outlives_its_run_is_no_trouble", a_plugin_that_outlives_its_run),
    ("a_plugin_that_writes_beside_its_room_is_told", a_plugin_that_writes_beside_its_room),
    ("a_plugin_that_never_loads_does_not_hold_up_the_list", a_plugin_that_never_loads),
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
        ("longjmps", FailureKind::Crash, "SIG"),
        ("quits_thread", FailureKind::Crash, "SIGABRT"),
        ("throws", FailureKind::Crash, "SIGABRT"),
        ("sleeps", FailureKind::Hang, "time limit of 500ms"),
        ("ignores_signals", FailureKind::Hang, "time limit of 500ms"),
        ("run_hoards", FailureKind::Hang, "time limit of 500ms"),
        ("loops_at_load", FailureKind::Hang, "time limit of 500ms"),
        ("stops", FailureKind::Hang, "time limit of 500ms"),
        ("execs", FailureKind::Crash, "exit code 7"),
        ("kills_group", FailureKind::Crash, "SIGKILL"),
        ("confines_itself", FailureKind::Crash, "exit code 101"),
        ("forgets_its_parent", FailureKind::Crash, "the worker process"),
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

/// Directory, locale, environment, threads left behind: the worker goes on, and what it finds is the same.
fn a_meddling_plugin_changes_no_figure() {
    for name in littoral_fixtures::MEDDLING {
        let home = home();
        if !(built(name, home.path()) && built("nearest", home.path())) {
            return;
        }
        let (dir, good) = (home.path().join(name), home.path().join("nearest"));
        let host = Host::new(options(&["worker"]), registry(home.path(), &[&dir, &good])).unwrap();
        let layers = |d: littoral_delimit::Division| d.layers;
        let before = layers(host.run(&timeless(&good)).unwrap());
        for _ in 0..2 {
            assert_eq!(layers(host.run(&timeless(&dir)).unwrap()), before, "{name}");
        }
        assert_eq!(layers(host.run(&timeless(&good)).unwrap()), before, "after {name}");
        assert!(host.run(&request("equidistance")).is_ok(), "after {name}");
    }
}

/// Limits, priority, descriptors, traps, a second process that comes back from the call: the run may be lost and is
/// named; the next plugin and the next rule find everything as it was.
fn what_plugins_share_is_whole_for_the_next() {
    for name in littoral_fixtures::SHARED {
        let home = home();
        if !(cfg!(unix) && built(name, home.path()) && built("nearest", home.path())) {
            return;
        }
        let (dir, good) = (home.path().join(name), home.path().join("nearest"));
        let host = Host::new(options(&["worker"]), registry(home.path(), &[&dir, &good])).unwrap();
        let result = run(&dir, &host);
        let said = match &result {
            Ok(_) => String::new(),
            Err(e) => format!("{:?}: {} {}", e.kind, e.text, e.trace.join(" ")),
        };
        let wanted = match *name {
            "limits_itself" | "lowers_priority" => "has changed the limits or the priority",
            "hoards_descriptors" if cfg!(target_os = "linux") => "descriptors open",
            "hoards_threads" if cfg!(target_os = "linux") => "threads",
            "swaps_descriptors" => ": ",
            "late_exit" => "exit code 9",
            "out_of_time" => "SIGXCPU",
            "huge_words" => "xxx",
            "unmasks_faults" if cfg!(target_arch = "x86_64") => "the processor's rounding",
            _ => "",
        };
        assert!(said.contains(wanted), "{name}: {said}");
        assert!(said.len() < 100_000, "{name} says {} bytes", said.len());
        assert!(host.run(&timeless(&good)).is_ok(), "after {name}");
        assert!(host.run(&request("equidistance")).is_ok(), "after {name}");
        drop(host);
        assert_eq!(children(), [], "{name}");
    }
}

/// The author's file may be cut at any time: a private copy is what is loaded. If that is cut, too,
/// the run is lost, and the next one has a new copy.
fn a_library_cut_while_it_is_loaded() {
    let home = home();
    if !cfg!(unix) || !built("nearest", home.path()) {
        return;
    }
    let dir = home.path().join("nearest");
    let host = host(home.path(), &dir);
    let before = host.run(&timeless(&dir)).unwrap().layers;
    let library = littoral_plugin::Manifest::read(&dir).unwrap().library_path(&dir).unwrap();
    let whole = std::fs::read(&library).unwrap();
    std::fs::File::options().write(true).open(&library).unwrap().set_len(100).unwrap();
    let error = host.run(&timeless(&dir)).unwrap_err();
    assert_eq!(error.kind, FailureKind::Abi, "{}", error.text);
    std::fs::write(&library, &whole).unwrap();
    assert_eq!(host.run(&timeless(&dir)).unwrap().layers, before, "the worker still has its copy");
    let copies = std::fs::read_dir(home.path().join("cache")).unwrap();
    let copy = copies.filter_map(|d| Some(d.ok()?.path().join(library.file_name()?)));
    let copy = copy.into_iter().find(|c| c.is_file()).unwrap();
    let mut rights = std::fs::metadata(&copy).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o600);
    std::fs::set_permissions(&copy, rights).unwrap();
    std::fs::File::options().write(true).open(&copy).unwrap().set_len(100).unwrap();
    // The first run may find its pages still there; none gives another answer.
    for _ in 0..2 {
        match host.run(&timeless(&dir)) {
            Ok(division) => assert_eq!(division.layers, before),
            Err(error) => assert_eq!(error.kind, FailureKind::Crash, "{}", error.text),
        }
    }
    assert_eq!(host.run(&timeless(&dir)).unwrap().layers, before);
}

fn metrics_of_plugins_are_measured() {
    let home = home();
    if !built("metrics", home.path()) {
        return;
    }
    let dir = home.path().join("metrics");
    let toml = std::fs::read_to_string(dir.join("plugin.toml")).unwrap();
    let listed = "metrics = [\"shares\", \"moves\", \"fails\", \"overlays\"]\n\n[library]";
    std::fs::write(dir.join("plugin.toml"), toml.replace("[library]", listed)).unwrap();
    let host = host(home.path(), &dir);
    let division = host.run(&request("equidistance")).unwrap();
    let layer = &division.layers.0[0].1;
    let metrics = host.registry().metrics();
    assert_eq!(metrics.len(), 4);
    let measured = |k: usize| host.measure(&caspian(), &metrics[k], (layer, Some(layer)));
    assert_eq!(measured(0).unwrap().value["IRN"].as_f64(), Some(layer.share("IRN")));
    assert_eq!(measured(1).unwrap().value.as_f64(), Some(0.0));
    assert_eq!(measured(2).unwrap_err().text, "the gauge is broken");
    let untrusted = registry(home.path(), &[]);
    assert!(untrusted.metrics().is_empty());
}

/// Also one that has moved into a session of its own, and one that is another process every half millisecond there.
fn a_child_of_a_plugin_ends_with_its_worker() {
    for name in ["forks", "leaves_group", "hops"] {
        a_child_ends(name);
    }
}

fn a_child_ends(name: &str) {
    let home = home();
    if !cfg!(target_os = "linux") || !built(name, home.path()) {
        return;
    }
    let (dir, token) = (home.path().join(name), format!("{name}-{}", std::process::id()));
    let host = Host::new(options(&["worker", &token]), registry(home.path(), &[&dir])).unwrap();
    assert!(host.run(&timeless(&dir)).is_ok());
    if name != "hops" {
        assert_eq!(running(&token), 2, "the worker and what it left");
    }
    let begun = Instant::now();
    drop(host);
    // What hops would end by itself after a while, and is hard to see: nothing for a time means that it is gone.
    soon(|| (0..20).all(|_| running(&token) == 0));
    assert!(begun.elapsed() < Duration::from_secs(3), "{name}: {:?}", begun.elapsed());
}

/// One lets its process die a second after the run, one never lets it leave: neither costs anybody else a run.
fn a_plugin_that_outlives_its_run() {
    let home = home();
    if !(cfg!(unix) && built("alarms", home.path()) && built("hangs_at_exit", home.path())) {
        return;
    }
    for name in ["alarms", "hangs_at_exit"] {
        let dir = home.path().join(name);
        let host = host(home.path(), &dir);
        assert!(host.run(&timeless(&dir)).is_ok(), "{name}");
        std::thread::sleep(Duration::from_millis(1200));
        assert!(host.run(&request("equidistance")).is_ok(), "after {name}");
        drop(host);
        assert_eq!(children(), [], "{name}");
    }
}

fn a_plugin_that_writes_beside_its_room() {
    let home = home();
    if !built("writes_beyond", home.path()) {
        return;
    }
    let dir = home.path().join("writes_beyond");
    let rule = RuleRef::Plugin { dir: dir.clone(), rule: "fixture".to_owned() };
    let verdicts = host(home.path(), &dir).probe(&rule).unwrap();
    assert_eq!(verdicts.len(), 1, "nothing else is asked of it: {verdicts:?}");
    assert!(verdicts[0].fault.starts_with("it writes beside the room"), "{verdicts:?}");
}

fn a_plugin_that_never_loads() {
    let home = home();
    if !built("loops_at_load", home.path()) {
        return;
    }
    let dir = home.path().join("loops_at_load");
    let list = host(home.path(), &dir).list();
    let (last, others) = list.split_last().unwrap();
    assert_eq!(last.header.as_ref().unwrap_err().kind, FailureKind::Hang);
    assert!(others.iter().all(|rule| rule.header.is_ok()), "the others are not lost with it");
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
