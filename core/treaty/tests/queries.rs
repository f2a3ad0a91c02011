//! Golden questions: `queries.toml`, each with its answer and its reason.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{date, question, shorts, with_law};
use littoral_treaty::{Answer, Law, Question};
use toml::{Table, Value};

fn words(q: &Table, key: &str) -> Vec<String> {
    let list = q.get(key).and_then(Value::as_array);
    list.into_iter().flatten().map(|v| v.as_str().unwrap().to_owned()).collect()
}

fn ask(law: &Law<'_>, q: &Table) -> Answer {
    let text = |key: &str| q[key].as_str().unwrap();
    let pair = words(q, "between");
    let asked = question(text("place"), text("layer"), text("activity"));
    let asked = Question { between: Some([pair[0].as_str(), pair[1].as_str()]), ..asked };
    let day = law.read(date(text("date")), &words(q, "overlays"), &words(q, "suppose")).unwrap();
    day.at(&asked).unwrap()
}

/// What is wrong with an answer.
fn wrong(q: &Table, answer: &Answer) -> Vec<String> {
    let dyad = &answer.dyads[0];
    let (found, expected) = (shorts(dyad), words(q, "expect"));
    let mut out = Vec::new();
    let part = q.get("part").is_some() && expected.iter().all(|e| found.contains(e));
    if !part && found != expected {
        out.push(format!("expected {expected:?}\n   found {found:?}"));
    }
    let mut compare = |key: &str, found: Vec<String>| {
        if q.contains_key(key) && words(q, key) != found {
            out.push(format!("{key}: expected {:?}, found {found:?}", words(q, key)));
        }
    };
    let names = |list: &[littoral_treaty::answer::Listed]| {
        list.iter().map(|l| l.norm.clone()).collect::<Vec<_>>()
    };
    compare("political", names(&dyad.political));
    compare("inter_alios", names(&dyad.inter_alios));
    compare("overlap", answer.overlap.clone());
    if let Some(boundary) = q.get("boundary").and_then(Value::as_str)
        && boundary != dyad.boundary.word()
    {
        out.push(format!("boundary {}", dyad.boundary.word()));
    }
    if q.get("stale").is_some_and(|s| s.as_bool() != Some(answer.stale)) {
        out.push(format!("stale is {}", answer.stale));
    }
    if let Some(shares) = q.get("shares").and_then(Value::as_table) {
        let joint = dyad.findings.iter().find(|f| !f.shares.is_empty()).unwrap();
        let same = shares.iter().all(|(p, s)| joint.shares[p].to_string() == s.as_str().unwrap());
        if !same || shares.len() != joint.shares.len() {
            out.push(format!("shares {:?}", joint.shares));
        }
    }
    out
}

#[test]
fn every_query_has_its_answer() {
    let file: Table = include_str!("queries.toml").parse().unwrap();
    let queries = file["query"].as_array().unwrap();
    assert!(queries.len() >= 60);
    let mut all = Vec::new();
    with_law(|law| {
        for q in queries.iter().map(|q| q.as_table().unwrap()) {
            assert!(!q["why"].as_str().unwrap().is_empty());
            for text in wrong(q, &ask(law, q)) {
                all.push(format!("{} {} {:?}: {text}", q["date"], q["place"], words(q, "between")));
            }
        }
    });
    assert!(all.is_empty(), "{} wrong:\n{}", all.len(), all.join("\n"));
}
