//! The polygon of largest area whose sides are bridging lines of at most 60 M and which leaves no fixed point outside.
//!
//! Fixed points that a bridging line joins belong together. What remains of such a group without the points that one line
//! alone reaches (they enclose nothing) has a convex hull; a side of the hull that is too long gives way to the two sides of
//! an empty triangle on it, and these again, until all are short enough. Of all such ways the one that gives up the
//! least area is taken (`pocket.rs`): a polygon without a point in what it gives up can be cut into empty triangles, so
//! none is left out. Sides run with the open sea on their left.

use std::collections::{BTreeMap, BTreeSet};

use littoral_geodesy::{Earth, LatLon, Vec3};

use super::super::invalid;
use super::authalic::{Sphere, left};
use super::graph::{groups, neighbours, prune, remove};
use super::pocket::Pockets;
use crate::error::DelimitError;

/// Three places of the unit sphere that turn by less than this, times both sides, are in line.
const FLAT: f64 = 1e-17;
/// Most fixed points of a group.
const MOST: usize = 6000;

/// Polygons by the indices of their corners, clockwise; and the points that no polygon holds.
#[derive(Debug, Default)]
pub(super) struct Chains {
    pub loops: Vec<Vec<usize>>,
    pub lone: Vec<usize>,
}

/// The points before and after one on the arc of which it is, with what is within 60 M of the foot of the slope on the right.
pub(super) type OnArc = Option<[usize; 2]>;

/// The polygons of all groups of points with sides of at most `longest_m`.
pub(super) fn chains(
    earth: &Earth,
    (points, arcs): (&[LatLon], &[OnArc]),
    longest_m: f64,
) -> Result<Chains, DelimitError> {
    let mut near = neighbours(earth, points, longest_m);
    let mut gone = vec![false; points.len()];
    prune(&mut near, &mut gone);
    let sphere = Sphere::new(earth);
    let places: Vec<Vec3> = points.iter().map(|p| sphere.place(*p)).collect();
    let mut out = Chains::default();
    let mut waiting = groups(&near);
    waiting.reverse();
    while let Some(group) = waiting.pop() {
        let loops = of_group(&group, (&near, arcs), &places, points)?;
        // What the walk only goes to and comes back from encloses nothing, and must not hold up lines across it.
        let spikes = spikes(&group, &loops, &places);
        if spikes.is_empty() {
            out.loops.extend(loops);
            continue;
        }
        spikes.into_iter().for_each(|k| remove(&mut near, &mut gone, k));
        prune(&mut near, &mut gone);
        let rest = groups(&near).into_iter().filter(|g| group.binary_search(&g[0]).is_ok());
        waiting.extend(rest);
    }
    out.lone = (0..points.len()).filter(|k| gone[*k]).collect();
    Ok(out)
}

/// The polygons of one group.
fn of_group(
    group: &[usize],
    (near, arcs): (&[Vec<usize>], &[OnArc]),
    places: &[Vec3],
    points: &[LatLon],
) -> Result<Vec<Vec<usize>>, DelimitError> {
    if group.len() > MOST {
        let n = group.len();
        return invalid(format!(
            "{n} fixed points hang together by lines of 60 M, and at most {MOST} are joined: set them farther apart (spacing)"
        ));
    }
    let own: Vec<Vec3> = group.iter().map(|k| places[*k]).collect();
    let local: BTreeMap<usize, u32> = group.iter().copied().zip(0..).collect();
    let of = |k: &usize| near[*k].iter().filter_map(|j| local.get(j).copied()).collect();
    let edges: Vec<Vec<u32>> = group.iter().map(of).collect();
    let on_arc = |k: &usize| {
        let [a, b] = arcs[*k]?;
        Some([*local.get(&a)?, *local.get(&b)?])
    };
    let solid: Vec<Option<[u32; 2]>> = group.iter().map(on_arc).collect();
    let at = points[group[0]];
    let walk = polygon(&own, &edges, &solid).map_err(|text| DelimitError::Geometry { text, at })?;
    let mut out = Vec::new();
    for ring in simple(&walk) {
        if crosses_itself(&ring, &own) {
            let at = points[group[ring[0] as usize]];
            let text = "the bridging lines of 60 M cross each other".into();
            return Err(DelimitError::Geometry { text, at });
        }
        out.push(ring.iter().map(|k| group[*k as usize]).collect());
    }
    Ok(out)
}

