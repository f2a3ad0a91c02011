//! Boxes about the pieces of a chain in their order, halved again and again: a node is a run of neighbours.

use std::ops::Range;

use littoral_geodesy::Vec3;

/// A box along the axes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) centre: Vec3,
    half: Vec3,
}

impl Block {
    pub(super) fn about(a: Vec3, b: Vec3) -> Self {
        let d = b - a;
        let half = Vec3::new(d.x.abs(), d.y.abs(), d.z.abs()) * 0.5;
        Self { centre: (a + b) * 0.5, half }
    }

    fn with(&self, o: &Self) -> Self {
        let side = |c: f64, h: f64, oc: f64, oh: f64| ((c - h).min(oc - oh), (c + h).max(oc + oh));
        let (x, y, z) = (
            side(self.centre.x, self.half.x, o.centre.x, o.half.x),
            side(self.centre.y, self.half.y, o.centre.y, o.half.y),
            side(self.centre.z, self.half.z, o.centre.z, o.half.z),
        );
        Self::about(Vec3::new(x.0, y.0, z.0), Vec3::new(x.1, y.1, z.1))
    }

    /// How far the box reaches from its centre along a direction, in units of that.
    pub(super) fn reach(&self, w: Vec3) -> f64 {
        w.x.abs() * self.half.x + w.y.abs() * self.half.y + w.z.abs() * self.half.z
    }

    /// Least distance of the box from a place, and no less than its greatest.
    pub(super) fn range(&self, p: Vec3) -> [f64; 2] {
        let d = p - self.centre;
        let d = Vec3::new(d.x.abs(), d.y.abs(), d.z.abs());
        let out = d - self.half;
        let least = Vec3::new(out.x.max(0.0), out.y.max(0.0), out.z.max(0.0)).norm();
        [least, (d + self.half).norm()]
    }

    /// Have two boxes anything in common?
    pub(super) fn meets(&self, o: &Self) -> bool {
        let (d, h) = (self.centre - o.centre, self.half + o.half);
        d.x.abs() <= h.x && d.y.abs() <= h.y && d.z.abs() <= h.z
    }
}

/// What a visitor does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Leave the node out.
    Past,
    /// Look at its halves; of a single piece, go on.
    Into,
    /// Nothing more is asked.
    Stop,
}

#[derive(Debug)]
pub(super) struct Tree {
    /// The root is 1, the halves of `k` are `2 k` and `2 k + 1`.
    blocks: Vec<Block>,
    count: usize,
    leaves: usize,
}

impl Tree {
    pub(super) fn new(pieces: &[Block]) -> Self {
        let leaves = pieces.len().next_power_of_two();
        let empty = Block { centre: Vec3::default(), half: Vec3::default() };
        let mut blocks = vec![empty; 2 * leaves];
        blocks[leaves..leaves + pieces.len()].copy_from_slice(pieces);
        let mut filled = pieces.len();
        let mut first = leaves / 2;
        while first > 0 {
            let above = filled.div_ceil(2);
            for k in first..first + above {
                // The last node of a level may have one half only.
                let one = 2 * k + 1 - 2 * first >= filled;
                blocks[k] =
                    if one { blocks[2 * k] } else { blocks[2 * k].with(&blocks[2 * k + 1]) };
            }
            (first, filled) = (first / 2, above);
        }
        Self { blocks, count: pieces.len(), leaves }
    }

    /// Shows nodes and their pieces to a visitor, in the order of the chain. Was it stopped?
    pub(super) fn walk(&self, visit: &mut impl FnMut(&Block, Range<usize>) -> Step) -> bool {
        self.count > 0 && self.below(1, 0..self.leaves, visit)
    }

    fn below(
        &self,
        node: usize,
        pieces: Range<usize>,
        visit: &mut impl FnMut(&Block, Range<usize>) -> Step,
    ) -> bool {
        if pieces.start >= self.count {
            return false;
        }
        match visit(&self.blocks[node], pieces.start..pieces.end.min(self.count)) {
            Step::Stop => true,
            Step::Into if node < self.leaves => {
                let middle = (pieces.start + pieces.end) / 2;
                self.below(2 * node, pieces.start..middle, visit)
                    || self.below(2 * node + 1, middle..pieces.end, visit)
            }
            Step::Past | Step::Into => false,
        }
    }
}
