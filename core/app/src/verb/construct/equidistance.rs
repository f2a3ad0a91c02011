//! `littoral construct equidistance`: the median line of base points or coasts.

mod rows;

use std::path::{Path, PathBuf};

use clap::Args;
use littoral_delimit::PointKind;
use littoral_delimit::construct::equidistance::{self, Equidistance as Found};
use littoral_delimit::construct::{Bases, NAUTICAL_MILE_M};
use littoral_delimit::thin::thin;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};

use super::clipped;
use super::effects;
use super::input::{self, Common, Edge};
use super::options;
use super::refused;
use super::sheet::Sheet;
use crate::failure::{Failure, Outcome};
use crate::number::counted;

const EXAMPLES: &str = "\
Examples:
  littoral construct equidistance base-points.csv --datum WGS84
  littoral construct equidistance coasts.geojson --between NOR,GBR --margin 100 -o median.geojson
  littoral construct equidistance coasts.geojson --window frame.geojson --effect GRC=0.5
  littoral construct equidistance coasts.geojson --between FRA,GBR --effect \"GBR@49.92,-6.30=0.5\"
  littoral construct equidistance base-points.csv --datum WGS84 --weight \"NIC:Edinburgh=3\"
  littoral construct equidistance coasts.geojson --window-about \"55 N, 4 E 300\" --vertices";

/// Points without which the line departs by less than this part of the tolerance are not listed. The engine leaves more of it:
/// where distances part fastest they differ by twice as much.
const LEFT_OUT: f64 = 0.05;

/// Equidistance line of base points, coasts and islands, with tripoints and controlling base points
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Equidistance {
    /// Base points, baselines or coasts: CSV, text or GeoJSON; - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Only these parties (two or more), separated by commas
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub between: Vec<String>,
    /// Frame of the sea: a file of its corners in order, or GeoJSON with one polygon
    #[arg(long, value_name = "FILE", conflicts_with = "window_about", allow_hyphen_values = true)]
    pub window: Option<PathBuf>,
    /// Frame of the sea: a circle about a place, radius in nautical miles
    #[arg(long, value_name = "LAT,LON M", allow_hyphen_values = true)]
    pub window_about: Option<String>,
    /// How far the automatic frame reaches beyond the base points, nautical miles
    #[arg(long, value_name = "M", default_value_t = 24.0, allow_negative_numbers = true)]
    pub margin: f64,
    /// Effect of islands, 0 to 1: of all of a party (GRC=0.5), by name (GRC:Lesvos=0.5) or by a place on
    /// it (GRC@39.2,26.3=0.5); a later one counts
    #[arg(long, value_name = "PARTY[:NAME|@LAT,LON]=E")]
    pub effect: Vec<String>,
    /// Weight of base points: their distance is divided by it (NIC=3, NIC:Edinburgh=3)
    #[arg(long, value_name = "PARTY[:NAME|@LAT,LON]=K")]
    pub weight: Vec<String>,
    /// Only the coordinates count as base points (treaty practice)
    #[arg(long)]
    pub vertices: bool,
    /// Measure from straight baselines too where there is a coast of the party behind them
    #[arg(long)]
    pub baselines: bool,
    /// Join the points of each party in their order, where the file does not say
    #[arg(long, value_enum)]
    pub join: Option<Edge>,
    /// Only turning points, tripoints and ends; how far the line between departs from their geodesics is told
    #[arg(long)]
    pub turning: bool,
    /// How much the distances may differ along the geodesics between points, metres [default: 0.001 in
    /// GeoJSON and with --turning, else 1]
    #[arg(long, value_name = "M")]
    pub tolerance: Option<f64>,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Equidistance) -> Outcome {
    let (mut bases, ground) = input::bases(&args.files, &args.common, args.join)?;
    if !args.between.is_empty() {
        bases = input::only(&bases, &args.between)?;
    }
    options::within("--margin", args.margin, [0.0, 2699.0], "M")?;
    options::within("--tolerance", tolerance(args), [1e-4, 1e5], "m")?;
    let options = equidistance::Options {
        window: window(args, &bases, &ground)?,
        margin_m: args.margin * NAUTICAL_MILE_M,
        effects: effects::effects(&args.effect, &bases, &ground)?,
        weights: effects::weights(&args.weight, &bases, &ground)?,
        vertices_only: args.vertices,
        baselines: args.baselines,
        tolerance_m: tolerance(args),
    };
    let found = equidistance::equidistance(ground.earth.ellipsoid(), &bases, &options)
        .map_err(|e| refused(&e, &args.files[0].display().to_string()))?;
    let title = format!("Equidistance of {}", bases.parties.join(", "));
    let mut sheet = Sheet::new("equidistance", title, &ground, &args.common.output);
    sheet.fact("line", joined(&ground.earth, &found, args));
    sheet.fact("tolerance", format!("{} m", options.tolerance_m));
    for (name, list) in [("effects", &args.effect), ("weights", &args.weight)] {
        if !list.is_empty() {
            sheet.fact(name, list.join("; "));
        }
    }
    let counted = if args.vertices { "coordinates only" } else { "coordinates and edges between" };
    sheet.fact("base points", counted);
    let whole = !args.turning && !args.common.output.holds_curves();
    let within = rows::Listed::Within(LEFT_OUT * options.tolerance_m);
    let listed = if whole { within } else { rows::Listed::Turning };
    sheet.notes.extend(clipped::note(&bases, &ground));
    let reckoned = !args.effect.is_empty() || !args.weight.is_empty();
    let table = rows::points(&mut sheet, &ground.earth, &found, (listed, reckoned));
    sheet.tables.push(table);
    let base = rows::base_points(&sheet, &ground.earth, &found, listed);
    sheet.tables.push(base);
    notes(&mut sheet, &bases, &found, args);
    sheet.publish(&args.common.output)
}

