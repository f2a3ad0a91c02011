//! Can another base point hide between two places?
//!
//! At two places `p` and `q` the nearest base points are known. On the way between them something else may still be
//! nearer. Where the same *vertex* is nearest at both, nothing can be: the places nearest to a point are a convex set.
//! Where the nearest point lies on an *edge*, the distance `r` to it is at most linear along the way, so what is nearer
//! somewhere lies in the hull of the two balls of radius `r(p)` and `r(q)`, of which the balls themselves are empty.
//!
//! Along the way the distance from a piece, or from a box of pieces, is convex and `r` is linear: their difference is
//! convex, and its tangents at both ends bound it from below. Boxes whose bound is positive are not opened. The few
//! pieces that are left are measured by geodesics at the place where they come nearest. Straight chords, planes and
//! linear radii are models: the slack makes up for them, and the geodesics decide.

use crate::earth::{Earth, SurfacePoint};
use crate::run::Run;
use crate::search::spread;
use crate::shoreline::{FEW_PIECES, Feature, Shoreline};
use crate::vec3::Vec3;
use crate::{densify, piece::Piece};

/// Pieces about a way that are kept.
const FEW: usize = 16;

/// A way with a ball that changes its radius along it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) from: Vec3,
    pub(crate) to: Vec3,
    /// Unit vector from the first to the second.
    pub(crate) along: Vec3,
    pub(crate) length_m: f64,
    /// Radius of the ball at both ends, metres.
    pub(crate) radius_m: [f64; 2],
    /// What may be missed by the model, metres.
    pub(crate) slack_m: f64,
}

/// Value at both ends of a convex function on `[0, length]` and its slope at the first and towards the second: the
/// least value that it can have.
pub(crate) fn least(value: [f64; 2], slope: [f64; 2], length: f64) -> f64 {
    let [v0, v1] = value;
    let [s0, s1] = slope;
    if s0 >= 0.0 {
        return v0;
    }
    if s1 <= 0.0 {
        return v1;
    }
    v0 + s0 * ((v1 - v0 - s1 * length) / (s0 - s1)).clamp(0.0, length)
}

impl Way {
    fn new(earth: &Earth, p: &SurfacePoint, q: &SurfacePoint, radius_m: [f64; 2]) -> Self {
        let way = q.p - p.p;
        let (length_m, far) = (way.norm(), radius_m[0].max(radius_m[1]));
        // The radius of a ball on a sphere bends away from the linear one by r L^2 / 8 R^2; twice that.
        let r2 = earth.b_m() * earth.b_m();
        let slack_m = spread(earth, far) + far * length_m * length_m / (4.0 * r2);
        Self { from: p.p, to: q.p, along: way.unit(), length_m, radius_m, slack_m }
    }

    fn rate(&self) -> f64 {
        (self.radius_m[1] - self.radius_m[0]) / self.length_m
    }

    /// How far outside the ball a piece's chord is at a place of the way, and how fast that grows.
    fn outside(&self, piece: &Piece, s: f64) -> (f64, f64) {
        let x = self.from + self.along * s;
        let (w, chord) = (x - piece.a, piece.b - piece.a);
        let l2 = chord.dot(chord);
        let t = if l2 > 0.0 { (w.dot(chord) / l2).clamp(0.0, 1.0) } else { 0.0 };
        let off = w - chord * t;
        let d = off.norm();
        let slope = if d > 0.0 { off.dot(self.along) / d } else { 0.0 };
        (d - self.radius_m[0] - self.rate() * s, slope - self.rate())
    }

    /// At least how far outside the ball a piece stays.
    fn least_m(&self, piece: &Piece) -> f64 {
        let (first, last) = (self.outside(piece, 0.0), self.outside(piece, self.length_m));
        least([first.0, last.0], [first.1, last.1], self.length_m)
    }

    /// How far a piece is in the ball where it is farthest in (outside: negative), and where on the way that is, if it
    /// is more than so many metres.
    fn deepest(&self, piece: &Piece, more_than_m: f64) -> Option<(f64, f64)> {
        let (mut lo, mut hi) = (0.0, self.length_m);
        let (first, last) = (self.outside(piece, lo), self.outside(piece, hi));
        if -least([first.0, last.0], [first.1, last.1], self.length_m) <= more_than_m {
            return None;
        }
        let mut best = if first.0 < last.0 { (-first.0, lo) } else { (-last.0, hi) };
        for _ in 0..20 {
            let s = (lo + hi) / 2.0;
            let (value, slope) = self.outside(piece, s);
            if -value > best.0 {
                best = (-value, s);
            }
            if -value + slope.abs() * (hi - lo) / 2.0 <= more_than_m.max(best.0) {
                break;
            }
            if slope < 0.0 { lo = s } else { hi = s }
        }
        (best.0 > more_than_m).then_some(best)
    }

