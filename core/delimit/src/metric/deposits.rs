//! Which deposits fall to whom.

use serde_json::{Map, Value};

use super::Metric;

pub(super) const METRIC: Metric = Metric {
    id: "deposits",
    unit: "",
    about: "Holder of each deposit whose place the case knows: the whole deposit to the holder of its point. Deposits without a printed place are left out; the case gives no values.",
    measure: |s| {
        let held = s.waters.case().deposits.iter().filter_map(|d| {
            let at = d.at?;
            Some((d.id.clone(), Value::from(s.holder_at(at)?)))
        });
        let map: Map<_, _> = held.collect();
        (!map.is_empty()).then_some(Value::Object(map))
    },
};
