//! Plugins for tests: built here, trusted in a store of their own.

#![allow(dead_code, reason = "each test program uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use littoral_fixtures::plugins;
use littoral_model::RuleError;
use littoral_plugin::{Fingerprint, LoadOptions, Manifest, Plugin, TrustStore};
use tempfile::TempDir;

/// A folder of one test, with its trust store and cache.
pub(crate) struct Place {
    pub(crate) dir: TempDir,
    pub(crate) trust: TrustStore,
    pub(crate) options: LoadOptions,
}

impl Place {
    pub(crate) fn new() -> Self {
        let dir = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let trust = TrustStore::open(&dir.path().join("config")).unwrap();
        let options = LoadOptions { dev: false, cache_dir: dir.path().join("cache") };
        Self { dir, trust, options }
    }

    pub(crate) fn trust(&mut self, plugin: &Path) {
        let print = Fingerprint::read(plugin).unwrap();
        self.trust.add(&print.manifest.id, &print.sha256, "2026-01-02").unwrap();
    }

    pub(crate) fn load(&self, plugin: &Path) -> Result<Plugin, RuleError> {
        Plugin::load(plugin, &self.trust, &self.options)
    }

    pub(crate) fn load_dev(&self, plugin: &Path) -> Result<Plugin, RuleError> {
        Plugin::load(plugin, &self.trust, &self.options.clone().dev())
    }

    /// A fixture, built; `None`, loudly, without a C compiler.
    pub(crate) fn fixture(&self, name: &str) -> Option<PathBuf> {
        has_compiler().then(|| littoral_fixtures::build(name, self.dir.path()).unwrap())
    }

    /// `plugins/NAME` with its library, as an author has it after building.
    pub(crate) fn first_party(&self, name: &str) -> Option<PathBuf> {
        let dir = self.dir.path().join(name);
        fs::create_dir_all(&dir).unwrap();
        let toml = plugins().join(name).join("plugin.toml");
        fs::copy(toml, dir.join("plugin.toml")).unwrap();
        let (language, stem) = match name {
            "equiratio-c" => ("c", "equiratio"),
            "seamanship" => ("c", "seamanship"),
            "thalweg" => ("rust", "littoral_thalweg"),
            _ => ("rust", "littoral_equiratio_rust"),
        };
        if language == "rust" {
            fs::copy(rust_library(stem), dir.join(dll(stem))).unwrap();
            return Some(dir);
        }
        has_compiler().then(|| {
            let library = Manifest::read(&dir).unwrap().library_path(&dir).unwrap();
            let source = plugins().join(name).join(format!("{stem}.c"));
            littoral_fixtures::shared_library(&source, &library).unwrap();
        })?;
        Some(dir)
    }
}

pub(crate) fn has_compiler() -> bool {
    littoral_fixtures::compiler(false)
        .inspect_err(|why| eprintln!("SKIPPED: no plugin in C is tested: {why}"))
        .is_ok()
}

pub(crate) fn dll(name: &str) -> String {
    format!("{}{name}{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX)
}

/// The library of a plugin in Rust: Cargo builds it beside the test program; where it has not, it is
/// built now.
fn rust_library(stem: &str) -> PathBuf {
    let own = env::current_exe().unwrap();
    let beside = own.parent().unwrap().join(dll(stem));
    if beside.is_file() {
        return beside;
    }
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "-p", &stem.replace('_', "-"), "--message-format=json"]);
    let out = build.current_dir(plugins()).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let files = text.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let names = files.flat_map(|m| m["filenames"].as_array().cloned().unwrap_or_default());
    let library = names.filter_map(|n| n.as_str().map(PathBuf::from));
    library
        .into_iter()
        .find(|p| p.file_name().is_some_and(|n| *n == *dll(stem)))
        .unwrap_or_else(|| panic!("no library: {}", String::from_utf8_lossy(&out.stderr)))
}
