//! Brute force: Karney's geodesics to every coordinate and, where it matters, along every edge.

use geographiclib_rs::{PolygonArea, Winding};
use littoral_delimit::{Area, BoundaryLine, PointKind};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, ShoreKind};

/// All edges of each party's shores.
pub struct Judge {
    earth: Earth,
    edges: Vec<Vec<(LatLon, LatLon)>>,
}

impl Judge {
    pub fn new(case: &Case, islands: bool) -> Self {
        let earth = Earth::new(&case.ellipsoid);
        let mut edges = vec![Vec::new(); case.parties.len()];
        for shore in case.shores.iter().filter(|s| islands || s.kind == ShoreKind::Coast) {
            for line in &shore.lines {
                let closed = shore.kind == ShoreKind::Islands;
                let n = line.len() - usize::from(!closed);
                edges[shore.party].extend((0..n).map(|k| (line[k], line[(k + 1) % line.len()])));
            }
        }
        Self { earth, edges }
    }

    /// Distance to the nearest point of a party's shores, metres.
    pub fn distance_m(&self, party: usize, p: LatLon) -> f64 {
        // Neighbouring edges share an end: measured once.
        let mut last = None;
        let mut end = |q: LatLon| match last {
            Some((known, d)) if known == q => d,
            _ => {
                let d = self.earth.karney_m(p, q);
                last = Some((q, d));
                d
            }
        };
        let ends: Vec<(f64, f64)> =
            self.edges[party].iter().map(|(a, b)| (end(*a), end(*b))).collect();
        let mut best = ends.iter().fold(f64::INFINITY, |m, d| m.min(d.0).min(d.1));
        for ((a, b), (da, db)) in self.edges[party].iter().zip(&ends) {
            let edge = self.earth.inverse(*a, *b);
            // A point of the edge is at least this far, by the triangle inequality.
            if (da + db - edge.distance_m) / 2.0 < best {
                let d =
                    |s: f64| self.earth.karney_m(p, self.earth.direct(*a, edge.azimuth1_deg, s));
                best = best.min(least(edge.distance_m, d));
            }
        }
        best
    }

    pub fn distances_m(&self, p: LatLon) -> Vec<f64> {
        (0..self.edges.len()).map(|k| self.distance_m(k, p)).collect()
    }
}

/// Golden-section search: distance along a geodesic edge has one minimum.
fn least(length: f64, d: impl Fn(f64) -> f64) -> f64 {
    let g = 0.618_033_988_749_895;
    let (mut lo, mut hi) = (0.0, length);
    let (mut x, mut y) = (hi - g * (hi - lo), lo + g * (hi - lo));
    let (mut dx, mut dy) = (d(x), d(y));
    while hi - lo > 1e-3 {
        if dx < dy {
            (hi, y, dy) = (y, x, dx);
            x = hi - g * (hi - lo);
            dx = d(x);
        } else {
            (lo, x, dx) = (x, y, dy);
            y = lo + g * (hi - lo);
            dy = d(y);
        }
    }
    dx.min(dy)
}

/// Places every so many metres along a printed line, its turning points and ends included.
pub fn along(earth: &Earth, line: &BoundaryLine, spacing_m: f64) -> Vec<(LatLon, PointKind)> {
    let mut out = Vec::new();
    let mut since = 0.0;
    for w in line.points.windows(2) {
        let way = earth.inverse(w[0].at(), w[1].at());
        while since < way.distance_m {
            let at = earth.direct(w[0].at(), way.azimuth1_deg, since);
            out.push((at, if since == 0.0 { w[0].kind } else { PointKind::Curve }));
            since += spacing_m;
        }
        since -= way.distance_m;
    }
    let marked = line.points.iter().filter(|p| p.kind != PointKind::Curve);
    out.extend(marked.map(|p| (p.at(), p.kind)));
    out
}

/// A small generator, the same on every machine.
pub struct Lcg(pub u64);

impl Lcg {
    pub fn unit(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Area of printed rings, km2, by Karney's polygons.
pub fn karney_km2(earth: &Earth, areas: &[Area]) -> f64 {
    let ring_m2 = |ring: &Vec<[f64; 2]>| {
        let mut polygon = PolygonArea::new(earth.karney(), Winding::CounterClockwise);
        ring.iter().for_each(|p| polygon.add_point(p[0], p[1]));
        polygon.compute(true).1
    };
    areas.iter().flat_map(|a| &a.rings).map(ring_m2).sum::<f64>() / 1e6
}
