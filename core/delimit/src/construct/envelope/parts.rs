//! The arcs of the vertices, between the normals of their edges, and the parallels of the edges: those of which
//! something may stand.

mod arcs;
mod beside;

use std::ops::Range;

use littoral_geodesy::curve::{LineKind, Shape};
use littoral_geodesy::{Curve, Earth, Feature, Shoreline};
use littoral_model::ShoreKind;

use super::Options;
use super::cover::Cover;
use super::radii::Radii;
use super::trail::{Edge, Step};
use crate::construct::base::{BaseLine, Source};

/// An arc or parallel before it is cut, at the distance that `radii.rs` gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) curve: Curve,
    /// Where it begins and ends at the true distance, if it stands there.
    pub(super) true_ends: [f64; 2],
    /// True if the limit runs against the curve's own direction.
    pub(super) reversed: bool,
    pub(super) source: Source,
    /// The same in the index.
    pub(super) own: Feature,
}

impl Part {
    /// A stretch of it at the true distance.
    pub(super) fn given(&self, range: [f64; 2], distance_m: f64) -> Curve {
        match self.curve.shape {
            Shape::Arc { centre, radius_m, from_deg } => {
                let shape = Shape::Arc { centre, radius_m: distance_m, from_deg };
                Curve { shape, range: range.map(|s| s / radius_m * distance_m) }
            }
            Shape::Parallel { base, offset_m } => {
                let shape = Shape::Parallel { base, offset_m: distance_m.copysign(offset_m) };
                Curve { shape, range }
            }
            Shape::Line(_) => self.curve.over(range),
        }
    }
}

/// One line on its way.
pub(super) struct Walk<'a> {
    pub(super) earth: &'a Earth,
    pub(super) shore: &'a Shoreline,
    pub(super) radii: &'a Radii,
    pub(super) line: &'a BaseLine,
    /// The line's own number, and that of its first vertex in the index.
    pub(super) index: usize,
    pub(super) first: u32,
    pub(super) options: &'a Options,
    pub(super) step: Step,
    /// Is there a limit to the left and to the right?
    pub(super) sides: [bool; 2],
}

/// What takes the parts, with the stretches that may stand.
type Found<'a> = &'a mut dyn FnMut(Part, &[[f64; 2]]);

impl Walk<'_> {
    /// Calls `found` with the arcs and parallels of the coordinates in a range, and the stretches of each, by its
    /// parameter, that `cover` leaves.
    pub(super) fn each(
        &self,
        nodes: Range<usize>,
        cover: &mut Option<Cover<'_>>,
        found: Found<'_>,
    ) {
        let alone = self.options.vertices_only
            || self.line.nodes.len() == 1
            || self.line.kind == ShoreKind::BasePoint;
        let edge = |k: usize| if alone { None } else { self.edge(k) };
        let mut last = self.before(nodes.start).and_then(edge);
        let mut open = Vec::new();
        for node in nodes {
            let next = edge(node);
            match (&last, &next) {
                (Some(a), Some(b)) if a.long && b.long || self.sides != [true; 2] => {
                    self.corner(node, [a, b], cover, found);
                }
                _ => self.free(node, [&last, &next], cover, found),
            }
            if let Some(edge) = &next {
                self.parallels(node, edge, (cover, &mut open), found);
            }
            last = next;
        }
    }

    /// The coordinate before one.
    fn before(&self, node: usize) -> Option<usize> {
        let last = self.line.closed().then(|| self.line.nodes.len() - 1);
        if node > 0 { Some(node - 1) } else { last }
    }

    fn vertex(&self, node: usize) -> u32 {
        self.first + node as u32
    }

    fn loxodrome(&self) -> bool {
        self.line.line_kind() == LineKind::Loxodrome
    }

    /// The edge that starts at a coordinate.
    fn edge(&self, node: usize) -> Option<Edge> {
        if node + 1 >= self.line.nodes.len() && !self.line.closed() {
            return None;
        }
        let v = self.vertex(node);
        let long = self.radii.long(Feature(2 * v + 1));
        // Opposite points: an edge for vectors, none for geodesics.
        Edge::new(self.shore, v, self.step, [long, self.loxodrome()])
            .filter(|e| e.short || self.line.curve(self.earth, node).is_some())
    }

    /// Azimuth of an edge at its first or last point. At a pole it goes by the longitude that the coordinate gives.
    fn azimuth(&self, node: usize, end: usize) -> Option<f64> {
        if self.loxodrome() {
            let edge = self.line.curve(self.earth, node)?;
            return Some(edge.spot(self.earth, edge.range[end]).azimuth_deg);
        }
        let nodes = &self.line.nodes;
        let way = self.earth.inverse(nodes[node].at, nodes[(node + 1) % nodes.len()].at);
        let azimuth = [way.azimuth1_deg, way.azimuth2_deg][end];
        (way.distance_m > 0.0).then_some(azimuth)
    }
}

/// Fractions of a curve by its parameter.
fn stretched(curve: &Curve, open: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let [a, b] = curve.range;
    let at = |t: f64| if t == 1.0 { b } else { a + (b - a) * t };
    open.iter().map(|r| r.map(at)).collect()
}
