//! Columns that are no part of a point and yet say something of the rows as a whole.

use littoral_model::Finding;

use super::Line;
use crate::dms::short;
use crate::survey::stated::Stated;
use crate::survey::table::Table;
use crate::tree::Source;

/// A row that goes to the next along a curve which no edge is, where no column says that the edges between the rows follow it: its
/// place among the rows, and a sentence.
pub(super) fn arcs(names: &[String], rows: &[Vec<String>]) -> Option<(usize, String)> {
    let column = |name: &str| names.iter().position(|n| n.trim().eq_ignore_ascii_case(name));
    let next = column("to_the_next").filter(|_| column("edge").is_none())?;
    let word = |row: &Vec<String>| row.get(next).map(|c| c.trim().to_lowercase());
    let curved =
        |row: &Vec<String>| word(row).is_some_and(|w| matches!(w.as_str(), "arc" | "parallel"));
    let k = rows.iter().position(curved)?;
    let text = format!(
        "column {} says {}, and the rows hold its ends alone: edges between them would cut it off. Write the limit again, as \
         .geojson or .csv, which hold places along it; or add a column edge (geodesic, loxodrome), if edges are meant",
        short(&names[next]),
        short(rows[k].get(next)?)
    );
    Some((k, text))
}

/// A warning of a column that says how much base points count: that is told on the command line alone.
pub(super) fn reckoned(
    source: &Source,
    head: &Line<'_>,
    names: &[String],
    rows: &[Vec<String>],
) -> Option<Finding> {
    let (k, name) = names.iter().enumerate().find(|(_, name)| {
        ["effect", "weight"].iter().any(|word| name.trim().eq_ignore_ascii_case(word))
    })?;
    let filled = |row: &&Vec<String>| row.get(k).is_some_and(|c| !c.trim().is_empty());
    rows.iter().find(filled)?;
    let text = format!("the column {} is not read: all base points count in full", short(name));
    let mut finding = Finding::warning("F213", text).at(&source.file, "");
    finding.line = head.number;
    Some(finding.help("say it by --effect or --weight of construct equidistance"))
}

/// What columns state of the datum, the same in all rows; else a row and what is wrong with it.
pub(super) fn stated_in(
    table: &Table,
    lines: &[Line<'_>],
    rows: &[Vec<String>],
    stated: &mut Stated,
) -> Result<(), (usize, String)> {
    for (column, matter) in table.stated() {
        let cell = |k: usize| rows[k].get(column).map_or("", |c| c.trim());
        for (k, line) in lines.iter().enumerate() {
            let words = cell(k);
            if words.is_empty() != cell(0).is_empty() {
                let (without, with) = if words.is_empty() { (k, 0) } else { (0, k) };
                let (matter, with) = (matter.word(), lines[with].number);
                let text = format!(
                    "no {matter} here, but in line {with}: state it in every row, or in none"
                );
                return Err((without, text));
            }
            stated.say(matter, words, line.number).map_err(|text| (k, text))?;
        }
    }
    Ok(())
}
