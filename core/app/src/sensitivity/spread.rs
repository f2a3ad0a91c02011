//! What errors of the coast do to shares, against the table of a program of another kind: plane cells of 4 km, a coast
//! of points every 0.4 km, 40 draws a row. Rows for 0.5, 1 and 2 km of error; shares follow the error in proportion, so the
//! three rows are three samples of one spread a kilometre.

use littoral_delimit::{DistanceOptions, NoFunctions, SolveOptions, Waters};
use littoral_formats::{CaseBundle, read_case};
use littoral_geodesy::LatLon;
use littoral_model::Case;

use super::noise::Field;
use super::{Noise, vary};

/// AZE, IRN, KAZ, RUS, TKM: error in km, standard deviations in points.
const TABLE: [(f64, [f64; 5]); 3] = [
    (0.5, [0.06, 0.04, 0.06, 0.06, 0.06]),
    (1.0, [0.17, 0.08, 0.16, 0.14, 0.15]),
    (2.0, [0.28, 0.13, 0.20, 0.23, 0.26]),
];
const MIDDLE: [f64; 2] = [42.0, 51.0];

fn caspian() -> CaseBundle {
    (*littoral_host::open_case("caspian", &[]).input.unwrap().bundle).clone()
}

fn case(bundle: &CaseBundle) -> Case {
    read_case(bundle, &[]).case.unwrap()
}

fn shares(case: Case) -> Vec<f64> {
    let waters = Waters::new(case).unwrap();
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let options = SolveOptions { tolerance_m: 100.0, cancel: None };
    let layer = waters.solve(&partition, &NoFunctions, &options).unwrap();
    waters.case().party_ids().map(|p| layer.share(p)).collect()
}

/// Draw `k`: every coast moved by one field.
fn together(bundle: &CaseBundle, noise: &Noise, k: usize) -> Vec<f64> {
    let field = Field::draw(noise, k, MIDDLE);
    shares(case(&vary::moved(bundle, |at| field.moved(at))))
}

fn spread(draws: &[Vec<f64>], party: usize) -> f64 {
    let n = draws.len() as f64;
    let mean = draws.iter().map(|d| d[party]).sum::<f64>() / n;
    (draws.iter().map(|d| (d[party] - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// A standard deviation from n draws is itself known to 1 part in the root of 2 (n - 1).
fn doubt(draws: f64) -> f64 {
    1.0 / (2.0 * (draws - 1.0)).sqrt()
}

#[test]
fn shares_spread_as_the_table_says_within_its_sampling_error() {
    let (noise, bundle) = (Noise { draws: 80, ..Noise::default() }, caspian());
    let draws: Vec<_> = (0..noise.draws).map(|k| together(&bundle, &noise, k)).collect();
    for party in 0..5 {
        let table = TABLE.iter().map(|(km, sd)| sd[party] / km).sum::<f64>() / 3.0;
        let own = spread(&draws, party);
        let doubt = doubt(80.0).hypot(doubt(40.0) / 3.0_f64.sqrt());
        assert!(
            (own / table - 1.0).abs() < 3.0 * doubt,
            "party {party}: {own:.3}, table {table:.3}"
        );
    }
}

/// The wrong answer: a field for each party tears the coasts apart where two of them meet. As files such coasts are
/// refused; handed to the engine they spread several times as wide.
#[test]
fn a_field_for_each_party_gives_several_times_the_spread() {
    let (noise, bundle) = (Noise::default(), caspian());
    let whole = case(&bundle);
    let right: Vec<_> = (0..16).map(|k| together(&bundle, &noise, k)).collect();
    let wrong: Vec<_> = (0..16).map(|k| shares(torn(&whole, &noise, k))).collect();
    for party in 0..5 {
        let (right, wrong) = (spread(&right, party), spread(&wrong, party));
        assert!(wrong > 1.5 * right, "party {party}: {wrong:.3} and {right:.3}");
    }
}

/// Shores of each party moved by a field of its own; the water stays, so that there is a sea at all.
fn torn(case: &Case, noise: &Noise, draw: usize) -> Case {
    let mut out = case.clone();
    let fields: Vec<Field> =
        (0..5).map(|party| Field::draw(noise, 1000 + 5 * draw + party, MIDDLE)).collect();
    for shore in &mut out.shores {
        for at in shore.lines.iter_mut().flatten() {
            let [lat, lon] = fields[shore.party].moved([at.lat, at.lon]);
            *at = LatLon { lat, lon };
        }
    }
    out
}
