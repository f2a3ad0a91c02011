//! What is to be done for the scores, in order: the whole tape, or what is left of it about a place.
//!
//! Over a small ball most choices of a long score are made: `min` and `max` have one part that is certainly the lower or
//! the higher, and most holders cannot hold any place. What is left there is a short list, with the same values to the
//! last bit. The idea is that of M. Keeter, Massively Parallel Rendering of Complex Closed-Form Implicit Surfaces, 2020.

use std::collections::HashMap;

use crate::enclose::Interval;
use crate::field::Binary;
use crate::tape::{Key, Op, Reg, key};

/// Scores that tie with the least are told apart to this, relative to their size: more than the evaluation does.
const TIED: f64 = 1e-9;

/// One operation, and where its result goes.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) reg: Reg,
    pub(crate) op: Op,
    /// Which holders need it (bit set).
    pub(crate) needed: u64,
}

/// Operations in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps {
    pub(crate) list: Vec<Step>,
    /// Register of each holder's score; one past the last of the tape for holders that are out.
    pub(crate) score: Vec<Reg>,
    /// Holders that may hold a place (bit set).
    pub(crate) labels: u64,
}

impl Steps {
    /// A whole tape.
    pub(super) fn all(ops: &[Op], score: &[Reg]) -> Self {
        let step = |(k, op): (usize, &Op)| Step { reg: k as Reg, op: op.clone(), needed: 0 };
        let list = ops.iter().enumerate().map(step).collect();
        let labels = u64::MAX >> (64 - score.len());
        Self { list, score: score.to_vec(), labels }.marked(ops.len())
    }

    /// What is left for some holders where the parts lie within their `bounds`, by register; the last of these belongs
    /// to no part.
    pub(crate) fn within(&self, bounds: &[Interval], labels: u64) -> Self {
        let out = bounds.len() - 1;
        let mut stands: Vec<Reg> = (0..out as Reg).collect();
        let mut zero = vec![false; out];
        let mut list = Vec::new();
        for step in self.list.iter().filter(|s| s.needed & labels != 0) {
            let mut op = step.op.clone();
            op.inputs().into_iter().for_each(|r| *r = stands[*r as usize]);
            if let Op::Excess(all, own) = &op {
                op = excess(all, *own, bounds);
            }
            match choice(&op, bounds, &zero) {
                Some(part) => stands[step.reg as usize] = part,
                None => {
                    zero[step.reg as usize] = matches!(op, Op::Constant(0.0));
                    list.push(Step { reg: step.reg, op, needed: 0 });
                }
            }
        }
        let of = |(k, r): (usize, &Reg)| match labels >> k & 1 {
            1 => stands[*r as usize],
            _ => out as Reg,
        };
        let score = self.score.iter().enumerate().map(of).collect();
        Self { list, score, labels }.marked(out)
    }

    /// The operation of a register, if it is among them.
    pub(crate) fn at(&self, reg: Reg) -> Option<&Step> {
        let k = self.list.binary_search_by_key(&reg, |step| step.reg).ok()?;
        self.list.get(k)
    }

    /// Is the score of each of some holders (bit set) a distance and nothing else?
    pub(crate) fn are_distances(&self, labels: u64) -> bool {
        let plain = |reg: &Reg| self.at(*reg).is_some_and(|s| matches!(s.op, Op::Distance(_)));
        self.score.iter().enumerate().all(|(k, reg)| labels >> k & 1 == 0 || plain(reg))
    }

    /// Is nothing chosen any more in the scores of some holders (bit set)? What exceeds the least of the others is no choice
    /// between the two of a pair that are both among them.
    pub(crate) fn are_unchosen(&self, labels: u64) -> bool {
        let chosen = |op: &Op| {
            matches!(op, Op::Binary(Binary::Min | Binary::Max, ..) | Op::Where(..) | Op::Before(_))
        };
        self.list.iter().filter(|s| s.needed & labels != 0).all(|s| !chosen(&s.op))
    }

    /// Register of each holder's score, where operations that say the same stand once: scores of one register are equal.
    pub(crate) fn merged(&self) -> Vec<Reg> {
        // Both for look-up only.
        let mut known: HashMap<Key, Reg> = HashMap::new();
        let mut stands: HashMap<Reg, Reg> = HashMap::new();
        for step in &self.list {
            let mut op = step.op.clone();
            op.inputs().into_iter().for_each(|r| *r = *stands.get(r).unwrap_or(r));
            if let Some(key) = key(&op) {
                let first = *known.entry(key).or_insert(step.reg);
                stands.insert(step.reg, first);
            }
        }
        self.score.iter().map(|r| *stands.get(r).unwrap_or(r)).collect()
    }

    /// Walks back from each score to what it needs; the rest is left out.
    fn marked(mut self, registers: usize) -> Self {
        let mut needed = vec![0; registers + 1];
        for (holder, reg) in self.score.iter().enumerate() {
            needed[*reg as usize] |= 1 << holder;
        }
        for step in self.list.iter_mut().rev() {
            step.needed = needed[step.reg as usize];
            if step.needed == 0 {
                continue;
            }
            if matches!(step.op, Op::Output) {
                needed[step.reg as usize - 1] |= step.needed;
            }
            step.op.inputs().into_iter().for_each(|r| needed[*r as usize] |= step.needed);
        }
        self.list.retain(|s| s.needed != 0);
        self
    }
}

/// The part that an operation certainly gives.
fn choice(op: &Op, bounds: &[Interval], zero: &[bool]) -> Option<Reg> {
    let of = |r: &Reg| bounds[*r as usize];
    let below = |a: &Reg, b: &Reg| of(a).hi < of(b).lo;
    match op {
        Op::Binary(Binary::Min, a, b) if below(a, b) => Some(*a),
        Op::Binary(Binary::Min, a, b) if below(b, a) => Some(*b),
        Op::Binary(Binary::Max, a, b) if below(b, a) => Some(*a),
        Op::Binary(Binary::Max, a, b) if below(a, b) => Some(*b),
        Op::Binary(Binary::Add, a, b) if zero[*b as usize] => Some(*a),
        Op::Binary(Binary::Add, a, b) if zero[*a as usize] => Some(*b),
        Op::Where(g, a, _) if of(g).hi < 0.0 => Some(*a),
        Op::Where(g, _, b) if of(g).lo >= 0.0 => Some(*b),
        _ => None,
    }
}

/// By how much a score exceeds the least of the others: nothing where it is certainly the lowest, else only those count
/// that may be the least or tie with it.
fn excess(all: &[Reg], own: usize, bounds: &[Interval]) -> Op {
    let of = |r: &Reg| bounds[*r as usize];
    let others = || all.iter().enumerate().filter(|(k, _)| *k != own).map(|(_, r)| r);
    if others().all(|r| of(&all[own]).hi < of(r).lo) {
        return Op::Constant(0.0);
    }
    let least = others().map(|r| of(r).hi).fold(f64::INFINITY, f64::min);
    let top = least + TIED * (1.0 + least.abs());
    // What is not a number is kept: it rules nobody out.
    let may_be_least = |(k, r): &(usize, &Reg)| *k == own || of(r).lo <= top || of(r).lo.is_nan();
    let kept: Vec<(usize, &Reg)> = all.iter().enumerate().filter(may_be_least).collect();
    let place = kept.iter().position(|(k, _)| *k == own).unwrap_or(0);
    Op::Excess(kept.into_iter().map(|(_, r)| *r).collect(), place)
}
