//! Islands beyond the outer ring and across it.

use littoral_geodesy::LatLon;

use super::tests::{messages, ring, shore};
use super::*;
use crate::geometry::Extent;

/// A window of two degrees, whose southern edge of 114.6 km runs 430 m north of the parallel 59 in its middle and the northern one
/// as far north of 60: c^2 tan(lat) / 8 R.
fn window(islands: &[[f64; 4]]) -> Case {
    let mut case = Case::empty("w");
    case.parties = super::tests::lake().parties;
    case.sea.outer = ring(&[(18., 59.), (20., 59.), (20., 60.), (18., 60.)]);
    case.sea.extent = Extent::Window;
    let square = |b: &[f64; 4]| {
        let [w, s, e, n] = *b;
        ring(&[(w, s), (e, s), (e, n), (w, n)])
    };
    case.sea.inner = islands.iter().map(square).collect();
    case.shores = vec![shore(0, &[(18., 59.), (18., 60.)]), shore(1, &[(20., 59.), (20., 60.)])];
    case
}

#[test]
fn islands_beside_the_frame() {
    let all = [
        [18.9, 58.5, 18.91, 58.51],
        [18.9, 59.001, 18.91, 59.002],
        [18.9, 59.006, 18.91, 59.007],
        [18.9, 60.001, 18.91, 60.002],
        [18.9, 60.006, 18.91, 60.007],
        [18.95, 59.003, 18.96, 59.005],
        [17.5, 59.5, 17.6, 59.6],
        [19.2, 59.5, 19.3, 59.6],
    ];
    let mut case = window(&all);
    let said = messages(&case);
    let rings = |code: &str| -> Vec<usize> {
        let number = |m: &String| {
            let (_, rest) = m.split_once("sea, ring ").unwrap();
            rest.split(',').next().unwrap().parse().unwrap()
        };
        said.iter().filter(|m| m.starts_with(code)).map(number).collect()
    };
    assert_eq!(rings("M018"), [2, 3, 6, 8], "{said:?}");
    assert_eq!(rings("M019"), [7], "{said:?}");
    assert_eq!(said.len(), 5, "{said:?}");
    fit_frame(&mut case);
    assert_eq!(case.sea.inner, [2, 3, 7].map(|k: usize| window(&all).sea.inner[k].clone()));
    // Four corners, two passages and the two corners of the island within.
    assert_eq!(case.sea.outer.len(), 8, "{:?}", case.sea.outer);
    for corner in [LatLon::new(59.005, 18.95), LatLon::new(59.005, 18.96)] {
        assert!(case.sea.outer.contains(&corner));
    }
    assert_eq!(messages(&case), Vec::<String>::new());
    let before = case.sea.clone();
    fit_frame(&mut case);
    assert_eq!(case.sea, before);
}

/// A hook that leaves and comes back cuts a bay off: it stays, and that is said.
#[test]
fn an_island_across_the_frame_again_and_again() {
    let mut case = window(&[]);
    case.sea.inner = vec![ring(&[
        (18.9, 59.001),
        (19.1, 59.001),
        (19.1, 59.02),
        (19.05, 59.02),
        (19.05, 59.002),
        (18.95, 59.002),
        (18.95, 59.02),
        (18.9, 59.02),
    ])];
    let before = case.sea.clone();
    let said = messages(&case);
    assert!(said.len() == 1 && said[0].starts_with("M020 : sea, ring 2, vertex 1"), "{said:?}");
    fit_frame(&mut case);
    assert_eq!(case.sea, before);
}
