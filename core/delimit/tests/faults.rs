//! Scores that are no numbers are faults with a reason, never a division.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{
    DelimitError, DistanceOptions, Field, Holder, NoFunctions, Partition, SolveOptions, Waters,
};

fn waters() -> Waters {
    Waters::new(common::facing_coasts(40.0, 10.0, 1.0)).unwrap()
}

fn solve(waters: &Waters, a: Field, b: Field) -> Result<f64, DelimitError> {
    let partition = Partition::new(vec![(Holder::new("AAA"), a), (Holder::new("BBB"), b)]);
    let options = SolveOptions { tolerance_m: 1.0, cancel: None };
    waters.solve(&partition, &NoFunctions, &options).map(|d| d.share("AAA"))
}

fn distances(waters: &Waters) -> [Field; 2] {
    [0, 1].map(|k| waters.distance(k, DistanceOptions::default()).unwrap())
}

#[test]
fn logarithm_and_root_of_a_negative_number() {
    let waters = waters();
    let [a, b] = distances(&waters);
    let minus = Field::constant(-1.0);
    let far = a.binary(Binary::Sub, &Field::constant(1.0e6));
    for (bad, word) in [
        (minus.unary(Unary::Log), "logarithm of -1.0"),
        (minus.unary(Unary::Sqrt), "square root of -1.0"),
        // Negative everywhere in this sea, but not in the expression.
        (far.unary(Unary::Log), "logarithm of -"),
        // Wherever it is hidden: under a minimum, a sum, an overlay.
        (b.binary(Binary::Min, &minus.unary(Unary::Log)), "logarithm of -1.0"),
        (minus.unary(Unary::Log).binary(Binary::Max, &b), "logarithm of -1.0"),
        (b.binary(Binary::Add, &far.unary(Unary::Sqrt)), "square root of -"),
    ] {
        for (x, y) in [(a.clone(), bad.clone()), (bad.clone(), b.clone())] {
            let error = solve(&waters, x, y).unwrap_err();
            assert!(
                matches!(&error, DelimitError::Invalid(t) if t.contains(word)),
                "{word}: {error}"
            );
        }
    }
    let base = waters.equidistance(DistanceOptions::default()).unwrap();
    let over = vec![(Holder::new("AAA"), far.unary(Unary::Log)), (Holder::new("BBB"), b)];
    let over = Partition::new(over);
    let whole = littoral_delimit::Region::negative(Field::constant(-1.0));
    let found = waters.solve(&base.over(&whole, &over), &NoFunctions, &SolveOptions::default());
    assert!(matches!(found, Err(DelimitError::Invalid(_))));
}

/// What is negative only where it is not asked for is no fault, nor is a coast, where the distance is 0.
#[test]
fn defined_where_it_counts() {
    let waters = waters();
    let [a, b] = distances(&waters);
    let logs = solve(&waters, a.unary(Unary::Log), b.unary(Unary::Log)).unwrap();
    let plain = solve(&waters, a.clone(), b.clone()).unwrap();
    assert!((logs - plain).abs() < 1e-6, "{logs} {plain}");
    let root = |f: &Field| f.binary(Binary::Max, &Field::constant(0.0)).unary(Unary::Sqrt);
    let roots = solve(&waters, root(&a), root(&b)).unwrap();
    assert!((roots - plain).abs() < 1e-6, "{roots} {plain}");
    // The branch not taken may be undefined.
    let undefined = Field::constant(-1.0).unary(Unary::Log);
    let guarded = solve(&waters, a.choose(&a.within(1.0e9), &undefined), b).unwrap();
    assert!((guarded - plain).abs() < 1e-6, "{guarded} {plain}");
}
