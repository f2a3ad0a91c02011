//! `sea.law`: what a rule learns of the instruments, on the Caspian and on a lake of its own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

mod lake;

use std::path::Path;
use std::rc::Rc;

use littoral_delimit::Waters;
use littoral_formats::{CaseBundle, read_case};
use littoral_script::{Limits, Source, run, run_under};
use littoral_treaty::{DrawnLine, EventKind, Instrument, InstrumentKind, Record};
use serde_json::{Map, Value, json};

use lake::{lake, limits};

/// What a script notes under the law of the Caspian.
fn noted(body: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    let reading = read_case(&CaseBundle::read_dir(&path).unwrap(), &[]);
    let waters = Rc::new(Waters::new(reading.case.unwrap()).unwrap());
    let source = Source::new("law.luau", text(body));
    let record = Rc::new(reading.record);
    let outcome = run_under(&source, (&waters, &record), &Map::new(), &limits(60_000));
    Value::Object(outcome.unwrap_or_else(|e| panic!("{e:?}")).notes)
}

fn text(body: &str) -> String {
    format!(
        "return rule {{ id = \"x\", about = \"x\", run = function(sea)\n{body}\n\
         return {{ seabed = sea:equidistance() }} end }}"
    )
}

#[test]
fn a_point_is_answered_as_the_command_line_answers_it() {
    let notes = noted(
        "local q = { point = point(44.6, 49.2), layer = 'subsoil', activity = 'extraction', date = '2004-06-01' }\n\
         local all = sea.law:at(q)\n\
         q.between = { 'KAZ', 'RUS' }\n\
         local two = sea.law:at(q).dyads[1].findings\n\
         sea:note('holder', all.holder) sea:note('dyads', #all.dyads)\n\
         sea:note('verdict', two[1].verdict) sea:note('norm', two[1].norm)\n\
         sea:note('status', sea.law:status('RUKZ1998', 'KAZ', '2003-05-15'))\n\
         sea:note('succeeded', sea.law:status('1940', 'KAZ', '2004-06-01'))\n\
         sea:note('stance', sea.law:stance('IRN', 'RUKZ1998', '2004-06-01'))\n\
         sea:note('line', sea.law:line('KZAZ2003')[1].places)\n\
         sea:note('whole', sea.law:line('KZAZ2003')[1].complete)\n\
         sea:note('none', #sea.law:line('RUKZ1998'))",
    );
    assert_eq!(notes["holder"], json!("KAZ"));
    assert_eq!(notes["dyads"], json!(10.0));
    assert_eq!((&notes["verdict"], &notes["norm"]), (&json!("HOLDS"), &json!("RUKZ1998#sectors")));
    assert_eq!((&notes["status"], &notes["stance"]), (&json!("pending"), &json!("protest")));
    assert_eq!(notes["succeeded"], json!("in_force"), "as `law status` has it: by succession");
    assert_eq!(notes["line"][0]["lat"], json!(42.56));
    assert_eq!((&notes["whole"], &notes["none"]), (&json!(false), &json!(0.0)));
}

#[test]
fn a_date_is_a_partition_with_areas() {
    let notes = noted(
        "local p = sea.law:partition('2013-02-01')\n\
         sea:note('shares', p:shares())\n\
         sea:note('settled', sea.law:partition('2007-06-01', { layer = 'water', activity = 'discharge', show = 'settled' }):shares())\n\
         sea:note('overlaps', #sea.law:overlaps('2013-02-01'))",
    );
    let shares = notes["shares"].as_object().unwrap();
    let sum: f64 = shares.values().filter_map(Value::as_f64).sum();
    assert!((sum - 100.0).abs() < 1e-6, "{shares:?}");
    assert!(shares.keys().any(|k| k.starts_with("CONTESTED:AZE")), "{shares:?}");
    let party = |k: &str| ["AZE", "IRN", "KAZ", "RUS", "TKM"].contains(&k);
    let empty = |(k, v): &(&String, &Value)| !party(k) && v.as_f64() == Some(0.0);
    assert!(
        !shares.iter().any(|e| empty(&e)),
        "only parties are listed without an area: {shares:?}"
    );
    let settled = notes["settled"].as_object().unwrap();
    assert_eq!(settled.keys().collect::<Vec<_>>(), ["10"]);
    let settled = notes["settled"]["10"].as_f64().unwrap();
    assert!((settled - 100.0).abs() < 1e-9, "the duty not to pollute binds all");
    assert_eq!(notes["overlaps"], json!(3.0));
}

/// What a rule says of nobody is an empty list, in its notes and in what `run` returns; no notes are no notes.
#[test]
fn an_empty_table_in_notes_is_an_empty_list() {
    let body = |returned: &str| {
        format!(
            "return rule {{ id = \"x\", about = \"x\", run = function(sea)\n\
             sea:note('none', {{}})\nreturn {{ seabed = sea:equidistance() }}, {returned} end }}"
        )
    };
    let notes = |returned: &str| {
        let source = Source::new("x.luau", body(returned));
        run(&source, &lake(), &Map::new(), &limits(20_000)).unwrap().notes
    };
    let found = Value::Object(notes("{ winners = {}, of = { A = {} } }"));
    assert_eq!(found, json!({ "none": [], "winners": [], "of": { "A": [] } }));
    assert_eq!(Value::Object(notes("{}")), json!({ "none": [] }));
}

