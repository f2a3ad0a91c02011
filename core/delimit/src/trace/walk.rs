//! A curve that has no foot on its chord is walked, step by step.
//!
//! Where a line runs round the tip of an island and comes back beside itself, no place abreast of the chord lies on it.
//! From a point of the curve a circle is looked round: with `a` on the left the curve leaves the circle where, going
//! clockwise, `F = u_a - u_b` turns from negative to positive. Only signs are asked for, so corners of any sharpness
//! are passed. Between the steps the ordinary tracing goes on, and proves what it accepts.

use littoral_geodesy::{SurfacePoint, Vec3, densify};

use super::{DEEPEST, ON_CURVE_M, SHORTEST_M, Sample, Tracer};
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::root::bracket;

/// Steps to a chord.
const STEPS_A_CHORD: f64 = 8.0;
/// A curve so many times longer than its chord is given up, and one of so many steps.
const LONGEST: f64 = 50.0;
const MOST_STEPS: usize = 400;
/// While the curve goes on straight steps grow so many times; straight it is by the cosine of the turn between two.
const GROWTH: f64 = 2.0;
const STRAIGHT: f64 = 0.97;
/// Directions looked at, first and where nothing was found.
const DIRECTIONS: [u32; 2] = [24, 120];
/// Shrinking of a circle on which no exit was found, and how often.
const SHRINK: f64 = 0.3;
const SHRINKS: usize = 4;

impl Tracer<'_, '_> {
    /// Walks from `p` to `q`; `None` if `q` was not reached.
    pub(super) fn walk(
        &mut self,
        p: &Sample,
        q: &Sample,
        depth: u32,
    ) -> Result<Option<()>, DelimitError> {
        let chord = (q.at.p - p.at.p).norm();
        let least = (chord / STEPS_A_CHORD).max(SHORTEST_M);
        let heading = p.gradient.map(|g| p.at.n.cross(g).unit());
        let mut path = vec![p.clone()];
        let mut heading = heading.unwrap_or_else(|| densify::towards(&p.at, &q.at));
        let (mut last, mut step, mut walked) = (p.at, least, 0.0);
        loop {
            let ahead = (q.at.p - last.p).norm();
            if ahead <= 1.5 * least {
                break;
            }
            self.eval.check()?;
            // Long steps do not pass by the end.
            step = step.min(ahead / 2.0).max(least);
            if walked > LONGEST * chord || path.len() > MOST_STEPS {
                return Ok(None);
            }
            let Some(next) = self.onward(&last, heading, step) else { return Ok(None) };
            let onward = -densify::towards(&next, &last);
            let straight = onward.dot(heading) > STRAIGHT;
            if !straight && step > least {
                // A tip is come up to in ever shorter steps.
                step = (step / GROWTH).max(least);
                continue;
            }
            walked += (next.p - last.p).norm();
            step = if straight { step * GROWTH } else { least };
            (heading, last) = (onward, next);
            let next = self.sample(&next);
            if self.astray(&next) {
                return Ok(None);
            }
            path.push(next);
        }
        path.push(q.clone());
        for k in 1..path.len() {
            self.span(&path[k - 1], &path[k], (0.0, (depth + 1).min(DEEPEST)))?;
            if k + 1 < path.len() {
                self.emit(&path[k], PointKind::Curve);
            }
        }
        Ok(Some(()))
    }

    /// Where the curve leaves a circle about one of its points: the exit nearest to the heading, on a smaller circle
    /// where the first has none.
    fn onward(
        &mut self,
        from: &SurfacePoint,
        heading: Vec3,
        mut step: f64,
    ) -> Option<SurfacePoint> {
        for shrink in 0..SHRINKS {
            for count in DIRECTIONS.into_iter().take(1 + shrink) {
                if let Some(at) = self.exit(from, heading, step, count) {
                    return Some(at);
                }
            }
            step *= SHRINK;
        }
        None
    }

    fn exit(
        &mut self,
        from: &SurfacePoint,
        heading: Vec3,
        step: f64,
        count: u32,
    ) -> Option<SurfacePoint> {
        let (a, b, earth) = (self.a, self.b, self.eval.earth());
        let right = heading.cross(from.n);
        // Clockwise from straight back.
        let at = |turn: f64| {
            let (s, c) = (libm::sin(turn), libm::cos(turn));
            earth.step(from, -(heading * c + right * s), step)
        };
        let angle = |k: u32| std::f64::consts::TAU * f64::from(k) / f64::from(count);
        let mut known: Vec<Option<f64>> = vec![None; count as usize + 1];
        let mut best: Option<(f64, SurfacePoint)> = None;
        // From straight ahead to both sides: the first exit is the nearest to the heading.
        for aside in 0..count / 2 {
            for from in [count / 2 + aside, count / 2 - 1 - aside] {
                let mut f = |k: u32| {
                    *known[k as usize]
                        .get_or_insert_with(|| self.eval.difference(&at(angle(k)), a, b))
                };
                let (first, second) = (f(from), f(from + 1));
                if first >= 0.0 || second < 0.0 {
                    continue;
                }
                let (lo, hi) =
                    ((angle(from), first), (angle(from + 1), second.max(f64::MIN_POSITIVE)));
                let root =
                    bracket(lo, hi, ON_CURVE_M / step, |x| self.eval.difference(&at(x), a, b));
                // The cosine of the angle to straight back.
                let ahead = libm::cos(root);
                if best.is_none_or(|(least, _)| ahead < least) {
                    best = Some((ahead, at(root)));
                }
            }
            if best.is_some() {
                break;
            }
        }
        best.map(|(_, at)| at)
    }
}
