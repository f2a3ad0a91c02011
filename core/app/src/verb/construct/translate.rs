//! `littoral construct translate`: a line moved as a whole.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::translate::{Shift, translate};
use littoral_formats::dms::azimuth;
use serde_json::json;

use super::drawn::Joined;
use super::input::{self, Common};
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use crate::failure::{Failure, Outcome};
use littoral_geodesy::curve::LineKind;

const EXAMPLES: &str = "\
Examples:
  littoral construct translate median.csv --minutes 18,0 --datum WGS84
  littoral construct translate median.csv --azimuth 12.5 --metres 33000 --datum ED50
  littoral construct translate median.csv --azimuth \"191 38 06.7\" --metres 33000 --datum WGS84";

/// A line moved as a whole
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Translate {
    /// Points of the line in their order: CSV, text or GeoJSON
    pub file: PathBuf,
    /// Northward and eastward, minutes of arc
    #[arg(long, value_name = "N,E", allow_hyphen_values = true, conflicts_with_all = ["azimuth", "metres"])]
    pub minutes: Option<String>,
    /// Azimuth of the shift at every point: 12.5, 191°38'06.7" or N 45°30' E
    #[arg(
        long,
        value_name = "DEG",
        requires = "metres",
        allow_hyphen_values = true,
        value_parser = azimuth
    )]
    pub azimuth: Option<f64>,
    /// Length of the shift, metres
    #[arg(long, value_name = "M", requires = "azimuth")]
    pub metres: Option<f64>,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Translate) -> Outcome {
    let (points, ground) = input::line(&args.file, &args.common)?;
    let (shift, words) = shift(args)?;
    let base: Vec<_> = points.iter().map(|p| p.at).collect();
    let moved = translate(&ground.earth, &base, shift)
        .map_err(|e| refused(&e, &args.file.display().to_string()))?;
    let title = format!("{} moved {words}", args.file.display());
    let mut sheet = Sheet::new("translate", title, &ground, &args.common.output);
    let columns =
        vec![("point", true), ("latitude", true), ("longitude", true), ("moved, m", true)];
    let mut table = Table { columns, ..Table::default() };
    for (k, (p, at)) in points.iter().zip(&moved).enumerate() {
        let [lat, lon] = sheet.at(*at);
        let name = if p.name.is_empty() { (k + 1).to_string() } else { p.name.clone() };
        let way = Cell::metres(ground.earth.karney_m(p.at, *at));
        table.rows.push(vec![Cell::word(&name), lat, lon, way]);
        sheet.point(*at, json!({ "kind": "moved", "point": name }));
    }
    sheet.line(
        &ground.earth,
        &moved,
        Joined::By(LineKind::Geodesic),
        json!({ "kind": "line", "shift": words }),
    );
    sheet.tables.push(table);
    sheet.publish(&args.common.output)
}

fn shift(args: &Translate) -> Outcome<(Shift, String)> {
    if let (Some(azimuth_deg), Some(distance_m)) = (args.azimuth, args.metres) {
        let words = format!("{distance_m} m along geodesics of azimuth {azimuth_deg} degrees");
        return Ok((Shift::Vector { azimuth_deg, distance_m }, words));
    }
    let text = args.minutes.as_deref().unwrap_or("");
    let parts = text.split_once(',').and_then(|(n, e)| {
        let number = |s: &str| s.trim().parse::<f64>().ok().filter(|x| x.is_finite());
        Some((number(n)?, number(e)?))
    });
    match parts {
        Some((n, e)) => {
            let words = format!("{n}' northward and {e}' eastward");
            Ok((Shift::Degrees { lat: n / 60.0, lon: e / 60.0 }, words))
        }
        None => Err(Failure::usage(
            "the shift is not stated",
            "command line: --minutes",
            "write --minutes 18,0, or --azimuth 12.5 --metres 33000",
        )),
    }
}
