//! Places along a line, with the way from its start and the azimuth there, in tables and as a line for the map.

use littoral_delimit::construct::NAUTICAL_MILE_M;
use littoral_delimit::construct::densify::{Drawn, densify};
use littoral_geodesy::curve::{LineKind, Shape};
use littoral_geodesy::{Curve, Earth, LatLon};
use serde_json::json;

use super::drawn::Joined;
use super::input::Edge;
use super::sheet::{Cell, Column, Sheet, Table};

/// A place along a line.
pub(super) struct Station {
    /// Where.
    pub at: LatLon,
    /// Way from the start, metres.
    pub along_m: f64,
    /// Azimuth of the line there, degrees.
    pub azimuth_deg: f64,
}

/// The columns that every table of such places begins with.
pub(super) fn columns() -> Vec<Column> {
    vec![
        ("no", true),
        ("latitude", true),
        ("longitude", true),
        ("from the start, M", true),
        ("azimuth, deg", true),
    ]
}

/// Their cells, for the place of a number from 1.
pub(super) fn cells(sheet: &Sheet, no: usize, station: &Station) -> Vec<Cell> {
    let [lat, lon] = sheet.at(station.at);
    vec![
        Cell::number(no as f64, 0),
        lat,
        lon,
        Cell::number(station.along_m / NAUTICAL_MILE_M, 6),
        Cell::azimuth(station.azimuth_deg, 6),
    ]
}

/// What joins places on a curve: its own edge, if it is a line.
pub(super) fn kind(curve: &Curve) -> LineKind {
    match curve.shape {
        Shape::Line(line) => line.kind,
        Shape::Arc { .. } | Shape::Parallel { .. } => LineKind::Geodesic,
    }
}

/// Says in a column what joins the rows of a table, where these are no geodesics.
pub(super) fn state_edge(table: &mut Table, kind: LineKind) {
    if kind == LineKind::Geodesic {
        return;
    }
    table.columns.push(("edge", false));
    table.rows.iter_mut().for_each(|row| row.push(Cell::word(Edge::from(kind).word())));
}

/// Points of a geodesic or loxodrome at start and end and at every tenth of the way, with the azimuth there.
pub(super) fn tables(sheet: &mut Sheet, earth: &Earth, ray: &Curve, nm: f64) {
    let mut table = Table { columns: columns(), ..Table::default() };
    for k in 0..=10 {
        let along_m = ray.length() * k as f64 / 10.0;
        let spot = ray.spot(earth, ray.range[0] + along_m);
        let station = Station { at: spot.at, along_m, azimuth_deg: spot.azimuth_deg };
        table.rows.push(cells(sheet, k + 1, &station));
        sheet.point(spot.at, json!({ "kind": "station", "number": k + 1 }));
    }
    let points: Vec<LatLon> = densify(earth, ray, Drawn::Chart, 1.0).iter().map(|s| s.at).collect();
    let what = json!({ "kind": "line", "length_m": ray.length(), "asked_nm": nm });
    sheet.line(earth, &points, Joined::Chart(kind(ray)), what);
    state_edge(&mut table, kind(ray));
    sheet.tables.push(table);
}
