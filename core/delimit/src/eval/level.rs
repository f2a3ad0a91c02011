//! Scores that are equal over an area, as distances are of which no more than 24 M count, or no less.
//!
//! Over a ball in which all choices are made alike two scores may be left with the same operations: there they are equal, and
//! the first of the two holders goes before the other everywhere. Within such an area no difference of scores tells how far
//! its rim is, but the choices do: the rim lies where one of them is made otherwise, and the nearest to that, `min(d, c)` with
//! `d - c` to spare, stands for the difference. So a line along the rim has slopes on both sides.

use std::collections::HashSet;

use super::{Evaluator, Label};
use crate::field::{Binary, Unary};
use crate::tape::{Op, Reg, Steps};

/// A choice between two parts of a score, and by how much the part that is taken goes before the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    /// Who has the area.
    pub(crate) holder: Label,
    /// In whose score it stands.
    of: Label,
    /// The part that is taken, and the other one.
    pub(crate) parts: [Reg; 2],
    pub(crate) spare: f64,
}

/// Which way a part must change for the first of two equal scores to lose.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    Up,
    Down,
}

impl Way {
    fn turned(self, over: bool) -> Self {
        match self {
            Self::Up if over => Self::Down,
            Self::Down if over => Self::Up,
            way => way,
        }
    }
}

/// Does an operation rise with its first argument, and with its second, about their values?
fn rises(op: Binary, x: f64, y: f64) -> [bool; 2] {
    match op {
        Binary::Sub => [true, false],
        Binary::Mul => [y >= 0.0, x >= 0.0],
        Binary::Div => [y >= 0.0, x < 0.0],
        Binary::Pow => [(y >= 0.0) == (x >= 0.0 || y % 2.0 != 0.0), x >= 1.0],
        Binary::Add | Binary::Min | Binary::Max => [true, true],
    }
}

impl Evaluator<'_> {
    /// Those of some holders (bit set) that are not equal to one before them over the ball of `radius_m` about the present
    /// place; the bounds of their scores stand for it.
    pub(super) fn first_of_equals(&self, among: u64) -> u64 {
        let all = || (0..self.labels() as Label).filter(|k| among >> k & 1 == 1);
        let of = |k: Label| self.bounds[self.score_of(k)];
        // Where the same operations are left the bounds are the same, to the bit.
        let alike = |k: Label, l: Label| of(k).lo == of(l).lo && of(k).hi == of(l).hi;
        if !all().any(|k| all().any(|l| k < l && alike(k, l))) {
            return among;
        }
        let left = self.steps().within(&self.bounds, among);
        let score = left.merged();
        let equal = |k: Label, l: Label| {
            score[k as usize] == score[l as usize] && !self.may_part(&left, k, l)
        };
        let behind = |l: &Label| all().any(|k| k < *l && equal(k, *l));
        all().filter(behind).fold(among, |among, l| among & !(1 << l))
    }

    /// Do equal scores of two parties measure from the shores of both? Then they may tie at a terminus, and are parted by
    /// its ray.
    fn may_part(&self, steps: &Steps, k: Label, l: Label) -> bool {
        let measured = |party: Option<usize>| {
            party.is_some()
                && steps.list.iter().filter(|s| s.needed >> l & 1 == 1).any(|s| match s.op {
                    Op::Distance(slot) | Op::Water(slot) | Op::Side(slot) => {
                        self.party_of(slot) == party
                    }
                    _ => false,
                })
        };
        measured(self.party(k)) && measured(self.party(l))
    }

    /// Of two scores that are equal over an area about the loaded point the choice that ends it for its holder and is
    /// nearest to being made otherwise; `None` where they are not equal, or nothing is chosen. In a tie wedge, where they
    /// are equal as well, only what is nearer than the ray counts.
    pub(crate) fn level(&self, a: Label, b: Label) -> Option<Choice> {
        if self.tape.straight.is_some() {
            return None;
        }
        if let Some((id, party)) = self.tie(a, b).zip(self.party(a)) {
            let lateral_m = self.lateral_of((a, b), (id, party));
            let holder = if lateral_m < 0.0 { a } else { b };
            return self.nearest_choice((a, b), holder).filter(|c| c.spare < lateral_m.abs());
        }
        if self.score(a) != self.score(b) || self.active(a) != self.active(b) {
            return None;
        }
        self.nearest_choice((a, b), a.min(b))
    }

    fn nearest_choice(&self, (a, b): (Label, Label), holder: Label) -> Option<Choice> {
        let steps = self.steps();
        let both = 1 << a | 1 << b;
        let mut least: Option<Choice> = None;
        let mut open: Vec<(Reg, Way)> = Vec::new();
        for k in [a, b] {
            open.push((steps.score[k as usize], if k == holder { Way::Up } else { Way::Down }));
        }
        // Parts are shared: each is walked once either way, or a part added to itself over and over would have no end.
        let mut walked: HashSet<(Reg, Way)> = HashSet::new();
        while let Some((reg, way)) = open.pop() {
            // A part of both scores is the same in both, whatever is chosen in it.
            let Some(step) = steps.at(reg).filter(|s| s.needed & both != both) else { continue };
            let v = |r: Reg| self.value_at(r);
            match step.op {
                Op::Binary(op @ (Binary::Min | Binary::Max), x, y) => {
                    let spare = v(x) - v(y);
                    let parts = if (spare < 0.0) == (op == Binary::Min) { [x, y] } else { [y, x] };
                    open.push((parts[0], way));
                    let ends = (op == Binary::Max) == (way == Way::Up);
                    let varies = self.active[x as usize] | self.active[y as usize] != 0;
                    let nearer = least.is_none_or(|c| spare.abs() < c.spare);
                    if ends && varies && spare != 0.0 && nearer {
                        let of = if step.needed >> a & 1 == 1 { a } else { b };
                        least = Some(Choice { holder, of, parts, spare: spare.abs() });
                    }
                }
                // Where scores jump nothing tells how far that is.
                Op::Where(g, x, y) => open.push((if v(g) < 0.0 { x } else { y }, way)),
                Op::Binary(op, x, y) if walked.insert((reg, way)) => {
                    let [of_x, of_y] = rises(op, v(x), v(y));
                    open.extend([(x, way.turned(!of_x)), (y, way.turned(!of_y))]);
                }
                Op::Unary(op, x) => {
                    let falls = op == Unary::Neg || op == Unary::Abs && v(x) < 0.0;
                    open.push((x, way.turned(falls)));
                }
                _ => {}
            }
        }
        least.filter(|c| c.spare.is_finite())
    }

    /// The distances active in two scores at the loaded point. Where they are equal over an area it is as if what ends it were
    /// chosen otherwise, as it is beyond the rim: so both sides of a line along the rim have the same base points.
    pub(crate) fn active_in(&self, a: Label, b: Label) -> u64 {
        let both = self.active(a) | self.active(b);
        let Some(choice) = self.level(a, b) else { return both };
        let [taken, other] = choice.parts.map(|r| self.active[r as usize]);
        let kept = self.active(if choice.of == a { b } else { a });
        both & !(taken & !kept) | other
    }
}
