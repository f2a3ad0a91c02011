//! What published studies found, beside what this report finds: statements only, since their tables are not public.

use littoral_formats::CaseBundle;
use littoral_formats::bundle::STUDIES;
use serde::Deserialize;

use super::escape::{cite, escape};
use super::words::Word;
use super::{Page, findings, titled};

/// One study with the statement that can be checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Study {
    /// Title, place and year.
    title: String,
    /// Where to find it.
    source: String,
    /// Which statement: `rule`, `value`, `deadlock` or `condominium`.
    check: String,
}

/// The studies that a case names; none if it has no such file or one that does not read.
pub(super) fn read(bundle: &CaseBundle) -> Vec<Study> {
    let bytes = bundle.files.get(STUDIES);
    bytes.and_then(|b| serde_json::from_slice(b).ok()).unwrap_or_default()
}

pub(super) fn section(page: &Page<'_>) -> String {
    let w = page.words;
    let rows: Vec<String> = page.origin.studies.iter().filter_map(|s| row(page, s)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let body = format!(
        "<p class=\"mute\">{}</p>\n<table class=\"text wide\"><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>\n{}</tbody></table>\n",
        w.say(Word::StudiesHow),
        w.say(Word::Study),
        w.say(Word::Stated),
        w.say(Word::Here),
        rows.concat()
    );
    titled("studies", w.say(Word::Studies), &body)
}

fn row(page: &Page<'_>, study: &Study) -> Option<String> {
    let (stated, here) = match study.check.as_str() {
        "rule" => (Word::StatedRule, findings::range_of_rules(page)?),
        "value" => (Word::StatedValue, findings::area_and_value(page)?),
        "deadlock" => (Word::StatedDeadlock, findings::deadlock(page)?),
        "condominium" => (Word::StatedCondominium, criteria(page)?),
        _ => return None,
    };
    let title = format!("{} ({})", escape(&study.title), cite(&study.source));
    Some(format!(
        "<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        page.foreign(&title),
        page.words.say(stated),
        escape(&here)
    ))
}

/// What the criteria of that study choose here.
fn criteria(page: &Page<'_>) -> Option<String> {
    let methods = page.decision.as_ref().ok()?.notes.get("methods")?;
    let one = |m: &str| {
        let names = super::decided::winners(page, methods.get(m)?);
        let text = match names.len() {
            0 => page.words.say(Word::Nothing).to_owned(),
            1..=super::decided::MANY => names.join(" = "),
            n => {
                let all = page.words.count(page.c.rows.len());
                page.words.fill(Word::ManyOf, &[&page.words.count(n), &all])
            }
        };
        Some(format!("{}: {text}", page.words.method(m)))
    };
    let list: Vec<String> = ["undominated", "maximin", "leximin", "saw", "topsis"]
        .iter()
        .filter_map(|m| one(m))
        .collect();
    Some(page.words.fill(Word::HereCriteria, &[&list.join("; ")]))
}
