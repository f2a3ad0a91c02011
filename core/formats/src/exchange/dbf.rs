//! dBASE III tables: the attributes of a shapefile.

use std::collections::BTreeSet;

use littoral_model::Finding;
use serde_json::{Map, Number, Value};

use super::cursor::{Broken, Cursor, Read};
use super::feature::{Feature, Layer, text};
use super::schema::{self, FieldKind};

/// Longest text, bytes.
const TEXT: usize = 254;
/// Longest name of a field, bytes.
const NAME: usize = 10;
/// Most fields of a table that other programs read.
const FIELDS: usize = 255;
/// Width of a real number: the longest shortest form of a double.
const REAL: usize = 24;

/// Long names of littoral's own attributes and their short forms.
const SHORT: [(&str, &str); 6] = [
    ("share_percent", "share_pct"),
    ("distance_km", "dist_km"),
    ("base_points", "base_pts"),
    ("description", "descr"),
    ("azimuth_deg", "azim_deg"),
    ("distance_m", "dist_m"),
];

/// A table and what it could not hold.
pub(super) struct Table {
    pub(super) bytes: Vec<u8>,
    pub(super) losses: Vec<String>,
}

struct Column {
    field: schema::Field,
    name: String,
    kind: u8,
    width: usize,
}

/// A row a feature, UTF-8. The date of the header is fixed: same features, same bytes.
pub(super) fn write(layer: &Layer) -> Table {
    let fields = schema::fields(layer);
    let mut losses = schema::losses(layer, &fields);
    if fields.len() > FIELDS {
        losses.push(format!(
            "{}: shp cannot hold {} attributes: those behind the first {FIELDS} are left out",
            layer.name,
            fields.len()
        ));
    }
    for field in fields.iter().filter(|f| f.kind == FieldKind::Text) {
        let empty = |f: &Feature| f.properties.get(&field.name).is_some_and(|v| v == "");
        if layer.features.iter().any(empty) {
            let text = "shp cannot hold empty texts: those of";
            losses.push(format!("{}: {text} \"{}\" are null", layer.name, field.name));
        }
        let mut values =
            layer.features.iter().filter_map(|f| f.properties.get(&field.name)?.as_str());
        if values.any(|t| t.ends_with(' ')) {
            let text = "shp cannot hold blanks at the end of texts: those of";
            losses.push(format!("{}: {text} \"{}\" lose them", layer.name, field.name));
        }
    }
    let mut columns: Vec<Column> = Vec::new();
    let mut taken = BTreeSet::new();
    for field in fields.into_iter().take(FIELDS) {
        let name = short(&field.name, &mut taken);
        if name != field.name {
            losses.push(format!(
                "{}: \"{}\" is called \"{name}\" (ten characters)",
                layer.name, field.name
            ));
        }
        columns.push(column(field, name, layer));
    }
    // A table needs a field.
    if columns.is_empty() {
        let field = schema::Field { name: "id".into(), kind: FieldKind::Integer };
        columns.push(Column { field, name: "id".into(), kind: b'N', width: 18 });
    }
    let mut cut = 0;
    let mut bytes = header(&columns, layer.features.len());
    for feature in &layer.features {
        bytes.push(b' ');
        for c in &columns {
            let (cell, whole) = cell(&schema::value(&feature.properties, &c.field), c);
            cut += usize::from(!whole);
            bytes.extend(cell);
        }
    }
    bytes.push(0x1a);
    if cut > 0 {
        losses.push(format!("{}: {cut} texts are cut at {TEXT} bytes", layer.name));
    }
    Table { bytes, losses }
}

fn column(field: schema::Field, name: String, layer: &Layer) -> Column {
    let longest = || {
        let widths =
            layer.features.iter().map(|f| text(&schema::value(&f.properties, &field)).len());
        widths.max().unwrap_or(1).clamp(1, TEXT)
    };
    let (kind, width) = match field.kind {
        FieldKind::Flag => (b'L', 1),
        FieldKind::Integer => (b'N', 20),
        FieldKind::Real => (b'N', REAL),
        FieldKind::Text => (b'C', longest()),
    };
    Column { field, name, kind, width }
}

