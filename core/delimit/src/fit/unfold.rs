//! Shares as a continuous function of weights, tie wedges included.
//!
//! Where two parties share their nearest point over an area (`terminus.rs`), that area goes from one to the other as a
//! whole when their weights pass each other: the dual of a fit has a kink there, and a share inside the jump has no
//! weights. The primal solution at a kink is the linear programme's: both weights are equal, and the area is divided in
//! some proportion, which is a second variable. Here the wedge is divided by a geodesic ray from its terminus, as always,
//! and the ray is turned from the bisector as far as the bound asks.
//!
//! Weights and turns together are unfolded into one number a party, so that whoever seeks shares (`newton.rs`) sees no
//! jump. With `f_e` the turn of wedge `e` between `i` and `j` (positive in favour of `i`), in units of weight and
//! limited to `room_e`, the unfolded `x` stand for the weights
//!
//! ```text
//! w = argmin  sum (w_k - x_k)^2 / 2  +  sum_e max_f f (w_i - w_j)     over the parties that may carry weight
//! x_k = w_k + sum_e +-f_e        |w_i - w_j| > 0  only where f_e is at its limit
//! ```
//!
//! (the proximal map of the kinks; Rudin, Osher, Fatemi 1992 on a graph). Two neighbours whose `x` are near each other
//! have equal weights, and the difference turns the ray; once the wedge is used up, the weights part. Any number of
//! wedges, and circles of them round a sea, are one small convex programme. Without wedges `w = x`.

use super::Capacity;
use super::newton::{Active, Oracle};
use crate::basis::TerminusId;
use crate::error::DelimitError;
use crate::terminus::Terminus;

/// Rounds of setting one turn after another; for eight parties in a circle a tenth of them is enough.
const MOST_ROUNDS: usize = 1000;
/// Turns are at rest when they move weights by less than this part of the typical difference of scores.
const AT_REST: f64 = 1e-16;
/// Room of a wedge of the whole sea, in units of the typical difference of scores: a share changes by turns about as fast
/// as it does by weights. And the least room.
const ROOM: f64 = 3.0;
const LEAST_ROOM: f64 = 1e-9;

/// The tie wedge of two of the fitted scores.
#[derive(Debug, Clone)]
pub(crate) struct Wedge {
    pub(crate) terminus: TerminusId,
    /// The two scores.
    pub(crate) pair: [usize; 2],
    /// 1 where the first gains by a clockwise turn, -1 where it loses.
    pub(crate) sign: f64,
    /// Turns at which the second and the first have all of it, radians.
    pub(crate) room: [f64; 2],
    /// Its area as a fraction of the sea.
    pub(crate) part: f64,
}

impl Wedge {
    /// The wedge at a terminus between two scores, those of its parties in order.
    pub(crate) fn new(id: TerminusId, t: &Terminus, pair: [usize; 2], part: f64) -> Self {
        let sign = if t.right == t.parties[0] { -1.0 } else { 1.0 };
        let [back, on] = t.room_deg().map(f64::to_radians);
        let room = if sign > 0.0 { [back, on] } else { [-on, -back] };
        Self { terminus: id, pair, sign, room, part }
    }

    /// Azimuth of the ray after a turn, degrees.
    pub(crate) fn azimuth_deg(&self, t: &Terminus, turn: f64) -> f64 {
        t.ray_deg() + self.sign * turn.to_degrees()
    }

    /// Is the wedge divided, and not all one party's?
    pub(crate) fn is_open(&self, turn: f64) -> bool {
        self.room[0] < turn && turn < self.room[1]
    }
}

/// Weights that the engine can use, and the turns of the wedges.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Folded {
    pub(crate) weights: Vec<f64>,
    pub(crate) turns: Vec<f64>,
}

impl Folded {
    /// Weights alone.
    pub(crate) fn plain(weights: Vec<f64>) -> Self {
        Self { weights, turns: Vec::new() }
    }
}

/// Shares and rates by weights and turns.
pub(crate) trait Plain {
    /// Weights and turns may be moved by a hair; weights that are equal stay so.
    fn under(&mut self, at: &mut Folded, wedges: &[Wedge]) -> Result<Capacity, DelimitError>;
}

/// The map from unfolded weights.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unfolding {
    pub(crate) wedges: Vec<Wedge>,
    /// Weight a radian, by wedge.
    per_radian: Vec<f64>,
    /// Typical difference of scores.
    scale: f64,
}

