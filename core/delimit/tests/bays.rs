//! The line of 24 M within a bay that encloses the most water (UNCLOS art. 10 para. 5), judged by brute force: every
//! place of a finely sampled shore with every other the length away, chords over water by Karney's azimuths and
//! distances, areas by Karney's polygons.

use geographiclib_rs::{InverseGeodesic, PolygonArea, Winding};
use littoral_delimit::construct::bay::{Enclosure, enclosure};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};

const LENGTH_M: f64 = 24.0 * 1852.0;
/// A quarter of a metre times the length, as the search promises.
const TOLERANCE_M2: f64 = 0.25 * LENGTH_M;

fn wgs() -> Earth {
    Earth::new(&Ellipsoid::wgs84())
}

/// Numbers from 0 to 1, always the same.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A ragged half disc with a mouth of more than 24 M, in any part of the world, water to either side of its shore.
fn ragged(e: &Earth, seed: u64) -> Vec<LatLon> {
    let mut r = Random(seed * 7919 + 1);
    let mut pick = |n: usize| ((r.next() * n as f64) as usize).min(n - 1);
    let centre = LatLon::new(
        [0.0, 10.0, -33.0, 60.0, 72.0, -78.0][pick(6)],
        [0.0, 180.0, 179.95, 45.0][pick(4)],
    );
    let radius = [23_000.0, 30_000.0, 50_000.0, 80_000.0][pick(4)];
    let (coordinates, least) = (3 + pick(28), [0.2, 0.5, 0.8][pick(3)]);
    let north = r.next() * 360.0;
    let turn = if seed % 2 == 0 { 180.0 } else { -180.0 };
    let mut shore = vec![e.direct(centre, north, radius)];
    for k in 1..coordinates {
        let at = (k as f64 + 0.6 * r.next() - 0.3) / coordinates as f64;
        let out = radius * (least + (1.3 - least) * r.next());
        shore.push(e.direct(centre, north + turn * at, out));
    }
    shore.push(e.direct(centre, north + turn, radius));
    shore
}

/// Places on a shore, no two farther apart than a step, and the edge of each.
fn sampled(e: &Earth, shore: &[LatLon], step_m: f64) -> Vec<(LatLon, usize)> {
    let mut out = Vec::new();
    for (k, w) in shore.windows(2).enumerate() {
        let way = e.inverse(w[0], w[1]);
        let n = (way.distance_m / step_m).ceil();
        for j in 0..n as usize {
            out.push((e.direct(w[0], way.azimuth1_deg, way.distance_m * j as f64 / n), k));
        }
    }
    out.push((shore[shore.len() - 1], shore.len() - 2));
    out
}

/// Area of a ring by Karney.
fn karney_m2(e: &Earth, ring: &[LatLon]) -> f64 {
    let mut judge = PolygonArea::new(e.karney(), Winding::CounterClockwise);
    for p in ring {
        judge.add_point(p.lat, p.lon);
    }
    judge.compute(true).1
}

/// The water behind a chord: the shore between its ends, and its sense.
fn behind(e: &Earth, shore: &[LatLon], ends: [(LatLon, usize); 2]) -> f64 {
    let mut ring = vec![ends[0].0];
    ring.extend(&shore[ends[0].1 + 1..=ends[1].1]);
    ring.push(ends[1].0);
    karney_m2(e, &ring)
}

/// Gnomonic coordinates about a place, by Karney (m12 over M12): geodesics from it are straight, others to millimetres.
fn gnomonic(e: &Earth, centre: LatLon, p: LatLon) -> [f64; 2] {
    let (_, azimuth, _, m12, scale, ..): (f64, f64, f64, f64, f64, f64, f64) =
        e.karney().inverse(centre.lat, centre.lon, p.lat, p.lon);
    let (s, c) = azimuth.to_radians().sin_cos();
    [m12 / scale * s, m12 / scale * c]
}

/// How far a chord from a place runs over land, seen from that place: the least by which its ends or the coordinates
/// of the shore would have to move aside, metres; 0 where it runs over water.
fn over_land(e: &Earth, shore: &[LatLon], p: LatLon, q: LatLon, hand: f64) -> f64 {
    let flat: Vec<[f64; 2]> = shore.iter().map(|s| gnomonic(e, p, *s)).collect();
    let to = gnomonic(e, p, q);
    let length = to[0].hypot(to[1]);
    // Along and across the chord, water to the left where hand is 1.
    let turned: Vec<[f64; 2]> = flat
        .iter()
        .map(|x| {
            [(x[0] * to[0] + x[1] * to[1]) / length, hand * (to[0] * x[1] - to[1] * x[0]) / length]
        })
        .collect();
    // Where the shore crosses the chord it comes in and goes out: the depth of the coordinates between.
    let mut worst = 0.0_f64;
    for (k, w) in turned.windows(2).enumerate() {
        if (w[0][1] > 0.0) == (w[1][1] > 0.0) {
            continue;
        }
        let x = w[0][0] + (w[1][0] - w[0][0]) * w[0][1] / (w[0][1] - w[1][1]);
        if x < 0.01 || x > length - 0.01 {
            continue;
        }
        let sign = w[1][1] > 0.0;
        let forth = turned[k + 1..].iter().take_while(|t| (t[1] > 0.0) == sign);
        let back = turned[..=k].iter().rev().take_while(|t| (t[1] > 0.0) != sign);
        let depth = |d: f64, t: &[f64; 2]| d.max(t[1].abs());
        worst = worst.max(forth.fold(0.0, depth).min(back.fold(0.0, depth)));
    }
    worst
}

