//! An answer as a memorandum of six paragraphs: question, answer, basis, claims, exceptions, dissent.

mod answer;
mod matters;
mod support;

use littoral_formats::dms::{Axis, ddm};
use littoral_model::Case;
use littoral_treaty::{Answer, Day, Question};

use self::answer::{groups, short_answer};
use self::support::{basis, claims, considered, dissent, exceptions, positions};
use super::words::{Word, Words};
use crate::style::Style;

/// What was asked, of which law, and in which language it is answered.
pub(super) struct Asked<'a> {
    pub(super) question: &'a Question<'a>,
    /// How the record is read, in words.
    pub(super) read: &'a str,
    pub(super) day: &'a Day<'a, 'a>,
    pub(super) words: Words,
}

/// The memorandum: a label and a paragraph each, wrapped. Every label stands, so that a reader sees what there is not.
pub(super) fn memorandum(case: &Case, asked: &Asked<'_>, answer: &Answer, style: Style) -> String {
    let groups = groups(answer);
    let words = asked.words;
    let mut out = String::new();
    let mut line = |label: Word, parts: &[String], none: Word| {
        let said: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
        let text = if said.is_empty() { words.say(none).to_owned() } else { said.join(" ") };
        out += &paragraph(words.say(label), &text, style);
    };
    line(Word::Question, &[question(case, asked, answer)], Word::NoBasis);
    line(Word::Answer, &[short_answer(case, answer, &groups, words)], Word::NoBasis);
    line(Word::Basis, &[basis(&groups, words), considered(asked, &groups)], Word::NoBasis);
    line(Word::Claims, &[claims(case, asked, answer)], Word::NoClaims);
    line(Word::Exceptions, &[exceptions(answer, &groups, words)], Word::NoExceptions);
    let dissent = [dissent(answer, words), positions(case, answer, words)];
    line(Word::Dissent, &dissent, Word::NoDissent);
    style.fit(&out)
}

fn paragraph(label: &str, text: &str, style: Style) -> String {
    const MARGIN: usize = 12;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut();
        match last {
            Some(l) if l.is_empty() => l.push_str(word),
            Some(l) if MARGIN + l.chars().count() + 1 + word.chars().count() <= style.width => {
                l.push(' ');
                l.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let head = format!("{label:<MARGIN$}");
    let body = lines.join(&format!("\n{:MARGIN$}", ""));
    format!("{}{body}\n", style.bold(&head))
}

fn question(case: &Case, asked: &Asked<'_>, answer: &Answer) -> String {
    let (q, words) = (asked.question, asked.words);
    let place = match (q.deposit, q.at) {
        (Some(id), _) => {
            let names = case.deposit(id).map(|d| d.names.join(", ")).filter(|n| !n.is_empty());
            let called = names.map(|n| format!(" ({n})")).unwrap_or_default();
            words.fill(Word::AtDeposit, &[&words.own(&format!("{id}{called}"))])
        }
        (None, Some(at)) => {
            let (lat, lon) = (ddm(at.lat, Axis::Latitude, 1), ddm(at.lon, Axis::Longitude, 1));
            words.fill(Word::AtPoint, &[&words.own(&format!("{lat} {lon}"))])
        }
        (None, None) => String::new(),
    };
    let between = q.between.map(|[a, b]| words.fill(Word::AsBetween, &[a, b]));
    words.fill(
        Word::Asked,
        &[
            &words.own(&answer.date.to_string()),
            &words.doing(q.activity),
            &words.within(q.layer),
            &place,
            &between.unwrap_or_default(),
            asked.read,
        ],
    )
}
