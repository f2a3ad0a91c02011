//! `littoral construct baselines`: checks of straight baselines.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::bay::BayTest;
use littoral_delimit::construct::straight::{Limits, check};
use littoral_delimit::construct::{NAUTICAL_MILE_M, archipelago};
use littoral_geodesy::LatLon;
use serde_json::json;

use super::bisector::pair;
use super::drawn::Joined;
use super::ground::Ground;
use super::input::{self, Common, Edge};
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct baselines baseline.csv --datum WGS84
  littoral construct baselines archipelago.csv --archipelagic --land islands.geojson --datum WGS84
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
    /// Archipelagic baselines: article 47 (100 M; three per cent to 125 M), PASS or FAIL by paragraph
    #[arg(long)]
    pub archipelagic: bool,
    /// Islands within, as GeoJSON polygons or rings, for the ratio of water to land
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "archipelagic")]
    pub land: Vec<PathBuf>,
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
    let columns = [
        ("segment", true),
        ("from latitude", true),
        ("from longitude", true),
        ("length, M", true),
        ("azimuth, deg", true),
        ("departure, deg", true),
        ("length is", false),
        ("direction is", false),
    ];
    // Article 47 asks nothing of single segments' directions.
    let columns = columns[..columns.len() - usize::from(args.archipelagic)].to_vec();
    let mut table = Table { columns, ..Table::default() };
    let word = |ok: bool| Cell::word(if ok { "PASS" } else { "FAIL" });
    for (k, s) in found.segments.iter().enumerate() {
        let [lat, lon] = sheet.at(s.ends[0]);
        let mut row = vec![
            Cell::number(k as f64 + 1.0, 0),
            lat,
            lon,
            Cell::number(s.length_m / NAUTICAL_MILE_M, 4),
            Cell::number(s.azimuth_deg, 4),
            Cell::number(s.departure_deg, 3),
            word(s.length_ok),
            word(s.departure_ok),
        ];
        row.truncate(table.columns.len());
        table.rows.push(row);
        let what = json!({ "kind": "baseline", "segment": k + 1, "length_m": s.length_m,
                           "departure_deg": s.departure_deg, "edge": args.edge.word() });
        sheet.line(&ground.earth, &s.ends, Joined::By(args.edge.line()), what);
    }
    sheet.tables.push(table);
    if args.archipelagic {
        article_47(&mut sheet, args, &ground, &base)?;
    }
    sheet.notes.extend(found.findings);
    sheet.notes.push(format!("total length {:.4} M", found.total_m / NAUTICAL_MILE_M));
    sheet.publish(&args.common.output)
}

/// The paragraphs of article 47 as a table, the verdict in the title.
fn article_47(sheet: &mut Sheet, args: &Baselines, ground: &Ground, base: &[LatLon]) -> Outcome {
    let mut land = Vec::new();
    if !args.land.is_empty() {
        let on_line = Some(ground.clone());
        let (bases, ..) = input::bases_on(on_line, &args.land, &args.common, None)?;
        land.extend(bases.land.into_iter().map(|(_, ring)| ring));
        if land.is_empty() {
            let place = args.land[0].display().to_string();
            let help = "give the islands as GeoJSON polygons, or as rows of kind islands";
            return Err(Failure::usage("the file has no ring of land", place, help));
        }
    }
    let found = archipelago::article_47(&ground.earth, base, args.edge.line(), &land)
        .map_err(|e| refused(&e, &args.file.display().to_string()))?;
    let word = |pass: bool| if pass { "PASS" } else { "FAIL" };
    let verdict = word(found.tests.iter().all(|t| t.pass));
    sheet.title =
        format!("Archipelagic baselines {}: {verdict} by UNCLOS article 47", args.file.display());
    let columns = vec![("article", false), ("asks", false), ("figures", false), ("result", false)];
    let row = |t: &BayTest| {
        let word = Cell::word(word(t.pass));
        vec![Cell::word(t.article), Cell::word(t.asks), Cell::word(&t.figures), word]
    };
    let rows = found.tests.iter().map(row).collect();
    sheet.tables.push(Table { title: "Article 47".into(), columns, rows });
    sheet.notes.extend(found.findings);
    sheet.notes.push(
        "not tested: main islands within, general configuration, low-tide elevations, waters of a neighbouring State"
            .into(),
    );
    Ok(())
}
