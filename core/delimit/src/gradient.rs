//! How fast and whereto a difference of scores grows, at the loaded point.
//!
//! Forward differentiation along the tape: a distance falls at rate 1 towards its nearest point, and a
//! branch (`min`, `max`, `where`) changes as the part that is taken. The direction to the nearest point is
//! that of the normal section, off the geodesic's by at most 7e-6 at 700 km: right for Newton steps, whose
//! residuals come from the distances themselves.

use littoral_geodesy::{Vec3, densify};

use crate::eval::{Evaluator, Label};
use crate::field::{Binary, Unary};
use crate::tape::{Op, Reg};

/// Step of the differences for scores without a gradient, metres.
const STEP_M: f64 = 1.0;

/// Change per metre to the east and to the north.
pub(crate) type Slope = (f64, f64);

impl Evaluator<'_> {
    /// The gradient of `score(a) - score(b)` to the east and to the north at the loaded point; both must be
    /// loaded. Scores without a gradient are differenced over two metres.
    pub(crate) fn slope(&mut self, a: Label, b: Label) -> Slope {
        let at = *self.at();
        let (east, north) = self.earth().east_north(&at);
        if let Some(g) = self.gradient(a, b) {
            return (g.dot(east), g.dot(north));
        }
        let mut rate = |direction: Vec3| {
            let mut side = |step: f64| {
                let p = self.earth().step(&at, direction, step);
                self.load(&p, 1 << a | 1 << b);
                self.score(a) - self.score(b)
            };
            (side(STEP_M) - side(-STEP_M)) / (2.0 * STEP_M)
        };
        let slope = (rate(east), rate(north));
        self.load(&at, 1 << a | 1 << b);
        slope
    }

    /// Gradient of `score(a) - score(b)` per metre, a tangent vector; `None` where the tape has parts
    /// without a derivative, or at a base point itself.
    pub(crate) fn gradient(&mut self, a: Label, b: Label) -> Option<Vec3> {
        let labels = 1 << a | 1 << b;
        let mut parts = std::mem::take(&mut self.gradients);
        // One more, for holders that are out.
        parts.resize(self.tape.ops.len() + 1, Vec3::default());
        let mut found = Some(());
        for step in self.steps().list.iter().filter(|s| s.needed & labels != 0) {
            let Some(gradient) = self.gradient_of(&step.op, &parts) else {
                found = None;
                break;
            };
            parts[step.reg as usize] = gradient;
        }
        let of = |l: Label| parts[self.score_of(l)];
        let change = || match self.level(a, b) {
            Some(choice) => {
                let [x, y] = choice.parts;
                let grows = (self.value_at(x) > self.value_at(y)) == (choice.holder == b);
                let way = parts[x as usize] - parts[y as usize];
                if grows { way } else { -way }
            }
            None => of(a) - of(b),
        };
        let gradient = found.map(|()| change()).filter(|g| g.norm().is_finite());
        self.gradients = parts;
        gradient
    }

    fn gradient_of(&self, op: &Op, parts: &[Vec3]) -> Option<Vec3> {
        let g = |r: &Reg| parts[*r as usize];
        let v = |r: &Reg| self.value_at(*r);
        let none = Vec3::default();
        Some(match op {
            Op::Constant(_) => none,
            Op::Distance(slot) | Op::Side(slot) => {
                let hit = self.hit(*slot)?;
                // On a drawn line itself the way across it is that of its piece.
                if hit.distance_m < 1e-3 {
                    let across =
                        self.set_of(*slot).line.piece(hit.piece as usize).left(self.earth());
                    return matches!(op, Op::Side(_)).then_some(-across);
                }
                let away = -densify::towards(self.at(), &hit.at);
                let left = matches!(op, Op::Side(_)) && !self.right_of(*slot);
                if left { -away } else { away }
            }
            Op::Water(slot) => self.off_shore(*slot)?,
            Op::Unary(op, a) => match op {
                Unary::Neg => -g(a),
                Unary::Abs => g(a) * v(a).signum(),
                Unary::Sqrt if v(a) > 0.0 => g(a) * (0.5 / v(a).sqrt()),
                Unary::Log if v(a) > 1e-3 => g(a) * (1.0 / v(a)),
                Unary::Sqrt | Unary::Log => none,
            },
            Op::Binary(op, a, b) => match op {
                Binary::Add => g(a) + g(b),
                Binary::Sub => g(a) - g(b),
                Binary::Mul => g(a) * v(b) + g(b) * v(a),
                Binary::Div => (g(a) - g(b) * (v(a) / v(b))) * (1.0 / v(b)),
                Binary::Pow if v(b) == 2.0 => g(a) * (2.0 * v(a)),
                Binary::Pow => g(a) * (v(b) * libm::pow(v(a), v(b) - 1.0)),
                Binary::Min => g(if v(b) < v(a) { b } else { a }),
                Binary::Max => g(if v(b) > v(a) { b } else { a }),
            },
            Op::Before(op) => self.before_gradient(op, (g(&op.a), g(&op.b))),
            Op::Where(s, a, b) => g(if v(s) < 0.0 { a } else { b }),
            Op::Excess(all, own) => {
                let others = all.iter().enumerate().filter(|(k, _)| k != own).map(|(_, r)| r);
                // Alone there is nobody to exceed: the value is 0 everywhere.
                match others.min_by(|p, q| v(p).total_cmp(&v(q))) {
                    Some(least) if v(&all[*own]) >= v(least) => g(&all[*own]) - g(least),
                    _ => none,
                }
            }
            Op::Latitude | Op::Longitude | Op::External { .. } | Op::Output => return None,
        })
    }
}
