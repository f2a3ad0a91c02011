//! The hostile corpus: scripts that want out, for ever, or everything. Each runs in a real worker.
//!
//! A file of `tests/hostile` is a family; `--# run NAME` begins the body of a rule's `run`, `--# top
//! NAME` a whole text. After every script the next good rule must come out as before.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use littoral_delimit::Division;
use littoral_host::{Host, RunRequest};
use littoral_model::{FailureKind, RuleError};
use tempfile::TempDir;

use crate::Test;
use crate::common::{children, home, host, script, worker_memory};

/// The tests of this file.
pub(crate) const TESTS: &[Test] = &[
    ("hostile_escape", || family("escape", 60, 1500, harmless)),
    ("hostile_time", || family("time", 60, 150, stopped)),
    ("hostile_memory", || family("memory", 50, 1500, refused_softly)),
    ("hostile_depth", || family("depth", 60, 1500, refused)),
    ("hostile_engine", || family("engine", 25, 500, ended)),
    ("hostile_fresh", || family("fresh", 90, 500, ended)),
    ("hostile_nouns", || family("nouns", 50, 500, ended)),
    ("hostile_words", || family("words", 40, 500, ended)),
    ("hostile_strange", || family("strange", 50, 500, ended)),
    ("what_a_script_says_cannot_steer_a_terminal", what_a_script_says_cannot_steer_a_terminal),
];

/// Memory of the interpreter, and as much again for what the host keeps for a script.
const MEMORY: u64 = 32 << 20;
/// What a worker may grow beyond both in one run.
const BEYOND: u64 = 4 << 20;
/// Grace of the kill, and what a busy machine may add.
const KILL: Duration = Duration::from_millis(250);
const BUSY: Duration = Duration::from_millis(400);

type Outcome = Result<Division, RuleError>;

struct Script {
    name: String,
    text: String,
}

/// Runs a family; `judge` says what is wrong with an outcome.
fn family(name: &str, least: usize, milliseconds: u64, judge: fn(&Outcome) -> Option<String>) {
    let (home, scripts) = (home(), scripts(name));
    assert!(scripts.len() >= least, "{} scripts", scripts.len());
    let host = host(&home);
    let good = good(&host, &home);
    let canary = home.path().join("canary");
    std::fs::write(&canary, "sings").unwrap();
    let mut report = String::new();
    for s in &scripts {
        let mut request = script(&home, &s.text);
        request.time = Duration::from_millis(milliseconds);
        request.memory_bytes = MEMORY;
        let before = worker_memory();
        let begun = Instant::now();
        let outcome = host.run(&request);
        let took = begun.elapsed();
        let mut wrong = judge(&outcome).into_iter().collect::<Vec<_>>();
        if took > request.time + KILL + BUSY {
            wrong.push(format!("took {took:?}"));
        }
        let grown = before.zip(worker_memory()).map_or(0, |(b, a)| a.peak.saturating_sub(b.now));
        if grown > 2 * MEMORY + BEYOND && !solves(&outcome) {
            wrong.push(format!("grew by {} MiB", grown >> 20));
        }
        if self::good(&host, &home) != good {
            wrong.push("the next good rule came out otherwise".to_owned());
        }
        if std::env::var_os("LITTORAL_SHOW").is_some() {
            let end = outcome
                .as_ref()
                .map_or_else(|e| format!("{:?}: {}", e.kind, e.text), |_| "a result".into());
            println!(
                "{name}/{}: {:.0} ms, {} MiB: {end}",
                s.name,
                took.as_secs_f64() * 1e3,
                grown >> 20
            );
        }
        for w in wrong {
            let _ = writeln!(report, "{name}/{}: {w}", s.name);
        }
    }
    assert_eq!(std::fs::read_to_string(canary).unwrap(), "sings");
    drop(host);
    assert_eq!(children(), [], "a worker outlived its host");
    assert!(report.is_empty(), "\n{report}");
}

/// Did the engine work? Its memory is not the script's.
fn solves(outcome: &Outcome) -> bool {
    outcome.is_ok() || outcome.as_ref().is_err_and(|e| e.kind == FailureKind::TimeLimit)
}

fn fatal(outcome: &Outcome) -> Option<String> {
    let error = outcome.as_ref().err()?;
    let fatal = matches!(
        error.kind,
        FailureKind::Panic | FailureKind::Crash | FailureKind::Hang | FailureKind::Protocol
    );
    fatal.then(|| format!("{:?}: {}", error.kind, error.text))
}

fn harmless(outcome: &Outcome) -> Option<String> {
    let escaped = outcome.as_ref().is_ok_and(|d| d.notes.contains_key("escaped"));
    if escaped { Some("escaped".to_owned()) } else { fatal(outcome) }
}

fn refused(outcome: &Outcome) -> Option<String> {
    if outcome.is_ok() { Some("was not refused".to_owned()) } else { fatal(outcome) }
}

/// The worker outlives it too.
fn refused_softly(outcome: &Outcome) -> Option<String> {
    let died = outcome.as_ref().is_err_and(|e| e.text.contains("the worker process"));
    if died { Some("took the worker down".to_owned()) } else { refused(outcome) }
}

