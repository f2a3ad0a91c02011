//! Whether anything comes nearer than its distance between two places of an arc or parallel that stand.
//!
//! Along an arc the distance from a point falls until the point lies on the radius through the place, for the arc is at
//! right angles to its radii (Gauss's lemma); along a parallel, until it lies on the normal through the foot. What is
//! nearer than its distance between the ends, and not at them, therefore lies ahead, on one of these radii or normals, in
//! a lens nearly twice the distance out, or else close beside the edge itself: with `h` half the stretch and `r` the
//! distance, no farther from it than `h^2 / 2r`. Both places are small, and mostly empty; what is there is asked at the
//! place to which it is nearest. Of an edge that is one of its ends, or, along a parallel, as good as that.

use littoral_geodesy::curve::Shape;
use littoral_geodesy::{Curve, Feature, LatLon, SurfacePoint, Vec3};

use super::cut::Cutter;
use super::parts::Part;
use super::rival::Spot;
use super::trail::level;

/// What a wider arc has in its lens is not asked one by one: the arc is parted, radians.
const WIDE: f64 = 0.25;
/// Parallels longer than the first are parted: the strip beside the edge is taken as flat. Those longer than the second
/// are, if there is something in the lens, metres.
const LONGEST_M: f64 = 2000.0;
const LONG_M: f64 = 500.0;
/// Beside an edge whatever is no farther inland than this is asked, metres.
const INLAND_M: f64 = 1e-4;
/// What lies this near to the normal of an end is at the end, metres.
const END_M: f64 = 1e-6;

