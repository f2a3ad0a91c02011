//! Real workers: rules that divide, fail, run away and are stopped.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use littoral_host::{CancelToken, Host, HostOptions, RuleRef, RunRequest};
use littoral_model::FailureKind;
use serde_json::Value;

use crate::Test;
use crate::common::{children, home, host, options, registry, request, script};

/// The tests of this file.
pub(crate) const TESTS: &[Test] = &[
    ("equidistance_of_the_caspian", equidistance_of_the_caspian),
    ("two_workers_give_the_same_bytes", two_workers_give_the_same_bytes),
    (
        "an_error_has_its_place_and_the_worker_goes_on",
        an_error_has_its_place_and_the_worker_goes_on,
    ),
    ("a_parameter_is_checked_and_reported", a_parameter_is_checked_and_reported),
    ("a_header_without_an_end_is_waited_for_once", a_header_without_an_end_is_waited_for_once),
    ("a_runaway_script_meets_its_limits", a_runaway_script_meets_its_limits),
    ("a_running_script_is_cancelled", a_running_script_is_cancelled),
    ("several_runs_at_once", several_runs_at_once),
    ("every_built_in_rule_is_listed", every_built_in_rule_is_listed),
    ("many_cases_pass_through_one_worker", many_cases_pass_through_one_worker),
];

fn equidistance_of_the_caspian() {
    let home = home();
    let host = host(&home);
    let mut stages = Vec::new();
    let request = request("equidistance");
    let division = host
        .run_with(&request, &CancelToken::default(), &mut |p| stages.push(p.stage.clone()))
        .unwrap();
    assert_eq!(stages, ["reading the case", "reading the rule", "applying the rule"]);
    // The same worker has both now.
    let mut again = Vec::new();
    let progress = &mut |p: &littoral_host::Progress| again.push(p.stage.clone());
    assert_eq!(
        host.run_with(&request, &CancelToken::default(), progress).unwrap().layers,
        division.layers
    );
    assert_eq!(again, ["applying the rule"]);
    // Raster values on the same coast, islands counted, without the lagoon (0.1 points).
    let seabed = division.layers.get("seabed").unwrap();
    for (party, share) in
        [("AZE", 19.9), ("IRN", 14.35), ("KAZ", 30.8), ("RUS", 16.4), ("TKM", 18.55)]
    {
        assert!((seabed.share(party) - share).abs() < 0.1, "{party} {}", seabed.share(party));
    }
    let made = &division.provenance;
    assert_eq!((division.case.as_str(), division.rule.as_str()), ("caspian", "equidistance"));
    assert_eq!(made.case_hash, request.case.hash);
    assert_eq!((made.rule_hash.len(), made.rule_kind.as_str()), (64, "luau"));
    assert!(made.engine_ms.is_some_and(|ms| ms > 0.0));
}

fn two_workers_give_the_same_bytes() {
    let bytes = || {
        let home = home();
        let mut division = host(&home).run(&request("equidistance")).unwrap();
        division.provenance.engine_ms = None;
        serde_json::to_vec(&division).unwrap()
    };
    assert_eq!(bytes(), bytes());
}

fn an_error_has_its_place_and_the_worker_goes_on() {
    let home = home();
    let host = host(&home);
    let broken = script(&home, "return rule {\n  id = = 1\n}");
    let error = host.run(&broken).unwrap_err();
    assert_eq!(error.kind, FailureKind::Syntax);
    assert_eq!(error.at.unwrap().line, 2);
    host.run(&request("equidistance")).unwrap();
    if cfg!(target_os = "linux") {
        assert_eq!(children().len(), 1, "one worker served both");
    }
}

fn a_parameter_is_checked_and_reported() {
    let home = home();
    let host = host(&home);
    let mut request = request("equidistance");
    request.params.insert("islnads".into(), Value::from(0.5));
    let error = host.run(&request).unwrap_err();
    assert_eq!(error.kind, FailureKind::Parameter);
    request.params.clear();
    request.params.insert("islands".into(), Value::from(0));
    let division = host.run(&request).unwrap();
    assert_eq!(division.params.get("islands").and_then(Value::as_f64), Some(0.0));
}

