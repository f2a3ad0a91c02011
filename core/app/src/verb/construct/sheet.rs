//! The result of a construction in four forms: table for people, CSV, JSON, GeoJSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use littoral_formats::dms::{Axis, dms};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use serde_json::{Map, Value, json};

use super::drawn::{self, Joined, degrees};
use super::ground::Ground;
use super::input::Edge;
use super::stated;
use crate::failure::{Failure, Outcome};
use crate::style::Style;
use crate::{output, print};

/// Where results go, and how.
#[derive(Debug, Clone, Args)]
pub struct OutputArgs {
    /// A table for people, CSV, one JSON document, or GeoJSON
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write to a file; its ending chooses the format (.txt .csv .json .geojson)
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Decimals of the seconds in tables: 2 is 0.3 m, 4 is 3 mm
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub decimals: usize,
}

/// Formats of a construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: degrees, minutes and seconds
    Table,
    /// One row a point, decimal degrees, longitudes from -180 to 180
    Csv,
    /// One document
    Json,
    /// Points and lines for a map, cut at the antimeridian (RFC 7946)
    Geojson,
}

impl OutputArgs {
    /// The format asked for, or that of the file's ending.
    #[must_use]
    fn chosen(&self) -> Format {
        let by_name = match self.ending().as_deref() {
            Some("csv") => Some(Format::Csv),
            Some("json") => Some(Format::Json),
            Some("geojson") => Some(Format::Geojson),
            _ => None,
        };
        self.format.or(by_name).unwrap_or(Format::Table)
    }

    fn ending(&self) -> Option<String> {
        let ending = self.output.as_ref()?.extension()?.to_str()?;
        Some(ending.to_ascii_lowercase())
    }

    /// A file whose ending promises a format that is none of these would hold a table.
    fn known(&self) -> Outcome {
        match (self.ending(), self.format, &self.output) {
            (Some(ending), None, Some(path))
                if !["csv", "json", "geojson", "txt"].contains(&ending.as_str()) =>
            {
                let help = "give --format table, csv, json or geojson, or one of these endings";
                let why = format!("no format goes by the ending \"{ending}\"");
                Err(Failure::usage(why, format!("command line: --output {}", path.display()), help))
            }
            _ => Ok(()),
        }
    }

    /// Does the result hold the coordinates of what it tells of?
    #[must_use]
    pub(super) fn holds_places(&self) -> bool {
        matches!(self.chosen(), Format::Geojson | Format::Csv)
    }

    /// Does the result hold whole curves, not only their turning points?
    #[must_use]
    pub(super) fn holds_curves(&self) -> bool {
        self.chosen() == Format::Geojson
    }
}

/// A column: its head, and whether it is set to the right.
pub(super) type Column = (&'static str, bool);

/// A table of a result.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Words above it.
    pub title: String,
    /// Heads.
    pub columns: Vec<Column>,
    /// Cells.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell: as people read it, and as programs do.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    text: String,
    plain: Value,
}

impl Cell {
    /// A word or a name.
    pub(super) fn word(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { plain: Value::String(text.clone()), text }
    }

    /// A number with fixed decimals for people and full digits for programs.
    #[must_use]
    pub(super) fn number(value: f64, decimals: usize) -> Self {
        let fixed = format!("{value:.decimals$}");
        let text = if fixed.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') {
            fixed.trim_start_matches('-').to_owned()
        } else {
            fixed
        };
        let plain =
            if decimals == 0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) };
        Self { text, plain }
    }

    /// An azimuth in degrees from 0 up to 360, which itself is 0.
    #[must_use]
    pub(super) fn azimuth(degrees: f64, decimals: usize) -> Self {
        let degrees = degrees.rem_euclid(360.0);
        let cell = Self::number(degrees, decimals);
        let whole = cell.text.parse::<f64>().is_ok_and(|shown| shown >= 360.0);
        if whole { Self { text: format!("{:.decimals$}", 0.0), ..cell } } else { cell }
    }

    /// A length in metres with millimetres.
    #[must_use]
    pub(super) fn metres(value: f64) -> Self {
        Self::number(value, 3)
    }

    /// Nothing to say.
    #[must_use]
    pub(super) fn none() -> Self {
        Self { text: "-".into(), plain: Value::Null }
    }
}

/// A result in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// The verb.
    pub verb: &'static str,
    /// What was constructed, one line.
    pub title: String,
    /// Datum, ellipsoid, parameters: each a name and words.
    pub facts: Vec<(String, String)>,
    /// The first table is the CSV file, if `rows` is none.
    pub tables: Vec<Table>,
    /// What the CSV file holds, where the tables for people part it.
    pub rows: Option<Table>,
    /// Doubts and remarks.
    pub notes: Vec<String>,
    /// Features for the map.
    pub features: Vec<Value>,
    /// Decimals of seconds.
    pub decimals: usize,
    /// Datum of the coordinates.
    datum: String,
}

