//! Scores at a point and over a ball.
//!
//! Distances are looked up only where they can matter. A distance known at one place bounds itself at every
//! other (it changes by at most the way between them), so most holders are ruled out at a new place without a
//! search; the rest are loaded exactly, the likeliest first.
//!
//! Beside its value every part carries the set of distance fields that are *active* in it (the branch
//! that `min` took, nothing for a constant). Active fields with the features they are nearest to make
//! the *signature* of a place; a turning point is a change of signature along a line.

use littoral_geodesy::{Cursor, Earth, Feature, LatLon, Nearest, SurfacePoint, Vec3};

use crate::basis::{Basis, TerminusId};
use crate::enclose::{Interval, arithmetic, outside, unary};
use crate::error::DelimitError;
use crate::field::{Binary, Unary};
use crate::tape::{Op, Reg, Tape};
use crate::waters::{Functions, SolveOptions};

/// Two scores closer than this, relative to their size, may be a tie at a terminus.
const TIE: f64 = 1e-9;

/// Distances compared with one another are this much in doubt, metres.
const SURELY_M: f64 = 1e-5;

/// Index of a holder within a partition.
pub(crate) type Label = u8;

/// The active base points of one or two scores: `(slot, feature)` in order of slot.
pub(crate) type Signature = Vec<(u8, Feature)>;

/// What a look at a place tells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) label: Label,
    /// By how much every other score is higher, at least, where scores are distances; else 0.
    pub(crate) margin_m: f64,
    /// Where scores are plain distances: that of the holder, and its nearest base point.
    pub(crate) own: Option<(f64, SurfacePoint)>,
}

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

/// A register of a distance with the last place at which it was looked up.
#[derive(Clone)]
struct Anchor {
    at: Vec3,
    value: f64,
}

/// Evaluates a tape at points near one another; keeps the last answers as hints.
pub(crate) struct Evaluator<'a> {
    pub(crate) basis: &'a Basis,
    pub(crate) tape: &'a Tape,
    functions: &'a dyn Functions,
    options: &'a SolveOptions<'a>,
    /// Party behind each holder, where it is one.
    parties: &'a [Option<usize>],
    value: Vec<f64>,
    active: Vec<u64>,
    /// Registers with a value for the present place.
    known: Vec<bool>,
    /// Enclosures of all registers, as [`Self::contenders`] left them.
    bounds: Vec<Interval>,
    anchors: Vec<Option<Anchor>>,
    /// Room for [`Self::gradient`].
    pub(crate) gradients: Vec<Vec3>,
    hits: Vec<Option<Nearest>>,
    cursors: Vec<Cursor>,
    at: SurfacePoint,
    place: LatLon,
    evaluations: u64,
    fault: Option<DelimitError>,
    /// Holders whose scores stand for the present place (bit set).
    loaded: u64,
    /// Who held the last place: asked first.
    last: Label,
    /// How far distances look beyond the nearest base point, as a fraction: see [`Cursor`].
    pub(crate) look: f64,
}

/// How far to look while places are scattered, and while a line is followed.
const LOOK: f64 = 1e-3;
pub(crate) const LOOK_ALONG: f64 = 2e-4;

impl<'a> Evaluator<'a> {
    pub(crate) fn new(
        basis: &'a Basis,
        tape: &'a Tape,
        parties: &'a [Option<usize>],
        functions: &'a dyn Functions,
        options: &'a SolveOptions<'a>,
    ) -> Self {
        let n = tape.ops.len();
        let at = basis.chart.centre();
        Self {
            basis,
            tape,
            functions,
            options,
            parties,
            value: vec![0.0; n],
            active: vec![0; n],
            known: vec![false; n],
            bounds: vec![Interval::EVERYTHING; n],
            anchors: vec![None; n],
            gradients: Vec::new(),
            hits: vec![None; tape.sets.len()],
            cursors: vec![Cursor::default(); tape.sets.len()],
            place: basis.earth.lat_lon(&at),
            at,
            evaluations: 0,
            fault: None,
            loaded: 0,
            last: 0,
            look: LOOK,
        }
    }