/// Something that knows shares by weights and turns, asked by unfolded weights.
pub(crate) struct Unfolded<'a, P> {
    pub(crate) by: &'a Unfolding,
    pub(crate) plain: P,
}

impl<P: Plain> Oracle for Unfolded<'_, P> {
    fn capacity(&mut self, weights: &mut [f64], active: &Active) -> Result<Capacity, DelimitError> {
        let mut at = self.by.fold(weights, active);
        let mut out = self.plain.under(&mut at, &self.by.wedges)?;
        self.by.unfold(&at, weights, active);
        let rate = self.by.rates(&out, &at, active);
        out.folded_rate = std::mem::replace(&mut out.rate, rate);
        out.at = at;
        Ok(out)
    }
}

impl Unfolding {
    pub(crate) fn new(wedges: Vec<Wedge>, scale: f64) -> Self {
        let room = |w: &Wedge| scale * (ROOM * w.part).max(LEAST_ROOM);
        let per = |w: &Wedge| room(w) / (w.room[1] - w.room[0]);
        let per_radian = wedges.iter().map(per).collect();
        Self { wedges, per_radian, scale }
    }

    /// The weights and turns behind unfolded weights. Whoever is not active keeps weight 0.
    pub(crate) fn fold(&self, x: &[f64], active: &Active) -> Folded {
        let mut out = Folded { weights: x.to_vec(), turns: vec![0.0; self.wedges.len()] };
        let limits: Vec<_> = self.wedges.iter().map(|w| Some(w.room)).collect();
        self.relax(&mut out, &limits, (active, AT_REST * self.scale));
        self.level(&mut out, active);
        out
    }

    /// Sets the turns within their limits right, one after another until they rest; those without limits stay.
    fn relax(&self, at: &mut Folded, limits: &[Option<[f64; 2]>], (active, rest): (&Active, f64)) {
        for _ in 0..MOST_ROUNDS {
            let each = limits.iter().enumerate().filter_map(|(e, limit)| Some((e, (*limit)?)));
            let moved = each.map(|(e, limit)| self.settle(e, limit, at, active));
            if moved.fold(0.0, f64::max) <= rest {
                break;
            }
        }
    }

    /// Sets one turn right, given the others; returns by how much weight it moved.
    fn settle(&self, e: usize, limit: [f64; 2], at: &mut Folded, active: &Active) -> f64 {
        let per = self.per_radian[e];
        let [i, j] = self.wedges[e].pair;
        let ends = [i, j].map(|k| f64::from(u8::from(active[k].is_some())));
        if ends == [0.0; 2] {
            return 0.0;
        }
        let apart = at.weights[i] - at.weights[j];
        let turn = at.turns[e] + apart / (ends[0] + ends[1]) / per;
        let by = turn.clamp(limit[0], limit[1]) - at.turns[e];
        at.turns[e] += by;
        at.weights[i] -= ends[0] * by * per;
        at.weights[j] += ends[1] * by * per;
        by.abs() * per
    }

    /// Makes weights equal to the last bit where a wedge between them is divided.
    fn level(&self, at: &mut Folded, active: &Active) {
        let mut group: Vec<usize> = (0..at.weights.len()).collect();
        for (wedge, turn) in self.wedges.iter().zip(&at.turns) {
            // Where nobody carries weight both are 0 as it is.
            let [i, j] = wedge.pair.map(|k| group[k]);
            let idle = wedge.pair.iter().all(|k| active[*k].is_none());
            if wedge.is_open(*turn) && !idle {
                group.iter_mut().filter(|g| **g == j).for_each(|g| *g = i);
            }
        }
        for g in 0..group.len() {
            let own: Vec<usize> = (0..group.len()).filter(|k| group[*k] == g).collect();
            let fixed = own.iter().find(|k| active[**k].is_none()).map(|k| at.weights[*k]);
            let mean = own.iter().map(|k| at.weights[*k]).sum::<f64>() / own.len() as f64;
            if own.len() > 1 {
                own.iter().for_each(|k| at.weights[*k] = fixed.unwrap_or(mean));
            }
        }
    }

    /// The way back.
    fn unfold(&self, at: &Folded, x: &mut [f64], active: &Active) {
        x.copy_from_slice(&at.weights);
        for ((wedge, turn), per) in self.wedges.iter().zip(&at.turns).zip(&self.per_radian) {
            for (k, sign) in wedge.pair.into_iter().zip([1.0, -1.0]) {
                if active[k].is_some() {
                    x[k] += sign * turn * per;
                }
            }
        }
    }

