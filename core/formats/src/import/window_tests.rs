//! Land that crosses the window: cut where its geodesics cross, each stretch of coast written once.

use littoral_geodesy::{Earth, Ellipsoid};
use littoral_model::{Case, Extent};

use super::tests::{collection, errors, ring, wishes};
use super::*;

fn case_of(land: &[(&str, &[(f64, f64)])], window: [f64; 4]) -> Case {
    let feature = |(name, at): &(&str, &[(f64, f64)])| {
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

fn coast_m(case: &Case, party: usize) -> f64 {
    case.shores
        .iter()
        .filter(|s| s.party == party)
        .flat_map(|s| &s.lines)
        .map(|l| length_m(l))
        .sum()
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
