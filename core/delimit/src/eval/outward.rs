//! Where no part of anybody's waters can be hidden within a cell, so that it need not be cut.

use littoral_geodesy::SurfacePoint;

use super::Evaluator;

impl Evaluator<'_> {
    /// Do all parts of anybody's waters within the ball of `radius_m` about a place certainly leave it, or come to their
    /// holder's base points?
    ///
    /// On the way to its nearest base point a straight score falls at its factor, others rise and fall at theirs at most.
    /// Where all that may be lowest have the same factor, as have additive weights, and parties of equal weight among
    /// ratios, nobody is overtaken on that way. Who has a smaller one may have waters of its own in the midst of another's.
    pub(crate) fn leads_out(&mut self, at: &SurfacePoint, radius_m: f64) -> bool {
        let Some(straight) = &self.tape.straight else { return false };
        let among = self.narrow(at, radius_m);
        let held = straight.iter().enumerate().filter(|(k, _)| among >> k & 1 == 1);
        let mut factors = held.map(|(_, s)| s.factor);
        factors.next().is_none_or(|first| factors.all(|f| f == first))
    }
}
