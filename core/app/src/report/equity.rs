//! Area, value and proportion: what the measures say of every rule.

use std::fmt::Write as _;

use littoral_delimit::Waters;
use littoral_delimit::metric::{self, Subject};
use serde_json::Value;

use super::chart::{flow, ratio, value};
use super::words::Word;
use super::{Page, titled};
use crate::comparison::Comparison;

/// What was measured of one row's layer.
pub(super) struct Measured {
    /// Share of the sea over share of the coast by party.
    pub(super) ratio: Vec<Option<f64>>,
    /// Share of the stated value by party, if the case states any.
    pub(super) value: Option<Vec<f64>>,
    /// Gini, Jain, Theil, and the sum of cuts until all accept.
    pub(super) numbers: [Option<f64>; 4],
    /// Area in km² that passes from each party under equidistance to each holder, with the holders' names.
    pub(super) flow: Option<(Vec<String>, Vec<Vec<f64>>)>,
}

/// Measures every row; nothing where the case has no sea to measure.
pub(super) fn measured(c: &Comparison) -> Vec<Option<Measured>> {
    let Ok(waters) = Waters::new(c.case.clone()) else {
        return c.rows.iter().map(|_| None).collect();
    };
    let base = c.base_row().and_then(|k| c.rows[k].shown()).map(|(_, l)| l);
    let of = |row: &crate::comparison::Row| {
        let (_, layer) = row.shown()?;
        let subject = Subject::new(&waters, layer, base);
        let ask = |id: &str| metric::find(id).and_then(|m| (m.measure)(&subject));
        let by_party = |v: &Value| c.case.party_ids().map(|id| v[id].as_f64()).collect::<Vec<_>>();
        let number = |id: &str| ask(id).and_then(|v| v.as_f64());
        let holders: Vec<String> = layer.holders().map(str::to_owned).collect();
        Some(Measured {
            ratio: ask("disproportionality").map(|v| by_party(&v)).unwrap_or_default(),
            value: ask("deposit_value")
                .map(|v| by_party(&v).into_iter().map(|x| x.unwrap_or(0.0)).collect()),
            numbers: [number("gini"), number("jain"), number("theil"), number("relaxation")],
            flow: row.flow.as_ref().map(|f| (holders, in_km2(f))),
        })
    };
    c.rows.iter().map(of).collect()
}

fn in_km2(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    matrix.iter().map(|row| row.iter().map(|a| a / 1e6).collect()).collect()
}

/// How many deposits have a place and a value, of how many.
pub(super) fn valued(page: &Page<'_>) -> (usize, usize) {
    let all = &page.c.case.deposits;
    let known = all.iter().filter(|d| d.at.is_some() && d.value.is_some_and(|v| v > 0.0)).count();
    (known, all.len())
}

pub(super) fn section(page: &Page<'_>) -> String {
    let mut out = area_against_value(page);
    let rows: Vec<(String, Vec<Option<f64>>)> = page
        .whole_rows()
        .filter_map(|(k, row)| Some((page.name(row), page.measured[k].as_ref()?.ratio.clone())))
        .collect();
    out.push_str(&ratio::draw(page, &rows));
    out.push_str(&flows(page));
    out.push_str(&numbers(page));
    titled("equity", page.words.say(Word::Equity), &out)
}

fn area_against_value(page: &Page<'_>) -> String {
    let none = || format!("<p class=\"mute\">{}</p>\n", page.words.say(Word::NoValues));
    let Some(base) = page.c.base_row() else { return none() };
    let Some(value) = page.measured[base].as_ref().and_then(|m| m.value.as_ref()) else {
        return none();
    };
    let Some((_, layer)) = page.c.rows[base].shown() else { return none() };
    let area = page.c.case.party_ids().map(|id| layer.share(id));
    let shares: Vec<(f64, f64)> = area.zip(value.iter().copied()).collect();
    let (known, all) = valued(page);
    value::draw(page, &shares, (&page.name(&page.c.rows[base]), known, all))
}

/// The flow of the rule that moves least area while somebody below his claim reaches it; else of the first that moves.
fn flows(page: &Page<'_>) -> String {
    let c = page.c;
    let reached = |row: &crate::comparison::Row| {
        let Some((_, layer)) = row.shown() else { return 0 };
        (0..c.case.parties.len()).filter(|k| c.accepts(*k, layer)).count()
    };
    let moves = |(k, row): &(usize, &crate::comparison::Row)| {
        let moved = row.moved.unwrap_or(0.0);
        moved > 0.05 && page.measured[*k].as_ref().is_some_and(|m| m.flow.is_some())
    };
    let wanted =
        |row: &crate::comparison::Row| row.outcome.as_ref().is_ok_and(|d| d.rule == "equity-floor");
    let mut rows: Vec<_> = page.whole_rows().filter(moves).collect();
    rows.sort_by_key(|(_, row)| (!wanted(row), std::cmp::Reverse(reached(row))));
    let Some((k, row)) = rows.first() else { return String::new() };
    let Some((holders, matrix)) = page.measured[*k].as_ref().and_then(|m| m.flow.as_ref()) else {
        return String::new();
    };
    let how = page.words.fill(Word::ChartFlowHow, &[&page.name(row)]);
    flow::draw(page, holders, matrix, &how)
}

fn numbers(page: &Page<'_>) -> String {
    let w = page.words;
    let heads =
        [Word::Gini, Word::Jain, Word::Theil, Word::Relaxation].map(|h| w.say(h).to_owned());
    let row = |(k, row): (usize, &crate::comparison::Row)| {
        let m = page.measured[k].as_ref()?;
        let places = [3, 3, 3, 1];
        let cell = |(x, p): (&Option<f64>, usize)| x.map_or("–".into(), |x| w.number(x, p));
        Some((page.name(row), m.numbers.iter().zip(places).map(cell).collect()))
    };
    let rows: Vec<(String, Vec<String>)> = page.whole_rows().filter_map(row).collect();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<details class=\"numbers\"><summary>{}</summary><div class=\"scroll\">{}</div></details>",
        w.say(Word::Measures),
        page.table(&heads, &rows)
    );
    out
}
