//! Several files of one folder that belong together, as the parts of a shapefile do: no reader finds old
//! beside new.
//!
//! A file system renames one name at a time. So every old file is put aside before the first new one takes its
//! place: between the two some names are absent, which a reader notices, where a mix would be believed. What is
//! to be done is recorded before it is begun, and a [`Hand`] that outlives this process may do it; whoever next
//! publishes or looks for a file there finishes what a killed process left. Not promised: that a reader which
//! opened one old file before finds the others of that time after. Who needs that writes one file: a
//! GeoPackage, or shapefiles in one archive.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{SUFFIX, alive, beginning, folder_of, process_of, sync_folder};

/// Ending of the names of records: `.littoral-PID-x.set`.
const RECORD: &str = ".set";
/// Largest record that is read, bytes: so long a list nobody writes.
const LARGEST: u64 = 1 << 20;

/// Carries out a record of renames in a process that outlives this one: starts it, has it call [`carry_out`] with
/// the record, waits, and says whether it did.
pub type Hand<'a> = &'a dyn Fn(&Path) -> bool;

/// A file that waits, and the name that it is to take.
type Names = Vec<(String, String)>;

/// What is to be done in a folder.
struct Set {
    folder: PathBuf,
    record: PathBuf,
    names: Names,
    /// The record itself, locked: two do not finish it at once.
    _held: Option<File>,
}

/// Gives files of one folder their names; each was written and synced there. If it fails all is as it was.
pub(super) fn place(
    folder: &Path,
    staged: Vec<(NamedTempFile, PathBuf)>,
    hand: Hand<'_>,
) -> io::Result<()> {
    let names = if staged.len() > 1 { recordable(&staged) } else { None };
    let Some(names) = names else {
        // One rename needs no record; and of a name that is no Unicode none can be kept.
        for (file, path) in staged {
            file.persist(&path).map_err(|e| e.error)?;
        }
        return sync_folder(folder);
    };
    let set = Set::begin(folder, names)?;
    for (file, _) in staged {
        file.keep().map_err(|e| e.error)?;
    }
    if hand(&set.record) {
        return Ok(());
    }
    // No hand, or it stopped half way: what it left to do is done here, and what hindered it is told.
    set.carry_out().inspect_err(|_| set.give_up())?;
    set.end()
}

/// What a [`Hand`]'s process does with the record that it was given.
///
/// # Errors
/// It is no record of waiting files, somebody else is at it, or a rename failed: then those before it are undone.
pub fn carry_out(record: &Path) -> io::Result<()> {
    let folder = folder_of(record);
    let invalid = || io::Error::new(io::ErrorKind::InvalidData, "no record of files that wait");
    let name = record.file_name().and_then(|n| n.to_str()).ok_or_else(invalid)?;
    process_of(name, RECORD).ok_or_else(invalid)?;
    Set::claimed(folder, name)?.ok_or_else(invalid)?.mended()
}

fn recordable(staged: &[(NamedTempFile, PathBuf)]) -> Option<Names> {
    let name = |p: &Path| p.file_name()?.to_str().map(str::to_owned);
    let both = |(file, path): &(NamedTempFile, PathBuf)| Some((name(file.path())?, name(path)?));
    staged.iter().map(both).collect()
}

/// Finishes what processes that are no more began in a folder. True if something stays unfinished.
pub(super) fn finish(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    // All of them first: finishing one changes the folder.
    let names: Vec<_> = entries.flatten().map(|e| e.file_name()).collect();
    let mut left = false;
    for name in names.iter().map(|n| n.to_string_lossy()) {
        let Some(pid) = process_of(&name, RECORD) else { continue };
        left |= alive(pid)
            || match Set::claimed(folder, &name) {
                Ok(Some(set)) => set.mended().is_err(),
                Ok(None) => false,
                Err(error) => error.kind() == io::ErrorKind::WouldBlock,
            };
    }
    left
}

impl Set {
    /// Records what is to be done, before anything is.
    fn begin(folder: &Path, names: Names) -> io::Result<Self> {
        let mut file =
            tempfile::Builder::new().prefix(&beginning()).suffix(SUFFIX).tempfile_in(folder)?;
        file.write_all(&serde_json::to_vec(&names)?)?;
        file.as_file().sync_all()?;
        let record = file.path().with_extension(&RECORD[1..]);
        file.persist(&record).map_err(|e| e.error)?;
        sync_folder(folder)?;
        Ok(Self { folder: folder.to_owned(), record, names, _held: None })
    }