#[test]
fn mistakes_are_named() {
    for (body, says) in [
        ("sea.law:at { date = '2004-06-01' }", "name a point or a deposit"),
        ("sea.law:at { point = point(41, 51), date = 'June' }", "is not a day"),
        (
            "sea.law:at { point = point(41, 51), date = '2004-06-01', layer = 'seabad' }",
            "there is no layer",
        ),
        ("sea.law:at { point = point(41, 51), date = '2004-06-01', betwen = {} }", "betwen"),
        ("sea.law:partition('2004-06-01', { overlay = 'nothing' })", "no overlay"),
        ("sea.law:line('RUKZ1999')", "no instrument"),
        ("print(sea.law.instrument)", "has no \"instrument\""),
    ] {
        let source = Source::new("law.luau", text(body));
        let error = run(&source, &lake(), &Map::new(), &limits(20_000)).unwrap_err();
        let said = format!("{} {}", error.text, error.hint);
        assert!(said.contains(says), "{body}: {said}");
    }
}

/// A sea of its own with a treaty that publishes its line whole: the rule `treaty-lines` draws it.
#[test]
fn a_line_that_is_published_whole_is_drawn() {
    let rule = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/rules/treaty-lines.luau");
    let source = Source::new("treaty-lines.luau", std::fs::read_to_string(rule).unwrap());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    let reading = read_case(&CaseBundle::read_dir(&path).unwrap(), &[]);
    let waters = Rc::new(Waters::new(reading.case.unwrap()).unwrap());
    let line = DrawnLine {
        id: "L".into(),
        between: Some(["KAZ".into(), "TKM".into()]),
        nodes: [(41.7489, 52.4363), (41.1, 51.2)]
            .map(|(lat, lon)| littoral_treaty::way::Node::At { lat, lon })
            .to_vec(),
        complete: true,
        text: String::new(),
    };
    let event = |date: &str, kind, party: Option<&str>| littoral_treaty::Event {
        date: date.parse().unwrap(),
        kind,
        party: party.map(str::to_owned),
        text: String::new(),
        known: None,
        confidence: None,
    };
    let begins = event("2000-01-01", EventKind::InForce, None);
    // The second of the two ends it for both.
    let ends = event("2010-01-01", EventKind::Ended, Some("TKM"));
    let treaty = Instrument {
        signed: "1999-01-01".parse().ok(),
        events: vec![begins, ends],
        lines: vec![line],
        ..Instrument::empty("L1", InstrumentKind::Treaty, &["KAZ", "TKM"])
    };
    let parties = lake::PARTIES.map(str::to_owned).to_vec();
    let record = Rc::new(Record { parties, instruments: vec![treaty], ..Record::default() });
    let under = |date: &str| {
        let mut params = Map::new();
        params.insert("date".into(), json!(date));
        run_under(&source, (&waters, &record), &params, &Limits::default()).unwrap()
    };
    let (before, after) = (under("1999-06-01"), under("2001-01-01"));
    assert_eq!(after.notes["drawn"], json!(["L"]));
    let share = |o: &littoral_delimit::RuleOutcome, who| o.layers.get("seabed").unwrap().share(who);
    // The line leaves the median southward: 30 km of it by 110 km, halved, of 379 161 km2 go to the north.
    let gain = share(&after, "KAZ") - share(&before, "KAZ");
    assert!((0.3..0.7).contains(&gain), "{gain}");
    let gone = under("2011-01-01");
    assert!(gone.notes["drawn"].as_array().is_none_or(Vec::is_empty), "{}", gone.notes["drawn"]);
    let both = |o| share(o, "KAZ") + share(o, "TKM");
    assert!((both(&before) - both(&after)).abs() < 1e-6, "nobody else is touched");
}

/// A word that the record does not know is refused, not answered by nothing; so is a question at two places.
#[test]
fn what_the_record_does_not_name_is_refused() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    let reading = read_case(&CaseBundle::read_dir(&path).unwrap(), &[]);
    let waters = Rc::new(Waters::new(reading.case.unwrap()).unwrap());
    let record = Rc::new(reading.record);
    for (body, words, hint) in [
        (
            "sea.law:stance('IRN', 'RUKZ1988', '2004-06-01')",
            "nothing called \"RUKZ1988\"",
            "RUKZ1998",
        ),
        ("sea.law:stance('IRN', 'event:', '2004-06-01')", "nothing called \"event:\"", ""),
        (
            "sea.law:at { point = point(44.6, 49.2), deposit = 'kyapaz', date = '2004-06-01' }",
            "a point and a deposit are two places",
            "",
        ),
    ] {
        let source = Source::new("law.luau", text(body));
        let outcome = run_under(&source, (&waters, &record), &Map::new(), &limits(60_000));
        let error = outcome.err().unwrap_or_else(|| panic!("{body}"));
        assert!(error.text.contains(words) && error.hint.contains(hint), "{body}: {error:?}");
    }
}
