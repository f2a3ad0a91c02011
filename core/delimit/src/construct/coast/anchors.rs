//! Where the simplification of a ring begins: at the two vertices that are farthest apart, straight through the earth.
//!
//! They are the ring's own, whichever coordinate it is given from and whichever way round; of pairs as far apart the one with the
//! least coordinates is taken. Boxes about stretches of the ring, halves of those and so on, leave few pairs to look at.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use littoral_geodesy::{Earth, LatLon};

use crate::construct::base::place_key;

/// So many vertices lie under a leaf.
const TOGETHER: usize = 16;

/// The two, the one with the lesser coordinates first. A ring of fewer than two places gives 0 twice.
pub(crate) fn anchors(earth: &Earth, ring: &[LatLon]) -> (usize, usize) {
    let places: Vec<[f64; 3]> =
        ring.iter().map(|at| earth.place(*at)).map(|p| [p.x, p.y, p.z]).collect();
    let boxes = Boxes::new(&places);
    let keys = |(a, b): (usize, usize)| {
        let [a, b] = [a, b].map(|k| place_key(ring[k]));
        if a <= b { [a, b] } else { [b, a] }
    };
    let (mut best, mut far2) = ((0, 0), -1.0);
    let mut open = BinaryHeap::from([(boxes.far2(1, 1), Reverse((1, 1)))]);
    // The farthest pair of boxes first: pairs as far apart as the best are looked at, for their coordinates may be less.
    while let Some((bound, Reverse((s, t)))) = open.pop() {
        if f64::from_bits(bound) < far2 {
            break;
        }
        if s >= boxes.leaves && t >= boxes.leaves {
            for a in boxes.under(s) {
                for b in boxes.under(t) {
                    let d2 = apart2(&places[a], &places[b]);
                    if d2 > far2 || d2 == far2 && keys((a, b)) < keys(best) {
                        (best, far2) = ((a, b), d2);
                    }
                }
            }
            continue;
        }
        for (u, v) in boxes.halves(s, t) {
            open.push((boxes.far2(u, v), Reverse((u, v))));
        }
    }
    let (a, b) = best;
    let key = |k: usize| ring.get(k).map(|p| place_key(*p));
    if key(a) <= key(b) { (a, b) } else { (b, a) }
}

fn apart2(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    (0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i])).sum()
}

/// A tree of boxes over a list: node 1 is the root, those under `k` are `2 k` and `2 k + 1`.
struct Boxes {
    low: Vec<[f64; 3]>,
    high: Vec<[f64; 3]>,
    leaves: usize,
    count: usize,
}

impl Boxes {
    fn new(places: &[[f64; 3]]) -> Self {
        let leaves = places.len().div_ceil(TOGETHER).next_power_of_two();
        let (low, high) =
            (vec![[f64::INFINITY; 3]; 2 * leaves], vec![[f64::NEG_INFINITY; 3]; 2 * leaves]);
        let mut out = Self { low, high, leaves, count: places.len() };
        for (k, p) in places.iter().enumerate() {
            out.widen(leaves + k / TOGETHER, *p, *p);
        }
        for node in (2..2 * leaves).rev() {
            let (low, high) = (out.low[node], out.high[node]);
            out.widen(node / 2, low, high);
        }
        out
    }

    fn widen(&mut self, node: usize, low: [f64; 3], high: [f64; 3]) {
        for i in 0..3 {
            self.low[node][i] = self.low[node][i].min(low[i]);
            self.high[node][i] = self.high[node][i].max(high[i]);
        }
    }

    /// What two places in two boxes cannot be farther apart than, squared, as bits: of numbers from 0 up they order as these do.
    fn far2(&self, s: usize, t: usize) -> u64 {
        let side =
            |i: usize| (self.high[s][i] - self.low[t][i]).max(self.high[t][i] - self.low[s][i]);
        let far2: f64 = (0..3).map(|i| side(i) * side(i)).sum();
        if self.low[s][0] <= self.high[s][0] && self.low[t][0] <= self.high[t][0] {
            far2.to_bits()
        } else {
            0
        }
    }

    /// Both boxes opened, each pair once.
    fn halves(&self, s: usize, t: usize) -> Vec<(usize, usize)> {
        let under = |k: usize| if k < self.leaves { vec![2 * k, 2 * k + 1] } else { vec![k] };
        let pairs = under(s).into_iter().flat_map(|u| under(t).into_iter().map(move |v| (u, v)));
        pairs.filter(|(u, v)| s != t || u <= v).collect()
    }

    fn under(&self, leaf: usize) -> std::ops::Range<usize> {
        let from = (leaf - self.leaves) * TOGETHER;
        from.min(self.count)..(from + TOGETHER).min(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// Of ragged rings, circles (all of whose opposite vertices are about as far apart) and rings across 180 degrees the two are as far apart
    /// as any two, all pairs looked at.
    #[test]
    fn farthest_of_all_pairs() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        for (count, waves, lon) in [
            (3, 0.0, 5.0),
            (17, 0.0, 5.0),
            (400, 0.0, 180.0),
            (900, 7.0, -30.0),
            (333, 40.0, 179.0),
        ] {
            let at = |k: usize| {
                let t = std::f64::consts::TAU * k as f64 / count as f64;
                let r = 1.0 + 0.4 * (waves * t).sin();
                LatLon::new(50.0 + r * t.sin(), lon + 1.5 * r * t.cos())
            };
            let ring: Vec<LatLon> = (0..count).map(at).collect();
            let far = |a: usize, b: usize| (earth.place(ring[a]) - earth.place(ring[b])).norm();
            let (a, b) = anchors(&earth, &ring);
            let most = (0..count)
                .flat_map(|a| (0..a).map(move |b| (a, b)))
                .fold(0.0, |m: f64, (a, b)| m.max(far(a, b)));
            assert!((far(a, b) - most).abs() < 1e-6, "{count} {waves}");
        }
    }

    /// A circle of 100 000 vertices takes no time.
    #[test]
    fn a_large_circle() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let at = |k: i32| earth.direct(LatLon::new(-10.0, 20.0), f64::from(k) * 0.0036, 5e4);
        let ring: Vec<LatLon> = (0..100_000).map(at).collect();
        let (a, b) = anchors(&earth, &ring);
        assert!((earth.karney_m(ring[a], ring[b]) - 1e5).abs() < 1.0);
    }
}
