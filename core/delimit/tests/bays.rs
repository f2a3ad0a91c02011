//! The line of 24 M within a bay that encloses the most water (UNCLOS art. 10 para. 5), judged by brute force: every
//! place of a finely sampled shore with every other the length away, chords over water by Karney's azimuths and
//! distances, areas by Karney's polygons.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use geographiclib_rs::{InverseGeodesic, PolygonArea, Winding};
use littoral_delimit::construct::bay::{Enclosure, enclosure};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};

const LENGTH_M: f64 = 24.0 * 1852.0;
/// Times the length, this is what the search promises, metres.
const GAIN_M: f64 = 0.25;

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
    let turn = if seed.is_multiple_of(2) { 180.0 } else { -180.0 };
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

/// How far a chord cuts into land: the least depth of the coordinates on one side of a place where the shore crosses
/// it, metres; 0 where none does.
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

/// Do three places of a chord lie within the ring of shore and closing line, by parity?
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
fn brute(e: &Earth, shore: &[LatLon], step_m: f64, length_m: f64) -> Option<(f64, [LatLon; 2])> {
    let places = sampled(e, shore, step_m);
    let hand = karney_m2(e, shore).signum();
    let mut chords = Vec::new();
    for (i, (p, edge)) in places.iter().enumerate() {
        let far: Vec<f64> = places[i..].iter().map(|q| e.karney_m(*p, q.0) - length_m).collect();
        for j in (1..far.len()).filter(|&j| (far[j] > 0.0) != (far[j - 1] > 0.0)) {
            let (from, k) = (places[i + j - 1].0, places[i + j - 1].1);
            let way = e.inverse(from, places[i + j].0);
            let over = |s: f64| e.karney_m(*p, e.direct(from, way.azimuth1_deg, s)) - length_m;
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
fn judged(
    e: &Earth,
    shore: &[LatLon],
    step_m: f64,
    name: &str,
    length_m: f64,
) -> Option<Enclosure> {
    let found = enclosure(e, shore, length_m).unwrap();
    let want = brute(e, shore, step_m, length_m);
    let Some(found) = found else {
        assert!(want.is_none(), "{name}: {want:?}");
        return None;
    };
    let [p, q] = found.ends;
    assert!((e.karney_m(p, q) - length_m).abs() < 1e-6, "{name} {found:?}");
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
        assert!(
            found.area_m2 > most - GAIN_M * length_m,
            "{name}: {found:?}, brute {most} {ends:?}"
        );
    }
    Some(found)
}

#[test]
fn ragged_bays() {
    let e = wgs();
    let found = (0..24).filter(|seed| {
        let shore = ragged(&e, *seed);
        e.karney_m(shore[0], shore[shore.len() - 1]) > LENGTH_M
            && judged(&e, &shore, 250.0, &format!("bay {seed}"), LENGTH_M).is_some()
    });
    assert!(found.count() > 15);
}

/// Metres east and north of a place on the equator.
fn at(x: f64, y: f64) -> LatLon {
    LatLon::new(y / 110_574.0, 20.0 + x / 111_320.0)
}

/// A rectangle 60 km broad with a spit from the head, and one from the side: the best line touches a headland.
#[test]
fn spits() {
    let e = wgs();
    let spit = |tip: [f64; 2]| {
        let corners = [
            [-30e3, 0.0],
            [-30e3, 50e3],
            [tip[0] - 200.0, 50e3],
            tip,
            [tip[0] + 200.0, 50e3],
            [30e3, 50e3],
            [30e3, 0.0],
        ];
        corners.map(|[x, y]| at(x, y)).to_vec()
    };
    for (k, tip) in [[3e3, 22e3], [-12e3, 30e3], [10e3, 8e3], [0.0, 45e3]].into_iter().enumerate() {
        let mut shore = spit(tip);
        assert!(judged(&e, &shore, 100.0, &format!("spit {k}"), LENGTH_M).is_some());
        shore.reverse();
        assert!(judged(&e, &shore, 250.0, &format!("spit {k}, reversed"), LENGTH_M).is_some());
    }
}

/// A wall with a gap between two basins, together a little narrower than the length and each too small for it: all lines
/// run through the gap, and may move by 19 m and by half a metre only.
#[test]
fn through_a_gap() {
    let e = wgs();
    // Slantwise, across 20 m: the wider basin, 22.49 km by 30 km, and some metres along the line. Across 2 m nearly level
    // only: half of 43.5 km by 30 km, and 4.4 km2 that the slope gives.
    for (gap, want) in [(20.0, 675.0e6), (2.0, 656.8e6)] {
        let shore = [
            [-21e3, -15e3],
            [-21e3, 15e3],
            [0.0, 15e3],
            [0.0, gap],
            [10.0, gap],
            [10.0, 15e3],
            [22.5e3, 15e3],
            [22.5e3, -15e3],
            [10.0, -15e3],
            [10.0, 0.0],
            [0.0, 0.0],
            [0.0, -15e3],
            [-20e3, -15e3],
        ]
        .map(|[x, y]| at(x, y));
        let found = judged(&e, &shore, 500.0, "gap", 43_900.0).unwrap();
        assert!((found.area_m2 / want - 1.0).abs() < 1e-3, "{found:?}");
    }
}

/// Ragged shores of thousands of coordinates: the best line runs over the tips, and is found in seconds. The area is that
/// of Karney's polygon, and no vertex is on the wrong side.
#[test]
fn dense_shores() {
    let e = wgs();
    let mut r = Random(5);
    let centre = LatLon::new(60.0, 5.0);
    let n = 4000;
    let shore: Vec<LatLon> = (0..=n)
        .map(|k| {
            let out = if k == 0 || k == n { 1.0 } else { 1.2 * (0.97 + 0.03 * r.next()) };
            e.direct(centre, 270.0 + 180.0 * f64::from(k) / f64::from(n), 30_000.0 * out)
        })
        .collect();
    let found = enclosure(&e, &shore, LENGTH_M).unwrap().unwrap();
    let hand = karney_m2(&e, &shore).signum();
    let land = over_land(&e, &shore, found.ends[0], found.ends[1], hand);
    assert!(land < 2e-3, "{land} {found:?}");
    // The mouth of the ragged bay is 60 km, the shore at least 34.9 km from its centre: a chord of a disc of 34.9 km
    // that touches no tip may end in the ring of tips, and encloses no less than the segment behind it.
    let (c, inner) = (LENGTH_M / 2.0, 0.97 * 1.2 * 30_000.0_f64);
    let least = inner * inner * libm::asin(c / inner) - c * (inner * inner - c * c).sqrt();
    assert!(found.area_m2 > least, "{found:?} {least}");
}

/// Shores round half the earth are searched, and what is too long is refused with a reason.
#[test]
fn long_shores() {
    let e = wgs();
    let far = [
        LatLon::new(0.0, 0.0),
        LatLon::new(40.0, 0.0),
        LatLon::new(40.0, 40.0),
        LatLon::new(0.0, 40.0),
    ];
    // Across the corner in the north-west: two equal sides have the most.
    let found = enclosure(&e, &far, LENGTH_M).unwrap().unwrap();
    assert!((found.length_m - LENGTH_M).abs() < 1e-6, "{found:?}");
    let corner = 180.0 - e.inverse(far[1], far[2]).azimuth1_deg;
    let want = LENGTH_M * LENGTH_M / 4.0 / libm::tan(corner.to_radians() / 2.0);
    assert!((found.area_m2 / want - 1.0).abs() < 1e-4, "{found:?} {want}");
    let world: Vec<LatLon> = (0..4000)
        .map(|k| LatLon::new(f64::from(k) / 100.0, if k % 2 == 0 { -80.0 } else { 80.0 }))
        .collect();
    let said = enclosure(&e, &world, LENGTH_M).unwrap_err().to_string();
    assert!(
        said.contains("too long to be searched") || said.contains("cannot be sought"),
        "{said}"
    );
}
