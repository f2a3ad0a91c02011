//! Coasts that a frame has cut: the edges along it are no coast.
//!
//! A frame given by itself cuts whatever runs along it. The window of a survey cuts the land drawn to its edge; a line drawn as a
//! coast is one, and a window may be led along it, edge by edge, where it leaves some of its rim to the open sea; of other lines only what
//! runs along the parallels and meridians that bound the window is its cut. The rim of an enclosed sea is its coast, and cuts nothing.

use std::collections::HashSet;

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon, Vec3};
use littoral_model::Extent;

use super::Bases;
use super::borders::key;

/// Coordinates of a cut have the frame's own latitude or longitude to this, degrees (a tenth of a metre).
const ON_FRAME_DEG: f64 = 1e-6;
/// A frame whose edges are geodesics is followed to this, metres.
const ON_FRAME_M: f64 = 1.0;
/// So much of a rim is all of it.
const ALL: f64 = 0.999;
/// What lies farther from a side's great circle is not near its geodesic; radii of the earth.
const FAR: f64 = 0.01;
/// Balls over chords are so much wider.
const WIDER: f64 = 1.02;
/// What lies on a side is no farther east or west of it, degrees: [`ON_FRAME_M`] within two degrees of a pole is half of it.
const BESIDE_DEG: f64 = 1e-3;
/// Sides that come nearer to a pole, degrees, or that are longer, degrees of longitude, are looked at for every edge.
const POLAR_DEG: f64 = 88.0;
const LONG_DEG: f64 = 90.0;

impl Bases {
    /// Takes the edges of coasts and rings out that run along a frame (corners in order, closed by its last edge), be its edges
    /// straight on a chart in longitude and latitude or geodesics; gives back their number and length in metres.
    pub fn without_frame(&mut self, earth: &Earth, frame: &[LatLon]) -> (usize, f64) {
        let sides = Sides::new(earth, frame, |_| true);
        self.without(earth, |a, b| sides.have(earth, [a, b]))
    }

    /// The same by the survey's own window; nothing where it has none, or where that is the rim of an enclosed sea.
    pub fn without_window(&mut self, earth: &Earth) -> (usize, f64) {
        if self.extent == Extent::Closed || self.window.is_empty() {
            return (0, 0.0);
        }
        let bound = bounds(&self.window);
        let all = Sides::new(earth, &self.window, |_| true);
        let limits = Sides::new(earth, &self.window, |side| along(&bound, side));
        let ring = |r: &Vec<LatLon>| -> Vec<_> {
            (0..r.len()).map(|k| key(r[k], r[(k + 1) % r.len()])).collect()
        };
        let land: HashSet<_> = self.land.iter().flat_map(|(_, r)| ring(r)).collect();
        // A window of which all is drawn as coast is a frame about it.
        let along = self.shore_edges().filter(|(_, a, b)| all.have(earth, [*a, *b]));
        let along_m: f64 = along.map(|(_, a, b)| earth.karney_m(a, b)).sum();
        let next = self.window.iter().cycle().skip(1);
        let rim_m: f64 = self.window.iter().zip(next).map(|(a, b)| earth.karney_m(*a, *b)).sum();
        let led: HashSet<_> = match along_m < ALL * rim_m {
            true => ring(&self.window).into_iter().collect(),
            false => HashSet::new(),
        };
        self.without(earth, |a, b| match key(a, b) {
            edge if land.contains(&edge) => all.have(earth, [a, b]),
            edge => !led.contains(&edge) && limits.have(earth, [a, b]),
        })
    }

    fn without(&mut self, earth: &Earth, along: impl Fn(LatLon, LatLon) -> bool) -> (usize, f64) {
        let length_m = self.shore_edges().filter(|(_, a, b)| along(*a, *b));
        let length_m = length_m.map(|(_, a, b)| earth.karney_m(a, b)).sum();
        (self.without_borders(&[], along).cuts, length_m)
    }
}

/// Corners with longitudes counted on from the first.
fn unwrapped(frame: &[LatLon]) -> Vec<LatLon> {
    let mut out: Vec<LatLon> = Vec::with_capacity(frame.len());
    for p in frame {
        let lon = out.last().map_or(p.lon, |q| q.lon + wrap(p.lon - q.lon));
        out.push(LatLon::new(p.lat, lon));
    }
    out
}

/// South, west, north and east of a frame.
fn bounds(frame: &[LatLon]) -> [f64; 4] {
    let none = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    unwrapped(frame)
        .iter()
        .fold(none, |[s, w, n, e], p| [s.min(p.lat), w.min(p.lon), n.max(p.lat), e.max(p.lon)])
}

/// Does a side run along one of the bounds?
fn along([s, w, n, e]: &[f64; 4], side: [LatLon; 2]) -> bool {
    let on = |off: &dyn Fn(&LatLon) -> f64| side.iter().all(|p| off(p).abs() <= ON_FRAME_DEG);
    [s, n].iter().any(|at| on(&|p| p.lat - **at))
        || [w, e].iter().any(|at| on(&|p| wrap(p.lon - **at)))
}

