//! From coarse points on a line to the printed line.
//!
//! Between two points of the curve `F = u_a - u_b = 0`: find the turning points, where a controlling base
//! point jumps ([`turning`]), then halve until the geodesic between neighbours stays within the tolerance of
//! the curve and no other base point can hide between them ([`curve`], [`cuts`]). Points are found abreast of chords by
//! Newton's method with the score's gradient ([`project`]); scores without one (plugins, script functions) go
//! by values and signatures alone. In a tie wedge the line is the terminus's bisector ray ([`wedge`]).
//!
//! A nearest point that slides from an edge to its end vertex is a smooth join and not a turning point;
//! one that jumps to a separate part of the coast is.

mod corner;
mod curve;
mod cuts;
mod drawn;
mod meeting;
mod project;
mod rim;
mod slide;
mod turning;
mod walk;
mod wedge;

use littoral_geodesy::{Feature, Green, LatLon, SurfacePoint, Vec3};

use rustc_hash::FxHashMap;

use self::turning::Turn;
use crate::basis::TerminusId;
use crate::crossing::Known;
use crate::division::PointKind;
use crate::edge;
use crate::error::DelimitError;
use crate::eval::{Evaluator, LOOK_ALONG, Label, Pair, Signature};

/// Points of the curve are found to this distance, metres.
const ON_CURVE_M: f64 = 2e-7;
/// A coarse point farther from the curve than this is left out, metres.
const NEAR_CURVE_M: f64 = 1e-5;
/// The scores of two opposite coasts part twice as fast as a place leaves their line: a line within this part of the
/// tolerance also satisfies its equation within the tolerance. What is left of a half is for what a stretch may hide
/// between the places looked at: a tenth in a notch, 6 % where its curvature jumps.
const RESIDUAL: f64 = 0.4;
/// So fine a tolerance, metres, and finer, and its part then: rings of geodesics as printed have the area of the curve within a
/// billionth of a state's waters, though the curve bends the same way for hundreds of kilometres.
const FINE_M: f64 = 2e-3;
const RESIDUAL_FINE: f64 = 0.25;
/// A Newton step shorter than this is taken without a second look, metres: even where a kink lies within it,
/// the point is off by no more.
const SURE_STEP_M: f64 = 1e-4;
/// Stretches shorter than this are not looked into, metres.
const SHORTEST_M: f64 = 2e-3;
/// Halvings of a stretch, one within the other.
const DEEPEST: u32 = 60;
/// Walks, one within the other.
const MOST_WALKS: u32 = 3;
/// Stretches too short to be looked into: so many, and so many more for each that is a curve. Where two coarse points lie on
/// different arms of the curve nothing joins them, and halving would grind all between them to dust.
const MOST_DUST: u64 = 1000;
const DUST_A_STRETCH: u64 = 10;
/// Walks that led nowhere: so many, and one more for so many stretches that are curves. Each halving of a stretch that cannot be
/// followed walks again.
const MOST_STRAYED: u64 = 16;
const STRETCHES_A_STRAY: u64 = 4;
/// A line is no longer than so many times the way through its coarse points, and so many metres more (the cells in which it may
/// turn back); nor has it more stretches than one a metre of that way, and so many more.
const LONGEST_TIMES: f64 = 30.0;
const LONGEST_MORE_M: f64 = 2e5;
const MOST_STRETCHES: f64 = 5e4;
/// Distances from a terminus at which its wedge is looked for, metres: a wedge of a quarter of a degree
/// is lost in rounding at the first.
const TIPS_M: [f64; 3] = [0.05, 2.0, 50.0];
/// A tied point farther than this from the ray is on the wedge's rim, metres.
const OFF_RAY_M: f64 = 2e-6;

/// A vertex of a traced line.
#[derive(Debug, Clone)]
pub(crate) struct Vertex {
    pub(crate) at: SurfacePoint,
    pub(crate) kind: PointKind,
    /// Party, distance, nearest point: sorted by party.
    pub(crate) controls: Vec<(usize, f64, LatLon)>,
}

/// A traced stretch: vertices between (not including) its ends, and its Green integral.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traced {
    pub(crate) vertices: Vec<Vertex>,
    pub(crate) green: Green,
}

/// What is known of crossings, by their places.
pub(crate) type Crossed<'a> = FxHashMap<[u64; 3], &'a Known>;

/// What tells a place, to the bit.
pub(crate) fn bits(at: &SurfacePoint) -> [u64; 3] {
    [at.p.x, at.p.y, at.p.z].map(f64::to_bits)
}

/// A point on the curve with what controls it.
#[derive(Clone)]
struct Sample {
    at: SurfacePoint,
    signature: Signature,
    /// The terminus whose tie wedge the point lies in.
    tie: Option<TerminusId>,
    /// The lower of the two scores, to a hair's breadth.
    score: f64,
    /// Gradient of `F` per metre, where there is one and it is the same on both sides of the point.
    gradient: Option<Vec3>,
}

