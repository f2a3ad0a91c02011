//! Where ends may lie: parts of pieces of the shore, each with the directions in which neighbours leave it a view.
//!
//! Forward along the shore the view begins where the shore ahead has turned to at the farthest: a ray between the
//! piece and a coordinate ahead crosses the shore between the two, for its direction changes steadily on the way. So
//! it ends backward. Of a part of a piece that is the least of its two ends, for the direction of one coordinate goes
//! one way along a straight piece. A notch between two spikes of a ragged shore so sees next to nothing.

use littoral_geodesy::Vec3;

use super::pair::Pair;
use super::shore::Shore;
use super::tree::{Block, Step, Tree};
use crate::error::DelimitError;

/// Coordinates ahead and behind that are looked at.
const AHEAD: usize = 32;
/// A piece is halved at most so often.
const HALVED: u32 = 5;
/// No part is shorter, metres.
const SHORTEST_M: f64 = 2.0;
/// Directions are known to this, radians: half a metre at 24 M.
const ANGLE: f64 = 1e-5;
/// Pairs of parts that are kept, and nodes of the tree that are looked at, at most.
const MOST_PAIRS: usize = 3_000_000;
const MOST_LOOKS: u64 = 1_500_000_000;

/// A part of a piece.
struct Berth {
    piece: usize,
    /// From and to, parts of the piece.
    part: [f64; 2],
    middle: Vec3,
    half_m: f64,
    /// The sides of the view, level and of length 1, the forward one first.
    view: [Vec3; 2],
    up: Vec3,
}

impl Berth {
    /// May a chord lead from here into a box or, with no reach, to a place?
    fn sees(&self, to: Vec3, reach: impl Fn(Vec3) -> f64, slack_m: f64) -> bool {
        let way = to - self.middle;
        let beyond = |w: Vec3| w.dot(way) + reach(w) >= -self.half_m - slack_m;
        beyond(self.up.cross(self.view[0])) && beyond(self.view[1].cross(self.up))
    }
}

/// All pairs of parts between which a chord of the length may run, as far as their neighbours tell.
///
/// # Errors
/// [`DelimitError::Invalid`]: there are too many.
pub(super) fn pairs(
    shore: &Shore<'_>,
    slack_m: f64,
    chord: [f64; 2],
) -> Result<Vec<Pair>, DelimitError> {
    let mut berths = Vec::new();
    for k in 0..shore.pieces() {
        let view = View::new(shore, k);
        view.split([0.0, 1.0], view.of([0.0, 1.0]), 0, &mut berths);
    }
    let ends = |b: &Berth| b.part.map(|f| shore.stations[b.piece].p + shore.along(b.piece) * f);
    let blocks: Vec<Block> = berths.iter().map(|b| Block::about(ends(b)[0], ends(b)[1])).collect();
    let tree = Tree::new(&blocks);
    let (mut out, mut looks) = (Vec::new(), 0_u64);
    for (k, a) in berths.iter().enumerate() {
        let [least, greatest] = [chord[0] - a.half_m, chord[1] + a.half_m];
        tree.walk(&mut |block, range| {
            looks += 1;
            if range.end <= k + 1 {
                return Step::Past;
            }
            let [near, far] = block.range(a.middle);
            if near > greatest || far < least {
                return Step::Past;
            }
            if !a.sees(block.centre, |w| block.reach(w), slack_m) {
                return Step::Past;
            }
            let b = &berths[range.start];
            if range.len() == 1 && b.piece > a.piece && b.sees(a.middle, |_| a.half_m, slack_m) {
                out.push(Pair::new([(a.piece, a.part), (b.piece, b.part)]));
            }
            Step::Into
        });
        if out.len() > MOST_PAIRS || looks > MOST_LOOKS {
            return Err(DelimitError::Invalid(format!(
                "the line of 24 M within the bay (art. 10 para. 5) cannot be sought: {} pieces of a shore of {:.0} km have too \
                 many places 24 M apart; give the shore of one bay, or simplify it",
                shore.pieces(),
                (0..shore.pieces()).map(|k| shore.along(k).norm()).sum::<f64>() / 1e3
            )));
        }
    }
    Ok(out)
}

/// A piece and what is to be seen about it.
struct View<'a> {
    shore: &'a Shore<'a>,
    piece: usize,
    from: Vec3,
    along: Vec3,
    up: Vec3,
}

impl<'a> View<'a> {
    fn new(shore: &'a Shore<'a>, piece: usize) -> Self {
        let up = (shore.stations[piece].n + shore.stations[piece + 1].n).unit() * shore.hand;
        let (from, along) = (shore.stations[piece].p, shore.along(piece));
        Self { shore, piece, from, along, up }
    }

    /// The angles from the direction of the shore, water side, between which a part has its view.
    fn of(&self, part: [f64; 2]) -> [f64; 2] {
        let k = self.piece;
        let ahead = (k + 2..=self.shore.pieces()).take(AHEAD);
        let behind = (0..k).rev().take(AHEAD);
        let left = self.shaded(part, self.along, 1.0, ahead);
        let right = self.shaded(part, -self.along, -1.0, behind);
        [left - ANGLE, std::f64::consts::PI - right + ANGLE]
    }

    /// The angle from a direction that coordinates shade at both ends of a part.
    fn shaded(
        &self,
        part: [f64; 2],
        start: Vec3,
        hand: f64,
        stations: impl Iterator<Item = usize>,
    ) -> f64 {
        let at = part.map(|f| self.from + self.along * f);
        let (mut last, mut turned, mut most) = ([start; 2], [0.0_f64; 2], 0.0_f64);
        for k in stations {
            let to = self.shore.stations[k].p;
            for (j, from) in at.iter().enumerate() {
                let way = to - *from;
                if way.norm() > 0.9 * self.shore.length_m {
                    return most;
                }
                turned[j] += hand * libm::atan2(self.up.dot(last[j].cross(way)), last[j].dot(way));
                last[j] = way;
            }
            most = most.max(turned[0].min(turned[1]));
        }
        most
    }

    /// Halves a part as long as its halves see less than the whole.
    fn split(&self, part: [f64; 2], view: [f64; 2], halved: u32, out: &mut Vec<Berth>) {
        let wide = |v: [f64; 2]| v[1] - v[0];
        if wide(view) <= 0.0 {
            return;
        }
        let middle = (part[0] + part[1]) / 2.0;
        if halved < HALVED && self.along.norm() * (part[1] - part[0]) > 2.0 * SHORTEST_M {
            let halves = [[part[0], middle], [middle, part[1]]].map(|p| (p, self.of(p)));
            if halves.iter().any(|h| wide(h.1) < 0.6 * wide(view)) {
                for (part, view) in halves {
                    self.split(part, view, halved + 1, out);
                }
                return;
            }
        }
        let ahead = self.along.unit();
        let aside = self.up.cross(ahead).unit();
        let side = |angle: f64| ahead * libm::cos(angle) + aside * libm::sin(angle);
        out.push(Berth {
            piece: self.piece,
            part,
            middle: self.from + self.along * middle,
            half_m: self.along.norm() * (part[1] - part[0]) / 2.0,
            view: view.map(side),
            up: self.up,
        });
    }
}
