//! The accuracy gate: lines, labels and areas of one rung by brute force.
//!
//! The judge knows nothing of the engine: for each place it measures the straight distance to every vertex of a party
//! with its own formula, and Karney's geodesic along every edge that could be nearest by the triangle inequality.

use littoral_delimit::{DistanceOptions, LayerDivision, NoFunctions, PointKind, Waters};
use littoral_geodesy::{Earth, LatLon, densify};
use littoral_model::{Case, ShoreKind};
use rayon::prelude::*;

use crate::common::judge::Lcg;
use crate::runs;

/// Spacing of the samples along printed lines, metres.
const SPACING_M: f64 = 200.0;
const LABELS: usize = 10_000;

type Place = [f64; 3];

struct Edge {
    a: LatLon,
    b: LatLon,
    from: Place,
    to: Place,
    length_m: f64,
}

pub struct Judge {
    earth: Earth,
    edges: Vec<Vec<Edge>>,
}

impl Judge {
    pub fn new(case: &Case) -> Self {
        let earth = Earth::new(&case.ellipsoid);
        let mut edges: Vec<Vec<Edge>> = case.parties.iter().map(|_| Vec::new()).collect();
        for shore in &case.shores {
            for line in &shore.lines {
                let n = line.len() - usize::from(shore.kind != ShoreKind::Islands);
                edges[shore.party].extend((0..n).map(|k| {
                    let (a, b) = (line[k], line[(k + 1) % line.len()]);
                    let (from, to) = (place(&earth, a), place(&earth, b));
                    Edge { a, b, from, to, length_m: chord(from, to) * 1.001 }
                }));
            }
        }
        Self { earth, edges }
    }

    /// Distance to the nearest point of a party's shores, metres.
    pub fn distance_m(&self, party: usize, p: LatLon) -> f64 {
        let at = place(&self.earth, p);
        let least = |e: &Edge| chord(at, e.from).min(chord(at, e.to)) - e.length_m / 2.0;
        let edges = &self.edges[party];
        let lows: Vec<f64> = edges.iter().map(least).collect();
        let Some(first) = (0..lows.len()).min_by(|a, b| lows[*a].total_cmp(&lows[*b])) else {
            return f64::INFINITY;
        };
        let mut best = self.edge_m(&edges[first], p, f64::INFINITY);
        let mut close: Vec<usize> = (0..lows.len()).filter(|k| lows[*k] < best).collect();
        close.sort_by(|a, b| lows[*a].total_cmp(&lows[*b]));
        for k in close.into_iter().filter(|k| *k != first) {
            if lows[k] < best {
                best = best.min(self.edge_m(&edges[k], p, best));
            }
        }
        best
    }

    /// Distance to one edge along Karney's geodesics; `best` or more where it cannot be less.
    fn edge_m(&self, e: &Edge, p: LatLon, best: f64) -> f64 {
        let ends = self.earth.karney_m(p, e.a).min(self.earth.karney_m(p, e.b));
        if ends - e.length_m / 2.0 > best {
            return ends;
        }
        let way = self.earth.inverse(e.a, e.b);
        let d = |s: f64| self.earth.karney_m(p, self.earth.direct(e.a, way.azimuth1_deg, s));
        let g = 0.618_033_988_749_895;
        let (mut lo, mut hi) = (0.0, way.distance_m);
        let (mut x, mut y) = (hi - g * (hi - lo), lo + g * (hi - lo));
        let (mut dx, mut dy) = (d(x), d(y));
        while hi - lo > 1e-2 {
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
        ends.min(dx).min(dy)
    }
}

/// Earth-centred place, by the textbook formula.
fn place(earth: &Earth, p: LatLon) -> Place {
    let ((s, c), (sl, cl)) = (p.lat.to_radians().sin_cos(), p.lon.to_radians().sin_cos());
    let nu = earth.ellipsoid().a_m / (1.0 - earth.e2() * s * s).sqrt();
    [nu * c * cl, nu * c * sl, nu * (1.0 - earth.e2()) * s]
}

fn chord(a: Place, b: Place) -> f64 {
    let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]).sqrt()
}

/// Runs the whole gate and prints one line for each of its parts.
pub fn judge(case: &Case) {
    let judge = Judge::new(case);
    let waters = Waters::new(case.clone()).unwrap();
    let fine = runs::job(case, 0.001);
    residuals(&judge, case, &waters, &fine);
    labels(&judge, case, &waters);
    areas(case, &fine);
}

