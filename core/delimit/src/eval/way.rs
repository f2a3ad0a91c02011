//! Who holds a way from end to end, where scores are choices between comparisons of distances.
//!
//! Two parties whose nearest base points lie next to each other, as at a terminus, are nearly equally far over a wide sea.
//! There the rate at which distances change says nothing: a comparison that is metres from zero everywhere is in doubt
//! within every ball. What settles it is the same sweep as for plain distances ([`Evaluator::invaded`]): nobody else has
//! a base point as near as the one that is nearest at an end.

use littoral_geodesy::{Feature, SurfacePoint};

use super::holder::SURELY_M;
use super::{Evaluator, Label};
use crate::enclose::Interval;
use crate::tape::{Op, Reg};

/// A comparison of two distances that is in doubt.
struct Doubt {
    reg: Reg,
    slots: [u8; 2],
}

/// What is nearest at an end, of each of the two.
type End = [(f64, Feature); 2];

impl Evaluator<'_> {
    /// Is the holder of both ends of a way the only one of `among` that holds any of it? The ball of `radius_m` about its
    /// middle, from which `among` was found, is the present one.
    pub(crate) fn holds_way(
        &mut self,
        (p, q): (&SurfacePoint, &SurfacePoint),
        (middle, radius_m): (&SurfacePoint, f64),
        (label, among): (Label, u64),
    ) -> bool {
        let doubts = self.doubts(among);
        if doubts.is_empty() {
            return false;
        }
        let (at_p, at_q) = (self.ends(p, among, &doubts), self.ends(q, among, &doubts));
        let mut signs = Vec::new();
        for (k, doubt) in doubts.iter().enumerate() {
            let (Some(s), Some(t)) = (at_p[k], at_q[k]) else { continue };
            signs.extend(self.sign((p, s), (q, t), doubt.slots).map(|sign| (doubt.reg, sign)));
        }
        if signs.is_empty() {
            return false;
        }
        self.load(middle, among);
        self.signs = signs;
        let left = self.contenders(radius_m, among);
        self.signs.clear();
        left == 1 << label
    }

    /// Comparisons of two distances, not of anything else, whose sign is in doubt over the present ball.
    fn doubts(&self, among: u64) -> Vec<Doubt> {
        let slot = |r: Reg| match self.tape.ops[r as usize] {
            Op::Distance(slot) => Some(slot),
            _ => None,
        };
        let steps = self.steps();
        let open = steps.list.iter().filter(|s| s.needed & among != 0).filter_map(|s| {
            let Op::Before(op) = &s.op else { return None };
            let bounds = self.bounds[s.reg as usize];
            let slots = [slot(op.a)?, slot(op.b)?];
            (bounds.lo <= 0.0 && bounds.hi >= 0.0).then_some(Doubt { reg: s.reg, slots })
        });
        open.collect()
    }

    fn ends(&mut self, at: &SurfacePoint, among: u64, doubts: &[Doubt]) -> Vec<Option<End>> {
        self.load(at, among);
        let of = |slot: u8| self.hit(slot).map(|h| (h.distance_m, h.feature));
        doubts.iter().map(|d| Some([of(d.slots[0])?, of(d.slots[1])?])).collect()
    }

    /// Is the first of two nearer all along the way (`true`), or the second? `None` if that is not certain.
    fn sign(
        &self,
        (p, at_p): (&SurfacePoint, End),
        (q, at_q): (&SurfacePoint, End),
        slots: [u8; 2],
    ) -> Option<bool> {
        let first = |e: End| e[0].0 < e[1].0;
        if first(at_p) != first(at_q) {
            return None;
        }
        let (near, far) = if first(at_p) { (0, 1) } else { (1, 0) };
        let (own, other) = (&self.set_of(slots[near]).line, &self.set_of(slots[far]).line);
        let clear = |feature: Feature| {
            let reach_m = [p, q].map(|x| own.to_feature(x, feature).0 + SURELY_M);
            other.entered(p, q, reach_m).is_none()
        };
        (clear(at_p[near].1) || clear(at_q[near].1)).then_some(near == 0)
    }

    /// The enclosure of a comparison, given what is known of its sign.
    pub(super) fn signed(&self, reg: Reg, found: Interval) -> Interval {
        match self.signs.iter().find(|s| s.0 == reg) {
            Some((_, true)) => Interval { lo: found.lo, hi: found.hi.min(-SURELY_M / 4.0) },
            Some((_, false)) => Interval { lo: found.lo.max(SURELY_M / 4.0), hi: found.hi },
            None => found,
        }
    }
}
