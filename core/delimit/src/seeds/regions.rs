//! Seeds at small regions: a safety zone of 500 m about an installation, a drawn plot.
//!
//! The rim of a region that is larger than the cells of the mesh crosses their sides and is seen there; of a smaller one nothing
//! is, unless cells about it are as small. What a region is made of is told by the scores: a drawn ring is where the side of a
//! set changes, a belt about points or lines where a distance has some value.

use littoral_geodesy::{Shoreline, SurfacePoint, Vec3};

use crate::basis::Basis;
use crate::error::DelimitError;
use crate::field::Binary;
use crate::mesh::Seed;
use crate::tape::{Op, Reg, Tape};

/// Cells are no larger than this part of a region's length.
const PART: f64 = 0.25;
/// Edges of the mesh are looked into down to this part of the breadth of the narrowest drawn plot: where one is missed that
/// crosses a plot, what is left of the rim closes wrongly.
const NECK: f64 = 0.25;
/// Narrower plots are refused, metres: cells as small as they are narrow would take minutes.
const NARROWEST_M: f64 = 0.25;
/// What is narrower than coordinates are printed, metres, has no waters to lose.
const NOTHING_M: f64 = 0.01;
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

/// Narrowest neck that edges must be looked into for, so that no drawn plot is missed that crosses them, metres.
///
/// # Errors
/// [`DelimitError::Invalid`] for a plot less than a quarter of a metre broad, with the place: it might be missed.
pub(super) fn neck_m(basis: &Basis, tape: &Tape) -> Result<f64, DelimitError> {
    let mut least_m = f64::INFINITY;
    for slot in plots(tape) {
        let line = &basis.sets[tape.sets[slot as usize].0 as usize].line;
        for v in line.lines().filter(|v| line.next_vertex(v.end - 1) == v.start) {
            let broad_m = breadth_m(line, v.clone());
            if (NOTHING_M..NARROWEST_M).contains(&broad_m) {
                return Err(narrow(basis, &line.vertex_point(v.start), broad_m));
            }
            let counts = broad_m >= NARROWEST_M;
            least_m = if counts { least_m.min(NECK * broad_m) } else { least_m };
        }
    }
    Ok(least_m)
}

fn narrow(basis: &Basis, at: &SurfacePoint, broad_m: f64) -> DelimitError {
    let at = basis.earth.lat_lon(at);
    DelimitError::Invalid(format!(
        "the drawn area at {:.6}, {:.6} is only {broad_m:.2} m broad on average: draw it at least half a metre broad, or take \
         the waters within a distance of it",
        at.lat, at.lon
    ))
}

/// Slots of rings that are rims themselves: of a partition drawn as rims each is a score of its own, and of a zone about a ring a
/// constant is taken off its distance.
fn plots(tape: &Tape) -> Vec<u8> {
    let side = |r: &Reg| match tape.ops[*r as usize] {
        Op::Side(slot) => Some(slot),
        _ => None,
    };
    let moves = |r: &Reg| matches!(tape.ops[*r as usize], Op::Constant(v) if v != 0.0);
    let mut slots = Vec::new();
    for op in &tape.ops {
        match op {
            Op::Excess(..) => {}
            Op::Binary(Binary::Add | Binary::Sub, a, b) if moves(a) || moves(b) => {}
            _ => slots.extend(op.clone().inputs().into_iter().filter_map(|r| side(r))),
        }
    }
    slots
}

/// The area of a ring over its length, metres: a plot's breadth, give or take a factor of two.
fn breadth_m(line: &Shoreline, vertices: std::ops::Range<u32>) -> f64 {
    let at = line.vertex_point(vertices.start).p;
    let from = |v: u32| line.vertex_point(v).p - at;
    let far_m = vertices.clone().map(|v| from(v).norm()).fold(0.0_f64, f64::max);
    let turns = vertices.clone().zip(vertices.skip(1)).map(|(v, w)| from(v).cross(from(w)));
    turns.fold(Vec3::default(), |sum, turn| sum + turn).norm() / (2.0 * far_m)
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
        let far_m = vertices.map(|v| from(v).norm()).fold(0.0_f64, f64::max);
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
