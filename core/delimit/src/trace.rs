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

use littoral_geodesy::{Feature, Green, LatLon, SurfacePoint, Vec3, densify};

use crate::basis::TerminusId;
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::eval::{Evaluator, LOOK_ALONG, Label, Signature};
use crate::root::bracket;

/// Points of the curve are found to this distance, metres.
const ON_CURVE_M: f64 = 2e-7;
/// A Newton step shorter than this is taken without a second look, metres.
const SURE_STEP_M: f64 = 1e-2;
/// Stretches shorter than this are not looked into, metres.
const SHORTEST_M: f64 = 2e-3;
/// Two feet closer than this are one point of the coast, metres.
const SAME_FOOT_M: f64 = 1e-3;
/// Distances from a terminus at which its wedge is looked for, metres: a wedge of a quarter of a degree
/// is lost in rounding at the first.
const TIPS_M: [f64; 3] = [0.05, 2.0, 50.0];
/// A tied point farther than this from the ray is on the wedge's rim, metres.
const OFF_RAY_M: f64 = 2e-6;
/// Two base points are equally far to this at a turning point, metres.
const MET_M: f64 = 1e-4;
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
    /// Gradient of `F` per metre, where there is one and it is the same on both sides of the point.
    gradient: Option<Vec3>,
    /// How far along the curve nothing else can take control, metres.
    room_m: f64,
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
    /// Stretches are accepted only where no other base point can take over unseen.
    certify: bool,
    /// Change of `F` per metre to the left, from the last root.
    slope: f64,
    out: Traced,
}

impl<'e, 'a> Tracer<'e, 'a> {
    pub(crate) fn new(eval: &'e mut Evaluator<'a>, a: Label, b: Label, tolerance_m: f64) -> Self {
        eval.look = LOOK_ALONG;
        let certify = !eval.tape.sampled;
        Self { eval, a, b, tolerance_m, certify, slope: 0.0, out: Traced::default() }
    }

