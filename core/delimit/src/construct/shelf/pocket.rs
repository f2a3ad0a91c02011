//! The way of short sides between two corners of a hull that gives up the least area.
//!
//! Behind a side that is too long lies a pocket. It begins with an empty triangle on that side; behind the triangle's two
//! other sides, if they are too long, lie pockets again. What a way from `a` to `b` gives up is thus the triangle with a
//! third corner `c` and what the ways from `a` to `c` and from `c` to `b` give up. Pairs are settled in the order of what they
//! give up, the least first (D. E. Knuth, "A generalization of Dijkstra's algorithm", Inf. Process. Lett. 6, 1977). Which
//! triangles are empty one look at the points in the order of their directions from `a` tells: a corner counts if no point
//! before it is seen from `b` at a smaller angle. Every pair needs such a look, so directions are compared by their ranks, and
//! only what those let through is computed. Arcs bound what is within 60 M of the foot of the slope, and no pocket reaches
//! in there: their chords would do with less.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use littoral_geodesy::Vec3;
use rustc_hash::FxHashMap;

use super::authalic::{excess, left};

type Pair = (u32, u32);

/// Most triangles that are looked at.
const MOST: usize = 20_000_000;

/// An empty triangle.
struct Triangle {
    /// The pair that it stands on, by number.
    on: u32,
    /// Its other two sides, from the first corner of that pair to the third and from there to the second.
    sides: [u32; 2],
    /// The next use of each of the two.
    next: [u32; 2],
}

/// The triangles of which a pair is one of the other two sides: twice their number, and one more where it is the second.
#[derive(Clone, Copy)]
struct Uses {
    first: u32,
    last: u32,
}

/// There is no further use.
const NONE: u32 = u32::MAX;

/// What is seen from a point.
struct Sight {
    /// The others by direction, clockwise; of those in one direction the nearest first.
    round: Vec<u16>,
    /// By point, where it stands there.
    rank: Vec<u16>,
}

/// Ways between the points of a group.
pub(super) struct Pockets<'a> {
    places: &'a [Vec3],
    edges: &'a [Vec<u32>],
    solid: &'a [Option<[u32; 2]>],
    pairs: Vec<Pair>,
    numbers: FxHashMap<Pair, u32>,
    uses: Vec<Uses>,
    triangles: Vec<Triangle>,
    /// For each settled pair what it gives up, and its third corner unless it is short.
    settled: Vec<Option<(f64, Option<u32>)>>,
    sights: Vec<Option<Sight>>,
}

/// A pair that could be settled.
#[derive(PartialEq)]
struct Next {
    area: f64,
    pair: u32,
    third: Option<u32>,
}

impl Eq for Next {}

impl Ord for Next {
    /// The least area is the greatest of the heap.
    fn cmp(&self, o: &Self) -> Ordering {
        o.area.total_cmp(&self.area).then((o.pair, o.third).cmp(&(self.pair, self.third)))
    }
}

impl PartialOrd for Next {
    fn partial_cmp(&self, o: &Self) -> Option<Ordering> {
        Some(self.cmp(o))
    }
}

impl<'a> Pockets<'a> {
    /// Points, at most 65 535; for each the others to which a line is short enough, in order, and the ones before and after it on its arc;
    /// and the sides to find ways for. `None` if too many triangles stand on them.
    pub(super) fn new(
        places: &'a [Vec3],
        (edges, solid): (&'a [Vec<u32>], &'a [Option<[u32; 2]>]),
        sides: impl Iterator<Item = Pair>,
    ) -> Option<Self> {
        let mut out = Self {
            places,
            edges,
            solid,
            pairs: Vec::new(),
            numbers: FxHashMap::default(),
            uses: Vec::new(),
            triangles: Vec::new(),
            settled: Vec::new(),
            sights: places.iter().map(|_| None).collect(),
        };
        let mut heap = BinaryHeap::new();
        for side in sides {
            out.number(side);
        }
        let wanted = out.pairs.len();
        let mut next = 0;
        while let Some(pair) = out.pairs.get(next).copied() {
            if out.is_short(pair) {
                heap.push(Next { area: 0.0, pair: next as u32, third: None });
            } else {
                out.stand(next as u32, pair);
            }
            next += 1;
            if out.triangles.len() > MOST {
                return None;
            }
        }
        out.settle(heap, wanted);
        Some(out)
    }

    /// The corners between `a` and `b` on the best way; `None` if there is no way.
    pub(super) fn way(&self, a: u32, b: u32) -> Option<Vec<u32>> {
        let mut out = Vec::new();
        let mut stack = vec![(a, b)];
        while let Some((a, b)) = stack.pop() {
            match self.settled[*self.numbers.get(&(a, b))? as usize]?.1 {
                None => out.push(b),
                Some(c) => stack.extend([(c, b), (a, c)]),
            }
        }
        out.pop();
        Some(out)
    }

    fn number(&mut self, pair: Pair) -> u32 {
        let new = self.pairs.len() as u32;
        let number = *self.numbers.entry(pair).or_insert(new);
        if number == new {
            self.pairs.push(pair);
            self.uses.push(Uses { first: NONE, last: NONE });
            self.settled.push(None);
        }
        number
    }

