//! Shares of the water that is left when the sea falls, the boundaries staying where they are.
//!
//! A boundary fixed by treaty does not move with the level; what each party holds of the water does. The depths say
//! which water falls dry; they are coarse, so the difference between two levels is used and not either by itself.

use littoral_delimit::metric::{Subject, wet_shares};
use littoral_delimit::{LayerDivision, Waters};

/// Share of each party in per cent at a level `fall_m` below the case's; `None` without depths.
#[must_use]
pub(super) fn shares(waters: &Waters, layer: &LayerDivision, fall_m: f64) -> Option<Vec<f64>> {
    let subject = Subject::new(waters, layer, None);
    let (before, after) = (wet_shares(&subject, 0.0)?, wet_shares(&subject, fall_m)?);
    let share = |(k, id): (usize, &str)| layer.share(id) + after[k] - before[k];
    Some(waters.case().party_ids().enumerate().map(share).collect())
}
