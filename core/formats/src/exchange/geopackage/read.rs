//! Feature tables of a GeoPackage as layers.

use std::io::Cursor as Bytes;

use littoral_model::Finding;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB, OptionalExtension as _, Row};
use serde_json::{Number, Value};

use super::{MADE_BY, WGS84, quoted};
use crate::exchange::cursor::{Broken, Cursor, Read};
use crate::exchange::feature::{Feature, Layer, MAX_LAYERS, Shape};
use crate::exchange::{Reading, SHIFT, wkb, wkt};

/// Steps of SQLite's machine allowed for a file beside four a byte: a view may loop for ever, honest tables
/// need less than one a byte.
const STEPS: u64 = 2_000_000;
/// Steps between two looks at the count.
const LOOK: i32 = 10_000;
/// Longest text or blob taken, bytes.
const LONGEST: i32 = 64 * 1024 * 1024;

/// Reads every feature table. Time is bounded in steps, memory by SQLite's own limits; views and triggers
/// of the file run nothing that was not asked for.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Reading {
    let mut out = Reading::default();
    if !bytes.starts_with(b"SQLite format 3\0") {
        let text = "the file does not begin like a GeoPackage (SQLite format 3)";
        return Reading::refused(Finding::error("F340", text).at(file, "byte 0"));
    }
    if let Err(error) = tables(file, bytes, &mut out) {
        let text = match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => {
                "a table or view of the file never ends: stopped".to_owned()
            }
            _ => format!("the file cannot be read as a GeoPackage: {error}"),
        };
        let help = "check it with another program, or export it again";
        out.findings.push(Finding::error("F340", text).at(file, "").help(help));
    }
    out
}

fn open(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    db.deserialize_read_exact(MAIN_DB, Bytes::new(bytes), bytes.len(), true)?;
    let mut left = (STEPS + 4 * bytes.len() as u64) / u64::from(LOOK.unsigned_abs());
    db.progress_handler(
        LOOK,
        Some(move || {
            left = left.saturating_sub(1);
            left == 0
        }),
    )?;
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    db.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;",
    )?;
    Ok(db)
}

fn tables(file: &str, bytes: &[u8], out: &mut Reading) -> rusqlite::Result<()> {
    let db = open(bytes)?;
    let mut list = db.prepare(
        "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g \
         JOIN gpkg_contents c ON c.table_name = g.table_name WHERE c.data_type = 'features' ORDER BY c.rowid",
    )?;
    let found = list.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let found: Vec<(String, String, i64)> =
        found.take(MAX_LAYERS).collect::<rusqlite::Result<_>>()?;
    for (name, column, srs) in found {
        out.findings.extend(datum(&db, file, &name, srs)?);
        let layer = table(&db, (file, bytes.len() / 4), &name, &column, out)?;
        out.collection.layers.push(layer);
    }
    let first: Option<String> = db
        .query_row("SELECT description FROM gpkg_contents ORDER BY rowid", [], |r| r.get(0))
        .optional()?;
    out.collection.name = first.unwrap_or_default();
    // A file without the table of metadata is a file like any other.
    let sql = "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = ?1";
    let made = db.query_row(sql, [MADE_BY], |r| r.get::<_, String>(0));
    out.collection.take_provenance(&made.unwrap_or_default());
    Ok(())
}

