//! Who holds a place, or may hold some place of a ball: enclosures of the scores first, searches where they leave a
//! doubt.

use littoral_geodesy::{Earth, Feature, SurfacePoint};

use crate::enclose::Interval;
use crate::tape::{Op, Reg, Straight};

use super::{Evaluator, Label, Look, TIE};

/// Distances compared with one another are this much in doubt, metres.
pub(crate) const SURELY_M: f64 = 1e-5;

impl Look {
    /// Is the whole way from here to there certainly the holder's? The places nearer to one base point than to anybody
    /// else's shore are a convex set: it is enough that the base point nearest at one end is nearer than everybody
    /// else at the other end as well.
    pub(crate) fn reaches(&self, earth: &Earth, there: (&SurfacePoint, &Self)) -> bool {
        let (at, look) = there;
        let Some(((_, foot), (d, _))) = self.own.zip(look.own) else { return false };
        self.margin_m > 0.0 && look.margin_m > earth.distance(at, &foot) - d + SURELY_M
    }
}

impl Evaluator<'_> {
    /// The lowest of the holders in `among`, all loaded; ties at termini go by the bisector.
    pub(super) fn winner(&self, among: u64) -> Label {
        let all = || (0..self.labels() as Label).filter(|k| among >> k & 1 == 1);
        let lower = |a: Label, b: Label| if self.score(b) < self.score(a) { b } else { a };
        let mut best = all().reduce(lower).unwrap_or(0);
        for k in all() {
            if k != best && self.wins_tie(k, best) {
                best = k;
            }
        }
        best
    }

    /// The holder of a point.
    pub(crate) fn label(&mut self, at: &SurfacePoint) -> Label {
        let among = self.narrow(at, 0.0);
        self.last = if among.is_power_of_two() {
            among.trailing_zeros() as Label
        } else {
            self.winner(among)
        };
        self.last
    }

    /// The holder of a point with what vouches for it; the margin is exact up to twice `reach_m`, a lower bound beyond.
    pub(crate) fn look(&mut self, at: &SurfacePoint, reach_m: f64) -> Look {
        if self.tape.reaching {
            self.narrow(at, reach_m);
        }
        let label = self.label(at);
        let feature = self.feature_of(label);
        if !self.tape.reaching {
            let tied = Some(self.tied_with(at, label));
            return Look { label, margin_m: 0.0, own: None, feature, tied };
        }
        self.load(at, 1 << label);
        self.enclose(0.0, self.everybody());
        let lowest = |k: Label| self.bounds[self.score_of(k)].lo;
        let others = (0..self.labels() as Label).filter(|k| *k != label);
        let margin = others.fold(f64::INFINITY, |m, k| m.min(lowest(k))) - self.score(label);
        let margin_m = margin.max(0.0);
        let own = if self.tape.plain { self.nearest_of(label) } else { None };
        let tied = if margin_m > 0.0 { None } else { self.tied_with(at, label) };
        Look { label, margin_m, own, feature, tied: Some(tied) }
    }

    /// The same for a holder that is as low as the lowest, of whom nothing is vouched for.
    pub(crate) fn look_as(&mut self, at: &SurfacePoint, label: Label) -> Look {
        self.load(at, 1 << label);
        let feature = self.feature_of(label);
        Look { label, margin_m: 0.0, own: None, feature, tied: None }
    }

    /// The base point nearest to the present place in a straight score.
    fn feature_of(&mut self, label: Label) -> Option<Feature> {
        let slot = self.tape.straight.as_ref()?.get(label as usize)?.slot;
        let at = self.at;
        self.load(&at, 1 << label);
        self.hit(slot).map(|h| h.feature)
    }

    /// A fraction of the way between two places at which a holder not in `but` (a bit set with the holders of both
    /// places) may come in, where scores are straight; `None` if nobody can. The distance to the base point nearest at
    /// an end is at most linear along the way: that gives each other holder a reach in which it must have a base point
    /// to be lower.
    pub(crate) fn invaded(
        &self,
        straight: &[Straight],
        (p, at_p): (&SurfacePoint, &Look),
        (q, at_q): (&SurfacePoint, &Look),
        but: u64,
    ) -> Option<f64> {
        let mut split = None;
        for look in [at_p, at_q] {
            let own = straight[look.label as usize];
            let Some(feature) = look.feature else { return Some(0.5) };
            let line = &self.set_of(own.slot).line;
            let score = [p, q]
                .map(|x| own.factor * line.to_feature(x, feature).0 + own.constant + SURELY_M);
            let enters = |(k, other): (usize, &Straight)| {
                let reach_m = score.map(|s| (s - other.constant) / other.factor);
                let far = but >> k & 1 == 1
                    || self.least_between(other.reg, p, q) > reach_m[0].max(reach_m[1]);
                if far { None } else { self.set_of(other.slot).line.entered(p, q, reach_m) }
            };
            let found = straight.iter().enumerate().find_map(enters);
            split = split.or(Some(found?));
            if (at_p.label, at_p.feature) == (at_q.label, at_q.feature) {
                break;
            }
        }
        split
    }

    /// Is a way certainly held by nobody but a pair (a bit set), from what is known at its ends? Where scores are plain
    /// distances the places nearer to one base point than to a third one's shore are convex: it is enough that a base
    /// point of the pair is nearer than all others' at both ends. Two parties with base points metres apart are as good as
    /// equally far over wide waters, where a doubt of a metre is one at every place.
    pub(crate) fn shared_out(&mut self, ends: [&SurfacePoint; 2], pair: u64) -> bool {
        if !self.tape.plain {
            return false;
        }
        let mut feet = Vec::new();
        let thirds = ends.map(|at| {
            self.load_all(at);
            let all = 0..self.labels() as Label;
            let own = all.clone().filter(|k| pair >> k & 1 == 1);
            feet.extend(own.filter_map(|k| self.nearest_of(k)).map(|n| n.1));
            all.filter(|k| pair >> k & 1 == 0).fold(f64::INFINITY, |m, k| m.min(self.score(k)))
        });
        let earth = self.earth();
        let nearer =
            |foot: &SurfacePoint, k: usize| earth.distance(ends[k], foot) + SURELY_M < thirds[k];
        feet.iter().any(|foot| nearer(foot, 0) && nearer(foot, 1))
    }

    /// Is the whole way between two places of one holder certainly its own, of those in `among`, because one base point of
    /// its serves both? As [`Look::reaches`], for scores of equal factors and constants: beside the rim of a tie wedge two
    /// distances part so slowly that a bound over a ball would ask for ever smaller ones.
    pub(crate) fn serves(&mut self, ends: [(&SurfacePoint, &Look); 2], among: u64) -> bool {
        let label = ends[0].1.label;
        let others = || (0..self.labels() as Label).filter(|k| among >> k & 1 == 1 && *k != label);
        let Some(straight) = &self.tape.straight else { return false };
        let own = straight[label as usize];
        let alike = |k: Label| {
            let other = straight[k as usize];
            (other.factor, other.constant) == (own.factor, own.constant)
        };
        if self.tape.plain || !others().all(alike) {
            return false;
        }
        let slots: Vec<u8> = others().map(|k| straight[k as usize].slot).collect();
        // Distance to a base point, and to the nearest of the others'.
        let mut apart = |at: &SurfacePoint, feature: Feature| {
            self.load(at, among);
            let far = |slot: &u8| self.hit(*slot).map_or(0.0, |h| h.distance_m);
            let nearest = slots.iter().map(far).fold(f64::INFINITY, f64::min);
            nearest - self.set_of(own.slot).line.to_feature(at, feature).0
        };
        let [(p, at_p), (q, at_q)] = ends;
        [(p, at_p, q), (q, at_q, p)].into_iter().any(|(here, look, there)| {
            let Some(feature) = look.feature else { return false };
            apart(here, feature) > 0.0 && apart(there, feature) > SURELY_M
        })
    }

    /// A distance is nowhere on the way between two places less than this, from where it was last looked up.
    fn least_between(&self, distance: Reg, p: &SurfacePoint, q: &SurfacePoint) -> f64 {
        let Some(anchor) = &self.anchors[distance as usize] else { return 0.0 };
        let way = (p.p - anchor.at).norm().max((q.p - anchor.at).norm());
        if way > 0.14 * self.earth().b_m() { 0.0 } else { anchor.value.lo - way * 1.001 - 1e-3 }
    }

    /// The holder of the whole ball of `radius_m` about a point, if that is certain.
    pub(crate) fn certain(&mut self, at: &SurfacePoint, radius_m: f64) -> Option<Label> {
        let among = self.among(at, radius_m);
        match among.count_ones() {
            1 => Some(among.trailing_zeros() as Label),
            2 => self.certain_of(among, radius_m),
            _ => None,
        }
    }

    /// How far about a place all others are certainly higher than a straight score whose distance is zero, metres: exact, or
    /// more than `radius_m`. Nothing where scores are not straight.
    pub(crate) fn others_keep_off(
        &mut self,
        at: &SurfacePoint,
        radius_m: f64,
        label: Label,
    ) -> f64 {
        let Some(straight) = &self.tape.straight else { return 0.0 };
        self.go(at, 0.0);
        let own = straight[label as usize].constant + SURELY_M;
        let clear = |eval: &Self, k: usize| {
            let other = straight[k];
            let least = eval.drift(other.reg as usize, 1.0).lo.max(0.0);
            least - (own - other.constant) / other.factor
        };
        let others = || (0..straight.len()).filter(|k| *k != label as usize);
        let near = others().filter(|k| clear(self, *k) <= radius_m);
        let doubtful = near.fold(0_u64, |doubtful, k| doubtful | 1 << k);
        self.load(at, doubtful);
        others().fold(f64::INFINITY, |m, k| m.min(clear(self, k)))
    }

    /// The holders that may hold some place of the ball of `radius_m` about a point (bit set); everybody where no
    /// bound is known.
    pub(crate) fn among(&mut self, at: &SurfacePoint, radius_m: f64) -> u64 {
        if self.tape.sampled {
            return self.everybody();
        }
        let among = self.narrow(at, radius_m);
        let one = among.is_power_of_two() || radius_m == 0.0 || self.tape.straight.is_some();
        if one { among } else { self.first_of_equals(among) }
    }

    /// The holders that may hold some point of the ball: one, or several that are all loaded.
    pub(super) fn narrow(&mut self, at: &SurfacePoint, radius_m: f64) -> u64 {
        self.go(at, radius_m);
        if let Some(straight) = self.tape.straight.as_ref().filter(|_| !self.focused) {
            return self.narrow_straight(straight, radius_m);
        }
        let mut among = self.steps().labels;
        loop {
            // Who is out stays out: the bounds only grow tighter.
            among = self.contenders(radius_m, among);
            let missing = among & !self.loaded;
            if among.is_power_of_two() || missing == 0 {
                return among;
            }
            let likely = 1 << self.last & missing;
            self.load(at, if likely != 0 { likely } else { missing });
        }
    }

    /// Those of some holders whose scores, enclosed over the ball about the present place, may be lowest.
    pub(super) fn contenders(&mut self, radius_m: f64, labels: u64) -> u64 {
        let all = |n: usize| (0..n as Label).filter(move |k| labels >> k & 1 == 1);
        match &self.tape.straight {
            Some(straight) if !self.focused => {
                for k in all(straight.len()) {
                    let score = self.score_of(k);
                    self.bounds[score] = self.around_straight(straight[k as usize], radius_m);
                }
            }
            _ => self.enclose(radius_m, labels),
        }
        let of = |k: Label| self.bounds[self.score_of(k)];
        let all = || all(self.labels());
        let top = all().fold(f64::INFINITY, |m, k| m.min(of(k).hi));
        let slack = 2.0 * TIE * (1.0 + top.abs());
        // A score that is not a number rules nobody out.
        let open = |k: &Label| of(*k).lo <= top + slack || of(*k).lo.is_nan();
        all().filter(open).fold(0, |m, k| m | 1 << k)
    }

    /// A straight score over the ball: of a logarithm what it is taken of, which compares as it does.
    pub(super) fn around_straight(&self, straight: Straight, radius_m: f64) -> Interval {
        let d = self.drift(straight.reg as usize, 1.0).widened(radius_m).at_least(0.0);
        let at = |v: f64| straight.factor * v + straight.constant;
        Interval { lo: at(d.lo), hi: at(d.hi) }
    }

    /// Encloses every register that some holders need over the ball.
    pub(super) fn enclose(&mut self, radius_m: f64, labels: u64) {
        for step in self.steps().list.iter().filter(|s| s.needed & labels != 0) {
            let k = step.reg as usize;
            self.bounds[k] = match &step.op {
                _ if radius_m == 0.0 && self.known[k] => Interval::point(self.value[k]),
                Op::Distance(_) => self.drift(k, 1.0).widened(radius_m).at_least(0.0),
                Op::Water(_) => self.around_water(k, radius_m),
                Op::Side(_) => self.drift(k, 1.0).widened(radius_m),
                Op::Latitude => {
                    let d = (radius_m / self.basis.least_meridian_m).to_degrees();
                    Interval::point(self.place.lat).widened(d)
                }
                Op::Longitude => {
                    let room = libm::hypot(self.at.p.x, self.at.p.y) - radius_m;
                    let wide = room <= radius_m;
                    let d = if wide { 360.0 } else { (radius_m / room).to_degrees() * 1.6 };
                    Interval::point(self.place.lon).widened(d)
                }
                Op::External { lipschitz, .. } => self.around(k, *lipschitz, radius_m),
                Op::Before(op) => self.signed((op.a, op.b), self.around_before(op, radius_m)),
                op @ Op::Excess(all, own) => {
                    self.signed_excess((all, *own), Interval::of(op, &self.bounds))
                }
                Op::Output => {
                    let first = self.tape.ops[..k].iter().rposition(|o| !matches!(o, Op::Output));
                    match first.map(|j| &self.tape.ops[j]) {
                        Some(Op::External { lipschitz, .. }) => {
                            self.around(k, *lipschitz, radius_m)
                        }
                        _ => Interval::EVERYTHING,
                    }
                }
                op => Interval::of(op, &self.bounds),
            };
        }
    }

    fn around(&self, k: usize, lipschitz: Option<f64>, radius_m: f64) -> Interval {
        lipschitz.map_or(Interval::EVERYTHING, |l| self.drift(k, l).widened(l * radius_m))
    }

    /// What a value that changes by at most `rate` a metre can be here, from where it was last looked up.
    pub(super) fn drift(&self, k: usize, rate: f64) -> Interval {
        if self.known[k] {
            return Interval::point(self.value[k]);
        }
        let Some(anchor) = &self.anchors[k] else { return Interval::EVERYTHING };
        let way = (self.at.p - anchor.at).norm();
        // A geodesic exceeds its chord by less than 0.1 % up to 900 km on an earth.
        if way > 0.14 * self.earth().b_m() {
            return Interval::EVERYTHING;
        }
        anchor.value.widened(rate * (way * 1.001 + 1e-3))
    }
}
