//! Where islands that are no holes lie among the rings of a sea.

use std::collections::HashMap;

use littoral_geodesy::LatLon;

use super::super::cross::{Meeting, meetings};
use super::super::edge::distance_m;
use super::super::strips::Strips;
use super::{Lie, Other};
use crate::geometry::Ring;

/// Nearer than this to a ring of the sea a vertex is none in the water, metres.
const TOLERANCE_M: f64 = 1.0;
/// Vertices in the water that are measured, spread over the island.
const SAMPLES: usize = 64;

/// The rings of the sea, and behind them those of islands that are none of its holes.
pub(super) struct Placed<'a> {
    sea: &'a [&'a Ring],
    rings: &'a [Ring],
    strips: Strips,
    /// The rings about the first vertex of each.
    around: Vec<Vec<usize>>,
    /// The first ring within each, where there is one.
    within: HashMap<usize, usize>,
}

impl<'a> Placed<'a> {
    pub(super) fn new(sea: &'a [&'a Ring], rings: &'a [Ring]) -> Self {
        let strips = Strips::new(rings);
        let of = |(k, ring): (usize, &Ring)| {
            ring.first().map_or_else(Vec::new, |at| strips.around(k, *at))
        };
        let around: Vec<Vec<usize>> = rings.iter().enumerate().map(of).collect();
        let mut within = HashMap::new();
        for (k, about) in around.iter().enumerate().skip(1) {
            for outer in about {
                within.entry(*outer).or_insert(k);
            }
        }
        Self { sea, rings, strips, around, within }
    }

    /// What every island meets first, and where.
    pub(super) fn met(&self) -> Vec<Option<(Other, LatLon)>> {
        let rings: Vec<&[LatLon]> = self.rings.iter().map(Vec::as_slice).collect();
        let mut met = vec![None; self.rings.len() - self.sea.len()];
        for (a, b, how, at) in meetings(&rings).0 {
            for (own, other) in [(a.0, b.0), (b.0, a.0)] {
                let Some(k) = own.checked_sub(self.sea.len()) else { continue };
                let other = match other.checked_sub(self.sea.len()) {
                    None => Other::Ring(other),
                    Some(j) if j == k && how == Meeting::Touch => continue,
                    Some(j) if j == k => Other::Itself,
                    Some(j) => Other::Island(j),
                };
                met[k].get_or_insert((other, at));
            }
        }
        met
    }

    pub(super) fn lie(&self, own: usize, met: Option<(Other, LatLon)>) -> Lie {
        if let Some((other, at)) = met {
            return if self.wets(own) { Lie::Across(other, at) } else { Lie::Beyond };
        }
        let (around, sea) = (&self.around[own], self.sea.len());
        let other = |k: usize| if k < sea { Other::Ring(k) } else { Other::Island(k - sea) };
        match around.iter().find(|k| **k > 0).or(self.within.get(&own)) {
            _ if !around.contains(&0) => Lie::Beyond,
            Some(k) if *k < sea && around.contains(k) => Lie::Land(*k),
            Some(k) => Lie::Across(other(*k), self.rings[own][0]),
            None => Lie::Water,
        }
    }

    /// Has an island a vertex or the middle of an edge in the water, off the rings of the sea?
    fn wets(&self, own: usize) -> bool {
        let ring = &self.rings[own];
        let middle = |k: usize| {
            let (a, b) = (ring[k], ring[(k + 1) % ring.len()]);
            let turns = ((b.lon - a.lon) / 360.0).round();
            LatLon::new(0.5 * (a.lat + b.lat), 0.5 * (a.lon + b.lon - 360.0 * turns))
        };
        let water = |at: &LatLon| {
            let around = self.strips.around(own, *at);
            around.contains(&0) && !around.iter().any(|k| *k > 0 && *k < self.sea.len())
        };
        let wet: Vec<LatLon> =
            (0..ring.len()).flat_map(|k| [ring[k], middle(k)]).filter(water).collect();
        let rings: Vec<&[LatLon]> = self.sea.iter().map(|r| r.as_slice()).collect();
        let step = wet.len().div_ceil(SAMPLES).max(1);
        wet.into_iter().step_by(step).any(|at| distance_m(at, &rings) > TOLERANCE_M)
    }
}
