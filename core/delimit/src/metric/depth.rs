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
    measure: |s| Some(by_holder(s, &s.bed()?[0])),
};

pub(super) const SHELF: Metric = Metric {
    id: "shelf_area",
    unit: "km2",
    about: "Area shallower than 200 m by holder, from the same depths.",
    measure: |s| Some(by_holder(s, &s.bed()?[1])),
};

/// Volume (km3) and shelf (km2) in the order of the holders, from one walk over the depths.
pub(super) fn bed(s: &Subject<'_>) -> Option<[Vec<f64>; 2]> {
    integrals(s, |depth| [depth / 1000.0, f64::from(depth < SHELF_M)])
}

/// Share of each party, per cent, of the water deeper than `fall_m` below the case's level, in the case's order; `None`
/// without depths or water.
#[must_use]
pub fn wet_shares(s: &Subject<'_>, fall_m: f64) -> Option<Vec<f64>> {
    let [wet] = integrals(s, |depth| [f64::from(depth > fall_m)])?;
    let area = |h: &str| s.layer.holders().zip(&wet).find(|(k, _)| *k == h).map_or(0.0, |w| *w.1);
    let whole: f64 = wet.iter().sum();
    (whole > 0.0).then(|| s.parties().map(|id| 100.0 * area(id) / whole).collect())
}

fn by_holder(s: &Subject<'_>, values: &[f64]) -> Value {
    let entry = |(h, value): (&str, &f64)| (h.to_owned(), Value::from(*value));
    Value::Object(s.layer.holders().zip(values).map(entry).collect::<Map<_, _>>())
}

/// Integrals over each holder's water of functions of depth in metres (0 or more).
fn integrals<const N: usize>(
    s: &Subject<'_>,
    of: impl Fn(f64) -> [f64; N],
) -> Option<[Vec<f64>; N]> {
    let grid = s.waters.case().depths.as_ref()?;
    let level = s.waters.case().level.as_ref().map_or(0.0, |l| l.legal_m);
    let count = s.layer.holders().count();
    let mut sums = vec![[0.0; N]; count];
    let mut areas = vec![0.0; count];
    for row in s.rows() {
        for (from, to, k) in &row.held {
            let steps = ((to - from) / STEP).ceil().max(1.0);
            let part = row.area_km2((to - from) / steps);
            let bed = grid.at_latitude(row.lat)?;
            for n in 0..steps as usize {
                let lon = from + (to - from) * (n as f64 + 0.5) / steps;
                let depth = (level - bed.height(grid.facing(lon))?).max(0.0);
                for (sum, value) in sums[*k].iter_mut().zip(of(depth)) {
                    *sum += part * value;
                }
                areas[*k] += part;
            }
        }
    }
    // Rows give the mean, the engine the area.
    let whole = |k: usize, h: &str, n: usize| {
        let mean = if areas[k] > 0.0 { sums[k][n] / areas[k] } else { 0.0 };
        mean * s.area_km2(h)
    };
    let all = |n: usize| s.layer.holders().enumerate().map(|(k, h)| whole(k, h, n)).collect();
    Some(std::array::from_fn(all))
}
