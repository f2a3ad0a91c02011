//! What a fit tells of the tie wedges that it divides.

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;

use super::exact::Exact;
use super::unfold::Folded;
use crate::error::DelimitError;
use crate::eval::Label;
use crate::partition::Partition;
use crate::solve;
use crate::ties;

/// What a turned ray gives is told from a ten-thousandth of a point on, as a part of the sea.
pub(super) const LEAST_TOLD: f64 = 1e-6;

/// A tie wedge that a fit divides to meet a bound: both parties carry the same weight, every point of it is equally far
/// from both, and no weights could divide it (see `unfold.rs`). The ray through it is turned from the bisector.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The two parties; the first is the one that gains by the turn.
    pub between: [String; 2],
    /// Their terminus.
    pub terminus: LatLon,
    /// Area of the wedge, as a fraction of the whole, to half a per cent of itself.
    pub wedge: f64,
    /// Azimuth of the bisector, and of the ray as it was turned, degrees.
    pub bisector_deg: f64,
    /// See there.
    pub ray_deg: f64,
    /// What the turn gives to the first, as a fraction of the whole, as exactly.
    pub given: f64,
}

/// Wedges whose ray was turned, and what that gives.
pub(super) fn splits(
    exact: &Exact<'_>,
    at: &Folded,
    partition: &Partition,
) -> Result<Vec<Split>, DelimitError> {
    let plain = exact.weighted(&at.weights);
    let basis = exact.waters.basis();
    let problem = solve::problem(&basis, &plain, exact.functions, exact.options)?;
    let mut eval = problem.evaluator();
    let mut out = Vec::new();
    for (wedge, turn) in exact.wedges.iter().zip(&at.turns) {
        let (t, [a, b]) = (&basis.termini[wedge.terminus as usize], wedge.pair);
        let Some(ray_deg) = partition.ray_at(wedge.terminus) else { continue };
        if at.weights[a] != at.weights[b] {
            continue;
        }
        let pair = (a as Label, b as Label);
        let turned = (t.ray_deg(), t.ray_deg() + wedge.sign * turn.to_degrees());
        let whole = exact.whole();
        let (first, second) = if *turn > 0.0 { (a, b) } else { (b, a) };
        out.push(Split {
            between: [first, second].map(|k| exact.request.scores[k].0.to_string()),
            terminus: t.at,
            wedge: ties::area(&mut eval, t, pair, exact.density)? / whole,
            bisector_deg: t.bisector_deg.rem_euclid(360.0),
            ray_deg: ray_deg.rem_euclid(360.0),
            given: ties::between(&mut eval, t, turned, pair, exact.density)?.abs() / whole,
        });
    }
    eval.check()?;
    Ok(out)
}

impl Split {
    /// In one sentence.
    pub(super) fn told(&self) -> String {
        let [gains, loses] = &self.between;
        format!(
            "{gains} and {loses} share their nearest point at {:.5}, {:.5} over {:.4} % of the sea, which no weights can divide: the ray that divides it is turned from the bisector's azimuth {:.4} to {:.6} and gives {gains} {:.4} points more",
            self.terminus.lat,
            wrap(self.terminus.lon),
            self.wedge * 100.0,
            self.bisector_deg,
            self.ray_deg,
            self.given * 100.0
        )
    }
}