    /// The record of another process, held against a third. Nothing if it is none of ours.
    fn claimed(folder: &Path, name: &str) -> io::Result<Option<Self>> {
        let record = folder.join(name);
        let mut file = File::options().read(true).write(true).open(&record)?;
        // Where files cannot be held there is only the process id in their names.
        if matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let mut text = Vec::new();
        (&mut file).take(LARGEST).read_to_end(&mut text)?;
        let Ok(names) = serde_json::from_slice::<Names>(&text) else { return Ok(None) };
        // Somebody else's record may say anything: only what waits here takes a place here.
        let plain = |n: &str| Path::new(n).file_name().is_some_and(|f| f == n);
        let ours = |part: &str| plain(part) && process_of(part, SUFFIX).is_some();
        let good = names.iter().all(|(part, n)| ours(part) && plain(n) && !n.starts_with('.'));
        let folder = folder.to_owned();
        Ok(good.then_some(Self { folder, record, names, _held: Some(file) }))
    }

    fn mended(&self) -> io::Result<()> {
        self.carry_out()?;
        self.end()
    }

    /// Every rename that is left to do: old files go aside, the first of the list first; then new ones take
    /// their places, the first last. Nobody finds the main file without those that belong to it.
    fn moves(&self) -> Vec<(PathBuf, PathBuf)> {
        let at = |name: &str| self.folder.join(name);
        let waiting: Vec<&(String, String)> =
            self.names.iter().filter(|(part, _)| at(part).exists()).collect();
        let old = waiting.iter().filter(|(_, name)| fs::symlink_metadata(at(name)).is_ok());
        let mut out: Vec<_> = old.map(|(part, name)| (at(name), aside(&at(part)))).collect();
        out.extend(waiting.iter().rev().map(|(part, name)| (at(part), at(name))));
        out
    }

