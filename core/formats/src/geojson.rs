//! GeoJSON (RFC 7946): reading with our own validity, writing divisions.

mod advice;
pub(crate) mod crs;
pub(crate) mod read;
pub(crate) mod shape;
mod write;

use littoral_model::Finding;

use crate::tree::{Source, json};

pub use write::division;

/// What is wrong with a text as GeoJSON; nothing if it is valid by RFC 7946.
///
/// Stricter than the usual parsers: rings must close, lines need two positions, a polygon three
/// distinct ones, boxes four or six numbers, positions two or three; coordinates must be finite.
/// What the standard only advises against comes as notes: winding, needless collections, decimals
/// beyond 0.1 mm.
#[must_use]
pub fn check(file: &str, bytes: &[u8]) -> Vec<Finding> {
    let parsed = Source::new(file, bytes).and_then(|s| json::parse(&s).map(|root| (s, root)));
    let mut log = Vec::new();
    match parsed {
        Ok((source, root)) => {
            read::features(&source, &root, &mut log);
            advice::collect(&source, &root, &mut log);
        }
        Err(finding) => log.push(*finding),
    }
    log
}
