//! `littoral case new`: a case from a coast of your own.

use std::path::{Path, PathBuf};

use clap::Args;
use littoral_formats::import::{Wishes, import};
use littoral_model::Severity;

use super::super::convert;
use crate::cli::Global;
use crate::failure::{Complaint, Failure, Outcome, count};
use crate::number::counted;
use crate::spare::spare;
use crate::style::Style;
use crate::{output, print};

const EXAMPLES: &str = "\
Examples:
  littoral case new my-sea --from countries.shp --party-field ADM0_A3 --sea 42.5,34
  littoral case new my-strait --from coasts.gpkg --window 35,22,41,30
  littoral case new my-lake --from shores.kml

FROM holds land as polygons, coasts as lines, or base points, each with its party; or features that say
their kind as a case does (sea, coast, islands, ...).";

/// Begin a case from a coast in GeoJSON, Shapefile, GeoPackage, KML, FlatGeobuf or CSV
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct NewArgs {
    /// Folder to make; its name is the id of the case
    pub dir: PathBuf,
    /// File with the coast
    #[arg(long, value_name = "FILE", required = true)]
    pub from: PathBuf,
    /// Attribute that names the party, else party, ADM0_A3, ISO_A3, country and the like
    #[arg(long, value_name = "NAME", visible_alias = "party-property")]
    pub party_field: Option<String>,
    /// Only these layers of the file
    #[arg(long, value_name = "NAME")]
    pub layer: Vec<String>,
    /// A place in the sea, where the land leaves several
    #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
    pub sea: Option<littoral_geodesy::LatLon>,
    /// Extent of the waters in question, degrees; across the antimeridian as -20,170,10,190
    #[arg(long, value_name = "S,W,N,E", value_parser = window, allow_hyphen_values = true)]
    pub window: Option<[f64; 4]>,
}

/// `LAT,LON` in degrees, or in degrees, minutes and seconds.
fn place(text: &str) -> Result<littoral_geodesy::LatLon, String> {
    let reading = littoral_formats::survey::line("command line", text.as_bytes());
    match (reading.value.as_slice(), reading.findings.first()) {
        ([p], _) => Ok(p.at),
        (_, Some(f)) => Err(f.text.clone()),
        _ => Err(format!("\"{text}\" is no place: write LAT,LON")),
    }
}

fn window(text: &str) -> Result<[f64; 4], String> {
    let wrong =
        || format!("\"{text}\" is no window: write south,west,north,east in degrees (35,22,41,30)");
    let numbers: Option<Vec<f64>> = text.split(',').map(|w| w.trim().parse().ok()).collect();
    let [s, w, n, e] = numbers.and_then(|n| <[f64; 4]>::try_from(n).ok()).ok_or_else(wrong)?;
    if s >= n {
        return Err(format!(
            "south {s} lies not below north {n}: a window is south,west,north,east in degrees (35,22,41,30)"
        ));
    }
    if w > e && (-180.0..=180.0).contains(&e) && w <= 180.0 {
        return Err(format!(
            "west {w} lies beyond east {e}: a window across the antimeridian is {s},{w},{n},{} (or {s},{},{n},{e}); \
             else exchange the two",
            e + 360.0,
            w - 360.0
        ));
    }
    let fits = s >= -90.0 && n <= 90.0 && w < e && w.abs() <= 360.0 && e.abs() <= 360.0;
    if fits { Ok([s, w, n, e]) } else { Err(wrong()) }
}

/// Runs the verb.
///
/// # Errors
/// The folder has a case already, the file cannot be read, or no case can be made of it.
pub(super) fn run(args: &NewArgs, global: &Global) -> Outcome {
    let id = id(&args.dir)?;
    if args.dir.join("case.toml").exists() {
        let place = args.dir.display().to_string();
        return Err(Failure::usage(
            format!("{place} holds a case already"),
            place,
            "choose another folder",
        ));
    }
    let collection = convert::only(convert::read(&args.from, None)?, &args.layer)?;
    let file = args.from.display().to_string();
    let wishes = Wishes {
        id,
        party_field: args.party_field.clone(),
        sea: args.sea,
        window: args.window,
        source: args.from.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    let made = import(&file, &collection, &wishes);
    if made.bundle.files.is_empty() {
        return Err(Failure::Findings(made.findings));
    }
    let files: Vec<(PathBuf, &[u8])> =
        made.bundle.files.iter().map(|(n, b)| (args.dir.join(n), b.as_slice())).collect();
    files.iter().try_for_each(|(path, _)| spare(path, [&args.from]))?;
    output::publish_set(&files, &args.dir)?;
    let style = Style::stderr();
    let worth = made.findings.iter().filter(|f| !(global.quiet && f.severity == Severity::Note));
    worth.for_each(|f| print::aside(&Complaint::of_finding(f).render(style)));
    if global.quiet {
        return Ok(());
    }
    let dir = args.dir.display();
    print::result(&format!(
        "{dir}: {} ({}), {}\n  next  littoral divide {dir} --rule equidistance\n",
        counted(made.parties.len(), "party", "parties"),
        made.parties.join(" "),
        count(&made.findings)
    ))
}

/// The folder's name as an id.
fn id(dir: &Path) -> Outcome<String> {
    let name = dir.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let plain =
        |c: char| if c.is_alphanumeric() || c == '-' || c == '_' || c == '.' { c } else { '-' };
    let id: String = name.chars().map(plain).collect();
    match id.is_empty() {
        false => Ok(id),
        true => Err(Failure::usage(
            format!("{} names no folder", dir.display()),
            "command line",
            "name the folder to make: littoral case new my-sea --from coast.shp",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_four_sides_in_their_order() {
        assert_eq!(window("35,22,41.5,30"), Ok([35.0, 22.0, 41.5, 30.0]));
        for bad in [
            "",
            "1,2,3",
            "40,10,x,42,14",
            "41,22,35,30",
            "35,30,41,22",
            "a,b,c,d",
            "-91,0,1,1",
            "nan,0,1,1",
        ] {
            assert!(window(bad).is_err(), "{bad}");
        }
        // West beyond east: the form that crosses the antimeridian is named, and is taken.
        let said = window("-20,170,10,-170").unwrap_err();
        assert!(said.contains("is -20,170,10,190 (or -20,-190,10,-170)"), "{said}");
        assert_eq!(window("-20,170,10,190"), Ok([-20.0, 170.0, 10.0, 190.0]));
        assert_eq!(window("-20,-190,10,-170"), Ok([-20.0, -190.0, 10.0, -170.0]));
    }
}
