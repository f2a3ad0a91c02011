//! Weights for given shares: Newton's method on a set of binding parties.
//!
//! Their shares must equal bounds, everybody else keeps weight 0; who binds is told by `pivot.rs`. One party: its share
//! grows with its weight, so a bracketed root with Newton's steps inside it
//! always ends. Several: damped Newton on the exact rates (a weighted graph Laplacian; Kitagawa, Merigot,
//! Thibert, arXiv 1603.05579), halved until the worst deviation falls and no active cell empties; where that
//! stalls, as from afar where cells are still tiny, the parties are set right in turn (Oliker and Prussner 1988), roughly
//! and once, and Newton's method goes on from there.

use super::demand::{Bound, Side, asked};
use super::{Capacity, Infeasible, KEPT};
use crate::error::DelimitError;

/// Newton steps on one active set.
const MOST_STEPS: usize = 40;
/// A step is halved down to this part of it.
const LEAST_PART: f64 = 1.0 / 64.0;
/// Rounds of raising the active parties in turn.
const MOST_SWEEPS: usize = 20;
/// How closely each of them is set right, by the worst deviation.
pub(super) const ROUGHLY: f64 = 0.1;
/// Weights beyond this many typical differences give nothing more.
const FARTHEST: f64 = 65_536.0;

/// Anything that knows shares and rates under given weights.
pub(crate) trait Oracle {
    /// Shares of the sea and how they change; weights may be moved by a hair if need be. Whoever is not active has
    /// weight 0.
    fn capacity(&mut self, weights: &mut [f64], active: &Active) -> Result<Capacity, DelimitError>;
}

/// Which bound binds, by party.
pub(crate) type Active = [Option<Side>];

/// Weights with what they give.
#[derive(Debug, Clone)]
pub(crate) struct Settled {
    /// Unfolded (`unfold.rs`): what the engine subtracts is in `capacity.at`.
    pub(crate) weights: Vec<f64>,
    pub(crate) active: Vec<Option<Side>>,
    pub(crate) capacity: Capacity,
}

impl Settled {
    /// Asks anew what the weights give.
    pub(crate) fn ask(&mut self, oracle: &mut dyn Oracle) -> Result<(), DelimitError> {
        self.capacity = oracle.capacity(&mut self.weights, &self.active)?;
        Ok(())
    }

    /// Lowers the weights of those that bind alike.
    pub(super) fn lower(&mut self, by: f64) {
        let held = self.capacity.at.weights.iter_mut();
        let all = self.weights.iter_mut().zip(held).zip(&self.active);
        for ((weight, held), _) in all.filter(|(_, side)| side.is_some()) {
            *weight -= by;
            *held -= by;
        }
    }

    /// No longer binds.
    pub(super) fn free(&mut self, k: usize) {
        self.active[k] = None;
        self.weights[k] = 0.0;
    }
}

/// What is sought, and how closely.
pub(crate) struct Goal<'a> {
    pub(crate) names: &'a [String],
    pub(crate) bounds: &'a [Bound],
    /// What each party has whatever the weights, as a fraction of the sea.
    pub(crate) kept: &'a [f64],
    /// A bound is met within this fraction of the sea.
    pub(crate) tolerance: f64,
    /// Typical difference of scores: the size of a first step.
    pub(crate) scale: f64,
}

