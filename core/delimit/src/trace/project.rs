//! The point of the curve abreast of a place on a chord.
//!
//! Newton's steps with the score's gradient; secants where it has none or a wedge is crossed; and where both
//! lose their way, a look outward for the nearest change of sign.

use littoral_geodesy::{SurfacePoint, Vec3, densify};

use super::{ON_CURVE_M, SURE_STEP_M, Sample, Tracer};
use crate::error::DelimitError;
use crate::eval::Label;
use crate::root::bracket;

/// A line that lies deeper than this within a third party's waters is none, metres.
const ASTRAY_M: f64 = 1e-2;

impl Tracer<'_, '_> {
    /// The point of the curve abreast of a fraction of the chord, and its distance from the chord
    /// (left positive).
    pub(super) fn project(
        &mut self,
        p: &Sample,
        q: &Sample,
        t: f64,
        guess: f64,
    ) -> Result<(Sample, f64), DelimitError> {
        let earth = self.eval.earth();
        let length = (q.at.p - p.at.p).norm();
        let base = densify::between(earth, &p.at, &q.at, t);
        let left = base.n.cross(q.at.p - p.at.p).unit();
        let at = |s: f64| earth.step(&base, left, s);
        let guess = self.supposed_offset(p, q, &at, left, (length, guess)).unwrap_or(guess);
        self.eval.let_go();
        if let Some((s, step)) = self.newton(&at, left, length, guess) {
            // What was seen a hair's breadth away holds here.
            return Ok((self.loaded_sample(&at(s + step)), s + step));
        }
        let offset = match self.secant(&at, length, guess).filter(|s| self.crosses(&at, *s)) {
            Some(s) => s,
            None => self.search(&at, length).ok_or_else(|| self.unfollowed(&base))?,
        };
        Ok((self.sample(&at(offset)), offset))
    }

    /// The same as far as the base points of both ends tell, where they are the same; that nothing else is nearer on the
    /// way is still to be proved. Only where scores are distances, which have no other branches.
    pub(super) fn supposed(
        &mut self,
        p: &Sample,
        q: &Sample,
        (t, guess): (f64, f64),
    ) -> Option<(Sample, f64)> {
        if !self.certify || self.eval.tape.straight.is_none() || p.signature != q.signature {
            return None;
        }
        let earth = self.eval.earth();
        let length = (q.at.p - p.at.p).norm();
        let base = densify::between(earth, &p.at, &q.at, t);
        let left = base.n.cross(q.at.p - p.at.p).unit();
        let at = |s: f64| earth.step(&base, left, s);
        let offset = self.supposed_offset(p, q, &at, left, (length, guess));
        let found = offset.map(|s| (self.loaded_sample(&at(s)), s));
        self.eval.let_go();
        found
    }

    /// The root that Newton's steps find with the base points of both ends held; they stay so.
    fn supposed_offset(
        &mut self,
        p: &Sample,
        q: &Sample,
        at: &impl Fn(f64) -> SurfacePoint,
        left: Vec3,
        (length, guess): (f64, f64),
    ) -> Option<f64> {
        if !self.certify || !self.eval.hold(&p.signature, &q.signature) {
            return None;
        }
        let (s, step) = self.newton(at, left, length, guess)?;
        Some(s + step)
    }

    /// Does a third party hold the place? The two scores are equal on arms of the curve far from the line as well.
    pub(super) fn astray(&mut self, found: &Sample) -> bool {
        let pair = 1_u64 << self.a | 1 << self.b;
        if !self.certify || !self.eval.undercut(&found.at, found.score, pair) {
            return false;
        }
        // About a tripoint it may by a hair: not on all sides.
        let (east, north) = self.eval.earth().east_north(&found.at);
        let mut beside = |direction| {
            let at = self.eval.earth().step(&found.at, direction, ASTRAY_M);
            self.third_is_lower(&at)
        };
        [east, -east, north, -north].into_iter().all(&mut beside)
    }

    fn third_is_lower(&mut self, at: &SurfacePoint) -> bool {
        let pair = 1_u64 << self.a | 1 << self.b;
        self.eval.load(at, pair);
        let own = self.eval.score(self.a).min(self.eval.score(self.b));
        self.eval.undercut(at, own - 1e-8 * (1.0 + own.abs()), pair)
    }

