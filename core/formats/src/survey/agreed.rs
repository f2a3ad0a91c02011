//! What the rows of one line say of the whole: it has one kind of edge, and one kind of shore. The first row that names one names
//! it for all, whose cells may be empty; a row that names another is refused.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use littoral_model::{EdgeKind, Finding, ShoreKind};

use super::rows::Row;
use crate::tree::{Source, Span};

/// What is said in a column, and in which line of the file first.
type First = (&'static str, usize);

/// Refuses rows that name another `edge` or `kind` than those before them of the same line; `of_line` tells rows that are joined
/// from points that stand alone.
pub(super) fn check(
    source: &Source,
    rows: &[Row],
    of_line: impl Fn(&Row) -> bool,
    log: &mut Vec<Finding>,
) {
    let mut first: HashMap<(&str, &str, &str), First> = HashMap::new();
    for row in rows.iter().filter(|r| of_line(r)) {
        let said = [("edge", row.edge.map(edge_word)), ("kind", row.kind.map(kind_word))];
        for (column, word) in said.into_iter().filter_map(|(c, w)| Some((c, w?))) {
            match first.entry((column, &row.party, &row.line)) {
                Entry::Vacant(entry) => {
                    entry.insert((word, row.number));
                }
                Entry::Occupied(entry) if entry.get().0 != word => {
                    log.push(at_odds(
                        source,
                        row.number,
                        column,
                        [word, entry.get().0],
                        entry.get().1,
                    ));
                }
                Entry::Occupied(_) => {}
            }
        }
    }
}

/// Says that rows state an edge, but stand alone and have none: they would be measured from as points.
pub(super) fn idle(
    source: &Source,
    rows: &[Row],
    of_line: impl Fn(&Row) -> bool,
    log: &mut Vec<Finding>,
) {
    let alone = |r: &&Row| r.edge.is_some() && r.kind != Some(ShoreKind::BasePoint) && !of_line(r);
    let mut idle = rows.iter().filter(alone);
    if let Some(first) = idle.next() {
        let n = idle.count() + 1;
        let rows = if n == 1 { "1 row states" } else { &format!("{n} rows state") };
        let text = format!("{rows} an edge, but no line, and count as points that no edge joins");
        let mut finding = Finding::warning("F212", text).at(&source.file, "");
        finding.line = first.number;
        let help = "name the line of each in a column \"line\", or join the points of each party by --join";
        log.push(finding.help(help));
    }
}

fn at_odds(
    source: &Source,
    number: usize,
    column: &str,
    [here, there]: [&str; 2],
    first: usize,
) -> Finding {
    let what = if column == "edge" { "kind of edge" } else { "kind" };
    let text = format!(
        "column {column} says {here} here, and {there} in line {first} of the file: both are rows of one line, which has one {what}"
    );
    let help = format!(
        "give the rows of each {what} another name in a column \"line\"; the point where two lines meet is a row of each; an empty \
         cell is as the rest of its line"
    );
    let finding = Finding::error("F211", text).at(&source.file, "").help(help);
    let mut lines = source.text.split_inclusive('\n');
    let start = lines.by_ref().take(number.saturating_sub(1)).map(str::len).sum();
    let length = lines.next().map_or(0, |l| l.trim_end().len());
    source.show(finding, Span::new(start, start + length), None)
}

/// A kind of edge as files have it.
pub(super) fn edge_word(edge: EdgeKind) -> &'static str {
    match edge {
        EdgeKind::Geodesic => "geodesic",
        EdgeKind::Loxodrome => "loxodrome",
    }
}

fn kind_word(kind: ShoreKind) -> &'static str {
    match kind {
        ShoreKind::Coast => "coast",
        ShoreKind::Islands => "islands",
        ShoreKind::Baseline => "baseline",
        ShoreKind::BasePoint => "base_points",
    }
}
