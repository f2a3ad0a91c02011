//! `littoral convert`: between the formats of other programs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use littoral_formats::exchange::{self, Collection, Format, Input, MAX_BYTES, Reading};
use littoral_model::Severity;

use super::export::publish;
use crate::cli::Global;
use crate::failure::{Complaint, Failure, Outcome};
use crate::files::{self, cannot};
use crate::print;
use crate::spare::spare;
use crate::style::Style;

const EXAMPLES: &str = "\
Examples:
  littoral convert coast.shp -o coast.gpkg
  littoral convert division.geojson -o division.kmz
  littoral convert annex.txt -o line.geojson

Reads and writes: geojson gpkg shp shz kml kmz fgb parquet csv txt. Coordinates are longitude and latitude
on WGS 84; what a format cannot hold is said.";

/// Convert between geographic formats
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Convert {
    /// File to read; its ending says the format
    pub input: PathBuf,
    /// File to write; its ending says the format
    #[arg(short = 'o', long = "out", value_name = "FILE", required = true)]
    pub out: PathBuf,
    /// Format of the input where its ending does not say it
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<String>,
    /// Format of the output where its ending does not say it
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Only these layers
    #[arg(long, value_name = "NAME")]
    pub layer: Vec<String>,
}

/// Runs the verb.
///
/// # Errors
/// A file that cannot be read, or holds errors; a format that is not known; a file that cannot be written.
pub fn run(args: &Convert, global: &Global) -> Outcome {
    let to = format(&args.out, args.format.as_deref())?;
    if to.write.is_none() {
        return Err(cannot(&format!("{} is not written", to.id)));
    }
    let reads = || parts(&args.input);
    spare(&args.out, reads())?;
    let collection = read(&args.input, args.from.as_deref())?;
    let collection = only(collection, &args.layer)?;
    // Littoral's own GeoJSON has nested attributes; tables have plain ones.
    let nested = to.id == "geojson";
    let plain = if nested { collection } else { exchange::division::plain(&collection) };
    let written = exchange::write(to, &plain).map_err(|text| cannot(&text))?;
    publish(&args.out, &written, |out| spare(out, reads()), global)
}

/// The ending of a file, or the format that was named, lower case.
///
/// # Errors
/// The name has no ending and no format is named.
pub(super) fn ending(path: &Path, named: Option<&str>) -> Outcome<String> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    named.map(str::to_lowercase).or(ending).ok_or_else(|| {
        Failure::usage(
            format!("{} has no ending that names a format", path.display()),
            "command line",
            "write -o FILE.geojson, or name it with --format",
        )
    })
}

fn format(path: &Path, named: Option<&str>) -> Outcome<&'static Format> {
    let word = ending(path, named)?;
    exchange::by_ending(&word).or_else(|| exchange::by_id(&word)).ok_or_else(|| {
        let ids: Vec<&str> = exchange::FORMATS.iter().map(|f| f.id).collect();
        let all = format!("formats are: {}", ids.join(" "));
        let help = match word.as_str() {
            "dbf" | "shx" | "prj" | "cpg" => "name the .shp beside it: this is a part of it".into(),
            _ => littoral_model::params::did_you_mean(&word, ids.iter().copied(), &all),
        };
        Failure::usage(
            format!("no geographic format is called \"{word}\""),
            path.display().to_string(),
            help,
        )
    })
}

/// Reads a file of any format; doubts go to standard error.
///
/// # Errors
/// The file cannot be read, or holds errors.
pub(super) fn read(path: &Path, named: Option<&str>) -> Outcome<Collection> {
    let format = format(path, named)?;
    let reading = exchange::read(format, &input(path)?);
    let Reading { collection, findings } = reading;
    if findings.iter().any(|f| f.severity == Severity::Error) {
        return Err(Failure::Findings(findings));
    }
    let style = Style::stderr();
    findings.iter().for_each(|f| print::aside(&Complaint::of_finding(f).render(style)));
    Ok(collection)
}

/// The names of a file and of those beside it that are read with it, there or not.
fn parts(path: &Path) -> Vec<PathBuf> {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let made = path.with_file_name(format!("{stem}-provenance.json"));
    let of_shape = ["dbf", "prj", "cpg", "shx"].map(|ending| path.with_extension(ending));
    let is_shape = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("shp"));
    [path.to_owned(), made].into_iter().chain(of_shape.into_iter().filter(|_| is_shape)).collect()
}

/// The file and the files beside it that belong to it.
fn input(path: &Path) -> Outcome<Input> {
    let name = path.display().to_string();
    let is_shape = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("shp"));
    if is_shape || !path.exists() {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        littoral_formats::settle(folder.unwrap_or(Path::new(".")));
    }
    let bytes = files::bytes(path, MAX_BYTES)?;
    let mut beside = BTreeMap::new();
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let made = path.with_file_name(format!("{stem}-provenance.json"));
    let apart =
        ["shp", "csv"].iter().any(|e| path.extension().is_some_and(|x| x.eq_ignore_ascii_case(e)));
    if apart && made.is_file() {
        beside.insert("provenance".to_owned(), files::bytes(&made, MAX_BYTES)?);
    }
    for ending in ["dbf", "prj", "cpg"].into_iter().filter(|_| is_shape) {
        let upper = ending.to_ascii_uppercase();
        let found = [ending, upper.as_str()]
            .map(|e| path.with_extension(e))
            .into_iter()
            .find(|p| p.is_file());
        if let Some(found) = found {
            beside.insert(ending.to_owned(), files::bytes(&found, MAX_BYTES)?);
        }
    }
    Ok(Input { name, bytes, beside })
}

/// The layers asked for, or all.
///
/// # Errors
/// There is no such layer.
pub(super) fn only(mut collection: Collection, wanted: &[String]) -> Outcome<Collection> {
    if let Some(missing) = wanted.iter().find(|w| !collection.layers.iter().any(|l| l.name == **w))
    {
        let names: Vec<&str> = collection.layers.iter().map(|l| l.name.as_str()).collect();
        let all = format!("layers are: {}", names.join(", "));
        let help = littoral_model::params::did_you_mean(missing, names.iter().copied(), &all);
        return Err(Failure::usage(
            format!("there is no layer \"{missing}\""),
            "command line: --layer",
            help,
        ));
    }
    collection.layers.retain(|l| wanted.is_empty() || wanted.contains(&l.name));
    Ok(collection)
}
