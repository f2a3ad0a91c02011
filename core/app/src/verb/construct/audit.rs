//! `littoral construct audit`: a published line against coasts.

use std::path::{Path, PathBuf};

use clap::Args;
use littoral_delimit::construct::Bases;
use littoral_delimit::construct::audit::{self, Audit as Found, AuditPoint, Subject, Verdict};
use littoral_formats::survey::{Printed, Reading, readings};
use littoral_geodesy::Earth;
use serde_json::json;

use super::chain::{self, Apart, Chain};
use super::clipped;
use super::drawn::{Joined, position};
use super::ground::Ground;
use super::input::{self, Common, Edge};
use super::options;
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use super::stated::{self, Stated};
use crate::failure::{Failure, Outcome};
use littoral_geodesy::densify::wrap;

const EXAMPLES: &str = "\
Examples:
  littoral construct audit treaty.txt --coasts coasts.geojson --between DNK,DEU \\
      --line-datum \"ED50 (mean)\"
  littoral construct audit line.csv --coasts base-points.csv --datum WGS84 --tolerance 50 \\
      --format json

The line is one point a row: CSV (name,lat,lon) or text (7. 55 04 06.3 N 8 23 17.8 E).";

/// A published line against coasts: distances, base points, residuals, what reconciles it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Audit {
    /// Points of the published line in their order: CSV, text or GeoJSON
    pub line: PathBuf,
    /// Coasts, baselines or base points of the parties: CSV, text or GeoJSON
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub coasts: Vec<PathBuf>,
    /// The two parties, else those nearest to most points
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub between: Vec<String>,
    /// How well the coasts are known, metres: a shift within this (and the rounding of the print) fits
    #[arg(long, value_name = "M", default_value_t = 100.0)]
    pub tolerance: f64,
    /// Datum of the line, if not that of the coasts; --helmert is of the line then, unless --datum of the coasts wants it
    #[arg(long, value_name = "NAME")]
    pub line_datum: Option<String>,
    /// Only the coordinates count as base points (treaty practice)
    #[arg(long)]
    pub vertices: bool,
    /// Leave straight baselines out
    #[arg(long)]
    pub no_baselines: bool,
    /// Join the points of each party in their order, where the file does not say
    #[arg(long, value_enum)]
    pub join: Option<Edge>,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Audit) -> Outcome {
    options::within("--tolerance", args.tolerance, [0.0, options::FARTHEST_M], "m")?;
    let (bases, ground, reading, on_line) = read(args)?;
    let earth = &ground.earth;
    let subjects: Vec<Subject> =
        reading.value.iter().map(|p| subject(earth, p, &|at| on_line.place(at))).collect();
    let options = audit::Options {
        between: pair(&args.between, &bases)?,
        tolerance_m: args.tolerance,
        vertices_only: args.vertices,
        baselines: !args.no_baselines,
    };
    let found = audit::audit(earth, &bases, &subjects, &options)
        .map_err(|e| refused(&e, &args.line.display().to_string()))?;
    let clean = bases.joined();
    let [a, b] = found.between.map(|k| clean.parties[k].clone());
    let title = format!("Audit of {} as equidistance of {a} and {b}", args.line.display());
    let mut sheet = Sheet::new("audit", title, &ground, &args.common.output);
    for (name, words) in on_line.facts.iter().filter(|f| !ground.facts.contains(f)) {
        sheet.fact(&format!("line {name}"), words.clone());
    }
    sheet.fact(
        "tolerance",
        format!("{} m and half a unit of the last printed digit", args.tolerance),
    );
    sheet.fact("residual", format!("distance to {a} less distance to {b}"));
    sheet.fact("shift", format!("way to the equidistance line; positive: the point favours {a}"));
    let mut table = points(&mut sheet, &clean, &found);
    let chains = chain::chains(reading.value.clone(), None, &args.line)?;
    apart(&mut table, &chains, &reading.value);
    lines(&mut sheet, earth, &args.line, (reading.value, &found))?;
    sheet.tables.push(table);
    sheet.tables.push(why(&found));
    sheet.tables.push(scenarios(&found));
    sheet.notes.clone_from(&found.findings);
    sheet.notes.extend(clipped::note(&bases, &ground));
    sheet.notes.push(format!(
        "median shift {:.1} m, mean (signed) {:+.1} m",
        found.median_m, found.bias_m
    ));
    sheet.publish(&args.common.output)
}

