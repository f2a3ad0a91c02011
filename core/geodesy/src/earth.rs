//! The ellipsoid at work: surface points, distance, direct and inverse geodesics.
//!
//! Distances come from the *kappa-chord*: with `v = Q - P`, `c = |v|` and
//! `kappa = ((nQ - nP) . v) / c^2` (the chord's mean normal curvature), the geodesic is the arcsine
//! of a circle of that curvature, plus a first-order correction for the change of curvature along
//! the way (Joachimsthal's relation). Largest error against Karney's solution over all azimuths:
//! 4e-9 m to 100 km, 1.4e-6 m at 400 km, 1.6e-4 m at 1000 km. Beyond [`KERNEL_LIMIT_M`] Karney
//! (2013, "Algorithms for geodesics", J. Geodesy 87) answers.

use geographiclib_rs::{
    DirectGeodesic, Geodesic, GeodesicLine, InverseGeodesic, capability as caps,
};

use crate::degrees;
use crate::ellipsoid::Ellipsoid;
use crate::position::LatLon;
use crate::vec3::Vec3;

/// Chord beyond which the fast kernel gives way to Karney's inverse, metres on an earth; on a body of another size in
/// proportion.
pub const KERNEL_LIMIT_M: f64 = 1.0e6;

/// Polar radius of WGS 84, metres.
const EARTH_B_M: f64 = 6_356_752.314;

/// A point of the surface with its outward unit normal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurfacePoint {
    /// Earth-centred position, metres.
    pub p: Vec3,
    /// Outward unit normal.
    pub n: Vec3,
}

/// An inverse geodesic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inverse {
    /// Length, metres.
    pub distance_m: f64,
    /// Azimuth at the first point, degrees clockwise from north.
    pub azimuth1_deg: f64,
    /// Forward azimuth at the second point, degrees.
    pub azimuth2_deg: f64,
}

/// The end of a direct geodesic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Direct {
    /// Where it ends.
    pub at: LatLon,
    /// Azimuth there, degrees.
    pub azimuth_deg: f64,
    /// Reduced length `m12`, metres: spread of geodesics that start together.
    pub reduced_m: f64,
    /// Geodesic scale `M12`: spread of geodesics that start side by side.
    pub scale: f64,
}

/// An ellipsoid with everything derived from it.
#[derive(Debug, Clone)]
pub struct Earth {
    ellipsoid: Ellipsoid,
    a: f64,
    b: f64,
    e2: f64,
    /// Second eccentricity squared.
    ep2: f64,
    /// `a^2 / b^2`.
    q: f64,
    /// Size against the earth.
    scale: f64,
    /// See [`Self::chord_spread`].
    chord_spread: f64,
    karney: Geodesic,
}

impl Earth {
    /// Prepares an ellipsoid.
    #[must_use]
    pub fn new(ellipsoid: &Ellipsoid) -> Self {
        let (a, b) = (ellipsoid.a_m, ellipsoid.b_m());
        let e2 = ellipsoid.e2();
        Self {
            ellipsoid: ellipsoid.clone(),
            a,
            b,
            e2,
            ep2: e2 / (1.0 - e2),
            q: (a / b) * (a / b),
            scale: b / EARTH_B_M,
            chord_spread: chord_spread(a, b),
            karney: Geodesic::new(a, ellipsoid.f),
        }
    }

    /// The ellipsoid itself.
    #[must_use]
    pub fn ellipsoid(&self) -> &Ellipsoid {
        &self.ellipsoid
    }

    /// First eccentricity squared.
    #[must_use]
    pub fn e2(&self) -> f64 {
        self.e2
    }

    /// Polar radius, metres.
    #[must_use]
    pub fn b_m(&self) -> f64 {
        self.b
    }

    /// Polar radius against the earth's: what is stated in metres for an earth is taken times this.
    pub(crate) fn scale(&self) -> f64 {
        self.scale
    }

    /// At most how far an arc leaves its chord, from the squared length of the chord.
    pub(crate) fn bulge_m(&self, chord2: f64) -> f64 {
        chord2 / (7.8 * self.b)
    }

