//! Intersections of geodesics, loxodromes, arcs of constant distance and parallels.
//!
//! Both curves are halved as long as balls about their pieces overlap (a piece lies within half its
//! length of its middle, measured through the earth: nothing can be missed). Pieces so short that the
//! angle between them exceeds all their turning cross once at most: Newton's method then finds the
//! crossing or shows that there is none. Every step measures with Karney's inverse geodesic; the two
//! curves meet within 1e-8 m. Tangent curves are followed down to [`TOUCH_M`]. Pieces that run side by side are told apart across
//! their directions, so that a metre between two circles costs hundreds of pieces, not millions.
//!
//! Ends that both curves have are crossings at any angle, for coordinates given alike are one place. Elsewhere the places at an end are good
//! to 1e-7 m, and along the curves as much over the sine of their angle. Curves that coincide part
//! only where one of them ends: the stretch is found from the ends, and the rest searched for crossings.
//!
//! Sources: C. F. F. Karney, "Geodesic intersections", J. Surv. Eng. 150 (2024); S. Baselga and
//! J. C. Martinez-Llario, "Intersection and point-to-line solutions for geodesics on the ellipsoid",
//! Stud. Geophys. Geod. 62 (2018).

mod stretch;

use crate::curve::{Curve, Shape, Spot};
use crate::degrees::sin_cos_deg;
use crate::densify::wrap;
use crate::earth::Earth;
use crate::position::LatLon;
use crate::vec3::Vec3;

/// Longest piece on which Newton's method starts, metres.
const LEAF_M: f64 = 20_000.0;
/// Pieces shorter than this that still touch count as a point of tangency, metres.
pub const TOUCH_M: f64 = 0.5;
/// Pairs of pieces that are looked at.
const MOST_PAIRS: usize = 60_000;
/// Crossings nearer to each other than this are one, metres.
const SAME_M: f64 = 1e-4;
/// Of two curves that coincide places at which they part by less are no crossings, degrees.
const ALONG_DEG: f64 = 1e-6;
/// How far apart at an end two curves still meet, metres: across, so that along them it is as much over the sine of the angle.
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
    /// The curves run along each other over a stretch: `points` has none of it.
    pub coincide: bool,
    /// They run so close to each other that the search was given up: `points` may not be complete.
    pub unfinished: bool,
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
    let whole = [search.piece(0, a.range), search.piece(1, b.range)];
    if search.apart(&whole) {
        return search.found;
    }
    search.ends();
    let once = whole.iter().all(|p| p.length() <= LEAF_M) && search.transversal(&whole);
    let common = if once { Vec::new() } else { stretch::common(earth, a, b) };
    search.found.coincide = !common.is_empty();
    let mut looked = 0;
    for range in stretch::outside(a.range, &common) {
        looked = search.between(range, looked);
    }
    let mut found = search.found;
    if found.coincide {
        // The ends of the common stretch.
        found.points.retain(|x| x.angle_deg.abs() > ALONG_DEG);
    }
    let points = std::mem::take(&mut found.points);
    for point in points {
        let same = |known: &&Crossing| {
            let within = SAME_M.max(slack_m(point.angle_deg).max(slack_m(known.angle_deg)));
            (0..2).all(|k| [a, b][k].between_m(known.s[k], point.s[k]) < within)
        };
        // Of one place what was found first: the ends were, as they are.
        if !found.points.iter().any(|known| same(&known)) {
            found.points.push(point);
        }
    }
    found.points.sort_by(|p, q| p.s[0].total_cmp(&q.s[0]).then(p.s[1].total_cmp(&q.s[1])));
    found
}

/// How far along curves that cross at an angle, degrees, they are nearer to each other than [`END_M`], metres.
fn slack_m(angle_deg: f64) -> f64 {
    (END_M / libm::sin(angle_deg.to_radians()).abs()).min(TOUCH_M)
}

/// The crossing of two curves prolonged by up to half a turn of the earth that needs the least
/// prolongation; of several the one nearest to the start of the first. No point if they do not meet, or if they only coincide when prolonged.
#[must_use]
pub fn nearest(earth: &Earth, a: &Curve, b: &Curve) -> Crossings {
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
    let mut found = crossings(earth, &long_a, &long_b);
    // An end that both have is no end of the prolonged ones.
    found.points.extend(crossings(earth, a, b).points);
    let least = found.points.drain(..).min_by(|x, y| {
        let (x, y) = (cost(x), cost(y));
        // Half a millimetre of prolongation decides nothing.
        if (x.0 - y.0).abs() < 5e-4 { x.1.total_cmp(&y.1) } else { x.0.total_cmp(&y.0) }
    });
    found.points.extend(least);
    found
}

