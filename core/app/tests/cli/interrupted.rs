//! Sweeps on a bad day: shards killed at any moment, a full disk, a result cut short.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::{err, lake, littoral, out, run};

const STUDY: &str = r#"id = "bad-day"
case = "lake"
seed = 5

[[rule]]
rule = "equiratio"
design = "latin-hypercube"
samples = 192
[rule.vary]
"weights.BBB" = { uniform = [0.8, 1.4] }

[keep]
lines = true
"#;

fn planned() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    lake::write(dir.path());
    fs::write(dir.path().join("study.toml"), STUDY).unwrap();
    let plan = run(dir.path(), &["-q", "sweep", "plan", "study.toml", "-o", "plan.json"]);
    assert!(plan.status.success(), "{}", err(&plan));
    dir
}

fn merged(dir: &Path, parts: &str, to: &str) -> Vec<u8> {
    let merge = run(dir, &["-q", "sweep", "merge", "plan.json", parts, "-o", to]);
    assert!(merge.status.success(), "{}", err(&merge));
    fs::read(dir.join(to)).unwrap()
}

#[test]
fn sixty_four_shards_killed_at_random_moments_lose_nothing() {
    let dir = planned();
    let whole = run(dir.path(), &["-q", "sweep", "run", "plan.json", "-o", "whole"]);
    assert!(whole.status.success(), "{}", err(&whole));
    let whole = merged(dir.path(), "whole", "whole.parquet");
    // Multiplicative generator of Lehmer, for moments from 0 to 255 ms: the same on every run.
    let mut moment = 1_u64;
    for k in 1..=64 {
        moment = moment * 48_271 % 2_147_483_647;
        let shard = format!("{k}/64");
        let args = ["-q", "sweep", "run", "plan.json", "--shard", &shard, "-o", "parts"];
        let mut child = littoral(dir.path(), &args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(moment & 0xff));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let rest = run(dir.path(), &["-q", "sweep", "run", "plan.json", "-o", "parts"]);
    assert!(rest.status.success(), "{}", err(&rest));
    assert!(merged(dir.path(), "parts", "again.parquet") == whole);
    let names = fs::read_dir(dir.path().join("parts")).unwrap();
    let left = names.filter(|e| {
        let name = e.as_ref().unwrap().file_name().to_string_lossy().into_owned();
        !name.starts_with("part-")
    });
    assert_eq!(left.count(), 0, "half-written files are gone");
}

/// A limit on the size of files stands for a full disk: the write fails where it would there.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_costs_a_block() {
    let dir = planned();
    let program = env!("CARGO_BIN_EXE_littoral");
    let script =
        format!("trap '' XFSZ; ulimit -f 1; exec '{program}' -q sweep run plan.json -o parts");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(dir.path()).env("LITTORAL_CONFIG", "none");
    let full = shell.env("LITTORAL_PLUGINS", "none").output().unwrap();
    assert_eq!(full.status.code(), Some(2), "{}", err(&full));
    assert!(err(&full).contains("cannot write"), "{}", err(&full));
    let status = run(dir.path(), &["sweep", "status", "plan.json", "parts"]);
    assert!(!out(&status).contains("damaged"), "{}", out(&status));
    let rest = run(dir.path(), &["-q", "sweep", "run", "plan.json", "-o", "parts"]);
    assert!(rest.status.success(), "{}", err(&rest));
    let one = merged(dir.path(), "parts", "one.parquet");
    let other = run(dir.path(), &["-q", "sweep", "run", "plan.json", "-o", "other"]);
    assert!(other.status.success(), "{}", err(&other));
    assert!(merged(dir.path(), "other", "two.parquet") == one);
}

#[test]
fn a_result_that_was_cut_short_or_is_of_another_plan_is_refused() {
    let dir = planned();
    let done = run(dir.path(), &["-q", "sweep", "run", "plan.json", "-o", "parts"]);
    assert!(done.status.success(), "{}", err(&done));
    let bytes = merged(dir.path(), "parts", "result.parquet");
    for keep in [0, 3, 40, bytes.len() / 2, bytes.len() - 1] {
        fs::write(dir.path().join("cut.parquet"), &bytes[..keep]).unwrap();
        let args = ["sweep", "report", "plan.json", "cut.parquet", "-o", "report"];
        let refused = run(dir.path(), &args);
        assert_eq!(refused.status.code(), Some(2), "{keep}: {}", err(&refused));
        assert!(err(&refused).contains("cut.parquet"), "{keep}: {}", err(&refused));
        assert!(!dir.path().join("report/report.html").exists(), "{keep}");
    }
    fs::write(dir.path().join("other.toml"), STUDY.replace("seed = 5", "seed = 6")).unwrap();
    let plan = run(dir.path(), &["-q", "sweep", "plan", "other.toml", "-o", "other.json"]);
    assert!(plan.status.success(), "{}", err(&plan));
    let foreign = run(dir.path(), &["sweep", "report", "other.json", "result.parquet", "-o", "r"]);
    assert_eq!(foreign.status.code(), Some(2), "{}", err(&foreign));
    assert!(err(&foreign).contains("plan"), "{}", err(&foreign));
}
