//! The thalweg: where the bed's slopes from the shores of two parties meet.
//!
//! Water poured in at every shore would run down the bed; the basins fill from the shallows to the deep (priority
//! flood, Meyer 1994; Barnes, Lehman, Mulla 2014), and where the labels of two parties meet lies the line of the
//! greatest depths. Of equal depths the nearer party's shore comes first, so that a flat bed gives equidistance. The
//! flood runs on a grid of latitude and longitude: the line is no finer than its step, nor than the depths.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use littoral_geodesy::LatLon;

use crate::error::DelimitError;
use crate::metric::coasts::Coasts;
use crate::waters::Waters;

/// Most nodes of the grid.
const MOST_NODES: usize = 400_000;
/// Least metres in a degree of latitude, and of longitude at the equator.
const DEGREE_M: f64 = 110_000.0;
/// Two labels that lie like the fields of a chessboard would meet in a point; this much decides.
const TIE: f64 = 1e-4;
/// A node without a label.
const NOBODY: usize = usize::MAX;

/// Which party's slope every place of the sea belongs to.
#[derive(Debug, Clone)]
pub struct Watershed {
    south: f64,
    west: f64,
    step: f64,
    nx: usize,
    ny: usize,
    /// Part of each party at each node, 0 to 1: node after node, parties in the case's order.
    part: Vec<f32>,
    parties: usize,
}

impl Watershed {
    /// Scores at a place, lowest wins: minus the part that each party has of the grid around it. Continuous; for
    /// every party in the case's order. Outside the grid the nearest edge counts.
    pub fn scores(&self, at: LatLon, out: &mut [f64]) {
        let x = (wrapped(at.lon - self.west) / self.step).clamp(0.0, (self.nx - 1) as f64);
        let y = ((at.lat - self.south) / self.step).clamp(0.0, (self.ny - 1) as f64);
        let (i, j) = ((x.floor() as usize).min(self.nx - 2), (y.floor() as usize).min(self.ny - 2));
        let (u, v) = (x - i as f64, y - j as f64);
        let corners = [
            (i, j, (1.0 - u) * (1.0 - v)),
            (i + 1, j, u * (1.0 - v)),
            (i, j + 1, (1.0 - u) * v),
            (i + 1, j + 1, u * v),
        ];
        for (k, score) in out.iter_mut().enumerate().take(self.parties) {
            let part = |(i, j, w): &(usize, usize, f64)| {
                w * f64::from(self.part[(j * self.nx + i) * self.parties + k])
            };
            *score = TIE * k as f64 - corners.iter().map(part).sum::<f64>();
        }
    }

    /// Greatest change of a score per metre.
    #[must_use]
    pub fn lipschitz(&self) -> f64 {
        let top = self.south.abs().max((self.south + self.step * self.ny as f64).abs()).min(89.0);
        let cell = self.step * DEGREE_M;
        let across = cell * libm::cos(top.to_radians());
        libm::sqrt(1.0 / (cell * cell) + 1.0 / (across * across))
    }
}

/// A label on its way to a node.
#[derive(Debug, PartialEq)]
struct Wave {
    /// Depth to which the water has risen.
    level: f64,
    /// From the party's shore to the node, metres.
    distance: f64,
    node: usize,
    party: usize,
}

impl Eq for Wave {}

impl Ord for Wave {
    /// The greatest is served first: the shallowest, then the nearest, then the first in order.
    fn cmp(&self, other: &Self) -> Ordering {
        let by = other.level.total_cmp(&self.level);
        let by = by.then(other.distance.total_cmp(&self.distance));
        by.then(other.node.cmp(&self.node)).then(other.party.cmp(&self.party))
    }
}

impl PartialOrd for Wave {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Waters {
    /// Floods the bed from the shores on a grid of `step` degrees.
    ///
    /// # Errors
    /// [`DelimitError::Lacking`]: the case has no depths. [`DelimitError::Invalid`]: it has none at some place of the sea; a
    /// step that is not
    /// positive or gives too many nodes.
    pub fn watershed(&self, step: f64) -> Result<Watershed, DelimitError> {
        let mut flood = Flood::new(self, step)?;
        flood.run();
        flood.ashore();
        Ok(flood.smoothed())
    }
}

struct Flood<'a> {
    coasts: &'a Coasts,
    waters: &'a Waters,
    south: f64,
    west: f64,
    step: f64,
    nx: usize,
    ny: usize,
    /// Depth at nodes in the sea, `None` ashore.
    depth: Vec<Option<f64>>,
    label: Vec<usize>,
}

