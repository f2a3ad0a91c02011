//! Lines cut to a window and at the shores of land, their ends solved on the line.

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, Feature, LatLon};
use littoral_model::{Case, Extent, Sea};

use super::lens::Lens;
use super::{EquidistanceLine, EquidistancePoint};
use crate::basis::Core;
use crate::construct::base::Land;
use crate::construct::densify::{Drawn, Station, densify};
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::waters::Bases;

/// The way between two points of a line is taken in pieces that keep to it this well in longitude and latitude, metres.
const WAY_M: f64 = 1e-2;
/// Ends are found to this along the line, metres.
const END_M: f64 = 1e-3;
/// An end nearer to a coordinate that both coasts share than this is there, metres: a line comes ashore nowhere else.
const SAME_END_M: f64 = 2.0;

/// What a line is cut to.
pub(super) trait Waters {
    /// Is a place of the line kept?
    fn holds(&self, at: LatLon) -> bool;

    /// Fractions of the way between two neighbouring points of a line at which it may be entered or left.
    fn rims(&self, _from: LatLon, _to: LatLon) -> Vec<f64> {
        Vec::new()
    }
}

/// A window with the edges that the engine gives it: geodesics.
pub(super) struct Rim(Core);

impl Rim {
    /// # Errors
    /// [`DelimitError::Invalid`] for a ring of fewer than three corners.
    pub(super) fn new(earth: &Earth, ring: &[LatLon]) -> Result<Self, DelimitError> {
        let mut case = Case::empty("window");
        case.ellipsoid = earth.ellipsoid().clone();
        case.sea = Sea { extent: Extent::Window, outer: ring.to_vec(), ..Sea::default() };
        Ok(Self(Core::new(&case, Bases::Segments)?))
    }
}

impl Waters for Rim {
    fn holds(&self, at: LatLon) -> bool {
        self.0.sea.signed(&self.0.earth.point(at), None).0 > 0.0
    }
}

/// What is not land.
pub(super) struct Wet<'a> {
    pub(super) earth: &'a Earth,
    pub(super) land: &'a Land,
}

impl Waters for Wet<'_> {
    fn holds(&self, at: LatLon) -> bool {
        !self.land.holds(at)
    }

    fn rims(&self, from: LatLon, to: LatLon) -> Vec<f64> {
        let straight = |[a, b]: [LatLon; 2]| self.land.met(a, b);
        let Some(way) = Curve::between(self.earth, LineKind::Geodesic, from, to) else {
            return straight([from, to]);
        };
        // Land is met in longitude and latitude, where a geodesic bends.
        let places = densify(self.earth, &way, Drawn::Chart, WAY_M);
        let whole_m = places.last().map_or(0.0, |s| s.s).max(f64::MIN_POSITIVE);
        let piece = |w: &[Station]| {
            let along = [w[0].s, w[1].s].map(|m| m / whole_m);
            let met = straight([w[0].at, w[1].at]).into_iter();
            met.map(move |t| along[0] + t * (along[1] - along[0])).collect::<Vec<_>>()
        };
        places.windows(2).flat_map(piece).collect()
    }
}

/// A change on the way from one point to the next: between two distances from it, and what comes after.
type Change = ([f64; 2], bool);

