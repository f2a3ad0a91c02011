//! One result as a file of any format: what `littoral export` writes and the studio offers.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use littoral_delimit::Division;
use littoral_formats::exchange::treaty::{Print, annex};
use littoral_formats::exchange::{self, Piece, Written};
use littoral_formats::s121;
use littoral_model::Case;
use littoral_model::params::did_you_mean;

use crate::cli::Language;
use crate::comparison::{Row, shown};
use crate::failure::{Failure, Outcome};
use crate::map::Page;
use crate::output;

/// What is wanted of a result.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The case.
    pub case: &'a Case,
    /// The result.
    pub row: &'a Row,
    /// Only this layer; all without one, and for a map the one that the table shows.
    pub layer: Option<&'a str>,
    /// Language of maps.
    pub lang: Language,
    /// Sheet of maps.
    pub page: Page,
    /// Decimals of seconds in the text of a treaty.
    pub decimals: usize,
}

/// Formats that are not in the list of geographic ones.
const OTHERS: [&str; 5] = ["gml", "json", "svg", "png", "pdf"];

/// Refuses a format that is not written.
///
/// # Errors
/// There is no such format.
pub fn known(format: &str) -> Outcome {
    if OTHERS.contains(&format) || exchange::by_ending(format).is_some_and(|f| f.write.is_some()) {
        return Ok(());
    }
    let written = exchange::FORMATS.iter().filter(|f| f.write.is_some()).map(|f| f.id);
    let all: Vec<&str> = written.chain(OTHERS).collect();
    let rest = format!("formats are: {}", all.join(" "));
    let help = did_you_mean(format, all.iter().copied(), &rest);
    Err(Failure::usage(format!("no format is called \"{format}\""), "command line: -o", help))
}

/// The result in a format, by its ending.
///
/// # Errors
/// The rule failed, the format is not written or cannot hold the result, or a map cannot be drawn.
pub fn written(format: &str, ask: &Ask<'_>) -> Outcome<Written> {
    known(format)?;
    let division = ask.row.outcome.as_ref().map_err(|e| Failure::from(e.clone()))?;
    let part = output::only(division, ask.layer);
    let one = |bytes: Vec<u8>| Written { pieces: vec![Piece::main(bytes)], losses: Vec::new() };
    Ok(match format {
        "geojson" => one(littoral_formats::geojson::division(Some(ask.case), &part).into_bytes()),
        "json" => one(littoral_formats::json::division(&part).into_bytes()),
        "csv" => {
            let table = crate::points::csv(std::slice::from_ref(ask.row), ask.layer);
            let mut out = one(table.into_bytes());
            out.pieces.extend(exchange::division::provenance(ask.case, &part));
            out
        }
        "txt" => annex(ask.case, &part, Print { decimals: ask.decimals, ..Print::default() }),
        "gml" => one(s121::write(&s121::of_division(ask.case, &part)).into_bytes()),
        "svg" => one(sheet(ask, division)?.into_bytes()),
        "png" => one(output::picture(&sheet(ask, division)?)?),
        "pdf" => one(output::document(&sheet(ask, division)?)?),
        other => {
            let to = exchange::by_ending(other);
            let to = to.ok_or_else(|| cannot(&format!("{other} is not written")))?;
            let collection = exchange::division::collection(ask.case, &part);
            let mut out = exchange::write(to, &collection).map_err(|text| cannot(&text))?;
            out.losses.extend(datum(ask.case));
            out
        }
    })
}

fn sheet(ask: &Ask<'_>, division: &Division) -> Outcome<String> {
    let layer = ask.layer.or_else(|| shown(division).map(|(name, _)| name)).unwrap_or("seabed");
    output::sheet_of(ask.case, ask.row, layer, ask.lang, ask.page)
}

/// Formats whose datum is fixed say WGS 84 whatever the case computes on.
fn datum(case: &Case) -> Option<String> {
    let name = &case.ellipsoid.name;
    (name != "WGS84").then(|| {
        format!("the case computes on the ellipsoid {name}; the file calls its coordinates WGS 84, unshifted")
    })
}

/// Largest text that a person writes, bytes: a study, a plan, a table of options.
pub const LARGEST_TEXT: u64 = 64 * 1024 * 1024;

/// A file's bytes. Its size is looked at first; what has no size (a pipe) is read to the limit only.
///
/// # Errors
/// The file cannot be read, is a folder, or is larger than `most` bytes.
pub fn bytes(path: &Path, most: u64) -> Outcome<Vec<u8>> {
    let broken = |e: io::Error| Failure::file("read", path, &e);
    let found = fs::metadata(path).map_err(broken)?;
    if found.is_dir() {
        return Err(refuse(path, "is a folder", "name one file"));
    }
    if found.len() > most {
        return Err(too_large(path, most));
    }
    rest(File::open(path).map_err(broken)?, path, most)
}

/// All that is left to read; `path` names it in messages.
///
/// # Errors
/// It cannot be read, or there are more than `most` bytes.
pub fn rest(from: impl Read, path: &Path, most: u64) -> Outcome<Vec<u8>> {
    let mut out = Vec::new();
    let read = from.take(most + 1).read_to_end(&mut out);
    read.map_err(|e| Failure::file("read", path, &e))?;
    if out.len() as u64 > most {
        return Err(too_large(path, most));
    }
    Ok(out)
}

fn too_large(path: &Path, most: u64) -> Failure {
    let text = format!("is larger than {} MiB", most >> 20);
    refuse(path, &text, "keep only what is needed: the sea in question")
}

fn refuse(path: &Path, text: &str, help: &str) -> Failure {
    let place = path.display().to_string();
    Failure::usage(format!("{place} {text}"), place.clone(), help)
}

/// A refusal of a writer.
#[must_use]
pub fn cannot(text: &str) -> Failure {
    Failure::usage(text, "", "choose another format with -o")
}
