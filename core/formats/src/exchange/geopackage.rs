//! GeoPackage 1.3 (OGC 12-128r17): a layer a table, through SQLite in memory.
//!
//! Nothing is written to disk here: the database is made and read in memory, so that the file is published
//! whole like any other. Every geometry has its envelope; there is no spatial index, which programs build
//! where they want one.

mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;

/// `GPKG` in the header of the file.
const APPLICATION: i32 = 0x4750_4B47;
/// What kind of metadata says what made the file.
const MADE_BY: &str = "littoral:provenance";
/// WGS 84, longitude and latitude.
const WGS84: i32 = 4326;

/// A name as SQL quotes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