impl Goal<'_> {
    /// Active parties with the shares they must have. If all are active one is left out: it has the
    /// rest.
    fn equations(&self, at: &Settled) -> Vec<(usize, f64)> {
        let active = |k: &usize| at.active[*k].map(|side| (*k, self.bounds[*k].at(side)));
        let mut all: Vec<(usize, f64)> =
            (0..self.bounds.len()).filter_map(|k| active(&k)).collect();
        if all.len() == self.bounds.len() {
            all.pop();
        }
        all
    }

    /// Worst deviation of the active shares.
    fn off(&self, at: &Settled) -> f64 {
        let all = self.equations(at);
        all.iter().fold(0.0, |m, (k, want)| (at.capacity.share[*k] - want).abs().max(m))
    }

    /// Worst deviation of any bound, active or broken.
    pub(crate) fn worst(&self, at: &Settled) -> f64 {
        let beyond = |k: usize| match at.active[k] {
            Some(side) => (at.capacity.share[k] - self.bounds[k].at(side)).abs(),
            None => {
                let (share, b) = (at.capacity.share[k], self.bounds[k]);
                (b.least - share).max(share - b.most).max(0.0)
            }
        };
        (0..self.bounds.len()).map(beyond).fold(0.0, f64::max)
    }

    fn unreachable(&self, k: usize, share: f64, want: f64) -> DelimitError {
        let (name, verb) = (&self.names[k], if share < want { "most" } else { "least" });
        Infeasible::because(
            format!(
                "{name} cannot have {:.1} % of the sea: with any weight it has at {verb} {:.1} % {KEPT}",
                want * 100.0,
                share * 100.0
            ),
            vec![name.clone()],
            [want, share],
        )
    }
}

/// Brings the active shares to their bounds.
pub(super) fn equalise(
    oracle: &mut dyn Oracle,
    goal: &Goal<'_>,
    at: &mut Settled,
) -> Result<(), DelimitError> {
    let equations = goal.equations(at);
    match equations.as_slice() {
        [] => Ok(()),
        [one] => root(oracle, goal, at, *one),
        many => {
            for _ in 0..MOST_SWEEPS {
                if newton(oracle, goal, at, many)? {
                    return Ok(());
                }
                in_turn(oracle, goal, at, many)?;
            }
            Err(DelimitError::Invalid(format!(
                "a fit did not settle: {} are asked for, and shares stay {:.1e} of the sea away from that; ask for a little more or less, or for a floor in place of a target",
                asked(goal.names, goal.bounds),
                goal.off(at)
            )))
        }
    }
}

/// Damped Newton; false if it stalls.
fn newton(
    oracle: &mut dyn Oracle,
    goal: &Goal<'_>,
    at: &mut Settled,
    equations: &[(usize, f64)],
) -> Result<bool, DelimitError> {
    let least = |c: &Capacity| equations.iter().fold(1.0, |m: f64, (k, _)| m.min(c.share[*k]));
    let floor = 0.5 * equations.iter().fold(least(&at.capacity), |m, (_, want)| m.min(*want));
    for _ in 0..MOST_STEPS {
        let off = goal.off(at);
        if off <= goal.tolerance {
            return Ok(true);
        }
        let Some(step) = step(&at.capacity, equations) else { return Ok(false) };
        let longest = step.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        let mut part = (4.0 * goal.scale / longest).min(1.0);
        loop {
            let mut next = at.clone();
            for ((k, _), v) in equations.iter().zip(&step) {
                next.weights[*k] += part * v;
            }
            next.ask(oracle)?;
            let falls = goal.off(&next) <= (1.0 - part / 2.0) * off;
            if falls && least(&next.capacity) >= floor {
                *at = next;
                break;
            }
            part /= 2.0;
            if part < LEAST_PART {
                return Ok(false);
            }
        }
    }
    Ok(false)
}

/// Newton's step for the active parties; `None` where the rates do not determine one.
fn step(capacity: &Capacity, equations: &[(usize, f64)]) -> Option<Vec<f64>> {
    let n = equations.len();
    let mut rows: Vec<Vec<f64>> = equations
        .iter()
        .map(|(i, want)| {
            let row = equations.iter().map(|(j, _)| capacity.rate[*i][*j]);
            row.chain([want - capacity.share[*i]]).collect()
        })
        .collect();
    for k in 0..n {
        let pivot = (k..n).max_by(|a, b| rows[*a][k].abs().total_cmp(&rows[*b][k].abs()))?;
        rows.swap(k, pivot);
        let top = rows[k].clone();
        if top[k].abs() <= f64::MIN_POSITIVE {
            return None;
        }
        for (_, row) in rows.iter_mut().enumerate().filter(|(i, _)| *i != k) {
            let factor = row[k] / top[k];
            row.iter_mut().zip(&top).for_each(|(v, t)| *v -= factor * t);
        }
    }
    let out: Vec<f64> = (0..n).map(|k| rows[k][n] / rows[k][k]).collect();
    out.iter().all(|v| v.is_finite()).then_some(out)
}

