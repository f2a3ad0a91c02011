//! Where the mesh must be finer than its level: breakpoints of the coast, islands, base points out in the open, and small
//! regions ([`regions`]).
//!
//! Scores that are distances make every part of a cell touch its holder's own base points. A coast longer than the cells of
//! the mesh crosses their sides and is seen there; of what is shorter, a base point `d` metres from everybody else's shore
//! holds the ball of radius `d / 2` about it: cells of radius `d / 4` at that place have their corners in the ball.

mod regions;

use littoral_geodesy::{Shoreline, SurfacePoint};
use rayon::prelude::*;

use crate::basis::{BaseSet, SeaRing};
use crate::coast::Coast;
use crate::error::DelimitError;
use crate::mesh::Seed;
use crate::solve::Problem;

/// Cells at a breakpoint of the coast are no larger than this, metres: fingers of water begin there.
const BREAKPOINT_CELL_M: f64 = 1200.0;
/// Cells no smaller than this are asked for about base points, metres.
const LEAST_CELL_M: f64 = 0.5;
/// A coast nearer than this to the rim of the sea is that rim, metres: what holds it is told by the walk round the sea.
const ON_RIM_M: f64 = 1.0;
/// Islands to a task.
const RINGS: usize = 256;
/// So many base points of a line are looked at.
const SPOTS: u32 = 4;

impl Problem<'_> {
    /// All places with the radius that cells may have there; a mesh of cells as small as `coarsest_m` needs no others.
    pub(crate) fn seeds(&self, coast: &Coast, coarsest_m: f64) -> Vec<Seed> {
        let mut seeds = at_breakpoints(coast);
        let sea = &self.basis.sea;
        let island = |ring: &SeaRing| {
            let at = (ring.count > 0).then(|| sea.vertex_point(ring.first))?;
            let away = |v: u32| (sea.vertex_point(v).p - at.p).norm();
            let size = ring.vertices().map(away).fold(0.0_f64, f64::max);
            Some(Seed { at, radius_m: (size / 2.0).max(50.0), reach_m: size })
        };
        let rings = self.basis.rings.par_iter().skip(1).with_min_len(RINGS);
        seeds.par_extend(rings.filter_map(island));
        let all: Vec<&BaseSet> =
            self.tape.sets.iter().map(|id| &*self.basis.sets[id.0 as usize]).collect();
        let of = |own: &&BaseSet| {
            let other = |s: &&&BaseSet| s.party.is_some() && s.party != own.party;
            let others: Vec<&Shoreline> = all.iter().filter(other).map(|s| &s.line).collect();
            afloat(sea, own, &others, coarsest_m)
        };
        let of_parties: Vec<Vec<Seed>> =
            all.par_iter().with_max_len(1).filter(|s| s.party.is_some()).map(of).collect();
        seeds.extend(of_parties.into_iter().flatten());
        seeds.extend(regions::seeds(self.basis, &self.tape, coarsest_m));
        seeds
    }

    /// Edges are looked into down to this length, metres, where plots are drawn.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for a plot too narrow to be divided.
    pub(crate) fn drawn_neck_m(&self) -> Result<f64, DelimitError> {
        regions::neck_m(self.basis, &self.tape)
    }
}

/// Lines that leave the coast near one another are told apart by their cells: those are smaller than the way to the next
/// breakpoint along the coast.
fn at_breakpoints(coast: &Coast) -> Vec<Seed> {
    let all = &coast.breakpoints;
    let away = |k: usize, j: usize| (all[k].at.p - all[j].at.p).norm();
    let seed = |k: usize| {
        let before = k.checked_sub(1).map_or(f64::INFINITY, |j| away(k, j));
        let after = if k + 1 < all.len() { away(k, k + 1) } else { f64::INFINITY };
        let radius_m = (before.min(after) / 4.0).clamp(LEAST_CELL_M, BREAKPOINT_CELL_M);
        Seed { at: all[k].at, radius_m, reach_m: 0.0 }
    };
    (0..all.len()).map(seed).collect()
}

/// Base points of one set that lie in the sea, off its rim.
fn afloat(sea: &Shoreline, own: &BaseSet, others: &[&Shoreline], coarsest_m: f64) -> Vec<Seed> {
    let mut seeds = Vec::new();
    // What lies in the ball of the last one belongs to the same waters.
    let mut known: Option<(SurfacePoint, f64)> = None;
    for (k, line) in own.line.lines().enumerate() {
        if own.rims.is_rim(k) {
            continue;
        }
        let count = line.end - line.start;
        let step = count.div_ceil(SPOTS).max(1) as usize;
        let mut best: Option<(SurfacePoint, f64)> = None;
        for v in line.step_by(step) {
            let at = own.line.vertex_point(v);
            let seen = |(p, far): &(SurfacePoint, f64)| (p.p - at.p).norm() < far / 2.0;
            if known.as_ref().is_some_and(seen) {
                best = None;
                break;
            }
            // Of nearly all coasts the rim alone has to be looked for, and no farther than it may be.
            if sea.nearest(&at, None, ON_RIM_M).distance_m <= ON_RIM_M {
                best = None;
                break;
            }
            if sea.signed(&at, None).0 < 0.0 {
                continue;
            }
            let bound = 4.0 * coarsest_m;
            let to = others.iter().map(|o| o.nearest(&at, None, bound).distance_m);
            let far = to.fold(bound, f64::min);
            if best.as_ref().is_none_or(|b| far > b.1) {
                best = Some((at, far));
            }
        }
        let Some((at, far)) = best else { continue };
        known = Some((at, far));
        let radius_m = (far / 4.0).max(LEAST_CELL_M);
        if far > 0.0 && radius_m < coarsest_m {
            seeds.push(Seed { at, radius_m, reach_m: 0.0 });
        }
    }
    seeds
}
