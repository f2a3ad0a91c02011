//! Sweeps from outside: the same bytes however the work is shared out, and clear words for whatever is broken.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use crate::{err, lake, littoral, out, run};

const STUDY: &str = r#"id = "lake"
case = "lake"
seed = 3

[[rule]]
rule = "equiratio"
design = "sobol"
samples = 260
[rule.vary]
"weights.BBB" = { uniform = [0.8, 1.4] }

[keep]
measures = ["gini"]
lines = true
places = 50

[[condition]]
measure = "share.BBB"
at_least = 50
"#;

fn written(study: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    fs::write(dir.path().join("study.toml"), study).unwrap();
    dir
}

fn planned(dir: &Path) {
    let plan = run(dir, &["-q", "sweep", "plan", "study.toml", "-o", "plan.json"]);
    assert!(plan.status.success(), "{}", err(&plan));
}

fn sharded(dir: &Path, shards: usize, jobs: &str, parts: &str) {
    for k in (1..=shards).rev() {
        let shard = format!("{k}/{shards}");
        let args =
            ["-q", "sweep", "run", "plan.json", "--shard", &shard, "--jobs", jobs, "-o", parts];
        let done = run(dir, &args);
        assert!(done.status.success(), "{}", err(&done));
    }
}

fn merged(dir: &Path, parts: &str) -> Vec<u8> {
    let merge = run(dir, &["-q", "sweep", "merge", "plan.json", parts, "-o", "result.parquet"]);
    assert!(merge.status.success(), "{}", err(&merge));
    fs::read(dir.join("result.parquet")).unwrap()
}

