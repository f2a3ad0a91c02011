//! Shares of a measure with a density: closed forms on strips, counts on the Caspian, rates against differences.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::strip;
use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{
    Bound, DelimitError, DistanceOptions, Field, FitRequest, Holder, Infeasible, Measure,
    NoFunctions, Partition, Proof, SolveOptions, Waters,
};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::ShoreKind;

const M_PER_DEG: f64 = 6_378_137.0 * std::f64::consts::PI / 180.0;

fn distance(waters: &Waters, party: usize) -> Field {
    waters.distance(party, DistanceOptions::default()).unwrap()
}

fn scores(waters: &Waters, ratio: bool) -> Vec<(Holder, Field)> {
    let score = |d: Field| if ratio { d.unary(Unary::Log) } else { d };
    let parties = waters.case().parties.iter().enumerate();
    parties.map(|(k, p)| (Holder::new(&p.id), score(distance(waters, k)))).collect()
}

fn fit(waters: &Waters, request: &FitRequest) -> (Partition, Proof) {
    waters.fit(request, &NoFunctions, &SolveOptions::default()).unwrap()
}

fn held(waters: &Waters, partition: &Partition, field: &Field) -> Vec<f64> {
    let options = SolveOptions { tolerance_m: 1e-3, ..SolveOptions::default() };
    waters.integrals(partition, field, &NoFunctions, &options).unwrap().held
}

fn shares(waters: &Waters, partition: &Partition, field: &Field) -> Vec<f64> {
    let held = held(waters, partition, field);
    let whole: f64 = held.iter().sum();
    held.iter().map(|h| h / whole).collect()
}

/// Between two coasts at longitudes 0 and 1 the measure `1 + x` has `(x + x^2 / 2) / 1.5` of the whole up to `x`, `(1 + x)^2`
/// has `((1 + x)^3 - 1) / 7`, and one that is the same everywhere `x`: floor s for the first ends at such an x, so that
/// w = (2 x - 1) W and k = x / (1 - x). The lattice, of 512 cells, takes 3e-7 from the second; the northern and southern edges
/// of the strip are geodesics, which bulge by 4e-5 of its height: 2e-6 of x.
#[test]
fn two_coasts() {
    let waters = Waters::new(strip(1.0, &[0.0, 1.0])).unwrap();
    let x = Field::longitude().binary(Binary::Add, &Field::constant(1.0));
    let end: [fn(f64) -> f64; 3] =
        [|s| (1.0 + 3.0 * s).sqrt() - 1.0, |s| (1.0 + 7.0 * s).cbrt() - 1.0, |s| s];
    for (field, end) in [x.clone(), x.powf(2.0), Field::constant(7.0)].into_iter().zip(end) {
        for s in [0.5_f64, 0.7, 0.25] {
            let at = end(s);
            for ratio in [false, true] {
                let request = FitRequest {
                    measure: Measure::Density(field.clone()),
                    ..FitRequest::new(scores(&waters, ratio), vec![Bound::target(s), Bound::FREE])
                };
                let (p, proof) = fit(&waters, &request);
                let weight = proof.weights[0];
                let got = match ratio {
                    true => weight.exp() / (1.0 + weight.exp()),
                    false => (weight / M_PER_DEG + 1.0) / 2.0,
                };
                assert!((got - at).abs() < 3e-6, "{s} {ratio}: {got} {at}");
                assert!(proof.residual <= 1e-9 && proof.gap.abs() <= 1e-4, "{proof:?}");
                let found = shares(&waters, &p, &field);
                assert!((found[0] - s).abs() < 2e-9, "{s}: {found:?}");
            }
        }
    }
}

