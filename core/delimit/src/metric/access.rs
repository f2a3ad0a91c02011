//! Water and ports: how far each party's water is from its own ports.

use littoral_geodesy::{Earth, LatLon};
use serde_json::Value;

use super::scan::{HEIGHT, Row};
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
    let raster = s.raster();
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

/// No node.
const NOWHERE: u32 = u32::MAX;

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
    pub(super) fn new(rows: &[Row]) -> Self {
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
        self.at(n / self.nx, n % self.nx)
    }

    fn at(&self, j: usize, i: usize) -> LatLon {
        LatLon::new(self.south + HEIGHT * j as f64, self.west + self.across * i as f64)
    }

    /// The up to eight nodes around one.
    pub(super) fn neighbours(&self, n: usize) -> impl Iterator<Item = usize> + use<> {
        let (nx, ny) = (self.nx, self.holder.len() / self.nx.max(1));
        let (j, i) = (n / nx, n % nx);
        let across = i.saturating_sub(1)..=(i + 1).min(nx - 1);
        let along = j.saturating_sub(1)..=(j + 1).min(ny - 1);
        let row = move |j: usize| across.clone().map(move |i| j * nx + i);
        along.flat_map(row).filter(move |m| *m != n)
    }

    /// Is there land, or the edge, beside the node?
    pub(super) fn shore(&self, n: usize) -> bool {
        let around = self.neighbours(n);
        around.filter(|m| self.holder[*m].is_some()).count() < 8
    }

    /// For every node the nearest with a holder that is not open, `None` where there is none. Nearest nodes are handed on
    /// from neighbour to neighbour (Danielsson 1980), forth and back.
    pub(super) fn closed(&self, open: impl Fn(usize) -> bool) -> Vec<Option<u32>> {
        let count = self.holder.len();
        let rows = 0..count.checked_div(self.nx).unwrap_or(0);
        let places: Vec<LatLon> =
            rows.flat_map(|j| (0..self.nx).map(move |i| self.at(j, i))).collect();
        let shut = |n: usize| self.holder[n].is_some_and(|h| !open(h));
        let mut source: Vec<u32> =
            (0..count).map(|n| if shut(n) { n as u32 } else { NOWHERE }).collect();
        // How far that is, by the plane.
        let far = |s: &u32| if *s == NOWHERE { f64::INFINITY } else { 0.0 };
        let mut known: Vec<f64> = source.iter().map(far).collect();
        let scale = places.get(count / 2).map_or(1.0, |p| libm::cos(p.lat.to_radians()).powi(2));
        let square = |a: u32, p: LatLon| {
            let q = places[a as usize];
            (q.lat - p.lat).powi(2) + scale * (q.lon - p.lon).powi(2)
        };
        for back in [false, true, false] {
            for k in 0..count {
                let n = if back { count - 1 - k } else { k };
                // Nothing is nearer than the node itself.
                if known[n] <= 0.0 {
                    continue;
                }
                let (mut best, at) = ((source[n], known[n]), places[n]);
                self.each_neighbour(n, |m| {
                    let from = source[m];
                    if from == NOWHERE || from == best.0 {
                        return;
                    }
                    let far = square(from, at);
                    if far < best.1 {
                        best = (from, far);
                    }
                });
                (source[n], known[n]) = best;
            }
        }
        source.into_iter().map(|from| (from != NOWHERE).then_some(from)).collect()
    }

    /// [`Self::neighbours`] in the same order.
    #[inline]
    fn each_neighbour(&self, n: usize, mut each: impl FnMut(usize)) {
        let nx = self.nx;
        // In 32 bits: a division is dear here.
        let i = n as u32 % nx as u32;
        if i == 0 || i as usize + 1 == nx || n < nx || n + nx >= self.holder.len() {
            return self.neighbours(n).for_each(each);
        }
        for row in [n - nx, n, n + nx] {
            each(row - 1);
            if row != n {
                each(row);
            }
            each(row + 1);
        }
    }

    /// Distance of a node with an open holder from its nearest closed one ([`Self::closed`]), km; infinite without one.
    pub(super) fn clearance_km(&self, earth: &Earth, closed: &[Option<u32>], n: usize) -> f64 {
        let to = |m: u32| {
            let ends = [n, m as usize].map(|n| earth.point(self.place(n)));
            earth.distance(&ends[0], &ends[1]) / 1000.0
        };
        closed[n].map_or(f64::INFINITY, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A strip of water with somebody else's at its east end and land in its middle: nearest nodes by all pairs.
    #[test]
    fn clearance_is_the_distance_from_the_nearest_closed_node() {
        let (nx, ny) = (30, 12);
        let of = |n: usize| match (n / nx, n % nx) {
            (4..=7, 10..=14) => None,
            (j, i) if i + j > 34 => Some(1),
            _ => Some(0),
        };
        let holder: Vec<_> = (0..nx * ny).map(of).collect();
        let raster = Raster { south: 40.0, west: 50.0, across: 0.026, nx, holder };
        let earth = Earth::new(&littoral_geodesy::Ellipsoid::wgs84());
        let closed = raster.closed(|h| h == 0);
        let nodes = || 0..nx * ny;
        for n in nodes() {
            let to = |m: usize| earth.karney_m(raster.place(n), raster.place(m)) / 1000.0;
            let others = nodes().filter(|m| raster.holder[*m] == Some(1)).map(to);
            let nearest = others.fold(f64::INFINITY, f64::min);
            let got = raster.clearance_km(&earth, &closed, n);
            assert!(
                raster.holder[n] != Some(0) || (got - nearest).abs() < 0.05,
                "{n}: {got} {nearest}"
            );
            let mut around = Vec::new();
            raster.each_neighbour(n, |m| around.push(m));
            assert_eq!(around, raster.neighbours(n).collect::<Vec<_>>());
        }
        let alone = raster.closed(|_| true);
        assert!(alone.iter().all(Option::is_none));
        assert!(raster.clearance_km(&earth, &alone, 0).is_infinite());
    }
}
