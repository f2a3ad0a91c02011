//! Intersections of geodesics, loxodromes, arcs of constant distance and parallels.
//!
//! Both curves are halved as long as balls about their pieces overlap (a piece lies within half its
//! length of its middle, measured through the earth: nothing can be missed). Pieces so short that the
//! angle between them exceeds all their turning cross once at most: Newton's method then finds the
//! crossing or shows that there is none. Every step measures with Karney's inverse geodesic; the two
//! curves meet within 1e-8 m. Tangent curves are followed down to [`TOUCH_M`].
//!
//! Sources: C. F. F. Karney, "Geodesic intersections", J. Surv. Eng. 150 (2024); S. Baselga and
//! J. C. Martinez-Llario, "Intersection and point-to-line solutions for geodesics on the ellipsoid",
//! Stud. Geophys. Geod. 62 (2018).

use crate::curve::{Curve, Shape, Spot};
use crate::densify::wrap;
use crate::earth::Earth;
use crate::position::LatLon;

/// Longest piece on which Newton's method starts, metres.
const LEAF_M: f64 = 20_000.0;
/// Pieces shorter than this that still touch count as a point of tangency, metres.
pub const TOUCH_M: f64 = 0.5;
/// Pairs of pieces looked at before two curves count as coincident.
const MOST_PAIRS: usize = 60_000;
/// Crossings nearer to each other than this are one, metres.
const SAME_M: f64 = 1e-4;
/// Of two curves that coincide places at which they part by less are no crossings, degrees.
const ALONG_DEG: f64 = 1e-6;
/// How far beyond an end a crossing still counts, metres.
const END_M: f64 = 1e-7;

/// Where two curves cross.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// Where.
    pub at: LatLon,
    /// Parameters on the first and second curve, metres.
    pub s: [f64; 2],
    /// Angle from the first to the second curve, degrees in (-90, 90].
    pub angle_deg: f64,
    /// Distance between the two curves there, metres.
    pub residual_m: f64,
}

/// All crossings of two curves.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Crossings {
    /// In the order of the first curve.
    pub points: Vec<Crossing>,
    /// The curves run along each other: `points` has none of that stretch then, and is not complete.
    pub coincide: bool,
}

/// All crossings of two curves, ends included.
///
/// ```
/// use littoral_geodesy::{Curve, Earth, Ellipsoid, LatLon, curve::LineKind, intersect};
/// let earth = Earth::new(&Ellipsoid::wgs84());
/// let at = LatLon::new;
/// let line = |p, q| Curve::between(&earth, LineKind::Geodesic, p, q).unwrap();
/// let (a, b) = (line(at(42.0, 29.0), at(39.0, -77.0)), line(at(6.0, 0.0), at(64.0, -22.0)));
/// let found = intersect::crossings(&earth, &a, &b);
/// assert!((found.points[0].at.lat - 54.717_029_608_947_7).abs() < 1e-12);
/// ```
#[must_use]
pub fn crossings(earth: &Earth, a: &Curve, b: &Curve) -> Crossings {
    let mut search = Search { earth, curves: [*a, *b], found: Crossings::default() };
    let mut stack = vec![[search.piece(0, a.range), search.piece(1, b.range)]];
    let mut looked = 0;
    while let Some(pair) = stack.pop() {
        looked += 1;
        if looked > MOST_PAIRS {
            search.found.coincide = true;
            break;
        }
        if search.apart(&pair) {
            continue;
        }
        let long = usize::from(pair[1].length() > pair[0].length());
        let size = pair[long].length();
        if size <= LEAF_M && search.transversal(&pair) || size <= TOUCH_M {
            search.newton(&pair);
            continue;
        }
        let [low, high] = pair[long].range;
        let middle = (low + high) / 2.0;
        for half in [[middle, high], [low, middle]] {
            let mut next = pair;
            next[long] = search.piece(long, half);
            stack.push(next);
        }
    }
    let mut found = search.found;
    if found.coincide {
        // Places of the common stretch at which the search happened to look.
        found.points.retain(|x| x.angle_deg.abs() > ALONG_DEG);
    }
    found.points.sort_by(|p, q| p.s[0].total_cmp(&q.s[0]).then(p.s[1].total_cmp(&q.s[1])));
    let same =
        |p: &Crossing, q: &Crossing| (0..2).all(|k| [a, b][k].between_m(p.s[k], q.s[k]) < SAME_M);
    let mut points: Vec<Crossing> = Vec::with_capacity(found.points.len());
    for point in found.points {
        if !points.iter().any(|known| same(known, &point)) {
            points.push(point);
        }
    }
    found.points = points;
    found
}

