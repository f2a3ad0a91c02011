//! Capacity: weights that give every party the share it must or may have.
//!
//! Scores `u_i = phi(d_i)`; each point goes to the lowest `u_i - w_i`. Among all divisions that meet the bounds this
//! one has the least total of `phi` (semi-discrete optimal transport; Geiss, Klein, Penninger, Rote 2013, arXiv
//! 1206.3057), if `w_i >= 0` and `w_i (share_i - floor_i) = 0` for floors, `w_i <= 0` likewise for ceilings, any `w_i`
//! for targets. Hence only binding parties carry weight, and whoever does not touch them keeps what he has.
//! A region may be kept for the unweighted partition. Where equal weights leave an area to both of two parties it is
//! divided besides (`fit/unfold.rs`).
//!
//! First weights come from a coarse mesh on which scores count as linear (`fit/coarse.rs`): thousandths off,
//! but a solution there costs next to nothing. Then the engine solves the partition with its exact rates
//! (`jacobian.rs`), the mesh is corrected by what came out, and solved again: two or three solutions reach
//! 1e-9 of the sea, or of a measure with a density (`density.rs`). Shares by deposits are counted, not measured
//! (`fit/points.rs`): by auction, or by a search through all divisions by weights, and of too many deposits for that a
//! failure says that it proves nothing.

mod auction;
mod clip;
mod coarse;
mod demand;
mod divisions;
mod exact;
mod newton;
mod pivot;
mod points;
mod split;
mod unfold;

use coarse::Coarse;
use demand::{Whole, attainable, brought_to_whole, feasible};
use exact::{Corrected, Exact};
use littoral_geodesy::LatLon;
use newton::{Goal, Settled};
use pivot::settle;
use split::{LEAST_TOLD, splits};
use unfold::{Folded, Plain, Unfolded, Unfolding, Wedge};

pub use demand::Bound;
pub use split::Split;

use crate::basis::Basis;
use crate::density::{self, Density};
use crate::error::DelimitError;
use crate::eval::Label;
use crate::field::{Field, Region};
use crate::partition::{Holder, Partition};
use crate::solve;
use crate::ties;
use crate::waters::{Functions, SolveOptions, Waters};

/// A bound is met when the share is within this fraction of the whole of it.
pub const FLOOR_MET: f64 = 1e-9;
/// The same on the coarse mesh before, and after it was corrected by a solution.
const COARSE_MET: f64 = 1e-7;
const CORRECTED_MET: f64 = 1e-12;
/// Corrections before the engine is left alone with the weights.
const MOST_ROUNDS: usize = 6;
/// Weights below this part of the typical difference of scores are rounding.
const ROUNDING: f64 = 1e-13;
/// A tie wedge smaller than this fraction of the sea cannot keep a share from its bound.
const LEAST_WEDGE: f64 = 1e-11;
/// Certificates closer than this to the whole need the kept areas exactly: the coarse mesh may be off by it.
const DOUBTFUL: f64 = 0.02;

/// What shares are shares of.
#[derive(Debug, Clone, Default)]
pub enum Measure {
    /// Area of the sea.
    #[default]
    Area,
    /// Value of deposits, each whole to the holder of its place.
    Value(Vec<Deposited>),
    /// Integral of a field that is not negative, as depth for the volume of water: see [`crate::Waters::integrals`].
    Density(Field),
}

/// A deposit's place and its value in any unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deposited {
    /// Where it lies.
    pub at: LatLon,
    /// Its value, not negative.
    pub value: f64,
}

/// The demand of [`Waters::fit`].
#[derive(Debug, Clone)]
pub struct FitRequest {
    /// Scores whose weights are fitted (`d` for additive, `log d` for equiratio), one a holder.
    pub scores: Vec<(Holder, Field)>,
    /// What each of them must and may have, in the same order.
    pub bounds: Vec<Bound>,
    /// Of what.
    pub measure: Measure,
    /// Where the unweighted partition stands.
    pub keep: Option<(Region, Partition)>,
    /// Where no division gives what is asked: give the certificate in the proof, with the unweighted
    /// partition, instead of an error.
    pub certify: bool,
}

