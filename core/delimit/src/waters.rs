//! The engine over one case: distance fields, partitions, solutions.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, RwLock};

use littoral_geodesy::{LatLon, many};
use littoral_model::Case;

use crate::around::Corners;
use crate::basis::{Basis, Core};
use crate::density::{self, Density};
use crate::division::LayerDivision;
use crate::encroach::{self, Frontage};
use crate::error::DelimitError;
use crate::field::{Binary, Field, FunctionId, Node};
use crate::fit::{self, Capacity, FitRequest, Proof};
use crate::metric::coasts::Coasts;
use crate::partition::{Holder, Partition};
use crate::tape::Tape;
use crate::terminus::Terminus;
use crate::touches::{self, Orphan};
use crate::turn::Turn;
use crate::{nudge, overlay, solve};

mod around;
mod cell;
mod doubts;
mod drawn;
mod midline;
mod pieces;
mod sets;
mod shores;
mod strict;
mod values;

pub use around::Path;
pub use drawn::{Drawn, DrawnLine};
use sets::Registry;
pub use shores::Shores;

/// Tolerance for areas alone, metres: the integrals follow the curve, not the printed vertices.
const COARSE_M: f64 = 1.0;

/// From which of a party's shores distance is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum From {
    /// Mainland coast and islands.
    #[default]
    Coast,
    /// Straight baselines where the party has them, and coast and islands.
    Baseline,
}

/// Options of [`Waters::distance`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DistanceOptions {
    /// Effect of the party's islands: 0 none, 1 full; in between the mean of both distances.
    pub islands: f64,
    /// Coast or baseline.
    pub from: From,
    /// Straight or through the water.
    pub path: Path,
}

impl Default for DistanceOptions {
    fn default() -> Self {
        Self { islands: 1.0, from: From::Coast, path: Path::Straight }
    }
}

/// Functions that live outside the engine (plugin scores, script point functions).
pub trait Functions {
    /// Evaluates function `id` at one point: `inputs` in the order of the field's inputs, results
    /// into `out`.
    ///
    /// # Errors
    /// A sentence for the user.
    fn evaluate(
        &self,
        id: FunctionId,
        at: LatLon,
        inputs: &[f64],
        out: &mut [f64],
    ) -> Result<(), String>;
}

/// No outside functions at all.
pub struct NoFunctions;

impl Functions for NoFunctions {
    fn evaluate(&self, id: FunctionId, _: LatLon, _: &[f64], _: &mut [f64]) -> Result<(), String> {
        Err(format!("no function {} is registered", id.0))
    }
}

/// Accuracy and limits of one solution.
#[derive(Debug, Clone, Copy)]
pub struct SolveOptions<'a> {
    /// Greatest distance of the geodesic between neighbouring vertices from the true line, and greatest difference of
    /// the two distances (or other scores in metres) along it, metres.
    pub tolerance_m: f64,
    /// Set from another thread to stop the work.
    pub cancel: Option<&'a AtomicBool>,
}

impl Default for SolveOptions<'_> {
    fn default() -> Self {
        Self { tolerance_m: 0.1, cancel: None }
    }
}

impl SolveOptions<'_> {
    /// Fails once the work is cancelled.
    ///
    /// # Errors
    /// [`DelimitError::Cancelled`].
    pub fn check(&self) -> Result<(), DelimitError> {
        match self.cancel {
            Some(flag) if flag.load(Ordering::Relaxed) => Err(DelimitError::Cancelled),
            _ => Ok(()),
        }
    }
}

/// What counts as a base point.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Bases {
    /// Every point of the coast: distance to the nearest segment.
    #[default]
    Segments,
    /// Only the coordinates given (treaty practice).
    Vertices,
}

/// Does some work on a thread of the pool, unless the scores ask functions outside the engine, which live on the caller's.
fn pooled<T: Send>(
    partition: &Partition,
    functions: &dyn Functions,
    work: impl FnOnce(&dyn Functions) -> T + Send,
) -> Result<T, DelimitError> {
    let outside = Tape::compile(partition)?.outside;
    Ok(if outside { work(functions) } else { many::pooled(|| work(&NoFunctions)) })
}

