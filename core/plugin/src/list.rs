//! What `littoral plugin list` shows: every plugin in a folder, without running any of it.

use std::fs;
use std::path::{Path, PathBuf};

use littoral_model::RuleError;
use serde::Serialize;

use crate::manifest::{AbiVersion, Manifest};
use crate::stage::Whole;
use crate::trust::{Trust, TrustStore};

/// A plugin as it lies in its folder.
#[derive(Debug, Clone, Serialize)]
pub struct Listing {
    /// Its folder.
    pub dir: PathBuf,
    /// Id; the folder's name where `plugin.toml` cannot be read.
    pub id: String,
    /// Version.
    pub version: String,
    /// Lowest ABI that it works with.
    pub abi: Option<AbiVersion>,
    /// Ids of its rules as `plugin.toml` lists them.
    pub rules: Vec<String>,
    /// Ids of its metrics.
    pub metrics: Vec<String>,
    /// SHA-256 of its library.
    pub sha256: Option<String>,
    /// Whether it may run.
    pub trust: Trust,
    /// Why its rules are missing, if they are (not trusted is no such reason).
    pub problem: Option<RuleError>,
}

/// Looks at the plugin in `dir`. Total: what is wrong is part of the answer.
#[must_use]
pub fn inspect(dir: &Path, trust: &TrustStore) -> Listing {
    let mut listing = Listing {
        dir: dir.to_path_buf(),
        id: dir.file_name().unwrap_or(dir.as_os_str()).to_string_lossy().into_owned(),
        version: String::new(),
        abi: None,
        rules: Vec::new(),
        metrics: Vec::new(),
        sha256: None,
        trust: Trust::Unknown,
        problem: None,
    };
    listing.problem = listing.fill(trust).err();
    listing
}

impl Listing {
    /// Can its rules run now?
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.problem.is_none() && self.trust == Trust::Trusted
    }

    fn fill(&mut self, trust: &TrustStore) -> Result<(), RuleError> {
        let manifest = Manifest::read(&self.dir)?;
        self.id.clone_from(&manifest.id);
        self.version = manifest.version;
        self.abi = Some(manifest.abi);
        self.rules = manifest.rules;
        self.metrics = manifest.metrics;
        let whole = Whole::read(&self.dir)?;
        self.trust = trust.check(&self.id, &whole.fingerprint.sha256);
        self.sha256 = Some(whole.fingerprint.sha256.clone());
        whole.check()
    }
}

/// Folders directly in `root` that hold a `plugin.toml`, sorted; none if `root` cannot be read.
#[must_use]
pub fn discover(root: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(root) else { return Vec::new() };
    let mut dirs: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|dir| dir.join("plugin.toml").is_file())
        .collect();
    dirs.sort();
    dirs
}
