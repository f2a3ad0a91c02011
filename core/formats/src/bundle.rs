//! The files of a case in memory: what is read, hashed and sent to a worker.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

use littoral_model::Finding;
use sha2::{Digest, Sha256};

use crate::scenario;
use crate::tree::{Node, Source, Value, toml};

/// Greatest number of files in a case.
pub const MAX_FILES: usize = 64;
/// Greatest size of all files of a case together, bytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// The file with which a case begins.
const CASE: &str = "case.toml";
/// Studies of a case, which the report reads.
pub const STUDIES: &str = "studies.json";
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
    /// part of the case. Names that begin with a dot are passed over. A link to something outside of the folder
    /// is refused: a case that was sent to somebody could name any file of theirs.
    ///
    /// # Errors
    /// Findings: no such folder, an unreadable file, more than [`MAX_FILES`] files or
    /// [`MAX_BYTES`] bytes, a link that leads out of the folder.
    pub fn read_dir(path: &Path) -> Result<Self, Vec<Finding>> {
        if path.is_file() && path.file_name().is_none_or(|name| name != "case.toml") {
            let text = format!("{} is a file, not a case", path.display());
            return Err(vec![
                Finding::error("F001", text).help("name the folder with its case.toml"),
            ]);
        }
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
        let home = folder.canonicalize().map_err(|e| vec![*broken(folder, &e)])?;
        bundle.read_folder(folder, "", &home, &mut room).map_err(|finding| vec![*finding])?;
        Ok(bundle)
    }

    /// SHA-256 over names and contents of the files that are [read](Self::read) in the order of names, lower-case hex: what
    /// lies in the folder by chance, such as a map that was written there, does not change it.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for name in self.read() {
            let Some(bytes) = self.files.get(name) else { continue };
            hasher.update((name.len() as u64).to_le_bytes());
            hasher.update(name.as_bytes());
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The files from which something is read, in the order of names: `case.toml`, the files and the `.toml` of the folders that
    /// it names, be it by a switch that is off, scenarios and studies.
    pub fn read(&self) -> impl Iterator<Item = &str> {
        let mut texts = BTreeSet::new();
        if let Some(bytes) = self.files.get(CASE) {
            let root = Source::new(CASE, bytes).and_then(|source| toml::parse(&source));
            root.iter().for_each(|root| gather(root, &mut texts));
        }
        let in_folder = move |name: &str, texts: &BTreeSet<String>| {
            let of = |text: &String| name.strip_prefix(text.trim_end_matches('/'));
            name.ends_with(".toml") && texts.iter().filter_map(of).any(|rest| rest.starts_with('/'))
        };
        let read = move |name: &&str| {
            [CASE, scenario::FILE, STUDIES].contains(name)
                || texts.contains(*name)
                || in_folder(name, &texts)
        };
        self.files.keys().map(String::as_str).filter(read)
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
        home: &Path,
        room: &mut u64,
    ) -> Result<(), Box<Finding>> {
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
            let deep = prefix.matches('/').count() >= MAX_DEPTH;
            if path.is_dir() && !deep {
                stays(&entry, home)?;
                self.read_folder(&path, &format!("{relative}/"), home, room)?;
            } else if path.is_file() && belongs(Path::new(&name)) {
                stays(&entry, home)?;
                let size = fs::metadata(&path).map_err(|e| broken(&path, &e))?.len();
                if size > *room {
                    return Err(self.too_large());
                }
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

/// Every text in a value.
fn gather(node: &Node, texts: &mut BTreeSet<String>) {
    match &node.value {
        Value::Text(text) => {
            texts.insert(text.clone());
        }
        Value::List(items) => items.iter().for_each(|item| gather(item, texts)),
        Value::Table(entries) => entries.iter().for_each(|e| gather(&e.node, texts)),
        _ => {}
    }
}

fn broken(path: &Path, e: &std::io::Error) -> Box<Finding> {
    Box::new(Finding::error("F002", format!("{} cannot be read: {e}", path.display())))
}

/// Refuses a link that leads out of the case's folder `home`.
fn stays(entry: &fs::DirEntry, home: &Path) -> Result<(), Box<Finding>> {
    let path = entry.path();
    let link = entry.file_type().is_ok_and(|t| t.is_symlink());
    if !link || path.canonicalize().is_ok_and(|target| target.starts_with(home)) {
        return Ok(());
    }
    let text = format!("{} is a link that leads out of the folder of the case", path.display());
    let help = "put a copy of the file into the folder";
    Err(Box::new(Finding::error("F005", text).at(&path.display().to_string(), "").help(help)))
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
    fn a_file_is_a_case_by_its_case_toml_alone() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["case.toml", "coast.geojson"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        assert_eq!(CaseBundle::read_dir(&dir.path().join("case.toml")).unwrap().files.len(), 2);
        let findings = CaseBundle::read_dir(&dir.path().join("coast.geojson")).unwrap_err();
        assert!(findings[0].text.ends_with("is a file, not a case"), "{findings:?}");
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

    /// No file outside of the folder is read, by a linked file or a linked folder; a link within stays.
    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_are_refused() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (case, other) = (dir.path().join("case"), dir.path().join("other"));
        for folder in [&case, &other] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("a.toml"), "secret = 1").unwrap();
        }
        symlink("a.toml", case.join("b.toml")).unwrap();
        let read = CaseBundle::read_dir(&case).unwrap();
        assert_eq!(read.files.keys().collect::<Vec<_>>(), ["a.toml", "b.toml"]);
        for (target, name) in [(other.join("a.toml"), "c.toml"), (other.clone(), "folder")] {
            symlink(target, case.join(name)).unwrap();
            let findings = CaseBundle::read_dir(&case).unwrap_err();
            assert_eq!((findings[0].code, findings.len()), ("F005", 1));
            assert!(findings[0].file.ends_with(name), "{}", findings[0].file);
            fs::remove_file(case.join(name)).unwrap();
        }
        // A folder that is itself a link is the folder it leads to.
        symlink(&case, dir.path().join("linked")).unwrap();
        assert_eq!(CaseBundle::read_dir(&dir.path().join("linked")).unwrap().files, read.files);
    }

    /// The size is looked at first: a sparse file of a terabyte costs no byte of memory.
    #[test]
    fn a_giant_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let giant = fs::File::create(folder.path().join("a.geojson")).unwrap();
        giant.set_len(1 << 40).unwrap();
        let findings = CaseBundle::read_dir(folder.path()).unwrap_err();
        assert_eq!(findings[0].code, "F003");
    }

    /// A case with a switch, a folder of instruments and what else lies in its folder.
    fn littered() -> CaseBundle {
        let case = "[case]\ncoast = \"coast.geojson\"\ninstruments = \"laws/\"\n[switch.old]\ncoast = 'old/c.geojson'\n";
        let files = [
            "coast.geojson",
            "old/c.geojson",
            "studies.json",
            "scenarios.toml",
            "laws/a.toml",
            "laws/a.json",
            "lawsuit/b.toml",
            "out.geojson",
            "c.geojson",
            "recipe.toml",
        ];
        let mut files: BTreeMap<_, _> = files.map(|n| (n.to_owned(), b"{".to_vec())).into();
        files.insert("case.toml".into(), case.into());
        CaseBundle { name: String::new(), files }
    }

    #[test]
    fn what_a_case_reads_is_told_from_what_lies_beside_it() {
        let bundle = littered();
        let read: Vec<&str> = bundle.read().collect();
        let want = [
            "case.toml",
            "coast.geojson",
            "laws/a.toml",
            "old/c.geojson",
            "scenarios.toml",
            "studies.json",
        ];
        assert_eq!(read, want);
    }

    /// Of every file: the hash sees a change of it if, and only if, the case reads it.
    #[test]
    fn the_hash_is_that_of_the_files_that_are_read() {
        let bundle = littered();
        let read: Vec<&str> = bundle.read().collect();
        for name in bundle.files.keys() {
            let mut other = bundle.clone();
            other.files.remove(name);
            assert_eq!(other.hash() != bundle.hash(), read.contains(&name.as_str()), "{name}");
            let mut other = bundle.clone();
            other.files.insert(name.clone(), b"[case]\n".to_vec());
            assert_eq!(other.hash() != bundle.hash(), read.contains(&name.as_str()), "{name}");
        }
    }

    #[test]
    fn the_hash_sees_names_and_where_a_file_ends() {
        let bundle = |files: &[(&str, &str)]| CaseBundle {
            name: String::new(),
            files: files.iter().map(|(n, b)| ((*n).to_owned(), b.as_bytes().to_vec())).collect(),
        };
        let case = ("case.toml", "of = [\"a\", \"ab\", \"d\"]");
        let one = bundle(&[("a", "bc"), case]).hash();
        assert_eq!(one.len(), 64);
        assert_ne!(one, bundle(&[("ab", "c"), case]).hash());
        assert_ne!(one, bundle(&[("a", "bc"), case, ("d", "")]).hash());
    }

    /// SHA-256 by `sha256sum` of the lengths (eight bytes, the least first), names and contents.
    #[test]
    fn the_hash_by_another_program() {
        let files = [("case.toml".to_owned(), b"x = 1\n".to_vec())];
        let bundle = CaseBundle { name: String::new(), files: files.into() };
        assert_eq!(
            bundle.hash(),
            "ddb15142bca46d446822a09e9fc59ed509667576e3e9cf98659d1409232e6574"
        );
    }
}