fn a_runaway_script_meets_its_limits() {
    let home = home();
    let host = host(&home);
    let run = |body: &str, time_ms| {
        let text =
            format!("return rule {{ id = 'r', about = 'r', run = function(sea) {body} end }}");
        let mut request = script(&home, &text);
        request.time = Duration::from_millis(time_ms);
        host.run(&request).unwrap_err().kind
    };
    assert_eq!(run("while true do end", 300), FailureKind::TimeLimit);
    assert_eq!(
        run("local t = {} while true do t[#t + 1] = {} end", 60_000),
        FailureKind::MemoryLimit
    );
    host.run(&request("equidistance")).unwrap();
    // The top level of a text runs under the same limits.
    let endless = script(&home, "while true do end");
    let endless = RunRequest { time: Duration::from_millis(300), ..endless };
    assert_eq!(host.run(&endless).unwrap_err().kind, FailureKind::TimeLimit);
    host.run(&request("equidistance")).unwrap();
}

fn a_running_script_is_cancelled() {
    let home = home();
    let host = host(&home);
    let text = "return rule { id = 'r', about = 'r', run = function() while true do end end }";
    let cancel = CancelToken::default();
    let result = host.run_with(&script(&home, text), &cancel, &mut |progress| {
        if progress.stage == "applying the rule" {
            cancel.cancel();
        }
    });
    assert_eq!(result.unwrap_err().kind, FailureKind::Cancelled);
    host.run(&request("equidistance")).unwrap();
}

fn several_runs_at_once() {
    let home = home();
    let host =
        Host::new(HostOptions { spare: true, ..options(&["worker"]) }, registry(home.path(), &[]))
            .unwrap();
    let good = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for islands in [0.0, 1.0, 0.0, 1.0] {
            let (host, good) = (&host, &good);
            scope.spawn(move || {
                let mut request = request("equidistance");
                request.params.insert("islands".into(), Value::from(islands));
                let division = host.run(&request).unwrap();
                let given = division.params.get("islands").and_then(Value::as_f64);
                good.fetch_add(usize::from(given == Some(islands)), Ordering::Relaxed);
            });
        }
    });
    assert_eq!(good.into_inner(), 4);
    drop(host);
    assert_eq!(children(), [], "workers outlived their host");
}

fn every_built_in_rule_is_listed() {
    let home = home();
    let host = host(&home);
    let list = host.list();
    for rule in &list {
        let header = rule.header.as_ref().unwrap();
        assert_eq!(rule.rule, RuleRef::BuiltIn(header.id.clone()));
        assert!(!header.about.is_empty());
    }
    let ids: Vec<String> = list.iter().map(|r| r.rule.to_string()).collect();
    assert!(ids.contains(&"equidistance".to_owned()), "{ids:?}");
}

/// More cases than a worker keeps, round and round: both sides must agree on which it has.
fn many_cases_pass_through_one_worker() {
    let home = home();
    let host = host(&home);
    let text = "return rule { id = 'r', about = 'r', run = function() end }";
    let mut request = script(&home, text);
    for round in 0..3 {
        for n in 0..6 {
            let mut bundle = (*request.case.bundle).clone();
            bundle.files.insert("scenarios.toml".into(), format!("n = {n}").into_bytes());
            request.case = littoral_host::CaseInput::new(bundle, &[]);
            let kind = host.run(&request).unwrap_err().kind;
            assert_eq!(kind, FailureKind::Type, "round {round}, case {n}");
        }
    }
}

/// And for a moment only; whoever needs that rule asks again, and waits longer.
fn a_header_without_an_end_is_waited_for_once() {
    let home = home();
    let host = host(&home);
    let code = host.registry().code(&script(&home, "while true do end").rule).unwrap();
    assert!(host.header_known(&code).is_none());
    let first = host.header_briefly(&code).unwrap_err();
    assert!(littoral_host::may_pass(&first), "{first:?}");
    // On a busy machine one look may take longer than it takes.
    let look = || {
        let begun = Instant::now();
        assert_eq!(host.header_briefly(&code).unwrap_err(), first);
        begun.elapsed()
    };
    let quickest = (0..5).map(|_| look()).min().unwrap();
    assert!(quickest < Duration::from_millis(100), "{quickest:?}");
    let begun = Instant::now();
    let again = host.header_of(&code).unwrap_err();
    assert!(begun.elapsed() > Duration::from_millis(1500), "{again:?}");
    assert_eq!(host.header_known(&code).unwrap().unwrap_err(), again);
}
