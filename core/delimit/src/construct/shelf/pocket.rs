//! The way of short sides between two corners of a hull that gives up the least area.
//!
//! Behind a side that is too long lies a pocket. It begins with an empty triangle on that side; behind the triangle's two
//! other sides, if they are too long, lie pockets again. The best way from `a` to `b` is thus the best over the third
//! corner `c` of the best ways from `a` to `c` and from `c` to `b`; each pair of corners is settled once. Which triangles are
//! empty one look at the points in the order of their directions from `a` tells: a corner counts if no point before it is
//! seen from `b` at a smaller angle.

use littoral_geodesy::Vec3;
use rustc_hash::FxHashMap;

use super::authalic::{excess, left};

type Pair = (u32, u32);

/// What is known of a pair: nothing yet but that it is being looked at; no way; or the area to the right of the best way,
/// as seen from the middle, and its third corner.
#[derive(Debug, Clone, Copy)]
enum Known {
    Open,
    None,
    Way(f64, Option<u32>),
}

/// What is to be done with a pair.
enum Step {
    Enter(Pair),
    /// With the third corners, whose sides are settled.
    Leave(Pair, Vec<u32>),
}

/// Ways between the points of a group.
pub(super) struct Pockets<'a> {
    places: &'a [Vec3],
    edges: &'a [Vec<u32>],
    middle: Vec3,
    known: FxHashMap<Pair, Known>,
    /// From each point the others by direction, clockwise: angle and index.
    round: Vec<Option<Vec<(f64, u32)>>>,
}

impl<'a> Pockets<'a> {
    /// Points, and for each the others to which a line is short enough, in order.
    pub(super) fn new(places: &'a [Vec3], edges: &'a [Vec<u32>], middle: Vec3) -> Self {
        let round = vec![None; places.len()];
        Self { places, edges, middle, known: FxHashMap::default(), round }
    }

    /// The corners between `a` and `b` on the best way; `None` if there is no way.
    pub(super) fn way(&mut self, a: u32, b: u32) -> Option<Vec<u32>> {
        self.settle((a, b));
        let mut out = Vec::new();
        let mut stack = vec![(a, b)];
        while let Some(pair) = stack.pop() {
            match self.known.get(&pair) {
                Some(Known::Way(_, None)) => out.push(pair.1),
                Some(Known::Way(_, Some(c))) => stack.extend([(*c, pair.1), (pair.0, *c)]),
                _ => return None,
            }
        }
        out.pop();
        Some(out)
    }

    fn settle(&mut self, wanted: Pair) {
        let mut stack = vec![Step::Enter(wanted)];
        while let Some(step) = stack.pop() {
            match step {
                // What is open lies on its own way: that would lead round.
                Step::Enter(pair) if self.known.contains_key(&pair) => {}
                Step::Enter(pair) if self.is_short(pair) => {
                    self.known.insert(pair, Known::Way(self.right(pair), None));
                }
                Step::Enter((a, b)) => {
                    let thirds = self.thirds((a, b));
                    self.known.insert((a, b), Known::Open);
                    let sides: Vec<Pair> = thirds.iter().flat_map(|c| [(a, *c), (*c, b)]).collect();
                    stack.push(Step::Leave((a, b), thirds));
                    stack.extend(sides.into_iter().map(Step::Enter));
                }
                Step::Leave(pair, thirds) => {
                    let best = self.best(pair, &thirds);
                    self.known.insert(pair, best);
                }
            }
        }
    }

    fn best(&self, (a, b): Pair, thirds: &[u32]) -> Known {
        let area = |pair: Pair| match self.known.get(&pair) {
            Some(Known::Way(area, _)) => Some(*area),
            _ => None,
        };
        let mut best = Known::None;
        for c in thirds {
            let (Some(first), Some(second)) = (area((a, *c)), area((*c, b))) else { continue };
            let sum = first + second;
            if !matches!(best, Known::Way(most, _) if most >= sum) {
                best = Known::Way(sum, Some(*c));
            }
        }
        best
    }

    fn is_short(&self, (a, b): Pair) -> bool {
        self.edges[a as usize].binary_search(&b).is_ok()
    }

    /// Area between a side and the middle, positive if the middle is on the right.
    fn right(&self, (a, b): Pair) -> f64 {
        -excess(self.middle, self.places[a as usize], self.places[b as usize])
    }

    /// The points to the right of a side that make an empty triangle with it.
    fn thirds(&mut self, (a, b): Pair) -> Vec<u32> {
        self.look_round(a);
        let Some(round) = &self.round[a as usize] else { return Vec::new() };
        let [from, to] = [a, b].map(|k| self.places[k as usize]);
        let Some(start) = round.iter().position(|(_, k)| *k == b) else { return Vec::new() };
        let (mut lowest, mut out) = (from, Vec::new());
        let mut is_first = true;
        for k in 1..round.len() {
            let c = round[(start + k) % round.len()].1;
            let at = self.places[c as usize];
            if left(from, to, at) >= 0.0 {
                if left(from, to, at) > 0.0 {
                    break;
                }
                continue;
            }
            if is_first || left(to, at, lowest) > 0.0 {
                out.push(c);
                (lowest, is_first) = (at, false);
            }
        }
        out
    }

    fn look_round(&mut self, a: u32) {
        if self.round[a as usize].is_some() {
            return;
        }
        let at = self.places[a as usize];
        let pole =
            if at.z.abs() < 0.9 { Vec3::new(0.0, 0.0, 1.0) } else { Vec3::new(1.0, 0.0, 0.0) };
        let east = pole.cross(at).unit();
        let north = at.cross(east);
        let clockwise = |k: u32| {
            let way = self.places[k as usize] - at;
            libm::atan2(way.dot(east), way.dot(north))
        };
        let others = (0..self.places.len() as u32).filter(|k| *k != a);
        let mut round: Vec<(f64, u32)> = others.map(|k| (clockwise(k), k)).collect();
        let far = |k: u32| -at.dot(self.places[k as usize]);
        round.sort_by(|p, q| p.0.total_cmp(&q.0).then(far(p.1).total_cmp(&far(q.1))));
        self.round[a as usize] = Some(round);
    }
}
