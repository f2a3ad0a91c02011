//! The division against what the parties ask for.

use serde_json::{Map, Value};

use super::{Metric, Subject};

/// Shares within this many points of a claim reach it.
const REACHES: f64 = 0.05;

pub(super) const METRIC: Metric = Metric {
    id: "acceptance",
    unit: "",
    about: "For each party that asks for a share: does the division reach it, within 0.05 points, common and joint space counted in equal parts? Those that say no are the set to blame for a failure under unanimity.",
    measure: |s| claims(s, |worth, asked| Value::from(worth >= asked - REACHES)),
};

pub(super) const SHORTFALL: Metric = Metric {
    id: "shortfall",
    unit: "points of the sea",
    about: "For each party that asks for a share: how much is missing; 0 where the division reaches it.",
    measure: |s| claims(s, |worth, asked| Value::from((asked - worth).max(0.0))),
};

/// Of each party with a claim: what the division is worth to it against what it asks for.
fn claims(s: &Subject<'_>, value: impl Fn(f64, f64) -> Value) -> Option<Value> {
    let case = s.waters.case();
    let one = |(k, id): (usize, &str)| {
        let asked = case.asks(k)?.share_percent?;
        Some((id.to_owned(), value(s.layer.worth(id, case.parties.len()), asked)))
    };
    let map: Map<_, _> = s.parties().enumerate().filter_map(one).collect();
    (!map.is_empty()).then_some(Value::Object(map))
}
