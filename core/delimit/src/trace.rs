//! From coarse points on a line to the printed line.
//!
//! Between two points of the curve `F = u_a - u_b = 0`: find the turning points (where a controlling base
//! point jumps) by root finding *along the curve*, then halve until the geodesic between neighbours stays
//! within the tolerance of the curve at a quarter, a half and three quarters of its length (the middle alone
//! misses S-shapes). Only values and signatures are used, never derivatives of the score, so one tracer
//! serves expression trees, plugins and script functions.
//!
//! A nearest point that slides from an edge to its end vertex is a smooth join and not a turning point;
//! one that jumps to a separate part of the coast is.

use littoral_geodesy::{Feature, Green, LatLon, SurfacePoint, densify};

use crate::basis::TerminusId;
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::eval::{Evaluator, Label, Signature};
use crate::root::bracket;

/// Points of the curve are found to this distance, metres.
const ON_CURVE_M: f64 = 2e-7;
/// Stretches shorter than this are not looked into, metres.
const SHORTEST_M: f64 = 2e-3;
/// Two feet closer than this are one point of the coast, metres.
const SAME_FOOT_M: f64 = 1e-3;
/// Distances from a terminus at which its wedge is looked for, metres: a wedge of a quarter of a degree
/// is lost in rounding at the first.
const TIPS_M: [f64; 3] = [0.05, 2.0, 50.0];
/// A tied point farther than this from the ray is on the wedge's rim, metres.
const OFF_RAY_M: f64 = 2e-6;
/// Two points this close to the end of a wedge's ray are at it, metres.
const CORNER_M: f64 = 5e-3;
/// Pieces in which the ray through a wedge is integrated, metres.
const RAY_PIECE_M: f64 = 2000.0;
/// Longest stretch between printed vertices, metres: geodesics this long are cheap to integrate.
const LONGEST_M: f64 = 10_000.0;

/// A vertex of a traced line.
#[derive(Debug, Clone)]
pub(crate) struct Vertex {
    pub(crate) at: SurfacePoint,
    pub(crate) kind: PointKind,
    /// Party, distance, nearest point: sorted by party.
    pub(crate) controls: Vec<(usize, f64, LatLon)>,
}

/// A traced stretch: vertices between (not including) its ends, and its Green integral.
#[derive(Debug, Default)]
pub(crate) struct Traced {
    pub(crate) vertices: Vec<Vertex>,
    pub(crate) green: Green,
}

/// A point on the curve with what controls it.
#[derive(Clone)]
struct Sample {
    at: SurfacePoint,
    signature: Signature,
    /// The terminus whose tie wedge the point lies in.
    tie: Option<TerminusId>,
}

/// A change of signature between two samples.
enum Jump {
    /// Slot, feature before, feature after.
    Feature(u8, Feature, Feature),
    /// Another branch of the score, or another field.
    Branch,
}

/// What a jump turned out to be.
enum Turn {
    /// A turning point here.
    At(Box<Vertex>, Sample, Sample),
    /// A third base point is nearer here: look on both sides.
    Between(Sample),
    /// The nearest point slid along the coast.
    Smooth,
}

/// Follows one line.
pub(crate) struct Tracer<'e, 'a> {
    eval: &'e mut Evaluator<'a>,
    a: Label,
    b: Label,
    tolerance_m: f64,
    /// Change of `F` per metre to the left, from the last root.
    slope: f64,
    out: Traced,
}

impl<'e, 'a> Tracer<'e, 'a> {
    pub(crate) fn new(eval: &'e mut Evaluator<'a>, a: Label, b: Label, tolerance_m: f64) -> Self {
        Self { eval, a, b, tolerance_m, slope: 0.0, out: Traced::default() }
    }

    /// Traces through coarse points of the curve, first to last.
    pub(crate) fn follow(mut self, points: &[SurfacePoint]) -> Result<Traced, DelimitError> {
        let mut last: Option<Sample> = None;
        for (k, p) in points.iter().enumerate() {
            let here = self.sample(p);
            if let Some(before) = last {
                self.span(&before, &here, 0)?;
            }
            if k > 0 && k + 1 < points.len() {
                self.emit(p, PointKind::Curve);
            }
            last = Some(here);
        }
        Ok(self.out)
    }

