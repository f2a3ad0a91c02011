//! The capacity solve: closed forms, the reference table on the Caspian, rates against differences, proofs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::strip;
use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{
    Bound, DelimitError, Deposited, DistanceOptions, Field, FitRequest, Holder, Infeasible,
    Measure, NoFunctions, Partition, Proof, SolveOptions, Waters,
};
use littoral_geodesy::LatLon;
use littoral_model::ShoreKind;

const M_PER_DEG: f64 = 6_378_137.0 * std::f64::consts::PI / 180.0;

#[derive(Clone, Copy, PartialEq)]
enum Kernel {
    Additive,
    Ratio,
    Power,
    Root,
}

fn scores(waters: &Waters, kernel: Kernel) -> Vec<(Holder, Field)> {
    let score = |k: usize| {
        let d = waters.distance(k, DistanceOptions::default()).unwrap();
        match kernel {
            Kernel::Additive => d,
            Kernel::Ratio => d.unary(Unary::Log),
            Kernel::Power => d.powf(2.0),
            Kernel::Root => d.unary(Unary::Sqrt),
        }
    };
    let parties = waters.case().parties.iter().enumerate();
    parties.map(|(k, p)| (Holder::new(&p.id), score(k))).collect()
}

fn fit(waters: &Waters, request: &FitRequest) -> (Partition, Proof) {
    waters.fit(request, &NoFunctions, &SolveOptions::default()).unwrap()
}

fn shares(waters: &Waters, partition: &Partition) -> Vec<f64> {
    let areas = waters.areas(partition, &NoFunctions, &SolveOptions::default()).unwrap();
    areas.iter().map(|a| a / waters.sea_m2()).collect()
}

fn sound(proof: &Proof, scale: f64) {
    assert!(proof.residual <= 1e-9, "{proof:?}");
    assert!(proof.gap.abs() <= 1e-6 * scale && proof.kkt <= 1e-6 * scale, "{proof:?}");
    assert!(
        (proof.primal - proof.dual - proof.gap).abs() <= 1e-9 * proof.primal.abs(),
        "{proof:?}"
    );
}

/// T1. Floor s between two coasts W apart: w = (2s - 1) W, k = s/(1 - s), power w = (2s - 1) W^2, and for the root
/// sqrt(sW) - sqrt((1 - s)W).
#[test]
fn two_coasts() {
    let waters = Waters::new(strip(1.0, &[0.0, 1.0])).unwrap();
    let (s, width) = (0.7_f64, M_PER_DEG);
    let root = (s * width).sqrt() - ((1.0 - s) * width).sqrt();
    for (kernel, want) in [
        (Kernel::Additive, (2.0 * s - 1.0) * width),
        (Kernel::Ratio, (s / (1.0 - s)).ln()),
        (Kernel::Power, (2.0 * s - 1.0) * width * width),
        (Kernel::Root, root),
    ] {
        let request = FitRequest::new(scores(&waters, kernel), vec![Bound::floor(s), Bound::FREE]);
        let (_, proof) = fit(&waters, &request);
        // The strip's north and south sides are geodesics, not parallels: 1e-4.
        assert!((proof.weights[0] / want - 1.0).abs() < 2e-4, "{want} {proof:?}");
        assert!(proof.active == [0] && proof.weights[1] == 0.0);
        sound(&proof, want);
        // A ceiling on the other side says the same with the opposite sign.
        let request =
            FitRequest::new(scores(&waters, kernel), vec![Bound::FREE, Bound::ceil(1.0 - s)]);
        let (_, ceiling) = fit(&waters, &request);
        assert!((ceiling.weights[1] / -want - 1.0).abs() < 2e-4, "{ceiling:?}");
        // Targets fix differences only: centred.
        let bounds = vec![Bound::target(s), Bound::target(1.0 - s)];
        let (_, both) = fit(&waters, &FitRequest::new(scores(&waters, kernel), bounds));
        assert!((both.weights[0] / (want / 2.0) - 1.0).abs() < 2e-4, "{both:?}");
        assert!((both.weights[0] + both.weights[1]).abs() < 1e-9 * want.abs());
    }
}

