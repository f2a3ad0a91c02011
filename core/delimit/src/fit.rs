//! Floors: the least weights that give every party the share it must have.
//!
//! Scores `u_i = phi(d_i)`; the partition `argmin (u_i - w_i)` with `w >= 0` and `w_i (share_i - floor_i) = 0`
//! minimises the total of `phi` subject to the floors (semi-discrete optimal transport; Geiss, Klein,
//! Penninger, Rote 2013, arXiv 1206.3057). Hence only binding parties carry weight, and whoever does not
//! touch them keeps what he has. One binding party: its share grows with its weight, so a bracketed root
//! always ends. Several: the parties below their floors are raised in turn, each to its floor with the
//! others held (Oliker and Prussner 1988), until none moves; weights only grow, so this ends too. A region
//! may be kept for the unweighted partition.

use crate::error::DelimitError;
use crate::field::{Binary, Field};
use crate::partition::Partition;
use crate::root::bracket;
use crate::waters::{FitRequest, Functions, Proof, SolveOptions, Waters};

/// A floor is met when the share is within this fraction of the sea of it.
pub const FLOOR_MET: f64 = 1e-9;
/// Sweeps over the binding parties before the fit gives up.
const MOST_SWEEPS: usize = 60;
/// The first weight tried, as a change of score that matters: 1 km for a distance, 1 % for a logarithm.
const FIRST_STEP: [f64; 2] = [1000.0, 0.01];

struct Fit<'a> {
    waters: &'a Waters,
    request: &'a FitRequest,
    functions: &'a dyn Functions,
    options: &'a SolveOptions<'a>,
    weights: Vec<f64>,
    solved: usize,
}

pub(crate) fn fit(
    waters: &Waters,
    request: &FitRequest,
    functions: &dyn Functions,
    options: &SolveOptions<'_>,
) -> Result<(Partition, Proof), DelimitError> {
    feasible(waters, request)?;
    let weights = vec![0.0; request.scores.len()];
    let mut fit = Fit { waters, request, functions, options, weights, solved: 0 };
    fit.run()
}

/// Floors that together exceed the sea have no solution, whatever the weights.
fn feasible(waters: &Waters, request: &FitRequest) -> Result<(), DelimitError> {
    if let Some((k, f)) = request.floor.iter().enumerate().find(|(_, f)| !(0.0..=1.0).contains(*f))
    {
        let name = &request.scores[k].0;
        return Err(DelimitError::Infeasible(format!(
            "the floor of {name} is {:.1} % of the sea",
            f * 100.0
        )));
    }
    let sum: f64 = request.floor.iter().sum();
    if sum > 1.0 + 1e-12 {
        let asked = request.scores.iter().zip(&request.floor).filter(|(_, f)| **f > 0.0);
        let list: Vec<String> =
            asked.map(|((h, _), f)| format!("{h} {:.1} %", f * 100.0)).collect();
        let excess = (sum - 1.0) * waters.sea_m2() / 1e6;
        return Err(DelimitError::Infeasible(format!(
            "{} = {:.1} % of the sea; there is 100.0 %: {:.1} points ({excess:.0} km2) too much",
            list.join(" + "),
            sum * 100.0,
            (sum - 1.0) * 100.0
        )));
    }
    Ok(())
}

