//! Coasts moved by a smooth random field, as studies of an uncertain coast move them: every draw is solved.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg};
use littoral_delimit::{DistanceOptions, Holder, NoFunctions, SolveOptions, Waters};
use littoral_geodesy::LatLon;
use littoral_model::Case;

const DEGREE_M: f64 = 111_000.0;

/// Shifts of half a kilometre that are alike within 20 km: sums of 60 cosines.
fn moved(case: &Case, draw: u64) -> Case {
    let mut random = Lcg(draw.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 77);
    for _ in 0..8 {
        random.unit();
    }
    let mut waves = || -> Vec<[f64; 3]> {
        let mut wave = || {
            let radius = (-2.0 * (1.0 - random.unit()).ln()).sqrt() / 20_000.0;
            let (s, c) = (std::f64::consts::TAU * random.unit()).sin_cos();
            [radius * c, radius * s, std::f64::consts::TAU * random.unit()]
        };
        (0..60).map(|_| wave()).collect()
    };
    let (east, north) = (waves(), waves());
    let shift = |p: &mut LatLon| {
        let (x, y) = ((p.lon - 51.0) * DEGREE_M * 0.743, (p.lat - 42.0) * DEGREE_M);
        let sum = |w: &[[f64; 3]]| w.iter().map(|[a, b, c]| (a * x + b * y + c).cos()).sum::<f64>();
        let scale = 500.0 * (2.0 / 60.0_f64).sqrt() / DEGREE_M;
        (p.lat, p.lon) =
            (p.lat + scale * sum(&north), p.lon + scale * sum(&east) / p.lat.to_radians().cos());
    };
    let mut out = case.clone();
    out.sea.outer.iter_mut().chain(out.sea.inner.iter_mut().flatten()).for_each(shift);
    out.shores.iter_mut().flat_map(|s| s.lines.iter_mut().flatten()).for_each(shift);
    out
}

/// Draws of the field: more can be asked for.
fn draws() -> u64 {
    std::env::var("LITTORAL_DRAWS").ok().and_then(|n| n.parse().ok()).unwrap_or(3)
}

/// Equidistance, and common space beyond belts of 15 and 25 M; places on the belts' limits are as far as the belt is
/// broad, by brute force.
#[test]
fn every_draw_is_solved() {
    let case = common::caspian();
    let mut failed = Vec::new();
    for draw in 0..draws() {
        let case = moved(&case, draw);
        let judge = Judge::new(&case, true);
        let waters = Waters::new(case).unwrap();
        let base = waters.equidistance(DistanceOptions::default()).unwrap();
        let solve = |p: &littoral_delimit::Partition| {
            waters.solve(p, &NoFunctions, &SolveOptions::default())
        };
        if let Err(e) = solve(&base) {
            failed.push(format!("draw {draw}, equidistance: {e}"));
        }
        for miles in [15.0, 25.0] {
            let beyond = waters.coast().unwrap().beyond(miles * 1852.0);
            let belts = base.over_holder(&beyond, &Holder::common());
            match solve(&belts) {
                Err(e) => failed.push(format!("draw {draw}, {miles} M: {e}")),
                Ok(d) => {
                    let common = |l: &&littoral_delimit::BoundaryLine| {
                        l.between.iter().any(|h| h.as_str() == "COMMON")
                    };
                    let points = d.lines.iter().filter(common).flat_map(|l| &l.points);
                    for p in points.step_by(97) {
                        let near = judge.distances_m(p.at()).into_iter().fold(f64::MAX, f64::min);
                        assert!((near - miles * 1852.0).abs() < 1e-3, "{draw} {miles} {p:?}");
                    }
                }
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
