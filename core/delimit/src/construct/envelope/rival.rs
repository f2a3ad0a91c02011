//! Who is nearer at a place of an arc or parallel: its own base point, or a rival.
//!
//! Two that have their nearest point in one place (a vertex said twice, edges that lie on each other) are at the same
//! distance over a stretch: the earlier one names the limit there, and the stretch ends where their nearest points part.
//! Any other rival is at the same distance in single places only, which the distances themselves tell.

use littoral_geodesy::curve::Shape;
use littoral_geodesy::{Earth, Feature, Nearest, Shoreline, SurfacePoint, Vec3};
use littoral_model::EdgeKind;

use super::parts::Part;
use super::trail::level;
use crate::construct::base::{BaseSet, Bases};

/// Nearest points closer than this are one, metres.
const ONE_M: f64 = 1e-5;
/// The same on loxodromes, and by feet that geodesics find at long range.
const ONE_COARSE_M: f64 = 1e-3;
/// Beyond this the index's own feet are not good enough, metres.
const FEET_M: f64 = 300_000.0;
/// Cuts are made to this, in distance and along, metres.
const CUT_M: f64 = 1e-8;
/// A nearest point this near to a vertex is the vertex, metres.
const CLOSE_M: f64 = 0.01;

/// The measure of rivals.
pub(super) struct Rivals<'a> {
    set: &'a BaseSet,
    /// Line and coordinate of each vertex of the index.
    sources: Vec<(usize, usize)>,
    pub(super) distance_m: f64,
    /// What the index's distances are off, metres: loxodromes are in it as geodesics that keep to them within a
    /// millimetre.
    pub(super) off_m: f64,
    /// Nearest points closer than this are one, metres.
    pub(super) one_m: f64,
    /// Measure by geodesics, not by the index.
    polish: bool,
}

impl<'a> Rivals<'a> {
    pub(super) fn new(set: &'a BaseSet, bases: &Bases, party: usize, distance_m: f64) -> Self {
        let mine = || bases.lines.iter().enumerate().filter(|(_, l)| l.party == party);
        let sources = mine().flat_map(|(k, l)| (0..l.nodes.len()).map(move |v| (k, v)));
        let rhumb = mine().any(|(_, l)| l.edge == EdgeKind::Loxodrome);
        let polish = rhumb || distance_m > FEET_M;
        let one_m = if polish { ONE_COARSE_M } else { ONE_M };
        // The kernel is good to a micrometre up to 400 km, to tens of them beyond.
        let off_m = one_m + if rhumb { 1e-3 } else { distance_m * 1e-10 };
        Self { set, sources: sources.collect(), distance_m, off_m, one_m, polish }
    }

    pub(super) fn shore(&self) -> &Shoreline {
        self.set.shore()
    }

    pub(super) fn earth(&self) -> &Earth {
        self.shore().earth()
    }

    /// The base point or edge of a part.
    pub(super) fn own(&self, part: &Part) -> Feature {
        let source = part.source;
        let at = self.sources.partition_point(|s| *s < (source.line, source.node));
        Feature(2 * at as u32 + u32::from(source.on_edge))
    }

    /// Who covers a place of a part; none where it stands.
    pub(super) fn covering(&self, part: &Part, s: f64, at: &SurfacePoint) -> Option<Feature> {
        let mine = self.own(part);
        let reach = self.distance_m + self.off_m;
        let near = self.shore().nearest(at, None, reach + 1.0);
        let deep = near.distance_m < self.distance_m - self.off_m;
        if deep && !self.shore().adjoin(mine, near.feature) {
            return Some(near.feature);
        }
        let all = self.shore().within(at, reach);
        let rival = |n: &&Nearest| !self.follow(mine, n);
        all.iter().filter(rival).map(|n| n.feature).find(|f| self.covers(part, s, at, *f))
    }

    /// Does a rival cover a place of a part?
    pub(super) fn covers(&self, part: &Part, s: f64, at: &SurfacePoint, rival: Feature) -> bool {
        let mine = self.own(part);
        if self.shore().adjoin(mine, rival) {
            return false;
        }
        let (d, foot) = self.measure(at, rival);
        match self.one(part, s, d, foot) {
            true => rival < mine,
            false => d < self.distance_m,
        }
    }

