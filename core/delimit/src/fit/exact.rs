//! Shares and rates of a solved partition, and the coarse mesh corrected by them.

use std::cmp::Ordering;

use super::coarse::Coarse;
use super::demand::asked;
use super::unfold::{Folded, Plain, Wedge};
use super::{Capacity, FLOOR_MET, FitRequest};
use crate::cells::Line;
use crate::density::Density;
use crate::error::DelimitError;
use crate::eval::{Evaluator, Label};
use crate::field::{Binary, Field};
use crate::jacobian;
use crate::partition::{Partition, Turned};
use crate::solve;
use crate::ties;
use crate::waters::{Functions, SolveOptions, Waters};

/// Tolerance of lines, metres, while shares are still off by more than the second figure, so that the next solution will not
/// be the last, and then. Areas follow the curve between vertices: at 30 m they are good to 1e-9 of the sea, at 3 m to
/// 2e-10.
const COARSE_M: f64 = 30.0;
const STILL_OFF: f64 = 2e-5;
const FINE_M: f64 = 3.0;
/// The same for a measure with a density, which is integrated along the printed points.
const COARSE_DENSITY_M: f64 = 1.0;
const FINE_DENSITY_M: f64 = 3e-3;
/// That is so in a sea of this size, the root of its area in metres; smaller ones ask for as much less, and at the last for
/// as much less again, down to this part.
const SIZE_M: f64 = 6e5;
const LEAST_PART: f64 = 0.1;
/// A point of a line within this and twice the tolerance of where two scores are equal is moved by weights.
const ON_LINE_M: f64 = 20.0;
/// Relative changes of weights tried where the geometry does not close.
const NUDGES: [f64; 3] = [0.0, 1e-7, -3e-7];
/// Partitions solved before a fit is given up: ordinary ones need 2 to 10.
const MOST_SOLVED: usize = 80;

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
    /// Are weights sought, so that rates are needed only where bounds are not met?
    pub(crate) seeks: bool,
    /// Areas in which two of the parties share their nearest point.
    pub(crate) wedges: &'a [Wedge],
    /// The measure of which shares are shares; `None` for the area.
    pub(crate) density: Option<&'a Density<'a>>,
}

impl Exact<'_> {
    /// Chooses the tolerance for shares that were last off by this.
    pub(crate) fn expect(&mut self, off: f64) {
        self.tolerance_m = if off > STILL_OFF { self.coarse_m() } else { self.fine_m() };
    }

    /// The whole of which shares are parts, in the measure's unit.
    pub(crate) fn whole(&self) -> f64 {
        self.density.map_or(self.waters.sea_m2(), |density| density.total)
    }

    fn coarse_m(&self) -> f64 {
        let most = if self.density.is_some() { COARSE_DENSITY_M } else { COARSE_M };
        most * self.size()
    }

    /// Are areas good to well below [`super::FLOOR_MET`]?
    pub(crate) fn is_fine(&self) -> bool {
        self.tolerance_m <= self.fine_m()
    }

    /// The sea's size as a part of that for which tolerances are given.
    fn size(&self) -> f64 {
        (self.waters.sea_m2().sqrt() / SIZE_M).clamp(1e-3, 1.0)
    }

    /// Tolerance at the last: below some decimetres stretches are judged by the tolerance alone, no longer by the engine's
    /// own millimetres, so that smaller seas ask for less than their part.
    fn fine_m(&self) -> f64 {
        let most = if self.density.is_some() { FINE_DENSITY_M } else { FINE_M };
        most * self.size() * self.size().max(LEAST_PART)
    }

    /// Rays of the wedges after their turns.
    fn rays(&self, at: &Folded) -> Vec<Turned> {
        let termini = self.waters.termini();
        let turned = self.wedges.iter().zip(&at.turns).filter(|(_, turn)| **turn != 0.0);
        let ray = |(wedge, turn): (&Wedge, &f64)| Turned {
            terminus: wedge.terminus,
            azimuth_deg: wedge.azimuth_deg(&termini[wedge.terminus as usize], *turn),
        };
        turned.map(ray).collect()
    }

    /// The holders' names, in the order of the scores.
    pub(crate) fn names(&self) -> Vec<String> {
        self.request.scores.iter().map(|(holder, _)| holder.to_string()).collect()
    }

    /// Scores less weights.
    pub(crate) fn weighted(&self, weights: &[f64]) -> Partition {
        let scores = self.request.scores.iter().zip(weights).map(|((h, f), w)| {
            let score =
                if *w == 0.0 { f.clone() } else { f.binary(Binary::Sub, &Field::constant(*w)) };
            (h.clone(), score)
        });
        Partition::new(scores.collect())
    }

    /// The partition under weights and turns, the kept region in place.
    pub(crate) fn partition(&self, at: &Folded) -> Partition {
        let fitted = self.weighted(&at.weights).with_rays(self.rays(at));
        match &self.request.keep {
            Some((region, kept)) => fitted.over(region, kept),
            None => fitted,
        }
    }

    fn once(&mut self, at: &Folded) -> Result<Capacity, DelimitError> {
        if self.solved >= MOST_SOLVED {
            return Err(DelimitError::Invalid(format!(
                "a fit did not settle within {MOST_SOLVED} divisions: no weights found that give {}; ask for a little more or less, or for a floor in place of a target",
                asked(&self.names(), &self.request.bounds)
            )));
        }
        self.solved += 1;
        let count = self.request.scores.len();
        let options = SolveOptions { tolerance_m: self.tolerance_m, ..*self.options };
        let partition = self.partition(at);
        let basis = self.waters.basis().for_rays_of(&partition);
        let problem = solve::problem(&basis, &partition, self.functions, &options)?;
        let solution = problem.solve()?;
        let lines: Vec<&Line> = solution.lines().collect();
        let plain = self.weighted(&at.weights);
        let judge = solve::problem(&basis, &plain, self.functions, &options)?;
        let mut eval = judge.evaluator();
        let mut out = Capacity::empty(count);
        out.share = match self.density {
            Some(density) => density.held(&basis, &solution, count),
            None => problem.areas(&solution)[..count].to_vec(),
        };
        let whole = self.whole();
        if self.seeks && self.is_fine() && self.is_met(at, &out.share, whole) {
            return Ok(out.scaled(whole));
        }
        let reach_m = ON_LINE_M + 2.0 * self.tolerance_m;
        out.rate = jacobian::rates(&mut eval, &lines, count, (reach_m, self.density));
        out.by_turn = self.by_turn(&mut eval, at);
        eval.check()?;
        Ok(out.scaled(whole))
    }

    /// Are all bounds met by these parts of the whole, and by nobody's weight beyond what asks for it? Then no rates are needed. Whom a
    /// turned ray serves is not told here.
    fn is_met(&self, at: &Folded, held: &[f64], whole: f64) -> bool {
        let mut all = self.request.bounds.iter().zip(held).zip(&at.weights);
        let plain = at.turns.iter().all(|t| *t == 0.0);
        plain
            && all.all(|((bound, held), weight)| {
                let share = held / whole;
                let meets = |at: f64| (share - at).abs() <= FLOOR_MET;
                match weight.total_cmp(&0.0) {
                    Ordering::Greater => meets(bound.least),
                    Ordering::Less => meets(bound.most),
                    Ordering::Equal => {
                        share >= bound.least - FLOOR_MET && share <= bound.most + FLOOR_MET
                    }
                }
            })
    }

    /// What goes to the first of a wedge's two by a turn of its ray, m2 or the measure a radian.
    fn by_turn(&self, eval: &mut Evaluator<'_>, at: &Folded) -> Vec<f64> {
        let termini = &eval.basis.termini;
        let of = |(wedge, turn): (&Wedge, &f64)| {
            let [a, b] = wedge.pair;
            if at.weights[a] != at.weights[b] || !wedge.is_open(*turn) {
                return 0.0;
            }
            let t = &termini[wedge.terminus as usize];
            ties::per_radian(eval, t, t.ray_deg(), (a as Label, b as Label), self.density)
        };
        self.wedges.iter().zip(&at.turns).map(of).collect()
    }
}

