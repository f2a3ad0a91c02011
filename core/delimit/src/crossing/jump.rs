//! Who comes in where scores jump.
//!
//! Where an edge crosses the rim of a region with scores of its own, the holders on either side of the rim need not be those of
//! the edge's ends: beside a node on the rim a third has a strip of any width. At the jump itself no score tells, but the places
//! a hair's breadth before and behind it do.

use super::{Change, Crossings, ROOT_M, Stop, stop_between};
use crate::eval::{Evaluator, Label};

/// How far before and behind a change it is looked who holds the water, metres: the way between both is looked at no closer.
const BESIDE_M: f64 = 4.0 * ROOT_M;

/// Scores that differ by less than this part of themselves are equal.
const LEVEL: f64 = 1e-9;

impl Crossings {
    /// Looks through an edge in three parts where others than the holders of its ends stand before or behind a change. False,
    /// with nothing done, where they do not.
    pub(super) fn jumped(
        &mut self,
        eval: &mut Evaluator<'_>,
        (a, b): (Stop, Stop),
        root: Stop,
        out: &mut Vec<Change>,
    ) -> bool {
        let mut beside = |end: Stop| {
            let length = (end.at.p - root.at.p).norm();
            let apart = length > 2.0 * BESIDE_M;
            if apart { stop_between(eval, root, end, BESIDE_M / length) } else { end }
        };
        let (before, behind) = (beside(a), beside(b));
        let same = before.look.label == a.look.label && behind.look.label == b.look.label;
        let labels = [a.look.label, b.look.label];
        if same || !self.thorough && [before, behind].iter().all(|stop| level(eval, stop, labels)) {
            return false;
        }
        self.scan(eval, a, before, out);
        self.scan(eval, before, behind, out);
        self.scan(eval, behind, b, out);
        true
    }
}

/// Are two holders' scores equal at a place? Where they are on both sides nothing jumps: so on the rim of a tie wedge, whoever
/// holds the places beside it. Where that does not close, they are looked at all the same.
fn level(eval: &mut Evaluator<'_>, stop: &Stop, [i, j]: [Label; 2]) -> bool {
    eval.load(&stop.at, 1 << i | 1 << j);
    let (x, y) = (eval.score(i), eval.score(j));
    (x - y).abs() <= LEVEL * (1.0 + x.abs().min(y.abs()))
}