    /// Where a piece comes nearest to the ball, if it may enter it strictly between the ends.
    fn nearest(&self, piece: &Piece) -> Option<f64> {
        let ((v0, s0), (v1, s1)) = (self.outside(piece, 0.0), self.outside(piece, self.length_m));
        if s0 >= 0.0 || s1 <= 0.0 || least([v0, v1], [s0, s1], self.length_m) > self.slack_m {
            return None;
        }
        let (mut lo, mut hi) = (0.0, self.length_m);
        for _ in 0..20 {
            let s = (lo + hi) / 2.0;
            let (v, slope) = self.outside(piece, s);
            if v - slope.abs() * (hi - lo) / 2.0 > self.slack_m {
                return None;
            }
            if slope < 0.0 { lo = s } else { hi = s }
        }
        Some((lo + hi) / 2.0)
    }
}

/// What is nearer along a way than what is known to be near.
struct Entry<'a> {
    line: &'a Shoreline,
    ends: [&'a SurfacePoint; 2],
    known: &'a [Feature],
    run: Option<Run>,
    slack_m: f64,
    /// What is nearer by most: by how much, and at which fraction of the way.
    found: Option<(f64, f64)>,
}

impl<'a> Entry<'a> {
    fn new(
        line: &'a Shoreline,
        (p, q): (&'a SurfacePoint, &'a SurfacePoint),
        known: &'a [Feature],
        slack_m: f64,
    ) -> Self {
        let run = match known {
            [f, g, ..] if !line.adjoin(*f, *g) => line.straight_run(*f, *g),
            _ => None,
        };
        Self { line, ends: [p, q], known, run, slack_m, found: None }
    }

    fn in_run(&self, f: Feature) -> bool {
        self.run.as_ref().is_some_and(|run| run.contains(f))
    }

    /// Looks whether a piece comes nearer than anything before.
    fn look(&mut self, way: &Way, k: u32) {
        let (line, earth) = (self.line, self.line.earth());
        let own = self.known.iter().take(2).any(|f| line.owns(*f, k));
        if own || self.in_run(line.feature_of(k)) {
            return;
        }
        let piece = line.piece(k as usize);
        let Some(s) = way.nearest(&piece) else { return };
        let [p, q] = self.ends;
        let x = densify::between(earth, p, q, s / way.length_m);
        if self.run.is_some() && self.in_run(line.nearest(&x, None, f64::INFINITY).feature) {
            return;
        }
        let near = |d: f64, f: &Feature| d.min(line.to_feature(&x, *f).0);
        let bound = self.known.iter().fold(f64::INFINITY, near) - self.slack_m;
        let Some(foot) = piece.foot(earth, &x, bound) else { return };
        let depth = bound - foot.distance_m;
        if depth > 0.0 && self.found.is_none_or(|(most, _)| depth > most) {
            self.found = Some((depth, s / way.length_m));
        }
    }
}

impl Shoreline {
    /// The fraction of the way from `p` to `q` at which something is nearer, by more than `slack_m`, than all of the
    /// `known` features: those nearest at `p` and at `q`, which adjoin one another or are the ends of a straight run, and any
    /// other that is known to be as near all along. `None` if nothing is.
    ///
    /// For ways of up to 10 km.
    #[must_use]
    pub fn intruder(
        &self,
        p: &SurfacePoint,
        q: &SurfacePoint,
        known: &[Feature],
        slack_m: f64,
    ) -> Option<f64> {
        let &[f, g, ..] = known else { return None };
        let radius_m = [self.chord_to(p, f), self.chord_to(q, g)];
        let way = Way::new(self.earth(), p, q, radius_m);
        if f == g && f.vertex().is_some() || way.length_m == 0.0 {
            return None;
        }
        let mut entry = Entry::new(self, (p, q), known, slack_m);
        self.sweep(&way, |k| {
            entry.look(&way, k);
            way.slack_m
        });
        entry.found.map(|(_, t)| t)
    }

    /// The same of a part of a way, from `p` to `q`, of which `about` has all that comes into question: see [`Self::about`].
    #[must_use]
    pub fn intruder_of(
        &self,
        p: &SurfacePoint,
        q: &SurfacePoint,
        known: [Feature; 2],
        (about, slack_m): (&[u32], f64),
    ) -> Option<f64> {
        if about.is_empty() {
            return None;
        }
        let radius_m = [self.chord_to(p, known[0]), self.chord_to(q, known[1])];
        let way = Way::new(self.earth(), p, q, radius_m);
        if way.length_m == 0.0 {
            return None;
        }
        let mut entry = Entry::new(self, (p, q), &known, slack_m);
        about.iter().for_each(|k| entry.look(&way, *k));
        entry.found.map(|(_, t)| t)
    }