    /// Distance of a feature, and its nearest point.
    fn measure(&self, at: &SurfacePoint, feature: Feature) -> (f64, Vec3) {
        if self.polish {
            let control = self.set.to_feature(self.earth().lat_lon(at), feature);
            return (control.distance_m, self.earth().point(control.at).p);
        }
        let (d, foot) = self.shore().to_feature(at, feature);
        (d, foot.p)
    }

    /// Is a rival's nearest point the part's own?
    fn one(&self, part: &Part, s: f64, d: f64, foot: Vec3) -> bool {
        (d - self.distance_m).abs() <= self.off_m && (foot - self.foot(part, s)).norm() < self.one_m
    }

    /// The part's own nearest point.
    fn foot(&self, part: &Part, s: f64) -> Vec3 {
        let at = match part.curve.shape {
            Shape::Arc { centre, .. } => centre,
            Shape::Parallel { base, .. } | Shape::Line(base) => base.spot(self.earth(), s).at,
        };
        self.earth().point(at).p
    }

    /// Two edges of a line, one after the other, at their common vertex: both are at the same distance there.
    fn follow(&self, mine: Feature, other: &Nearest) -> bool {
        let start = |f: Feature| Feature(f.0 & !1);
        let edges = mine.vertex().is_none() && other.feature.vertex().is_none();
        let meet = |a: Feature, b: Feature| self.shore().adjoin(start(a), b);
        let common = edges && (meet(mine, other.feature) || meet(other.feature, mine));
        common
            && self
                .ends(mine)
                .is_some_and(|e| e.iter().any(|p| (other.at.p - p.p).norm() < CLOSE_M))
    }

    /// Both ends of an edge.
    fn ends(&self, edge: Feature) -> Option<[SurfacePoint; 2]> {
        let mut pieces = self.shore().pieces_of(edge.0 / 2);
        let first = pieces.next()?;
        let last = pieces.next_back().unwrap_or(first);
        Some([self.shore().piece(first).a, self.shore().piece(last).b])
    }

    /// Where a rival that covers the second parameter, not the first, begins to: by Newton's method, halved where that
    /// leaves the bracket and every fourth time.
    pub(super) fn begins(&self, part: &Part, rival: Feature, [far, near]: [f64; 2]) -> f64 {
        let together = |s: f64| {
            let (d, _, foot) = self.along(part, rival, s);
            self.one(part, s, d, foot)
        };
        // From where the nearest points are one to where they are not, or the other way round: an edge that begins in
        // the base point is at the same distance all round its end.
        let parting = match (together(near), together(far)) {
            (true, _) => Some(1.0),
            (false, true) => Some(-1.0),
            _ => None,
        };
        let outward = (far - near).signum();
        let beyond = |s: f64| {
            let (d, slope, foot) = self.along(part, rival, s);
            let apart = || (foot - self.foot(part, s)).norm() - self.one_m;
            parting.map_or_else(|| (d - self.distance_m, slope), |sign| (sign * apart(), outward))
        };
        let (mut x, mut y) = (far, near);
        let (f, g) = (beyond(x).0, beyond(y).0);
        if f <= 0.0 {
            return x;
        }
        // It covers the place itself and no more.
        if g >= 0.0 {
            return y;
        }
        let mut s = x + (y - x) * f / (f - g);
        for round in 0..80 {
            let (h, slope) = beyond(s);
            if h.abs() < CUT_M || (y - x).abs() < CUT_M {
                break;
            }
            if h > 0.0 {
                x = s
            } else {
                y = s
            }
            let next = s - h / slope;
            let inside = round % 4 < 3 && next > x.min(y) && next < x.max(y);
            s = if inside { next } else { (x + y) / 2.0 };
        }
        s
    }

    /// Distance from a place of a part to a feature, how fast it grows along the part, and the feature's nearest point.
    fn along(&self, part: &Part, rival: Feature, s: f64) -> (f64, f64, Vec3) {
        let spot = part.curve.spot(self.earth(), s);
        let at = self.earth().point(spot.at);
        let (d, foot) = self.measure(&at, rival);
        let (east, north) = self.earth().east_north(&at);
        let (sin, cos) = spot.azimuth_deg.to_radians().sin_cos();
        let toward = level(foot - at.p, at.n);
        (d, -(east * sin + north * cos).dot(toward) * spot.speed, foot)
    }
}
