//! What changes hands against another division of the same sea.

use serde_json::{Map, Value};

use super::{Metric, Subject};

pub(super) const METRIC: Metric = Metric {
    id: "transfer",
    unit: "% of the sea",
    about: "Area with another holder than in the division compared with. What becomes common counts as moved.",
    measure: |s| {
        let base = s.base?;
        let flow = s.flow()?;
        let same = |i: usize, j: usize| base.holders().nth(i) == s.layer.holders().nth(j);
        let mut moved = 0.0;
        for (i, row) in flow.iter().enumerate() {
            moved +=
                row.iter().enumerate().filter(|(j, _)| !same(i, *j)).map(|(_, a)| a).sum::<f64>();
        }
        Some(Value::from(100.0 * moved / (s.layer.sea_km2 * 1e6)))
    },
};

pub(super) const FLOW: Metric = Metric {
    id: "flow",
    unit: "km2",
    about: "Matrix flow[i][j]: held by i in the division compared with and by j here; the diagonal is what stays.",
    measure: matrix,
};

fn matrix(s: &Subject<'_>) -> Option<Value> {
    let base = s.base?;
    let flow = s.flow()?;
    let row = |row: &Vec<f64>| {
        let cell = |(h, a): (&str, &f64)| (h.to_owned(), Value::from(a / 1e6));
        Value::Object(s.layer.holders().zip(row).map(cell).collect::<Map<_, _>>())
    };
    let rows = base.holders().zip(flow).map(|(h, r)| (h.to_owned(), row(r)));
    Some(Value::Object(rows.collect::<Map<_, _>>()))
}
