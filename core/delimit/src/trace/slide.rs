//! Where a nearest point slides from an edge of the coast to its end, or back.
//!
//! No turning point lies there: the curve goes on in the same direction. But it bends otherwise, as a parabola does where
//! it leaves the straight bisector of two edges, and no cubic goes through such a place. Halving would come nearer to it
//! step by step. The line is cut there instead, and on both sides it is smooth.
//!
//! The edge ends where the way from the place to its vertex is square to it.

use littoral_geodesy::{Feature, SurfacePoint, Vec3};

use super::project::supposed_by;
use super::{SHORTEST_M, Sample, Tracer};
use crate::error::DelimitError;

/// Steps towards the place, at most.
const MOST_STEPS: usize = 5;
/// The vertex and the edge are equally far to this, metres: the rounding of distances.
const EQUALLY_FAR_M: f64 = 1e-9;

/// A vertex and an edge that ends at it, as a base point slides from one to the other.
struct End {
    slot: u8,
    at: SurfacePoint,
    /// Along the edge, away from the vertex, level there.
    along: Vec3,
}

impl End {
    /// How far a place lies abreast of the edge beyond its end, metres; before it, where the vertex is nearest, less than nothing.
    fn past_m(&self, place: &SurfacePoint) -> f64 {
        (place.p - self.at.p).dot(self.along)
    }
}

impl Tracer<'_, '_> {
    /// The place between two samples, whose base points are the same or adjoin, at which one of them slides over the end of an
    /// edge, as seen from the first and from the second. `middle` is the curve abreast of the chord's middle, and how far left
    /// of it. `None` where nothing slides, or the place is not found.
    pub(super) fn slide(
        &mut self,
        (p, q): (&Sample, &Sample),
        (m, off): (&Sample, f64),
    ) -> Result<Option<[Sample; 2]>, DelimitError> {
        let Some(end) = self.end_between(p, q) else { return Ok(None) };
        let Some((t, left_m)) = self.abreast_of(&end, (p, q), (m, off)) else { return Ok(None) };
        let x = match self.searched(p, q, (t, left_m)) {
            Ok((x, _)) => x,
            Err(DelimitError::Geometry { .. }) => return Ok(None),
            Err(other) => return Err(other),
        };
        let apart = |s: &Sample| (s.at.p - x.at.p).norm();
        let plain = x.tie.is_none() && self.is_smooth(p, &x, q);
        if !plain || apart(p).min(apart(q)) < 4.0 * SHORTEST_M || self.astray(&x) {
            return Ok(None);
        }
        let seen = [p, q].map(|from| self.named_as(&x, &end, from));
        Ok(match seen {
            [Some(before), Some(after)] => Some([before, after]),
            _ => None,
        })
    }

    /// The first end of an edge over which a base point slides between two samples.
    fn end_between(&self, p: &Sample, q: &Sample) -> Option<End> {
        p.signature.iter().zip(&q.signature).find_map(|((slot, f), (_, g))| {
            let (vertex, edge) = match (f.vertex(), g.vertex()) {
                (Some(v), None) => (v, *g),
                (None, Some(v)) => (v, *f),
                _ => return None,
            };
            let line = &self.eval.set_of(*slot).line;
            let at = line.vertex_point(vertex);
            let along = line.leaving(edge, vertex);
            let along = (along - at.n * along.dot(at.n)).unit();
            Some(End { slot: *slot, at, along })
        })
    }

    /// The fraction of the chord abreast of which the curve passes an end, and how far left of the chord it is there.
    fn abreast_of(
        &self,
        end: &End,
        (p, q): (&Sample, &Sample),
        (m, off): (&Sample, f64),
    ) -> Option<(f64, f64)> {
        let known = [(0.0, end.past_m(&p.at)), (0.5, end.past_m(&m.at)), (1.0, end.past_m(&q.at))];
        let [first, middle, last] = known;
        if first.1 * last.1 >= 0.0 {
            return None;
        }
        let pair = self.pair(&p.signature, &q.signature)?;
        let (mut lo, mut hi) =
            if first.1 * middle.1 < 0.0 { (first, middle) } else { (middle, last) };
        for _ in 0..MOST_STEPS {
            let t = lo.0 + (hi.0 - lo.0) * lo.1 / (lo.1 - hi.1);
            let (x, left_m) = supposed_by(&pair, (p, q), (t, 4.0 * off * t * (1.0 - t)))?;
            let past_m = end.past_m(&x.at);
            // So far past the end the edge is nearer than the vertex by less than the rounding.
            let far_m = (x.at.p - end.at.p).norm();
            if past_m * past_m < EQUALLY_FAR_M * far_m {
                return Some((t, left_m));
            }
            if past_m * lo.1 > 0.0 { lo = (t, past_m) } else { hi = (t, past_m) }
        }
        None
    }

    /// A sample at an end of an edge with the base point that another one names, if that is as near there as its own.
    fn named_as(&self, x: &Sample, end: &End, from: &Sample) -> Option<Sample> {
        let line = &self.eval.set_of(end.slot).line;
        let mut named = x.clone();
        let own = named.signature.iter_mut().find(|s| s.0 == end.slot)?;
        let wanted = from.signature.iter().find(|s| s.0 == end.slot)?.1;
        let far = |f: Feature| line.to_feature(&x.at, f).0;
        if (far(wanted) - far(own.1)).abs() > 10.0 * EQUALLY_FAR_M {
            return None;
        }
        own.1 = wanted;
        named.gradient =
            self.pair(&named.signature, &named.signature)?.at(&x.at).map(|s| s.gradient);
        Some(named)
    }
}
