//! Water below the surface: volume and shelf, from the case's depths.

use serde_json::{Map, Value};

use super::{Metric, Subject};

/// Depth to which the bed counts as shelf, metres.
const SHELF_M: f64 = 200.0;
/// Steps along a row, degrees of longitude: a quarter of the usual grid.
const STEP: f64 = 0.025;

pub(super) const VOLUME: Metric = Metric {
    id: "water_volume",
    unit: "km3",
    about: "Volume of water by holder, from the case's depths below its legal level (0 where it states none), bilinear between the nodes; nothing where some of the sea lies outside the grid. As coarse as the grid: no more than an indication in shallow water.",
    measure: |s| integral(s, |depth| depth / 1000.0),
};

pub(super) const SHELF: Metric = Metric {
    id: "shelf_area",
    unit: "km2",
    about: "Area shallower than 200 m by holder, from the same depths.",
    measure: |s| integral(s, |depth| f64::from(depth < SHELF_M)),
};

/// Share of each party, per cent, of the water deeper than `fall_m` below the case's level, in the case's order; `None`
/// without depths or water.
#[must_use]
pub fn wet_shares(s: &Subject<'_>, fall_m: f64) -> Option<Vec<f64>> {
    let wet = integral(s, |depth| f64::from(depth > fall_m))?;
    let area = |h: &str| wet.get(h).and_then(Value::as_f64).unwrap_or(0.0);
    let whole: f64 = s.layer.holders().map(area).sum();
    (whole > 0.0).then(|| s.parties().map(|id| 100.0 * area(id) / whole).collect())
}

/// Integral over each holder's water of a function of depth in metres (0 or more).
fn integral(s: &Subject<'_>, of: impl Fn(f64) -> f64) -> Option<Value> {
    let grid = s.waters.case().depths.as_ref()?;
    let level = s.waters.case().level.as_ref().map_or(0.0, |l| l.legal_m);
    let holders: Vec<&str> = s.layer.holders().collect();
    let mut sums = vec![0.0; holders.len()];
    let mut areas = vec![0.0; holders.len()];
    for row in s.rows() {
        for (from, to, k) in &row.held {
            let steps = ((to - from) / STEP).ceil().max(1.0);
            let part = row.area_km2((to - from) / steps);
            for n in 0..steps as usize {
                let lon = from + (to - from) * (n as f64 + 0.5) / steps;
                let depth = (level - grid.height(row.lat, lon)?).max(0.0);
                sums[*k] += part * of(depth);
                areas[*k] += part;
            }
        }
    }
    let entry = |(k, h): (usize, &&str)| {
        // Rows give the mean, the engine the area.
        let mean = if areas[k] > 0.0 { sums[k] / areas[k] } else { 0.0 };
        ((*h).to_owned(), Value::from(mean * s.area_km2(h)))
    };
    Some(Value::Object(holders.iter().enumerate().map(entry).collect::<Map<_, _>>()))
}
