//! The boxes of a tree: of pieces eight at a time, and of eight boxes each.

use std::ops::Range;

use wide::f32x8;

use super::{Node, WIDTH};
use crate::earth::Earth;
use crate::many;
use crate::vec3::Vec3;

/// Nodes to a task.
const LEAST_NODES: usize = 128;

/// Where a set is: the middle of the box of all places, and half its greatest side, metres.
pub(super) type About = (Vec3, f64);

/// The lowest level: the boxes of pieces, each from a point to the next unless a line ends there. No coordinate of the points is
/// farther from the middle than the extent.
pub(super) fn leaves(
    earth: &Earth,
    points: &[Vec3],
    is_end: impl Fn(usize) -> bool + Sync,
    (middle, extent_m): About,
) -> Vec<Node> {
    // Single precision rounds the coordinates, and the sides of the boxes, by half a unit in the last place each: twice that,
    // and what rounded chords do to the bulge, which is less than a tenth of a millimetre.
    let rounding = 2.0 * (extent_m + 1.0) * f64::from(f32::EPSILON) + 1e-4;
    let rounding = f32x8::splat(rounding as f32);
    let bulge = f32x8::splat(earth.bulge_m(1.0) as f32);
    many::list(points.len().div_ceil(WIDTH), LEAST_NODES, |j| {
        let first = j * WIDTH;
        let some = &points[first..points.len().min(first + WIDTH + 1)];
        let pieces = WIDTH.min(points.len() - first);
        let (mut own, mut next) = ([[0.0_f32; WIDTH]; 3], [[0.0_f32; WIDTH]; 3]);
        for (k, p) in some.iter().enumerate() {
            let at = *p - middle;
            for (axis, x) in [at.x, at.y, at.z].into_iter().enumerate() {
                if k > 0 {
                    next[axis][k - 1] = x as f32;
                }
                if k < WIDTH {
                    own[axis][k] = x as f32;
                }
            }
        }
        for k in (0..pieces).filter(|k| is_end(first + k)) {
            (0..3).for_each(|axis| next[axis][k] = own[axis][k]);
        }
        let (own, next) = (own.map(f32x8::new), next.map(f32x8::new));
        let side = |axis: usize| next[axis] - own[axis];
        let chord2 = side(0) * side(0) + side(1) * side(1) + side(2) * side(2);
        let pad = chord2 * bulge + rounding;
        let lo = |axis: usize| (own[axis].fast_min(next[axis]) - pad).to_array();
        let hi = |axis: usize| (own[axis].fast_max(next[axis]) + pad).to_array();
        let mut node = Node { lo: std::array::from_fn(lo), hi: std::array::from_fn(hi) };
        (pieces..WIDTH).for_each(|k| node.set(k, Node::EMPTY.hull()));
        node
    })
}

/// The level above another: a box for each of its nodes.
pub(super) fn above(level: &[Node]) -> Vec<Node> {
    many::list(level.len().div_ceil(WIDTH), LEAST_NODES, |j| {
        let mut node = Node::EMPTY;
        for (k, below) in level[j * WIDTH..].iter().take(WIDTH).enumerate() {
            node.set(k, below.hull());
        }
        node
    })
}

/// Where some points are.
pub(super) fn about(points: &[Vec3]) -> About {
    let block = |range: Range<usize>| {
        let (mut lo, mut hi) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
        for p in &points[range] {
            for (k, v) in [p.x, p.y, p.z].into_iter().enumerate() {
                lo[k] = lo[k].min(v);
                hi[k] = hi[k].max(v);
            }
        }
        (lo, hi)
    };
    let (mut lo, mut hi) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
    for (least, most) in many::blocks(points.len(), block) {
        lo = std::array::from_fn(|k| lo[k].min(least[k]));
        hi = std::array::from_fn(|k| hi[k].max(most[k]));
    }
    if lo[0] > hi[0] {
        return (Vec3::default(), 0.0);
    }
    let half = (0..3).fold(0.0_f64, |m, k| m.max((hi[k] - lo[k]) / 2.0));
    let mid = |k: usize| (lo[k] + hi[k]) / 2.0;
    (Vec3::new(mid(0), mid(1), mid(2)), half)
}
