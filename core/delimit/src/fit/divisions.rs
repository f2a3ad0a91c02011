//! All divisions of whole deposits by weights, searched for the one of least weights that meets the floors.
//!
//! Weights give deposit `d` to party `p` if and only if `w_q - w_p < c_qd - c_pd` for every other `q`. An assignment
//! of deposits comes from weights exactly if no cycle of moves from party to party lowers its cost (cyclic
//! monotonicity: Rockafellar 1970, section 24), and its least weights from 0 up are longest paths (Bellman-Ford). A
//! part of such an assignment is one too: deposits are given out one by one, and what no weights give ends its
//! branch. `N` deposits among `P` parties have at most `C(N + P - 1, P - 1)` divisions by weights (Develin,
//! Sturmfels 2004, Documenta Math. 9), so the search is polynomial for a given number of parties.
//!
//! Of weights that meet the floors the lesser of each two, party by party, meet them as well: a party keeps its own
//! weight in one of the two and is up against lesser ones. Hence there is one least of all, with 0 for whoever has no
//! floor, and it is the one with the least sum. Two deposits that no weights part, as at one place, go together.

use super::FLOOR_MET;
use crate::error::DelimitError;

/// Parts of divisions that one search may try.
const MOST_TRIED: usize = 1_000_000;
/// Deposits that are searched through: so deep is the search.
const MOST_DEPOSITS: usize = 256;
/// Sums of shares that differ by less are equal.
const ROUNDING: f64 = 1e-12;

/// An open deposit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open<'a> {
    /// Its value as a fraction of the whole.
    pub(super) value: f64,
    /// Score of each party there.
    pub(super) score: &'a [f64],
}

/// What a search came to.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Weights of the best division, if there is any.
    pub(super) weights: Option<Vec<f64>>,
    /// What it gives toward the floors: sum of the lesser of share and floor.
    pub(super) met: f64,
    /// Every division by weights was tried, or shown to be no better.
    pub(super) complete: bool,
    /// Parts of divisions tried.
    pub(super) tried: usize,
    sum: f64,
}

/// Deposits given out so far.
#[derive(Clone)]
struct Part {
    weights: Vec<f64>,
    /// `room[p * parties + q]`: least `c_q - c_p` over what `p` holds.
    room: Vec<f64>,
    share: Vec<f64>,
}

struct Search<'a> {
    open: Vec<Open<'a>>,
    /// Value of the deposits from each on.
    left: Vec<f64>,
    least: Vec<f64>,
    /// A deposit is passed by so much, in the unit of the scores.
    margin: f64,
    check: &'a dyn Fn() -> Result<(), DelimitError>,
    best: Found,
}

/// The division by weights that gives most toward the floors `least`, and of these the one of least weights; with
/// `wholly` only one that meets them. `kept` is what each party has whatever the weights.
pub(super) fn best(
    mut open: Vec<Open<'_>>,
    (least, kept): (&[f64], &[f64]),
    (margin, wholly): (f64, bool),
    check: &dyn Fn() -> Result<(), DelimitError>,
) -> Result<Found, DelimitError> {
    let least: Vec<f64> = least.iter().map(|l| (l - FLOOR_MET).max(0.0)).collect();
    let met = if wholly { least.iter().sum() } else { -1.0 };
    let none = Found { weights: None, met, complete: true, tried: 0, sum: f64::INFINITY };
    if open.len() > MOST_DEPOSITS {
        return Ok(Found { complete: false, ..none });
    }
    // What weighs most decides first; the answer does not hang on the order.
    open.sort_by(|a, b| b.value.total_cmp(&a.value));
    let mut left = vec![0.0; open.len() + 1];
    for i in (0..open.len()).rev() {
        left[i] = left[i + 1] + open[i].value;
    }
    let count = least.len();
    let start = Part {
        weights: vec![0.0; count],
        room: vec![f64::INFINITY; count * count],
        share: kept.to_vec(),
    };
    let mut search = Search { open, left, least, margin, check, best: none };
    search.descend(&start, 0)?;
    Ok(search.best)
}

impl Search<'_> {
    fn descend(&mut self, part: &Part, i: usize) -> Result<(), DelimitError> {
        if !self.may_be_better(part, i) {
            return Ok(());
        }
        let Some(open) = self.open.get(i).copied() else {
            self.best.met = self.met(part, 0.0);
            self.best.sum = part.weights.iter().sum();
            self.best.weights = Some(part.weights.clone());
            return Ok(());
        };
        let mut order: Vec<usize> = (0..open.score.len()).collect();
        // Its holder under the weights so far first.
        let net = |k: usize| open.score[k] - part.weights[k];
        order.sort_by(|a, b| net(*a).total_cmp(&net(*b)));
        for p in order {
            if self.best.tried >= MOST_TRIED {
                self.best.complete = false;
                return Ok(());
            }
            self.best.tried += 1;
            if self.best.tried.is_multiple_of(1024) {
                (self.check)()?;
            }
            if let Some(next) = self.give(part, open, p) {
                self.descend(&next, i + 1)?;
            }
        }
        Ok(())
    }

    /// Weights only grow on the way down, and what is left goes to one party each.
    fn may_be_better(&self, part: &Part, i: usize) -> bool {
        let left = self.left[i];
        let most = self.met(part, left).min(self.met(part, 0.0) + left);
        let sum: f64 = part.weights.iter().sum();
        most > self.best.met + ROUNDING || (most >= self.best.met - ROUNDING && sum < self.best.sum)
    }

    /// Sum of what each has of its floor, were it given `more`.
    fn met(&self, part: &Part, more: f64) -> f64 {
        part.share.iter().zip(&self.least).map(|(s, l)| l.min(s + more)).sum()
    }

    /// The part with one more deposit given to `p`, under its least weights, if there are any.
    fn give(&self, part: &Part, open: Open<'_>, p: usize) -> Option<Part> {
        let (own, count) = (open.score[p], self.least.len());
        let mut next = part.clone();
        next.share[p] += open.value;
        for q in (0..count).filter(|q| *q != p) {
            let room = open.score[q] - own;
            // Out of reach of `p`, on the coast of `q`, or both on the coast of both.
            if room.is_nan() || room == f64::NEG_INFINITY {
                return None;
            }
            let least = &mut next.room[p * count + q];
            *least = least.min(room);
        }
        (own < f64::INFINITY && self.settle(&mut next)).then_some(next)
    }

    /// Raises weights until each deposit given out is its holder's by the margin: not at all if there is a cycle, nor if
    /// a party without a floor had to rise.
    fn settle(&self, part: &mut Part) -> bool {
        let count = self.least.len();
        for _ in 0..=count {
            let mut raised = false;
            for p in 0..count {
                for q in (0..count).filter(|q| *q != p) {
                    let least = part.weights[q] - part.room[p * count + q] + self.margin;
                    if least > part.weights[p] {
                        (part.weights[p], raised) = (least, true);
                    }
                }
                if part.weights[p] > 0.0 && self.least[p] == 0.0 {
                    return false;
                }
            }
            if !raised {
                return true;
            }
        }
        false
    }
}