/// A stretch of one curve.
#[derive(Clone, Copy)]
struct Piece {
    range: [f64; 2],
    middle: Spot,
    place: Vec3,
    /// Unit vectors ahead and to the left.
    ahead: Vec3,
    left: Vec3,
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
        let point = self.earth.point(middle.at);
        // In a pole too azimuths count from the longitude that the place has.
        let (sin_lon, cos_lon) = sin_cos_deg(middle.at.lon);
        let (sin, cos) = sin_cos_deg(middle.azimuth_deg);
        let east = Vec3::new(-sin_lon, cos_lon, 0.0);
        let north = point.n.cross(east);
        let (ahead, left) = (east * sin + north * cos, north * sin - east * cos);
        Piece { range, middle, place: point.p, ahead, left, speed, turning }
    }

    /// Ends that both curves have: coordinates given alike are one place, whatever the rounding of what is between.
    fn ends(&mut self) {
        let [a, b] = self.curves.map(|c| c.range.map(|s| (s, c.spot(self.earth, s))));
        for (s, p) in &a {
            for (t, q) in &b {
                let residual_m = self.earth.karney_m(p.at, q.at);
                if residual_m < END_M {
                    let angle_deg = self.angle(p, q);
                    let one = Crossing { at: p.at, s: [*s, *t], angle_deg, residual_m };
                    self.found.points.push(one);
                }
            }
        }
    }

    /// Looks for crossings on a stretch of the first curve; how many pairs were looked at by then.
    fn between(&mut self, range: [f64; 2], mut looked: usize) -> usize {
        let mut stack = vec![[self.piece(0, range), self.piece(1, self.curves[1].range)]];
        while let Some(pair) = stack.pop() {
            looked += 1;
            if looked > MOST_PAIRS {
                self.found.unfinished = true;
                break;
            }
            if self.apart(&pair) {
                continue;
            }
            let long = usize::from(pair[1].length() > pair[0].length());
            let size = pair[long].length();
            if size <= LEAF_M && self.transversal(&pair) || size <= TOUCH_M {
                self.newton(&pair);
                continue;
            }
            let [low, high] = pair[long].range;
            let middle = (low + high) / 2.0;
            for half in [[middle, high], [low, middle]] {
                let mut next = pair;
                next[long] = self.piece(long, half);
                stack.push(next);
            }
        }
        looked
    }

    fn apart(&self, [a, b]: &[Piece; 2]) -> bool {
        let way = b.place - a.place;
        let (far, half) = (way.norm(), [a, b].map(|p| p.length() / 2.0));
        far > half[0] + half[1] + 1e-6
            || half.iter().all(|h| *h < LEAF_M) && self.beside(a, b, way, far)
    }

    /// Does one of two pieces stay on one side of the other? Each leaves the tangent at its middle by its turning, and
    /// the plane in which it lies by what surfaces turn over its length.
    fn beside(&self, a: &Piece, b: &Piece, way: Vec3, far: f64) -> bool {
        let half = [a, b].map(|p| p.length() / 2.0);
        let reach = half[0] + half[1] + far;
        let bend = (a.turning * half[0] + b.turning * half[1]) / 4.0;
        // Both dip from the tangent plane by half the square of the way over the radius; across it by a part of that.
        let dip = reach * reach * reach / (self.earth.b_m() * self.earth.b_m());
        let apart = |left: Vec3, other: Vec3, half_m: f64| {
            way.dot(left).abs() > half_m * other.dot(left).abs() + bend + dip + 1e-6
        };
        apart(a.left, b.ahead, half[1]) || apart(b.left, a.ahead, half[0])
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
        let angle_deg = self.angle(p, q);
        let at_end = slack_m(angle_deg).max(END_M);
        let slack = |k: usize| {
            let ends = self.curves[k].range;
            let slack = |x: f64, end: f64| if x == end { at_end } else { SAME_M / 4.0 };
            let [low, high] = pieces[k].range;
            s[k] >= low - slack(low, ends[0]) && s[k] <= high + slack(high, ends[1])
        };
        if !(slack(0) && slack(1)) {
            return;
        }
        let s = [0, 1].map(|k| s[k].clamp(self.curves[k].range[0], self.curves[k].range[1]));
        let [p, q] = [0, 1].map(|k| self.curves[k].spot(self.earth, s[k]));
        let residual_m = self.earth.karney_m(p.at, q.at);
        self.found.points.push(Crossing { at: p.at, s, angle_deg, residual_m });
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
        let near = nearest(&e, &g, &south).points[0];
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

    /// Lines that share an end cross there, however small the angle, whatever their nature and direction.
    #[test]
    fn shared_ends() {
        let e = wgs();
        let (p, q) = ((50.0, 10.0), (51.0, 10.0));
        for (lat, lon) in [(52.0, 10.0001), (52.0, 10.0), (52.0, 10.000_001), (51.5, 11.0)] {
            for kind in [Geodesic, Loxodrome] {
                let (first, second) = (line(&e, Geodesic, p, q), line(&e, kind, q, (lat, lon)));
                let back = line(&e, kind, (lat, lon), q);
                for other in [second, back] {
                    let found = crossings(&e, &first, &other);
                    assert_eq!(found.points.len(), 1, "{lat} {lon} {kind:?} {found:?}");
                    let x = found.points[0];
                    let off = e.karney_m(x.at, LatLon::new(51.0, 10.0));
                    assert!(off < 1e-7 && x.residual_m < 1e-7 && !found.coincide, "{x:?}");
                }
            }
        }
        // Both ends of a loxodrome and the geodesic between them, all over the earth and of all lengths.
        for k in 0..60 {
            let t = f64::from(k) + 0.5;
            let (lat, lon, size) =
                (80.0 * (t * 0.7).sin(), 180.0 * (t * 1.3).cos(), [0.2, 1.0, 5.0][k as usize % 3]);
            let other = (lat + size * (t * 2.1).sin(), lon + size * (t * 3.7).cos());
            let [g, l] = [Geodesic, Loxodrome].map(|kind| line(&e, kind, (lat, lon), other));
            let found = crossings(&e, &l, &g).points;
            assert!(found.len() >= 2, "{lat} {lon} {other:?} {found:?}");
            let ends = [found[0].s[0], found[found.len() - 1].s[0]];
            assert!(ends[0] == l.range[0] && ends[1] == l.range[1], "{found:?}");
            // From one point, at small angles.
            for turn in [0.001, 0.01, 0.1, 1.0] {
                let Shape::Line(base) = g.shape else { unreachable!() };
                let beside =
                    Curve::ray(Geodesic, base.from, base.azimuth_deg + turn, g.length() * 0.7);
                let found = crossings(&e, &g, &beside).points;
                assert_eq!(found.len(), 1, "{turn} {found:?}");
            }
        }
    }

    /// On one meridian: apart; with a common end; over a stretch, which is told, with what crosses elsewhere.
    #[test]
    fn in_one_line() {
        let e = wgs();
        let on = |from: f64, to: f64| line(&e, Geodesic, (from, 10.0), (to, 10.0));
        let apart = crossings(&e, &on(50.0, 51.0), &on(53.0, 54.0));
        assert_eq!(apart, Crossings::default());
        let prolonged = nearest(&e, &on(50.0, 51.0), &on(53.0, 54.0));
        assert!(prolonged.coincide && prolonged.points.is_empty(), "{prolonged:?}");
        assert_eq!(nearest(&e, &on(50.0, 51.0), &on(51.0, 54.0)).points.len(), 1);
        for (from, to) in [(50.5, 52.0), (49.0, 52.0), (50.2, 50.200_1), (51.0, 50.0)] {
            let found = crossings(&e, &on(50.0, 51.0), &on(from, to));
            assert!(found.coincide && !found.unfinished && found.points.is_empty(), "{found:?}");
        }
    }

    /// Circles about one centre with a metre between them do not meet; of 12 M with centres 11 m apart they cross twice, where the
    /// chord of half a turn is at right angles to the way between the centres.
    #[test]
    fn circles_side_by_side() {
        let e = wgs();
        let centre = LatLon::new(42.0, 10.0);
        let [a, b] = [22_224.0, 22_225.0].map(|r| Curve::circle(centre, r));
        assert_eq!(crossings(&e, &a, &b), Crossings::default());
        let beside = Curve::circle(e.direct(centre, 90.0, 11.0), 22_224.0);
        let found = crossings(&e, &a, &beside);
        assert!(found.points.len() == 2 && !found.coincide && !found.unfinished, "{found:?}");
        for (x, azimuth) in found.points.iter().zip([0.0, 180.0]) {
            let way = e.inverse(centre, x.at);
            // Half of 11 m over 22 224 m.
            assert!(
                wrap(way.azimuth1_deg - azimuth).abs() < 0.0145
                    && (way.distance_m - 22_224.0).abs() < 1e-7
            );
            assert!((e.karney_m(e.direct(centre, 90.0, 11.0), x.at) - 22_224.0).abs() < 1e-7);
        }
        let again = crossings(&e, &a, &a);
        assert!(again.coincide && !again.unfinished && again.points.is_empty());
    }
}