impl FitRequest {
    /// Bounds on shares of the sea's area, nothing kept.
    #[must_use]
    pub fn new(scores: Vec<(Holder, Field)>, bounds: Vec<Bound>) -> Self {
        Self { scores, bounds, measure: Measure::Area, keep: None, certify: false }
    }
}

/// Evidence of a fit.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Weight subtracted from each score, in the score's unit, in the order of the scores.
    pub weights: Vec<f64>,
    /// Binding parties.
    pub active: Vec<usize>,
    /// Greatest distance of a binding share from its bound (fraction of the whole).
    pub residual: f64,
    /// Greatest `|w_i (share_i - bound_i)|`: nothing carries weight without need.
    pub kkt: f64,
    /// Total score of this division outside the kept region, as a mean over the whole measure: by the mesh of the first
    /// weights (64 cells across the sea, scores linear in each), to the four digits that it is good for. Of deposits it is
    /// exact.
    pub primal: f64,
    /// The dual's value, the least that such a division can have: `primal - gap`.
    pub dual: f64,
    /// Duality gap `sum w_i (share_i - bound_i)` in the score's unit a unit of area: how far above the least
    /// total this division can be.
    pub gap: f64,
    /// Partitions solved.
    pub iterations: usize,
    /// Wedges that are not divided as their terminus rule has it: see [`Split`].
    pub splits: Vec<Split>,
    /// What a reader should know: wedges divided otherwise, shares that jump over their bound.
    pub notes: Vec<String>,
    /// Why nothing gives what is asked; only where [`FitRequest::certify`] asks for it. The weights are 0 then,
    /// the residual is the deficit, and primal and dual are infinite.
    pub infeasible: Option<Infeasible>,
}

/// Why no division can give what is asked. Weight `t` for each of the violated parties raises the dual of the fit by
/// `t` times the deficit, without bound: that is the proof. Of whole deposits there may be enough and yet no division by
/// weights that gives it: then all of those were searched, and `supply` is the most that one gives toward the floors.
#[derive(Debug, Clone, PartialEq)]
pub struct Infeasible {
    /// The certificate in one sentence.
    pub text: String,
    /// The parties whose demands cannot stand together.
    pub violated: Vec<String>,
    /// What they ask for together, as a fraction of the whole.
    pub demand: f64,
    /// What there is for them.
    pub supply: f64,
    /// The difference.
    pub deficit: f64,
}

/// In a certificate that counts a region kept as it is: more could be had from a smaller one.
pub const KEPT: &str = "outside what is kept for others";

impl Infeasible {
    fn because(text: String, violated: Vec<String>, [demand, supply]: [f64; 2]) -> DelimitError {
        let deficit = demand - supply;
        DelimitError::Infeasible(Box::new(Self { text, violated, demand, supply, deficit }))
    }
}

/// A reason without figures, for programs that are not about shares.
impl From<&str> for Box<Infeasible> {
    fn from(text: &str) -> Self {
        let text = text.to_owned();
        Self::new(Infeasible { text, violated: Vec::new(), demand: 0.0, supply: 0.0, deficit: 0.0 })
    }
}

/// Shares under some weights, and how they change with them: the worth of a unit of weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// Share of the sea by score.
    pub share: Vec<f64>,
    /// `rate[i][j]`: change of share `i` by weight `j`, a unit of score.
    pub rate: Vec<Vec<f64>>,
    /// Mean score, where it was asked for.
    cost: f64,
    /// Rates by the weights behind it.
    folded_rate: Vec<Vec<f64>>,
    /// Change of the first share of each tie wedge by a turn of its ray, a radian.
    by_turn: Vec<f64>,
    /// Weights and turns behind it.
    at: Folded,
}

impl Capacity {
    fn empty(count: usize) -> Self {
        Self {
            share: vec![0.0; count],
            rate: vec![vec![0.0; count]; count],
            cost: 0.0,
            folded_rate: Vec::new(),
            by_turn: Vec::new(),
            at: Folded::plain(vec![0.0; count]),
        }
    }

