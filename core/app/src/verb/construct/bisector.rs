//! `littoral construct bisector`: the angle between two coastal fronts halved.

use clap::Args;
use littoral_delimit::construct::{NAUTICAL_MILE_M, bisector};
use littoral_geodesy::LatLon;

use super::ground::Ground;
use super::input::{self, Common};
use super::ray;
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use super::stated::Stated;
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct bisector --datum WGS84 --first \"15,-83.13 15.9,-86.0\" \\
      --second \"15,-83.13 11.0,-83.7\" --seaward 70 --nm 200
  littoral construct bisector --datum WGS84 --first \"0,9 2,8\" --second \"-2,8 0,9\" -o ray.geojson

A front is two places, LAT,LON LAT,LON: from the terminus to the other end, or its two ends.
Without --seaward the bisector halves the smaller angle, which is the land's where the coast juts
out.";

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
    /// Azimuth that is surely seaward, where the sea's angle is over 180 degrees
    #[arg(long, value_name = "DEG", allow_negative_numbers = true)]
    pub seaward: Option<f64>,
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
    let length_m = args.nm * NAUTICAL_MILE_M;
    let found = bisector::bisector(&ground.earth, fronts, length_m, args.seaward)
        .map_err(|e| refused(&e, "command line"))?;
    let mut sheet =
        Sheet::new("bisector", "Bisector of two coastal fronts", &ground, &args.common.output);
    sheet.fact("line", "geodesic from the apex");
    let columns = vec![("what", false), ("azimuth, deg", true), ("length, m", true)];
    let mut table = Table { title: "Fronts".into(), columns, rows: Vec::new() };
    for k in 0..2 {
        table.rows.push(vec![
            Cell::word(["first front", "second front"][k]),
            Cell::number(found.fronts_deg[k].rem_euclid(360.0), 6),
            Cell::metres(found.lengths_m[k]),
        ]);
    }
    let bisector = Cell::number(found.azimuth_deg, 6);
    table.rows.push(vec![Cell::word("bisector"), bisector, Cell::metres(length_m)]);
    ray::tables(&mut sheet, &ground.earth, &found.ray, args.nm);
    sheet.tables.push(table);
    sheet
        .notes
        .push(format!("angle between the fronts on this side: {:.6} degrees", found.angle_deg));
    sheet.publish(&args.common.output)
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
