//! A small division made by hand, for the tests of the writers.

use std::collections::BTreeMap;

use littoral_delimit::Division;
use littoral_delimit::division::{
    Area, BoundaryLine, Control, LayerDivision, LayerMap, LinePoint, PointKind, Provenance, Tie,
};
use littoral_delimit::partition::Holder;
use littoral_geodesy::LatLon;
use serde_json::{Map, Value, json};

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn point(lat: f64, kind: PointKind, a: &[[f64; 2]], b: &[[f64; 2]], km: f64) -> LinePoint {
    let control = |(party, list): (&str, &[[f64; 2]])| Control {
        party: Holder::new(party),
        distance_km: km,
        base_points: list.iter().map(|[lat, lon]| LatLon::new(*lat, *lon)).collect(),
    };
    LinePoint { lat, lon: 1.0, kind, controls: [("A", a), ("B", b)].map(control).into() }
}

fn line() -> BoundaryLine {
    let terminus = |lat| point(lat, PointKind::Terminus, &[[lat, 1.0]], &[[lat, 1.0]], 0.0);
    let turning = [[1.0, 2.0], [0.5, 2.0]];
    let points = vec![
        terminus(0.0),
        point(0.5, PointKind::Curve, &[[0.5, 0.0]], &[[0.5, 2.0]], 111.3),
        point(1.0, PointKind::Turning, &[[1.0, 0.0]], &turning, 111.30265),
        terminus(2.0),
    ];
    let between = [Holder::new("A"), Holder::new("B")];
    BoundaryLine { between, length_km: 221.15, closed: false, points }
}

/// A square of two degrees, west to A, east to B; A's cell is the wrong way round on purpose.
pub(crate) fn division() -> Division {
    let west = Area { rings: vec![vec![[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 1.0]]] };
    let hole = vec![[0.5, 1.25], [0.5, 1.5], [0.75, 1.5]];
    let east = Area { rings: vec![vec![[0.0, 1.0], [0.0, 2.0], [2.0, 2.0], [2.0, 1.0]], hole] };
    let terminus = [0.0, 1.0];
    let between = [Holder::new("A"), Holder::new("B")];
    let layer = LayerDivision {
        sea_km2: 200.0,
        area_km2: map(json!({ "A": 100.0, "B": 100.0 })),
        share_percent: map(json!({ "A": 50.0, "B": 50.0 })),
        lines: vec![line()],
        ties: vec![Tie { between, terminus, area_km2: 1.0, bisector_deg: 0.0, turned_deg: None }],
        cells: BTreeMap::from([("A".to_owned(), vec![west]), ("B".to_owned(), vec![east])]),
        method: "certified".into(),
        finest_m: 0.1,
    };
    Division {
        case: "square".into(),
        rule: "test".into(),
        params: map(json!({ "belt": 15.0 })),
        layers: LayerMap(vec![("seabed".into(), layer)]),
        notes: Map::new(),
        warnings: Vec::new(),
        provenance: Provenance { littoral: "0.1.0".into(), ..Provenance::default() },
    }
}
