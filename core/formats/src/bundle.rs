//! The files of a case in memory: what is read, hashed and sent to a worker.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use littoral_model::Finding;
use sha2::{Digest, Sha256};

/// Greatest number of files in a case.
pub const MAX_FILES: usize = 64;
/// Greatest size of all files of a case together, bytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Deepest folder below the case's own.
const MAX_DEPTH: usize = 4;

/// The files of one case by path relative to the case, with `/` between names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseBundle {
    /// The case as the user named it: a folder, or the name of an embedded case.
    pub name: String,
    /// Contents by relative path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl CaseBundle {
    /// Reads a case from its folder, or from the path of its `case.toml`.
    ///
    /// Only `.toml`, `.geojson` and `.json` files are read; other files (a README, a build script) are no
    /// part of the case. Names that begin with a dot are passed over.
    ///
    /// # Errors
    /// Findings: no such folder, an unreadable file, more than [`MAX_FILES`] files or
    /// [`MAX_BYTES`] bytes.
    pub fn read_dir(path: &Path) -> Result<Self, Vec<Finding>> {
        let folder = if path.is_file() { path.parent().unwrap_or(path) } else { path };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let mut bundle = Self { name: folder.display().to_string(), files: BTreeMap::new() };
        if !folder.is_dir() {
            let text = format!("there is no case at {}", path.display());
            let help =
                "name a folder with a case.toml, or a case that comes with littoral (caspian)";
            return Err(vec![Finding::error("F001", text).help(help)]);
        }
        let mut room = MAX_BYTES;
        bundle.read_folder(folder, "", &mut room, 0).map_err(|finding| vec![*finding])?;
        Ok(bundle)
    }

    /// SHA-256 over names and contents in the order of names, lower-case hex.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for (name, bytes) in &self.files {
            hasher.update((name.len() as u64).to_le_bytes());
            hasher.update(name.as_bytes());
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The path of a file as the user would name it.
    #[must_use]
    pub fn shown(&self, file: &str) -> String {
        match self.name.as_str() {
            "" | "." => file.to_owned(),
            name => format!("{}/{file}", name.trim_end_matches('/')),
        }
    }

    fn read_folder(
        &mut self,
        folder: &Path,
        prefix: &str,
        room: &mut u64,
        depth: usize,
    ) -> Result<(), Box<Finding>> {
        let broken = |p: &Path, e: &std::io::Error| {
            Box::new(Finding::error("F002", format!("{} cannot be read: {e}", p.display())))
        };
        let mut entries = fs::read_dir(folder)
            .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
            .map_err(|e| broken(folder, &e))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let relative = format!("{prefix}{name}");
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() && depth < MAX_DEPTH {
                self.read_folder(&path, &format!("{relative}/"), room, depth + 1)?;
            } else if path.is_file() && belongs(Path::new(&name)) {
                let bytes = read_at_most(&path, *room).map_err(|e| broken(&path, &e))?;
                *room = room.checked_sub(bytes.len() as u64).ok_or_else(|| self.too_large())?;
                self.files.insert(relative, bytes);
            }
            if self.files.len() > MAX_FILES {
                return Err(self.too_many());
            }
        }
        Ok(())
    }

    fn too_large(&self) -> Box<Finding> {
        let text = format!("the case {} is larger than {} MiB", self.name, MAX_BYTES >> 20);
        Box::new(Finding::error("F003", text).help("keep only what the case needs in its folder"))
    }

    fn too_many(&self) -> Box<Finding> {
        let text = format!("the case {} has more than {MAX_FILES} files", self.name);
        Box::new(Finding::error("F004", text).help("is this the folder of one case?"))
    }
}

/// Is this a file of a case? Its folder may hold others: a README, a build script.
#[must_use]
pub fn belongs(name: &Path) -> bool {
    name.extension().is_some_and(|e| e == "toml" || e == "geojson" || e == "json")
}

/// The file's bytes, and at most one more than `room` of them.
fn read_at_most(path: &Path, room: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(room + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let findings = CaseBundle::read_dir(Path::new("no-such-lake")).unwrap_err();
        assert_eq!(
            findings[0].message(),
            "error: there is no case at no-such-lake\n  help: name a folder with a case.toml, or a \
             case that comes with littoral (caspian)"
        );
    }

    #[test]
    fn too_many_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for k in 0..=MAX_FILES {
            fs::write(folder.path().join(format!("{k}.toml")), "").unwrap();
        }
        let findings = CaseBundle::read_dir(folder.path()).unwrap_err();
        assert_eq!(findings[0].code, "F004");
    }

    #[test]
    fn the_hash_sees_names_and_where_a_file_ends() {
        let bundle = |files: &[(&str, &str)]| CaseBundle {
            name: String::new(),
            files: files.iter().map(|(n, b)| ((*n).to_owned(), b.as_bytes().to_vec())).collect(),
        };
        let one = bundle(&[("a", "bc")]).hash();
        assert_eq!(one.len(), 64);
        assert_ne!(one, bundle(&[("ab", "c")]).hash());
        assert_ne!(one, bundle(&[("a", "bc"), ("d", "")]).hash());
    }
}