/// Places every so many metres along the printed line, ends and turning points included.
fn samples(
    earth: &Earth,
    division: &LayerDivision,
    case: &Case,
) -> Vec<([usize; 2], LatLon, PointKind)> {
    let mut out = Vec::new();
    for line in &division.lines {
        let pair = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
        let mut since = 0.0;
        for w in line.points.windows(2) {
            let way = earth.inverse(w[0].at(), w[1].at());
            while since < way.distance_m {
                let at = earth.direct(w[0].at(), way.azimuth1_deg, since);
                let kind = if since == 0.0 { w[0].kind } else { PointKind::Curve };
                out.push((pair, LatLon::new(at.lat, at.lon), kind));
                since += SPACING_M;
            }
            since -= way.distance_m;
        }
        let marked = |k: PointKind| k != PointKind::Curve;
        out.extend(line.points.iter().filter(|p| marked(p.kind)).map(|p| (pair, p.at(), p.kind)));
    }
    out
}

fn residuals(judge: &Judge, case: &Case, waters: &Waters, division: &LayerDivision) {
    let all: Vec<_> = samples(&judge.earth, division, case)
        .into_iter()
        .filter(|s| s.2 != PointKind::Curve || waters.in_sea(s.1))
        .collect();
    let mut off: Vec<(f64, LatLon, [usize; 2])> = all
        .par_iter()
        .map(|(pair, p, _)| {
            let [a, b] = pair.map(|k| judge.distance_m(k, *p));
            let third = (0..case.parties.len()).filter(|k| !pair.contains(k));
            let third = third.map(|k| a.min(b) - judge.distance_m(k, *p)).fold(0.0, f64::max);
            ((a - b).abs().max(third), *p, *pair)
        })
        .collect();
    off.sort_by(|a, b| a.0.total_cmp(&b.0));
    let Some(worst) = off.last() else { return println!("  gate: no line to judge") };
    let over = off.iter().filter(|o| o.0 > 1e-3).count();
    let p99 = off[off.len() * 99 / 100].0;
    println!(
        "  lines: {} samples every {SPACING_M} m, p50 {:.2e}, p99 {p99:.2e}, worst {:.2e} m at {:.5}, {:.5}; over 1 mm: {over}",
        off.len(),
        off[off.len() / 2].0,
        worst.0,
        worst.1.lat,
        worst.1.lon
    );
    for (d, p, pair) in off.iter().rev().take(over.min(12)) {
        println!(
            "    {d:.4} m at {:.7}, {:.7} of {} and {}",
            p.lat, p.lon, case.parties[pair[0]].id, case.parties[pair[1]].id
        );
    }
}

/// Random places of the sea: the holder by the engine against the nearest by brute force.
fn labels(judge: &Judge, case: &Case, waters: &Waters) {
    let mut random = Lcg(11);
    let all = || case.sea.outer.iter();
    let (mut lo, mut hi) = ((90.0_f64, 360.0_f64), (-90.0_f64, -360.0_f64));
    all().for_each(|p| {
        lo = (lo.0.min(p.lat), lo.1.min(p.lon));
        hi = (hi.0.max(p.lat), hi.1.max(p.lon));
    });
    let mut places = Vec::new();
    while places.len() < LABELS {
        let lat = lo.0 + (hi.0 - lo.0) * random.unit();
        let p = LatLon::new(lat, lo.1 + (hi.1 - lo.1) * random.unit());
        if waters.in_sea(p) {
            places.push(p);
        }
    }
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let wrong = places
        .par_iter()
        .filter(|p| {
            let holder = waters.holder_at(&partition, &NoFunctions, **p).unwrap();
            let own = judge.distance_m(case.party(holder.as_str()).unwrap(), **p);
            (0..case.parties.len()).any(|k| judge.distance_m(k, **p) < own - 1e-3)
        })
        .count();
    println!("  labels: {LABELS} random places, wrong: {wrong}");
}

/// Areas: as printed polygons by Karney, against those at other tolerances, and their sum.
fn areas(case: &Case, fine: &LayerDivision) {
    let earth = Earth::new(&case.ellipsoid);
    let number = |d: &LayerDivision, h: &str| d.area_km2[h].as_f64().unwrap();
    let (mut worst, mut between) = (0.0_f64, 0.0_f64);
    let coarse = [1.0, 0.1].map(|t| runs::job(case, t));
    for (holder, parts) in &fine.cells {
        let mut sum = 0.0;
        for ring in parts.iter().flat_map(|a| &a.rings) {
            use geographiclib_rs::{PolygonArea, Winding};
            let mut polygon = PolygonArea::new(earth.karney(), Winding::CounterClockwise);
            ring.iter().for_each(|p| polygon.add_point(p[0], densify::wrap(p[1])));
            sum += polygon.compute(true).1 / 1e6;
        }
        let own = number(fine, holder);
        worst = worst.max((sum / own - 1.0).abs());
        coarse.iter().for_each(|d| between = between.max((number(d, holder) - own).abs()));
    }
    let total: f64 = fine.area_km2.values().filter_map(serde_json::Value::as_f64).sum();
    println!(
        "  areas: printed rings by Karney {worst:.1e} relative; between tolerances {between:.1e} km2; sum {:.1e}",
        total / fine.sea_km2 - 1.0
    );
}
