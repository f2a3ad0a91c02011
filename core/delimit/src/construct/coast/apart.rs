//! Simplified lines kept apart: where two of them cross, or an island comes to lie on the other side, vertices are put back.
//!
//! Where an edge of what is kept meets another one, of the same line or not, the vertex farthest from it is put back between its ends, and what
//! then departs by more than the tolerance too; so on until no two meet, but for edges of the lines as they were given. Two edges
//! meet if they do so as geodesics, or straight in longitude and latitude as maps draw them. Nor do a line and its
//! chord have a vertex of another line, or a single point, between them (Saalfeld 1999). All meetings are
//! looked for before any vertex is put back, so that the order of the lines does not matter.

use std::collections::BTreeSet;

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon, Vec3, intersect};
use rustc_hash::FxHashSet;

use super::arcs::Arc;
use super::index::Index;
use super::simplify::{between, farthest};
use crate::construct::base::place_key;

/// Rounding of places on the sphere, metres.
const ROUNDING_M: f64 = 1e-6;
/// A geodesic leaves the great circle between the normals at its ends by at most this part of its sagitta.
const OFF_CIRCLE: f64 = 0.02;

/// What is kept between two vertices.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    arc: usize,
    /// Indices of its ends in the arc.
    ends: [usize; 2],
    at: [LatLon; 2],
    /// Unit normals at its ends.
    normals: [Vec3; 2],
}

impl Edge {
    fn new(earth: &Earth, arcs: &[Arc], arc: usize, ends: [usize; 2]) -> Self {
        let at = ends.map(|k| arcs[arc].places[k]);
        Self { arc, ends, at, normals: at.map(|p| earth.point(p).n) }
    }

    /// Is it the line as it was given?
    fn is_given(&self) -> bool {
        self.ends[1] == self.ends[0] + 1
    }

    /// About the edge as a geodesic and as a straight line of the map, radii of the earth.
    pub(super) fn bounds(&self) -> [[f64; 3]; 2] {
        let [a, b] = self.normals.map(|n| [n.x, n.y, n.z]);
        let half = (self.normals[1] - self.normals[0]).norm() / 2.0;
        let (turn, rise) =
            (self.turn().to_radians().abs(), (self.at[1].lat - self.at[0].lat).to_radians().abs());
        let bulge = 1.0 - (1.0 - half * half).max(0.0).sqrt();
        let wide = bulge * 1.1 + turn * (turn / 15.0 + rise / 4.0) + 1e-9;
        [
            std::array::from_fn(|i| a[i].min(b[i]) - wide),
            std::array::from_fn(|i| a[i].max(b[i]) + wide),
        ]
    }

    pub(super) fn middle(&self) -> Vec3 {
        self.normals[0] + self.normals[1]
    }

    /// Difference of longitude, degrees.
    fn turn(&self) -> f64 {
        wrap(self.at[1].lon - self.at[0].lon)
    }
}

/// How two edges lie to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meeting {
    Apart,
    /// One ends on the other, they run along each other, or cross on the map alone.
    Touch,
    Cross,
}

/// Edges that cross as given.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Crossed {
    /// Pairs of edges.
    pub pairs: usize,
    /// An end of one of the first.
    pub near: Option<LatLon>,
}

/// Puts vertices back until nothing meets that did not as given; says what did. `rocks` are single points that stay on their side.
pub(super) fn part(earth: &Earth, arcs: &mut [Arc], rocks: &[LatLon], tolerance_m: f64) -> Crossed {
    let marks = marks(arcs, rocks);
    let mut fresh: Option<FxHashSet<(usize, usize)>> = None;
    let mut crossed = Crossed::default();
    loop {
        let edges = edges(earth, arcs);
        let index = Index::new(&edges);
        let mut back = BTreeSet::new();
        let is_fresh = |e: &Edge| fresh.as_ref().is_none_or(|f| f.contains(&(e.arc, e.ends[0])));
        for (k, e) in edges.iter().enumerate().filter(|(_, e)| is_fresh(e)) {
            for j in index.near(&edges, e) {
                let f = &edges[j];
                if j == k || j < k && is_fresh(f) {
                    continue;
                }
                match meeting(earth, e, f) {
                    Meeting::Apart => {}
                    Meeting::Cross if e.is_given() && f.is_given() => {
                        crossed.pairs += 1;
                        crossed.near = crossed.near.or(Some(e.at[0]));
                    }
                    _ => back.extend(
                        [e, f].into_iter().filter(|e| !e.is_given()).map(|e| (e.arc, e.ends)),
                    ),
                }
            }
            if !e.is_given() && swallows(&arcs[e.arc], e, &marks) {
                back.insert((e.arc, e.ends));
            }
        }
        if back.is_empty() {
            return crossed;
        }
        fresh = Some(put_back(earth, arcs, back, tolerance_m));
    }
}