    pub(crate) fn earth(&self) -> &'a Earth {
        &self.basis.earth
    }

    pub(crate) fn labels(&self) -> usize {
        self.tape.score.len()
    }

    /// All holders (bit set).
    pub(crate) fn everybody(&self) -> u64 {
        u64::MAX >> (64 - self.labels())
    }

    /// Fails if a function failed or the work was cancelled since the last check.
    pub(crate) fn check(&mut self) -> Result<(), DelimitError> {
        match self.fault.take() {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
    }

    /// Goes to a place; nothing is known there yet.
    fn go(&mut self, at: &SurfacePoint) {
        if self.at == *at && self.evaluations > 0 {
            return;
        }
        self.at = *at;
        self.loaded = 0;
        self.known.fill(false);
        self.hits.fill(None);
        self.evaluations += 1;
        if self.evaluations.is_multiple_of(512) && self.fault.is_none() {
            self.fault = self.options.check().err();
        }
        if self.tape.placed {
            self.place = self.basis.place(at);
        }
    }

    /// Evaluates the scores of the holders in `labels` (bit set) at a point.
    pub(crate) fn load(&mut self, at: &SurfacePoint, labels: u64) {
        self.go(at);
        let missing = labels & !self.loaded;
        if missing == 0 {
            return;
        }
        self.loaded |= labels;
        for k in 0..self.tape.ops.len() {
            if self.tape.needed[k] & missing != 0 && !self.known[k] {
                self.step(k);
            }
        }
        let undefined = |k: &Label| missing >> k & 1 == 1 && self.score(*k).is_nan();
        if self.fault.is_none() && (0..self.labels() as Label).any(|k| undefined(&k)) {
            self.fault = self.undefined();
        }
    }

    /// Why a score is not a number at the present place, if a root or logarithm is to blame. (Zero over zero, as of two
    /// distances where their coasts meet, is a matter of one place and passes.)
    fn undefined(&self) -> Option<DelimitError> {
        let blamed = self.tape.ops.iter().enumerate().find_map(|(k, op)| match op {
            Op::Unary(op @ (Unary::Sqrt | Unary::Log), a) if self.known[k] => {
                let x = self.value[*a as usize];
                (x < 0.0 && outside(x)).then_some((op, x))
            }
            _ => None,
        })?;
        let name = if *blamed.0 == Unary::Log { "logarithm" } else { "square root" };
        let at = self.earth().lat_lon(&self.at);
        Some(DelimitError::Invalid(format!(
            "a score takes the {name} of {:.6} near {:.4}, {:.4}: keep its argument positive, for example with max(..., 1)",
            blamed.1, at.lat, at.lon
        )))
    }

    pub(crate) fn load_all(&mut self, at: &SurfacePoint) {
        self.load(at, self.everybody());
    }

    fn step(&mut self, k: usize) {
        let tape = self.tape;
        let (value, active) = match &tape.ops[k] {
            Op::Constant(v) => (*v, 0),
            Op::Distance(slot) => (self.distance(k, *slot), 1 << slot),
            Op::Side(slot) => (self.side(k, *slot), 1 << slot),
            Op::Latitude => (self.place.lat, 0),
            Op::Longitude => (self.place.lon, 0),
            Op::Output => return,
            Op::External { function, inputs, outputs, .. } => {
                let args: Vec<f64> = inputs.iter().map(|r| self.value[*r as usize]).collect();
                let mask = inputs.iter().fold(0, |m, r| m | self.active[*r as usize]);
                let out = &mut self.value[k..k + outputs];
                let done = self.functions.evaluate(*function, self.place, &args, out);
                let nan = out.iter().position(|v| v.is_nan());
                let fault = match (done, nan) {
                    (Err(text), _) => Some(text),
                    (Ok(()), Some(j)) => Some(format!(
                        "output {j} is not a number at {:.6}, {:.6}",
                        self.place.lat, self.place.lon
                    )),
                    _ => None,
                };
                if let Some(text) = fault.filter(|_| self.fault.is_none()) {
                    self.fault = Some(DelimitError::Function(text));
                }
                self.active[k..k + outputs].fill(mask);
                self.known[k..k + outputs].fill(true);
                return;
            }
            Op::Unary(op, a) => (unary(*op, self.value[*a as usize]), self.active[*a as usize]),
            Op::Binary(op, a, b) => self.binary(*op, *a, *b),
            Op::Where(g, a, b) => {
                let r = if self.value[*g as usize] < 0.0 { *a } else { *b } as usize;
                (self.value[r], self.active[r])
            }
            Op::Excess(all, own) => self.excess(all, *own),
        };
        self.value[k] = value;
        self.active[k] = active;
        self.known[k] = true;
    }

    fn binary(&self, op: Binary, a: Reg, b: Reg) -> (f64, u64) {
        let (x, y) = (self.value[a as usize], self.value[b as usize]);
        let (p, q) = (self.active[a as usize], self.active[b as usize]);
        match op {
            // What is not a number stays so, on either side.
            Binary::Min if y < x || y.is_nan() => (y, q),
            Binary::Max if y > x || y.is_nan() => (y, q),
            Binary::Min | Binary::Max => (x, p),
            _ => (arithmetic(op, x, y), p | q),
        }
    }

    fn excess(&self, all: &[Reg], own: usize) -> (f64, u64) {
        let mine = all[own] as usize;
        let others = || all.iter().enumerate().filter(|(k, _)| *k != own).map(|(_, r)| *r as usize);
        let least = others().map(|r| self.value[r]).fold(f64::INFINITY, f64::min);
        let above = self.value[mine] - least;
        if self.value[mine].is_nan() {
            return (f64::NAN, self.active[mine]);
        }
        if above.is_nan() || above < 0.0 {
            return (0.0, 0);
        }
        // Where several others tie (in a wedge at a terminus) all of them are active, whoever is first.
        let ties = |r: &usize| self.value[*r] - least <= 1e-12 * (1.0 + least.abs());
        let active = others().filter(ties).fold(0, |mask, r| mask | self.active[r]);
        (above, self.active[mine] | active)
    }

    fn distance(&mut self, k: usize, slot: u8) -> f64 {
        let set = &self.basis.sets[self.tape.sets[slot as usize].0 as usize];
        let near = set.line.nearest_from(&self.at, &mut self.cursors[slot as usize], self.look);
        self.hits[slot as usize] = Some(near);
        self.anchors[k] = Some(Anchor { at: self.at.p, value: near.distance_m });
        near.distance_m
    }

    fn side(&mut self, k: usize, slot: u8) -> f64 {
        let set = &self.basis.sets[self.tape.sets[slot as usize].0 as usize];
        let cursor = &mut self.cursors[slot as usize];
        let (d, near) = set.line.signed_from(&self.at, cursor, self.look);
        self.hits[slot as usize] = Some(near);
        self.anchors[k] = Some(Anchor { at: self.at.p, value: -d });
        -d
    }

    /// Score of a holder at the loaded point.
    pub(crate) fn score(&self, label: Label) -> f64 {
        self.value[self.tape.score[label as usize] as usize]
    }

    /// The present place.
    pub(crate) fn at(&self) -> &SurfacePoint {
        &self.at
    }

    /// Value of a register at the loaded point.
    pub(crate) fn value_at(&self, r: Reg) -> f64 {
        self.value[r as usize]
    }

    /// Is the loaded point to the right of the line behind a slot (where `Side` is positive)?
    pub(crate) fn right_of(&self, slot: u8) -> bool {
        let side = |op: &Op| matches!(op, Op::Side(s) if *s == slot);
        self.tape.ops.iter().position(side).is_some_and(|k| self.value[k] > 0.0)
    }

    /// The nearest base point of a distance slot at the loaded point.
    pub(crate) fn hit(&self, slot: u8) -> Option<&Nearest> {
        self.hits[slot as usize].as_ref()
    }

    /// Distance and place of the nearest base point active in a holder's score at the loaded point.
    pub(crate) fn nearest_of(&self, label: Label) -> Option<(f64, SurfacePoint)> {
        let mask = self.active(label);
        let hits = (0..self.hits.len() as u8).filter(|s| mask >> s & 1 == 1);
        let nearest =
            hits.filter_map(|s| self.hit(s)).min_by(|x, y| x.distance_m.total_cmp(&y.distance_m));
        nearest.map(|h| (h.distance_m, h.at))
    }

    /// Slots active in a holder's score.
    pub(crate) fn active(&self, label: Label) -> u64 {
        self.active[self.tape.score[label as usize] as usize]
    }

    /// The party behind a holder, where it is one.
    pub(crate) fn party(&self, label: Label) -> Option<usize> {
        self.parties.get(label as usize).copied().flatten()
    }

    /// The party from whose shores a slot measures.
    pub(crate) fn party_of(&self, slot: u8) -> Option<usize> {
        self.basis.sets[self.tape.sets[slot as usize].0 as usize].party
    }

    /// The set behind a slot.
    pub(crate) fn set_of(&self, slot: u8) -> &'a crate::basis::BaseSet {
        &self.basis.sets[self.tape.sets[slot as usize].0 as usize]
    }

    /// Active slots and features of two scores at the loaded point.
    pub(crate) fn signature(&self, a: Label, b: Label) -> Signature {
        let mask = self.active(a) | self.active(b);
        let pair = (self.parties[a as usize], self.parties[b as usize]);
        // Between two parties only their own base points count: a third one's field enters both scores
        // alike where they are measured against it.
        let counts = |slot: &u8| match (pair, self.party_of(*slot)) {
            ((Some(p), Some(q)), Some(party)) => party == p || party == q,
            _ => true,
        };
        let of = |slot: u8| self.hit(slot).map(|h| (slot, h.feature));
        let slots = (0..self.hits.len() as u8).filter(|s| mask >> s & 1 == 1);
        slots.filter(counts).filter_map(of).collect()
    }

    /// Where on the way between two places with signatures that adjoin another base point is nearer in one of the
    /// slots, as a fraction of the way.
    pub(crate) fn intruder(
        &self,
        (p, at_p): (&SurfacePoint, &Signature),
        (q, at_q): (&SurfacePoint, &Signature),
        slack_m: f64,
    ) -> Option<f64> {
        at_p.iter().zip(at_q).find_map(|((slot, f), (_, g))| {
            // A drawn line may be the boundary itself: no distance is left to reckon with there, and its
            // vertices are seen by the samples alone.
            self.party_of(*slot)?;
            let mut known = vec![*f, *g];
            known.extend(self.on_rim(at_p, *slot));
            self.set_of(*slot).line.intruder(p, q, &known, slack_m)
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
        let (x, y) = (self.score(a), self.score(b));
        if (x - y).abs() > TIE * (1.0 + x.abs()) {
            return None;
        }
        let (pa, pb) = (self.parties[a as usize]?, self.parties[b as usize]?);
        let mask = self.active(a) | self.active(b);
        let mut found = None;
        let mut seen = [false; 2];
        for slot in (0..self.hits.len() as u8).filter(|s| mask >> s & 1 == 1) {
            // A third party's field enters both scores alike where they are measured against it.
            let Some(party) = self.party_of(slot).filter(|p| *p == pa || *p == pb) else {
                continue;
            };
            seen[usize::from(party == pb)] = true;
            let id = self.set_of(slot).terminus_of(self.hit(slot)?.feature)?;
            if found.is_some_and(|f| f != id) {
                return None;
            }
            found = Some(id);
        }
        found.filter(|id| seen == [true; 2] && self.basis.termini[*id as usize].joins(pa, pb))
    }

    /// Do two holders tie at a terminus here, and nobody else hold the point?
    pub(crate) fn tied(&mut self, at: &SurfacePoint, a: Label, b: Label) -> bool {
        let pair = 1 << a | 1 << b;
        let among = self.narrow(at, 0.0);
        if among & pair != pair {
            return false;
        }
        self.load(at, pair);
        let mut others = (0..self.labels() as Label).filter(|k| (among & !pair) >> k & 1 == 1);
        self.tie(a, b).is_some() && others.all(|k| self.score(k) >= self.score(a))
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
        match (self.tie(a, b), self.parties[a as usize]) {
            (Some(id), Some(party)) => {
                self.basis.termini[id as usize].lateral(self.earth(), &self.at, party)
            }
            // Infinite minus infinite: neither can hold the point, whatever is said here.
            _ if f.is_nan() => 0.0,
            _ => f,
        }
    }

    /// The lowest of the holders in `among`, all loaded; ties at termini go by the bisector.
    fn winner(&self, among: u64) -> Label {
        let all = || (0..self.labels() as Label).filter(|k| among >> k & 1 == 1);
        let lower = |a: Label, b: Label| if self.score(b) < self.score(a) { b } else { a };
        let mut best = all().reduce(lower).unwrap_or(0);
        for k in all() {
            if k != best && self.tie(k, best).is_some() && self.loaded_difference(k, best) < 0.0 {
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
        if !self.tape.reaching {
            return Look { label: self.label(at), margin_m: 0.0, own: None };
        }
        self.narrow(at, reach_m);
        let label = self.label(at);
        self.load(at, 1 << label);
        self.enclose(0.0);
        let lowest = |k: usize| self.bounds[self.tape.score[k] as usize].lo;
        let others = (0..self.labels()).filter(|k| *k != label as usize);
        let margin = others.fold(f64::INFINITY, |m, k| m.min(lowest(k))) - self.score(label);
        let own = if self.tape.plain { self.nearest_of(label) } else { None };
        Look { label, margin_m: margin.max(0.0), own }
    }

    /// The holder of the whole ball of `radius_m` about a point, if that is certain.
    pub(crate) fn certain(&mut self, at: &SurfacePoint, radius_m: f64) -> Option<Label> {
        let among = self.among(at, radius_m);
        among.is_power_of_two().then(|| among.trailing_zeros() as Label)
    }

    /// The holders that may hold some place of the ball of `radius_m` about a point (bit set); everybody where no
    /// bound is known.
    pub(crate) fn among(&mut self, at: &SurfacePoint, radius_m: f64) -> u64 {
        if self.tape.sampled { self.everybody() } else { self.narrow(at, radius_m) }
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

    /// The holders that may hold some point of the ball: one, or several that are all loaded.
    fn narrow(&mut self, at: &SurfacePoint, radius_m: f64) -> u64 {
        self.go(at);
        loop {
            let among = self.contenders(radius_m);
            let missing = among & !self.loaded;
            if among.is_power_of_two() || missing == 0 {
                return among;
            }
            let likely = 1 << self.last & missing;
            self.load(at, if likely != 0 { likely } else { missing });
        }
    }

    /// The holders whose scores, enclosed over the ball about the present place, may be lowest.
    fn contenders(&mut self, radius_m: f64) -> u64 {
        self.enclose(radius_m);
        let of = |k: usize| self.bounds[self.tape.score[k] as usize];
        let top = (0..self.labels()).fold(f64::INFINITY, |m, k| m.min(of(k).hi));
        let slack = 2.0 * TIE * (1.0 + top.abs());
        // A score that is not a number rules nobody out.
        let open = |k: &usize| of(*k).lo <= top + slack || of(*k).lo.is_nan();
        (0..self.labels()).filter(open).fold(0, |m, k| m | 1 << k)
    }

    /// Encloses every register over the ball.
    fn enclose(&mut self, radius_m: f64) {
        for k in 0..self.tape.ops.len() {
            self.bounds[k] = match &self.tape.ops[k] {
                _ if radius_m == 0.0 && self.known[k] => Interval::point(self.value[k]),
                Op::Distance(_) => self.drift(k).widened(radius_m).at_least(0.0),
                Op::Side(_) => self.drift(k).widened(radius_m),
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
        match lipschitz {
            Some(l) if self.known[k] => Interval::point(self.value[k]).widened(l * radius_m),
            _ => Interval::EVERYTHING,
        }
    }

    /// What a distance can be here, from where it was last looked up.
    fn drift(&self, k: usize) -> Interval {
        if self.known[k] {
            return Interval::point(self.value[k]);
        }
        let Some(anchor) = &self.anchors[k] else { return Interval::EVERYTHING };
        let way = (self.at.p - anchor.at).norm();
        // A geodesic exceeds its chord by less than 0.1 % up to 900 km on an earth.
        if way > 0.14 * self.earth().b_m() {
            return Interval::EVERYTHING;
        }
        Interval::point(anchor.value).widened(way * 1.001 + 1e-3)
    }
}
