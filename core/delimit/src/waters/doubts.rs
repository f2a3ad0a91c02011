//! What fitted weights do to coasts, in sentences for the reader of a division.

use littoral_geodesy::densify::wrap;

use super::{Functions, SolveOptions, Waters};
use crate::division::LayerDivision;
use crate::error::DelimitError;
use crate::partition::Partition;

/// Shorter stretches of coast are not worth a warning, km.
const LEAST_KM: f64 = 0.1;

impl Waters {
    /// Waters apart from their holder's coast, and coasts off which another holds the water.
    ///
    /// # Errors
    /// As [`Waters::solve`].
    pub fn doubts(
        &self,
        partition: &Partition,
        layer: &LayerDivision,
        functions: &dyn Functions,
        options: &SolveOptions<'_>,
    ) -> Result<Vec<String>, DelimitError> {
        let orphans = self.orphans(layer)?;
        let coast = self.frontages(partition, functions, options)?;
        let apart = orphans.iter().map(|o| {
            format!(
                "{} holds {:.2} km2 near {:.3}, {:.3} that do not touch its coast",
                o.holder,
                o.area_km2,
                o.at.lat,
                wrap(o.at.lon)
            )
        });
        let ashore = coast.iter().filter(|f| f.encroached() && f.length_km >= LEAST_KM).map(|f| {
            format!(
                "{} holds the water off {:.1} % of the coast of {} ({:.1} km); a kept belt prevents it unless the division without weights does the same",
                f.holder,
                f.fraction * 100.0,
                f.party,
                f.length_km
            )
        });
        Ok(apart.chain(ashore).collect())
    }
}