/// Kept within 0.3 W of either coast the first has 9 % of the measure `x` and the second 51 %: the first can be given 49 %.
#[test]
fn certificate_with_a_kept_region() {
    let waters = Waters::new(strip(1.0, &[0.0, 1.0])).unwrap();
    let plain = scores(&waters, false);
    let region = waters.coast().unwrap().within(0.3 * M_PER_DEG);
    let request = |floor: f64| FitRequest {
        keep: Some((region.clone(), Partition::new(plain.clone()))),
        measure: Measure::Density(distance(&waters, 0)),
        ..FitRequest::new(plain.clone(), vec![Bound::floor(floor), Bound::FREE])
    };
    let (p, proof) = fit(&waters, &request(0.45));
    let found = shares(&waters, &p, &distance(&waters, 0));
    assert!((found[0] - 0.45).abs() < 2e-9, "{found:?} {proof:?}");
    let error = waters.fit(&request(0.6), &NoFunctions, &SolveOptions::default()).unwrap_err();
    let DelimitError::Infeasible(why) = error else { panic!("{error}") };
    let Infeasible { violated, demand, supply, text, .. } = *why;
    assert_eq!(violated, ["AAA"]);
    assert!((demand - 0.6).abs() < 1e-9 && (supply - 0.49).abs() < 2e-5, "{demand} {supply}");
    assert!(text.contains("of the measure"), "{text}");
}

