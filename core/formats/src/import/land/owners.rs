//! Whose the vertices and edges of the sea are: the land's vertices, found again after the overlay has moved them by a rounding.

use std::collections::{BTreeMap, BTreeSet};

use littoral_geodesy::LatLon;

use super::{GRID, Land};

/// A vertex of the land and the parties that have it.
type Corner = (LatLon, BTreeSet<usize>);

/// Vertices of the land by cells of a fine grid.
pub(super) struct Owners {
    cells: BTreeMap<(i64, i64), Vec<Corner>>,
    pub(super) names: Vec<String>,
}

impl Owners {
    pub(super) fn new(land: &Land<'_>) -> Self {
        let mut names: Vec<String> = land.iter().map(|(p, _)| p.clone()).collect();
        names.sort();
        names.dedup();
        let mut cells: BTreeMap<(i64, i64), Vec<Corner>> = BTreeMap::new();
        for (party, polygon) in land {
            let k = names.binary_search(party).unwrap_or(0);
            for p in polygon.first().into_iter().flatten() {
                let cell = cells.entry(key(*p)).or_default();
                match cell.iter_mut().find(|(q, _)| q == p) {
                    Some((_, parties)) => drop(parties.insert(k)),
                    None => cell.push((*p, BTreeSet::from([k]))),
                }
            }
        }
        Self { cells, names }
    }

    fn near(&self, p: LatLon) -> Option<&Corner> {
        let (x, y) = key(p);
        let around = (-1..=1).flat_map(|i| (-1..=1).map(move |j| (x + i, y + j)));
        let all = around.filter_map(|cell| self.cells.get(&cell)).flatten();
        let off = |q: &LatLon| (q.lat - p.lat).abs().max((q.lon - p.lon).abs());
        all.filter(|(q, _)| off(q) < GRID).min_by(|a, b| off(&a.0).total_cmp(&off(&b.0)))
    }

    /// The vertex of the land that the overlay moved by a rounding.
    pub(super) fn snap(&self, p: LatLon) -> LatLon {
        self.near(p).map_or(p, |(q, _)| *q)
    }

    /// The ring with the vertices of the land that the overlay left out because they lie on a straight
    /// edge: a terminus may be one of them.
    pub(super) fn restored(&self, ring: &[LatLon]) -> Vec<LatLon> {
        let mut out = Vec::with_capacity(ring.len());
        for (k, a) in ring.iter().enumerate() {
            let b = ring[(k + 1) % ring.len()];
            out.push(*a);
            let west = key(LatLon::new(0.0, a.lon.min(b.lon))).0 - 1;
            let east = key(LatLon::new(0.0, a.lon.max(b.lon))).0 + 1;
            let band =
                self.cells.range((west, i64::MIN)..=(east, i64::MAX)).flat_map(|(_, cell)| cell);
            let along =
                |p: &LatLon| (p.lon - a.lon) * (b.lon - a.lon) + (p.lat - a.lat) * (b.lat - a.lat);
            let between = |p: &LatLon| *p != *a && *p != b && off_segment(*p, *a, b) < GRID / 10.0;
            let mut met: Vec<LatLon> = band.map(|(p, _)| *p).filter(between).collect();
            met.sort_by(|p, q| along(p).total_cmp(&along(q)));
            out.extend(met);
        }
        out.dedup();
        out
    }

    /// The one party that has both ends of an edge.
    pub(super) fn of_edge(&self, a: LatLon, b: LatLon) -> Option<usize> {
        let (_, of_a) = self.near(a)?;
        let (_, of_b) = self.near(b)?;
        let mut both = of_a.intersection(of_b);
        both.next().copied().filter(|_| both.next().is_none())
    }
}

fn key(p: LatLon) -> (i64, i64) {
    ((p.lon / GRID).round() as i64, (p.lat / GRID).round() as i64)
}

/// Distance of a place from a segment in the plane of longitude and latitude, degrees.
pub(super) fn off_segment(p: LatLon, a: LatLon, b: LatLon) -> f64 {
    let d = (b.lon - a.lon, b.lat - a.lat);
    let square = d.0 * d.0 + d.1 * d.1;
    let along = (p.lon - a.lon) * d.0 + (p.lat - a.lat) * d.1;
    let t = if square > 0.0 { (along / square).clamp(0.0, 1.0) } else { 0.0 };
    (p.lon - a.lon - t * d.0).hypot(p.lat - a.lat - t * d.1)
}
