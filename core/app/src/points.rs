//! Turning points as rows: the same numbers on the map, in the table and in the file.

use littoral_delimit::{BoundaryLine, LinePoint};
use littoral_formats::csv::turning_points;
use littoral_formats::points::layer_rows;

use crate::comparison::Row;

/// Every named point of every line of every row: turning points, given points, tripoints, termini
/// and ends. The column `rule` holds the row's label, so that two runs of one rule stay apart.
///
/// Points that only keep the curve are left out; GeoJSON and JSON have them.
#[must_use]
pub fn csv(rows: &[Row], layer: Option<&str>) -> String {
    let mut points = Vec::new();
    for row in rows {
        let Ok(division) = &row.outcome else { continue };
        let layers = division.layers.0.iter().filter(|(n, _)| layer.is_none_or(|w| w == n));
        points.extend(layers.flat_map(|(name, l)| layer_rows(&row.label, name, l)));
    }
    turning_points(&points)
}

/// The two holders in alphabetical order, as the numbers go.
#[must_use]
pub fn sides(line: &BoundaryLine) -> [&str; 2] {
    let [a, b] = [line.between[0].as_str(), line.between[1].as_str()];
    if b < a { [b, a] } else { [a, b] }
}

/// Distance to a party's nearest base point, km.
#[must_use]
pub fn distance(point: &LinePoint, party: &str) -> Option<f64> {
    point.distance_km(party)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    #[test]
    fn two_runs_of_a_rule_stay_apart_and_curves_stay_out() {
        let text = csv(&fixtures::comparison().rows[..2], Some("seabed"));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 5, "{text}");
        assert!(lines[2].starts_with("1,equidistance,seabed,AZE-IRN,39.0"), "{}", lines[2]);
        assert!(lines[4].starts_with("1,equity-floor IRN 20 %,seabed,"), "{}", lines[4]);
    }
}
