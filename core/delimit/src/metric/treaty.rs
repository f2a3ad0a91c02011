//! The line as a treaty would print it: fewer points, and what their straight lines give away.

use littoral_geodesy::{Earth, LatLon};
use serde_json::{Map, Value};

use super::coast_length::generalised;
use super::{Metric, Subject};
use crate::division::{BoundaryLine, LinePoint};

/// Greatest distance of a dropped point from the line kept, metres.
const GRAIN_M: f64 = 1_000.0;

pub(super) const POINTS: Metric = Metric {
    id: "treaty_points",
    unit: "points",
    about: "Points by pair that are left of the boundary after Douglas and Peucker's generalisation at 1 km: what a treaty needs to print.",
    measure: |s| Some(by_pair(s, s.printed(), |kept| kept.len() as f64)),
};

pub(super) const ERROR: Metric = Metric {
    id: "treaty_area_error",
    unit: "km2",
    about: "Area by pair between the boundary and its generalisation at 1 km: what straight lines between the printed points give to either side, both sides added.",
    measure: |s| Some(by_pair(s, s.printed_errors_km2(), |error| *error)),
};

/// The vertices of each line that are left.
pub(super) fn printed(s: &Subject<'_>) -> Vec<Vec<LatLon>> {
    let earth = s.waters.coasts().earth();
    let one = |l: &BoundaryLine| match s.as_compared(l) {
        Some((k, like)) => like.printed()[k].clone(),
        None => generalised(earth, &places(l), GRAIN_M),
    };
    s.layer.lines.iter().map(one).collect()
}

/// What straight lines between those give away, by line, km2.
pub(super) fn errors_km2(s: &Subject<'_>) -> Vec<f64> {
    let one = |(l, kept): (&BoundaryLine, &Vec<LatLon>)| match s.as_compared(l) {
        Some((k, like)) => like.printed_errors_km2()[k],
        None => error_km2(s.waters.coasts().earth(), &places(l), kept),
    };
    s.layer.lines.iter().zip(s.printed()).map(one).collect()
}

fn error_km2(earth: &Earth, line: &[LatLon], kept: &[LatLon]) -> f64 {
    let ends = kept.windows(2).scan(0, |from, w| {
        let a = (*from..line.len()).find(|k| line[*k] == w[0]).unwrap_or(*from);
        let b = (a + 1..line.len()).find(|k| line[*k] == w[1]).unwrap_or(a);
        *from = b;
        Some((a, b))
    });
    ends.map(|(a, b)| between_km2(earth, &line[a..=b])).sum()
}

fn places(line: &BoundaryLine) -> Vec<LatLon> {
    line.points.iter().map(LinePoint::at).collect()
}

/// Of each line of the layer, `of` one says something: added up by pair.
fn by_pair<T>(s: &Subject<'_>, of: &[T], value: impl Fn(&T) -> f64) -> Value {
    let mut out: Map<String, Value> = Map::new();
    for (line, own) in s.layer.lines.iter().zip(of) {
        let pair = format!("{}-{}", line.between[0], line.between[1]);
        let sum = out.get(&pair).and_then(Value::as_f64).unwrap_or(0.0);
        out.insert(pair, Value::from(sum + value(own)));
    }
    Value::Object(out)
}

/// Area between a stretch and its chord, km2: offsets from the chord by the trapezoidal rule, without sign. A stretch
/// within a kilometre of its chord is flat enough for the plane.
fn between_km2(earth: &Earth, stretch: &[LatLon]) -> f64 {
    let [first, _, .., last] = stretch else { return 0.0 };
    let chord = earth.inverse(*first, *last);
    let offset = |at: &LatLon| {
        let way = earth.inverse(*first, *at);
        let turn = (way.azimuth1_deg - chord.azimuth1_deg).to_radians();
        (way.distance_m * libm::cos(turn), way.distance_m * libm::sin(turn))
    };
    let flat: Vec<(f64, f64)> = stretch.iter().map(offset).collect();
    let strip = |w: &[(f64, f64)]| {
        let (step, a, b) = (w[1].0 - w[0].0, w[0].1, w[1].1);
        // A change of side within a step leaves two triangles.
        match a * b < 0.0 {
            true => step.abs() * (a * a + b * b) / (2.0 * (a - b).abs()),
            false => step.abs() * (a + b).abs() / 2.0,
        }
    };
    flat.windows(2).map(strip).sum::<f64>() / 1e6
}