    /// All pieces that [`Self::intruder`] has to look at anywhere between places no farther than `off_m` from the way from `p`
    /// to `q`, where two features that are the same or adjoin are nearest; `None` where there are many of them.
    #[must_use]
    pub fn about(
        &self,
        p: &SurfacePoint,
        q: &SurfacePoint,
        [f, g]: [Feature; 2],
        off_m: f64,
    ) -> Option<Vec<u32>> {
        if f == g && f.vertex().is_some() {
            return Some(Vec::new());
        }
        let mut way = Way::new(self.earth(), p, q, [self.chord_to(p, f), self.chord_to(q, g)]);
        if way.length_m == 0.0 {
            return None;
        }
        // So far off the way the known ones may be farther by that, and others nearer.
        way.slack_m += 2.0 * off_m;
        let mut about = Vec::new();
        self.sweep(&way, |k| {
            let own = self.owns(f, k) || self.owns(g, k);
            if !own && about.len() <= FEW && way.least_m(&self.piece(k as usize)) <= way.slack_m {
                about.push(k);
            }
            if about.len() > FEW { f64::NEG_INFINITY } else { way.slack_m }
        });
        (about.len() <= FEW).then_some(about)
    }

    /// A fraction of the way from `p` to `q` at which something may be no farther than a distance that changes linearly
    /// from `reach_m[0]` to `reach_m[1]` along the way (metres, by geodesics; negative: nothing is). `None` if nothing
    /// can be. Never misses, but may doubt: by a hundredth of the way or of the change of reach, and a metre, for ways of up to
    /// 60 km and reaches of up to 500 km.
    #[must_use]
    pub fn entered(&self, p: &SurfacePoint, q: &SurfacePoint, reach_m: [f64; 2]) -> Option<f64> {
        let (least_m, most_m) = (reach_m[0].min(reach_m[1]), reach_m[0].max(reach_m[1]));
        if most_m < 0.0 {
            return None;
        }
        let radius = 2.0 * self.earth().b_m();
        let chord = |r: f64| radius * libm::sin((r / radius).min(std::f64::consts::FRAC_PI_2));
        let mut way = Way::new(self.earth(), p, q, reach_m.map(chord));
        if way.length_m == 0.0 {
            return None;
        }
        // The chord of a reach bends away from the linear one, and the way runs below the surface.
        let change = (most_m - least_m) / radius;
        let below = way.length_m * way.length_m / (4.0 * radius);
        way.slack_m += most_m * change * change + below * (below / least_m.max(below)).min(1.0);
        // What comes in less deep than what was found is not looked at: of a dense coast that is nearly all.
        let (mut most_m, mut found) = (-way.slack_m, None);
        self.sweep(&way, |k| {
            if let Some((depth, s)) = way.deepest(&self.piece(k as usize), most_m) {
                (most_m, found) = (depth, Some(s / way.length_m));
            }
            -most_m
        });
        found
    }

    /// Straight distance to a feature.
    fn chord_to(&self, p: &SurfacePoint, feature: Feature) -> f64 {
        if let Some(v) = feature.vertex() {
            return (self.vertex_point(v).p - p.p).norm();
        }
        let pieces = self.pieces_of(feature.0 / 2);
        if pieces.len() > FEW_PIECES {
            return (self.to_feature(p, feature).1.p - p.p).norm();
        }
        let foot = |k: usize| self.piece(k).foot_point(self.earth(), p, f64::INFINITY);
        let chord = |k: usize| foot(k).map_or(f64::INFINITY, |(_, at)| (at.p - p.p).norm());
        pieces.map(chord).fold(f64::INFINITY, f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chain, Ellipsoid, Join, LatLon};

    /// A notch before a straight shore that both ends of a way look at: found where it is, and not found where it is
    /// one metre too short to matter.
    #[test]
    fn a_notch_between_two_places() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let shore = [LatLon::new(40.0, 50.0), LatLon::new(40.0, 50.2)];
        // Seen from 8 km, places 2 km apart: the balls leave a gap of 62 m between them and the shore.
        let (p, q) = (LatLon::new(40.072, 50.09), LatLon::new(40.072, 50.115));
        let middle = e.direct(p, e.inverse(p, q).azimuth1_deg, e.karney_m(p, q) / 2.0);
        let chains = [shore.to_vec(), vec![middle]];
        let set = |tip: LatLon| {
            let lines = [chains[0].clone(), vec![tip]];
            let chain = |l| Chain { points: l, closed: false, join: Join::Geodesic };
            Shoreline::new(&e, &[chain(&lines[0]), chain(&lines[1])])
        };
        let alone =
            Shoreline::new(&e, &[Chain { points: &shore, closed: false, join: Join::Geodesic }]);
        let foot = alone.nearest(&e.point(middle), None, f64::INFINITY);
        let foot_at = e.lat_lon(&foot.at);
        for (out_m, seen) in [(-1.0, false), (1.0, true), (30.0, true)] {
            let tip = e.direct(foot_at, e.inverse(foot_at, middle).azimuth1_deg, out_m);
            let set = set(tip);
            let ends = [p, q].map(|x| set.nearest(&e.point(x), None, f64::INFINITY).feature);
            assert_eq!(ends, [Feature(1), Feature(1)]);
            let t = set.intruder(&e.point(p), &e.point(q), &ends, 1e-4);
            assert_eq!(t.is_some(), seen, "{out_m} {t:?}");
            assert!(t.is_none_or(|t| (t - 0.5).abs() < 0.01), "{t:?}");
        }
    }

