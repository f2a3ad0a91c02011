//! The first half of loading, which runs no foreign code: read once, hash, check, copy.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use littoral_model::RuleError;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::load::LoadOptions;
use crate::manifest::Manifest;
use crate::trust::{Trust, TrustStore};
use crate::{complete, fault, files};

/// Longest library that is read.
pub(crate) const MAX_LIBRARY: u64 = 256 * 1024 * 1024;

/// A plugin's identity: what `littoral plugin trust` pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// `plugin.toml`.
    pub manifest: Manifest,
    /// The library that it names for this platform.
    pub library: PathBuf,
    /// SHA-256 of the library, lower-case hex.
    pub sha256: String,
}

impl Fingerprint {
    /// Reads manifest and library of the plugin in `dir`.
    ///
    /// # Errors
    /// As [`Manifest::read`]; [`littoral_model::FailureKind::Abi`] for a library that is missing,
    /// cut short or for another machine.
    pub fn read(dir: &Path) -> Result<Self, RuleError> {
        let read = Whole::read(dir)?;
        read.check()?;
        Ok(read.fingerprint)
    }
}

/// A trusted plugin's private copy, ready to be opened by a worker. Plain data: the supervisor
/// makes it, the worker gets it over its pipe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staged {
    /// `plugin.toml`.
    pub manifest: Manifest,
    /// The author's folder, for messages.
    pub dir: PathBuf,
    /// The private copy.
    pub library: PathBuf,
    /// SHA-256 of the copy, lower-case hex.
    pub sha256: String,
}

impl Staged {
    /// Reads the plugin in `dir` once, compares it with what is trusted (unless `options.dev`),
    /// checks that it is whole, and copies it to `options.cache_dir`.
    ///
    /// # Errors
    /// As [`Fingerprint::read`]; [`littoral_model::FailureKind::Untrusted`] with the command that
    /// would trust it.
    pub fn new(dir: &Path, trust: &TrustStore, options: &LoadOptions) -> Result<Self, RuleError> {
        let read = Whole::read(dir)?;
        if !options.dev {
            read.fingerprint.demand_trust(trust, dir)?;
        }
        read.check()?;
        let library = read.copy(&options.cache_dir).map_err(|e| {
            let text = format!(
                "the plugin cannot be copied to the private folder {}: {e}",
                options.cache_dir.display()
            );
            fault::abi(&read.fingerprint.manifest.id, text)
        })?;
        let Fingerprint { manifest, sha256, .. } = read.fingerprint;
        Ok(Self { manifest, dir: dir.to_path_buf(), library, sha256 })
    }

    /// Fails unless the private copy still holds the bytes that were staged.
    pub(crate) fn verify(&self) -> Result<(), RuleError> {
        let id = &self.manifest.id;
        let bytes = files::read(&self.library, MAX_LIBRARY).map_err(|e| {
            fault::abi(id, format!("the private copy {} is gone: {e}", self.library.display()))
        })?;
        match sha256(&bytes) == self.sha256 {
            true => Ok(()),
            false => Err(fault::untrusted(id, "the private copy has been changed", &self.dir)),
        }
    }
}

impl Fingerprint {
    fn demand_trust(&self, trust: &TrustStore, dir: &Path) -> Result<(), RuleError> {
        let id = &self.manifest.id;
        match trust.check(id, &self.sha256) {
            Trust::Trusted => Ok(()),
            Trust::Unknown => {
                let text = format!("{} is not trusted: native code runs with all your rights", id);
                Err(fault::untrusted(id, text, dir))
            }
            Trust::Changed { date, .. } => {
                let text = format!(
                    "{} has changed since you trusted it on {date}",
                    self.library.display()
                );
                Err(fault::untrusted(id, text, dir))
            }
        }
    }
}

/// Manifest and library, read at one moment.
pub(crate) struct Whole {
    pub(crate) fingerprint: Fingerprint,
    bytes: Vec<u8>,
}

impl Whole {
    pub(crate) fn read(dir: &Path) -> Result<Self, RuleError> {
        let manifest = Manifest::read(dir)?;
        let library = manifest.library_path(dir)?;
        let bytes = files::read(&library, MAX_LIBRARY).map_err(|e| {
            fault::abi(&manifest.id, format!("{} cannot be read: {e}", library.display()))
                .with_hint(format!("Build it first: littoral plugin build {}", dir.display()))
        })?;
        let sha256 = sha256(&bytes);
        Ok(Self { fingerprint: Fingerprint { manifest, library, sha256 }, bytes })
    }

    pub(crate) fn check(&self) -> Result<(), RuleError> {
        let Fingerprint { manifest, library, .. } = &self.fingerprint;
        complete::check(&self.bytes).map_err(|why| {
            fault::abi(&manifest.id, format!("{}: {why}", library.display()))
                .with_hint("Build or copy the library again.")
        })
    }

    /// Writes `<cache>/<sha256>/<name>`; an equal copy that is there already is kept.
    fn copy(&self, cache: &Path) -> io::Result<PathBuf> {
        let Fingerprint { library, sha256: hash, .. } = &self.fingerprint;
        let dir = cache.join(hash);
        let name = library.file_name().ok_or_else(|| io::Error::other("no file name"))?;
        let copy = dir.join(name);
        files::private_dir(cache)?;
        files::private_dir(&dir)?;
        let same = fs::symlink_metadata(&copy).is_ok_and(|m| m.is_file())
            && files::read(&copy, MAX_LIBRARY).is_ok_and(|bytes| sha256(&bytes) == *hash);
        if !same {
            files::publish(&copy, &self.bytes, true)?;
        }
        fs::canonicalize(copy)
    }
}

/// SHA-256 in lower-case hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn the_hash_is_that_of_fips_180() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
    }
}
