//! Scores that compare as straight lines of a distance: `factor * distance + constant`, factor positive.
//!
//! Plain distances, additive and multiplicative weights are such scores; so are logarithms of weighted distances, which
//! compare as the weighted distances do. On a way between two places a distance is at most linear, so whether another
//! holder comes in between is one question to the tree of its base points: see [`crate::crossing`].

use crate::field::{Binary, Unary};
use crate::tape::{Op, Reg};

/// One holder's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Straight {
    /// Distance field number of the tape, and its register.
    pub(crate) slot: u8,
    pub(crate) reg: Reg,
    pub(crate) factor: f64,
    /// Metres, after the factor.
    pub(crate) constant: f64,
    /// The score itself is the logarithm of this.
    pub(crate) logarithm: bool,
}

/// The scores of all holders, if all are straight, or logarithms of straight ones without a constant.
pub(super) fn all(ops: &[Op], score: &[Reg]) -> Option<Vec<Straight>> {
    let plain: Option<Vec<Straight>> = score.iter().map(|r| line(ops, *r)).collect();
    let out = plain.or_else(|| score.iter().map(|r| logarithm(ops, *r)).collect())?;
    let sound = |s: &Straight| s.factor > 0.0 && s.factor.is_finite() && s.constant.is_finite();
    out.iter().all(sound).then_some(out)
}

fn constant(ops: &[Op], r: Reg) -> Option<f64> {
    match ops[r as usize] {
        Op::Constant(v) => Some(v),
        _ => None,
    }
}

fn line(ops: &[Op], r: Reg) -> Option<Straight> {
    match &ops[r as usize] {
        Op::Distance(slot) => {
            let (factor, constant, logarithm) = (1.0, 0.0, false);
            Some(Straight { slot: *slot, reg: r, factor, constant, logarithm })
        }
        Op::Binary(op, a, b) => {
            // Constants are looked for first: of what is shared by both sides each is walked but once.
            let (x, v, turned) = match (constant(ops, *a), constant(ops, *b)) {
                (_, Some(v)) => (line(ops, *a)?, v, false),
                (Some(v), None) => (line(ops, *b)?, v, true),
                (None, None) => return None,
            };
            let times =
                |by: f64| Straight { factor: x.factor * by, constant: x.constant * by, ..x };
            match (op, turned) {
                (Binary::Add, _) => Some(Straight { constant: x.constant + v, ..x }),
                (Binary::Sub, false) => Some(Straight { constant: x.constant - v, ..x }),
                (Binary::Mul, _) => Some(times(v)),
                (Binary::Div, false) => Some(times(1.0 / v)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `log(factor * distance) + c` compares as `exp(c) * factor * distance`.
fn logarithm(ops: &[Op], r: Reg) -> Option<Straight> {
    match &ops[r as usize] {
        Op::Unary(Unary::Log, a) => {
            let of = line(ops, *a).filter(|x| x.constant == 0.0)?;
            Some(Straight { logarithm: true, ..of })
        }
        Op::Binary(op @ (Binary::Add | Binary::Sub), a, b) => {
            let (x, v) = (logarithm(ops, *a)?, constant(ops, *b)?);
            let v = if *op == Binary::Add { v } else { -v };
            Some(Straight { factor: x.factor * libm::exp(v), ..x })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Registers: distance 0, distance 1, constants, and what is made of them.
    fn of(more: Vec<Op>) -> Option<Vec<Straight>> {
        let mut ops = vec![Op::Distance(0), Op::Distance(1), Op::Constant(4.0), Op::Constant(0.5)];
        let score = [ops.len() as Reg, 1];
        ops.extend(more);
        all(&ops, &score)
    }

    #[test]
    fn weights_and_moves_are_straight() {
        let first = |more| of(more).map(|s| (s[0].factor, s[0].constant));
        assert_eq!(first(vec![Op::Binary(Binary::Div, 0, 2)]), Some((0.25, 0.0)));
        assert_eq!(first(vec![Op::Binary(Binary::Sub, 0, 2)]), Some((1.0, -4.0)));
        let both = vec![Op::Binary(Binary::Mul, 3, 5), Op::Binary(Binary::Add, 0, 2)];
        assert_eq!(first(both), Some((0.5, 2.0)));
    }

    #[test]
    fn what_bends_is_not() {
        assert_eq!(of(vec![Op::Binary(Binary::Min, 0, 1)]), None);
        assert_eq!(of(vec![Op::Binary(Binary::Sub, 2, 0)]), None, "falls with the distance");
        assert_eq!(of(vec![Op::Binary(Binary::Mul, 0, 5), Op::Constant(-1.0)]), None);
        // A logarithm compares with logarithms alone.
        assert_eq!(of(vec![Op::Unary(Unary::Log, 0)]), None);
    }

    /// A distance doubled sixty times by adding it to itself: a walk of it as a tree would not end.
    #[test]
    fn shared_parts_are_walked_once() {
        let doubled = (1..61).fold(vec![Op::Distance(0)], |mut ops, k: Reg| {
            ops.push(Op::Binary(Binary::Add, k - 1, k - 1));
            ops
        });
        assert_eq!(all(&doubled, &[60]), None);
    }

    #[test]
    fn logarithms_compare_as_what_they_are_taken_of() {
        let ops = vec![
            Op::Distance(0),
            Op::Distance(1),
            Op::Constant(libm::log(2.0)),
            Op::Unary(Unary::Log, 0),
            Op::Unary(Unary::Log, 1),
            Op::Binary(Binary::Sub, 3, 2),
        ];
        let found = all(&ops, &[5, 4]).unwrap();
        assert!((found[0].factor - 0.5).abs() < 1e-15 && found[1].factor == 1.0);
    }
}
