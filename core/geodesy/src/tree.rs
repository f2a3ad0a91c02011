//! A bounding-volume tree over pieces in coast order.
//!
//! Coast order is already coherent in space, so groups of eight neighbours become leaves and groups of
//! eight nodes become parents: no sort, and the same tree on every machine. Boxes are held in single
//! precision about the middle of the set, rounded outward and padded by the bulge of the arc over its
//! chord (0.08 m at 2 km), without which the true nearest piece could be pruned; a query adds what
//! rounding of its own place can do. A box is only ever too large, so the pruning stays exact.

mod packed;

use wide::f32x8;

use crate::earth::Earth;
use crate::sweep::{Way, least};
use crate::vec3::Vec3;

const WIDTH: usize = 8;

/// Deepest stack of a search: seven waiting children a level, nine levels for 2^27 pieces.
const STACK: usize = 64;

/// Eight boxes, structure of arrays.
#[derive(Debug, Clone)]
struct Node {
    lo: [[f32; WIDTH]; 3],
    hi: [[f32; WIDTH]; 3],
}

impl Node {
    const EMPTY: Self =
        Self { lo: [[f32::INFINITY; WIDTH]; 3], hi: [[f32::NEG_INFINITY; WIDTH]; 3] };

    fn set(&mut self, k: usize, (lo, hi): ([f32; 3], [f32; 3])) {
        for axis in 0..3 {
            self.lo[axis][k] = lo[axis];
            self.hi[axis][k] = hi[axis];
        }
    }

    fn hull(&self) -> ([f32; 3], [f32; 3]) {
        let least = |axis: usize| self.lo[axis].iter().fold(f32::INFINITY, |m, v| m.min(*v));
        let most = |axis: usize| self.hi[axis].iter().fold(f32::NEG_INFINITY, |m, v| m.max(*v));
        (std::array::from_fn(least), std::array::from_fn(most))
    }

    /// Squared Euclidean distance from a point to each of the eight boxes.
    #[inline]
    fn distances2(&self, p: &[f32x8; 3]) -> f32x8 {
        let side = |axis: usize| {
            let (lo, hi) = (f32x8::new(self.lo[axis]), f32x8::new(self.hi[axis]));
            let d = (lo - p[axis]).fast_max(p[axis] - hi).fast_max(f32x8::ZERO);
            d * d
        };
        side(0) + side(1) + side(2)
    }
}

/// A box waiting to be opened: its squared distance, level and index in one number that orders by distance
/// (distances are not negative, so their bits order as they do).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting(u64);

impl Waiting {
    fn new(d2: f32, level: u32, index: u32) -> Self {
        Self(u64::from(d2.to_bits()) << 32 | u64::from(level) << 28 | u64::from(index))
    }

    fn d2(self) -> f32 {
        f32::from_bits((self.0 >> 32) as u32)
    }

    fn level(self) -> usize {
        (self.0 >> 28 & 0xf) as usize
    }

    fn index(self) -> u32 {
        self.0 as u32 & 0x0fff_ffff
    }
}

/// The tree; level 0 holds the boxes of the pieces.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    levels: Vec<Vec<Node>>,
    pieces: usize,
    middle: Vec3,
    /// Greatest coordinate about the middle, metres.
    extent_m: f64,
}

