//! Surveys: base points, baselines, coasts and published lines, as CSV, as text of degrees, minutes
//! and seconds, or as GeoJSON.
//!
//! **CSV**: a header names the columns (`party, lat, lon, name, line, edge, kind`, any order); without
//! one the fields are `party,lat,lon[,name]` or `lat,lon[,name]`. Rows of one party with the same `line` are
//! joined, others stand alone; a line has one `edge` and one `kind`: the first row that states one states it for all, and one that
//! states another is refused. Numbers may have an exponent (`1.5e-05`). Delimiter comma, semicolon, tab or bar. Minutes, seconds and hemispheres may have columns of
//! their own (`lat_deg, lat_min, lat_sec, ns`), and the heading may say a hemisphere (`Latitude (South)`); what may be part
//! of a coordinate and is not understood is refused. A line that begins with `#` is a comment, but the heading where it names the columns, and a row where the
//! sign is that of a number (`#1 41°27'N 50°11'E`); a field in quotes begins no comment. **Text**: one point a line, `7. 41°27'30.5"N 50°11'04.9"E`, or
//! paragraphs whose degrees are marked; a line `Latitude (South) Longitude (West)` says the hemispheres of the rows under
//! it. **GeoJSON**: `party`, `kind` (coast, islands, baseline,
//! base_points, window), `edge` (geodesic, loxodrome), `name`; polygons are land. Of lines in a file that littoral wrote those are
//! read that say all (`limit`, `outer_limit`, `baseline`, `line`), not their pieces, and points beside them are their marks. A comment
//! `# datum: ED50`, a line `Datum: ED50` of its own, a row that names it (`... E (ED50)`) or a column `datum` or `crs` states the
//! datum of a text (`ellipsoid` its figure), one for the whole file; GeoJSON is
//! WGS 84 by RFC 7946, unless littoral wrote it on another datum and says so in its head; a `crs` of degrees on another datum is for
//! the user to confirm ([`Stated::crs`]), and one of a map is an error.

mod agreed;
mod fields;
mod foreign;
mod json;
mod lines;
mod nameless;
mod prose;
pub mod readings;
mod rows;
mod sediment;
mod shapes;
mod stated;
mod table;
mod text;
mod twice;

use std::collections::HashMap;

use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::LatLon;
use littoral_model::{EdgeKind, Finding, Severity, ShoreKind};

use crate::tree::Source;
use rows::{Row, Rows};
pub use sediment::sediment;
pub use stated::Stated;
pub(crate) use stated::datum_of;

/// So many errors of a file are said one by one.
const SHOWN: usize = 5;

/// How a survey is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Property of GeoJSON features that names the party; else the usual ones are tried.
    pub party_property: Option<String>,
    /// Join the coordinates of each party in their order, where the file does not say.
    pub join: Option<EdgeKind>,
}

/// One point of a published line.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// Where.
    pub at: LatLon,
    /// Name or number; may be empty.
    pub name: String,
    /// Whose line it is a point of; empty where the file does not say.
    pub party: String,
    /// Which of the party's lines; empty where the file does not say, or has one.
    pub line: String,
    /// What joins it to its neighbours in the line, where the file says so; all points of a line agree.
    pub edge: Option<EdgeKind>,
    /// Line of the file in which it stands, 1-based; 0 where it is not known.
    pub row: usize,
    /// Latitude and longitude as they stand in the file; empty for GeoJSON.
    pub text: [String; 2],
    /// The last printed digit of each, degrees; 0 where it is not known.
    pub grain_deg: [f64; 2],
}

impl Printed {
    /// A place of which nothing else is known.
    #[must_use]
    pub fn new(at: LatLon) -> Self {
        let (name, party, line) = Default::default();
        let (text, grain_deg) = (Default::default(), [0.0; 2]);
        Self { at, name, party, line, edge: None, row: 0, text, grain_deg }
    }
}

/// What a reader made of a file.
#[derive(Debug, Clone, Default)]
pub struct Reading<T> {
    /// What could be read.
    pub value: T,
    /// What the file itself says of its datum.
    pub stated: Stated,
    /// Doubts and errors; with an error the value is not to be used.
    pub findings: Vec<Finding>,
}

impl<T> Reading<T> {
    /// Nothing is computed from this.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }
}

/// Reads base points, baselines and coasts.
#[must_use]
pub fn bases(file: &str, bytes: &[u8], options: &Options) -> Reading<Bases> {
    let json = |s: &Source, out: &mut Reading<Bases>| json::bases(s, options, out);
    let of_rows = |source: &Source, rows: Vec<Row>, log: &mut Vec<Finding>| {
        let joined = |row: &Row| !row.line.is_empty() || options.join.is_some();
        agreed::check(source, &rows, joined, log);
        agreed::idle(source, &rows, joined, log);
        grouped(&rows, file, options)
    };
    let mut out = read(file, bytes, Rows::Shores, json, of_rows);
    // A frame may have a file of its own.
    if out.value.lines.is_empty() && out.value.window.is_empty() && !out.failed() {
        let finding = Finding::error("F204", "the file has no base point").at(file, "");
        out.findings.push(finding.help("rows are party,lat,lon[,name], or GeoJSON"));
    }
    out
}

