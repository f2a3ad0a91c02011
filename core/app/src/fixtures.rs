//! Hand-made data for unit tests: the look of a result without an engine.

use littoral_delimit::{
    BoundaryLine, Control, Division, Holder, LayerDivision, LayerMap, LinePoint, PointKind,
    Provenance,
};
use littoral_geodesy::LatLon;
use littoral_model::{Case, Names, Party, Position, Source};
use serde_json::{Map, Value, json};

use crate::comparison::{Comparison, Row, stem};

pub(crate) fn case() -> Case {
    let mut case = Case::empty("caspian");
    case.name = Names::english("Caspian Sea");
    case.sources = vec!["Natural Earth 10 m".into()];
    for id in ["AZE", "IRN", "KAZ", "RUS", "TKM"] {
        case.parties.push(Party { id: id.into(), name: Names::english(id) });
    }
    for (party, share) in [18.0, 20.4, 27.0, 19.0].into_iter().enumerate() {
        case.positions.push(Position {
            party,
            from: "2003-05-14".into(),
            until: "open".into(),
            kinds: vec!["share_claim".into()],
            text: format!("asks for {share} <per cent>"),
            share_percent: Some(share),
            claim: true,
            source: Source {
                cite: vec!["https://example.org/a?b&c".into()],
                confidence: "high".into(),
            },
        });
    }
    case
}

fn map(shares: &[(&str, f64)], factor: f64) -> Map<String, Value> {
    shares.iter().map(|(k, v)| ((*k).to_owned(), json!(v * factor))).collect()
}

pub(crate) fn layer(shares: &[(&str, f64)], lines_km: f64) -> LayerDivision {
    let point = |lat, kind| LinePoint {
        lat,
        lon: 51.0,
        kind,
        controls: vec![Control {
            party: Holder::new("AZE"),
            distance_km: 120.5,
            base_points: vec![LatLon::new(40.0, 49.5)],
        }],
    };
    LayerDivision {
        sea_km2: 379_164.0,
        area_km2: map(shares, 3791.64),
        share_percent: map(shares, 1.0),
        lines: vec![BoundaryLine {
            between: [Holder::new("AZE"), Holder::new("IRN")],
            length_km: lines_km,
            closed: false,
            points: vec![
                point(38.4, PointKind::Terminus),
                point(39.0, PointKind::Turning),
                point(39.5, PointKind::Curve),
            ],
        }],
        ties: Vec::new(),
        cells: Default::default(),
        method: "certified".into(),
        finest_m: 0.1,
    }
}

pub(crate) fn division(rule: &str, layers: Vec<(&str, LayerDivision)>, ms: f64) -> Division {
    Division {
        case: "caspian".into(),
        rule: rule.into(),
        params: Map::new(),
        layers: LayerMap(layers.into_iter().map(|(n, l)| (n.to_owned(), l)).collect()),
        notes: Map::new(),
        warnings: Vec::new(),
        provenance: Provenance { rule: rule.into(), engine_ms: Some(ms), ..Provenance::default() },
    }
}

pub(crate) fn row(label: &str, division: Division, moved: Option<f64>) -> Row {
    Row {
        label: label.into(),
        stem: stem(label),
        title: label.into(),
        about: "one sentence".into(),
        cite: vec!["North Sea 1969".into()],
        source: None,
        settings: vec![],
        outcome: Ok(division.into()),
        moved,
        flow: None,
        wall_ms: 99.0,
    }
}

pub(crate) fn comparison() -> Comparison {
    let eq = [("AZE", 19.9), ("IRN", 14.4), ("KAZ", 30.9), ("RUS", 16.4), ("TKM", 18.5)];
    let belt =
        [("AZE", 4.7), ("IRN", 4.3), ("KAZ", 10.9), ("RUS", 5.9), ("TKM", 5.7), ("COMMON", 68.4)];
    let floor = [("AZE", 17.3), ("IRN", 20.0), ("KAZ", 30.9), ("RUS", 16.4), ("TKM", 15.4)];
    Comparison {
        case: case(),
        rows: vec![
            row(
                "equidistance",
                division("equidistance", vec![("seabed", layer(&eq, 1755.0))], 38.0),
                None,
            ),
            row(
                "equity-floor IRN 20 %",
                division("equity-floor", vec![("seabed", layer(&floor, 1758.0))], 41.0),
                Some(5.7),
            ),
            row(
                "belt-and-commons 15 M",
                division(
                    "belt-and-commons",
                    vec![("seabed", layer(&eq, 1755.0)), ("water", layer(&belt, 2914.0))],
                    52.0,
                ),
                None,
            ),
        ],
    }
}