impl Cutter<'_> {
    /// Where the stretch between two places, both of which stand, is to be parted; none if nothing can be nearer.
    pub(super) fn doubt(&self, part: &Part, ends: [&Spot; 2]) -> Option<f64> {
        match part.curve.shape {
            Shape::Arc { centre, from_deg, radius_m } => {
                self.on_arc(part, ends.map(|p| p.s), (centre, from_deg, radius_m))
            }
            Shape::Parallel { .. } => self.on_parallel(part, ends),
            Shape::Line(_) => None,
        }
    }

    fn on_arc(
        &self,
        part: &Part,
        [a, b]: [f64; 2],
        (centre, from_deg, radius_m): (LatLon, f64, f64),
    ) -> Option<f64> {
        let (middle, wide) = ((a + b) / 2.0, (b - a) / radius_m);
        let azimuth = from_deg + (middle / radius_m).to_degrees();
        let far = 4.0 * radius_m * libm::sin(wide / 4.0);
        let lens = self.lens(self.rivals.earth().direct(centre, azimuth, 2.0 * radius_m), far)?;
        if wide > WIDE {
            return Some(middle);
        }
        let at = self.rivals.earth().point(centre);
        let most = 2.0 * (radius_m + self.rivals.radii.most_m) + self.slack_m();
        let found = self.rivals.shore().within(&lens.0, lens.1);
        let ends = self.vertices(found.iter().map(|n| n.feature));
        // Ends too, which may be at a longer distance than their edges.
        let ends = ends.into_iter().map(|v| Feature(2 * v));
        let edges = found.iter().map(|n| n.feature).filter(|f| f.vertex().is_none());
        edges.chain(ends).find_map(|f| {
            if self.rivals.shore().to_feature(&at, f).0 > most {
                return None;
            }
            let s = self.rivals.abreast(part, f, 0.0, [a, b])?;
            self.nearer(part, s, f)
        })
    }

    /// The parameter itself, if something is nearer than its distance there.
    fn nearer(&self, part: &Part, s: f64, rival: Feature) -> Option<f64> {
        self.rivals.covers(&self.rivals.place(part, s), rival).then_some(s)
    }

    /// What the index may be off over twice the distance, metres.
    fn slack_m(&self) -> f64 {
        let t = self.rivals.radii.distance_m;
        1e-3 + if t > 150_000.0 { t * 1e-3 } else { 0.0 }
    }

    fn on_parallel(&self, part: &Part, [a, b]: [&Spot; 2]) -> Option<f64> {
        let Shape::Parallel { base, offset_m } = part.curve.shape else { return None };
        let (middle, length, r) = ((a.s + b.s) / 2.0, b.s - a.s, offset_m.abs());
        if length > LONGEST_M.min(r / 2.0) {
            return Some(middle);
        }
        let earth = self.rivals.earth();
        let foot = base.spot(earth, middle);
        let side = 90.0_f64.copysign(offset_m);
        let lens = self.lens(earth.direct(foot.at, foot.azimuth_deg + side, 2.0 * r), length);
        if lens.is_some() && length > LONG_M.min(r / 20.0) {
            return Some(middle);
        }
        let ahead = earth.point(earth.direct(foot.at, foot.azimuth_deg, r.min(1000.0)));
        let foot = earth.point(foot.at);
        let along = level(ahead.p - foot.p, foot.n);
        let out = foot.n.cross(along) * -offset_m.signum();
        let line = Curve { shape: Shape::Line(base), range: [a.s, b.s] };
        let strip = Strip { foot, along, out, half: length / 2.0 };
        let asked = |q: u32| {
            let s = line.foot(earth, self.rivals.shore().vertex(q), line.range);
            let inside = s > a.s + END_M && s < b.s - END_M;
            if inside { self.nearer(part, s, Feature(2 * q)) } else { None }
        };
        let mut asked = asked;
        self.beside(part, &strip).into_iter().find_map(&mut asked).or_else(|| {
            let lens = lens?;
            self.ahead(part, &lens, [a, b], &mut asked)
        })
    }

    /// What lies in the lens of a parallel: vertices that are nearer, and edges that may be because the earth is curved.
    fn ahead(
        &self,
        part: &Part,
        (at, bound): &(SurfacePoint, f64),
        [a, b]: [&Spot; 2],
        asked: &mut impl FnMut(u32) -> Option<f64>,
    ) -> Option<f64> {
        let shore = self.rivals.shore();
        let most = 2.0 * (self.rivals.radii.distance_m + self.rivals.radii.most_m) + self.slack_m();
        let found = shore.within(at, *bound);
        let close = |q: &u32| shore.to_feature(&shore.vertex_point(*q), part.own).0 < most;
        let mut vertices = self.vertices(found.iter().map(|n| n.feature));
        vertices.retain(close);
        if let Some(s) = vertices.into_iter().find_map(asked) {
            return Some(s);
        }
        let bend = 4.0 * self.bend_m(part, b.s - a.s);
        let bent = |f: &Feature| {
            let gap = |p: &Spot| self.rivals.gap_m(&p.at, p.place, *f);
            gap(a).max(gap(b)) < bend
        };
        let mut edges = found.iter().map(|n| n.feature).filter(|f| f.vertex().is_none());
        let rival = |f: &Feature| !self.rivals.radii.settled(shore, part.own, *f);
        (bend > self.rivals.noise_m && edges.any(|f| rival(&f) && bent(&f)))
            .then_some((a.s + b.s) / 2.0)
    }

    /// Where the lens about a place is, and how large; none if it is empty.
    fn lens(&self, at: LatLon, radius_m: f64) -> Option<(SurfacePoint, f64)> {
        let earth = self.rivals.earth();
        let (r, at) = (self.rivals.radii.distance_m, earth.point(at));
        let x = r / earth.b_m();
        // The flattening's part of the sphere's bend, and rounding.
        let bound = radius_m * 1.02 + r * x * x * 0.02 + 1.0_f64.min(0.01 * r) + 1e-3;
        (self.rivals.shore().nearest(&at, None, bound).distance_m < bound).then_some((at, bound))
    }

    /// Vertices in a strip.
    fn beside(&self, part: &Part, strip: &Strip) -> Vec<u32> {
        let shore = self.rivals.shore();
        // Twice what is needed on a plane.
        let deep = strip.half * strip.half / self.rivals.radii.distance_m + INLAND_M;
        let near = shore.within(&strip.foot, strip.half + deep + END_M);
        let rivals = near.iter().map(|n| n.feature).filter(|f| *f != part.own);
        let mut out = self.vertices(rivals);
        out.retain(|q| strip.holds(shore.vertex_point(*q).p, deep));
        out
    }

    /// Vertices among features, and the ends of the edges among them.
    fn vertices(&self, features: impl Iterator<Item = Feature>) -> Vec<u32> {
        let both = |f: Feature| match f.vertex() {
            Some(v) => [v, v],
            None => [f.0 / 2, self.rivals.shore().next_vertex(f.0 / 2)],
        };
        let mut out: Vec<u32> = features.flat_map(both).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// The strip beside a stretch of an edge, flat about its middle.
struct Strip {
    foot: SurfacePoint,
    along: Vec3,
    out: Vec3,
    half: f64,
}

impl Strip {
    fn holds(&self, p: Vec3, deep: f64) -> bool {
        let v = p - self.foot.p;
        let (x, y) = (v.dot(self.along), v.dot(self.out));
        x.abs() <= self.half + END_M && y >= -INLAND_M && y <= deep
    }
}
