//! A line's points in three forms.

use std::fmt::Write as _;

use littoral_delimit::{BoundaryLine, Division, LayerDivision, LinePoint, PointKind};
use littoral_formats::numbering::{Numbering, numbering};
use littoral_formats::points::kind_word;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use serde_json::{Value, json};

use super::rounding::{Grain, Loss, loss};
use crate::number::{counted, grouped, minutes};
use crate::points::{distance, sides};
use crate::style::Style;

/// One printed point.
struct Printed<'a> {
    name: String,
    at: LatLon,
    point: &'a LinePoint,
}

/// One line with what is printed of it.
struct Part<'a> {
    line: &'a BoundaryLine,
    points: Vec<Printed<'a>>,
    loss: Loss,
}

/// Every line between two holders on a layer.
pub(super) struct Lines<'a> {
    pair: [&'a str; 2],
    grain: Option<Grain>,
    parts: Vec<Part<'a>>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(
        layer: &'a LayerDivision,
        pair: [&'a str; 2],
        grain: Option<Grain>,
        curve: bool,
        earth: &Earth,
    ) -> Self {
        let numbers = numbering(layer);
        let mut order: Vec<usize> = Vec::new();
        for (line, _) in &numbers.order {
            let l = &layer.lines[*line];
            let here = pair.iter().all(|h| l.between.iter().any(|b| b.as_str() == *h));
            if here && !order.contains(line) {
                order.push(*line);
            }
        }
        let part = |k: usize| Part::of(&layer.lines[k], k, &numbers, (grain, curve), earth);
        Self { pair, grain, parts: order.into_iter().map(part).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn table(&self, layer: &str, rule: &str, style: Style) -> String {
        let [a, b] = self.pair;
        let mut out = String::new();
        let places = self.grain.map_or(3, |g| g.places);
        for part in &self.parts {
            let title = format!("{a} – {b}, {layer}, {rule}");
            let km = part.line.length_km;
            let points = counted(part.points.len(), "point", "points");
            let facts = format!("{points}, {km:.1} km, {:.1} M", km / 1.852);
            let _ = writeln!(out, "{}  {}", style.bold(&title), style.faint(&facts));
            let head = format!(
                "{:>4}  {:<w$}{:<w$}{:<10}{:>12}{:>12}",
                "no",
                "latitude",
                "longitude",
                "kind",
                format!("to {a} km"),
                format!("to {b} km"),
                w = places + 12
            );
            let _ = writeln!(out, "{}", style.faint(&head));
            for p in &part.points {
                let _ = writeln!(out, "{}", row(p, self.pair, places, style));
            }
            let _ = writeln!(out, "{}", style.faint(&self.cost(part)));
        }
        style.fit(&out)
    }

    fn cost(&self, part: &Part<'_>) -> String {
        let l = &part.loss;
        let left = part.line.between[0].as_str();
        let (who, km2) = match l.left_gains_km2 < 0.0 {
            true => (part.line.between[1].as_str(), -l.left_gains_km2),
            false => (left, l.left_gains_km2),
        };
        let moved = match self.grain {
            Some(_) => format!("rounding moves no point by more than {:.1} m; ", l.farthest_m),
            None => String::new(),
        };
        format!(
            "{moved}joined by geodesics, the points as printed give {who} {km2:.3} km² more than the line itself ({:.3} km² between the two)",
            l.between_km2
        )
    }

    pub(super) fn csv(&self) -> String {
        let [a, b] = self.pair;
        let mut out =
            format!("line,number,lat,lon,kind,distance_{a}_km,distance_{b}_km\n").to_lowercase();
        for (k, part) in self.parts.iter().enumerate() {
            for p in &part.points {
                let km =
                    |party| distance(p.point, party).map(|d| format!("{d:.6}")).unwrap_or_default();
                let _ = writeln!(
                    out,
                    "{},{},{:.9},{:.9},{},{},{}",
                    k + 1,
                    p.name,
                    p.at.lat,
                    p.at.lon,
                    kind_word(p.point.kind),
                    km(a),
                    km(b)
                );
            }
        }
        out
    }

    pub(super) fn json(&self, division: &Division, layer: &str) -> String {
        let point = |p: &Printed<'_>| {
            json!({ "number": p.name, "lat": p.at.lat, "lon": p.at.lon, "kind": p.point.kind,
                    "base_points": p.point.base_points(), "distance_km": p.point.distances_km() })
        };
        let part = |p: &Part<'_>| {
            json!({ "between": sides(p.line), "length_km": p.line.length_km, "closed": p.line.closed,
                    "left": p.line.between[0], "points": p.points.iter().map(point).collect::<Vec<Value>>(),
                    "loss": { "farthest_m": p.loss.farthest_m, "left_gains_km2": p.loss.left_gains_km2,
                              "between_km2": p.loss.between_km2 } })
        };
        let all: Vec<Value> = self.parts.iter().map(part).collect();
        let document = json!({ "case": division.case, "rule": division.rule, "params": division.params,
            "layer": layer, "round_deg": self.grain.map(|g| g.degrees), "lines": all,
            "provenance": division.provenance });
        format!("{document:#}\n")
    }
}

impl<'a> Part<'a> {
    fn of(
        line: &'a BoundaryLine,
        index: usize,
        numbers: &Numbering,
        (grain, curve): (Option<Grain>, bool),
        earth: &Earth,
    ) -> Self {
        let kept: Vec<usize> = (0..line.points.len())
            .filter(|&k| curve || line.points[k].kind != PointKind::Curve)
            .collect();
        let printed: Vec<LatLon> = kept
            .iter()
            .map(|&k| grain.map_or(line.points[k].at(), |g| g.round(line.points[k].at())))
            .collect();
        let whole: Vec<LatLon> = line.points.iter().map(LinePoint::at).collect();
        let loss = loss(&whole, &printed, &kept, earth);
        let mut points: Vec<Printed<'_>> = kept
            .iter()
            .zip(&printed)
            .map(|(&k, &at)| {
                let name = numbers.name(index, k).map(|n| n.to_string()).unwrap_or_default();
                let at = LatLon::new(at.lat, wrap(at.lon));
                Printed { name, at, point: &line.points[k] }
            })
            .collect();
        if backwards(numbers, index) {
            points.reverse();
        }
        Self { line, points, loss }
    }
}

/// Does the numbering walk along the line from its last vertex to its first?
fn backwards(numbers: &Numbering, line: usize) -> bool {
    let mut walk = numbers.order.iter().filter(|(l, _)| *l == line).map(|(_, p)| *p);
    matches!((walk.next(), walk.next()), (Some(first), Some(second)) if second < first)
}

fn row(p: &Printed<'_>, [a, b]: [&str; 2], places: usize, style: Style) -> String {
    let lat = minutes(p.at.lat, places, ['N', 'S']);
    let lon = minutes(p.at.lon, places, ['E', 'W']);
    let km = |party: &str| match distance(p.point, party) {
        Some(d) if d < 10_000.0 => format!("{d:.3}"),
        Some(d) => grouped(d),
        None => style.dash().to_owned(),
    };
    let text = format!(
        "{:>4}  {lat:<w$}{lon:<w$}{:<10}{:>12}{:>12}",
        p.name,
        kind_word(p.point.kind),
        km(a),
        km(b),
        w = places + 12
    );
    text.trim_end().to_owned()
}
