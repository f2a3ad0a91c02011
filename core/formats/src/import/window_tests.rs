//! Land that crosses the window: cut where its geodesics cross, each stretch of coast written once.

use littoral_geodesy::{Earth, Ellipsoid};
use littoral_model::{Case, Extent};

use super::tests::{collection, errors, ring, wishes};
use super::*;

type Land<'a> = (&'a str, &'a [(f64, f64)]);

fn case_of(land: &[Land<'_>], window: [f64; 4]) -> Case {
    let feature = |(name, at): &Land<'_>| {
        (serde_json::json!({ "ADMIN": name }), Shape::Polygons(vec![vec![ring(at)]]))
    };
    let all = collection(land.iter().map(feature).collect());
    let made = import("c.geojson", &all, &Wishes { window: Some(window), ..wishes() });
    assert_eq!(errors(&made), Vec::<String>::new());
    read_case(&made.bundle, &[]).case.unwrap()
}

fn length_m(line: &[LatLon]) -> f64 {
    let earth = Earth::new(&Ellipsoid::wgs84());
    line.windows(2).map(|e| earth.karney_m(e[0], e[1])).sum()
}

/// Its coasts, and its islands all round.
fn coast_m(case: &Case, party: usize) -> f64 {
    let own = case.shores.iter().filter(|s| s.party == party);
    let line_m = |s: &littoral_model::Shore, line: &Vec<LatLon>| {
        let around = if s.kind == ShoreKind::Islands { &line[..1] } else { &[] };
        length_m(&[line, around].concat())
    };
    own.map(|s| s.lines.iter().map(|l| line_m(s, l)).sum::<f64>()).sum()
}

const NORTH: [(f64, f64); 5] = [(43.0, 9.0), (41.5, 9.0), (41.4, 12.0), (41.5, 15.0), (43.0, 15.0)];
const SOUTH: [(f64, f64); 5] = [(39.0, 9.0), (39.0, 15.0), (40.6, 15.0), (40.5, 12.0), (40.6, 9.0)];

/// Place at which a geodesic comes to a meridian, by halving the distance along it.
fn on_meridian(from: (f64, f64), to: (f64, f64), lon: f64) -> LatLon {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let (p, q) = (LatLon::new(from.0, from.1), LatLon::new(to.0, to.1));
    let whole = earth.inverse(p, q);
    let (mut low, mut high) = (0.0, whole.distance_m);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        match earth.direct(p, whole.azimuth1_deg, middle).lon < lon {
            true => low = middle,
            false => high = middle,
        }
    }
    earth.direct(p, whole.azimuth1_deg, low)
}

/// A strait whose coasts leave the window on both sides: every edge of the land once, cut on its geodesic, which lies 240 m and
/// more off the straight line in longitude and latitude there.
#[test]
fn a_coast_that_leaves_the_window_is_written_once() {
    let case = case_of(&[("North", &NORTH), ("South", &SOUTH)], [40.0, 10.0, 42.0, 14.0]);
    assert_eq!(case.sea.extent, Extent::Window);
    for (party, land) in [NORTH, SOUTH].iter().enumerate() {
        // All edges are near enough to count, the landward one too.
        let around = ring(&land.iter().chain(&land[..1]).copied().collect::<Vec<_>>());
        let (found, whole) = (coast_m(&case, party), length_m(&around));
        assert!((found - whole).abs() < 1e-3, "party {party}: {found} m of {whole} m");
    }
    for (from, to, lon) in [(NORTH[1], NORTH[2], 10.0), (NORTH[2], NORTH[3], 14.0)] {
        let at = on_meridian(from, to, lon);
        let off = |p: &LatLon| (p.lat - at.lat).abs().max((p.lon - lon).abs());
        let nearest = case.sea.outer.iter().map(off).fold(f64::INFINITY, f64::min);
        assert!(nearest < 2e-12, "{nearest} degrees off {at:?}");
    }
}