    /// Ways of up to 63 km past points and edges, some of them as near as metres, some 500 km off, with reaches that end
    /// just short of what Karney's distances find along the way, or just beyond it.
    #[test]
    fn what_enters_is_never_missed_and_seldom_doubted() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let mut seed = 7_u64;
        let mut random = |lo: f64, hi: f64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            lo + (hi - lo) * (seed >> 11) as f64 / (1_u64 << 53) as f64
        };
        for k in 0..300 {
            let p = LatLon::new(random(-70.0, 70.0), random(-180.0, 180.0));
            let q = e.direct(p, random(0.0, 360.0), 10.0_f64.powf(random(2.0, 4.8)));
            let far = 10.0_f64.powf(random(1.0, 5.7));
            let first = e.direct(p, random(0.0, 360.0), far);
            let second = e.direct(first, random(0.0, 360.0), 10.0_f64.powf(random(1.0, 4.0)));
            let points = if k % 2 == 0 { vec![first] } else { vec![first, second] };
            let set = Shoreline::new(
                &e,
                &[Chain { points: &points, closed: false, join: Join::Geodesic }],
            );
            let (a, b) = (e.point(p), e.point(q));
            let slope = random(-2.0, 2.0) * e.karney_m(p, q);
            // The least height of the distance over the slope, along the way.
            let above = (0..=400).map(|j| {
                let t = f64::from(j) / 400.0;
                let x = densify::between(&e, &a, &b, t);
                set.nearest(&x, None, f64::INFINITY).distance_m - slope * t
            });
            let least = above.fold(f64::INFINITY, f64::min);
            let reach = |by: f64| [least + by, least + slope + by];
            assert!(set.entered(&a, &b, reach(1e-3)).is_some(), "{k}: missed at {p:?} {q:?}");
            let doubt = 1.0 + 1e-6 * far + 0.01 * e.karney_m(p, q).max(slope.abs());
            assert_eq!(set.entered(&a, &b, reach(-doubt)), None, "{k}: doubted at {p:?} {q:?}");
        }
    }

    /// Parts of a bent way are judged alike by what one sweep about its chord has put aside and by a sweep of their own: before a
    /// shore along the equator with rocks, seen from places on a circle, near and far.
    #[test]
    fn about_a_bent_way() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let shore = [LatLon::new(0.0, 50.0), LatLon::new(0.0, 50.2)];
        let (mut entered, mut asked) = (0, 0);
        for seed in 0..300 {
            let mut x = 0.1 + 0.003 * f64::from(seed);
            let mut next = || {
                x = (x * 997.13 + 0.123).fract();
                x
            };
            let far = 2e3 + 3e4 * next();
            let high = far * far * 2e-14 * next();
            let rocks: Vec<[LatLon; 1]> =
                (0..6).map(|_| [LatLon::new(high * next(), 50.05 + 0.1 * next())]).collect();
            let line = |points, join| Chain { points, closed: false, join };
            let mut chains = vec![line(&shore[..], Join::Geodesic)];
            chains.extend(rocks.iter().map(|rock| line(&rock[..], Join::Points)));
            let set = Shoreline::new(&e, &chains);
            let (turn, step) = (10.0 * next() - 5.0, 1e4 / far * next());
            let centre = LatLon::new(0.001, 50.1);
            let place = |k: u32| e.point(e.direct(centre, turn + step * (f64::from(k) - 4.0), far));
            let places: Vec<SurfacePoint> = (0..=8).map(place).collect();
            let (p, q, edge) = (&places[0], &places[8], Feature(1));
            let off = e.distance(p, q).powi(2) / far;
            let Some(about) = set.about(p, q, [edge; 2], off) else { continue };
            for part in places.windows(2) {
                let alone = set.intruder(&part[0], &part[1], &[edge; 2], 1e-5);
                let found = set.intruder_of(&part[0], &part[1], [edge; 2], (&about, 1e-5));
                assert_eq!(alone, found, "{seed}");
                entered += u32::from(found.is_some());
                asked += 1;
            }
        }
        assert!(entered > 50 && asked > 2 * entered, "{entered} of {asked}");
    }
}