fn edges(earth: &Earth, arcs: &[Arc]) -> Vec<Edge> {
    let of = |(k, arc): (usize, &Arc)| {
        let edge = move |w: &[usize]| Edge::new(earth, arcs, k, [w[0], w[1]]);
        arc.kept.windows(2).map(edge).collect::<Vec<_>>()
    };
    arcs.iter().enumerate().flat_map(of).collect()
}

/// Puts a vertex into each of these edges, and those that the tolerance asks for then; the edges that come of it, by arc and first end.
fn put_back(
    earth: &Earth,
    arcs: &mut [Arc],
    back: BTreeSet<(usize, [usize; 2])>,
    tolerance_m: f64,
) -> FxHashSet<(usize, usize)> {
    let mut fresh = FxHashSet::default();
    let mut more: Vec<Vec<usize>> = vec![Vec::new(); arcs.len()];
    for (k, [a, b]) in back {
        let places = &arcs[k].places;
        let Some((_, middle)) = farthest(earth, places, (a, b)) else { continue };
        let mut kept = between(earth, places, (a, middle), tolerance_m);
        kept.pop();
        kept.extend(between(earth, places, (middle, b), tolerance_m));
        kept.pop();
        fresh.extend(kept.iter().map(|j| (k, *j)));
        more[k].extend(kept);
    }
    for (arc, more) in arcs.iter_mut().zip(more).filter(|(_, m)| !m.is_empty()) {
        arc.kept.extend(more);
        arc.kept.sort_unstable();
        arc.kept.dedup();
    }
    fresh
}

/// A place of each arc, and single points, from south to north; each with its arc.
fn marks(arcs: &[Arc], rocks: &[LatLon]) -> Vec<(LatLon, usize)> {
    let rocks = rocks.iter().map(|at| (*at, usize::MAX));
    let mut out: Vec<(LatLon, usize)> =
        arcs.iter().enumerate().map(|(k, arc)| (arc.places[0], k)).chain(rocks).collect();
    out.sort_by(|a, b| a.0.lat.total_cmp(&b.0.lat));
    out
}

/// Does a mark of another line lie between an edge and what it stands for?
fn swallows(arc: &Arc, e: &Edge, marks: &[(LatLon, usize)]) -> bool {
    let stretch = &arc.places[e.ends[0]..=e.ends[1]];
    let (low, high) = stretch
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), p| (l.min(p.lat), h.max(p.lat)));
    let from = marks.partition_point(|m| m.0.lat < low);
    let mut here = marks[from..].iter().take_while(|m| m.0.lat <= high).filter(|m| m.1 != e.arc);
    // Longitudes from that of the first place on, which no stretch goes round the earth for.
    let east = |p: &LatLon| wrap(p.lon - stretch[0].lon);
    let span = stretch.iter().map(east).fold([0.0_f64; 2], |[l, h], x| [l.min(x), h.max(x)]);
    here.any(|(p, _)| {
        let x = east(p);
        (span[0]..=span[1]).contains(&x) && span[1] - span[0] < 180.0 && within(stretch, p, east)
    })
}

/// Is a place inside the ring of a stretch and its chord, and no place of it?
fn within(stretch: &[LatLon], p: &LatLon, east: impl Fn(&LatLon) -> f64) -> bool {
    let x = east(p);
    let n = stretch.len();
    let crosses = |k: usize| {
        let (a, b) = (&stretch[k], &stretch[(k + 1) % n]);
        let (s, t) = (east(a) - x, east(b) - x);
        (s <= 0.0) != (t <= 0.0) && a.lat + (b.lat - a.lat) * s / (s - t) > p.lat
    };
    (0..n).filter(|k| crosses(*k)).count() % 2 == 1
        && stretch.iter().all(|q| place_key(*q) != place_key(*p))
}

