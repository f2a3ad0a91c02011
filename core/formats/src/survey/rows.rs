//! Points in rows: CSV, or text of degrees, minutes and seconds.

mod columns;
mod hash;

use std::collections::HashSet;

use littoral_geodesy::LatLon;
use littoral_model::{EdgeKind, Finding, ShoreKind};

use super::stated::{Matter, Stated};
use super::table::Table;
use super::{Printed, SHOWN, fields, prose, stated, text};
use crate::dms::{Axis, by_power, parse};
use crate::tree::{Source, Span};

/// One point of a file.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) at: LatLon,
    pub(super) party: String,
    pub(super) name: String,
    pub(super) line: String,
    pub(super) edge: Option<EdgeKind>,
    pub(super) kind: Option<ShoreKind>,
    pub(super) text: [String; 2],
    /// Thickness of sediment, metres, where rows have one.
    pub(super) thickness_m: Option<f64>,
    /// Line of the file, 1-based.
    pub(super) number: usize,
}

impl Row {
    pub(super) fn new(lat: &str, lon: &str) -> Result<Self, String> {
        let at = LatLon::new(parse(lat, Axis::Latitude)?, parse(lon, Axis::Longitude)?);
        let text = [lat.trim().to_owned(), lon.trim().to_owned()];
        let (party, name, line) = (String::new(), String::new(), String::new());
        let (edge, kind, thickness_m) = (None, None, None);
        Ok(Self { at, party, name, line, edge, kind, text, thickness_m, number: 0 })
    }

    fn checked(self) -> Result<Self, String> {
        self.at.check()?;
        Ok(self)
    }

    pub(super) fn printed(self) -> Printed {
        let grain_deg = [grain(&self.text[0]), grain(&self.text[1])];
        let Self { at, party, name, line, edge, text, number, .. } = self;
        Printed { at, name, party, line, edge, row: number, text, grain_deg }
    }
}

/// What the rows of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// Base points and coordinates of shores; a column `kind` says of which.
    Shores,
    /// Points of a printed line, whose kind (turning point, end) is its own affair.
    Line,
    /// Points with the thickness of sediment.
    Sediment,
}

/// A line of the file that is neither empty nor a comment.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    /// 1-based.
    number: usize,
    /// Its first byte.
    at: usize,
    text: &'a str,
}

/// All points of a text, in order.
pub(super) fn read(
    source: &Source,
    rows: Rows,
    log: &mut Vec<Finding>,
    stated: &mut Stated,
) -> Vec<Row> {
    let (mut lines, comments) = data(source, stated, log);
    let first = lines.first().or(comments.first()).map_or("", |l| l.text);
    let delimiter = ['\t', ';', '|', ','].into_iter().find(|c| first.contains(*c)).unwrap_or(',');
    let head = match hash::heading(&comments, &lines, (delimiter, rows)) {
        Ok(head) => head,
        Err((line, text)) => {
            refuse(source, &line, text, log);
            return Vec::new();
        }
    };
    let names = match &head {
        Some((line, names)) => {
            lines.insert(0, *line);
            names.clone()
        }
        None => fields::split(lines.first().map_or("", |l| l.text), delimiter),
    };
    let table = Table::of(&names, rows);
    let known = table.as_ref().and_then(|t| t.as_ref().ok());
    with_rows(source, &mut lines, &comments, (delimiter, known), log);
    match table {
        Some(Ok(table)) => of_table(source, &table, (&names, &lines), (delimiter, stated), log),
        Some(Err(text)) => {
            lines.first().into_iter().for_each(|l| refuse(source, l, text.clone(), log));
            Vec::new()
        }
        None => of_lines(source, &lines, (delimiter, rows, stated), log),
    }
}

/// Adds the rows among the lines that begin with `#`.
fn with_rows<'a>(
    source: &Source,
    lines: &mut Vec<Line<'a>>,
    comments: &[Line<'a>],
    (delimiter, table): (char, Option<&Table>),
    log: &mut Vec<Finding>,
) {
    let heading = lines.first().map_or(0, |l| if table.is_some() { l.number } else { 0 });
    let alone = lines.len() == usize::from(table.is_some());
    for line in comments.iter().filter(|c| c.number != heading) {
        match hash::is_row(line.text, delimiter, table, alone) {
            Ok(true) => lines.push(*line),
            Ok(false) => {}
            Err(text) => refuse(source, line, text, log),
        }
    }
    // A heading is the first, wherever it stands.
    lines.sort_by_key(|l| if l.number == heading { 0 } else { l.number });
}