/// Coasts and line, and the ground of each: the line is brought onto that of the coasts.
fn read(args: &Audit) -> Outcome<(Bases, Ground, Reading<Vec<Printed>>, Ground)> {
    let reading = input::points(&args.line, &args.common.output)?;
    let on_file = Stated::of(&args.line, &reading);
    let own = args.line_datum.as_deref();
    let (of_coasts, of_line) = own.map_or_else(
        || (args.common.ground.clone(), args.common.ground.clone()),
        |name| args.common.ground.parted(name),
    );
    let common = Common { ground: of_coasts.clone(), ..args.common.clone() };
    let (bases, mut ground, mut coasts) = input::bases_on(None, &args.coasts, &common, args.join)?;
    let on_line = match own {
        Some(_) => {
            stated::said(&of_line, "--line-datum", std::slice::from_ref(&on_file))?;
            ground.joined(&of_line, &on_file)?
        }
        None => {
            coasts.push(on_file.clone());
            ground.joined(&of_line, &on_file)?
        }
    };
    ground.facts.extend(stated::said(&of_coasts, "--datum", &coasts)?);
    Ok((bases, ground, reading, on_line))
}

/// A printed point with its rounding and its other readings, on the ground of the coasts.
fn subject(
    earth: &Earth,
    p: &Printed,
    place: &dyn Fn(littoral_geodesy::LatLon) -> littoral_geodesy::LatLon,
) -> Subject {
    let per_degree = earth.ellipsoid().a_m.to_radians();
    let ring = p.at.lat.to_radians().cos().abs();
    let half = [p.grain_deg[0] / 2.0 * per_degree, p.grain_deg[1] / 2.0 * per_degree * ring];
    let others = readings::readings(p);
    Subject {
        at: place(p.at),
        name: p.name.clone(),
        rounding_m: half[0].hypot(half[1]),
        readings: others.into_iter().map(|(words, at)| (words, place(at))).collect(),
    }
}

fn pair(between: &[String], bases: &Bases) -> Outcome<Option<[usize; 2]>> {
    if between.is_empty() {
        return Ok(None);
    }
    let index = |id: &String| bases.parties.iter().position(|p| p == id.trim());
    match between {
        [a, b] if let (Some(a), Some(b)) = (index(a), index(b)) => Ok(Some([a, b])),
        _ => Err(Failure::usage(
            "the line lies between two parties of the coasts",
            format!("command line: --between {}", between.join(",")),
            format!("the coasts are of {}", bases.parties.join(", ")),
        )),
    }
}

fn label(p: &AuditPoint, k: usize) -> String {
    if p.subject.name.is_empty() { (k + 1).to_string() } else { p.subject.name.clone() }
}

