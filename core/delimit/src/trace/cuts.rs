//! A stretch that is only to be cut: its cubic is the curve, or nearly, but its offset asks for more vertices than its ends.
//!
//! It is cut at once into as many pieces as the tolerance asks for. Each cut is on the curve as the base points of both ends
//! have it. That they are the nearest all along is proved without a search at every cut: what is nearest as a vertex is so on a
//! convex set, so a search at the corner of a triangle in which the curve lies tells of all cuts; for edges the sweep
//! along each piece does, among what one sweep along the stretch has found to come into question.

use littoral_geodesy::{Feature, Green};

use super::curve::{CUBIC_M, LONGEST_M, cubic};
use super::project::supposed_by;
use super::{Sample, Tracer};
use crate::division::PointKind;
use crate::error::DelimitError;

/// Cuts of half a stretch at once; more are halved first.
const MOST_CUTS: f64 = 128.0;
/// No other base point is nearer to what is printed without a search by more than this, metres.
const SUPPOSED_M: f64 = 1e-5;
/// The tangents at both ends of a stretch meet so much nearer to its chord than the corner of a triangle in which all of the
/// curve lies.
const CLEAR: f64 = 1.1;
/// A cubic that is off the curve by this many times what it may be has pieces that are as good as they must be: a fourth of the
/// length, and a little less.
const NEARLY: f64 = 256.0;
const LESS: f64 = 1.2;

/// How a stretch is to be cut.
pub(super) struct Plan<C> {
    cubic: C,
    /// How far left of the chord the curve is in the middle, metres.
    off: f64,
    /// Pieces of each half.
    half: u32,
    /// Does the cubic only tell about where the curve is? Then each piece is compared with it.
    nearly: bool,
}

/// What is known of a stretch whose cuts are only supposed: the pieces of the coast to be looked at, slot by slot.
type About = Vec<Option<Vec<u32>>>;

impl Tracer<'_, '_> {
    /// A cubic that has its middle this near to the curve stands for it, metres: areas allow no more.
    pub(super) fn as_cubic_m(&self) -> f64 {
        (0.1 * self.tolerance_m).min(CUBIC_M)
    }

    /// How a stretch is to be cut whose cubic is the curve, as `off` metres left of the chord's middle tells, or is so nearly:
    /// between the same base points on both sides the curve has no kink, and the error falls with the fourth power of the
    /// length. `None` where it is to be halved.
    pub(super) fn plan<C: Fn(f64) -> f64>(
        &self,
        (p, q): (&Sample, &Sample),
        (cubic, off): (C, f64),
        length: f64,
    ) -> Option<Plan<C>> {
        // So many times what it may be.
        let times = (cubic(0.5) - off).abs() / self.as_cubic_m();
        let nearly = times > 1.0;
        if !self.certify
            || length > LONGEST_M
            || times.is_nan()
            || nearly && (p.signature != q.signature || times > NEARLY)
        {
            return None;
        }
        // The second derivative of a cubic is greatest at an end: by differences over a hundredth, exact enough.
        let h = 1e-2;
        let bend = |t: f64| (cubic(t - h) - 2.0 * cubic(t) + cubic(t + h)).abs() / (h * h);
        let for_offset = (bend(0.0).max(bend(1.0)) / (8.0 * self.tolerance_m)).sqrt();
        let for_cubic = if nearly { LESS * times.sqrt().sqrt() } else { 0.0 };
        let half = for_offset.max(for_cubic) / 2.0;
        (half <= MOST_CUTS).then(|| Plan { cubic, off, half: half.ceil().max(1.0) as u32, nearly })
    }