    /// How chords of equal geodesics differ over azimuth, per cubed length.
    pub(crate) fn chord_spread(&self) -> f64 {
        self.chord_spread
    }

    /// The surface point at a latitude and longitude.
    #[must_use]
    pub fn point(&self, at: LatLon) -> SurfacePoint {
        let ((sin, cos), (sin_lon, cos_lon)) = (degrees::sin_cos(at.lat), degrees::sin_cos(at.lon));
        let n = Vec3::new(cos * cos_lon, cos * sin_lon, sin);
        SurfacePoint { p: self.at_normal(n), n }
    }

    /// Its position alone.
    #[must_use]
    pub fn place(&self, at: LatLon) -> Vec3 {
        self.point(at).p
    }

    /// The positions of some latitudes and longitudes, as many as there is room for: those of [`Self::place`], to the bit.
    pub fn places(&self, all: &[LatLon], out: &mut [Vec3]) {
        let (fours, rest) = all.as_chunks::<4>();
        let (out_fours, out_rest) = out.as_chunks_mut::<4>();
        for (four, out) in fours.iter().zip(out_fours) {
            *out = self.four(four);
        }
        for (at, out) in rest.iter().zip(out_rest) {
            *out = self.place(*at);
        }
    }

    #[inline]
    fn four(&self, all: &[LatLon; 4]) -> [Vec3; 4] {
        let (sin, cos) = degrees::sin_cos_of_four(all.map(|p| p.lat).into());
        let (sin_lon, cos_lon) = degrees::sin_cos_of_four(all.map(|p| p.lon).into());
        let nu = self.a / (1.0 - sin * self.e2 * sin).sqrt();
        let x = (nu * (cos * cos_lon)).to_array();
        let y = (nu * (cos * sin_lon)).to_array();
        let z = (nu * (1.0 - self.e2) * sin).to_array();
        std::array::from_fn(|k| Vec3::new(x[k], y[k], z[k]))
    }

    /// The position whose outward unit normal is `n`.
    fn at_normal(&self, n: Vec3) -> Vec3 {
        let nu = self.a / (1.0 - self.e2 * n.z * n.z).sqrt();
        Vec3::new(nu * n.x, nu * n.y, nu * (1.0 - self.e2) * n.z)
    }

    /// Latitude and longitude (within half a turn of Greenwich) of a surface point.
    #[must_use]
    pub fn lat_lon(&self, s: &SurfacePoint) -> LatLon {
        let h = libm::hypot(s.p.x, s.p.y);
        let lat = libm::atan2(s.p.z, h * (1.0 - self.e2)).to_degrees();
        LatLon::new(lat, libm::atan2(s.p.y, s.p.x).to_degrees())
    }

    /// The surface point with position `p` (which must lie on the surface).
    #[must_use]
    pub fn on_surface(&self, p: Vec3) -> SurfacePoint {
        SurfacePoint { p, n: self.outward(p).unit() }
    }

    /// Along the outward normal at a position, of any length: linear in the position.
    #[inline]
    pub(crate) fn outward(&self, p: Vec3) -> Vec3 {
        Vec3::new(p.x, p.y, p.z * self.q)
    }

    /// The surface point in a geocentric direction.
    #[must_use]
    pub fn in_direction(&self, d: Vec3) -> SurfacePoint {
        let k =
            ((d.x * d.x + d.y * d.y) / (self.a * self.a) + d.z * d.z / (self.b * self.b)).sqrt();
        self.on_surface(d * (1.0 / k))
    }

    /// Moves a point near the surface along `along` until it lies on the surface.
    #[must_use]
    pub fn push(&self, p: Vec3, along: Vec3) -> SurfacePoint {
        let q = self.q;
        let quad = |u: Vec3, v: Vec3| u.x * v.x + u.y * v.y + u.z * v.z * q;
        let (aa, bb) = (quad(along, along), quad(along, p));
        let cc = quad(p, p) - self.a * self.a;
        let root = (bb * bb - aa * cc).max(0.0).sqrt();
        // The smaller root, written so that nothing cancels.
        let h = -cc / (bb + root * bb.signum());
        self.on_surface(p + along * h)
    }