    /// Files the empty triangles on a pair.
    fn stand(&mut self, on: u32, (a, b): Pair) {
        for third in self.thirds((a, b)) {
            let sides = [self.number((a, third)), self.number((third, b))];
            let new = self.triangles.len() as u32;
            self.triangles.push(Triangle { on, sides, next: [NONE; 2] });
            for (k, side) in (0..).zip(sides) {
                self.file(side, 2 * new + k);
            }
        }
    }

    /// Files a use of a pair behind the others.
    fn file(&mut self, pair: u32, one: u32) {
        let uses = &mut self.uses[pair as usize];
        let last = std::mem::replace(&mut uses.last, one);
        match last {
            NONE => uses.first = one,
            last => self.triangles[last as usize / 2].next[last as usize % 2] = one,
        }
    }

    /// Settles pairs until the first so many are.
    fn settle(&mut self, mut heap: BinaryHeap<Next>, mut wanted: usize) {
        let first = wanted as u32;
        let mut least = vec![f64::INFINITY; self.pairs.len()];
        while let Some(next) = heap.pop().filter(|_| wanted > 0) {
            let k = next.pair as usize;
            if self.settled[k].is_some() {
                continue;
            }
            self.settled[k] = Some((next.area, next.third));
            wanted -= usize::from(next.pair < first);
            let mut one = self.uses[k].first;
            while let Some(of) = self.triangles.get(one as usize / 2) {
                let side = one as usize % 2;
                one = of.next[side];
                let Some((other, _)) = self.settled[of.sides[1 - side] as usize] else { continue };
                let ((a, b), third) =
                    (self.pairs[of.on as usize], self.pairs[of.sides[0] as usize].1);
                let [a, b, c] = [a, b, third].map(|k| self.places[k as usize]);
                let area = next.area + other + excess(a, b, c).abs();
                if area < least[of.on as usize] {
                    least[of.on as usize] = area;
                    heap.push(Next { area, pair: of.on, third: Some(third) });
                }
            }
        }
    }

    fn is_short(&self, (a, b): Pair) -> bool {
        self.edges[a as usize].binary_search(&b).is_ok()
    }

    /// The points to the right of a side that make an empty triangle with it.
    fn thirds(&mut self, (a, b): Pair) -> Vec<u32> {
        for k in [a, b] {
            let places = self.places;
            self.sights[k as usize].get_or_insert_with(|| Sight::from(places, k));
        }
        let [Some(here), Some(there)] = [a, b].map(|k| self.sights[k as usize].as_ref()) else {
            return Vec::new();
        };
        let [from, to] = [a, b].map(|k| self.places[k as usize]);
        let others = here.round.len();
        let (before, behind) = here.round.split_at(usize::from(here.rank[b as usize]));
        let of = |k: usize| behind.get(k).unwrap_or_else(|| &before[k - behind.len()]);
        // Clockwise from the side come the points to its right, then those to its left.
        let (mut right, mut end) = (1, others);
        while right < end {
            let middle = right + (end - right) / 2;
            let at = self.places[usize::from(*of(middle))];
            if left(from, to, at) > 0.0 { end = middle } else { right = middle + 1 }
        }
        let zero = usize::from(there.rank[a as usize]);
        let (mut out, mut lowest, mut least) = (Vec::new(), None, others);
        for c in behind.iter().chain(before).take(right).skip(1) {
            let rank = usize::from(there.rank[usize::from(*c)]);
            let turn = if rank > zero { zero + others - rank } else { zero - rank };
            if turn >= least {
                continue;
            }
            let at = self.places[usize::from(*c)];
            if left(from, to, at) < 0.0 && lowest.is_none_or(|low| left(to, at, low) > 0.0) {
                out.push(u32::from(*c));
                (lowest, least) = (Some(at), turn);
            }
        }
        out.retain(|c| {
            let ways = [(a, *c), (b, *c), (*c, a), (*c, b)];
            !ways.into_iter().any(|(p, q)| self.enters(p, q))
        });
        out
    }

    /// Does the way from a point of an arc to another place lead through what the arc bounds, to the right of it?
    fn enters(&self, p: u32, q: u32) -> bool {
        let Some([before, after]) = self.solid[p as usize] else { return false };
        if q == before || q == after {
            return false;
        }
        let [p, q, before, after] = [p, q, before, after].map(|k| self.places[k as usize]);
        let right = [left(before, p, q) < 0.0, left(p, after, q) < 0.0];
        if left(before, p, after) <= 0.0 { right[0] && right[1] } else { right[0] || right[1] }
    }
}

impl Sight {
    fn from(places: &[Vec3], a: u32) -> Self {
        let at = places[a as usize];
        let pole =
            if at.z.abs() < 0.9 { Vec3::new(0.0, 0.0, 1.0) } else { Vec3::new(1.0, 0.0, 0.0) };
        let east = pole.cross(at).unit();
        let north = at.cross(east);
        let clockwise = |k: u16| {
            let way = places[usize::from(k)] - at;
            (libm::atan2(way.dot(east), way.dot(north)), way.dot(way), k)
        };
        let others = (0..places.len() as u16).filter(|k| u32::from(*k) != a);
        let mut sorted: Vec<(f64, f64, u16)> = others.map(clockwise).collect();
        sorted.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.total_cmp(&q.1)));
        let round: Vec<u16> = sorted.into_iter().map(|r| r.2).collect();
        let mut rank = vec![0; places.len()];
        for (k, of) in (0..).zip(&round) {
            rank[usize::from(*of)] = k;
        }
        Self { round, rank }
    }
}
