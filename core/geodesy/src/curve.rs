//! Curves of the surveyor: geodesic, loxodrome, arc of constant distance, parallel of a line.
//!
//! A [`Curve`] is run through by a parameter `s` in metres: arc length on lines, angle at the centre
//! times the radius on arcs, arc length of the line it accompanies on parallels. All values are
//! Karney's (geodesics) or those of [`crate::loxodrome`]; nothing is planar.

use crate::degrees::sin_cos_deg;
use crate::earth::Earth;
use crate::loxodrome;
use crate::position::LatLon;

/// A foot is found to this, metres: places are rounded to as much.
const FOOT_M: f64 = 1e-9;

/// Nature of a line between two points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineKind {
    /// Shortest line.
    #[default]
    Geodesic,
    /// Line of constant bearing.
    Loxodrome,
}

/// A line from a point at an azimuth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Nature.
    pub kind: LineKind,
    /// Where `s` is 0.
    pub from: LatLon,
    /// Azimuth there, degrees.
    pub azimuth_deg: f64,
}

/// What a curve is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A line.
    Line(Line),
    /// Points at `radius_m` from `centre`, clockwise from azimuth `from_deg` at the centre.
    Arc {
        /// Centre.
        centre: LatLon,
        /// Geodesic radius, metres.
        radius_m: f64,
        /// Azimuth at the centre for `s = 0`, degrees.
        from_deg: f64,
    },
    /// Points at `offset_m` from a line, measured along geodesics that leave it at right angles:
    /// to its right if positive.
    Parallel {
        /// The line that is accompanied.
        base: Line,
        /// Distance to the right, metres.
        offset_m: f64,
    },
}

/// A curve from one parameter to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// What it is.
    pub shape: Shape,
    /// First and last parameter, metres.
    pub range: [f64; 2],
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Where.
    pub at: LatLon,
    /// Azimuth of the curve, degrees.
    pub azimuth_deg: f64,
    /// Metres on the ground per metre of the parameter.
    pub speed: f64,
}

impl Line {
    /// The line at `s`. A loxodrome ends in the pole and stays there.
    #[must_use]
    pub fn spot(&self, earth: &Earth, s: f64) -> Spot {
        match self.kind {
            LineKind::Geodesic => {
                let d = earth.direct_full(self.from, self.azimuth_deg, s);
                Spot { at: d.at, azimuth_deg: d.azimuth_deg, speed: 1.0 }
            }
            LineKind::Loxodrome => {
                let at = loxodrome::direct(earth, self.from, self.azimuth_deg, s);
                let pole = || {
                    let north = (sin_cos_deg(self.azimuth_deg).1 > 0.0) == (s > 0.0);
                    LatLon::new(if north { 90.0 } else { -90.0 }, self.from.lon)
                };
                Spot { at: at.unwrap_or_else(pole), azimuth_deg: self.azimuth_deg, speed: 1.0 }
            }
        }
    }

    /// The point at `s`, and the azimuth there.
    fn place(&self, earth: &Earth, s: f64) -> (LatLon, f64) {
        if self.kind == LineKind::Geodesic {
            return earth.direct_on(self.from, self.azimuth_deg, s);
        }
        let spot = self.spot(earth, s);
        (spot.at, spot.azimuth_deg)
    }

    /// Geodesic curvature to the left at a point of the line, 1/m.
    fn curvature(&self, earth: &Earth, spot: &Spot) -> f64 {
        match self.kind {
            LineKind::Geodesic => 0.0,
            LineKind::Loxodrome => {
                let lat = spot.at.lat.to_radians();
                let ring = loxodrome::parallel(earth, lat).max(1e-3);
                libm::sin(lat) * sin_cos_deg(spot.azimuth_deg).0 / ring
            }
        }
    }
}

