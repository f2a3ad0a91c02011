//! Plugins: replaced, dead, and called.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use littoral_host::{RuleRef, RunRequest, Session, Watch, WatchOptions};
use littoral_plugin::{LoadOptions, Manifest, Plugin, Points, TrustStore};
use serde_json::Map;
use tempfile::TempDir;

use crate::{built_in, host, script, show, time};

/// Every figure of this file, if there is a C compiler.
pub(crate) fn all(home: &TempDir) {
    for name in ["nearest", "bounded", "abort"] {
        if let Err(why) = littoral_fixtures::build(name, home.path()) {
            return println!("plugins are not measured: {why}");
        }
    }
    let (nearest, abort) = (home.path().join("nearest"), home.path().join("abort"));
    replaced(home, &home.path().join("bounded"), "its bound told");
    replaced(home, &nearest, "no bound");
    respawn(home, &abort);
    called(home, &nearest);
}

fn rule(dir: &Path) -> RuleRef {
    RuleRef::Plugin { dir: dir.to_path_buf(), rule: "fixture".to_owned() }
}

/// The library is rebuilt (a byte more at its end): watch, read, hash, copy, new worker, case, run.
fn replaced(home: &TempDir, dir: &Path, kind: &str) {
    let host = host(home, &[dir]);
    let library = Manifest::read(dir).unwrap().library_path(dir).unwrap();
    let mut bytes = fs::read(&library).unwrap();
    let mut session = Session::new(&host, "caspian", &[], rule(dir));
    let mut watch = Watch::new(&session.files(), WatchOptions::default());
    session.refresh();
    let mut engine = Vec::new();
    show(&format!("plugin replaced to new result ({kind})"), 20, || {
        bytes.push(0);
        let start = Instant::now();
        let fresh = library.with_extension("new");
        fs::write(&fresh, &bytes).and_then(|()| fs::rename(&fresh, &library)).unwrap();
        while watch.wait(Duration::from_secs(5)).is_none() {}
        let outcome = session.refresh();
        assert!(outcome.trouble.is_none() && outcome.changed, "{:?}", outcome.trouble);
        engine.extend(outcome.good.unwrap().division.provenance.engine_ms);
        start.elapsed()
    });
    engine.sort_by(f64::total_cmp);
    println!("{:<52} p50 {:>8.2} ms", "    of it the run itself", engine[engine.len() / 2]);
}

/// A plugin takes its worker down; the next run of another rule.
fn respawn(home: &TempDir, dir: &Path) {
    let host = host(home, &[dir]);
    let (fatal, good) = (rule(dir), script(home, "empty", crate::EMPTY));
    let fatal = RunRequest { rule: fatal, ..built_in("equidistance") };
    show("worker killed by its plugin to the next answer", 30, || {
        host.release(&fatal.rule);
        assert!(host.run(&fatal).is_err());
        time(|| host.run(&good).unwrap())
    });
}

/// One call for one point, and a point of a block; in this process.
fn called(home: &TempDir, dir: &Path) {
    let options = LoadOptions { dev: true, cache_dir: home.path().join("cache") };
    let plugin = Plugin::load(dir, &TrustStore::default(), &options).unwrap();
    let parties = ["AZE", "IRN", "KAZ", "RUS", "TKM"];
    let scorer = plugin.scorer("fixture", &parties, &Map::new(), Arc::default()).unwrap();
    for n in [1_usize, 4096] {
        let (column, dist) = (vec![41.0; n], vec![1e5; 5 * n]);
        let mut out = vec![0.0; 5 * n];
        let points = Points { lon: &column, lat: &column, dist: &dist };
        let calls = 4_000_000 / n;
        let best = (0..5)
            .map(|_| time(|| (0..calls).for_each(|_| scorer.score(points, &mut out).unwrap())));
        let best = best.min().unwrap().as_secs_f64() / calls as f64 * 1e9;
        println!(
            "plugin call, block of {n:<5} points, 5 parties            {best:>12.1} ns a call {:>6.2} ns a score",
            best / (5 * n) as f64
        );
    }
}
