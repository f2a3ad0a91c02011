//! How long things take from outside: medians and 95th percentiles. The figures of the README are this
//! program's: `cargo bench -p littoral-host`, on a quiet machine.
#![allow(clippy::print_stdout, reason = "prints its figures")]
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

mod engine;
mod plugin;

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
    let host = host(&home, &[]);
    show("run of equidistance", 30, || time(|| host.run(&built_in("equidistance"))));
    let empty = script(&home, "empty", EMPTY);
    show("empty run through the worker", 300, || time(|| host.run(&empty)));
    show("script saved to new result, no lines", 60, saves(&host, &home, SMALL));
    show("script saved to new result, equidistance scaled", 30, saves(&host, &home, SCALED));
    show("newer request to the end of a cancelled script", 30, || {
        cancelled(&host, &script(&home, "loop", LOOP))
    });
    show("newer request to the end of a cancelled solution", 30, || {
        cancelled(&host, &script(&home, "fits", FITS))
    });
    plugin::all(&home);
    engine::all(&host, &home);
    ExitCode::SUCCESS
}

/// A host that trusts these plugins for this process.
fn host(home: &TempDir, dev: &[&std::path::Path]) -> Host {
    let load = LoadOptions { dev: false, cache_dir: home.path().join("cache") };
    let trust = Some(home.path().to_path_buf());
    let dev = dev.iter().map(|d| d.to_path_buf()).collect();
    let access = PluginAccess { dirs: Vec::new(), dev, trust, load };
    Host::new(HostOptions::session(), Registry::new(access)).unwrap()
}

fn built_in(id: &str) -> RunRequest {
    let case = open_case("caspian", &[]).input.unwrap();
    RunRequest::new(case, RuleRef::BuiltIn(id.to_owned()))
}

fn script(home: &TempDir, name: &str, text: &str) -> RunRequest {
    let path = home.path().join(format!("{name}.luau"));
    std::fs::write(&path, text).unwrap();
    RunRequest { rule: RuleRef::Script(path), ..built_in("equidistance") }
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let _ = work();
    start.elapsed()
}

const SMALL: &str = "sea:assign({ AZE = 1, IRN = 2 * K })";
const SCALED: &str = "sea:assign(sea:map(sea:each(sea.dist), function(d) return d * K end))";
const FITS: &str = "return rule { id = 'fits', about = '', run = function(sea)
    for k = 1, 1e6 do sea:fit { score = sea:each(sea.dist), floor = { IRN = 0.14 + 1 / (k + 100) } } end end }";

/// Saves a changed rule and waits until its result is there.
fn saves<'a>(host: &'a Host, home: &TempDir, partition: &str) -> impl FnMut() -> Duration + 'a {
    let path = home.path().join(format!("saved{}.luau", partition.len()));
    let partition = partition.to_owned();
    let text = move |k: f64| {
        format!(
            "return rule {{ id = 'saved', about = '', run = function(sea)
            return {{ seabed = {} }} end }}",
            partition.replace('K', &k.to_string())
        )
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

fn cancelled(host: &Host, request: &RunRequest) -> Duration {
    let cancel = CancelToken::default();
    std::thread::scope(|scope| {
        let token = cancel.clone();
        let run = scope.spawn(move || {
            let _ = host.run_with(request, &token, &mut |_| {});
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
    println!("{what:<52} p50 {:>8.2} p95 {:>8.2} ms", at(0.5), at(0.95));
}
