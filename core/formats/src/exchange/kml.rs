//! KML 2.2 (OGC 07-147r2) and KMZ.
//!
//! A layer is a folder; attributes are typed `SchemaData`, which GIS programs show as a table; lines and
//! polygons follow the ground. A reader takes any file of placemarks, typed or not.

mod read;
mod write;

use littoral_model::Finding;

use super::{Piece, Reading, Written, archive};

pub(super) use read::read;
pub(super) use write::write;

/// Prefix of the schema ids in files that littoral writes: their placemark names are labels only.
const OWN: &str = "littoral.";

/// Reads the document of a KMZ: `doc.kml`, or else its first `.kml`.
pub(super) fn read_archive(file: &str, bytes: &[u8]) -> Reading {
    let refuse = |f: Finding| Reading::refused(f);
    let members = match archive::list(bytes) {
        Ok(members) => members,
        Err(broken) => return refuse(broken.finding("F330", file, "")),
    };
    let is_kml = |name: &str| name.to_ascii_lowercase().ends_with(".kml");
    let main = members.iter().find(|m| m.name == "doc.kml");
    let Some(member) = main.or_else(|| members.iter().find(|m| is_kml(&m.name))) else {
        let finding = Finding::error("F331", "the archive holds no .kml document").at(file, "");
        return refuse(finding.help("a KMZ is an archive with a doc.kml inside"));
    };
    match archive::unpack(bytes, member) {
        Ok(text) => {
            let mut out = read(&format!("{file}!{}", member.name), &text);
            if members.iter().filter(|m| is_kml(&m.name)).count() > 1 {
                let text = format!("of several documents only {} is read", member.name);
                out.findings.push(Finding::warning("F319", text).at(file, ""));
            }
            out
        }
        Err(broken) => refuse(broken.finding("F330", file, &member.name)),
    }
}

/// KMZ: the same document as `doc.kml` in an archive.
pub(super) fn write_archive(collection: &super::Collection) -> Written {
    let mut written = write(collection);
    let members: Vec<(String, Vec<u8>)> =
        written.pieces.drain(..).map(|p| ("doc.kml".to_owned(), p.bytes)).collect();
    written.pieces.push(Piece::main(archive::pack(&members)));
    written
}
