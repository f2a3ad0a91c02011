//! A division as one JSON document: the shape of `--format json`, described by
//! `schema/division.schema.json`.

use std::borrow::Cow;
use std::io;

use littoral_delimit::{BoundaryLine, Division, LayerDivision, LayerMap, Provenance, Tie};
use littoral_geodesy::densify::wrap;
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use serde_json::{Map, Value, json};

use crate::dms::{Axis, dms};
use crate::points::{PointRow, kind_word, written_at};

/// The JSON Schema (draft 2020-12) of [`division`].
pub const DIVISION_SCHEMA: &str = include_str!("../schema/division.schema.json");

/// Levels that get lines of their own; a vertex of a boundary line is one line.
const OPEN_LEVELS: usize = 6;

/// The document of a division, without its cells (write GeoJSON for geometry), ending in a line
/// end. Empty if the division cannot be written, which no division made by the engine is. The time that the run took is
/// left out: the same input gives the same bytes.
#[must_use]
pub fn division(division: &Division) -> String {
    let Division { case, rule, params, layers, notes, warnings, provenance } = division;
    let provenance = Provenance { engine_ms: None, ..provenance.clone() };
    let layers = BareLayers(layers);
    text(&Bare { case, rule, params, layers, notes, warnings, provenance })
}

/// What is written of a [`Division`], borrowed: lines at a fine tolerance are too many to copy.
#[derive(Serialize)]
struct Bare<'a> {
    case: &'a str,
    rule: &'a str,
    params: &'a Map<String, Value>,
    layers: BareLayers<'a>,
    notes: &'a Map<String, Value>,
    warnings: &'a [String],
    provenance: Provenance,
}

struct BareLayers<'a>(&'a LayerMap);

impl Serialize for BareLayers<'_> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.0.iter().map(|(name, layer)| (name, BareLayer::of(layer))))
    }
}

/// A [`LayerDivision`] without its cells.
#[derive(Serialize)]
struct BareLayer<'a> {
    sea_km2: f64,
    area_km2: &'a Map<String, Value>,
    share_percent: &'a Map<String, Value>,
    lines: Vec<Cow<'a, BoundaryLine>>,
    ties: Vec<Cow<'a, Tie>>,
    method: &'a str,
    finest_m: f64,
}

impl<'a> BareLayer<'a> {
    fn of(layer: &'a LayerDivision) -> Self {
        let LayerDivision {
            sea_km2,
            area_km2,
            share_percent,
            lines,
            ties,
            cells: _,
            method,
            finest_m,
        } = layer;
        let (sea_km2, finest_m) = (*sea_km2, *finest_m);
        let (lines, ties) =
            (lines.iter().map(of_line).collect(), ties.iter().map(of_tie).collect());
        Self { sea_km2, area_km2, share_percent, lines, ties, method, finest_m }
    }
}

/// A line with longitudes within half a turn; few have others, and only these are copied.
fn of_line(line: &BoundaryLine) -> Cow<'_, BoundaryLine> {
    let mut out = Cow::Borrowed(line);
    if line.points.iter().any(|p| p.lon.abs() > 180.0) {
        out.to_mut().points.iter_mut().for_each(|p| p.lon = wrap(p.lon));
    }
    out
}

fn of_tie(tie: &Tie) -> Cow<'_, Tie> {
    let mut out = Cow::Borrowed(tie);
    if tie.terminus[1].abs() > 180.0 {
        out.to_mut().terminus[1] = wrap(tie.terminus[1]);
    }
    out
}

/// Turning points as a list of tables, with the columns of the CSV file.
#[must_use]
pub fn turning_points(rows: &[PointRow<'_>]) -> String {
    let list: Vec<Value> = rows.iter().map(row).collect();
    text(&list)
}

fn row(row: &PointRow<'_>) -> Value {
    let (p, at) = (row.point, written_at(row.point));
    json!({
        "number": row.name.map(|n| n.to_string()),
        "rule": row.rule,
        "layer": row.layer,
        "between": row.between,
        "lat": at.lat,
        "lon": at.lon,
        "lat_dms": dms(at.lat, Axis::Latitude, 2),
        "lon_dms": dms(at.lon, Axis::Longitude, 2),
        "kind": kind_word(p.kind),
        "base_points": p.base_points(),
        "distance_km": p.distances_km(),
    })
}

fn text(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let layout = Layout { pretty: PrettyFormatter::new(), depth: 0 };
    let mut serializer = Serializer::with_formatter(&mut bytes, layout);
    if value.serialize(&mut serializer).is_err() {
        return String::new();
    }
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

/// Indents the outer levels and keeps the inner ones on one line.
struct Layout {
    pretty: PrettyFormatter<'static>,
    depth: usize,
}

impl Layout {
    fn open(&self) -> bool {
        self.depth <= OPEN_LEVELS
    }

    fn comma<W: ?Sized + io::Write>(writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.open() { self.pretty.begin_array(writer) } else { writer.write_all(b"[") }
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let open = self.open();
        self.depth -= 1;
        if open { self.pretty.end_array(writer) } else { writer.write_all(b"]") }
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if self.open() {
            self.pretty.begin_array_value(writer, first)
        } else {
            Self::comma(writer, first)
        }
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.open() { self.pretty.end_array_value(writer) } else { Ok(()) }
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.open() { self.pretty.begin_object(writer) } else { writer.write_all(b"{") }
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let open = self.open();
        self.depth -= 1;
        if open { self.pretty.end_object(writer) } else { writer.write_all(b"}") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if self.open() {
            self.pretty.begin_object_key(writer, first)
        } else {
            Self::comma(writer, first)
        }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.open() { self.pretty.end_object_value(writer) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
