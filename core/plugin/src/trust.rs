//! `trust.toml`: which bytes the user has allowed to run. Written only by `littoral plugin trust`.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use littoral_model::{FailureKind, RuleError};
use serde::{Deserialize, Serialize};

use crate::files;

const FILE: &str = "trust.toml";
const MAX_BYTES: u64 = 1024 * 1024;
const HEAD: &str = "# Native plugins that may run, by the SHA-256 of their library.\n\
    # Written by `littoral plugin trust` and `littoral plugin remove`.\n\n";

/// One trusted plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trusted {
    /// Plugin id.
    pub id: String,
    /// SHA-256 of the library, lower-case hex.
    pub sha256: String,
    /// Day on which it was trusted (ISO 8601).
    pub date: String,
}

/// What the store says of some bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Trust {
    /// These very bytes are trusted.
    Trusted,
    /// Other bytes of the same plugin are trusted.
    Changed {
        /// SHA-256 that was trusted.
        trusted: String,
        /// When.
        date: String,
    },
    /// The plugin has never been trusted.
    Unknown,
}

/// The user's trusted plugins.
#[derive(Debug, Clone, Default)]
pub struct TrustStore {
    dir: PathBuf,
    plugins: Vec<Trusted>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    plugin: Vec<Trusted>,
}

impl TrustStore {
    /// The store in the user's configuration folder: `$LITTORAL_CONFIG`, else
    /// `$XDG_CONFIG_HOME/littoral`, else `~/.config/littoral`.
    ///
    /// # Errors
    /// As [`TrustStore::open`].
    pub fn user() -> Result<Self, RuleError> {
        let dir = files::user_dir("LITTORAL_CONFIG", "XDG_CONFIG_HOME", ".config");
        match dir {
            Some(dir) => Self::open(&dir),
            None => Ok(Self::default()),
        }
    }

    /// The store in `dir`; without a file, nothing is trusted.
    ///
    /// # Errors
    /// [`FailureKind::Untrusted`] if the file is there but cannot be read: nothing runs then.
    pub fn open(dir: &Path) -> Result<Self, RuleError> {
        let path = dir.join(FILE);
        let bytes = match files::read(&path, MAX_BYTES) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => HEAD.into(),
            Err(e) => return Err(unreadable(&path, &e.to_string())),
            Ok(bytes) => bytes,
        };
        let text = String::from_utf8(bytes).map_err(|_| unreadable(&path, "not UTF-8"))?;
        let document: Document =
            toml::from_str(&text).map_err(|e| unreadable(&path, e.to_string().trim_end()))?;
        Ok(Self { dir: dir.to_path_buf(), plugins: document.plugin })
    }

    /// The file of this store.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.dir.join(FILE)
    }

    /// Trusted plugins, sorted by id.
    #[must_use]
    pub fn list(&self) -> &[Trusted] {
        &self.plugins
    }

    /// May the bytes with this SHA-256 run as plugin `id`?
    #[must_use]
    pub fn check(&self, id: &str, sha256: &str) -> Trust {
        match self.plugins.iter().find(|t| t.id == id) {
            Some(t) if t.sha256 == sha256 => Trust::Trusted,
            Some(t) => Trust::Changed { trusted: t.sha256.clone(), date: t.date.clone() },
            None => Trust::Unknown,
        }
    }

    /// Trusts these bytes as plugin `id`, in place of any earlier ones, and publishes the file.
    ///
    /// # Errors
    /// [`FailureKind::Untrusted`] if the file cannot be written.
    pub fn add(&mut self, id: &str, sha256: &str, date: &str) -> Result<(), RuleError> {
        let _lock = self.refresh()?;
        let mut plugins = self.plugins.clone();
        plugins.retain(|t| t.id != id);
        plugins.push(Trusted { id: id.into(), sha256: sha256.into(), date: date.into() });
        plugins.sort_by(|a, b| a.id.cmp(&b.id));
        self.publish(plugins)
    }

    /// Trusts plugin `id` no longer; says whether it was trusted.
    ///
    /// # Errors
    /// [`FailureKind::Untrusted`] if the file cannot be written.
    pub fn remove(&mut self, id: &str) -> Result<bool, RuleError> {
        if !self.dir.is_dir() {
            return Ok(false);
        }
        let _lock = self.refresh()?;
        let plugins: Vec<_> = self.plugins.iter().filter(|t| t.id != id).cloned().collect();
        let known = plugins.len() < self.plugins.len();
        if known {
            self.publish(plugins)?;
        }
        Ok(known)
    }

    /// What the file says now, and a lock on it until the caller has published its own change: otherwise what
    /// another process has written since this store was opened would be lost.
    fn refresh(&mut self) -> Result<File, RuleError> {
        let path = self.path();
        if self.dir.as_os_str().is_empty() {
            return Err(unwritable(&path, "there is no home folder; set LITTORAL_CONFIG"));
        }
        fs::create_dir_all(&self.dir).map_err(|e| unwritable(&path, &e.to_string()))?;
        let lock = files::lock(&self.dir).map_err(|e| unwritable(&path, &e.to_string()))?;
        self.plugins = Self::open(&self.dir)?.plugins;
        Ok(lock)
    }

    fn publish(&mut self, plugins: Vec<Trusted>) -> Result<(), RuleError> {
        let path = self.path();
        let failed = |e: &dyn std::fmt::Display| unwritable(&path, &e.to_string());
        let document = Document { plugin: plugins };
        let text = toml::to_string(&document).map_err(|e| failed(&e))?;
        files::publish(&path, format!("{HEAD}{text}").as_bytes(), false).map_err(|e| failed(&e))?;
        self.plugins = document.plugin;
        Ok(())
    }
}