/// T2. Straight adjacent coasts, terminus in the middle: with additive weight w the boundary is
/// `x^2 = w^2 + 2wy`; area gained in a square of side 100 is `((w^2 + 200w)^1.5 - w^3)/3w`. A floor of that much
/// asks for w again. The ratio's boundary is the ray `x = y sqrt(k^2 - 1)`.
#[test]
fn adjacent_coasts() {
    // 0.1 degrees for 100: a small square, nearly a plane.
    let at = LatLon::new;
    let (side, long) = (0.1, 1.0);
    let mut case = common::case(&["AAA", "BBB"]);
    case.sea.outer =
        vec![at(0.0, -side), at(0.0, 0.0), at(0.0, side), at(side, side), at(side, -side)];
    let coast = |a: f64, b: f64| vec![vec![at(0.0, a), at(0.0, b)]];
    case.shores.push(common::shore(0, ShoreKind::Coast, coast(-long, 0.0)));
    case.shores.push(common::shore(1, ShoreKind::Coast, coast(0.0, long)));
    let waters = Waters::new(case).unwrap();
    for (kernel, weight, gained) in [
        (Kernel::Additive, 1.0, 949.6),
        (Kernel::Additive, 5.0, 2179.4),
        (Kernel::Additive, 20.0, 4731.0),
        (Kernel::Ratio, 1.1_f64.ln(), 2291.3),
        (Kernel::Ratio, 1.5_f64.ln(), 5527.9),
    ] {
        let bounds = vec![Bound::floor(0.5 + gained / 20_000.0), Bound::FREE];
        let (_, proof) = fit(&waters, &FitRequest::new(scores(&waters, kernel), bounds));
        let unit = if kernel == Kernel::Additive { side * M_PER_DEG / 100.0 } else { 1.0 };
        // Latitude degrees are 0.67 % shorter than longitude degrees here, and areas carry five digits.
        assert!((proof.weights[0] / (weight * unit) - 1.0).abs() < 0.02, "{weight} {proof:?}");
        sound(&proof, weight * unit);
    }
}

/// T5. Three parallel coasts: a floor on the middle costs both neighbours alike; a floor on the left leaves
/// the right one what it had. T7: in any order of parties.
#[test]
fn three_coasts() {
    for order in [[0.0, 1.0, 2.0], [1.0, 0.0, 2.0], [2.0, 1.0, 0.0]] {
        let waters = Waters::new(strip(2.0, &order)).unwrap();
        let of = |lon: f64| order.iter().position(|o| *o == lon).unwrap();
        let (left, middle, right) = (of(0.0), of(1.0), of(2.0));
        let equal = shares(&waters, &waters.equidistance(DistanceOptions::default()).unwrap());
        let mut bounds = vec![Bound::FREE; 3];
        bounds[middle] = Bound::floor(0.6);
        let (p, proof) = fit(&waters, &FitRequest::new(scores(&waters, Kernel::Additive), bounds));
        let s = shares(&waters, &p);
        assert!((s[left] - 0.2).abs() < 1e-6 && (s[right] - 0.2).abs() < 1e-6, "{s:?}");
        assert!((proof.weights[middle] / (0.2 * M_PER_DEG) - 1.0).abs() < 2e-4, "{proof:?}");
        let mut bounds = vec![Bound::FREE; 3];
        bounds[left] = Bound::floor(0.4);
        let (p, proof) = fit(&waters, &FitRequest::new(scores(&waters, Kernel::Additive), bounds));
        let s = shares(&waters, &p);
        assert!((s[right] - equal[right]).abs() < 1e-9 && (s[left] - 0.4).abs() < 2e-9, "{s:?}");
        assert!(proof.weights[middle] == 0.0 && proof.weights[right] == 0.0, "{proof:?}");
    }
}

/// A kept region cannot be fitted away: the certificate names the set, what it asks and what there is.
#[test]
fn certificate_with_a_kept_region() {
    let waters = Waters::new(strip(1.0, &[0.0, 1.0])).unwrap();
    let plain = scores(&waters, Kernel::Additive);
    // Within 0.3 degrees of either coast equidistance stands: 30 % each.
    let region = waters.coast().unwrap().within(0.3 * M_PER_DEG);
    let keep = Some((region, Partition::new(plain.clone())));
    let request = |floor: f64| FitRequest {
        keep: keep.clone(),
        ..FitRequest::new(plain.clone(), vec![Bound::floor(floor), Bound::FREE])
    };
    let (p, proof) = fit(&waters, &request(0.65));
    assert!((shares(&waters, &p)[0] - 0.65).abs() < 2e-9, "{proof:?}");
    let error = waters.fit(&request(0.75), &NoFunctions, &SolveOptions::default()).unwrap_err();
    let DelimitError::Infeasible(proof) = error else { panic!("{error}") };
    // As data: the same certificate in the proof, with the partition without weights.
    let asked = FitRequest { certify: true, ..request(0.75) };
    let (_, told) = fit(&waters, &asked);
    assert_eq!(told.infeasible.as_ref(), Some(&*proof));
    assert!(told.weights.iter().all(|w| *w == 0.0) && told.residual == proof.deficit);
    assert!(fit(&waters, &FitRequest { certify: true, ..request(0.65) }).1.infeasible.is_none());
    let Infeasible { violated, demand, supply, deficit, .. } = *proof;
    assert_eq!(violated, ["AAA"]);
    assert!((demand - 0.75).abs() < 1e-9 && (supply - 0.7).abs() < 1e-4, "{demand} {supply}");
    assert!((deficit - 0.05).abs() < 1e-4);
}