impl Tree {
    /// A tree over as many pieces as points: each goes on to the next point, unless a line ends there.
    pub(crate) fn new(
        earth: &Earth,
        points: &[Vec3],
        is_end: impl Fn(usize) -> bool + Sync,
    ) -> Self {
        let (middle, extent_m) = packed::about(points);
        let mut levels = vec![packed::leaves(earth, points, is_end, (middle, extent_m))];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            levels.push(packed::above(level));
        }
        Self { levels, pieces: points.len(), middle, extent_m }
    }

    /// Calls `found` with every piece whose box is not farther than `limit`, which `found` may lower;
    /// near boxes first.
    pub(crate) fn visit(&self, p: Vec3, limit: &mut f64, found: impl FnMut(u32, &mut f64)) {
        self.visit_some(p, limit, |_, _| true, found);
    }

    /// The same of the pieces in a range.
    pub(crate) fn visit_range(
        &self,
        p: Vec3,
        range: &std::ops::Range<usize>,
        limit: &mut f64,
        found: impl FnMut(u32, &mut f64),
    ) {
        let holds = |level: usize, number: u32| {
            let shift = level as u32 * WIDTH.ilog2();
            let (first, last) = (range.start >> shift, range.end.saturating_sub(1) >> shift);
            !range.is_empty() && (first..=last).contains(&(number as usize))
        };
        self.visit_some(p, limit, holds, found);
    }

    /// The same where boxes count only if they pass a test, told their level (0: a piece) and number.
    #[inline]
    fn visit_some(
        &self,
        p: Vec3,
        limit: &mut f64,
        counts: impl Fn(usize, u32) -> bool,
        mut found: impl FnMut(u32, &mut f64),
    ) {
        let at = p - self.middle;
        let far = at.x.abs().max(at.y.abs()).max(at.z.abs()).max(self.extent_m);
        // Half a unit in the last place of each coordinate, on three axes, doubled.
        let slack = far * 4e-7;
        let p = [at.x, at.y, at.z].map(|x| f32x8::splat(x as f32));
        let mut stack = [Waiting(0); STACK];
        let mut depth = 0;
        // No box is near a place that is none.
        if self.pieces > 0 && (at.x + at.y + at.z).is_finite() {
            stack[0] = Waiting::new(0.0, self.levels.len() as u32, 0);
            depth = 1;
        }
        let mut reach = reach2(*limit, slack);
        while depth > 0 {
            depth -= 1;
            let next = stack[depth];
            if next.d2() > reach {
                continue;
            }
            // Level 0 is a piece, level 1 a leaf of eight, and so on.
            let Some(level) = next.level().checked_sub(1) else {
                found(next.index(), limit);
                reach = reach2(*limit, slack);
                continue;
            };
            let first = depth;
            let d2 = self.levels[level][next.index() as usize].distances2(&p);
            let mut near = d2.simd_le(f32x8::splat(reach)).to_bitmask();
            let d2 = d2.to_array();
            while near != 0 && depth < STACK {
                let k = near.trailing_zeros();
                near &= near - 1;
                let child = next.index() * WIDTH as u32 + k;
                if !counts(level, child) {
                    continue;
                }
                let new = Waiting::new(d2[k as usize], level as u32, child);
                // Farthest first, so that the nearest is on top.
                let mut at = depth;
                while at > first && stack[at - 1] < new {
                    stack[at] = stack[at - 1];
                    at -= 1;
                }
                stack[at] = new;
                depth += 1;
            }
        }
    }
}

impl Tree {
    /// How far everything is from a place, at least, if that is more than a limit, metres. Of a piece whose box is nearer
    /// `least_m` tells how far it is.
    pub(crate) fn beyond(
        &self,
        p: Vec3,
        limit_m: f64,
        least_m: impl Fn(u32) -> f64,
    ) -> Option<f64> {
        let at = p - self.middle;
        if self.pieces == 0 || !(at.x + at.y + at.z).is_finite() {
            return None;
        }
        let slack = at.x.abs().max(at.y.abs()).max(at.z.abs()).max(self.extent_m) * 4e-7;
        let at = [at.x, at.y, at.z].map(|x| f32x8::splat(x as f32));
        let reach = f32x8::splat(reach2(limit_m, slack));
        let (mut boxes2, mut pieces_m) = (f32x8::splat(f32::INFINITY), f64::INFINITY);
        let mut stack = [(0_usize, 0_u32); STACK];
        stack[0] = (self.levels.len(), 0);
        let mut depth = 1;
        while depth > 0 {
            depth -= 1;
            let (level, index) = stack[depth];
            let Some(level) = level.checked_sub(1) else {
                pieces_m = pieces_m.min(least_m(index));
                if pieces_m <= limit_m {
                    return None;
                }
                continue;
            };
            let d2 = self.levels[level][index as usize].distances2(&at);
            let is_near = d2.simd_le(reach);
            boxes2 = boxes2.fast_min(is_near.bitselect(f32x8::splat(f32::INFINITY), d2));
            let mut near = is_near.to_bitmask();
            while near != 0 {
                if depth == STACK {
                    return None;
                }
                stack[depth] = (level, index * WIDTH as u32 + near.trailing_zeros());
                depth += 1;
                near &= near - 1;
            }
        }
        let least2 = boxes2.to_array().into_iter().fold(f32::INFINITY, f32::min);
        let boxes_m = f64::from(least2).sqrt() * (1.0 - 1e-6) - slack;
        Some(boxes_m.min(pieces_m).max(limit_m))
    }
}

