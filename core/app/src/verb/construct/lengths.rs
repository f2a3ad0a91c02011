//! `littoral construct lengths`, `proportionality`: coasts measured at several scales, areas against them.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::coast;

use super::clipped::CutBy;
use super::coast::coasts;
use super::geodesics::{self, FOLLOWED_M};
use super::input::{self, Common};
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use crate::failure::{Failure, Outcome};

const METHOD: &str = "sum of geodesics after Douglas and Peucker at each tolerance, of a ring from its two farthest coordinates";

const LENGTHS: &str = "\
Example:
  littoral construct lengths coasts.geojson --scales 0,1,10,50

Coasts are measured after Douglas and Peucker at each scale. A length does not hang on where a
ring begins or which way it goes: it is simplified from its two coordinates that are farthest
apart, and a coast cut at 180 degrees is put together first. Rings narrower than the scale
have no length at it.";

/// Lengths and ratios of coasts at several scales
#[derive(Debug, Args)]
#[command(after_help = LENGTHS)]
pub struct Lengths {
    /// Coasts: CSV, text or GeoJSON
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Tolerances of simplification, kilometres; 0 is the coast as given
    #[arg(long, value_name = "KM", value_delimiter = ',', default_values_t = [0.0, 1.0, 10.0, 50.0])]
    pub scales: Vec<f64>,
    /// By what the coasts were cut.
    #[command(flatten)]
    pub cut: CutBy,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

const PROPORTION: &str = "\
Example:
  littoral construct proportionality coasts.geojson --areas ROU=9700,UKR=2300 --scales 1,10,50

Coasts are measured as by construct lengths.";

/// Areas against coasts: the test of disproportionality at several scales
#[derive(Debug, Args)]
#[command(after_help = PROPORTION)]
pub struct Proportionality {
    /// Relevant coasts: CSV, text or GeoJSON
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Area of every party, square kilometres: A=1234,B=2345
    #[arg(long, value_name = "PARTY=KM2", value_delimiter = ',', required = true)]
    pub areas: Vec<String>,
    /// Tolerances of simplification, kilometres
    #[arg(long, value_name = "KM", value_delimiter = ',', default_values_t = [0.0, 1.0, 10.0, 50.0])]
    pub scales: Vec<f64>,
    /// By what the coasts were cut.
    #[command(flatten)]
    pub cut: CutBy,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn lengths(args: &Lengths) -> Outcome {
    let (mut bases, ground) = coasts(&args.files, &args.common)?;
    let cut = args.cut.applied(&mut bases, &args.common, &ground)?;
    let loxodromes = geodesics::taken(&mut bases, &ground.earth, FOLLOWED_M);
    let metres = scales(&args.scales)?;
    let found = coast::lengths(&ground.earth, &bases, &metres)
        .map_err(|e| refused(&e, "command line: --scales"))?;
    let mut sheet =
        Sheet::new("lengths", "Coast lengths at several scales", &ground, &args.common.output);
    sheet.fact("method", METHOD);
    let columns = vec![
        ("scale, km", true),
        ("party", false),
        ("coast, km", true),
        ("islands of it, km", true),
        ("share, %", true),
        ("ratio to first", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    for scale in &metres {
        let here: Vec<_> = found.iter().filter(|l| l.tolerance_m == *scale).collect();
        let sum: f64 = here.iter().map(|l| l.total_m).sum();
        let first = here.first().map_or(f64::NAN, |l| l.total_m);
        for l in here {
            let ratio = |v: f64| if v.is_finite() { Cell::number(v, 4) } else { Cell::none() };
            table.rows.push(vec![
                Cell::number(scale / 1000.0, 3),
                Cell::word(&bases.parties[l.party]),
                Cell::number(l.total_m / 1000.0, 3),
                Cell::number(l.islands_m / 1000.0, 3),
                ratio(100.0 * l.total_m / sum),
                ratio(l.total_m / first),
            ]);
        }
    }
    sheet.tables.push(table);
    sheet.notes.extend(cut);
    sheet.notes.extend(loxodromes);
    sheet.publish(&args.common.output)
}

pub(super) fn proportionality(args: &Proportionality) -> Outcome {
    let (mut bases, ground) = input::bases(&args.files, &args.common, None)?;
    let cut = args.cut.applied(&mut bases, &args.common, &ground)?;
    let areas = areas(&args.areas, &bases.parties)?;
    let loxodromes = geodesics::taken(&mut bases, &ground.earth, FOLLOWED_M);
    let metres = scales(&args.scales)?;
    let found = coast::lengths(&ground.earth, &bases, &metres)
        .map_err(|e| refused(&e, "command line: --scales"))?;
    let title = "Areas against coasts";
    let mut sheet = Sheet::new("proportionality", title, &ground, &args.common.output);
    sheet.fact("ratio", "share of the area over share of the coast: 1 is proportional");
    sheet.fact("coasts", METHOD);
    let columns = vec![
        ("scale, km", true),
        ("party", false),
        ("area, km2", true),
        ("coast, km", true),
        ("area share, %", true),
        ("coast share, %", true),
        ("ratio", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    for scale in &metres {
        let here = found.iter().filter(|l| l.tolerance_m == *scale);
        let coasts: Vec<f64> = here.map(|l| l.total_m).collect();
        let shares = match coast::proportions(&areas, &coasts) {
            Ok(shares) => shares,
            Err(e) => {
                sheet.notes.push(format!("at {} km: {e}", scale / 1000.0));
                continue;
            }
        };
        for p in &shares {
            table.rows.push(vec![
                Cell::number(scale / 1000.0, 3),
                Cell::word(&bases.parties[p.party]),
                Cell::number(areas[p.party], 3),
                Cell::number(coasts[p.party] / 1000.0, 3),
                Cell::number(100.0 * p.area, 3),
                Cell::number(100.0 * p.coast, 3),
                Cell::number(p.ratio, 4),
            ]);
        }
        if let [a, b] = shares.as_slice() {
            let (x, y) = (areas[0] / areas[1], coasts[0] / coasts[1]);
            sheet.notes.push(format!(
                "at {} km: areas {x:.3}:1, coasts {y:.3}:1, disproportionality {:.3}",
                scale / 1000.0,
                a.ratio / b.ratio
            ));
        }
    }
    if table.rows.is_empty() {
        let help = "give coasts as lines or polygons, and an area above 0 for every party";
        return Err(Failure::usage("nothing can be compared", "command line", help));
    }
    sheet.tables.push(table);
    sheet.notes.extend(cut);
    sheet.notes.extend(loxodromes);
    sheet.publish(&args.common.output)
}

/// The scales in metres; one that is given again would count every coast twice.
fn scales(given: &[f64]) -> Outcome<Vec<f64>> {
    let again = |k: usize| given[..k].contains(&given[k]);
    match (0..given.len()).find(|k| again(*k)) {
        Some(k) => Err(Failure::usage(
            format!("the scale {} km is given twice", given[k]),
            "command line: --scales",
            "give each scale once",
        )),
        None => Ok(given.iter().map(|km| km * 1000.0).collect()),
    }
}

fn areas(list: &[String], parties: &[String]) -> Outcome<Vec<f64>> {
    let mut out = vec![f64::NAN; parties.len()];
    for text in list {
        let found = text.split_once('=').and_then(|(id, km2)| {
            let k = parties.iter().position(|p| p == id.trim())?;
            Some((k, km2.trim().parse::<f64>().ok().filter(|v| v.is_finite() && *v > 0.0)?))
        });
        let Some((k, km2)) = found else {
            return Err(Failure::usage(
                format!("\"{text}\" is no area of a party"),
                format!("command line: --areas {text}"),
                format!("write PARTY=KM2; the coasts are of {}", parties.join(", ")),
            ));
        };
        if !out[k].is_nan() {
            return Err(Failure::usage(
                format!("the area of {} is given twice, {} km2 and {km2} km2", parties[k], out[k]),
                format!("command line: --areas {text}"),
                "give each party one area",
            ));
        }
        out[k] = km2;
    }
    match out.iter().position(|a| a.is_nan()) {
        Some(k) => Err(Failure::usage(
            format!("{} has no area", parties[k]),
            "command line: --areas",
            "give one for every party of the coasts",
        )),
        None => Ok(out),
    }
}
