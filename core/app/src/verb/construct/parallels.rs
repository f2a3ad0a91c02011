//! `littoral construct parallels`: a baseline moved sideways.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::densify::{Drawn, densify};
use littoral_delimit::construct::{NAUTICAL_MILE_M, parallels};
use littoral_geodesy::{Earth, LatLon};
use serde_json::json;

use super::drawn::Joined;
use super::input::{self, Common, Edge};
use super::options;
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct parallels baseline.csv --nm 12 --datum WGS84
  littoral construct parallels baseline.csv --nm -3 --edge loxodrome --datum ED50

The file has one line.";

/// A baseline moved sideways with its corners (traces paralleles)
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Parallels {
    /// Points of the line in their order: CSV, text or GeoJSON
    pub file: PathBuf,
    /// Distance in nautical miles: to the right of the line, negative to its left
    #[arg(long, value_name = "M", allow_negative_numbers = true)]
    pub nm: f64,
    /// Nature of the line's edges
    #[arg(long, value_enum, default_value_t = Edge::Geodesic)]
    pub edge: Edge,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Parallels) -> Outcome {
    options::within("--nm", args.nm, [-options::FARTHEST_NM, options::FARTHEST_NM], "M")?;
    if args.nm == 0.0 {
        let help = "give a distance: to the right of the line, negative to its left";
        return Err(Failure::usage(
            "a parallel at 0 M is the line itself",
            "command line: --nm 0",
            help,
        ));
    }
    let (points, ground) = input::one_line(&args.file, &args.common)?;
    let base: Vec<_> = points.iter().map(|p| p.at).collect();
    let earth = &ground.earth;
    let distance_m = args.nm * NAUTICAL_MILE_M;
    let found = parallels::parallels(earth, &base, args.edge.line(), distance_m)
        .map_err(|e| refused(&e, &args.file.display().to_string()))?;
    let title = format!("Parallel of {} at {} M", args.file.display(), args.nm);
    let mut sheet = Sheet::new("parallels", title, &ground, &args.common.output);
    sheet
        .fact("edges", format!("{} of the baseline, each moved at right angles", args.edge.word()));
    let columns = vec![
        ("no", true),
        ("latitude", true),
        ("longitude", true),
        ("stands for", false),
        ("residual, mm", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    for (k, at) in found.points.iter().enumerate() {
        let node = found.nodes[k];
        let name = match points.get(node).map(|p| p.name.as_str()) {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => (node + 1).to_string(),
        };
        let [lat, lon] = sheet.at(*at);
        let number = Cell::number(k as f64 + 1.0, 0);
        let residual = Cell::number(found.residual_m[k] * 1000.0, 4);
        table.rows.push(vec![number, lat, lon, Cell::word(name), residual]);
        sheet.point(*at, json!({ "kind": "corner", "number": k + 1, "stands_for": node + 1 }));
    }
    let mut whole: Vec<Vec<LatLon>> = Vec::new();
    for curve in found.curves.iter().filter(|c| c.length() > 0.0) {
        let line: Vec<_> = densify(earth, curve, Drawn::Chart, 1.0).iter().map(|s| s.at).collect();
        let what = json!({ "kind": "parallel", "distance_m": distance_m });
        sheet.line(earth, &line, Joined::Chart, what);
        joined(earth, &mut whole, line);
    }
    for line in whole {
        let what = json!({ "kind": "line", "distance_m": distance_m });
        sheet.line(earth, &line, Joined::Chart, what);
    }
    sheet.tables.push(table);
    sheet.notes = found.findings;
    sheet.publish(&args.common.output)
}

/// Adds a moved edge to the line that ends where it begins.
fn joined(earth: &Earth, whole: &mut Vec<Vec<LatLon>>, line: Vec<LatLon>) {
    /// Corners are where both edges end, to the precision to which they are found.
    const MEET_M: f64 = 1e-3;
    let ends = whole.last_mut().filter(|before| {
        let pair = before.last().zip(line.first());
        pair.is_some_and(|(a, b)| earth.karney_m(*a, *b) < MEET_M)
    });
    match ends {
        Some(before) => before.extend(line.into_iter().skip(1)),
        None => whole.push(line),
    }
}
