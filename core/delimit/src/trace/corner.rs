//! Round a corner of the coast, from edge to edge.
//!
//! Seen from the side to which it points, a corner is the nearest point of a whole sector: a nearest point slides along one
//! edge to the vertex, rests there while the sector is passed, and slides on along the other edge. No turning point lies
//! there, and the distances from both edges are equal all over the sector, so no root tells where it is. Where two
//! samples of a line name the two edges, the line is cut where it passes the middle of the sector.

use littoral_geodesy::{Feature, SurfacePoint};

use super::{SHORTEST_M, Sample, Tracer};
use crate::error::DelimitError;

/// A vertex is the nearest point where nothing is nearer than it by more than this, metres: rounding.
const NEAREST_M: f64 = 1e-8;

impl Tracer<'_, '_> {
    /// The place of the curve from which the corner between two edges is seen under the same angle to both, if it is the
    /// nearest point there. `None` where the edges do not meet, where they face the curve as a bay does (then a turning
    /// point lies on their bisector), or where something else is nearer.
    pub(super) fn round_corner(
        &mut self,
        p: &Sample,
        q: &Sample,
        (slot, f, g): (u8, Feature, Feature),
    ) -> Result<Option<Sample>, DelimitError> {
        let line = &self.eval.set_of(slot).line;
        let Some(v) = line.corner(f, g) else { return Ok(None) };
        let (ahead_f, ahead_g) = (line.leaving(f, v), line.leaving(g, v));
        let tip = line.vertex_point(v);
        // Do both ends look at their edge from the side from which the other edge bends away?
        let away = |s: &SurfacePoint, edge: Feature, other| {
            let foot = line.to_feature(s, edge).1;
            let abreast = s.p - foot.p;
            (abreast - foot.n * abreast.dot(foot.n)).dot(other) < 0.0
        };
        if !away(&p.at, f, ahead_g) || !away(&q.at, g, ahead_f) {
            return Ok(None);
        }
        let past = |s: &SurfacePoint| (s.p - tip.p).dot(ahead_f - ahead_g);
        let (first, second) = (past(&p.at), past(&q.at));
        if !(first > 0.0 && second < 0.0) {
            return Ok(None);
        }
        let mut m = match self.project(p, q, first / (first - second), 0.0) {
            Ok((m, _)) => m,
            Err(DelimitError::Geometry { .. }) => return Ok(None),
            Err(other) => return Err(other),
        };
        let apart = |s: &Sample| (s.at.p - m.at.p).norm();
        if apart(p).min(apart(q)) < SHORTEST_M {
            return Ok(None);
        }
        let own = Feature(2 * v);
        let Some(named) = m.signature.iter_mut().find(|x| x.0 == slot) else { return Ok(None) };
        let nearest_m = line.to_feature(&m.at, named.1).0;
        if line.to_feature(&m.at, own).0 > nearest_m + NEAREST_M {
            return Ok(None);
        }
        // Of a thin sector rounding may name an edge.
        named.1 = own;
        Ok(Some(m))
    }
}
