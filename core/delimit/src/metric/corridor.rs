//! Ways to common water: how wide is the widest that crosses no foreign zone?

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use littoral_geodesy::{Earth, LatLon};

use super::access::{Raster, shared};
use super::{Metric, Subject};

pub(super) const METRIC: Metric = Metric {
    id: "corridor",
    unit: "km",
    about: "Width by party of the widest way from its own port (its own shore, where the case names no port of it) to common or joint water through its own and common water alone: twice the least distance from foreign zones along the best way. 0 for a party that must cross a foreign zone; nothing where all water is somebody's. By a grid of 2.2 km.",
    measure: |s| {
        let common: Vec<bool> = s.layer.holders().map(shared).collect();
        if !common.iter().any(|c| *c) {
            return None;
        }
        let raster = s.raster();
        let width = |k: usize, id: &str| Some(2.0 * widest_km(s, raster, &common, (k, id)));
        Some(s.by_party(width))
    },
};

/// Greatest least clearance over all ways, km: from the starts always on to the widest node beside those reached, until
/// one lies in common water.
fn widest_km(s: &Subject<'_>, raster: &Raster, common: &[bool], (party, id): (usize, &str)) -> f64 {
    let Some(own) = s.layer.holders().position(|h| h == id) else { return 0.0 };
    let starts = raster.starts(s, party, own);
    if starts.is_empty() {
        return 0.0;
    }
    let open = |h: usize| common[h] || h == own;
    let closed = raster.closed(open);
    let earth = Earth::new(&s.waters.case().ellipsoid);
    let width = |n: usize| Width { km: raster.clearance_km(&earth, &closed, n), node: n };
    let mut seen = vec![false; raster.holder.len()];
    let mut rim = BinaryHeap::new();
    for start in starts {
        seen[start] = true;
        rim.push(width(start));
    }
    let mut least = f64::INFINITY;
    while let Some(Width { km, node }) = rim.pop() {
        least = least.min(km);
        if raster.holder[node].is_some_and(|h| common[h]) {
            return least;
        }
        for next in raster.neighbours(node) {
            if !seen[next] && raster.holder[next].is_some_and(open) {
                seen[next] = true;
                rim.push(width(next));
            }
        }
    }
    0.0
}

/// A node by its clearance: the widest first, of equal ones the earlier.
struct Width {
    km: f64,
    node: usize,
}

impl Ord for Width {
    fn cmp(&self, other: &Self) -> Ordering {
        self.km.total_cmp(&other.km).then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Width {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Width {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Width {}

impl Raster {
    /// Where a party's ways begin: its water within two nodes of a port of its own, else of its own shore.
    fn starts(&self, s: &Subject<'_>, party: usize, own: usize) -> Vec<usize> {
        let ports: Vec<LatLon> =
            s.waters.case().ports.iter().filter(|p| p.party == party).map(|p| p.at).collect();
        let reach = 3.0 * super::scan::HEIGHT * 111_000.0;
        let coasts = s.waters.coasts();
        let from = |n: &usize| {
            let (n, at) = (*n, self.place(*n));
            match ports.is_empty() {
                true => self.shore(n) && coasts.distance(at, party) < reach,
                false => ports.iter().any(|p| coasts.earth().karney_m(*p, at) < reach),
            }
        };
        (0..self.holder.len()).filter(|n| self.holder[*n] == Some(own)).filter(from).collect()
    }
}
