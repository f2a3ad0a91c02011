//! A stretch that is only to be cut: its cubic is the curve, but its offset asks for more vertices than its ends.
//!
//! It is cut at once into as many pieces as the tolerance asks for. Each cut is on the curve as the base points of both ends
//! have it. That they are the nearest all along is proved without a search at every cut: what is nearest as a vertex is so on a
//! convex set, so a search at the corner of a triangle in which the curve lies tells of all cuts; for edges the sweep
//! along each piece does.

use littoral_geodesy::{Feature, Green};

use super::curve::{CUBIC_M, LONGEST_M, cubic};
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

impl Tracer<'_, '_> {
    /// Is the cubic of a stretch the curve, so that only its offset asks for more vertices?
    pub(super) fn is_model(&self, cubic: impl Fn(f64) -> f64, off: f64, length: f64) -> bool {
        let error = (cubic(0.5) - off).abs();
        self.certify && length <= LONGEST_M && error <= (0.1 * self.tolerance_m).min(CUBIC_M)
    }

    /// A stretch whose cubic is the curve, cut at once into as many pieces as its offset asks for. Every cut is solved,
    /// and every piece is certified and has tangents of its own; the look at its middle that halving would take is
    /// spared: the cubic's error falls with the fourth power of the length. Cuts that are only `supposed` are not searched
    /// for: the pieces on both their sides vouch for them. False, and nothing printed, where a piece is not as expected.
    pub(super) fn pieces(
        &mut self,
        (p, m, q): (&Sample, &Sample, &Sample),
        cubic: impl Fn(f64) -> f64,
        supposed: bool,
        depth: u32,
    ) -> Result<bool, DelimitError> {
        // The second derivative of a cubic is greatest at an end: by differences over a hundredth, exact enough.
        let h = 1e-2;
        let bend = |t: f64| (cubic(t - h) - 2.0 * cubic(t) + cubic(t + h)).abs() / (h * h);
        let half = (bend(0.0).max(bend(1.0)) / (8.0 * self.tolerance_m)).sqrt() / 2.0;
        if half.is_nan() || half > MOST_CUTS {
            return Ok(false);
        }
        if supposed && !self.vertices_hold(p, q, &cubic) {
            return Ok(false);
        }
        let half = half.ceil().max(1.0) as u32;
        let mut cuts = vec![p.clone()];
        for k in 1..2 * half {
            let t = f64::from(k) / f64::from(2 * half);
            let cut = match k {
                _ if k == half => Some(m.clone()),
                _ if supposed => self.supposed(p, q, (t, cubic(t))).map(|found| found.0),
                _ => self.followed(p, q, (t, cubic(t)))?,
            };
            let Some(cut) = cut else { return Ok(false) };
            cuts.push(cut);
        }
        cuts.push(q.clone());
        let mut rounds = Vec::with_capacity(cuts.len());
        for w in cuts.windows(2) {
            match self.round((&w[0], &w[1]), supposed, depth)? {
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

    /// What lies below a piece by its own cubic; `None` where it leaves the tolerance, or another base point is in
    /// control.
    fn round(
        &mut self,
        (p, q): (&Sample, &Sample),
        supposed: bool,
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
        let vouched = match supposed {
            true => self.is_seen(length, depth) && self.intruder(p, q, SUPPOSED_M).is_none(),
            false => self.hidden(p, q, depth)?.is_none(),
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
