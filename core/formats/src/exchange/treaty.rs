//! Boundary lines as the annex of a treaty prints them, and back.
//!
//! For each pair of holders: the clause with datum and nature of the lines, the turning points with their
//! distances and azimuths, and the base points that control them. Coordinates are rounded once, in
//! degrees, minutes and seconds: the rounded list is the legal one.

mod read;

use std::fmt::Write as _;

use littoral_delimit::Division;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::Case;

use super::feature::{Collection, Feature, Shape, text};
use super::{Piece, Written};
use crate::dms::{Axis, dms};
use crate::points::{PointRow, kind_word, layer_rows};

pub(super) use read::read;

/// How an annex is printed.
#[derive(Debug, Clone, Copy)]
pub struct Print {
    /// Decimals of seconds; two are 0.3 m.
    pub decimals: usize,
}

impl Default for Print {
    fn default() -> Self {
        Self { decimals: 2 }
    }
}

/// One printed vertex.
struct Row {
    number: String,
    at: LatLon,
    kind: String,
    distances: String,
    base_points: Vec<(String, LatLon)>,
}

/// All lines of a division.
#[must_use]
pub fn annex(case: &Case, division: &Division, print: Print) -> Written {
    let datum = case.ellipsoid.name.as_str();
    let mut doc = Document::new(&Earth::new(&case.ellipsoid), datum, print);
    let name = case.name.get("en");
    doc.head(&format!("{name}: boundary by {}", division.rule));
    for (layer, found) in &division.layers.0 {
        let rows = layer_rows(&division.rule, layer, found);
        for part in rows.chunk_by(|a, b| a.between == b.between) {
            let rows: Vec<Row> = part.iter().map(row).collect();
            doc.line(part.first().map_or(["", ""], |r| r.between), layer, &division.rule, &rows);
        }
    }
    doc.finish()
}

fn row(r: &PointRow<'_>) -> Row {
    let km = |party: &str| Some(format!("{party} {:.3}", r.point.distance_km(party)?));
    let base = r
        .point
        .controls
        .iter()
        .flat_map(|c| c.base_points.iter().map(move |at| (c.party.as_str().to_owned(), *at)));
    Row {
        number: r.number(),
        at: r.point.at(),
        kind: kind_word(r.point.kind).to_owned(),
        distances: r.point.parties().filter_map(km).collect::<Vec<_>>().join(" "),
        base_points: base.collect(),
    }
}

/// Lines of a collection; their true vertices where a property `nodes` names them, else all of them.
pub(super) fn write(collection: &Collection) -> Result<Written, String> {
    let lines = || {
        collection
            .layers
            .iter()
            .flat_map(|l| &l.features)
            .filter(|f| matches!(f.shape, Some(Shape::Lines(_))))
    };
    if lines().next().is_none() {
        return Err("the file holds no line: the text of a treaty lists the points of lines".into());
    }
    let mut doc = Document::new(
        &Earth::new(&littoral_geodesy::Ellipsoid::wgs84()),
        "WGS84",
        Print::default(),
    );
    doc.head(&collection.name);
    for feature in lines() {
        let Some(Shape::Lines(parts)) = &feature.shape else { continue };
        let word = |key: &str| feature.properties.get(key).map(text).unwrap_or_default();
        let between = word("between");
        let (a, b) = between.split_once('-').unwrap_or((between.as_str(), ""));
        for part in parts {
            doc.line([a, b], &word("layer"), &word("rule"), &nodes(collection, feature, part));
        }
    }
    let mut out = doc.finish();
    let others = collection.count() - lines().count();
    if others > 0 {
        out.losses
            .push(format!("{others} features that are no lines are left out, and all attributes"));
    }
    Ok(out)
}

/// The vertices to print; those that are points of the collection too have its numbers.
fn nodes(collection: &Collection, line: &Feature, places: &[LatLon]) -> Vec<Row> {
    let named = line.properties.get("nodes").map(text).unwrap_or_default();
    let wanted: Vec<usize> = named.split_whitespace().filter_map(|w| w.parse().ok()).collect();
    let same = |p: LatLon, q: &LatLon| (p.lat - q.lat).abs() < 1e-8 && (p.lon - q.lon).abs() < 1e-8;
    let points: Vec<&Feature> = collection
        .layers
        .iter()
        .flat_map(|l| &l.features)
        .filter(|f| matches!(f.shape, Some(Shape::Points(_))))
        .collect();
    let word = |f: &Feature, key: &str| f.properties.get(key).map(text).unwrap_or_default();
    let row = |k: usize, at: LatLon| {
        let here = |f: &&&Feature| matches!(&f.shape, Some(Shape::Points(p)) if p.first().is_some_and(|q| same(at, q)));
        let found = points.iter().find(here);
        let number = found.map(|f| word(f, "number")).unwrap_or_else(|| (k + 1).to_string());
        let kind = found.map(|f| word(f, "point")).filter(|k| !k.is_empty());
        Row {
            number: if number.is_empty() { "-".into() } else { number },
            at,
            kind: kind.unwrap_or_else(|| "given".into()),
            distances: String::new(),
            base_points: Vec::new(),
        }
    };
    let all = places.iter().enumerate().filter(|(k, _)| wanted.is_empty() || wanted.contains(k));
    all.enumerate().map(|(k, (_, p))| row(k, *p)).collect()
}

struct Document {
    earth: Earth,
    datum: String,
    print: Print,
    text: String,
}

impl Document {
    fn new(earth: &Earth, datum: &str, print: Print) -> Self {
        let datum = if datum == "WGS84" { "WGS 84" } else { datum };
        Self { earth: earth.clone(), datum: datum.to_owned(), print, text: String::new() }
    }

    fn head(&mut self, title: &str) {
        let unit = 10_f64.powi(-i32::try_from(self.print.decimals).unwrap_or(0));
        let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = write!(
            self.text,
            "{title}\n\nCoordinates refer to {}, rounded to {unit}\u{2033}. Working paper: not a claim.\n",
            self.datum
        );
    }

    fn pair(&self, at: LatLon) -> [String; 2] {
        [
            dms(at.lat, Axis::Latitude, self.print.decimals),
            dms(at.lon, Axis::Longitude, self.print.decimals),
        ]
    }

    fn line(&mut self, [a, b]: [&str; 2], layer: &str, rule: &str, rows: &[Row]) {
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
            "\n{between}{of}\nThe line follows the geodesics joining, in this order, the points below.\n\n"
        );
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

    fn finish(self) -> Written {
        let decimals = self.print.decimals;
        let metres = 30.9 * 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
        let loss = format!(
            "coordinates are rounded to {decimals} decimals of a second ({metres:.1e} m); cells, areas and \
             points that only keep the curve are left out"
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
