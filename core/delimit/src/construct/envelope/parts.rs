//! The arcs of the vertices, between the normals of their edges, and the parallels of the edges: those of which
//! something may stand.

use std::f64::consts::{FRAC_PI_2, PI};
use std::ops::Range;

use littoral_geodesy::curve::{LineKind, Shape};
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, Feature, Shoreline};
use littoral_model::ShoreKind;

use super::Options;
use super::cover::Cover;
use super::radii::Radii;
use super::trail::{Edge, Trail, turned};
use crate::construct::base::{BaseLine, Source};

/// Angles below this are rounding, degrees.
const LEAST_DEG: f64 = 1e-10;
/// Vectors tell the sign of a turn that is greater, radians.
const SURE_TURN: f64 = 1e-5;
/// Nearer to a pole than this the vectors' azimuths are not the geodesics', degrees.
const POLE_DEG: f64 = 89.999;

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
    /// Is there a limit to the left and to the right?
    pub(super) sides: [bool; 2],
}

/// What takes the parts, with the stretches that may stand.
type Found<'a> = &'a mut dyn FnMut(Part, &[[f64; 2]]);

/// An arc by azimuth and turn, and its true beginning and end as turns, radians.
struct Span {
    from_deg: f64,
    turn: f64,
    true_ends: [f64; 2],
}

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
        Edge::new(self.shore, v, long, self.loxodrome())
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

    /// The arc between two edges, on the side to which the vertex points.
    fn corner(
        &self,
        node: usize,
        [a, b]: [&Edge; 2],
        cover: &mut Option<Cover<'_>>,
        found: Found<'_>,
    ) {
        let Some(before) = self.before(node) else { return };
        let centre = b.ends[0];
        let (from, to) = (a.left[1], b.left[0]);
        let turn = libm::atan2(to.dot(from.cross(centre.n)), to.dot(from));
        let slips = [before, node].map(|e| self.radii.slip(self.vertex(node), self.vertex(e))[0]);
        // A turn of nothing, or back, may be to either side.
        let back = turn.abs() + slips[0] + slips[1] > PI - SURE_TURN;
        let unsure = turn.abs() < SURE_TURN || back;
        let left = Trail::arc(centre, [from, to], turn.abs(), slips);
        let right = Trail::arc(centre, [-to, -from], turn.abs(), [slips[1], slips[0]]);
        let mut open = Vec::new();
        for (trail, side, sign) in [(left, self.sides[0], 1.0), (right, self.sides[1], -1.0)] {
            if !side || !unsure && turn * sign < 0.0 {
                continue;
            }
            match cover {
                Some(cover) if !back && !self.loxodrome() => cover.open(&trail, &mut open),
                _ => open.push([0.0, 1.0]),
            }
        }
        if open.is_empty() {
            return;
        }
        let ends = (self.azimuth(before, 1), self.azimuth(node, 0));
        let (Some(a), Some(b)) = ends else { return };
        if unsure {
            open = vec![[0.0, 1.0]];
        }
        let turn = wrap(b - a);
        let span = |from_deg: f64, [s, e]: [f64; 2]| {
            let turn = turn.abs().to_radians();
            let from_deg = from_deg - s.to_degrees();
            Span { from_deg, turn: turn + s + e, true_ends: [s, turn + s] }
        };
        if turn > LEAST_DEG && self.sides[0] {
            self.arc(node, &span(a - 90.0, slips), &open, found);
        } else if turn < -LEAST_DEG && self.sides[1] {
            self.arc(node, &span(b + 90.0, [slips[1], slips[0]]), &open, found);
        }
    }

    /// The arcs of a vertex at an end, or of one whose edges are too short for the formula: of the circle, all but what
    /// a long edge takes. In quarters, for a whole circle would meet itself at its seam.
    fn free(
        &self,
        node: usize,
        [last, next]: [&Option<Edge>; 2],
        cover: &mut Option<Cover<'_>>,
        found: Found<'_>,
    ) {
        let long = |e: &Option<Edge>| e.as_ref().is_some_and(|e| e.long);
        let into = if long(next) {
            self.azimuth(node, 0).map(|az| (az, node))
        } else {
            let before = self.before(node).filter(|_| long(last));
            before.and_then(|k| self.azimuth(k, 1).map(|az| (az + 180.0, k)))
        };
        let quarter =
            |from_deg: f64| Span { from_deg, turn: FRAC_PI_2, true_ends: [0.0, FRAC_PI_2] };
        let spans: Vec<Span> = match into {
            None => [0.0, 90.0, 180.0, 270.0].map(quarter).into(),
            Some((azimuth, edge)) => {
                let slip = self.radii.slip(self.vertex(node), self.vertex(edge))[0];
                let turn = FRAC_PI_2 + slip;
                let first = azimuth + 90.0 - slip.to_degrees();
                let [a, b] = [[slip, turn], [0.0, FRAC_PI_2]];
                vec![
                    Span { from_deg: first, turn, true_ends: a },
                    Span { from_deg: azimuth + 180.0, turn, true_ends: b },
                ]
            }
        };
        spans.iter().for_each(|span| self.spanned(node, span, cover, found));
    }

    fn spanned(&self, node: usize, span: &Span, cover: &mut Option<Cover<'_>>, found: Found<'_>) {
        let centre = self.shore.vertex_point(self.vertex(node));
        let (east, north) = self.earth.east_north(&centre);
        let (sin, cos) = span.from_deg.to_radians().sin_cos();
        let from = north * cos + east * sin;
        let ends = [from, turned(from, centre.n, span.turn)];
        let mut open = Vec::new();
        match cover {
            Some(cover) if self.line.nodes[node].at.lat.abs() < POLE_DEG => {
                cover.open(&Trail::Arc { centre, ends, turn: span.turn }, &mut open);
            }
            _ => open.push([0.0, 1.0]),
        }
        if !open.is_empty() {
            self.arc(node, span, &open, found);
        }
    }

    fn arc(&self, node: usize, span: &Span, open: &[[f64; 2]], found: Found<'_>) {
        let own = Feature(2 * self.vertex(node));
        let radius_m = self.radii.of(own);
        let centre = self.line.nodes[node].at;
        let curve = Curve::arc(centre, radius_m, span.from_deg, span.turn.to_degrees());
        let source = Source { line: self.index, node, on_edge: false };
        let true_ends = span.true_ends.map(|s| s * radius_m);
        let part = Part { curve, true_ends, reversed: false, source, own };
        found(part, &stretched(&curve, open));
    }

    fn parallels(
        &self,
        node: usize,
        edge: &Edge,
        (cover, open): (&mut Option<Cover<'_>>, &mut Vec<[f64; 2]>),
        found: Found<'_>,
    ) {
        let own = Feature(2 * self.vertex(node) + 1);
        let radius_m = self.radii.of(own);
        for (wanted, sign) in self.sides.into_iter().zip([1.0, -1.0]) {
            if !wanted {
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

/// Fractions of a curve by its parameter.
fn stretched(curve: &Curve, open: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let [a, b] = curve.range;
    let at = |t: f64| if t == 1.0 { b } else { a + (b - a) * t };
    open.iter().map(|r| r.map(at)).collect()
}