impl<'a> Flood<'a> {
    fn new(waters: &'a Waters, step: f64) -> Result<Self, DelimitError> {
        let case = waters.case();
        let Some(grid) = &case.depths else {
            return Err(DelimitError::Lacking {
                text: "the case has no depths: its case.toml names no bathymetry".into(),
                next: "Name a bathymetry in its case.toml.".into(),
            });
        };
        if !(step > 0.0 && step <= 5.0) {
            let text = format!("a step of {step} degrees; it is above 0 and at most 5");
            return Err(DelimitError::Invalid(text));
        }
        let outer = &case.sea.outer;
        let first = outer.first().map_or(0.0, |p| p.lon);
        let (mut south, mut north, mut least, mut most) = (90.0_f64, -90.0_f64, 0.0_f64, 0.0_f64);
        for p in outer {
            let dx = around(p.lon - first);
            (south, north) = (south.min(p.lat), north.max(p.lat));
            (least, most) = (least.min(dx), most.max(dx));
        }
        // A margin of two nodes all round, for the labels ashore.
        let (south, west) = (south - 2.0 * step, first + least - 2.0 * step);
        let count = |length: f64| (length / step).ceil() + 5.0;
        let (nx, ny) = (count(most - least), count(north - south + 2.0 * step));
        if nx * ny > MOST_NODES as f64 {
            let text = format!("a step of {step} degrees makes {:.0} nodes", nx * ny);
            return Err(DelimitError::Invalid(format!("{text}; at most {MOST_NODES}")));
        }
        let (nx, ny) = (nx as usize, ny as usize);
        let level = case.level.as_ref().map_or(0.0, |l| l.legal_m);
        let mut depth = vec![None; nx * ny];
        for (n, at) in depth.iter_mut().enumerate() {
            let place = LatLon::new(south + step * (n / nx) as f64, west + step * (n % nx) as f64);
            if place.lat.abs() < 90.0 && waters.in_sea(place) {
                let height = grid.height(place.lat, around(place.lon));
                let Some(height) = height else {
                    let text = format!("no depth at {:.3}, {:.3}", place.lat, around(place.lon));
                    return Err(DelimitError::Invalid(text));
                };
                *at = Some((level - height).max(0.0));
            }
        }
        let label = vec![NOBODY; nx * ny];
        let coasts = waters.coasts();
        Ok(Self { coasts, waters, south, west, step, nx, ny, depth, label })
    }

    fn place(&self, node: usize) -> LatLon {
        let (j, i) = (node / self.nx, node % self.nx);
        LatLon::new(self.south + self.step * j as f64, self.west + self.step * i as f64)
    }

    fn neighbours(&self, node: usize) -> impl Iterator<Item = usize> + use<> {
        let (nx, ny) = (self.nx as isize, self.ny as isize);
        let (j, i) = (node as isize / nx, node as isize % nx);
        let all = (-1..=1).flat_map(move |dj| (-1..=1).map(move |di| (j + dj, i + di)));
        let inside = move |p: &(isize, isize)| p.0 >= 0 && p.0 < ny && p.1 >= 0 && p.1 < nx;
        all.filter(inside).map(move |(j, i)| (j * nx + i) as usize).filter(move |n| *n != node)
    }

    /// From the nodes within a cell of a shore down to the deepest.
    fn run(&mut self) {
        let mut queue = BinaryHeap::new();
        let mut waiting: Vec<Option<(f64, usize)>> = vec![None; self.depth.len()];
        let near = 1.5 * self.step * DEGREE_M;
        for node in 0..self.depth.len() {
            let Some(level) = self.depth[node] else { continue };
            if self.neighbours(node).all(|n| self.depth[n].is_some()) {
                continue;
            }
            if let Some((party, distance)) = self.coasts.nearest(self.place(node))
                && distance <= near
            {
                queue.push(Wave { level, distance, node, party });
            }
        }
        while let Some(wave) = queue.pop() {
            if self.label[wave.node] != NOBODY {
                continue;
            }
            self.label[wave.node] = wave.party;
            for node in self.neighbours(wave.node) {
                if let (Some(depth), NOBODY) = (self.depth[node], self.label[node]) {
                    // Several neighbours bring the same party; one that comes no lower brings nothing new.
                    let level = depth.max(wave.level);
                    if waiting[node].is_some_and(|(l, p)| p == wave.party && l <= level) {
                        continue;
                    }
                    waiting[node] = Some((level, wave.party));
                    let distance = self.coasts.distance(self.place(node), wave.party);
                    queue.push(Wave { level, distance, node, party: wave.party });
                }
            }
        }
    }

    /// Labels for two rows of nodes outside the sea: the nearest shore's, and the neighbour's off a frame in open
    /// water.
    fn ashore(&mut self) {
        for _ in 0..2 {
            let before = self.label.clone();
            for node in (0..before.len()).filter(|n| before[*n] == NOBODY) {
                let beside = self.neighbours(node).map(|n| before[n]).find(|l| *l != NOBODY);
                let Some(beside) = beside else { continue };
                let nearest = self.coasts.nearest(self.place(node));
                let near = nearest.filter(|(_, d)| *d < 2.0 * self.step * DEGREE_M);
                self.label[node] = near.map_or(beside, |(party, _)| party);
            }
        }
    }

    /// Labels as parts, softened by the binomial mask of three nodes, which rounds the steps of the grid.
    fn smoothed(&self) -> Watershed {
        let parties = self.waters.case().parties.len();
        let mut part = vec![0.0_f32; self.label.len() * parties];
        for node in 0..self.label.len() {
            let around = self.neighbours(node).chain([node]);
            let labelled = around.filter(|n| self.label[*n] != NOBODY);
            for n in labelled {
                let (row, column) = (n / self.nx == node / self.nx, n % self.nx == node % self.nx);
                let weight = (1.0 + f32::from(row)) * (1.0 + f32::from(column));
                part[node * parties + self.label[n]] += weight / 16.0;
            }
        }
        let Self { south, west, step, nx, ny, .. } = *self;
        Watershed { south, west, step, nx, ny, part, parties }
    }
}

/// A difference of longitudes within half a turn.
fn around(degrees: f64) -> f64 {
    degrees - 360.0 * ((degrees + 180.0) / 360.0).floor()
}

/// East of the grid's west edge, from a little below 0 on.
fn wrapped(degrees: f64) -> f64 {
    degrees - 360.0 * ((degrees + 20.0) / 360.0).floor()
}
