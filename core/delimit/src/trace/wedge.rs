//! Lines through a tie wedge: the terminus's bisector ray, and where it leaves the wedge.

use littoral_geodesy::{LatLon, SurfacePoint, densify};

use super::turning::SAME_FOOT_M;
use super::{ON_CURVE_M, SHORTEST_M, Sample, TIPS_M, Tracer, Vertex, controls};
use crate::basis::TerminusId;
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::eval::Signature;

/// Two points this close to the end of a wedge's ray are at it, metres.
const CORNER_M: f64 = 5e-3;

/// On the rim of a wedge its terminus is as far as what meets it there to this, metres.
const RIM_M: f64 = 1e-5;

/// Where the ray is all but the rim, rounding takes places of the line out of the wedge and in again: they are off the ray
/// by metres, of which the distances tell nothing. To this the ray satisfies the line's equation there, metres.
const LEVEL_M: f64 = 1e-4;
/// Farther off the ray a place is no matter of rounding, metres: all of a wide wedge is level.
const BESIDE_RAY_M: f64 = 100.0;

/// The end of a ray's wedge is looked for in steps that begin with this and double, as far as this, metres.
const FIRST_STEP_M: f64 = 100.0;
const FARTHEST_M: f64 = 1e7;

/// Pieces in which the ray through a wedge is integrated, metres.
const RAY_PIECE_M: f64 = 2000.0;

/// A ray of a terminus: the terminus, and the azimuth.
type Ray = (TerminusId, f64);

