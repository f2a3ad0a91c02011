//! Whether anything comes nearer than the distance between two places of an arc or parallel that stand.
//!
//! Along an arc the distance from a point falls until the point lies on the radius through the place, for the arc is at
//! right angles to its radii (Gauss's lemma); along a parallel, until it lies on the normal through the foot. What is
//! nearer than the distance between the ends, and not at them, therefore lies ahead, on one of these radii or normals, in
//! a lens nearly twice the distance out, or else close beside the edge itself: with `h` half the stretch and `r` the
//! distance, no farther from it than `h^2 / 2r`. An edge is all of its points. Both places are small, and mostly empty.

use littoral_geodesy::curve::Shape;
use littoral_geodesy::{Feature, SurfacePoint, Vec3};

use super::cut::Cutter;
use super::parts::Part;
use super::trail::level;

/// Arcs wider than this are parted first, radians: the lens of half a turn reaches the centre.
const WIDEST: f64 = 1.8;
/// Parallels longer than this are parted first, metres: the strip beside the edge is taken as flat.
const LONGEST_M: f64 = 2000.0;
/// What covers no more of an end than this does not matter, metres.
const END_M: f64 = 1e-4;

impl Cutter<'_> {
    /// Where the stretch between two parameters, both of which stand, is to be parted; none if nothing can be nearer.
    pub(super) fn doubt(&self, part: &Part, [a, b]: [f64; 2]) -> Option<f64> {
        let (middle, r) = ((a + b) / 2.0, self.distance_m);
        match part.curve.shape {
            Shape::Arc { .. } if (b - a) / r > WIDEST => Some(middle),
            Shape::Arc { centre, from_deg, .. } => {
                let azimuth = from_deg + (middle / r).to_degrees();
                let far = 4.0 * r * libm::sin((b - a) / r / 4.0);
                self.anything(self.shore().earth().direct(centre, azimuth, 2.0 * r), far)
                    .then_some(middle)
            }
            Shape::Parallel { base, offset_m } => {
                let length = b - a;
                if length > LONGEST_M.min(r / 2.0) {
                    return Some(middle);
                }
                let earth = self.shore().earth();
                let foot = base.spot(earth, middle);
                let side = 90.0_f64.copysign(offset_m);
                let out = earth.direct(foot.at, foot.azimuth_deg + side, 2.0 * r);
                if self.anything(out, length) {
                    return Some(middle);
                }
                let ahead = earth.point(earth.direct(foot.at, foot.azimuth_deg, r.min(1000.0)));
                let foot = earth.point(foot.at);
                let along = level(ahead.p - foot.p, foot.n);
                let out = foot.n.cross(along) * -offset_m.signum();
                let strip = Strip { foot, along, out, half: length / 2.0 };
                self.beside(part, &strip).map(|x| middle + x.clamp(-0.4 * length, 0.4 * length))
            }
            Shape::Line(_) => None,
        }
    }

    /// Is there anything in the lens about a place?
    fn anything(&self, at: littoral_geodesy::LatLon, radius_m: f64) -> bool {
        let earth = self.shore().earth();
        let r = self.distance_m / earth.b_m();
        // The flattening's part of the sphere's bend, and rounding.
        let bound = radius_m * 1.02 + self.distance_m * r * r * 0.02 + 1.0;
        self.shore().nearest(&earth.point(at), None, bound).distance_m < bound
    }

    /// About where, along a strip, something enters it, from the strip's middle.
    fn beside(&self, part: &Part, strip: &Strip) -> Option<f64> {
        let (shore, mine) = (self.shore(), self.feature(part));
        // Twice what is needed on a plane.
        let deep = strip.half * strip.half / self.distance_m + self.equal_m;
        let near = shore.within(&strip.foot, strip.half + deep + END_M);
        near.iter().filter(|n| n.feature != mine).find_map(|n| {
            // What comes first names the limit where both are at the same distance.
            let least = if n.feature < mine { -self.equal_m } else { self.equal_m };
            self.entered(n.feature, strip, [least, deep])
        })
    }

    fn entered(&self, feature: Feature, strip: &Strip, depths: [f64; 2]) -> Option<f64> {
        if let Some(v) = feature.vertex() {
            let at = strip.flat(self.shore().vertex_point(v).p);
            return strip.within([at, at], depths);
        }
        let pieces = self.shore().pieces_of(feature.0 / 2).map(|k| self.shore().piece(k));
        let mut flat = pieces.map(|p| [strip.flat(p.a.p), strip.flat(p.b.p)]);
        flat.find_map(|ends| strip.within(ends, depths))
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
    /// Along the edge and away from it.
    fn flat(&self, p: Vec3) -> [f64; 2] {
        let v = p - self.foot.p;
        [v.dot(self.along), v.dot(self.out)]
    }

    /// Middle of the part of a straight piece that lies between the ends and two depths.
    fn within(&self, [p, q]: [[f64; 2]; 2], depths: [f64; 2]) -> Option<f64> {
        let long = (self.half - END_M).max(0.0);
        let (mut first, mut last) = (0.0_f64, 1.0_f64);
        for (axis, [low, high]) in [[-long, long], depths].into_iter().enumerate() {
            let (from, step) = (p[axis], q[axis] - p[axis]);
            if step == 0.0 {
                if from < low || from > high {
                    return None;
                }
                continue;
            }
            let (t, u) = ((low - from) / step, (high - from) / step);
            (first, last) = (first.max(t.min(u)), last.min(t.max(u)));
        }
        let t = (first + last) / 2.0;
        (first <= last).then(|| p[0] + (q[0] - p[0]) * t)
    }
}
