//! Where on a curve two base points are equally far.
//!
//! First by Newton's method in the plane (the scores equal, two base points equally far), from the base points of both ends
//! alone and confirmed by one search; where that does not settle, as a root along the curve, and for corners without a
//! foot on the chord by numeric derivatives.

use littoral_geodesy::{Feature, SurfacePoint, Vec3, densify};

use super::turning::EQUALLY_FAR_M;
use super::{ON_CURVE_M, SHORTEST_M, SURE_STEP_M, Sample, Tracer};
use crate::error::DelimitError;
use crate::root::bracket;

/// Two base points are equally far to this at a turning point, metres.
const MET_M: f64 = 1e-4;

/// Over a chord shorter than this no curve leaps to another arm, metres.
const LEAP_M: f64 = 1.0;

/// Where two base points are equally far on a curve.
pub(super) enum Meeting {
    Here(Sample),
    /// It is not in sight, or a third one is nearer there: a point of the curve from which to look on.
    Beside(Sample),
}

impl Tracer<'_, '_> {
    /// Where `f` and `g` of a slot are equally far on the way from a place where `f` is nearest to one where `g` is.
    pub(super) fn equally_far(
        &mut self,
        (p, q): (&Sample, &Sample),
        (slot, f, g): (u8, Feature, Feature),
        length: f64,
    ) -> Result<Meeting, DelimitError> {
        let line = &self.eval.set_of(slot).line;
        let gap = |s: &SurfacePoint| line.to_feature(s, f).0 - line.to_feature(s, g).0;
        match self.meet(p, q, (slot, f, g), length) {
            Some(Meeting::Beside(_)) if length < 10.0 * SHORTEST_M => {}
            Some(met) => return Ok(met),
            None => {}
        }
        if let Some(m) = self.along(p, q, &gap, length)? {
            return Ok(Meeting::Here(m));
        }
        if let Some(m) = self.corner_of(p, q, &gap, length) {
            return Ok(Meeting::Here(m));
        }
        // Nothing in sight from here: from the middle it may be.
        match self.middle(p, q, length)? {
            Some(m) => Ok(Meeting::Beside(m)),
            None => self.equally_far_end(p, q, &gap, length).map(Meeting::Here),
        }
    }

    /// The end of a stretch at which the two base points are equally far. Where neither is such an end the change lies
    /// somewhere that the chord does not see, as beyond the tip of a wedge: an error, whereupon the stretch is walked.
    fn equally_far_end(
        &self,
        p: &Sample,
        q: &Sample,
        gap: &impl Fn(&SurfacePoint) -> f64,
        length: f64,
    ) -> Result<Sample, DelimitError> {
        let (g0, g1) = (gap(&p.at).abs(), gap(&q.at).abs());
        if length > 10.0 * SHORTEST_M && g0.min(g1) > MET_M {
            return Err(self.unfollowed(&densify::between(self.eval.earth(), &p.at, &q.at, 0.5)));
        }
        Ok(if g0 < g1 { p.clone() } else { q.clone() })
    }

