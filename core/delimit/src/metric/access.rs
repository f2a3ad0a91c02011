//! Water and ports: how far each party's water is from its own ports.

use littoral_geodesy::{Earth, LatLon};
use serde_json::Value;

use super::scan::{HEIGHT, rows};
use super::{Metric, Subject};

/// Water this near to an own port is at hand, km.
const AT_HAND_KM: f64 = 100.0;

pub(super) const DISTANCE: Metric = Metric {
    id: "port_distance",
    unit: "km",
    about: "Mean geodesic distance by party of its water from the nearest of its own ports; left out for a party without a port or water, nothing where the case names no ports.",
    measure: |s| ports(s, |sum| sum.distance / sum.area),
};

pub(super) const AT_HAND: Metric = Metric {
    id: "port_access",
    unit: "% of the party's water",
    about: "Part of each party's water that lies within 100 km of a port of its own.",
    measure: |s| ports(s, |sum| 100.0 * sum.near / sum.area),
};

/// What is common to all, or joint to several.
pub(super) fn shared(holder: &str) -> bool {
    holder == "COMMON" || holder.starts_with("JOINT:")
}

#[derive(Clone, Copy, Default)]
struct Sums {
    area: f64,
    distance: f64,
    near: f64,
}

fn ports(s: &Subject<'_>, value: impl Fn(Sums) -> f64) -> Option<Value> {
    let case = s.waters.case();
    if case.ports.is_empty() {
        return None;
    }
    let earth = Earth::new(&case.ellipsoid);
    let raster = Raster::new(s);
    let party: Vec<Option<usize>> = s.layer.holders().map(|h| case.party(h)).collect();
    let mut sums = vec![Sums::default(); case.parties.len()];
    for (n, holder) in raster.holder.iter().enumerate() {
        let Some(k) = holder.and_then(|h| party[h]) else { continue };
        let at = raster.place(n);
        let own = case.ports.iter().filter(|p| p.party == k);
        let nearest = own.map(|p| earth.karney_m(p.at, at) / 1000.0).fold(f64::INFINITY, f64::min);
        if nearest.is_finite() {
            let area = libm::cos(at.lat.to_radians());
            sums[k].area += area;
            sums[k].distance += area * nearest;
            sums[k].near += if nearest <= AT_HAND_KM { area } else { 0.0 };
        }
    }
    Some(s.by_party(|k, _| (sums[k].area > 0.0).then(|| value(sums[k]))))
}

/// The layer on a grid of rows: who holds each node.
pub(super) struct Raster {
    pub(super) south: f64,
    pub(super) west: f64,
    pub(super) across: f64,
    pub(super) nx: usize,
    /// Index of the holder among the layer's; `None` outside the sea.
    pub(super) holder: Vec<Option<usize>>,
}

impl Raster {
    /// Nodes about 2.2 km apart.
    pub(super) fn new(s: &Subject<'_>) -> Self {
        let rows = rows(s.layer);
        let held = || rows.iter().flat_map(|r| &r.held);
        let west = held().map(|h| h.0).fold(f64::INFINITY, f64::min);
        let east = held().map(|h| h.1).fold(f64::NEG_INFINITY, f64::max);
        let (south, middle) = match (rows.first(), rows.get(rows.len() / 2)) {
            (Some(a), Some(b)) => (a.lat, b.lat),
            _ => (0.0, 0.0),
        };
        let across = HEIGHT / libm::cos(middle.to_radians()).max(0.05);
        let nx = if east > west { ((east - west) / across).ceil() as usize + 1 } else { 0 };
        let mut holder = vec![None; nx * rows.len()];
        for (j, row) in rows.iter().enumerate() {
            for (from, to, k) in &row.held {
                let first = ((from - west) / across).ceil().max(0.0) as usize;
                let last = ((to - west) / across).floor() as usize;
                for i in first..=last.min(nx.saturating_sub(1)) {
                    holder[j * nx + i] = Some(*k);
                }
            }
        }
        Self { south, west, across, nx, holder }
    }

    /// Where a node lies.
    pub(super) fn place(&self, n: usize) -> LatLon {
        let (j, i) = (n / self.nx, n % self.nx);
        LatLon::new(self.south + HEIGHT * j as f64, self.west + self.across * i as f64)
    }

    /// The up to eight nodes around one.
    pub(super) fn neighbours(&self, n: usize) -> impl Iterator<Item = usize> + use<> {
        let (nx, ny) = (self.nx as isize, (self.holder.len() / self.nx.max(1)) as isize);
        let (j, i) = (n as isize / nx, n as isize % nx);
        let all = (-1..=1).flat_map(move |dj| (-1..=1).map(move |di| (j + dj, i + di)));
        let inside = move |p: &(isize, isize)| p.0 >= 0 && p.0 < ny && p.1 >= 0 && p.1 < nx;
        all.filter(inside).map(move |(j, i)| (j * nx + i) as usize).filter(move |m| *m != n)
    }

    /// Is there land, or the edge, beside the node?
    pub(super) fn shore(&self, n: usize) -> bool {
        let around = self.neighbours(n);
        around.filter(|m| self.holder[*m].is_some()).count() < 8
    }

    /// Distance of every node from the nearest node with such a holder, km; infinite where there is none. Nearest
    /// nodes are handed on from neighbour to neighbour (Danielsson 1980), forth and back.
    pub(super) fn clearance_km(&self, earth: &Earth, blocked: impl Fn(usize) -> bool) -> Vec<f64> {
        let count = self.holder.len();
        let mut source: Vec<Option<usize>> =
            (0..count).map(|n| self.holder[n].is_some_and(&blocked).then_some(n)).collect();
        let scale = libm::cos(self.place(count / 2).lat.to_radians()).powi(2);
        let square = |a: usize, b: usize| {
            let (p, q) = (self.place(a), self.place(b));
            (p.lat - q.lat).powi(2) + scale * (p.lon - q.lon).powi(2)
        };
        let forth = 0..count;
        for n in forth.clone().chain(forth.clone().rev()).chain(forth) {
            for m in self.neighbours(n) {
                let Some(from) = source[m] else { continue };
                if source[n].is_none_or(|own| square(from, n) < square(own, n)) {
                    source[n] = Some(from);
                }
            }
        }
        let km = |n: usize| {
            let at = earth.point(self.place(n));
            let far = |m: usize| earth.distance(&at, &earth.point(self.place(m))) / 1000.0;
            source[n].map_or(f64::INFINITY, far)
        };
        (0..count).map(km).collect()
    }
}