impl Fit<'_> {
    fn run(&mut self) -> Result<(Partition, Proof), DelimitError> {
        let mut shares = self.shares()?;
        for _ in 0..MOST_SWEEPS {
            let short =
                |s: &[f64]| (0..s.len()).find(|k| s[*k] < self.request.floor[*k] - FLOOR_MET);
            if short(&shares).is_none() {
                return Ok(self.proof(&shares));
            }
            for k in 0..shares.len() {
                if self.request.floor[k] - shares[k] > FLOOR_MET {
                    shares = self.raise(k, shares[k])?;
                }
            }
        }
        let k = (0..shares.len())
            .find(|k| shares[*k] < self.request.floor[*k] - FLOOR_MET)
            .unwrap_or(0);
        Err(DelimitError::Infeasible(format!(
            "{} reaches only {:.3} % of the {:.3} % asked for",
            self.request.scores[k].0,
            shares[k] * 100.0,
            self.request.floor[k] * 100.0
        )))
    }

    fn partition(&self) -> Partition {
        let weighted = self.request.scores.iter().zip(&self.weights).map(|((h, f), w)| {
            let score =
                if *w == 0.0 { f.clone() } else { f.binary(Binary::Sub, &Field::constant(*w)) };
            (h.clone(), score)
        });
        let fitted = Partition::new(weighted.collect());
        match &self.request.keep {
            Some((region, kept)) => fitted.over(region, kept),
            None => fitted,
        }
    }

    fn shares(&mut self) -> Result<Vec<f64>, DelimitError> {
        self.solved += 1;
        let partition = self.partition();
        let areas = self.waters.areas(&partition, self.functions, self.options)?;
        let of = |h: &crate::partition::Holder| {
            partition
                .holders()
                .position(|k| k == h)
                .map_or(0.0, |k| areas[k] / self.waters.sea_m2())
        };
        Ok(self.request.scores.iter().map(|(h, _)| of(h)).collect())
    }

    /// Raises the weight of one party until it has its floor; returns the shares then.
    fn raise(&mut self, k: usize, now: f64) -> Result<Vec<f64>, DelimitError> {
        let floor = self.request.floor[k];
        let start = self.weights[k];
        let mut low = (start, now - floor);
        let mut step = self.first_step();
        let high = loop {
            let w = low.0 + step;
            let gap = self.gap(k, w)?;
            if gap >= 0.0 {
                break (w, gap);
            }
            low = (w, gap);
            step *= 2.0;
            // Beyond four doublings of the sea's size nothing more can be gained.
            if step > self.first_step() * 65_536.0 {
                return Err(self.exhausted(k, floor + gap));
            }
        };
        let mut failed = None;
        let mut best = high;
        let w = bracket(low, high, (high.0 - low.0) * 1e-13, |w| match self.gap(k, w) {
            // Close enough to the floor: stop there.
            Ok(gap) if gap.abs() < FLOOR_MET / 4.0 => {
                best = (w, gap);
                0.0
            }
            Ok(gap) => {
                if gap.abs() < best.1.abs() {
                    best = (w, gap);
                }
                gap
            }
            Err(e) => {
                failed = Some(e);
                0.0
            }
        });
        if let Some(e) = failed {
            return Err(e);
        }
        self.weights[k] = if best.1.abs() < FLOOR_MET { best.0 } else { w };
        self.shares()
    }

    fn gap(&mut self, k: usize, w: f64) -> Result<f64, DelimitError> {
        self.weights[k] = w;
        Ok(self.shares()?[k] - self.request.floor[k])
    }

    /// Distances differ by kilometres, logarithms by hundredths: told apart by the size of a score.
    fn first_step(&self) -> f64 {
        let basis = self.waters.mid_sea_score(&self.request.scores, self.functions);
        if basis > 100.0 { FIRST_STEP[0] } else { FIRST_STEP[1] }
    }

    fn exhausted(&self, k: usize, share: f64) -> DelimitError {
        let (name, floor) = (&self.request.scores[k].0, self.request.floor[k]);
        DelimitError::Infeasible(format!(
            "{name} cannot have {:.1} % of the sea: with any weight it reaches at most {:.1} % outside what is kept for others",
            floor * 100.0,
            share * 100.0
        ))
    }

    fn proof(&self, shares: &[f64]) -> (Partition, Proof) {
        let active: Vec<usize> = (0..shares.len()).filter(|k| self.weights[*k] > 0.0).collect();
        let off = |k: &usize| (shares[*k] - self.request.floor[*k]).abs();
        let residual = active.iter().map(off).fold(0.0, f64::max);
        let proof =
            Proof { weights: self.weights.clone(), active, residual, iterations: self.solved };
        (self.partition(), proof)
    }
}
