//! Shapefile (ESRI white paper of July 1998): `.shp` `.shx` `.dbf` `.prj` `.cpg`, one set a layer.
//!
//! Holds one kind of geometry a file; names of fields have ten characters; texts 254 bytes. Outer rings
//! run clockwise. Known long names are shortened to fixed short ones and come back when littoral reads.

mod read;
mod write;

use std::collections::BTreeMap;

use littoral_model::Finding;

use super::{Collection, Input, PROVENANCE, Piece, Reading, Written, archive};

pub(super) use read::read;
pub(super) use write::write;

/// Codes of the shapes that are read and written; the same plus 10 and 20 have heights and measures.
mod code {
    pub(super) const NULL: u32 = 0;
    pub(super) const POINT: u32 = 1;
    pub(super) const LINE: u32 = 3;
    pub(super) const POLYGON: u32 = 5;
    pub(super) const MULTIPOINT: u32 = 8;
}

/// The member of an archive that says what made it.
const MADE_BY: &str = "provenance.json";

/// WGS 84 as ESRI spells it.
const WGS84: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

/// All sets of an archive.
pub(super) fn read_archive(input: &Input) -> Reading {
    let file = &input.name;
    let members = match archive::list(&input.bytes) {
        Ok(members) => members,
        Err(broken) => return Reading::refused(broken.finding("F330", file, "")),
    };
    let mut sets: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for m in &members {
        let Some((stem, ending)) = m.name.rsplit_once('.') else { continue };
        let ending = ending.to_ascii_lowercase();
        // What a Macintosh adds to an archive are no shapes, whatever they are called.
        if m.name.starts_with("__MACOSX/")
            || m.name.rsplit('/').next().is_some_and(|n| n.starts_with("._"))
        {
            continue;
        }
        if !matches!(ending.as_str(), "shp" | "dbf" | "prj" | "cpg") {
            continue;
        }
        match archive::unpack(&input.bytes, m) {
            Ok(bytes) => drop(sets.entry(stem.to_owned()).or_default().insert(ending, bytes)),
            Err(broken) => return Reading::refused(broken.finding("F330", file, &m.name)),
        }
    }
    let mut out = Reading::default();
    let made = members.iter().find(|m| m.name == MADE_BY);
    if let Some(text) = made.and_then(|m| archive::unpack(&input.bytes, m).ok()) {
        out.collection.take_provenance(&String::from_utf8_lossy(&text));
    }
    for (stem, mut beside) in sets {
        let Some(bytes) = beside.remove("shp") else { continue };
        let one = read(&Input { name: format!("{file}!{stem}.shp"), bytes, beside });
        out.findings.extend(one.findings);
        out.collection.layers.extend(one.collection.layers);
    }
    if out.collection.layers.is_empty() && out.findings.is_empty() {
        let finding = Finding::error("F331", "the archive holds no .shp").at(file, "");
        out.findings.push(finding.help("a shapefile archive holds .shp, .shx, .dbf and .prj"));
    }
    out
}

/// Every set of files in one archive, which is published whole.
pub(super) fn write_archive(collection: &Collection) -> Written {
    let written = write(collection);
    let mut layer = String::new();
    let mut members = Vec::new();
    let names: Vec<String> = collection.parted().into_iter().map(|(_, l)| l.name).collect();
    for (k, piece) in written.pieces.into_iter().enumerate() {
        if piece.suffix == PROVENANCE {
            members.push((MADE_BY.to_owned(), piece.bytes));
            continue;
        }
        if let Some(name) = names.get(k / write::FILES) {
            layer.clone_from(name);
        }
        let ending = piece.ending.unwrap_or("shp");
        members.push((format!("{}.{ending}", layer.replace(['/', '\\'], "_")), piece.bytes));
    }
    Written { pieces: vec![Piece::main(archive::pack(&members))], losses: written.losses }
}
