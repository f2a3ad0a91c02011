//! The arcs of the vertices, between the normals of their edges, and the parallels of the edges: those of which
//! something may stand.

use std::ops::Range;

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, Shoreline, SurfacePoint, Vec3};
use littoral_model::ShoreKind;

use super::Options;
use super::cover::Cover;
use super::trail::{Trail, level};
use crate::construct::base::{BaseLine, Source};

/// Angles below this are rounding, degrees.
const LEAST_DEG: f64 = 1e-10;
/// Vectors tell the sign of a turn that is greater, radians.
const SURE_TURN: f64 = 1e-5;
/// Vectors tell the direction of an edge that is longer, metres.
const SURE_LENGTH_M: f64 = 0.1;

/// An arc or parallel before it is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) curve: Curve,
    /// True if the limit runs against the curve's own direction.
    pub(super) reversed: bool,
    pub(super) source: Source,
}

/// One line on its way.
pub(super) struct Walk<'a> {
    pub(super) earth: &'a Earth,
    pub(super) shore: &'a Shoreline,
    pub(super) line: &'a BaseLine,
    /// The line's own number, and that of its first vertex in the index.
    pub(super) index: usize,
    pub(super) first: u32,
    pub(super) options: &'a Options,
    /// Is there a limit to the left and to the right?
    pub(super) sides: [bool; 2],
}

