//! How uneven the parties' shares are; common space belongs to nobody and is left out.

use serde_json::Value;

use super::{Metric, Subject};

pub(super) const GINI: Metric = Metric {
    id: "gini",
    unit: "",
    about: "Gini coefficient of the parties' areas: 0 all equal, 1 - 1/n one has all.",
    measure: |s| {
        measured(s, |x| {
            let n = x.len() as f64;
            let top: f64 =
                x.iter().enumerate().map(|(k, v)| (2.0 * (k as f64 + 1.0) - n - 1.0) * v).sum();
            top / (n * x.iter().sum::<f64>())
        })
    },
};

pub(super) const JAIN: Metric = Metric {
    id: "jain",
    unit: "",
    about: "Jain's index of the parties' areas: 1 all equal, 1/n one has all.",
    measure: |s| {
        measured(s, |x| {
            let squares: f64 = x.iter().map(|v| v * v).sum();
            x.iter().sum::<f64>().powi(2) / (x.len() as f64 * squares)
        })
    },
};

pub(super) const THEIL: Metric = Metric {
    id: "theil",
    unit: "",
    about: "Theil's index of the parties' areas: 0 all equal, ln n one has all.",
    measure: |s| {
        measured(s, |x| {
            let mean = x.iter().sum::<f64>() / x.len() as f64;
            let term = |v: &f64| if *v > 0.0 { v / mean * libm::log(v / mean) } else { 0.0 };
            x.iter().map(term).sum::<f64>() / x.len() as f64
        })
    },
};

/// The index of the sorted areas; `None` if nobody holds anything.
fn measured(s: &Subject<'_>, index: impl Fn(&[f64]) -> f64) -> Option<Value> {
    let mut areas: Vec<f64> = s.parties().map(|id| s.area_km2(id)).collect();
    areas.sort_by(f64::total_cmp);
    (areas.iter().sum::<f64>() > 0.0).then(|| Value::from(index(&areas)))
}
