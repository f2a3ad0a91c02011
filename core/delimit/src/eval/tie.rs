//! Two scores compared: their difference, their signature, and the terminus at which they tie.

use littoral_geodesy::{Feature, SurfacePoint};

use crate::basis::TerminusId;
use crate::tape::Op;

use super::before::STRETCH;
use super::level::Choice;
use super::{Evaluator, Label, Signature, TIE};

/// Beside a terminus between coasts in line the distances from its edges differ by less than a nanometre this near to
/// the line, metres: two centimetres abreast are as much at 200 km.
const FLAT_M: f64 = 0.02;

/// How far along an edge rounding and the kernel may move the nearest point of a place so many metres away: distances are
/// exact to 4e-9 m, which near the foot of the perpendicular stands for `sqrt(2 d 4e-9)`; and the kernel's foot is off by
/// 14 mm at 100 km, growing with the cube of the distance (the normal section is not the geodesic). Twice that.
fn slip_m(distance_m: f64) -> f64 {
    let kernel = 0.014 * (distance_m / 1e5).powi(3);
    2.0 * (kernel + (8e-9 * distance_m).sqrt())
}

impl Evaluator<'_> {
    /// Active slots and features of two scores at the loaded point.
    pub(crate) fn signature(&self, a: Label, b: Label) -> Signature {
        let mask = self.active_in(a, b);
        let pair = (self.parties[a as usize], self.parties[b as usize]);
        // Between two parties only their own base points count: a third one's field enters both scores
        // alike where they are measured against it.
        let counts = |slot: &u8| match (pair, self.party_of(*slot)) {
            ((Some(p), Some(q)), Some(party)) => party == p || party == q,
            _ => true,
        };
        // A way that turns is measured to its corners: no base point is nearest there.
        let straight = |slot: &u8| !self.water.is_bent(*slot);
        let of = |slot: u8| self.hit(slot).map(|h| (slot, h.feature));
        let slots = (0..self.hits.len() as u8).filter(|s| mask >> s & 1 == 1);
        slots.filter(counts).filter(straight).filter_map(of).collect()
    }

    /// Do signatures of two holders leave nothing out that may be active in their scores, wherever?
    pub(crate) fn between_own(&self, a: Label, b: Label) -> bool {
        let labels = 1_u64 << a | 1 << b;
        let (Some(p), Some(q)) = (self.parties[a as usize], self.parties[b as usize]) else {
            return true;
        };
        let own = |op: &Op| match op {
            Op::Distance(slot) | Op::Side(slot) => {
                self.party_of(*slot).is_none_or(|party| party == p || party == q)
            }
            Op::Water(_) => false,
            _ => true,
        };
        self.tape.steps.list.iter().filter(|s| s.needed & labels != 0).all(|s| own(&s.op))
    }

    /// Is one of the nearest points that are active in two scores at the loaded point a terminus?
    pub(crate) fn at_terminus(&self, a: Label, b: Label) -> bool {
        let mask = self.active(a) | self.active(b);
        (0..self.hits.len() as u8).filter(|s| mask >> s & 1 == 1).any(|slot| {
            self.hit(slot).is_some_and(|h| self.set_of(slot).terminus_of(h.feature).is_some())
        })
    }

    /// Where on the way between two places with signatures that adjoin another base point is nearer in one of the
    /// slots, as a fraction of the way.
    pub(crate) fn intruder(
        &self,
        (p, at_p): (&SurfacePoint, &Signature),
        (q, at_q): (&SurfacePoint, &Signature),
        slack_m: f64,
    ) -> Option<f64> {
        let slots = 0..at_p.len().min(at_q.len());
        slots.into_iter().find_map(|k| self.intruder_in(k, (p, at_p), (q, at_q), slack_m))
    }

    /// The same in one of the slots.
    fn intruder_in(
        &self,
        k: usize,
        (p, at_p): (&SurfacePoint, &Signature),
        (q, at_q): (&SurfacePoint, &Signature),
        slack_m: f64,
    ) -> Option<f64> {
        let ((slot, f), (_, g)) = (at_p[k], at_q[k]);
        // A drawn line may be the boundary itself: no distance is left to reckon with there, and its
        // vertices are seen by the samples alone.
        self.party_of(slot)?;
        let line = &self.set_of(slot).line;
        match self.on_rim(at_p, slot) {
            Some(tip) => line.intruder(p, q, &[f, g, tip], slack_m),
            None => line.intruder(p, q, &[f, g], slack_m),
        }
    }

    /// What [`Self::intruder_of`] is to look at anywhere within so many metres of the way between two places whose signatures
    /// are the same or adjoin, slot by slot; `None` for a slot of which all is to be looked at.
    pub(crate) fn about(
        &self,
        (p, at_p): (&SurfacePoint, &Signature),
        (q, at_q): (&SurfacePoint, &Signature),
        off_m: f64,
    ) -> Vec<Option<Vec<u32>>> {
        let about = |((slot, f), (_, g)): (&(u8, Feature), &(u8, Feature))| {
            let plain = self.party_of(*slot).is_some() && self.on_rim(at_p, *slot).is_none();
            if plain { self.set_of(*slot).line.about(p, q, [*f, *g], off_m) } else { None }
        };
        at_p.iter().zip(at_q).map(about).collect()
    }

    /// [`Self::intruder`] on a part of a way about which [`Self::about`] was asked.
    pub(crate) fn intruder_of(
        &self,
        (p, at_p): (&SurfacePoint, &Signature),
        (q, at_q): (&SurfacePoint, &Signature),
        (about, slack_m): (&[Option<Vec<u32>>], f64),
    ) -> Option<f64> {
        about.iter().enumerate().find_map(|(k, about)| match about {
            Some(about) => {
                let ((slot, f), (_, g)) = (at_p[k], at_q[k]);
                self.set_of(slot).line.intruder_of(p, q, [f, g], (about, slack_m))
            }
            None => self.intruder_in(k, (p, at_p), (q, at_q), slack_m),
        })
    }

    /// On the rim of a tie wedge one party's nearest point is the terminus, and the other party, whose
    /// terminus it is as well, is as far from it as from its own nearest point, all along. That tie is the
    /// line itself.
    fn on_rim(&self, signature: &Signature, slot: u8) -> Option<Feature> {
        signature.iter().filter(|s| s.0 != slot).find_map(|s| {
            let id = self.set_of(s.0).terminus_of(s.1)?;
            self.set_of(slot).vertex_at(id)
        })
    }

    /// The terminus that is the nearest point of both parties, if the two scores tie there.
    pub(crate) fn tie(&self, a: Label, b: Label) -> Option<TerminusId> {
        let pair = [self.parties[a as usize]?, self.parties[b as usize]?];
        self.tie_of((self.score(a), self.score(b)), self.active(a) | self.active(b), pair)
    }

    /// Can two scores tie over an area? Of straight ones only those made alike of their distances, or as good as that.
    pub(crate) fn may_tie(&self, a: Label, b: Label) -> bool {
        self.tape.straight.as_ref().is_none_or(|of| {
            let [x, y] = [a, b].map(|k| of[k as usize]);
            let alike = (x.factor - y.factor).abs() <= 1e-6 * x.factor;
            alike && (x.constant - y.constant).abs() <= 1.0
        })
    }

    /// The same of two values measured from the shores of two parties, with the distances active in them.
    pub(super) fn tie_of(
        &self,
        (x, y): (f64, f64),
        mask: u64,
        [pa, pb]: [usize; 2],
    ) -> Option<TerminusId> {
        if (x - y).abs() > TIE * (1.0 + x.abs()) {
            return None;
        }
        let mut found = None;
        let mut seen = [false; 2];
        let (mut least_m, mut most_m) = (f64::INFINITY, 0.0_f64);
        for slot in (0..self.hits.len() as u8).filter(|s| mask >> s & 1 == 1) {
            // A third party's field enters both scores alike where they are measured against it.
            let Some(party) = self.party_of(slot).filter(|p| *p == pa || *p == pb) else {
                continue;
            };
            seen[usize::from(party == pb)] = true;
            let id = self.terminus_at(slot)?;
            if found.is_some_and(|f| f != id) {
                return None;
            }
            found = Some(id);
            let distance_m = self.hit(slot)?.distance_m;
            (least_m, most_m) = (least_m.min(distance_m), most_m.max(distance_m));
        }
        // A logarithm makes distances alike that a place just off the rim tells apart.
        if most_m - least_m > TIE * (1.0 + most_m) {
            return None;
        }
        found.filter(|id| seen == [true; 2] && self.basis.termini[*id as usize].joins(pa, pb))
    }

    /// The terminus that is a set's nearest point. On the rim of a wedge, and about a terminus between coasts as good as
    /// in line, a nearest point beside it is one that rounding has moved: without this the two would change from
    /// place to place all along the rim.
    fn terminus_at(&self, slot: u8) -> Option<TerminusId> {
        let (set, hit) = (self.set_of(slot), self.hit(slot)?);
        let slip_m = slip_m(hit.distance_m);
        let beside = |id: TerminusId| {
            let t = &self.basis.termini[id as usize];
            (t.point.p - hit.at.p).norm() < if t.is_flat() { slip_m.max(FLAT_M) } else { slip_m }
        };
        set.terminus_of(hit.feature).or_else(|| set.terminus_where(beside))
    }

    /// Which of two holders, nobody else being in question, has the whole ball of `radius_m` about the present place: in a
    /// tie wedge no bound on scores can tell. Their terminus must stay the nearest point of both over the ball, their
    /// scores be made alike of it, and the ray pass by the ball.
    pub(super) fn certain_of(&mut self, pair: u64, radius_m: f64) -> Option<Label> {
        let (a, b) = (pair.trailing_zeros(), 63 - pair.leading_zeros());
        let (a, b) = (a as Label, b as Label);
        let at = self.at;
        self.load(&at, pair);
        let id = self.tie(a, b)?;
        let party = self.party(a)?;
        let past = self.basis.termini[id as usize].lateral(self.earth(), &at, party);
        let clear = past.abs() > STRETCH * radius_m
            && self.alike_about(a, b)
            && self.stays_at_terminus(self.active(a) | self.active(b), radius_m);
        clear.then_some(if past < 0.0 { a } else { b })
    }

    /// Are two scores made alike of their distances over the ball about the present place for which their bounds stand?
    fn alike_about(&self, a: Label, b: Label) -> bool {
        let pair = 1 << a | 1 << b;
        let alike = self.tape.alike(self.tape.score[a as usize], self.tape.score[b as usize]);
        if self.tape.straight.is_some() {
            return alike;
        }
        let left = self.steps().within(&self.bounds, pair);
        left.are_distances(pair) || alike && left.are_unchosen(pair)
    }

    /// Do two holders that tie at a terminus meet on its ray alone, as far as the tie goes within the ball for which the
    /// bounds of their scores stand? Not where one of them may gain by a choice: waters about an islet that a rule gives to
    /// one of the two within the wedge.
    pub(crate) fn parted_by_ray(&self, a: Label, b: Label) -> bool {
        self.tape.straight.is_some() || self.tape.sampled || {
            let pair = 1 << a | 1 << b;
            self.steps().within(&self.bounds, pair).are_unchosen(pair)
        }
    }

    /// Does a holder that ties with another one at a terminus at one place, and has a second place without a tie, keep the
    /// way between them from that other? Where the terminus is the other's nearest point at both ends it is all along, the
    /// places nearest to a point being convex; and the holder, whose terminus it is as well, is nowhere farther. Within
    /// the wedge the ray must not be passed: both ends are seen on one side of it.
    pub(crate) fn keeps_beside(
        &mut self,
        (tied, there): (&SurfacePoint, &SurfacePoint),
        (id, other): (TerminusId, Label),
        holder: Label,
    ) -> bool {
        if !self.tape.alike(self.tape.score[holder as usize], self.tape.score[other as usize]) {
            return false;
        }
        let rests = |eval: &mut Self, at: &SurfacePoint| {
            eval.load(at, 1 << other);
            let mask = eval.active(other);
            mask != 0
                && (0..eval.hits.len() as u8).filter(|s| mask >> s & 1 == 1).all(|slot| {
                    let feature = eval.hit(slot).map(|h| h.feature);
                    feature.is_some_and(|f| eval.set_of(slot).terminus_of(f) == Some(id))
                })
        };
        if !rests(self, there) || !rests(self, tied) {
            return false;
        }
        let [p, q] =
            [tied, there].map(|at| self.basis.termini[id as usize].off_ray_deg(self.earth(), at));
        p * q > 0.0 && (p - q).abs() < 180.0
    }

    /// Do the nearest points in some slots, vertices all, stay the nearest over the ball about the present place?
    pub(super) fn stays_at_terminus(&self, mask: u64, radius_m: f64) -> bool {
        (0..self.hits.len() as u8).filter(|s| mask >> s & 1 == 1).all(|slot| {
            let vertex = self.hit(slot).and_then(|h| h.feature.vertex());
            vertex.is_some_and(|v| self.set_of(slot).line.holds(&self.at, v, radius_m))
        })
    }

    /// The terminus at which two holders tie here, if nobody else holds the point.
    pub(crate) fn tied(&mut self, at: &SurfacePoint, a: Label, b: Label) -> Option<TerminusId> {
        let pair = 1 << a | 1 << b;
        let among = self.narrow(at, 0.0);
        if among & pair != pair {
            return None;
        }
        self.load(at, pair);
        let mut others = (0..self.labels() as Label).filter(|k| (among & !pair) >> k & 1 == 1);
        let first = others.all(|k| self.score(k) >= self.score(a));
        self.tie(a, b).filter(|_| first)
    }

    /// Score of `a` minus score of `b` at a point: negative where `a` is preferred. In a tie wedge,
    /// the distance from the bisector ray instead.
    pub(crate) fn difference(&mut self, at: &SurfacePoint, a: Label, b: Label) -> f64 {
        self.load(at, 1 << a | 1 << b);
        self.loaded_difference(a, b)
    }

    /// The same at the loaded point.
    pub(crate) fn loaded_difference(&self, a: Label, b: Label) -> f64 {
        let f = self.score(a) - self.score(b);
        let depth = |choice: Choice| if choice.holder == a { -choice.spare } else { choice.spare };
        match (self.tie(a, b), self.parties[a as usize]) {
            // What a rule gives to one of the two within the wedge has a rim of its own there.
            (Some(id), Some(party)) => {
                self.level(a, b).map_or_else(|| self.lateral_of((a, b), (id, party)), depth)
            }
            // Infinite minus infinite: neither can hold the point, whatever is said here.
            _ if f.is_nan() => 0.0,
            // Equal over an area, as capped distances are beyond their caps: that is the first's, and its rim the boundary.
            _ if f == 0.0 && self.active(a) == self.active(b) => {
                let least = f64::MIN_POSITIVE;
                self.level(a, b).map_or(if a < b { -least } else { least }, depth)
            }
            _ => f,
        }
    }

    /// How far a loaded point at which two scores tie is from the ray, metres: negative on the first's side.
    pub(super) fn lateral_of(
        &self,
        (a, b): (Label, Label),
        (id, party): (TerminusId, usize),
    ) -> f64 {
        let at = self.seen_from(self.active(a) | self.active(b));
        self.basis.termini[id as usize].lateral(self.earth(), at, party)
    }

    /// The terminus whose ray parts two scores at the loaded point: they tie, and no rim is nearer.
    pub(crate) fn ray_tie(&self, a: Label, b: Label) -> Option<TerminusId> {
        self.tie(a, b).filter(|_| self.level(a, b).is_none())
    }

    /// Do two scores tie at a terminus at the loaded point, on the first's side of its ray?
    pub(super) fn wins_tie(&self, a: Label, b: Label) -> bool {
        let (Some(id), Some(party)) = (self.tie(a, b), self.party(a)) else { return false };
        let at = self.seen_from(self.active(a) | self.active(b));
        self.basis.termini[id as usize].is_beside(self.earth(), at, party)
    }

    /// The terminus at which a holder ties with another one at a point, and that other.
    pub(crate) fn tied_with(
        &mut self,
        at: &SurfacePoint,
        label: Label,
    ) -> Option<(TerminusId, Label)> {
        if self.basis.termini.is_empty() || self.party(label).is_none() {
            return None;
        }
        let among = self.narrow(at, 0.0) | 1 << label;
        self.load(at, among);
        let others = (0..self.labels() as Label).filter(|k| *k != label && among >> k & 1 == 1);
        others.filter_map(|k| Some((self.tie(label, k)?, k))).next()
    }
}