/// A coast whose vertices lie south of the window rises into it between them, by 800 m of a geodesic of two degrees.
#[test]
fn a_geodesic_that_rises_into_the_window_is_a_coast_of_its_sea() {
    let low: [(f64, f64); 4] = [(44.0, 10.0), (44.9985, 10.0), (44.9985, 12.0), (44.0, 12.0)];
    let high: [(f64, f64); 4] = [(45.5, 10.0), (46.0, 10.0), (46.0, 12.0), (45.5, 12.0)];
    let case = case_of(&[("Low", &low), ("High", &high)], [45.0, 9.5, 45.8, 12.5]);
    assert_eq!(case.parties.len(), 2);
    let rim: Vec<&LatLon> = case.sea.outer.iter().filter(|p| p.lat < 45.01).collect();
    let top = rim.iter().max_by(|p, q| p.lat.total_cmp(&q.lat)).unwrap();
    // The highest point of the geodesic, on its middle meridian.
    let earth = Earth::new(&Ellipsoid::wgs84());
    let whole = earth.inverse(LatLon::new(44.9985, 10.0), LatLon::new(44.9985, 12.0));
    let middle =
        earth.direct(LatLon::new(44.9985, 10.0), whole.azimuth1_deg, whole.distance_m / 2.0);
    assert!((top.lat - middle.lat).abs() < 1e-12 && (top.lon - 11.0).abs() < 1e-9, "{top:?}");
    let around = ring(&low.iter().chain(&low[..1]).copied().collect::<Vec<_>>());
    assert!(
        (coast_m(&case, case.parties.iter().position(|p| p.name.get("en") == "Low").unwrap())
            - length_m(&around))
        .abs()
            < 1e-3
    );
}

/// The rim of a wide window follows its parallels: the geodesic from corner to corner would run 10 km within the southern one
/// and through the island.
#[test]
fn the_rim_follows_the_parallels() {
    let west: [(f64, f64); 4] = [(59.0, 9.0), (59.0, 10.5), (63.0, 10.5), (63.0, 9.0)];
    let east: [(f64, f64); 4] = [(59.0, 20.5), (59.0, 22.0), (63.0, 22.0), (63.0, 20.5)];
    let island: [(f64, f64); 3] = [(60.02, 15.0), (60.06, 15.0), (60.04, 15.1)];
    let land: [(&str, &[(f64, f64)]); 3] = [("West", &west), ("East", &east), ("West", &island)];
    let case = case_of(&land, [60.0, 10.0, 62.0, 21.0]);
    assert_eq!(case.sea.inner.len(), 1, "the island lies in the sea");
    let earth = Earth::new(&Ellipsoid::wgs84());
    let n = case.sea.outer.len();
    for k in 0..n {
        let (a, b) = (case.sea.outer[k], case.sea.outer[(k + 1) % n]);
        if a.lat == 60.0 && b.lat == 60.0 {
            let whole = earth.inverse(a, b);
            let middle = earth.direct(a, whole.azimuth1_deg, whole.distance_m / 2.0);
            assert!((middle.lat - 60.0) * 111_400.0 < 1.0, "{a:?} to {b:?}");
        }
    }
}