    /// Adds a stretch of boundary between two.
    fn join(&mut self, i: usize, j: usize, rate: f64) {
        self.rate[i][i] += rate;
        self.rate[j][j] += rate;
        self.rate[i][j] -= rate;
        self.rate[j][i] -= rate;
    }

    /// Areas to fractions of the whole.
    fn scaled(mut self, whole: f64) -> Self {
        let rates = self.rate.iter_mut().flatten().chain(&mut self.by_turn);
        self.share.iter_mut().chain(rates).for_each(|v| *v /= whole);
        self.cost /= whole;
        self
    }
}

/// Shares of area and their rates under given weights.
pub(crate) fn capacity(
    waters: &Waters,
    request: &FitRequest,
    weights: &[f64],
    functions: &dyn Functions,
    options: &SolveOptions<'_>,
) -> Result<Capacity, DelimitError> {
    if request.scores.len() != weights.len() {
        return Err(DelimitError::Invalid("a fit needs one weight a score".into()));
    }
    let tolerance_m = options.tolerance_m;
    let basis = waters.basis();
    let density = density(&basis, &request.measure, functions, options)?;
    let mut exact = Exact {
        waters,
        request,
        functions,
        options,
        tolerance_m,
        solved: 0,
        seeks: false,
        wedges: &[],
        density: density.as_ref(),
    };
    (&mut exact).under(&mut Folded::plain(weights.to_vec()), &[])
}

/// The density of a measure that has one.
pub(crate) fn density<'a>(
    basis: &'a Basis,
    measure: &Measure,
    functions: &dyn Functions,
    options: &SolveOptions<'_>,
) -> Result<Option<Density<'a>>, DelimitError> {
    match measure {
        Measure::Density(field) => density::of(basis, field, functions, options).map(Some),
        Measure::Area | Measure::Value(_) => Ok(None),
    }
}

pub(crate) fn fit(
    waters: &Waters,
    request: &FitRequest,
    density: Option<&Density<'_>>,
    functions: &dyn Functions,
    options: &SolveOptions<'_>,
) -> Result<(Partition, Proof), DelimitError> {
    if request.scores.len() != request.bounds.len() {
        return Err(DelimitError::Invalid("a fit needs one bound a score".into()));
    }
    let written = brought_to_whole(&request.bounds);
    let (whole, note) = written.map_or((None, None), |(bounds, note)| {
        (Some(FitRequest { bounds, ..request.clone() }), Some(note))
    });
    let request = whole.as_ref().unwrap_or(request);
    let names: Vec<String> = request.scores.iter().map(|(h, _)| h.to_string()).collect();
    let exact = || Exact {
        waters,
        request,
        functions,
        options,
        tolerance_m: 0.0,
        solved: 0,
        seeks: true,
        wedges: &[],
        density,
    };
    let answer = match &request.measure {
        Measure::Area | Measure::Density(_) => by_share(exact(), &names),
        Measure::Value(deposits) => points::fit(&exact(), &names, deposits),
    };
    let (partition, mut proof) = match answer {
        Err(DelimitError::Infeasible(why)) if request.certify => unmet(&exact(), *why),
        other => other?,
    };
    proof.notes.extend(note);
    Ok((partition, proof))
}

/// The unweighted partition with the certificate.
fn unmet(exact: &Exact<'_>, why: Infeasible) -> (Partition, Proof) {
    let weights = vec![0.0; exact.request.bounds.len()];
    let partition = exact.partition(&Folded::plain(weights.clone()));
    let residual = why.deficit.abs();
    let proof = Proof {
        weights,
        active: Vec::new(),
        residual,
        kkt: 0.0,
        primal: f64::INFINITY,
        dual: f64::INFINITY,
        gap: 0.0,
        iterations: 0,
        splits: Vec::new(),
        notes: vec![why.text.clone()],
        infeasible: Some(why),
    };
    (partition, proof)
}

