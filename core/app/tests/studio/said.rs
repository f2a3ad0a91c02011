//! Sentences of the rules and cases that ship stand in Persian and Russian on the page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::served::{MINE, Served};

/// Every English sentence of the rules and cases that the page shows, and every name of a parameter.
fn shown() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut texts, mut names) = (BTreeSet::new(), BTreeSet::new());
    for case in ["caspian", "black-sea", "teaching-lake"] {
        let state = Served::over(case, MINE).get("state").json();
        let rules = state["rules"].as_array().unwrap().iter().filter(|r| r["key"] != "mine");
        for rule in rules {
            add(&mut texts, &rule["about"]);
            for param in rule["params"].as_array().unwrap() {
                names.insert(param["name"].as_str().unwrap().to_owned());
                add(&mut texts, &param["about"]);
                param["options"].as_array().into_iter().flatten().for_each(|o| add(&mut texts, o));
            }
        }
        for switch in state["case"]["switches"].as_array().unwrap() {
            add(&mut texts, &switch["about"]);
        }
        for event in state["events"].as_array().unwrap() {
            for key in ["title", "text"] {
                add(&mut texts, &event[key]);
            }
        }
    }
    (texts, names)
}

/// What the report's register tells of the Caspian, line by line from its files: titles of what was signed or done, what states
/// say to it, how a new regime is made, and the meetings.
fn registered() -> BTreeSet<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    let mut files = vec![dir.join("law.toml"), dir.join("ledger.toml")];
    files.extend(std::fs::read_dir(dir.join("instruments")).unwrap().map(|e| e.unwrap().path()));
    let mut texts = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        let section = |part: &str| {
            let value = |key: &str| {
                let is = |line: &&str| line.split_once(" = ").is_some_and(|(k, _)| k == key);
                let (_, value) = part.lines().find(is)?.split_once(" = ")?;
                serde_json::from_str::<String>(value).ok()
            };
            let kind = value("kind").unwrap_or_default();
            match part.lines().next().unwrap_or_default() {
                "instrument]" if kind != "claim" && kind != "proposal" => value("title"),
                "[stance]]" if kind != "silent" && value("overlay").is_none() => value("text"),
                "[procedure]]" | "[event]]" if !text.contains("[instrument]") => value("text"),
                _ => None,
            }
        };
        // Stances on a proposal are told with the parties.
        let proposed = text.contains("kind = \"proposal\"") || text.contains("kind = \"claim\"");
        texts.extend(text.split("\n[").filter(|_| !proposed).filter_map(section));
        texts.extend(text.strip_prefix('[').filter(|_| !proposed).and_then(section));
    }
    texts
}

fn add(texts: &mut BTreeSet<String>, text: &Value) {
    texts.extend(text.as_str().filter(|t| !t.is_empty()).map(str::to_owned));
}

/// Runs of digits, in any script, in order of size: a translation may turn a sentence round.
fn figures(text: &str) -> Vec<String> {
    let latin = |c: char| match c {
        '۰'..='۹' => char::from_u32(u32::from(c) - u32::from('۰') + u32::from('0')).unwrap(),
        c => c,
    };
    let plain: String = text.chars().map(latin).collect();
    let runs = plain.split(|c: char| !c.is_ascii_digit()).filter(|r| !r.is_empty());
    let mut all: Vec<String> = runs.map(str::to_owned).collect();
    all.sort();
    all
}

#[test]
fn every_sentence_that_ships_is_translated() {
    let (mut texts, _) = shown();
    assert!(texts.len() > 200, "{}", texts.len());
    let register = registered();
    assert!(register.len() > 30, "{register:#?}");
    texts.extend(register);
    let s = Served::start();
    for lang in ["fa", "ru"] {
        let answer = s.get(&format!("said-{lang}.json"));
        assert_eq!(answer.status, 200);
        let said: BTreeMap<String, String> = serde_json::from_slice(&answer.body).unwrap();
        let missing: Vec<_> = texts.iter().filter(|t| !said.contains_key(*t)).collect();
        assert!(missing.is_empty(), "{lang} lacks {missing:#?}");
        let stale: Vec<_> = said.keys().filter(|t| !texts.contains(*t)).collect();
        assert!(stale.is_empty(), "{lang} has what nobody says: {stale:#?}");
        for (text, translation) in &said {
            assert_eq!(figures(text), figures(translation), "{lang}: {text}: {translation}");
            let own = |c: char| match lang {
                "fa" => ('\u{600}'..='\u{6ff}').contains(&c),
                _ => ('\u{400}'..='\u{4ff}').contains(&c),
            };
            assert!(translation.chars().any(own), "{lang}: {text}: {translation}");
        }
    }
}

/// The entries of a table of the page's words: name and the three languages.
fn entries(script: &str, table: &str) -> BTreeMap<String, Vec<String>> {
    let from = script.find(&format!("const {table} = {{")).unwrap();
    let body = &script[from..from + script[from..].find("\n};").unwrap()];
    let mut all = BTreeMap::new();
    for part in body.split("],") {
        let Some((name, list)) = part.split_once(": [") else { continue };
        let list = format!("[{}]", list.trim_end_matches(']'));
        let name = name.rsplit([' ', '{', '\n']).next().unwrap().to_owned();
        all.insert(name, serde_json::from_str(&list).unwrap_or_else(|e| panic!("{list}: {e}")));
    }
    all
}

/// Three languages each, with the same places for values; and every parameter that ships has a name.
#[test]
fn the_words_of_the_page_agree() {
    let (_, names) = shown();
    let script = Served::start().get("words.js").text();
    let words = entries(&script, "WORDS");
    let params = entries(&script, "PARAMS");
    assert!(words.len() > 100 && params.len() >= names.len());
    for (name, languages) in words.iter().chain(&params) {
        assert_eq!(languages.len(), 3, "{name}");
        let places = |text: &String| {
            let mut found: Vec<String> =
                text.match_indices('{').map(|(k, _)| text[k..k + 3].to_owned()).collect();
            found.sort();
            found
        };
        let all: BTreeSet<Vec<String>> = languages.iter().map(places).collect();
        assert_eq!(all.len(), 1, "{name}: {languages:?}");
    }
    let nameless: Vec<_> = names.iter().filter(|n| !params.contains_key(*n)).collect();
    assert!(nameless.is_empty(), "{nameless:?}");
}
