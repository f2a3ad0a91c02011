//! Floors on the value of deposits, each whole to the holder of its place.
//!
//! The value a party holds is a staircase in its weight: it rises where the boundary passes a deposit. One party
//! below its floor: its weight goes up to the deposit with which the floor is met, the nearest to it in score
//! first, so that no smaller weight will do. Several are raised in turn until none is short (an auction:
//! Bertsekas 1988); weights only grow, so it ends, or shows that the deposits cannot be shared so.

use super::demand::{Bound, Whole, feasible};
use super::exact::Exact;
use super::unfold::Folded;
use super::{Deposited, Infeasible, Proof};
use crate::error::DelimitError;
use crate::eval::Label;
use crate::partition::Partition;
use crate::solve;

/// The boundary passes a deposit by this fraction of its score, so that it lies clearly inside.
const PAST: f64 = 1e-7;
/// What is divided.
const VALUE: Whole = Whole { name: "the deposits' value", km2: None };
/// Raises, in multiples of parties times deposits.
const MOST_RAISES: usize = 20;

/// Scores at the deposits and who holds them for good.
struct Auction<'a> {
    names: &'a [String],
    bounds: &'a [Bound],
    deposits: &'a [Deposited],
    /// Score of each party at each deposit.
    score: Vec<Vec<f64>>,
    /// Holder of a deposit in the kept region; a holder without a score holds it as `usize::MAX`.
    fixed: Vec<Option<usize>>,
    weights: Vec<f64>,
    total: f64,
}

pub(crate) fn fit(
    exact: &Exact<'_>,
    names: &[String],
    deposits: &[Deposited],
) -> Result<(Partition, Proof), DelimitError> {
    let request = exact.request;
    if request.bounds.iter().any(|b| b.most < 1.0) {
        return Err(DelimitError::Invalid(
            "shares of deposits take floors only: a deposit goes whole to one holder, so a target or a ceiling cannot be met exactly".into(),
        ));
    }
    if let Some(d) =
        deposits.iter().find(|d| d.at.check().is_err() || d.value.is_nan() || d.value < 0.0)
    {
        return Err(DelimitError::Invalid(format!(
            "a deposit at {}, {} with value {}: values are not negative",
            d.at.lat, d.at.lon, d.value
        )));
    }
    let total: f64 = deposits.iter().map(|d| d.value).sum();
    if !(total > 0.0 && total.is_finite()) {
        return Err(DelimitError::Invalid("the deposits of a fit have no value".into()));
    }
    let mut auction = Auction {
        names,
        bounds: &request.bounds,
        deposits,
        score: scores(exact, deposits)?,
        fixed: fixed(exact, deposits)?,
        weights: vec![0.0; names.len()],
        total,
    };
    feasible(names, auction.bounds, &auction.kept(), &VALUE)?;
    auction.run(exact)?;
    let proof = auction.proof();
    Ok((exact.partition(&Folded::plain(proof.weights.clone())), proof))
}

fn scores(exact: &Exact<'_>, deposits: &[Deposited]) -> Result<Vec<Vec<f64>>, DelimitError> {
    let plain = Partition::new(exact.request.scores.clone());
    let basis = exact.waters.basis();
    let problem = solve::problem(&basis, &plain, exact.functions, exact.options)?;
    let mut eval = problem.evaluator();
    let of = |d: &Deposited| {
        eval.load_all(&basis.earth.point(d.at));
        (0..plain.scores.len()).map(|k| eval.score(k as Label)).collect()
    };
    let out = deposits.iter().map(of).collect();
    eval.check()?;
    Ok(out)
}

fn fixed(exact: &Exact<'_>, deposits: &[Deposited]) -> Result<Vec<Option<usize>>, DelimitError> {
    let Some((region, kept)) = &exact.request.keep else { return Ok(vec![None; deposits.len()]) };
    let inside = crate::partition::Holder::new("inside");
    let outside = (crate::partition::Holder::new("outside"), crate::field::Field::constant(0.0));
    let test = Partition::new(vec![outside, (inside.clone(), region.field().clone())]);
    let of = |d: &Deposited| -> Result<Option<usize>, DelimitError> {
        if exact.waters.holder_at(&test, exact.functions, d.at)? != inside {
            return Ok(None);
        }
        let holder = exact.waters.holder_at(kept, exact.functions, d.at)?;
        let known = exact.request.scores.iter().position(|(h, _)| *h == holder);
        Ok(Some(known.unwrap_or(usize::MAX)))
    };
    deposits.iter().map(of).collect()
}