fn points(sheet: &mut Sheet, bases: &Bases, found: &Found) -> Table {
    let columns = vec![
        ("point", true),
        ("latitude", true),
        ("longitude", true),
        ("to first, km", true),
        ("first's base point", false),
        ("to second, km", true),
        ("second's base point", false),
        ("residual, m", true),
        ("shift, m", true),
        ("verdict", false),
    ];
    let mut table = Table { columns, ..Table::default() };
    for (k, p) in found.points.iter().enumerate() {
        let [lat, lon] = sheet.at(p.subject.at);
        let mut row = vec![Cell::word(label(p, k)), lat, lon];
        for party in found.between {
            match &p.controls[party] {
                Some(c) => {
                    row.push(Cell::number(c.distance_m / 1000.0, 4));
                    row.push(Cell::word(format!(
                        "{} ({:.5}, {:.5})",
                        bases.name(c.source),
                        c.at.lat,
                        wrap(c.at.lon)
                    )));
                }
                None => row.extend([Cell::none(), Cell::none()]),
            }
        }
        row.push(Cell::number(p.residual_m, 2));
        row.push(Cell::number(p.shift_m, 2));
        row.push(Cell::word(p.verdict.word()));
        table.rows.push(row);
        let distances: serde_json::Map<String, serde_json::Value> = bases
            .parties
            .iter()
            .zip(&p.controls)
            .filter_map(|(id, c)| {
                let c = c.as_ref()?;
                let base = json!({ "distance_m": c.distance_m, "base_point": bases.name(c.source),
                                   "at": position(c.at) });
                Some((id.clone(), base))
            })
            .collect();
        sheet.point(
            p.subject.at,
            json!({ "kind": "audited", "point": label(p, k), "distances": distances,
                    "residual_m": p.residual_m, "shift_m": p.shift_m, "shift_azimuth_deg": p.azimuth_deg,
                    "tolerance_m": p.tolerance_m, "verdict": p.verdict.word(),
                    "remedies": p.remedies.iter().map(|r| &r.words).collect::<Vec<_>>(),
                    "remarks": p.remarks }),
        );
    }
    table
}

/// Columns that tell the lines of the file apart.
fn apart(table: &mut Table, chains: &[Chain], printed: &[Printed]) {
    let apart = Apart::of(chains);
    table.columns = apart.columns(std::mem::take(&mut table.columns));
    for (row, p) in table.rows.iter_mut().zip(printed) {
        if let Some(chain) = chains.iter().rev().find(|c| c.has(p)) {
            *row = apart.cells(chain.of(), std::mem::take(row));
        }
    }
}

/// The lines of the file on the map, through the points as they were audited.
fn lines(
    sheet: &mut Sheet,
    earth: &Earth,
    file: &Path,
    (printed, found): (Vec<Printed>, &Found),
) -> Outcome {
    let audited = printed.into_iter().zip(&found.points);
    let audited = audited.map(|(p, f)| Printed { at: f.subject.at, ..p }).collect();
    let chains = chain::chains(audited, None, file)?;
    let apart = Apart::of(&chains);
    for chain in &chains {
        let what = apart.properties(chain.of(), json!({ "kind": "line" }));
        sheet.line(earth, &chain.places(), Joined::By(chain.edge.line()), what);
    }
    Ok(())
}

/// What is said of single points.
fn why(found: &Found) -> Table {
    let columns = vec![("point", true), ("says", false)];
    let mut table = Table { title: "Points".into(), columns, rows: Vec::new() };
    for (k, p) in found.points.iter().enumerate() {
        let mut say =
            |words: String| table.rows.push(vec![Cell::word(label(p, k)), Cell::word(words)]);
        if let Verdict::Misprint { reading, shift_m } = &p.verdict {
            say(format!("misprint? {reading} leaves {shift_m:+.0} m, and its neighbours fit"));
        }
        for r in &p.remedies {
            say(format!("{}: leaves {:+.0} m", r.words, r.shift_m));
        }
        for r in &p.remarks {
            say(r.clone());
        }
    }
    table
}

fn scenarios(found: &Found) -> Table {
    let columns = vec![
        ("assumption", false),
        ("points that fit", true),
        ("median shift, m", true),
        ("greatest, m", true),
    ];
    let row = |s: &audit::Scenario| {
        vec![
            Cell::word(&s.words),
            Cell::number(s.within as f64, 0),
            Cell::number(s.median_m, 1),
            Cell::number(s.greatest_m, 1),
        ]
    };
    let rows = found.scenarios.iter().map(row).collect();
    Table { title: "Islands over the whole line".into(), columns, rows }
}
