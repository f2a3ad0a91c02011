//! Shares and rates of a solved partition, and the coarse mesh corrected by them.

use super::coarse::Coarse;
use super::newton::Oracle;
use super::{Capacity, FitRequest};
use crate::cells::Line;
use crate::error::DelimitError;
use crate::field::{Binary, Field};
use crate::jacobian;
use crate::partition::Partition;
use crate::solve;
use crate::waters::{Functions, SolveOptions, Waters};

/// Tolerance of lines while shares are still off by more than the first figure, metres. Areas follow the curve
/// between vertices: at 30 m they are good to 1e-8 of the sea, at 1 m to 1e-9, at 0.3 m to 1e-10.
const TOLERANCES_M: [(f64, f64); 3] = [(1e-2, 30.0), (1e-4, 1.0), (0.0, FINE_M)];
const FINE_M: f64 = 0.3;
/// A point of a line within this and twice the tolerance of where two scores are equal is moved by weights.
const ON_LINE_M: f64 = 20.0;
/// Relative changes of weights tried where the geometry does not close.
const NUDGES: [f64; 3] = [0.0, 1e-7, -3e-7];

/// The engine itself.
pub(crate) struct Exact<'a> {
    pub(crate) waters: &'a Waters,
    pub(crate) request: &'a FitRequest,
    pub(crate) functions: &'a dyn Functions,
    pub(crate) options: &'a SolveOptions<'a>,
    /// Tolerance of lines, metres.
    pub(crate) tolerance_m: f64,
    /// Partitions solved so far.
    pub(crate) solved: usize,
}

impl Exact<'_> {
    /// Chooses the tolerance for shares that were last off by this.
    pub(crate) fn expect(&mut self, off: f64) {
        let fits = TOLERANCES_M.iter().find(|(least, _)| off > *least || *least == 0.0);
        self.tolerance_m = fits.map_or(FINE_M, |(_, tolerance)| *tolerance);
    }

    /// Are areas good to well below [`super::FLOOR_MET`]?
    pub(crate) fn is_fine(&self) -> bool {
        self.tolerance_m <= FINE_M
    }

    /// Scores less weights.
    fn weighted(&self, weights: &[f64]) -> Partition {
        let scores = self.request.scores.iter().zip(weights).map(|((h, f), w)| {
            let score =
                if *w == 0.0 { f.clone() } else { f.binary(Binary::Sub, &Field::constant(*w)) };
            (h.clone(), score)
        });
        Partition::new(scores.collect())
    }

    /// The partition under weights, the kept region in place.
    pub(crate) fn partition(&self, weights: &[f64]) -> Partition {
        let fitted = self.weighted(weights);
        match &self.request.keep {
            Some((region, kept)) => fitted.over(region, kept),
            None => fitted,
        }
    }

    fn once(&mut self, weights: &[f64]) -> Result<Capacity, DelimitError> {
        self.solved += 1;
        let count = self.request.scores.len();
        let basis = self.waters.basis();
        let options = SolveOptions { tolerance_m: self.tolerance_m, ..*self.options };
        let partition = self.partition(weights);
        let problem = solve::problem(&basis, &partition, self.functions, &options)?;
        let solution = problem.solve()?;
        let lines: Vec<&Line> = solution.lines().collect();
        let plain = self.weighted(weights);
        let judge = solve::problem(&basis, &plain, self.functions, &options)?;
        let mut eval = judge.evaluator();
        let mut out = Capacity::empty(count);
        out.share.copy_from_slice(&problem.areas(&solution)[..count]);
        out.rate = jacobian::rates(&mut eval, &lines, count, ON_LINE_M + 2.0 * self.tolerance_m);
        eval.check()?;
        Ok(out.scaled(basis.sea_m2))
    }
}

impl Oracle for Exact<'_> {
    /// Weights at which boundaries do not close are moved by a hair.
    fn capacity(&mut self, weights: &mut [f64]) -> Result<Capacity, DelimitError> {
        let mut last = DelimitError::Cancelled;
        for nudge in NUDGES {
            let moved: Vec<f64> = weights.iter().map(|w| w * (1.0 + nudge)).collect();
            match self.once(&moved) {
                Err(e @ DelimitError::Geometry { .. }) => last = e,
                other => {
                    weights.copy_from_slice(&moved);
                    return other;
                }
            }
        }
        Err(last)
    }
}

/// The coarse mesh with the difference from one exact solution carried along: exact there in
/// shares and rates, and nearly so about it.
pub(crate) struct Corrected<'a> {
    coarse: &'a Coarse,
    at: Vec<f64>,
    offset: Vec<f64>,
    tilt: Vec<Vec<f64>>,
}

impl<'a> Corrected<'a> {
    pub(crate) fn by(coarse: &'a Coarse, exact: &Capacity, at: &[f64]) -> Self {
        let rough = coarse.capacity(at);
        let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x - y).collect::<Vec<_>>();
        Self {
            coarse,
            at: at.to_vec(),
            offset: minus(&exact.share, &rough.share),
            tilt: exact.rate.iter().zip(&rough.rate).map(|(a, b)| minus(a, b)).collect(),
        }
    }
}

impl Oracle for Corrected<'_> {
    fn capacity(&mut self, weights: &mut [f64]) -> Result<Capacity, DelimitError> {
        let mut out = self.coarse.capacity(weights);
        let apart: Vec<f64> = weights.iter().zip(&self.at).map(|(w, at)| w - at).collect();
        for (i, tilt) in self.tilt.iter().enumerate() {
            out.share[i] += self.offset[i];
            for (j, rate) in tilt.iter().enumerate() {
                out.share[i] += rate * apart[j];
                out.rate[i][j] += rate;
            }
        }
        Ok(out)
    }
}

impl Oracle for &Coarse {
    fn capacity(&mut self, weights: &mut [f64]) -> Result<Capacity, DelimitError> {
        Ok(Coarse::capacity(self, weights))
    }
}
