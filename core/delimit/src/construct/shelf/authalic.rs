//! The sphere of equal area, on which polygons of short sides are compared: their areas there are those on the ellipsoid.

use littoral_geodesy::{Earth, LatLon, Vec3};

/// Directions on the sphere of equal area.
pub(super) struct Sphere {
    e2: f64,
    pole: f64,
}

impl Sphere {
    pub(super) fn new(earth: &Earth) -> Self {
        let mut sphere = Self { e2: earth.e2(), pole: 1.0 };
        sphere.pole = sphere.zone(1.0);
        sphere
    }

    /// The unit vector of a place, at its authalic latitude.
    pub(super) fn place(&self, at: LatLon) -> Vec3 {
        let z = (self.zone(libm::sin(at.lat.to_radians())) / self.pole).clamp(-1.0, 1.0);
        let (sin, cos) = libm::sincos(at.lon.to_radians());
        let ring = (1.0 - z * z).max(0.0).sqrt();
        Vec3::new(ring * cos, ring * sin, z)
    }

    /// What the area between equator and parallel goes by (Snyder, "Map projections", 1987, 3-12).
    fn zone(&self, sin: f64) -> f64 {
        let bent = sin / (1.0 - self.e2 * sin * sin);
        let e = self.e2.abs().sqrt();
        let tail = match self.e2 {
            e2 if e2 > 1e-12 => libm::atanh(e * sin) / e,
            e2 if e2 < -1e-12 => libm::atan(e * sin) / e,
            _ => sin,
        };
        (1.0 - self.e2) * (bent + tail)
    }
}

/// Positive if `c` lies to the left of the way from `a` to `b`.
pub(super) fn left(a: Vec3, b: Vec3, c: Vec3) -> f64 {
    // Differences: of places near each other the product itself would have lost its digits.
    (b - a).cross(c - a).dot(a)
}

/// Area of a triangle on the unit sphere, positive if it runs counterclockwise.
pub(super) fn excess(a: Vec3, b: Vec3, c: Vec3) -> f64 {
    let below = 1.0 + a.dot(b) + b.dot(c) + c.dot(a);
    2.0 * libm::atan2(left(a, b, c), below)
}
