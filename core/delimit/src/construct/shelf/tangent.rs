//! Lines that touch an arc end where they touch it: between the points at which lines were sought lie others of the arc.
//!
//! A line that ends at a point of an arc is turned about its other end until no place of the arc beside that point lies on its
//! seaward side. What the polygon holds only grows, so no fixed point comes to lie outside. A line that would be longer than 60 M
//! then stays as it is.

use littoral_geodesy::{Earth, LatLon};

use super::authalic::{Sphere, left};
use super::belt::Belt;
use super::formula::{Fixed, Points, SIXTY_M};
use super::loops::Place;
use super::steps::steps;

/// Lines between two arcs are turned about both ends in turn so often.
const TURNS: usize = 3;

/// The end of a line on an arc.
#[derive(Clone)]
pub(super) struct End {
    pub fixed: Fixed,
    pub place: Place,
    /// The points of the arc between which it lies, and on which side of the given one: -1, 0, 1.
    pub between: [usize; 2],
    pub side: i32,
}

/// What lines are turned on.
pub(super) struct Tangents<'a> {
    pub earth: &'a Earth,
    pub foot: &'a Belt,
    /// Places of arcs are looked at so far apart, metres.
    pub step_m: f64,
}

impl Tangents<'_> {
    /// Polygons with the ends of their lines moved along the arcs; new points are added.
    pub(super) fn moved(&self, points: &mut Points, loops: &[Vec<usize>]) -> Vec<Vec<usize>> {
        loops.iter().map(|ring| self.ring(points, ring)).collect()
    }

    fn ring(&self, points: &mut Points, ring: &[usize]) -> Vec<usize> {
        let (n, known) = (ring.len(), points.fixed.len());
        let bridges = self.bridges(points, ring);
        let mut ends: Vec<[Option<End>; 2]> = vec![[None, None]; n];
        for k in &bridges {
            let next = (k + 1) % n;
            [ends[*k][1], ends[next][0]] = self.turned(points, [ring[*k], ring[next]]);
        }
        let mut out = Vec::new();
        for (k, [enter, leave]) in ring.iter().zip(ends) {
            let order = |e: &End| (e.side, e.place.2);
            let crossed =
                enter.as_ref().zip(leave.as_ref()).is_some_and(|(a, b)| order(a) > order(b));
            let [enter, leave] = [enter, leave].map(|e| e.filter(|e| e.side != 0 && !crossed));
            let beside = |e: &Option<End>, side: i32| e.as_ref().is_some_and(|e| e.side == side);
            let stays = !beside(&enter, 1) && !beside(&leave, -1);
            let one = enter.as_ref().zip(leave.as_ref()).is_some_and(|(a, b)| a.place == b.place);
            out.extend(enter.map(|e| points.add(e)));
            out.extend(stays.then_some(*k));
            out.extend(leave.filter(|_| !one).map(|e| points.add(e)));
        }
        if self.bridges(points, &out).len() == bridges.len() {
            return out;
        }
        points.forget(known);
        ring.to_vec()
    }

    /// The sides of a polygon that do not follow an arc.
    fn bridges(&self, points: &Points, ring: &[usize]) -> Vec<usize> {
        let n = ring.len();
        (0..n).filter(|k| points.arc(self.foot, ring[*k], ring[(k + 1) % n]).is_none()).collect()
    }

    /// The ends of a line, each where that is on an arc, turned until it touches both.
    fn turned(&self, points: &Points, numbers: [usize; 2]) -> [Option<End>; 2] {
        let sphere = Sphere::new(self.earth);
        let given = numbers.map(|k| points.fixed[k].at);
        let beside = numbers.map(|k| self.beside(points, k));
        let still = || numbers.map(|k| points.end(k));
        let mut ends = still();
        let mut at = given;
        for turn in 0..2 * TURNS {
            let k = turn % 2;
            let other = sphere.place(at[1 - k]);
            let outside = |from: LatLon, p: LatLon| {
                let [from, p] = [from, p].map(|p| sphere.place(p));
                let [a, b] = if k == 0 { [from, other] } else { [other, from] };
                left(a, b, p) > 0.0
            };
            for end in &beside[k] {
                if outside(at[k], end.fixed.at) {
                    (at[k], ends[k]) = (end.fixed.at, Some(end.clone()));
                }
            }
        }
        if self.earth.karney_m(at[0], at[1]) <= SIXTY_M { ends } else { still() }
    }

    /// The places of the arc beside one of its points.
    fn beside(&self, points: &Points, k: usize) -> Vec<End> {
        let Some([before, after]) = points.arcs[k] else { return Vec::new() };
        let mut out = Vec::new();
        for (side, between) in [(-1, [before, k]), (1, [k, after])] {
            let Some((l, e, from)) = points.on_rim[between[0]] else { continue };
            let Some(arc) = points.arc(self.foot, between[0], between[1]) else { continue };
            for s in steps(arc.curve.length(), self.step_m).skip(1) {
                let fixed = Fixed { at: arc.at(self.earth, s), ..points.fixed[between[0]].clone() };
                out.push(End { fixed, place: (l, e, from + s), between, side });
            }
        }
        out
    }
}
