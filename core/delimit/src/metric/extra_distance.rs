//! How far a division departs from equidistance in distance: the price of every metre taken from a nearer party.

use littoral_geodesy::LatLon;
use serde_json::Value;

use super::coasts::Hints;
use super::scan::{Row, rows};
use super::{Metric, Subject};

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
    let base = s.base.map(rows);
    let (mut sum, mut sea, mut most) = (0.0, 0.0, 0.0_f64);
    let mut hints = Hints::default();
    for row in s.rows() {
        for (from, to, k) in &row.held {
            let width = to - from;
            sea += row.area_km2(width);
            let Some(holder) = party[*k] else { continue };
            let name = s.layer.holders().nth(*k).unwrap_or("");
            let steps = (width / STEP).ceil().max(1.0);
            for n in 0..steps as usize {
                let lon = from + width * (n as f64 + 0.5) / steps;
                if base.as_ref().is_some_and(|b| stays(b, s.base, row, lon, name)) {
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
            let extra = line.points.iter().map(|p| coasts.extra(p.at(), holder, &mut hints));
            most = extra.fold(most, f64::max);
        }
    }
    (sea > 0.0).then(|| (sum / sea / 1000.0, most / 1000.0))
}

/// Has the same party the place under equidistance? Then nothing is extra there, and nothing need be measured.
fn stays(
    base: &[Row],
    division: Option<&crate::division::LayerDivision>,
    row: &Row,
    lon: f64,
    holder: &str,
) -> bool {
    let (Some(division), Some(first)) = (division, base.first()) else { return false };
    let n = ((row.lat - first.lat) / super::scan::HEIGHT).round();
    let found = (n >= 0.0).then(|| base.get(n as usize)).flatten();
    found.is_some_and(|b| {
        b.held.iter().any(|(from, to, k)| {
            *from <= lon && lon <= *to && division.holders().nth(*k) == Some(holder)
        })
    })
}