/// The rates are line integrals; central differences of exact areas must agree.
#[test]
fn rates_against_differences() {
    let waters = Waters::new(common::caspian()).unwrap();
    let options = SolveOptions { tolerance_m: 0.1, ..SolveOptions::default() };
    for (kernel, weights, step) in [
        (Kernel::Additive, [5e3, 40e3, 0.0, 12e3, 7e3], 20.0),
        (Kernel::Ratio, [0.05, 0.4, 0.0, 0.12, 0.07], 2e-4),
    ] {
        let request = FitRequest::new(scores(&waters, kernel), vec![Bound::FREE; 5]);
        let at = |k: usize, by: f64| {
            let mut w = weights;
            w[k] += by;
            waters.capacity(&request, &w, &NoFunctions, &options).unwrap()
        };
        let here = at(0, 0.0);
        for k in [1, 3] {
            let (up, down) = (at(k, step), at(k, -step));
            for i in 0..5 {
                let slope = (up.share[i] - down.share[i]) / (2.0 * step);
                let scale = here.rate[k][k];
                assert!((slope - here.rate[i][k]).abs() < 1e-4 * scale, "{i} {k} {slope} {here:?}");
                // T10: raising one gives the others no more.
                let gain = up.share[i] - down.share[i];
                assert!(if i == k { gain > 0.0 } else { gain < 1e-12 }, "{i} {k} {gain}");
            }
        }
        for i in 0..5 {
            assert!(here.rate[i].iter().sum::<f64>().abs() < 1e-12 * here.rate[1][1]);
        }
    }
}

/// The gradient behind the rates by differences of scores would give the same for a score that is no
/// distance alone: mixed, scaled, with another kernel on each side.
#[test]
fn rates_of_a_mixed_score() {
    let waters = Waters::new(strip(1.0, &[0.0, 1.0])).unwrap();
    let d = scores(&waters, Kernel::Additive);
    let lat = Field::latitude().powf(2.0).binary(Binary::Mul, &Field::constant(1e3));
    let mixed = d[0].1.binary(Binary::Mul, &Field::constant(1.5)).binary(Binary::Add, &lat);
    let request = FitRequest::new(
        vec![(Holder::new("AAA"), mixed), d[1].clone()],
        vec![Bound::FREE, Bound::FREE],
    );
    let capacity =
        waters.capacity(&request, &[0.0, 0.0], &NoFunctions, &SolveOptions::default()).unwrap();
    // |grad| = 1.5 + 1 across a strip of width W: the share changes by 1 / (2.5 W).
    let want = 1.0 / (2.5 * M_PER_DEG);
    assert!((capacity.rate[0][0] / want - 1.0).abs() < 1e-4, "{capacity:?}");
}

fn caspian(waters: &Waters, kernel: Kernel, bounds: [Bound; 5]) -> (Vec<f64>, Proof) {
    let request = FitRequest::new(scores(waters, kernel), bounds.to_vec());
    let (p, proof) = fit(waters, &request);
    (shares(waters, &p), proof)
}

