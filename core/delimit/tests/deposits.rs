//! Floors on whole deposits against brute force: every assignment of deposits to parties, of which weights give those
//! without a cycle of moves that lowers the cost. Distances by Karney's geodesics to every edge.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg};
use littoral_delimit::field::Unary;
use littoral_delimit::{
    Bound, DelimitError, Deposited, DistanceOptions, FitRequest, Holder, Infeasible, Measure,
    NoFunctions, SolveOptions, Waters,
};
use littoral_geodesy::LatLon;

/// ACG (its west end), Sardar-e Jangal, Kashagan.
const KNOWN: [(f64, f64); 3] =
    [(40.219_67, 51.097_67), (38.575, 51.271_667), (46.166_667, 51.583_333)];
const AZE: usize = 0;
const IRN: usize = 1;
const TKM: usize = 4;
/// The engine's margin is 1e-7 of the greatest distance a party passed, some 0.2 m; Karney's edges are good to 1 mm.
const CLOSE: [f64; 2] = [1.0, 2e-5];

struct Sea {
    waters: Waters,
    judge: Judge,
}

/// Parties, deposits with values, and what is asked, in an order.
struct Asked {
    parties: Vec<usize>,
    floors: Vec<f64>,
    deposits: Vec<Deposited>,
    ratio: bool,
}

impl Sea {
    fn new() -> Self {
        let case = common::caspian();
        // Scores are of the main coasts and islands alike.
        let judge = Judge::new(&case, true);
        Self { waters: Waters::new(case).unwrap(), judge }
    }

    fn ask(&self, asked: &Asked) -> Result<Vec<f64>, DelimitError> {
        let score = |k: &usize| {
            let d = self.waters.distance(*k, DistanceOptions::default()).unwrap();
            let id = Holder::new(&self.waters.case().parties[*k].id);
            (id, if asked.ratio { d.unary(Unary::Log) } else { d })
        };
        let scores = asked.parties.iter().map(score).collect();
        let bounds = asked.floors.iter().map(|f| Bound::floor(*f)).collect();
        let measure = Measure::Value(asked.deposits.clone());
        let request = FitRequest { measure, ..FitRequest::new(scores, bounds) };
        let (partition, proof) =
            self.waters.fit(&request, &NoFunctions, &SolveOptions::default())?;
        assert!(proof.residual == 0.0, "{proof:?}");
        for d in &asked.deposits {
            // The division has them as the weights do.
            let held = self.waters.holder_at(&partition, &NoFunctions, d.at).unwrap();
            let own = assigned(&self.costs(asked, d.at), &proof.weights);
            assert_eq!(
                held.as_str(),
                self.waters.case().parties[asked.parties[own]].id,
                "{proof:?}"
            );
        }
        Ok(proof.weights)
    }

    fn costs(&self, asked: &Asked, at: LatLon) -> Vec<f64> {
        let d = asked.parties.iter().map(|k| self.judge.distance_m(*k, at));
        d.map(|d| if asked.ratio { d.ln() } else { d }).collect()
    }
}

fn assigned(costs: &[f64], weights: &[f64]) -> usize {
    let net = |k: &usize| costs[*k] - weights[*k];
    (0..costs.len()).min_by(|a, b| net(a).total_cmp(&net(b))).unwrap()
}

/// Shares under weights, and the floors they miss.
fn missed(asked: &Asked, costs: &[Vec<f64>], weights: &[f64]) -> Vec<usize> {
    let share = shares(asked, &costs.iter().map(|c| assigned(c, weights)).collect::<Vec<_>>());
    (0..share.len()).filter(|k| share[*k] < asked.floors[*k] - 1e-9).collect()
}

fn shares(asked: &Asked, holders: &[usize]) -> Vec<f64> {
    let total: f64 = asked.deposits.iter().map(|d| d.value).sum();
    let mut out = vec![0.0; asked.parties.len()];
    asked.deposits.iter().zip(holders).for_each(|(d, k)| out[*k] += d.value / total);
    out
}

/// The least weights >= 0 that give an assignment, if there are any: longest paths between all, by Floyd and Warshall.
fn least_weights(costs: &[Vec<f64>], holders: &[usize]) -> Option<Vec<f64>> {
    let n = costs[0].len();
    // How far `p` must be above `q`.
    let mut above = vec![vec![f64::NEG_INFINITY; n]; n];
    for (c, p) in costs.iter().zip(holders) {
        for q in (0..n).filter(|q| q != p) {
            above[*p][q] = above[*p][q].max(c[*p] - c[q]);
        }
    }
    for m in 0..n {
        for p in 0..n {
            for q in 0..n {
                above[p][q] = above[p][q].max(above[p][m] + above[m][q]);
            }
        }
    }
    // A cycle that costs nothing or less: a tie, or a swap that is cheaper.
    if (0..n).any(|p| above[p][p] > -1e-9) {
        return None;
    }
    Some(above.iter().map(|row| row.iter().fold(0.0, |m: f64, a| m.max(*a))).collect())
}

