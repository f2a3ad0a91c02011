//! Turning points as a table of comma-separated values (RFC 4180, but lines end in LF).

use littoral_delimit::division::{Control, LinePoint};

use crate::dms::{Axis, dms};
use crate::points::{PointRow, kind_word, written_at};

/// Columns of [`turning_points`].
pub const COLUMNS: [&str; 11] = [
    "number",
    "rule",
    "layer",
    "between",
    "lat",
    "lon",
    "lat_dms",
    "lon_dms",
    "kind",
    "base_points",
    "distance_km",
];

/// One row a vertex: decimal degrees with 9 decimals (0.1 mm), the same in degrees, minutes and
/// seconds with 2 decimals (0.3 m), base points as `AZE 41.1 49.2` separated by `; `, distances in
/// km as `AZE 12.345678`.
#[must_use]
pub fn turning_points(rows: &[PointRow<'_>]) -> String {
    let mut out = COLUMNS.join(",");
    out.push('\n');
    for row in rows {
        let fields = fields(row);
        let quoted: Vec<String> = fields.iter().map(|f| quote(f)).collect();
        out.push_str(&quoted.join(","));
        out.push('\n');
    }
    out
}

fn fields(row: &PointRow<'_>) -> [String; 11] {
    let (p, at) = (row.point, written_at(row.point));
    [
        row.name.map(|n| n.to_string()).unwrap_or_default(),
        row.rule.to_owned(),
        row.layer.to_owned(),
        row.between.join("-"),
        format!("{:.9}", at.lat),
        format!("{:.9}", at.lon),
        dms(at.lat, Axis::Latitude, 2),
        dms(at.lon, Axis::Longitude, 2),
        kind_word(p.kind).to_owned(),
        base_points(row),
        distances(p),
    ]
}

pub(crate) fn base_points(row: &PointRow<'_>) -> String {
    let one = |c: &Control| {
        let text = |p: &littoral_geodesy::LatLon| format!("{} {:.9} {:.9}", c.party, p.lat, p.lon);
        c.base_points.iter().map(text).collect::<Vec<_>>()
    };
    row.point.controls.iter().flat_map(one).collect::<Vec<_>>().join("; ")
}

pub(crate) fn distances(point: &LinePoint) -> String {
    listed(point.parties().map(|p| (p, point.distance_km(p))))
}

/// Kilometres by party; those that are not told are left out.
pub(crate) fn listed<'a>(by_party: impl Iterator<Item = (&'a str, Option<f64>)>) -> String {
    let one = |(party, km): (&str, Option<f64>)| Some(format!("{party} {:.6}", km?));
    by_party.filter_map(one).collect::<Vec<_>>().join("; ")
}

/// A field in quotes where it needs them. A field that a spreadsheet would run as a formula gets
/// an apostrophe in front, unless it is a number.
pub(crate) fn quote(field: &str) -> String {
    let formula =
        field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
    let field = if formula { format!("'{field}") } else { field.to_owned() };
    // A first field of `#1` would begin a comment.
    if field.contains([',', '"', '\n', '\r']) || field.starts_with('#') {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::rows;
    use crate::samples::division;

    #[test]
    fn a_row_a_true_vertex() {
        let expected = "\
number,rule,layer,between,lat,lon,lat_dms,lon_dms,kind,base_points,distance_km
,test,seabed,A-B,2.000000000,1.000000000,02° 00′ 00.00″ N,01° 00′ 00.00″ E,terminus,A 2.000000000 \
1.000000000; B 2.000000000 1.000000000,A 0.000000; B 0.000000
1,test,seabed,A-B,1.000000000,1.000000000,01° 00′ 00.00″ N,01° 00′ 00.00″ E,turning,A 1.000000000 \
0.000000000; B 1.000000000 2.000000000; B 0.500000000 2.000000000,A 111.302650; B 111.302650
,test,seabed,A-B,0.000000000,1.000000000,00° 00′ 00.00″ N,01° 00′ 00.00″ E,terminus,A 0.000000000 \
1.000000000; B 0.000000000 1.000000000,A 0.000000; B 0.000000
";
        assert_eq!(turning_points(&rows(&division())), expected);
    }

    #[test]
    fn fields_are_quoted_and_no_formula_runs() {
        assert_eq!(quote("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quote("=1+1"), "'=1+1");
        assert_eq!(quote("-1.5"), "-1.5");
        assert_eq!(quote("#1"), "\"#1\"");
    }
}
