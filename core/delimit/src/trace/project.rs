//! The point of the curve abreast of a place on a chord.
//!
//! Newton's steps with the score's gradient; secants where it has none or a wedge is crossed; and where both
//! lose their way, a look outward for the nearest change of sign.

use littoral_geodesy::{Earth, Feature, SurfacePoint, Vec3, densify};

use super::{ON_CURVE_M, SURE_STEP_M, Sample, Tracer};
use crate::error::DelimitError;
use crate::eval::{Label, Pair, Seen};
use crate::root::bracket;

/// Newton's steps abreast of a chord, at most.
const MOST_STEPS: usize = 8;
/// A step leaves its square over the distance from the base points: this little, metres; and tangents turn by the step over that
/// distance: so little area does it make along the chord, square metres.
const LEFT_M: f64 = 1e-8;
const TURNED_M2: f64 = 0.1;
/// A line that lies deeper than this within a third party's waters is none, metres.
const ASTRAY_M: f64 = 1e-2;

/// A way to the left of a chord, from a fraction of it.
struct Chord<'a> {
    earth: &'a Earth,
    base: SurfacePoint,
    left: Vec3,
    length_m: f64,
}

impl<'a> Chord<'a> {
    fn new(earth: &'a Earth, (p, q): (&Sample, &Sample), t: f64) -> Self {
        let along = q.at.p - p.at.p;
        let base = densify::between(earth, &p.at, &q.at, t);
        Self { earth, base, left: base.n.cross(along).unit(), length_m: along.norm() }
    }

    fn at(&self, left_m: f64) -> SurfacePoint {
        self.earth.step(&self.base, self.left, left_m)
    }

    /// Newton's step from so many metres to the left. Far off the chord the root may be another arm of the curve: `None`, the
    /// search outward decides.
    fn step(&self, left_m: f64, difference: f64, gradient: Vec3) -> Option<f64> {
        let slope = gradient.dot(self.left);
        let step = -difference / slope;
        (slope < 0.0 && (left_m + step).abs() <= 0.25 * self.length_m).then_some(step)
    }
}

/// A point of the curve as the base points of both ends of a stretch tell.
struct Abreast {
    at: SurfacePoint,
    offset_m: f64,
    /// What is seen a hair's breadth from it.
    seen: Seen,
}

/// Newton's steps from so many metres to the left with base points that are held.
fn abreast(pair: &Pair<'_>, chord: &Chord<'_>, mut s: f64) -> Option<Abreast> {
    for _ in 0..MOST_STEPS {
        let seen = pair.at(&chord.at(s))?;
        let step = chord.step(s, seen.difference, seen.gradient)?;
        s += step;
        let turned = TURNED_M2 * seen.near_m / (chord.length_m * chord.length_m);
        let sure = (LEFT_M * seen.near_m).sqrt().min(turned);
        if step.abs() < sure.max(SURE_STEP_M) {
            return Some(Abreast { at: chord.at(s), offset_m: s, seen });
        }
    }
    None
}