    /// Newton's steps to the left from a guess: the last place looked at and the step from there, too short
    /// for a second look. `None` where the score has no derivative or a wedge is crossed.
    pub(super) fn newton(
        &mut self,
        at: &impl Fn(f64) -> SurfacePoint,
        left: Vec3,
        length: f64,
        guess: f64,
    ) -> Option<(f64, f64)> {
        let (a, b) = (self.a, self.b);
        let mut s = guess;
        for _ in 0..8 {
            let f = self.eval.difference(&at(s), a, b);
            if self.eval.tie(a, b).is_some() {
                return None;
            }
            let slope = self.eval.gradient(a, b)?.dot(left);
            let step = -f / slope;
            // Far off the chord the root may be another arm of the curve: the search outward decides.
            if !(slope < 0.0 && (s + step).abs() <= 0.25 * length) {
                return None;
            }
            // Of so short a step the square is lost in rounding.
            if step.abs() < SURE_STEP_M {
                return Some((s, step));
            }
            s += step;
        }
        None
    }

    /// Secant steps from a guess; the point returned is the one evaluated last.
    pub(super) fn secant(
        &mut self,
        at: &impl Fn(f64) -> SurfacePoint,
        length: f64,
        guess: f64,
    ) -> Option<f64> {
        let (a, b) = (self.a, self.b);
        let mut s = guess;
        let mut f = self.eval.difference(&at(s), a, b);
        if self.slope >= 0.0 {
            let probe = (length * 1e-3).min(1.0);
            self.slope = (self.eval.difference(&at(s + probe), a, b) - f) / probe;
            f = self.eval.difference(&at(s), a, b);
        }
        for _ in 0..10 {
            let step = -f / self.slope;
            if step.abs() <= ON_CURVE_M && self.slope < 0.0 {
                return Some(s);
            }
            let next = s + step;
            if next.is_nan() || next.abs() > length || self.slope >= 0.0 {
                break;
            }
            let g = self.eval.difference(&at(next), a, b);
            // Flat or rising: not the curve's neighbourhood. Over millimetres rounding hides the slope.
            if step.abs() > 1e-2 {
                let slope = (g - f) / step;
                // A slope out of all proportion is a jump: only signs can be trusted there.
                if !(0.02..50.0).contains(&(slope / self.slope)) {
                    break;
                }
                self.slope = slope;
            }
            (s, f) = (next, g);
        }
        self.slope = 0.0;
        None
    }

    /// Does the curve run through a place? At the rim of a wedge the scores are equal as well, from the outside: there
    /// `a` and `b` do not change sides.
    fn crosses(&mut self, at: &impl Fn(f64) -> SurfacePoint, s: f64) -> bool {
        let (a, b) = (self.a, self.b);
        let left = self.eval.difference(&at(s + SURE_STEP_M), a, b);
        let right = self.eval.difference(&at(s - SURE_STEP_M), a, b);
        left <= 0.0 && right >= 0.0
    }

    /// Looks outward for the nearest change of sign, left of which `a` holds.
    pub(super) fn search(&mut self, at: &impl Fn(f64) -> SurfacePoint, length: f64) -> Option<f64> {
        let (a, b) = (self.a, self.b);
        let f0 = self.eval.difference(&at(0.0), a, b);
        if f0 == 0.0 {
            return Some(0.0);
        }
        // `F` is negative on the left: from a positive value go left, from a negative go right.
        let toward = if f0 > 0.0 { 1.0 } else { -1.0 };
        let (mut last, mut f_last) = (0.0, f0);
        let mut reach = (length * 1e-6).max(1e-6);
        while reach <= 2.0 * length {
            let s = toward * reach;
            let f = self.eval.difference(&at(s), a, b);
            if (f < 0.0) != (f0 < 0.0) {
                let root = bracket((last, f_last), (s, f), ON_CURVE_M, |s| {
                    self.eval.difference(&at(s), a, b)
                });
                return Some(root);
            }
            (last, f_last) = (s, f);
            // Small steps where a thin neighbour could be stepped over, but no smaller than nothing can change sign in.
            let sure = reach + self.steepest().map_or(0.0, |rate| 0.99 * f.abs() / rate);
            reach *= if reach < 1e-3 * length { 4.0 } else { 1.15 };
            reach = reach.max(sure);
        }
        None
    }

    /// No faster does the difference change along a way from the loaded point; `None` where nothing is known of it, or in a
    /// tie wedge.
    fn steepest(&self) -> Option<f64> {
        let straight = self.eval.tape.straight.as_ref()?;
        let rate = |k: Label| straight[k as usize].factor.abs();
        self.eval.tie(self.a, self.b).is_none().then(|| rate(self.a) + rate(self.b))
    }
}
