//! The engine over one case: distance fields, partitions, solutions.

use std::sync::atomic::{AtomicBool, Ordering};

use littoral_geodesy::LatLon;
use littoral_model::Case;

use crate::division::LayerDivision;
use crate::error::DelimitError;
use crate::field::{Field, FunctionId, Region};
use crate::partition::{Holder, Partition};

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
}

impl Default for DistanceOptions {
    fn default() -> Self {
        Self { islands: 1.0, from: From::Coast }
    }
}

/// Functions that live outside the engine (plugin scores, script point functions).
pub trait Functions {
    /// Evaluates function `id` at one point: `inputs` in the order of the field's inputs, results
    /// into `out`.
    ///
    /// # Errors
    /// A sentence for the user.
    fn evaluate(&self, id: FunctionId, at: LatLon, inputs: &[f64], out: &mut [f64]) -> Result<(), String>;
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
    /// Greatest distance of the geodesic between neighbouring vertices from the true line, metres.
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

/// The demand of [`Waters::fit`]: least shares (0 to 1) by party, in the case's order.
#[derive(Debug, Clone)]
pub struct FitRequest {
    /// Scores whose weights are fitted (`d` for additive, `log d` for equiratio), one a party.
    pub scores: Vec<(Holder, Field)>,
    /// Least share of the whole sea, by party; 0 where nothing is asked.
    pub floor: Vec<f64>,
    /// Where the unweighted partition stands.
    pub keep: Option<(Region, Partition)>,
}

/// Evidence of a fit.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Weight subtracted from each party's score, in the score's unit, in the case's order.
    pub weights: Vec<f64>,
    /// Binding parties.
    pub active: Vec<usize>,
    /// Greatest distance of a binding share from its floor (fraction of the sea).
    pub residual: f64,
    /// Partitions solved.
    pub iterations: usize,
}

/// The engine over one case. Immutable but for its registry of base-point sets.
pub struct Waters {
    case: Case,
}
#[allow(unused_variables, missing_docs)]
impl Waters {
    /// Builds the indices: one tree a base-point set.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for a party without coast or a sea without ring.
    pub fn new(case: Case) -> Result<Self, DelimitError> { Ok(Self { case }) }
    /// The case.
    pub fn case(&self) -> &Case { &self.case }
    /// Distance from a party's shores.
    pub fn distance(&self, party: usize, options: DistanceOptions) -> Result<Field, DelimitError> { Err(DelimitError::Cancelled) }
    /// Distance from the nearest shore of any party.
    pub fn coast(&self) -> Result<Field, DelimitError> { Err(DelimitError::Cancelled) }
    /// Signed distance from the geodesic polyline through `points`; negative on its left.
    pub fn side(&self, points: &[LatLon]) -> Result<Field, DelimitError> { Err(DelimitError::Cancelled) }
    /// The land-boundary terminus shared by two parties.
    pub fn terminus(&self, a: usize, b: usize) -> Result<LatLon, DelimitError> { Err(DelimitError::Cancelled) }
    /// Nearest coast of every party.
    pub fn equidistance(&self, options: DistanceOptions) -> Result<Partition, DelimitError> { Err(DelimitError::Cancelled) }
    /// Solves a partition: lines, cells, areas.
    pub fn solve(&self, partition: &Partition, functions: &dyn Functions, options: &SolveOptions<'_>) -> Result<LayerDivision, DelimitError> { Err(DelimitError::Cancelled) }
    /// Area by holder in square metres, in the partition's order, without building lines for print.
    pub fn areas(&self, partition: &Partition, functions: &dyn Functions, options: &SolveOptions<'_>) -> Result<Vec<f64>, DelimitError> { Err(DelimitError::Cancelled) }
    /// Area (m2) that changes hands between two partitions: `flow[i][j]` from holder i of `a` to holder j of `b`.
    pub fn flow(&self, a: &Partition, b: &Partition, functions: &dyn Functions, options: &SolveOptions<'_>) -> Result<Vec<Vec<f64>>, DelimitError> { Err(DelimitError::Cancelled) }
    /// Least weights that give every party its floor.
    pub fn fit(&self, request: &FitRequest, functions: &dyn Functions, options: &SolveOptions<'_>) -> Result<(Partition, Proof), DelimitError> { Err(DelimitError::Cancelled) }
    /// The holder of one point.
    pub fn holder_at(&self, partition: &Partition, functions: &dyn Functions, at: LatLon) -> Result<Holder, DelimitError> { Err(DelimitError::Cancelled) }
}
