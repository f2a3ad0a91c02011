//! Geodesic area by Green's theorem on the authalic integral.
//!
//! With `t = z / b`, the height over the equator's plane in polar radii (the sine of the reduced latitude), the area between
//! equator and parallel is `S(t) = a b int sqrt(1 + e'^2 t^2) dt` a radian of longitude; the area to the left of a closed
//! curve is `- sum int S dlon`. On each short arc the integral takes three points, the middle one on the curve;
//! for a geodesic of 2 km it is 4e-5 m2 off Karney's exact value (5 km: 6e-4, 10 km: 0.02).

mod short;

use crate::earth::{Earth, SurfacePoint};
use crate::vec3::Vec3;

/// The Green integral of a piece of boundary: add pieces up, then ask for the area.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Green {
    /// `int S dlon`, m2.
    pub s_dlon: f64,
    /// `int dlon`, radians (a ring round a pole adds up to a full turn).
    pub dlon: f64,
}

impl Green {
    /// The integral along the opposite direction.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { s_dlon: -self.s_dlon, dlon: -self.dlon }
    }

    /// Adds another piece.
    pub fn add(&mut self, o: Self) {
        self.s_dlon += o.s_dlon;
        self.dlon += o.dlon;
    }
}

/// The integrand with its origin at a latitude of the sea, to save digits.
#[derive(Debug, Clone)]
pub struct AreaRule {
    /// Polar radius, metres.
    b: f64,
    /// `a b`.
    ab: f64,
    /// `a^2`.
    a2: f64,
    /// `a^2 / b^2`.
    q: f64,
    /// Second eccentricity squared, `a^2 / b^2 - 1`.
    ep2: f64,
    origin: f64,
    pole: f64,
    cos_origin: f64,
}

impl AreaRule {
    /// A rule with its origin at the latitude of a point in mid-sea.
    #[must_use]
    pub fn new(earth: &Earth, middle: &SurfacePoint) -> Self {
        let (a, b) = (earth.ellipsoid().a_m, earth.b_m());
        let q = (a / b) * (a / b);
        let cos_origin = libm::hypot(middle.n.x, middle.n.y).max(0.05);
        let mut rule =
            Self { b, ab: a * b, a2: a * a, q, ep2: q - 1.0, origin: 0.0, pole: 0.0, cos_origin };
        rule.pole = rule.zone(1.0);
        rule.origin = rule.s(middle.p);
        rule
    }

    /// `S` at a position of the surface, minus the origin.
    fn s(&self, p: Vec3) -> f64 {
        self.zone(p.z / self.b) - self.origin
    }

    /// Area between equator and parallel, a radian of longitude.
    fn zone(&self, t: f64) -> f64 {
        let y = self.ep2 * t * t;
        if y.abs() > 0.01 {
            let root = self.ep2.abs().sqrt();
            let arc = if self.ep2 > 0.0 { libm::asinh(root * t) } else { libm::asin(root * t) };
            return 0.5 * self.ab * (t * (1.0 + y).sqrt() + arc / root);
        }
        // On an earth `y < 0.007`, and the series is exact to the last digit.
        let tail = 5.0 / 1152.0 - y * (7.0 / 2816.0 - y * (21.0 / 13312.0));
        self.ab * t * (1.0 + y * (1.0 / 6.0 - y * (1.0 / 40.0 - y * (1.0 / 112.0 - y * tail))))
    }

    /// The integral over an arc given by its ends and a point of it near the middle.
    #[must_use]
    pub fn arc(&self, a: &SurfacePoint, mid: &SurfacePoint, b: &SurfacePoint) -> Green {
        self.through([a.p, mid.p, b.p])
    }

    fn through(&self, [a, mid, b]: [Vec3; 3]) -> Green {
        let (d1, d) = (turn(a, mid), turn(a, b));
        let (s0, sm, s1) = (self.s(a), self.s(mid), self.s(b));
        let s_dlon = (s0 * (4.0 * d1 - d) + 4.0 * sm * d + s1 * (3.0 * d - 4.0 * d1)) / 6.0;
        Green { s_dlon, dlon: d }
    }

