//! The limit until which a line runs: what it is measured from, and where the line crosses it.

use clap::Args;
use littoral_delimit::construct::reach::{self, Crossing, Crossings, Limit};
use littoral_delimit::construct::{Bases, NAUTICAL_MILE_M};
use littoral_geodesy::Curve;
use serde_json::json;

use super::ground::Ground;
use super::input::Edge;
use super::sheet::{Cell, Sheet, Table};
use super::stakes::way;
use super::stations::{self, Station};
use super::{clipped, lagoons, refused};
use crate::failure::{Failure, Outcome};

/// What the limit is measured from.
#[derive(Debug, Clone, Args)]
pub struct MeasuredFrom {
    /// Measure from the base points of these parties alone; of all together, if none is named
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub party: Vec<String>,
    /// Join the points of each party in their order, where the file does not say
    #[arg(long, value_enum)]
    pub join: Option<Edge>,
    /// Only the coordinates count, not the edges between them
    #[arg(long)]
    pub vertices: bool,
}

/// A distance with its unit, of an option.
///
/// # Errors
/// A sentence for the user.
pub(super) fn distance(text: &str) -> Result<f64, String> {
    littoral_formats::length::length(text, None)
}

/// `200 M (370400 m)`
pub(super) fn miles(metres: f64) -> String {
    let miles = format!("{:.6}", metres / NAUTICAL_MILE_M);
    let miles = miles.trim_end_matches('0').trim_end_matches('.');
    format!("{miles} M ({metres} m)")
}

impl MeasuredFrom {
    /// The limit at a distance from the base points of a survey, told in the head of the sheet.
    ///
    /// # Errors
    /// A party that the survey does not have, no base points, a distance that is none.
    pub(super) fn limit(
        &self,
        sheet: &mut Sheet,
        bases: &Bases,
        ground: &Ground,
        distance_m: f64,
    ) -> Outcome<Limit> {
        let index = |id: &String| {
            bases.parties.iter().position(|p| p == id.trim()).ok_or_else(|| {
                Failure::usage(
                    format!("no party \"{id}\""),
                    "command line: --party",
                    format!("the files have {}", bases.parties.join(", ")),
                )
            })
        };
        let named: Vec<usize> = self.party.iter().map(index).collect::<Outcome<_>>()?;
        let all = (0..bases.parties.len()).collect();
        let parties = if named.is_empty() { all } else { named };
        let limit = Limit::new(&ground.earth, bases, &parties, distance_m, self.vertices)
            .map_err(|e| refused(&e, "command line: --limit"))?;
        let ids: Vec<&str> = parties.iter().map(|k| bases.parties[*k].as_str()).collect();
        let words = format!("{} from the base points of {}", miles(distance_m), ids.join(", "));
        sheet.fact("limit", words);
        sheet.notes.extend(clipped::note(bases, ground));
        sheet.notes.extend(lagoons::note(bases, &parties));
        Ok(limit)
    }
}

/// Crossings of a line with the limit, at least one; `what` is the line in messages, `help` what lets it reach.
///
/// # Errors
/// The line does not reach the limit, or runs along it.
pub(super) fn reached(
    ground: &Ground,
    line: &[Curve],
    limit: &Limit,
    what: &str,
    help: &str,
) -> Outcome<(Crossings, Crossing)> {
    let found = reach::crossings(&ground.earth, line, limit).map_err(|e| refused(&e, what))?;
    if let Some(first) = found.points.first().copied() {
        return Ok((found, first));
    }
    let [start, end] = found.beyond_m.map(side);
    let text = format!("the line does not reach the limit: it starts {start} and ends {end}");
    Err(Failure::usage(text, what, help))
}

/// `371.2 km within it`
fn side(beyond_m: f64) -> String {
    let word = if beyond_m > 0.0 { "beyond" } else { "within" };
    match beyond_m.abs() {
        on if on < reach::ON_M => "on it".into(),
        far => format!("{:.3} m {word} it", far),
    }
}

/// The crossings as the first table, as points for the map, and what is said of them.
pub(super) fn tell(sheet: &mut Sheet, limit: &Limit, found: &Crossings) {
    let mut columns = stations::columns();
    columns.push(("the line", false));
    columns.push(("controlled by", false));
    columns.push(("residual, mm", true));
    let mut table = Table { title: "Crossings of the limit".into(), columns, rows: Vec::new() };
    for (k, x) in found.points.iter().enumerate() {
        let (way, base) = (way(x), control(limit, x));
        let station = Station { at: x.at, along_m: x.along_m, azimuth_deg: x.azimuth_deg };
        // Measured afresh, not taken from the search.
        let residual_m = x.control.distance_m - limit.distance_m;
        let mut row = stations::cells(sheet, k + 1, &station);
        row.push(Cell::word(way));
        row.push(Cell::word(&base));
        row.push(Cell::number(residual_m * 1000.0, 4));
        table.rows.push(row);
        let what = json!({ "kind": "crossing", "number": k + 1, "the_line": way, "controlled_by": base,
                           "distance_m": x.control.distance_m, "along_m": x.along_m });
        sheet.point(x.at, what);
    }
    sheet.tables.push(table);
    if found.beyond_m[0].abs() < reach::ON_M {
        sheet.notes.push("the line starts on the limit, which counts as no crossing".into());
    }
    if found.points.len() > 1 {
        let n = found.points.len();
        sheet.notes.push(format!("the line crosses the limit {n} times; it is drawn to the first"));
    }
}

/// `GHA 55`
pub(super) fn control(limit: &Limit, x: &Crossing) -> String {
    let bases = &limit.bases;
    let party = bases.lines.get(x.control.source.line).map(|l| l.party);
    let id = party.and_then(|k| bases.parties.get(k)).map_or("", String::as_str);
    format!("{id} {}", bases.name(x.control.source)).trim().to_owned()
}
