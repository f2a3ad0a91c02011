//! Distance through the water: closed forms, brute force and what may not change it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests say what they expect")]

mod common;

use common::judge::Lcg;
use littoral_delimit::field::Binary;
use littoral_delimit::{
    DelimitError, DistanceOptions, Field, Holder, NoFunctions, Partition, Path, SolveOptions,
    Waters,
};
use littoral_geodesy::{Earth, Ellipsoid, LatLon, SurfacePoint, densify};
use littoral_model::{Case, ShoreKind};

const WATER: DistanceOptions =
    DistanceOptions { islands: 1.0, from: littoral_delimit::From::Coast, path: Path::Water };

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon)
}

fn earth() -> Earth {
    Earth::new(&Ellipsoid::wgs84())
}

fn far(p: LatLon, q: LatLon) -> f64 {
    earth().karney_m(p, q)
}

fn distances(waters: &Waters, party: usize, options: DistanceOptions, of: &[LatLon]) -> Vec<f64> {
    let field = waters.distance(party, options).unwrap();
    waters.values(&field, &NoFunctions, &SolveOptions::default(), of).unwrap()
}

fn distance(waters: &Waters, party: usize, of: LatLon) -> f64 {
    distances(waters, party, WATER, &[of])[0]
}

/// Places of a sea, at random in a box.
fn places(waters: &Waters, south_west: LatLon, size: (f64, f64), count: usize) -> Vec<LatLon> {
    let mut random = Lcg(7);
    let any = || {
        let (y, x) = (random.unit(), random.unit());
        Some(at(south_west.lat + size.0 * y, south_west.lon + size.1 * x))
    };
    std::iter::from_fn(any).filter(|p| waters.in_sea(*p)).take(count).collect()
}

/// A sea of one degree by two; AAA has its west side, BBB all else, with a spit from the south that leaves a fifth of the
/// width free.
fn behind_a_spit() -> Case {
    let mut case = common::case(&["AAA", "BBB"]);
    let ring = vec![
        at(40.0, 50.0),
        at(40.0, 50.98),
        at(40.8, 51.0),
        at(40.0, 51.02),
        at(40.0, 52.0),
        at(41.0, 52.0),
        at(41.0, 50.0),
    ];
    let coast = |party, line: Vec<LatLon>| common::shore(party, ShoreKind::Coast, vec![line]);
    case.shores = vec![coast(0, vec![ring[6], ring[0]]), coast(1, ring.clone())];
    case.sea.outer = ring;
    case
}

/// Beyond the spit the way goes round its tip, and from there straight to the meridian.
#[test]
fn round_the_tip_of_a_spit() {
    let waters = Waters::new(behind_a_spit()).unwrap();
    let tip = at(40.8, 51.0);
    // By hand: the distance from the tip to the meridian of 50 degrees is least at some latitude.
    let (mut south, mut north) = (40.0, 41.0);
    for _ in 0..100 {
        let third = (north - south) / 3.0;
        let [a, b] = [south + third, north - third].map(|lat| far(tip, at(lat, 50.0)));
        if a < b { north -= third } else { south += third }
    }
    let rest_m = far(tip, at(south, 50.0));
    for p in [at(40.2, 51.5), at(40.05, 51.1), at(40.5, 51.05), at(40.3, 51.9)] {
        let want = far(p, tip) + rest_m;
        let got = distance(&waters, 0, p);
        assert!((got - want).abs() < 1e-4, "{p:?}: {got} {want}");
        assert!(got > distances(&waters, 0, DistanceOptions::default(), &[p])[0] + 1e3);
    }
    // On this side of it, and past the tip, nothing is in the way.
    for p in [at(40.2, 50.9), at(40.9, 51.5)] {
        assert_eq!(
            distance(&waters, 0, p),
            distances(&waters, 0, DistanceOptions::default(), &[p])[0]
        );
    }
}