    /// Rates by unfolded weights from those by weights and turns.
    fn rates(&self, plain: &Capacity, at: &Folded, active: &Active) -> Vec<Vec<f64>> {
        if self.wedges.is_empty() {
            return plain.rate.clone();
        }
        let count = at.weights.len();
        let mut rate = vec![vec![0.0; count]; count];
        for k in (0..count).filter(|k| active[*k].is_some()) {
            let Folded { weights, turns } = self.slopes(k, at, active);
            for (i, row) in rate.iter_mut().enumerate() {
                row[k] = plain.rate[i].iter().zip(&weights).map(|(r, w)| r * w).sum();
            }
            for ((wedge, by_turn), turn) in self.wedges.iter().zip(&plain.by_turn).zip(&turns) {
                rate[wedge.pair[0]][k] += by_turn * turn;
                rate[wedge.pair[1]][k] -= by_turn * turn;
            }
        }
        rate
    }

    /// How weights and turns change with one unfolded weight: turns at their limits stay there, the others are free.
    fn slopes(&self, k: usize, at: &Folded, active: &Active) -> Folded {
        let free = |(w, turn): (&Wedge, &f64)| {
            w.is_open(*turn).then_some([f64::NEG_INFINITY, f64::INFINITY])
        };
        let limits: Vec<_> = self.wedges.iter().zip(&at.turns).map(free).collect();
        let mut out = Folded::plain(vec![0.0; at.weights.len()]);
        out.turns = vec![0.0; self.wedges.len()];
        out.weights[k] = 1.0;
        self.relax(&mut out, &limits, (active, AT_REST));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::demand::Side;
    use super::{Unfolding, Wedge};

    fn ring(pairs: &[[usize; 2]]) -> Unfolding {
        let wedge = |pair: &[usize; 2]| Wedge {
            terminus: 0,
            pair: *pair,
            sign: 1.0,
            room: [-0.5, 1.0],
            part: 0.1,
        };
        // A room of 1.5 radians and 0.15 of weight: a tenth of a unit a radian.
        Unfolding::new(pairs.iter().map(wedge).collect(), 0.5)
    }

    /// One wedge beside a party without weight, on paper: the first 0.1 turns the ray, the rest is weight.
    #[test]
    fn first_the_ray_then_the_weight() {
        let by = ring(&[[0, 1]]);
        let active = [Some(Side::Both), None];
        for (x, weight, turn) in [(0.04, 0.0, 0.4), (0.3, 0.2, 1.0), (-0.25, -0.2, -0.5)] {
            let at = by.fold(&[x, 0.0], &active);
            assert!((at.weights[0] - weight).abs() < 1e-12 && at.weights[1] == 0.0, "{at:?}");
            assert!((at.turns[0] - turn).abs() < 1e-12, "{at:?}");
        }
    }

    /// Round a circle of three: equal unfolded weights turn nothing, the conditions of the map hold, and the way back is
    /// the way there.
    #[test]
    fn a_circle_of_wedges() {
        let by = ring(&[[0, 1], [1, 2], [2, 0]]);
        let active = [Some(Side::Both); 3];
        assert_eq!(by.fold(&[0.7; 3], &active).turns, [0.0; 3]);
        for x in [[0.02, 0.0, -0.01], [0.5, 0.45, -0.3], [0.06, -0.02, 0.01]] {
            let at = by.fold(&x, &active);
            for (wedge, turn) in by.wedges.iter().zip(&at.turns) {
                let apart = at.weights[wedge.pair[0]] - at.weights[wedge.pair[1]];
                let limit = if apart > 0.0 { wedge.room[1] } else { wedge.room[0] };
                assert!(apart == 0.0 || *turn == limit, "{at:?}");
            }
            let mut back = [0.0; 3];
            by.unfold(&at, &mut back, &active);
            assert!(back.iter().zip(&x).all(|(b, x)| (b - x).abs() < 1e-12), "{back:?} {x:?}");
            for k in 0..3 {
                let mut aside = x;
                aside[k] += 1e-6;
                let (next, slope) = (by.fold(&aside, &active), by.slopes(k, &at, &active));
                let pairs = next.turns.iter().zip(&at.turns).zip(&slope.turns);
                let near = |((n, t), s): ((&f64, &f64), &f64)| (n - t - 1e-6 * s).abs() < 1e-11;
                assert!(pairs.into_iter().all(near), "{next:?} {slope:?}");
            }
        }
    }
}
