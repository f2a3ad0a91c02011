//! Layers as tables of a GeoPackage.

use std::collections::BTreeSet;

use rusqlite::{Connection, MAIN_DB, params, params_from_iter, types::Value as Cell};
use serde_json::Value;

use super::{APPLICATION, MADE_BY, WGS84, quoted};
use crate::exchange::feature::{Collection, Feature, Layer, ShapeKind};
use crate::exchange::schema::{self, Field, FieldKind};
use crate::exchange::{Piece, Written, meridian, wkb};

const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL PRIMARY KEY REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
  z TINYINT NOT NULL, m TINYINT NOT NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES
 ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
 ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
 ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
";

/// The extension for metadata (annex F.8 of the standard).
const METADATA: &str = "
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL,
  md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
INSERT INTO gpkg_extensions VALUES
 ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write'),
 ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');
";

/// Most attributes of a table: 2000 columns with key and geometry.
const FIELDS: usize = 1998;

/// One file with a table a layer.
pub(crate) fn write(collection: &Collection) -> Result<Written, String> {
    for layer in &collection.layers {
        let count = schema::fields(layer).len();
        if count > FIELDS {
            let name = &layer.name;
            return Err(format!(
                "gpkg cannot hold {count} attributes: a table has {FIELDS} at most, and {name} more"
            ));
        }
    }
    let mut losses = Vec::new();
    build(collection, &mut losses)
        .map(|bytes| Written { pieces: vec![Piece::main(bytes)], losses })
        .map_err(|e| format!("the GeoPackage cannot be made: {e}"))
}

fn build(collection: &Collection, losses: &mut Vec<String>) -> rusqlite::Result<Vec<u8>> {
    let mut db = Connection::open_in_memory()?;
    db.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = 10300; BEGIN; {TABLES}"
    ))?;
    if let Some(made) = collection.provenance() {
        metadata(&db, collection, &made)?;
    }
    for (kind, layer) in collection.parted() {
        table(&db, collection, kind, &layer, losses)?;
    }
    db.execute_batch("COMMIT; VACUUM;")?;
    Ok(db.serialize(MAIN_DB)?.to_vec())
}

/// What made the file, as metadata of the whole.
fn metadata(db: &Connection, collection: &Collection, made: &str) -> rusqlite::Result<()> {
    db.execute_batch(METADATA)?;
    db.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?1, 'application/json', ?2)",
        params![MADE_BY, made],
    )?;
    let sql =
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?1, 1, NULL)";
    db.execute(sql, params![moment(collection)]).map(drop)
}

/// The day of the data as SQL writes moments; same features, same bytes.
fn moment(collection: &Collection) -> String {
    let day = if collection.date.is_empty() { "2000-01-01" } else { collection.date.as_str() };
    format!("{day}T00:00:00.000Z")
}

/// A layer of a kind of geometry as a table.
fn table(
    db: &Connection,
    collection: &Collection,
    kind: Option<ShapeKind>,
    layer: &Layer,
    losses: &mut Vec<String>,
) -> rusqlite::Result<()> {
    let fields = schema::fields(layer);
    losses.extend(schema::losses(layer, &fields));
    let names = names(&fields, &layer.name, losses);
    let name = table_name(&layer.name);
    // Cells of one piece and of several stand in one table: polygons are always multiple.
    let multiple = kind == Some(ShapeKind::Polygons) || layer.is_multiple();
    let geometry = match (kind, multiple) {
        (Some(ShapeKind::Points), false) => "POINT",
        (Some(ShapeKind::Points), true) => "MULTIPOINT",
        (Some(ShapeKind::Lines), false) => "LINESTRING",
        (Some(ShapeKind::Lines), true) => "MULTILINESTRING",
        (Some(ShapeKind::Polygons), _) => "MULTIPOLYGON",
        (None, _) => "GEOMETRY",
    };
    let columns: String = fields
        .iter()
        .zip(&names)
        .map(|(f, n)| format!(", {} {}", quoted(n), sql(f.kind)))
        .collect();
    db.execute_batch(&format!(
        "CREATE TABLE {} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {geometry}{columns})",
        quoted(&name)
    ))?;
    let [w, s, e, n] = layer.bounds().map_or([None; 4], |b| b.map(Some));
    db.execute(
        "INSERT INTO gpkg_contents VALUES (?1, 'features', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![name, collection.name, moment(collection), w, s, e, n, WGS84],
    )?;
    db.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
        params![name, geometry, WGS84],
    )?;
    let marks: String = fields.iter().map(|_| ", ?").collect();
    let mut insert =
        db.prepare(&format!("INSERT INTO {} VALUES (NULL, ?{marks})", quoted(&name)))?;
    for feature in &layer.features {
        let blob = blob(feature, multiple).map_or(Cell::Null, Cell::Blob);
        let cells = fields.iter().map(|f| cell(schema::value(&feature.properties, f)));
        insert.execute(params_from_iter(std::iter::once(blob).chain(cells)))?;
    }
    Ok(())
}

/// Names of columns: no two alike to SQL, none that of the key or the geometry.
fn names(fields: &[Field], layer: &str, losses: &mut Vec<String>) -> Vec<String> {
    let mut taken = BTreeSet::from(["fid".to_owned(), "geom".to_owned()]);
    let mut out = Vec::new();
    for field in fields {
        let plain = field.name.replace('\0', "\u{fffd}");
        let mut name = plain.clone();
        let mut k = 1;
        while name.is_empty() || !taken.insert(name.to_ascii_lowercase()) {
            name = format!("{plain}_{k}");
            k += 1;
        }
        if name != field.name {
            losses.push(format!("{layer}: \"{}\" is called \"{name}\"", field.name));
        }
        out.push(name);
    }
    out
}

/// Names that begin with `gpkg_`, `sqlite_` or `rtree_` belong to the format.
fn table_name(layer: &str) -> String {
    let small = layer.to_ascii_lowercase();
    match ["gpkg_", "sqlite_", "rtree_"].iter().any(|p| small.starts_with(p)) || layer.is_empty() {
        true => format!("layer_{layer}"),
        false => layer.replace('\0', "\u{fffd}"),
    }
}

const fn sql(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Flag => "BOOLEAN",
        FieldKind::Integer => "INTEGER",
        FieldKind::Real => "DOUBLE",
        FieldKind::Text => "TEXT",
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(b) => Cell::Integer(i64::from(b)),
        Value::Number(n) => match n.as_i64() {
            Some(i) => Cell::Integer(i),
            None => n.as_f64().map_or(Cell::Null, Cell::Real),
        },
        Value::String(s) => Cell::Text(s),
        other => Cell::Text(other.to_string()),
    }
}

/// The header of the standard with the envelope, then WKB.
fn blob(feature: &Feature, multiple: bool) -> Option<Vec<u8>> {
    let shape = meridian::cut(feature.shape.as_ref()?);
    let [w, s, e, n] = shape.bounds()?;
    // "GP", version 1, little-endian with an envelope of two dimensions.
    let mut out = vec![b'G', b'P', 0, 0b0000_0011];
    out.extend(WGS84.to_le_bytes());
    out.extend([w, e, s, n].iter().flat_map(|v| v.to_le_bytes()));
    out.extend(wkb::write(&shape, multiple));
    Some(out)
}