/// Points of a group that no polygon has as a corner or holds.
fn spikes(group: &[usize], loops: &[Vec<usize>], places: &[Vec3]) -> Vec<usize> {
    let on: BTreeSet<usize> = loops.iter().flatten().copied().collect();
    let held = |k: usize| loops.iter().any(|ring| holds(ring, places, places[k]));
    group.iter().copied().filter(|k| !on.contains(k) && !held(*k)).collect()
}

/// Does a polygon hold a place? Its corners, seen from there, then turn once round.
fn holds(ring: &[usize], places: &[Vec3], at: Vec3) -> bool {
    let turn = |k: usize| {
        let [a, b] = [ring[k], ring[(k + 1) % ring.len()]].map(|j| places[j] - at);
        libm::atan2(a.cross(b).dot(at), a.dot(b))
    };
    (0..ring.len()).map(turn).sum::<f64>().abs() > std::f64::consts::PI
}

/// The hull with every side replaced by the best way of short sides.
fn polygon(
    places: &[Vec3],
    edges: &[Vec<u32>],
    solid: &[Option<[u32; 2]>],
) -> Result<Vec<u32>, String> {
    let closed = || "the bridging lines of 60 M do not close to a polygon".to_owned();
    let hull = hull(places).ok_or_else(closed)?;
    let sides = || (0..hull.len()).map(|k| (hull[k], hull[(k + 1) % hull.len()]));
    let pockets = Pockets::new(places, (edges, solid), sides()).ok_or_else(|| {
        "the fixed points leave too many ways to join them: set them farther apart (spacing)"
            .to_owned()
    })?;
    let mut out = Vec::new();
    for (a, b) in sides() {
        out.push(a);
        out.extend(pockets.way(a, b).ok_or_else(closed)?);
    }
    Ok(out)
}

/// The convex hull, clockwise, with the points on its sides: each next one has all others on its right.
fn hull(places: &[Vec3]) -> Option<Vec<u32>> {
    let middle = places.iter().fold(Vec3::default(), |sum, p| sum + *p).unit();
    let first = (0..places.len()).min_by(|a, b| {
        let of = |k: &usize| places[*k].dot(middle);
        of(a).total_cmp(&of(b))
    })?;
    let mut out = vec![first as u32];
    let mut at = first;
    loop {
        let beats = |a: usize, b: usize| {
            let turn = left(places[at], places[b], places[a]);
            let nearer = places[at].dot(places[a]) > places[at].dot(places[b]);
            turn > FLAT || turn.abs() <= FLAT && nearer && places[a] != places[at]
        };
        let others = (0..places.len()).filter(|k| *k != at);
        let next = others.reduce(|best, k| if beats(k, best) { k } else { best })?;
        if next == first {
            return Some(out);
        }
        if out.len() > places.len() {
            return None;
        }
        out.push(next as u32);
        at = next;
    }
}

/// A closed walk without spikes, parted where it comes to a point again.
fn simple(walk: &[u32]) -> Vec<Vec<u32>> {
    let mut out = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    for k in walk.iter().chain(walk.first()) {
        if let Some(start) = open.iter().position(|j| j == k) {
            let ring: Vec<u32> = open.drain(start..).collect();
            if ring.len() > 2 {
                out.push(ring);
            }
        }
        open.push(*k);
    }
    out
}

/// Do two sides that have no end in common cross?
fn crosses_itself(ring: &[u32], places: &[Vec3]) -> bool {
    let n = ring.len();
    let at = |k: usize| places[ring[k % n] as usize];
    let cross = |i: usize, j: usize| {
        let [a, b, c, d] = [at(i), at(i + 1), at(j), at(j + 1)];
        left(a, b, c) * left(a, b, d) < -1e-30 && left(c, d, a) * left(c, d, b) < -1e-30
    };
    let long = 0.04;
    (0..n).any(|i| {
        let near = |j: &usize| (at(*j) - at(i)).norm() < long;
        (i + 2..n).filter(near).any(|j| (j + 1) % n != i && cross(i, j))
    })
}
