//! How far a division departs from equidistance in distance: the price of every metre taken from a nearer party.

use littoral_geodesy::LatLon;
use serde_json::Value;

use super::coasts::{Coasts, HAIR_M, Hints};
use super::scan::{HEIGHT, Row};
use super::{Metric, Subject};
use crate::division::{BoundaryLine, LayerDivision};

pub(super) const MEAN: Metric = Metric {
    id: "mean_extra_distance",
    unit: "km",
    about: "Mean over the sea of the distance from the holder's coast less the distance from the nearest coast (islands count): 0 for equidistance, least for additive weights among divisions of the same areas. Water held by no single party counts as 0. By rows 2.2 km apart.",
    measure: |s| Some(Value::from(s.extra()?.0)),
};

pub(super) const MOST: Metric = Metric {
    id: "max_extra_distance",
    unit: "km",
    about: "The greatest such distance: the farthest advance of a party into water nearer to another, at the rows and at the vertices of the boundary.",
    measure: |s| Some(Value::from(s.extra()?.1)),
};

/// Steps along a row, degrees of longitude.
const STEP: f64 = 0.025;

/// Mean and greatest extra distance, km.
pub(super) fn measured(s: &Subject<'_>) -> Option<(f64, f64)> {
    let coasts = s.waters.coasts();
    let party: Vec<Option<usize>> = s.layer.holders().map(|h| s.waters.case().party(h)).collect();
    let base = s.base.map(|d| Base::new(s.base_rows(), d, s.layer));
    let (mut sum, mut sea, mut most) = (0.0, 0.0, 0.0_f64);
    let mut hints = Hints::default();
    for row in s.rows() {
        let stays = base.as_ref().map(|b| b.at(row.lat));
        for (from, to, k) in &row.held {
            let width = to - from;
            sea += row.area_km2(width);
            let Some(holder) = party[*k] else { continue };
            let steps = (width / STEP).ceil().max(1.0);
            for n in 0..steps as usize {
                let lon = from + width * (n as f64 + 0.5) / steps;
                if stays.as_ref().is_some_and(|held| held.by(*k, lon)) {
                    continue;
                }
                let extra = coasts.extra(LatLon::new(row.lat, lon), holder, &mut hints);
                sum += extra * row.area_km2(width / steps);
                most = most.max(extra);
            }
        }
    }
    for line in &s.layer.lines {
        for holder in line.between.iter().filter_map(|h| s.waters.case().party(h.as_str())) {
            most = along(coasts, line, holder, (&mut hints, most));
        }
    }
    (sea > 0.0).then(|| (sum / sea / 1000.0, most / 1000.0))
}

/// The greatest extra distance at a line's vertices, or `most`. Both distances change by a metre a metre at most: vertices
/// that can therefore not exceed what has been found are passed over.
fn along(
    coasts: &Coasts,
    line: &BoundaryLine,
    holder: usize,
    (hints, mut most): (&mut Hints, f64),
) -> f64 {
    let mut last = None;
    let mut bound = f64::INFINITY;
    for point in &line.points {
        let at = coasts.earth().point(point.at());
        if let Some(last) = last.replace(at) {
            bound += 2.0 * coasts.earth().distance(&last, &at);
        }
        if bound + HAIR_M > most {
            bound = coasts.extra_at(&at, holder, hints);
            most = most.max(bound);
        }
    }
    most
}

/// The division compared with by rows.
struct Base<'a> {
    rows: &'a [Row],
    /// Its holders by their index in the layer measured.
    index: Vec<Option<usize>>,
}

impl<'a> Base<'a> {
    fn new(rows: &'a [Row], division: &LayerDivision, layer: &LayerDivision) -> Self {
        let index = |h: &str| layer.holders().position(|k| k == h);
        Self { rows, index: division.holders().map(index).collect() }
    }

    /// The stretches at a latitude.
    fn at(&self, lat: f64) -> Held<'_> {
        let first = self.rows.first().map_or(0.0, |r| r.lat);
        let n = ((lat - first) / HEIGHT).round();
        let found = (n >= 0.0).then(|| self.rows.get(n as usize)).flatten();
        Held { stretches: found.map_or(&[], |r| r.held.as_slice()), index: &self.index }
    }
}

/// A row of it.
struct Held<'a> {
    stretches: &'a [(f64, f64, usize)],
    index: &'a [Option<usize>],
}

impl Held<'_> {
    /// Has the same holder the place under equidistance? Then nothing is extra there, and nothing need be measured.
    fn by(&self, holder: usize, lon: f64) -> bool {
        let here = |(from, to, _): &&(f64, f64, usize)| *from <= lon && lon <= *to;
        self.stretches.iter().filter(here).any(|(.., k)| self.index[*k] == Some(holder))
    }
}
