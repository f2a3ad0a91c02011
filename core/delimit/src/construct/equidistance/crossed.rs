//! Does a frame cross itself? Its sides are looked at as great circles between the normals at the corners: a side leaves its
//! geodesic by too little to matter but for corners that all but touch another side.
//!
//! Sides that follow one another lie together, so that boxes about halves of the ring, of halves of those and so on, leave few
//! pairs to look at: frames drawn along coasts have tens of thousands of corners. Where sides slant side by side a slab along
//! the longest of them tells what boxes do not.

use littoral_geodesy::{Earth, LatLon, Vec3};

/// Boxes are this much wider than what they hold, for rounding; radii of the earth.
const SLACK: f64 = 1e-12;

/// So many sides lie under a leaf.
const TOGETHER: usize = 32;

/// Where the first side begins that crosses another.
pub(super) fn crossed(earth: &Earth, ring: &[LatLon]) -> Option<LatLon> {
    let sides = Sides::new(ring.iter().map(|at| earth.point(*at).n).collect());
    (0..ring.len()).find(|k| sides.later_crosses(*k)).map(|k| ring[k])
}

/// The sides of a ring under a tree of boxes: node 1 is the root, those under `k` are `2 k` and `2 k + 1`, and the nodes from
/// `leaves` on have [`TOGETHER`] sides each.
struct Sides {
    /// Of the corners, the first again at the end.
    normals: Vec<Vec3>,
    boxes: Vec<Bounds>,
    slabs: Vec<Slab>,
    leaves: usize,
}

impl Sides {
    fn new(mut normals: Vec<Vec3>) -> Self {
        let count = normals.len();
        normals.extend(normals.first().copied());
        let leaves = count.div_ceil(TOGETHER).next_power_of_two();
        let mut boxes = vec![Bounds::NONE; 2 * leaves];
        let mut sides = Self { normals, boxes: Vec::new(), slabs: Vec::new(), leaves };
        for k in 0..count {
            let leaf = &mut boxes[leaves + k / TOGETHER];
            *leaf = leaf.with(&Bounds::of_arc(sides.side(k)));
        }
        for k in (1..leaves).rev() {
            boxes[k] = boxes[2 * k].with(&boxes[2 * k + 1]);
        }
        sides.boxes = boxes;
        sides.slabs = (0..2 * leaves).map(|node| sides.slab(node)).collect();
        sides
    }

    fn side(&self, k: usize) -> (Vec3, Vec3) {
        (self.normals[k], self.normals[k + 1])
    }

    /// Does a side cross one that comes later?
    fn later_crosses(&self, k: usize) -> bool {
        let (a, b) = self.side(k);
        let (over, own) = (a.cross(b), Bounds::of_arc((a, b)));
        // The depth of the tree is below 64.
        let mut open = vec![1];
        while let Some(node) = open.pop() {
            let (here, slab) = (&self.boxes[node], &self.slabs[node]);
            if !here.meets(&own) || !here.is_cut_by(over) || !slab.meets((a, b)) {
                continue;
            }
            if node < self.leaves {
                open.extend(
                    [2 * node, 2 * node + 1].into_iter().filter(|n| self.span(*n)[1] > k + 1),
                );
            } else if self.leaf_crosses(k, over, node - self.leaves) {
                return true;
            }
        }
        false
    }

    /// About all sides under a node.
    fn slab(&self, node: usize) -> Slab {
        let count = self.normals.len().saturating_sub(1);
        let [from, to] = self.span(node).map(|k| k.min(count));
        let under = || (from..to).map(|k| self.side(k));
        let length = |(a, b): &(Vec3, Vec3)| (*b - *a).norm();
        let longest = under().max_by(|s, t| length(s).total_cmp(&length(t)));
        let across = longest.map_or(Vec3::default(), |(a, b)| a.cross(b));
        let none = Slab { across, low: f64::INFINITY, high: f64::NEG_INFINITY };
        under().fold(none, |slab, side| {
            let [low, high] = slab.reach(side);
            Slab { across, low: slab.low.min(low), high: slab.high.max(high) }
        })
    }

    /// The first side under a node, and the first behind it.
    fn span(&self, node: usize) -> [usize; 2] {
        let width = self.leaves >> node.max(1).ilog2();
        [node.max(1), node.max(1) + 1].map(|n| (n * width - self.leaves) * TOGETHER)
    }

    fn leaf_crosses(&self, k: usize, over: Vec3, leaf: usize) -> bool {
        let from = leaf * TOGETHER;
        let here = self.normals.get(from..).unwrap_or_default();
        let ends = &here[..here.len().min(TOGETHER + 1)];
        let cut = |(j, w): (usize, &[Vec3])| {
            over.dot(w[0]) * over.dot(w[1]) < 0.0 && self.crosses(k, from + j)
        };
        ends.windows(2).enumerate().any(cut)
    }

    fn crosses(&self, k: usize, j: usize) -> bool {
        let (s, t) = (self.side(k), self.side(j));
        let apart = |(a, b): (Vec3, Vec3), (c, d): (Vec3, Vec3)| {
            let over = a.cross(b);
            over.dot(c) * over.dot(d) < 0.0
        };
        let beside = j <= k + 1 || (k == 0 && j + 2 == self.normals.len());
        !beside && apart(s, t) && apart(t, s) && (s.0 + s.1).dot(t.0 + t.1) > 0.0
    }
}

