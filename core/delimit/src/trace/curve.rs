//! Stretches without a turning point: accepted where the geodesic between their ends is close enough to the
//! curve and no other base point can hide, else halved.

use littoral_geodesy::{Green, SurfacePoint, Vec3, densify};

use super::{DEEPEST, SHORTEST_M, Sample, Tracer};
use crate::division::PointKind;
use crate::error::DelimitError;

/// The cubic through both ends stands for the curve if it has its middle to this, metres: areas are taken
/// along it.
pub(super) const CUBIC_M: f64 = 5e-3;
/// `t^2 (1 - t)^2` at a quarter, in units of its value in the middle.
const QUARTER: f64 = 9.0 / 16.0;
/// Where curvature jumps on the way a stretch is halved until what its cubic leaves out of account, length by offset, is no
/// more, square metres: five places give an area within a tenth of that.
const JUMPS_M2: f64 = 200.0;
/// Longest stretch between printed vertices, metres: geodesics this long are cheap to integrate.
pub(super) const LONGEST_M: f64 = 10_000.0;

/// What a look at a stretch tells.
enum Verdict {
    /// It is the curve.
    Curve,
    /// Another base point is in control here.
    Hidden(Sample),
    /// It is to be cut.
    Neither,
}

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
        let mut guess = cubic.map_or(guess, |c| c(0.5));
        let mut known = false;
        if let Some((m, off)) = self.supposed(p, q, (0.5, guess)) {
            (guess, known) = (off, true);
            if !self.astray(&m) {
                match self.accept((p, q), (&m, off), true, depth)? {
                    Verdict::Curve => return self.accepted(&p.at, &q.at),
                    Verdict::Hidden(x) => return self.halves(p, &x, q, depth),
                    Verdict::Neither => {}
                }
                let plan = cubic.and_then(|c| self.plan((p, q), (c, off), length));
                if let Some(plan) = plan
                    && self.pieces((p, &m, q), &plan, true, depth)?
                {
                    return Ok(());
                }
                if let Some([before, after]) = self.slide((p, q), (&m, off))? {
                    self.span(p, &before, (0.0, depth + 1))?;
                    self.emit(&before, PointKind::Curve);
                    return self.span(&after, q, (0.0, depth + 1));
                }
            }
        }
        let (m, off) = match known {
            true => self.searched(p, q, (0.5, guess))?,
            false => self.project(p, q, 0.5, guess)?,
        };
        if self.astray(&m) {
            return Err(self.unfollowed(&m.at));
        }
        match self.accept((p, q), (&m, off), false, depth)? {
            Verdict::Curve => return self.accepted(&p.at, &q.at),
            Verdict::Hidden(x) => return self.halves(p, &x, q, depth),
            Verdict::Neither => {}
        }
        let model = cubic.filter(|_| self.is_smooth(p, &m, q));
        if let Some(plan) = model.and_then(|c| self.plan((p, q), (c, off), length))
            && self.pieces((p, &m, q), &plan, false, depth)?
        {
            return Ok(());
        }
        self.span(p, &m, (off / 4.0, depth + 1))?;
        self.emit(&m, PointKind::Curve);
        self.span(&m, q, (off / 4.0, depth + 1))
    }

    /// Is a stretch the curve, as its middle tells, `off` metres left of the chord? If so what lies below it is added. Of a
    /// middle that is only `supposed` (see [`Self::supposed`]) nothing is taken for granted: then the ends vouch for all
    /// of the way at once.
    fn accept(
        &mut self,
        (p, q): (&Sample, &Sample),
        (m, off): (&Sample, f64),
        supposed: bool,
        depth: u32,
    ) -> Result<Verdict, DelimitError> {
        let length = (q.at.p - p.at.p).norm();
        let near = off.abs() <= self.tolerance_m && length <= LONGEST_M;
        if !near || !self.is_smooth(p, m, q) {
            return Ok(Verdict::Neither);
        }
        let cubic = cubic(p, q, length).map(|c| (c, off - c(0.5)));
        let below = match cubic {
            Some((_, beyond)) if beyond.abs() * length > JUMPS_M2 => return Ok(Verdict::Neither),
            Some((cubic, beyond)) if beyond.abs() <= self.as_cubic_m() => {
                self.predicted((p, m, q), (cubic, beyond))
            }
            _ => self.looked_up((p, m, q), off, supposed)?,
        };
        let Some(below) = below else { return Ok(Verdict::Neither) };
        let ways = if supposed { [(p, q), (q, q)] } else { [(p, m), (m, q)] };
        for (from, to) in ways {
            if let Some(x) = self.hidden(from, to, depth)? {
                return Ok(Verdict::Hidden(x));
            }
        }
        self.out.green.add(below);
        Ok(Verdict::Curve)
    }

    /// Do the base points of both ends lead over to those of the middle?
    pub(super) fn is_smooth(&self, p: &Sample, m: &Sample, q: &Sample) -> bool {
        self.jump(&p.signature, &m.signature).is_none()
            && self.jump(&m.signature, &q.signature).is_none()
    }

    /// The integral below five places evenly apart.
    pub(super) fn below(&self, [p, m1, m, m3, q]: [&SurfacePoint; 5]) -> Green {
        let rule = &self.eval.basis.rule;
        let mut green = rule.arc(p, m1, m);
        green.add(rule.arc(m, m3, q));
        green
    }

    /// The place abreast of a fraction of a chord, so many metres to its left.
    pub(super) fn beside(&self, p: &Sample, q: &Sample, t: f64, left_m: f64) -> SurfacePoint {
        let earth = self.eval.earth();
        let base = densify::between(earth, &p.at, &q.at, t);
        earth.step(&base, base.n.cross(q.at.p - p.at.p).unit(), left_m)
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
        if !self.is_seen(way, depth) {
            return Ok(None);
        }
        let slack_m = (0.1 * self.tolerance_m).clamp(1e-5, 1e-3);
        let Some(t) = self.intruder(p, q, slack_m) else { return Ok(None) };
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

    /// Is a stretch long enough for a notch to hide in it, and is it looked into at all?
    pub(super) fn is_seen(&self, way: f64, depth: u32) -> bool {
        self.certify && way > 4.0 * self.tolerance_m.max(SHORTEST_M) && depth <= DEEPEST
    }

    /// Where on the way something comes nearer than the base points at its ends, by more than a slack.
    pub(super) fn intruder(&mut self, p: &Sample, q: &Sample, slack_m: f64) -> Option<f64> {
        self.eval.intruder((&p.at, &p.signature), (&q.at, &q.signature), slack_m)
    }

    /// What lies below a stretch whose cubic has its middle: then no S-shape can hide. By what the middle is off the cubic
    /// the quarters are too, as the fourth power `t^2 (1 - t)^2` tells, the first that both ends' places and tangents
    /// leave open. `None` if they lie beyond the tolerance. (A jump of curvature within the stretch, as where the
    /// nearest point slides from an edge to its end, leaves the cubic by 6 % of the offset.)
    fn predicted(
        &self,
        (p, m, q): (&Sample, &Sample, &Sample),
        (cubic, beyond): (impl Fn(f64) -> f64, f64),
    ) -> Option<Green> {
        let [y1, y3] = [0.25, 0.75].map(|t| cubic(t) + QUARTER * beyond);
        if y1.abs().max(y3.abs()) > self.tolerance_m {
            return None;
        }
        let (m1, m3) = (self.beside(p, q, 0.25, y1), self.beside(p, q, 0.75, y3));
        Some(self.below([&p.at, &m1, &m.at, &m3, &q.at]))
    }

    /// The same by finding the curve at its quarters, as the base points of the ends tell if that is `supposed`; `None` if
    /// it is beyond the tolerance or jumps in between.
    fn looked_up(
        &mut self,
        (p, m, q): (&Sample, &Sample, &Sample),
        off: f64,
        supposed: bool,
    ) -> Result<Option<Green>, DelimitError> {
        let mut quarter = |t: f64| match self.supposed(p, q, (t, off * 0.75)).filter(|_| supposed) {
            Some(found) => Ok(found),
            None => self.project(p, q, t, off * 0.75),
        };
        let ((m1, off1), (m3, off3)) = (quarter(0.25)?, quarter(0.75)?);
        let close = off1.abs().max(off3.abs()) <= self.tolerance_m;
        let same = |x: &Sample, y: &Sample| self.jump(&x.signature, &y.signature).is_none();
        if !(close && same(p, &m1) && same(&m3, q)) {
            return Ok(None);
        }
        Ok(Some(self.below([&p.at, &m1.at, &m.at, &m3.at, &q.at])))
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
