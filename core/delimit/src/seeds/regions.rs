//! Seeds at small regions: a safety zone of 500 m about an installation, a drawn plot.
//!
//! The rim of a region that is larger than the cells of the mesh crosses their sides and is seen there; of a smaller one nothing
//! is, unless cells about it are as small. What a region is made of is told by the scores: a drawn ring is where the side of a
//! set changes, a belt about points or lines where a distance has some value.

use littoral_geodesy::{Shoreline, SurfacePoint};

use crate::basis::Basis;
use crate::field::Binary;
use crate::mesh::Seed;
use crate::tape::{Op, Reg, Tape};

/// Cells are no larger than this part of a region's length.
const PART: f64 = 0.25;
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
        let far = |v: u32| (line.vertex_point(v).p - at.p).norm();
        let reach_m = width_m + vertices.map(far).fold(0.0_f64, f64::max);
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