/// What lies between two planes of one direction.
#[derive(Debug, Clone, Copy)]
struct Slab {
    across: Vec3,
    low: f64,
    high: f64,
}

impl Slab {
    /// How far an arc reaches across: between its ends, or farther out by as much as it bulges over its chord.
    fn reach(&self, (a, b): (Vec3, Vec3)) -> [f64; 2] {
        let half = (b - a).norm() / 2.0;
        let bulge = 1.0 / (1.0 - half * half).max(1e-6).sqrt();
        let (p, q) = (self.across.dot(a), self.across.dot(b));
        let (low, high) = (p.min(q), p.max(q));
        [low.min(low * bulge) - SLACK, high.max(high * bulge) + SLACK]
    }

    fn meets(&self, side: (Vec3, Vec3)) -> bool {
        let [low, high] = self.reach(side);
        low <= self.high && self.low <= high
    }
}

/// A box along the axes.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    low: [f64; 3],
    high: [f64; 3],
}

impl Bounds {
    /// Holds nothing.
    const NONE: Self = Self { low: [f64::INFINITY; 3], high: [f64::NEG_INFINITY; 3] };

    /// About a great circle's arc of less than half a turn, which bulges over its chord by the sagitta.
    fn of_arc((a, b): (Vec3, Vec3)) -> Self {
        let half = (b - a).norm() / 2.0;
        let bulge = SLACK + 1.0 - (1.0 - half * half).max(0.0).sqrt();
        let (a, b) = ([a.x, a.y, a.z], [b.x, b.y, b.z]);
        Self {
            low: std::array::from_fn(|i| a[i].min(b[i]) - bulge),
            high: std::array::from_fn(|i| a[i].max(b[i]) + bulge),
        }
    }

    fn with(&self, other: &Self) -> Self {
        Self {
            low: std::array::from_fn(|i| self.low[i].min(other.low[i])),
            high: std::array::from_fn(|i| self.high[i].max(other.high[i])),
        }
    }

    fn meets(&self, other: &Self) -> bool {
        (0..3).all(|i| self.low[i] <= other.high[i] && other.low[i] <= self.high[i])
    }

    /// Has it room on both sides of a plane through the earth's centre?
    fn is_cut_by(&self, over: Vec3) -> bool {
        let over = [over.x, over.y, over.z];
        let least = |i: usize| (over[i] * self.low[i]).min(over[i] * self.high[i]);
        let most = |i: usize| (over[i] * self.low[i]).max(over[i] * self.high[i]);
        (0..3).map(least).sum::<f64>() <= 0.0 && (0..3).map(most).sum::<f64>() >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    fn ring(corners: usize, at: impl Fn(f64) -> (f64, f64)) -> Vec<LatLon> {
        let turn = |k: usize| std::f64::consts::TAU * k as f64 / corners as f64;
        (0..corners).map(|k| at(turn(k))).map(|(lat, lon)| LatLon::new(lat, lon)).collect()
    }

    /// Every pair looked at.
    fn by_all_pairs(earth: &Earth, ring: &[LatLon]) -> Option<LatLon> {
        let sides = Sides::new(ring.iter().map(|at| earth.point(*at).n).collect());
        let later = |k: usize| (k + 1..ring.len()).any(|j| sides.crosses(k, j));
        (0..ring.len()).find(|k| later(*k)).map(|k| ring[k])
    }

    /// Stars, spirals out and back and eights of 3 to 400 corners, in the tropics, across 180 and about the pole: like all pairs.
    #[test]
    fn like_all_pairs() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let mut seen = [0; 2];
        for corners in (3..24).chain([100, 399, 400]) {
            for (lat, lon) in [(5.0, 20.0), (-18.0, 179.5), (89.5, 0.0)] {
                for waves in 1..6 {
                    let w = f64::from(waves);
                    let at = |t: f64| {
                        let r = 1.0 + 0.9 * (w * t).cos();
                        (lat + 0.2 * r * t.sin(), lon + 0.3 * r * (t * (1.0 + w / 3.0)).cos())
                    };
                    let ring = ring(corners, at);
                    let found = crossed(&earth, &ring);
                    assert_eq!(found, by_all_pairs(&earth, &ring), "{corners} {lat} {waves}");
                    seen[usize::from(found.is_some())] += 1;
                }
            }
        }
        assert!(seen[0] > 20 && seen[1] > 20, "{seen:?}");
    }

    /// A ragged ring and a comb of slanting teeth of 40 000 corners do not cross themselves; with two corners in the wrong order
    /// they do, at the side before them.
    #[test]
    fn frames_along_coasts() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let ragged = |t: f64| {
            let r = 5.0 + (40.0 * t).sin() + 0.3 * (700.0 * t).cos();
            (55.0 + r * t.sin(), 3.0 + 2.0 * r * t.cos())
        };
        let mut comb: Vec<LatLon> = (0..39_998)
            .map(|k| {
                let (x, out) = (f64::from(k) * 1e-4, f64::from(k % 2));
                LatLon::new(50.0 + 2.0 * out, x + 2.0 * out)
            })
            .collect();
        comb.extend([LatLon::new(49.0, 4.0), LatLon::new(49.0, 0.0)]);
        for mut frame in [ring(40_000, ragged), comb] {
            assert_eq!(crossed(&earth, &frame), None);
            frame.swap(20_000, 20_003);
            let at = crossed(&earth, &frame).unwrap();
            let near = frame[19_990..20_010].contains(&at);
            assert!(near, "{at:?}");
        }
    }
}
