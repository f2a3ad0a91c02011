//! Shares of the deposits' value, where the case states one.
//!
//! Two rules of attribution stand side by side, since states have used both: a field goes whole to the holder of its
//! place, or it is shared by the area that lies on each side. An area without an outline is a disc round the place.

use littoral_geodesy::{Earth, LatLon};
use littoral_model::Deposit;
use serde_json::{Map, Value};

use super::{Metric, Subject};

/// Sampling points of a disc: equal parts of its area on a spiral (Vogel 1979).
const SAMPLES: usize = 400;
/// Turn from one point of the spiral to the next, degrees.
const GOLDEN: f64 = 137.507_764_050_037_85;

pub(super) const WHOLE: Metric = Metric {
    id: "deposit_value",
    unit: "% of the stated value",
    about: "Share of the value of the deposits by holder, each whole to the holder of its place. Counts deposits for which the case states both a place and a value; nothing where it states none.",
    measure: |s| shares(s, |d, at| vec![(at, d.value.unwrap_or(0.0))]),
};

pub(super) const BY_AREA: Metric = Metric {
    id: "deposit_value_by_area",
    unit: "% of the stated value",
    about: "The same with each field shared by the part of its area that a holder has: a disc of the stated area round the place; a field without an area counts at its place.",
    measure: |s| {
        let earth = Earth::new(&s.waters.case().ellipsoid);
        shares(s, |d, at| disc(&earth, d, at))
    },
};

/// Places with weights that stand for a field.
fn disc(earth: &Earth, deposit: &Deposit, at: LatLon) -> Vec<(LatLon, f64)> {
    let value = deposit.value.unwrap_or(0.0);
    let Some(area_km2) = deposit.area_km2.filter(|a| *a > 0.0) else { return vec![(at, value)] };
    let radius_m = 1000.0 * (area_km2 / std::f64::consts::PI).sqrt();
    let place = |k: usize| {
        let part = (k as f64 + 0.5) / SAMPLES as f64;
        let at = earth.direct(at, (k as f64 * GOLDEN) % 360.0, radius_m * part.sqrt());
        (at, value / SAMPLES as f64)
    };
    (0..SAMPLES).map(place).collect()
}

fn shares(
    s: &Subject<'_>,
    spread: impl Fn(&Deposit, LatLon) -> Vec<(LatLon, f64)>,
) -> Option<Value> {
    let known = s.waters.case().deposits.iter();
    let known = known.filter(|d| d.value.is_some_and(|v| v > 0.0));
    let pieces: Vec<(LatLon, f64)> =
        known.filter_map(|d| Some(spread(d, d.at?))).flatten().collect();
    let mut sums: Vec<(String, f64)> = s.layer.holders().map(|h| (h.to_owned(), 0.0)).collect();
    let mut whole = 0.0;
    for (at, value) in pieces {
        // What lies ashore or outside the frame belongs to no holder of this sea.
        let Some(holder) = s.holder_at(at) else { continue };
        whole += value;
        if let Some(sum) = sums.iter_mut().find(|(h, _)| h == holder) {
            sum.1 += value;
        }
    }
    let share = |(h, v): (String, f64)| (h, Value::from(100.0 * v / whole));
    (whole > 0.0).then(|| Value::Object(sums.into_iter().map(share).collect::<Map<_, _>>()))
}
