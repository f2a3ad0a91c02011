//! Turning points: where another base point, or another branch of the score, takes control.
//!
//! First by Newton's method in the plane (the scores equal, two base points equally far); where that does not
//! settle, as a root along the curve, and for corners without a foot on the chord by numeric derivatives.

use littoral_geodesy::{Feature, LatLon, SurfacePoint, Vec3, densify};

use super::{ON_CURVE_M, SHORTEST_M, SURE_STEP_M, Sample, Tracer, Vertex, controls};
use crate::basis::TerminusId;
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::eval::Signature;
use crate::root::bracket;

/// Two feet closer than this are one point of the coast, metres.
pub(super) const SAME_FOOT_M: f64 = 1e-3;

/// Two distances are known to this, metres: so nearly straight a coast slides from edge to edge in one point.
const DOUBT_M: f64 = 1e-9;

/// Two base points are equally far to this at a turning point, metres.
const MET_M: f64 = 1e-4;

/// Base points are equally far at a place to this, metres.
const EQUALLY_FAR_M: f64 = 1e-6;

/// Over a chord shorter than this no curve leaps to another arm, metres.
const LEAP_M: f64 = 1.0;

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

/// Where two base points are equally far on the curve.
enum Meeting {
    Here(Sample),
    /// A third one is nearer there: a point of the curve beside it.
    Occupied(Sample),
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

    /// Root of `d(f) - d(g)` along the curve.
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
        let gap = |s: &SurfacePoint| line.to_feature(s, f).0 - line.to_feature(s, g).0;
        let met = match self.meet(p, q, (slot, f, g), length) {
            Some(Meeting::Occupied(m)) if length >= 10.0 * SHORTEST_M => {
                return Ok(Turn::Between(m));
            }
            Some(Meeting::Here(m)) => Some(m),
            _ => self.along(p, q, &gap, length)?,
        };
        let m = match met {
            Some(m) => m,
            None => match self.corner_of(p, q, &gap, length) {
                Some(m) => m,
                None => match self.middle(p, q, length)? {
                    // Nothing in sight from here: from the middle it may be.
                    Some(m) => return Ok(Turn::Between(m)),
                    None => self.equally_far_end(p, q, &gap, length)?,
                },
            },
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
        let mut side = |feature: Feature, beyond: &Sample, back: &Sample| {
            let mut s = Sample { gradient: None, ..m.clone() };
            self.as_seen_from(&mut s, &beyond.signature, &back.signature);
            s.signature.iter_mut().filter(|x| x.0 == slot).for_each(|x| x.1 = feature);
            s.gradient = self.gradient_beside(&s);
            s
        };
        let (before, after) = (side(f, p, q), side(g, q, p));
        Ok(Turn::At(Box::new(vertex), before, after))
    }

    /// The gradient on one side of a turning point, by the base points that control the line there. Only where scores are
    /// distances, which have no other branches.
    fn gradient_beside(&mut self, s: &Sample) -> Option<Vec3> {
        self.eval.tape.straight.as_ref()?;
        if !self.eval.hold(&s.signature, &s.signature) {
            return None;
        }
        self.eval.difference(&s.at, self.a, self.b);
        let gradient = self.eval.gradient(self.a, self.b);
        self.eval.let_go();
        gradient
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
        if self.eval.hold(&p.signature, &q.signature) {
            let supposed = self.meet_from(start, jump, length);
            self.eval.let_go();
            if let Some((at, slope)) = supposed {
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
        }
        let (at, _) = self.meet_from(start, jump, length)?;
        Some(Meeting::Here(self.sample(&at)))
    }

    /// Is something nearer in a slot than a distance, at the loaded point?
    fn is_nearer(&self, slot: u8, distance_m: f64) -> bool {
        self.eval.hit(slot).is_some_and(|h| h.distance_m < distance_m - EQUALLY_FAR_M)
    }

    /// The point of the curve about where two base points would meet, if a third were not nearer.
    fn beside_meeting(&mut self, p: &Sample, q: &Sample, at: &SurfacePoint) -> Option<Meeting> {
        let chord = q.at.p - p.at.p;
        let t = (at.p - p.at.p).dot(chord) / chord.dot(chord);
        let (m, _) = self.project(p, q, t.clamp(0.1, 0.9), 0.0).ok()?;
        (!is_leap(&p.at, &m.at, &q.at)).then_some(Meeting::Occupied(m))
    }

    /// The same from a place: where the steps settle, and the slope of `F` there.
    fn meet_from(
        &mut self,
        start: SurfacePoint,
        (slot, f, g): (u8, Feature, Feature),
        length: f64,
    ) -> Option<(SurfacePoint, f64)> {
        let (a, b, earth) = (self.a, self.b, self.eval.earth());
        let line = &self.eval.set_of(slot).line;
        let mut at = start;
        for _ in 0..12 {
            let value = self.eval.difference(&at, a, b);
            if self.eval.tie(a, b).is_some() {
                return None;
            }
            let first = self.eval.gradient(a, b)?;
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
    pub(super) fn corner_of(
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
    pub(super) fn along(
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
