//! The page for authors of cases, followed word by word: each block is written, each command typed.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;

use super::watching::{Watching, lines, next};
use super::{err, littoral, out, run};

const PAGE: &str = "../../examples/manual/case-authors.md";

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)).unwrap()
}

/// Every block of the page in its order, with its language.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let fenced = page.split("```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').unwrap()).collect()
}

fn block<'a>(page: &'a str, k: usize, language: &str) -> &'a str {
    let (own, text) = blocks(page)[k];
    assert_eq!(own, language, "block {k}");
    text
}

/// Every command that stands on a line of its own, without what is said of it.
fn commands(page: &str) -> Vec<Vec<&str>> {
    let typed = page.lines().filter_map(|line| line.strip_prefix("    littoral "));
    typed.map(|line| line.split('#').next().unwrap().split_whitespace().collect()).collect()
}

/// The case of the page's beginning.
fn first_case(page: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("my-sea")).unwrap();
    let (case, coast) = (block(page, 0, "toml"), block(page, 1, "json"));
    write(&dir, "case.toml", case);
    write(&dir, "coast.geojson", coast);
    dir
}

fn write(dir: &TempDir, file: &str, text: &str) {
    fs::write(dir.path().join("my-sea").join(file), text).unwrap();
}

fn good(dir: &TempDir, words: &[&str]) -> String {
    let output = run(dir.path(), words);
    assert!(output.status.success(), "{words:?}: {}{}", out(&output), err(&output));
    out(&output)
}

#[test]
fn every_command_of_the_page_does_what_it_says() {
    let page = page();
    let dir = first_case(&page);
    let commands = commands(&page);
    assert_eq!(commands.len(), 3);
    let said: Vec<String> = commands.iter().map(|words| good(&dir, words)).collect();
    assert!(said[0].contains("no findings"), "{}", said[0]);
    assert!(said[1].contains("Aland") && said[1].contains("coasts of two parties meet"));
    assert!(said[2].contains("AAA") && said[2].contains("BBB"), "{}", said[2]);
}

#[test]
fn what_the_page_adds_is_taken_too() {
    let page = page();
    let dir = first_case(&page);
    assert_eq!(blocks(&page).len(), 4, "a block of the page is not followed by this test");
    let (case, coast) = (block(&page, 0, "toml"), block(&page, 1, "json"));
    let (deposits, switch) = (block(&page, 2, "json"), block(&page, 3, "toml"));
    let named = "coast = \"coast.geojson\"";
    let with = case.replace(named, &format!("{named}\ndeposits = \"deposits.geojson\""));
    let port = r#"{ "type": "Feature", "properties": { "kind": "port", "party": "AAA" },
        "geometry": { "type": "Point", "coordinates": [50, 40.5] } }, "#;
    let features = "\"features\": [";
    write(&dir, "case.toml", &format!("{with}\n{switch}"));
    write(&dir, "coast.geojson", &coast.replace(features, &format!("{features}{port}")));
    write(&dir, "coast-low.geojson", &coast.replace("[50.6, 41]", "[50.8, 41]"));
    // What is left out is asked for, with the words that there are.
    write(&dir, "deposits.geojson", &deposits.replace(", \"confidence\": \"medium\"", ""));
    let asked = err(&run(dir.path(), &["case", "check", "my-sea/"]));
    assert!(asked.contains("has no \"confidence\"") && asked.contains("medium"), "{asked}");
    write(&dir, "deposits.geojson", deposits);
    assert!(good(&dir, &["case", "check", "my-sea/"]).contains("no findings"));
    let shown = good(&dir, &["case", "show", "my-sea/"]);
    assert!(shown.contains("1 deposits") && shown.contains("low-water"), "{shown}");
    let divide = ["divide", "my-sea/", "--rule", "equidistance"];
    let switched = good(&dir, &[&divide[..], &["--with", "low-water"]].concat());
    assert_ne!(good(&dir, &divide), switched);
    let compared =
        run(dir.path(), &["compare", "my-sea/", "--sensitivity", "--rules", "equidistance"]);
    assert!(out(&compared).contains("low-water"), "{}{}", out(&compared), err(&compared));
}

#[test]
fn a_saved_case_gives_a_new_table() {
    let page = page();
    assert!(page.contains("While `littoral watch my-sea/ --rule ID` runs"));
    let dir = first_case(&page);
    let mut command = littoral(dir.path(), &["watch", "my-sea/", "--rule", "equidistance"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let tables = lines(child.stdout.take().unwrap());
    let _watching = Watching(child);
    let first = next(&tables, "equidistance");
    write(&dir, "coast.geojson", &blocks(&page)[1].1.replace("[50.6, 41]", "[50.8, 41]"));
    assert_ne!(next(&tables, "equidistance"), first);
}
