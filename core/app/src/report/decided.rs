//! Who would accept what, what the methods of decision choose, and what would move a refusal.

use std::fmt::Write as _;

use serde_json::Value;

use super::chart::acceptance::{self, Line};
use super::escape::escape;
use super::findings::capital;
use super::words::Word;
use super::{Page, titled};
use crate::cli::Language;
use crate::comparison::Row;
use crate::verb::decide::{METHODS, relaxations};

/// More winners than this are counted, not listed.
pub(super) const MANY: usize = 6;

pub(super) fn section(page: &Page<'_>) -> String {
    let w = page.words;
    let mut out = acceptance::draw(page, &lines(page));
    match &page.decision {
        Ok(_) => {
            out.push_str(&methods(page));
            out.push_str(&match nobody_asks(page) {
                true => format!("<p class=\"mute\">{}</p>\n", capital(w.say(Word::NobodyAsks))),
                false => least_change(page),
            });
        }
        Err(why) => {
            let _ = writeln!(
                out,
                "<p class=\"warn\">{}</p>",
                w.fill(Word::NotDecided, &[&escape(why)])
            );
        }
    }
    titled("decision", w.say(Word::Accept), &out)
}

/// Ranks by own share with common space in equal parts, and where claims are met.
fn lines(page: &Page<'_>) -> Vec<Line> {
    let c = page.c;
    let rows: Vec<&Row> = c.rows.iter().filter(|r| r.shown().is_some()).collect();
    let worth = |r: &Row, k: usize| c.worth(r, k).unwrap_or(0.0);
    let rank = |r: &Row, k: usize| {
        let own = worth(r, k);
        1 + rows.iter().filter(|o| worth(o, k) > own + crate::comparison::REACHES).count()
    };
    let parties = 0..c.case.parties.len();
    let line = |r: &&Row| Line {
        name: page.name(r),
        ranks: parties.clone().map(|k| rank(r, k)).collect(),
        met: parties.clone().map(|k| c.reaches(k, worth(r, k))).collect(),
    };
    rows.iter().map(line).collect()
}

/// The winners of one method by the page's names.
pub(super) fn winners(page: &Page<'_>, method: &Value) -> Vec<String> {
    let labels = method["winners"].as_array().into_iter().flatten().filter_map(Value::as_str);
    labels.map(|l| named(page, l)).collect()
}

/// The page's name for an option.
fn named(page: &Page<'_>, label: &str) -> String {
    let row = page.c.rows.iter().find(|r| r.label == label);
    row.map_or_else(|| label.to_owned(), |r| page.name(r))
}

fn methods(page: &Page<'_>) -> String {
    let w = page.words;
    let Ok(decision) = &page.decision else { return String::new() };
    let all = &decision.notes["methods"];
    let options = w.count(decision.utilities.options.len());
    let mut out = format!(
        "<h3>{}</h3>\n<p class=\"mute\">{}</p>\n<table class=\"text wide methods\"><thead><tr><th>{}</th><th>{}</th><th></th></tr></thead><tbody>\n",
        w.say(Word::Methods),
        w.fill(Word::MethodsHow, &[&options]),
        w.say(Word::Method),
        w.say(Word::Chooses)
    );
    for method in METHODS {
        let Some(value) = all.get(method) else { continue };
        let names = winners(page, value);
        let chosen = match names.len() {
            0 => w.say(Word::Nothing).to_owned(),
            1..=MANY => names.join(" = "),
            n => w.fill(Word::ManyOf, &[&w.count(n), &options]),
        };
        // The methods explain themselves in English only.
        let about = match w.0 {
            Language::En => escape(value["about"].as_str().unwrap_or("")),
            _ => String::new(),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"mute\">{about}</td></tr>",
            w.method(method),
            escape(&chosen)
        );
    }
    out + "</tbody></table>\n"
}

/// Every option with the cuts that all would have to make, least sum first.
fn changes(page: &Page<'_>) -> Vec<(String, f64, String)> {
    let Ok(decision) = &page.decision else { return Vec::new() };
    let w = page.words;
    let one = |(option, change): (&String, &Value)| {
        let cuts = change["cuts"].as_object().into_iter().flatten();
        let cuts: Vec<String> = cuts
            .map(|(p, x)| format!("{} −{}", page.holder(p), w.tenth(x.as_f64().unwrap_or(0.0))))
            .collect();
        let text =
            if cuts.is_empty() { w.say(Word::AllAgree).to_owned() } else { cuts.join(w.comma()) };
        (named(page, option), change["sum"].as_f64().unwrap_or(0.0), text)
    };
    let mut out: Vec<_> = relaxations(decision).iter().map(one).collect();
    out.sort_by(|a, b| a.1.total_cmp(&b.1));
    out
}

fn least_change(page: &Page<'_>) -> String {
    let w = page.words;
    let mut out = format!(
        "<h3>{}</h3>\n<p class=\"mute\">{}</p>\n<table class=\"text wide\"><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>\n",
        w.say(Word::Relax),
        w.say(Word::RelaxHow),
        w.say(Word::Rule),
        w.say(Word::Sum),
        w.say(Word::Cuts)
    );
    for (name, sum, cuts) in changes(page) {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            escape(&name),
            w.tenth(sum),
            escape(&cuts)
        );
    }
    out + "</tbody></table>\n"
}

/// Does no party claim a share? Then all that follows from acceptance is empty.
pub(super) fn nobody_asks(page: &Page<'_>) -> bool {
    page.decision.as_ref().is_ok_and(|d| d.asked.is_empty())
}

/// The rule that the least change of positions would make acceptable to all, as a sentence; or that nobody asks for anything.
pub(super) fn nearest(page: &Page<'_>) -> Option<String> {
    if nobody_asks(page) {
        return Some(page.words.say(Word::NobodyAsks).to_owned());
    }
    let (name, sum, cuts) = changes(page).into_iter().next()?;
    Some(page.words.fill(Word::Nearest, &[&name, &page.words.tenth(sum), &cuts]))
}
