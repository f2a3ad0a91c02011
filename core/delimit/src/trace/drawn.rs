//! Turning points of a boundary that is a drawn line: the line's own vertices, as they stand.
//!
//! On the line itself no two of its edges are equally far, so there is nothing to solve: between two places nearest to two
//! of its edges lie the vertices between these edges.

use littoral_geodesy::Feature;

use super::turning::Turn;
use super::{NEAR_CURVE_M, Sample, Tracer, Vertex, controls};
use crate::division::PointKind;

impl Tracer<'_, '_> {
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