    /// The middle of a stretch that is long enough to be halved and can be followed there, on the same arm of the curve.
    fn middle(
        &mut self,
        p: &Sample,
        q: &Sample,
        length: f64,
    ) -> Result<Option<Sample>, DelimitError> {
        if length <= 10.0 * SHORTEST_M {
            return Ok(None);
        }
        match self.project(p, q, 0.5, 0.0) {
            Ok((m, _)) => Ok((!is_leap(&p.at, &m.at, &q.at)).then_some(m)),
            Err(DelimitError::Geometry { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Newton's method for the point where `F` and the gap between two base points are both zero, from the
    /// place on the chord where the gap is about zero. `None` where the score has no gradient, or the steps
    /// do not settle between the two.
    fn meet(
        &mut self,
        p: &Sample,
        q: &Sample,
        jump: (u8, Feature, Feature),
        length: f64,
    ) -> Option<Meeting> {
        let (slot, f, g) = jump;
        let line = &self.eval.set_of(slot).line;
        let gap = |s: &SurfacePoint| line.to_feature(s, f).0 - line.to_feature(s, g).0;
        let (g0, g1) = (gap(&p.at), gap(&q.at));
        if !(g0 < 0.0 && g1 > 0.0) {
            return None;
        }
        let mut start = densify::between(self.eval.earth(), &p.at, &q.at, g0 / (g0 - g1));
        // First as far as the base points of both ends tell, without a search.
        if let Some((at, slope)) = self.supposed_meeting((p, q), start, jump, length) {
            let m = self.sample(&at);
            let off = self.eval.difference(&at, self.a, self.b).abs();
            if self.is_nearer(slot, line.to_feature(&at, f).0) {
                return self.beside_meeting(p, q, &at);
            }
            if off <= ON_CURVE_M * slope {
                return Some(Meeting::Here(m));
            }
            start = at;
        }
        let (at, _) = self.meet_from(start, jump, length, Self::scores_at)?;
        Some(Meeting::Here(self.sample(&at)))
    }

    /// The same as the base points of both ends tell: where the steps settle, and the slope of `F` there.
    fn supposed_meeting(
        &mut self,
        (p, q): (&Sample, &Sample),
        start: SurfacePoint,
        jump: (u8, Feature, Feature),
        length: f64,
    ) -> Option<(SurfacePoint, f64)> {
        if let Some(pair) = self.pair(&p.signature, &q.signature) {
            let look = |_: &mut Self, at: &SurfacePoint| {
                pair.at(at).map(|seen| (seen.difference, seen.gradient))
            };
            return self.meet_from(start, jump, length, look);
        }
        if !self.eval.hold(&p.signature, &q.signature) {
            return None;
        }
        let met = self.meet_from(start, jump, length, Self::scores_at);
        self.eval.let_go();
        met
    }

    /// Is something nearer in a slot than a distance, at the loaded point?
    pub(super) fn is_nearer(&self, slot: u8, distance_m: f64) -> bool {
        self.eval.hit(slot).is_some_and(|h| h.distance_m < distance_m - EQUALLY_FAR_M)
    }

    /// The point of the curve about where two base points would meet, if a third were not nearer.
    fn beside_meeting(&mut self, p: &Sample, q: &Sample, at: &SurfacePoint) -> Option<Meeting> {
        let chord = q.at.p - p.at.p;
        let t = (at.p - p.at.p).dot(chord) / chord.dot(chord);
        let (m, _) = self.project_as_loaded(p, q, t.clamp(0.1, 0.9)).ok()?;
        (!is_leap(&p.at, &m.at, &q.at)).then_some(Meeting::Beside(m))
    }

    /// The same from a place, with what a look at one tells of the scores.
    fn meet_from(
        &mut self,
        start: SurfacePoint,
        (slot, f, g): (u8, Feature, Feature),
        length: f64,
        look: impl Fn(&mut Self, &SurfacePoint) -> Option<(f64, Vec3)>,
    ) -> Option<(SurfacePoint, f64)> {
        let earth = self.eval.earth();
        let line = &self.eval.set_of(slot).line;
        let mut at = start;
        for _ in 0..12 {
            let (value, first) = look(self, &at)?;
            let ((df, foot_f), (dg, foot_g)) = (line.to_feature(&at, f), line.to_feature(&at, g));
            let second = densify::towards(&at, &foot_g) - densify::towards(&at, &foot_f);
            let step = solve_two(&at, (value, first), (df - dg, second))?;
            let way = step.norm();
            if way.is_nan() {
                return None;
            }
            // Where the curve bends or the coast has a corner a step may lead far astray: no farther than to the ends.
            let way = way.min(length);
            at = earth.step(&at, step.unit(), way);
            // The tip of a sharp corner may lie farther from the chord than the chord is long.
            if (at.p - start.p).norm() > 3.0 * length {
                return None;
            }
            if way < SURE_STEP_M {
                return Some((at, first.norm()));
            }
        }
        None
    }

    /// Newton's method for the point where `F` and the gap between two base points are both zero: finds
    /// corners sharper than a right angle, which have no foot on the chord.
    fn corner_of(
        &mut self,
        p: &Sample,
        q: &Sample,
        gap: &impl Fn(&SurfacePoint) -> f64,
        length: f64,
    ) -> Option<Sample> {
        let (a, b) = (self.a, self.b);
        let earth = self.eval.earth();
        let middle = densify::between(earth, &p.at, &q.at, 0.5);
        let probe = (length * 1e-3).clamp(1e-3, 1.0);
        let mut at = middle;
        for _ in 0..12 {
            let (east, north) = earth.east_north(&at);
            let (x, y) = (earth.step(&at, east, probe), earth.step(&at, north, probe));
            let (fx, fy) = (self.eval.difference(&x, a, b), self.eval.difference(&y, a, b));
            let (f, h) = (self.eval.difference(&at, a, b), gap(&at));
            let (j11, j12) = ((fx - f) / probe, (fy - f) / probe);
            let (j21, j22) = ((gap(&x) - h) / probe, (gap(&y) - h) / probe);
            let det = j11 * j22 - j12 * j21;
            let (dx, dy) = ((h * j12 - f * j22) / det, (f * j21 - h * j11) / det);
            let step = (dx * dx + dy * dy).sqrt();
            if step.is_nan() || step > 2.0 * length {
                return None;
            }
            if step <= ON_CURVE_M {
                return Some(self.sample(&at));
            }
            at = earth.step(&at, (east * dx + north * dy).unit(), step);
            if (at.p - middle.p).norm() > 1.5 * length {
                return None;
            }
        }
        None
    }

    /// The same point as a root along the curve; `None` where the curve cannot be followed between the
    /// two, or the gap does not change sign.
    fn along(
        &mut self,
        p: &Sample,
        q: &Sample,
        gap: &impl Fn(&SurfacePoint) -> f64,
        length: f64,
    ) -> Result<Option<Sample>, DelimitError> {
        let (g0, g1) = (gap(&p.at), gap(&q.at));
        if g0 >= 0.0 || g1 <= 0.0 {
            return Ok(None);
        }
        let mut failed = None;
        // The ends of the bracket, by the sign of the gap: places are sought abreast of the chord between them, from which
        // the curve is never far.
        let mut ends = [(0.0, p.clone()), (1.0, q.clone())];
        let abreast = |tracer: &mut Self, ends: &[(f64, Sample); 2], t: f64| {
            let [(t0, from), (t1, to)] = ends;
            let (m, _) = tracer.project(from, to, (t - t0) / (t1 - t0), 0.0)?;
            if is_leap(&from.at, &m.at, &to.at) { Err(tracer.unfollowed(&m.at)) } else { Ok(m) }
        };
        let t =
            bracket((0.0, g0), (1.0, g1), ON_CURVE_M / length, |t| match abreast(self, &ends, t) {
                Ok(m) => {
                    let gap = gap(&m.at);
                    ends[usize::from(gap > 0.0)] = (t, m);
                    gap
                }
                Err(e) => {
                    failed = Some(e);
                    0.0
                }
            });
        let last = failed.map_or_else(
            || {
                let here = ends.iter().find(|e| e.0 == t).map(|e| e.1.clone());
                here.map_or_else(|| abreast(self, &ends, t), Ok)
            },
            Err,
        );
        match last {
            // A change of sign may also be the place where the foot of the chord leaps to another arm.
            Ok(m) => Ok((gap(&m.at).abs() < MET_M).then_some(m)),
            Err(DelimitError::Geometry { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

/// Is a place abreast of a chord on another arm of the curve: farther from an end than the ends are from one another?
fn is_leap(p: &SurfacePoint, m: &SurfacePoint, q: &SurfacePoint) -> bool {
    let chord = (q.p - p.p).norm();
    chord > LEAP_M && (m.p - p.p).norm().max((m.p - q.p).norm()) > chord
}

/// The tangent step at which two quantities vanish, each given by value and gradient; `None` if the
/// gradients are nearly parallel.
fn solve_two(at: &SurfacePoint, f: (f64, Vec3), g: (f64, Vec3)) -> Option<Vec3> {
    let det = f.1.cross(g.1).dot(at.n);
    let scale = f.1.norm() * g.1.norm();
    if det.abs() <= 1e-7 * scale || !det.is_finite() {
        return None;
    }
    // The dual basis of the two gradients within the tangent plane.
    let (u, v) = (g.1.cross(at.n), at.n.cross(f.1));
    Some(-(u * f.0 + v * g.0) * (1.0 / det))
}
