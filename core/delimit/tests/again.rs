//! A division does not depend on those made before it of the same sea, of which places are remembered.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use littoral_delimit::field::Binary;
use littoral_delimit::{
    DistanceOptions, Field, Holder, NoFunctions, Partition, SolveOptions, Waters,
};

/// Distances by a weight of Iran, less a number of metres for Turkmenistan.
fn division(waters: &Waters, weight: f64, less_m: f64) -> String {
    let score = |k: usize| {
        let d = waters.distance(k, DistanceOptions::default()).unwrap();
        let d = match waters.case().parties[k].id.as_str() {
            "IRN" => d.binary(Binary::Div, &Field::constant(weight)),
            "TKM" => d.binary(Binary::Sub, &Field::constant(less_m)),
            _ => d,
        };
        (Holder::new(&waters.case().parties[k].id), d)
    };
    let partition = Partition::new((0..waters.case().parties.len()).map(score).collect());
    let options = SolveOptions { tolerance_m: 1.0, ..SolveOptions::default() };
    let solved = waters.solve(&partition, &NoFunctions, &options).unwrap();
    serde_json::to_string(&solved).unwrap()
}

#[test]
fn the_same_whatever_was_divided_before() {
    let fresh = || Waters::new(common::caspian()).unwrap();
    let warm = fresh();
    let weights = [(1.0, 0.0), (1.3, 0.0), (1.0, 5000.0), (1.9, 0.0), (1.3, 0.0), (1.0, 0.0)];
    for (weight, less_m) in weights {
        let (again, first) = (division(&warm, weight, less_m), division(&fresh(), weight, less_m));
        assert!(again == first, "weight {weight}, less {less_m} m");
    }
}