/// Follows one line.
pub(crate) struct Tracer<'e, 'a> {
    eval: &'e mut Evaluator<'a>,
    a: Label,
    b: Label,
    tolerance_m: f64,
    /// Stretches are accepted only where no other base point can take over unseen.
    certify: bool,
    /// A sample's signature has everything that controls it: no third party's base points enter the two scores.
    complete: bool,
    /// Termini of the two parties.
    common: Vec<TerminusId>,
    /// What is known of coarse points.
    crossings: Option<&'e Crossed<'e>>,
    /// Change of `F` per metre to the left, from the last root.
    slope: f64,
    /// Walks under way, one within the other.
    walking: u32,
    /// The way through the coarse points, and what was followed of the line, metres.
    chords_m: f64,
    followed_m: f64,
    /// Stretches accepted as curves, and those too short to be looked into.
    stretches: u64,
    dust: u64,
    /// Walks that led nowhere.
    strayed: u64,
    out: Traced,
}

impl<'e, 'a> Tracer<'e, 'a> {
    pub(crate) fn new(eval: &'e mut Evaluator<'a>, a: Label, b: Label, tolerance_m: f64) -> Self {
        eval.look = LOOK_ALONG;
        let certify = !eval.tape.sampled;
        let complete = eval.between_own(a, b);
        let common = eval.common_termini(a, b);
        let part = if tolerance_m > FINE_M { RESIDUAL } else { RESIDUAL_FINE };
        let tolerance_m = part * tolerance_m;
        Self {
            eval,
            a,
            b,
            tolerance_m,
            certify,
            complete,
            common,
            crossings: None,
            slope: 0.0,
            walking: 0,
            chords_m: 0.0,
            followed_m: 0.0,
            stretches: 0,
            dust: 0,
            strayed: 0,
            out: Traced::default(),
        }
    }

    /// The same where something is known of coarse points.
    pub(crate) fn through(self, crossings: &'e Crossed<'e>) -> Self {
        Self { crossings: Some(crossings), ..self }
    }

    /// Traces through coarse points of the curve, first to last. A ring of which none is found on the curve is traced
    /// through all of them: about what a rule gives away within a tie wedge they look like the rim of the wedge.
    pub(crate) fn follow(mut self, points: &[SurfacePoint]) -> Result<Traced, DelimitError> {
        self.chords_m = points.windows(2).map(|w| (w[1].p - w[0].p).norm()).sum();
        let kept = self.through_points(points, false)?;
        let is_ring = matches!(points, [p, _, .., q] if bits(p) == bits(q));
        if is_ring && !kept {
            self.out = Traced::default();
            self.through_points(points, true)?;
        }
        Ok(self.out)
    }

    /// Traces through those of some coarse points that are on the curve, or through all of them; false if that is none
    /// between the first and the last.
    fn through_points(&mut self, points: &[SurfacePoint], all: bool) -> Result<bool, DelimitError> {
        let mut kept = false;
        let mut last: Option<Sample> = None;
        for (k, p) in points.iter().enumerate() {
            let inner = k > 0 && k + 1 < points.len();
            let known = if inner { self.recalled(p) } else { None };
            let here = match known {
                Some(known) => known,
                None => {
                    let here = self.sample(p);
                    if inner && !all && !self.on_curve(&here) {
                        continue;
                    }
                    here
                }
            };
            if let Some(before) = last {
                self.span(&before, &here, (0.0, 0))?;
            }
            if inner {
                kept = true;
                self.emit(&here, PointKind::Curve);
            }
            last = Some(here);
        }
        Ok(kept)
    }

    /// Looks about some coarse points, as [`Evaluator::focus_on`].
    pub(crate) fn focus_on(&mut self, points: &[SurfacePoint], keep: u64) {
        self.eval.focus_on(points, keep);
    }

    /// May a line be cut at a coarse point: is it on the curve, off all wedges, with one tangent?
    pub(crate) fn is_plain(&mut self, p: &SurfacePoint) -> bool {
        if self.recalled(p).is_some() {
            return true;
        }
        let sample = self.sample(p);
        sample.tie.is_none() && sample.gradient.is_some() && self.on_curve(&sample)
    }