/// Reads the points of lines in their order. Points of different lines have a different party or line.
///
/// Of GeoJSON the lines are read, and points beside them are marks of these that may give them names; a file that has points
/// alone is one of their lines. Of what a file of littoral says twice one is read, and a note says which.
#[must_use]
pub fn line(file: &str, bytes: &[u8]) -> Reading<Vec<Printed>> {
    let of_rows = |source: &Source, rows: Vec<Row>, log: &mut Vec<Finding>| {
        agreed::check(source, &rows, |_| true, log);
        rows.into_iter().map(Row::printed).collect()
    };
    printed(file, bytes, lines::shown, of_rows)
}

/// Reads places of which each stands for itself, in their order: of GeoJSON all points, and all vertices of lines.
#[must_use]
pub fn places(file: &str, bytes: &[u8]) -> Reading<Vec<Printed>> {
    let of_rows = |_: &Source, rows: Vec<Row>, _: &mut Vec<Finding>| {
        rows.into_iter().map(Row::printed).collect()
    };
    printed(file, bytes, lines::places, of_rows)
}

fn printed(
    file: &str,
    bytes: &[u8],
    json: impl FnOnce(&Source, &mut Reading<Vec<Printed>>),
    of_rows: impl FnOnce(&Source, Vec<Row>, &mut Vec<Finding>) -> Vec<Printed>,
) -> Reading<Vec<Printed>> {
    let mut out = read(file, bytes, Rows::Line, json, of_rows);
    if out.value.is_empty() && !out.failed() {
        let finding = Finding::error("F205", "the file has no point").at(file, "");
        out.findings.push(finding.help("one point a line: 41°27'30.5\"N 50°11'04.9\"E"));
    }
    out
}

/// One way into all: GeoJSON by its first bracket, else rows.
fn read<T: Default>(
    file: &str,
    bytes: &[u8],
    kind: Rows,
    json: impl FnOnce(&Source, &mut Reading<T>),
    of_rows: impl FnOnce(&Source, Vec<Row>, &mut Vec<Finding>) -> T,
) -> Reading<T> {
    let mut out = Reading::default();
    match Source::new(file, bytes) {
        Err(finding) => out.findings.push(*finding),
        Ok(source) if is_json(&source.text) => {
            json(&source, &mut out);
        }
        Ok(source) => {
            if let Some(finding) = foreign::foreign(&source) {
                out.findings.push(finding);
                return out;
            }
            let rows = rows::read(&source, kind, &mut out.findings, &mut out.stated);
            out.value = of_rows(&source, rows, &mut out.findings);
        }
    }
    shorten(file, &mut out.findings);
    out
}

/// A file that is no survey has an error in every line: the first few say so.
fn shorten(file: &str, findings: &mut Vec<Finding>) {
    let mut errors = 0;
    findings.retain(|f| {
        errors += usize::from(f.severity == Severity::Error);
        f.severity != Severity::Error || errors <= SHOWN
    });
    if errors > SHOWN {
        let rest = errors - SHOWN;
        let noun = if rest == 1 { "error" } else { "errors" };
        let finding = Finding::error("F201", format!("{rest} more {noun} in this file"));
        findings.push(finding.at(file, "").help("is it a survey? rows are party,lat,lon[,name]"));
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Rows put together: those with a line name are joined, the others are base points. What is said of a line as a whole is said by
/// the first of its rows that says anything.
fn grouped(rows: &[Row], file: &str, options: &Options) -> Bases {
    let mut out = Bases::default();
    let mut open: HashMap<(usize, &str), usize> = HashMap::new();
    let mut said: Vec<(Option<EdgeKind>, Option<ShoreKind>)> = Vec::new();
    for row in rows {
        let party = out.party(if row.party.is_empty() { "base" } else { &row.party });
        let node = BaseNode { at: row.at, name: row.name.clone() };
        let joined = !row.line.is_empty() || options.join.is_some();
        if joined {
            let k = *open.entry((party, &row.line)).or_insert(out.lines.len());
            if let (Some(line), Some((edge, kind))) = (out.lines.get_mut(k), said.get_mut(k)) {
                line.nodes.push(node);
                (*edge, *kind) = (edge.or(row.edge), kind.or(row.kind));
                continue;
            }
        }
        said.push((row.edge, row.kind));
        let kind = if joined { ShoreKind::Baseline } else { ShoreKind::BasePoint };
        let edge = options.join.unwrap_or_default();
        let origin = format!("{file}:{}", row.number);
        let name = row.line.clone();
        out.lines.push(BaseLine { party, name, kind, edge, nodes: vec![node], origin });
    }
    for (line, (edge, kind)) in out.lines.iter_mut().zip(said) {
        (line.edge, line.kind) = (edge.unwrap_or(line.edge), kind.unwrap_or(line.kind));
    }
    for line in &mut out.lines {
        if line.kind == ShoreKind::Islands && line.nodes.len() > 2 {
            if line.nodes.first().map(|n| n.at) == line.nodes.last().map(|n| n.at) {
                line.nodes.pop();
            }
            out.land.push((line.party, line.points()));
        }
    }
    out
}

#[cfg(test)]
mod tests;
