//! A watch shows a new table at a save, and an error beside the last good result.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use super::{lake, littoral};

/// Far longer than any result takes: a bound for a watch that has gone deaf, not a measurement.
const PATIENCE: Duration = Duration::from_secs(60);

/// Ends the watch whatever becomes of the test.
pub(super) struct Watching(pub(super) Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(super) fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        BufReader::new(from).lines().map_while(Result::ok).try_for_each(|l| send.send(l))
    });
    lines
}

/// The next line that `wanted` takes.
pub(super) fn next(lines: &Receiver<String>, wanted: &str) -> String {
    loop {
        let line = lines.recv_timeout(PATIENCE).unwrap();
        if line.starts_with(wanted) {
            return line;
        }
    }
}

fn script(weight: &str) -> String {
    format!(
        "return rule {{\n  id = \"mine\",\n  about = \"a test\",\n  params = {{}},\n  run = function(sea)\n    return {{ seabed = sea:assign({{ AAA = sea:dist(\"AAA\") * {weight}, BBB = sea:dist(\"BBB\") }}) }}\n  end,\n}}\n"
    )
}

#[test]
fn a_save_gives_a_new_table_and_an_error_keeps_the_old() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    let path = dir.path().join("mine.luau");
    fs::write(&path, script("1")).unwrap();
    let mut command = littoral(dir.path(), &["watch", "lake", "--rule", "mine.luau"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let tables = lines(child.stdout.take().unwrap());
    let errors = lines(child.stderr.take().unwrap());
    let _watching = Watching(child);
    assert!(next(&tables, "mine ").contains("50.0"));
    fs::write(&path, script("1.01")).unwrap();
    let second = next(&tables, "mine ");
    assert!(!second.contains("50.0"), "{second}");
    fs::write(&path, script("nothing.at.all")).unwrap();
    next(&errors, "  --> mine.luau:6");
    next(&errors, "  the last good result stands");
    fs::write(&path, script("1")).unwrap();
    assert!(next(&tables, "mine ").contains("50.0"));
    // The same rule in another text: nothing moved since the save before, and that says nothing of equidistance.
    fs::write(&path, script("1 ")).unwrap();
    next(&tables, "mine ");
    fs::write(&path, script("1.01")).unwrap();
    loop {
        let line = tables.recv_timeout(PATIENCE).unwrap();
        assert!(!line.contains("equidistance"), "{line}");
        if line.starts_with("mine ") {
            break;
        }
    }
}

/// After a mend the file is named that was saved, not the module that is used again.
#[test]
fn a_mend_names_the_file_that_was_saved() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    let path = dir.path().join("mine.luau");
    let with_module = format!("local _ = require(\"./weights\")\n{}", script("1"));
    fs::write(dir.path().join("weights.luau"), "return {}").unwrap();
    fs::write(&path, &with_module).unwrap();
    let mut command = littoral(dir.path(), &["watch", "lake", "--rule", "mine.luau"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let tables = lines(child.stdout.take().unwrap());
    let errors = lines(child.stderr.take().unwrap());
    let _watching = Watching(child);
    next(&tables, "mine ");
    fs::write(&path, "return rule {{").unwrap();
    next(&errors, "  the last good result stands");
    fs::write(&path, &with_module).unwrap();
    next(&tables, "mine.luau saved");
}
