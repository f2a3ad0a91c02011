//! Interval arithmetic of scores: what an operation can give over a ball.

use crate::field::{Binary, Unary};
use crate::tape::{Op, Reg};

/// Least and greatest value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interval {
    pub(crate) lo: f64,
    pub(crate) hi: f64,
}

impl Interval {
    pub(crate) const EVERYTHING: Self = Self { lo: f64::NEG_INFINITY, hi: f64::INFINITY };

    pub(crate) fn point(v: f64) -> Self {
        Self { lo: v, hi: v }
    }

    pub(crate) fn widened(self, by: f64) -> Self {
        Self { lo: self.lo - by, hi: self.hi + by }
    }

    pub(crate) fn at_least(self, least: f64) -> Self {
        Self { lo: self.lo.max(least), hi: self.hi.max(least) }
    }

    fn hull(values: [f64; 4]) -> Self {
        if values.iter().any(|v| v.is_nan()) {
            return Self::EVERYTHING;
        }
        let least = values.iter().fold(f64::INFINITY, |m, v| m.min(*v));
        Self { lo: least, hi: values.iter().fold(f64::NEG_INFINITY, |m, v| m.max(*v)) }
    }

    /// The enclosure of an operation from those of its parts. Leaves are enclosed by the evaluator.
    pub(crate) fn of(op: &Op, bounds: &[Self]) -> Self {
        let of = |r: &Reg| bounds[*r as usize];
        match op {
            Op::Constant(v) => Self::point(*v),
            Op::Unary(op, a) => of(a).unary(*op),
            Op::Binary(op, a, b) => of(a).binary(*op, of(b)),
            Op::Where(g, a, b) => match of(g) {
                g if g.hi < 0.0 => of(a),
                g if g.lo >= 0.0 => of(b),
                _ => Self { lo: of(a).lo.min(of(b).lo), hi: of(a).hi.max(of(b).hi) },
            },
            Op::Excess(all, own) => {
                let mine = of(&all[*own]);
                let others = all.iter().enumerate().filter(|(k, _)| k != own).map(|(_, r)| of(r));
                let none = Self { lo: f64::INFINITY, hi: f64::INFINITY };
                let least =
                    others.fold(none, |m, x| Self { lo: m.lo.min(x.lo), hi: m.hi.min(x.hi) });
                Self { lo: mine.lo - least.hi, hi: mine.hi - least.lo }.at_least(0.0)
            }
            _ => Self::EVERYTHING,
        }
    }

    fn unary(self, op: Unary) -> Self {
        match op {
            Unary::Neg => Self { lo: -self.hi, hi: -self.lo },
            Unary::Abs if self.lo >= 0.0 => self,
            Unary::Abs if self.hi <= 0.0 => Self { lo: -self.hi, hi: -self.lo },
            Unary::Abs => Self { lo: 0.0, hi: self.hi.max(-self.lo) },
            // Nowhere defined: the value itself tells, wherever it is asked for.
            Unary::Sqrt | Unary::Log
                if self.hi < -BELOW || self.lo.is_nan() || self.hi.is_nan() =>
            {
                Self::EVERYTHING
            }
            Unary::Sqrt | Unary::Log => {
                let at = |v: f64| unary(op, v.max(-BELOW));
                Self { lo: at(self.lo), hi: at(self.hi) }
            }
        }
    }

    fn binary(self, op: Binary, y: Self) -> Self {
        let x = self;
        let f = |a, b| arithmetic(op, a, b);
        let corners = || Self::hull([f(x.lo, y.lo), f(x.lo, y.hi), f(x.hi, y.lo), f(x.hi, y.hi)]);
        match op {
            Binary::Add | Binary::Min | Binary::Max => {
                Self { lo: f(x.lo, y.lo), hi: f(x.hi, y.hi) }
            }
            Binary::Sub => Self { lo: x.lo - y.hi, hi: x.hi - y.lo },
            Binary::Mul => corners(),
            Binary::Div if y.lo > 0.0 || y.hi < 0.0 => corners(),
            // The exponent is a constant; on positive bases a power is monotone.
            Binary::Pow if x.lo >= 0.0 && y.lo == y.hi => corners(),
            Binary::Pow if y.lo == y.hi && y.lo == 2.0 => {
                Self { lo: 0.0, hi: (x.lo * x.lo).max(x.hi * x.hi) }
            }
            Binary::Div | Binary::Pow => Self::EVERYTHING,
        }
    }
}

/// Logarithms are taken of this at least, so that a coast has one as well.
const LEAST: f64 = 1e-6;
/// Arguments of roots and logarithms this little below zero are rounding.
const BELOW: f64 = 1e-3;

/// Has a number no root and no logarithm?
pub(crate) fn outside(x: f64) -> bool {
    x < -BELOW || x.is_nan()
}

/// One operation of one argument; not a number for roots and logarithms of negative arguments.
pub(crate) fn unary(op: Unary, x: f64) -> f64 {
    match op {
        Unary::Neg => -x,
        Unary::Abs => x.abs(),
        Unary::Sqrt | Unary::Log if outside(x) => f64::NAN,
        Unary::Sqrt => x.max(0.0).sqrt(),
        Unary::Log => libm::log(x.max(LEAST)),
    }
}

/// One operation of two arguments.
pub(crate) fn arithmetic(op: Binary, x: f64, y: f64) -> f64 {
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