impl Curve {
    /// The line from `p` to `q`, `s` from 0 to its length. `None` for coincident ends, or for a
    /// geodesic between antipodes, of which there are many.
    #[must_use]
    pub fn between(earth: &Earth, kind: LineKind, p: LatLon, q: LatLon) -> Option<Self> {
        let inverse = match kind {
            LineKind::Geodesic => earth.inverse(p, q),
            LineKind::Loxodrome => loxodrome::inverse(earth, p, q),
        };
        let half_turn = std::f64::consts::PI * earth.b_m();
        let many =
            kind == LineKind::Geodesic && inverse.distance_m > half_turn * 0.99 && antipodes(p, q);
        // At a pole a loxodrome is the meridian of the other end.
        let (from, azimuth_deg) = match kind {
            LineKind::Loxodrome if p.lat.abs() >= 90.0 => {
                (LatLon::new(p.lat, q.lon), if p.lat > 0.0 { 180.0 } else { 0.0 })
            }
            _ => (p, inverse.azimuth1_deg),
        };
        let line = Line { kind, from, azimuth_deg };
        (inverse.distance_m > 0.0 && !many)
            .then_some(Self { shape: Shape::Line(line), range: [0.0, inverse.distance_m] })
    }

    /// A line of given azimuth and length.
    #[must_use]
    pub fn ray(kind: LineKind, from: LatLon, azimuth_deg: f64, length_m: f64) -> Self {
        let line = Line { kind, from, azimuth_deg };
        Self { shape: Shape::Line(line), range: [0.0, length_m] }
    }

    /// The arc about `centre` clockwise over `turn_deg` from azimuth `from_deg`.
    #[must_use]
    pub fn arc(centre: LatLon, radius_m: f64, from_deg: f64, turn_deg: f64) -> Self {
        let shape = Shape::Arc { centre, radius_m, from_deg };
        Self { shape, range: [0.0, turn_deg.to_radians() * radius_m] }
    }

    /// The whole circle about `centre`.
    #[must_use]
    pub fn circle(centre: LatLon, radius_m: f64) -> Self {
        Self::arc(centre, radius_m, 0.0, 360.0)
    }

    /// The curve at `offset_m` to the right of this line (negative: left), over the same stretch;
    /// `None` for arcs and parallels.
    #[must_use]
    pub fn parallel(&self, offset_m: f64) -> Option<Self> {
        match self.shape {
            Shape::Line(base) => {
                Some(Self { shape: Shape::Parallel { base, offset_m }, range: self.range })
            }
            _ => None,
        }
    }

