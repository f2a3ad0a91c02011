//! Priority flood: the bed is filled from the coasts down, and waters of two coasts meet along the
//! deepest line between them.
//!
//! Meyer, F. (1994), Topographic distance and watershed lines, Signal Processing 38; Barnes, R. et
//! al. (2014), Priority-flood, Computers & Geosciences 62. Markers are the coasts, the surface is depth.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// What is flooded, node by node, row after row.
pub struct Bed<'a> {
    /// Nodes a row.
    pub nx: usize,
    /// Depth below the surface, metres.
    pub depth: &'a [f64],
    /// Is the node in the sea?
    pub water: &'a [bool],
    /// Distance to the coast of each party, metres; what it is on land does not matter.
    pub dist: &'a [Vec<f64>],
}

/// A node that water reaches: shallow ones first, then those reached from shallower water (the bed's
/// steepest slope decides), then those near their coast, then in order.
struct Front {
    depth: f64,
    from: f64,
    dist: f64,
    node: usize,
    party: usize,
}

impl Ord for Front {
    fn cmp(&self, other: &Self) -> Ordering {
        // The heap gives the greatest first.
        let by_depth = other.depth.total_cmp(&self.depth);
        let by_slope = by_depth.then(other.from.total_cmp(&self.from));
        by_slope.then(other.dist.total_cmp(&self.dist)).then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Front {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Front {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Front {}

impl Bed<'_> {
    /// The party of every node: of water by the flood, of land that of the nearest water.
    ///
    /// Where depths are equal the nearer coast is first, so a flat bed is divided by equidistance on
    /// the grid. All nodes go to party 0 where there is no water.
    #[must_use]
    pub fn parties(&self) -> Vec<usize> {
        let mut party: Vec<Option<usize>> = vec![None; self.depth.len()];
        let mut heap = BinaryHeap::new();
        for node in (0..self.depth.len()).filter(|k| self.is_coastal(*k)) {
            let nearest = self.nearest(node);
            heap.push(self.front(node, nearest, f64::NEG_INFINITY));
        }
        while let Some(Front { depth, node, party: own, .. }) = heap.pop() {
            if party[node].is_some() {
                continue;
            }
            party[node] = Some(own);
            for next in self.neighbours(node).filter(|k| self.water[*k]) {
                if party[next].is_none() {
                    heap.push(self.front(next, own, depth));
                }
            }
        }
        self.ashore(party)
    }

    /// A node reached from water of depth `from`; water does not rise again.
    fn front(&self, node: usize, party: usize, from: f64) -> Front {
        let depth = self.depth[node].max(from);
        Front { depth, from, dist: self.dist[party][node], node, party }
    }

    /// The party whose coast is nearest; of equal ones the earlier.
    fn nearest(&self, node: usize) -> usize {
        let by_dist = |a: &usize, b: &usize| self.dist[*a][node].total_cmp(&self.dist[*b][node]);
        (0..self.dist.len()).min_by(by_dist).unwrap_or(0)
    }

    /// Water beside land.
    fn is_coastal(&self, node: usize) -> bool {
        self.water[node] && self.neighbours(node).any(|k| !self.water[k])
    }

    /// The four nodes beside one.
    fn neighbours(&self, node: usize) -> impl Iterator<Item = usize> + use<'_> {
        let (nx, n) = (self.nx, self.depth.len());
        let column = node % nx;
        let west = (column > 0).then(|| node - 1);
        let east = (column + 1 < nx).then(|| node + 1);
        let south = node.checked_sub(nx);
        let north = Some(node + nx).filter(|k| *k < n);
        [south, west, east, north].into_iter().flatten()
    }

    /// Spreads the parties over land, so that values between nodes are right up to the coast.
    fn ashore(&self, mut party: Vec<Option<usize>>) -> Vec<usize> {
        let mut rim: Vec<usize> = (0..party.len()).filter(|k| party[*k].is_some()).collect();
        while !rim.is_empty() {
            let mut next = Vec::new();
            for node in rim {
                let own = party[node];
                for beside in self.neighbours(node) {
                    if party[beside].is_none() {
                        party[beside] = own;
                        next.push(beside);
                    }
                }
            }
            rim = next;
        }
        party.into_iter().map(|p| p.unwrap_or(0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A channel 21 nodes wide between two coasts, its bed deepest in column `deepest`.
    fn channel(deepest: usize, flat: bool) -> (Vec<f64>, Vec<bool>, Vec<Vec<f64>>) {
        let (nx, ny) = (23, 9);
        let node = |k: usize| (k % nx) as f64;
        let water = (0..nx * ny).map(|k| (1..=21).contains(&(k % nx))).collect();
        let depth = |k: usize| if flat { 50.0 } else { 100.0 - (node(k) - deepest as f64).abs() };
        let west = (0..nx * ny).map(|k| node(k) * 1000.0).collect();
        let east = (0..nx * ny).map(|k| (22.0 - node(k)) * 1000.0).collect();
        ((0..nx * ny).map(depth).collect(), water, vec![west, east])
    }

    /// Columns held by the western party in every inner row.
    fn held_by_west(deepest: usize, flat: bool) -> Vec<usize> {
        let (depth, water, dist) = channel(deepest, flat);
        let bed = Bed { nx: 23, depth: &depth, water: &water, dist: &dist };
        let parties = bed.parties();
        parties.chunks(23).map(|row| row.iter().filter(|p| **p == 0).count()).collect()
    }

    #[test]
    fn waters_meet_in_the_valley() {
        for deepest in [5, 11, 17] {
            for columns in held_by_west(deepest, false) {
                assert!(columns.abs_diff(deepest + 1) <= 1, "{columns} columns, valley {deepest}");
            }
        }
    }

    #[test]
    fn a_flat_bed_is_divided_in_the_middle() {
        for columns in held_by_west(0, true) {
            assert!((11..=12).contains(&columns), "{columns}");
        }
    }

    #[test]
    fn no_water_is_no_trouble() {
        let bed = Bed { nx: 2, depth: &[1.0; 4], water: &[false; 4], dist: &[vec![1.0; 4]] };
        assert_eq!(bed.parties(), [0; 4]);
    }
}