    /// Geodesic distance, metres: the kappa-chord, or Karney beyond [`KERNEL_LIMIT_M`].
    #[must_use]
    pub fn distance(&self, p: &SurfacePoint, q: &SurfacePoint) -> f64 {
        let v = q.p - p.p;
        let c2 = v.dot(v);
        if c2 < 1e-12 {
            return c2.sqrt();
        }
        let c = c2.sqrt();
        if c > KERNEL_LIMIT_M * self.scale {
            return self.inverse(self.lat_lon(p), self.lat_lon(q)).distance_m;
        }
        let kappa = (q.n - p.n).dot(v) / c2;
        let x = kappa * kappa * c2;
        let series = x * (1.0 / 24.0 + x * (3.0 / 640.0 + x * (5.0 / 7168.0)));
        let dz = v.z / self.b;
        let zm = 0.5 * (p.p.z + q.p.z) / self.b;
        c + c * series + (self.ep2 / 240.0) * x * c * (dz * dz - x * zm * zm)
    }

    /// Inverse geodesic by Karney.
    #[must_use]
    pub fn inverse(&self, p: LatLon, q: LatLon) -> Inverse {
        let (distance_m, azimuth1_deg, azimuth2_deg, _): (f64, f64, f64, f64) =
            self.karney.inverse(p.lat, p.lon, q.lat, q.lon);
        Inverse { distance_m, azimuth1_deg, azimuth2_deg }
    }

    /// Geodesic distance by Karney, metres.
    #[must_use]
    pub fn karney_m(&self, p: LatLon, q: LatLon) -> f64 {
        self.karney.inverse(p.lat, p.lon, q.lat, q.lon)
    }

    /// The point `distance_m` from `p` at `azimuth_deg`, by Karney.
    #[must_use]
    pub fn direct(&self, p: LatLon, azimuth_deg: f64, distance_m: f64) -> LatLon {
        let (lat, lon): (f64, f64) = self.karney.direct(p.lat, p.lon, azimuth_deg, distance_m);
        LatLon::new(lat, lon)
    }

    /// The same, and the azimuth there.
    #[must_use]
    pub(crate) fn direct_on(&self, p: LatLon, azimuth_deg: f64, distance_m: f64) -> (LatLon, f64) {
        let (lat, lon, azimuth_deg): (f64, f64, f64) =
            self.karney.direct(p.lat, p.lon, azimuth_deg, distance_m);
        (LatLon::new(lat, lon), azimuth_deg)
    }

    /// The geodesic from `p` at `azimuth_deg`: its points by their distance from `p`, metres; those of
    /// [`Self::direct`], to the bit, at less cost where there are several.
    pub fn ray(&self, p: LatLon, azimuth_deg: f64) -> impl Fn(f64) -> LatLon {
        let caps = caps::LATITUDE | caps::LONGITUDE | caps::DISTANCE_IN;
        let line =
            GeodesicLine::new(&self.karney, p.lat, p.lon, azimuth_deg, Some(caps), None, None);
        move |distance_m| {
            let (_, lat, lon, ..) = line._gen_position(false, distance_m, caps);
            LatLon::new(lat, lon)
        }
    }

    /// The point `distance_m` from `p` at `azimuth_deg`, with the azimuth there, the reduced length
    /// (metres) and the geodesic scale: how neighbouring geodesics spread.
    #[must_use]
    pub fn direct_full(&self, p: LatLon, azimuth_deg: f64, distance_m: f64) -> Direct {
        let (lat, lon, azimuth_deg, reduced_m, scale, _): (f64, f64, f64, f64, f64, f64) =
            self.karney.direct(p.lat, p.lon, azimuth_deg, distance_m);
        Direct { at: LatLon::new(lat, lon), azimuth_deg, reduced_m, scale }
    }

