//! Floors, ceilings, targets and ranges mixed at random, met by some division by construction: every fit settles, and its
//! areas meet the conditions of the least total.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::Lcg;
use littoral_delimit::field::Unary;
use littoral_delimit::{
    Bound, DelimitError, DistanceOptions, Field, FitRequest, Holder, NoFunctions, Partition, Proof,
    SolveOptions, Waters,
};
use littoral_geodesy::LatLon;
use littoral_model::{Case, ShoreKind};

const OPTIONS: SolveOptions<'_> = SolveOptions { tolerance_m: 1.0, cancel: None };
/// Areas of another solution, at another tolerance of lines, agree to this.
const AREAS: f64 = 3e-9;

/// A ragged sea of about 100 km, its coast cut at random among two to six parties.
fn round_sea(count: usize, random: &mut Lcg) -> Case {
    let mut case = common::case(&["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"][..count]);
    let corners = 12 * count;
    let mut corner = |k: usize| {
        let turn = std::f64::consts::TAU * k as f64 / corners as f64;
        let r = 0.45 * (0.7 + 0.6 * random.unit());
        LatLon::new(40.0 + r * turn.sin(), 10.0 + 1.3 * r * turn.cos())
    };
    let outer: Vec<LatLon> = (0..corners).map(&mut corner).collect();
    let cuts: Vec<usize> = (0..count).map(|k| 12 * k + (8.0 * random.unit()) as usize).collect();
    for (k, from) in cuts.iter().enumerate() {
        let to = cuts.get(k + 1).copied().unwrap_or(cuts[0] + corners);
        let line = (*from..=to).map(|j| outer[j % corners]).collect();
        case.shores.push(common::shore(k, ShoreKind::Coast, vec![line]));
    }
    case.sea.outer = outer;
    case
}

fn scores(waters: &Waters, ratio: bool) -> Vec<(Holder, Field)> {
    let score = |k: usize| {
        let d = waters.distance(k, DistanceOptions::default()).unwrap();
        if ratio { d.unary(Unary::Log) } else { d }
    };
    let parties = waters.case().parties.iter().enumerate();
    parties.map(|(k, p)| (Holder::new(&p.id), score(k))).collect()
}

/// Shares under weights at random, rounded to four decimals.
fn some_shares(waters: &Waters, ratio: bool, random: &mut Lcg) -> Vec<f64> {
    let count = waters.case().parties.len();
    let scale = if ratio { 1.0 } else { 0.35 * (waters.sea_m2() / count as f64).sqrt() };
    let weights: Vec<f64> = (0..count).map(|_| scale * (random.unit() - 0.5)).collect();
    let request = FitRequest::new(scores(waters, ratio), vec![Bound::FREE; count]);
    let share = waters.capacity(&request, &weights, &NoFunctions, &OPTIONS).unwrap().share;
    share.iter().map(|s| (s * 1e4).round() / 1e4).collect()
}

/// Bounds that these shares meet, half of them closely.
fn bounds_about(shares: &[f64], random: &mut Lcg) -> Vec<Bound> {
    let about = |share: &f64| {
        let [tight_least, tight_most] = [random.unit() < 0.5, random.unit() < 0.5];
        let least = if tight_least { *share } else { share * (0.5 + 0.5 * random.unit()) };
        let room = (1.0 - share) * 0.3 * random.unit();
        let most = if tight_most { *share } else { share + room };
        match (random.unit() * 9.0) as u32 {
            0..=2 => Bound::floor(least),
            3..=5 => Bound::ceil(most),
            6..=7 => Bound::target(*share),
            _ => Bound { least, most },
        }
    };
    shares.iter().map(about).collect()
}

/// Bounds and the conditions of the least total (weight only at a floor, or below zero at a ceiling), judged by the areas of
/// a fresh solution: with them the division is the only one of least total.
fn judged(waters: &Waters, bounds: &[Bound], (partition, proof): &(Partition, Proof), told: &str) {
    assert!(proof.residual <= 1e-9, "{told}: {proof:?}");
    let areas = waters.areas(partition, &NoFunctions, &OPTIONS).unwrap();
    for ((area, bound), weight) in areas.iter().zip(bounds).zip(&proof.weights) {
        let share = area / waters.sea_m2();
        let within = share > bound.least - AREAS && share < bound.most + AREAS;
        let least = *weight <= 0.0 || share < bound.least + AREAS;
        let most = *weight >= 0.0 || share > bound.most - AREAS;
        assert!(within && least && most, "{told}: {share} {weight} {bound:?} {proof:?}");
    }
}