fn by_share(exact: Exact<'_>, names: &[String]) -> Result<(Partition, Proof), DelimitError> {
    let request = exact.request;
    let bounds = &request.bounds;
    let sea = match exact.density {
        Some(_) => Whole { name: "the measure", km2: None },
        None => Whole { name: "the sea", km2: Some(exact.waters.sea_m2() / 1e6) },
    };
    feasible(names, bounds, &vec![0.0; bounds.len()], &sea)?;
    if request.keep.is_none() && exact.density.is_none() {
        attainable(&request.scores, bounds)?;
    }
    let wedges = wedges(&exact)?;
    let mut exact = Exact { wedges: &wedges, ..exact };
    let coarse = sample(&exact)?;
    let kept = kept(&exact, &coarse)?;
    feasible(names, bounds, &kept, &sea)?;
    let goal = |tolerance| Goal { names, bounds, kept: &kept, tolerance, scale: coarse.scale };
    let by = Unfolding::new(wedges.clone(), coarse.scale);
    let weights = vec![0.0; bounds.len()];
    let capacity = Capacity::empty(bounds.len());
    let mut at = Settled { weights, active: vec![None; bounds.len()], capacity };
    let mut rough = Unfolded { by: &by, plain: &coarse };
    at.ask(&mut rough)?;
    // Where the mesh is too coarse to tell, the engine starts from no weights at all.
    at = settle(&mut rough, &goal(COARSE_MET), at.clone()).unwrap_or(at);
    corrected(&mut exact, (&coarse, &by), &goal, &mut at)?;
    proven(&exact, &coarse, &at)
}

/// Solves, corrects the coarse mesh by the solution, and again until the bounds are met; if that does not
/// help, the engine is left alone with the weights.
fn corrected<'a>(
    exact: &mut Exact<'_>,
    (coarse, by): (&Coarse, &Unfolding),
    goal: &dyn Fn(f64) -> Goal<'a>,
    at: &mut Settled,
) -> Result<(), DelimitError> {
    let mut best = f64::INFINITY;
    for _ in 0..MOST_ROUNDS {
        exact.expect(best);
        at.ask(&mut Unfolded { by, plain: &mut *exact })?;
        let off = goal(FLOOR_MET).worst(at);
        // A first guess is never the last word: its lines were coarse.
        if off <= FLOOR_MET && exact.is_fine() {
            return Ok(());
        }
        if off > 0.5 * best {
            break;
        }
        best = off;
        let mut model = Corrected::by(coarse, &at.capacity);
        let mut model = Unfolded { by, plain: &mut model };
        match settle(&mut model, &goal(CORRECTED_MET), at.clone()) {
            Ok(next) => *at = next,
            Err(_) => break,
        }
    }
    exact.expect(0.0);
    let mut engine = Unfolded { by, plain: exact };
    at.ask(&mut engine)?;
    *at = settle(&mut engine, &goal(FLOOR_MET), at.clone())?;
    Ok(())
}

/// Areas in which two of the parties share their nearest point and their scores are equal without weights.
fn wedges(exact: &Exact<'_>) -> Result<Vec<Wedge>, DelimitError> {
    let plain = Partition::new(exact.request.scores.clone());
    let basis = exact.waters.basis();
    let problem = solve::problem(&basis, &plain, exact.functions, exact.options)?;
    let mut eval = problem.evaluator();
    let score = |party: usize| problem.parties.iter().position(|p| *p == Some(party));
    let mut out = Vec::new();
    for (id, t) in (0..).zip(basis.termini.iter()) {
        let (Some(a), Some(b)) = (score(t.parties[0]), score(t.parties[1])) else { continue };
        let part = ties::area(&mut eval, t, (a as Label, b as Label), exact.density)?;
        let part = part / exact.whole();
        let wedge = Wedge::new(id, t, [a, b], part);
        if part > LEAST_WEDGE && wedge.room[0] < wedge.room[1] {
            out.push(wedge);
        }
    }
    eval.check()?;
    Ok(out)
}