/// The lines with data, and those with comments; a comment, or a line of its own, may state the datum.
fn data<'a>(
    source: &'a Source,
    stated: &mut Stated,
    log: &mut Vec<Finding>,
) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
    let (mut out, mut comments, mut at) = (Vec::new(), Vec::new(), 0);
    for (k, line) in source.text.split_inclusive('\n').enumerate() {
        let text = line.trim_end_matches(['\n', '\r']);
        let comment = text.trim_start().strip_prefix('#');
        // Treaties print a line `Datum: WGS 84` of its own.
        let says = comment.unwrap_or(text).split_once(':');
        let says = says.and_then(|(k, v)| Some((Matter::named(k)?, v)));
        let here = Line { number: k + 1, at, text };
        match says.map(|(matter, words)| stated.say(matter, words, k + 1)) {
            Some(Ok(())) => {}
            Some(Err(why)) => refuse(source, &here, why, log),
            None if text.trim().is_empty() => {}
            None if comment.is_some() => comments.push(here),
            None => out.push(here),
        }
        at += line.len();
    }
    (out, comments)
}

/// Rows under a heading that names their columns.
fn of_table(
    source: &Source,
    table: &Table,
    (names, lines): (&[String], &[Line<'_>]),
    (delimiter, stated): (char, &mut Stated),
    log: &mut Vec<Finding>,
) -> Vec<Row> {
    if let Some(line) = lines.iter().find(|l| fields::open(l.text, delimiter)) {
        let text = "a quote opens here and is not closed in this line: close it, and write a text of several lines in one";
        refuse(source, line, text.to_owned(), log);
        return Vec::new();
    }
    let Some((head, lines)) = lines.split_first() else { return Vec::new() };
    let rows: Vec<Vec<String>> = lines.iter().map(|l| fields::split(l.text, delimiter)).collect();
    log.extend(columns::reckoned(source, head, names, &rows));
    if let Some(text) = table.unread(&rows) {
        refuse(source, head, text, log);
        return Vec::new();
    }
    if let Some((k, text)) = columns::arcs(names, &rows) {
        refuse(source, &lines[k], text, log);
        return Vec::new();
    }
    if let Err((k, text)) = columns::stated_in(table, lines, &rows, stated) {
        refuse(source, &lines[k], text, log);
        return Vec::new();
    }
    let mut out = Vec::new();
    for (line, cells) in lines.iter().zip(&rows) {
        match table.row(cells).and_then(Row::checked) {
            Ok(row) => out.push(Row { number: line.number, ..row }),
            Err(text) => refuse(source, line, text, log),
        }
    }
    out
}

/// Rows without a heading, or under one of running text that says the hemispheres.
fn of_lines(
    source: &Source,
    lines: &[Line<'_>],
    (delimiter, rows, stated): (char, Rows, &mut Stated),
    log: &mut Vec<Finding>,
) -> Vec<Row> {
    let bare = fields::bare(lines.iter().map(|l| l.text), delimiter);
    // Tables drawn with bars, and text set in from the margin, begin every line with an empty field.
    let begins = |l: &Line<'_>| l.text.trim_start_matches(' ').starts_with(delimiter);
    let margin = matches!(delimiter, '|' | '\t') && lines.iter().all(begins);
    let unnamed = |cells: &[String]| {
        rows == Rows::Shores && !margin && cells.first().is_some_and(String::is_empty)
    };
    let (mut out, mut heading) = (Vec::new(), None);
    for line in lines {
        if let Some(found) = prose::heading(line.text) {
            heading = Some(found);
            continue;
        }
        if delimiter == ',' && fields::decimal_commas(line.text) {
            let text = "the commas may be decimals or part the fields: write decimals with a point, or put a semicolon between \
                        latitude and longitude";
            refuse(source, line, text.to_owned(), log);
            continue;
        }
        let cells = fields::split(line.text, delimiter);
        let place = match (&bare, heading) {
            (Some(places), _) => Some(fields::of_bare(&cells, *places)),
            // What stands under a heading is read by the heading, not by its place.
            (None, Some(_)) => None,
            (None, None) => match fields::by_position(&cells) {
                Some(Ok(_)) if unnamed(&cells) => Some(Err(fields::no_party(0))),
                place => place,
            },
        };
        let found = match place {
            Some(row) => row.map(|row| vec![row]),
            None => running(line.text, heading.as_ref(), line.number, source, log),
        };
        let found =
            found.and_then(|v| v.into_iter().map(Row::checked).collect::<Result<Vec<_>, _>>());
        let found = found.and_then(|rows| on_datum(rows, line, stated));
        match found {
            Ok(rows) => out.extend(rows.into_iter().map(|r| Row { number: line.number, ..r })),
            Err(text) => refuse(source, line, text, log),
        }
    }
    if rows == Rows::Line {
        first_names(&mut out);
    }
    out
}

/// Rows of a line that names a datum, `... E (ED50)`, state it; it is no name of a point.
fn on_datum(mut rows: Vec<Row>, line: &Line<'_>, stated: &mut Stated) -> Result<Vec<Row>, String> {
    if let Some(datum) = stated::datum_in(line.text) {
        stated.say(Matter::Datum, &datum, line.number)?;
        for row in rows.iter_mut().filter(|r| stated::same(&r.name, &datum)) {
            row.name.clear();
        }
    }
    Ok(rows)
}

/// `P1,50,0` in rows of a line: where the first field is another one in every row, it names the point.
fn first_names(rows: &mut [Row]) {
    let alone = |r: &Row| !r.party.is_empty() && r.name.is_empty();
    let parties: HashSet<&str> = rows.iter().map(|r| r.party.as_str()).collect();
    if rows.len() > 1 && parties.len() == rows.len() && rows.iter().all(alone) {
        rows.iter_mut().for_each(|r| r.name = std::mem::take(&mut r.party));
    }
}

/// The points of running text: one, or several of a paragraph.
fn running(
    line: &str,
    heading: Option<&prose::Heading>,
    number: usize,
    source: &Source,
    log: &mut Vec<Finding>,
) -> Result<Vec<Row>, String> {
    let labelled = text::without_ordinal(line)?;
    let line = labelled.as_deref().unwrap_or(line);
    let lettered = text::with_west(line);
    let line = lettered.as_deref().unwrap_or(line);
    let one = text::one(line);
    if let Some(Ok(row)) = one {
        return heading.map_or(Ok(()), |h| h.agrees(&row)).map(|()| vec![row]);
    }
    let several = line.matches(text::DEGREES).count() > 2;
    if let Some(Err(text)) = &one
        && !several
    {
        return Err(text.clone());
    }
    match prose::all(line, heading) {
        Some(Ok(found)) => {
            for bearing in found.bearings {
                let text = format!("{bearing} is taken for a bearing, not for a coordinate");
                let place = format!("line {number}");
                log.push(Finding::note("F208", text).at(&source.file, place));
            }
            Ok(found.rows)
        }
        Some(Err(text)) => Err(text),
        None => Err(match one {
            Some(Err(text)) => text,
            _ => prose::missing(line),
        }),
    }
}

/// Says what is wrong with a line. Only those are shown in the text that will be: a place is looked up from its start.
fn refuse(source: &Source, line: &Line<'_>, text: String, log: &mut Vec<Finding>) {
    let finding = Finding::error("F201", text).at(&source.file, "");
    let finding = match log.len() {
        0..=SHOWN => source.show(finding, Span::new(line.at, line.at + line.text.len()), None),
        _ => finding,
    };
    log.push(finding);
}

/// The last printed digit of a coordinate, degrees: `8°23'17.8"E` is 0.1/3600. 0 if it has no number.
pub(super) fn grain(text: &str) -> f64 {
    if let Some((_, unit)) = text.split_whitespace().find_map(by_power) {
        return unit;
    }
    let numbers: Vec<&str> = text
        .split(|c: char| !(c.is_numeric() || c == '.' || c == ','))
        .filter(|w| w.chars().any(char::is_numeric))
        .collect();
    let Some(last) = numbers.last() else { return 0.0 };
    let decimals = last.split_once(['.', ',']).map_or(0, |(_, d)| d.chars().count());
    let unit = [1.0, 60.0, 3600.0][(numbers.len() - 1).min(2)];
    10_f64.powi(-i32::try_from(decimals).unwrap_or(0)) / unit
}
