//! Strict equidistance, solved once for each accuracy: nearly every rule compares itself with it, and no parameter of a
//! rule touches it.

use std::sync::{Arc, PoisonError, RwLock};

use super::{DistanceOptions, SolveOptions, Waters};
use crate::{DelimitError, LayerDivision, NoFunctions};

/// Accuracies that are remembered: a study has one, a person at work a few.
const MOST: usize = 4;

/// What is remembered: accuracy in metres and the division.
#[derive(Default)]
pub(super) struct Strict(RwLock<Vec<(f64, Arc<LayerDivision>)>>);

impl Waters {
    /// Each point to the nearest coast, solved: the same division as [`Waters::equidistance`] with the options of
    /// [`DistanceOptions::default`] and [`Waters::solve`], remembered by accuracy for the runs to come.
    ///
    /// # Errors
    /// As [`Waters::solve`]; what failed is not remembered.
    pub fn strict_equidistance(
        &self,
        options: &SolveOptions<'_>,
    ) -> Result<Arc<LayerDivision>, DelimitError> {
        let same = |known: &&(f64, Arc<LayerDivision>)| known.0 == options.tolerance_m;
        let known = self.strict.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, division)) = known.iter().find(same) {
            return Ok(division.clone());
        }
        drop(known);
        let partition = self.equidistance(DistanceOptions::default())?;
        let division = Arc::new(self.solve(&partition, &NoFunctions, options)?);
        let mut known = self.strict.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.remove(0);
        }
        known.push((options.tolerance_m, division.clone()));
        Ok(division)
    }
}