impl Sheet {
    /// A sheet of a verb on a ground.
    pub(super) fn new(
        verb: &'static str,
        title: impl Into<String>,
        ground: &Ground,
        out: &OutputArgs,
    ) -> Self {
        let (facts, decimals, datum) = (ground.facts.clone(), out.decimals, ground.datum.clone());
        Self { verb, title: title.into(), facts, decimals, datum, ..Self::default() }
    }

    /// A named fact for the head.
    pub(super) fn fact(&mut self, name: &str, words: impl Into<String>) {
        self.facts.push((name.into(), words.into()));
    }

    /// Latitude and longitude cells; longitudes within half a turn.
    #[must_use]
    pub(super) fn at(&self, p: LatLon) -> [Cell; 2] {
        let cell = |v: f64, axis| Cell { text: dms(v, axis, self.decimals), plain: degrees(v) };
        [cell(p.lat, Axis::Latitude), cell(wrap(p.lon), Axis::Longitude)]
    }

    /// A point for the map.
    pub(super) fn point(&mut self, p: LatLon, properties: Value) {
        self.features.push(feature(drawn::point(p), properties));
    }

    /// A line for the map, cut at the antimeridian. It says what its edges are, and read back it is the same line.
    pub(super) fn line(
        &mut self,
        earth: &Earth,
        points: &[LatLon],
        joined: Joined,
        properties: Value,
    ) {
        let shape = drawn::line(earth, points, joined);
        let cut = drawn::put_in(&shape, points);
        let mut feature = feature(shape, properties);
        feature["properties"]["edge"] = json!(Edge::from(joined.kind()).word());
        if !cut.is_empty() {
            feature["properties"]["cut"] = json!(cut);
        }
        self.features.push(feature);
    }

    /// Land for the map, its outer ring first, cut at the antimeridian; rings do not repeat their first place.
    pub(super) fn polygon(
        &mut self,
        earth: &Earth,
        rings: &[Vec<LatLon>],
        kind: LineKind,
        properties: Value,
    ) {
        self.features.push(feature(drawn::polygon(earth, rings, kind), properties));
    }

    /// Writes or prints the sheet.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn publish(&self, out: &OutputArgs) -> Outcome {
        out.known()?;
        self.holds(out)?;
        let text = match out.chosen() {
            Format::Table => {
                let style = if out.output.is_some() { Style::plain() } else { Style::stdout() };
                self.table(style)
            }
            Format::Csv => self.csv(),
            Format::Json => self.json(),
            Format::Geojson => {
                let doubt = self.off_wgs84();
                let style = Style::stderr();
                let said =
                    |words: &String| style.fit(&format!("{}: {words}\n", style.bold("note")));
                doubt.iter().for_each(|words| print::aside(&said(words)));
                self.geojson(doubt)
            }
        };
        match &out.output {
            Some(path) => output::publish(path, text.as_bytes()),
            None => print::result(&text),
        }
    }

    /// Refuses to write numbers to a file of shapes, which would have none.
    fn holds(&self, out: &OutputArgs) -> Outcome {
        let numbers = self.tables.iter().any(|t| !t.rows.is_empty());
        if out.chosen() != Format::Geojson || !self.features.is_empty() || !numbers {
            return Ok(());
        }
        let why = format!("{} gives numbers and no shapes: GeoJSON would hold nothing", self.verb);
        Err(Failure::usage(why, "command line: GeoJSON", "write a .csv, .json or .txt file"))
    }

    fn table(&self, style: Style) -> String {
        let mut out = format!("{}\n", style.bold(&self.title));
        for (name, words) in &self.facts {
            let _ = writeln!(out, "  {} {words}", style.faint(&format!("{name:<14}")));
        }
        for t in &self.tables {
            out.push('\n');
            if !t.title.is_empty() {
                let _ = writeln!(out, "{}", style.bold(&t.title));
            }
            out.push_str(&aligned(t, style));
        }
        if !self.notes.is_empty() {
            out.push('\n');
        }
        for note in &self.notes {
            let _ = writeln!(out, "note: {note}");
        }
        style.fit(&out)
    }

    fn csv(&self) -> String {
        let mut out = String::new();
        for (name, words) in &self.facts {
            let _ = writeln!(out, "# {name}: {}", words.replace('\n', " "));
        }
        for note in &self.notes {
            let _ = writeln!(out, "# note: {}", note.replace('\n', " "));
        }
        let Some(t) = self.rows.as_ref().or(self.tables.first()) else { return out };
        let heads: Vec<String> = t.columns.iter().map(|c| key(c.0)).collect();
        let _ = writeln!(out, "{}", heads.join(","));
        for row in &t.rows {
            let fields: Vec<String> = row.iter().map(|c| field(&c.plain)).collect();
            let _ = writeln!(out, "{}", fields.join(","));
        }
        out
    }

    fn document(&self) -> Map<String, Value> {
        let mut out = Map::new();
        out.insert("construct".into(), json!(self.verb));
        out.insert("title".into(), json!(self.title));
        let facts: Map<String, Value> =
            self.facts.iter().map(|(k, v)| (key(k), json!(v))).collect();
        out.insert("facts".into(), facts.into());
        for (k, t) in self.tables.iter().enumerate() {
            let row = |r: &Vec<Cell>| -> Value {
                let pairs = t.columns.iter().zip(r);
                pairs.map(|(c, v)| (key(c.0), v.plain.clone())).collect::<Map<_, _>>().into()
            };
            let name = if k == 0 { "rows".into() } else { key(&t.title) };
            out.insert(name, t.rows.iter().map(row).collect::<Vec<_>>().into());
        }
        out.insert("notes".into(), json!(self.notes));
        out
    }

    fn json(&self) -> String {
        format!("{:#}\n", Value::Object(self.document()))
    }

    /// Where GeoJSON is not on WGS 84: other programs take it for that, while littoral reads what its head states.
    fn off_wgs84(&self) -> Option<String> {
        if stated::on_wgs84(&self.datum) {
            return None;
        }
        let on = match self.datum.strip_prefix("not stated") {
            Some(_) => "a datum that is not stated",
            None => &self.datum,
        };
        Some(format!(
            "the coordinates are on {on}, which other programs take for WGS 84 (RFC 7946): --to WGS84 brings them there"
        ))
    }

    fn geojson(&self, doubt: Option<String>) -> String {
        let notes: Vec<&String> = self.notes.iter().chain(&doubt).collect();
        let head = json!({ "construct": self.verb, "title": self.title,
            "facts": self.document().get("facts"), "notes": notes });
        let lines: Vec<String> = self.features.iter().map(Value::to_string).collect();
        format!(
            "{{\"type\":\"FeatureCollection\",\"littoral\":{head},\"features\":[\n{}\n]}}\n",
            lines.join(",\n")
        )
    }
}

