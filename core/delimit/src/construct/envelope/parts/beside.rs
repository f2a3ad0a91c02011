//! The parallels of the edges.

use littoral_geodesy::{Curve, Feature};

use super::{Found, Part, Walk, stretched};
use crate::construct::base::Source;
use crate::construct::envelope::cover::Cover;
use crate::construct::envelope::trail::{Edge, Trail};

impl Walk<'_> {
    pub(super) fn parallels(
        &self,
        node: usize,
        edge: &Edge,
        (cover, open): (&mut Option<Cover<'_>>, &mut Vec<[f64; 2]>),
        found: Found<'_>,
    ) {
        let own = Feature(2 * self.vertex(node) + 1);
        let radius_m = self.radii.of(own);
        for (wanted, sign) in self.sides.into_iter().zip([1.0, -1.0]) {
            if !wanted || edge.short && self.beneath(edge, sign, cover) {
                continue;
            }
            let exact =
                || self.line.curve(self.earth, node).and_then(|c| c.parallel(-sign * radius_m));
            open.clear();
            match (cover.as_mut(), edge.short) {
                (Some(cover), true) => {
                    let out = edge.left.map(|v| v * sign);
                    cover.open(&Trail::Beside { ends: edge.ends, out }, open);
                }
                (Some(cover), false) if !self.loxodrome() => {
                    let Some(curve) = exact() else { continue };
                    cover.open(&Trail::Curve(curve), open);
                }
                _ => open.push([0.0, 1.0]),
            }
            // Geodesics only for what is left.
            let curve = if open.is_empty() { None } else { exact() };
            if let Some(curve) = curve {
                self.parallel(node, (own, edge.long), (curve, sign < 0.0), open, found);
            }
        }
    }

    /// Are both ends of a parallel in a disc that is known?
    fn beneath(&self, edge: &Edge, sign: f64, cover: &Option<Cover<'_>>) -> bool {
        let side = usize::from(sign < 0.0);
        let out = (edge.left[0] + edge.left[1]) * sign;
        let ends = edge.abreast.map(|end| end[side]);
        cover.as_ref().is_some_and(|cover| cover.knows(out, ends))
    }

    fn parallel(
        &self,
        node: usize,
        (own, long): (Feature, bool),
        (curve, reversed): (Curve, bool),
        open: &[[f64; 2]],
        found: Found<'_>,
    ) {
        let v = self.vertex(node);
        let ends = [v, self.shore.next_vertex(v)];
        let [a, b] = ends.map(|end| if long { self.radii.slip(end, v)[1] } else { 0.0 });
        let [low, high] = [curve.range[0] + a, curve.range[1] - b];
        let within = |r: &[f64; 2]| r.map(|s| s.clamp(low, high));
        let open: Vec<_> = stretched(&curve, open).iter().map(within).collect();
        let source = Source { line: self.index, node, on_edge: true };
        let true_ends = curve.range;
        found(Part { curve: curve.over([low, high]), true_ends, reversed, source, own }, &open);
    }
}