    /// Is a coarse point where it should be? An edge of the mesh counts as straight: where it is not, by centimetres, a
    /// crossing may stand for a place that has none, and the curve is better followed without it.
    fn on_curve(&mut self, s: &Sample) -> bool {
        let Some(gradient) = s.gradient else { return !self.on_rim(&s.at) };
        let f = self.eval.difference(&s.at, self.a, self.b);
        if self.eval.ray_tie(self.a, self.b).is_some() {
            // Inside a wedge only its ray is the curve.
            return f.abs() <= OFF_RAY_M;
        }
        let near = f.abs() <= NEAR_CURVE_M * gradient.norm();
        let by_rim = self.at_terminus(&s.signature) && self.eval.may_tie(self.a, self.b);
        near && !(by_rim && self.on_rim(&s.at))
    }

    /// Is one of the nearest points a terminus of the pair? On the rim of its wedge, seen from outside, it is.
    fn at_terminus(&self, signature: &Signature) -> bool {
        signature.iter().any(|(slot, f)| self.eval.set_of(*slot).terminus_of(*f).is_some())
    }

    /// Is a place at the rim of a tie wedge, off its ray? The scores are as good as equal there from outside, by less
    /// than their rounding: only the distance from the ray tells.
    fn on_rim(&mut self, p: &SurfacePoint) -> bool {
        let (east, north) = self.eval.earth().east_north(p);
        let mut off = false;
        for direction in [east, -east, north, -north] {
            let probe = self.eval.earth().step(p, direction, SHORTEST_M);
            let lateral = self.eval.difference(&probe, self.a, self.b);
            if self.eval.tie(self.a, self.b).is_some() {
                if lateral.abs() <= 2.0 * SHORTEST_M {
                    return false;
                }
                off = true;
            }
        }
        off
    }

    /// A coarse point of which is known what is nearest.
    fn recalled(&self, p: &SurfacePoint) -> Option<Sample> {
        let known = self.crossings?.get(&bits(p))?;
        let gradient = match known.pair {
            pair if pair == (self.a, self.b) => known.gradient,
            pair if pair == (self.b, self.a) => -known.gradient,
            _ => return None,
        };
        let (signature, score) = (known.signature.clone(), known.score);
        Some(Sample { at: *p, signature, tie: None, score, gradient: Some(gradient) })
    }

