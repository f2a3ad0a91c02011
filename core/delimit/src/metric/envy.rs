//! Who would rather have another's part.

use serde_json::{Map, Value};

use super::Metric;

pub(super) const METRIC: Metric = Metric {
    id: "envy",
    unit: "points of the sea",
    about: "Matrix envy[i][j]: share of j less share of i where it is positive; by area alone, since the case gives no party's own valuation of the water.",
    measure: |s| {
        let share = |id: &str| s.layer.share(id);
        let row = |i: &str| {
            let cell = |j: &str| (j.to_owned(), Value::from((share(j) - share(i)).max(0.0)));
            let cells: Map<_, _> = s.parties().filter(|j| *j != i).map(cell).collect();
            (i.to_owned(), Value::Object(cells))
        };
        Some(Value::Object(s.parties().map(row).collect::<Map<_, _>>()))
    },
};
