//! `littoral construct fraction`: a share of the way from one line to another.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::fraction::fraction;
use littoral_geodesy::LatLon;
use serde_json::json;

use super::chain;
use super::drawn::Joined;
use super::geodesics::followed;
use super::ground::Ground;
use super::input::{self, Common, Edge};
use super::options;
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use super::stated::{self, Stated};
use crate::failure::{Failure, Outcome};
use littoral_geodesy::curve::LineKind;

const EXAMPLES: &str = "\
Examples:
  littoral construct fraction median.csv limit-200.csv --share 0.5 --datum WGS84
  littoral construct fraction a.geojson b.geojson --share 1/3 --step 2000 -o third.geojson

Each file has one line; loxodromes are taken as geodesics within a tenth of the tolerance. The
line found goes as far as the first one does: what of the second is not faced is told.";

/// A share of the way from one line to another
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Fraction {
    /// Points of the first line
    pub first: PathBuf,
    /// Points of the second line
    pub second: PathBuf,
    /// Share of the way from the first to the second: 0.5 or 1/3
    #[arg(long, value_name = "T", value_parser = share)]
    pub share: f64,
    /// Greatest distance along the first line between the places from which points are sought, metres
    #[arg(long, value_name = "M", default_value_t = 5000.0)]
    pub step: f64,
    /// How far (1 - T) d1 - T d2, the distances to the two lines, may be from 0 along the geodesics between points, metres
    #[arg(long, value_name = "M", default_value_t = 1.0)]
    pub tolerance: f64,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

/// What joins the points of both lines.
fn lines([first, second]: [Edge; 2], within_m: f64) -> String {
    if first == Edge::Geodesic && second == Edge::Geodesic {
        return "both joined by geodesics; the points below too".into();
    }
    format!(
        "the first joined by {}s, the second by {}s; loxodromes taken as geodesics within {within_m} m; the points below joined by \
         geodesics",
        first.word(),
        second.word()
    )
}

fn share(text: &str) -> Result<f64, String> {
    let number = |s: &str| s.trim().parse::<f64>().map_err(|_| format!("\"{text}\" is no share"));
    let value = match text.split_once('/') {
        Some((a, b)) => number(a)? / number(b)?,
        None => number(text)?,
    };
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err("a share is from 0 to 1".into()) }
}

pub(super) fn run(args: &Fraction) -> Outcome {
    options::above_0("--step", args.step, options::FARTHEST_M, "m")?;
    options::within("--tolerance", args.tolerance, [1e-4, 1e5], "m")?;
    let out = &args.common.output;
    let [first, second] = [input::points(&args.first, out)?, input::points(&args.second, out)?];
    let stated = [Stated::of(&args.first, &first), Stated::of(&args.second, &second)];
    let mut ground = Ground::of(&args.common.ground, &stated[0])?;
    let other = ground.joined(&args.common.ground, &stated[1])?;
    ground.tells(&other, &args.second);
    ground.facts.extend(stated::said(&args.common.ground, "--datum", &stated)?);
    let [first, second] = [
        chain::one(first.value, None, &args.first)?,
        chain::one(second.value, None, &args.second)?,
    ];
    let kinds = [first.edge, second.edge];
    let a: Vec<LatLon> = first.points.iter().map(|p| ground.place(p.at)).collect();
    let b: Vec<LatLon> = second.points.iter().map(|p| other.place(p.at)).collect();
    for (file, line) in [(&args.first, &a), (&args.second, &b)] {
        if line.len() < 2 {
            let help = "give the line two points or more";
            return Err(Failure::usage(
                "a line of one point is none",
                file.display().to_string(),
                help,
            ));
        }
    }
    let within_m = (args.tolerance / 10.0).clamp(1e-3, 1.0);
    let follow = |line: &[LatLon], kind: Edge| followed(&ground.earth, line, kind.line(), within_m);
    let (a, b) = (follow(&a, kinds[0]), follow(&b, kinds[1]));
    let found = fraction(&ground.earth, [&a, &b], args.share, args.step, args.tolerance)
        .map_err(|e| refused(&e, &args.first.display().to_string()))?;
    let title = format!(
        "{} of the way from {} to {}",
        args.share,
        args.first.display(),
        args.second.display()
    );
    let mut sheet = Sheet::new("fraction", title, &ground, &args.common.output);
    sheet.fact("lines", lines(kinds, within_m));
    let t = args.share;
    sheet.fact(
        "equation",
        format!("{:.6} d1 - {t:.6} d2 = 0, d1 and d2 the distances to the two lines", 1.0 - t),
    );
    let tolerance = args.tolerance;
    sheet.fact("tolerance", format!("{tolerance} m of the equation along the geodesics too"));
    let columns = vec![
        ("no", true),
        ("latitude", true),
        ("longitude", true),
        ("to first, m", true),
        ("to second, m", true),
        ("residual, mm", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    for (k, p) in found.points.iter().enumerate() {
        let [lat, lon] = sheet.at(p.at);
        let d = p.distances_m.map(Cell::metres);
        let [to_first, to_second] = d;
        let number = Cell::number(k as f64 + 1.0, 0);
        let residual = Cell::number(p.residual_m * 1000.0, 4);
        table.rows.push(vec![number, lat, lon, to_first, to_second, residual]);
    }
    let points: Vec<LatLon> = found.points.iter().map(|p| p.at).collect();
    sheet.line(
        &ground.earth,
        &points,
        Joined::By(LineKind::Geodesic),
        json!({ "kind": "line", "share": args.share }),
    );
    sheet.tables.push(table);
    sheet.notes = found.findings;
    sheet.publish(&args.common.output)
}
