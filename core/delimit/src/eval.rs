//! Scores at a point and over a ball.
//!
//! Beside its value every part carries the set of distance fields that are *active* in it (the branch
//! that `min` took, nothing for a constant). Active fields with the features they are nearest to make
//! the *signature* of a place; a turning point is a change of signature along a line.

mod gradient;

use littoral_geodesy::{Earth, Feature, LatLon, Nearest, SurfacePoint};

use crate::basis::{Basis, TerminusId};
use crate::error::DelimitError;
use crate::field::{Binary, Unary};
use crate::tape::{Op, Reg, Tape};
use crate::waters::{Functions, SolveOptions};

/// Two scores closer than this, relative to their size, may be a tie at a terminus.
const TIE: f64 = 1e-9;

/// Index of a holder within a partition.
pub(crate) type Label = u8;

/// The active base points of one or two scores: `(slot, feature)` in order of slot.
pub(crate) type Signature = Vec<(u8, Feature)>;

/// Evaluates a tape at points near one another; keeps the last answers as hints.
pub(crate) struct Evaluator<'a> {
    pub(crate) basis: &'a Basis,
    tape: &'a Tape,
    functions: &'a dyn Functions,
    options: &'a SolveOptions<'a>,
    /// Party behind each holder, where it is one.
    parties: &'a [Option<usize>],
    value: Vec<f64>,
    active: Vec<u64>,
    lo: Vec<f64>,
    hi: Vec<f64>,
    hits: Vec<Option<Nearest>>,
    hints: Vec<Option<u32>>,
    at: SurfacePoint,
    place: LatLon,
    evaluations: u64,
    fault: Option<DelimitError>,
    /// Holders whose scores stand for the loaded point (bit set).
    loaded: u64,
}

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
            lo: vec![0.0; n],
            hi: vec![0.0; n],
            hits: vec![None; tape.sets.len()],
            hints: vec![None; tape.sets.len()],
            place: basis.earth.lat_lon(&at),
            at,
            evaluations: 0,
            fault: None,
            loaded: 0,
        }
    }

    pub(crate) fn earth(&self) -> &'a Earth {
        &self.basis.earth
    }

    pub(crate) fn labels(&self) -> usize {
        self.tape.score.len()
    }

    /// Fails if a function failed or the work was cancelled since the last check.
    pub(crate) fn check(&mut self) -> Result<(), DelimitError> {
        match self.fault.take() {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
    }

    /// Evaluates the scores of the holders in `labels` (bit set) at a point.
    pub(crate) fn load(&mut self, at: &SurfacePoint, labels: u64) {
        if self.loaded & labels == labels && self.at == *at {
            return;
        }
        self.loaded = labels;
        self.at = *at;
        self.evaluations += 1;
        if self.evaluations.is_multiple_of(512) && self.fault.is_none() {
            self.fault = self.options.check().err();
        }
        self.hits.iter_mut().for_each(|h| *h = None);
        let mut placed = false;
        for k in 0..self.tape.ops.len() {
            if self.tape.needed[k] & labels == 0 {
                continue;
            }
            if !placed
                && matches!(self.tape.ops[k], Op::Latitude | Op::Longitude | Op::External { .. })
            {
                self.place = self.basis.place(at);
                placed = true;
            }
            self.step(k);
        }
    }

    pub(crate) fn load_all(&mut self, at: &SurfacePoint) {
        self.load(at, u64::MAX);
    }

    fn step(&mut self, k: usize) {
        let tape = self.tape;
        let (value, active) = match &tape.ops[k] {
            Op::Constant(v) => (*v, 0),
            Op::Distance(slot) => (self.distance(*slot), 1 << slot),
            Op::Side(slot) => (self.side(*slot), 1 << slot),
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
    }

    fn binary(&self, op: Binary, a: Reg, b: Reg) -> (f64, u64) {
        let (x, y) = (self.value[a as usize], self.value[b as usize]);
        let (p, q) = (self.active[a as usize], self.active[b as usize]);
        match op {
            Binary::Min => {
                if y < x {
                    (y, q)
                } else {
                    (x, p)
                }
            }
            Binary::Max => {
                if y > x {
                    (y, q)
                } else {
                    (x, p)
                }
            }
            _ => (arithmetic(op, x, y), p | q),
        }
    }

    fn excess(&self, all: &[Reg], own: usize) -> (f64, u64) {
        let mine = all[own] as usize;
        let others = || all.iter().enumerate().filter(|(k, _)| *k != own).map(|(_, r)| *r as usize);
        let least = others().map(|r| self.value[r]).fold(f64::INFINITY, f64::min);
        let above = self.value[mine] - least;
        if above.is_nan() || above < 0.0 {
            return (0.0, 0);
        }
        // Where several others tie (in a wedge at a terminus) all of them are active, whoever is first.
        let ties = |r: &usize| self.value[*r] - least <= 1e-12 * (1.0 + least.abs());
        let active = others().filter(ties).fold(0, |mask, r| mask | self.active[r]);
        (above, self.active[mine] | active)
    }

    fn distance(&mut self, slot: u8) -> f64 {
        let set = &self.basis.sets[self.tape.sets[slot as usize].0 as usize];
        let near = set.line.nearest(&self.at, self.hints[slot as usize], f64::INFINITY);
        self.hints[slot as usize] = Some(near.piece);
        self.hits[slot as usize] = Some(near);
        near.distance_m
    }

    fn side(&mut self, slot: u8) -> f64 {
        let set = &self.basis.sets[self.tape.sets[slot as usize].0 as usize];
        let (d, near) = set.line.signed(&self.at, self.hints[slot as usize]);
        self.hints[slot as usize] = Some(near.piece);
        self.hits[slot as usize] = Some(near);
        -d
    }

    /// Score of a holder at the loaded point.
    pub(crate) fn score(&self, label: Label) -> f64 {
        self.value[self.tape.score[label as usize] as usize]
    }

    /// The nearest base point of a distance slot at the loaded point.
    pub(crate) fn hit(&self, slot: u8) -> Option<&Nearest> {
        self.hits[slot as usize].as_ref()
    }

    /// Slots active in a holder's score.
    pub(crate) fn active(&self, label: Label) -> u64 {
        self.active[self.tape.score[label as usize] as usize]
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

    /// The holder of the loaded point (all scores must be loaded).
    pub(crate) fn winner(&self) -> Label {
        let mut best: Label = 0;
        for k in 1..self.labels() as Label {
            if self.score(k) < self.score(best) {
                best = k;
            }
        }
        for k in 0..self.labels() as Label {
            if k != best && self.tie(k, best).is_some() && self.loaded_difference(k, best) < 0.0 {
                best = k;
            }
        }
        best
    }

    /// The holder of a point.
    pub(crate) fn label(&mut self, at: &SurfacePoint) -> Label {
        self.load_all(at);
        self.winner()
    }

    /// The holder of the whole ball of `radius_m` about the loaded point, if that is certain.
    pub(crate) fn certain(&mut self, radius_m: f64) -> Option<Label> {
        if self.tape.sampled {
            return None;
        }
        for k in 0..self.tape.ops.len() {
            let (lo, hi) = self.enclose(k, radius_m);
            self.lo[k] = lo;
            self.hi[k] = hi;
        }
        let best = self.winner();
        let top = self.hi[self.tape.score[best as usize] as usize];
        let clear = |k: usize| k == best as usize || top < self.lo[self.tape.score[k] as usize];
        (0..self.labels()).all(clear).then_some(best)
    }

    fn enclose(&self, k: usize, r: f64) -> (f64, f64) {
        let v = self.value[k];
        let of = |r: Reg| (self.lo[r as usize], self.hi[r as usize]);
        match &self.tape.ops[k] {
            Op::Constant(_) => (v, v),
            Op::Distance(_) => ((v - r).max(0.0), v + r),
            Op::Side(_) => (v - r, v + r),
            Op::Latitude => {
                let d = (r / self.basis.least_meridian_m).to_degrees();
                (v - d, v + d)
            }
            Op::Longitude => {
                let room = libm::hypot(self.at.p.x, self.at.p.y) - r;
                let d = if room > r { (r / room).to_degrees() * 1.6 } else { 360.0 };
                (v - d, v + d)
            }
            Op::External { lipschitz, .. } => around(v, lipschitz.map(|l| l * r)),
            Op::Output => {
                let mut j = k;
                while matches!(self.tape.ops[j], Op::Output) {
                    j -= 1;
                }
                let Op::External { lipschitz, .. } = &self.tape.ops[j] else {
                    return around(v, None);
                };
                around(v, lipschitz.map(|l| l * r))
            }
            Op::Unary(op, a) => enclose_unary(*op, of(*a)),
            Op::Binary(op, a, b) => enclose_binary(*op, of(*a), of(*b)),
            Op::Where(g, a, b) => match of(*g) {
                (_, hi) if hi < 0.0 => of(*a),
                (lo, _) if lo >= 0.0 => of(*b),
                _ => (of(*a).0.min(of(*b).0), of(*a).1.max(of(*b).1)),
            },
            Op::Excess(all, own) => {
                let mine = of(all[*own]);
                let rest = all.iter().enumerate().filter(|(k, _)| k != own).map(|(_, r)| of(*r));
                let (lo, hi) =
                    rest.fold((f64::INFINITY, f64::INFINITY), |m, x| (m.0.min(x.0), m.1.min(x.1)));
                ((mine.0 - hi).max(0.0), (mine.1 - lo).max(0.0))
            }
        }
    }
}

fn around(v: f64, d: Option<f64>) -> (f64, f64) {
    d.map_or((f64::NEG_INFINITY, f64::INFINITY), |d| (v - d, v + d))
}

fn unary(op: Unary, x: f64) -> f64 {
    match op {
        Unary::Neg => -x,
        Unary::Abs => x.abs(),
        Unary::Sqrt => x.max(0.0).sqrt(),
        Unary::Log => libm::log(x.max(1e-3)),
    }
}

fn arithmetic(op: Binary, x: f64, y: f64) -> f64 {
    match op {
        Binary::Add => x + y,
        Binary::Sub => x - y,
        Binary::Mul => x * y,
        Binary::Div => x / y,
        Binary::Pow if y == 2.0 => x * x,
        Binary::Pow => libm::pow(x, y),
        Binary::Min => x.min(y),
        Binary::Max => x.max(y),
    }
}

fn enclose_unary(op: Unary, (lo, hi): (f64, f64)) -> (f64, f64) {
    match op {
        Unary::Neg => (-hi, -lo),
        Unary::Abs if lo >= 0.0 => (lo, hi),
        Unary::Abs if hi <= 0.0 => (-hi, -lo),
        Unary::Abs => (0.0, hi.max(-lo)),
        Unary::Sqrt | Unary::Log => (unary(op, lo), unary(op, hi)),
    }
}

fn enclose_binary(op: Binary, x: (f64, f64), y: (f64, f64)) -> (f64, f64) {
    let hull = |values: [f64; 4]| {
        if values.iter().any(|v| v.is_nan()) {
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        (
            values.iter().fold(f64::INFINITY, |m, v| m.min(*v)),
            values.iter().fold(f64::NEG_INFINITY, |m, v| m.max(*v)),
        )
    };
    let corners = || {
        [
            arithmetic(op, x.0, y.0),
            arithmetic(op, x.0, y.1),
            arithmetic(op, x.1, y.0),
            arithmetic(op, x.1, y.1),
        ]
    };
    match op {
        Binary::Add | Binary::Min | Binary::Max => {
            (arithmetic(op, x.0, y.0), arithmetic(op, x.1, y.1))
        }
        Binary::Sub => (x.0 - y.1, x.1 - y.0),
        Binary::Mul => hull(corners()),
        Binary::Div if y.0 > 0.0 || y.1 < 0.0 => hull(corners()),
        // The exponent is a constant; on positive bases a power is monotone.
        Binary::Pow if x.0 >= 0.0 && y.0 == y.1 => hull(corners()),
        Binary::Pow if y.0 == y.1 && y.0 == 2.0 => (0.0, (x.0 * x.0).max(x.1 * x.1)),
        Binary::Div | Binary::Pow => (f64::NEG_INFINITY, f64::INFINITY),
    }
}