    /// Karney's solver, for areas of whole polygons.
    #[must_use]
    pub fn karney(&self) -> &Geodesic {
        &self.karney
    }

    /// Unit vectors to the east and north at a point; at a pole, along longitude 90 and 0.
    #[must_use]
    pub fn east_north(&self, s: &SurfacePoint) -> (Vec3, Vec3) {
        let flat = Vec3::new(-s.p.y, s.p.x, 0.0);
        let east = if flat.norm() > 1e-6 { flat.unit() } else { Vec3::new(0.0, 1.0, 0.0) };
        (east, s.n.cross(east))
    }

    /// A point `distance_m` away in a tangent direction; exact in direction, within the cube of
    /// the distance over the earth's radius squared in length: for short probing steps.
    #[must_use]
    pub fn step(&self, s: &SurfacePoint, direction: Vec3, distance_m: f64) -> SurfacePoint {
        self.push(s.p + direction * distance_m, s.n)
    }
}

/// The arc exceeds its chord by `c^3 / (24 r^2)`, and the radius of curvature lies between `b^2/a` and `a^2/b`. Half as
/// much again for the next terms.
fn chord_spread(a: f64, b: f64) -> f64 {
    let (least, most) = ((b * b / a).min(a * a / b), (b * b / a).max(a * a / b));
    1.5 * (1.0 / (least * least) - 1.0 / (most * most)) / 24.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wgs() -> Earth {
        Earth::new(&Ellipsoid::wgs84())
    }

    /// Worked examples of the kernel, with Karney's values as printed in the derivation.
    #[test]
    fn worked_examples() {
        let e = wgs();
        let far = |a: LatLon, b: LatLon| (e.distance(&e.point(a), &e.point(b)), e.karney_m(a, b));
        let (g, k) = far(LatLon::new(42.0, 50.0), LatLon::new(38.5, 49.0));
        assert!((k - 397_833.376_522_421).abs() < 1e-7, "{k}");
        assert!((g - 397_833.376_523_646).abs() < 2e-7, "{g}");
        let (g, k) = far(LatLon::new(45.0, 51.0), LatLon::new(37.0, 53.0));
        assert!((k - 904_144.293_353).abs() < 1e-6, "{k}");
        assert!((g - 904_144.293_426).abs() < 1e-5, "{g}");
    }

    #[test]
    fn push_and_back() {
        let e = wgs();
        let at = LatLon::new(-33.25, 151.5);
        let s = e.point(at);
        let t = e.push(s.p + s.n * 123.0, s.n);
        assert!((t.p - s.p).norm() < 1e-8);
        let back = e.lat_lon(&t);
        assert!((back.lat - at.lat).abs() < 1e-13 && (back.lon - at.lon).abs() < 1e-13);
    }

    /// The stated error of the kernel against Karney over latitudes, azimuths and ranges.
    #[test]
    fn error_table() {
        let e = wgs();
        for (range, bound) in
            [(1e4, 1e-8), (1e5, 1e-8), (2e5, 6e-8), (4e5, 1.6e-6), (9.9e5, 1.7e-4)]
        {
            for lat in (-80..=80).step_by(8) {
                for az in (0..360).step_by(15) {
                    let p = LatLon::new(f64::from(lat), 10.0);
                    let q = e.direct(p, f64::from(az), range);
                    let got = e.distance(&e.point(p), &e.point(q));
                    assert!((got - range).abs() < bound, "{lat} {az} {range}: {}", got - range);
                }
            }
        }
    }

    #[test]
    fn a_ray_has_the_points_of_direct() {
        let e = Earth::new(&Ellipsoid::wgs84());
        for k in 0..200 {
            let k = f64::from(k);
            let p = LatLon::new(89.9 * (0.7 * k).sin(), 180.0 * (1.3 * k).cos());
            let ray = e.ray(p, 7.3 * k - 360.0);
            for m in [-5e5, 0.0, 1e-3, 4.0, 3e4, 9e6] {
                assert_eq!(ray(m), e.direct(p, 7.3 * k - 360.0, m));
            }
        }
    }
}
