//! Whose the vertices and edges of the sea are: the land's vertices, found again after the overlay has moved them by a rounding.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use littoral_geodesy::LatLon;

use super::window::Window;
use super::{GRID, Land};

/// A vertex of the land and the parties that have it.
type Corner = (LatLon, BTreeSet<usize>);

/// An edge in either direction, by the bits of its ends.
pub(super) type Edge = [(u64, u64); 2];

/// Vertices of the land by cells of a fine grid, and its edges.
pub(super) struct Owners {
    cells: BTreeMap<(i64, i64), Vec<Corner>>,
    /// Their one party; `None` of those that several have.
    edges: HashMap<Edge, Option<usize>>,
    /// Those along the rim of the window.
    rim: Vec<(LatLon, LatLon, usize)>,
    window: Window,
    pub(super) names: Vec<String>,
}

impl Owners {
    pub(super) fn new(window: Window, land: &Land<'_>) -> Self {
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
        let mut out = Self { cells, edges: HashMap::new(), rim: Vec::new(), window, names };
        land.iter().for_each(|(party, polygon)| out.add_edges(party, polygon));
        out
    }

    fn add_edges(&mut self, party: &String, polygon: &[Vec<LatLon>]) {
        let k = self.names.binary_search(party).unwrap_or(0);
        let ring = polygon.first().map_or(&[][..], Vec::as_slice);
        for (i, &a) in ring.iter().enumerate() {
            let b = ring[(i + 1) % ring.len()];
            let party = self.edges.entry(edge(a, b)).or_insert(Some(k));
            *party = party.filter(|known| *known == k);
            if self.window.along(a, b) {
                self.rim.push((a, b, k));
            }
        }
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
            if self.edges.contains_key(&edge(*a, b)) {
                continue;
            }
            let band = self.about(*a, b);
            let along =
                |p: &LatLon| (p.lon - a.lon) * (b.lon - a.lon) + (p.lat - a.lat) * (b.lat - a.lat);
            let between = |p: &LatLon| *p != *a && *p != b && off_segment(*p, *a, b) < GRID / 10.0;
            let mut met: Vec<LatLon> = band.into_iter().filter(between).collect();
            met.sort_by(|p, q| along(p).total_cmp(&along(q)));
            out.extend(met);
        }
        out.dedup();
        out
    }

    /// Vertices in the cells that the box of an edge meets.
    fn about(&self, a: LatLon, b: LatLon) -> Vec<LatLon> {
        let low = key(LatLon::new(a.lat.min(b.lat), a.lon.min(b.lon)));
        let high = key(LatLon::new(a.lat.max(b.lat), a.lon.max(b.lon)));
        let (south, north) = (low.1 - 1, high.1 + 1);
        let mut out = Vec::new();
        let mut from = (low.0 - 1, south);
        // Column by column, those without vertices leapt over.
        while let Some(((x, y), cell)) = self.cells.range(from..=(high.0 + 1, north)).next() {
            match *y {
                y if y < south => from = (*x, south),
                y if y > north => from = (x + 1, south),
                y => {
                    out.extend(cell.iter().map(|(p, _)| *p));
                    from = (*x, y + 1);
                }
            }
        }
        out
    }

    /// The one party that has both ends of an edge. Along the rim of the window there may be water between two places of one party:
    /// there it is the one whose edge it is, or a part of its edge.
    pub(super) fn of_edge(&self, a: LatLon, b: LatLon) -> Option<usize> {
        if self.window.along(a, b) {
            let whole = self.edges.get(&edge(a, b)).copied();
            return whole.unwrap_or_else(|| self.of_rim(a, b));
        }
        let (_, of_a) = self.near(a)?;
        let (_, of_b) = self.near(b)?;
        let mut both = of_a.intersection(of_b);
        both.next().copied().filter(|_| both.next().is_none())
    }

    fn of_rim(&self, a: LatLon, b: LatLon) -> Option<usize> {
        let middle = LatLon::new(f64::midpoint(a.lat, b.lat), f64::midpoint(a.lon, b.lon));
        let holds = |(p, q, _): &&(LatLon, LatLon, usize)| {
            self.window.along(*p, a)
                && self.window.along(*q, b)
                && off_segment(middle, *p, *q) == 0.0
        };
        self.rim.iter().find(holds).map(|(_, _, party)| *party)
    }
}

pub(super) fn edge(a: LatLon, b: LatLon) -> Edge {
    let bits = |p: LatLon| (p.lat.to_bits(), p.lon.to_bits());
    let (a, b) = (bits(a), bits(b));
    if a <= b { [a, b] } else { [b, a] }
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
