//! The equation of a fractional line: how far a place is off it, and places on it.

use littoral_geodesy::{Curve, Earth, LatLon, curve::LineKind};
use littoral_model::{EdgeKind, ShoreKind};

use super::FractionPoint;
use crate::construct::base::{BaseLine, BaseNode, BaseSet, Bases, Control};

/// What may be left of the equation at a point, metres.
const ZERO_M: f64 = 1e-7;

/// One of the two lines: searchable, with the distance of every corner from the first.
struct Line {
    set: BaseSet,
    nodes: Vec<(f64, LatLon)>,
}

/// Two lines and a share.
pub(super) struct Equation<'a> {
    pub(super) earth: &'a Earth,
    lines: [Line; 2],
    t: f64,
}

/// A place, what is left of the equation there, and the nearest points of the two lines.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) at: LatLon,
    pub(super) off_m: f64,
    pub(super) feet: [Control; 2],
}

impl<'a> Equation<'a> {
    pub(super) fn new(earth: &'a Earth, lines: [&[LatLon]; 2], t: f64) -> Self {
        Self { earth, lines: lines.map(|l| index(earth, l)), t }
    }

    /// What is left at a place.
    pub(super) fn look(&self, at: LatLon) -> Option<Look> {
        let feet = [self.lines[0].set.control(at)?, self.lines[1].set.control(at)?];
        let off_m = (1.0 - self.t) * feet[0].distance_m - self.t * feet[1].distance_m;
        Some(Look { at, off_m, feet })
    }

    /// A point of the line on the shortest way from a place of the first line to the second: there is one, for the
    /// equation is below 0 at the one end and above at the other.
    pub(super) fn on_the_way(&self, from: LatLon) -> Option<FractionPoint> {
        let first = self.look(from)?;
        let (azimuth_deg, length_m) = (first.feet[1].azimuth_deg, first.feet[1].distance_m);
        let last = self.look(self.earth.direct(from, azimuth_deg, length_m))?;
        if let Some(end) = [first, last].iter().find(|l| l.off_m.abs() < ZERO_M) {
            return Some(end.point());
        }
        let look = |x: f64| self.look(self.earth.direct(from, azimuth_deg, x));
        falsi(&look, [(0.0, first), (length_m, last)])
    }

    /// Distances of the feet of a point along the two lines, metres.
    pub(super) fn along_m(&self, at: LatLon) -> Option<[f64; 2]> {
        let feet = self.look(at)?.feet;
        let along = |k: usize| {
            let (c, line) = (&feet[k], &self.lines[k]);
            let (from_m, node) = line.nodes.get(c.source.node)?;
            let beyond = if c.source.on_edge { self.earth.karney_m(*node, c.at) } else { 0.0 };
            Some(from_m + beyond)
        };
        Some([along(0)?, along(1)?])
    }

    /// Shares of the two distances in the equation.
    pub(super) fn shares(&self) -> [f64; 2] {
        [1.0 - self.t, self.t]
    }

    /// What of the second line lies before the first and behind the last of its places that points of the line have their feet on, metres, and
    /// its length; `None` where it closes or there are no points.
    pub(super) fn bare_m(&self, points: &[FractionPoint]) -> Option<([f64; 2], f64)> {
        let nodes = &self.lines[1].nodes;
        let (first, last) = (nodes.first()?, nodes.last()?);
        if self.earth.karney_m(first.1, last.1) < 1e-3 {
            return None;
        }
        let feet = points.iter().filter_map(|p| Some(self.along_m(p.at)?[1]));
        let [low, high] =
            feet.fold([f64::INFINITY, f64::NEG_INFINITY], |[l, h], s| [l.min(s), h.max(s)]);
        (low <= high).then_some(([low, last.0 - high], last.0))
    }

    /// Length of the first line if it comes back to where it began.
    pub(super) fn turn_m(&self) -> Option<f64> {
        let nodes = &self.lines[0].nodes;
        let (first, last) = (nodes.first()?, nodes.last()?);
        (self.earth.karney_m(first.1, last.1) < 1e-3 && last.0 > 0.0).then_some(last.0)
    }

    /// How fast the equation changes on the way along an azimuth.
    pub(super) fn slope(&self, look: &Look, azimuth_deg: f64) -> f64 {
        let towards = |k: usize| libm::cos((look.feet[k].azimuth_deg - azimuth_deg).to_radians());
        self.t * towards(1) - (1.0 - self.t) * towards(0)
    }