/// The crossing of two curves prolonged by up to half a turn of the earth that needs the least
/// prolongation; of several the one nearest to the start of the first. `None` if they do not meet.
#[must_use]
pub fn nearest(earth: &Earth, a: &Curve, b: &Curve) -> Option<Crossing> {
    let reach = std::f64::consts::PI * earth.ellipsoid().a_m;
    let (long_a, long_b) = (a.prolonged(earth, reach), b.prolonged(earth, reach));
    let beyond = |c: &Curve, s: f64| match c.shape {
        Shape::Arc { radius_m, .. } => {
            let turn = std::f64::consts::TAU * radius_m;
            let past = (s - c.range[0]).rem_euclid(turn) - c.length();
            past.max(0.0).min((turn - c.length() - past).max(0.0))
        }
        _ => (c.range[0] - s).max(s - c.range[1]).max(0.0),
    };
    let cost = |x: &Crossing| (beyond(a, x.s[0]) + beyond(b, x.s[1]), (x.s[0] - a.range[0]).abs());
    let all = crossings(earth, &long_a, &long_b).points;
    all.into_iter().min_by(|x, y| {
        let (x, y) = (cost(x), cost(y));
        // Half a millimetre of prolongation decides nothing.
        if (x.0 - y.0).abs() < 5e-4 { x.1.total_cmp(&y.1) } else { x.0.total_cmp(&y.0) }
    })
}

/// A stretch of one curve.
#[derive(Clone, Copy)]
struct Piece {
    range: [f64; 2],
    middle: Spot,
    place: crate::vec3::Vec3,
    speed: f64,
    turning: f64,
}

impl Piece {
    fn length(&self) -> f64 {
        (self.range[1] - self.range[0]) * self.speed
    }
}

struct Search<'a> {
    earth: &'a Earth,
    curves: [Curve; 2],
    found: Crossings,
}