    /// The two scores measured from the base points of two signatures alone.
    fn pair(&self, p: &Signature, q: &Signature) -> Option<Pair<'a>> {
        self.eval.pair((self.a, self.b, &self.common), (p, q))
    }

    fn sample(&mut self, p: &SurfacePoint) -> Sample {
        let lateral = self.eval.difference(p, self.a, self.b);
        let score = self.lower();
        let mut signature = self.eval.signature(self.a, self.b);
        let mut tie = self.eval.ray_tie(self.a, self.b);
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
            let ahead = self.eval.basis.termini[*id as usize].ray_deg();
            from_terminus > TIPS_M[0] || TIPS_M.iter().any(|m| self.tied_at((*id, ahead), *m))
        });
        Sample { at: *p, signature, tie, score, gradient }
    }

    /// The lower of the two scores at the loaded point.
    fn lower(&self) -> f64 {
        self.eval.score(self.a).min(self.eval.score(self.b))
    }

    /// A sample at a point a hair's breadth from the loaded one, outside all wedges.
    fn loaded_sample(&mut self, p: &SurfacePoint) -> Sample {
        let signature = self.eval.signature(self.a, self.b);
        let gradient = self.eval.gradient(self.a, self.b);
        Sample { at: *p, signature, tie: None, score: self.lower(), gradient }
    }

    fn emit(&mut self, s: &Sample, kind: PointKind) {
        let mut controls = Vec::new();
        if self.complete {
            let all = s.signature.iter().filter_map(|x| self.control(&s.at, *x));
            all.for_each(|entry| nearest_of_party(&mut controls, entry));
            controls.sort_by_key(|c| c.0);
        }
        self.out.vertices.push(Vertex { at: s.at, kind, controls });
    }

    /// A vertex of which is not known what controls it: that is looked up if it is printed.
    fn vertex(&mut self, at: SurfacePoint, kind: PointKind) {
        self.out.vertices.push(Vertex { at, kind, controls: Vec::new() });
    }

    fn control(
        &self,
        at: &SurfacePoint,
        (slot, feature): (u8, Feature),
    ) -> Option<(usize, f64, LatLon)> {
        let party = self.eval.party_of(slot)?;
        let (distance_m, foot) = self.eval.set_of(slot).line.to_feature(at, feature);
        Some((party, distance_m, self.eval.earth().lat_lon(&foot)))
    }

    fn span(&mut self, p: &Sample, q: &Sample, way: (f64, u32)) -> Result<(), DelimitError> {
        self.eval.check()?;
        let length = (q.at.p - p.at.p).norm();
        if length > 10.0 * SHORTEST_M && way.1 > DEEPEST {
            return Err(self.unfollowed(&p.at));
        }
        if length < SHORTEST_M || way.1 > DEEPEST {
            self.straight(&p.at, &q.at);
            return self.grain(&p.at);
        }
        let before = (self.out.vertices.len(), self.out.green);
        match self.stretch(p, q, length, way) {
            // The curve has no foot on the chord, as about the tip of an island: it is walked round.
            Err(DelimitError::Geometry { text, at })
                if self.walking < MOST_WALKS && !self.is_lost() =>
            {
                self.out.vertices.truncate(before.0);
                self.out.green = before.1;
                self.walking += 1;
                let walked = self.walk(p, q, way.1);
                self.walking -= 1;
                let walked = walked?;
                self.strayed += u64::from(walked.is_none());
                walked.ok_or(DelimitError::Geometry { text, at })
            }
            other => other,
        }
    }

    /// Counts a stretch too short to be looked into.
    fn grain(&mut self, at: &SurfacePoint) -> Result<(), DelimitError> {
        self.dust += 1;
        if self.is_lost() { Err(self.unfollowed(at)) } else { Ok(()) }
    }

    /// Counts a stretch accepted as a curve.
    fn accepted(&mut self, p: &SurfacePoint, q: &SurfacePoint) -> Result<(), DelimitError> {
        self.stretches += 1;
        self.followed_m += (q.p - p.p).norm();
        if self.is_lost() { Err(self.unfollowed(p)) } else { Ok(()) }
    }

    fn is_lost(&self) -> bool {
        self.strayed > MOST_STRAYED + self.stretches / STRETCHES_A_STRAY
            || self.dust > MOST_DUST + DUST_A_STRETCH * self.stretches
            || self.followed_m > LONGEST_TIMES * self.chords_m + LONGEST_MORE_M
            || self.stretches as f64 > self.chords_m + MOST_STRETCHES
    }

    fn unfollowed(&self, at: &SurfacePoint) -> DelimitError {
        let text = "a boundary line could not be followed".to_owned();
        DelimitError::Geometry { text, at: self.eval.earth().lat_lon(at) }
    }

    fn stretch(
        &mut self,
        p: &Sample,
        q: &Sample,
        length: f64,
        (guess, depth): (f64, u32),
    ) -> Result<(), DelimitError> {
        if self.as_drawn(p, q) {
            return Ok(());
        }
        match (p.tie, q.tie) {
            (Some(id), Some(other)) if id == other => {
                self.along_rays(id, p, q);
                return Ok(());
            }
            (Some(id), next) => {
                if let Some(other) = next
                    && self.over_rim((p, id), (q, other), depth)?.is_some()
                {
                    return Ok(());
                }
                return self.out_of_wedge(id, p, q, true, depth);
            }
            (None, Some(id)) => return self.out_of_wedge(id, q, p, false, depth),
            (None, None) => {}
        }
        if let Some(pair) = self.rim_at(&p.at)
            && self.rim_at(&q.at) == Some(pair)
        {
            return self.along_rim(pair, (&p.at, &q.at), depth);
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

    fn straight(&mut self, p: &SurfacePoint, q: &SurfacePoint) {
        let (green, _) = edge::integral(self.eval.earth(), &self.eval.basis.rule, (p, q));
        self.out.green.add(green);
    }

    fn halves(
        &mut self,
        p: &Sample,
        m: &Sample,
        q: &Sample,
        depth: u32,
    ) -> Result<(), DelimitError> {
        self.span(p, m, (0.0, depth + 1))?;
        self.emit(m, PointKind::Curve);
        self.span(m, q, (0.0, depth + 1))
    }
}

/// Nearest base points active in the scores of the given holders at the loaded point; of several
/// fields of one party the nearest counts.
pub(crate) fn controls(eval: &Evaluator<'_>, labels: u64) -> Vec<(usize, f64, LatLon)> {
    let all: Vec<Label> = (0..eval.labels() as Label).filter(|l| labels >> l & 1 == 1).collect();
    let mask = match all[..] {
        [a, b] => eval.active_in(a, b),
        _ => all.iter().fold(0, |m, l| m | eval.active(*l)),
    };
    let mut out: Vec<(usize, f64, LatLon)> = Vec::new();
    for slot in (0..64).filter(|s| mask >> s & 1 == 1) {
        let (Some(party), Some(hit)) = (eval.party_of(slot), eval.hit(slot)) else { continue };
        nearest_of_party(&mut out, (party, hit.distance_m, eval.earth().lat_lon(&hit.at)));
    }
    out.sort_by_key(|c| c.0);
    out
}

/// Adds what controls a place, unless a nearer one of the party is there.
fn nearest_of_party(all: &mut Vec<(usize, f64, LatLon)>, new: (usize, f64, LatLon)) {
    match all.iter_mut().find(|c| c.0 == new.0) {
        Some(c) if new.1 < c.1 => *c = new,
        Some(_) => {}
        None => all.push(new),
    }
}
