//! The last good result stands, whatever is saved.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use littoral_formats::CaseBundle;
use littoral_host::{Host, RuleRef, Session, Trouble, Watch, WatchOptions, embed};
use littoral_model::FailureKind;
use tempfile::TempDir;

use crate::Test;
use crate::common::{home, host};

/// The tests of this file.
pub(crate) const TESTS: &[Test] = &[
    ("a_broken_rule_keeps_the_last_good_result", a_broken_rule_keeps_the_last_good_result),
    ("a_broken_case_keeps_the_last_good_result", a_broken_case_keeps_the_last_good_result),
    ("a_half_written_rule_is_read_once_more", a_half_written_rule_is_read_once_more),
    ("nothing_new_nothing_run", nothing_new_nothing_run),
    ("a_newer_save_ends_an_endless_run", a_newer_save_ends_an_endless_run),
];

const GOOD: &str = "return rule { id = 'mine', about = 'mine', run = function(sea)\n  \
    return { seabed = sea:equidistance() }\nend }\n";

/// A copy of the Caspian case to spoil.
fn case(home: &TempDir) -> PathBuf {
    let CaseBundle { files, .. } = embed::case("caspian").unwrap();
    let dir = home.path().join("lake");
    for (name, bytes) in files {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn session<'a>(host: &'a Host, home: &TempDir, case: &Path) -> (Session<'a>, PathBuf) {
    let rule = home.path().join("mine.luau");
    fs::write(&rule, GOOD).unwrap();
    let session = Session::new(host, case.to_str().unwrap(), &[], RuleRef::Script(rule.clone()));
    (session, rule)
}

fn a_broken_rule_keeps_the_last_good_result() {
    let home = home();
    let host = host(&home);
    let (mut session, rule) = session(&host, &home, Path::new("caspian"));
    assert_eq!(session.files(), std::slice::from_ref(&rule));
    let first = session.refresh();
    let good = first.good.unwrap().division;
    assert!(first.changed && first.trouble.is_none());
    for (text, kind) in [
        ("return rule {", FailureKind::Syntax),
        ("error('no')", FailureKind::Runtime),
        ("return 1", FailureKind::Type),
    ] {
        fs::write(&rule, text).unwrap();
        let outcome = session.refresh();
        assert!(outcome.changed && outcome.age().is_some());
        let Some(Trouble::Rule(error)) = outcome.trouble else { panic!("{text} did not fail") };
        assert_eq!(error.kind, kind);
        assert_eq!(outcome.good.unwrap().division, good);
    }
    fs::remove_file(&rule).unwrap();
    assert!(session.refresh().trouble.is_some());
    fs::write(&rule, GOOD.replace("seabed", "surface")).unwrap();
    let mended = session.refresh();
    assert!(mended.trouble.is_none() && mended.age().is_none());
    assert!(mended.good.unwrap().division.layers.get("surface").is_some());
}

fn a_broken_case_keeps_the_last_good_result() {
    let home = home();
    let host = host(&home);
    let lake = case(&home);
    let (mut session, rule) = session(&host, &home, &lake);
    assert_eq!(session.files(), [rule, lake.clone()]);
    let good = session.refresh().good.unwrap().division;
    let coast = fs::read(lake.join("coast.geojson")).unwrap();
    fs::write(lake.join("coast.geojson"), &coast[..coast.len() / 2]).unwrap();
    let outcome = session.refresh();
    let Some(Trouble::Case(findings)) = &outcome.trouble else { panic!("half a coast passed") };
    assert!(findings[0].file.ends_with("coast.geojson"), "{}", findings[0].file);
    assert_eq!(outcome.good.unwrap().division, good);
    fs::write(lake.join("coast.geojson"), coast).unwrap();
    let mended = session.refresh();
    assert!(mended.changed && mended.trouble.is_none());
}

fn a_half_written_rule_is_read_once_more() {
    let home = home();
    let host = host(&home);
    let (mut session, rule) = session(&host, &home, Path::new("caspian"));
    session.refresh();
    let text = GOOD.replace("mine'", "yours'");
    fs::write(&rule, &text[..40]).unwrap();
    let writer = thread::spawn(move || {
        thread::sleep(Duration::from_millis(20));
        fs::write(rule, text).unwrap();
    });
    // Once or twice, as the clock has it; broken is never what is shown in the end.
    let outcome = session.refresh();
    writer.join().unwrap();
    let last = if outcome.trouble.is_some() { session.refresh() } else { outcome };
    assert!(last.trouble.is_none());
    assert_eq!(last.good.unwrap().division.rule, "yours");
}

fn nothing_new_nothing_run() {
    let home = home();
    let host = host(&home);
    let (mut session, rule) = session(&host, &home, Path::new("caspian"));
    let first = session.refresh().good.unwrap();
    fs::write(rule, GOOD).unwrap();
    let second = session.refresh();
    assert!(!second.changed);
    assert_eq!(second.good.unwrap().at, first.at);
    assert!(session.again().changed);
}

fn a_newer_save_ends_an_endless_run() {
    let home = home();
    let host = host(&home);
    let (mut session, rule) = session(&host, &home, Path::new("caspian"));
    session.time = Duration::from_secs(3600);
    let good = session.refresh().good.unwrap();
    let mut watch = Watch::new(&session.files(), WatchOptions::default());
    let body = "run = function(sea) while true do end";
    fs::write(&rule, GOOD.replace("run = function(sea)", body)).unwrap();
    assert!(watch.wait(Duration::from_secs(20)).is_some());
    let writer = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        fs::write(rule, GOOD.replace("seabed", "surface")).unwrap();
    });
    let (outcome, newer) = session.refresh_watching(&mut watch);
    writer.join().unwrap();
    assert!(newer.is_some() && !outcome.changed && outcome.trouble.is_none());
    assert_eq!(outcome.good.unwrap().at, good.at);
    let (outcome, _) = session.refresh_watching(&mut watch);
    assert!(outcome.good.unwrap().division.layers.get("surface").is_some());
}
