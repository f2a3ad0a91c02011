//! Turning points: where another base point, or another branch of the score, takes control.
//!
//! Where the two base points are equally far is found in [`super::meeting`].

use littoral_geodesy::{Feature, LatLon, SurfacePoint, Vec3};

use super::meeting::Meeting;
use super::{SHORTEST_M, Sample, Tracer, Vertex, controls};
use crate::basis::TerminusId;
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::eval::Signature;

/// Two feet closer than this are one point of the coast, metres.
pub(super) const SAME_FOOT_M: f64 = 1e-3;

/// Two distances are known to this, metres: so nearly straight a coast slides from edge to edge in one point.
const DOUBT_M: f64 = 1e-9;

/// Base points are equally far at a place to this, metres.
pub(super) const EQUALLY_FAR_M: f64 = 1e-6;

/// A change of signature between two samples.
pub(super) enum Jump {
    /// Slot, feature before, feature after.
    Feature(u8, Feature, Feature),
    /// Another branch of the score, or another field.
    Branch,
}

/// What a jump turned out to be.
pub(super) enum Turn {
    /// A turning point here.
    At(Box<Vertex>, Sample, Sample),
    /// A third base point is nearer here: look on both sides.
    Between(Sample),
    /// The nearest point slid along the coast.
    Smooth,
}

/// Does the curve lead away from the one place towards which the other lies, at both of them? Two base points may be equally
/// far at two places of a small loop, and then one is on the way back.
fn is_backward(from: &Sample, to: &Sample) -> bool {
    let chord = to.at.p - from.at.p;
    if chord.norm() < 10.0 * SHORTEST_M {
        return false;
    }
    // With the first holder on the left the scores' difference grows to the right.
    let ahead = |s: &Sample| s.gradient.map(|g| s.at.n.cross(g).dot(chord));
    let ways = [ahead(from), ahead(to)];
    ways.iter().flatten().all(|way| *way < 0.0) && ways.iter().any(Option::is_some)
}

impl Tracer<'_, '_> {
    /// The first slot whose nearest feature jumped, sliding from an edge to its end or along a straight run not counted.
    pub(super) fn jump(&self, p: &Signature, q: &Signature) -> Option<Jump> {
        if p.len() != q.len() || p.iter().zip(q).any(|(x, y)| x.0 != y.0) {
            return Some(Jump::Branch);
        }
        let moved = |(x, y): (&(u8, Feature), &(u8, Feature))| {
            let slides = x.1 == y.1 || self.eval.set_of(x.0).slides(x.1, y.1);
            (!slides).then_some(Jump::Feature(x.0, x.1, y.1))
        };
        p.iter().zip(q).find_map(moved)
    }

    pub(super) fn turn(
        &mut self,
        p: &Sample,
        q: &Sample,
        jump: &Jump,
        length: f64,
    ) -> Result<Turn, DelimitError> {
        match *jump {
            Jump::Feature(slot, f, g) => match self.drawn_turn(p, q, (slot, f, g)) {
                Some(turn) => Ok(turn),
                None => self.feature_turn(p, q, (slot, f, g), length),
            },
            Jump::Branch => self.branch_turn(p, q, length),
        }
    }

    /// The turning point between two base points of one party, or what is there instead.
    pub(super) fn feature_turn(
        &mut self,
        p: &Sample,
        q: &Sample,
        (slot, f, g): (u8, Feature, Feature),
        length: f64,
    ) -> Result<Turn, DelimitError> {
        let line = &self.eval.set_of(slot).line;
        if let Some(m) = self.round_corner(p, q, (slot, f, g))? {
            return Ok(Turn::Between(m));
        }
        let m = match self.equally_far((p, q), (slot, f, g), length)? {
            Meeting::Here(m) => m,
            Meeting::Beside(m) => return Ok(Turn::Between(m)),
        };
        if let Some(on_ray) = self.over_ray(p, q, &m.at) {
            return Ok(Turn::Between(on_ray));
        }
        self.eval.difference(&m.at, self.a, self.b);
        let ((df, foot_f), (dg, foot_g)) = (line.to_feature(&m.at, f), line.to_feature(&m.at, g));
        if self.is_nearer(slot, df.min(dg)) {
            // Something else is nearer here; a stretch this short cannot be cut any more.
            return if length < 10.0 * SHORTEST_M {
                Ok(Turn::Smooth)
            } else {
                Ok(Turn::Between(self.project(p, q, 0.5, 0.0)?.0))
            };
        }
        // Feet that lie so near one another are equally far within the doubt of the distances.
        let same = SAME_FOOT_M.max((2.0 * df * DOUBT_M).sqrt());
        if (foot_f.p - foot_g.p).norm() < same {
            return Ok(Turn::Smooth);
        }
        let mut controls = controls(self.eval, 1 << self.a | 1 << self.b);
        if let Some(party) = self.eval.party_of(slot) {
            let earth = self.eval.earth();
            controls.retain(|c| c.0 != party);
            controls
                .extend([(party, df, earth.lat_lon(&foot_f)), (party, dg, earth.lat_lon(&foot_g))]);
            controls.sort_by_key(|c| c.0);
        }
        let vertex = Vertex { at: m.at, kind: PointKind::Turning, controls };
        let side = |feature: Feature, beyond: &Sample, back: &Sample| {
            let mut s = Sample { gradient: None, ..m.clone() };
            self.as_seen_from(&mut s, &beyond.signature, &back.signature);
            s.signature.iter_mut().filter(|x| x.0 == slot).for_each(|x| x.1 = feature);
            s.gradient = self.gradient_beside(&s);
            s
        };
        let (before, after) = (side(f, p, q), side(g, q, p));
        if is_backward(p, &before) || is_backward(&after, q) {
            return Err(self.unfollowed(&m.at));
        }
        Ok(Turn::At(Box::new(vertex), before, after))
    }

