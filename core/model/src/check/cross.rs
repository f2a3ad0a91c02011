//! Crossing edges, by a sweep over one axis with exact predicates.

use geo::algorithm::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line};
use littoral_geodesy::LatLon;

/// Most pairs of edges compared; beyond it the sweep stops and says so.
const BUDGET: usize = 1_000_000_000;

/// An edge of a ring, by ring and by its first vertex.
pub(super) type Edge = (usize, usize);

/// How two edges meet that should not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meeting {
    /// They cross.
    Cross,
    /// They run over each other.
    Along,
    /// One ends on the other.
    Touch,
}

/// An edge with longitudes unwrapped, and its box.
pub(super) struct Item {
    edge: Edge,
    pub(super) line: Line<f64>,
    low: Coord<f64>,
    high: Coord<f64>,
}

/// All pairs of edges of closed rings that meet elsewhere than at the vertex they share, with the
/// place; and whether the budget sufficed.
pub(super) fn meetings(rings: &[&[LatLon]]) -> (Vec<(Edge, Edge, Meeting, LatLon)>, bool) {
    let mut items: Vec<Item> = Vec::new();
    for (k, ring) in rings.iter().enumerate() {
        items.extend(edges(k, ring));
    }
    let across = extent(&items, |c| c.x) < extent(&items, |c| c.y);
    let key = |c: Coord<f64>| if across { (c.y, c.x) } else { (c.x, c.y) };
    items.sort_by(|a, b| key(a.low).0.total_cmp(&key(b.low).0));
    let (mut found, mut active, mut left) = (Vec::new(), Vec::<usize>::new(), BUDGET);
    for (k, item) in items.iter().enumerate() {
        active.retain(|&j| key(items[j].high).0 >= key(item.low).0);
        match left.checked_sub(active.len()) {
            Some(rest) => left = rest,
            None => return (found, false),
        }
        for &j in &active {
            let other = &items[j];
            let apart = key(other.high).1 < key(item.low).1 || key(other.low).1 > key(item.high).1;
            if !apart && let Some((meeting, at)) = meet(other, item, rings) {
                let (a, b) = (other.edge.min(item.edge), other.edge.max(item.edge));
                found.push((a, b, meeting, at));
            }
        }
        active.push(k);
    }
    found.sort_by_key(|m| (m.0, m.1));
    (found, true)
}

fn extent(items: &[Item], of: impl Fn(Coord<f64>) -> f64) -> f64 {
    let low = items.iter().map(|i| of(i.low)).fold(f64::INFINITY, f64::min);
    let high = items.iter().map(|i| of(i.high)).fold(f64::NEG_INFINITY, f64::max);
    high - low
}

/// Edges of a ring with longitudes unwrapped; edges of no length are left out.
pub(super) fn edges(ring: usize, vertices: &[LatLon]) -> Vec<Item> {
    let mut items = Vec::with_capacity(vertices.len());
    let Some(&first) = vertices.first() else { return items };
    let mut from = Coord { x: first.lon, y: first.lat };
    for k in 0..vertices.len() {
        let next = vertices[(k + 1) % vertices.len()];
        let turns = ((next.lon - from.x) / 360.0).round();
        let to = Coord { x: next.lon - 360.0 * turns, y: next.lat };
        if from != to {
            let low = Coord { x: from.x.min(to.x), y: from.y.min(to.y) };
            let high = Coord { x: from.x.max(to.x), y: from.y.max(to.y) };
            items.push(Item { edge: (ring, k), line: Line::new(from, to), low, high });
        }
        from = to;
    }
    items
}

fn meet(a: &Item, b: &Item, rings: &[&[LatLon]]) -> Option<(Meeting, LatLon)> {
    let place = |c: Coord<f64>| LatLon::new(c.y, c.x);
    match line_intersection(a.line, b.line)? {
        LineIntersection::SinglePoint { intersection, is_proper: true } => {
            Some((Meeting::Cross, place(intersection)))
        }
        LineIntersection::SinglePoint { intersection, .. } => {
            let shared = follow(a, b, rings) && ends_meet(&a.line, &b.line);
            (!shared).then(|| (Meeting::Touch, place(intersection)))
        }
        LineIntersection::Collinear { intersection } => {
            let only_a_point = intersection.start == intersection.end;
            (!(only_a_point && follow(a, b, rings)))
                .then(|| (Meeting::Along, place(intersection.start)))
        }
    }
}

/// Do the edges follow each other in one ring? Repeated vertices between them do not count.
fn follow(a: &Item, b: &Item, rings: &[&[LatLon]]) -> bool {
    if a.edge.0 != b.edge.0 {
        return false;
    }
    let ring = rings[a.edge.0];
    let n = ring.len();
    let next = |k: usize| {
        let end = ring[(k + 1) % n];
        (1..n).map(|j| (k + j) % n).find(|&j| ring[j] == end && ring[(j + 1) % n] != end)
    };
    next(a.edge.1) == Some(b.edge.1) || next(b.edge.1) == Some(a.edge.1)
}

fn ends_meet(a: &Line<f64>, b: &Line<f64>) -> bool {
    a.end == b.start || b.end == a.start
}
