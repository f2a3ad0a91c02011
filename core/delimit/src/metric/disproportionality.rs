//! Shares of the sea against shares of the coast.

use serde_json::{Map, Value};

use super::Metric;

pub(super) const METRIC: Metric = Metric {
    id: "disproportionality",
    unit: "",
    about: "Share of the sea over share of the coast (at 10 km) by party: 1 in proportion, above 1 more sea than coast. A test of gross disproportion at the end of the three-stage method, never a target (Romania v. Ukraine, ICJ 2009).",
    measure: |s| {
        let coast = s.coast_lengths_m();
        let whole: f64 = coast.iter().sum();
        let ratio = |k: usize, id: &str| {
            let part = coast.get(k).filter(|l| **l > 0.0)? / whole;
            Some(s.area_km2(id) / s.layer.sea_km2 / part)
        };
        Some(s.by_party(ratio))
    },
};

pub(super) const PAIRS: Metric = Metric {
    id: "coast_area_ratio",
    unit: "",
    about: "For each pair A-B with area and coast: ratio of coasts (at 10 km) over ratio of areas, both A to B; courts compare the two ratios and ask whether they differ grossly.",
    measure: |s| {
        let coast = s.coast_lengths_m();
        let ids: Vec<&str> = s.parties().collect();
        let mut out = Map::new();
        for (i, a) in ids.iter().enumerate() {
            for (j, b) in ids.iter().enumerate().skip(i + 1) {
                let ratio = coast[i] / coast[j] / (s.area_km2(a) / s.area_km2(b));
                if ratio.is_finite() && ratio > 0.0 {
                    out.insert(format!("{a}-{b}"), Value::from(ratio));
                }
            }
        }
        Some(Value::Object(out))
    },
};
