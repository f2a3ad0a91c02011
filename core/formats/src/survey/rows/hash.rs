//! Lines that begin with `#`: most are comments, but `#1 41°N 50°E` is a row, and `#,lon,lat` a heading.

use super::{Line, Rows};
use crate::dms::latin;
use crate::survey::table::{self, Table};
use crate::survey::{fields, text};

/// A heading that stands in a comment: the line, and its fields.
pub(super) type Head<'a> = (Line<'a>, Vec<String>);

/// The heading that a comment before the rows is by the names of its columns, as many as the rows have; where the rows have one of
/// their own, none.
///
/// Fails where the names are those of columns, but not as many: the order of latitude and longitude would be lost.
pub(super) fn heading<'a>(
    comments: &[Line<'a>],
    lines: &[Line<'a>],
    (delimiter, rows): (char, Rows),
) -> Result<Option<Head<'a>>, (Line<'a>, String)> {
    let first = lines.first();
    let cells = first.map_or(0, |l| fields::split(l.text, delimiter).len());
    let own = first.and_then(|l| Table::of(&fields::split(l.text, delimiter), rows)).is_some();
    if own {
        return Ok(None);
    }
    let before = comments.iter().filter(|c| first.is_none_or(|l| c.number < l.number));
    let named = |line: &&Line<'a>| Table::of(&names(line.text, delimiter), rows).is_some();
    let Some(line) = before.rev().find(named) else { return Ok(None) };
    let names = names(line.text, delimiter);
    match names.len() {
        n if n == cells || cells == 0 => Ok(Some((*line, names))),
        n if cells > 1 && names.iter().all(|name| table::knows(name)) => Err((
            *line,
            format!(
                "the comment names {n} columns, and the rows under it have {cells}: write a heading without # that names each"
            ),
        )),
        _ => Ok(None),
    }
}

/// The fields of a comment: `#,lon,lat`, where the sign stands for the numbers, `#lon,lat`, or words with blanks between.
fn names(text: &str, delimiter: char) -> Vec<String> {
    let bare = text.trim_start().trim_start_matches('#');
    let words = || bare.split_whitespace().map(str::to_owned).collect();
    match bare.trim_start().starts_with(delimiter) {
        true => fields::split(text, delimiter),
        false if bare.contains(delimiter) => fields::split(bare, delimiter),
        false => {
            let words: Vec<String> = words();
            if words.iter().all(|w| table::knows(w)) { words } else { Vec::new() }
        }
    }
}

/// Is the line a row although it begins with `#`?
///
/// It is where the sign is that of a number before marked coordinates, or where all rows begin so. No blank stands behind the sign of
/// a row.
///
/// Fails where it has coordinates and other rows have no sign: a row that is taken out begins so too.
pub(super) fn is_row(
    line: &str,
    delimiter: char,
    table: Option<&Table>,
    alone: bool,
) -> Result<bool, String> {
    let Some(body) = line.trim_start().strip_prefix('#') else { return Ok(false) };
    if !body.starts_with(char::is_alphanumeric) {
        return Ok(false);
    }
    let cells = fields::split(line, delimiter);
    let by_place = matches!(fields::by_position(&cells), Some(Ok(_)));
    let by_name = table.is_some_and(|t| t.row(&cells).is_ok());
    let number = body.starts_with(char::is_numeric);
    let running = match text::one(&latin(line)) {
        Some(Ok(row)) => row.name != "#",
        // What is wrong with it is said where it is read.
        Some(Err(_)) => number,
        None => false,
    };
    let marked = line.contains(text::DEGREES) || running && !by_place;
    match by_place || by_name || running {
        false => Ok(false),
        true if alone || number && marked => Ok(true),
        true => Err("is this a row or a comment? it has coordinates behind its #: write \"# \" with a blank before a comment, or \
                     quote the first field of a row, \"#1\""
            .into()),
    }
}