fn unreadable(path: &Path, why: &str) -> RuleError {
    let file = path.display().to_string();
    RuleError::new(&file, FailureKind::Untrusted, format!("the list of trusted plugins: {why}"))
        .with_hint("Repair or remove the file; without it nothing is trusted.")
}

fn unwritable(path: &Path, why: &str) -> RuleError {
    let file = path.display().to_string();
    RuleError::new(&file, FailureKind::Untrusted, format!("cannot be written: {why}"))
        .with_hint("LITTORAL_CONFIG names another folder for it.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_found_again_until_removed() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("new");
        let mut store = TrustStore::open(&dir).unwrap();
        assert_eq!(store.check("b", "1"), Trust::Unknown);
        store.add("b", "1", "2026-01-02").unwrap();
        store.add("a", "2", "2026-01-03").unwrap();
        let again = TrustStore::open(&dir).unwrap();
        assert_eq!(again.list().iter().map(|t| t.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(again.check("b", "1"), Trust::Trusted);
        let changed = Trust::Changed { trusted: "1".into(), date: "2026-01-02".into() };
        assert_eq!(again.check("b", "9"), changed);
        assert!(store.remove("b").unwrap() && !store.remove("b").unwrap());
        assert_eq!(TrustStore::open(&dir).unwrap().check("b", "1"), Trust::Unknown);
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 1, "no file is left beside it");
    }

    #[test]
    fn stores_that_are_written_at_one_time_lose_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let add = |k: usize| {
            let mut store = TrustStore::open(dir.path()).unwrap();
            move || store.add(&format!("p{k}"), "1", "2026-01-02").unwrap()
        };
        std::thread::scope(|scope| {
            for add in (0..12).map(add).collect::<Vec<_>>() {
                scope.spawn(add);
            }
        });
        assert_eq!(TrustStore::open(dir.path()).unwrap().list().len(), 12);
    }

    #[test]
    fn a_broken_list_trusts_nothing_and_says_so() {
        let dir = tempfile::tempdir().unwrap();
        for text in ["plugin = 3", "[[plugin]]\nid = \"a\"", "\u{0}"] {
            fs::write(dir.path().join(FILE), text).unwrap();
            let e = TrustStore::open(dir.path()).unwrap_err();
            assert_eq!(e.kind, FailureKind::Untrusted, "{text}");
            assert!(e.rule.ends_with(FILE));
        }
    }
}