    /// Cylindrical equal-area coordinates in metres, true to scale at the origin: easting from a
    /// longitude difference, northing from the authalic integral. Areas are exact.
    #[must_use]
    pub fn equal_area(&self, at: &SurfacePoint, dlon: f64) -> (f64, f64) {
        let scale = self.b * self.cos_origin;
        (dlon * scale, self.s(at.p) / scale)
    }

    /// The smaller of the areas on both sides of a closed boundary, m2; negative if that is the right one, as about an island
    /// round a pole, where the left is the rest of the earth.
    #[must_use]
    pub fn smaller_m2(&self, ring: Green) -> f64 {
        let (left, earth) = (self.area_m2(ring), 2.0 * std::f64::consts::TAU * self.pole);
        if left > earth / 2.0 { left - earth } else { left }
    }

    /// Area to the left of a closed boundary, m2.
    #[must_use]
    pub fn area_m2(&self, ring: Green) -> f64 {
        let turns = (ring.dlon / std::f64::consts::TAU).round();
        let pole = if turns > 0.0 { self.pole - self.origin } else { -self.pole - self.origin };
        -ring.s_dlon + turns * std::f64::consts::TAU * pole
    }
}

/// Difference of longitude from `u` to `v`, radians, within half a turn.
fn turn(u: Vec3, v: Vec3) -> f64 {
    let (across, along) = (u.x * v.y - u.y * v.x, u.x * v.x + u.y * v.y);
    if across.abs() >= 0.01 * along {
        return libm::atan2(across, along);
    }
    // Short arcs: the next term of the series is below 1e-19. (At a pole both are zero.)
    let (t, t2) = (across / along, (across / along) * (across / along));
    t * (1.0 - t2 * (1.0 / 3.0 - t2 * (1.0 / 5.0 - t2 / 7.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::densify::{between, geodesic};
    use crate::ellipsoid::Ellipsoid;
    use crate::position::LatLon;
    use geographiclib_rs::{PolygonArea, Winding};

    fn both(ellipsoid: &Ellipsoid, corners: &[(f64, f64)]) -> (f64, f64) {
        let e = Earth::new(ellipsoid);
        let at = |k: usize| LatLon::new(corners[k % corners.len()].0, corners[k % corners.len()].1);
        let rule = AreaRule::new(&e, &e.point(at(0)));
        let mut ring = Green::default();
        let mut judge = PolygonArea::new(e.karney(), Winding::CounterClockwise);
        for k in 0..corners.len() {
            for w in geodesic(&e, at(k), at(k + 1), 2000.0).windows(2) {
                ring.add(rule.arc(&w[0], &between(&e, &w[0], &w[1], 0.5), &w[1]));
            }
            judge.add_point(at(k).lat, at(k).lon);
        }
        (rule.area_m2(ring), judge.compute(true).1)
    }

    /// Karney's polygon area is the judge: mid-latitudes, the antimeridian, both poles, on the earth, and on bodies flat and
    /// long beyond the series.
    #[test]
    fn against_karney() {
        for (f, corners) in [1.0 / 298.257_223_563, 0.02, -0.02]
            .into_iter()
            .flat_map(|f| polygons().map(|corners| (f, corners)))
        {
            let (got, want) = both(&Ellipsoid { f, ..Ellipsoid::wgs84() }, &corners);
            assert!((got / want - 1.0).abs() < 1e-10, "{f} {corners:?} {got} {want}");
        }
    }

    fn polygons() -> [Vec<(f64, f64)>; 4] {
        [
            vec![(37.0, 49.0), (36.5, 54.0), (47.0, 52.0)],
            vec![(-20.0, 179.0), (-20.0, -179.0), (-15.0, -179.5)],
            vec![(80.0, 0.0), (80.0, 120.0), (80.0, -120.0)],
            vec![(-70.0, 0.0), (-75.0, -120.0), (-72.0, 120.0)],
        ]
    }
}
