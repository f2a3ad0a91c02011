//! `littoral construct cut`: a drawn line until it reaches a limit.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::reach;
use littoral_formats::survey::Printed;
use littoral_geodesy::LatLon;
use serde_json::json;

use super::chain;
use super::drawn::Joined;
use super::ground::Ground;
use super::input::{self, Common, Edge};
use super::limit::{self, MeasuredFrom, distance};
use super::sheet::{Cell, Sheet, Table};
use super::stated::{self, Stated};
use super::{refused, stakes};
use crate::failure::Outcome;

const EXAMPLES: &str = "\
Examples:
  littoral construct cut boundary.txt --bases base-points.csv --limit 200M --datum WGS84
  littoral construct cut median.csv --edge loxodrome --bases coasts.geojson --limit 12M --party DNK \\
      --datum WGS84 -o cut.geojson

A length is 12M, 12nm, 300km or 5000m. The file has one line, which is kept from its first
point until it first crosses the limit; all crossings are told, and the CSV file has its
points, crossings and end in the order of the line. Lakes and lagoons, the holes of polygons
of land, are internal waters and no shore.";

/// A drawn line until it reaches a limit
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Cut {
    /// Points of the line in their order: CSV, text or GeoJSON
    pub line: PathBuf,
    /// Base points, baselines or coasts that the limit is measured from: CSV, text or GeoJSON
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub bases: Vec<PathBuf>,
    /// Distance of the limit from the base points
    #[arg(long, value_name = "LENGTH", value_parser = distance)]
    pub limit: f64,
    /// Nature of the line between its points, where the file does not say [default: geodesic]
    #[arg(long, value_enum)]
    pub edge: Option<Edge>,
    /// What the limit is measured from.
    #[command(flatten)]
    pub measured: MeasuredFrom,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Cut) -> Outcome {
    let reading = input::points(&args.line, &args.common.output)?;
    let on_file = Stated::of(&args.line, &reading);
    let join = args.measured.join;
    let (bases, mut ground, mut files) = input::bases_on(None, &args.bases, &args.common, join)?;
    let on_line = ground.joined(&args.common.ground, &on_file)?;
    files.push(on_file);
    ground.facts.extend(stated::said(&args.common.ground, "--datum", &files)?);
    let chain = chain::one(reading.value, args.edge, &args.line)?;
    let edge = chain.edge;
    let points = placed(chain.points, &on_line, &ground);
    let name = args.line.display().to_string();
    let at: Vec<LatLon> = points.iter().map(|p| p.at).collect();
    let line = reach::drawn(&ground.earth, edge.line(), &at).map_err(|e| refused(&e, &name))?;
    let title = format!("{name} until it reaches the limit");
    let mut sheet = Sheet::new("cut", title, &ground, &args.common.output);
    sheet.fact("line", format!("{} between its points", edge.word()));
    let limit = args.measured.limit(&mut sheet, &bases, &ground, args.limit)?;
    let help = "prolong the line, or mend the distance or the base points";
    let (found, first) = limit::reached(&ground, &line, &limit, &name, help)?;
    limit::tell(&mut sheet, &limit, &found);
    let (names, told) = (names(&points), (&limit, &found));
    let inner = &names[1..names.len() - 1];
    let own = |p: Option<&Printed>| p.map(|p| p.name.clone()).filter(|name| !name.is_empty());
    let [first_name, last_name] = [own(points.first()), own(points.last())];
    let ends = [
        first_name.as_deref().unwrap_or("start"),
        last_name.as_deref().unwrap_or("end of the drawn line"),
    ];
    sheet.rows = Some(stakes::table(&sheet, &ground.earth, &line, inner, told, ends));
    kept(&mut sheet, &ground, edge, (&points[..=first.on.0], &names), first.at);
    sheet.publish(&args.common.output)
}

/// The points on the ground of the base points; one that repeats its neighbour is left out.
fn placed(points: Vec<Printed>, on_line: &Ground, ground: &Ground) -> Vec<Printed> {
    let place = |p: Printed| Printed { at: on_line.place(p.at), ..p };
    let mut points: Vec<Printed> = points.into_iter().map(place).collect();
    points.dedup_by(|b, a| ground.earth.karney_m(a.at, b.at) == 0.0);
    points
}

/// Names of points, else their numbers.
fn names(points: &[Printed]) -> Vec<String> {
    let name = |(k, p): (usize, &Printed)| match p.name.as_str() {
        "" => (k + 1).to_string(),
        name => name.to_owned(),
    };
    points.iter().enumerate().map(name).collect()
}

/// The points that are kept, and where the line ends.
fn kept(
    sheet: &mut Sheet,
    ground: &Ground,
    edge: Edge,
    (points, names): (&[Printed], &[String]),
    end: LatLon,
) {
    let columns = vec![("point", true), ("latitude", true), ("longitude", true)];
    let mut table = Table { title: "The line until the limit".into(), columns, rows: Vec::new() };
    let mut line: Vec<LatLon> = points.iter().map(|p| p.at).collect();
    let names = names[..points.len()].iter().map(String::as_str).chain(["limit"]);
    line.push(end);
    for (at, name) in line.iter().zip(names) {
        let [lat, lon] = sheet.at(*at);
        table.rows.push(vec![Cell::word(name), lat, lon]);
    }
    sheet.tables.push(table);
    sheet.line(&ground.earth, &line, Joined::By(edge.line()), json!({ "kind": "line" }));
}
