//! `littoral construct bisector`: the angle between two coastal fronts halved.

use clap::Args;
use littoral_delimit::construct::{NAUTICAL_MILE_M, bisector};
use littoral_formats::dms::azimuth;
use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;

use super::ground::Ground;
use super::input::{self, Common};
use super::options;
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use super::stated::Stated;
use super::stations;
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct bisector --datum WGS84 --first \"15,-83.13 15.9,-86.0\" \\
      --second \"15,-83.13 11.0,-83.7\" --seaward 70 --nm 200
  littoral construct bisector --datum WGS84 --first \"15,-83.13 15.9,-86.0\" \\
      --second \"15,-83.13 11.0,-83.7\" --seaward \"N 70 E\" --from 15.01444,-83.09944
  littoral construct bisector --datum WGS84 --first \"0,9 2,8\" --second \"-2,8 0,9\" -o ray.geojson

A front is two places, LAT,LON LAT,LON: from the terminus to the other end, or its two ends.
Without --seaward the bisector halves the smaller angle, which is the land's where the coast
juts out.";

/// Bisector of two coastal fronts
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Bisector {
    /// First front: two places
    #[arg(long, value_name = "P Q", allow_hyphen_values = true)]
    pub first: String,
    /// Second front: two places
    #[arg(long, value_name = "P Q", allow_hyphen_values = true)]
    pub second: String,
    /// Azimuth that is surely seaward, where the sea's angle is over 180 degrees: 70, 70°14'41" or N 70 E
    #[arg(long, value_name = "DEG", allow_hyphen_values = true, value_parser = azimuth)]
    pub seaward: Option<f64>,
    /// Draw the line from this place instead of the apex: the geodesic that has the bisector's azimuth there
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Length of the bisector, nautical miles
    #[arg(long, value_name = "M", default_value_t = 200.0)]
    pub nm: f64,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Bisector) -> Outcome {
    let ground = Ground::of(&args.common.ground, &Stated::default())?;
    let fronts = [pair(&ground, &args.first, "--first")?, pair(&ground, &args.second, "--second")?];
    options::above_0("--nm", args.nm, options::FARTHEST_NM, "M")?;
    let length_m = args.nm * NAUTICAL_MILE_M;
    let found = bisector::bisector(&ground.earth, fronts, length_m, args.seaward)
        .map_err(|e| refused(&e, "command line"))?;
    let from = args.from.as_deref().map(|text| place(&ground, text, "--from")).transpose()?;
    let apex = (found.apex, found.azimuth_deg);
    let found = match from {
        Some(at) => found.carried(at).map_err(|e| refused(&e, "command line: --from"))?,
        None => found,
    };
    let mut sheet =
        Sheet::new("bisector", "Bisector of two coastal fronts", &ground, &args.common.output);
    let [lat, lon] = [apex.0.lat, wrap(apex.0.lon)];
    sheet.fact("apex", format!("{lat:.7}, {lon:.7}"));
    sheet.fact("line", drawn(&ground, apex, from));
    let columns = vec![("what", false), ("azimuth, deg", true), ("length, m", true)];
    let mut table = Table { title: "Fronts".into(), columns, rows: Vec::new() };
    for k in 0..2 {
        table.rows.push(vec![
            Cell::word(["first front", "second front"][k]),
            Cell::azimuth(found.fronts_deg[k], 6),
            Cell::metres(found.lengths_m[k]),
        ]);
    }
    let bisector = Cell::azimuth(found.azimuth_deg, 6);
    table.rows.push(vec![Cell::word("bisector"), bisector, Cell::metres(length_m)]);
    stations::tables(&mut sheet, &ground.earth, &found.ray, args.nm);
    sheet.tables.push(table);
    sheet
        .notes
        .push(format!("angle between the fronts on this side: {:.6} degrees", found.angle_deg));
    sheet.publish(&args.common.output)
}

/// What line is drawn, and which azimuth it has where.
fn drawn(ground: &Ground, (apex, azimuth_deg): (LatLon, f64), from: Option<LatLon>) -> String {
    from.map_or_else(
        || "geodesic from the apex".to_owned(),
        |from| {
            format!(
                "geodesic from {:.7}, {:.7}, {:.3} m off the apex, at which it has the azimuth of the bisector at the apex, \
                 {azimuth_deg:.6} degrees",
                from.lat,
                wrap(from.lon),
                ground.earth.karney_m(apex, from)
            )
        },
    )
}

/// A place of an option.
pub(super) fn place(ground: &Ground, text: &str, option: &str) -> Outcome<LatLon> {
    let place = format!("command line: {option}");
    let found = input::place(text)
        .map_err(|e| Failure::usage(e, place, format!("write {option} LAT,LON")))?;
    Ok(ground.place(found))
}

/// Two places in one argument.
pub(super) fn pair(ground: &Ground, text: &str, option: &str) -> Outcome<[LatLon; 2]> {
    let wrong = |why: &str| {
        let place = format!("command line: {option} \"{text}\"");
        Failure::usage(why, place, "write two places: LAT,LON LAT,LON")
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let [p, q] = words.as_slice() else { return Err(wrong("there are not two places")) };
    let place = |w: &str| input::place(w).map(|p| ground.place(p)).map_err(|e| wrong(&e));
    Ok([place(p)?, place(q)?])
}
