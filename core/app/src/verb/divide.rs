//! `littoral divide`: one rule on one case.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use littoral_delimit::Division;
use littoral_formats::s121;

use crate::cli::{CaseArgs, Global, RuleArgs, RunArgs};
use crate::comparison::{Comparison, shown};
use crate::failure::{Failure, Outcome};
use crate::output;
use crate::print;
use crate::session::Session;
use crate::style::Style;
use crate::sweep;
use crate::table;

const EXAMPLES: &str = "\
Examples:
  littoral divide caspian --rule equidistance
  littoral divide caspian --rule equity-floor --set floor.IRN=20% --format json
  littoral divide caspian --rule equidistance -o seabed.gml
  littoral divide caspian --rule my-rule.luau --layer seabed -o seabed.svg";

/// Divide a case by one rule
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Divide {
    /// On which case.
    #[command(flatten)]
    pub on: CaseArgs,
    /// By which rule.
    #[command(flatten)]
    pub by: RuleArgs,
    /// Only this layer; for maps and tables of points the layer to draw
    #[arg(long)]
    pub layer: Option<String>,
    /// What to write; without it the ending of -o decides, else a table
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// File to write instead of standard output
    #[arg(short = 'o', long = "out", value_name = "PATH")]
    pub out: Option<PathBuf>,
}

/// Formats of one division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Shares, areas and notes for people
    Table,
    /// The whole division but its polygons, one document
    Json,
    /// Turning points, one row each
    Csv,
    /// Cells, lines and points as GeoJSON
    Geojson,
    /// Zones, limits, parties and rights as GML: S-121-structured, not schema-validated
    Gml,
    /// The same as the GML, for people
    Register,
    /// Map, A4
    Svg,
    /// Map, A4, 240 dots an inch
    Png,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, rule, setting, layer or format; a rule that failed; a file that cannot be written.
pub fn run(args: &Divide, global: &Global) -> Outcome {
    let format = format(args)?;
    let exact = (format == Format::Json).then_some(JSON_TOLERANCE_M);
    let given = &args.on.run;
    let run = RunArgs { tolerance: given.tolerance.or(exact), ..given.clone() };
    let session = Session::open(&args.on.case, &run)?;
    session.tell_islands();
    let chosen = session.choose(&args.by.rule, &args.by.set)?;
    args.out.iter().try_for_each(|out| session.spares(out, Some(&chosen)))?;
    let mut comparison = sweep::one(&session, &chosen)?;
    let title = chosen.header.name.get(global.lang.code());
    comparison.rows.iter_mut().for_each(|r| title.clone_into(&mut r.title));
    let Some(division) = comparison.rows.first().and_then(|r| r.outcome.as_ref().ok()) else {
        return Ok(());
    };
    print::warnings(&division.rule, &division.warnings, Style::stderr());
    let layer = layer(args, division)?;
    let bytes = render(format, &comparison, division, layer, &session, global)?;
    match &args.out {
        Some(path) => output::publish(path, &bytes),
        None => print::bytes(&bytes),
    }
}

/// JSON is read back by programs: its lines hold to a centimetre between vertices, which are exact themselves. Ten
/// times as fine would triple a document of arcs (42 MB for belts of the Caspian) and help nobody: no coast
/// is known so well. The document states it.
const JSON_TOLERANCE_M: f64 = 0.01;

fn format(args: &Divide) -> Outcome<Format> {
    let ending = args.out.as_deref().and_then(Path::extension).and_then(|e| e.to_str());
    match (args.format, ending.map(str::to_ascii_lowercase).as_deref()) {
        (Some(format), _) => Ok(format),
        (None, None) => Ok(Format::Table),
        (None, Some("txt")) => Ok(Format::Table),
        (None, Some(ending)) => Format::from_str(ending, true).map_err(|_| {
            Failure::usage(
                format!("no format ends in \".{ending}\""),
                "command line: -o",
                "name the format: --format table, json, csv, geojson, gml, svg or png; `littoral export` writes gpkg, shp, kml, pdf and more",
            )
        }),
    }
}

/// The layer asked for; else all, and for a map the one that the table shows.
fn layer<'a>(args: &'a Divide, division: &'a Division) -> Outcome<Option<&'a str>> {
    let wanted = args.layer.as_deref();
    has_layer(division, wanted).map(|()| wanted)
}

/// Refuses a layer that the division does not have.
///
/// # Errors
/// There is no such layer.
pub(super) fn has_layer(division: &Division, wanted: Option<&str>) -> Outcome {
    let Some(wanted) = wanted.filter(|w| division.layers.get(w).is_none()) else { return Ok(()) };
    let names: Vec<&str> = division.layers.0.iter().map(|(n, _)| n.as_str()).collect();
    let all = format!("The rule gives: {}.", names.join(", "));
    let help = littoral_model::params::did_you_mean(wanted, names.iter().copied(), &all);
    let text = format!("{} has no layer \"{wanted}\"", division.rule);
    Err(Failure::usage(text, format!("command line: --layer {wanted}"), help))
}

fn render(
    format: Format,
    comparison: &Comparison,
    division: &Division,
    layer: Option<&str>,
    session: &Session,
    global: &Global,
) -> Outcome<Vec<u8>> {
    let drawn = layer.or_else(|| shown(division).map(|(name, _)| name)).unwrap_or("seabed");
    let row = &comparison.rows[..1];
    let text = match format {
        Format::Table => table::division(comparison, layer, Style::stdout()),
        Format::Json => littoral_formats::json::division(&output::only(division, layer)),
        Format::Csv => crate::points::csv(row, layer),
        Format::Geojson => {
            littoral_formats::geojson::division(Some(&session.case), &output::only(division, layer))
        }
        Format::Gml => {
            s121::write(&s121::of_division(&session.case, &output::only(division, layer)))
        }
        Format::Register => {
            s121::plain(&s121::of_division(&session.case, &output::only(division, layer)))
        }
        Format::Svg => output::map(&session.case, &row[0], drawn, global.lang)?,
        Format::Png => {
            return output::picture(&output::map(&session.case, &row[0], drawn, global.lang)?);
        }
    };
    Ok(text.into_bytes())
}
