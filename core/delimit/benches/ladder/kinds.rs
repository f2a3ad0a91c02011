//! The gate for every kind of line: ratios, additive weights, half effect of islands, and the sea across the antimeridian.

use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{
    DistanceOptions, Field, Holder, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_geodesy::{LatLon, densify::wrap};
use littoral_model::Case;

use crate::gate::{self, Judge, Score};

/// Ratios and additive weights (metres) of the parties, in turn.
const RATIO: [f64; 5] = [1.0, 1.2, 0.9, 1.1, 1.0];
const WEIGHT_M: [f64; 5] = [0.0, 30_000.0, 0.0, 10_000.0, -5_000.0];

/// Runs and judges each kind, one after another.
pub fn judge(case: &Case) {
    let (all, mainland) = (Judge::new(case, true), Judge::new(case, false));
    let ratio = |k: usize| RATIO[k % RATIO.len()];
    let weight = |k: usize| WEIGHT_M[k % WEIGHT_M.len()];
    let by = |f: &Field, op, v: f64| f.binary(op, &Field::constant(v));

    println!("  equiratio (logarithms):");
    let score = |k: usize, p: LatLon| all.distance_m(k, p) / ratio(k);
    let could = |k: usize, p: LatLon, limit: f64| all.least_m(k, p) / ratio(k) < limit;
    let field = |k: usize, d: &Field| by(&d.unary(Unary::Log), Binary::Sub, ratio(k).ln());
    kind(case, 1.0, &field, &score, &could);

    println!("  additive weights:");
    let score = |k: usize, p: LatLon| all.distance_m(k, p) - weight(k);
    let could = |k: usize, p: LatLon, limit: f64| all.least_m(k, p) - weight(k) < limit;
    kind(case, 1.0, &|k, d| by(d, Binary::Sub, weight(k)), &score, &could);

    println!("  half effect of islands:");
    let score = |k: usize, p: LatLon| (all.distance_m(k, p) + mainland.distance_m(k, p)) / 2.0;
    let could = |k: usize, p: LatLon, limit: f64| {
        (all.least_m(k, p) + mainland.least_m(k, p)) / 2.0 < limit
    };
    kind(case, 0.5, &|_, d| d.clone(), &score, &could);

    println!("  equidistance, the sea moved across the antimeridian:");
    let moved = across(case);
    let all = Judge::new(&moved, true);
    let score = |k: usize, p: LatLon| all.distance_m(k, p);
    kind(&moved, 1.0, &|_, d| d.clone(), &score, &|k, p, limit| all.least_m(k, p) < limit);
}

fn kind(
    case: &Case,
    islands: f64,
    field: &dyn Fn(usize, &Field) -> Field,
    score: &Score<'_>,
    could: &(dyn Fn(usize, LatLon, f64) -> bool + Sync),
) {
    let waters = Waters::new(case.clone()).unwrap();
    let options = DistanceOptions { islands, ..DistanceOptions::default() };
    let of = |k: usize| {
        let d = waters.distance(k, options).unwrap();
        (Holder::new(&case.parties[k].id), field(k, &d))
    };
    let partition = Partition::new((0..case.parties.len()).map(of).collect());
    let fine = SolveOptions { tolerance_m: 1e-3, cancel: None };
    let division = waters.solve(&partition, &NoFunctions, &fine).unwrap();
    gate::residuals(case, &waters, &division, score);
    gate::labels(case, &waters, &partition, (score, could));
}

/// The same sea with its middle on the antimeridian.
fn across(case: &Case) -> Case {
    let mut out = case.clone();
    let by =
        180.0 - case.sea.outer.iter().map(|p| p.lon).sum::<f64>() / case.sea.outer.len() as f64;
    let turn = |p: &mut LatLon| p.lon = wrap(p.lon + by);
    out.sea.outer.iter_mut().chain(out.sea.inner.iter_mut().flatten()).for_each(turn);
    out.shores.iter_mut().flat_map(|s| s.lines.iter_mut().flatten()).for_each(turn);
    out
}
