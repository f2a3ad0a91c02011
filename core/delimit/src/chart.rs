//! The chart that names cells: rotated longitude and latitude about the sea's centre.
//!
//! It has no seam at the antimeridian or at a pole. It only says where to look; every value is taken
//! on the ellipsoid.

use std::ops::Range;

use littoral_geodesy::{Earth, SurfacePoint, Vec3, many};

/// A square chart over the sea.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    centre: SurfacePoint,
    east: Vec3,
    north: Vec3,
    out: Vec3,
    /// Lower left corner, radians.
    corner: (f64, f64),
    /// Side, radians.
    side: f64,
}

/// How far the square is moved off the middle, parts of its side. In a sea that is its own mirror image the boundary would
/// else run along sides of the mesh, where both scores are equal to the last bit from end to end.
const OFF: (f64, f64) = (0.003_181, -0.002_371);

impl Chart {
    /// A chart that holds all points with a margin of 0.6 % of its side at least.
    pub(crate) fn new(earth: &Earth, points: &[Vec3]) -> Self {
        let sum =
            |block: Range<usize>| points[block].iter().fold(Vec3::default(), |s, p| s + p.unit());
        let sum = many::blocks(points.len(), sum).fold(Vec3::default(), |s, p| s + p);
        let out = if sum.norm() > 1e-9 { sum.unit() } else { Vec3::new(1.0, 0.0, 0.0) };
        let centre = earth.in_direction(out);
        let (east, _) = earth.east_north(&centre);
        let north = out.cross(east);
        let mut chart = Self { centre, east, north, out, corner: (0.0, 0.0), side: 1.0 };
        let (lo, hi) = chart.span(points);
        chart.side = (hi.0 - lo.0).max(hi.1 - lo.1) * 1.02 + 1e-6;
        let corner = ((lo.0 + hi.0 - chart.side) / 2.0, (lo.1 + hi.1 - chart.side) / 2.0);
        chart.corner = (corner.0 + OFF.0 * chart.side, corner.1 + OFF.1 * chart.side);
        chart
    }

    /// Least and greatest coordinates of some points. Both coordinates grow with quotients of the components as far as
    /// a quarter turn from the centre: the angles themselves are taken of the extremes alone.
    fn span(&self, points: &[Vec3]) -> ((f64, f64), (f64, f64)) {
        let extremes = |all: &mut dyn Iterator<Item = (f64, f64)>| {
            let none = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
            all.fold(none, |(lo, hi), (x, y)| {
                ((lo.0.min(x), lo.1.min(y)), (hi.0.max(x), hi.1.max(y)))
            })
        };
        if points.iter().any(|p| p.dot(self.out) <= 0.0) {
            return extremes(&mut points.iter().map(|p| self.direction(*p)));
        }
        let quotients = |p: &Vec3| {
            let (x, y, z) = (p.dot(self.out), p.dot(self.east), p.dot(self.north));
            (y / x, z / (x * x + y * y).sqrt())
        };
        let block = |block: Range<usize>| extremes(&mut points[block].iter().map(quotients));
        let blocks: Vec<_> = many::blocks(points.len(), block).collect();
        let lo = extremes(&mut blocks.iter().map(|b| b.0)).0;
        let hi = extremes(&mut blocks.iter().map(|b| b.1)).1;
        let angles = |(x, y): (f64, f64)| (libm::atan(x), libm::atan(y));
        (angles(lo), angles(hi))
    }

    /// Chart coordinates of a point, radians.
    pub(crate) fn locate(&self, p: &SurfacePoint) -> (f64, f64) {
        self.direction(p.p)
    }

    /// The same of a position.
    fn direction(&self, p: Vec3) -> (f64, f64) {
        let d = p.unit();
        let (x, y) = (d.dot(self.out), d.dot(self.east));
        (libm::atan2(y, x), libm::asin(d.dot(self.north).clamp(-1.0, 1.0)))
    }

    /// A point as fractions of the square's sides.
    pub(crate) fn fraction(&self, p: &SurfacePoint) -> (f64, f64) {
        let (x, y) = self.locate(p);
        ((x - self.corner.0) / self.side, (y - self.corner.1) / self.side)
    }

    /// How large on the earth the square would be at a point's scale, m2.
    pub(crate) fn square_m2(&self, p: &SurfacePoint) -> f64 {
        let r = p.p.norm();
        let up = p.p.dot(self.north) / r;
        // The surface is tilted against the sphere through the point.
        let tilt = p.p.dot(p.n) / r;
        self.side * self.side * r * r * (1.0 - up * up).max(0.0).sqrt() / tilt
    }

    /// The point at chart coordinates.
    pub(crate) fn point(&self, earth: &Earth, (x, y): (f64, f64)) -> SurfacePoint {
        self.turned(earth, libm::sincos(x), libm::sincos(y))
    }

    /// The same from sine and cosine of both coordinates.
    fn turned(
        &self,
        earth: &Earth,
        (sin_x, cos_x): (f64, f64),
        (sin_y, cos_y): (f64, f64),
    ) -> SurfacePoint {
        let d = self.out * (cos_y * cos_x) + self.east * (cos_y * sin_x) + self.north * sin_y;
        earth.in_direction(d)
    }

    /// The middle of a rectangle between two corners, and its corners.
    pub(crate) fn rectangle(
        &self,
        earth: &Earth,
        a: (f64, f64),
        b: (f64, f64),
    ) -> (SurfacePoint, [SurfacePoint; 4]) {
        let (xa, xb) = (libm::sincos(a.0), libm::sincos(b.0));
        let (ya, yb) = (libm::sincos(a.1), libm::sincos(b.1));
        let middle = self.point(earth, ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0));
        let corners = [(xa, ya), (xb, ya), (xb, yb), (xa, yb)];
        (middle, corners.map(|(x, y)| self.turned(earth, x, y)))
    }

    /// Chart coordinates of a fraction of the square.
    pub(crate) fn at(&self, u: f64, v: f64) -> (f64, f64) {
        (self.corner.0 + u * self.side, self.corner.1 + v * self.side)
    }

    /// Side of the square, radians.
    pub(crate) fn side_rad(&self) -> f64 {
        self.side
    }

    /// Centre of the sea.
    pub(crate) fn centre(&self) -> SurfacePoint {
        self.centre
    }
}