/// Integrals of a field over each holder's water.
#[derive(Debug, Clone, PartialEq)]
pub struct Integrals {
    /// In the partition's order, in the field's unit times square metres.
    pub held: Vec<f64>,
    /// How the field was taken, for the reader.
    pub note: String,
}

/// The engine over one case. Immutable but for its registry of base-point sets, which are built when
/// a rule first asks for them and kept for the next run.
pub struct Waters {
    case: Arc<Case>,
    core: Arc<Core>,
    bases: Bases,
    sets: RwLock<Registry>,
    /// The corners of the land, when the first distance through the water asks.
    corners: OnceLock<Arc<Corners>>,
    strict: strict::Strict,
    /// For metrics, when the first of them asks.
    coasts: OnceLock<Coasts>,
}

/// A point in the life of a [`Waters`]: see [`Waters::mark`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    sets: usize,
    known: usize,
}

impl Waters {
    /// Builds the indices of a case, with every point of its coasts a base point. A case that others need as well is
    /// shared rather than copied: its coordinates may be a large part of what the indices take.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for a sea without a ring.
    pub fn new(case: impl Into<Arc<Case>>) -> Result<Self, DelimitError> {
        Self::with_bases(case, Bases::Segments)
    }

    /// The same with a choice of what counts as a base point.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for a sea without a ring.
    pub fn with_bases(case: impl Into<Arc<Case>>, bases: Bases) -> Result<Self, DelimitError> {
        let case = case.into();
        let core = Arc::new(many::pooled(|| Core::new(&case, bases))?);
        let (sets, strict) = (RwLock::default(), strict::Strict::default());
        let (corners, coasts) = (OnceLock::new(), OnceLock::new());
        Ok(Self { case, core, bases, sets, corners, strict, coasts })
    }

    /// The case.
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// The coasts for metrics.
    pub(crate) fn coasts(&self) -> &Coasts {
        self.coasts.get_or_init(|| Coasts::new(&self.case))
    }

    /// Area of the sea, m2.
    pub fn sea_m2(&self) -> f64 {
        self.core.sea_m2
    }

    /// The land-boundary termini found on the coasts.
    pub fn termini(&self) -> &[Terminus] {
        &self.core.termini
    }

    /// Distance from the nearest shore of any party, islands included, metres.
    ///
    /// # Errors
    /// As [`Self::distance`].
    pub fn coast(&self) -> Result<Field, DelimitError> {
        let mut all: Option<Field> = None;
        for k in 0..self.case.parties.len() {
            let d = self.distance(k, DistanceOptions::default())?;
            all = Some(all.map_or(d.clone(), |f| f.binary(Binary::Min, &d)));
        }
        all.ok_or_else(|| DelimitError::Invalid("the case has no parties".into()))
    }

    /// Distance from the geodesic line through `points`, prolonged at both ends: negative to the left
    /// of the line, positive to its right, metres.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for fewer than two distinct points.
    pub fn side(&self, points: &[LatLon]) -> Result<Field, DelimitError> {
        let mut distinct = points.to_vec();
        distinct.dedup();
        if distinct.len() < 2 {
            return Err(DelimitError::Invalid("a line needs two distinct points".into()));
        }
        for p in &distinct {
            p.check().map_err(DelimitError::Invalid)?;
        }
        let id = self.register(self.core.drawn_line(&distinct))?;
        Ok(Field::new(Node::Side(id)))
    }

