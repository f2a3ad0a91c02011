//! Geographic formats that others read and write, one file each, and the list of them.
//!
//! A reader turns bytes into a [`Collection`] and findings; it is total, keeps its memory near the size
//! of the file, and never trusts a count. A writer turns a collection into pieces (files) and says in
//! words what its format cannot hold.

mod archive;
mod border;
pub mod csv;
mod cursor;
mod dbf;
pub mod division;
pub mod feature;
mod flatbuffer;
mod flatgeobuf;
mod geojson;
mod geopackage;
mod geoparquet;
mod gml;
mod kml;
mod meridian;
pub mod schema;
mod shapefile;
pub mod treaty;
mod verify;
mod wkb;
mod wkt;
mod xml;

use std::collections::BTreeMap;

use littoral_model::{Finding, Severity};

pub use border::crossed;
pub use feature::{Collection, Feature, Layer, Shape, ShapeKind};
pub(crate) use geojson::{geometry, position};
pub use meridian::cut;

/// Largest file read, bytes.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// A file as it was found, with the files beside it that belong to it.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// As the user named it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Files of the same stem by lower-case ending (`dbf`): a shapefile is several. `provenance` is the file
    /// that says what made it.
    pub beside: BTreeMap<String, Vec<u8>>,
}

/// What reading a file gave. With an error among the findings the collection is not to be used.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The features.
    pub collection: Collection,
    /// Errors, doubts and notes.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// Nothing may be made of this.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }

    fn refused(finding: Finding) -> Self {
        Self { findings: vec![finding], ..Self::default() }
    }
}

/// One file of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What stands between the stem and the ending of the name asked for (`-lines`); empty for the main
    /// file.
    pub suffix: String,
    /// Ending without its dot where it is not the one asked for (`dbf`).
    pub ending: Option<&'static str>,
    /// Contents.
    pub bytes: Vec<u8>,
}

impl Piece {
    /// The file with the very name asked for.
    #[must_use]
    pub fn main(bytes: Vec<u8>) -> Self {
        Self { suffix: String::new(), ending: None, bytes }
    }

    /// The file beside the others that says what made them, for formats with no place for it.
    fn provenance(collection: &Collection) -> Option<Self> {
        let bytes = (collection.provenance()? + "\n").into_bytes();
        Some(Self { suffix: PROVENANCE.into(), ending: Some("json"), bytes })
    }

    /// The file of the k-th layer: the first has the name asked for, the others their layer's name
    /// behind it.
    fn of_layer(k: usize, layer: &str, bytes: Vec<u8>) -> Self {
        Self { suffix: layer_suffix(k, layer), ending: None, bytes }
    }
}

/// What helps where a file names another datum than WGS 84: what it may cost, and what to do.
const SHIFT: &str = "datums differ by up to some 100 m: where that matters convert the file to WGS 84 (EPSG:4326) first";

/// What stands behind the stem of the file that says what made the others.
const PROVENANCE: &str = "-provenance";

fn layer_suffix(k: usize, layer: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    match k {
        0 => String::new(),
        _ => format!("-{}", layer.chars().map(plain).collect::<String>()),
    }
}

/// An export: files, and what the format could not hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// Files; the main one first.
    pub pieces: Vec<Piece>,
    /// Sentences on what is not as it was.
    pub losses: Vec<String>,
}

impl Written {
    /// All files as one archive, named after a stem and an ending as [`Piece`]s are.
    #[must_use]
    pub fn archive(&self, stem: &str, ending: &str) -> Vec<u8> {
        let name = |p: &Piece| format!("{stem}{}.{}", p.suffix, p.ending.unwrap_or(ending));
        let members: Vec<(String, Vec<u8>)> =
            self.pieces.iter().map(|p| (name(p), p.bytes.clone())).collect();
        archive::pack(&members)
    }

    fn one(piece: Piece) -> Self {
        Self { pieces: vec![piece], losses: Vec::new() }
    }
}

/// A reader. Total: see [`Reading`].
type Reader = fn(&Input) -> Reading;
/// A writer. The error is a sentence on what stops it.
type Writer = fn(&Collection) -> Result<Written, String>;

/// A format.
pub struct Format {
    /// Name on the command line.
    pub id: &'static str,
    /// Endings of file names, without their dot, lower case.
    pub endings: &'static [&'static str],
    /// In a few words.
    pub about: &'static str,
    /// Its reader, if it is read.
    pub read: Option<Reader>,
    /// Its writer, if it is written; called through [`write()`].
    pub write: Option<Writer>,
}

