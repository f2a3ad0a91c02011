//! Gradients of scores along the surface, carried through the tape beside the values.
//!
//! A distance falls at unit rate toward its nearest point: its gradient is the unit vector away from the
//! foot. The direction is that of the normal section, 2e-6 rad off the geodesic at 400 km. At a
//! change of branch (`min`, `max`, `where`) the branch that holds the loaded point counts. A function
//! outside the engine has no known gradient: scores that use one are differenced over a metre instead.

use super::{Evaluator, Label, arithmetic};
use crate::field::{Binary, Unary};
use crate::tape::{Op, Reg};

/// Step of the differences for functions outside the engine, metres.
const STEP_M: f64 = 1.0;

/// Change per metre to the east and to the north.
pub(crate) type Slope = (f64, f64);

impl Evaluator<'_> {
    /// Gradient of `score(a) - score(b)` at the loaded point, per metre; both must be loaded.
    pub(crate) fn slope(&mut self, a: Label, b: Label) -> Slope {
        if self.tape.outside {
            return self.differenced(a, b);
        }
        let needed = 1 << a | 1 << b;
        let mut slopes: Vec<Slope> = vec![(0.0, 0.0); self.tape.ops.len()];
        for k in 0..self.tape.ops.len() {
            if self.tape.needed[k] & needed != 0 {
                slopes[k] = self.slope_of(k, &slopes);
            }
        }
        let of = |l: Label| slopes[self.tape.score[l as usize] as usize];
        minus(of(a), of(b))
    }

    fn slope_of(&self, k: usize, slopes: &[Slope]) -> Slope {
        let v = |r: Reg| self.value[r as usize];
        let s = |r: Reg| slopes[r as usize];
        match &self.tape.ops[k] {
            Op::Constant(_) | Op::Output | Op::External { .. } => (0.0, 0.0),
            Op::Distance(slot) => self.away(*slot, 1.0),
            Op::Side(slot) => self.away(*slot, self.value[k].signum()),
            Op::Latitude => (0.0, self.degrees_per_metre().1),
            Op::Longitude => (self.degrees_per_metre().0, 0.0),
            Op::Unary(op, a) => times(s(*a), unary_rate(*op, v(*a))),
            Op::Binary(op, a, b) => {
                let (p, q) = binary_rates(*op, v(*a), v(*b));
                plus(times(s(*a), p), times(s(*b), q))
            }
            Op::Where(g, a, b) => s(if v(*g) < 0.0 { *a } else { *b }),
            Op::Excess(all, own) if self.value[k] > 0.0 => {
                let others = all.iter().enumerate().filter(|(j, _)| j != own).map(|(_, r)| *r);
                let least = others.min_by(|x, y| v(*x).total_cmp(&v(*y)));
                least.map_or((0.0, 0.0), |r| minus(s(all[*own]), s(r)))
            }
            Op::Excess(..) => (0.0, 0.0),
        }
    }

    /// The unit vector away from the nearest point of a slot; nothing at the point itself.
    fn away(&self, slot: u8, sign: f64) -> Slope {
        let Some(hit) = self.hit(slot) else { return (0.0, 0.0) };
        let (east, north) = self.basis.earth.east_north(&self.at);
        let v = hit.at.p - self.at.p;
        let (x, y) = (v.dot(east), v.dot(north));
        let norm = libm::hypot(x, y);
        if norm > 0.0 { (-sign * x / norm, -sign * y / norm) } else { (0.0, 0.0) }
    }

    fn degrees_per_metre(&self) -> Slope {
        let (a, e2) = (self.basis.earth.ellipsoid().a_m, self.basis.earth.e2());
        let sin2 = self.at.n.z * self.at.n.z;
        let w2 = 1.0 - e2 * sin2;
        let meridian = a * (1.0 - e2) / (w2 * w2.sqrt());
        let parallel = libm::hypot(self.at.p.x, self.at.p.y).max(1.0);
        (1f64.to_degrees() / parallel, 1f64.to_degrees() / meridian)
    }

    fn differenced(&mut self, a: Label, b: Label) -> Slope {
        let (at, needed) = (self.at, 1 << a | 1 << b);
        let (east, north) = self.basis.earth.east_north(&at);
        let mut rate = |direction: littoral_geodesy::Vec3| {
            let mut side = |step: f64| {
                let p = self.basis.earth.step(&at, direction, step);
                self.load(&p, needed);
                self.score(a) - self.score(b)
            };
            (side(STEP_M) - side(-STEP_M)) / (2.0 * STEP_M)
        };
        let slope = (rate(east), rate(north));
        self.load(&at, needed);
        slope
    }
}

fn unary_rate(op: Unary, x: f64) -> f64 {
    match op {
        Unary::Neg => -1.0,
        Unary::Abs => x.signum(),
        Unary::Sqrt if x > 0.0 => 0.5 / x.sqrt(),
        Unary::Log if x > 1e-3 => 1.0 / x,
        Unary::Sqrt | Unary::Log => 0.0,
    }
}

/// Rates of a two-argument operation by its first and second argument.
fn binary_rates(op: Binary, x: f64, y: f64) -> (f64, f64) {
    match op {
        Binary::Add => (1.0, 1.0),
        Binary::Sub => (1.0, -1.0),
        Binary::Mul => (y, x),
        Binary::Div => (1.0 / y, -x / (y * y)),
        // The exponent is a constant.
        Binary::Pow => (y * arithmetic(Binary::Pow, x, y - 1.0), 0.0),
        Binary::Min if y < x => (0.0, 1.0),
        Binary::Max if y > x => (0.0, 1.0),
        Binary::Min | Binary::Max => (1.0, 0.0),
    }
}

fn plus(a: Slope, b: Slope) -> Slope {
    (a.0 + b.0, a.1 + b.1)
}

fn minus(a: Slope, b: Slope) -> Slope {
    (a.0 - b.0, a.1 - b.1)
}

fn times(a: Slope, k: f64) -> Slope {
    // A rate of nothing stays nothing, however steep the operation is there.
    if a == (0.0, 0.0) { a } else { (a.0 * k, a.1 * k) }
}