#[test]
fn the_merged_bytes_do_not_depend_on_who_ran_what() {
    let dir = written(STUDY);
    planned(dir.path());
    sharded(dir.path(), 1, "2", "one");
    let whole = merged(dir.path(), "one");
    sharded(dir.path(), 7, "1", "seven");
    assert!(merged(dir.path(), "seven") == whole);
    // Killed again and again, at moments that differ, then finished.
    for ms in [150, 400, 250, 700] {
        let mut killed = littoral(dir.path(), &["-q", "sweep", "run", "plan.json", "-o", "killed"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(ms));
        let _ = killed.kill();
        killed.wait().unwrap();
    }
    sharded(dir.path(), 2, "1", "killed");
    assert!(merged(dir.path(), "killed") == whole);
    let again = run(dir.path(), &["sweep", "run", "plan.json", "-o", "killed"]);
    assert!(
        err(&again).contains("0 scenarios") && err(&again).contains("65 parts were there"),
        "{}",
        err(&again)
    );
}

#[test]
fn a_study_runs_to_its_report_and_the_report_is_the_same_again() {
    let dir = written(&STUDY.replace("samples = 260", "samples = 24"));
    let first = run(dir.path(), &["-q", "sweep", "run", "study.toml", "-o", "a"]);
    assert!(first.status.success(), "{}", err(&first));
    assert!(out(&first).contains("lake: 24 scenarios, 0 without a result"), "{}", out(&first));
    let second = run(dir.path(), &["-q", "sweep", "run", "study.toml", "-o", "b", "--jobs", "1"]);
    assert_eq!(out(&first), out(&second));
    for file in [
        "result.parquet",
        "report.html",
        "analysis.json",
        "ranges.csv",
        "chances.svg",
        "chances.geojson",
    ] {
        let read = |folder: &str| fs::read(dir.path().join(folder).join(file)).unwrap();
        assert!(read("a") == read("b"), "{file}");
    }
    let page = fs::read_to_string(dir.path().join("a/report.html")).unwrap();
    assert!(page.contains("share.BBB &gt;= 50") && page.contains("Whose would a point be?"));
}

#[test]
fn what_is_damaged_foreign_or_missing_is_named() {
    let dir = written(&STUDY.replace("samples = 260", "samples = 12"));
    planned(dir.path());
    sharded(dir.path(), 1, "1", "parts");
    let whole = merged(dir.path(), "parts");
    let mut parts: Vec<_> =
        fs::read_dir(dir.path().join("parts")).unwrap().map(|e| e.unwrap().path()).collect();
    parts.sort();
    let bytes = fs::read(&parts[1]).unwrap();
    fs::write(&parts[1], &bytes[..bytes.len() / 2]).unwrap();
    let status = run(dir.path(), &["sweep", "status", "plan.json", "parts"]);
    assert!(
        out(&status).contains("2 of 3 parts are whole") && out(&status).contains("damaged: "),
        "{}",
        out(&status)
    );
    fs::remove_file(dir.path().join("result.parquet")).unwrap();
    let refused = run(dir.path(), &["sweep", "merge", "plan.json", "parts"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("1 of 3 blocks have no whole part (1)"), "{}", err(&refused));
    assert!(!dir.path().join("result.parquet").exists());
    sharded(dir.path(), 1, "1", "parts");
    assert!(merged(dir.path(), "parts") == whole, "the damaged part was run again");
    let foreign = parts[0].with_file_name("part-00000000-000000-0123456789abcdef.parquet");
    fs::copy(&parts[0], foreign).unwrap();
    let refused = run(dir.path(), &["sweep", "merge", "plan.json", "parts"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("of another plan or version"), "{}", err(&refused));
}

#[test]
fn a_scenario_that_fails_is_a_row_with_a_code() {
    let study = "id = \"f\"\ncase = \"lake\"\n[[rule]]\nrule = \"equity-floor\"\nset = [\"belt=0\"]\n[rule.vary]\n\"floor.AAA\" = { list = [\"40%\", \
                 \"60%\"] }\n\"floor.BBB\" = { list = [\"30%\", \"70%\"] }\n";
    let dir = written(study);
    let done = run(dir.path(), &["sweep", "run", "study.toml", "-o", "f"]);
    assert!(done.status.success(), "{}", err(&done));
    // 40 + 70 and 60 + 70 exceed the sea.
    assert!(out(&done).contains("4 scenarios, 2 without a result"), "{}", out(&done));
    let analysis = fs::read_to_string(dir.path().join("f/analysis.json")).unwrap();
    assert!(analysis.contains("infeasible"), "{analysis}");
}

#[test]
fn a_study_that_names_what_is_not_there_is_refused_with_a_line() {
    let cases = [
        ("\"weights.BBB\"", "\"weights.CCC\"", "weights.CCC"),
        ("\"gini\"", "\"ginny\"", "there is no metric \"ginny\""),
        ("share.BBB", "share.CCC", "there is no column \"share.CCC\""),
        ("rule = \"equiratio\"", "rule = \"equiration\"", "equiration"),
        ("case = \"lake\"", "case = \"lakes\"", "lakes"),
        ("uniform = [0.8, 1.4]", "uniform = [1.4, 0.8]", "not in order"),
        ("at_least = 50", "at_least = 150", "150 per cent together"),
        ("seed = 3", "sead = 3", "sead"),
    ];
    for (from, to, says) in cases {
        let dir = written(&STUDY.replace(from, to));
        let check = run(dir.path(), &["sweep", "check", "study.toml"]);
        assert_eq!(check.status.code(), Some(2), "{to}: {}", err(&check));
        assert!(err(&check).contains(says), "{to}: {}", err(&check));
    }
}

#[test]
fn a_plan_knows_its_case_rule_and_version() {
    let dir = written(&STUDY.replace("samples = 260", "samples = 4"));
    planned(dir.path());
    let path = dir.path().join("lake/coast.geojson");
    let coast = fs::read_to_string(&path).unwrap();
    fs::write(&path, coast.replace("41.0", "41.1")).unwrap();
    let refused = run(dir.path(), &["sweep", "run", "plan.json", "-o", "parts"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("case lake is not what it was"), "{}", err(&refused));
    let text = fs::read_to_string(dir.path().join("plan.json")).unwrap();
    fs::write(dir.path().join("plan.json"), text.replace("\"samples\": 4", "\"samples\": 5"))
        .unwrap();
    let refused = run(dir.path(), &["sweep", "run", "plan.json", "-o", "parts"]);
    assert!(err(&refused).contains("was changed after it was made"), "{}", err(&refused));
}

/// A plan of a million scenarios is a page of text.
#[test]
fn a_plan_of_a_million_is_small() {
    let dir = written(&STUDY.replace("samples = 260", "samples = 1000000"));
    planned(dir.path());
    assert!(fs::metadata(dir.path().join("plan.json")).unwrap().len() < 10_000);
}

/// What a rule has to say beside its layers is not asked for in a sweep: notes that fail cost no scenario there, and are
/// an error where they are read.
#[test]
fn a_sweep_reads_no_notes() {
    let rule = r#"return rule {
  id = "mine", about = "test", params = { k = param.number(1) },
  run = function(sea, p)
    local score = sea:each(sea.dist)
    score.BBB = score.BBB / p.k
    return { seabed = sea:assign(score) }, function() return { moved = nil + 1 } end
  end,
}"#;
    let study = "id = \"a\"\ncase = \"lake\"\n[[rule]]\nrule = \"mine.luau\"\n[rule.vary]\nk = { list = [1, 1.25] }\n";
    let dir = written(study);
    fs::write(dir.path().join("mine.luau"), rule).unwrap();
    let done = run(dir.path(), &["sweep", "run", "study.toml", "-o", "out"]);
    assert!(done.status.success(), "{}", err(&done));
    let ranges = fs::read_to_string(dir.path().join("out/ranges.csv")).unwrap();
    assert!(ranges.contains("BBB"), "{ranges}");
    let read = run(dir.path(), &["divide", "lake", "--rule", "mine.luau"]);
    assert!(read.status.code() == Some(3) && err(&read).contains("mine.luau:6"), "{}", err(&read));
}

/// Scenarios of one error of the coast are told apart from those of another: their spreads differ as the errors do.
#[test]
fn each_error_of_the_coast_has_its_own_spread() {
    let study = "id = \"a\"\ncase = \"lake\"\n[[rule]]\nrule = \"equidistance\"\n[switch]\nvertices = \"both\"\n[noise]\nsigma_km = [0.1, 0.4]\nlength_km = 20\ndraws = 6\n";
    let dir = written(study);
    let done = run(dir.path(), &["-q", "sweep", "run", "study.toml", "-o", "out"]);
    assert!(done.status.success(), "{}", err(&done));
    let ranges = fs::read_to_string(dir.path().join("out/ranges.csv")).unwrap();
    let spread = |group: &str| -> f64 {
        let start = format!("\"equidistance{group}\",share.BBB,");
        let line =
            ranges.lines().find(|l| l.starts_with(&start)).unwrap_or_else(|| panic!("{ranges}"));
        line.rsplit(',').next().unwrap().parse().unwrap()
    };
    let of = |km: &str| spread(&format!(", vertices off, coast ± {km} km"));
    let (small, large) = (of("0.1"), of("0.4"));
    assert!((2.0..8.0).contains(&(large / small)), "{small} {large}");
    assert!(ranges.contains(", vertices on, coast ± 0.4 km\",share.BBB,6,"), "{ranges}");
    assert!(out(&done).contains("vertices on, coast ± 0.4 km"), "{}", out(&done));
}
