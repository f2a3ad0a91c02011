//! `littoral construct baselines`: checks of straight baselines.

mod article;

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::NAUTICAL_MILE_M;
use littoral_delimit::construct::straight::{Checks, Limits, check};
use serde_json::json;

use super::bisector::pair;
use super::chain::{self, Apart, Chain};
use super::drawn::Joined;
use super::ground::Ground;
use super::input::{self, Common, Edge};
use super::options;
use super::refused;
use super::sheet::{Cell, Column, Sheet, Table};
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct baselines baseline.csv --datum WGS84
  littoral construct baselines archipelago.csv --archipelagic --land islands.geojson --datum WGS84
  littoral construct baselines baseline.csv --chord \"58,5.5 62,5\" --departure 15 --longest 48 \\
      --datum ED50

The rows of one party are one chain; where a column line names lines, every line of a party is
one, and so is every line of GeoJSON, points beside which are no part of it. Lakes and lagoons
within --land, the holes of its polygons, count as land; what they do to the ratio is told.";

/// Straight baselines: lengths and departures from the general direction, segment by segment
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Baselines {
    /// Points of the baseline in their order: CSV, text or GeoJSON
    pub file: PathBuf,
    /// Nature of the segments, where the file does not say [default: geodesic]
    #[arg(long, value_enum)]
    pub edge: Option<Edge>,
    /// General direction of the coast: two places, else the ends of the baseline
    #[arg(long, value_name = "P Q", allow_hyphen_values = true)]
    pub chord: Option<String>,
    /// Greatest departure from it, degrees, else 20
    #[arg(long, value_name = "DEG")]
    pub departure: Option<f64>,
    /// Greatest length of a segment, nautical miles, else 24
    #[arg(long, value_name = "M")]
    pub longest: Option<f64>,
    /// Archipelagic baselines: article 47 (100 M; three per cent to 125 M), PASS or FAIL by paragraph
    #[arg(long)]
    pub archipelagic: bool,
    /// Islands within, as GeoJSON polygons or closed lines, or rows of kind islands, for the ratio of water to land
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "archipelagic")]
    pub land: Vec<PathBuf>,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Baselines) -> Outcome {
    let limits = limits(args)?;
    let (points, ground) = input::line(&args.file, &args.common)?;
    let chains = chain::chains(points, args.edge, &args.file)?;
    let chord = args.chord.as_deref().map(|c| pair(&ground, c, "--chord")).transpose()?;
    let title = format!("Straight baselines {}", args.file.display());
    let mut sheet = Sheet::new("baselines", title, &ground, &args.common.output);
    sheet.fact("segments", chain::edges(&chains));
    let place = args.file.display().to_string();
    let checked = |c: &Chain| {
        check(&ground.earth, &c.places(), c.edge.line(), &limits, chord)
            .map_err(|e| refused(&e, &named(&place, &chains, c)))
    };
    let found: Vec<Checks> = chains.iter().map(checked).collect::<Outcome<_>>()?;
    let direction = |(c, f): (&Chain, &Checks)| {
        of_chain(&chains, c, &format!("{:.4} degrees at its start", f.direction_deg))
    };
    let directions: Vec<String> = chains.iter().zip(&found).map(direction).collect();
    sheet.fact("direction", directions.join("; "));
    let carried = "at the middle of each segment, from the direction carried there along the geodesic from the nearest place of the chord";
    sheet.fact("departure", carried);
    let held = match args.archipelagic {
        true => "UNCLOS art. 47 (2): 100 M, three per cent to 125 M".to_owned(),
        false => format!(
            "art. 7 (3) by practice: {} degrees; {} M (art. 7 itself names no figure)",
            limits.departure_deg,
            args.longest.unwrap_or(LONGEST_M / NAUTICAL_MILE_M)
        ),
    };
    sheet.fact("held against", held);
    segments(&mut sheet, args, &ground, &chains, &found);
    if args.archipelagic {
        article::article_47(&mut sheet, args, &ground, &chains)?;
    }
    sheet.notes.extend(chain::note(&chains));
    for (chain, found) in chains.iter().zip(found) {
        let total = format!("total length {:.4} M", found.total_m / NAUTICAL_MILE_M);
        let said = found.findings.into_iter().chain([total]);
        sheet.notes.extend(said.map(|text| of_chain(&chains, chain, &text)));
    }
    sheet.publish(&args.common.output)
}

/// Figures by practice, metres and degrees.
const LONGEST_M: f64 = 24.0 * NAUTICAL_MILE_M;
const DEPARTURE_DEG: f64 = 20.0;