impl Auction<'_> {
    fn held(&self, d: usize) -> usize {
        self.fixed[d].unwrap_or_else(|| {
            let net = |k: &usize| self.score[d][*k] - self.weights[*k];
            (0..self.names.len()).min_by(|a, b| net(a).total_cmp(&net(b))).unwrap_or(usize::MAX)
        })
    }

    /// Share of the whole value by party of the deposits that pass a test.
    fn sums(&self, counts: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut out = vec![0.0; self.names.len()];
        for d in (0..self.deposits.len()).filter(|d| counts(*d)) {
            if let Some(own) = out.get_mut(self.held(d)) {
                *own += self.deposits[d].value / self.total;
            }
        }
        out
    }

    fn kept(&self) -> Vec<f64> {
        self.sums(|d| self.fixed[d].is_some())
    }

    fn run(&mut self, exact: &Exact<'_>) -> Result<(), DelimitError> {
        for _ in 0..MOST_RAISES * self.names.len() * (self.deposits.len() + 1) {
            exact.options.check()?;
            let shares = self.sums(|_| true);
            let short = |k: &usize| shares[*k] < self.bounds[*k].least - super::FLOOR_MET;
            match (0..shares.len()).find(short) {
                None => return Ok(()),
                Some(k) => self.raise(k, shares[k])?,
            }
        }
        let k = (0..self.names.len()).find(|k| self.bounds[*k].least > 0.0).unwrap_or(0);
        Err(self.unreachable(k, self.sums(|_| true)[k]))
    }

    /// Raises one weight to the deposit with which the floor is met.
    fn raise(&mut self, k: usize, mut share: f64) -> Result<(), DelimitError> {
        let others = |d: usize| {
            let net = |j: usize| self.score[d][j] - self.weights[j];
            (0..self.names.len()).filter(|j| *j != k).map(net).fold(f64::INFINITY, f64::min)
        };
        let open =
            (0..self.deposits.len()).filter(|d| self.fixed[*d].is_none() && self.held(*d) != k);
        let mut steps: Vec<(f64, usize)> = open
            .map(|d| (self.score[d][k] - others(d), d))
            .filter(|(w, _)| w.is_finite())
            .collect();
        steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (w, d) in steps {
            self.weights[k] = w + PAST * (self.score[d][k].abs() + w.abs());
            share += self.deposits[d].value / self.total;
            if share >= self.bounds[k].least - super::FLOOR_MET {
                return Ok(());
            }
        }
        Err(self.unreachable(k, share))
    }

    fn unreachable(&self, k: usize, share: f64) -> DelimitError {
        let (name, want) = (&self.names[k], self.bounds[k].least);
        let text = format!(
            "{name} cannot have {:.1} % of the deposits' value by weights: it comes to {:.1} %",
            want * 100.0,
            share * 100.0
        );
        Infeasible::because(text, vec![name.clone()], [want, share])
    }

    fn proof(&self) -> Proof {
        let shares = self.sums(|_| true);
        let active: Vec<usize> = (0..shares.len()).filter(|k| self.weights[*k] > 0.0).collect();
        let beyond = |k: &usize| shares[*k] - self.bounds[*k].least;
        let gap: f64 = active.iter().map(|k| self.weights[*k] * beyond(k)).sum();
        let each = |d: usize| {
            let own = self.score[d].get(self.held(d)).copied().unwrap_or(0.0);
            self.deposits[d].value / self.total * own
        };
        let open = (0..self.deposits.len()).filter(|d| self.fixed[*d].is_none());
        let primal: f64 = open.map(each).sum();
        let over = |k: &usize| {
            format!(
                "{} holds {:.2} points more than its floor: deposits are not divided",
                self.names[*k],
                beyond(k) * 100.0
            )
        };
        Proof {
            weights: self.weights.clone(),
            residual: active.iter().map(|k| (-beyond(k)).max(0.0)).fold(0.0, f64::max),
            kkt: active.iter().map(|k| (self.weights[*k] * beyond(k)).abs()).fold(0.0, f64::max),
            primal,
            dual: primal - gap,
            gap,
            iterations: 0,
            splits: Vec::new(),
            notes: active.iter().filter(|k| beyond(k) > super::FLOOR_MET).map(over).collect(),
            infeasible: None,
            active,
        }
    }
}
