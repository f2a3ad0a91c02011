//! Sensitivity: how far shares move when the case is read another way.

use std::fmt::Write as _;

use super::chart::{causes, spread};
use super::words::Word;
use super::{Page, titled};
use crate::sensitivity::{Cause, Sensitivity};

pub(super) fn section(page: &Page<'_>) -> String {
    let Some(s) = page.sensitivity else { return String::new() };
    let Some(first) = s.rows.first().and_then(|k| page.c.rows.get(*k)) else {
        return String::new();
    };
    let w = page.words;
    let mut out = format!("<p class=\"mute\">{}</p>\n", w.say(Word::SensitivityHow));
    out.push_str(&spread::draw(page, s, &page.name(first)));
    out.push_str(&causes::draw(page, s));
    if s.causes().contains(&Cause::Coast) {
        let n = &s.noise;
        let with = [
            w.count(n.draws),
            w.number(n.sigma_km, 1),
            w.number(n.length_km, 0),
            w.number(n.seed as f64, 0),
        ];
        let with: Vec<&str> = with.iter().map(String::as_str).collect();
        let _ = writeln!(out, "<p class=\"mute\">{}</p>", w.fill(Word::NoiseNote, &with));
    }
    if s.rows.len() > 1 {
        out.push_str(&ranges(page, s));
    }
    titled("sensitivity", w.say(Word::Sensitivity), &out)
}

/// Least and greatest share of every rule that was read again.
fn ranges(page: &Page<'_>, s: &Sensitivity) -> String {
    let w = page.words;
    let cell = |n: usize, k: usize| match s.range(n, k) {
        None => "–".to_owned(),
        Some((a, b)) if b - a < 0.05 => w.tenth(b),
        Some((a, b)) => format!("{} – {}", w.tenth(a), w.tenth(b)),
    };
    let row = |(n, k): (usize, &usize)| {
        let row = page.c.rows.get(*k)?;
        Some((page.name(row), (0..page.c.case.parties.len()).map(|p| cell(n, p)).collect()))
    };
    let rows: Vec<(String, Vec<String>)> = s.rows.iter().enumerate().filter_map(row).collect();
    format!(
        "<h3>{}</h3>\n<div class=\"scroll\">{}</div>\n",
        w.say(Word::RangeAll),
        page.table(&page.codes(), &rows)
    )
}
