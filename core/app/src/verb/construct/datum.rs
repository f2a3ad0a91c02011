//! `littoral construct datum`: points brought from one datum to another.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::chain::{self, Apart, Chain};
use super::ground::Ground;
use super::input::{self, Common};
use super::sheet::{Cell, Sheet, Table};
use super::stated::{self, Stated};
use crate::failure::Outcome;

const EXAMPLES: &str = "\
Examples:
  littoral construct datum points.csv --datum \"Pulkovo 1942 (GOST)\" --to WGS84
  littoral construct datum points.txt --datum ED50 --helmert -87,-98,-121 --to WGS84
  littoral construct datum points.csv --datum \"Pulkovo 1942\" --to WGS84 \\
      --helmert 23.57,-140.95,-79.8,0,-0.35,-0.79,-0.22,cf
  littoral construct datum agreed.csv --datum WGS84 --to ED50 --helmert -87,-98,-121";

/// Points brought from one datum to another by stated parameters
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Datum {
    /// Points: CSV, text or GeoJSON
    pub file: PathBuf,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Datum) -> Outcome {
    let reading = input::points(&args.file, &args.common.output)?;
    let stated = Stated::of(&args.file, &reading);
    let mut ground = Ground::of(&args.common.ground, &stated)?;
    ground.facts.extend(stated::said(&args.common.ground, "--datum", &[stated])?);
    let title = format!("{} on {}", args.file.display(), ground.datum);
    let mut sheet = Sheet::new("datum", title, &ground, &args.common.output);
    let columns = vec![
        ("point", true),
        ("latitude", true),
        ("longitude", true),
        ("moved, m", true),
        ("to azimuth, deg", true),
    ];
    let chains = chain::chains(reading.value.clone(), None, &args.file)?;
    let apart = Apart::of(&chains);
    let mut table = Table { columns: apart.columns(columns), ..Table::default() };
    for (k, p) in reading.value.iter().enumerate() {
        let Some(of) = chains.iter().rev().find(|c| c.has(p)).map(Chain::of) else { continue };
        let at = ground.place(p.at);
        let way = ground.earth.inverse(p.at, at);
        let [lat, lon] = sheet.at(at);
        let name = if p.name.is_empty() { (k + 1).to_string() } else { p.name.clone() };
        let azimuth = Cell::azimuth(way.azimuth1_deg, 3);
        let row = vec![Cell::word(&name), lat, lon, Cell::metres(way.distance_m), azimuth];
        table.rows.push(apart.cells(of, row));
        sheet.point(at, apart.properties(of, json!({ "kind": "point", "point": name })));
    }
    sheet.tables.push(table);
    sheet.notes.push(
        "moved: as if both pairs of numbers stood on the target ellipsoid; heights are taken as 0"
            .into(),
    );
    sheet.publish(&args.common.output)
}
