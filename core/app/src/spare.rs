//! What a command reads it does not write over: a survey or a case may be the only copy.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// Refuses to write to a file that is one of those read, by whatever name: through links, `./`, or as a second name of the
/// file itself. Devices and pipes are read and written as they are.
///
/// # Errors
/// It is one of them; the message names both.
pub fn spare<P: AsRef<Path>>(out: &Path, reads: impl IntoIterator<Item = P>) -> Outcome {
    let Some(own) = file(out) else { return Ok(()) };
    let Some(read) = reads.into_iter().find(|read| file(read.as_ref()).as_ref() == Some(&own))
    else {
        return Ok(());
    };
    let (name, read) = (out.display().to_string(), read.as_ref().display().to_string());
    let text = match name == read {
        true => format!("{name} is read by this command and would be lost"),
        false => {
            format!("{name} is the file {read}, which is read by this command and would be lost")
        }
    };
    Err(Failure::usage(text, format!("command line: {name}"), "name another file to write"))
}

/// What makes a file itself, whatever it is called; none if there is no such file.
#[cfg(unix)]
fn file(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((found.dev(), found.ino()))
}

/// As above, but for second names of one file, which only Unix tells cheaply.
#[cfg(not(unix))]
fn file(path: &Path) -> Option<PathBuf> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    fs::canonicalize(path).ok()
}

/// The file behind a name on the command line: `-` is standard input, which may be a file as well.
#[must_use]
pub fn named(path: &Path) -> PathBuf {
    if path.as_os_str() == "-" { PathBuf::from("/dev/stdin") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_by_several_names() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), b"1").unwrap();
        fs::write(at("b"), b"1").unwrap();
        let refused = |out: &str| spare(&at(out), [at("b"), at("a")]).is_err();
        fs::create_dir(at("in")).unwrap();
        assert!(["a", "./a", "in/../a"].into_iter().all(refused));
        assert!(!refused("c"));
        assert!(spare(&at("b"), [at("a"), at("gone")]).is_ok());
        assert!(spare(Path::new("/dev/null"), ["/dev/null"]).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn links_of_both_kinds() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), b"1").unwrap();
        std::os::unix::fs::symlink("a", at("soft")).unwrap();
        fs::hard_link(at("a"), at("hard")).unwrap();
        for (out, read) in [("soft", "a"), ("a", "soft"), ("hard", "a"), ("soft", "hard")] {
            assert!(spare(&at(out), [at(read)]).is_err(), "{out} {read}");
        }
    }
}