impl Plain for &mut Exact<'_> {
    /// Weights and rays at which boundaries do not close are moved by a hair.
    fn under(&mut self, at: &mut Folded, _: &[Wedge]) -> Result<Capacity, DelimitError> {
        let mut last = DelimitError::Cancelled;
        for nudge in NUDGES {
            let all = |v: &[f64]| v.iter().map(|w| w * (1.0 + nudge)).collect();
            let moved = Folded { weights: all(&at.weights), turns: all(&at.turns) };
            match self.once(&moved) {
                Err(e @ DelimitError::Geometry { .. }) => last = e,
                other => {
                    *at = moved;
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
    at: Folded,
    offset: Vec<f64>,
    tilt: Vec<Vec<f64>>,
    tilt_by_turn: Vec<f64>,
}

impl<'a> Corrected<'a> {
    pub(crate) fn by(coarse: &'a Coarse, exact: &Capacity) -> Self {
        let rough = coarse.capacity(&exact.at);
        let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x - y).collect::<Vec<_>>();
        Self {
            coarse,
            at: exact.at.clone(),
            offset: minus(&exact.share, &rough.share),
            tilt: exact.folded_rate.iter().zip(&rough.rate).map(|(a, b)| minus(a, b)).collect(),
            tilt_by_turn: minus(&exact.by_turn, &rough.by_turn),
        }
    }
}

impl Plain for &mut Corrected<'_> {
    fn under(&mut self, at: &mut Folded, wedges: &[Wedge]) -> Result<Capacity, DelimitError> {
        let mut out = self.coarse.capacity(at);
        for (i, tilt) in self.tilt.iter().enumerate() {
            out.share[i] += self.offset[i];
            for (j, rate) in tilt.iter().enumerate() {
                out.share[i] += rate * (at.weights[j] - self.at.weights[j]);
                out.rate[i][j] += rate;
            }
        }
        for (e, (wedge, tilt)) in wedges.iter().zip(&self.tilt_by_turn).enumerate() {
            let gained = tilt * (at.turns[e] - self.at.turns[e]);
            out.share[wedge.pair[0]] += gained;
            out.share[wedge.pair[1]] -= gained;
            out.by_turn[e] += tilt;
        }
        Ok(out)
    }
}

impl Plain for &Coarse {
    fn under(&mut self, at: &mut Folded, _: &[Wedge]) -> Result<Capacity, DelimitError> {
        Ok(self.capacity(at))
    }
}