/// An edge by vectors: its ends and the directions to its left there.
#[derive(Clone, Copy)]
struct Edge {
    ends: [SurfacePoint; 2],
    left: [Vec3; 2],
    short: bool,
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
        let (n, closed) = (self.line.nodes.len(), self.line.closed());
        let alone = self.options.vertices_only || n == 1 || self.line.kind == ShoreKind::BasePoint;
        let before = |k: usize| if k > 0 { Some(k - 1) } else { closed.then_some(n - 1) };
        let mut last = before(nodes.start).filter(|_| !alone).and_then(|k| self.edge(k));
        for node in nodes {
            let next = if alone { None } else { self.edge(node) };
            let mut left = Vec::new();
            match (last, next) {
                (Some(a), Some(b)) => self.corner(node, (before(node), a, b), cover, found),
                (None, None) => self.arcs(node, &[0.0, 90.0, 180.0, 270.0], cover, found),
                (Some(_), None) => {
                    let end = before(node).and_then(|k| self.azimuth(k, 1));
                    end.into_iter().for_each(|a| self.arcs(node, &[a - 90.0, a], cover, found));
                }
                (None, Some(_)) => {
                    let start = self.azimuth(node, 0);
                    start.into_iter().for_each(|b| {
                        self.arcs(node, &[b + 90.0, b + 180.0], cover, found);
                    });
                }
            }
            if let Some(edge) = next {
                self.parallels(node, &edge, (cover, &mut left), found);
            }
            last = next;
        }
    }

    fn loxodrome(&self) -> bool {
        self.line.line_kind() == LineKind::Loxodrome
    }

    /// The edge that starts at a coordinate.
    fn edge(&self, node: usize) -> Option<Edge> {
        let n = self.line.nodes.len();
        let pieces = self.shore.pieces_of(self.first + node as u32);
        if pieces.is_empty() || node + 1 >= n && !self.line.closed() {
            return None;
        }
        let (a, b) = (self.shore.piece(pieces.start), self.shore.piece(pieces.end - 1));
        let short = pieces.len() == 1 && a.length_m() > SURE_LENGTH_M;
        // One longitude said in two ways, or opposite points: an edge for vectors, none for geodesics.
        if !short && self.line.curve(self.earth, node).is_none() {
            return None;
        }
        let left = |n: Vec3, along: Vec3| n.cross(level(along, n));
        Some(Edge {
            ends: [a.a, b.b],
            left: [left(a.a.n, a.b.p - a.a.p), left(b.b.n, b.b.p - b.a.p)],
            short: short && !self.loxodrome(),
        })
    }

    /// Azimuth of an edge at its first or last point.
    fn azimuth(&self, node: usize, end: usize) -> Option<f64> {
        let edge = self.line.curve(self.earth, node)?;
        Some(edge.spot(self.earth, edge.range[end]).azimuth_deg)
    }

    /// The arc between two edges, on the side to which the vertex points.
    fn corner(
        &self,
        node: usize,
        (before, a, b): (Option<usize>, Edge, Edge),
        cover: &mut Option<Cover<'_>>,
        found: Found<'_>,
    ) {
        let centre = b.ends[0];
        let ([from, to], [left, right]) = ([a.left[1], b.left[0]], self.sides);
        let turn = libm::atan2(to.dot(from.cross(centre.n)), to.dot(from));
        let trail = if turn > 0.0 {
            Trail::Arc { centre, from, turn }
        } else {
            Trail::Arc { centre, from: -to, turn: -turn }
        };
        // A turn of nothing, or back, may be to either side.
        let unsure = turn.abs() < SURE_TURN || turn.abs() > std::f64::consts::PI - SURE_TURN;
        if !unsure && !(if turn > 0.0 { left } else { right }) {
            return;
        }
        let mut open = Vec::new();
        match cover {
            Some(cover) if !unsure && !self.loxodrome() => cover.open(&trail, &mut open),
            _ => open.push([0.0, 1.0]),
        }
        if open.is_empty() {
            return;
        }
        let ends = (before.and_then(|k| self.azimuth(k, 1)), self.azimuth(node, 0));
        let (Some(a), Some(b)) = ends else { return };
        let turn = wrap(b - a);
        if turn > LEAST_DEG && left {
            self.arc(node, [a - 90.0, turn], &open, found);
        } else if turn < -LEAST_DEG && right {
            self.arc(node, [b + 90.0, -turn], &open, found);
        }
    }

    /// Quarters of a circle: a whole one would meet itself at its seam.
    fn arcs(&self, node: usize, from_deg: &[f64], cover: &mut Option<Cover<'_>>, found: Found<'_>) {
        let centre = self.shore.vertex_point(self.first + node as u32);
        let (east, north) = self.earth.east_north(&centre);
        for azimuth in from_deg {
            let (sin, cos) = azimuth.to_radians().sin_cos();
            let from = north * cos + east * sin;
            let turn = std::f64::consts::FRAC_PI_2;
            let mut open = Vec::new();
            match cover {
                // At a pole the vectors' azimuths are not the geodesics'.
                Some(cover) if self.line.nodes[node].at.lat.abs() < 89.999 => {
                    cover.open(&Trail::Arc { centre, from, turn }, &mut open);
                }
                _ => open.push([0.0, 1.0]),
            }
            if !open.is_empty() {
                self.arc(node, [*azimuth, 90.0], &open, found);
            }
        }
    }

    fn arc(
        &self,
        node: usize,
        [from_deg, turn_deg]: [f64; 2],
        open: &[[f64; 2]],
        found: Found<'_>,
    ) {
        let centre = self.line.nodes[node].at;
        let curve = Curve::arc(centre, self.options.distance_m, from_deg, turn_deg);
        let source = Source { line: self.index, node, on_edge: false };
        found(Part { curve, reversed: false, source }, &stretched(&curve, open));
    }

    fn parallels(
        &self,
        node: usize,
        edge: &Edge,
        (cover, open): (&mut Option<Cover<'_>>, &mut Vec<[f64; 2]>),
        found: Found<'_>,
    ) {
        let (t, source) =
            (self.options.distance_m, Source { line: self.index, node, on_edge: true });
        for (wanted, sign) in self.sides.into_iter().zip([1.0, -1.0]) {
            if !wanted {
                continue;
            }
            let exact = || self.line.curve(self.earth, node).and_then(|c| c.parallel(-sign * t));
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
            if let (false, Some(curve)) = (open.is_empty(), exact()) {
                found(Part { curve, reversed: sign < 0.0, source }, &stretched(&curve, open));
            }
        }
    }
}

/// Fractions of a curve by its parameter.
fn stretched(curve: &Curve, open: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let [a, b] = curve.range;
    let at = |t: f64| if t == 1.0 { b } else { a + (b - a) * t };
    open.iter().map(|r| r.map(at)).collect()
}
