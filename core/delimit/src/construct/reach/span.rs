//! A stretch of a line between two places of which the distance from the base points is known: what may happen between.
//!
//! How far the line lies beyond the limit, `f`, is a least of distances. It changes by no more than the way, and it bends
//! upward by no more than `bend`: a distance `d` has a second derivative along a geodesic of at most `1/d` where the
//! ellipsoid is curved as a sphere is (Hessian comparison), a loxodrome adds its own curvature, and a least of such
//! functions has corners that point up alone. So `f` lies above the chord by no less than `-bend (s - a)(b - s) / 2`, and
//! below the parabolas that leave both ends with their slopes.

use littoral_geodesy::curve::{LineKind, Shape};
use littoral_geodesy::{Curve, Earth};

use super::{ON_M, STEP_M, SURE_M};

/// A place of the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    /// Parameter on the curve.
    pub s: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// How far beyond the limit, metres.
    pub beyond_m: f64,
    /// How that changes along the line: from -1, straight to the base point, to 1.
    pub slope: f64,
}

/// Two places one after the other.
pub(super) struct Span {
    pub from: Sample,
    pub to: Sample,
    length: f64,
    bend: f64,
}

impl Span {
    pub(super) fn new(
        earth: &Earth,
        curve: &Curve,
        limit_m: f64,
        from: Sample,
        to: Sample,
    ) -> Self {
        let length = to.s - from.s;
        let least_m = limit_m + (from.beyond_m + to.beyond_m - length) / 2.0;
        let about = if least_m > 0.0 { 1.0 / least_m } else { f64::INFINITY };
        let bend = 1.01 * about + curvature(earth, curve, from.lat.abs().max(to.lat.abs()));
        Self { from, to, length, bend }
    }

    /// Do its ends lie on either side of the limit?
    pub(super) fn crosses(&self) -> bool {
        (self.from.beyond_m > 0.0) != (self.to.beyond_m > 0.0)
    }

    /// Is it known that between its ends the line lies on their side of the limit, to [`SURE_M`]; or is it as short as any?
    pub(super) fn settled(&self) -> bool {
        let [a, b] = [self.from.beyond_m, self.to.beyond_m];
        if self.length <= STEP_M {
            return true;
        }
        if self.crosses() {
            let sag_m = self.bend * self.length * self.length / 8.0;
            return a.abs().max(b.abs()).max(sag_m) < SURE_M;
        }
        if a.abs() + b.abs() > self.length {
            return true;
        }
        if a > 0.0 { self.stays_beyond(a, b) } else { self.stays_within(a, b) }
    }

    /// The lowest the line can come below the chord.
    fn stays_beyond(&self, a: f64, b: f64) -> bool {
        let (n, rise) = (self.length, b - a);
        let t = (n / 2.0 - rise / (self.bend * n)).clamp(0.0, n);
        a + rise * t / n - self.bend * t * (n - t) / 2.0 > -SURE_M
    }

    /// The parabolas of both ends, each as far as it stays within, cover the stretch.
    fn stays_within(&self, a: f64, b: f64) -> bool {
        let reach = |f: f64, slope: f64| {
            let room_m = SURE_M - f;
            2.0 * room_m / (slope + (slope * slope + 2.0 * self.bend * room_m).sqrt())
        };
        reach(a, self.from.slope) + reach(b, -self.to.slope) >= self.length
    }

    /// Does the line run along the limit all the stretch, to [`ON_M`] or little more?
    pub(super) fn along(&self) -> bool {
        let on = |p: &Sample| p.beyond_m.abs() < ON_M;
        let flat = |p: &Sample| p.slope.abs() * self.length < 4.0 * ON_M;
        let bends_m = self.bend * self.length * self.length;
        let short = self.length <= STEP_M || bends_m < 9.0 * ON_M;
        short && [&self.from, &self.to].into_iter().all(|p| on(p) && flat(p))
    }

    /// Is the line still where it started, on the limit?
    pub(super) fn still_on(&self) -> bool {
        self.to.beyond_m.abs() < ON_M && (self.length <= STEP_M || self.along())
    }
}

/// Greatest geodesic curvature of a curve up to a latitude, 1/m; of what is no line, none is known.
fn curvature(earth: &Earth, curve: &Curve, lat: f64) -> f64 {
    match curve.shape {
        Shape::Line(line) if line.kind == LineKind::Geodesic => 0.0,
        Shape::Line(_) if lat < 90.0 => libm::tan(lat.to_radians()) / earth.b_m(),
        _ => f64::INFINITY,
    }
}
