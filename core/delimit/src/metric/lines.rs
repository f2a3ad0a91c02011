//! The boundary by pair: length, and how many turning points a treaty would print.

use serde_json::{Map, Value};

use super::{Metric, Subject};
use crate::division::{BoundaryLine, PointKind};

pub(super) const LENGTH: Metric = Metric {
    id: "boundary_length",
    unit: "km",
    about: "Geodesic length of the boundary by pair of holders (A-B).",
    measure: |s| Some(by_pair(s, |l| l.length_km)),
};

pub(super) const TURNING_POINTS: Metric = Metric {
    id: "turning_points",
    unit: "points",
    about: "Points that fix the boundary by pair: turning points, tripoints, given points and ends; vertices that only keep a curve are left out.",
    measure: |s| {
        let fixed =
            |l: &BoundaryLine| l.points.iter().filter(|p| p.kind != PointKind::Curve).count();
        Some(by_pair(s, |l| fixed(l) as f64))
    },
};

fn by_pair(s: &Subject<'_>, value: impl Fn(&BoundaryLine) -> f64) -> Value {
    let mut out: Map<String, Value> = Map::new();
    for line in &s.layer.lines {
        let pair = format!("{}-{}", line.between[0], line.between[1]);
        let sum = out.get(&pair).and_then(Value::as_f64).unwrap_or(0.0) + value(line);
        out.insert(pair, Value::from(sum));
    }
    Value::Object(out)
}
