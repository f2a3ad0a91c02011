//! Is a place within a ring? Asked on the chart, for the thousands of islands of one holder.
//!
//! The edges are filed by strips across the chart, one strip for eight edges: a place is asked of the edges of its
//! own strip alone, so that a ring of `n` edges costs `n` to file and a question some tens of edges, instead of `n`.

use littoral_geodesy::LatLon;

use crate::basis::Basis;

/// Edges for each strip.
const EDGES: usize = 8;

/// A ring on the chart.
pub(crate) struct Outline {
    points: Vec<(f64, f64)>,
    /// South and north end, radians on the chart.
    span: (f64, f64),
    /// Edges of strip `k`: `list[first[k]..first[k + 1]]`; an edge goes by the number of its first point.
    first: Vec<u32>,
    list: Vec<u32>,
}

/// Chart coordinates of a latitude and longitude in degrees.
pub(crate) fn on_chart(basis: &Basis, p: &[f64; 2]) -> (f64, f64) {
    basis.chart.locate(&basis.earth.point(LatLon::new(p[0], p[1])))
}

impl Outline {
    /// A ring of latitudes and longitudes, degrees.
    pub(crate) fn new(basis: &Basis, ring: &[[f64; 2]]) -> Self {
        Self::of(ring.iter().map(|p| on_chart(basis, p)).collect())
    }

    fn of(points: Vec<(f64, f64)>) -> Self {
        let low = points.iter().fold(f64::INFINITY, |m, p| m.min(p.1));
        let high = points.iter().fold(f64::NEG_INFINITY, |m, p| m.max(p.1));
        let first = vec![0; points.len() / EDGES + 2];
        let mut out = Self { first, points, span: (low, high), list: Vec::new() };
        // Counted, then filed: the strips stand one after another in one list.
        for k in 0..out.points.len() {
            out.strips(k).for_each(|s| out.first[s + 1] += 1);
        }
        for s in 1..out.first.len() {
            out.first[s] += out.first[s - 1];
        }
        let mut next = out.first.clone();
        out.list = vec![0; out.first.last().map_or(0, |n| *n as usize)];
        for k in 0..out.points.len() {
            for s in out.strips(k) {
                out.list[next[s] as usize] = k as u32;
                next[s] += 1;
            }
        }
        out
    }

    fn edge(&self, k: usize) -> [(f64, f64); 2] {
        [self.points[k], self.points[(k + 1) % self.points.len()]]
    }

    fn strip(&self, y: f64) -> usize {
        let (low, high) = self.span;
        let count = self.first.len() - 1;
        let part = if high > low { (y - low) / (high - low) } else { 0.0 };
        ((part * count as f64) as usize).min(count - 1)
    }

    fn strips(&self, k: usize) -> std::ops::RangeInclusive<usize> {
        let [a, b] = self.edge(k);
        self.strip(a.1.min(b.1))..=self.strip(a.1.max(b.1))
    }

    /// By parity of crossings to the east.
    pub(crate) fn holds(&self, (x, y): (f64, f64)) -> bool {
        if !(self.span.0..=self.span.1).contains(&y) {
            return false;
        }
        let s = self.strip(y);
        let mut inside = false;
        for k in &self.list[self.first[s] as usize..self.first[s + 1] as usize] {
            let [a, b] = self.edge(*k as usize);
            if (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0) {
                inside = !inside;
            }
        }
        inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A five-pointed star of 1000 edges against the winding number, which knows nothing of strips.
    #[test]
    fn star_by_winding_number() {
        let corner = |k: i32| {
            let t = f64::from(k) * std::f64::consts::TAU / 1000.0;
            let r = 1.0 + 0.5 * (5.0 * t).sin() + 0.01 * (97.0 * t).cos();
            (r * t.cos(), r * t.sin())
        };
        let ring: Vec<(f64, f64)> = (0..1000).map(corner).collect();
        let star = Outline::of(ring.clone());
        for k in 0..2500 {
            let p = (f64::from(k % 50) / 14.3 - 1.7, f64::from(k / 50) / 14.7 - 1.7);
            let turn = |k: usize| {
                let (a, b) = (ring[k], ring[(k + 1) % 1000]);
                let (u, v) = ((a.0 - p.0, a.1 - p.1), (b.0 - p.0, b.1 - p.1));
                (u.0 * v.1 - u.1 * v.0).atan2(u.0 * v.0 + u.1 * v.1)
            };
            let turns = (0..1000).map(turn).sum::<f64>() / std::f64::consts::TAU;
            assert_eq!(star.holds(p), turns.abs() > 0.5, "{p:?}");
        }
    }

    #[test]
    fn flat_and_tiny_rings_hold_nothing() {
        let flat = Outline::of(vec![(0.0, 1.0), (1.0, 1.0), (2.0, 1.0)]);
        assert!(!flat.holds((1.0, 1.0)) && !flat.holds((1.0, 0.0)));
        assert!(!Outline::of(Vec::new()).holds((0.0, 0.0)));
    }
}
