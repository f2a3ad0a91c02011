//! The division against what the parties ask for.

use serde_json::{Map, Value};

use super::{Metric, Subject};

/// Shares within this many points of a claim reach it.
const REACHES: f64 = 0.05;

pub(super) const METRIC: Metric = Metric {
    id: "acceptance",
    unit: "",
    about: "For each party that asks for a share: does the division reach it, within 0.05 points? Those that say no are the set to blame for a failure under unanimity.",
    measure: |s| {
        let met = |id: &str, asked: f64| Value::from(s.layer.share(id) >= asked - REACHES);
        claims(s, met)
    },
};

pub(super) const SHORTFALL: Metric = Metric {
    id: "shortfall",
    unit: "points of the sea",
    about: "For each party that asks for a share: how much is missing; 0 where the division reaches it.",
    measure: |s| claims(s, |id, asked| Value::from((asked - s.layer.share(id)).max(0.0))),
};

fn claims(s: &Subject<'_>, value: impl Fn(&str, f64) -> Value) -> Option<Value> {
    let case = s.waters.case();
    let one = |(k, id): (usize, &str)| {
        let asked = case.asks(k)?.share_percent?;
        Some((id.to_owned(), value(id, asked)))
    };
    let map: Map<_, _> = s.parties().enumerate().filter_map(one).collect();
    (!map.is_empty()).then_some(Value::Object(map))
}