    fn sample(&mut self, p: &SurfacePoint) -> Sample {
        let lateral = self.eval.difference(p, self.a, self.b);
        let mut signature = self.eval.signature(self.a, self.b);
        let mut tie = self.eval.tie(self.a, self.b);
        if tie.is_some() && lateral.abs() > OFF_RAY_M {
            // On the wedge's rim, seen from inside: what controls the line is seen from outside.
            signature = self.outside(p).unwrap_or(signature);
            tie = None;
        }
        let tie = tie.filter(|id| {
            let from_terminus = (self.eval.basis.termini[*id as usize].point.p - p.p).norm();
            // At the terminus itself everything ties; a wedge is one that goes on from there.
            from_terminus > TIPS_M[0] || TIPS_M.iter().any(|m| self.tied_at(*id, *m))
        });
        Sample { at: *p, signature, tie }
    }

    /// The signature just outside a wedge near a point of its rim.
    fn outside(&mut self, p: &SurfacePoint) -> Option<Signature> {
        let (east, north) = self.eval.earth().east_north(p);
        for direction in [east, -east, north, -north] {
            let probe = self.eval.earth().step(p, direction, SHORTEST_M);
            self.eval.difference(&probe, self.a, self.b);
            if self.eval.tie(self.a, self.b).is_none() {
                return Some(self.eval.signature(self.a, self.b));
            }
        }
        None
    }

    /// The point of a terminus's bisector ray at a distance.
    fn ray(&self, id: TerminusId, distance_m: f64) -> SurfacePoint {
        let t = &self.eval.basis.termini[id as usize];
        let earth = self.eval.earth();
        earth.point(earth.direct(t.at, t.bisector_deg, distance_m))
    }

    fn tied_at(&mut self, id: TerminusId, distance_m: f64) -> bool {
        let p = self.ray(id, distance_m);
        self.eval.difference(&p, self.a, self.b);
        self.eval.tie(self.a, self.b) == Some(id)
    }

    /// Where the bisector ray leaves the wedge. The line may turn by more than a right angle there,
    /// so it is found along the ray and not along the line.
    fn corner(&mut self, id: TerminusId, inside: &SurfacePoint) -> (Vertex, Sample) {
        let start = (self.eval.basis.termini[id as usize].point.p - inside.p).norm();
        let (mut lo, mut step) = (start, 100.0);
        while self.tied_at(id, lo + step) && step < 1e7 {
            lo += step;
            step *= 2.0;
        }
        let mut hi = lo + step;
        while hi - lo > ON_CURVE_M {
            let m = (lo + hi) / 2.0;
            if self.tied_at(id, m) { lo = m } else { hi = m }
        }
        let at = self.ray(id, lo);
        let beyond = self.ray(id, hi + SHORTEST_M);
        self.eval.difference(&at, self.a, self.b);
        let mut all = controls(self.eval, 1 << self.a | 1 << self.b);
        self.eval.difference(&beyond, self.a, self.b);
        for c in controls(self.eval, 1 << self.a | 1 << self.b) {
            let apart = |o: &(usize, f64, LatLon)| {
                o.0 != c.0 || self.eval.earth().karney_m(o.2, c.2) > SAME_FOOT_M
            };
            if all.iter().all(apart) {
                all.push(c);
            }
        }
        all.sort_by_key(|c| c.0);
        let after = Sample { at, signature: self.eval.signature(self.a, self.b), tie: None };
        (Vertex { at, kind: PointKind::Turning, controls: all }, after)
    }

    fn emit(&mut self, p: &SurfacePoint, kind: PointKind) {
        self.eval.difference(p, self.a, self.b);
        let controls = controls(self.eval, 1 << self.a | 1 << self.b);
        self.out.vertices.push(Vertex { at: *p, kind, controls });
    }

