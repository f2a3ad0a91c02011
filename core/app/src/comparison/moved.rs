//! How much of the sea changes hands between two divisions.
//!
//! Cells are laid flat by the cylindrical equal-area projection of the authalic sphere, so that
//! areas are true, and intersected. The straight edges of the plane stand for the geodesic edges
//! of the cells; vertices are close enough for one decimal of a per cent, which is all that is
//! printed from it.

use geo::{Area as _, BooleanOps, Coord, LineString, MultiPolygon, Polygon};
use littoral_delimit::{Area, LayerDivision, Waters};
use littoral_geodesy::densify::wrap;

use super::{Row, undivided_percent};

/// First eccentricity squared of WGS 84, enough for a ratio of areas on any figure of the earth.
const E2: f64 = 0.006_694_379_990_14;
/// What rounding may put a part of the sea below nothing or above all, per cent.
const ROUNDING: f64 = 0.01;

/// Fills in what changes hands in one row; nothing for a row with space that is common or nobody's.
pub(super) fn measure(waters: &Waters, from: &LayerDivision, row: &mut Row) {
    let Some((_, layer)) = row.shown().filter(|(_, l)| undivided_percent(l) <= 0.0) else { return };
    let flow: Vec<Vec<f64>> = waters.flow_between(from, layer);
    let same = |i: usize, j: usize| from.holders().nth(i) == layer.holders().nth(j);
    let (mut moved, mut whole) = (0.0, 0.0);
    for (i, list) in flow.iter().enumerate() {
        for (j, area) in list.iter().enumerate() {
            (moved, whole) = (moved + if same(i, j) { 0.0 } else { *area }, whole + area);
        }
    }
    row.moved = (whole > 0.0).then(|| 100.0 * moved / whole);
    row.flow = Some(flow);
}

/// Area held by another holder than before, per cent of the sea; `None` without cells, and where the plane cannot hold them:
/// a sea round a pole, or cells that overlap each other.
#[must_use]
pub fn moved_percent(before: &LayerDivision, after: &LayerDivision) -> Option<f64> {
    let about = before.cells.values().flatten().find_map(|a| Some(a.rings.first()?.first()?[1]))?;
    let (mut kept, mut whole) = (0.0, 0.0);
    for holder in before.holders() {
        let Some(old) = before.cells.get(holder) else { continue };
        let old = flat(old, about)?;
        whole += old.unsigned_area();
        if let Some(new) = after.cells.get(holder) {
            kept += old.intersection(&flat(new, about)?).unsigned_area();
        }
    }
    let moved = 100.0 * (1.0 - kept / whole);
    (whole > 0.0 && (-ROUNDING..=100.0 + ROUNDING).contains(&moved))
        .then(|| moved.clamp(0.0, 100.0))
}

/// The cells on the plane, longitudes counted within half a turn of a meridian; `None` where an edge would reach over more than
/// half a turn.
fn flat(cells: &[Area], about: f64) -> Option<MultiPolygon<f64>> {
    let ring = |r: &Vec<[f64; 2]>| {
        let lons: Vec<f64> = r.iter().map(|p| about + wrap(p[1] - about)).collect();
        let next = lons.iter().cycle().skip(1);
        let sound = lons.iter().zip(next).all(|(a, b)| (a - b).abs() < 180.0);
        let line = || r.iter().zip(&lons).map(|(p, lon)| project(p[0], *lon)).collect();
        sound.then(line)
    };
    let cell = |a: &Area| {
        let mut rings =
            a.rings.iter().map(ring).collect::<Option<Vec<LineString<f64>>>>()?.into_iter();
        let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Some(Polygon::new(outer, rings.collect()))
    };
    Some(MultiPolygon::new(cells.iter().map(cell).collect::<Option<_>>()?))
}

/// Lambert's cylinder: longitude against the authalic integral of latitude (Snyder 1987, 3-12).
fn project(lat: f64, lon: f64) -> Coord<f64> {
    let s = lat.to_radians().sin();
    let e = E2.sqrt();
    let q = (1.0 - E2) * (s / (1.0 - E2 * s * s) + (e * s).atanh() / e);
    Coord { x: lon.to_radians(), y: q / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(cells: &[(&str, [f64; 4])]) -> LayerDivision {
        let mut out = LayerDivision {
            sea_km2: 1.0,
            area_km2: Default::default(),
            share_percent: Default::default(),
            lines: Vec::new(),
            ties: Vec::new(),
            cells: Default::default(),
            method: "certified".into(),
            finest_m: 0.1,
        };
        for (holder, [s, w, n, e]) in cells {
            out.area_km2.insert((*holder).into(), 1.0.into());
            let rings = vec![vec![[*s, *w], [*s, *e], [*n, *e], [*n, *w]]];
            out.cells.insert((*holder).into(), vec![Area { rings }]);
        }
        out
    }

    /// Two holders side by side over the meridian of 180 degrees, each longitude within half a turn: a quarter moves.
    #[test]
    fn across_the_antimeridian() {
        let cells = |middle: f64| {
            layer(&[("A", [-18.0, 178.0, -16.0, middle]), ("B", [-18.0, middle, -16.0, -178.0])])
        };
        let moved = moved_percent(&cells(180.0), &cells(179.0)).unwrap();
        assert!((moved - 25.0).abs() < 1e-6, "{moved}");
        let moved = moved_percent(&cells(-179.0), &cells(179.0)).unwrap();
        assert!((moved - 50.0).abs() < 1e-6, "{moved}");
        // A ring round the pole, whose edges run on over half a turn.
        let mut polar = layer(&[("A", [70.0, 0.0, 80.0, 90.0])]);
        let rings = vec![vec![[80.0, 0.0], [80.0, 120.0], [80.0, -120.0]]];
        polar.cells.insert("A".into(), vec![Area { rings }]);
        assert_eq!(moved_percent(&polar, &polar), None);
    }

    #[test]
    fn a_quarter_of_the_sea_moves_with_the_meridian() {
        let before = layer(&[("A", [40.0, 50.0, 42.0, 52.0]), ("B", [40.0, 52.0, 42.0, 54.0])]);
        let after = layer(&[("A", [40.0, 50.0, 42.0, 51.0]), ("B", [40.0, 51.0, 42.0, 54.0])]);
        let moved = moved_percent(&before, &after).unwrap();
        assert!((moved - 25.0).abs() < 1e-6, "{moved}");
        assert!(moved_percent(&before, &before).unwrap() < 1e-6);
    }
}
