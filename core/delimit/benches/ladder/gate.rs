//! The accuracy gate: lines, labels and areas of one rung by brute force.
//!
//! The judge knows nothing of the engine: for each place it measures the straight distance to every vertex of a party
//! with its own formula, and Karney's geodesic along every edge that could be nearest by the triangle inequality.

use std::sync::Arc;

use littoral_delimit::{DistanceOptions, LayerDivision, NoFunctions, Partition, PointKind, Waters};
use littoral_geodesy::{Earth, LatLon, densify};
use littoral_model::{Case, ShoreKind};
use rayon::prelude::*;

use crate::common::judge::{Lcg, along};
use crate::runs;

/// Spacing of the samples along printed lines, metres.
const SPACING_M: f64 = 200.0;
/// Random places; fewer on the largest coasts, where brute force takes minutes.
const LABELS: usize = 100_000;
const LABELS_LARGE: usize = 10_000;
const LARGE: usize = 300_000;

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
    /// All shores, or those of the mainland.
    pub fn new(case: &Case, islands: bool) -> Self {
        let earth = Earth::new(&case.ellipsoid);
        let mut edges: Vec<Vec<Edge>> = case.parties.iter().map(|_| Vec::new()).collect();
        for shore in case.shores.iter().filter(|s| islands || s.kind != ShoreKind::Islands) {
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

    /// No point of a party's shores is nearer than this, metres: chords, and half of each edge.
    pub fn least_m(&self, party: usize, p: LatLon) -> f64 {
        let at = place(&self.earth, p);
        let least = |e: &Edge| chord(at, e.from).min(chord(at, e.to)) - e.length_m / 2.0;
        self.edges[party].iter().map(least).fold(f64::INFINITY, f64::min)
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
pub fn judge(case: &Arc<Case>) {
    let judge = Judge::new(case, true);
    let waters = Waters::new(case.clone()).unwrap();
    let fine = runs::job(case, 0.001);
    let score = |k: usize, p: LatLon| judge.distance_m(k, p);
    residuals(case, &waters, &fine, &score);
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    labels(case, &waters, &partition, (&score, &|k, p, limit| judge.least_m(k, p) < limit));
    areas(case, &fine);
}

/// What is judged: the rule's own score of a party at a place, in metres.
pub type Score<'a> = dyn Fn(usize, LatLon) -> f64 + Sync + 'a;

/// Samples along all lines in the sea: each satisfies its equation, and nobody's score is lower.
pub fn residuals(case: &Case, waters: &Waters, division: &LayerDivision, score: &Score<'_>) {
    let earth = Earth::new(&case.ellipsoid);
    let mut all = Vec::new();
    for line in &division.lines {
        let pair = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
        let places = along(&earth, line, SPACING_M).into_iter();
        let kept = places.filter(|(p, kind)| *kind != PointKind::Curve || waters.in_sea(*p));
        all.extend(kept.map(|(p, _)| (pair, p)));
    }
    let mut off: Vec<(f64, LatLon, [usize; 2])> = all
        .par_iter()
        .map(|(pair, p)| {
            let [a, b] = pair.map(|k| score(k, *p));
            let third = (0..case.parties.len()).filter(|k| !pair.contains(k));
            let third = third.map(|k| a.min(b) - score(k, *p)).fold(0.0, f64::max);
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

/// Random places of the sea: the holder by the engine against the lowest score by brute force. `could` rules out, by a
/// bound that needs no geodesic, that a party's score is below a limit.
pub fn labels(
    case: &Case,
    waters: &Waters,
    partition: &Partition,
    (score, could): (&Score<'_>, &(dyn Fn(usize, LatLon, f64) -> bool + Sync)),
) {
    let mut random = Lcg(11);
    let west = case.sea.outer[0].lon;
    let (mut lo, mut hi) = ((90.0_f64, 360.0_f64), (-90.0_f64, -360.0_f64));
    for p in &case.sea.outer {
        let lon = west + densify::wrap(p.lon - west);
        lo = (lo.0.min(p.lat), lo.1.min(lon));
        hi = (hi.0.max(p.lat), hi.1.max(lon));
    }
    let count = if crate::rungs::vertices(case) > LARGE { LABELS_LARGE } else { LABELS };
    let mut places = Vec::new();
    while places.len() < count {
        let lat = lo.0 + (hi.0 - lo.0) * random.unit();
        let p = LatLon::new(lat, densify::wrap(lo.1 + (hi.1 - lo.1) * random.unit()));
        if waters.in_sea(p) {
            places.push(p);
        }
    }
    let wrong = places
        .par_iter()
        .filter(|p| {
            let holder = waters.holder_at(partition, &NoFunctions, **p).unwrap();
            let party = case.party(holder.as_str()).unwrap();
            let own = score(party, **p) - 1e-3;
            (0..case.parties.len())
                .filter(|k| *k != party)
                .any(|k| could(k, **p, own) && score(k, **p) < own)
        })
        .count();
    println!("  labels: {count} random places, wrong: {wrong}");
}

/// Areas: as printed polygons by Karney, against those at other tolerances, and their sum.
fn areas(case: &Arc<Case>, fine: &LayerDivision) {
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
        let off = (sum / own - 1.0).abs();
        if off > 1e-9 {
            println!(
                "    {holder}: {} parts, {own:.6} km2, as printed {:.6} more",
                parts.len(),
                sum - own
            );
        }
        worst = worst.max(off);
        coarse.iter().for_each(|d| between = between.max((number(d, holder) - own).abs()));
    }
    let total: f64 = fine.area_km2.values().filter_map(serde_json::Value::as_f64).sum();
    println!(
        "  areas: printed rings by Karney {worst:.1e} relative; between tolerances {between:.1e} km2; sum {:.1e}",
        total / fine.sea_km2 - 1.0
    );
}