    /// Length of the parameter's range, metres.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.range[1] - self.range[0]
    }

    /// How far two parameters are apart, metres; of an arc that is a whole circle the shorter way round.
    pub(crate) fn between_m(&self, s: f64, t: f64) -> f64 {
        let apart = (s - t).abs();
        match self.shape {
            Shape::Arc { radius_m, .. } => {
                let whole = std::f64::consts::TAU * radius_m;
                // A circle's end is its beginning to rounding.
                if self.length() > whole * (1.0 - 1e-12) { apart.min(whole - apart) } else { apart }
            }
            _ => apart,
        }
    }

    /// The point at a parameter.
    #[must_use]
    pub fn spot(&self, earth: &Earth, s: f64) -> Spot {
        match self.shape {
            Shape::Line(line) => line.spot(earth, s),
            Shape::Arc { centre, radius_m, from_deg } => {
                let azimuth = from_deg + (s / radius_m).to_degrees();
                let d = earth.direct_full(centre, azimuth, radius_m);
                let speed = d.reduced_m / radius_m;
                Spot { at: d.at, azimuth_deg: d.azimuth_deg + 90.0, speed }
            }
            Shape::Parallel { base, offset_m } => {
                let foot = base.spot(earth, s);
                let side = 90.0_f64.copysign(offset_m);
                let d = earth.direct_full(foot.at, foot.azimuth_deg + side, offset_m.abs());
                let bend = base.curvature(earth, &foot) * d.reduced_m.copysign(offset_m);
                Spot { at: d.at, azimuth_deg: d.azimuth_deg - side, speed: d.scale + bend }
            }
        }
    }

    /// The point at a parameter: that of [`Self::spot`], to the bit, at less cost.
    #[must_use]
    pub fn at(&self, earth: &Earth, s: f64) -> LatLon {
        match self.shape {
            Shape::Line(line) => line.place(earth, s).0,
            Shape::Arc { centre, radius_m, from_deg } => {
                earth.direct(centre, from_deg + (s / radius_m).to_degrees(), radius_m)
            }
            Shape::Parallel { base, offset_m } => {
                let (foot, azimuth_deg) = base.place(earth, s);
                earth.direct(foot, azimuth_deg + 90.0_f64.copysign(offset_m), offset_m.abs())
            }
        }
    }

    /// First and last point.
    #[must_use]
    pub fn ends(&self, earth: &Earth) -> [LatLon; 2] {
        self.range.map(|s| self.at(earth, s))
    }

    /// Length on the ground from its beginning to a parameter, metres: of lines the parameter itself, of arcs and parallels the sum of
    /// their speed (for an arc the reduced length of its radius, Karney 2013, eq. 38, over the azimuth) by Gauss's rule of five places, to 1e-6 m.
    #[must_use]
    pub fn ground_m(&self, earth: &Earth, s: f64) -> f64 {
        const GAUSS: [(f64, f64); 3] = [
            (0.0, 0.568_888_888_888_888_9),
            (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
            (0.906_179_845_938_664, 0.236_926_885_056_189_08),
        ];
        let whole = s - self.range[0];
        let step_m = match self.shape {
            Shape::Line(_) => return whole,
            Shape::Arc { radius_m, .. } => radius_m / 4.0,
            Shape::Parallel { .. } => 50_000.0,
        };
        let parts = (whole.abs() / step_m).ceil().clamp(1.0, 10_000.0);
        let half = whole / parts / 2.0;
        let part = |k: usize| {
            let middle = self.range[0] + half * (2.0 * k as f64 + 1.0);
            let speed = |x: f64| self.spot(earth, middle + half * x).speed;
            let pair = |(x, w): &(f64, f64)| {
                w * if *x == 0.0 { speed(0.0) } else { speed(*x) + speed(-x) }
            };
            half * GAUSS.iter().map(pair).sum::<f64>()
        };
        (0..parts as usize).map(part).sum()
    }

    /// The same curve over another stretch.
    #[must_use]
    pub fn over(&self, range: [f64; 2]) -> Self {
        Self { shape: self.shape, range }
    }

    /// The curve prolonged by `reach_m` both ways: a loxodrome to the poles at most, an arc to the
    /// whole circle.
    #[must_use]
    pub fn prolonged(&self, earth: &Earth, reach_m: f64) -> Self {
        let [a, b] = self.range;
        match self.shape {
            Shape::Arc { radius_m, .. } => self.over([a, a + std::f64::consts::TAU * radius_m]),
            Shape::Line(base) | Shape::Parallel { base, .. } => {
                let [low, high] = match base.kind {
                    LineKind::Geodesic => [f64::NEG_INFINITY, f64::INFINITY],
                    LineKind::Loxodrome => loxodrome::poles(earth, base.from, base.azimuth_deg),
                };
                self.over([(a - reach_m).max(low), (b + reach_m).min(high)])
            }
        }
    }

    /// Greatest speed and greatest turning (radians against the geodesic) over a stretch.
    pub(crate) fn bounds(&self, earth: &Earth, range: [f64; 2], middle: &Spot) -> [f64; 2] {
        let (a, length) = (earth.ellipsoid().a_m, (range[1] - range[0]).abs());
        let bend = |base: &Line, lat: f64| {
            if base.kind == LineKind::Geodesic {
                return 0.0;
            }
            let far = (lat.abs() + (length / 2.0 / a).to_degrees() * 1.02).min(90.0).to_radians();
            libm::tan(far).abs() / (a * 0.99)
        };
        match &self.shape {
            Shape::Line(line) => [1.0, bend(line, middle.at.lat) * length],
            Shape::Arc { radius_m, .. } => [1.0, length / radius_m],
            Shape::Parallel { base, offset_m } => {
                let foot = base.spot(earth, (range[0] + range[1]) / 2.0);
                let k = bend(base, foot.at.lat);
                let speed = 1.0 + k * offset_m.abs();
                [speed, speed * length * (k + offset_m.abs() * 1.02 / (a * a))]
            }
        }
    }

    /// The nearest point of the curve: parameter and distance in metres, by Karney, to 1e-7 m. Of
    /// several equally near points the first.
    #[must_use]
    pub fn nearest(&self, earth: &Earth, p: LatLon) -> (f64, f64) {
        const STEP_M: f64 = 25_000.0;
        let [a, b] = self.range;
        let steps = ((b - a) / STEP_M).ceil().clamp(4.0, 2000.0);
        let station = |k: f64| a + (b - a) * k / steps;
        let far = |s: f64| earth.karney_m(self.at(earth, s), p);
        let mut best = (0.0, f64::INFINITY);
        for k in 0..=steps as usize {
            let d = far(station(k as f64));
            if d < best.1 {
                best = (k as f64, d);
            }
        }
        let bracket = [station((best.0 - 1.0).max(0.0)), station((best.0 + 1.0).min(steps))];
        let s = self.foot(earth, p, bracket);
        let d = far(s);
        if d <= best.1 { (s, d) } else { (station(best.0), best.1) }
    }

    /// Where the curve is at right angles to the way to `p`, inside a bracket, or the nearer end.
    #[must_use]
    pub fn foot(&self, earth: &Earth, p: LatLon, bracket: [f64; 2]) -> f64 {
        // Positive while p lies ahead.
        let ahead = |s: f64| {
            let spot = self.spot(earth, s);
            let way = earth.inverse(spot.at, p);
            way.distance_m * libm::cos((way.azimuth1_deg - spot.azimuth_deg).to_radians())
        };
        let [mut lo, mut hi] = bracket;
        let (mut f, mut g) = (ahead(lo), ahead(hi));
        if f <= 0.0 {
            return lo;
        }
        if g >= 0.0 {
            return hi;
        }
        // False position, an end that is kept again halved (Illinois); the middle where three steps did not halve the
        // bracket.
        let (mut before, mut width) = (0.0, hi - lo);
        for round in 1..80 {
            let slow = round % 4 == 0 && hi - lo > width / 2.0;
            if round % 4 == 0 {
                width = hi - lo;
            }
            let s = if slow { (lo + hi) / 2.0 } else { lo + (hi - lo) * f / (f - g) };
            let h = ahead(s);
            if h.abs() < FOOT_M || hi - lo < FOOT_M {
                return s;
            }
            let kept = if h.signum() == before { 0.5 } else { 1.0 };
            before = h.signum();
            if h > 0.0 {
                (lo, f, g) = (s, h, g * kept);
            } else {
                (hi, g, f) = (s, h, f * kept);
            }
        }
        (lo + hi) / 2.0
    }
}