fn fits(waters: &Waters, ratio: bool, bounds: &[Bound], told: &str) {
    let request = FitRequest::new(scores(waters, ratio), bounds.to_vec());
    match waters.fit(&request, &NoFunctions, &OPTIONS) {
        Ok(fit) => judged(waters, bounds, &fit, told),
        Err(e) => panic!("{told}: {e}"),
    }
}

fn at_random(waters: &Waters, rounds: u64, random: &mut Lcg, told: &str) {
    for round in 0..rounds {
        let ratio = random.unit() < 0.5;
        let shares = some_shares(waters, ratio, random);
        let bounds = bounds_about(&shares, random);
        // Rounding may have moved the sum off the whole: then nothing says that a division meets them.
        let sum = |of: fn(&Bound) -> f64| bounds.iter().map(of).sum::<f64>();
        if sum(|b| b.least) < 1.0 && sum(|b| b.most) > 1.0 {
            fits(waters, ratio, &bounds, &format!("{told}, round {round}, {ratio}, {bounds:?}"));
        }
    }
}

fn seas(seeds: std::ops::Range<u64>, rounds: u64) {
    for (seed, count) in seeds.flat_map(|seed| (2..=6).map(move |count| (seed, count))) {
        let mut random = Lcg(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ count as u64);
        for _ in 0..8 {
            random.unit();
        }
        let waters = Waters::new(round_sea(count, &mut random)).unwrap();
        at_random(&waters, rounds, &mut random, &format!("sea {seed} of {count}"));
    }
}

#[test]
fn bounds_at_random() {
    seas(0..2, 4);
    let waters = Waters::new(common::caspian()).unwrap();
    at_random(&waters, 6, &mut Lcg(11), "Caspian");
}

/// Hundreds of them.
#[test]
#[ignore = "a campaign"]
fn many_bounds_at_random() {
    seas(2..12, 12);
    for seed in 1..6 {
        let waters = Waters::new(common::ragged(58.0, 20.0, seed)).unwrap();
        at_random(&waters, 12, &mut Lcg(seed), "ragged");
    }
    let waters = Waters::new(common::caspian()).unwrap();
    at_random(&waters, 60, &mut Lcg(12), "Caspian");
}

/// Of two parties a bound of the one is met by what the other must have: the floor of A below is broken without weights,
/// and does not bind once B has its target or its ceiling.
#[test]
fn one_bound_gives_more_than_the_other_asks() {
    let waters = Waters::new(common::facing_coasts(14.0, -62.0, 1.0)).unwrap();
    for ratio in [false, true] {
        for bounds in [
            [Bound::floor(0.6), Bound::target(0.3)],
            [Bound::floor(0.6), Bound::ceil(0.3)],
            [Bound::target(0.3), Bound::floor(0.6)],
            [Bound::ceil(0.4), Bound::target(0.7)],
            [Bound { least: 0.55, most: 0.9 }, Bound { least: 0.1, most: 0.2 }],
        ] {
            fits(&waters, ratio, &bounds, &format!("{ratio} {bounds:?}"));
        }
    }
}

/// What cannot be is refused with its certificate, however bounds are mixed.
#[test]
fn what_cannot_be_is_refused() {
    let waters = Waters::new(round_sea(4, &mut Lcg(5))).unwrap();
    let range = Bound { least: 0.2, most: 0.4 };
    for (bounds, deficit) in [
        ([Bound::floor(0.5), Bound::target(0.2), Bound::ceil(0.1), Bound::floor(0.35)], 0.05),
        ([Bound::ceil(0.1), Bound::target(0.2), range, Bound::ceil(0.27)], 0.03),
    ] {
        let request = FitRequest::new(scores(&waters, false), bounds.to_vec());
        let error = waters.fit(&request, &NoFunctions, &OPTIONS).unwrap_err();
        let DelimitError::Infeasible(proof) = error else { panic!("{error}") };
        assert!((proof.deficit.abs() - deficit).abs() < 1e-12, "{proof:?}");
    }
}
