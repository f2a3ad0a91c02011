//! A boundary line in plain text, as a treaty prints it.

use std::fmt::Write as _;

use littoral_geodesy::LatLon;

use crate::dms::{Axis, ddm, dms};
use crate::points::{PointRow, kind_word};

/// How coordinates are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// Degrees and decimal minutes instead of seconds.
    pub minutes: bool,
    /// Decimals of the last part.
    pub decimals: usize,
}

impl Default for Print {
    /// Seconds with two decimals: 0.3 m.
    fn default() -> Self {
        Self { minutes: false, decimals: 2 }
    }
}

impl Print {
    fn pair(self, at: LatLon) -> [String; 2] {
        let one = if self.minutes { ddm } else { dms };
        [one(at.lat, Axis::Latitude, self.decimals), one(at.lon, Axis::Longitude, self.decimals)]
    }
}

/// The clause, the points with their distances, and the base points with the points they control.
/// All rows belong to lines between the same two holders. Ends in a line end; empty without rows.
///
/// `datum` is the geodetic datum of the coordinates (`WGS 84`).
#[must_use]
pub fn line(rows: &[PointRow<'_>], datum: &str, print: Print) -> String {
    let Some(first) = rows.first() else { return String::new() };
    let [a, b] = first.between;
    let mut out = format!(
        "Between {a} and {b}, {} ({}). The line follows the geodesics joining, in this order, the\n\
         points below; coordinates refer to {datum}.\n\n",
        first.layer, first.rule
    );
    out.push_str(&points(rows, print));
    let base = base_points(rows, print);
    if !base.is_empty() {
        let _ = write!(out, "\nBase points and the points that they control\n{base}");
    }
    out
}

fn points(rows: &[PointRow<'_>], print: Print) -> String {
    let parties = rows.first().map_or([""; 2], |r| r.between);
    let km = parties.map(|p| format!("{p} km"));
    let head = ["no.", "latitude", "longitude", "kind", &km[0], &km[1]].map(str::to_owned);
    let body = rows.iter().map(|row| {
        let [lat, lon] = print.pair(row.point.at());
        let distance = |party: &str| {
            let km = row.point.distance_km.get(party).and_then(serde_json::Value::as_f64);
            km.map_or_else(|| "-".to_owned(), |km| format!("{km:.3}"))
        };
        let [x, y] = row.between;
        [row.number(), lat, lon, kind_word(row.point.kind).to_owned(), distance(x), distance(y)]
    });
    aligned(std::iter::once(head).chain(body).collect(), [true, true, true, false, true, true])
}

/// Base points in the order in which the line meets them, by party.
fn base_points(rows: &[PointRow<'_>], print: Print) -> String {
    let parties = rows.first().map_or([""; 2], |r| r.between);
    let mut table: Vec<[String; 4]> = Vec::new();
    for party in parties {
        let mut met: Vec<(LatLon, Vec<String>)> = Vec::new();
        for row in rows.iter().filter(|r| r.name.is_some()) {
            for at in row.point.base_points_of(party) {
                match met.iter_mut().find(|(known, _)| *known == at) {
                    Some((_, numbers)) => numbers.push(row.number()),
                    None => met.push((at, vec![row.number()])),
                }
            }
        }
        for (at, mut numbers) in met {
            numbers.dedup();
            let [lat, lon] = print.pair(at);
            table.push([party.to_owned(), lat, lon, numbers.join(", ")]);
        }
    }
    aligned(table, [false, true, true, false])
}

/// Columns padded to their widest cell, two spaces apart; true for those set to the right.
fn aligned<const N: usize>(rows: Vec<[String; N]>, right: [bool; N]) -> String {
    let width = |k: usize| rows.iter().map(|r| r[k].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let mut out = String::new();
    for row in &rows {
        let cell = |k: usize| match right[k] {
            true => format!("{:>1$}", row[k], widths[k]),
            false => format!("{:<1$}", row[k], widths[k]),
        };
        let cells: Vec<String> = (0..N).map(cell).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::rows;
    use crate::samples::division;

    #[test]
    fn printed_like_a_treaty() {
        let expected = "\
Between A and B, seabed (test). The line follows the geodesics joining, in this order, the
points below; coordinates refer to WGS 84.

no.          latitude         longitude  kind         A km     B km
  -  02° 00′ 00.00″ N  01° 00′ 00.00″ E  terminus    0.000    0.000
  1  01° 00′ 00.00″ N  01° 00′ 00.00″ E  turning   111.303  111.303
  -  00° 00′ 00.00″ N  01° 00′ 00.00″ E  terminus    0.000    0.000

Base points and the points that they control
A  01° 00′ 00.00″ N  00° 00′ 00.00″ E  1
B  01° 00′ 00.00″ N  02° 00′ 00.00″ E  1
B  00° 30′ 00.00″ N  02° 00′ 00.00″ E  1
";
        assert_eq!(line(&rows(&division()), "WGS 84", Print::default()), expected);
    }

    #[test]
    fn decimal_minutes_and_nothing_from_nothing() {
        let text = line(&rows(&division()), "WGS 84", Print { minutes: true, decimals: 1 });
        assert!(text.contains("  1  01° 00.0′ N  01° 00.0′ E  turning"), "{text}");
        assert_eq!(line(&[], "WGS 84", Print::default()), "");
    }
}
