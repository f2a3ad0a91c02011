//! The outer limit as fixed points in order, each measured afresh.

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;

use super::belt::{Belt, Ground};
use super::formula::{SIXTY_M, rule};
use super::loops::{Edge, Kind, Loop, Zone};
use super::made::Made;
use super::region::is_zone;
use super::steps::{step_m, steps};
use super::{FixedPoint, Rule, Run};

/// What a point may be over, metres: lengths are Karney's, and places are rounded.
const ROUNDING_M: f64 = 1e-6;

/// What fixed points are listed from.
pub(super) struct Measures<'a> {
    pub ground: Ground<'a>,
    pub made: &'a Made,
}

impl Measures<'_> {
    /// The rims of the shelf without that of the 200 M zone.
    pub(super) fn runs(&self, rims: &[Loop]) -> Vec<Run> {
        let mut out = Vec::new();
        for rim in rims {
            let n = rim.edges.len();
            match (0..n).find(|k| is_zone(rim.edges[*k].kind)) {
                None => out.extend(self.run(&rim.edges, true)),
                Some(start) => {
                    let turned: Vec<Edge> = (0..n).map(|k| rim.edges[(start + k) % n]).collect();
                    let parts = turned.split(|e| is_zone(e.kind)).filter(|p| !p.is_empty());
                    out.extend(parts.filter_map(|part| self.run(part, false)));
                }
            }
        }
        out.sort_by(|p, q| q.length_m.total_cmp(&p.length_m));
        out
    }

    fn run(&self, edges: &[Edge], closed: bool) -> Option<Run> {
        let earth = self.ground.earth;
        let mut points: Vec<FixedPoint> = Vec::new();
        let mut before = if closed { edges.last() } else { None };
        for edge in edges {
            let length = edge.curve.length();
            let ways: Vec<f64> = match (edge.kind, before.map(|b| b.kind)) {
                // Cut by a limit that does not count there: one line still.
                (Kind::Bridge([None, _]), Some(Kind::Bridge([_, None]))) => Vec::new(),
                (Kind::Bridge(_), _) => vec![0.0],
                (Kind::Limit(zone, _), _) => steps(length, step_m(zone, self.made.close)).collect(),
            };
            for (k, along) in ways.into_iter().enumerate() {
                let at = edge.at(earth, along);
                let (rule, name) = self.told(edge, before.filter(|_| k == 0), at);
                points.push(self.point(at, rule, name));
            }
            before = Some(edge);
        }
        if let (false, Some(last)) = (closed, edges.last()) {
            let at = last.at(earth, last.curve.length());
            points.push(self.point(at, Rule::TwoHundred, self.base(at)));
        }
        if let (false, Some(first)) = (closed, points.first_mut()) {
            (first.rule, first.name) = (Rule::TwoHundred, self.base(first.at));
        }
        self.lengths(&mut points, closed)
    }

    /// Distances between neighbours, and which lines face the baselines; `None` for a run of no length.
    fn lengths(&self, points: &mut [FixedPoint], closed: bool) -> Option<Run> {
        let n = points.len();
        let mut length_m = 0.0;
        for k in 0..n {
            if k + 1 == n && !closed {
                break;
            }
            let (p, q) = (points[k].at, points[(k + 1) % n].at);
            let way = self.ground.earth.inverse(p, q);
            length_m += way.distance_m;
            let base = self.made.zone.limit.control(p).map_or(0.0, |c| c.azimuth_deg);
            points[k].next_m = Some(way.distance_m);
            points[k].next_ok = way.distance_m <= SIXTY_M + ROUNDING_M;
            // The shelf is on the right of the line.
            points[k].landward = wrap(base - way.azimuth1_deg) < 0.0;
        }
        (length_m > 0.0).then(|| Run { points: points.to_vec(), closed, length_m })
    }

    /// Which rule makes the start of a piece, and by which point.
    fn told(&self, edge: &Edge, before: Option<&Edge>, at: LatLon) -> (Rule, String) {
        let corner = match (edge.kind, before.map(|b| b.kind)) {
            (Kind::Bridge([Some(k), _]), _) | (_, Some(Kind::Bridge([_, Some(k)]))) => Some(k),
            _ => None,
        };
        if let Some(fixed) = corner.map(|k| &self.made.fixed[k]) {
            return (fixed.rule, fixed.name.clone());
        }
        let zone = match (edge.kind, before.map(|b| b.kind)) {
            // Where an arc comes out of a constraint.
            (Kind::Limit(Zone::Slope, _), Some(Kind::Limit(zone, _))) => zone,
            (Kind::Limit(zone, _), _) | (_, Some(Kind::Limit(zone, _))) => zone,
            _ => Zone::TwoHundred,
        };
        let belt = match zone {
            Zone::Slope => &self.made.foot,
            Zone::Isobath => self.made.isobath.as_ref().unwrap_or(&self.made.distance),
            _ => &self.made.distance,
        };
        let control = belt.limit.control(at);
        (rule(zone), control.map_or(String::new(), |c| belt.limit.bases.name(c.source)))
    }

    fn base(&self, at: LatLon) -> String {
        let control = self.made.zone.limit.control(at);
        control.map_or(String::new(), |c| self.made.zone.limit.bases.name(c.source))
    }

    fn point(&self, at: LatLon, rule: Rule, name: String) -> FixedPoint {
        let far = |belt: &Belt| belt.limit.control(at).map_or(f64::NAN, |c| c.distance_m);
        FixedPoint {
            at,
            rule,
            name,
            next_m: None,
            next_ok: true,
            landward: false,
            baselines_m: far(&self.made.zone),
            slope_m: far(&self.made.foot),
            isobath_m: self.made.isobath.as_ref().map(far),
        }
    }
}
