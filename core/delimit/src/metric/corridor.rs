//! Ways to common water: how wide is the widest that crosses no foreign zone?

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

/// Greatest least clearance over all ways, km: nodes join in falling order of clearance until port and commons meet.
fn widest_km(s: &Subject<'_>, raster: &Raster, common: &[bool], (party, id): (usize, &str)) -> f64 {
    let own = s.layer.holders().position(|h| h == id);
    let open = |h: usize| common[h] || Some(h) == own;
    let earth = Earth::new(&s.waters.case().ellipsoid);
    let clear = raster.clearance_km(&earth, open);
    let starts = raster.starts(s, party, own);
    let mut order: Vec<usize> =
        (0..clear.len()).filter(|n| raster.holder[*n].is_some_and(open)).collect();
    order.sort_by(|a, b| clear[*b].total_cmp(&clear[*a]).then(a.cmp(b)));
    let mut sets = Sets::new(clear.len());
    for node in order {
        let goal = raster.holder[node].is_some_and(|h| common[h]);
        sets.open(node, starts[node], goal);
        for next in raster.neighbours(node) {
            sets.join(node, next);
        }
        if sets.through(node) {
            return clear[node];
        }
    }
    0.0
}

/// Union of opened nodes; each set knows whether a start and a goal are in it.
struct Sets {
    parent: Vec<usize>,
    open: Vec<bool>,
    start: Vec<bool>,
    goal: Vec<bool>,
}

impl Sets {
    fn new(n: usize) -> Self {
        let none = vec![false; n];
        Self { parent: (0..n).collect(), open: none.clone(), start: none.clone(), goal: none }
    }

    fn root(&mut self, mut n: usize) -> usize {
        while self.parent[n] != n {
            self.parent[n] = self.parent[self.parent[n]];
            n = self.parent[n];
        }
        n
    }

    fn open(&mut self, n: usize, start: bool, goal: bool) {
        (self.open[n], self.start[n], self.goal[n]) = (true, start, goal);
    }

    fn join(&mut self, a: usize, b: usize) {
        if !self.open[b] {
            return;
        }
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a] = b;
        (self.start[b], self.goal[b]) =
            (self.start[b] | self.start[a], self.goal[b] | self.goal[a]);
    }

    fn through(&mut self, n: usize) -> bool {
        let root = self.root(n);
        self.start[root] && self.goal[root]
    }
}

impl Raster {
    /// Where a party's ways begin: its water within two nodes of a port of its own, else of its own shore.
    fn starts(&self, s: &Subject<'_>, party: usize, own: Option<usize>) -> Vec<bool> {
        let ports: Vec<LatLon> =
            s.waters.case().ports.iter().filter(|p| p.party == party).map(|p| p.at).collect();
        let reach = 3.0 * super::scan::HEIGHT * 111_000.0;
        let coasts = s.waters.coasts();
        let from = |n: usize| {
            let at = self.place(n);
            if self.holder[n] != own || own.is_none() {
                return false;
            }
            match ports.is_empty() {
                true => self.shore(n) && coasts.distance(at, party) < reach,
                false => ports.iter().any(|p| coasts.earth().karney_m(*p, at) < reach),
            }
        };
        (0..self.holder.len()).map(from).collect()
    }
}