/// What the rows of the table are joined by.
fn joined(earth: &Earth, found: &Found, args: &Equidistance) -> String {
    if !only_turning(args) {
        return "joined by geodesics along which the distances differ by the tolerance at most"
            .into();
    }
    let departure = |line: &equidistance::EquidistanceLine| {
        let first = line.points.first().filter(|_| line.closed);
        let points: Vec<LatLon> = line.points.iter().chain(first).map(|p| p.at).collect();
        let stands = |k: usize| line.points.get(k).is_some_and(|p| p.kind != PointKind::Curve);
        thin(earth, &points, stands, f64::INFINITY).departure_m
    };
    let most_m = found.lines.iter().map(departure).fold(0.0, f64::max);
    format!(
        "turning points only: between them it departs from their geodesics by up to {most_m:.1} m"
    )
}

/// GeoJSON has every point in its lines, so only turning points stand by themselves there.
fn only_turning(args: &Equidistance) -> bool {
    args.turning && !args.common.output.holds_curves()
}

fn notes(sheet: &mut Sheet, bases: &Bases, found: &Found, args: &Equidistance) {
    sheet.notes.extend(found.findings.iter().cloned());
    for line in &found.lines {
        let pair = line.between.map(|p| bases.parties[p].clone()).join("-");
        let km = line.length_m / 1000.0;
        let curve = line.points.iter().filter(|p| p.kind == PointKind::Curve).count();
        sheet.notes.push(format!(
            "{pair}: {km:.3} km ({:.3} M), {} and {curve} that keep the curve between them{}",
            km / 1.852,
            counted(line.points.len() - curve, "point", "points"),
            if line.closed { ", closed" } else { "" }
        ));
    }
    if found.lines.is_empty() {
        sheet.notes.push("no line lies inside the window".into());
    }
    for t in &found.ties {
        sheet.notes.push(format!(
            "{}-{} share their nearest base point over {:.3} km2 off {:.5}, {:.5}: split along azimuth {:.3}",
            t.between[0].as_str(),
            t.between[1].as_str(),
            t.area_km2,
            t.terminus[0],
            wrap(t.terminus[1]),
            t.ray_deg()
        ));
    }
    let worst =
        found.lines.iter().flat_map(|l| &l.points).fold(0.0, |m: f64, p| m.max(p.residual_m));
    sheet
        .notes
        .push(format!("greatest residual of any point, curve included: {:.4} mm", worst * 1000.0));
    if args.window.is_none() && args.window_about.is_none() {
        sheet.notes.push(format!(
            "window: {} corners about the base points, {} M beyond them (--window or --margin for another); lines end on it",
            found.window.len(),
            args.margin
        ));
    }
}

/// Numbers stand where the file of a frame is wanted: a window of `case new`.
fn numbers_for_file(file: &Path) -> Outcome {
    let text = file.to_string_lossy();
    let numbers: Vec<f64> = text.split(',').map_while(|w| w.trim().parse().ok()).collect();
    if file.exists() || numbers.len() < 2 {
        return Ok(());
    }
    let help = "write the corners to a file (party,lat,lon, a line each) and name it; a circle is \
                --window-about \"55,4 100\": latitude, longitude, radius in nautical miles";
    let why = "--window names the file of a frame, not numbers";
    Err(Failure::usage(why, format!("command line: --window {text}"), help))
}

/// Where the curve between turning points is not listed as rows it keeps to a millimetre.
fn tolerance(args: &Equidistance) -> f64 {
    let whole = args.turning || args.common.output.holds_curves();
    args.tolerance.unwrap_or(if whole { 1e-3 } else { 1.0 })
}

fn window(
    args: &Equidistance,
    bases: &Bases,
    ground: &super::ground::Ground,
) -> Outcome<Vec<LatLon>> {
    if let Some(file) = &args.window {
        numbers_for_file(file)?;
        return input::frame(file, &args.common, ground);
    }
    let Some(text) = &args.window_about else { return Ok(bases.window.clone()) };
    let wrong = |why: &str| {
        let help = "write a place and a radius in nautical miles: --window-about \"55,4 300\"";
        Failure::usage(why, format!("command line: --window-about {text}"), help)
    };
    let (place, radius) =
        text.trim().rsplit_once(' ').ok_or_else(|| wrong("there is no radius"))?;
    let radius: f64 = radius.parse().map_err(|_| wrong("the radius is no number"))?;
    if !(radius > 0.0 && radius < 2700.0) {
        return Err(wrong("the radius is from 0 to 2700 nautical miles"));
    }
    let centre = ground.place(input::place(place).map_err(|e| wrong(&e))?);
    let corner =
        |k: i32| ground.earth.direct(centre, -f64::from(k) * 15.0, radius * NAUTICAL_MILE_M);
    Ok((0..24).map(corner).collect())
}
