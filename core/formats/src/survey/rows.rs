//! Points in rows: CSV, or text of degrees, minutes and seconds.

use std::collections::HashSet;

use littoral_geodesy::LatLon;
use littoral_model::{EdgeKind, Finding, ShoreKind};

use super::stated::{Matter, Stated};
use super::table::Table;
use super::{Printed, SHOWN, fields, prose, text};
use crate::dms::{Axis, by_power, parse, short};
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
    let lines = data(source, stated, log);
    let first = lines.first().map_or("", |l| l.text);
    let delimiter = ['\t', ';', '|', ','].into_iter().find(|c| first.contains(*c)).unwrap_or(',');
    match Table::of(&fields::split(first, delimiter), rows) {
        Some(Ok(table)) => of_table(source, &table, &lines, (delimiter, stated), log),
        Some(Err(text)) => {
            lines.first().into_iter().for_each(|l| refuse(source, l, text.clone(), log));
            Vec::new()
        }
        None => of_lines(source, &lines, (delimiter, rows), log),
    }
}

/// The lines with data; a comment, or a line of its own, may state the datum.
fn data<'a>(source: &'a Source, stated: &mut Stated, log: &mut Vec<Finding>) -> Vec<Line<'a>> {
    let (mut out, mut at) = (Vec::new(), 0);
    for (k, line) in source.text.split_inclusive('\n').enumerate() {
        let text = line.trim_end_matches(['\n', '\r']);
        let comment = text.trim_start().strip_prefix('#');
        // Treaties print a line `Datum: WGS 84` of its own.
        let says = comment.unwrap_or(text).split_once(':');
        let says = says.and_then(|(k, v)| Some((Matter::named(k)?, v)));
        if let Some(Err(why)) = says.map(|(matter, words)| stated.say(matter, words, k + 1)) {
            refuse(source, &Line { number: k + 1, at, text }, why, log);
        }
        if comment.is_none() && says.is_none() && !text.trim().is_empty() {
            out.push(Line { number: k + 1, at, text });
        }
        at += line.len();
    }
    out
}

/// Rows under a heading that names their columns.
fn of_table(
    source: &Source,
    table: &Table,
    lines: &[Line<'_>],
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
    log.extend(reckoned(source, head, &fields::split(head.text, delimiter), &rows));
    if let Some(text) = table.unread(&rows) {
        refuse(source, head, text, log);
        return Vec::new();
    }
    if let Err((k, text)) = in_columns(table, lines, &rows, stated) {
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

/// A warning of a column that says how much base points count: that is told on the command line alone.
fn reckoned(
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
fn in_columns(
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

/// Rows without a heading, or under one of running text that says the hemispheres.
fn of_lines(
    source: &Source,
    lines: &[Line<'_>],
    (delimiter, rows): (char, Rows),
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
