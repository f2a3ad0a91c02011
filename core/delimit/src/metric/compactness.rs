//! How compact cells are (Polsby and Popper 1991): 4 pi area over perimeter squared, 1 for a disc in the plane.

use std::f64::consts::PI;

use littoral_geodesy::{LatLon, SurfacePoint};
use serde_json::{Map, Value};

use super::{Metric, Subject};

pub(super) const METRIC: Metric = Metric {
    id: "compactness",
    unit: "",
    about: "Polsby and Popper's compactness by holder with the whole perimeter: 4 pi area over perimeter squared. The coast's detail is part of it: compare rules on one coast only.",
    measure: |s| Some(by_holder(s, |h| perimeter_km(s, h))),
};

pub(super) const INNER: Metric = Metric {
    id: "compactness_of_lines",
    unit: "",
    about: "The same with the boundary lines alone as perimeter: what the drafter chose, without the coast. Can exceed 1; left out for a holder without lines.",
    measure: |s| Some(by_holder(s, |h| lines_km(s, h))),
};

fn by_holder(s: &Subject<'_>, perimeter: impl Fn(&str) -> f64) -> Value {
    let one = |h: &str| {
        let length = perimeter(h);
        let value = 4.0 * PI * s.area_km2(h) / (length * length);
        value.is_finite().then(|| (h.to_owned(), Value::from(value)))
    };
    Value::Object(s.layer.holders().filter_map(one).collect::<Map<_, _>>())
}

fn lines_km(s: &Subject<'_>, holder: &str) -> f64 {
    let own = s.layer.lines.iter().filter(|l| l.between.iter().any(|h| h.as_str() == holder));
    own.map(|l| l.length_km).sum()
}

fn perimeter_km(s: &Subject<'_>, holder: &str) -> f64 {
    let earth = s.waters.coasts().earth();
    let at = |p: &[f64; 2]| earth.point(LatLon::new(p[0], p[1]));
    let ring = |r: &Vec<[f64; 2]>| {
        let Some(first) = r.first().map(at) else { return 0.0 };
        let mut last = first;
        let mut way = |to: SurfacePoint| earth.distance(&std::mem::replace(&mut last, to), &to);
        let open: f64 = r.iter().skip(1).map(|p| way(at(p))).sum();
        open + way(first)
    };
    let cells = s.layer.cells_of(holder);
    cells.iter().flat_map(|a| &a.rings).map(ring).sum::<f64>() / 1000.0
}