    /// The land-boundary terminus shared by two parties (the first, if there are several).
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] if their coasts do not meet.
    pub fn terminus(&self, a: usize, b: usize) -> Result<LatLon, DelimitError> {
        let name = |k: usize| self.case.parties.get(k).map_or("?", |p| p.id.as_str());
        self.termini_of(a, b).first().copied().ok_or_else(|| {
            DelimitError::Invalid(format!("the coasts of {} and {} do not meet", name(a), name(b)))
        })
    }

    /// All termini that two parties share, in the order of the sea's rings.
    #[must_use]
    pub fn termini_of(&self, a: usize, b: usize) -> Vec<LatLon> {
        self.core.termini.iter().filter(|t| t.joins(a, b)).map(|t| t.at).collect()
    }

    /// Each point to the nearest coast.
    ///
    /// # Errors
    /// As [`Self::distance`].
    pub fn equidistance(&self, options: DistanceOptions) -> Result<Partition, DelimitError> {
        if options.islands == 1.0 {
            self.prepare(true, options.from)?;
        }
        let score = |(k, p): (usize, &littoral_model::Party)| {
            self.distance(k, options).map(|d| (Holder::new(&p.id), d))
        };
        Ok(Partition::new(
            self.case.parties.iter().enumerate().map(score).collect::<Result<_, _>>()?,
        ))
    }

    pub(crate) fn basis(&self) -> Basis {
        let registry = self.read();
        Basis::new(self.core.clone(), registry.sets.clone(), registry.tables.clone())
    }

    /// Solves a partition: lines, cells, areas.
    ///
    /// # Errors
    /// [`DelimitError`]: an outside function failed, the work was cancelled, or the geometry did not
    /// close at any level of refinement.
    pub fn solve(
        &self,
        partition: &Partition,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
    ) -> Result<LayerDivision, DelimitError> {
        self.solve_again(partition, functions, options, &[])
    }

    /// The same, where an earlier solution was found wrong at some places: about these the smallest cells are taken from the
    /// first, and narrower necks of water looked for.
    pub(crate) fn solve_again(
        &self,
        partition: &Partition,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
        doubts: &[LatLon],
    ) -> Result<LayerDivision, DelimitError> {
        pooled(partition, functions, |functions| {
            self.solved(partition, functions, options, doubts)
        })?
    }

    fn solved(
        &self,
        partition: &Partition,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
        doubts: &[LatLon],
    ) -> Result<LayerDivision, DelimitError> {
        let attempt = |partition: &Partition| {
            let basis = self.basis().for_rays_of(partition);
            let mut problem = solve::problem(&basis, partition, functions, options)?;
            problem.doubts = doubts;
            let solution = problem.solve()?;
            problem.division(solution)
        };
        let first = attempt(partition);
        let Err(DelimitError::Geometry { .. }) = first else { return first };
        // A drawn line that only touches the shore is moved by a hair.
        let moved = nudge::HAIRS_M.iter().filter_map(|by| nudge::moved(partition, *by));
        moved.map(|p| attempt(&p)).find(Result::is_ok).unwrap_or(first)
    }

    /// Area by holder in square metres, in the partition's order, without points for print.
    ///
    /// # Errors
    /// As [`Self::solve`].
    pub fn areas(
        &self,
        partition: &Partition,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
    ) -> Result<Vec<f64>, DelimitError> {
        let basis = self.basis().for_rays_of(partition);
        let coarse = SolveOptions { tolerance_m: options.tolerance_m.max(COARSE_M), ..*options };
        let problem = solve::problem(&basis, partition, functions, &coarse)?;
        let solution = problem.solve()?;
        Ok(problem.areas(&solution))
    }

    /// Integral of a field over each holder's water, in the field's unit times square metres, in the partition's order: of
    /// depth in metres the volume of water in cubic metres, of a density of fish the fish. The field is taken at 513 by
    /// 513 places of a square about the sea, those of a lattice, and counts as linear between them; that is integrated
    /// exactly over the cells as printed at the tolerance of `options`.
    ///
    /// # Errors
    /// As [`Self::solve`]; [`DelimitError::Invalid`] where the field is negative or infinite in the sea, and where it is
    /// 0 all over it.
    pub fn integrals(
        &self,
        partition: &Partition,
        field: &Field,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
    ) -> Result<Integrals, DelimitError> {
        let basis = self.basis();
        let density = density::of(&basis, field, functions, options)?;
        let held = |functions: &dyn Functions| self.held(partition, &density, functions, options);
        Ok(Integrals { held: pooled(partition, functions, held)??, note: density.told() })
    }

    /// What each holder has of a measure, in the partition's order.
    pub(crate) fn held(
        &self,
        partition: &Partition,
        density: &Density<'_>,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
    ) -> Result<Vec<f64>, DelimitError> {
        let basis = self.basis().for_rays_of(partition);
        let problem = solve::problem(&basis, partition, functions, options)?;
        let solution = problem.solve()?;
        Ok(density.held(&basis, &solution, problem.parties.len()))
    }

    /// Area (m2) that changes hands: `flow[i][j]` from holder `i` of `a` to holder `j` of `b`, by overlay of
    /// the two divisions' cells (see [`crate::overlay`]).
    ///
    /// # Errors
    /// As [`Self::solve`].
    pub fn flow(
        &self,
        a: &Partition,
        b: &Partition,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
    ) -> Result<Vec<Vec<f64>>, DelimitError> {
        let (from, to) = (self.solve(a, functions, options)?, self.solve(b, functions, options)?);
        Ok(self.flow_between(&from, &to))
    }

    /// The same for two solved divisions of this sea.
    pub fn flow_between(&self, from: &LayerDivision, to: &LayerDivision) -> Vec<Vec<f64>> {
        overlay::flow(&self.core, from, to)
    }

    /// Weights that give every party what it must and may have: see [`crate::fit`].
    ///
    /// # Errors
    /// [`DelimitError::Infeasible`] with the reason; else as [`Self::solve`].
    pub fn fit(
        &self,
        request: &FitRequest,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
    ) -> Result<(Partition, Proof), DelimitError> {
        let fitted = Partition::new(request.scores.clone());
        let all = match &request.keep {
            Some((region, kept)) => fitted.over(region, kept),
            None => fitted,
        };
        let basis = self.basis();
        let density = fit::density(&basis, &request.measure, functions, options)?;
        let density = density.as_ref();
        pooled(&all, functions, |f| fit::fit(self, request, density, f, options))?
    }

    /// Shares of area under given weights (one a score of the request) and how they change with each.
    ///
    /// # Errors
    /// As [`Self::solve`].
    pub fn capacity(
        &self,
        request: &FitRequest,
        weights: &[f64],
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
    ) -> Result<Capacity, DelimitError> {
        fit::capacity(self, request, weights, functions, options)
    }

    /// Who holds the water at each party's coast: see [`crate::encroach`].
    ///
    /// # Errors
    /// As [`Self::solve`].
    pub fn frontages(
        &self,
        partition: &Partition,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
    ) -> Result<Vec<Frontage>, DelimitError> {
        encroach::frontages(self, partition, functions, options)
    }

    /// Parts of a division that do not touch their holder's coast: see [`crate::touches`].
    ///
    /// # Errors
    /// As [`Self::distance`].
    pub fn orphans(&self, division: &LayerDivision) -> Result<Vec<Orphan>, DelimitError> {
        touches::orphans(self, division)
    }

    /// The holder of one point.
    ///
    /// # Errors
    /// As [`Self::solve`].
    pub fn holder_at(
        &self,
        partition: &Partition,
        functions: &dyn Functions,
        at: LatLon,
    ) -> Result<Holder, DelimitError> {
        let basis = self.basis().for_rays_of(partition);
        let options = SolveOptions::default();
        let problem = solve::problem(&basis, partition, functions, &options)?;
        let mut eval = problem.evaluator();
        let label = eval.label(&basis.earth.point(at));
        eval.check()?;
        Ok(partition.scores[label as usize].0.clone())
    }

    /// How the sea counts longitudes.
    #[must_use]
    pub fn turn(&self) -> Turn {
        self.core.turn
    }

    /// How far a point is from the water of the sea, metres: nothing in it.
    #[must_use]
    pub fn off_sea_m(&self, at: LatLon) -> f64 {
        (-self.core.sea.signed(&self.core.earth.point(at), None).0).max(0.0)
    }

    /// Is a point in the sea (not on land or an island)?
    pub fn in_sea(&self, at: LatLon) -> bool {
        self.core.sea.signed(&self.core.earth.point(at), None).0 > 0.0
    }
}
