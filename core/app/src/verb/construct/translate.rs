//! `littoral construct translate`: a line moved as a whole.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::DelimitError;
use littoral_delimit::construct::translate::{Shift, translate};
use littoral_formats::dms::azimuth;
use littoral_formats::survey::Printed;
use serde_json::json;

use super::chain::{self, Apart, Chain};
use super::drawn::Joined;
use super::ground::Ground;
use super::input::{self, Common};
use super::options;
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct translate median.csv --minutes 18,0 --datum WGS84
  littoral construct translate median.csv --azimuth 12.5 --metres 33000 --datum ED50
  littoral construct translate median.csv --azimuth \"191 38 06.7\" --metres 33000 --datum WGS84

Each line of the file is moved by itself, and written as a line.";

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
    let (shift, words) = shift(args)?;
    let (points, ground) = input::line(&args.file, &args.common)?;
    let chains = chain::chains(points, None, &args.file)?;
    let apart = Apart::of(&chains);
    let title = format!("{} moved {words}", args.file.display());
    let mut sheet = Sheet::new("translate", title, &ground, &args.common.output);
    sheet.fact("edges", format!("{}, and of the line moved as well", chain::edges(&chains)));
    let columns =
        vec![("point", true), ("latitude", true), ("longitude", true), ("moved, m", true)];
    let mut table = Table { columns: apart.columns(columns), ..Table::default() };
    for chain in &chains {
        let moved = translate(&ground.earth, &chain.places(), shift)
            .map_err(|e| off_the_earth(&e, args, &ground, (chain, shift)))?;
        for (k, (p, at)) in chain.points.iter().zip(&moved).enumerate() {
            let [lat, lon] = sheet.at(*at);
            let name = chain.name(k);
            let way = Cell::metres(ground.earth.karney_m(p.at, *at));
            table.rows.push(apart.cells(chain.of(), vec![Cell::word(&name), lat, lon, way]));
            let what = json!({ "kind": "moved", "point": name });
            sheet.point(*at, apart.properties(chain.of(), what));
        }
        // One point alone is no line of GeoJSON, and has been shown.
        if moved.len() < 2 {
            continue;
        }
        let what = apart.properties(chain.of(), json!({ "kind": "line", "shift": words }));
        sheet.line(&ground.earth, &moved, Joined::By(chain.edge.line()), what);
    }
    sheet.tables.push(table);
    sheet.notes.extend(chain::note(&chains));
    sheet.publish(&args.common.output)
}

/// Why a line cannot be moved, with the line of the file in which the first point stands that cannot.
fn off_the_earth(
    error: &DelimitError,
    args: &Translate,
    ground: &Ground,
    (chain, shift): (&Chain, Shift),
) -> Failure {
    let fails = |p: &&Printed| translate(&ground.earth, &[p.at], shift).is_err();
    let file = args.file.display();
    match chain.points.iter().find(fails) {
        Some(p) if p.row > 0 => {
            let place = format!("{file}:{}", p.row);
            let text = format!("the shift moves a point off the earth: {error}");
            Failure::usage(text, place, "give a shift that leaves every point on the earth")
        }
        _ => refused(error, &file.to_string()),
    }
}

fn shift(args: &Translate) -> Outcome<(Shift, String)> {
    if let (Some(azimuth_deg), Some(distance_m)) = (args.azimuth, args.metres) {
        options::above_0("--metres", distance_m, options::FARTHEST_M, "m")?;
        let words = format!("{distance_m} m along geodesics of azimuth {azimuth_deg} degrees");
        return Ok((Shift::Vector { azimuth_deg, distance_m }, words));
    }
    let help = "write --minutes 18,0, or --azimuth 12.5 --metres 33000";
    let Some(text) = args.minutes.as_deref() else {
        return Err(Failure::usage("the shift is not stated", "command line", help));
    };
    let parts = text.split_once(',').and_then(|(n, e)| {
        let number = |s: &str| s.trim().parse::<f64>().ok().filter(|x| x.is_finite());
        Some((number(n)?, number(e)?))
    });
    match parts {
        Some((n, e)) => {
            let words = format!("{n}' northward and {e}' eastward");
            Ok((Shift::Degrees { lat: n / 60.0, lon: e / 60.0 }, words))
        }
        None => {
            let why = format!("\"{text}\" is no shift: it is two numbers, northward and eastward");
            Err(Failure::usage(why, format!("command line: --minutes {text}"), help))
        }
    }
}
