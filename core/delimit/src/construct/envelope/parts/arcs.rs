//! The arcs of the vertices: between the normals of two edges, and about free ends.

use std::f64::consts::{FRAC_PI_2, PI};

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Feature};

use super::{Found, Part, Walk, stretched};
use crate::construct::base::Source;
use crate::construct::envelope::cover::Cover;
use crate::construct::envelope::trail::{Edge, Trail, turned};

/// Angles below this are rounding, degrees.
const LEAST_DEG: f64 = 1e-10;
/// Vectors tell the sign of a turn that is greater, radians.
const SURE_TURN: f64 = 1e-5;
/// And by its sine: of a turn that goes on, and of one that goes back, beyond which there are no slips.
const SURE_SINE: f64 = 1e-4;
const SURE_BACK_SINE: f64 = 0.1;
/// Nearer to a pole than this the vectors' azimuths are not the geodesics', degrees.
const POLE_DEG: f64 = 89.999;

/// An arc by azimuth and turn, and its true beginning and end as turns, radians.
struct Span {
    from_deg: f64,
    turn: f64,
    true_ends: [f64; 2],
}

impl Walk<'_> {
    /// The arc between two edges, on the side to which the vertex points.
    pub(super) fn corner(
        &self,
        node: usize,
        [a, b]: [&Edge; 2],
        cover: &mut Option<Cover<'_>>,
        found: Found<'_>,
    ) {
        let Some(before) = self.before(node) else { return };
        if cover.as_ref().is_some_and(|cover| self.hidden([a, b], cover)) {
            return;
        }
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

    /// Is there certainly nothing of the arc between two edges? It is on a side that has no limit, or both its ends, which
    /// are those of the parallels, are in a disc.
    fn hidden(&self, [a, b]: [&Edge; 2], cover: &Cover<'_>) -> bool {
        let (from, to) = (a.left[1], b.left[0]);
        let (sin, cos) = (to.dot(from.cross(b.ends[0].n)), to.dot(from));
        if self.loxodrome() || sin.abs() < if cos > 0.0 { SURE_SINE } else { SURE_BACK_SINE } {
            return false;
        }
        let side = usize::from(sin < 0.0);
        let out = if side == 0 { from + to } else { -from - to };
        !self.sides[side] || cover.knows_arc(out, [a.abreast[1][side], b.abreast[0][side]])
    }

    /// The arcs of a vertex at an end, or of one whose edges are too short for the formula: of the circle, all but what
    /// a long edge takes. In quarters, for a whole circle would meet itself at its seam.
    pub(super) fn free(
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
}
