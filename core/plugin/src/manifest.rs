//! `plugin.toml`: what the author says of the plugin, read without running any of its code.

use std::collections::BTreeMap;
use std::env::consts::{ARCH, OS};
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use littoral_model::rule::Place;
use littoral_model::{FailureKind, Names, RuleError};
use littoral_sdk::abi::{ABI_MAJOR, ABI_MINOR};
use serde::{Deserialize, Serialize};

use crate::{fault, files};

const MAX_BYTES: u64 = 64 * 1024;

/// A version of the plugin ABI. Not the version of littoral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AbiVersion {
    /// Another major is another ABI.
    pub major: u32,
    /// A higher minor has more members.
    pub minor: u32,
}

impl AbiVersion {
    /// What this littoral speaks.
    pub const HOST: Self = Self { major: ABI_MAJOR, minor: ABI_MINOR };
}

impl fmt::Display for AbiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for AbiVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts =
            text.split_once('.').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        let (major, minor) =
            parts.ok_or_else(|| format!("\"{text}\" is no ABI version like \"1.0\""))?;
        Ok(Self { major, minor })
    }
}

impl TryFrom<String> for AbiVersion {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<AbiVersion> for String {
    fn from(version: AbiVersion) -> Self {
        version.to_string()
    }
}

/// The contents of `plugin.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Reversed domain name (`org.example.nearest`).
    pub id: String,
    /// The plugin's own version.
    pub version: String,
    /// Lowest ABI that works.
    pub abi: AbiVersion,
    /// SPDX expression.
    pub license: String,
    /// Ids of its rules.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Ids of its metrics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
    /// Library file by platform: `linux`, `macos`, `windows`, or more exactly `linux-aarch64`.
    pub library: BTreeMap<String, String>,
    /// Names of rules by language, for tables and forms.
    #[serde(default)]
    pub names: BTreeMap<String, Names>,
}

impl Manifest {
    /// Reads `dir/plugin.toml`.
    ///
    /// # Errors
    /// [`FailureKind::Abi`] where there is none or it asks for another ABI;
    /// [`FailureKind::Syntax`], with line and column, where it is not what it should be.
    pub fn read(dir: &Path) -> Result<Self, RuleError> {
        let path = dir.join("plugin.toml");
        let name = dir.display().to_string();
        let bytes = files::read(&path, MAX_BYTES).map_err(|e| {
            fault::abi(&name, format!("{} cannot be read: {e}", path.display()))
                .with_hint("A plugin is a folder with plugin.toml and a library in it.")
        })?;
        Self::parse(&bytes, &path, &name)
    }

    /// The same from bytes; `path` and `name` are for messages.
    ///
    /// # Errors
    /// As [`Manifest::read`].
    pub fn parse(bytes: &[u8], path: &Path, name: &str) -> Result<Self, RuleError> {
        let text = str::from_utf8(bytes)
            .map_err(|_| fault::abi(name, format!("{} is not UTF-8", path.display())))?;
        let manifest: Self = toml::from_str(text).map_err(|e| broken(path, text, &e))?;
        manifest.check(name)?;
        Ok(manifest)
    }

    fn check(&self, name: &str) -> Result<(), RuleError> {
        let refuse = |text: String| Err(fault::abi(name, format!("plugin.toml: {text}")));
        if !is_name(&self.id, ".-_") {
            return refuse(format!(
                "id \"{}\" is not a name of lower-case letters, digits, dots and hyphens",
                self.id
            ));
        }
        if let Some(rule) = self.rules.iter().find(|r| !is_name(r, "-")) {
            return refuse(format!(
                "rule \"{rule}\" is not a name of lower-case letters, digits and hyphens"
            ));
        }
        if let Some(metric) = self.metrics.iter().find(|m| !is_name(m, "_-")) {
            return refuse(format!(
                "metric \"{metric}\" is not a name of lower-case letters, digits and underscores"
            ));
        }
        if self.rules.is_empty() && self.metrics.is_empty() {
            return refuse("it lists neither rules nor metrics: rules = [\"id\"]".to_owned());
        }
        let host = AbiVersion::HOST;
        if self.abi.major != host.major || self.abi.minor > host.minor {
            let text = format!("the plugin needs ABI {}, this littoral has {host}", self.abi);
            return Err(fault::abi(&self.id, text).with_hint(match self.abi > host {
                true => "Use a newer littoral, or an older version of the plugin.",
                false => "Ask its author for a version that is built for this littoral.",
            }));
        }
        Ok(())
    }