/// The coarse mesh over the plain scores, the kept region and its partition.
fn sample(exact: &Exact<'_>) -> Result<Coarse, DelimitError> {
    let request = exact.request;
    let mut all = request.scores.clone();
    let mut holders = Vec::new();
    if let Some((region, kept)) = &request.keep {
        all.push((Holder::new("the kept region"), region.field().clone()));
        for (holder, field) in kept.scores.iter() {
            holders.push(request.scores.iter().position(|(h, _)| h == holder));
            all.push((Holder::new(&format!("{holder}, kept")), field.clone()));
        }
    }
    let partition = Partition::new(all);
    let basis = exact.waters.basis();
    let problem = solve::problem(&basis, &partition, exact.functions, exact.options)?;
    let mut eval = problem.evaluator();
    let keep = request.keep.is_some().then_some(holders.as_slice());
    let of = (exact.wedges, exact.density);
    let coarse = Coarse::sample(&mut eval, request.scores.len(), keep, of);
    eval.check()?;
    Ok(coarse)
}

/// What the kept region gives to each party, as shares: exactly where a certificate may hang on it.
fn kept(exact: &Exact<'_>, coarse: &Coarse) -> Result<Vec<f64>, DelimitError> {
    let rough = coarse.kept();
    let Some((region, kept)) = &exact.request.keep else { return Ok(rough) };
    let bounds = exact.request.bounds.iter().zip(&rough);
    let need: f64 = bounds.clone().map(|(b, k)| b.least.max(*k)).sum();
    let keeps_more = bounds.clone().any(|(b, k)| b.least < k + DOUBTFUL);
    let tight = bounds.clone().any(|(b, k)| b.most < k + DOUBTFUL);
    if (need < 1.0 - DOUBTFUL || !keeps_more) && !tight {
        return Ok(rough);
    }
    let outside = Holder::new("outside the kept region");
    let only = Partition::new(vec![(outside, Field::constant(0.0))]).over(region, kept);
    let held = match exact.density {
        Some(density) => exact.waters.held(&only, density, exact.functions, exact.options)?,
        None => exact.waters.areas(&only, exact.functions, exact.options)?,
    };
    let of = |holder: &Holder| only.holders().position(|h| h == holder).map_or(0.0, |k| held[k]);
    Ok(exact.request.scores.iter().map(|(h, _)| of(h) / exact.whole()).collect())
}

/// To the four digits that the mesh is good for.
fn told(mean: f64) -> f64 {
    format!("{mean:.3e}").parse().unwrap_or(mean)
}

fn proven(
    exact: &Exact<'_>,
    coarse: &Coarse,
    at: &Settled,
) -> Result<(Partition, Proof), DelimitError> {
    let mut folded = at.capacity.at.clone();
    // Differences count, and what is left of them is not a weight.
    folded.weights.iter_mut().filter(|w| w.abs() < ROUNDING * coarse.scale).for_each(|w| *w = 0.0);
    let weights = folded.weights.clone();
    let primal = told(coarse.capacity(&folded).cost);
    let bounds = &exact.request.bounds;
    let beyond = |k: usize| at.active[k].map_or(0.0, |s| at.capacity.share[k] - bounds[k].at(s));
    let all = || 0..bounds.len();
    let largest = |f: &dyn Fn(usize) -> f64| all().map(|k| f(k).abs()).fold(0.0, f64::max);
    let gap: f64 = all().map(|k| weights[k] * beyond(k)).sum();
    let jumps = all().filter(|k| beyond(*k).abs() > FLOOR_MET).map(|k| {
        format!(
            "the share of {} jumps past its bound by {:.4} points at this weight: water over which two scores are equal goes from one to the other as a whole",
            exact.request.scores[k].0,
            beyond(k).abs() * 100.0
        )
    });
    let partition = exact.partition(&folded);
    let splits = splits(exact, &folded, &partition)?;
    let proof = Proof {
        active: all().filter(|k| at.active[*k].is_some()).collect(),
        residual: largest(&beyond),
        kkt: largest(&|k| weights[k] * beyond(k)),
        primal,
        dual: primal - gap,
        gap,
        iterations: exact.solved,
        notes: splits
            .iter()
            .filter(|s| s.given >= LEAST_TOLD)
            .map(Split::told)
            .chain(jumps)
            .chain(exact.density.map(Density::told))
            .collect(),
        splits,
        infeasible: None,
        weights,
    };
    Ok((partition, proof))
}