/// Sides of a frame, filed by longitude so that an edge is compared with those beside it alone.
struct Sides {
    all: Vec<Side>,
    /// Sides that a strip does not tell apart: about a pole, or very long.
    everywhere: Vec<usize>,
    /// Western limit, counted on from the first corner.
    west: f64,
    width: f64,
    strips: Vec<Vec<usize>>,
}

impl Sides {
    fn new(earth: &Earth, frame: &[LatLon], wanted: impl Fn([LatLon; 2]) -> bool) -> Self {
        let corners = unwrapped(frame);
        let sides = corners.iter().zip(corners.iter().cycle().skip(1)).map(|(a, b)| [*a, *b]);
        let sides: Vec<[LatLon; 2]> = sides.filter(|s| wanted(*s)).collect();
        let span = |[a, b]: [LatLon; 2]| {
            let end = a.lon + wrap(b.lon - a.lon);
            [a.lon.min(end) - BESIDE_DEG, a.lon.max(end) + BESIDE_DEG]
        };
        let both = sides.iter().map(|s| span(*s));
        let [west, east] =
            both.fold([f64::INFINITY, f64::NEG_INFINITY], |[w, e], [a, b]| [w.min(a), e.max(b)]);
        let count = sides.len().max(1);
        let width = ((east - west) / count as f64).max(BESIDE_DEG);
        let mut out = Self {
            all: Vec::new(),
            everywhere: Vec::new(),
            west,
            width,
            strips: vec![Vec::new(); count],
        };
        for (k, side) in sides.into_iter().enumerate() {
            let [from, to] = span(side);
            if to - from > LONG_DEG || side.iter().any(|p| p.lat.abs() > POLAR_DEG) {
                out.everywhere.push(k);
            } else if let (Some(first), Some(last)) = (out.strip(from), out.strip(to)) {
                out.strips[first..=last].iter_mut().for_each(|s| s.push(k));
            }
            out.all.push(Side::new(earth, side[0], side[1]));
        }
        out
    }

    /// The strip of a longitude within the limits; rounding does not lead beyond them.
    fn strip(&self, lon: f64) -> Option<usize> {
        let (k, count) = ((lon - self.west) / self.width, self.strips.len());
        (k > -0.5 && k < count as f64 + 0.5).then(|| (k as usize).min(count - 1))
    }

    /// Do both places lie on one of the sides?
    fn have(&self, earth: &Earth, places: [LatLon; 2]) -> bool {
        let first = self.west + (places[0].lon - self.west).rem_euclid(360.0);
        let strips =
            [first - 360.0, first, first + 360.0].into_iter().filter_map(|x| self.strip(x));
        let mut beside = strips.flat_map(|s| &self.strips[s]).chain(&self.everywhere);
        beside.any(|k| self.all[*k].has(earth, places))
    }
}

/// A side of a frame.
struct Side {
    ends: [LatLon; 2],
    curve: Option<Curve>,
    /// At right angles to its great circle.
    over: Vec3,
    /// A ball about the middle of its chord that holds it.
    middle: Vec3,
    radius: f64,
}

impl Side {
    fn new(earth: &Earth, a: LatLon, b: LatLon) -> Self {
        let curve = Curve::between(earth, LineKind::Geodesic, a, b);
        let [from, to] = [a, b].map(|p| earth.point(p).n);
        // An arc of less than half a turn lies in the ball over its chord; geodesics are no great circles, but nearly.
        let radius = 0.5 * WIDER * (from - to).norm() + BESIDE_DEG.to_radians();
        Self { ends: [a, b], curve, over: from.cross(to), middle: (from + to) * 0.5, radius }
    }

    /// Do both places lie on it, straight on the chart or as a geodesic?
    fn has(&self, earth: &Earth, places: [LatLon; 2]) -> bool {
        let chart = |p: &LatLon| off_chart_deg(self.ends, *p) <= ON_FRAME_DEG;
        let far = |p: &LatLon| {
            let n = earth.point(*p).n;
            (n - self.middle).norm() > self.radius
                || n.dot(self.over).abs() > FAR * self.over.norm()
        };
        let geodesic = |p: &LatLon| {
            !far(p) && self.curve.as_ref().is_some_and(|c| c.nearest(earth, *p).1 <= ON_FRAME_M)
        };
        places.iter().all(chart) || places.iter().all(geodesic)
    }
}

/// How far a place lies from an edge that is straight in longitude and latitude, degrees.
fn off_chart_deg([from, to]: [LatLon; 2], p: LatLon) -> f64 {
    let (x, y) = (wrap(to.lon - from.lon), to.lat - from.lat);
    let (u, v) = (wrap(p.lon - from.lon), p.lat - from.lat);
    let square = x * x + y * y;
    let s = if square > 0.0 { ((u * x + v * y) / square).clamp(0.0, 1.0) } else { 0.0 };
    libm::hypot(u - s * x, v - s * y)
}