/// Does a chord leave for the land side? Judged a metre from its middle... by parity of the ring about it.
fn in_ring(e: &Earth, shore: &[LatLon], p: LatLon, q: LatLon) -> bool {
    let way = e.inverse(p, q);
    [0.02, 0.5, 0.98].into_iter().all(|f| {
        let at = e.direct(p, way.azimuth1_deg, way.distance_m * f);
        let flat: Vec<[f64; 2]> = shore.iter().map(|s| gnomonic(e, at, *s)).collect();
        let crossed = (0..flat.len()).filter(|&k| {
            let (a, b) = (flat[k], flat[(k + 1) % flat.len()]);
            (a[1] > 0.0) != (b[1] > 0.0) && a[0] + (b[0] - a[0]) * a[1] / (a[1] - b[1]) > 0.0
        });
        crossed.count() % 2 == 1
    })
}

/// The most water behind a chord between sampled places, the second moved to the length.
fn brute(e: &Earth, shore: &[LatLon], step_m: f64) -> Option<(f64, [LatLon; 2])> {
    let places = sampled(e, shore, step_m);
    let hand = karney_m2(e, shore).signum();
    let mut chords = Vec::new();
    for (i, (p, edge)) in places.iter().enumerate() {
        let far: Vec<f64> = places[i..].iter().map(|q| e.karney_m(*p, q.0) - LENGTH_M).collect();
        for j in (1..far.len()).filter(|&j| (far[j] > 0.0) != (far[j - 1] > 0.0)) {
            let (from, k) = (places[i + j - 1].0, places[i + j - 1].1);
            let way = e.inverse(from, places[i + j].0);
            let over = |s: f64| e.karney_m(*p, e.direct(from, way.azimuth1_deg, s)) - LENGTH_M;
            let (mut low, mut high) = (0.0, way.distance_m);
            for _ in 0..30 {
                let s = (low + high) / 2.0;
                if (over(s) > 0.0) == (far[j] > 0.0) { high = s } else { low = s }
            }
            let q = e.direct(from, way.azimuth1_deg, high);
            chords.push((hand * behind(e, shore, [(*p, *edge), (q, k)]), [*p, q]));
        }
    }
    chords.sort_by(|a, b| b.0.total_cmp(&a.0));
    chords
        .into_iter()
        .find(|(_, [p, q])| over_land(e, shore, *p, *q, hand) == 0.0 && in_ring(e, shore, *p, *q))
}

/// Length, area and water of what was found, and that brute force finds no more.
fn judged(e: &Earth, shore: &[LatLon], step_m: f64, name: &str) -> Option<Enclosure> {
    let found = enclosure(e, shore, LENGTH_M).unwrap();
    let want = brute(e, shore, step_m);
    let Some(found) = found else {
        assert!(want.is_none(), "{name}: {want:?}");
        return None;
    };
    let [p, q] = found.ends;
    assert!((e.karney_m(p, q) - LENGTH_M).abs() < 1e-6, "{name} {found:?}");
    let hand = karney_m2(e, shore).signum();
    let land = over_land(e, shore, p, q, hand);
    assert!(land < 2e-3 && in_ring(e, shore, p, q), "{name}: {land} m over land, {found:?}");
    let edge = |at: LatLon| {
        let off =
            |w: &[LatLon]| e.karney_m(w[0], at) + e.karney_m(at, w[1]) - e.karney_m(w[0], w[1]);
        let offs: Vec<f64> = shore.windows(2).map(off).collect();
        (0..offs.len()).min_by(|a, b| offs[*a].total_cmp(&offs[*b])).unwrap()
    };
    let area = hand * behind(e, shore, [(p, edge(p)), (q, edge(q))]);
    assert!((area - found.area_m2).abs() < 100.0, "{name}: {area} {found:?}");
    if let Some((most, ends)) = want {
        assert!(found.area_m2 > most - TOLERANCE_M2, "{name}: {found:?}, brute {most} {ends:?}");
        println!("{name}: {:.4} of {:.4} km2", found.area_m2 / 1e6, most / 1e6);
    }
    Some(found)
}

#[test]
fn ragged_bays() {
    let e = wgs();
    let found = (0..40).filter(|seed| {
        let shore = ragged(&e, *seed);
        e.karney_m(shore[0], shore[shore.len() - 1]) > LENGTH_M
            && judged(&e, &shore, 200.0, &format!("bay {seed}")).is_some()
    });
    assert!(found.count() > 25);
}