/// What segments are held against. Article 47 has figures of its own, which no option changes.
fn limits(args: &Baselines) -> Outcome<Limits> {
    let given = [("--longest", args.longest), ("--departure", args.departure)];
    if let Some((option, _)) = given.iter().find(|(_, v)| args.archipelagic && v.is_some()) {
        let text = format!(
            "{option} has no say under article 47, which asks for 100 M, three per cent to 125 M, and no direction"
        );
        let help = format!(
            "leave {option} out; or leave --archipelagic out, to hold the segments against {option}"
        );
        return Err(Failure::usage(text, format!("command line: {option}"), help));
    }
    if let Some(longest) = args.longest {
        options::above_0("--longest", longest, options::FARTHEST_NM, "M")?;
    }
    if let Some(departure) = args.departure {
        options::within("--departure", departure, [0.0, 90.0], "degrees")?;
    }
    Ok(Limits {
        length_m: args.longest.map_or(LONGEST_M, |m| m * NAUTICAL_MILE_M),
        departure_deg: args.departure.unwrap_or(DEPARTURE_DEG),
        archipelagic: args.archipelagic,
    })
}

/// The segments of all chains as the first table and as lines for the map.
fn segments(
    sheet: &mut Sheet,
    args: &Baselines,
    ground: &Ground,
    chains: &[Chain],
    found: &[Checks],
) {
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
    let mut columns = with_label(columns, chains);
    // Article 47 asks nothing of single segments' directions.
    columns.truncate(columns.len() - usize::from(args.archipelagic));
    let mut table = Table { columns, ..Table::default() };
    let apart = Apart::of(chains);
    let mut ends = Table { title: "Ends".into(), ..Table::default() };
    ends.columns = with_label(vec![("latitude", true), ("longitude", true)], chains);
    let mut points = Points::new(&apart, &table.columns);
    for (chain, found) in chains.iter().zip(found) {
        let label = chain.label();
        let party = Some(&chain.party).filter(|p| !p.is_empty());
        let joined = Joined::By(chain.edge.line());
        for (k, s) in found.segments.iter().enumerate() {
            let [lat, lon] = sheet.at(s.ends[0]);
            let mut row = vec![
                Cell::number(k as f64 + 1.0, 0),
                lat,
                lon,
                Cell::number(s.length_m / NAUTICAL_MILE_M, 4),
                Cell::azimuth(s.azimuth_deg, 4),
                Cell::number(s.departure_deg, 3),
                Cell::word(pass(s.length_ok)),
                Cell::word(pass(s.departure_ok)),
            ];
            points.add(&apart, chain, &row);
            if chains.len() > 1 {
                row.insert(0, Cell::word(&label));
            }
            row.truncate(table.columns.len());
            table.rows.push(row);
            let what = json!({ "kind": "segment", "party": party, "segment": k + 1, "length_m": s.length_m,
                               "departure_deg": s.departure_deg });
            sheet.line(&ground.earth, &s.ends, joined, what);
        }
        if let Some(last) = found.segments.last() {
            let mut row = sheet.at(last.ends[1]).to_vec();
            points.end(&apart, chain, &row);
            if chains.len() > 1 {
                row.insert(0, Cell::word(&label));
            }
            ends.rows.push(row);
        }
        let what = json!({ "kind": "baseline", "length_m": found.total_m });
        let what = apart.properties(chain.of(), what);
        sheet.line(&ground.earth, &chain.places(), joined, what);
    }
    if let [_] = ends.rows.as_slice() {
        ends.title = "End".into();
    }
    sheet.tables.extend([table, ends]);
    sheet.rows = Some(points.table);
}

/// The rows of the CSV file: a point each, the beginning of a segment or the end of a chain, which make the same line when they are
/// read.
struct Points {
    table: Table,
}

impl Points {
    /// The columns of segments, each named as the point where it begins.
    fn new(apart: &Apart, segments: &[Column]) -> Self {
        let named = |c: &Column| match c.0 {
            "from latitude" => ("latitude", c.1),
            "from longitude" => ("longitude", c.1),
            _ => *c,
        };
        let columns = segments.iter().filter(|c| c.0 != "chain").map(named).collect();
        Self { table: Table { columns: apart.columns(columns), ..Table::default() } }
    }

    fn add(&mut self, apart: &Apart, chain: &Chain, segment: &[Cell]) {
        let mut row = apart.cells(chain.of(), segment.to_vec());
        row.truncate(self.table.columns.len());
        self.table.rows.push(row);
    }

    fn end(&mut self, apart: &Apart, chain: &Chain, place: &[Cell]) {
        let mut row = vec![Cell::none()];
        row.extend_from_slice(place);
        let mut row = apart.cells(chain.of(), row);
        row.resize(self.table.columns.len(), Cell::none());
        self.table.rows.push(row);
    }
}

fn pass(pass: bool) -> &'static str {
    if pass { "PASS" } else { "FAIL" }
}

/// Columns, the chain first where there are several.
fn with_label(mut columns: Vec<Column>, chains: &[Chain]) -> Vec<Column> {
    if chains.len() > 1 {
        columns.insert(0, ("chain", false));
    }
    columns
}

/// Words of a chain, with its name where there are several.
fn of_chain(chains: &[Chain], chain: &Chain, words: &str) -> String {
    if chains.len() > 1 { format!("{}: {words}", chain.label()) } else { words.to_owned() }
}

/// The file in messages, with the name of a chain where there are several.
fn named(place: &str, chains: &[Chain], chain: &Chain) -> String {
    if chains.len() > 1 { format!("{place}: {}", chain.label()) } else { place.to_owned() }
}
