use super::*;
use crate::exchange::feature::twice_area;

pub(super) fn places(all: &[(f64, f64)]) -> Vec<LatLon> {
    all.iter().map(|p| LatLon::new(p.0, p.1)).collect()
}

#[test]
fn a_line_is_cut_in_two_at_the_latitude_of_the_crossing() {
    let lines = Shape::Lines(vec![places(&[(10.0, 179.0), (12.0, 181.0)])]);
    let Shape::Lines(parts) = cut(&lines) else { return };
    assert_eq!(
        parts,
        [places(&[(10.0, 179.0), (11.0, 180.0)]), places(&[(11.0, -180.0), (12.0, -179.0)])]
    );
}

#[test]
fn what_stays_on_one_side_is_left_as_it_is() {
    let shape = Shape::Polygons(vec![vec![places(&[(0.0, 170.0), (0.0, 180.0), (5.0, 180.0)])]]);
    assert_eq!(cut(&shape), shape);
}

/// A comb of three teeth over the antimeridian: one spine west of it, three teeth east.
#[test]
fn a_polygon_falls_into_its_pieces_and_keeps_its_area() {
    let comb = places(&[
        (0.0, 178.0),
        (0.0, 182.0),
        (1.0, 182.0),
        (1.0, 179.0),
        (2.0, 179.0),
        (2.0, 183.0),
        (3.0, 183.0),
        (3.0, 179.0),
        (4.0, 179.0),
        (4.0, 182.0),
        (5.0, 182.0),
        (5.0, 178.0),
    ]);
    let whole = twice_area(&comb).abs();
    let hole = places(&[(0.2, 178.2), (0.2, 178.6), (0.8, 178.6), (0.8, 178.2)]);
    let less = twice_area(&hole).abs();
    let Shape::Polygons(parts) = cut(&Shape::Polygons(vec![vec![comb, hole]])) else { return };
    assert_eq!(parts.len(), 4);
    assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1, 1]);
    assert!(parts.iter().flatten().flatten().all(|p| p.lon.abs() <= 180.0));
    let area = |p: &Vec<Vec<LatLon>>| {
        p.iter()
            .enumerate()
            .map(|(k, r)| twice_area(r).abs() * if k == 0 { 1.0 } else { -1.0 })
            .sum::<f64>()
    };
    assert!((parts.iter().map(area).sum::<f64>() - (whole - less)).abs() < 1e-9);
}
