//! A line from a point, as a table every so many miles and as a line for the map.

use littoral_delimit::construct::NAUTICAL_MILE_M;
use littoral_delimit::construct::densify::{Drawn, densify};
use littoral_geodesy::{Curve, Earth, LatLon};
use serde_json::json;

use super::drawn::Joined;
use super::sheet::{Cell, Sheet, Table};

/// Points at start and end and at every tenth of the way, with the azimuth there.
pub(super) fn tables(sheet: &mut Sheet, earth: &Earth, ray: &Curve, nm: f64) {
    let columns = vec![
        ("no", true),
        ("latitude", true),
        ("longitude", true),
        ("from the start, M", true),
        ("azimuth, deg", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    for k in 0..=10 {
        let t = f64::from(k) / 10.0;
        let spot = ray.spot(earth, ray.range[0] + ray.length() * t);
        let [lat, lon] = sheet.at(spot.at);
        table.rows.push(vec![
            Cell::number(f64::from(k) + 1.0, 0),
            lat,
            lon,
            Cell::number(ray.length() * t / NAUTICAL_MILE_M, 4),
            Cell::number(spot.azimuth_deg.rem_euclid(360.0), 6),
        ]);
        sheet.point(spot.at, json!({ "kind": "station", "number": k + 1 }));
    }
    let points: Vec<LatLon> = densify(earth, ray, Drawn::Chart, 1.0).iter().map(|s| s.at).collect();
    sheet.line(
        earth,
        &points,
        Joined::Chart,
        json!({ "kind": "line", "length_m": ray.length(), "asked_nm": nm }),
    );
    sheet.tables.push(table);
}
