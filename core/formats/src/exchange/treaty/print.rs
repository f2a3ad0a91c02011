//! The words and tables of an annex.

use std::fmt::Write as _;

use littoral_geodesy::{Earth, LatLon};

use super::{Print, Row};
use crate::dms::{Axis, dms};
use crate::exchange::{Piece, Written};

/// A second of arc on the ground, metres: nowhere more on an earth.
const SECOND_M: f64 = 31.1;

/// The text as it grows.
pub(super) struct Document {
    earth: Earth,
    datum: String,
    print: Print,
    text: String,
}

impl Document {
    pub(super) fn new(earth: &Earth, datum: &str, print: Print) -> Self {
        let datum = if datum == "WGS84" { "WGS 84" } else { datum };
        Self { earth: earth.clone(), datum: datum.to_owned(), print, text: String::new() }
    }

    pub(super) fn head(&mut self, title: &str) {
        let unit = 10_f64.powi(-i32::try_from(self.print.decimals).unwrap_or(0));
        let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = write!(
            self.text,
            "{title}\n\nCoordinates refer to {}, rounded to {unit}\u{2033}. Working paper: not a claim.\n",
            self.datum
        );
    }

    /// How far a printed point may lie from the point itself, metres: half a unit of the last place to the north and to the east.
    fn rounding_m(&self) -> f64 {
        0.5 * 0.1_f64.powi(i32::try_from(self.print.decimals).unwrap_or(0))
            * SECOND_M
            * std::f64::consts::SQRT_2
    }

    fn pair(&self, at: LatLon) -> [String; 2] {
        [
            dms(at.lat, Axis::Latitude, self.print.decimals),
            dms(at.lon, Axis::Longitude, self.print.decimals),
        ]
    }

    pub(super) fn line(
        &mut self,
        [a, b]: [&str; 2],
        layer: &str,
        rule: &str,
        (rows, departure_m): (&[Row], f64),
    ) {
        let plain =
            |s: &str| s.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
        let between = match (a, b) {
            ("", _) => "The line".to_owned(),
            (a, "") => format!("Line {}", plain(a)),
            (a, b) => format!("Between {} and {}", plain(a), plain(b)),
        };
        let of: Vec<String> =
            [layer, rule].into_iter().filter(|w| !w.is_empty()).map(plain).collect();
        let of = if of.is_empty() { String::new() } else { format!(", {}", of.join(", ")) };
        let _ = write!(
            self.text,
            "\n{between}{of}\nThe line follows the geodesics joining, in this order, the points below.\n"
        );
        if departure_m >= 0.05 {
            // The printed points are rounded as well; tenths are rounded up.
            let departure_m = ((departure_m + self.rounding_m()) * 10.0).ceil() / 10.0;
            let _ = writeln!(
                self.text,
                "The line as divided is curved between them: it departs from these geodesics by at most {departure_m:.1} m."
            );
        }
        self.text.push('\n');
        let head = [
            "no.",
            "latitude",
            "longitude",
            "kind",
            "to next M",
            "to next km",
            "azimuth",
            "to base points km",
        ];
        let mut table = vec![head.map(str::to_owned)];
        for (k, r) in rows.iter().enumerate() {
            let [lat, lon] = self.pair(r.at);
            let next = rows.get(k + 1).map(|n| self.earth.inverse(r.at, n.at));
            let km = next.as_ref().map(|i| i.distance_m / 1000.0);
            let cell = |v: Option<f64>, decimals: usize| {
                v.map_or_else(|| "-".to_owned(), |v| format!("{v:.decimals$}"))
            };
            let azimuth = next.as_ref().map(|i| i.azimuth1_deg.rem_euclid(360.0));
            table.push([
                r.number.clone(),
                lat,
                lon,
                r.kind.clone(),
                cell(km.map(|k| k / 1.852), 3),
                cell(km, 3),
                cell(azimuth, 2),
                r.distances.clone(),
            ]);
        }
        self.text.push_str(&aligned(&table, &[true, true, true, false, true, true, true, false]));
        self.base_points(rows);
    }

    /// Base points in the order in which the line meets them, with the points that each controls.
    fn base_points(&mut self, rows: &[Row]) {
        let mut met: Vec<(String, LatLon, Vec<String>)> = Vec::new();
        for r in rows.iter().filter(|r| r.number != "-") {
            for (party, at) in &r.base_points {
                match met.iter_mut().find(|m| m.0 == *party && m.1 == *at) {
                    Some(m) => m.2.push(r.number.clone()),
                    None => met.push((party.clone(), *at, vec![r.number.clone()])),
                }
            }
        }
        if met.is_empty() {
            return;
        }
        met.sort_by(|a, b| a.0.cmp(&b.0));
        let cells = met.into_iter().map(|(party, at, mut numbers)| {
            numbers.dedup();
            let [lat, lon] = self.pair(at);
            [party, lat, lon, numbers.join(", ")]
        });
        let table: Vec<[String; 4]> = cells.collect();
        let text = aligned(&table, &[false, true, true, false]);
        let _ = write!(self.text, "\nBase points, and the points that each controls\n{text}");
    }

    pub(super) fn finish(self) -> Written {
        let decimals = self.print.decimals;
        let metres = 30.9 * 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
        let loss = format!(
            "coordinates are rounded to {decimals} decimals of a second ({metres:.1e} m); cells, areas and points that \
             keep the curve closer than {} m are left out",
            self.print.tolerance_m
        );
        Written { pieces: vec![Piece::main(self.text.into_bytes())], losses: vec![loss] }
    }
}

/// Columns padded to their widest cell, two spaces apart; true for those set to the right.
fn aligned<const N: usize>(rows: &[[String; N]], right: &[bool; N]) -> String {
    let width = |k: usize| rows.iter().map(|r| r[k].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let mut out = String::new();
    for row in rows {
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
