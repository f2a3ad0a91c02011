//! The way of short sides between two corners of a hull that gives up the least area.
//!
//! Behind a side that is too long lies a pocket. It begins with an empty triangle on that side; behind the triangle's two
//! other sides, if they are too long, lie pockets again. What a way from `a` to `b` gives up is thus the triangle with a
//! third corner `c` and what the ways from `a` to `c` and from `c` to `b` give up. Pairs are settled in the order of what they
//! give up, the least first (D. E. Knuth, "A generalization of Dijkstra's algorithm", Inf. Process. Lett. 6, 1977). Which
//! triangles are empty one look at the points in the order of their directions from `a` tells: a corner counts if no point
//! before it is seen from `b` at a smaller angle. Arcs bound what is within 60 M of the foot of the slope, and no pocket reaches
//! in there: their chords would do with less.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use littoral_geodesy::Vec3;
use rustc_hash::FxHashMap;

use super::authalic::{excess, left};

type Pair = (u32, u32);

/// Most triangles that are looked at.
const MOST: usize = 20_000_000;

/// A triangle of which a pair is a side.
struct Use {
    /// The pair that it stands on, by number.
    on: u32,
    third: u32,
    /// The other side, by number.
    other: u32,
}

/// Ways between the points of a group.
pub(super) struct Pockets<'a> {
    places: &'a [Vec3],
    edges: &'a [Vec<u32>],
    solid: &'a [Option<[u32; 2]>],
    pairs: Vec<Pair>,
    numbers: FxHashMap<Pair, u32>,
    uses: Vec<Vec<Use>>,
    /// For each settled pair what it gives up, and its third corner unless it is short.
    settled: Vec<Option<(f64, Option<u32>)>>,
    triangles: usize,
    /// From each point the others by direction, clockwise.
    round: Vec<Option<Vec<u32>>>,
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
    /// Points; for each the others to which a line is short enough, in order, and the ones before and after it on its arc;
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
            settled: Vec::new(),
            triangles: 0,
            round: vec![None; places.len()],
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
            if out.triangles > MOST {
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
            self.uses.push(Vec::new());
            self.settled.push(None);
        }
        number
    }

    /// Files the empty triangles on a pair.
    fn stand(&mut self, on: u32, (a, b): Pair) {
        for third in self.thirds((a, b)) {
            let [first, second] = [self.number((a, third)), self.number((third, b))];
            self.uses[first as usize].push(Use { on, third, other: second });
            self.uses[second as usize].push(Use { on, third, other: first });
            self.triangles += 1;
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
            for of in &self.uses[k] {
                let Some((other, _)) = self.settled[of.other as usize] else { continue };
                let (a, b) = self.pairs[of.on as usize];
                let [a, b, c] = [a, b, of.third].map(|k| self.places[k as usize]);
                let area = next.area + other + excess(a, b, c).abs();
                if area < least[of.on as usize] {
                    least[of.on as usize] = area;
                    heap.push(Next { area, pair: of.on, third: Some(of.third) });
                }
            }
        }
    }

    fn is_short(&self, (a, b): Pair) -> bool {
        self.edges[a as usize].binary_search(&b).is_ok()
    }

    /// The points to the right of a side that make an empty triangle with it.
    fn thirds(&mut self, (a, b): Pair) -> Vec<u32> {
        let mut out = Vec::new();
        let [from, to] = [a, b].map(|k| self.places[k as usize]);
        let round = self.looked_round(a);
        let start = round.iter().position(|k| *k == b).unwrap_or(0);
        let turned: Vec<u32> = round[start..].iter().chain(&round[..start]).copied().collect();
        let mut lowest = None;
        for c in turned.into_iter().skip(1) {
            let at = self.places[c as usize];
            let side = left(from, to, at);
            if side > 0.0 {
                break;
            }
            if side < 0.0 && lowest.is_none_or(|low| left(to, at, low) > 0.0) {
                out.push(c);
                lowest = Some(at);
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

    fn looked_round(&mut self, a: u32) -> &[u32] {
        let places = self.places;
        self.round[a as usize].get_or_insert_with(|| look_round(places, a))
    }
}

/// The other points by their direction from one, clockwise; of those in one direction the nearest first.
fn look_round(places: &[Vec3], a: u32) -> Vec<u32> {
    let at = places[a as usize];
    let pole = if at.z.abs() < 0.9 { Vec3::new(0.0, 0.0, 1.0) } else { Vec3::new(1.0, 0.0, 0.0) };
    let east = pole.cross(at).unit();
    let north = at.cross(east);
    let clockwise = |k: u32| {
        let way = places[k as usize] - at;
        (libm::atan2(way.dot(east), way.dot(north)), way.dot(way), k)
    };
    let others = (0..places.len() as u32).filter(|k| *k != a);
    let mut round: Vec<(f64, f64, u32)> = others.map(clockwise).collect();
    round.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.total_cmp(&q.1)));
    round.into_iter().map(|r| r.2).collect()
}
