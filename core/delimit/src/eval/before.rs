//! Which of two parties is nearer, as a field: half the difference of their distances, and in the wedge of their
//! common terminus, where both are equally far over an area, the distance from the bisector ray instead.
//!
//! Over a ball it is enclosed as a difference, unless the ball may meet the wedge. Where the terminus stays the nearest
//! point of both over the whole ball the ray alone counts: without that the inside of a wedge, where the distances never
//! differ, would be uncertain down to the last metre.

use littoral_geodesy::{Vec3, densify};

use super::Evaluator;
use crate::basis::TerminusId;
use crate::enclose::Interval;
use crate::tape::Reg;

/// The distance from a ray grows by no more than this per metre, up to a thousand kilometres from its start.
pub(super) const STRETCH: f64 = 1.02;

/// Two scores to be compared, and the parties from whose shores they measure.
#[derive(Debug, Clone)]
pub(crate) struct Before {
    pub(crate) a: Reg,
    pub(crate) b: Reg,
    pub(crate) pair: [usize; 2],
}

impl Evaluator<'_> {
    /// Value at the present place, with the distances active in it.
    pub(super) fn before(&self, op: &Before) -> (f64, u64) {
        let (x, y) = (self.value[op.a as usize], self.value[op.b as usize]);
        let mask = self.active[op.a as usize] | self.active[op.b as usize];
        let value = match self.tie_of((x, y), mask, op.pair) {
            Some(id) => {
                let at = self.seen_from(mask);
                self.basis.termini[id as usize].lateral(self.earth(), at, op.pair[0])
            }
            None => (x - y) / 2.0,
        };
        (value, mask)
    }

    fn lateral(&self, id: TerminusId, party: usize) -> f64 {
        self.basis.termini[id as usize].lateral(self.earth(), &self.at, party)
    }

    /// Enclosure over the ball about the present place; those of both parts are known.
    pub(super) fn around_before(&self, op: &Before, radius_m: f64) -> Interval {
        let (a, b) = (self.bounds[op.a as usize], self.bounds[op.b as usize]);
        let mut out = Interval { lo: (a.lo - b.hi) / 2.0, hi: (a.hi - b.lo) / 2.0 };
        if out.lo > 0.0 || out.hi < 0.0 {
            return out;
        }
        for (id, t) in (0..).zip(self.basis.termini.iter()) {
            let d = self.earth().distance(&t.point, &self.at);
            let reaches = |of: Interval| of.lo <= d + radius_m && of.hi >= d - radius_m;
            if !t.joins(op.pair[0], op.pair[1]) || !reaches(a) || !reaches(b) {
                continue;
            }
            let ray = Interval::point(self.lateral(id, op.pair[0])).widened(STRETCH * radius_m);
            if self.stays_tied(op, id, radius_m) {
                return ray;
            }
            out = Interval { lo: out.lo.min(ray.lo), hi: out.hi.max(ray.hi) };
        }
        out
    }

    /// Is a terminus the nearest point of both parties over the whole ball?
    fn stays_tied(&self, op: &Before, id: TerminusId, radius_m: f64) -> bool {
        if !self.known[op.a as usize] || !self.known[op.b as usize] {
            return false;
        }
        let mask = self.active[op.a as usize] | self.active[op.b as usize];
        let scores = (self.value[op.a as usize], self.value[op.b as usize]);
        self.tie_of(scores, mask, op.pair) == Some(id) && self.stays_at_terminus(mask, radius_m)
    }

    /// Gradient at the present place, from those of the two parts.
    pub(crate) fn before_gradient(&self, op: &Before, (a, b): (Vec3, Vec3)) -> Vec3 {
        let mask = self.active[op.a as usize] | self.active[op.b as usize];
        let scores = (self.value[op.a as usize], self.value[op.b as usize]);
        let Some(id) = self.tie_of(scores, mask, op.pair) else { return (a - b) * 0.5 };
        let t = &self.basis.termini[id as usize];
        let from = (self.at.p - t.point.p).norm();
        let away = -densify::towards(&self.at, &t.point);
        let right = away.cross(self.at.n);
        let to_right = -self.lateral(id, t.right);
        let sine = (to_right / from).clamp(-1.0, 1.0);
        let turn = if t.is_behind(self.earth(), &self.at) { -1.0 } else { 1.0 };
        let grows = away * sine + right * (turn * (1.0 - sine * sine).sqrt());
        if op.pair[0] == t.right { -grows } else { grows }
    }
}
