//! Lines along the common rim of two tie wedges.
//!
//! Of vertices alone the cell of a terminus is tied as a whole, and the cells of two termini of the same parties may
//! adjoin. Where their rays meet the rim between them at different places, the line runs along it from the one to the
//! other: the bisector of the two termini. No difference of scores tells of it (on both sides it is the distance from a
//! ray that counts), so it is drawn from the termini themselves.

use littoral_geodesy::{SurfacePoint, densify};

use super::{DEEPEST, ON_CURVE_M, Sample, Tracer};
use crate::basis::TerminusId;
use crate::division::PointKind;
use crate::error::DelimitError;

/// A place is on the rim where its distances from both termini and to the nearest base points differ by less, metres.
const AT_RIM_M: f64 = 1e-3;
/// Pieces in which the rim is integrated, metres.
const PIECE_M: f64 = 2000.0;

impl Tracer<'_, '_> {
    /// A stretch from the ray of one wedge to that of another beside it; `None` if no rim joins them.
    pub(super) fn over_rim(
        &mut self,
        (p, id): (&Sample, TerminusId),
        (q, other): (&Sample, TerminusId),
        depth: u32,
    ) -> Result<Option<()>, DelimitError> {
        let (first, _) = self.corner(id, &p.at, &q.at);
        let (last, _) = self.corner(other, &q.at, &p.at);
        let both = Some([id.min(other), id.max(other)]);
        if self.rim_at(&first.at) != both || self.rim_at(&last.at) != both {
            return Ok(None);
        }
        let (r, s) = (first.at, last.at);
        let on = |at| Sample { at, tie: Some(id), gradient: None, ..p.clone() };
        self.along_ray(id, p, &on(r));
        self.push_turning(first);
        self.along_rim([id, other], (&r, &s), depth)?;
        self.push_turning(last);
        self.along_ray(other, &on(s), q);
        Ok(Some(()))
    }

    /// The two wedges between which a place lies, if it does.
    pub(super) fn rim_at(&mut self, p: &SurfacePoint) -> Option<[TerminusId; 2]> {
        let termini = &self.eval.basis.termini;
        // Chords first: of most places they tell at once.
        let chord = |k: &TerminusId| (termini[*k as usize].point.p - p.p).norm();
        let alike =
            |j: &TerminusId, k: &TerminusId| (chord(j) - chord(k)).abs() < 1.0 + 1e-4 * chord(j);
        let ours = &self.common;
        if !ours.iter().enumerate().any(|(n, j)| ours[n + 1..].iter().any(|k| alike(j, k))) {
            return None;
        }
        self.eval.difference(p, self.a, self.b);
        let nearest = [self.eval.nearest_of(self.a)?.0, self.eval.nearest_of(self.b)?.0];
        let earth = self.eval.earth();
        let far = |k: TerminusId| earth.distance(&termini[k as usize].point, p);
        let level = |k: &TerminusId| nearest.iter().all(|n| (far(*k) - n).abs() < AT_RIM_M);
        let mut on = self.common.iter().copied().filter(level);
        Some([on.next()?, on.next()?])
    }

    /// The rim between two of its places.
    pub(super) fn along_rim(
        &mut self,
        pair: [TerminusId; 2],
        (p, q): (&SurfacePoint, &SurfacePoint),
        depth: u32,
    ) -> Result<(), DelimitError> {
        let length = (q.p - p.p).norm();
        let chord = densify::between(self.eval.earth(), p, q, 0.5);
        let middle = self.onto_rim(pair, chord);
        let off = (middle.p - chord.p).norm();
        if depth > DEEPEST || off > length {
            return Err(self.unfollowed(&chord));
        }
        if off < self.tolerance_m {
            self.integrate_rim(pair, (p, q), length);
            return self.accepted(p, q);
        }
        self.along_rim(pair, (p, &middle), depth + 1)?;
        self.vertex(middle, PointKind::Curve);
        self.along_rim(pair, (&middle, q), depth + 1)
    }

    fn integrate_rim(
        &mut self,
        pair: [TerminusId; 2],
        (p, q): (&SurfacePoint, &SurfacePoint),
        length: f64,
    ) {
        let count = (length / PIECE_M).ceil().max(1.0);
        let at = |t: f64| densify::between(self.eval.earth(), p, q, t);
        let mut last = *p;
        let mut pieces = Vec::new();
        for k in 1..=count as usize {
            let next =
                if k == count as usize { *q } else { self.onto_rim(pair, at(k as f64 / count)) };
            let middle =
                self.onto_rim(pair, densify::between(self.eval.earth(), &last, &next, 0.5));
            pieces.push(self.eval.basis.rule.arc(&last, &middle, &next));
            last = next;
        }
        pieces.into_iter().for_each(|g| self.out.green.add(g));
    }

    /// The place abreast of another at which both termini are equally far.
    fn onto_rim(&self, pair: [TerminusId; 2], mut at: SurfacePoint) -> SurfacePoint {
        let earth = self.eval.earth();
        let [s, t] = pair.map(|id| self.eval.basis.termini[id as usize].point);
        for _ in 0..8 {
            let f = earth.distance(&s, &at) - earth.distance(&t, &at);
            // The way on which the first distance shrinks and the other grows.
            let way = densify::towards(&at, &s) - densify::towards(&at, &t);
            let rate = way.dot(way);
            if f.abs() < ON_CURVE_M || rate < 1e-12 {
                break;
            }
            at = earth.step(&at, way.unit(), f / rate.sqrt());
        }
        at
    }
}
