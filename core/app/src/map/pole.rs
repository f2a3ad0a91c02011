//! Pole of inaccessibility: the point of a polygon farthest from its border.
//!
//! Quadtree search of V. Agafonkin (polylabel, 2016): cells that cannot beat the best point found
//! so far by more than the precision are dropped.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::plane::{Pt, bounds, depth, edges, twice_area};

struct Cell {
    at: Pt,
    half: f64,
    depth: f64,
}

impl Cell {
    fn new(rings: &[Vec<Pt>], at: Pt, half: f64) -> Self {
        Self { at, half, depth: depth(rings, at) }
    }

    /// No point of the cell is deeper than this.
    fn best(&self) -> f64 {
        self.depth + self.half * std::f64::consts::SQRT_2
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Cell {}
impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Cell {
    /// By promise; equal promises by place, so that the search does not depend on the heap.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.best().total_cmp(&other.best()))
            .then(self.at.x.total_cmp(&other.at.x))
            .then(self.at.y.total_cmp(&other.at.y))
    }
}

/// The deepest point of the polygon (outer ring first, then holes) and its depth, to `precision`.
/// `None` for a polygon without extent.
pub(super) fn pole(rings: &[Vec<Pt>], precision: f64) -> Option<(Pt, f64)> {
    let b = bounds(rings.first()?)?;
    let half = b.w.min(b.h) / 2.0;
    if half <= 0.0 || !half.is_finite() {
        return None;
    }
    let mut heap = BinaryHeap::new();
    let (nx, ny) = ((b.w / half / 2.0).ceil() as usize, (b.h / half / 2.0).ceil() as usize);
    for k in 0..nx.min(64) * ny.min(64) {
        let (i, j) = ((k % nx.min(64)) as f64, (k / nx.min(64)) as f64);
        let at = Pt { x: b.x + half * (2.0 * i + 1.0), y: b.y + half * (2.0 * j + 1.0) };
        heap.push(Cell::new(rings, at, half));
    }
    let mut best = Cell::new(rings, centroid(&rings[0]).unwrap_or(b.centre()), 0.0);
    while let Some(cell) = heap.pop() {
        if cell.best() - best.depth <= precision {
            break;
        }
        let h = cell.half / 2.0;
        for (dx, dy) in [(-h, -h), (h, -h), (-h, h), (h, h)] {
            heap.push(Cell::new(rings, Pt { x: cell.at.x + dx, y: cell.at.y + dy }, h));
        }
        if cell.depth > best.depth {
            best = cell;
        }
    }
    Some((best.at, best.depth))
}

fn centroid(ring: &[Pt]) -> Option<Pt> {
    let area = twice_area(ring);
    let sum =
        edges(ring).fold(Pt { x: 0.0, y: 0.0 }, |s, (a, b)| s + (a + b) * (a.x * b.y - b.x * a.y));
    (area != 0.0).then(|| sum / (3.0 * area))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In an L of two 4 x 12 arms the greatest circle touches the two outer sides and the inner
    /// corner: r + r/sqrt 2 = 4 sqrt 2 - ... solved: r = 4 sqrt 2 / (1 + sqrt 2) = 2.3431.
    #[test]
    fn the_pole_of_an_l_is_in_its_elbow() {
        let l = [(0.0, 0.0), (4.0, 0.0), (4.0, 8.0), (12.0, 8.0), (12.0, 12.0), (0.0, 12.0)];
        let ring = l.map(|(x, y)| Pt { x, y }).to_vec();
        let (at, r) = pole(&[ring], 0.001).unwrap();
        let expected = 4.0 * 2f64.sqrt() / (1.0 + 2f64.sqrt());
        assert!((r - expected).abs() < 0.002, "{r} for {expected}");
        assert!((at.x - expected).abs() < 0.1 && (12.0 - at.y - expected).abs() < 0.1);
    }

    #[test]
    fn a_polygon_without_extent_has_none() {
        assert!(pole(&[vec![Pt { x: 1.0, y: 1.0 }; 3]], 0.01).is_none());
        assert!(pole(&[], 0.01).is_none());
    }
}
