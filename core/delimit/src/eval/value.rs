//! The value of each part of a score at the present place, with the distance fields active in it.

use littoral_geodesy::densify::wrap;

use crate::enclose::{Interval, arithmetic, unary};
use crate::error::DelimitError;
use crate::field::Binary;
use crate::tape::{Op, Reg, Step};

use super::{Anchor, Evaluator, OnMesh};

impl Evaluator<'_> {
    pub(super) fn step(&mut self, step: &Step) {
        let k = step.reg as usize;
        let (value, active) = match &step.op {
            Op::Constant(v) => (*v, 0),
            Op::Distance(slot) => (self.distance(k, *slot), 1 << slot),
            Op::Water(slot) => (self.through_water(k, *slot), 1 << slot),
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
                        self.place.lat,
                        wrap(self.place.lon)
                    )),
                    _ => None,
                };
                if let Some(text) = fault.filter(|_| self.fault.is_none()) {
                    self.fault = Some(DelimitError::Function(text));
                }
                self.active[k..k + outputs].fill(mask);
                self.known[k..k + outputs].fill(true);
                for j in k..k + outputs {
                    self.anchors[j] =
                        Some(Anchor { at: self.at.p, value: Interval::point(self.value[j]) });
                }
                return;
            }
            Op::Unary(op, a) => (unary(*op, self.value[*a as usize]), self.active[*a as usize]),
            Op::Binary(op, a, b) => self.binary(*op, *a, *b),
            Op::Where(g, a, b) => {
                let r = if self.value[*g as usize] < 0.0 { *a } else { *b } as usize;
                (self.value[r], self.active[r])
            }
            Op::Excess(all, own) => self.excess(all, *own),
            Op::Before(op) => self.before(op),
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
        if let Some(near) = self.held_hit(slot) {
            self.hits[slot as usize] = Some(near);
            return near.distance_m;
        }
        let set = &self.basis.sets[self.tape.sets[slot as usize].0 as usize];
        let kept = if self.on_mesh == OnMesh::No { None } else { set.memo.get(&self.at) };
        let near = kept.unwrap_or_else(|| {
            let cursor = &mut self.cursors[slot as usize];
            let near = set.line.nearest_from(&self.at, cursor, self.look);
            if self.on_mesh == OnMesh::Yes {
                set.memo.keep(&self.at, near);
            }
            near
        });
        self.hits[slot as usize] = Some(near);
        let value = Interval::point(near.distance_m);
        self.anchors[k] = Some(Anchor { at: self.at.p, value });
        near.distance_m
    }

    fn side(&mut self, k: usize, slot: u8) -> f64 {
        let set = &self.basis.sets[self.tape.sets[slot as usize].0 as usize];
        let cursor = &mut self.cursors[slot as usize];
        let (d, near) = set.line.signed_from(&self.at, cursor, self.look);
        self.hits[slot as usize] = Some(near);
        self.anchors[k] = Some(Anchor { at: self.at.p, value: Interval::point(-d) });
        -d
    }
}
