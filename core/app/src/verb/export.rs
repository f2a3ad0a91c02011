//! `littoral export`: one division as a file that other programs open.

use std::path::{Path, PathBuf};

use clap::Args;
use littoral_formats::exchange::{Piece, Written};

use crate::cli::{Global, RunArgs};
use crate::failure::Outcome;
use crate::files::{self, Ask};
use crate::session::Session;
use crate::style::Style;
use crate::sweep;
use crate::{output, print};

const EXAMPLES: &str = "\
Examples:
  littoral export caspian --rule equidistance -o caspian.gpkg
  littoral export caspian --rule equidistance -o annex.txt --decimals 1
  littoral export caspian --rule equity-floor --set floor.IRN=20% -o map.pdf --lang fa

Endings: geojson gpkg shp shz kml kmz fgb parquet csv txt json svg png pdf.
Formats of one layer a file write FILE and FILE-lines, FILE-points, FILE-base_points beside it. Case, rule,
parameters, date and hashes stand in the file; for csv and shp in FILE-provenance.json.";

/// Write one division as a file for QGIS, ArcGIS, Google Earth, Python, R, a treaty or a judgment
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// Folder, case.toml, or the name of a case that comes with littoral
    pub case: String,
    /// Rule by id (`rule list`), or the file of a script
    #[arg(long, value_name = "ID|FILE")]
    pub rule: String,
    /// Set a parameter: belt=20nm, floor.IRN=20% (`rule show ID` lists them)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Only this layer; for maps the layer to draw
    #[arg(long)]
    pub layer: Option<String>,
    /// File to write; its ending says the format
    #[arg(short = 'o', long = "out", value_name = "FILE", required = true)]
    pub out: PathBuf,
    /// Format where the ending does not say it
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Decimals of seconds in the text of a treaty
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(0..=9))]
    pub decimals: u8,
    /// Sheet of a map
    #[arg(long, value_enum, default_value_t = crate::map::Page::Portrait)]
    pub page: crate::map::Page,
    /// How the rule runs.
    #[command(flatten)]
    pub run: RunArgs,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, rule, setting, layer or format; a rule that failed; a file that cannot be written.
pub fn run(args: &Export, global: &Global) -> Outcome {
    let format = super::convert::ending(&args.out, args.format.as_deref())?;
    files::known(&format)?;
    let session = Session::open(&args.case, &args.run)?;
    session.tell_islands();
    let chosen = session.choose(&args.rule, &args.set)?;
    let spares = |out: &Path| session.spares(out, Some(&chosen));
    spares(&args.out)?;
    let mut comparison = sweep::one(&session, &chosen)?;
    let title = chosen.header.name.get(global.lang.code());
    comparison.rows.iter_mut().for_each(|r| title.clone_into(&mut r.title));
    let Some(division) = comparison.rows.first().and_then(|r| r.outcome.as_ref().ok()) else {
        return Ok(());
    };
    print::warnings(&division.rule, &division.warnings, Style::stderr());
    super::divide::has_layer(division, args.layer.as_deref())?;
    let Some(row) = comparison.rows.first() else { return Ok(()) };
    let ask = Ask {
        case: &session.case,
        row,
        layer: args.layer.as_deref(),
        lang: global.lang,
        page: args.page,
        decimals: usize::from(args.decimals),
    };
    let written = files::written(&format, &ask)?;
    publish(&args.out, &written, spares, global)
}

/// Publishes every piece beside the name asked for, and says what the format could not hold.
///
/// All pieces are staged and synced before the first is put in its place, so that a full disk leaves all as it
/// was, and a kill no old file beside a new one.
///
/// # Errors
/// A file cannot be written, or `spares` refuses it as one that was read.
pub(super) fn publish(
    out: &Path,
    written: &Written,
    spares: impl Fn(&Path) -> Outcome,
    global: &Global,
) -> Outcome {
    let files: Vec<(PathBuf, &[u8])> =
        written.pieces.iter().map(|p| (name(out, p), p.bytes.as_slice())).collect();
    files.iter().try_for_each(|(path, _)| spares(path))?;
    output::publish_set(&files, out)?;
    let style = Style::stderr();
    for loss in &written.losses {
        print::aside(&style.fit(&format!("{}: {loss}\n", style.bold("note"))));
    }
    if !global.quiet && files.len() > 1 {
        let names: Vec<String> = files.iter().map(|(p, _)| p.display().to_string()).collect();
        print::aside(&style.fit(&format!("wrote {}\n", names.join(" "))));
    }
    Ok(())
}

/// `FILE`, `FILE-lines.ext`, `FILE.dbf`.
fn name(out: &Path, piece: &Piece) -> PathBuf {
    if piece.suffix.is_empty() && piece.ending.is_none() {
        return out.to_owned();
    }
    let stem = out.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let own = out.extension().map(|s| s.to_string_lossy().into_owned());
    let ending = piece.ending.map(str::to_owned).or(own);
    let ending = ending.map_or_else(String::new, |e| format!(".{e}"));
    out.with_file_name(format!("{stem}{}{ending}", piece.suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stand_beside_the_name_asked_for() {
        let piece = |suffix: &str, ending| Piece { suffix: suffix.into(), ending, bytes: vec![] };
        let of = |s: &str, e| name(Path::new("out/a.b.shp"), &piece(s, e)).display().to_string();
        assert_eq!(of("", None), "out/a.b.shp");
        assert_eq!(of("-lines", None), "out/a.b-lines.shp");
        assert_eq!(of("-lines", Some("dbf")), "out/a.b-lines.dbf");
        assert_eq!(of("", Some("prj")), "out/a.b.prj");
    }
}