    /// Does what is left to do; if a step fails those before it are undone.
    fn carry_out(&self) -> io::Result<()> {
        let moves = self.moves();
        for (done, (from, to)) in moves.iter().enumerate() {
            if let Err(error) = fs::rename(from, to) {
                for (from, to) in moves[..done].iter().rev() {
                    // Nothing better can be done than to try: what stays undone, the record names.
                    let _ = fs::rename(to, from);
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// Forgets the whole: the old files stand. If one could not be put back, all is kept for the next to try.
    fn give_up(&self) {
        let kept = |part: &str| aside(&self.folder.join(part)).is_file();
        if self.names.iter().any(|(part, _)| kept(part)) {
            return;
        }
        for (part, _) in &self.names {
            let _ = fs::remove_file(self.folder.join(part));
        }
        let _ = fs::remove_file(&self.record);
    }

    /// All stand in their places and will last: the old files and the record go.
    fn end(&self) -> io::Result<()> {
        sync_folder(&self.folder)?;
        for (part, _) in &self.names {
            let _ = fs::remove_file(aside(&self.folder.join(part)));
        }
        fs::remove_file(&self.record)
    }
}

/// Where the old file waits whose place a new one takes.
fn aside(part: &Path) -> PathBuf {
    let name = part.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(SUFFIX).unwrap_or(&name);
    folder_of(part).join(format!("{stem}-old{SUFFIX}"))
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    /// Greater than any process id of Linux.
    const DEAD: &str = ".littoral-4194999-";

    /// A folder with an old set, a new one that waits, and its record.
    fn begun() -> (tempfile::TempDir, Set) {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        let names: Names = ["a.shp", "a.shx", "a.dbf", "a.cpg"]
            .iter()
            .enumerate()
            .map(|(k, name)| (format!("{DEAD}{k}{SUFFIX}"), (*name).to_owned()))
            .collect();
        for (part, name) in &names {
            fs::write(at(part), format!("new {name}")).unwrap();
            // The old set had one file less.
            if name != "a.cpg" {
                fs::write(at(name), format!("old {name}")).unwrap();
            }
        }
        let record = at(&format!("{DEAD}r{RECORD}"));
        fs::write(&record, serde_json::to_vec(&names).unwrap()).unwrap();
        let folder = dir.path().to_owned();
        (dir, Set { folder, record, names, _held: None })
    }

    fn visible(folder: &Path) -> Vec<String> {
        let mut out: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| !p.file_name().unwrap().to_string_lossy().starts_with('.'))
            .map(|p| fs::read_to_string(p).unwrap())
            .collect();
        out.sort();
        out
    }

    const NEW: [&str; 4] = ["new a.cpg", "new a.dbf", "new a.shp", "new a.shx"];

    /// Killed after any of its renames: no old file beside a new one, the main file never alone; and the next who
    /// publishes anything there finishes it.
    #[test]
    fn a_set_that_was_cut_short_is_never_a_mix_and_is_finished() {
        let steps = begun().1.moves().len();
        assert_eq!(steps, 3 + 4);
        for cut in 0..=steps {
            let (dir, set) = begun();
            for (from, to) in &set.moves()[..cut] {
                fs::rename(from, to).unwrap();
            }
            let found = visible(dir.path());
            let old = found.iter().filter(|t| t.starts_with("old")).count();
            assert!(old == 0 || old == found.len(), "{cut}: {found:?}");
            let main = found.iter().any(|t| t.ends_with(".shp"));
            assert!(!main || found.len() >= 3, "{cut}: {found:?}");
            super::super::publish(&dir.path().join(".other"), b"x").unwrap();
            assert_eq!(visible(dir.path()), NEW, "{cut}");
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 5, "{cut}: nothing is left over");
        }
    }

    #[test]
    fn a_step_that_fails_undoes_those_before_it() {
        let (dir, set) = begun();
        // The third old file cannot go aside: something stands there that no file replaces.
        let blocked = aside(&dir.path().join(&set.names[2].0));
        fs::create_dir_all(blocked.join("inside")).unwrap();
        assert!(set.carry_out().is_err());
        set.give_up();
        assert_eq!(visible(dir.path()), ["old a.dbf", "old a.shp", "old a.shx"]);
        fs::remove_dir_all(blocked).unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3);
    }

    /// A hand that does all is believed; what one leaves undone, however far it came, the caller does.
    #[test]
    fn a_hand_may_do_all_or_stop_anywhere() {
        let stage = |dir: &Path, name: &str| {
            let mut file = tempfile::Builder::new()
                .prefix(&beginning())
                .suffix(SUFFIX)
                .tempfile_in(dir)
                .unwrap();
            file.write_all(format!("new {name}").as_bytes()).unwrap();
            (file, dir.join(name))
        };
        for stop in 0..=8 {
            let dir = tempfile::tempdir().unwrap();
            for name in ["a.dbf", "a.shp", "a.shx"] {
                fs::write(dir.path().join(name), format!("old {name}")).unwrap();
            }
            let staged = ["a.shp", "a.shx", "a.dbf", "a.cpg"].map(|name| stage(dir.path(), name));
            let hand = |record: &Path| {
                if stop == 8 {
                    return carry_out(record).is_ok();
                }
                let name = record.file_name().unwrap().to_str().unwrap();
                let set = Set::claimed(dir.path(), name).unwrap().unwrap();
                for (from, to) in &set.moves()[..stop] {
                    fs::rename(from, to).unwrap();
                }
                false
            };
            place(dir.path(), staged.into(), &hand).unwrap();
            assert_eq!(visible(dir.path()), NEW, "{stop}");
            assert_eq!(
                fs::read_dir(dir.path()).unwrap().count(),
                4,
                "{stop}: nothing is left over"
            );
        }
    }

    /// While one is at it nobody else is, nor takes what waits for waste.
    #[test]
    fn a_record_that_is_held_is_let_be() {
        let (dir, set) = begun();
        let name = set.record.file_name().unwrap().to_str().unwrap();
        let held = Set::claimed(dir.path(), name).unwrap().unwrap();
        assert!(carry_out(&set.record).is_err());
        super::super::publish(&dir.path().join(".other"), b"x").unwrap();
        assert_eq!(visible(dir.path()), ["old a.dbf", "old a.shp", "old a.shx"]);
        held.mended().unwrap();
        drop(held);
        assert_eq!(visible(dir.path()), NEW);
        assert!(carry_out(&set.record).is_err() && carry_out(Path::new("a.txt")).is_err());
    }

    #[test]
    fn a_record_that_leads_elsewhere_or_is_of_a_living_process_is_let_be() {
        let (dir, set) = begun();
        let own = format!("{}r{RECORD}", beginning());
        let bad = [
            r#"[["../x.part","a.shp"]]"#.to_owned(),
            format!(r#"[["{DEAD}0{SUFFIX}","../a.shp"]]"#),
            format!(r#"[["{DEAD}0{SUFFIX}",".profile"]]"#),
            r#"[["a.shx","a.shp"]]"#.to_owned(),
            "[".repeat(100_000),
            String::new(),
        ];
        for text in bad {
            fs::write(&set.record, &text).unwrap();
            finish(dir.path());
            assert_eq!(visible(dir.path()).len(), 3, "{text:.60}");
        }
        fs::write(&set.record, serde_json::to_vec(&set.names).unwrap()).unwrap();
        fs::rename(&set.record, dir.path().join(own)).unwrap();
        assert!(finish(dir.path()));
        assert_eq!(visible(dir.path())[0], "old a.dbf");
    }
}
