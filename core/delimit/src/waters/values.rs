//! A field at places: for plugins and scripts that look at single points.

use littoral_geodesy::LatLon;

use super::{Functions, SolveOptions, Waters};
use crate::error::DelimitError;
use crate::field::Field;
use crate::partition::{Holder, Partition};
use crate::solve;

impl Waters {
    /// Values of a field at places, in their order.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for a place that is none, an outside function that fails, or the
    /// work was cancelled.
    pub fn values(
        &self,
        field: &Field,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
        at: &[LatLon],
    ) -> Result<Vec<f64>, DelimitError> {
        // The engine compiles partitions; one holder's score is the field.
        let partition = Partition::new(vec![(Holder::new("NONE"), field.clone())]);
        let basis = self.basis();
        let problem = solve::problem(&basis, &partition, functions, options)?;
        let mut eval = problem.evaluator();
        let value = |place: &LatLon| {
            place.check().map_err(DelimitError::Invalid)?;
            eval.load_all(&basis.earth.point(*place));
            eval.check()?;
            Ok(eval.score(0))
        };
        at.iter().map(value).collect()
    }
}
