//! What would have to give for a division to be accepted: the claims, weighed against what it gives.

use serde_json::Value;

use super::{Metric, Subject};

pub(super) const SUM: Metric = Metric {
    id: "relaxation",
    unit: "points of the sea",
    about: "Cheapest relaxation: the least sum of cuts to the claims with which every party accepts this division, which is the sum of what is missing by party; 0 where all accept, nothing where nobody claims a share.",
    measure: |s| Some(Value::from(missing(s)?.iter().sum::<f64>())),
};

pub(super) const MOST: Metric = Metric {
    id: "relaxation_largest",
    unit: "points of the sea",
    about: "The largest of these cuts: what the party farthest from its claim would have to give up.",
    measure: |s| Some(Value::from(missing(s)?.iter().copied().fold(0.0, f64::max))),
};

/// Missing points by party with a claim.
fn missing(s: &Subject<'_>) -> Option<Vec<f64>> {
    let case = s.waters.case();
    let one = |(k, id): (usize, &str)| {
        let asked = case.asks(k)?.share_percent?;
        Some((asked - s.layer.worth(id, case.parties.len())).max(0.0))
    };
    let out: Vec<f64> = s.parties().enumerate().filter_map(one).collect();
    (!out.is_empty()).then_some(out)
}
