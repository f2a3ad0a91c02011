//! What the tests share.

use std::path::Path;
use std::time::{Duration, Instant};

use littoral_host::{CaseInput, Host, HostOptions, PluginAccess, Registry, RuleRef, RunRequest};
use littoral_plugin::LoadOptions;
use tempfile::TempDir;

/// A registry that sees nothing of the user's.
pub(crate) fn registry(home: &Path, dev: &[&Path]) -> Registry {
    let dev = dev.iter().map(|d| d.to_path_buf()).collect();
    let load = LoadOptions { dev: false, cache_dir: home.join("cache") };
    Registry::new(PluginAccess { dirs: Vec::new(), dev, trust: Some(home.to_path_buf()), load })
}

/// Options for this very program as the worker.
pub(crate) fn options(args: &[&str]) -> HostOptions {
    let worker_args = args.iter().map(Into::into).collect();
    HostOptions { worker_args, ..HostOptions::once() }
}

/// A host with real workers.
pub(crate) fn host(home: &TempDir) -> Host {
    Host::new(options(&["worker"]), registry(home.path(), &[])).unwrap()
}

/// A folder for one test.
pub(crate) fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The Caspian.
pub(crate) fn caspian() -> CaseInput {
    littoral_host::open_case("caspian", &[]).input.unwrap()
}

/// A run of a built-in rule.
pub(crate) fn request(rule: &str) -> RunRequest {
    RunRequest::new(caspian(), RuleRef::BuiltIn(rule.to_owned()))
}

/// A run of a script with this text.
pub(crate) fn script(home: &TempDir, text: &str) -> RunRequest {
    let path = home.path().join("rule.luau");
    std::fs::write(&path, text).unwrap();
    RunRequest::new(caspian(), RuleRef::Script(path))
}

/// The state letters of all children of this process (Linux).
pub(crate) fn children() -> Vec<char> {
    let me = std::process::id().to_string();
    let stat = |entry: std::fs::DirEntry| {
        let text = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        let (_, rest) = text.rsplit_once(')')?;
        let mut fields = rest.split_whitespace();
        let (state, parent) = (fields.next()?, fields.next()?);
        (parent == me).then(|| state.chars().next()).flatten()
    };
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    entries.filter_map(Result::ok).filter_map(stat).collect()
}

/// How many processes have this word among their arguments (Linux).
pub(crate) fn running(word: &str) -> usize {
    let has = |entry: std::fs::DirEntry| {
        let number = entry.file_name().to_string_lossy().parse::<u32>().is_ok();
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        number && line.split(|b| *b == 0).any(|arg| arg == word.as_bytes())
    };
    std::fs::read_dir("/proc").unwrap().filter_map(Result::ok).map(has).filter(|h| *h).count()
}

/// Waits for what must come, and fails if it does not.
pub(crate) fn soon(mut what: impl FnMut() -> bool) {
    let start = Instant::now();
    while !what() {
        assert!(start.elapsed() < Duration::from_secs(20), "it never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Memory of a process, bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// Resident now.
    pub(crate) now: u64,
    /// Most that was resident since the last call.
    pub(crate) peak: u64,
}

/// Memory of this program's only worker (Linux); the peak is counted anew from now on.
pub(crate) fn worker_memory() -> Option<Memory> {
    let me = std::process::id().to_string();
    let parent = |pid: &str| {
        let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        text.rsplit_once(')')?.1.split_whitespace().nth(1).map(str::to_owned)
    };
    let pids = std::fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    let mut pids = pids.filter_map(|e| e.file_name().into_string().ok());
    let pid = pids.find(|pid| parent(pid).as_deref() == Some(me.as_str()))?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let kib = |name: &str| {
        let line = status.lines().find(|l| l.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    let memory = Memory { now: kib("VmRSS:")? << 10, peak: kib("VmHWM:")? << 10 };
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5").ok()?;
    Some(memory)
}
