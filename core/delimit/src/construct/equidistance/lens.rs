//! The engine's lines seen with Karney's eyes: points solved afresh, land left out.

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, Feature, LatLon};
use rayon::prelude::*;

use super::cut::Wet;
use super::effects::Term;
use super::newton::{Value, settle};
use super::score::{Reading, Score, unit};
use super::{EquidistanceLine, EquidistancePoint, Options};
use crate::construct::base::{Bases, Control, Land};
use crate::division::{BoundaryLine, LinePoint, PointKind};
use crate::error::DelimitError;
use crate::lines::onward;

/// A point nearer to the shore of both parties than this lies on it, metres.
const ASHORE_M: f64 = 1e-3;
/// No point of a line contradicts it by more than this, metres.
const PROVED_M: f64 = 1e-3;
/// A control nearer than this gives no direction, metres.
const TOO_NEAR_M: f64 = 1.0;

/// Looks at the engine's lines.
pub(super) struct Lens<'a> {
    pub(super) earth: &'a Earth,
    pub(super) bases: &'a Bases,
    land: &'a Land,
    pub(super) scores: Vec<Score>,
}

impl<'a> Lens<'a> {
    pub(super) fn new(
        earth: &'a Earth,
        bases: &'a Bases,
        land: &'a Land,
        terms: &[Vec<Term>],
        options: &Options,
    ) -> Self {
        let score = |t: &Vec<Term>| Score::new(earth, bases, t, options.vertices_only);
        Self { earth, bases, land, scores: terms.iter().map(score).collect() }
    }

    /// A line with its points solved afresh, in parts where it touches the shore of both or runs over land.
    pub(super) fn line(&self, line: &BoundaryLine) -> Vec<EquidistanceLine> {
        let index = |h: &crate::Holder| self.bases.parties.iter().position(|p| p == h.as_str());
        let [Some(a), Some(b)] = [index(&line.between[0]), index(&line.between[1])] else {
            return Vec::new();
        };
        // In order on any number of threads.
        let solved: Vec<EquidistancePoint> =
            line.points.par_iter().map(|p| self.point([a, b], p)).collect();
        // Corners that the engine has twice, a hair apart, are one place now.
        let mut points = Vec::with_capacity(solved.len());
        let turns = |p: &EquidistancePoint| p.kind == PointKind::Turning;
        let near = |p: &EquidistancePoint, q: &EquidistancePoint, m| beside(p.at, q.at, m);
        for p in solved {
            match p.kind {
                PointKind::Turning | PointKind::Curve => onward(&mut points, p, turns, near),
                _ => points.push(p),
            }
        }
        let wet = Wet { earth: self.earth, land: self.land };
        let parts = between_shores(points, line.closed).into_iter();
        let whole = parts.map(|(points, closed)| self.measured_line([a, b], points, closed));
        whole.flat_map(|part| self.cut(part, &wet)).collect()
    }

    /// Measures every point of the lines against every party once more.
    ///
    /// # Errors
    /// [`DelimitError::Geometry`] at the first point where the two distances differ, or a third party is nearer, by
    /// more than a millimetre.
    pub(super) fn prove(&self, lines: &[EquidistanceLine]) -> Result<(), DelimitError> {
        let points = || lines.iter().flat_map(|l| l.points.iter().map(|p| (l.between, p.at)));
        let all: Vec<([usize; 2], LatLon)> = points().collect();
        // In order on any number of threads.
        let wrong: Vec<Option<String>> =
            all.par_iter().map(|(pair, at)| self.contradiction(*pair, *at)).collect();
        let first = wrong.into_iter().zip(&all).find_map(|(text, (_, at))| Some((text?, *at)));
        first.map_or(Ok(()), |(text, at)| Err(DelimitError::Geometry { text, at }))
    }

    /// What speaks against a point of the line of two parties.
    pub(super) fn contradiction(&self, [a, b]: [usize; 2], at: LatLon) -> Option<String> {
        let values: Vec<Option<f64>> =
            self.scores.iter().map(|s| s.at(at).map(|r| r.value)).collect();
        let (x, y) = (values[a]?, values[b]?);
        let name = |k: usize| self.bases.parties[k].as_str();
        let slack_m = PROVED_M + 1e-9 * x.abs();
        if (x - y).abs() > slack_m {
            let off = (x - y).abs();
            return Some(format!("the line of {} and {} is off by {off:.3} m", name(a), name(b)));
        }
        let nearer = |(k, v): (usize, &Option<f64>)| Some((k, x.min(y) - (*v)?));
        let mut thirds = values.iter().enumerate().filter(|(k, _)| *k != a && *k != b);
        let (k, by) = thirds.find_map(|t| nearer(t).filter(|n| n.1 > slack_m))?;
        Some(format!("the line of {} and {} is {by:.3} m nearer to {}", name(a), name(b), name(k)))
    }

    /// A line with its length.
    pub(super) fn measured_line(
        &self,
        between: [usize; 2],
        points: Vec<EquidistancePoint>,
        closed: bool,
    ) -> EquidistanceLine {
        let steps = points.windows(2).map(|w| self.earth.karney_m(w[0].at, w[1].at));
        let back = closed.then(|| points.first().zip(points.last())).flatten();
        let length_m =
            steps.sum::<f64>() + back.map_or(0.0, |(f, l)| self.earth.karney_m(l.at, f.at));
        EquidistanceLine { between, points, length_m, closed }
    }