    fn span(&mut self, p: &Sample, q: &Sample, depth: u32) -> Result<(), DelimitError> {
        self.eval.check()?;
        let length = (q.at.p - p.at.p).norm();
        if length < SHORTEST_M || depth > 60 {
            self.straight(&p.at, &q.at);
            return Ok(());
        }
        match (p.tie, q.tie) {
            (Some(id), Some(other)) if id == other => {
                self.along_ray(id, p, q);
                return Ok(());
            }
            (Some(id), _) => return self.out_of_wedge(id, p, q, true, depth),
            (None, Some(id)) => return self.out_of_wedge(id, q, p, false, depth),
            (None, None) => {}
        }
        if let Some(jump) = self.jump(&p.signature, &q.signature) {
            match self.turn(p, q, &jump, length)? {
                Turn::At(vertex, before, after) => {
                    let apart = |s: &Sample| (vertex.at.p - s.at.p).norm();
                    if apart(p).min(apart(q)) < 2.0 * SHORTEST_M {
                        let at_p = apart(p) < apart(q);
                        return self.turn_at_end(p, q, *vertex, at_p, depth);
                    }
                    return self.around(p, &before, *vertex, &after, q, depth);
                }
                Turn::Between(m) => return self.halves(p, &m, q, depth),
                Turn::Smooth => {}
            }
        }
        self.curve(p, q, length, depth)
    }

    /// A stretch from a point on the ray inside a wedge to one outside (or back, if not `outward`).
    fn out_of_wedge(
        &mut self,
        id: TerminusId,
        inside: &Sample,
        outside: &Sample,
        outward: bool,
        depth: u32,
    ) -> Result<(), DelimitError> {
        let (vertex, after) = self.corner(id, &inside.at);
        let apart = |a: &SurfacePoint, b: &SurfacePoint| (a.p - b.p).norm();
        let (near, far) = (apart(&vertex.at, &inside.at), apart(&vertex.at, &outside.at));
        if far < CORNER_M || near > apart(&inside.at, &outside.at) + CORNER_M {
            // The outer point is the corner, or lies on the ray before it.
            self.along_ray(
                id,
                if outward { inside } else { outside },
                if outward { outside } else { inside },
            );
            return Ok(());
        }
        if near < CORNER_M {
            let inside = Sample { at: inside.at, ..after };
            let (p, q) = if outward { (&inside, outside) } else { (outside, &inside) };
            return self.span(p, q, depth + 1);
        }
        let before = Sample { at: vertex.at, ..inside.clone() };
        if outward {
            self.around(inside, &before, vertex, &after, outside, depth)
        } else {
            self.around(outside, &after, vertex, &before, inside, depth)
        }
    }

    /// Inside the wedge the line is the bisector ray itself, a geodesic.
    fn along_ray(&mut self, id: TerminusId, p: &Sample, q: &Sample) {
        let from = self.eval.basis.termini[id as usize].point.p;
        let (start, end) = ((p.at.p - from).norm(), (q.at.p - from).norm());
        let count = ((end - start).abs() / RAY_PIECE_M).ceil().max(1.0);
        let mut last = p.at;
        for k in 1..=count as usize {
            let t = k as f64 / count;
            let next =
                if k == count as usize { q.at } else { self.ray(id, start + (end - start) * t) };
            let mid = densify::between(self.eval.earth(), &last, &next, 0.5);
            self.out.green.add(self.eval.basis.rule.arc(&last, &mid, &next));
            last = next;
        }
    }

    /// A turning point at one end of a stretch: the rest starts with a fresh look a few millimetres on,
    /// so that several jumps at one place cannot call each other for ever.
    fn turn_at_end(
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
        if at_p {
            self.push_turning(vertex);
            self.straight(&p.at, &m.at);
            self.span(&m, q, depth + 1)
        } else {
            self.span(p, &m, depth + 1)?;
            self.push_turning(vertex);
            self.straight(&m.at, &q.at);
            Ok(())
        }
    }