/// Every format, in the order of help texts.
pub const FORMATS: &[Format] = &[
    Format {
        id: "geojson",
        endings: &["geojson", "json"],
        about: "GeoJSON (RFC 7946)",
        read: Some(|i| geojson::read(&i.name, &i.bytes)),
        write: Some(|c| Ok(geojson::write(c))),
    },
    Format {
        id: "gpkg",
        endings: &["gpkg"],
        about: "GeoPackage 1.3, a layer a table",
        read: Some(|i| geopackage::read(&i.name, &i.bytes)),
        write: Some(geopackage::write),
    },
    Format {
        id: "shp",
        endings: &["shp"],
        about: "Shapefile with .shx .dbf .prj .cpg, a layer a set of files",
        read: Some(shapefile::read),
        write: Some(|c| Ok(shapefile::write(c))),
    },
    Format {
        id: "shz",
        endings: &["shz", "zip"],
        about: "Shapefiles in one archive",
        read: Some(shapefile::read_archive),
        write: Some(|c| Ok(shapefile::write_archive(c))),
    },
    Format {
        id: "kml",
        endings: &["kml"],
        about: "KML 2.2, a layer a folder",
        read: Some(|i| kml::read(&i.name, &i.bytes)),
        write: Some(|c| Ok(kml::write(c))),
    },
    Format {
        id: "kmz",
        endings: &["kmz"],
        about: "KML in an archive",
        read: Some(|i| kml::read_archive(&i.name, &i.bytes)),
        write: Some(|c| Ok(kml::write_archive(c))),
    },
    Format {
        id: "fgb",
        endings: &["fgb"],
        about: "FlatGeobuf 3, a layer a file",
        read: Some(|i| flatgeobuf::read(&i.name, &i.bytes)),
        write: Some(|c| Ok(flatgeobuf::write(c))),
    },
    Format {
        id: "parquet",
        endings: &["parquet", "geoparquet"],
        about: "GeoParquet 1.0, a layer a file",
        read: Some(|i| geoparquet::read(&i.name, &i.bytes)),
        write: Some(geoparquet::write),
    },
    Format {
        id: "csv",
        endings: &["csv"],
        about: "a vertex a row, decimal degrees and degrees, minutes, seconds",
        read: Some(|i| csv::read(&i.name, &i.bytes)),
        write: Some(|c| Ok(csv::write(c))),
    },
    Format {
        id: "txt",
        endings: &["txt"],
        about: "turning points as the annex of a treaty prints them",
        read: Some(|i| treaty::read(&i.name, &i.bytes)),
        write: Some(treaty::write),
    },
    Format {
        id: "gml",
        endings: &["gml"],
        about: "S-121-structured GML of a division or a dated law, not schema-validated",
        read: Some(|i| gml::read(&i.name, &i.bytes)),
        write: None,
    },
];

/// The format of a file by its ending.
#[must_use]
pub fn by_ending(ending: &str) -> Option<&'static Format> {
    let ending = ending.to_ascii_lowercase();
    FORMATS.iter().find(|f| f.endings.contains(&ending.as_str()))
}

/// The format by its name on the command line.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.id == id)
}

/// Reads a file of a known format, and checks what no format checks: that positions are positions,
/// lines have two, rings three.
#[must_use]
pub fn read(format: &Format, input: &Input) -> Reading {
    let Some(reader) = format.read else {
        let text = format!("{} files are written, not read", format.id);
        return Reading::refused(Finding::error("F300", text).at(&input.name, ""));
    };
    let mut reading = reader(input);
    if let Some(made) = input.beside.get(&PROVENANCE[1..]) {
        reading.collection.take_provenance(&String::from_utf8_lossy(made));
    }
    if !reading.failed() {
        verify::check(&input.name, &mut reading);
    }
    reading.findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    reading
}

/// Writes a collection in a format. Ids of features become an attribute where the format has no place for
/// them.
///
/// # Errors
/// A sentence on what stops it.
pub fn write(format: &Format, collection: &Collection) -> Result<Written, String> {
    let Some(writer) = format.write else {
        return Err(format!("{} files are read, not written", format.id));
    };
    // GeoJSON has ids; the text of a treaty has no attributes at all, and says so.
    let ids = collection.ids().filter(|_| !matches!(format.id, "geojson" | "txt"));
    let Some(column) = ids else { return writer(collection) };
    let mut out = writer(&collection.with_ids_as(&column))?;
    let text =
        format!("{} cannot hold ids of features: they are the attribute \"{column}\"", format.id);
    out.losses.insert(0, text);
    Ok(out)
}

#[cfg(test)]
mod strangers;
#[cfg(test)]
mod tests;
