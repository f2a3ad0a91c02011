//! The fatal fixtures do what they are for: they end or hang the process that loads them. Each one
//! runs in a child of this test program, as it would in a worker.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, thread};

use common::Place;
use littoral_fixtures::{FATAL, FATAL_AT_LOAD};
use littoral_plugin::{LoadOptions, Plugin, Points, TrustStore};
use serde_json::Map;

const PLUGIN: &str = "LITTORAL_TEST_PLUGIN";
const CACHE: &str = "LITTORAL_TEST_CACHE";
/// What a child says that has come through; nobody else uses it.
const SURVIVED: i32 = 77;
/// Long enough for all but the endless loop.
const PATIENCE: Duration = Duration::from_secs(20);

/// Not a test of its own: the life of the child.
#[test]
fn child() {
    let (Some(dir), Some(cache)) = (env::var_os(PLUGIN), env::var_os(CACHE)) else { return };
    let options = LoadOptions { dev: true, cache_dir: cache.into() };
    let plugin = Plugin::load(Path::new(&dir), &TrustStore::default(), &options).unwrap();
    let scorer = plugin.scorer("fixture", &["AZE"], &Map::new(), Arc::default()).unwrap();
    let points = Points { lon: &[50.0], lat: &[40.0], dist: &[1.0] };
    scorer.score(points, &mut [0.0]).unwrap();
    std::process::exit(SURVIVED);
}

fn start(place: &Place, dir: &Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]).env(PLUGIN, dir);
    command.env(CACHE, &place.options.cache_dir).current_dir(place.dir.path());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// The child's end, or `None` if it had to be killed.
fn end(mut child: Child, patience: Duration) -> Option<ExitStatus> {
    let began = Instant::now();
    while began.elapsed() < patience {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

#[test]
fn a_good_plugin_survives() {
    let place = Place::new();
    let Some(dir) = place.fixture("nearest") else { return };
    assert_eq!(end(start(&place, &dir), PATIENCE).unwrap().code(), Some(SURVIVED));
}

#[test]
fn fatal_plugins_take_their_process_with_them() {
    let place = Place::new();
    for name in FATAL
        .iter()
        .chain(FATAL_AT_LOAD)
        .chain(&["longjmps", "quits_thread", "throws"])
        .filter(|n| !matches!(**n, "endless_loop" | "loops_at_load"))
    {
        let Some(dir) = place.fixture(name) else { return };
        let status = end(start(&place, &dir), PATIENCE).unwrap();
        let says_success = name.starts_with("exit");
        assert_eq!(status.success(), says_success, "{name}: {status}");
        assert_ne!(status.code(), Some(SURVIVED), "{name}");
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt as _;
            assert_eq!(status.signal().is_some(), !says_success, "{name}: {status}");
        }
    }
}

#[test]
fn an_endless_plugin_has_to_be_killed() {
    let place = Place::new();
    for name in ["endless_loop", "loops_at_load"] {
        let Some(dir) = place.fixture(name) else { return };
        assert_eq!(end(start(&place, &dir), Duration::from_secs(1)), None, "{name}");
    }
}
