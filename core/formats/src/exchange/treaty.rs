//! Boundary lines as the annex of a treaty prints them, and back.
//!
//! For each line: the clause with datum and nature of the line, the turning points with their distances and azimuths, as
//! many points between them as keep the geodesics near the curve, how near that is, and the base points that control the
//! turning points. A closed line has its first point again at its end. Coordinates are rounded once, in degrees, minutes and
//! seconds: the rounded list is the legal one.

mod datum;
mod print;
mod read;
#[cfg(test)]
mod tests;

use littoral_delimit::Division;
use littoral_delimit::division::{BoundaryLine, LinePoint, PointKind};
use littoral_delimit::thin::thin;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::Case;

use self::print::Document;
use super::Written;
use super::feature::{Collection, Feature, Shape, text};
use crate::numbering::numbering;
use crate::points::kind_word;

pub(super) use read::read;

/// How an annex is printed.
#[derive(Debug, Clone, Copy)]
pub struct Print {
    /// Decimals of seconds; two are 0.3 m.
    pub decimals: usize,
    /// How far the geodesics between the points may depart from a line that is curved between them, metres.
    pub tolerance_m: f64,
}

impl Default for Print {
    fn default() -> Self {
        Self { decimals: 2, tolerance_m: 10.0 }
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
    let earth = Earth::new(&case.ellipsoid);
    let mut doc = Document::new(&earth, datum, print);
    let name = case.name.get("en");
    doc.head(&format!("{name}: boundary by {}", division.rule));
    for (layer, found) in &division.layers.0 {
        let names = numbering(found);
        for walk in names.order.chunk_by(|a, b| a.0 == b.0) {
            let Some(line) = walk.first().and_then(|first| found.lines.get(first.0)) else {
                continue;
            };
            let number = |p: usize| names.name(walk[0].0, p).map(|n| n.to_string());
            let (rows, departure_m) =
                rows((&earth, print.tolerance_m), line, walk.iter().map(|w| w.1).collect(), number);
            let between = line.between.each_ref().map(|holder| holder.as_str());
            doc.line(between, layer, &division.rule, (&rows, departure_m));
        }
    }
    doc.finish()
}

/// The vertices of a line that are printed, in the order in which they are numbered, and how far the geodesics between
/// them depart from it, metres.
fn rows(
    (earth, tolerance_m): (&Earth, f64),
    line: &BoundaryLine,
    mut walk: Vec<usize>,
    number: impl Fn(usize) -> Option<String>,
) -> (Vec<Row>, f64) {
    walk.extend(walk.first().copied().filter(|_| line.closed));
    let points: Vec<(usize, &LinePoint)> =
        walk.into_iter().filter_map(|p| Some((p, line.points.get(p)?))).collect();
    let places: Vec<LatLon> = points.iter().map(|(_, point)| point.at()).collect();
    let stands = |k: usize| points[k].1.kind != PointKind::Curve;
    let thinned = thin(earth, &places, stands, tolerance_m);
    let kept = thinned.kept.iter().map(|k| points[*k]);
    (kept.map(|(p, point)| row(point, number(p))).collect(), thinned.departure_m)
}

fn row(point: &LinePoint, number: Option<String>) -> Row {
    let km = |party: &str| Some(format!("{party} {:.3}", point.distance_km(party)?));
    let base = point
        .controls
        .iter()
        .flat_map(|c| c.base_points.iter().map(move |at| (c.party.as_str().to_owned(), *at)));
    Row {
        number: number.unwrap_or_else(|| "-".to_owned()),
        at: point.at(),
        kind: kind_word(point.kind).to_owned(),
        distances: point.parties().filter_map(km).collect::<Vec<_>>().join(" "),
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
            let rows = nodes(collection, feature, part);
            doc.line([a, b], &word("layer"), &word("rule"), (&rows, 0.0));
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
