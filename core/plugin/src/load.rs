//! The second half of loading: open the private copy and believe nothing in its table.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use littoral_model::{RuleError, RuleHeader};

use crate::call::{self, Offer};
use crate::manifest::Manifest;
use crate::stage::Staged;
use crate::table::{self, Metric, Rule};
use crate::trust::TrustStore;
use crate::{fault, files};

/// How to load.
#[derive(Debug, Clone)]
pub struct LoadOptions {
    /// Load without asking whether it is trusted (`--dev DIR`: one folder, one run).
    pub dev: bool,
    /// Private folder for copies of libraries.
    pub cache_dir: PathBuf,
}

impl LoadOptions {
    /// Trusted plugins only; copies in `$LITTORAL_CACHE`, else `$XDG_CACHE_HOME/littoral`, else
    /// `~/.cache/littoral`, else the system's folder for temporary files; below it `plugins`.
    #[must_use]
    pub fn user() -> Self {
        let dir = files::user_dir("LITTORAL_CACHE", "XDG_CACHE_HOME", ".cache");
        let cache_dir =
            dir.unwrap_or_else(|| std::env::temp_dir().join("littoral")).join("plugins");
        Self { dev: false, cache_dir }
    }

    /// The same for a folder under development.
    #[must_use]
    pub fn dev(self) -> Self {
        Self { dev: true, ..self }
    }
}

/// A plugin in this process. It stays mapped until the process ends.
#[derive(Debug)]
pub struct Plugin {
    manifest: Manifest,
    sha256: String,
    headers: Vec<RuleHeader>,
    rules: Vec<Arc<Rule>>,
    metrics: Vec<Metric>,
}

impl Plugin {
    /// Stages and opens the plugin in `dir`. Runs foreign code: only in a worker process.
    ///
    /// # Errors
    /// As [`Staged::new`] and [`Plugin::open`].
    pub fn load(dir: &Path, trust: &TrustStore, options: &LoadOptions) -> Result<Self, RuleError> {
        Self::open(&Staged::new(dir, trust, options)?)
    }

    /// Opens a staged plugin. Runs foreign code: only in a worker process.
    ///
    /// # Errors
    /// [`littoral_model::FailureKind::Abi`] for a library without the symbol, of another ABI, or
    /// with a table that breaks the rules of `littoral.h`;
    /// [`littoral_model::FailureKind::Untrusted`] if the private copy has been changed.
    pub fn open(staged: &Staged) -> Result<Self, RuleError> {
        staged.verify()?;
        let Staged { manifest, sha256, .. } = staged;
        let refuse = |text: String| fault::abi(&manifest.id, text);
        let offer = call::open(&staged.library).map_err(refuse)?;
        matches(manifest, &offer).map_err(|text| {
            refuse(text).with_hint("plugin.toml and the library must come from the same build.")
        })?;
        let mut rules = Vec::new();
        for raw in offer.rules {
            rules.push(Arc::new(table::rule(raw, manifest).map_err(refuse)?));
        }
        let headers = rules.iter().map(|r| r.header.clone()).collect();
        let metrics = offer.metrics.into_iter().map(table::metric);
        let metrics = metrics.collect::<Result<_, _>>().map_err(refuse)?;
        let (manifest, sha256) = (manifest.clone(), sha256.clone());
        Ok(Self { manifest, sha256, headers, rules, metrics })
    }

    /// `plugin.toml`.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// SHA-256 of the library: the rule hash of a division's provenance.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What the rules say of themselves, in the plugin's order.
    #[must_use]
    pub fn headers(&self) -> &[RuleHeader] {
        &self.headers
    }

    /// One rule.
    ///
    /// # Errors
    /// [`littoral_model::FailureKind::Parameter`] if the plugin has no such rule.
    pub(crate) fn rule(&self, id: &str) -> Result<&Arc<Rule>, RuleError> {
        self.rules.iter().find(|r| r.header.id == id).ok_or_else(|| {
            let all: Vec<&str> = self.headers.iter().map(|h| h.id.as_str()).collect();
            let text = format!("the plugin {} has no rule \"{id}\"", self.manifest.id);
            RuleError::new(id, littoral_model::FailureKind::Parameter, text)
                .with_hint(format!("It has: {}.", all.join(", ")))
        })
    }
}

impl Plugin {
    /// One metric.
    ///
    /// # Errors
    /// [`littoral_model::FailureKind::Parameter`] if the plugin has no such metric.
    pub(crate) fn metric(&self, id: &str) -> Result<&Metric, RuleError> {
        self.metrics.iter().find(|m| m.id == id).ok_or_else(|| {
            let text = format!("the plugin {} has no metric \"{id}\"", self.manifest.id);
            RuleError::new(id, littoral_model::FailureKind::Parameter, text)
                .with_hint(format!("It has: {}.", self.manifest.metrics.join(", ")))
        })
    }
}

/// The table says what the manifest says.
fn matches(manifest: &Manifest, offer: &Offer) -> Result<(), String> {
    let same = |what: &str, table: &str, toml: &str| match table == toml {
        true => Ok(()),
        false => Err(format!("the library's {what} is \"{table}\", plugin.toml says \"{toml}\"")),
    };
    same("id", &offer.id, &manifest.id)?;
    same("version", &offer.version, &manifest.version)?;
    let sorted = |mut ids: Vec<&str>| {
        ids.sort_unstable();
        ids.join(", ")
    };
    let offered = sorted(offer.rules.iter().map(|r| r.id.as_str()).collect());
    let listed = sorted(manifest.rules.iter().map(String::as_str).collect());
    same("list of rules", &offered, &listed)?;
    let offered = sorted(offer.metrics.iter().map(|m| m.id.as_str()).collect());
    let listed = sorted(manifest.metrics.iter().map(String::as_str).collect());
    same("list of metrics", &offered, &listed)
}