    /// The library for this platform, inside `dir`.
    ///
    /// # Errors
    /// [`FailureKind::Abi`] if the plugin has none for this platform or names a place outside.
    pub fn library_path(&self, dir: &Path) -> Result<PathBuf, RuleError> {
        let file = self.library.get(&format!("{OS}-{ARCH}")).or_else(|| self.library.get(OS));
        let Some(file) = file else {
            let has: Vec<&str> = self.library.keys().map(String::as_str).collect();
            let text =
                format!("the plugin has no library for {OS}-{ARCH}, only: {}", has.join(", "));
            return Err(fault::abi(&self.id, text).with_hint(format!(
                "Build it here and name the file under [library] {OS} in plugin.toml."
            )));
        };
        let inside = Path::new(file).components().all(|c| matches!(c, Component::Normal(_)));
        if !inside || file.is_empty() {
            let text =
                format!("plugin.toml names \"{file}\", which is outside of the plugin's folder");
            return Err(fault::abi(&self.id, text));
        }
        Ok(dir.join(file))
    }
}

/// Lower-case letters, digits and the given signs, not too long.
pub(crate) fn is_name(text: &str, signs: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || signs.contains(c);
    (1..=128).contains(&text.len()) && text.chars().all(allowed)
}

/// The error of the TOML reader with its place.
fn broken(path: &Path, text: &str, error: &toml::de::Error) -> RuleError {
    let file = path.display().to_string();
    let before = text.get(..error.span().map_or(0, |s| s.start)).unwrap_or("");
    let line = before.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |n| n + 1);
    let source = text.lines().nth(line).unwrap_or("").to_owned();
    let place = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    let hint = "plugins/sdk/README.md lists what a plugin.toml says; littoral plugin new NAME writes a whole one.";
    let mut e = RuleError::new(&file, FailureKind::Syntax, error.message()).with_hint(hint);
    e.at = Some(Place { file, line: place(line), column: place(column), source });
    e
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "id = \"org.example.a\"\nversion = \"1\"\nabi = \"1.0\"\nlicense = \"MIT\"\n\
        rules = [\"a\"]\n[library]\nlinux = \"a.so\"\nmacos = \"a.so\"\nwindows = \"a.so\"\n";

    fn read(text: &str) -> Result<Manifest, RuleError> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("plugin.toml"), text).unwrap();
        Manifest::read(dir.path())
    }

    #[test]
    fn a_good_one_names_its_library() {
        let manifest = read(GOOD).unwrap();
        assert_eq!(manifest.library_path(Path::new("p")).unwrap(), Path::new("p").join("a.so"));
    }

    #[test]
    fn a_newer_minor_is_refused_with_both_versions() {
        let e = read(&GOOD.replace("1.0", "1.9")).unwrap_err();
        assert_eq!(e.kind, FailureKind::Abi);
        assert_eq!(e.text, "the plugin needs ABI 1.9, this littoral has 1.2");
    }

    #[test]
    fn broken_toml_has_a_place() {
        let e = read(&GOOD.replace("license = \"MIT\"", "license = MIT")).unwrap_err();
        let at = e.at.unwrap();
        assert_eq!((e.kind, at.line, at.column), (FailureKind::Syntax, 4, 11));
        assert_eq!(at.source, "license = MIT");
        assert!(e.hint.contains("littoral plugin new"), "{}", e.hint);
    }

    #[test]
    fn unknown_keys_odd_names_and_odd_places_are_refused() {
        assert!(read(&GOOD.replace("license", "licence")).is_err());
        assert!(read(&GOOD.replace("org.example.a", "../../x")).is_err());
        assert!(read(&GOOD.replace("[\"a\"]", "[]")).is_err());
        for file in ["../a.so", "/usr/lib/a.so", ""] {
            let manifest = read(&GOOD.replace("a.so", file)).unwrap();
            assert_eq!(manifest.library_path(Path::new("p")).unwrap_err().kind, FailureKind::Abi);
        }
    }

    #[test]
    fn a_platform_without_library_is_named() {
        let mut manifest = read(GOOD).unwrap();
        manifest.library = BTreeMap::from([("plan9".to_owned(), "a".to_owned())]);
        let e = manifest.library_path(Path::new("p")).unwrap_err();
        assert!(e.text.ends_with("only: plan9") && e.text.contains(OS), "{}", e.text);
    }
}