/// Of all assignments that weights give: the least sum of weights where every floor is met, and the most that is given
/// toward the floors.
fn brute(asked: &Asked, costs: &[Vec<f64>]) -> (Option<Vec<f64>>, f64) {
    let (n, count) = (asked.parties.len(), costs.len());
    let (mut best, mut most): (Option<Vec<f64>>, f64) = (None, 0.0);
    for code in 0..n.pow(count as u32) {
        let holders: Vec<usize> = (0..count).map(|d| code / n.pow(d as u32) % n).collect();
        let share = shares(asked, &holders);
        let met: f64 = share.iter().zip(&asked.floors).map(|(s, f)| s.min(*f)).sum();
        let all = share.iter().zip(&asked.floors).all(|(s, f)| *s >= f - 1e-9);
        if !all && met <= most {
            continue;
        }
        let Some(weights) = least_weights(costs, &holders) else { continue };
        most = most.max(met);
        let sum = |w: &Vec<f64>| w.iter().sum::<f64>();
        if all && best.as_ref().is_none_or(|b| sum(&weights) < sum(b)) {
            best = Some(weights);
        }
    }
    (best, most)
}

fn close(asked: &Asked, a: &[f64], b: &[f64]) {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() < CLOSE[usize::from(asked.ratio)];
    assert!(a.iter().zip(b).all(near), "{a:?} {b:?}");
}

/// The engine's answer against the brute force; whether it can be met.
fn judged(sea: &Sea, asked: &Asked) -> bool {
    let costs: Vec<Vec<f64>> = asked.deposits.iter().map(|d| sea.costs(asked, d.at)).collect();
    let (best, most) = brute(asked, &costs);
    match (sea.ask(asked), best) {
        (Ok(weights), Some(best)) => {
            assert!(missed(asked, &costs, &weights).is_empty(), "{weights:?}");
            let idle = weights.iter().zip(&asked.floors).filter(|(_, f)| **f == 0.0);
            assert!(idle.into_iter().all(|(w, _)| *w == 0.0), "{weights:?}");
            close(asked, &weights, &best);
            true
        }
        (Err(DelimitError::Infeasible(why)), None) => {
            let Infeasible { demand, supply, deficit, text, .. } = *why;
            let want: f64 = asked.floors.iter().sum();
            assert!((demand - want).abs() < 1e-12 && deficit > 1e-6, "{text}");
            assert!((supply - most).abs() < 1e-7, "{supply} {most}: {text}");
            false
        }
        (got, best) => panic!("{:?}: {got:?}, by brute force {best:?}", asked.floors),
    }
}

fn known(floors: &[(usize, f64)], ratio: bool) -> Asked {
    let mut all = vec![0.0; 5];
    floors.iter().for_each(|(k, f)| all[*k] = *f);
    let deposit = |(lat, lon)| Deposited { at: LatLon::new(lat, lon), value: 1.0 };
    let deposits = KNOWN.map(deposit).to_vec();
    Asked { parties: (0..5).collect(), floors: all, deposits, ratio }
}

/// Two parties outbid each other for Sardar-e Jangal until ACG is the cheaper one for Turkmenistan, 95 km of weight on.
#[test]
fn floors_that_outbid_each_other() {
    let sea = Sea::new();
    for ratio in [false, true] {
        for floors in [
            [(IRN, 0.3), (TKM, 0.3)],
            [(IRN, 0.3), (TKM, 0.5)],
            [(IRN, 0.3), (AZE, 0.6)],
            [(IRN, 0.6), (TKM, 0.3)],
        ] {
            assert!(judged(&sea, &known(&floors, ratio)), "{floors:?}");
        }
    }
    let weights = sea.ask(&known(&[(IRN, 0.3), (TKM, 0.3)], false)).unwrap();
    // The distances: ACG 41.4 to Azerbaijan, 136.4 to Turkmenistan; Sardar 158.14 to Turkmenistan, 161.99 to Iran.
    assert!((weights[TKM] / 1e3 - (136.4 - 41.4)).abs() < 0.1, "{weights:?}");
    assert!((weights[IRN] / 1e3 - (136.4 - 41.4 + 161.99 - 158.14)).abs() < 0.1, "{weights:?}");
}