    /// The gradient on one side of a turning point, by the base points that control the line there. Only where scores are
    /// distances, which have no other branches.
    fn gradient_beside(&self, s: &Sample) -> Option<Vec3> {
        let pair = self.pair(&s.signature, &s.signature)?;
        pair.at(&s.at).map(|seen| seen.gradient)
    }

    /// Where several base points are equally far, as at the corner of a tie wedge, rounding decides which of them a
    /// sample names: on the way to a neighbour it is the neighbour's, if that is one of them. Away from the wedge it is not
    /// the terminus, but what meets it there on the other side.
    fn as_seen_from(&self, s: &mut Sample, neighbour: &Signature, back: &Signature) {
        if s.signature.len() != neighbour.len() || s.signature.len() != back.len() {
            return;
        }
        let (at, own) = (s.at, s.signature.clone());
        for ((x, ahead), behind) in s.signature.iter_mut().zip(neighbour).zip(back) {
            let set = self.eval.set_of(x.0);
            let far = |f: Feature| set.line.to_feature(&at, f).0;
            let meets = |y: &(u8, Feature)| y.0 == x.0 && far(y.1) <= far(x.1) + EQUALLY_FAR_M;
            if meets(ahead) {
                x.1 = ahead.1;
            } else if set.terminus_of(x.1).is_some() && meets(behind) {
                x.1 = behind.1;
            }
        }
        // On the rim of a wedge edges that end at the terminus are as far as what meets it there, for both parties: with
        // them for names every place of the rim would be a turning point.
        if self.tip_of(&at, &s.signature).is_some() && self.tip_of(&at, &own).is_none() {
            s.signature = own;
        }
    }

    /// The terminus that is all base points of a signature at once, as seen from a place.
    pub(super) fn tip_of(&self, at: &SurfacePoint, signature: &Signature) -> Option<TerminusId> {
        let termini = &self.eval.basis.termini;
        let tip = |(slot, feature): &(u8, Feature)| {
            let set = self.eval.set_of(*slot);
            let foot = set.line.to_feature(at, *feature).1;
            set.terminus_where(|id| (termini[id as usize].point.p - foot.p).norm() < SAME_FOOT_M)
        };
        let mut tips = signature.iter().map(tip);
        let first = tips.next().flatten().filter(|_| signature.len() > 1)?;
        tips.all(|t| t == Some(first)).then_some(first)
    }

    /// A change of branch: halve until the two signatures are a few millimetres apart.
    pub(super) fn branch_turn(
        &mut self,
        p: &Sample,
        q: &Sample,
        length: f64,
    ) -> Result<Turn, DelimitError> {
        if length > 4.0 * SHORTEST_M {
            return Ok(Turn::Between(self.project(p, q, 0.5, 0.0)?.0));
        }
        let m = self.project(p, q, 0.5, 0.0)?.0;
        self.eval.difference(&m.at, self.a, self.b);
        let controls = controls(self.eval, 1 << self.a | 1 << self.b);
        let vertex = Vertex { at: m.at, kind: PointKind::Turning, controls };
        let with = |s: &Sample| Sample { at: m.at, gradient: None, ..s.clone() };
        Ok(Turn::At(Box::new(vertex), with(p), with(q)))
    }

    /// A turning point at one end of a stretch: the rest starts with a fresh look a few millimetres on,
    /// so that several jumps at one place cannot call each other for ever.
    pub(super) fn turn_at_end(
        &mut self,
        p: &Sample,
        q: &Sample,
        vertex: Vertex,
        at_p: bool,
        depth: u32,
    ) -> Result<(), DelimitError> {
        let length = (q.at.p - p.at.p).norm();
        let skip = 4.0 * SHORTEST_M;
        if length < 2.0 * skip {
            self.push_turning(vertex);
            self.straight(&p.at, &q.at);
            return Ok(());
        }
        let t = if at_p { skip / length } else { 1.0 - skip / length };
        let (m, _) = self.project(p, q, t, 0.0)?;
        self.grain(&m.at)?;
        if at_p {
            self.push_turning(vertex);
            self.straight(&p.at, &m.at);
            self.span(&m, q, (0.0, depth + 1))
        } else {
            self.span(p, &m, (0.0, depth + 1))?;
            self.push_turning(vertex);
            self.straight(&m.at, &q.at);
            Ok(())
        }
    }

    /// Adds a turning point; one at the same place as the last only adds its base points.
    pub(super) fn push_turning(&mut self, vertex: Vertex) {
        let here = |v: &&mut Vertex| {
            v.kind == PointKind::Turning && (v.at.p - vertex.at.p).norm() < 4.0 * SHORTEST_M
        };
        let Some(last) = self.out.vertices.last_mut().filter(here) else {
            self.out.vertices.push(vertex);
            return;
        };
        for c in vertex.controls {
            let known = |o: &(usize, f64, LatLon)| {
                o.0 == c.0 && (o.2.lat - c.2.lat).abs().max((o.2.lon - c.2.lon).abs()) < 1e-7
            };
            if !last.controls.iter().any(known) {
                last.controls.push(c);
            }
        }
        last.controls.sort_by_key(|c| c.0);
    }

    /// Both sides of a turning point.
    pub(super) fn around(
        &mut self,
        p: &Sample,
        before: &Sample,
        vertex: Vertex,
        after: &Sample,
        q: &Sample,
        depth: u32,
    ) -> Result<(), DelimitError> {
        self.span(p, before, (0.0, depth + 1))?;
        self.push_turning(vertex);
        self.span(after, q, (0.0, depth + 1))
    }
}
