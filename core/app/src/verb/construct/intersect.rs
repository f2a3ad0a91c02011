//! `littoral construct intersect`: where two curves cross.

use clap::Args;
use littoral_geodesy::intersect;
use serde_json::json;

use super::curve;
use super::ground::Ground;
use super::input::Common;
use super::sheet::{Cell, Sheet, Table};
use super::stated::Stated;
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct intersect --datum WGS84 --first \"geodesic 42,29 39,-77\" \\
      --second \"geodesic 6,0 64,-22\"
  littoral construct intersect --datum WGS84 --first \"loxodrome 60,175 60,-175\" \\
      --second \"circle 59,180 200000\" --nearest

  littoral construct intersect --datum WGS84 --first \"ray 15.01444,-83.09944 70°14'41.25\\\" 300km\" \\
      --second \"circle 15.09,-82.6749 12M\"

A curve is: geodesic P Q, loxodrome P Q (P, Q as LAT,LON), ray P AZIMUTH LENGTH, circle P
LENGTH. An azimuth is 70.2448, 70°14'41.25\", 70 14 41.25 or a bearing (N 45°30' E); a length
is in metres, or 12M, 12nm, 300km. Ends that both curves have are crossings. Lengths along
circles are on the ground, clockwise from due north of the centre.";

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
        let place = || format!("command line: {option} \"{text}\"");
        curve::curve(&ground, text).map_err(|e| Failure::usage(e, place(), curve::HOW))
    };
    let (a, b) = (curve(&args.first, "--first")?, curve(&args.second, "--second")?);
    let found = if args.nearest {
        intersect::nearest(earth, &a, &b)
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
            Cell::metres(a.ground_m(earth, x.s[0])),
            Cell::metres(b.ground_m(earth, x.s[1])),
            Cell::number(x.angle_deg, 6),
            Cell::number(x.residual_m * 1000.0, 6),
        ]);
        sheet.point(
            x.at,
            json!({ "kind": "crossing", "number": k + 1, "residual_m": x.residual_m }),
        );
    }
    sheet.notes.extend(said(&found, args.nearest));
    sheet.tables.push(table);
    sheet.publish(&args.common.output)
}

/// What there is to say of curves that run along each other, and of those that do not meet.
fn said(found: &intersect::Crossings, nearest: bool) -> Vec<String> {
    let mut out = Vec::new();
    if found.coincide {
        out.push(match nearest {
            true => {
                "prolonged, the curves run along each other: they are parts of one line".to_owned()
            }
            false => {
                "the curves run along each other over a stretch, of which no crossing is given"
                    .into()
            }
        });
    }
    if found.unfinished {
        out.push(
            "the curves run very close to each other for long: crossings may be missing".into(),
        );
    }
    if found.points.is_empty() && out.is_empty() {
        out.push(match nearest {
            true => "the curves do not meet, however far they are prolonged".into(),
            false => "the curves do not meet; --nearest prolongs them".into(),
        });
    }
    out
}
