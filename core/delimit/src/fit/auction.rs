//! Least weights that meet floors on whole deposits, by raising who is short.
//!
//! The value a party holds is a staircase in its weight: it rises where the boundary passes a deposit. One party
//! below its floor: its weight goes up to the deposit with which the floor is met, the nearest to it in score
//! first, so that no smaller weight will do. Several are raised in turn until none is short (an auction:
//! Bertsekas 1988). Each raise is forced, so the weights it ends with are the least, whoever is raised first. Two who
//! outbid each other for one deposit rise by a step at a time, until another deposit is the cheaper one: that may take
//! more raises than there is time for, and proves nothing (`fit/divisions.rs` tells).

use super::FLOOR_MET;
use super::divisions::Open;
use crate::error::DelimitError;

/// Raises, in multiples of parties times deposits, and in all.
const MOST_RAISES: (usize, usize) = (20, 10_000);
/// Rounds in which weights of coarse steps are brought down.
const MOST_ROUNDS: usize = 20;

/// Scores at the deposits and who holds them for good.
pub(super) struct Auction {
    /// Floor of each party, a fraction of the whole.
    pub(super) least: Vec<f64>,
    /// Value of each deposit as a fraction of the whole.
    pub(super) value: Vec<f64>,
    /// Score of each party at each deposit.
    pub(super) score: Vec<Vec<f64>>,
    /// Holder of a deposit in the kept region; a holder without a score holds it as `usize::MAX`.
    pub(super) fixed: Vec<Option<usize>>,
    pub(super) weights: Vec<f64>,
    /// The boundary passes a deposit by this much, in the unit of the scores, so that it lies clearly inside.
    pub(super) step: f64,
}

/// How an auction ends.
pub(super) enum End {
    /// No party is short.
    Met,
    /// This party is short with every deposit that any weight gives it: its share.
    Alone(usize, f64),
    /// So many raises were not enough.
    Open,
}

impl Auction {
    /// Holder of a deposit, clearly or on the boundary.
    pub(super) fn held(&self, d: usize) -> usize {
        self.fixed[d].unwrap_or_else(|| {
            let net = |k: &usize| self.score[d][*k] - self.weights[*k];
            let all = 0..self.weights.len();
            all.min_by(|a, b| net(a).total_cmp(&net(b))).unwrap_or(usize::MAX)
        })
    }

    /// Least score less weight of the others.
    fn others(&self, d: usize, k: usize) -> f64 {
        let net = |j: usize| self.score[d][j] - self.weights[j];
        (0..self.weights.len()).filter(|j| *j != k).map(net).fold(f64::INFINITY, f64::min)
    }

    fn is_clear(&self, d: usize, k: usize) -> bool {
        let margin = self.others(d, k) - (self.score[d][k] - self.weights[k]);
        self.fixed[d].is_some() || margin > 0.5 * self.step
    }

    /// Share of the whole value by party of the deposits that pass a test; one on a boundary is nobody's.
    fn sums(&self, counts: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut out = vec![0.0; self.weights.len()];
        for d in (0..self.value.len()).filter(|d| counts(*d)) {
            let k = self.held(d);
            if let Some(own) = out.get_mut(k).filter(|_| self.is_clear(d, k)) {
                *own += self.value[d];
            }
        }
        out
    }

    pub(super) fn shares(&self) -> Vec<f64> {
        self.sums(|_| true)
    }

    pub(super) fn kept(&self) -> Vec<f64> {
        self.sums(|d| self.fixed[d].is_some())
    }

    /// The deposits that weights give to one or another.
    pub(super) fn open(&self) -> Vec<Open<'_>> {
        let all = (0..self.value.len()).filter(|d| self.fixed[*d].is_none());
        all.map(|d| Open { value: self.value[d], score: &self.score[d] }).collect()
    }

    /// The first party below its floor, with its share.
    pub(super) fn short(&self) -> Option<(usize, f64)> {
        let mut all = self.shares().into_iter().enumerate();
        all.find(|(k, share)| *share < self.least[*k] - FLOOR_MET)
    }

    /// Raises who is short, from no weights at all.
    pub(super) fn run(
        &mut self,
        check: &dyn Fn() -> Result<(), DelimitError>,
    ) -> Result<End, DelimitError> {
        self.weights.fill(0.0);
        let (times, most) = MOST_RAISES;
        for _ in 0..(times * self.weights.len() * (self.value.len() + 1)).min(most) {
            check()?;
            let Some((k, share)) = self.short() else { return Ok(End::Met) };
            if let Some(share) = self.raise(k, share) {
                return Ok(End::Alone(k, share));
            }
        }
        Ok(End::Open)
    }

    /// Raises one weight to the deposit with which the floor is met; the share if all of them are not enough.
    fn raise(&mut self, k: usize, mut share: f64) -> Option<f64> {
        let all = 0..self.value.len();
        let open = all
            .filter(|d| self.fixed[*d].is_none() && !(self.held(*d) == k && self.is_clear(*d, k)));
        let mut steps: Vec<(f64, usize)> = open
            .map(|d| (self.score[d][k] - self.others(d, k), d))
            .filter(|(w, _)| w.is_finite())
            .collect();
        steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (w, d) in steps {
            self.weights[k] = w + self.step;
            share += self.value[d];
            if share >= self.least[k] - FLOOR_MET {
                return None;
            }
        }
        Some(share)
    }

    /// Brings weights that meet the floors down, one after another, to what each needs under the others' weights.
    pub(super) fn lower(&mut self, step: f64) {
        self.step = step;
        for _ in 0..MOST_ROUNDS {
            let before = self.weights.clone();
            for k in (0..before.len()).filter(|k| before[*k] > 0.0) {
                self.weights[k] = 0.0;
                let share = self.shares()[k];
                if share < self.least[k] - FLOOR_MET && self.raise(k, share).is_some() {
                    self.weights[k] = before[k];
                }
            }
            if self.weights == before {
                return;
            }
        }
    }
}