/// Several floors at once, equal areas, and a loss shared in proportion: shares and weights of an
/// independent 2 km raster (0.05 points, 0.3 km; equal areas stretch weights, 1 km).
#[test]
fn several_parties_on_the_caspian() {
    let waters = Waters::new(common::caspian()).unwrap();
    let floors = |f: [f64; 5]| f.map(Bound::floor);
    let near = |got: &[f64], want: [f64; 5], by: f64| {
        assert!(got.iter().zip(want).all(|(g, w)| (g - w).abs() <= by), "{got:?} {want:?}");
    };
    let km = |p: &Proof| p.weights.iter().map(|w| w / 1e3).collect::<Vec<_>>();
    let percent = |s: &[f64]| s.iter().map(|v| v * 100.0).collect::<Vec<_>>();

    let (s, proof) = caspian(&waters, Kernel::Additive, floors([0.18; 5]));
    near(&percent(&s), [18.0, 18.0, 28.0, 18.0, 18.0], 0.05);
    near(&km(&proof), [10.4, 38.3, 0.0, 12.9, 7.2], 1.0);
    assert_eq!(proof.active, [0, 1, 3, 4]);
    sound(&proof, 1e4);

    let (s, proof) = caspian(&waters, Kernel::Additive, floors([0.18, 0.2, 0.0, 0.0, 0.17]));
    near(&percent(&s), [18.0, 20.0, 29.23, 15.76, 17.0], 0.05);
    near(&km(&proof), [4.5, 53.5, 0.0, 0.0, 4.7], 1.3);
    sound(&proof, 1e4);

    for kernel in [Kernel::Additive, Kernel::Ratio] {
        let (s, equal) = caspian(&waters, kernel, [Bound::target(0.2); 5]);
        near(&percent(&s), [20.0; 5], 1e-7);
        sound(&equal, if kernel == Kernel::Ratio { 1.0 } else { 1e4 });
        if kernel == Kernel::Additive {
            near(&km(&equal), [7.8, 57.2, -63.8, -10.1, 9.0], 1.0);
        }
        // All five at least a fifth is the same division, its least weight 0.
        let (s, floor) = caspian(&waters, kernel, floors([0.2; 5]));
        near(&percent(&s), [20.0; 5], 1e-7);
        let least = equal.weights.iter().fold(f64::INFINITY, |m, w| m.min(*w));
        for (f, e) in floor.weights.iter().zip(&equal.weights) {
            let scale = 1.0 + e.abs();
            assert!(*f >= 0.0 && (f - (e - least)).abs() < 1e-5 * scale, "{floor:?} {equal:?}");
        }
    }

    // Iran has 20 %, everybody else loses the same fraction of his equidistance share.
    let base = waters.equidistance(DistanceOptions::default()).unwrap();
    let t = shares(&waters, &base);
    let target = |k: usize| Bound::target(if k == 1 { 0.2 } else { t[k] * 0.8 / (1.0 - t[1]) });
    let (s, proof) = caspian(&waters, Kernel::Additive, [0, 1, 2, 3, 4].map(target));
    near(&percent(&s), [18.57, 20.0, 28.76, 15.33, 17.35], 0.1);
    let from_kaz: Vec<f64> = km(&proof).iter().map(|w| w - proof.weights[2] / 1e3).collect();
    near(&from_kaz, [10.5, 59.0, 0.0, -0.1, 10.1], 1.2);
}

/// Power and root kernels with Iran at 20 %: shares of the independent raster.
#[test]
fn other_kernels_on_the_caspian() {
    let waters = Waters::new(common::caspian()).unwrap();
    let bounds = [0.0, 0.2, 0.0, 0.0, 0.0].map(Bound::floor);
    let (s, proof) = caspian(&waters, Kernel::Power, bounds);
    let want = [17.17, 20.0, 30.79, 16.41, 15.63];
    assert!(s.iter().zip(want).all(|(g, w)| (g * 100.0 - w).abs() < 0.1), "{s:?}");
    sound(&proof, proof.weights[1]);
    // Mean extra distance and advance are what the additive kernel makes least: power costs more.
    let (_, additive) = caspian(&waters, Kernel::Additive, bounds);
    let (_, none) = caspian(&waters, Kernel::Additive, [Bound::FREE; 5]);
    // Published for this coast: 1.283 km a point of the sea.
    assert!(((additive.primal - none.primal) / 1e3 - 1.283).abs() < 0.03, "{additive:?} {none:?}");
    assert!(none.active.is_empty() && none.weights == [0.0; 5] && none.iterations == 2);
}

/// Order of parties does not matter: weights and shares go with the names.
#[test]
fn order_of_parties() {
    let case = common::caspian();
    let mut other = case.clone();
    other.parties.reverse();
    other.shores.iter_mut().for_each(|s| s.party = 4 - s.party);
    let floor = |irn: usize| {
        let mut b = [Bound::floor(0.17); 5];
        b[irn] = Bound::floor(0.19);
        b
    };
    let (a, p) = caspian(&Waters::new(case).unwrap(), Kernel::Ratio, floor(1));
    let (b, q) = caspian(&Waters::new(other).unwrap(), Kernel::Ratio, floor(3));
    for k in 0..5 {
        assert!((a[k] - b[4 - k]).abs() < 2e-9, "{a:?} {b:?}");
        assert!((p.weights[k] - q.weights[4 - k]).abs() < 1e-6, "{p:?} {q:?}");
    }
}