impl Tracer<'_, '_> {
    /// The signature just outside a wedge near a point of its rim.
    pub(super) fn outside(&mut self, p: &SurfacePoint) -> Option<Signature> {
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

    /// The point of a ray of a terminus at a distance.
    fn ray(&self, (id, azimuth_deg): Ray, distance_m: f64) -> SurfacePoint {
        let t = &self.eval.basis.termini[id as usize];
        let earth = self.eval.earth();
        earth.point(earth.direct(t.at, azimuth_deg, distance_m))
    }

    /// The ray of a terminus on which a place lies: at the terminus itself that in the sea.
    fn ray_through(&self, id: TerminusId, p: &SurfacePoint) -> Ray {
        let t = &self.eval.basis.termini[id as usize];
        let off_tip = (p.p - t.point.p).norm() > TIPS_M[0];
        (id, t.rays_deg()[usize::from(off_tip && t.is_behind(self.eval.earth(), p))])
    }

    pub(super) fn tied_at(&mut self, ray: Ray, distance_m: f64) -> bool {
        let p = self.ray(ray, distance_m);
        self.eval.difference(&p, self.a, self.b);
        self.eval.tie(self.a, self.b) == Some(ray.0)
    }

    /// Where the bisector ray leaves the wedge on the way to a place. The line may turn by more than a right angle there,
    /// so it is found along the ray and not along the line. The ray may leave the wedge towards the terminus as well: of two
    /// such places the nearer is meant.
    pub(super) fn corner(
        &mut self,
        id: TerminusId,
        inside: &SurfacePoint,
        outside: &SurfacePoint,
    ) -> (Vertex, Sample) {
        let tip = self.eval.basis.termini[id as usize].point.p;
        let start = (tip - inside.p).norm();
        let ray = self.ray_through(id, inside);
        let far = self.leaves_at(ray, start, self.longest_step(inside, outside));
        let near = self.leaves_behind(ray, start, self.longest_step(inside, outside));
        let off = |tracer: &Self, m: f64| (tracer.ray(ray, m).p - outside.p).norm();
        let (lo, hi) = match near {
            Some(near) if off(self, near.0) < off(self, far.0) => near,
            _ => far,
        };
        let at = self.ray(ray, lo);
        let beyond = self.ray(ray, hi + SHORTEST_M.copysign(hi - lo));
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
        let after = Sample { at, signature, tie: None, score: self.lower(), gradient: None };
        (Vertex { at, kind: PointKind::Turning, controls: all }, after)
    }

    /// Longest step along a ray on which the end of its wedge is looked for, metres: where scores jump it may leave the
    /// wedge for a strip, no narrower than a part of the way to the place beside it.
    fn longest_step(&self, inside: &SurfacePoint, outside: &SurfacePoint) -> f64 {
        let part = ((outside.p - inside.p).norm() / 8.0).max(FIRST_STEP_M);
        if self.eval.tape.jumps { part } else { f64::INFINITY }
    }

    /// The last place of a ray in its wedge and the first beyond, metres from the terminus, seen from a place of the ray.
    fn leaves_at(&mut self, ray: Ray, start_m: f64, longest_m: f64) -> (f64, f64) {
        let (mut lo, mut step) = (start_m, FIRST_STEP_M);
        while self.tied_at(ray, lo + step) && lo + step < FARTHEST_M {
            lo += step;
            step = (2.0 * step).min(longest_m);
        }
        self.rim_between(ray, (lo, lo + step))
    }

    /// The same on the way back to the terminus; `None` if the wedge begins at the terminus, as it does where scores are
    /// distances. Where they jump, or count no less than so much of a distance, it may begin farther out.
    fn leaves_behind(&mut self, ray: Ray, start_m: f64, longest_m: f64) -> Option<(f64, f64)> {
        if self.eval.tape.straight.is_some() {
            return None;
        }
        let (mut lo, mut step) = (start_m, FIRST_STEP_M);
        while lo - step > TIPS_M[0] && self.tied_at(ray, lo - step) {
            lo -= step;
            step = (2.0 * step).min(longest_m);
        }
        let hi = lo - step;
        if hi > TIPS_M[0] {
            return Some(self.rim_between(ray, (lo, hi)));
        }
        let before = |tip: &f64| *tip < lo;
        let begins = TIPS_M.into_iter().filter(before).any(|tip| self.tied_at(ray, tip));
        (!begins && lo > TIPS_M[0]).then(|| self.rim_between(ray, (lo, TIPS_M[0])))
    }

    /// Closes in on where a ray leaves its wedge, from a place within and one without.
    fn rim_between(&mut self, ray: Ray, (mut lo, mut hi): (f64, f64)) -> (f64, f64) {
        while (hi - lo).abs() > ON_CURVE_M {
            let m = (lo + hi) / 2.0;
            if self.tied_at(ray, m) { lo = m } else { hi = m }
        }
        (lo, hi)
    }

    /// A stretch from a point on the ray inside a wedge to one outside (or back, if not `outward`).
    pub(super) fn out_of_wedge(
        &mut self,
        id: TerminusId,
        inside: &Sample,
        outside: &Sample,
        outward: bool,
        depth: u32,
    ) -> Result<(), DelimitError> {
        if self.behind(self.ray_through(id, &inside.at), &outside.at) {
            return self.over_tip(id, inside, outside, outward, depth);
        }
        let (vertex, after) = self.corner(id, &inside.at, &outside.at);
        let apart = |a: &SurfacePoint, b: &SurfacePoint| (a.p - b.p).norm();
        let (near, far) = (apart(&vertex.at, &inside.at), apart(&vertex.at, &outside.at));
        let before = near > apart(&inside.at, &outside.at) + CORNER_M;
        let on_ray = |tracer: &mut Self| {
            let off_m = tracer.off_ray_m(id, &outside.at);
            off_m < CORNER_M || off_m < BESIDE_RAY_M && tracer.is_level(id, &outside.at, LEVEL_M)
        };
        if far < CORNER_M || before && on_ray(self) {
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
        let before = Sample { at: vertex.at, gradient: None, ..inside.clone() };
        if outward {
            self.around(inside, &before, vertex, &after, outside, depth)
        } else {
            self.around(outside, &after, vertex, &before, inside, depth)
        }
    }

    /// How far a place lies from that of a ray of a terminus which is as far from the terminus, metres. Beyond the ray's end
    /// the line may turn back beside it.
    fn off_ray_m(&self, id: TerminusId, p: &SurfacePoint) -> f64 {
        let from = self.eval.basis.termini[id as usize].point.p;
        let abreast = self.ray(self.ray_through(id, p), (p.p - from).norm());
        (abreast.p - p.p).norm()
    }

    /// Is a terminus as far from a place as the nearest base points of both, to so many metres?
    fn is_level(&mut self, id: TerminusId, p: &SurfacePoint, within_m: f64) -> bool {
        let far = self.eval.earth().distance(&self.eval.basis.termini[id as usize].point, p);
        self.eval.difference(p, self.a, self.b);
        let level = |k| self.eval.nearest_of(k).is_some_and(|n| (n.0 - far).abs() < within_m);
        level(self.a) && level(self.b)
    }

    /// Does a place lie behind the terminus, as seen along its ray? All of the other side's water does that begins at the
    /// terminus, since the ray is at more than a right angle to both coasts.
    fn behind(&self, ray: Ray, p: &SurfacePoint) -> bool {
        let tip = &self.eval.basis.termini[ray.0 as usize].point;
        let ahead = densify::towards(tip, &self.ray(ray, RAY_PIECE_M));
        (p.p - tip.p).dot(ahead) < 0.0
    }

    /// A line that goes on over the terminus: where the sea is a window without land it does not end there.
    fn over_tip(
        &mut self,
        id: TerminusId,
        inside: &Sample,
        beyond: &Sample,
        outward: bool,
        depth: u32,
    ) -> Result<(), DelimitError> {
        let (vertex, tip) = self.tip(id);
        if outward {
            self.along_ray(id, inside, &tip);
            self.push_turning(vertex);
            self.span(&tip, beyond, (0.0, depth + 1))
        } else {
            self.span(beyond, &tip, (0.0, depth + 1))?;
            self.push_turning(vertex);
            self.along_ray(id, &tip, inside);
            Ok(())
        }
    }

    /// A place on the ray of a terminus over which a stretch leads that has `m` on the rim of its wedge: one of its ends, on
    /// the other side of the terminus, names what ends there. All along the rim that is as far as what meets it, so no
    /// place of the rim is a turning point between the two.
    pub(super) fn over_ray(&mut self, p: &Sample, q: &Sample, m: &SurfacePoint) -> Option<Sample> {
        // Seen from that end its own nearest points are other ones.
        let beyond = |s: &&Sample| self.tip_of(&s.at, &s.signature).is_none();
        let id = [p, q].into_iter().filter(beyond).find_map(|s| self.tip_of(m, &s.signature))?;
        let t = &self.eval.basis.termini[id as usize];
        if !t.joins(self.eval.party(self.a)?, self.eval.party(self.b)?) {
            return None;
        }
        let far = self.eval.earth().distance(&t.point, m);
        if far < TIPS_M[2] || !self.is_level(id, m, RIM_M) {
            return None;
        }
        let ray = (id, t.ray_deg());
        let start = TIPS_M.into_iter().find(|far_m| self.tied_at(ray, *far_m))?;
        let (end, _) = self.corner(id, &self.ray(ray, start), m);
        let middle = self.sample(&self.ray(ray, (end.at.p - t.point.p).norm() / 2.0));
        (middle.tie == Some(id)).then_some(middle)
    }

    /// The terminus itself as a point of a line.
    fn tip(&mut self, id: TerminusId) -> (Vertex, Sample) {
        let at = self.eval.basis.termini[id as usize].point;
        self.eval.difference(&at, self.a, self.b);
        let controls = controls(self.eval, 1 << self.a | 1 << self.b);
        let signature = self.eval.signature(self.a, self.b);
        let tip = Sample { at, signature, tie: None, score: self.lower(), gradient: None };
        (Vertex { at, kind: PointKind::Turning, controls }, tip)
    }

    /// A stretch between two places on rays of one terminus: over it where one lies ahead and the other behind.
    pub(super) fn along_rays(&mut self, id: TerminusId, p: &Sample, q: &Sample) {
        let ray = self.ray_through(id, &p.at);
        if !self.behind(ray, &q.at) {
            return self.along_ray(id, p, q);
        }
        let (vertex, tip) = self.tip(id);
        self.along_ray(id, p, &tip);
        self.push_turning(vertex);
        self.along_ray(id, &tip, q);
    }

    /// Inside the wedge the line is a ray itself, a geodesic.
    pub(super) fn along_ray(&mut self, id: TerminusId, p: &Sample, q: &Sample) {
        let from = self.eval.basis.termini[id as usize].point.p;
        let (start, end) = ((p.at.p - from).norm(), (q.at.p - from).norm());
        let ray = self.ray_through(id, if end > start { &q.at } else { &p.at });
        let count = ((end - start).abs() / RAY_PIECE_M).ceil().max(1.0);
        let mut last = p.at;
        for k in 1..=count as usize {
            let t = k as f64 / count;
            let next =
                if k == count as usize { q.at } else { self.ray(ray, start + (end - start) * t) };
            let mid = densify::between(self.eval.earth(), &last, &next, 0.5);
            self.out.green.add(self.eval.basis.rule.arc(&last, &mid, &next));
            last = next;
        }
    }
}