/// A name of ten bytes that no other column has; it is taken then.
fn short(name: &str, taken: &mut BTreeSet<String>) -> String {
    let known = SHORT.iter().find(|(long, _)| *long == name).map(|(_, short)| *short);
    let base: String =
        known.unwrap_or(name).chars().map(|c| if c.is_control() { '_' } else { c }).collect();
    let fit = |room: usize| {
        let mut end = room.min(base.len());
        while !base.is_char_boundary(end) {
            end -= 1;
        }
        base[..end].to_owned()
    };
    let mut out = fit(NAME);
    let mut k = 1;
    while out.is_empty() || !taken.insert(out.to_ascii_lowercase()) {
        let tail = format!("_{k}");
        out = fit(NAME.saturating_sub(tail.len())) + &tail;
        k += 1;
    }
    out
}

fn header(columns: &[Column], rows: usize) -> Vec<u8> {
    let size = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
    let mut out = vec![3, 80, 1, 1];
    out.extend(u32::try_from(rows).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(size(32 + 32 * columns.len() + 1));
    out.extend(size(1 + columns.iter().map(|c| c.width).sum::<usize>()));
    out.extend([0; 20]);
    for c in columns {
        let mut name = c.name.as_bytes().to_vec();
        name.resize(11, 0);
        out.extend(name);
        out.push(c.kind);
        out.extend([0; 4]);
        let decimals = if c.field.kind == FieldKind::Real { 15 } else { 0 };
        out.extend([u8::try_from(c.width).unwrap_or(u8::MAX), decimals]);
        out.extend([0; 14]);
    }
    out.push(0x0d);
    out
}

/// The cell, and whether it holds all of the value.
fn cell(value: &Value, c: &Column) -> (Vec<u8>, bool) {
    let plain = match (c.kind, value) {
        (b'L', Value::Bool(b)) => if *b { "T" } else { "F" }.to_owned(),
        (b'L', _) => "?".to_owned(),
        (_, Value::Number(n)) => number(n),
        (_, other) => text(other),
    };
    let mut end = plain.len().min(c.width);
    while !plain.is_char_boundary(end) {
        end -= 1;
    }
    let mut out = plain.as_bytes()[..end].to_vec();
    match c.kind {
        b'N' => out.splice(0..0, std::iter::repeat_n(b' ', c.width - end)).for_each(drop),
        _ => out.resize(c.width, b' '),
    }
    (out, end == plain.len())
}

/// The shortest text that reads back to the same number.
fn number(n: &Number) -> String {
    let plain = n.to_string();
    if plain.len() <= REAL { plain } else { format!("{:e}", n.as_f64().unwrap_or(f64::NAN)) }
}

type Rows = (Vec<Map<String, Value>>, Vec<Finding>);

/// Rows of a table. `page` is what the `.cpg` says; without it texts that are not UTF-8 are read as Latin-1,
/// with a finding.
pub(super) fn read(file: &str, bytes: &[u8], page: Option<&str>) -> Result<Rows, Box<Finding>> {
    rows(bytes, page).map(|(rows, odd)| (rows, doubts(file, odd, page))).map_err(|(row, b)| {
        let place = if row > 0 { format!("row {row}") } else { String::new() };
        Box::new(b.finding("F326", file, &place))
    })
}

fn doubts(file: &str, odd: usize, page: Option<&str>) -> Vec<Finding> {
    if odd == 0 {
        return Vec::new();
    }
    let said = page.map_or_else(|| "no .cpg says how".to_owned(), |p| format!("the .cpg says {p}"));
    let text = format!("{odd} texts are not UTF-8 ({said}); they are read as Latin-1");
    let help = "if names look wrong, export the table as UTF-8 with a .cpg";
    vec![Finding::warning("F327", text).at(file, "").help(help)]
}

/// Rows, and how many texts were not UTF-8.
type Cells = (Vec<Map<String, Value>>, usize);

struct Head {
    name: String,
    kind: u8,
    width: usize,
}

fn rows(bytes: &[u8], page: Option<&str>) -> Result<Cells, (usize, Broken)> {
    let mut c = Cursor::new(bytes);
    let (count, start, length, heads) = head(&mut c).map_err(|b| (0, b))?;
    let mut c = Cursor::at(bytes, start);
    let count = c.fits(count, length.max(1), "rows").map_err(|b| (0, b))?;
    let (mut out, mut odd) = (Vec::new(), 0);
    for k in 0..count {
        let row = c.take(length).map_err(|b| (k + 1, b))?;
        let mut cells = Cursor::at(row, 1);
        let mut table = Map::new();
        for h in &heads {
            let cell = cells.take(h.width).map_err(|b| (k + 1, b))?;
            table.insert(h.name.clone(), value(cell, h.kind, page, &mut odd));
        }
        // A deleted row keeps its place, for the shape that belongs to it.
        out.push(table);
    }
    Ok((out, odd))
}

fn head(c: &mut Cursor<'_>) -> Read<(u32, usize, usize, Vec<Head>)> {
    let version = c.u8()?;
    if version & 0x07 != 3 {
        return Err(Broken::new(
            0,
            format!("the table is of version {version}; dBASE III is read"),
        ));
    }
    c.take(3)?;
    let count = c.u32_le()?;
    let (start, length) = (usize::from(c.u16_le()?), usize::from(c.u16_le()?));
    c.take(20)?;
    let mut heads: Vec<Head> = Vec::new();
    while c.position() + 32 < start {
        let field = c.take(32)?;
        if field[0] == 0x0d {
            break;
        }
        let name: Vec<u8> = field.iter().take(11).take_while(|b| **b != 0).copied().collect();
        let name = String::from_utf8(name).unwrap_or_else(|e| latin(e.as_bytes()));
        let long =
            SHORT.iter().find(|(_, short)| *short == name).map(|(long, _)| (*long).to_owned());
        heads.push(Head {
            name: long.unwrap_or(name),
            kind: field[11],
            width: usize::from(field[16]),
        });
    }
    let width: usize = 1 + heads.iter().map(|h| h.width).sum::<usize>();
    match width <= length && start > 32 {
        true => Ok((count, start, length, heads)),
        false => {
            Err(Broken::new(10, format!("rows of {length} bytes cannot hold fields of {width}")))
        }
    }
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(*b)).collect()
}

fn value(cell: &[u8], kind: u8, page: Option<&str>, odd: &mut usize) -> Value {
    let latin_page = page.is_some_and(|p| {
        matches!(
            p.to_ascii_uppercase().as_str(),
            "ISO-8859-1" | "8859-1" | "88591" | "1252" | "CP1252" | "ANSI 1252"
        )
    });
    let text = match std::str::from_utf8(cell) {
        Ok(text) if !latin_page => text.to_owned(),
        _ => {
            *odd += usize::from(!latin_page);
            latin(cell)
        }
    };
    let plain = text.trim_matches([' ', '\0']);
    match kind {
        b'L' => match plain {
            "T" | "t" | "Y" | "y" => Value::Bool(true),
            "F" | "f" | "N" | "n" => Value::Bool(false),
            _ => Value::Null,
        },
        b'N' | b'F' | b'I' => match (plain.parse::<i64>(), plain.parse::<f64>()) {
            (Ok(n), _) => Value::from(n),
            (_, Ok(n)) => Number::from_f64(n).map_or(Value::Null, Value::Number),
            _ => Value::Null,
        },
        _ if plain.is_empty() => Value::Null,
        _ => Value::String(text.trim_end_matches([' ', '\0']).to_owned()),
    }
}
