//! `littoral construct intersect`: where two curves cross.

use clap::Args;
use littoral_geodesy::{Curve, intersect};
use serde_json::json;

use super::ground::Ground;
use super::input::{self, Common};
use super::sheet::{Cell, Sheet, Table};
use super::stated::Stated;
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct intersect --datum WGS84 --first \"geodesic 42,29 39,-77\" \\
      --second \"geodesic 6,0 64,-22\"
  littoral construct intersect --datum WGS84 --first \"loxodrome 60,175 60,-175\" \\
      --second \"circle 59,180 200000\" --nearest

A curve is: geodesic P Q, loxodrome P Q (P, Q as LAT,LON), ray P AZIMUTH METRES, circle P METRES.";

/// Where geodesics, loxodromes and arcs of constant distance cross
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Intersect {
    /// First curve
    #[arg(long, value_name = "CURVE", allow_hyphen_values = true)]
    pub first: String,
    /// Second curve
    #[arg(long, value_name = "CURVE", allow_hyphen_values = true)]
    pub second: String,
    /// Prolong both, and give the crossing that needs the least of it
    #[arg(long)]
    pub nearest: bool,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Intersect) -> Outcome {
    let ground = Ground::of(&args.common.ground, &Stated::default())?;
    let earth = &ground.earth;
    let curve = |text: &str, option: &str| {
        curve(&ground, text).map_err(|e| {
            let help = "write: geodesic P Q, loxodrome P Q, ray P AZIMUTH METRES or circle P METRES; P and Q as LAT,LON";
            Failure::usage(e, format!("command line: {option} \"{text}\""), help)
        })
    };
    let (a, b) = (curve(&args.first, "--first")?, curve(&args.second, "--second")?);
    let found = if args.nearest {
        let one = intersect::nearest(earth, &a, &b);
        intersect::Crossings { points: one.into_iter().collect(), coincide: false }
    } else {
        intersect::crossings(earth, &a, &b)
    };
    let title = format!("{} x {}", args.first, args.second);
    let mut sheet = Sheet::new("intersect", title, &ground, &args.common.output);
    let columns = vec![
        ("no", true),
        ("latitude", true),
        ("longitude", true),
        ("along first, m", true),
        ("along second, m", true),
        ("angle, deg", true),
        ("residual, mm", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    for (k, x) in found.points.iter().enumerate() {
        let [lat, lon] = sheet.at(x.at);
        table.rows.push(vec![
            Cell::number(k as f64 + 1.0, 0),
            lat,
            lon,
            Cell::metres(x.s[0]),
            Cell::metres(x.s[1]),
            Cell::number(x.angle_deg, 6),
            Cell::number(x.residual_m * 1000.0, 6),
        ]);
        sheet.point(
            x.at,
            json!({ "kind": "crossing", "number": k + 1, "residual_m": x.residual_m }),
        );
    }
    if found.coincide {
        let text =
            "the curves run along each other over a stretch; crossings elsewhere may be missing";
        sheet.notes.push(text.into());
    } else if found.points.is_empty() {
        sheet.notes.push(match args.nearest {
            true => "the curves do not meet, however far they are prolonged".into(),
            false => "the curves do not meet; --nearest prolongs them".to_owned(),
        });
    }
    sheet.tables.push(table);
    sheet.publish(&args.common.output)
}

/// Reads a curve.
fn curve(ground: &Ground, text: &str) -> Result<Curve, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let earth = &ground.earth;
    let at = |w: &str| input::place(w).map(|p| ground.place(p));
    let number = |w: &str| {
        w.parse::<f64>()
            .ok()
            .filter(|x| x.is_finite())
            .ok_or_else(|| format!("\"{w}\" is no number"))
    };
    let length = |w: &str| {
        number(w).and_then(|d| match d > 0.0 && d <= 2.0e7 {
            true => Ok(d),
            false => Err(format!("{d} m is no distance on the earth")),
        })
    };
    match words.as_slice() {
        [kind @ ("geodesic" | "loxodrome"), p, q] => {
            use littoral_geodesy::curve::LineKind::{Geodesic, Loxodrome};
            let kind = if *kind == "geodesic" { Geodesic } else { Loxodrome };
            Curve::between(earth, kind, at(p)?, at(q)?)
                .ok_or_else(|| "the ends coincide, or are opposite points of the earth".to_owned())
        }
        ["ray", p, azimuth, metres] => {
            let kind = littoral_geodesy::curve::LineKind::Geodesic;
            Ok(Curve::ray(kind, at(p)?, number(azimuth)?, length(metres)?))
        }
        ["circle", p, metres] => Ok(Curve::circle(at(p)?, length(metres)?)),
        _ => Err(format!("\"{text}\" is no curve")),
    }
}
