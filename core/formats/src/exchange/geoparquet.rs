//! GeoParquet 1.0: a layer a file, geometry as WKB, through the crate `parquet` without Arrow.
//!
//! A cargo feature of its own (`geoparquet`, on by default): the crate is the heaviest part of a cold
//! build after SQLite.

mod read;
mod scan;
mod write;

pub(super) use read::read;
pub(super) use write::write;

/// The geometry column of files that littoral writes.
const GEOMETRY: &str = "geometry";
/// The key of the metadata that makes a Parquet file a GeoParquet file.
const GEO: &str = "geo";
/// The key of the metadata that says what made the file.
const MADE_BY: &str = "littoral";
