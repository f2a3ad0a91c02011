//! Rules made of other texts: modules of the own folder, the library, other rules; chance by seed.

#![allow(clippy::unwrap_used, reason = "tests say what they expect")]

mod lake;

use littoral_delimit::RuleOutcome;
use littoral_model::{FailureKind, RuleError};
use littoral_script::{Limits, Module, Source, run};
use serde_json::{Map, Value, json};

use lake::{lake, limits};

fn module(name: &str, text: &str) -> Module {
    let file = format!("rules/{}.luau", name.trim_start_matches("./"));
    Module { name: name.to_owned(), file, text: text.to_owned() }
}

/// A rule with this body of `run` that returns notes.
fn evaluate(body: &str, modules: &[(&str, &str)]) -> Result<RuleOutcome, RuleError> {
    let text = format!(
        "return rule {{ id = \"mine\", about = \"test\", run = function(sea)\n{body}\nend }}"
    );
    let modules = modules.iter().map(|(n, t)| module(n, t)).collect();
    let source = Source::new("rules/mine.luau", text).with_modules(modules);
    run(&source, &lake(), &Map::new(), &limits(20_000))
}

/// The notes of such a rule over equidistance.
fn notes(body: &str, modules: &[(&str, &str)]) -> Map<String, Value> {
    let body = body.replace("return ", "return { seabed = sea:equidistance() }, ");
    evaluate(&body, modules).unwrap().notes
}

fn failure(body: &str, modules: &[(&str, &str)]) -> RuleError {
    evaluate(body, modules).unwrap_err()
}

#[test]
fn a_module_runs_once_and_is_shared() {
    let modules = [
        ("./count", "print('loaded') local n = 0 return { next = function() n += 1 return n end }"),
        ("./deep/b", "return { first = require('./count').next() }"),
    ];
    let body =
        "local b = require('./deep/b') return { a = b.first, b = require('./count').next() }";
    let notes = notes(body, &modules);
    assert_eq!(Value::Object(notes), json!({ "a": 1.0, "b": 2.0, "print": ["loaded"] }));
}

#[test]
fn a_module_has_its_own_globals() {
    let modules = [("./a", "leak = 1 return { leak = leak }")];
    let error = failure("require('./a') return leak", &modules);
    assert_eq!(error.text, "there is no \"leak\" in a rule");
    let error = failure("require('./a').leak = 2", &modules);
    assert!(error.text.contains("readonly"), "{}", error.text);
}

#[test]
fn an_error_in_a_module_points_into_its_file() {
    let modules = [("./a", "return {\n  f = function(x)\n    return x + nil\n  end\n}")];
    let error = failure("local a = require('./a')\nreturn a.f(1)", &modules);
    let at = error.at.unwrap();
    assert_eq!((at.file.as_str(), at.line), ("rules/a.luau", 3));
    assert!(error.trace.iter().any(|l| l.starts_with("rules/mine.luau:3")), "{:?}", error.trace);
    let error = failure("return require('./a')", &[("./a", "return {\n  1 +\n}")]);
    assert_eq!(
        (error.kind, error.at.unwrap().file.as_str()),
        (FailureKind::Syntax, "rules/a.luau")
    );
}

#[test]
fn what_is_not_there_is_refused_with_what_is() {
    let error = failure("return require('./wieghts')", &[("./weights", "return 1")]);
    assert_eq!(error.text, "there is no module \"./wieghts\"");
    assert!(error.hint.contains("./weights"), "{}", error.hint);
    for name in ["../secret", "/etc/passwd", "weights", "./weights.luau", "@self", ""] {
        assert!(failure(&format!("return require('{name}')"), &[]).text.contains("no module"));
    }
    assert_eq!(
        failure("return run('equidistnace')", &[]).text,
        "there is no rule \"equidistnace\""
    );
}

#[test]
fn cycles_end() {
    let modules = [("./a", "return require('./b')"), ("./b", "return require('./a')")];
    assert!(failure("return require('./a')", &modules).text.contains("needs itself to load"));
    let own = "return rule { id = 'r', about = '', run = function(sea) return run('./r') end }";
    let error = failure("return run('./r')", &[("./r", own)]);
    assert_eq!(error.text, "the rule \"./r\" runs itself");
}

