//! Stretches without a turning point: accepted where the geodesic between their ends is close enough to the
//! curve and no other base point can hide, else halved.

use littoral_geodesy::{SurfacePoint, Vec3, densify};

use super::{SHORTEST_M, Sample, Tracer};
use crate::division::PointKind;
use crate::error::DelimitError;

/// The cubic through both ends stands for the curve if it has its middle to this, metres: areas are taken
/// along it.
const CUBIC_M: f64 = 5e-3;
/// Longest stretch between printed vertices, metres: geodesics this long are cheap to integrate.
const LONGEST_M: f64 = 10_000.0;

impl Tracer<'_, '_> {
    /// A stretch without a known jump: accepted if the geodesic is close at three places. `guess` is how
    /// far left of the chord its middle is expected, metres.
    pub(super) fn curve(
        &mut self,
        p: &Sample,
        q: &Sample,
        length: f64,
        (guess, depth): (f64, u32),
    ) -> Result<(), DelimitError> {
        let cubic = cubic(p, q, length);
        let guess = cubic.map_or(guess, |c| c(0.5));
        let (m, off) = self.project(p, q, 0.5, guess)?;
        let apart = |t: &Self, x: &Sample, y: &Sample| t.jump(&x.signature, &y.signature).is_some();
        let smooth = !apart(self, p, &m) && !apart(self, &m, q);
        if smooth && off.abs() <= self.tolerance_m && length <= LONGEST_M {
            let predicted =
                cubic.filter(|c| (c(0.5) - off).abs() <= (0.1 * self.tolerance_m).min(CUBIC_M));
            let quarters = match predicted {
                Some(cubic) => self.predicted(p, q, cubic),
                None => self.looked_up(p, q, off)?,
            };
            if let Some([m1, m3]) = quarters {
                let hidden = match self.hidden(p, &m, depth)? {
                    Some(x) => Some(x),
                    None => self.hidden(&m, q, depth)?,
                };
                if let Some(x) = hidden {
                    return self.halves(p, &x, q, depth);
                }
                let rule = &self.eval.basis.rule;
                self.out.green.add(rule.arc(&p.at, &m1, &m.at));
                self.out.green.add(rule.arc(&m.at, &m3, &q.at));
                return Ok(());
            }
        }
        self.span(p, &m, (off / 4.0, depth + 1))?;
        self.emit(&m.at, PointKind::Curve);
        self.span(&m, q, (off / 4.0, depth + 1))
    }

    /// A place between two samples of a smooth stretch where another base point is in control, if there is one: every
    /// set of base points is asked what can be nearer on the way than the features at its ends, down to a few
    /// tolerances (a notch is less deep than it is wide).
    pub(super) fn hidden(
        &mut self,
        p: &Sample,
        q: &Sample,
        depth: u32,
    ) -> Result<Option<Sample>, DelimitError> {
        let way = (q.at.p - p.at.p).norm();
        let least = 4.0 * self.tolerance_m.max(SHORTEST_M);
        if !self.certify || way <= least || depth > 60 {
            return Ok(None);
        }
        let slack_m = (0.1 * self.tolerance_m).clamp(1e-5, 1e-3);
        let Some(t) = self.eval.intruder((&p.at, &p.signature), (&q.at, &q.signature), slack_m)
        else {
            return Ok(None);
        };
        let t = t.clamp(0.01, 0.99);
        let guess = cubic(p, q, way).map_or(0.0, |c| c(t));
        let (m, _) = self.project(p, q, t, guess)?;
        if self.jump(&p.signature, &m.signature).is_some()
            || self.jump(&m.signature, &q.signature).is_some()
        {
            return Ok(Some(m));
        }
        match self.hidden(p, &m, depth + 1)? {
            Some(x) => Ok(Some(x)),
            None => self.hidden(&m, q, depth + 1),
        }
    }

    /// The points at a quarter and three quarters on the cubic, where its middle is the curve's: then no
    /// S-shape can hide. `None` if they lie beyond the tolerance. (A jump of curvature within the stretch,
    /// as where the nearest point slides from an edge to its end, leaves the cubic by 6 % of the offset.)
    pub(super) fn predicted(
        &self,
        p: &Sample,
        q: &Sample,
        cubic: impl Fn(f64) -> f64,
    ) -> Option<[SurfacePoint; 2]> {
        let (y1, y3) = (cubic(0.25), cubic(0.75));
        if y1.abs().max(y3.abs()) > self.tolerance_m {
            return None;
        }
        let earth = self.eval.earth();
        let at = |t: f64, y: f64| {
            let base = densify::between(earth, &p.at, &q.at, t);
            earth.step(&base, base.n.cross(q.at.p - p.at.p).unit(), y)
        };
        Some([at(0.25, y1), at(0.75, y3)])
    }

    /// The same by finding the curve there; `None` if it is beyond the tolerance or jumps in between.
    pub(super) fn looked_up(
        &mut self,
        p: &Sample,
        q: &Sample,
        off: f64,
    ) -> Result<Option<[SurfacePoint; 2]>, DelimitError> {
        let (m1, off1) = self.project(p, q, 0.25, off * 0.75)?;
        let (m3, off3) = self.project(p, q, 0.75, off * 0.75)?;
        let close = off1.abs().max(off3.abs()) <= self.tolerance_m;
        let same = |x: &Sample, y: &Sample| self.jump(&x.signature, &y.signature).is_none();
        Ok((close && same(p, &m1) && same(&m3, q)).then_some([m1.at, m3.at]))
    }
}

/// Offset to the left of the chord by the cubic through both ends with the curve's tangents there.
pub(super) fn cubic(p: &Sample, q: &Sample, length: f64) -> Option<impl Fn(f64) -> f64 + Copy> {
    let tangent = |s: &Sample, along: Vec3| {
        let gradient = s.gradient?;
        let slope = gradient.dot(s.at.n.cross(along));
        (slope < 0.0).then(|| -gradient.dot(along) / slope)
    };
    let first = tangent(p, densify::towards(&p.at, &q.at))?;
    let second = tangent(q, -densify::towards(&q.at, &p.at))?;
    Some(move |t: f64| length * t * (1.0 - t) * ((1.0 - t) * first - t * second))
}