/// Exactly opposite points, poles included: the geodesic between them is not defined.
#[must_use]
pub fn antipodes(p: LatLon, q: LatLon) -> bool {
    let opposite = crate::densify::wrap(q.lon - p.lon - 180.0).abs() < 1e-9;
    (p.lat + q.lat).abs() < 1e-9 && (opposite || p.lat.abs() >= 90.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ellipsoid::Ellipsoid;

    fn wgs() -> Earth {
        Earth::new(&Ellipsoid::wgs84())
    }

    /// Points of arcs and parallels are at their distance by Karney, and the stated azimuth and speed are
    /// those of a difference.
    #[test]
    fn distances_azimuths_and_speeds() {
        let e = wgs();
        let p = LatLon::new(-61.0, 179.8);
        let lines = [LineKind::Geodesic, LineKind::Loxodrome]
            .map(|k| Curve::between(&e, k, p, LatLon::new(-60.2, -178.5)).unwrap());
        let mut curves = vec![Curve::circle(p, 370_400.0), lines[0], lines[1]];
        for l in lines {
            curves.extend([l.parallel(22_224.0).unwrap(), l.parallel(-200_000.0).unwrap()]);
        }
        for c in curves {
            let s = c.range[0] + 0.37 * c.length();
            let (a, m, b) = (c.at(&e, s - 5.0), c.spot(&e, s), c.at(&e, s + 5.0));
            assert_eq!(c.at(&e, s), m.at);
            let way = e.inverse(a, b);
            assert!((way.distance_m / 10.0 - m.speed).abs() < 1e-6, "{c:?}");
            let back = e.inverse(m.at, a).azimuth1_deg + 180.0;
            let ahead = e.inverse(m.at, b).azimuth1_deg;
            let off = [back, ahead].map(|az| crate::densify::wrap(az - m.azimuth_deg));
            let off = (off[0] + off[1]) / 2.0;
            assert!(off.abs() < 1e-6, "{c:?} {off}");
            match c.shape {
                Shape::Arc { centre, radius_m, .. } => {
                    assert!((e.karney_m(centre, m.at) - radius_m).abs() < 1e-8);
                }
                Shape::Parallel { base, offset_m } => {
                    let line = Curve { shape: Shape::Line(base), range: c.range };
                    let (foot, d) = line.nearest(&e, m.at);
                    assert!((d - offset_m.abs()).abs() < 1e-7, "{d} {offset_m}");
                    // Flat minimum: the foot is good to a few hundredths of a millimetre.
                    assert!((foot - s).abs() < 1e-4, "{foot} {s}");
                }
                Shape::Line(_) => {}
            }
        }
    }

    /// A circle of 200 M about 42 N: the length of half of it as the sum of 20 000 chords by Karney, each longer by c^3 / 24 r^2.
    #[test]
    fn lengths_on_the_ground() {
        let e = wgs();
        let circle = Curve::circle(LatLon::new(42.0, 10.0), 370_400.0);
        for part in [0.5, 1.0] {
            let end = part * circle.length();
            let at = |k: i32| circle.at(&e, end * f64::from(k) / 20_000.0);
            let chord = |k: i32| e.karney_m(at(k), at(k + 1));
            let chords: f64 = (0..20_000)
                .map(|k| chord(k) + chord(k).powi(3) / 24.0 / 370_400.0_f64.powi(2))
                .sum();
            assert!((circle.ground_m(&e, end) - chords).abs() < 1e-3, "{chords}");
            assert!((chords - end).abs() > 100.0);
        }
        let line = Curve::ray(LineKind::Loxodrome, LatLon::new(60.0, 5.0), 90.0, 1e5);
        assert_eq!(line.ground_m(&e, 7e4), 7e4);
        // A parallel of a parallel is one, shorter as its radius is.
        let beside = line.parallel(-5e4).unwrap();
        let ring = |lat: f64| crate::loxodrome::parallel(&e, lat.to_radians());
        let want = 1e5 * ring(beside.at(&e, 0.0).lat) / ring(60.0);
        assert!(
            (beside.ground_m(&e, 1e5) - want).abs() < 1e-4,
            "{} {want}",
            beside.ground_m(&e, 1e5)
        );
    }

    #[test]
    fn degenerate_lines() {
        let e = wgs();
        let p = LatLon::new(10.0, 20.0);
        for kind in [LineKind::Geodesic, LineKind::Loxodrome] {
            assert_eq!(Curve::between(&e, kind, p, p), None);
        }
        let opposite = LatLon::new(-10.0, -160.0);
        assert_eq!(Curve::between(&e, LineKind::Geodesic, p, opposite), None);
        let pole = LatLon::new(90.0, 0.0);
        let down = Curve::between(&e, LineKind::Loxodrome, pole, LatLon::new(80.0, 33.0)).unwrap();
        assert!((down.at(&e, down.range[1]).lon - 33.0).abs() < 1e-9);
    }
}