impl Search<'_> {
    fn piece(&self, curve: usize, range: [f64; 2]) -> Piece {
        let c = &self.curves[curve];
        let middle = c.spot(self.earth, (range[0] + range[1]) / 2.0);
        let [speed, turning] = c.bounds(self.earth, range, &middle);
        Piece { range, middle, place: self.earth.point(middle.at).p, speed, turning }
    }

    fn apart(&self, [a, b]: &[Piece; 2]) -> bool {
        (a.place - b.place).norm() > (a.length() + b.length()) / 2.0 + 1e-6
    }

    /// The pieces can cross once at most.
    fn transversal(&self, [a, b]: &[Piece; 2]) -> bool {
        let angle = self.angle(&a.middle, &b.middle).to_radians().abs();
        // 1e-7: two geodesics cross once at any angle; this is the least that Newton can use.
        angle > (a.turning + b.turning) * 1.01 + 1e-7
    }

    /// Angle from the first to the second direction, carried along the geodesic between them,
    /// degrees in (-90, 90].
    fn angle(&self, a: &Spot, b: &Spot) -> f64 {
        let way = self.earth.inverse(a.at, b.at);
        let turn = match way.distance_m > 0.0 {
            true => way.azimuth2_deg - way.azimuth1_deg,
            // In a pole north lies along the longitude that each spot happens to have.
            false => wrap(b.at.lon - a.at.lon).copysign(a.at.lat * wrap(b.at.lon - a.at.lon)),
        };
        let angle = wrap(b.azimuth_deg - turn - a.azimuth_deg);
        if angle > 90.0 {
            angle - 180.0
        } else if angle <= -90.0 {
            angle + 180.0
        } else {
            angle
        }
    }

    fn newton(&mut self, [a, b]: &[Piece; 2]) {
        let mut s = [a, b].map(|p| (p.range[0] + p.range[1]) / 2.0);
        let reach = 2.0 * (a.length() + b.length()) + 1.0;
        let start = s;
        let mut last = f64::INFINITY;
        for _ in 0..60 {
            let [p, q] = [0, 1].map(|k| self.curves[k].spot(self.earth, s[k]));
            let way = self.earth.inverse(p.at, q.at);
            // Rounding of the coordinates stops the progress near 1e-9 m.
            if way.distance_m < 1e-9 || (way.distance_m < 1e-7 && way.distance_m >= last) {
                return self.keep([a, b], s, &p, &q);
            }
            last = way.distance_m;
            let turn = way.azimuth2_deg - way.azimuth1_deg;
            let unit = |deg: f64| (libm::sin(deg.to_radians()), libm::cos(deg.to_radians()));
            let (t, u) = (unit(p.azimuth_deg), unit(q.azimuth_deg - turn));
            let w = unit(way.azimuth1_deg);
            let cross = |x: (f64, f64), y: (f64, f64)| x.0 * y.1 - x.1 * y.0;
            let det = cross(t, u);
            if det.abs() < 1e-12 {
                return;
            }
            s[0] += way.distance_m * cross(w, u) / det / p.speed;
            s[1] += way.distance_m * cross(w, t) / det / q.speed;
            let gone = (s[0] - start[0]).abs().max((s[1] - start[1]).abs());
            if gone.is_nan() || gone > reach {
                return;
            }
        }
    }

    fn keep(&mut self, pieces: [&Piece; 2], s: [f64; 2], p: &Spot, q: &Spot) {
        let slack = |k: usize| {
            let ends = self.curves[k].range;
            let at_end = |x: f64, end: f64| if x == end { END_M } else { SAME_M / 4.0 };
            let [low, high] = pieces[k].range;
            s[k] >= low - at_end(low, ends[0]) && s[k] <= high + at_end(high, ends[1])
        };
        if !(slack(0) && slack(1)) {
            return;
        }
        let [a, b] = [0, 1].map(|k| s[k].clamp(self.curves[k].range[0], self.curves[k].range[1]));
        let residual_m = self.earth.karney_m(p.at, q.at);
        let angle_deg = self.angle(p, q);
        self.found.points.push(Crossing { at: p.at, s: [a, b], angle_deg, residual_m });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curve::LineKind::{self, Geodesic, Loxodrome};
    use crate::ellipsoid::Ellipsoid;

    fn wgs() -> Earth {
        Earth::new(&Ellipsoid::wgs84())
    }

    fn line(e: &Earth, kind: LineKind, p: (f64, f64), q: (f64, f64)) -> Curve {
        Curve::between(e, kind, LatLon::new(p.0, p.1), LatLon::new(q.0, q.1)).unwrap()
    }

    /// A parallel and a meridian as loxodromes meet at their own coordinates, wherever.
    #[test]
    fn parallels_and_meridians() {
        let e = wgs();
        for lat in [-89.9, -60.0, 0.0, 45.0, 89.99] {
            let p = line(&e, Loxodrome, (lat, 170.0), (lat, -170.0));
            for kind in [Geodesic, Loxodrome] {
                let m = line(&e, kind, (lat - 0.005, -179.0), (lat + 0.005, -179.0));
                let found = crossings(&e, &p, &m).points;
                assert_eq!(found.len(), 1, "{lat} {kind:?}");
                let off = e.karney_m(found[0].at, LatLon::new(lat, -179.0));
                assert!(
                    off < 1e-7 && (found[0].angle_deg.abs() - 90.0).abs() < 1e-6,
                    "{lat} {off}"
                );
            }
        }
    }

    /// Meridians cross in the pole; a geodesic over the pole does so too.
    #[test]
    fn in_the_pole() {
        let e = wgs();
        let a = line(&e, Geodesic, (80.0, 10.0), (80.0, -170.0));
        let b = line(&e, Geodesic, (85.0, 60.0), (86.0, -120.0));
        let found = crossings(&e, &a, &b).points;
        assert_eq!(found.len(), 1);
        assert!(e.karney_m(found[0].at, LatLon::new(90.0, 0.0)) < 1e-7, "{found:?}");
        // Meridians part in a pole as their longitudes do: azimuths run clockwise from above, longitudes so about the south pole.
        for (lat, lons) in [(88.0, [0.0, 30.0]), (88.0, [10.0, -60.0]), (-88.0, [0.0, 30.0])] {
            let [a, b] = lons.map(|lon| line(&e, Geodesic, (lat, lon), (lat, lon + 180.0)));
            let found = crossings(&e, &a, &b).points;
            let turn: f64 = (lons[0] - lons[1]).copysign((lons[0] - lons[1]) * lat);
            assert!(found.len() == 1 && (found[0].angle_deg - turn).abs() < 1e-6, "{found:?}");
        }
    }

    /// A geodesic and the parallel through its ends: they meet at the ends and nowhere else; shifted
    /// towards the equator the parallel is left alone.
    #[test]
    fn geodesic_and_parallel() {
        let e = wgs();
        let g = line(&e, Geodesic, (60.0, 175.0), (60.0, -175.0));
        let p = line(&e, Loxodrome, (60.0, 170.0), (60.0, -170.0));
        let found = crossings(&e, &g, &p).points;
        assert_eq!(found.len(), 2, "{found:?}");
        for (x, lon) in found.iter().zip([175.0, -175.0]) {
            assert!(e.karney_m(x.at, LatLon::new(60.0, lon)) < 1e-6);
        }
        let south = line(&e, Loxodrome, (59.99, 170.0), (59.99, -170.0));
        assert_eq!(crossings(&e, &g, &south), Crossings::default());
        // The nearest of the two prolongations.
        let near = nearest(&e, &g, &south).unwrap();
        assert!((near.at.lat - 59.99).abs() < 1e-11 && near.residual_m < 1e-7, "{near:?}");
    }

    /// Arcs about mirrored centres meet on the mirror; an arc and a line at the stated distance.
    #[test]
    fn arcs() {
        let e = wgs();
        for (lat, radius) in [(10.0, 1.2e6), (3.0, 370_400.0)] {
            let circle = |s: f64| Curve::circle(LatLon::new(s * lat, 179.0), radius);
            let found = crossings(&e, &circle(1.0), &circle(-1.0)).points;
            assert_eq!(found.len(), 2, "{lat}");
            for x in &found {
                assert!(x.at.lat.abs() < 1e-12 && x.residual_m < 1e-7, "{x:?}");
                assert!((e.karney_m(x.at, LatLon::new(lat, 179.0)) - radius).abs() < 1e-7);
            }
        }
        let centre = LatLon::new(-75.0, -179.5);
        let circle = Curve::circle(centre, 3.0e5);
        for kind in [Geodesic, Loxodrome] {
            let l = line(&e, kind, (-75.5, 160.0), (-73.5, -160.0));
            let found = crossings(&e, &l, &circle).points;
            assert_eq!(found.len(), 2, "{kind:?} {found:?}");
            for x in found {
                assert!((e.karney_m(centre, x.at) - 3.0e5).abs() < 1e-7);
                assert!(l.nearest(&e, x.at).1 < 1e-7);
            }
        }
    }

    /// A circle begins and ends due north of its centre, which is one place: a crossing there is one.
    #[test]
    fn where_a_circle_closes() {
        let e = wgs();
        for (lat, lon) in [(10.0, 0.0), (-60.0, 179.0)] {
            let circle = Curve::circle(LatLon::new(lat, lon), 5e4);
            for kind in [Geodesic, Loxodrome] {
                let meridian = line(&e, kind, (lat - 1.0, lon), (lat + 1.0, lon));
                for pair in [[&circle, &meridian], [&meridian, &circle]] {
                    assert_eq!(crossings(&e, pair[0], pair[1]).points.len(), 2, "{kind:?} {lat}");
                }
            }
        }
    }

    /// A tangent is found; apart, nothing; along each other, said so.
    #[test]
    fn tangent_apart_coincident() {
        let e = wgs();
        let centre = LatLon::new(0.0, 20.0);
        let circle = Curve::circle(centre, 1.0e5);
        let top = e.direct(centre, 0.0, 1.0e5);
        let touch = Curve::ray(Geodesic, top, 90.0, 1e4);
        let found = crossings(&e, &circle, &touch);
        assert!(!found.points.is_empty() && e.karney_m(found.points[0].at, top) < 1.0);
        let inside = Curve::circle(centre, 0.9e5);
        assert_eq!(crossings(&e, &circle, &inside), Crossings::default());
        let again = line(&e, Geodesic, (10.0, 0.0), (10.0, 30.0));
        let along = crossings(&e, &again, &again);
        assert!(along.coincide && along.points.is_empty());
        let apart = line(&e, Geodesic, (11.0, 0.0), (11.0, 30.0));
        assert!(crossings(&e, &again, &apart).points.is_empty());
    }
}