impl Lens<'_> {
    /// The parts of a line inside some waters; where it is cut the end is solved on the line.
    pub(super) fn cut(
        &self,
        line: EquidistanceLine,
        waters: &impl Waters,
    ) -> Vec<EquidistanceLine> {
        let (pair, closed) = (line.between, line.closed);
        let mut points = line.points;
        if closed {
            points.extend(points.first().cloned());
        }
        let Some(first) = points.first() else { return Vec::new() };
        let begins_within = self.keeps(pair, first, waters);
        let mut runs = vec![if begins_within { vec![first.clone()] } else { Vec::new() }];
        let mut within = begins_within;
        for w in points.windows(2) {
            for change in self.changes(pair, [&w[0], &w[1]], within, waters) {
                let end = self.end_between(pair, [&w[0], &w[1]], change, waters);
                within = change.1;
                match (within, runs.last_mut()) {
                    (false, Some(run)) => self.push(run, end),
                    _ => runs.push(vec![end]),
                }
            }
            if let Some(run) = runs.last_mut().filter(|_| within) {
                self.push(run, w[1].clone());
            }
        }
        let whole = closed && runs.len() == 1 && begins_within;
        if whole {
            runs[0].pop();
        } else if closed && begins_within && within && runs.len() > 1 {
            // The ring's first point is no end.
            let rest = runs.remove(0);
            runs.last_mut().into_iter().for_each(|r| r.extend(rest.iter().skip(1).cloned()));
        }
        let parts = runs.into_iter().filter(|r| r.len() > 1);
        let measured = parts.map(|points| self.measured_line(pair, points, whole));
        measured.filter(|l| l.length_m > END_M).collect()
    }

    /// Adds a point to a part; at an end there is nothing else.
    fn push(&self, run: &mut Vec<EquidistancePoint>, point: EquidistancePoint) {
        let ends = |p: &EquidistancePoint| p.kind == PointKind::End;
        let here = |last: &&mut EquidistancePoint| {
            (ends(last) || ends(&point)) && self.earth.karney_m(last.at, point.at) <= END_M
        };
        match run.last_mut().filter(here) {
            Some(last) if ends(last) => {}
            Some(last) => *last = point,
            None => run.push(point),
        }
    }

    /// Does a point of the line count as inside? One on a shore that both parties share does: it is an end.
    fn keeps(&self, pair: [usize; 2], point: &EquidistancePoint, waters: &impl Waters) -> bool {
        waters.holds(point.at) || self.shared_by(pair, point.at, END_M).is_some()
    }

    /// Where the way from one point to the next leaves the waters or comes back.
    fn changes(
        &self,
        pair: [usize; 2],
        [p, q]: [&EquidistancePoint; 2],
        mut within: bool,
        waters: &impl Waters,
    ) -> Vec<Change> {
        let rims = waters.rims(p.at, q.at);
        let between = rims.windows(2).map(|w| (w[0] + w[1]) / 2.0);
        let way = self.earth.inverse(p.at, q.at);
        let at = |m: f64| self.earth.direct(p.at, way.azimuth1_deg, m);
        let mut out = Vec::new();
        let mut behind = 0.0;
        for t in between.filter(|t| *t > 0.0 && *t < 1.0).chain([1.0]) {
            let here = t * way.distance_m;
            let now = if t < 1.0 { waters.holds(at(here)) } else { self.keeps(pair, q, waters) };
            if now != within {
                out.push(([behind, here], now));
                within = now;
            }
            behind = here;
        }
        out
    }

    /// The end of a line where it leaves or enters the waters, on the way from one of its points to the next.
    fn end_between(
        &self,
        pair: [usize; 2],
        [p, q]: [&EquidistancePoint; 2],
        ([mut low, mut high], after): Change,
        waters: &impl Waters,
    ) -> EquidistancePoint {
        let way = self.earth.inverse(p.at, q.at);
        let at = |m: f64| self.end(pair, self.earth.direct(p.at, way.azimuth1_deg, m));
        while high - low > END_M {
            let middle = (low + high) / 2.0;
            if waters.holds(at(middle).at) == after { high = middle } else { low = middle }
        }
        let found = at((low + high) / 2.0);
        match self.shared_by(pair, found.at, SAME_END_M) {
            Some(shared) => self.end(pair, shared),
            None if self.contradiction(pair, found.at).is_none() => found,
            // Where two coasts nearly touch there is no direction to go by: the line ends at its last sure point.
            None => EquidistancePoint { kind: PointKind::End, ..if after { q } else { p }.clone() },
        }
    }

    /// The end of a line of two parties at a place, or beside it on the line.
    fn end(&self, pair: [usize; 2], at: LatLon) -> EquidistancePoint {
        let feature = |k: usize| -> Option<(usize, Feature)> {
            let set = self.scores[k].simple()?;
            Some((k, set.feature_at(set.control(at)?.at)?))
        };
        match pair.map(feature) {
            [Some(a), Some(b)] => self.measured(at, PointKind::End, &[a, b]),
            _ => self.reckoned(at, PointKind::End, &pair),
        }
    }

    /// A coordinate that the coasts of both parties have, no farther than so much from a place.
    fn shared_by(&self, [a, b]: [usize; 2], at: LatLon, within_m: f64) -> Option<LatLon> {
        let of = |party: usize| {
            let lines = self.bases.lines.iter().filter(move |l| l.party == party);
            let nodes = lines.flat_map(|l| &l.nodes).map(|n| n.at);
            // A degree of latitude is longer than 10 km.
            let beside = move |p: &LatLon| (p.lat - at.lat).abs() * 1e4 <= within_m;
            nodes.filter(beside).filter(move |p| self.earth.karney_m(*p, at) <= within_m)
        };
        let same = |p: LatLon, q: LatLon| p.lat == q.lat && wrap(p.lon - q.lon) == 0.0;
        of(a).find(|p| of(b).any(|q| same(*p, q)))
    }
}
