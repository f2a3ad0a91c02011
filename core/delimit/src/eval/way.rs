//! Who holds a way from end to end, where scores are choices between comparisons of distances.
//!
//! Two parties whose nearest base points lie next to each other, as at a terminus, are nearly equally far over a wide sea.
//! There the rate at which distances change says nothing: a comparison that is metres from zero everywhere is in doubt
//! within every ball. What settles it is the same sweep as for plain distances ([`Evaluator::invaded`]): nobody else has
//! a base point as near as the one that is nearest at an end.

use littoral_geodesy::{Feature, SurfacePoint};

use super::Evaluator;
use super::holder::SURELY_M;
use crate::enclose::Interval;
use crate::tape::{Op, Reg, Straight};

/// Of two scores one is certainly lower only if by this part of it as well: what logarithms still tell apart.
const SURELY: f64 = 1e-8;

/// Two scores of which is not known which is lower, and what they are of their distances.
struct Doubt {
    pair: [Reg; 2],
    lines: [Straight; 2],
}

/// Two registers, and whether the first is certainly lower all along the way in question, or the second.
pub(super) type Sign = ([Reg; 2], bool);

/// What is nearest at an end, of each of the two.
type End = [(f64, Feature); 2];

impl Evaluator<'_> {
    /// Those of `among` (bit set) that may hold any of a way. The ball of `radius_m` about its middle, from which `among`
    /// was found, is the present one.
    pub(crate) fn holders_of_way(
        &mut self,
        (p, q): (&SurfacePoint, &SurfacePoint),
        (middle, radius_m): (&SurfacePoint, f64),
        among: u64,
    ) -> u64 {
        let doubts = self.doubts(among);
        if doubts.is_empty() {
            return among;
        }
        let (at_p, at_q) = (self.ends(p, among, &doubts), self.ends(q, among, &doubts));
        let mut signs = Vec::new();
        for (k, doubt) in doubts.iter().enumerate() {
            let (Some(s), Some(t)) = (at_p[k], at_q[k]) else { continue };
            signs.extend(self.sign((p, s), (q, t), doubt.lines).map(|sign| (doubt.pair, sign)));
        }
        if signs.is_empty() {
            return among;
        }
        self.load(middle, among);
        self.signs = signs;
        let left = self.contenders(radius_m, among);
        self.signs.clear();
        left
    }

    /// Pairs of scores that compare as distances do, and are in doubt over the present ball.
    fn doubts(&self, among: u64) -> Vec<Doubt> {
        let mut doubts: Vec<Doubt> = Vec::new();
        let mut doubt = |pair: [Reg; 2]| {
            if doubts.iter().all(|d| d.pair != pair)
                && let Some(lines) = self.tape.straight_pair(pair)
            {
                doubts.push(Doubt { pair, lines });
            }
        };
        let of = |r: Reg| self.bounds[r as usize];
        let plain = |r: Reg| matches!(self.tape.ops[r as usize], Op::Distance(_));
        let open = |x: Interval| x.lo <= 0.0 && x.hi >= 0.0;
        let steps = self.steps();
        for step in steps.list.iter().filter(|s| s.needed & among != 0) {
            match &step.op {
                Op::Before(op) if open(of(step.reg)) && plain(op.a) && plain(op.b) => {
                    doubt([op.a, op.b]);
                }
                Op::Excess(all, own) => {
                    let own = all[*own];
                    let meets = |r: &Reg| of(*r).lo <= of(own).hi && of(own).lo <= of(*r).hi;
                    let others = all.iter().filter(|r| **r != own && meets(r));
                    others.for_each(|r| doubt([own.min(*r), own.max(*r)]));
                }
                _ => {}
            }
        }
        doubts
    }

    fn ends(&mut self, at: &SurfacePoint, among: u64, doubts: &[Doubt]) -> Vec<Option<End>> {
        self.load(at, among);
        let of = |line: Straight| self.hit(line.slot).map(|h| (h.distance_m, h.feature));
        doubts.iter().map(|d| Some([of(d.lines[0])?, of(d.lines[1])?])).collect()
    }

    /// Is the first of two scores lower all along the way (`true`), or the second? `None` if that is not certain.
    fn sign(
        &self,
        (p, at_p): (&SurfacePoint, End),
        (q, at_q): (&SurfacePoint, End),
        lines: [Straight; 2],
    ) -> Option<bool> {
        let score = |line: Straight, d: f64| line.factor * d + line.constant;
        let first = |e: End| score(lines[0], e[0].0) < score(lines[1], e[1].0);
        if first(at_p) != first(at_q) {
            return None;
        }
        let (near, far) = if first(at_p) { (0, 1) } else { (1, 0) };
        let [own, other] = [near, far].map(|k| lines[k]);
        let [own_line, other_line] = [own, other].map(|s| &self.set_of(s.slot).line);
        let clear = |feature: Feature| {
            let reach_m = [p, q].map(|x| {
                let s = score(own, own_line.to_feature(x, feature).0);
                (s + SURELY_M + SURELY * s.abs() - other.constant) / other.factor
            });
            other_line.entered(p, q, reach_m).is_none()
        };
        (clear(at_p[near].1) || clear(at_q[near].1)).then_some(near == 0)
    }

    /// Is a register certainly lower than another on the way in question, or higher?
    fn told(&self, own: Reg, other: Reg) -> Option<bool> {
        let told = |(pair, first): &Sign| match *pair {
            [a, b] if (a, b) == (own, other) => Some(*first),
            [a, b] if (b, a) == (own, other) => Some(!*first),
            _ => None,
        };
        self.signs.iter().find_map(told)
    }

    /// The enclosure of a comparison, given what is known of its sign.
    pub(super) fn signed(&self, (a, b): (Reg, Reg), found: Interval) -> Interval {
        match self.told(a, b) {
            Some(true) => Interval { lo: found.lo, hi: found.hi.min(-SURELY_M / 4.0) },
            Some(false) => Interval { lo: found.lo.max(SURELY_M / 4.0), hi: found.hi },
            None => found,
        }
    }

    /// The enclosure of an excess, given what is known of its parts: nothing is exceeded by what is lower than all others.
    pub(super) fn signed_excess(&self, (all, own): (&[Reg], usize), found: Interval) -> Interval {
        if self.signs.is_empty() {
            return found;
        }
        let own = all[own];
        let others = || all.iter().filter(|r| **r != own);
        let apart = |r: &Reg| self.bounds[own as usize].hi < self.bounds[*r as usize].lo;
        if others().all(|r| apart(r) || self.told(own, *r) == Some(true)) {
            return Interval::point(0.0);
        }
        match others().any(|r| self.told(own, *r) == Some(false)) {
            true => Interval { lo: found.lo.max(SURELY / 2.0), hi: found.hi },
            false => found,
        }
    }
}
