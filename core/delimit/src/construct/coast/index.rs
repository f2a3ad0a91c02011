//! Edges under a tree of boxes, for those that come near another one.

use littoral_geodesy::neighbours;

use super::apart::Edge;

/// So many edges lie under a leaf.
const TOGETHER: usize = 8;

/// The tree: node 1 is the root, those under `k` are `2 k` and `2 k + 1`.
pub(super) struct Index {
    order: Vec<u32>,
    boxes: Vec<[[f64; 3]; 2]>,
    leaves: usize,
}

const NONE: [[f64; 3]; 2] = [[f64::INFINITY; 3], [f64::NEG_INFINITY; 3]];

fn with(a: [[f64; 3]; 2], b: [[f64; 3]; 2]) -> [[f64; 3]; 2] {
    [std::array::from_fn(|i| a[0][i].min(b[0][i])), std::array::from_fn(|i| a[1][i].max(b[1][i]))]
}

fn meet(a: &[[f64; 3]; 2], b: &[[f64; 3]; 2]) -> bool {
    (0..3).all(|i| a[0][i] <= b[1][i] && b[0][i] <= a[1][i])
}

impl Index {
    pub(super) fn new(edges: &[Edge]) -> Self {
        let middles: Vec<_> = edges.iter().map(Edge::middle).collect();
        let order = neighbours::order(&middles);
        let leaves = edges.len().div_ceil(TOGETHER).next_power_of_two();
        let mut boxes = vec![NONE; 2 * leaves];
        for (k, edge) in order.iter().enumerate() {
            let leaf = &mut boxes[leaves + k / TOGETHER];
            *leaf = with(*leaf, edges[*edge as usize].bounds());
        }
        for node in (2..2 * leaves).rev() {
            boxes[node / 2] = with(boxes[node / 2], boxes[node]);
        }
        Self { order, boxes, leaves }
    }

    /// Edges whose boxes meet that of one.
    pub(super) fn near(&self, edges: &[Edge], e: &Edge) -> Vec<usize> {
        let own = e.bounds();
        let (mut out, mut open) = (Vec::new(), vec![1]);
        while let Some(node) = open.pop() {
            if !meet(&self.boxes[node], &own) {
                continue;
            }
            if node < self.leaves {
                open.extend([2 * node, 2 * node + 1]);
                continue;
            }
            let from = (node - self.leaves) * TOGETHER;
            let here = self.order.iter().skip(from).take(TOGETHER).map(|k| *k as usize);
            out.extend(here.filter(|k| meet(&edges[*k].bounds(), &own)));
        }
        out
    }
}
