use super::tests::{lake, ring, shore};
use super::*;

/// The lake with islands of its two parties, the second's last.
fn with(islands: &[&[(f64, f64)]], holes: &[&[(f64, f64)]]) -> Case {
    let mut case = lake();
    let kind = ShoreKind::Islands;
    let of = |(k, pairs): (usize, &&[(f64, f64)])| Shore { kind, ..shore(k % 2, pairs) };
    case.shores.extend(islands.iter().enumerate().map(of));
    case.sea.inner = holes.iter().map(|r| ring(r)).collect();
    case
}

/// Codes and texts of findings on islands that are no holes.
fn said(case: &Case) -> Vec<String> {
    let found = check(case).into_iter().filter(|f| ["M021", "M022"].contains(&f.code));
    found.map(|f| format!("{} {}; {}", f.code, f.text, f.label)).collect()
}

const SQUARE: &[(f64, f64)] = &[(0.5, 0.5), (0.7, 0.5), (0.7, 0.7), (0.5, 0.7)];
/// The same begun elsewhere, run through the other way, with its first vertex twice.
const TURNED: &[(f64, f64)] = &[(0.7, 0.7), (0.7, 0.5), (0.5, 0.5), (0.5, 0.7), (0.7, 0.7)];

#[test]
fn an_island_in_the_water_is_cut_out_once() {
    let mut case = with(&[SQUARE], &[]);
    assert_eq!(
        said(&case),
        ["M021 an island of A is no hole of the sea; it is cut out: its land is no water"]
    );
    assert!(check(&case).iter().all(|f| f.code != "M011"));
    cut_islands(&mut case);
    assert_eq!(case.sea.inner, [ring(SQUARE)]);
    assert_eq!(check(&case), []);
    let before = case.sea.clone();
    cut_islands(&mut case);
    assert_eq!(case.sea, before);
}

/// The sea has them already, or has the outline of two parts.
#[test]
fn islands_that_are_holes_stay_as_they_are() {
    let west: &[(f64, f64)] = &[(0.5, 0.5), (0.6, 0.5), (0.6, 0.7), (0.5, 0.7)];
    let east: &[(f64, f64)] = &[(0.6, 0.5), (0.7, 0.5), (0.7, 0.7), (0.6, 0.7)];
    let both: &[(f64, f64)] =
        &[(0.5, 0.5), (0.6, 0.5), (0.7, 0.5), (0.7, 0.7), (0.6, 0.7), (0.5, 0.7)];
    for mut case in
        [with(&[SQUARE], &[TURNED]), with(&[TURNED], &[SQUARE]), with(&[west, east], &[both])]
    {
        assert_eq!(said(&case), Vec::<String>::new());
        let before = case.sea.clone();
        cut_islands(&mut case);
        assert_eq!(case.sea, before);
    }
}

#[test]
fn what_overlaps_or_lies_on_land_is_told_and_not_cut() {
    let across: &[(f64, f64)] = &[(0.6, 0.6), (0.9, 0.6), (0.9, 0.9), (0.6, 0.9)];
    let inner: &[(f64, f64)] = &[(0.55, 0.55), (0.6, 0.55), (0.6, 0.6)];
    let about: &[(f64, f64)] = &[(0.4, 0.4), (0.8, 0.4), (0.8, 0.8), (0.4, 0.8)];
    let ashore: &[(f64, f64)] = &[(-0.1, 0.8), (0.2, 0.8), (0.2, 1.2), (-0.1, 1.2)];
    let beyond: &[(f64, f64)] = &[(3.0, 0.8), (3.2, 0.8), (3.2, 1.2)];
    let bow: &[(f64, f64)] = &[(0.5, 0.5), (0.7, 0.7), (0.7, 0.5), (0.5, 0.7)];
    let cases: [(Case, &[&str]); 7] = [
        (
            with(&[across], &[SQUARE]),
            &["M022 an island of A overlaps or touches ring 2 of the sea; at 0.6000, 0.7000"],
        ),
        (
            with(&[inner], &[SQUARE]),
            &["M022 an island of A lies within a hole of the sea; within ring 2 of the sea"],
        ),
        (
            with(&[about], &[SQUARE]),
            &["M022 an island of A overlaps or touches ring 2 of the sea; at 0.4000, 0.4000"],
        ),
        (
            with(&[SQUARE, across], &[]),
            &[
                "M022 an island of A overlaps or touches an island of B; at 0.6000, 0.7000",
                "M022 an island of B overlaps or touches an island of A; at 0.6000, 0.7000",
            ],
        ),
        (
            with(&[ashore], &[]),
            &["M022 an island of A overlaps or touches the sea's outer ring; at 0.8000, 0.0000"],
        ),
        (with(&[beyond], &[]), &[]),
        (with(&[bow], &[]), &["M022 an island of A overlaps or touches itself; at 0.6000, 0.6000"]),
    ];
    for (mut case, want) in cases {
        assert_eq!(said(&case), want);
        let before = case.sea.clone();
        cut_islands(&mut case);
        assert_eq!(case.sea, before, "{want:?}");
    }
}
