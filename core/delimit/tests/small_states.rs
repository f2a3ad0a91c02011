//! Floors for states of a few islets among large ones: without weights their waters are hundredths of what they are to have,
//! and the rates there say nothing of the way.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::Lcg;
use geographiclib_rs::{PolygonArea, Winding};
use littoral_delimit::field::Unary;
use littoral_delimit::{
    Bound, DistanceOptions, FitRequest, Holder, LayerDivision, NoFunctions, SolveOptions, Waters,
};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, ShoreKind};

/// Island states off the coast of the first.
const STATES: usize = 6;

/// A strait of three degrees; islets in a chain off its west side, 12 to 30 km from one another, each a state of its own.
fn chain_of_states(seed: u64) -> Case {
    let mut random = Lcg(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 3);
    for _ in 0..8 {
        random.unit();
    }
    let names: Vec<String> = (0..STATES).map(|k| format!("I{k}")).collect();
    let ids: Vec<&str> =
        ["AAA", "BBB"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let mut case = common::case(&ids);
    let strait = common::facing_coasts(14.0, -62.0, 3.0);
    (case.sea, case.shores) = (strait.sea, strait.shores);
    let mut lat = 14.6;
    for party in 2..STATES + 2 {
        lat += 0.12 + 0.15 * random.unit();
        let lon = -61.6 + 0.25 * random.unit();
        let size = 0.01 + 0.05 * random.unit();
        let corner = |c: u32| {
            let turn = std::f64::consts::TAU * f64::from(c) / 5.0;
            LatLon::new(lat + size * turn.sin(), lon + size * turn.cos())
        };
        let ring: Vec<LatLon> = (0..5).map(corner).collect();
        case.sea.inner.push(ring.clone());
        case.shores.push(common::shore(party, ShoreKind::Islands, vec![ring]));
    }
    case
}

/// Share of the sea by Karney's areas of the printed rings.
fn printed_share(case: &Case, division: &LayerDivision, holder: &str) -> f64 {
    let earth = Earth::new(&case.ellipsoid);
    let rings = division.cells[&Holder::new(holder).to_string()].iter().flat_map(|a| &a.rings);
    let km2 = rings.map(|ring| {
        let mut polygon = PolygonArea::new(earth.karney(), Winding::CounterClockwise);
        ring.iter().for_each(|p| polygon.add_point(p[0], p[1]));
        polygon.compute(true).1 / 1e6
    });
    km2.sum::<f64>() / division.sea_km2
}

/// Equal shares, and halves of them, by both kernels: bounds met to 1e-9, whoever has more than its floor carries no weight,
/// and the printed rings have the shares.
#[test]
fn floors_from_afar() {
    for seed in 0..4 {
        let case = chain_of_states(seed);
        let waters = Waters::new(case.clone()).unwrap();
        let count = case.parties.len();
        for part in [0.5, 1.0] {
            for ratio in [false, true] {
                let score = |k: usize| {
                    let d = waters.distance(k, DistanceOptions::default()).unwrap();
                    (Holder::new(&case.parties[k].id), if ratio { d.unary(Unary::Log) } else { d })
                };
                let floor = part / count as f64;
                let bounds = vec![Bound::floor(floor); count];
                let request = FitRequest::new((0..count).map(score).collect(), bounds);
                let options = SolveOptions { tolerance_m: 0.1, cancel: None };
                let (partition, proof) = waters.fit(&request, &NoFunctions, &options).unwrap();
                assert!(proof.residual <= 1e-9, "{seed} {part} {ratio}: {}", proof.residual);
                let division = waters.solve(&partition, &NoFunctions, &options).unwrap();
                for (k, party) in case.parties.iter().enumerate() {
                    let share = printed_share(&case, &division, &party.id);
                    let idle = proof.weights[k] == 0.0;
                    let met = (share - floor).abs() < 2e-6;
                    assert!(
                        met || idle && share > floor,
                        "{seed} {part} {ratio} {}: {share}",
                        party.id
                    );
                }
            }
        }
    }
}
