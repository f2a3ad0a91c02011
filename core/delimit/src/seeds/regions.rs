//! Seeds at small regions: a safety zone of 500 m about an installation, a drawn plot.
//!
//! The rim of a region that is larger than the cells of the mesh crosses their sides and is seen there; of a smaller one nothing
//! is, unless cells about it are as small. What a region is made of is told by the scores: a drawn ring is where the side of a
//! set changes, a belt about points or lines where a distance has some value.

use littoral_geodesy::{Shoreline, SurfacePoint, Vec3};

use crate::basis::Basis;
use crate::field::Binary;
use crate::mesh::Seed;
use crate::tape::{Op, Reg, Tape};

/// Cells are no larger than this part of a region's length.
const PART: f64 = 0.25;
/// Plots narrower than this, metres, and much longer than broad are left to chance: of necks narrower than 20 m (see
/// [`crate::crossing`]) one may be missed, and what is left of the rim closes wrongly.
const NARROW_M: f64 = 25.0;
/// As broad as this part of its length a plot is not narrow.
const BROAD: f64 = 0.3;
/// Cells no smaller than this are asked for, metres.
const LEAST_CELL_M: f64 = 0.5;

/// Seeds at the regions that a mesh of cells as small as `coarsest_m` might miss.
pub(super) fn seeds(basis: &Basis, tape: &Tape, coarsest_m: f64) -> Vec<Seed> {
    let mut seeds = Vec::new();
    for (slot, widths) in rims(tape) {
        let set = &basis.sets[tape.sets[slot as usize].0 as usize];
        if set.party.is_some() {
            continue;
        }
        for width_m in widths {
            about(&set.line, width_m, coarsest_m, &mut seeds);
        }
    }
    seeds
}

/// Of every set the distances from it at which something may change, metres: zero where its side counts.
fn rims(tape: &Tape) -> Vec<(u8, Vec<f64>)> {
    let mut all: Vec<(u8, Vec<f64>)> = (0..tape.sets.len() as u8).map(|k| (k, vec![])).collect();
    let mut add = |slot: u8, width_m: f64| {
        let known = &mut all[slot as usize].1;
        if width_m.is_finite() && !known.contains(&width_m) {
            known.push(width_m);
        }
    };
    let distance = |r: &Reg| match tape.ops[*r as usize] {
        Op::Distance(slot) => Some(slot),
        _ => None,
    };
    let constant = |r: &Reg| match tape.ops[*r as usize] {
        Op::Constant(v) => Some(v.abs()),
        _ => None,
    };
    for op in &tape.ops {
        match op {
            Op::Side(slot) => add(*slot, 0.0),
            Op::Binary(Binary::Add | Binary::Sub | Binary::Min | Binary::Max, a, b) => {
                let pair = distance(a).zip(constant(b)).or(distance(b).zip(constant(a)));
                pair.into_iter().for_each(|(slot, width_m)| add(slot, width_m));
            }
            _ => {}
        }
    }
    all
}

/// Seeds at those lines, rings and points of a set that have no more than a few cells within a width about them.
fn about(line: &Shoreline, width_m: f64, coarsest_m: f64, seeds: &mut Vec<Seed>) {
    // Within the ball of the last one the cells are small already.
    let mut last: Option<(SurfacePoint, f64)> = None;
    let mut spots = |vertices: std::ops::Range<u32>| {
        let Some(first) = vertices.clone().next() else { return };
        let at = line.vertex_point(first);
        let from = |v: u32| line.vertex_point(v).p - at.p;
        let far_m = vertices.clone().map(|v| from(v).norm()).fold(0.0_f64, f64::max);
        // The area of a ring over its length is its breadth.
        let turns = vertices.clone().zip(vertices.skip(1)).map(|(v, w)| from(v).cross(from(w)));
        let breadth_m = turns.fold(Vec3::default(), |sum, turn| sum + turn).norm() / (2.0 * far_m);
        if width_m == 0.0 && breadth_m < NARROW_M.min(BROAD * far_m) {
            return;
        }
        let reach_m = far_m + width_m;
        let radius_m = (PART * (reach_m + width_m)).max(LEAST_CELL_M);
        let covered =
            |(p, reach): &(SurfacePoint, f64)| (p.p - at.p).norm() + reach_m / 2.0 < *reach;
        if reach_m == 0.0 || radius_m >= coarsest_m || last.as_ref().is_some_and(covered) {
            return;
        }
        last = Some((at, reach_m));
        seeds.push(Seed { at, radius_m, reach_m });
    };
    for vertices in line.lines() {
        // Base points that no edge joins stand on their own.
        let alone = vertices.len() > 1 && line.next_vertex(vertices.start) == vertices.start;
        match alone {
            true => vertices.for_each(|v| spots(v..v + 1)),
            false => spots(vertices),
        }
    }
}
