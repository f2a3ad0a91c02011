//! Where the mesh must be finer than its level: breakpoints of the coast, islands, and base points out in the open.
//!
//! Scores that are distances make every part of a cell touch its holder's own base points. A coast longer than the cells of
//! the mesh crosses their sides and is seen there; of what is shorter, a base point `d` metres from everybody else's shore
//! holds the ball of radius `d / 2` about it: cells of radius `d / 4` at that place have their corners in the ball.

use littoral_geodesy::{Shoreline, SurfacePoint};

use crate::basis::BaseSet;
use crate::coast::Coast;
use crate::mesh::Seed;
use crate::solve::Problem;

/// Cells at a breakpoint of the coast are this small, metres: fingers of water begin there.
const BREAKPOINT_CELL_M: f64 = 2500.0;
/// Cells no smaller than this are asked for about base points, metres.
const LEAST_CELL_M: f64 = 0.5;
/// A coast nearer than this to the rim of the sea is that rim, metres: what holds it is told by the walk round the sea.
const ON_RIM_M: f64 = 1.0;
/// So many base points of a line are looked at.
const SPOTS: u32 = 4;

impl Problem<'_> {
    /// All places with the radius that cells may have there; a mesh of cells as small as `coarsest_m` needs no others.
    pub(crate) fn seeds(&self, coast: &Coast, coarsest_m: f64) -> Vec<Seed> {
        let breaks = coast.breakpoints.iter();
        let mut seeds: Vec<Seed> =
            breaks.map(|b| Seed { at: b.at, radius_m: BREAKPOINT_CELL_M, reach_m: 0.0 }).collect();
        for ring in self.basis.rings.iter().skip(1) {
            let vertices = ring.first..ring.first + ring.count;
            let points: Vec<SurfacePoint> =
                vertices.map(|v| self.basis.earth.point(self.basis.sea.vertex(v))).collect();
            let Some(first) = points.first() else { continue };
            let size = points.iter().fold(0.0_f64, |m, p| m.max((p.p - first.p).norm()));
            seeds.push(Seed { at: *first, radius_m: (size / 2.0).max(50.0), reach_m: size });
        }
        let all: Vec<&BaseSet> =
            self.tape.sets.iter().map(|id| &*self.basis.sets[id.0 as usize]).collect();
        for own in all.iter().filter(|s| s.party.is_some()) {
            let others: Vec<&Shoreline> = all
                .iter()
                .filter(|s| s.party.is_some() && s.party != own.party)
                .map(|s| &s.line)
                .collect();
            self.afloat(&own.line, &others, coarsest_m, &mut seeds);
        }
        seeds
    }

    /// Base points of one set that lie in the sea, off its rim.
    fn afloat(
        &self,
        own: &Shoreline,
        others: &[&Shoreline],
        coarsest_m: f64,
        seeds: &mut Vec<Seed>,
    ) {
        // What lies in the ball of the last one belongs to the same waters.
        let mut known: Option<(SurfacePoint, f64)> = None;
        for line in lines(own) {
            let count = line.end - line.start;
            let step = count.div_ceil(SPOTS).max(1) as usize;
            let mut best: Option<(SurfacePoint, f64)> = None;
            for v in line.step_by(step) {
                let at = own.vertex_point(v);
                let seen = |(p, far): &(SurfacePoint, f64)| (p.p - at.p).norm() < far / 2.0;
                if known.as_ref().is_some_and(seen) {
                    best = None;
                    break;
                }
                let depth_m = self.basis.sea.signed(&at, None).0;
                if depth_m.abs() <= ON_RIM_M {
                    best = None;
                    break;
                }
                if depth_m < 0.0 {
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
    }
}

/// The vertices of each line, ring or single point of a set.
fn lines(set: &Shoreline) -> impl Iterator<Item = std::ops::Range<u32>> + '_ {
    let count = set.len() as u32;
    let mut first = 0;
    std::iter::from_fn(move || {
        let start = first;
        let last = (start..count).find(|v| set.next_vertex(*v) != v + 1)?;
        first = last + 1;
        Some(start..first)
    })
}
