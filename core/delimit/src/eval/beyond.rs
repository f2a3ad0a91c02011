//! Whether a holder's shores keep beyond a distance, asked before the distance itself.
//!
//! Who may be lowest at a place is told by comparison: of most holders it is enough to know that they are too far, and the
//! boxes of the tree tell that without a search to the end. What has been told is kept as a bound for the places after.

use littoral_geodesy::SurfacePoint;

use super::{Anchor, Evaluator, TIE};
use crate::enclose::Interval;
use crate::tape::Straight;

/// A shore is asked whether it keeps so many times as far off as it has to, and a metre: the next place asks for more.
const MARGIN: f64 = 1.5;

impl Evaluator<'_> {
    /// As [`Self::narrow`], of straight scores: who held the last place first, then whoever may be lowest.
    pub(super) fn narrow_straight(&mut self, straight: &[Straight], radius_m: f64) -> u64 {
        let at = self.at;
        let enclose = |eval: &mut Self, k: usize| {
            let bounds = eval.around_straight(straight[k], radius_m);
            eval.bounds[eval.tape.score[k] as usize] = bounds;
            bounds.hi
        };
        let mut top = f64::INFINITY;
        for k in 0..straight.len() {
            top = top.min(enclose(self, k));
        }
        let mut asked = 0_u64;
        loop {
            let limit = top + 2.0 * TIE * (1.0 + top.abs());
            let (among, next) = self.open(limit);
            let Some(k) = next.filter(|_| !among.is_power_of_two()) else { return among };
            let (own, bit) = (straight[k], 1 << k);
            let need_m = (limit - own.constant) / own.factor + radius_m;
            let ask = k != self.last as usize && asked & bit == 0;
            asked |= bit;
            if !(ask && self.keeps_off(&at, own, need_m)) {
                self.load(&at, bit);
            }
            top = top.min(enclose(self, k));
        }
    }

    /// The holders whose bounds are not all above a limit (bit set), and which of them is to be looked up next, if one is.
    fn open(&self, limit: f64) -> (u64, Option<usize>) {
        let (mut among, mut next, mut least) = (0_u64, None, f64::INFINITY);
        for (k, score) in self.tape.score.iter().enumerate() {
            let lo = self.bounds[*score as usize].lo;
            // A score that is not a number rules nobody out.
            if lo > limit {
                continue;
            }
            among |= 1 << k;
            if self.loaded >> k & 1 == 1 {
                continue;
            }
            let lo = if k == self.last as usize { f64::NEG_INFINITY } else { lo };
            if next.is_none() || lo < least {
                (next, least) = (Some(k), lo);
            }
        }
        (among, next)
    }

    /// Is a holder's shore certainly farther than `need_m`? How far it is, at least, is kept. It is asked in every solution alike,
    /// whatever is remembered from the one before: what is kept tells margins, and the same bytes are to come of them.
    pub(super) fn keeps_off(&mut self, at: &SurfacePoint, own: Straight, need_m: f64) -> bool {
        let k = own.reg as usize;
        let set = self.set_of(own.slot);
        if self.known[k] || !need_m.is_finite() || self.is_held(own.slot) {
            return false;
        }
        let limit_m = MARGIN * need_m.max(0.0) + 1.0;
        let Some(least_m) = set.line.keeps_off(at, &self.cursors[own.slot as usize], limit_m)
        else {
            return false;
        };
        let most_m = self.drift(k, 1.0).hi.max(least_m);
        self.anchors[k] = Some(Anchor { at: at.p, value: Interval { lo: least_m, hi: most_m } });
        true
    }
}
