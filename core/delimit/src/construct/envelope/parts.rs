//! The arcs of the vertices, between the normals of their edges, and the parallels of the edges.

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::ShoreKind;

use super::{Options, Side};
use crate::construct::base::{BaseLine, Bases, Land, Source};

/// Angles below this are rounding, degrees.
const LEAST_DEG: f64 = 1e-10;
/// How far beside an edge land is looked for, metres.
const BESIDE_M: f64 = 200.0;

/// An arc or parallel before it is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) curve: Curve,
    /// True if the limit runs against the curve's own direction.
    pub(super) reversed: bool,
    pub(super) source: Source,
}

/// Calls `found` with every arc and parallel of one party's lines.
pub(super) fn each(
    earth: &Earth,
    bases: &Bases,
    party: usize,
    (options, land): (&Options, &Land),
    found: &mut dyn FnMut(Part),
) {
    for (index, line) in bases.lines.iter().enumerate() {
        if line.party != party || line.nodes.is_empty() {
            continue;
        }
        let alone =
            options.vertices_only || line.nodes.len() == 1 || line.kind == ShoreKind::BasePoint;
        let walk = Walk { earth, line, index, options, found };
        if alone {
            walk.points();
        } else {
            let sides = seaward(earth, line, options.side, land);
            walk.line(sides);
        }
    }
}

/// Is there a limit to the left and to the right of a line? Not where its land lies.
fn seaward(earth: &Earth, line: &BaseLine, side: Side, land: &Land) -> [bool; 2] {
    let wanted = [side != Side::Right, side != Side::Left];
    if !matches!(line.kind, ShoreKind::Coast | ShoreKind::Islands) || side != Side::Both {
        return wanted;
    }
    // Beside the longest edge.
    let edges = line.nodes.windows(2).map(|w| (w[0].at, w[1].at));
    let rough = |(a, b): &(LatLon, LatLon)| (a.lat - b.lat).abs() + wrap(a.lon - b.lon).abs();
    let Some((a, b)) = edges.max_by(|x, y| rough(x).total_cmp(&rough(y))) else { return wanted };
    let way = earth.inverse(a, b);
    let middle = earth.direct(a, way.azimuth1_deg, way.distance_m / 2.0);
    let step = (way.distance_m / 4.0).min(BESIDE_M);
    let ashore =
        [-90.0, 90.0].map(|turn| land.holds(earth.direct(middle, way.azimuth1_deg + turn, step)));
    match ashore {
        [true, false] => [false, true],
        [false, true] => [true, false],
        _ => wanted,
    }
}

/// One line on its way.
struct Walk<'a> {
    earth: &'a Earth,
    line: &'a BaseLine,
    index: usize,
    options: &'a Options,
    found: &'a mut dyn FnMut(Part),
}

impl Walk<'_> {
    fn arc(&mut self, node: usize, from_deg: f64, turn_deg: f64) {
        let curve =
            Curve::arc(self.line.nodes[node].at, self.options.distance_m, from_deg, turn_deg);
        let source = Source { line: self.index, node, on_edge: false };
        (self.found)(Part { curve, reversed: false, source });
    }

    /// Whole circles, in quarters: a circle would meet itself at its seam.
    fn points(mut self) {
        for node in 0..self.line.nodes.len() {
            self.circle(node);
        }
    }

    fn circle(&mut self, node: usize) {
        for quarter in 0..4 {
            self.arc(node, f64::from(quarter) * 90.0, 90.0);
        }
    }

    fn line(mut self, [left, right]: [bool; 2]) {
        let n = self.line.nodes.len();
        let closed = self.line.closed();
        let edge = |k: usize| self.line.curve(self.earth, k);
        let mut before = if closed { edge(n - 1) } else { None };
        for node in 0..n {
            let after = self.line.curve(self.earth, node);
            let start = after.map(|c| c.spot(self.earth, c.range[0]).azimuth_deg);
            let end = before.map(|c| c.spot(self.earth, c.range[1]).azimuth_deg);
            match (end, start) {
                (Some(a), Some(b)) => {
                    let turn = wrap(b - a);
                    if turn > LEAST_DEG && left {
                        self.arc(node, a - 90.0, turn);
                    } else if turn < -LEAST_DEG && right {
                        self.arc(node, b + 90.0, -turn);
                    }
                }
                (Some(a), None) => {
                    [-90.0, 0.0].into_iter().for_each(|t| self.arc(node, a + t, 90.0))
                }
                (None, Some(b)) => {
                    [90.0, 180.0].into_iter().for_each(|t| self.arc(node, b + t, 90.0))
                }
                (None, None) => self.circle(node),
            }
            let t = self.options.distance_m;
            let source = Source { line: self.index, node, on_edge: true };
            for (wanted, offset, reversed) in [(left, -t, false), (right, t, true)] {
                if let Some(curve) = after.and_then(|c| c.parallel(offset)).filter(|_| wanted) {
                    (self.found)(Part { curve, reversed, source });
                }
            }
            before = after;
        }
    }
}