/// `distance to A, m` -> `distance_to_a_m`; the M of nautical miles is `nm`, for `m` stands for metres.
fn key(head: &str) -> String {
    if let Some(what) = head.strip_suffix(", M") {
        return format!("{}_nm", key(what));
    }
    let mut out = String::new();
    for c in head.chars() {
        match c {
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ if !out.ends_with('_') && !out.is_empty() => out.push('_'),
            _ => {}
        }
    }
    out.trim_end_matches('_').to_owned()
}

fn field(value: &Value) -> String {
    let text = match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    // A field that a spreadsheet would run as a formula is quoted as text.
    let text = match text.parse::<f64>() {
        Err(_) if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
        _ => text,
    };
    // A first field of `#1` would begin a comment.
    if text.contains([',', '"', '\n', '\r']) || text.starts_with('#') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn feature(geometry: Value, properties: Value) -> Value {
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
}

fn aligned(t: &Table, style: Style) -> String {
    let width = |k: usize| {
        let cells = t.rows.iter().filter_map(|r| r.get(k)).map(|c| c.text.chars().count());
        cells.chain([t.columns[k].0.chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..t.columns.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().enumerate().map(|(k, c)| match t.columns[k].1 {
            true => format!("{c:>w$}", w = widths[k]),
            false => format!("{c:<w$}", w = widths[k]),
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut out = format!("{}\n", style.faint(&line(t.columns.iter().map(|c| c.0).collect())));
    for row in &t.rows {
        let _ = writeln!(out, "{}", line(row.iter().map(|c| c.text.as_str()).collect()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Cell, key};

    /// What is rounded to a whole turn is none.
    #[test]
    fn an_azimuth_is_below_a_turn() {
        let shown = |degrees: f64, decimals| Cell::azimuth(degrees, decimals).text;
        assert_eq!(shown(359.999_99, 4), "0.0000");
        assert_eq!(shown(359.999_94, 4), "359.9999");
        assert_eq!(shown(-1e-9, 6), "0.000000");
        assert_eq!(shown(-90.0, 3), "270.000");
    }

    #[test]
    fn a_name_has_one_unit() {
        assert_eq!(key("to the next, m"), "to_the_next_m");
        assert_eq!(key("to the next, M"), "to_the_next_nm");
        assert_eq!(key("distance to A, km"), "distance_to_a_km");
    }
}
