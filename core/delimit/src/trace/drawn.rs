//! Boundaries that are drawn lines: the line's own vertices, as they stand.
//!
//! On the line itself no two of its edges are equally far, so there is nothing to solve: between two places nearest to two
//! of its edges lie the vertices between these edges. Where both scores are the distance from the rims of their holder's
//! waters the line is simply followed: another part of the rims may be nearer to a chord than its own arc is.

use littoral_geodesy::{Feature, Shoreline, SurfacePoint};

use super::turning::Turn;
use super::{NEAR_CURVE_M, Sample, Tracer, Vertex, controls};
use crate::division::PointKind;
use crate::eval::Label;
use crate::tape::Op;

/// A vertex nearer than this to an end of a stretch is that end, metres.
const SAME_M: f64 = 1e-6;

impl Tracer<'_, '_> {
    /// Follows the rim of `a`'s waters, with `a` on the left, from one place to another; false if there is none, or if the
    /// other holder is not beside it all the way.
    pub(super) fn as_drawn(&mut self, p: &Sample, q: &Sample) -> bool {
        let (Some(slot), Some(_)) = (self.rims(self.a), self.rims(self.b)) else { return false };
        let line = &self.eval.set_of(slot).line;
        let near = |s: &Sample| s.signature.iter().find(|x| x.0 == slot).map(|x| x.1);
        let (Some(f), Some(g)) = (near(p), near(q)) else { return false };
        let Some(way) = way(line, f, g) else { return false };
        let vertices = || way.iter().map(|v| self.eval.earth().point(line.vertex(*v)));
        let places: Vec<SurfacePoint> = vertices().collect();
        if places.iter().any(|at| self.eval.difference(at, self.a, self.b).abs() > NEAR_CURVE_M) {
            return false;
        }
        let mut last = (p.at, f.0 / 2);
        for (at, v) in places.into_iter().zip(way) {
            self.edge(line, last, &at);
            if (at.p - p.at.p).norm() > SAME_M && (at.p - q.at.p).norm() > SAME_M {
                self.vertex(at, PointKind::Turning);
            }
            last = (at, v);
        }
        self.edge(line, last, &q.at);
        true
    }

    /// The slot of the rims that a holder's score is the distance from, if it is that and nothing else.
    fn rims(&self, label: Label) -> Option<u8> {
        let tape = self.eval.tape;
        match tape.ops[tape.score[label as usize] as usize] {
            Op::Side(slot) => Some(slot),
            _ => None,
        }
    }

    /// Adds what lies below a part of an edge, which begins at a vertex, piece by piece.
    fn edge(&mut self, line: &Shoreline, (from, vertex): (SurfacePoint, u32), to: &SurfacePoint) {
        let pieces = line.pieces_of(vertex);
        let start = line.start_of(pieces.start);
        let along = |at: &SurfacePoint| (at.p - start.p).norm();
        let mut last = from;
        for k in pieces.skip(1) {
            let cut = line.start_of(k);
            if along(&cut) > along(&from) && along(&cut) < along(to) {
                self.straight(&last, &cut);
                last = cut;
            }
        }
        self.straight(&last, to);
    }

    /// The middle one of a drawn line's vertices between two features, if the boundary runs through it.
    pub(super) fn drawn_turn(
        &mut self,
        p: &Sample,
        q: &Sample,
        (slot, f, g): (u8, Feature, Feature),
    ) -> Option<Turn> {
        let set = self.eval.set_of(slot);
        // Number 2 v is vertex v, 2 v + 1 the edge from there to the next.
        let (first, last) = (f.0.min(g.0) / 2 + 1, f.0.max(g.0).div_ceil(2) - 1);
        if set.party.is_some() || first > last || last as usize >= set.line.len() {
            return None;
        }
        let v = first.midpoint(last);
        let at = self.eval.earth().point(set.line.vertex(v));
        let length = (q.at.p - p.at.p).norm();
        let apart = |s: &Sample| (at.p - s.at.p).norm();
        let off = self.eval.difference(&at, self.a, self.b);
        if off.abs() > NEAR_CURVE_M || apart(p).max(apart(q)) > length {
            return None;
        }
        let controls = controls(self.eval, 1 << self.a | 1 << self.b);
        let vertex = Vertex { at, kind: PointKind::Turning, controls };
        let whole = self.sample(&at);
        let (into, onward) =
            if f.0 < g.0 { (2 * v - 1, 2 * v + 1) } else { (2 * v + 1, 2 * v - 1) };
        let side = |feature: u32| {
            let mut s = Sample { gradient: None, ..whole.clone() };
            s.signature.iter_mut().filter(|x| x.0 == slot).for_each(|x| x.1 = Feature(feature));
            s
        };
        Some(Turn::At(Box::new(vertex), side(into), side(onward)))
    }
}

/// The vertices passed on the way along a line from one of its features to another; none at all if it ends before.
fn way(line: &Shoreline, f: Feature, g: Feature) -> Option<Vec<u32>> {
    let mut way = Vec::new();
    if line.adjoin(f, g) {
        return Some(way);
    }
    let mut at = line.next_vertex(f.0 / 2);
    while way.len() <= line.len() {
        if g == Feature(2 * at) {
            return Some(way);
        }
        way.push(at);
        if g == Feature(2 * at + 1) {
            return Some(way);
        }
        let next = line.next_vertex(at);
        if next == at {
            return None;
        }
        at = next;
    }
    None
}