    /// Adds a turning point; one at the same place as the last only adds its base points.
    fn push_turning(&mut self, vertex: Vertex) {
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

    fn straight(&mut self, p: &SurfacePoint, q: &SurfacePoint) {
        let mid = densify::between(self.eval.earth(), p, q, 0.5);
        self.out.green.add(self.eval.basis.rule.arc(p, &mid, q));
    }

    /// Both sides of a turning point.
    fn around(
        &mut self,
        p: &Sample,
        before: &Sample,
        vertex: Vertex,
        after: &Sample,
        q: &Sample,
        depth: u32,
    ) -> Result<(), DelimitError> {
        self.span(p, before, depth + 1)?;
        self.push_turning(vertex);
        self.span(after, q, depth + 1)
    }

    fn halves(
        &mut self,
        p: &Sample,
        m: &Sample,
        q: &Sample,
        depth: u32,
    ) -> Result<(), DelimitError> {
        self.span(p, m, depth + 1)?;
        self.emit(&m.at, PointKind::Curve);
        self.span(m, q, depth + 1)
    }

    /// A stretch without a known jump: accepted if the geodesic is close at three places.
    fn curve(
        &mut self,
        p: &Sample,
        q: &Sample,
        length: f64,
        depth: u32,
    ) -> Result<(), DelimitError> {
        let (m, off) = self.project(p, q, 0.5, 0.0)?;
        let apart = |t: &Self, x: &Sample, y: &Sample| t.jump(&x.signature, &y.signature).is_some();
        let mut fine = off.abs() <= self.tolerance_m && length <= LONGEST_M;
        fine = fine && !apart(self, p, &m) && !apart(self, &m, q);
        if fine {
            let (m1, off1) = self.project(p, q, 0.25, off * 0.75)?;
            let (m3, off3) = self.project(p, q, 0.75, off * 0.75)?;
            fine = off1.abs().max(off3.abs()) <= self.tolerance_m;
            fine = fine && !apart(self, p, &m1) && !apart(self, &m3, q);
            if fine {
                let rule = &self.eval.basis.rule;
                self.out.green.add(rule.arc(&p.at, &m1.at, &m.at));
                self.out.green.add(rule.arc(&m.at, &m3.at, &q.at));
                return Ok(());
            }
        }
        self.halves(p, &m, q, depth)
    }

    /// The first slot whose nearest feature jumped, sliding from an edge to its end not counted.
    fn jump(&self, p: &Signature, q: &Signature) -> Option<Jump> {
        if p.len() != q.len() || p.iter().zip(q).any(|(x, y)| x.0 != y.0) {
            return Some(Jump::Branch);
        }
        let moved = |(x, y): (&(u8, Feature), &(u8, Feature))| {
            let line = &self.eval.set_of(x.0).line;
            (x.1 != y.1 && !line.adjoin(x.1, y.1)).then_some(Jump::Feature(x.0, x.1, y.1))
        };
        p.iter().zip(q).find_map(moved)
    }

    /// The point of the curve abreast of a fraction of the chord, and its distance from the chord
    /// (left positive).
    fn project(
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
        let offset = match self.secant(&at, length, guess) {
            Some(s) => s,
            None => self.search(&at, length).ok_or_else(|| DelimitError::Geometry {
                text: "a boundary line could not be followed".into(),
                at: earth.lat_lon(&base),
            })?,
        };
        Ok((self.sample(&at(offset)), offset))
    }

    /// Secant steps from a guess; the point returned is the one evaluated last.
    fn secant(
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

    /// Looks outward for the nearest change of sign, left of which `a` holds.
    fn search(&mut self, at: &impl Fn(f64) -> SurfacePoint, length: f64) -> Option<f64> {
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
            // Small steps where a thin neighbour could be stepped over.
            reach *= if reach < 1e-3 * length { 4.0 } else { 1.15 };
        }
        None
    }

    fn turn(
        &mut self,
        p: &Sample,
        q: &Sample,
        jump: &Jump,
        length: f64,
    ) -> Result<Turn, DelimitError> {
        match *jump {
            Jump::Feature(slot, f, g) => self.feature_turn(p, q, (slot, f, g), length),
            Jump::Branch => self.branch_turn(p, q, length),
        }
    }

    /// Root of `d(f) - d(g)` along the curve.
    fn feature_turn(
        &mut self,
        p: &Sample,
        q: &Sample,
        (slot, f, g): (u8, Feature, Feature),
        length: f64,
    ) -> Result<Turn, DelimitError> {
        let line = &self.eval.set_of(slot).line;
        let gap = |s: &SurfacePoint| line.to_feature(s, f).0 - line.to_feature(s, g).0;
        let m = match self.along(p, q, &gap, length)? {
            Some(m) => m,
            None => match self.corner_of(p, q, &gap, length) {
                Some(m) => m,
                None if gap(&p.at).abs() < gap(&q.at).abs() => p.clone(),
                None => q.clone(),
            },
        };
        self.eval.difference(&m.at, self.a, self.b);
        let ((df, foot_f), (dg, foot_g)) = (line.to_feature(&m.at, f), line.to_feature(&m.at, g));
        let nearest = self.eval.hit(slot).map_or(f64::INFINITY, |h| h.distance_m);
        if nearest < df.min(dg) - 1e-5 {
            // Something else is nearer here; a stretch this short cannot be cut any more.
            return if length < 10.0 * SHORTEST_M {
                Ok(Turn::Smooth)
            } else {
                Ok(Turn::Between(self.project(p, q, 0.5, 0.0)?.0))
            };
        }
        if (foot_f.p - foot_g.p).norm() < SAME_FOOT_M {
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
        let side = |feature: Feature| {
            let mut s = m.clone();
            s.signature.iter_mut().filter(|x| x.0 == slot).for_each(|x| x.1 = feature);
            s
        };
        Ok(Turn::At(Box::new(vertex), side(f), side(g)))
    }

    /// Newton's method for the point where `F` and the gap between two base points are both zero: finds
    /// corners sharper than a right angle, which have no foot on the chord.
    fn corner_of(
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
    fn along(
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
        let t = bracket((0.0, g0), (1.0, g1), ON_CURVE_M / length, |t| {
            match self.project(p, q, t, 0.0) {
                Ok((m, _)) => gap(&m.at),
                Err(e) => {
                    failed = Some(e);
                    0.0
                }
            }
        });
        match failed.map_or_else(|| self.project(p, q, t, 0.0), Err) {
            Ok((m, _)) => Ok(Some(m)),
            Err(DelimitError::Geometry { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// A change of branch: halve until the two signatures are a few millimetres apart.
    fn branch_turn(&mut self, p: &Sample, q: &Sample, length: f64) -> Result<Turn, DelimitError> {
        if length > 4.0 * SHORTEST_M {
            return Ok(Turn::Between(self.project(p, q, 0.5, 0.0)?.0));
        }
        let m = self.project(p, q, 0.5, 0.0)?.0;
        self.eval.difference(&m.at, self.a, self.b);
        let controls = controls(self.eval, 1 << self.a | 1 << self.b);
        let vertex = Vertex { at: m.at, kind: PointKind::Turning, controls };
        let with = |s: &Sample| Sample { at: m.at, ..s.clone() };
        Ok(Turn::At(Box::new(vertex), with(p), with(q)))
    }
}

/// Nearest base points active in the scores of the given holders at the loaded point; of several
/// fields of one party the nearest counts.
pub(crate) fn controls(eval: &Evaluator<'_>, labels: u64) -> Vec<(usize, f64, LatLon)> {
    let mask = (0..eval.labels() as Label)
        .filter(|l| labels >> l & 1 == 1)
        .fold(0, |m, l| m | eval.active(l));
    let mut out: Vec<(usize, f64, LatLon)> = Vec::new();
    for slot in (0..64).filter(|s| mask >> s & 1 == 1) {
        let (Some(party), Some(hit)) = (eval.party_of(slot), eval.hit(slot)) else { continue };
        let entry = (party, hit.distance_m, eval.earth().lat_lon(&hit.at));
        match out.iter_mut().find(|c| c.0 == party) {
            Some(c) if hit.distance_m < c.1 => *c = entry,
            Some(_) => {}
            None => out.push(entry),
        }
    }
    out.sort_by_key(|c| c.0);
    out
}