/// The Caspian by a measure with hills: shares as asked, the same by counting at places, rows of equal area on a sphere, and a constant
/// has the areas.
#[test]
fn hills_on_the_caspian() {
    let waters = Waters::new(common::caspian()).unwrap();
    let north = Field::latitude().binary(Binary::Sub, &Field::constant(36.0));
    let hills = distance(&waters, 1).binary(Binary::Mul, &north.powf(2.0));
    let bounds_of = |of: fn(&LatLon) -> f64| {
        let all = || waters.case().sea.outer.iter().map(of);
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((low, high), (west, east)) =
        (bounds_of(|p| p.lat.to_radians().sin()), bounds_of(|p| p.lon));
    // Rows of equal area.
    let at = |part: f64, (from, to): (f64, f64)| from + (to - from) * part;
    let place = |k: usize| {
        let part = |n: usize| (n as f64 + 0.5) / 400.0;
        let lat = at(part(k / 400), (low, high)).asin().to_degrees();
        LatLon::new(lat, at(part(k % 400), (west, east)))
    };
    let places: Vec<LatLon> = (0..160_000).map(place).filter(|p| waters.in_sea(*p)).collect();
    let density = waters.values(&hills, &NoFunctions, &SolveOptions::default(), &places).unwrap();
    for ratio in [false, true] {
        let bounds = [0.25, 0.0, 0.0, 0.15, 0.22].map(Bound::floor).to_vec();
        let request = FitRequest {
            measure: Measure::Density(hills.clone()),
            ..FitRequest::new(scores(&waters, ratio), bounds.clone())
        };
        let (p, proof) = fit(&waters, &request);
        assert!(proof.residual <= 1e-9, "{proof:?}");
        let found = shares(&waters, &p, &hills);
        for (share, bound) in found.iter().zip(&bounds) {
            assert!(*share >= bound.least - 2e-9, "{found:?}");
        }
        let mut counted = vec![0.0; 5];
        let names: Vec<String> = p.holders().map(ToString::to_string).collect();
        for (at, value) in places.iter().zip(&density) {
            let holder = waters.holder_at(&p, &NoFunctions, *at).unwrap();
            counted[names.iter().position(|n| n == holder.as_str()).unwrap()] += value;
        }
        let whole: f64 = counted.iter().sum();
        for (count, share) in counted.iter().zip(&found) {
            assert!((count / whole - share).abs() < 1e-3, "{counted:?} {found:?}");
        }
    }
    let plain = Partition::new(scores(&waters, false));
    let options = SolveOptions { tolerance_m: 1e-3, ..SolveOptions::default() };
    let areas = waters.solve(&plain, &NoFunctions, &options).unwrap();
    for (name, one) in plain.holders().zip(held(&waters, &plain, &Field::constant(1.0))) {
        let km2 = areas.area_km2[name.as_str()].as_f64().unwrap();
        assert!((one / 1e6 / km2 - 1.0).abs() < 2e-7, "{name}: {one} {km2}");
    }
}

/// Rates are line integrals of the density; central differences of shares must agree.
#[test]
fn rates_against_differences() {
    let waters = Waters::new(common::caspian()).unwrap();
    let options = SolveOptions { tolerance_m: 1e-3, ..SolveOptions::default() };
    let field = distance(&waters, 1);
    let request = FitRequest {
        measure: Measure::Density(field),
        ..FitRequest::new(scores(&waters, false), vec![Bound::FREE; 5])
    };
    let weights = [5e3, 40e3, 0.0, 12e3, 7e3];
    let step = 20.0;
    let at = |k: usize, by: f64| {
        let mut w = weights;
        w[k] += by;
        waters.capacity(&request, &w, &NoFunctions, &options).unwrap()
    };
    let here = at(0, 0.0);
    assert!((here.share.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{:?}", here.share);
    for j in 0..5 {
        let (up, down) = (at(j, step), at(j, -step));
        for i in 0..5 {
            let want = (up.share[i] - down.share[i]) / (2.0 * step);
            let scale = here.rate[i][i].abs();
            assert!((here.rate[i][j] - want).abs() < 1e-3 * scale, "{i} {j}: {want} {here:?}");
        }
    }
}

/// The same sea elsewhere on a sphere, over a pole too, has the same shares of a measure that goes with it.
#[test]
fn anywhere_on_a_sphere() {
    let shares_at = |case: littoral_model::Case| {
        let waters = Waters::new(case).unwrap();
        let plain = Partition::new(scores(&waters, false));
        shares(&waters, &plain, &distance(&waters, 0))
    };
    let here = shares_at(round(0.0, 10.0));
    for (lat, lon) in [(0.0, 180.0), (60.0, -179.0), (90.0, 0.0), (-88.0, 40.0)] {
        let there = shares_at(round(lat, lon));
        for (a, b) in here.iter().zip(&there) {
            assert!((a - b).abs() < 1e-6, "{lat} {lon}: {here:?} {there:?}");
        }
    }
}

/// A round sea of 24 coast vertices 3 degrees about a place on a sphere, in three coasts of 5, 8 and 11 edges.
fn round(lat: f64, lon: f64) -> littoral_model::Case {
    let mut case = common::case(&["AAA", "BBB", "CCC"]);
    case.ellipsoid = Ellipsoid::named("sphere").unwrap();
    let earth = Earth::new(&case.ellipsoid);
    let about = |k: usize| {
        let far_m = 3.0 * M_PER_DEG * (1.0 + 0.05 * (k * k % 7) as f64);
        earth.direct(LatLon::new(lat, lon), -15.0 * k as f64, far_m)
    };
    case.sea.outer = (0..24).map(about).collect();
    for (party, (from, to)) in [(0, 5), (5, 13), (13, 24)].into_iter().enumerate() {
        let line = (from..=to).rev().map(|k| about(k % 24)).collect();
        case.shores.push(common::shore(party, ShoreKind::Coast, vec![line]));
    }
    case
}

/// What is no measure is refused with a place.
#[test]
fn no_measure() {
    let waters = Waters::new(strip(1.0, &[0.0, 1.0])).unwrap();
    let refused = |field: Field| {
        let request = FitRequest {
            measure: Measure::Density(field),
            ..FitRequest::new(scores(&waters, false), vec![Bound::floor(0.6), Bound::FREE])
        };
        waters.fit(&request, &NoFunctions, &SolveOptions::default()).unwrap_err().to_string()
    };
    let west = Field::longitude().binary(Binary::Sub, &Field::constant(0.5));
    assert!(refused(west).contains("the measure is -0."));
    assert!(refused(Field::constant(0.0)).contains("0 all over the sea"));
}