/// Kilometres of coast of each party, in the order of their names.
fn coasts_km(case: &Case) -> Vec<(String, f64)> {
    let name = |k: usize| case.parties[k].name.get("en").to_owned();
    let mut all: Vec<_> =
        (0..case.parties.len()).map(|k| (name(k), coast_m(case, k) / 1000.0)).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// The rim lies on the sides to the last bit wherever land is not: whatever their decimals, which the overlay rounds.
#[test]
fn the_rim_lies_on_the_sides() {
    let west: [(f64, f64); 4] = [(50.0, 9.0), (50.0, 11.0), (65.0, 11.5), (65.0, 9.0)];
    let east: [(f64, f64); 4] = [(50.0, 22.0), (50.0, 26.0), (65.0, 26.0), (65.0, 22.5)];
    let [s, w, n, e] = [57.1, 10.3, 60.3, 23.7];
    let case = case_of(&[("East", &east), ("West", &west)], [s, w, n, e]);
    let earth = Earth::new(&Ellipsoid::wgs84());
    let rim = &case.sea.outer;
    let mut along_m = 0.0;
    for (k, a) in rim.iter().enumerate() {
        let b = rim[(k + 1) % rim.len()];
        for side in
            [s, n].into_iter().filter(|side| (a.lat - side).abs().max((b.lat - side).abs()) < 1e-3)
        {
            let whole = earth.inverse(*a, b);
            let middle = earth.direct(*a, whole.azimuth1_deg, whole.distance_m / 2.0);
            assert!((middle.lat - side).abs() * 111_400.0 < 1.0, "{a:?} to {b:?}");
            along_m += whole.distance_m;
        }
    }
    // Both sides between the coasts, by the parallels' radii: 57.1 N 10.9 and 60.3 N 11 degrees wide, about.
    assert!((along_m - 1_270_000.0).abs() < 3e4, "{along_m}");
}

/// Land that another program cut at the window lies along it with its rounding: all of it is there once. The cuts look out of the
/// window, where there is water: they are coasts beyond it.
#[test]
fn land_cut_at_the_window_before() {
    let noisy = |k: i32, off: f64| off * f64::from(k * 7919 % 13 - 6) / 6.0;
    let [s, w, n, e] = [50.0, 10.0, 52.0, 16.0];
    let land = |off: f64| {
        let d = |k: i32| noisy(k, off);
        let west = [
            (s + d(1), w + d(2)),
            (s + d(3), 11.5),
            (51.0, 12.0),
            (n + d(4), 11.0),
            (n + d(5), w + d(6)),
        ];
        let east = [
            (s + d(7), e + d(8)),
            (n + d(9), e + d(10)),
            (n + d(11), 15.0),
            (51.0, 14.5),
            (s + d(12), 15.0),
        ];
        (west, east)
    };
    let (west, east) = land(0.0);
    let exact = coasts_km(&case_of(&[("East", &east), ("West", &west)], [s, w, n, e]));
    let shore = |line: &[(f64, f64)]| length_m(&ring(line)) / 1000.0;
    let whole = [&east, &west].map(|ring| shore(&[&ring[..], &ring[..1]].concat()));
    for (found, whole) in exact.iter().zip(whole) {
        assert!((found.1 - whole).abs() < 1e-6, "{found:?} {whole}");
    }
    for off in [1e-14, 1e-12, 1e-9, 2e-8, 1e-7, 9e-7] {
        let (west, east) = land(off);
        let case = case_of(&[("East", &east), ("West", &west)], [s, w, n, e]);
        for (found, whole) in coasts_km(&case).iter().zip(whole) {
            assert!((found.1 - whole).abs() < 3e-4, "{off}: {found:?} {whole}");
        }
    }
}

/// A tip of land a hand's breadth from the rim makes nothing of it its coast.
#[test]
fn a_tip_beside_the_rim() {
    let west: [(f64, f64); 4] = [(39.0, 8.0), (43.0, 8.0), (43.0, 10.5), (39.0, 10.5)];
    let east: [(f64, f64); 4] = [(39.0, 13.5), (43.0, 13.5), (43.0, 16.0), (39.0, 16.0)];
    for off in [-5e-7, -2e-7, 0.0, 2e-7, 5e-7] {
        for base in [41.9, 42.1] {
            let tip = [(42.0 + off, 12.0), (base, 11.95), (base, 12.05)];
            let case = case_of(
                &[("East", &east), ("West", &west), ("Tip", &tip)],
                [40.0, 10.0, 42.0, 14.0],
            );
            let own: Vec<(String, f64)> =
                coasts_km(&case).into_iter().filter(|c| c.0 == "Tip").collect();
            let around = length_m(&ring(&[tip[0], tip[1], tip[2], tip[0]])) / 1000.0;
            // Beyond the window it is no coast of this sea; within it has its own and no more.
            let wanted = if base < 42.0 { vec![around] } else { vec![] };
            assert_eq!(own.len(), wanted.len(), "{off} {base} {own:?}");
            assert!(
                own.iter().zip(wanted).all(|(o, w)| (o.1 - w).abs() < 1e-3),
                "{off} {own:?} {:?}",
                case.shores
            );
        }
    }
}

/// Beyond the window too, what is no shore is no coast: a seam between two polygons of one party, an enclave, an island in a lake,
/// land that is there twice, a border with vertices of one side alone; and a coast of one edge between two neighbours is one.
#[test]
fn coasts_beyond_are_shores() {
    let south: [(f64, f64); 5] =
        [(39.0, 9.0), (39.0, 19.0), (40.6, 18.0), (40.5, 12.0), (40.6, 9.0)];
    let half: [(f64, f64); 5] =
        [(43.0, 9.0), (41.5, 9.0), (41.4, 12.0), (41.5, 16.0), (43.0, 16.0)];
    let other: [(f64, f64); 4] = [(43.0, 16.0), (41.5, 16.0), (41.3, 19.0), (43.0, 19.0)];
    let window = [40.0, 10.0, 42.0, 14.0];
    let of = |case: &Case, name: &str| {
        coasts_km(case).into_iter().find(|c| c.0 == name).map_or(0.0, |c| c.1)
    };
    let km = |line: &[(f64, f64)]| length_m(&ring(line)) / 1000.0;
    let together = case_of(&[("N", &half), ("N", &other), ("S", &south)], window);
    let rim = [half[4], half[0], half[1], half[2], half[3], other[2], other[3], half[4]];
    assert!((of(&together, "N") - km(&rim)).abs() < 1e-3, "{:?}", coasts_km(&together));

    let wide: [(f64, f64); 5] =
        [(46.0, 8.0), (41.5, 8.0), (41.4, 12.0), (41.5, 19.0), (46.0, 19.0)];
    let within: [(f64, f64); 4] = [(44.0, 11.0), (44.0, 12.0), (43.0, 12.0), (43.0, 11.0)];
    let plain = case_of(&[("N", &wide), ("S", &south)], window);
    for (holder, inner) in [("S", &within[..]), ("N", &within[..])] {
        let with = case_of(&[("N", &wide), (holder, inner), ("S", &south)], window);
        for name in ["N", "S"] {
            let (found, wanted) = (of(&with, name), of(&plain, name));
            assert!((found - wanted).abs() < 1e-6, "{holder} {name} {found} {wanted}");
        }
    }

    // A border of which one side has vertices that the other lacks; M is in the window by its islet.
    let islet: [(f64, f64); 3] = [(41.0, 12.0), (41.05, 12.1), (41.0, 12.2)];
    let cut: [(f64, f64); 6] =
        [(42.7, 16.0), (42.2, 16.0), (41.5, 16.0), (41.3, 19.0), (43.0, 19.0), (43.0, 16.0)];
    let border = case_of(&[("N", &half), ("M", &cut), ("M", &islet), ("S", &south)], window);
    let shore =
        km(&[cut[2], cut[3], cut[4], cut[5]]) + km(&[islet[0], islet[1], islet[2], islet[0]]);
    assert!((of(&border, "M") - shore).abs() < 1e-3, "{:?} {shore}", coasts_km(&border));

    let bay: [(f64, f64); 10] = [
        (44.0, 9.0),
        (41.5, 9.0),
        (41.4, 12.0),
        (41.5, 15.0),
        (42.0, 15.2),
        (42.0, 15.8),
        (41.5, 16.0),
        (41.6, 20.0),
        (44.0, 20.0),
        (44.0, 9.0),
    ];
    let between: [(f64, f64); 4] = [(41.5, 15.0), (42.0, 15.2), (42.0, 15.8), (41.5, 16.0)];
    let one = case_of(&[("A", &bay[..9]), ("B", &between), ("B", &islet), ("S", &south)], window);
    let shore = km(&[between[0], between[3]]) + km(&[islet[0], islet[1], islet[2], islet[0]]);
    assert!((of(&one, "B") - shore).abs() < 1e-3, "{:?} {shore}", coasts_km(&one));
}

/// A geodesic that leaves a corner of the window outside, though the straight line in longitude and latitude cuts it, has no part in
/// the window; a coast along a parallel of the window rises out of it or into it.
#[test]
fn corners_and_parallels() {
    let south: [(f64, f64); 4] = [(42.0, 8.0), (42.0, 16.0), (43.5, 16.0), (43.5, 8.0)];
    let north: [(f64, f64); 5] =
        [(46.0, 8.0), (44.99, 8.0), (45.005, 12.0), (44.9, 14.9), (46.0, 14.9)];
    let case = case_of(&[("N", &north), ("S", &south)], [43.0, 10.0, 45.0, 14.0]);
    let around = length_m(&ring(&[&north[..], &north[..1]].concat())) / 1000.0;
    let found = coasts_km(&case);
    assert!((found[0].1 - around).abs() < 1e-3, "{found:?} {around}");

    let above: [(f64, f64); 4] = [(43.0, 9.0), (41.5, 9.0), (41.5, 15.0), (43.0, 15.0)];
    let below: [(f64, f64); 4] = [(39.0, 9.0), (40.0, 9.0), (40.0, 15.0), (39.0, 15.0)];
    let case = case_of(&[("N", &above), ("S", &below)], [40.0, 10.0, 42.0, 14.0]);
    for lon in [10.0, 14.0] {
        let at = on_meridian(below[1], below[2], lon);
        assert!(at.lat > 40.02);
        let nearest =
            case.sea.outer.iter().map(|p| (p.lat - at.lat).abs().max((p.lon - lon).abs()));
        assert!(nearest.fold(f64::INFINITY, f64::min) < 2e-12, "{:?}", case.sea.outer);
    }
    let around = length_m(&ring(&[&below[..], &below[..1]].concat())) / 1000.0;
    assert!((coasts_km(&case)[1].1 - around).abs() < 1e-3, "{:?} {around}", coasts_km(&case));
}

/// Coast that crosses a side again and again is all there, each tooth once.
#[test]
fn a_coast_that_crosses_a_side_often() {
    let teeth = 20_000;
    let tooth = |k: i32| {
        (40.0 + 1.9 * f64::from(k) / f64::from(teeth), if k % 2 == 0 { 13.9 } else { 14.1 })
    };
    let east: Vec<(f64, f64)> = (0..teeth).map(tooth).chain([(41.9, 16.0), (39.5, 16.0)]).collect();
    let west: [(f64, f64); 4] = [(39.0, 8.0), (43.0, 8.0), (43.0, 10.5), (39.0, 10.5)];
    let case = case_of(&[("East", &east), ("West", &west)], [39.9, 10.0, 42.0, 14.0]);
    let around = length_m(&ring(&[&east[..], &east[..1]].concat()));
    assert!((coast_m(&case, 0) - around).abs() < 1.0, "{} {around}", coast_m(&case, 0));
}