/// A sea about the equator with an island between a short coast and the far side: both ways round are the same.
#[test]
fn both_ways_round_an_island() {
    let mut case = common::case(&["AAA", "BBB"]);
    case.sea.outer = vec![
        at(-1.0, 0.0),
        at(-1.0, 3.0),
        at(1.0, 3.0),
        at(1.0, 0.0),
        at(0.05, 0.0),
        at(-0.05, 0.0),
    ];
    let island = vec![at(-0.5, 1.0), at(-0.5, 2.0), at(0.5, 2.0), at(0.5, 1.0)];
    case.sea.inner = vec![island.clone()];
    let own = vec![at(0.05, 0.0), at(-0.05, 0.0)];
    case.shores.push(common::shore(0, ShoreKind::Coast, vec![own.clone()]));
    case.shores.push(common::shore(1, ShoreKind::Islands, vec![island]));
    let waters = Waters::new(case).unwrap();
    let side = |y: f64| {
        far(at(0.0, 2.5), at(y * 0.5, 2.0))
            + far(at(y * 0.5, 2.0), at(y * 0.5, 1.0))
            + far(at(y * 0.5, 1.0), at(y * 0.05, 0.0))
    };
    let got = distance(&waters, 0, at(0.0, 2.5));
    assert!((got - side(1.0)).abs() < 1e-4 && (got - side(-1.0)).abs() < 1e-4, "{got}");
    for (lat, lon) in [(0.2, 2.5), (0.499, 2.1), (0.9, 2.9), (0.4, 2.000_1)] {
        let [north, south] = [lat, -lat].map(|lat| distance(&waters, 0, at(lat, lon)));
        assert!((north - south).abs() < 1e-6, "{lat} {lon}: {north} {south}");
        assert!(
            north
                < far(at(lat, lon), at(-0.5, 2.0)) + side(-1.0) - far(at(0.0, 2.5), at(-0.5, 2.0))
        );
    }
}

/// Where nothing is in the way it is the straight distance to the bit.
#[test]
fn straight_in_the_open() {
    let waters = Waters::new(common::facing_coasts(40.0, 50.0, 1.0)).unwrap();
    let places = places(&waters, at(40.0, 50.0), (1.0, 1.0), 200);
    for party in 0..2 {
        let straight = distances(&waters, party, DistanceOptions::default(), &places);
        assert_eq!(distances(&waters, party, WATER, &places), straight);
    }
}

/// On the Caspian: never shorter than straight, and from a place to another that it sees it changes by no more than the way.
#[test]
fn bounds_on_the_caspian() {
    let waters = Waters::new(common::caspian()).unwrap();
    let places = places(&waters, at(36.5, 46.7), (10.6, 8.0), 400);
    let earth = earth();
    let steps: Vec<LatLon> = places.iter().map(|p| earth.direct(*p, 77.0, 300.0)).collect();
    let mut bent = 0;
    for party in 0..5 {
        let straight = distances(&waters, party, DistanceOptions::default(), &places);
        let water = distances(&waters, party, WATER, &places);
        let beside = distances(&waters, party, WATER, &steps);
        for (k, d) in water.iter().enumerate() {
            assert!(*d >= straight[k] - 1e-6 && d.is_finite());
            bent += usize::from(*d > straight[k] + 1.0);
            let open =
                (1..=30).all(|m| waters.in_sea(earth.direct(places[k], 77.0, f64::from(10 * m))));
            assert!(!open || (beside[k] - d).abs() <= 300.0 + 1e-3, "{:?}", places[k]);
        }
    }
    assert!(bent > 400, "{bent}");
}

/// The rim of a sea as many short edges, for a look at single places without any index.
struct Rim(Vec<[LatLon; 2]>);

