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
        for axis in 0..3 {
            for (k, o) in out.iter_mut().enumerate() {
                let d = (self.lo[axis][k] - p[axis]).max(p[axis] - self.hi[axis][k]).max(0.0);
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
        let Some(top) = self.levels.len().checked_sub(1) else { return };
        let p = [p.x, p.y, p.z];
        // Depth first, nearest child first; 8 levels of 8 cover 16 million pieces.
        let mut stack: [(f64, u32, u32); 96] = [(0.0, 0, 0); 96];
        let mut height = 1;
        stack[0] = (0.0, top as u32, 0);
        while height > 0 {
            height -= 1;
            let (near2, level, index) = stack[height];
            if beyond(near2, *limit) {
                continue;
            }
            let d2 = self.levels[level as usize][index as usize].distances2(p);
            let mut order: [(f64, u32); WIDTH] = [(0.0, 0); WIDTH];
            let mut n = 0;
            for (k, &d) in d2.iter().enumerate() {
                if d.is_finite() && !beyond(d, *limit) {
                    let mut at = n;
                    while at > 0 && order[at - 1].0 < d {
                        order[at] = order[at - 1];
                        at -= 1;
                    }
                    order[at] = (d, index * WIDTH as u32 + k as u32);
                    n += 1;
                }
            }
            // `order` runs from far to near.
            if level == 0 {
                for &(d, piece) in order[..n].iter().rev() {
                    if (piece as usize) < self.pieces && !beyond(d, *limit) {
                        found(piece, limit);
                    }
                }
            } else {
                for &(d, child) in &order[..n] {
                    stack[height] = (d, level - 1, child);
                    height += 1;
                }
            }
        }
    }
}

/// Is a box at squared distance `d2` certainly farther than `limit`?
fn beyond(d2: f64, limit: f64) -> bool {
    let reach = limit + 1e-6;
    d2 > reach * reach
}

fn bounds(piece: &Piece) -> ([f64; 3], [f64; 3]) {
    let pad = piece.length_m * piece.length_m / 5.0e7 + 1e-6;
    let (a, b) = (piece.a.p, piece.b.p);
    let (a, b) = ([a.x, a.y, a.z], [b.x, b.y, b.z]);
    (std::array::from_fn(|k| a[k].min(b[k]) - pad), std::array::from_fn(|k| a[k].max(b[k]) + pad))
}