    /// A stretch cut at once into as many pieces as its offset asks for. Every cut is solved,
    /// and every piece is certified and has tangents of its own; the look at its middle that halving would take is
    /// spared where the cubic is the curve: its error falls with the fourth power of the length. Cuts that are only `supposed` are
    /// not searched for: the pieces on both their sides vouch for them. False, and nothing printed, where a piece is not as
    /// expected.
    pub(super) fn pieces(
        &mut self,
        (p, m, q): (&Sample, &Sample, &Sample),
        plan: &Plan<impl Fn(f64) -> f64>,
        supposed: bool,
        depth: u32,
    ) -> Result<bool, DelimitError> {
        let Plan { cubic, off, half, nearly } = plan;
        if *nearly && !supposed || supposed && !self.vertices_hold(p, q, cubic) {
            return Ok(false);
        }
        let pair = if supposed { self.pair(&p.signature, &q.signature) } else { None };
        let mut off_m = off.abs();
        let mut cuts = vec![p.clone()];
        for k in 1..2 * half {
            let t = f64::from(k) / f64::from(2 * half);
            let cut = match &pair {
                _ if k == *half => Some(m.clone()),
                Some(pair) => supposed_by(pair, (p, q), (t, cubic(t))).map(|(cut, left_m)| {
                    off_m = off_m.max(left_m.abs());
                    cut
                }),
                None => self.followed(p, q, (t, cubic(t)))?,
            };
            let Some(cut) = cut else { return Ok(false) };
            cuts.push(cut);
        }
        cuts.push(q.clone());
        let ends = ((&p.at, &p.signature), (&q.at, &q.signature));
        let about = supposed.then(|| self.eval.about(ends.0, ends.1, off_m + self.tolerance_m));
        let mut rounds = Vec::with_capacity(cuts.len());
        for w in cuts.windows(2) {
            match self.round((&w[0], &w[1]), (about.as_ref(), *nearly), depth)? {
                Some(round) => rounds.push(round),
                None => return Ok(false),
            }
        }
        for (k, round) in rounds.iter().enumerate() {
            self.out.green.add(*round);
            self.accepted(&cuts[k].at, &cuts[k + 1].at)?;
            if k + 1 < rounds.len() {
                self.emit(&cuts[k + 1], PointKind::Curve);
            }
        }
        Ok(true)
    }

    /// What lies below a piece by its own cubic, which is looked at where that of the stretch is only `nearly` the curve; `None`
    /// where it leaves the tolerance or the curve, or another base point is in control.
    fn round(
        &mut self,
        (p, q): (&Sample, &Sample),
        (about, nearly): (Option<&About>, bool),
        depth: u32,
    ) -> Result<Option<Green>, DelimitError> {
        let length = (q.at.p - p.at.p).norm();
        if self.jump(&p.signature, &q.signature).is_some() {
            return Ok(None);
        }
        let Some(cubic) = cubic(p, q, length) else { return Ok(None) };
        if [0.25, 0.5, 0.75].into_iter().any(|t| cubic(t).abs() > self.tolerance_m) {
            return Ok(None);
        }
        if nearly {
            let middle = self.supposed(p, q, (0.5, cubic(0.5)));
            if !middle.is_some_and(|(_, off)| (off - cubic(0.5)).abs() <= self.as_cubic_m()) {
                return Ok(None);
            }
        }
        let vouched = match about {
            Some(about) => {
                let ends = ((&p.at, &p.signature), (&q.at, &q.signature));
                let found = || self.eval.intruder_of(ends.0, ends.1, (about, SUPPOSED_M));
                self.is_seen(length, depth) && found().is_none()
            }
            None => self.hidden(p, q, depth)?.is_none(),
        };
        if !vouched {
            return Ok(None);
        }
        let at = |t: f64| self.beside(p, q, t, cubic(t));
        Ok(Some(self.below([&p.at, &at(0.25), &at(0.5), &at(0.75), &q.at])))
    }

    /// The point of the curve abreast of a fraction of the chord, if the curve can be followed there.
    fn followed(
        &mut self,
        p: &Sample,
        q: &Sample,
        (t, guess): (f64, f64),
    ) -> Result<Option<Sample>, DelimitError> {
        match self.project(p, q, t, guess) {
            Ok((found, _)) => Ok(Some(found)),
            Err(DelimitError::Geometry { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Is each vertex that is nearest at both ends of a stretch, where searches said so, nearest all along its curve? The
    /// curve lies in the triangle of its chord and a corner a little beyond the meeting of its tangents. False where it bends
    /// both ways.
    fn vertices_hold(&self, p: &Sample, q: &Sample, cubic: impl Fn(f64) -> f64) -> bool {
        let h = 1e-4;
        let (first, second) = (cubic(h) / h, cubic(1.0 - h) / h);
        if first * second <= 0.0 {
            return false;
        }
        let (t, left_m) = (second / (first + second), first * second / (first + second));
        let corner = self.beside(p, q, t, CLEAR * left_m);
        let holds = |(slot, feature): &(u8, Feature)| {
            let line = &self.eval.set_of(*slot).line;
            let hint = line.pieces_of(feature.0 / 2).start as u32;
            line.nearest(&corner, Some(hint), f64::INFINITY).feature == *feature
        };
        p.signature.iter().filter(|(_, f)| f.vertex().is_some()).all(holds)
    }
}