/// One party after the other, each to a tenth of the worst deviation.
fn in_turn(
    oracle: &mut dyn Oracle,
    goal: &Goal<'_>,
    at: &mut Settled,
    equations: &[(usize, f64)],
) -> Result<(), DelimitError> {
    let tolerance = goal.tolerance.max(ROUGHLY * goal.off(at));
    let roughly = Goal { tolerance, ..*goal };
    equations.iter().try_for_each(|one| root(oracle, &roughly, at, *one))
}

/// The weight at which one party has its share, others held. Where the share jumps over it (a tie of
/// positive area) the side that meets the bound is taken.
pub(super) fn root(
    oracle: &mut dyn Oracle,
    goal: &Goal<'_>,
    at: &mut Settled,
    (k, want): (usize, f64),
) -> Result<(), DelimitError> {
    let (mut lo, mut hi) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut reach = goal.scale / 4.0;
    let mut last = f64::INFINITY;
    for count in 0..200 {
        let (w, off) = (at.weights[k], at.capacity.share[k] - want);
        if off.abs() <= goal.tolerance {
            return Ok(());
        }
        if off < 0.0 {
            lo = w
        } else {
            hi = w
        }
        let width = hi - lo;
        if width <= 1e-13 * (goal.scale + w.abs()) {
            return jumped(oracle, goal, at, (k, lo, hi));
        }
        let newton = w - off / at.capacity.rate[k][k];
        let mut next = if newton > lo && newton < hi { newton } else { (lo + hi) / 2.0 };
        if width.is_finite() {
            // A bracket that did not halve in three steps is bisected.
            if count % 3 == 2 {
                if width > 0.5 * last {
                    next = (lo + hi) / 2.0;
                }
                last = width;
            }
        } else {
            let towards = if off < 0.0 { 1.0 } else { -1.0 };
            let wanted = if newton.is_finite() { (newton - w) * towards } else { reach };
            next = w + towards * wanted.clamp(1e-3 * reach, 4.0 * reach);
            reach *= 2.0;
        }
        if next.abs() > FARTHEST * goal.scale {
            return Err(goal.unreachable(k, at.capacity.share[k], want));
        }
        at.weights[k] = next;
        at.ask(oracle)?;
    }
    Err(DelimitError::Invalid("a weight could not be bracketed".into()))
}

/// The share of `k` jumps between two weights: a floor takes the upper one, a ceiling the lower.
fn jumped(
    oracle: &mut dyn Oracle,
    goal: &Goal<'_>,
    at: &mut Settled,
    (k, lo, hi): (usize, f64, f64),
) -> Result<(), DelimitError> {
    let side = at.active[k];
    let mut share = |weight: f64| -> Result<f64, DelimitError> {
        at.weights[k] = weight;
        at.ask(oracle)?;
        Ok(100.0 * at.capacity.share[k])
    };
    match side {
        Some(Side::Both) => {
            let (below, above) = (share(lo)?, share(hi)?);
            Err(DelimitError::Invalid(format!(
                "with every weight {name} has {below:.6} % of the sea or less, or {above:.6} % or more, and its target {want:.6} % lies between: scores that are equal over an area cannot be divided by weights; ask for one of the two, or for a floor",
                name = goal.names[k],
                want = 100.0 * goal.bounds[k].least
            )))
        }
        side => share(if side == Some(Side::Least) { hi } else { lo }).map(drop),
    }
}
