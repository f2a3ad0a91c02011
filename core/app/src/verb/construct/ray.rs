//! `littoral construct ray`: a line from a point at an azimuth.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::{NAUTICAL_MILE_M, ray};
use littoral_formats::dms::azimuth;
use littoral_geodesy::Curve;

use super::bisector::place;
use super::ground::Ground;
use super::input::{self, Common, Edge};
use super::limit::{self, MeasuredFrom, distance, miles};
use super::sheet::Sheet;
use super::stated::Stated;
use super::{refused, stakes, stations};
use crate::failure::Outcome;

const EXAMPLES: &str = "\
Examples:
  littoral construct ray --datum WGS84 --from 4.28333,8.35556 --azimuth \"187°52'27\\\"\" \\
      --edge loxodrome --length 25M
  littoral construct ray base-points.csv --datum WGS84 --from 2.67678,-3.61011 \\
      --azimuth \"191 38 06.7\" --limit 200M
  littoral construct ray base-points.csv --datum WGS84 --from -1.6624,41.5612 --azimuth 114 \\
      --limit 200M --party SOM -o line.geojson
  littoral construct ray coast.csv --join geodesic --datum WGS84 --from -18.35083,-70.38111 --azimuth 270 \\
      --edge loxodrome --limit 200M

An azimuth is 114, 70°14'41.25\", 191 38 06.7 or a bearing (N 45°30' E); a length is 12M,
12nm, 300km or 5000m. With --limit the line ends where the nearest base point is at that
distance; all crossings within --length are told, and the CSV file has start, crossings and
end in the order of the line. Lakes and lagoons, the holes of polygons of land, are internal
waters and no shore.";

/// As far as no longer length is asked for, a line is drawn, metres.
const LENGTH_M: f64 = 200.0 * NAUTICAL_MILE_M;
/// As far a limit is looked for, metres.
const LOOKED_M: f64 = 1000.0 * NAUTICAL_MILE_M;

/// A line from a point at an azimuth, for a length or until it reaches a limit
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Ray {
    /// Base points, baselines or coasts that the limit is measured from: CSV, text or GeoJSON
    #[arg(requires = "limit")]
    pub files: Vec<PathBuf>,
    /// Where the line starts
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub from: String,
    /// Azimuth of the line at its start
    #[arg(long, value_name = "DEG", allow_hyphen_values = true, value_parser = azimuth)]
    pub azimuth: f64,
    /// Nature of the line: a loxodrome keeps its azimuth
    #[arg(long, value_enum, default_value_t = Edge::Geodesic)]
    pub edge: Edge,
    /// Length of the line, else 200M; as far as the limit is looked for, else 1000M
    #[arg(long, value_name = "LENGTH", value_parser = distance)]
    pub length: Option<f64>,
    /// Until it reaches the limit at this distance from the base points
    #[arg(long, value_name = "LENGTH", value_parser = distance, requires = "files")]
    pub limit: Option<f64>,
    /// What the limit is measured from.
    #[command(flatten)]
    pub measured: MeasuredFrom,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Ray) -> Outcome {
    match args.limit {
        Some(distance_m) => until(args, distance_m),
        None => alone(args),
    }
}

/// A line of a given length.
fn alone(args: &Ray) -> Outcome {
    let ground = Ground::of(&args.common.ground, &Stated::default())?;
    let asked = args.length.unwrap_or(LENGTH_M);
    let line = line(args, &ground, asked)?;
    let mut sheet = sheet(args, &ground);
    stations::tables(&mut sheet, &ground.earth, &line, asked / NAUTICAL_MILE_M);
    if line.length() < asked - 1e-6 {
        let ends = miles(line.length());
        sheet.notes.push(format!("the loxodrome ends in the pole, after {ends}"));
    }
    sheet.publish(&args.common.output)
}

/// A line until it reaches a limit.
fn until(args: &Ray, distance_m: f64) -> Outcome {
    let (bases, ground) = input::bases(&args.files, &args.common, args.measured.join)?;
    let asked = args.length.unwrap_or(LOOKED_M);
    let whole = line(args, &ground, asked)?;
    let mut sheet = sheet(args, &ground);
    let limit = args.measured.limit(&mut sheet, &bases, &ground, distance_m)?;
    let help = "look farther by --length, or mend the azimuth, the distance or the base points";
    let (found, first) = limit::reached(&ground, &[whole], &limit, "command line: --limit", help)?;
    limit::tell(&mut sheet, &limit, &found);
    let ends = ["start", "end of the search"];
    let told = (&limit, &found);
    sheet.rows = Some(stakes::table(&sheet, &ground.earth, &[whole], &[], told, ends));
    let cut = whole.over([whole.range[0], first.on.1]);
    stations::tables(&mut sheet, &ground.earth, &cut, asked / NAUTICAL_MILE_M);
    if let Some(table) = sheet.tables.last_mut() {
        table.title = "The line until the limit".into();
    }
    sheet.notes.push(format!("crossings were looked for over {}", miles(whole.length())));
    sheet.publish(&args.common.output)
}

fn line(args: &Ray, ground: &Ground, length_m: f64) -> Outcome<Curve> {
    let from = place(ground, &args.from, "--from")?;
    ray::ray(&ground.earth, args.edge.line(), from, args.azimuth, length_m)
        .map_err(|e| refused(&e, "command line"))
}

fn sheet(args: &Ray, ground: &Ground) -> Sheet {
    let title = "A line from a point at an azimuth";
    let mut sheet = Sheet::new("ray", title, ground, &args.common.output);
    sheet.fact("line", args.edge.word());
    let keeps = if args.edge == Edge::Loxodrome { "all along" } else { "at the start" };
    sheet.fact("azimuth", format!("{:.6} degrees {keeps}", args.azimuth.rem_euclid(360.0)));
    sheet
}