/// Refuses projected coordinates; doubts other datums.
fn datum(db: &Connection, file: &str, table: &str, srs: i64) -> rusqlite::Result<Option<Finding>> {
    if srs == i64::from(WGS84) {
        return Ok(None);
    }
    let sql = "SELECT srs_name, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
    let row: Option<(String, String)> =
        db.query_row(sql, [srs], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let (name, definition) =
        row.unwrap_or_else(|| (format!("reference system {srs}"), String::new()));
    let place = format!("table {table}");
    Ok(Some(match wkt::refusal(&definition) {
        Some(why) => {
            let help = "reproject the table to WGS 84 (EPSG:4326) first";
            Finding::error("F324", format!("{why} ({name})")).at(file, place).help(help)
        }
        None => {
            let text = format!("the table names \"{name}\"; the coordinates are taken as WGS 84");
            Finding::warning("F323", text).at(file, place).help(SHIFT)
        }
    }))
}

fn table(
    db: &Connection,
    (file, most): (&str, usize),
    name: &str,
    geometry: &str,
    out: &mut Reading,
) -> rusqlite::Result<Layer> {
    let mut statement = db.prepare(&format!("SELECT * FROM {}", quoted(name)))?;
    // First, because it refuses names that are no text, on which the crate would panic.
    let (key, flags) = types(db, name)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut layer = Layer { name: name.to_owned(), features: Vec::new() };
    let (mut heights, mut blobs) = (false, false);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number = layer.features.len() + 1;
        let mut feature = Feature::default();
        for (k, column) in columns.iter().enumerate() {
            if column == geometry {
                match shape(row, k) {
                    Ok((shape, dropped)) => {
                        heights |= dropped;
                        feature.shape = shape;
                    }
                    Err(broken) => {
                        let place = format!("table {name}, row {number}");
                        out.findings.push(broken.finding("F341", file, &place));
                    }
                }
            } else if Some(column) != key.as_ref() {
                let value = value(row.get_ref(k)?, flags.contains(column), &mut blobs);
                feature.properties.insert(column.clone(), value);
            }
        }
        layer.features.push(feature);
        if out.findings.len() > 20 {
            break;
        }
        // A row of a table needs bytes; only a view can go on without.
        if layer.features.len() > most {
            let text =
                format!("the table gives more than {most} rows, more than the file has room for");
            out.findings.push(Finding::error("F340", text).at(file, format!("table {name}")));
            break;
        }
    }
    let place = format!("table {name}");
    if heights {
        let text = "heights or measures of the shapes are left out";
        out.findings.push(Finding::warning("F310", text).at(file, &place));
    }
    if blobs {
        let text = "columns of raw bytes are left out";
        out.findings.push(Finding::warning("F342", text).at(file, &place));
    }
    Ok(layer)
}

/// The key column, and the columns that hold yes or no.
fn types(db: &Connection, table: &str) -> rusqlite::Result<(Option<String>, Vec<String>)> {
    let mut statement = db.prepare("SELECT name, type, pk FROM pragma_table_info(?1)")?;
    let rows = statement.query_map([table], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, i64>(2)?))
    })?;
    let (mut key, mut flags) = (None, Vec::new());
    for row in rows {
        let (name, kind, pk) = row?;
        match pk > 0 {
            true => key = Some(name),
            false if kind.eq_ignore_ascii_case("BOOLEAN") => flags.push(name),
            false => {}
        }
    }
    Ok((key, flags))
}

fn value(cell: ValueRef<'_>, flag: bool, blobs: &mut bool) -> Value {
    match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(i) if flag => Value::Bool(i != 0),
        ValueRef::Integer(i) => Value::from(i),
        ValueRef::Real(x) => Number::from_f64(x).map_or(Value::Null, Value::Number),
        ValueRef::Text(t) => Value::String(String::from_utf8_lossy(t).into_owned()),
        ValueRef::Blob(_) => {
            *blobs = true;
            Value::Null
        }
    }
}

fn shape(row: &Row<'_>, k: usize) -> Read<(Option<Shape>, bool)> {
    match row.get_ref(k) {
        Ok(ValueRef::Null) => Ok((None, false)),
        Ok(ValueRef::Blob(bytes)) => blob(bytes),
        _ => Err(Broken::new(0, "the geometry is not stored as bytes")),
    }
}

/// A GeoPackage geometry: header, envelope, WKB.
fn blob(bytes: &[u8]) -> Read<(Option<Shape>, bool)> {
    let mut c = Cursor::new(bytes);
    if c.take(2)? != b"GP" {
        return Err(Broken::new(0, "the geometry does not begin with GP"));
    }
    c.u8()?;
    let flags = c.u8()?;
    c.take(4)?;
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        other => return Err(Broken::new(3, format!("{other} is no kind of envelope"))),
    };
    c.take(envelope)?;
    if flags & 0b0001_0000 != 0 {
        return Ok((None, false));
    }
    let at = c.position();
    let rest = c.take(c.left())?;
    wkb::read(rest).map_err(|b| b.within(at))
}
