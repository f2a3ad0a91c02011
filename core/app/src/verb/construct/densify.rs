//! `littoral construct densify`: points along a line.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use littoral_delimit::construct::densify::{Drawn, densify, departure};
use littoral_geodesy::{Curve, LatLon};
use serde_json::json;

use super::drawn::Joined;
use super::input::{self, Common, Edge};
use super::sheet::{Cell, Sheet, Table};
use crate::failure::{Failure, Outcome};
use littoral_geodesy::curve::LineKind;

const EXAMPLES: &str = "\
Examples:
  littoral construct densify line.csv --tolerance 10 --datum WGS84
  littoral construct densify line.csv --edge loxodrome --drawn geodesic --tolerance 1 \\
      --datum WGS84";

/// Points along a line so that another kind of edge stays within a tolerance
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Densify {
    /// Points of the line in their order: CSV, text or GeoJSON
    pub file: PathBuf,
    /// Nature of the line's edges
    #[arg(long, value_enum, default_value_t = Edge::Geodesic)]
    pub edge: Edge,
    /// What edges between the new points will be drawn as
    #[arg(long, value_enum, default_value_t = DrawnAs::Chart)]
    pub drawn: DrawnAs,
    /// Greatest distance between the two, metres
    #[arg(long, value_name = "M", default_value_t = 1.0)]
    pub tolerance: f64,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

/// How a reader draws an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DrawnAs {
    /// Straight in longitude and latitude, as GeoJSON
    Chart,
    /// As a geodesic
    Geodesic,
    /// As a loxodrome
    Loxodrome,
}

pub(super) fn run(args: &Densify) -> Outcome {
    if !(args.tolerance >= 1e-3 && args.tolerance.is_finite()) {
        let place = format!("command line: --tolerance {}", args.tolerance);
        return Err(Failure::usage("the tolerance is no length", place, "from 0.001 metres"));
    }
    let (points, ground) = input::line(&args.file, &args.common)?;
    let earth = &ground.earth;
    let drawn = match args.drawn {
        DrawnAs::Chart => Drawn::Chart,
        DrawnAs::Geodesic => Drawn::Geodesic,
        DrawnAs::Loxodrome => Drawn::Loxodrome,
    };
    let title = format!("Points within {} m of {}", args.tolerance, args.file.display());
    let mut sheet = Sheet::new("densify", title, &ground, &args.common.output);
    sheet.fact("edges", format!("{}; drawn as {:?}", args.edge.word(), args.drawn).to_lowercase());
    let columns = vec![
        ("no", true),
        ("latitude", true),
        ("longitude", true),
        ("given", false),
        ("to the next, m", true),
        ("departure, m", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    let mut all: Vec<LatLon> = Vec::new();
    for (k, w) in points.windows(2).enumerate() {
        let Some(line) = Curve::between(earth, args.edge.line(), w[0].at, w[1].at) else {
            sheet.notes.push(format!("points {} and {} coincide or are opposite", k + 1, k + 2));
            continue;
        };
        let stations = densify(earth, &line, drawn, args.tolerance);
        for (j, s) in stations.windows(2).enumerate() {
            let [lat, lon] = sheet.at(s[0].at);
            let name = if j == 0 { given(&w[0].name, k) } else { String::new() };
            let off = departure(earth, &line, drawn, [s[0].s, s[1].s]);
            let number = Cell::number(table.rows.len() as f64 + 1.0, 0);
            let to_next = Cell::metres(s[1].s - s[0].s);
            table.rows.push(vec![
                number,
                lat,
                lon,
                Cell::word(name),
                to_next,
                Cell::number(off, 4),
            ]);
            all.push(s[0].at);
        }
    }
    let Some(last) = points.last().filter(|_| !table.rows.is_empty()) else {
        let help = "give at least two distinct points";
        return Err(Failure::usage("there is no line", args.file.display().to_string(), help));
    };
    let [lat, lon] = sheet.at(last.at);
    let number = Cell::number(table.rows.len() as f64 + 1.0, 0);
    let name = Cell::word(given(&last.name, points.len() - 1));
    table.rows.push(vec![number, lat, lon, name, Cell::none(), Cell::none()]);
    all.push(last.at);
    let joined = match args.drawn {
        DrawnAs::Geodesic => Joined::By(LineKind::Geodesic),
        DrawnAs::Loxodrome => Joined::By(LineKind::Loxodrome),
        DrawnAs::Chart => Joined::Chart,
    };
    sheet.line(
        earth,
        &all,
        joined,
        json!({ "kind": "line", "edge": args.edge.word(), "tolerance_m": args.tolerance }),
    );
    sheet.tables.push(table);
    sheet.publish(&args.common.output)
}

fn given(name: &str, k: usize) -> String {
    if name.is_empty() { (k + 1).to_string() } else { name.to_owned() }
}
