//! The CSV file of a line until a limit: its start, its points, all crossings and its end, in the order of the line.

use littoral_delimit::construct::reach::{Crossing, Crossings, Limit};
use littoral_geodesy::{Curve, Earth};

use super::limit::control;
use super::sheet::{Cell, Sheet, Table};
use super::stations::{self, Station};

/// A row in the making.
struct Stake<'a> {
    point: String,
    station: Station,
    crossing: Option<&'a Crossing>,
    /// How far beyond the limit, metres; `None` where it is not measured.
    beyond_m: Option<f64>,
}

/// The table; `names` are those of the points where one curve ends and the next begins, `ends` those of the two ends of the whole
/// line, or what it begins and ends with.
pub(super) fn table(
    sheet: &Sheet,
    earth: &Earth,
    line: &[Curve],
    names: &[String],
    (limit, found): (&Limit, &Crossings),
    ends: [&str; 2],
) -> Table {
    let mut stakes = points(earth, line, names, found, ends);
    for (k, x) in found.points.iter().enumerate() {
        // The line is kept to the first.
        let point = if k == 0 { "limit" } else { "crossing" }.to_owned();
        let station = Station { at: x.at, along_m: x.along_m, azimuth_deg: x.azimuth_deg };
        let beyond_m = Some(x.control.distance_m - limit.distance_m);
        stakes.push(Stake { point, station, crossing: Some(x), beyond_m });
    }
    // Of a point and a crossing at one place the point is first, as it was put.
    stakes.sort_by(|a, b| a.station.along_m.total_cmp(&b.station.along_m));
    let mut columns = stations::columns();
    columns.insert(1, ("point", false));
    columns.push(("the line", false));
    columns.push(("controlled by", false));
    columns.push(("beyond the limit, m", true));
    let row = |(k, stake): (usize, &Stake<'_>)| {
        let mut row = stations::cells(sheet, k + 1, &stake.station);
        row.insert(1, Cell::word(&stake.point));
        row.push(stake.crossing.map_or_else(Cell::none, |x| Cell::word(way(x))));
        row.push(stake.crossing.map_or_else(Cell::none, |x| Cell::word(control(limit, x))));
        row.push(stake.beyond_m.map_or_else(Cell::none, Cell::metres));
        row
    };
    let rows = stakes.iter().enumerate().map(row).collect();
    let mut table = Table { title: String::new(), columns, rows };
    let kind = line.first().map(stations::kind).unwrap_or_default();
    stations::state_edge(&mut table, kind);
    table
}

/// Start, points and end of the whole line.
fn points<'a>(
    earth: &Earth,
    line: &[Curve],
    names: &[String],
    found: &Crossings,
    ends: [&str; 2],
) -> Vec<Stake<'a>> {
    let (mut out, mut along_m) = (Vec::new(), 0.0);
    let stake = |curve: &Curve, s: f64, along_m: f64, point: String, beyond_m| {
        let spot = curve.spot(earth, s);
        let station = Station { at: spot.at, along_m, azimuth_deg: spot.azimuth_deg };
        Stake { point, station, crossing: None, beyond_m }
    };
    for (k, curve) in line.iter().enumerate() {
        let named = k.checked_sub(1).and_then(|k| names.get(k)).cloned();
        let beyond_m = (k == 0).then_some(found.beyond_m[0]);
        let point = named.unwrap_or_else(|| ends[0].to_owned());
        out.push(stake(curve, curve.range[0], along_m, point, beyond_m));
        along_m += curve.length();
    }
    if let Some(last) = line.last() {
        out.push(stake(last, last.range[1], along_m, ends[1].to_owned(), Some(found.beyond_m[1])));
    }
    out
}

/// What the line does at a crossing.
pub(super) fn way(x: &Crossing) -> &'static str {
    if x.outward { "leaves" } else { "enters" }
}