    fn point(&self, pair: [usize; 2], p: &LinePoint) -> EquidistancePoint {
        let rest = (0..self.bases.parties.len()).filter(|k| !pair.contains(k));
        let order: Vec<usize> = pair.into_iter().chain(rest).collect();
        let on: Vec<usize> = order
            .iter()
            .copied()
            .filter(|&k| p.parties().any(|q| q == self.bases.parties[k].as_str()))
            .collect();
        if on.iter().any(|&k| self.scores[k].simple().is_none()) {
            return self.reckoned(p.at(), p.kind, &on);
        }
        let mut features: Vec<(usize, Feature)> = Vec::new();
        for &k in &on {
            for base in p.base_points_of(&self.bases.parties[k]) {
                if let Some(f) = self.scores[k].simple().and_then(|s| s.feature_at(*base))
                    && !features.contains(&(k, f))
                {
                    features.push((k, f));
                }
            }
        }
        self.measured(p.at(), p.kind, &features)
    }

    /// A point solved afresh for the scores of its parties, partial effects and weights among them.
    pub(super) fn reckoned(
        &self,
        start: LatLon,
        kind: PointKind,
        parties: &[usize],
    ) -> EquidistancePoint {
        let readings = |at: LatLon| -> Option<Vec<Reading>> {
            parties.iter().map(|&k| self.scores[k].at(at)).collect()
        };
        let values = |at: LatLon| -> Option<Vec<Value>> {
            let all = readings(at)?;
            Some(all.iter().map(|r| (r.value, r.gradient.0, r.gradient.1)).collect())
        };
        let free = kind == PointKind::Tripoint;
        // Where base points change a step may lead astray: the engine's point is good to its tolerance.
        let near = |at: &LatLon| self.earth.karney_m(start, *at) < 1.0;
        let at = settle(self.earth, start, free, values).filter(near).unwrap_or(start);
        let all = readings(at).unwrap_or_default();
        let of = |(k, r): (&usize, &Reading)| {
            r.controls.iter().map(|c| (*k, *c)).collect::<Vec<(usize, Control)>>()
        };
        let controls = parties.iter().zip(&all).flat_map(of).collect();
        let residual_m = spread(all.iter().map(|r| r.value));
        let equal_m = all.first().map_or(f64::NAN, |r| r.value);
        EquidistancePoint { at, kind, controls, equal_m, residual_m }
    }

    /// A point solved afresh for its controls and measured.
    pub(super) fn measured(
        &self,
        start: LatLon,
        kind: PointKind,
        features: &[(usize, Feature)],
    ) -> EquidistancePoint {
        let control = |at: LatLon, k: usize, f: Feature| {
            let set = self.scores[k].simple()?;
            // Feet of points that only keep the curve are not printed.
            Some(if kind == PointKind::Curve { set.glance(at, f) } else { set.to_feature(at, f) })
        };
        let values = |at: LatLon| -> Option<Vec<Value>> {
            let of = |&(k, f): &(usize, Feature)| {
                let c = control(at, k, f).filter(|c| c.distance_m >= TOO_NEAR_M)?;
                let (east, north) = unit(c.azimuth_deg);
                Some((c.distance_m, -east, -north))
            };
            features.iter().map(of).collect()
        };
        let free = matches!(kind, PointKind::Turning | PointKind::Tripoint);
        let at = settle(self.earth, start, free, values).unwrap_or(start);
        let controls: Vec<(usize, Control)> =
            features.iter().filter_map(|&(k, f)| Some((k, control(at, k, f)?))).collect();
        let residual_m = spread(controls.iter().map(|(_, c)| c.distance_m));
        let equal_m = controls.first().map_or(f64::NAN, |(_, c)| c.distance_m);
        EquidistancePoint { at, kind, controls, equal_m, residual_m }
    }
}

/// Are two places no farther apart than so much north and east? A degree is less than 112 km.
fn beside(p: LatLon, q: LatLon, m: f64) -> bool {
    let east = wrap(p.lon - q.lon) * libm::cos(p.lat.to_radians());
    (p.lat - q.lat).abs() * 1.12e5 < m && east.abs() * 1.12e5 < m
}

/// A line in parts, each an open line that ends where the whole touches the shore of both parties.
fn between_shores(
    mut points: Vec<EquidistancePoint>,
    closed: bool,
) -> Vec<(Vec<EquidistancePoint>, bool)> {
    let ashore = |p: &EquidistancePoint| p.controls.iter().all(|(_, c)| c.distance_m < ASHORE_M);
    let Some(first) = points.iter().position(ashore) else { return vec![(points, closed)] };
    if closed {
        points.rotate_left(first);
        points.extend(points.first().cloned());
    }
    let mut parts = vec![(Vec::new(), false)];
    for mut point in points {
        let ends = ashore(&point);
        if ends && point.kind != PointKind::Tripoint {
            point.kind = PointKind::End;
        }
        parts.last_mut().into_iter().for_each(|p| p.0.push(point.clone()));
        if ends {
            parts.push((vec![point], false));
        }
    }
    parts.retain(|p| p.0.len() > 1);
    parts
}

/// Greatest less least; 0 of nothing.
fn spread(values: impl Iterator<Item = f64>) -> f64 {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    (high - low).max(0.0)
}