    /// Newton's method along the gradient.
    fn solved(&self, start: LatLon) -> Option<FractionPoint> {
        let mut at = start;
        for _ in 0..50 {
            let look = self.look(at)?;
            if look.off_m.abs() < ZERO_M {
                return Some(look.point());
            }
            let g = [90.0, 0.0].map(|azimuth| self.slope(&look, azimuth));
            let g2 = g[0] * g[0] + g[1] * g[1];
            if g2 < 1e-9 {
                return None;
            }
            let length = -look.off_m / g2.sqrt();
            let azimuth = libm::atan2(g[0], g[1]).to_degrees();
            at = self.earth.direct(at, azimuth, length.clamp(-1.0e5, 1.0e5));
        }
        None
    }

    /// A point of the line abreast of the middle between two places: on the geodesic at right angles to the one that
    /// joins them, which keeps the order that the gradient might not; by the gradient where nothing is met.
    pub(super) fn between(&self, p: LatLon, q: LatLon) -> Option<FractionPoint> {
        let edge = Curve::between(self.earth, LineKind::Geodesic, p, q)?;
        let middle = edge.spot(self.earth, f64::midpoint(edge.range[0], edge.range[1]));
        let abreast = self.abreast(middle.at, middle.azimuth_deg + 90.0, edge.length());
        abreast.or_else(|| {
            let near = |at| self.earth.karney_m(p, at).max(self.earth.karney_m(at, q));
            self.solved(middle.at).filter(|m| near(m.at) < edge.length())
        })
    }

    fn abreast(&self, middle: LatLon, azimuth_deg: f64, reach_m: f64) -> Option<FractionPoint> {
        let look = |x: f64| self.look(self.earth.direct(middle, azimuth_deg, x));
        let first = look(0.0)?;
        if first.off_m.abs() < ZERO_M {
            return Some(first.point());
        }
        // No distance changes faster than the place: the line is at least so far off as the equation.
        let mut far_m = first.off_m.abs() * 1.05;
        while far_m < 2.0 * reach_m {
            for x in [far_m, -far_m] {
                let other = look(x)?;
                if (other.off_m > 0.0) != (first.off_m > 0.0) {
                    return falsi(&look, [(0.0, first), (x, other)]);
                }
            }
            far_m *= 1.7;
        }
        None
    }
}

impl Look {
    pub(super) fn point(&self) -> FractionPoint {
        let distances_m = self.feet.map(|c| c.distance_m);
        FractionPoint { at: self.at, distances_m, residual_m: self.off_m }
    }
}

/// Regula falsi between two looks of opposite sign (Illinois), which no kink throws off.
fn falsi(
    look: &dyn Fn(f64) -> Option<Look>,
    [mut a, mut b]: [(f64, Look); 2],
) -> Option<FractionPoint> {
    let (mut fa, mut fb) = (a.1.off_m, b.1.off_m);
    for _ in 0..100 {
        let x = (a.0 * fb - b.0 * fa) / (fb - fa);
        let here = look(x)?;
        if here.off_m.abs() < ZERO_M {
            return Some(here.point());
        }
        if (here.off_m > 0.0) == (b.1.off_m > 0.0) {
            fa /= 2.0;
        } else {
            (a, fa) = (b, fb);
        }
        (b, fb) = ((x, here), here.off_m);
    }
    None
}

fn index(earth: &Earth, line: &[LatLon]) -> Line {
    let nodes = line.iter().map(|p| BaseNode { at: *p, name: String::new() }).collect();
    let (name, origin) = (String::new(), String::new());
    let (kind, edge) = (ShoreKind::Baseline, EdgeKind::Geodesic);
    let base = BaseLine { party: 0, name, kind, edge, nodes, origin };
    let bases = Bases { parties: vec![String::new()], lines: vec![base], ..Bases::default() };
    let bases = bases.without_repeats();
    let mut nodes: Vec<(f64, LatLon)> = Vec::new();
    for node in &bases.lines[0].nodes {
        let from_m = nodes.last().map_or(0.0, |(m, p)| m + earth.karney_m(*p, node.at));
        nodes.push((from_m, node.at));
    }
    Line { set: BaseSet::new(earth, &bases, false, |_, _| true), nodes }
}