#[test]
fn a_rule_builds_on_another() {
    let body = "local base = run('equidistance', { islands = 0.5 })
        local mine = sea:equidistance({ islands = 0.5 })
        return { same = base.seabed:moved(mine), kind = typeof(base.seabed) }";
    let notes = notes(body, &[]);
    assert_eq!(notes["kind"], "Partition");
    assert!(notes["same"].as_f64().unwrap() < 1e-9, "{notes:?}");
}

#[test]
fn lengths_between_rules_are_metres_and_ranges_hold() {
    let own = "return rule { id = 'r', about = '', params = { belt = param.nm(15, { max = 20 }) },
        run = function(sea, p) return { seabed = sea:equidistance() }, { belt = p.belt } end }";
    let body = "local _, n = run('./r', { belt = nm(12) }) return { metres = n.belt }";
    let metres = notes(body, &[("./r", own)])["metres"].as_f64().unwrap();
    assert!((metres - 22_224.0).abs() < 1e-9, "{metres}");
    let error = failure("return run('./r', { belt = nm(25) })", &[("./r", own)]);
    assert_eq!((error.kind, error.at.unwrap().line), (FailureKind::Parameter, 2));
    let error = failure("return run('./r', { blet = 1 })", &[("./r", own)]);
    assert!(error.hint.contains("belt"), "{}", error.hint);
}

#[test]
fn no_rule_runs_before_the_sea_is_there() {
    let text = "run('equidistance') return rule { id = 'a', about = '', run = print }";
    let error = littoral_script::read_header(&Source::new("a.luau", text)).unwrap_err();
    assert!(error.text.contains("needs a sea"), "{}", error.text);
}

#[test]
fn chance_is_the_same_every_time() {
    let body = "local r = sea:rng(7)
        local out = { r:uniform(), r:integer(1, 6), r:normal() }
        for _, p in r:shuffle(table.clone(sea.parties)) do table.insert(out, p) end
        return out";
    let first = notes(body, &[]);
    assert_eq!(first, notes(body, &[]));
    assert_ne!(first, notes(&body.replace("rng(7)", "rng(8)"), &[]));
    let mean = "local r, sum = sea:rng(1), 0 for _ = 1, 10000 do sum += r:integer(0, 10) end return { sum / 10000 }";
    let mean = notes(mean, &[])["note"][0].as_f64().unwrap();
    // Standard deviation of the mean: sqrt(10) / 100.
    assert!((mean - 5.0).abs() < 0.13, "{mean}");
    for bad in ["sea:rng(0.5)", "sea:rng(-1)", "sea:rng('x')", "sea:rng(1):integer(2, 1)"] {
        assert_eq!(failure(bad, &[]).kind, FailureKind::Type, "{bad}");
    }
}

/// A function of notes is called where somebody reads them, once; in a study nobody does, and what it would cost or say
/// is nothing to it. The layers are the same.
#[test]
fn notes_may_wait_until_they_are_read() {
    let text = "return rule { id = 'mine', about = 'test', run = function(sea) \
        return { seabed = sea:equidistance() }, function() sea:note('late', 1) return { moved = 2 } end \
        end }";
    let source = Source::new("rules/mine.luau", text);
    let read = run(&source, &lake(), &Map::new(), &limits(20_000)).unwrap();
    assert_eq!(Value::Object(read.notes), json!({ "late": 1.0, "moved": 2.0 }));
    let unread = Limits { notes: false, ..limits(20_000) };
    let plain = run(&source, &lake(), &Map::new(), &unread).unwrap();
    assert!(plain.notes.is_empty(), "{:?}", plain.notes);
    assert_eq!(plain.layers, read.layers);

    let text = text.replace("sea:note('late', 1)", "error('never read')");
    let source = Source::new("rules/mine.luau", text);
    assert!(run(&source, &lake(), &Map::new(), &unread).is_ok());
    let error = run(&source, &lake(), &Map::new(), &limits(20_000)).unwrap_err();
    assert!(error.text.contains("never read") && error.at.is_some(), "{error:?}");
}

/// A rule that builds on another gets its notes, whatever the study reads.
#[test]
fn a_rule_reads_the_notes_of_another() {
    let inner = "return rule { id = 'b', about = 'test', run = function(sea) \
        return { seabed = sea:equidistance() }, function() return { weight = 3 } end end }";
    let body = "local _, said = run('./b') return { weight = said.weight }";
    assert_eq!(notes(body, &[("./b", inner)])["weight"], json!(3.0));
}