    /// Traces through coarse points of the curve, first to last.
    pub(crate) fn follow(mut self, points: &[SurfacePoint]) -> Result<Traced, DelimitError> {
        let mut last: Option<Sample> = None;
        for (k, p) in points.iter().enumerate() {
            let here = self.sample(p);
            if let Some(before) = last {
                self.span(&before, &here, (0.0, 0))?;
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
        let mut gradient = None;
        if tie.is_none() {
            gradient = self.eval.gradient(self.a, self.b);
        }
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
        let room_m = if tie.is_none() { self.eval.room_m(&signature) } else { 0.0 };
        Sample { at: *p, signature, tie, gradient, room_m }
    }

    /// A sample at a point a hair's breadth from the loaded one, outside all wedges.
    fn loaded_sample(&mut self, p: &SurfacePoint) -> Sample {
        let signature = self.eval.signature(self.a, self.b);
        let room_m = self.eval.room_m(&signature);
        let gradient = self.eval.gradient(self.a, self.b);
        Sample { at: *p, signature, tie: None, gradient, room_m }
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
        let signature = self.eval.signature(self.a, self.b);
        let after = Sample { at, signature, tie: None, gradient: None, room_m: 0.0 };
        (Vertex { at, kind: PointKind::Turning, controls: all }, after)
    }

    fn emit(&mut self, p: &SurfacePoint, kind: PointKind) {
        // What controls a mere vertex of the curve is looked up if it is printed.
        self.out.vertices.push(Vertex { at: *p, kind, controls: Vec::new() });
    }

    fn span(
        &mut self,
        p: &Sample,
        q: &Sample,
        (guess, depth): (f64, u32),
    ) -> Result<(), DelimitError> {
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
        self.curve(p, q, length, (guess, depth))
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
            return self.span(p, q, (0.0, depth + 1));
        }
        let before = Sample { at: vertex.at, gradient: None, room_m: 0.0, ..inside.clone() };
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
            self.span(&m, q, (0.0, depth + 1))
        } else {
            self.span(p, &m, (0.0, depth + 1))?;
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
        self.span(p, before, (0.0, depth + 1))?;
        self.push_turning(vertex);
        self.span(after, q, (0.0, depth + 1))
    }

    fn halves(
        &mut self,
        p: &Sample,
        m: &Sample,
        q: &Sample,
        depth: u32,
    ) -> Result<(), DelimitError> {
        self.span(p, m, (0.0, depth + 1))?;
        self.emit(&m.at, PointKind::Curve);
        self.span(m, q, (0.0, depth + 1))
    }

    /// A stretch without a known jump: accepted if the geodesic is close at three places. `guess` is how
    /// far left of the chord its middle is expected, metres.
    fn curve(
        &mut self,
        p: &Sample,
        q: &Sample,
        length: f64,
        (guess, depth): (f64, u32),
    ) -> Result<(), DelimitError> {
        let cubic = cubic(p, q, length);
        let guess = cubic.map_or(guess, |c| c(0.5));
        let (m, off) = self.project(p, q, 0.5, guess)?;
        let apart = |t: &Self, x: &Sample, y: &Sample| t.jump(&x.signature, &y.signature).is_some();
        let smooth = !apart(self, p, &m) && !apart(self, &m, q);
        if smooth && off.abs() <= self.tolerance_m && length <= LONGEST_M {
            let predicted = cubic.filter(|c| (c(0.5) - off).abs() <= 0.1 * self.tolerance_m);
            let quarters = match predicted {
                Some(cubic) => self.predicted(p, q, cubic),
                None => self.looked_up(p, q, off)?,
            };
            if let Some([m1, m3]) = quarters {
                let hidden = match self.hidden(p, &m, depth)? {
                    Some(x) => Some(x),
                    None => self.hidden(&m, q, depth)?,
                };
                if let Some(x) = hidden {
                    return self.halves(p, &x, q, depth);
                }
                let rule = &self.eval.basis.rule;
                self.out.green.add(rule.arc(&p.at, &m1, &m.at));
                self.out.green.add(rule.arc(&m.at, &m3, &q.at));
                return Ok(());
            }
        }
        self.span(p, &m, (off / 4.0, depth + 1))?;
        self.emit(&m.at, PointKind::Curve);
        self.span(&m, q, (off / 4.0, depth + 1))
    }

    /// A place between two samples of a smooth stretch where another base point is in control, if there may
    /// be one: each sample vouches for the room about it, and where the two rooms do not meet another sample
    /// is taken between them, down to a few tolerances (a notch is less deep than it is wide).
    fn hidden(
        &mut self,
        p: &Sample,
        q: &Sample,
        depth: u32,
    ) -> Result<Option<Sample>, DelimitError> {
        let way = (q.at.p - p.at.p).norm() * 1.001;
        let least = 4.0 * self.tolerance_m.max(SHORTEST_M);
        if !self.certify || way <= p.room_m + q.room_m || way <= least || depth > 60 {
            return Ok(None);
        }
        // The end that vouches for more leaves less to look at.
        let t = (0.5 + (p.room_m - q.room_m) / (2.0 * way)).clamp(0.1, 0.9);
        let guess = cubic(p, q, way).map_or(0.0, |c| c(t));
        let (m, _) = self.project(p, q, t, guess)?;
        if self.jump(&p.signature, &m.signature).is_some()
            || self.jump(&m.signature, &q.signature).is_some()
        {
            return Ok(Some(m));
        }
        match self.hidden(p, &m, depth + 1)? {
            Some(x) => Ok(Some(x)),
            None => self.hidden(&m, q, depth + 1),
        }
    }

    /// The points at a quarter and three quarters on the cubic, where its middle is the curve's: then no
    /// S-shape can hide. `None` if they lie beyond the tolerance. (A jump of curvature within the stretch,
    /// as where the nearest point slides from an edge to its end, leaves the cubic by 6 % of the offset.)
    fn predicted(
        &self,
        p: &Sample,
        q: &Sample,
        cubic: impl Fn(f64) -> f64,
    ) -> Option<[SurfacePoint; 2]> {
        let (y1, y3) = (cubic(0.25), cubic(0.75));
        if y1.abs().max(y3.abs()) > self.tolerance_m {
            return None;
        }
        let earth = self.eval.earth();
        let at = |t: f64, y: f64| {
            let base = densify::between(earth, &p.at, &q.at, t);
            earth.step(&base, base.n.cross(q.at.p - p.at.p).unit(), y)
        };
        Some([at(0.25, y1), at(0.75, y3)])
    }

    /// The same by finding the curve there; `None` if it is beyond the tolerance or jumps in between.
    fn looked_up(
        &mut self,
        p: &Sample,
        q: &Sample,
        off: f64,
    ) -> Result<Option<[SurfacePoint; 2]>, DelimitError> {
        let (m1, off1) = self.project(p, q, 0.25, off * 0.75)?;
        let (m3, off3) = self.project(p, q, 0.75, off * 0.75)?;
        let close = off1.abs().max(off3.abs()) <= self.tolerance_m;
        let same = |x: &Sample, y: &Sample| self.jump(&x.signature, &y.signature).is_none();
        Ok((close && same(p, &m1) && same(&m3, q)).then_some([m1.at, m3.at]))
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
        if let Some((s, step)) = self.newton(&at, left, length, guess) {
            // What was seen a hair's breadth away holds here.
            return Ok((self.loaded_sample(&at(s + step)), s + step));
        }
        let offset = match self.secant(&at, length, guess) {
            Some(s) => s,
            None => self.search(&at, length).ok_or_else(|| DelimitError::Geometry {
                text: "a boundary line could not be followed".into(),
                at: earth.lat_lon(&base),
            })?,
        };
        Ok((self.sample(&at(offset)), offset))
    }

    /// Newton's steps to the left from a guess: the last place looked at and the step from there, too short
    /// for a second look. `None` where the score has no derivative or a wedge is crossed.
    fn newton(
        &mut self,
        at: &impl Fn(f64) -> SurfacePoint,
        left: Vec3,
        length: f64,
        guess: f64,
    ) -> Option<(f64, f64)> {
        let (a, b) = (self.a, self.b);
        let mut s = guess;
        for _ in 0..8 {
            let f = self.eval.difference(&at(s), a, b);
            if self.eval.tie(a, b).is_some() {
                return None;
            }
            let slope = self.eval.gradient(a, b)?.dot(left);
            let step = -f / slope;
            // Far off the chord the root may be another arm of the curve: the search outward decides.
            if !(slope < 0.0 && (s + step).abs() <= 0.25 * length) {
                return None;
            }
            // Of so short a step the square is lost in rounding.
            if step.abs() < SURE_STEP_M {
                return Some((s, step));
            }
            s += step;
        }
        None
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
        let met = self.meet(p, q, (slot, f, g), length);
        let met = match met {
            Some(m) => Some(m),
            None => self.along(p, q, &gap, length)?,
        };
        let m = match met {
            Some(m) => m,
            None => match self.corner_of(p, q, &gap, length) {
                Some(m) => m,
                // Nothing in sight from here: from the middle it may be.
                None if length > 10.0 * SHORTEST_M => {
                    return Ok(Turn::Between(self.project(p, q, 0.5, 0.0)?.0));
                }
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
        // Either side of it only these two and what controls the other party matter.
        let others: Signature = m.signature.iter().filter(|s| s.0 != slot).copied().collect();
        let room_m =
            self.eval.room_m(&others).min(line.room_m(&m.at, &[f, g], 0.05 * nearest.min(1e6)));
        let side = |feature: Feature| {
            let mut s = Sample { gradient: None, room_m, ..m.clone() };
            s.signature.iter_mut().filter(|x| x.0 == slot).for_each(|x| x.1 = feature);
            s
        };
        Ok(Turn::At(Box::new(vertex), side(f), side(g)))
    }

    /// Newton's method for the point where `F` and the gap between two base points are both zero, from the
    /// place on the chord where the gap is about zero. `None` where the score has no gradient, or the steps
    /// do not settle between the two.
    fn meet(
        &mut self,
        p: &Sample,
        q: &Sample,
        (slot, f, g): (u8, Feature, Feature),
        length: f64,
    ) -> Option<Sample> {
        let (a, b, earth) = (self.a, self.b, self.eval.earth());
        let line = &self.eval.set_of(slot).line;
        let gap = |s: &SurfacePoint| line.to_feature(s, f).0 - line.to_feature(s, g).0;
        let (g0, g1) = (gap(&p.at), gap(&q.at));
        if !(g0 < 0.0 && g1 > 0.0) {
            return None;
        }
        let start = densify::between(earth, &p.at, &q.at, g0 / (g0 - g1));
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
            // The tip of a sharp corner may lie farther from the chord than the chord is long.
            if !(way <= 3.0 * length) {
                return None;
            }
            at = earth.step(&at, step.unit(), way);
            if (at.p - start.p).norm() > 3.0 * length {
                return None;
            }
            if way < SURE_STEP_M {
                return Some(self.sample(&at));
            }
        }
        None
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
            // A change of sign may also be the place where the foot of the chord leaps to another arm.
            Ok((m, _)) => Ok((gap(&m.at).abs() < MET_M).then_some(m)),
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
        let with = |s: &Sample| Sample { at: m.at, gradient: None, room_m: 0.0, ..s.clone() };
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

/// Offset to the left of the chord by the cubic through both ends with the curve's tangents there.
fn cubic(p: &Sample, q: &Sample, length: f64) -> Option<impl Fn(f64) -> f64 + Copy> {
    let tangent = |s: &Sample, along: Vec3| {
        let gradient = s.gradient?;
        let slope = gradient.dot(s.at.n.cross(along));
        (slope < 0.0).then(|| -gradient.dot(along) / slope)
    };
    let first = tangent(p, densify::towards(&p.at, &q.at))?;
    let second = tangent(q, -densify::towards(&q.at, &p.at))?;
    Some(move |t: f64| length * t * (1.0 - t) * ((1.0 - t) * first - t * second))
}