/// A result or a refusal; what never asks whether it should stop is killed.
fn ended(outcome: &Outcome) -> Option<String> {
    let killed = outcome.as_ref().is_err_and(|e| e.kind == FailureKind::Hang);
    if killed { None } else { harmless(outcome) }
}

/// Out of time; or, for a loop that also gathers, out of memory.
fn stopped(outcome: &Outcome) -> Option<String> {
    match outcome {
        Ok(_) => Some("came to an end".to_owned()),
        Err(e) if e.kind == FailureKind::TimeLimit || e.kind == FailureKind::MemoryLimit => None,
        Err(e) if e.text.contains("at most") || e.text.contains("too complex") => None,
        Err(e) => Some(format!("{:?}: {}", e.kind, e.text)),
    }
}

/// A small rule that touches what others may have poisoned.
fn good(host: &Host, home: &TempDir) -> Division {
    let text = "return rule { id = 'good', about = 'good', run = function(sea)
        local words = ('%s %d'):format(('ab'):rep(2):upper(), #table.concat(sea.parties))
        local north = sea:side({ point(41.5, 40), point(41.5, 60) })
        return { seabed = sea:assign({ AZE = sea:latitude(), IRN = 41.5 }):over(north, 'IRN') },
            { sin = math.sin(1), words = words, kinds = typeof(sea) .. tostring(sea), r = sea:rng(1):uniform() }
    end }";
    let request = RunRequest { tolerance_m: 50.0, ..script(home, text) };
    let mut division = host.run(&request).unwrap_or_else(|e| panic!("{e:?}"));
    division.provenance.engine_ms = None;
    division
}

fn scripts(family: &str) -> Vec<Script> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/hostile/{family}.luau"));
    let text = std::fs::read_to_string(path).unwrap();
    let sections = text.split("--# ").skip(1);
    sections.map(|s| s.split_once('\n').unwrap()).map(|(head, body)| read(head, body)).collect()
}

fn read(head: &str, body: &str) -> Script {
    let (kind, name) = head.split_once(' ').unwrap();
    let text = match kind {
        "run" => {
            format!("return rule {{ id = \"h\", about = \"h\", run = function(sea)\n{body}\nend }}")
        }
        _ => generated(body),
    };
    Script { name: format!("{kind} {name}"), text }
}

/// Texts too long to keep.
fn generated(body: &str) -> String {
    let many = |n: usize, open: &str, middle: &str, close: &str| {
        open.repeat(n) + middle + &close.repeat(n)
    };
    let text = match body.trim().trim_start_matches("return ") {
        "GENERATED_BRACKETS" => many(50_000, "(", "1", ")"),
        "GENERATED_NOTS" => many(50_000, "not ", "1", ""),
        "GENERATED_CONCATS" => many(50_000, "'' .. ", "1", ""),
        "GENERATED_ELSEIFS" => format!("if a then {} end", many(15_000, "elseif a then ", "", "")),
        "GENERATED_FUNCTIONS" => many(10_000, "function f() ", "", " end "),
        "GENERATED_TABLES" => many(50_000, "{", "", "}"),
        "GENERATED_CALLS" => format!("print{}", many(50_000, "()", "", "")),
        "GENERATED_LOCALS" => many(10_000, "local a = 1 ", "", ""),
        "GENERATED_TYPES" => format!("type T = {}", many(50_000, "{", "number", "}")),
        "GENERATED_LONG" => many(300_000, "-", "", ""),
        _ => return body.to_owned(),
    };
    if body.starts_with("return") { format!("return {text}") } else { text }
}

fn what_a_script_says_cannot_steer_a_terminal() {
    let (home, evil) = (home(), "\\27[2J\\27]0;owned\\7\\u{202e}");
    let host = host(&home);
    let body = format!(
        "print('a{evil}') sea:note('k{evil}', {{ ['v{evil}'] = 'w{evil}' }}) return {{ seabed = sea:assign({{ AZE = sea:latitude(), IRN = 41 }}) }}"
    );
    let rule = |about: &str, body: &str| {
        format!(
            "return rule {{ id = 'h', name = 'n{about}', about = 'a{about}', cite = {{ 'c{about}' }}, run = function(sea)\n{body}\nend }}"
        )
    };
    let steers = |text: &str| {
        text.chars().any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}'))
    };
    let request = script(&home, &rule(evil, &body));
    let header = host.header(&request.rule).unwrap();
    let said = format!("{} {} {}", header.about, header.name.get("en"), header.cite.join(" "));
    assert!(said.contains("owned") && !steers(&said), "{said:?}");
    let division = host.run(&request).unwrap();
    for (key, value) in &division.notes {
        let value = format!("{key} {value}").replace("\\u{", "").replace("\\u00", "\x1b");
        assert!(!steers(&value), "{value:?}");
    }
    for text in [format!("error('{evil}')"), "\x1b[2J".to_owned(), format!("sea:dist('{evil}')")] {
        let error = host.run(&script(&home, &rule("", &text))).unwrap_err();
        let line = error.at.map(|at| at.source).unwrap_or_default();
        for said in [error.text, error.hint, line, error.trace.join("\n")] {
            assert!(!steers(&said), "{said:?}");
        }
    }
}
