//! How long things take from outside: medians and 95th percentiles, milliseconds. The figures of the
//! README are this program's: `cargo bench -p littoral-host`.
#![allow(clippy::print_stdout, reason = "prints its figures")]
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use littoral_host::{
    CancelToken, Host, HostOptions, PluginAccess, Registry, RuleRef, RunRequest, Session, Watch,
    WatchOptions, open_case,
};
use littoral_plugin::LoadOptions;
use tempfile::TempDir;

const EMPTY: &str = "return rule { id = 'empty', about = 'nothing to trace',
    run = function(sea) return { seabed = sea:assign({ AZE = 1, IRN = 2 }) } end }";
const LOOP: &str =
    "return rule { id = 'loop', about = '', run = function() while true do end end }";

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("worker") {
        return littoral_host::worker::main();
    }
    let home = tempfile::tempdir().unwrap();
    let host = host(&home);
    show("run of equidistance", 30, || time(|| host.run(&built_in("equidistance"))));
    show("run of a rule that needs no engine", 200, || time(|| host.run(&script(&home, EMPTY))));
    show("script saved to new result, equidistance scaled", 30, saves(&host, &home));
    show("newer request to the end of a cancelled run", 30, || cancelled(&host, &home));
    show("killed worker to the next answer", 30, || {
        let fresh = self::host(&home);
        time(|| fresh.run(&script(&home, EMPTY)))
    });
    ExitCode::SUCCESS
}

fn host(home: &TempDir) -> Host {
    let load = LoadOptions { dev: false, cache_dir: home.path().join("cache") };
    let trust = Some(home.path().to_path_buf());
    let access = PluginAccess { dirs: Vec::new(), dev: Vec::new(), trust, load };
    Host::new(HostOptions::session(), Registry::new(access)).unwrap()
}

fn built_in(id: &str) -> RunRequest {
    let case = open_case("caspian", &[]).input.unwrap();
    RunRequest::new(case, RuleRef::BuiltIn(id.to_owned()))
}

fn script(home: &TempDir, text: &str) -> RunRequest {
    let path = home.path().join("rule.luau");
    std::fs::write(&path, text).unwrap();
    RunRequest { rule: RuleRef::Script(path), ..built_in("equidistance") }
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let _ = work();
    start.elapsed()
}

/// Saves a changed rule and waits until its result is there.
fn saves<'a>(host: &'a Host, home: &TempDir) -> impl FnMut() -> Duration + 'a {
    let path = home.path().join("saved.luau");
    let text = |k: f64| {
        format!("return rule {{ id = 'saved', about = '', run = function(sea)
            return {{ seabed = sea:assign(sea:map(sea:each(sea.dist), function(d) return d * {k} end)) }} end }}")
    };
    std::fs::write(&path, text(1.0)).unwrap();
    let mut session = Session::new(host, "caspian", &[], RuleRef::Script(path.clone()));
    let mut watch = Watch::new(&session.files(), WatchOptions::default());
    session.refresh();
    let mut k = 1.0;
    move || {
        k += 0.01;
        let start = Instant::now();
        std::fs::write(&path, text(k)).unwrap();
        while watch.wait(Duration::from_secs(5)).is_none() {}
        assert!(session.refresh().trouble.is_none());
        start.elapsed()
    }
}

fn cancelled(host: &Host, home: &TempDir) -> Duration {
    let (cancel, request) = (CancelToken::default(), script(home, LOOP));
    std::thread::scope(|scope| {
        let token = cancel.clone();
        let run = scope.spawn(move || {
            let _ = host.run_with(&request, &token, &mut |_| {});
            Instant::now()
        });
        std::thread::sleep(Duration::from_millis(60));
        let start = Instant::now();
        cancel.cancel();
        run.join().unwrap().saturating_duration_since(start)
    })
}

fn show(what: &str, times: usize, mut one: impl FnMut() -> Duration) {
    one();
    let mut all: Vec<f64> = (0..times).map(|_| one().as_secs_f64() * 1e3).collect();
    all.sort_by(f64::total_cmp);
    let at = |q: f64| all[((all.len() as f64 * q) as usize).min(all.len() - 1)];
    println!("{what:<50} p50 {:>7.2} p95 {:>7.2} ms", at(0.5), at(0.95));
}
