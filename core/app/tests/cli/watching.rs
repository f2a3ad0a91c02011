//! A watch shows a new table at a save, and an error beside the last good result.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{lake, littoral};

fn script(weight: &str) -> String {
    format!(
        "return rule {{\n  id = \"mine\",\n  about = \"a test\",\n  params = {{}},\n  run = function(sea)\n    return {{ seabed = sea:assign({{ AAA = sea:dist(\"AAA\") / {weight}, BBB = sea:dist(\"BBB\") }}) }}\n  end,\n}}\n"
    )
}

#[test]
fn a_save_gives_a_new_table_and_an_error_keeps_the_old() {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    let path = dir.path().join("mine.luau");
    fs::write(&path, script("1")).unwrap();
    let args = ["watch", "lake", "--rule", "mine.luau", "--stop-after", "3"];
    let mut child =
        littoral(dir.path(), &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.by_ref().find(|l| l.starts_with("mine ")).unwrap();
    assert!(first.contains("50.0"), "{first}");
    fs::write(&path, script("1.5")).unwrap();
    let second = lines.by_ref().find(|l| l.starts_with("mine ")).unwrap();
    assert!(!second.contains("50.0"), "{second}");
    fs::write(&path, script("nothing.at.all")).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        text.contains("--> mine.luau:6") && text.contains("the last good result stands"),
        "{text}"
    );
}