impl Rim {
    fn new(case: &Case) -> Self {
        let earth = earth();
        let rings = std::iter::once(&case.sea.outer).chain(&case.sea.inner);
        let edges = rings.flat_map(|r| (0..r.len()).map(move |k| (r[k], r[(k + 1) % r.len()])));
        let cut = |(a, b)| -> Vec<[LatLon; 2]> {
            let all: Vec<LatLon> =
                densify::geodesic(&earth, a, b, 1000.0).iter().map(|p| earth.lat_lon(p)).collect();
            all.windows(2).map(|w| [w[0], w[1]]).collect()
        };
        Self(edges.flat_map(cut).collect())
    }

    /// In the water, or within two metres of the rim: even and odd crossings of a meridian, in degrees.
    fn wet(&self, p: LatLon) -> bool {
        let shrink = p.lat.to_radians().cos();
        let flat = |q: LatLon| ((q.lon - p.lon) * shrink * 111_195.0, (q.lat - p.lat) * 111_195.0);
        let (mut odd, mut near) = (false, false);
        for [a, b] in &self.0 {
            if (a.lon > p.lon) != (b.lon > p.lon) {
                let y = a.lat + (p.lon - a.lon) / (b.lon - a.lon) * (b.lat - a.lat);
                odd ^= y > p.lat;
            }
            // Edges are a kilometre long at most.
            if (a.lat - p.lat).abs() > 0.01 {
                continue;
            }
            let ((ax, ay), (bx, by)) = (flat(*a), flat(*b));
            let (dx, dy) = (bx - ax, by - ay);
            let t = (-(ax * dx + ay * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
            near |= libm::hypot(ax + t * dx, ay + t * dy) < 2.0;
        }
        odd || near
    }

    fn sees(&self, p: LatLon, q: LatLon) -> bool {
        let earth = earth();
        let way: Vec<SurfacePoint> = densify::geodesic(&earth, p, q, 300.0);
        way.iter().all(|s| self.wet(earth.lat_lon(s)))
    }
}

/// A ragged sea with a long spit and two islands against a visibility graph of all its vertices, in which ways are looked at
/// every 300 m and the own shore is a row of points every 200 m. A way that cuts a corner by the two metres allowed is
/// shorter by less than a metre here, and a shore in points is farther by less than 200^2 / 8 d.
#[test]
fn like_brute_force() {
    let mut bent = 0;
    for seed in [3, 11] {
        let mut case = common::ragged(41.0, 51.0, seed);
        case.sea.outer[14] = at(41.05, 51.02);
        case.shores[0].lines[0][14] = case.sea.outer[14];
        let waters = Waters::new(case.clone()).unwrap();
        let (rim, earth) = (Rim::new(&case), earth());
        let party = 1;
        let own = case.shores.iter().filter(|s| s.party == party).flat_map(|s| &s.lines);
        let shore: Vec<LatLon> = own
            .flat_map(|l| l.windows(2))
            .flat_map(|w| densify::geodesic(&earth, w[0], w[1], 200.0))
            .map(|p| earth.lat_lon(&p))
            .collect();
        let straight = |p: LatLon| {
            let mut all: Vec<(f64, LatLon)> = shore.iter().map(|s| (far(p, *s), *s)).collect();
            all.sort_by(|a, b| a.0.total_cmp(&b.0));
            all.iter().find(|(_, s)| rim.sees(p, *s)).map_or(f64::INFINITY, |f| f.0)
        };
        let corners: Vec<LatLon> =
            std::iter::once(&case.sea.outer).chain(&case.sea.inner).flatten().copied().collect();
        let mut known: Vec<f64> = corners.iter().map(|c| straight(*c)).collect();
        let n = corners.len();
        let roads: Vec<Vec<f64>> = (0..n)
            .map(|k| {
                let road = |j: usize| {
                    let seen = j < k && rim.sees(corners[k], corners[j]);
                    if seen { far(corners[k], corners[j]) } else { f64::INFINITY }
                };
                (0..n).map(road).collect()
            })
            .collect();
        // Bellman and Ford: round after round until nothing changes.
        let mut changed = true;
        while changed {
            changed = false;
            for (k, j) in (0..n).flat_map(|k| (0..k).map(move |j| (k, j))) {
                for (x, y) in [(k, j), (j, k)] {
                    if known[x] + roads[k][j] < known[y] {
                        (known[y], changed) = (known[x] + roads[k][j], true);
                    }
                }
            }
        }
        let places = places(&waters, at(40.5, 50.4), (1.0, 1.2), 40);
        let got = distances(&waters, party, WATER, &places);
        let direct = distances(&waters, party, DistanceOptions::default(), &places);
        for (k, p) in places.iter().enumerate() {
            let seen = (0..n).filter(|j| rim.sees(*p, corners[*j]));
            let round = seen.map(|j| known[j] + far(*p, corners[j]));
            let want = round.fold(straight(*p), f64::min);
            bent += usize::from(got[k] > direct[k] + 1.0);
            assert!(
                (got[k] - want).abs() < 1.0 + 5000.0 / got[k],
                "{seed} {p:?}: {} {want}",
                got[k]
            );
        }
    }
    assert!(bent > 15, "{bent}");
}

/// Order of parties and shores, direction of rings and a turn of all longitudes say the same sea.
#[test]
fn said_differently() {
    let case = common::ragged(41.0, 51.0, 5);
    let waters = Waters::new(case.clone()).unwrap();
    let places = places(&waters, at(40.5, 50.4), (1.0, 1.2), 100);
    let want: Vec<Vec<f64>> = (0..3).map(|k| distances(&waters, k, WATER, &places)).collect();
    let mut turned = case.clone();
    turned.parties.reverse();
    turned.shores.reverse();
    turned.shores.iter_mut().for_each(|s| {
        s.party = 2 - s.party;
        s.lines.iter_mut().for_each(|l| l.reverse());
    });
    turned.sea.outer.reverse();
    turned.sea.inner.iter_mut().for_each(|r| r.reverse());
    let turned = Waters::new(turned).unwrap();
    let shift = |p: &mut LatLon| p.lon = densify::wrap(p.lon + 129.25);
    let mut moved = case;
    moved.shores.iter_mut().flat_map(|s| &mut s.lines).flatten().for_each(shift);
    moved.sea.outer.iter_mut().for_each(shift);
    moved.sea.inner.iter_mut().flatten().for_each(shift);
    let moved = Waters::new(moved).unwrap();
    let mut there = places.clone();
    there.iter_mut().for_each(shift);
    for (k, want) in want.iter().enumerate() {
        let others =
            [distances(&turned, 2 - k, WATER, &places), distances(&moved, k, WATER, &there)];
        for (a, b) in others.iter().flat_map(|o| o.iter().zip(want)) {
            assert!((a - b).abs() < 1e-5, "{a} {b}");
        }
    }
}

/// On land it is that of the rim: across the shore of a foreign spit it does not jump. Islands that do not count are in the
/// way all the same, and half their effect is the mean.
#[test]
fn shores_and_islands() {
    let waters = Waters::new(behind_a_spit()).unwrap();
    let [sea, land] = [51.010_05, 51.009_95].map(|lon| distance(&waters, 0, at(40.4, lon)));
    assert!((sea - land).abs() < 10.0 && sea > 1.2e5, "{sea} {land}");
    let waters = Waters::new(common::ragged(41.0, 51.0, 5)).unwrap();
    let places = places(&waters, at(40.5, 50.4), (1.0, 1.2), 50);
    let by = |islands| distances(&waters, 0, DistanceOptions { islands, ..WATER }, &places);
    let (none, half, full) = (by(0.0), by(0.5), by(1.0));
    for k in 0..places.len() {
        assert!((half[k] - (none[k] + full[k]) / 2.0).abs() < 1e-6 && full[k] <= none[k]);
    }
}

/// With additive weights every part of a holder's waters touches its own coast (science, connectedness); the lines are said
/// to be sampled, and the division is whole.
#[test]
fn additive_weights_keep_waters_together() {
    let solve = |waters: &Waters, weights: &[f64]| {
        let score = |(k, w): (usize, &f64)| -> (Holder, Field) {
            let d = waters.distance(k, WATER).unwrap();
            let name = Holder::new(&waters.case().parties[k].id);
            (name, d.binary(Binary::Sub, &Field::constant(*w)))
        };
        let partition = Partition::new(weights.iter().enumerate().map(score).collect());
        waters.solve(&partition, &NoFunctions, &SolveOptions::default()).unwrap()
    };
    for (case, weights) in [
        (behind_a_spit(), vec![10_000.0, 0.0]),
        (behind_a_spit(), vec![100_000.0, 0.0]),
        (common::ragged(41.0, 51.0, 5), vec![6_000.0, 0.0, 2_000.0]),
        (common::ragged(-12.0, 179.9, 9), vec![0.0, 0.0, 0.0]),
        (common::caspian(), vec![0.0, 48_000.0, 0.0, 0.0, 5_000.0]),
    ] {
        let waters = Waters::new(case).unwrap();
        let division = solve(&waters, &weights);
        assert_eq!(division.method, "sampled");
        let shares = division.share_percent.values().map(|v| v.as_f64().unwrap());
        assert!((shares.sum::<f64>() - 100.0).abs() < 1e-6);
        assert_eq!(waters.orphans(&division).unwrap(), []);
        // Every vertex of every line satisfies its equation.
        for line in &division.lines {
            let all: Vec<LatLon> = line.points.iter().map(|p| at(p.lat, p.lon)).collect();
            let score = |h: &Holder| {
                let k = waters.case().party(h.as_str()).unwrap();
                distances(&waters, k, WATER, &all).into_iter().map(move |d| (d, k))
            };
            let both = score(&line.between[0]).zip(score(&line.between[1]));
            let off = |((d, j), (e, k)): ((f64, usize), (f64, usize))| {
                (d - weights[j] - e + weights[k]).abs()
            };
            let worst = both.map(off).fold(0.0, f64::max);
            assert!(worst < 0.1, "{:?}: {worst}", line.between);
        }
    }
}

/// A coast of more corners than can be looked at is refused with their number and what to do.
#[test]
fn too_many_corners() {
    let mut case = common::case(&["AAA"]);
    let corner = |k: u32| {
        let turn = std::f64::consts::TAU * f64::from(k) / 10_000.0;
        let r = if k.is_multiple_of(2) { 1.0 } else { 0.999 };
        at(40.0 + r * turn.sin(), 50.0 + r * turn.cos())
    };
    case.sea.outer = (0..10_000).map(corner).collect();
    case.shores.push(common::shore(0, ShoreKind::Coast, vec![case.sea.outer.clone()]));
    let refused = Waters::new(case).unwrap().distance(0, WATER).unwrap_err();
    let DelimitError::Invalid(text) = &refused else { unreachable!("{refused}") };
    assert!(text.contains("5000 corners") && text.contains("simplify"), "{text}");
}

/// A shore to which no way leads, being inland, is farther than everything else, and still a number: the sea divides.
#[test]
fn a_shore_inland() {
    let mut case = common::facing_coasts(40.0, 50.0, 1.0);
    case.shores[0].lines[0].iter_mut().for_each(|p| p.lon -= 0.1);
    let waters = Waters::new(case).unwrap();
    let p = at(40.5, 50.2);
    let straight = distances(&waters, 0, DistanceOptions::default(), &[p])[0];
    let half_round = std::f64::consts::PI * Ellipsoid::wgs84().b_m();
    assert!((distance(&waters, 0, p) - straight - half_round).abs() < 1e-3);
    let all = waters.equidistance(WATER).unwrap();
    let division = waters.solve(&all, &NoFunctions, &SolveOptions::default()).unwrap();
    assert_eq!(division.share_percent["BBB"].as_f64(), Some(100.0));
}