/// Two thirds for each of two: four of three deposits. Two thirds and two deposits at one place: they go together.
#[test]
fn floors_that_cannot_be_met() {
    let sea = Sea::new();
    assert!(!judged(&sea, &known(&[(IRN, 0.5), (TKM, 0.4)], false)));
    assert!(!judged(&sea, &known(&[(IRN, 0.34), (TKM, 0.34)], true)));
    let mut same = known(&[(IRN, 0.3), (TKM, 0.3)], false);
    same.deposits[0] = same.deposits[1];
    // Kashagan alone can be parted from the two.
    assert!(judged(&sea, &same));
    same.floors = vec![0.3, 0.3, 0.0, 0.0, 0.3];
    assert!(!judged(&sea, &same));
}

/// Random seas of two to five parties and two to eight deposits, of equal and of unequal value; and the same asked with
/// parties and deposits in another order.
#[test]
fn random_floors() {
    let sea = Sea::new();
    let mut random = Lcg(45);
    let mut below = |n: usize| (random.unit() * n as f64) as usize;
    let mut count = [0, 0];
    for round in 0..160 {
        let mut parties: Vec<usize> = (0..5).collect();
        let n = 2 + below(4);
        while parties.len() > n {
            parties.remove(below(parties.len()));
        }
        let most = if n == 5 { 7 } else { 8 };
        let deposit = |below: &mut dyn FnMut(usize) -> usize| {
            let at =
                LatLon::new(37.5 + below(90_000) as f64 * 1e-4, 50.0 + below(25_000) as f64 * 1e-4);
            let value = if round % 2 == 0 { 1.0 } else { 1.0 + below(9) as f64 };
            Deposited { at, value }
        };
        let deposits = (0..2 + below(most - 1)).map(|_| deposit(&mut below)).collect();
        // Together from half of the whole to all of it.
        let parts: Vec<usize> = (0..n).map(|_| below(4)).collect();
        let sum = parts.iter().sum::<usize>().max(1) as f64;
        let all = 0.5 + below(50) as f64 / 100.0;
        let floors = parts.iter().map(|p| *p as f64 / sum * all).collect();
        let mut asked = Asked { parties, floors, deposits, ratio: below(2) == 1 };
        let met = judged(&sea, &asked);
        count[usize::from(met)] += 1;
        let first = sea.ask(&asked);
        asked.parties.reverse();
        asked.floors.reverse();
        asked.deposits.reverse();
        match (first, sea.ask(&asked)) {
            (Ok(a), Ok(b)) => close(&asked, &a, &b.into_iter().rev().collect::<Vec<_>>()),
            (Err(DelimitError::Infeasible(a)), Err(DelimitError::Infeasible(b))) => {
                assert!((a.supply - b.supply).abs() < 1e-9, "{a:?} {b:?}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(count.iter().all(|c| *c > 30), "{count:?}");
}

/// Of more deposits than are searched through, floors are met by coarser steps, or it is said that nothing is proved: 86
/// for each of three are 258 of 257.
#[test]
fn many_deposits() {
    let sea = Sea::new();
    let mut random = Lcg(7);
    let mut place = || {
        let at = LatLon::new(37.5 + 4.0 * random.unit(), 50.5 + 2.0 * random.unit());
        Deposited { at, value: 1.0 }
    };
    let deposits: Vec<Deposited> = (0..257).map(|_| place()).collect();
    let parties = vec![AZE, IRN, TKM];
    let mut asked = Asked { parties, floors: vec![0.33, 0.33, 0.33], deposits, ratio: false };
    let costs: Vec<Vec<f64>> = asked.deposits.iter().map(|d| sea.costs(&asked, d.at)).collect();
    let weights = sea.ask(&asked).unwrap();
    assert!(missed(&asked, &costs, &weights).is_empty(), "{weights:?}");
    // Beside three that outweigh them: the two who outbid each other for one of these.
    let rest = asked.deposits.clone();
    let mut few = known(&[(IRN, 0.33), (TKM, 0.33)], false);
    few.deposits.iter_mut().for_each(|d| d.value = 1e4);
    few.deposits.extend(rest.iter().map(|d| Deposited { value: 1e-3, ..*d }));
    let weights = sea.ask(&few).unwrap();
    let close = |got: f64, km: f64| (got / 1e3 - km).abs() < 0.1;
    assert!(close(weights[TKM], 95.0) && close(weights[IRN], 98.85), "{weights:?}");
    asked.floors = vec![1.0 / 3.0 - 1e-6; 3];
    let error = sea.ask(&asked).unwrap_err();
    assert!(matches!(error, DelimitError::Invalid(_)), "{error}");
    let text = error.to_string();
    assert!(text.contains("not proved") && text.contains("ask for less"), "{text}");
}