fn meeting(earth: &Earth, e: &Edge, f: &Edge) -> Meeting {
    let keys = [e, f].map(|e| e.at.map(place_key));
    let shared = keys[0].iter().filter(|k| keys[1].contains(k)).count();
    match shared {
        0 if circles(earth, e, f) => Meeting::Cross,
        0 if flat(e, f) => Meeting::Touch,
        0 => Meeting::Apart,
        1 if along(e, f, keys) => Meeting::Touch,
        1 => Meeting::Apart,
        _ => Meeting::Touch,
    }
}

/// On which side of the way from the first to the second place the third lies, in longitude and latitude: positive to the left.
fn side(a: LatLon, b: LatLon, c: LatLon) -> f64 {
    let (x, y) = (wrap(b.lon - a.lon), b.lat - a.lat);
    x * (c.lat - a.lat) - y * wrap(c.lon - a.lon)
}

/// Do two edges meet, drawn straight in longitude and latitude?
fn flat(e: &Edge, f: &Edge) -> bool {
    let apart = |[a, b]: [LatLon; 2], [c, d]: [LatLon; 2]| side(a, b, c) * side(a, b, d) > 0.0;
    let in_line = side(e.at[0], e.at[1], f.at[0]) == 0.0 && side(e.at[0], e.at[1], f.at[1]) == 0.0;
    if in_line {
        return overlap(e, f);
    }
    !apart(e.at, f.at) && !apart(f.at, e.at)
}

/// Do edges in one line have more than an end in common?
fn overlap(e: &Edge, f: &Edge) -> bool {
    let along = |p: LatLon| {
        let (x, y) = (wrap(e.at[1].lon - e.at[0].lon), e.at[1].lat - e.at[0].lat);
        x * wrap(p.lon - e.at[0].lon) + y * (p.lat - e.at[0].lat)
    };
    let (length, [c, d]) = (along(e.at[1]), f.at.map(along));
    c.max(d) > 0.0 && c.min(d) < length
}

/// Do two edges that share an end run along each other?
fn along(e: &Edge, f: &Edge, keys: [[[u64; 2]; 2]; 2]) -> bool {
    let from = usize::from(keys[1].contains(&keys[0][1]));
    let other = usize::from(keys[1][0] == keys[0][from]);
    let (a, b, c) = (e.at[from], e.at[1 - from], f.at[other]);
    let ahead = wrap(b.lon - a.lon) * wrap(c.lon - a.lon) + (b.lat - a.lat) * (c.lat - a.lat);
    side(a, b, c) == 0.0 && ahead > 0.0
}

/// Do two geodesics without a common end meet? Great circles between the normals tell, where they are in no doubt.
fn circles(earth: &Earth, e: &Edge, f: &Edge) -> bool {
    let r = earth.ellipsoid().a_m;
    let length = |e: &Edge| r * (e.normals[1] - e.normals[0]).norm();
    let (long, doubt_m) = {
        let long = length(e).max(length(f));
        (long, ROUNDING_M + OFF_CIRCLE * long * long / (8.0 * r))
    };
    let off = |[a, b]: [Vec3; 2], p: Vec3| r * a.cross(b).unit().dot(p);
    let [c, d] = f.normals.map(|p| off(e.normals, p));
    let [a, b] = e.normals.map(|p| off(f.normals, p));
    let clear = |x: f64, y: f64| x.abs() > doubt_m && y.abs() > doubt_m;
    if clear(c, d) && c * d > 0.0 || clear(a, b) && a * b > 0.0 {
        return false;
    }
    // Two great circles meet on both sides of the earth.
    let near = (e.normals[0] + e.normals[1]).dot(f.normals[0] + f.normals[1]) > 0.0;
    if clear(c, d) && clear(a, b) {
        return near;
    }
    let curve = |e: &Edge| Curve::between(earth, LineKind::Geodesic, e.at[0], e.at[1]);
    let Some((s, t)) = curve(e).zip(curve(f)) else { return false };
    near && long > 0.0 && !intersect::crossings(earth, &s, &t).points.is_empty()
}