/// That point as a sample, of which it is still to be proved that nothing else is nearer, and how far left of the chord it is.
pub(super) fn supposed_by(
    pair: &Pair<'_>,
    ends: (&Sample, &Sample),
    (t, guess): (f64, f64),
) -> Option<(Sample, f64)> {
    let chord = Chord::new(pair.earth(), ends, t);
    let Abreast { at, offset_m, seen } = abreast(pair, &chord, guess)?;
    let (score, gradient) = (seen.lower, Some(seen.gradient));
    let signature = seen.signature.to_vec();
    Some((Sample { at, signature, tie: None, score, gradient }, offset_m))
}

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
        let guess = match self.pair(&p.signature, &q.signature) {
            Some(pair) if self.certify => {
                let chord = Chord::new(self.eval.earth(), (p, q), t);
                abreast(&pair, &chord, guess).map_or(guess, |found| found.offset_m)
            }
            _ => self.held_offset(p, q, (t, guess)).unwrap_or(guess),
        };
        self.searched(p, q, (t, guess))
    }

    /// The same from a good guess: what the base points of both ends tell is in it.
    pub(super) fn searched(
        &mut self,
        p: &Sample,
        q: &Sample,
        (t, guess): (f64, f64),
    ) -> Result<(Sample, f64), DelimitError> {
        let chord = Chord::new(self.eval.earth(), (p, q), t);
        let at = |s: f64| chord.at(s);
        if let Some((s, step)) = self.newton(&chord, guess) {
            // What was seen a hair's breadth away holds here.
            return Ok((self.loaded_sample(&at(s + step)), s + step));
        }
        let length = chord.length_m;
        let offset = match self.secant(&at, length, guess).filter(|s| self.crosses(&at, *s)) {
            Some(s) => s,
            None => self.search(&at, length).ok_or_else(|| self.unfollowed(&chord.base))?,
        };
        Ok((self.sample(&at(offset)), offset))
    }

    /// The same as far as the base points of both ends tell, where they are the same or adjoin; that nothing else is nearer
    /// on the way is still to be proved. Only where scores are distances, which have no other branches.
    pub(super) fn supposed(
        &self,
        p: &Sample,
        q: &Sample,
        (t, guess): (f64, f64),
    ) -> Option<(Sample, f64)> {
        if !self.certify || !self.is_joined(p, q) {
            return None;
        }
        supposed_by(&self.pair(&p.signature, &q.signature)?, (p, q), (t, guess))
    }

    /// Are the base points of both ends the same, or such as adjoin, one of each slot?
    pub(super) fn is_joined(&self, p: &Sample, q: &Sample) -> bool {
        let joined = |((s, f), (t, g)): (&(u8, Feature), &(u8, Feature))| {
            s == t && (f == g || self.eval.set_of(*s).line.adjoin(*f, *g))
        };
        p.signature.len() == q.signature.len() && p.signature.iter().zip(&q.signature).all(joined)
    }

    /// The root that Newton's steps find with the base points of both ends held, for scores that are more than distances.
    fn held_offset(&mut self, p: &Sample, q: &Sample, (t, guess): (f64, f64)) -> Option<f64> {
        if !self.certify || !self.eval.hold(&p.signature, &q.signature) {
            return None;
        }
        let chord = Chord::new(self.eval.earth(), (p, q), t);
        let found = self.newton(&chord, guess);
        self.eval.let_go();
        found.map(|(s, step)| s + step)
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
    fn newton(&mut self, chord: &Chord<'_>, guess: f64) -> Option<(f64, f64)> {
        let mut s = guess;
        for _ in 0..MOST_STEPS {
            let (f, gradient) = self.scores_at(&chord.at(s))?;
            let step = chord.step(s, f, gradient)?;
            // Of so short a step the square is lost in rounding.
            if step.abs() < SURE_STEP_M {
                return Some((s, step));
            }
            s = self.with_loaded(chord, s + step).unwrap_or(s + step);
        }
        None
    }

    /// The root that the base points nearest to the loaded place have, from a guess: mostly they are nearest at the root as well,
    /// which the next search tells.
    fn with_loaded(&self, chord: &Chord<'_>, guess: f64) -> Option<f64> {
        let nearest = self.eval.signature(self.a, self.b);
        let pair = self.pair(&nearest, &nearest).filter(|_| self.certify)?;
        abreast(&pair, chord, guess).map(|found| found.offset_m)
    }

    /// The point of the curve abreast of a fraction of the chord as [`Self::project`] finds it, where what is nearest to the loaded
    /// place is nearest about there.
    pub(super) fn project_as_loaded(
        &mut self,
        p: &Sample,
        q: &Sample,
        t: f64,
    ) -> Result<(Sample, f64), DelimitError> {
        let chord = Chord::new(self.eval.earth(), (p, q), t);
        match self.with_loaded(&chord, 0.0) {
            Some(guess) => self.searched(p, q, (t, guess)),
            None => self.project(p, q, t, 0.0),
        }
    }

    /// The difference of the two scores and its change per metre; `None` where they have no derivative or a wedge is
    /// crossed.
    pub(super) fn scores_at(&mut self, at: &SurfacePoint) -> Option<(f64, Vec3)> {
        let f = self.eval.difference(at, self.a, self.b);
        if self.eval.ray_tie(self.a, self.b).is_some() {
            return None;
        }
        Some((f, self.eval.gradient(self.a, self.b)?))
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
