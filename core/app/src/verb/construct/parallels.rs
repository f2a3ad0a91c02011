//! `littoral construct parallels`: a baseline moved sideways.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::NAUTICAL_MILE_M;
use littoral_delimit::construct::densify::{Drawn, densify};
use littoral_delimit::construct::parallels::{self, Parallels as Found};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};
use serde_json::json;

use super::chain::Chain;
use super::drawn::Joined;
use super::geodesics::drawn;
use super::input::{self, Common, Edge};
use super::options;
use super::refused;
use super::sheet::{Cell, Column, Sheet, Table};
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct parallels baseline.csv --nm 12 --datum WGS84
  littoral construct parallels baseline.csv --nm -3 --edge loxodrome --datum ED50

The file has one line. Moved edges are no geodesics and no loxodromes: in CSV and GeoJSON points
between the corners keep geodesics to them within 1 m.";

/// Moved edges are drawn to this, metres.
const DRAWN_M: f64 = 1.0;
/// Corners are where both edges end, to the precision to which they are found.
const MEET_M: f64 = 1e-3;

/// A baseline moved sideways with its corners (traces paralleles)
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Parallels {
    /// Points of the line in their order: CSV, text or GeoJSON
    pub file: PathBuf,
    /// Distance in nautical miles: to the right of the line, negative to its left
    #[arg(long, value_name = "M", allow_negative_numbers = true)]
    pub nm: f64,
    /// Nature of the line's edges, where the file does not say [default: geodesic]
    #[arg(long, value_enum)]
    pub edge: Option<Edge>,
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
    let (chain, ground) = input::one_line(&args.file, &args.common, args.edge)?;
    let earth = &ground.earth;
    let distance_m = args.nm * NAUTICAL_MILE_M;
    let found = parallels::parallels(earth, &chain.places(), chain.edge.line(), distance_m)
        .map_err(|e| refused(&e, &args.file.display().to_string()))?;
    let title = format!("Parallel of {} at {} M", args.file.display(), args.nm);
    let mut sheet = Sheet::new("parallels", title, &ground, &args.common.output);
    let edges = format!("{} of the baseline, each moved at right angles", chain.edge.word());
    sheet.fact("edges", edges);
    let table = corners(&mut sheet, &chain, &found);
    sheet.rows = Some(rows(&sheet, earth, &chain, &found));
    shapes(&mut sheet, earth, &found.curves, distance_m);
    sheet.tables.push(table);
    sheet.notes = found.findings;
    sheet.publish(&args.common.output)
}

fn columns() -> Vec<Column> {
    vec![
        ("no", true),
        ("latitude", true),
        ("longitude", true),
        ("stands for", false),
        ("residual, mm", true),
    ]
}

fn residual(found: &Found, corner: usize) -> Cell {
    Cell::number(found.residual_m[corner] * 1000.0, 4)
}

/// The corners, in a table and as points for the map.
fn corners(sheet: &mut Sheet, chain: &Chain, found: &Found) -> Table {
    let mut table = Table { columns: columns(), ..Table::default() };
    for (k, at) in found.points.iter().enumerate() {
        let node = found.nodes[k];
        let name = chain.name(node);
        let [lat, lon] = sheet.at(*at);
        let number = Cell::number(k as f64 + 1.0, 0);
        table.rows.push(vec![number, lat, lon, Cell::word(name), residual(found, k)]);
        sheet.point(*at, json!({ "kind": "corner", "number": k + 1, "stands_for": node + 1 }));
    }
    table
}

/// The rows of the CSV file: the corners, and points of the moved edges between them where geodesics do not keep to these.
fn rows(sheet: &Sheet, earth: &Earth, chain: &Chain, found: &Found) -> Table {
    let mut table = Table { columns: columns(), ..Table::default() };
    let mut add = |at: LatLon, name: String, residual: Cell| {
        let [lat, lon] = sheet.at(at);
        let number = Cell::number(table.rows.len() as f64 + 1.0, 0);
        table.rows.push(vec![number, lat, lon, Cell::word(name), residual]);
    };
    let mut curves = found.curves.iter().peekable();
    for (k, at) in found.points.iter().enumerate() {
        add(*at, chain.name(found.nodes[k]), residual(found, k));
        // Where two edges do not meet, a straight piece stands between two corners.
        let meets = |curve: &&Curve| {
            let ends = curve.ends(earth);
            let pair = found.points.get(k + 1).map(|next| [(ends[0], *at), (ends[1], *next)]);
            pair.is_some_and(|p| p.iter().all(|(a, b)| earth.karney_m(*a, *b) < MEET_M))
        };
        let Some(curve) = curves.next_if(meets).filter(|c| c.length() > 0.0) else { continue };
        let line = densify(earth, curve, Drawn::Geodesic, DRAWN_M);
        let inner = line.iter().skip(1).take(line.len().saturating_sub(2));
        inner.for_each(|s| add(s.at, String::new(), Cell::none()));
    }
    table
}

/// The moved edges, one by one and as a whole, for the map.
fn shapes(sheet: &mut Sheet, earth: &Earth, curves: &[Curve], distance_m: f64) {
    let mut whole: Vec<Vec<LatLon>> = Vec::new();
    let drawn_as = Joined::Chart(LineKind::Geodesic);
    for curve in curves.iter().filter(|c| c.length() > 0.0) {
        let line = drawn(earth, curve, DRAWN_M);
        let what = json!({ "kind": "parallel", "distance_m": distance_m });
        sheet.line(earth, &line, drawn_as, what);
        joined(earth, &mut whole, line);
    }
    for line in whole {
        let what = json!({ "kind": "line", "distance_m": distance_m });
        sheet.line(earth, &line, drawn_as, what);
    }
}

/// Adds a moved edge to the line that ends where it begins.
fn joined(earth: &Earth, whole: &mut Vec<Vec<LatLon>>, line: Vec<LatLon>) {
    let ends = whole.last_mut().filter(|before| {
        let pair = before.last().zip(line.first());
        pair.is_some_and(|(a, b)| earth.karney_m(*a, *b) < MEET_M)
    });
    match ends {
        Some(before) => before.extend(line.into_iter().skip(1)),
        None => whole.push(line),
    }
}