/// Sardar-e Jangal (38 34.5 N 51 16.3 E): nearest to Turkmenistan by 3.9 km over Iran. A floor on
/// deposits moves Iran's line just past it.
#[test]
fn floor_on_deposits() {
    let waters = Waters::new(common::caspian()).unwrap();
    let at = LatLon::new(38.575, 51.2717);
    let other = LatLon::new(46.166_667, 51.583_333);
    let deposits = vec![Deposited { at, value: 1.0 }, Deposited { at: other, value: 3.0 }];
    let mut bounds = vec![Bound::FREE; 5];
    bounds[1] = Bound::floor(0.25);
    let request = FitRequest {
        measure: Measure::Value(deposits),
        ..FitRequest::new(scores(&waters, Kernel::Additive), bounds)
    };
    let (p, proof) = fit(&waters, &request);
    assert!((proof.weights[1] / 1e3 - 3.9).abs() < 0.2, "{proof:?}");
    assert_eq!(waters.holder_at(&p, &NoFunctions, at).unwrap().as_str(), "IRN");
    assert!(proof.residual == 0.0 && proof.active == [1]);
    // The other deposit is Kazakhstan's and out of reach of nobody; more than everything is refused.
    let mut bounds = vec![Bound::floor(0.5); 5];
    bounds[0] = Bound::floor(0.6);
    let request = FitRequest { bounds, ..request };
    let error = waters.fit(&request, &NoFunctions, &SolveOptions::default()).unwrap_err();
    assert!(matches!(error, DelimitError::Infeasible(_)), "{error}");
}

/// Three coasts, the left one at a ratio of 4 (T5's floor of 0.4 by ratio): beyond the middle coast, from 1 1/3 to
/// 1.6 degrees, the left is again "nearest", away from its own coast.
#[test]
fn orphans_of_a_ratio() {
    let waters = Waters::new(strip(2.0, &[0.0, 1.0, 2.0])).unwrap();
    let mut scores = scores(&waters, Kernel::Ratio);
    let solve = |scores: &[(Holder, Field)]| {
        let p = Partition::new(scores.to_vec());
        waters.solve(&p, &NoFunctions, &SolveOptions::default()).unwrap()
    };
    assert!(waters.orphans(&solve(&scores)).unwrap().is_empty());
    scores[0].1 = scores[0].1.binary(Binary::Sub, &Field::constant(4_f64.ln()));
    let found = waters.orphans(&solve(&scores)).unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].holder.as_str(), "AAA");
    let share = found[0].area_km2 * 1e6 / waters.sea_m2();
    assert!((share - (1.6 - 4.0 / 3.0) / 2.0).abs() < 1e-4, "{share}");
}

/// Iran at 20 % by additive weights holds the water off 7.0 % of Azerbaijan's shore and 3.8 % of Turkmenistan's;
/// by ratio, or with a belt of 15 M, none of anybody's (independent raster; 0.3 points).
#[test]
fn encroachment_on_the_caspian() {
    let waters = Waters::new(common::caspian()).unwrap();
    let bounds = [0.0, 0.2, 0.0, 0.0, 0.0].map(Bound::floor).to_vec();
    let options = SolveOptions::default();
    let taken = |p: &Partition| {
        let all = waters.frontages(p, &NoFunctions, &options).unwrap();
        let whole: f64 = all.iter().map(|f| f.length_km).sum();
        assert!((5000.0..6500.0).contains(&whole), "{whole}");
        let of = |party: &str| {
            let mine = all.iter().filter(|f| f.party.as_str() == party && f.encroached());
            mine.map(|f| f.fraction * 100.0).sum::<f64>()
        };
        ["AZE", "IRN", "KAZ", "RUS", "TKM"].map(of)
    };
    let (p, _) = fit(&waters, &FitRequest::new(scores(&waters, Kernel::Additive), bounds.clone()));
    let got = taken(&p);
    assert!((got[0] - 7.0).abs() < 0.5 && (got[4] - 3.8).abs() < 0.5, "{got:?}");
    assert!(got[1] == 0.0 && got[2] == 0.0 && got[3] == 0.0, "{got:?}");
    let (p, _) = fit(&waters, &FitRequest::new(scores(&waters, Kernel::Ratio), bounds));
    assert!(taken(&p).iter().all(|v| *v < 0.01), "{:?}", taken(&p));
    let d = waters.solve(&p, &NoFunctions, &options).unwrap();
    assert!(waters.orphans(&d).unwrap().is_empty());
}
