//! A bounding-volume tree over pieces in coast order.
//!
//! Coast order is already coherent in space, so groups of eight neighbours become leaves and groups of
//! eight nodes become parents: no sort, and the same tree on every machine. Leaf boxes are padded by
//! the bulge of the arc over its chord (0.08 m at 2 km), without which the true nearest piece could
//! be pruned.

use crate::piece::Piece;
use crate::vec3::Vec3;

const WIDTH: usize = 8;

/// Eight boxes, structure of arrays.
#[derive(Debug, Clone)]
struct Node {
    lo: [[f64; WIDTH]; 3],
    hi: [[f64; WIDTH]; 3],
}

impl Node {
    fn empty() -> Self {
        Self { lo: [[f64::INFINITY; WIDTH]; 3], hi: [[f64::NEG_INFINITY; WIDTH]; 3] }
    }

    fn set(&mut self, k: usize, (lo, hi): ([f64; 3], [f64; 3])) {
        for axis in 0..3 {
            self.lo[axis][k] = lo[axis];
            self.hi[axis][k] = hi[axis];
        }
    }

    fn hull(&self) -> ([f64; 3], [f64; 3]) {
        let fold = |rows: &[[f64; WIDTH]; 3], least: bool| {
            std::array::from_fn(|axis| {
                let start = if least { f64::INFINITY } else { f64::NEG_INFINITY };
                rows[axis].iter().fold(start, |m, v| if least { m.min(*v) } else { m.max(*v) })
            })
        };
        (fold(&self.lo, true), fold(&self.hi, false))
    }

    /// Squared Euclidean distance from a point to each of the eight boxes.
    fn distances2(&self, p: [f64; 3]) -> [f64; WIDTH] {
        let mut out = [0.0; WIDTH];
        for ((lo, hi), x) in self.lo.iter().zip(&self.hi).zip(p) {
            for (k, o) in out.iter_mut().enumerate() {
                let d = (lo[k] - x).max(x - hi[k]).max(0.0);
                *o += d * d;
            }
        }
        out
    }
}

/// The tree; level 0 holds the boxes of the pieces.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    levels: Vec<Vec<Node>>,
    pieces: usize,
}

impl Tree {
    pub(crate) fn new(pieces: &[Piece]) -> Self {
        let mut boxes: Vec<_> = pieces.iter().map(bounds).collect();
        let mut levels = Vec::new();
        while !boxes.is_empty() {
            let level: Vec<Node> = boxes
                .chunks(WIDTH)
                .map(|chunk| {
                    let mut node = Node::empty();
                    chunk.iter().enumerate().for_each(|(k, b)| node.set(k, *b));
                    node
                })
                .collect();
            boxes =
                if level.len() > 1 { level.iter().map(Node::hull).collect() } else { Vec::new() };
            levels.push(level);
        }
        Self { levels, pieces: pieces.len() }
    }

    /// Calls `found` with every piece whose box is not farther than `limit`, which `found` may lower.
    pub(crate) fn visit(&self, p: Vec3, limit: &mut f64, mut found: impl FnMut(u32, &mut f64)) {
        if let Some(top) = self.levels.len().checked_sub(1) {
            self.descend([p.x, p.y, p.z], top, 0, limit, &mut found);
        }
    }

    /// Depth first, nearest child first.
    fn descend(
        &self,
        p: [f64; 3],
        level: usize,
        index: usize,
        limit: &mut f64,
        found: &mut impl FnMut(u32, &mut f64),
    ) {
        let d2 = self.levels[level][index].distances2(p);
        let reach2 = reach2(*limit);
        let mut order = [(0.0, 0_u8); WIDTH];
        let mut n = 0;
        for (k, &d) in d2.iter().enumerate() {
            // Boxes that hold nothing are infinitely far.
            if d <= reach2 && d < f64::INFINITY {
                let mut at = n;
                while at > 0 && order[at - 1].0 > d {
                    order[at] = order[at - 1];
                    at -= 1;
                }
                order[at] = (d, k as u8);
                n += 1;
            }
        }
        for &(d, k) in &order[..n] {
            if d > self::reach2(*limit) {
                return;
            }
            let child = index * WIDTH + usize::from(k);
            if level > 0 {
                self.descend(p, level - 1, child, limit, found);
            } else if child < self.pieces {
                found(child as u32, limit);
            }
        }
    }
}

/// Boxes farther than this, squared, hold nothing within `limit`.
fn reach2(limit: f64) -> f64 {
    let reach = limit + 1e-6;
    reach * reach
}

fn bounds(piece: &Piece) -> ([f64; 3], [f64; 3]) {
    let pad = piece.length_m * piece.length_m / 5.0e7 + 1e-6;
    let (a, b) = (piece.a.p, piece.b.p);
    let (a, b) = ([a.x, a.y, a.z], [b.x, b.y, b.z]);
    (std::array::from_fn(|k| a[k].min(b[k]) - pad), std::array::from_fn(|k| a[k].max(b[k]) + pad))
}
