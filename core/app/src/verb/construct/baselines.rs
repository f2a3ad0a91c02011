//! `littoral construct baselines`: checks of straight baselines.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::NAUTICAL_MILE_M;
use littoral_delimit::construct::straight::{Limits, check};
use serde_json::json;

use super::bisector::pair;
use super::drawn::Joined;
use super::input::{self, Common, Edge};
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use crate::failure::Outcome;

const EXAMPLES: &str = "\
Examples:
  littoral construct baselines baseline.csv --datum WGS84
  littoral construct baselines archipelago.csv --archipelagic --datum WGS84
  littoral construct baselines baseline.csv --chord \"58,5.5 62,5\" --departure 15 --longest 48 \\
      --datum ED50";

/// Straight baselines: lengths and departures from the general direction, segment by segment
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Baselines {
    /// Points of the baseline in their order: CSV, text or GeoJSON
    pub file: PathBuf,
    /// Nature of the segments
    #[arg(long, value_enum, default_value_t = Edge::Geodesic)]
    pub edge: Edge,
    /// General direction of the coast: two places, else the ends of the baseline
    #[arg(long, value_name = "P Q", allow_hyphen_values = true)]
    pub chord: Option<String>,
    /// Greatest departure from it, degrees
    #[arg(long, value_name = "DEG", default_value_t = 20.0)]
    pub departure: f64,
    /// Greatest length of a segment, nautical miles
    #[arg(long, value_name = "M", default_value_t = 24.0)]
    pub longest: f64,
    /// Archipelagic baselines: article 47 (100 M; three per cent to 125 M)
    #[arg(long)]
    pub archipelagic: bool,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Baselines) -> Outcome {
    let (points, ground) = input::line(&args.file, &args.common)?;
    let base: Vec<_> = points.iter().map(|p| p.at).collect();
    let chord = args.chord.as_deref().map(|c| pair(&ground, c, "--chord")).transpose()?;
    let limits = Limits {
        length_m: args.longest * NAUTICAL_MILE_M,
        departure_deg: args.departure,
        archipelagic: args.archipelagic,
    };
    let found = check(&ground.earth, &base, args.edge.line(), &limits, chord)
        .map_err(|e| refused(&e, &args.file.display().to_string()))?;
    let title = format!("Straight baselines {}", args.file.display());
    let mut sheet = Sheet::new("baselines", title, &ground, &args.common.output);
    sheet.fact("segments", args.edge.word());
    sheet.fact("direction", format!("{:.4} degrees at its start", found.direction_deg));
    let held = match args.archipelagic {
        true => "UNCLOS art. 47 (2): 100 M, three per cent to 125 M".to_owned(),
        false => format!(
            "art. 7 (3) by practice: {} degrees; {} M (art. 7 itself names no figure)",
            args.departure, args.longest
        ),
    };
    sheet.fact("held against", held);
    let columns = vec![
        ("segment", true),
        ("from latitude", true),
        ("from longitude", true),
        ("length, M", true),
        ("azimuth, deg", true),
        ("departure, deg", true),
        ("length is", false),
        ("direction is", false),
    ];
    let mut table = Table { columns, ..Table::default() };
    let word = |ok: bool| Cell::word(if ok { "PASS" } else { "FAIL" });
    for (k, s) in found.segments.iter().enumerate() {
        let [lat, lon] = sheet.at(s.ends[0]);
        table.rows.push(vec![
            Cell::number(k as f64 + 1.0, 0),
            lat,
            lon,
            Cell::number(s.length_m / NAUTICAL_MILE_M, 4),
            Cell::number(s.azimuth_deg, 4),
            Cell::number(s.departure_deg, 3),
            word(s.length_ok),
            word(s.departure_ok),
        ]);
        let what = json!({ "kind": "baseline", "segment": k + 1, "length_m": s.length_m,
                           "departure_deg": s.departure_deg, "edge": args.edge.word() });
        sheet.line(&ground.earth, &s.ends, Joined::By(args.edge.line()), what);
    }
    sheet.tables.push(table);
    sheet.notes = found.findings;
    sheet.notes.push(format!("total length {:.4} M", found.total_m / NAUTICAL_MILE_M));
    sheet.publish(&args.common.output)
}