impl Tree {
    /// Calls `found` with every piece whose box may come as near to the ball that goes along a way as its slack says,
    /// and from then on as near as `found` answered last, metres outside (negative: inside): see [`crate::sweep`].
    pub(crate) fn sweep(&self, way: &Way, mut found: impl FnMut(u32) -> f64) {
        let mut most_m = way.slack_m;
        // From the middle of the way nothing that enters is farther than this: asked of eight boxes at a time.
        let at = (way.from + way.to) * 0.5 - self.middle;
        let rounding = at.x.abs().max(at.y.abs()).max(at.z.abs()).max(self.extent_m) * 4e-7;
        let at = [at.x, at.y, at.z].map(|x| f32x8::splat(x as f32));
        let round = way.length_m / 2.0 + way.radius_m[0].max(way.radius_m[1]);
        let reach = |most_m: f64| reach2((round + most_m).max(0.0), rounding);
        let mut stack = [(0.0, 0_usize, 0_u32); STACK];
        let mut depth = usize::from(self.pieces > 0);
        stack[0] = (f64::NEG_INFINITY, self.levels.len(), 0);
        while depth > 0 {
            depth -= 1;
            let (outside_m, level, index) = stack[depth];
            // What was found since may have shut it out.
            if outside_m > most_m {
                continue;
            }
            let Some(level) = level.checked_sub(1) else {
                most_m = found(index);
                continue;
            };
            let node = &self.levels[level][index as usize];
            let (near2, first) = (reach(most_m), depth);
            let mut near = node.distances2(&at).simd_le(f32x8::splat(near2)).to_bitmask();
            while near != 0 && depth < STACK {
                let k = near.trailing_zeros();
                near &= near - 1;
                let outside_m = node.outside(k as usize, self.middle, way);
                if outside_m > most_m {
                    continue;
                }
                // What comes in least first, so that what comes in deepest is on top.
                let mut place = depth;
                while place > first && stack[place - 1].0 < outside_m {
                    stack[place] = stack[place - 1];
                    place -= 1;
                }
                stack[place] = (outside_m, level, index * WIDTH as u32 + k);
                depth += 1;
            }
        }
    }
}

impl Tree {
    /// No point of the pieces in a range is farther from a place than this, metres: boxes of eight, of sixty-four and so
    /// on stand for what they hold, so the question costs the logarithm of the range.
    pub(crate) fn farthest_m(&self, range: std::ops::Range<usize>, p: Vec3) -> f64 {
        let at = p - self.middle;
        let (mut first, mut end) = (range.start, range.end.min(self.pieces));
        let mut most2 = 0.0_f64;
        for (level, nodes) in self.levels.iter().enumerate() {
            let mut take = |k: usize| most2 = most2.max(nodes[k / WIDTH].farthest2(k % WIDTH, at));
            let top = level + 1 == self.levels.len();
            while first < end && (top || first % WIDTH != 0) {
                take(first);
                first += 1;
            }
            while first < end && end % WIDTH != 0 {
                end -= 1;
                take(end);
            }
            (first, end) = (first / WIDTH, end / WIDTH);
        }
        most2.sqrt()
    }
}

impl Node {
    /// Squared distance to the farthest corner of a box; nothing of an empty one.
    fn farthest2(&self, k: usize, p: Vec3) -> f64 {
        let side = |axis: usize, x: f64| {
            let (lo, hi) = (f64::from(self.lo[axis][k]), f64::from(self.hi[axis][k]));
            if lo <= hi { (x - lo).abs().max((hi - x).abs()) } else { 0.0 }
        };
        let (x, y, z) = (side(0, p.x), side(1, p.y), side(2, p.z));
        x * x + y * y + z * z
    }

    /// At least how far a box stays outside the ball that goes along a way.
    fn outside(&self, k: usize, middle: Vec3, way: &Way) -> f64 {
        let rate = (way.radius_m[1] - way.radius_m[0]) / way.length_m;
        let from = |x: Vec3, radius: f64| {
            let x = x - middle;
            let x = [x.x, x.y, x.z];
            let side = |axis: usize| {
                let (lo, hi) = (f64::from(self.lo[axis][k]), f64::from(self.hi[axis][k]));
                x[axis] - x[axis].clamp(lo, hi)
            };
            let off = Vec3::new(side(0), side(1), side(2));
            let d = off.norm();
            let slope = if d > 0.0 { off.dot(way.along) / d } else { 0.0 };
            (d - radius, slope - rate)
        };
        let (v0, s0) = from(way.from, way.radius_m[0]);
        let (v1, s1) = from(way.to, way.radius_m[1]);
        least([v0, v1], [s0, s1], way.length_m)
    }
}

/// Boxes farther than this, squared, hold nothing within `limit`. Boxes that hold nothing at all are infinitely far, and
/// that far nothing reaches.
fn reach2(limit: f64, slack: f64) -> f32 {
    let reach = limit + slack + 1e-6;
    ((reach * reach * (1.0 + 1e-6)) as f32).min(f32::MAX)
}
