use geo::Validation;
use geo::{Coord, LineString, Polygon};
use geographiclib_rs::{Geodesic, PolygonArea, Winding};

use super::tests::places;
use super::*;

/// The ring with 40 steps a side: geodesics between its places are then straight to millimetres.
fn dense(ring: &[(f64, f64)]) -> Vec<LatLon> {
    let next = ring.iter().cycle().skip(1);
    let side = |(a, b): (&(f64, f64), &(f64, f64))| {
        let (a, b) = (*a, *b);
        (0..40).map(move |k| {
            let t = f64::from(k) / 40.0;
            LatLon::new(a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
        })
    };
    ring.iter().zip(next).flat_map(side).collect()
}

fn karney_km2(ring: &[LatLon]) -> f64 {
    let earth = Geodesic::wgs84();
    let mut judge = PolygonArea::new(&earth, Winding::CounterClockwise);
    for p in ring {
        judge.add_point(p.lat, p.lon);
    }
    judge.compute(true).1.abs() / 1e6
}

fn less_holes(polygon: &[Vec<LatLon>]) -> f64 {
    let holes: f64 = polygon[1..].iter().map(|r| karney_km2(r)).sum();
    karney_km2(&polygon[0]) - holes
}

fn is_valid(polygon: &[Vec<LatLon>]) -> bool {
    let line = |r: &Vec<LatLon>| -> LineString {
        r.iter().map(|p| Coord { x: p.lon, y: p.lat }).collect()
    };
    Polygon::new(line(&polygon[0]), polygon[1..].iter().map(line).collect()).is_valid()
}

/// Cuts a sea and judges the parts: valid, within half a turn, and of the area of the whole.
fn judged(sea: &[Vec<LatLon>]) -> Vec<Vec<Vec<LatLon>>> {
    assert!(is_valid(sea));
    let Shape::Polygons(parts) = cut(&Shape::Polygons(vec![sea.to_vec()])) else { return vec![] };
    assert!(parts.iter().flatten().flatten().all(|p| p.lon.abs() <= 180.0));
    assert!(parts.iter().all(|p| is_valid(p)), "{parts:?}");
    let (got, want) = (parts.iter().map(|p| less_holes(p)).sum::<f64>(), less_holes(sea));
    assert!((got / want - 1.0).abs() < 1e-9, "{got} {want}");
    parts
}

const SQUARE: [(f64, f64); 4] = [(-1.0, 179.0), (-1.0, 181.0), (1.0, 181.0), (1.0, 179.0)];

/// Rings of every part, for islands in a square sea.
fn rings(islands: &[&[(f64, f64)]]) -> Vec<usize> {
    let mut sea = vec![dense(&SQUARE)];
    sea.extend(islands.iter().map(|r| dense(r)));
    judged(&sea).iter().map(Vec::len).collect()
}

#[test]
fn an_island_over_the_meridian_is_land_on_both_sides() {
    let island = [(-0.5, 179.8), (-0.5, 180.1), (-0.3, 180.1), (-0.3, 179.8)];
    assert_eq!(rings(&[&island]), [1, 1]);
    // The same, with its longitudes wrapped.
    let wrapped = island.map(|(lat, lon)| (lat, if lon > 180.0 { lon - 360.0 } else { lon }));
    let sea = vec![dense(&SQUARE), places(&wrapped)];
    let Shape::Polygons(parts) = cut(&Shape::Polygons(vec![sea])) else { return };
    assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
    // Islands of either side stay islands, beside it.
    let (west, east) =
        (island.map(|(a, o)| (a + 0.5, o - 0.5)), island.map(|(a, o)| (a + 0.5, o + 0.5)));
    assert_eq!(rings(&[&west, &island, &east]), [2, 2]);
}

#[test]
fn an_island_with_an_edge_on_the_meridian_belongs_to_one_side() {
    let island = [(-0.5, 179.8), (-0.5, 180.0), (-0.3, 180.0), (-0.3, 179.8)];
    assert_eq!(rings(&[&island]), [1, 1]);
    let east = island.map(|(lat, lon)| (lat + 0.3, 360.0 - lon));
    assert_eq!(rings(&[&island, &east]), [1, 1]);
}

#[test]
fn an_island_that_touches_the_meridian_in_one_place_stays_an_island() {
    let west = [(0.0, 179.8), (-0.2, 179.9), (0.0, 180.0), (0.2, 179.9)];
    assert_eq!(rings(&[&west]), [2, 1]);
    let east = west.map(|(lat, lon)| (lat, 360.0 - lon));
    assert_eq!(rings(&[&west, &east]), [2, 2]);
}

/// A bay that opens to the meridian between two capes on it is a part of its own.
#[test]
fn capes_on_the_meridian_close_their_bay() {
    let island = [(-0.4, 179.5), (-0.4, 180.0), (0.0, 179.8), (0.4, 180.0), (0.4, 179.5)];
    assert_eq!(rings(&[&island]), [1, 1, 1]);
    let over = [(-0.4, 179.5), (-0.4, 180.2), (0.0, 179.8), (0.4, 180.2), (0.4, 179.5)];
    assert_eq!(rings(&[&over]), [1, 1, 1]);
}

/// Islands whose longitudes run on lie beside a sea whose longitudes do not, and the other way round.
#[test]
fn islands_lie_in_their_sea() {
    let sea = [(-2.0, -179.75), (-2.0, -176.0), (2.0, -176.0), (2.0, -179.75)];
    let island = [(-0.1, 182.5), (0.1, 182.5), (0.1, 182.7), (-0.1, 182.7)];
    for by in [0.0, 360.0] {
        let [sea, island] = [sea.map(|p| (p.0, p.1 + by)), island.map(|p| (p.0, p.1 - by))];
        let given = vec![dense(&sea), dense(&island)];
        let Shape::Polygons(parts) = cut(&Shape::Polygons(vec![given.clone()])) else { return };
        assert_eq!(parts.len(), 1);
        assert!(is_valid(&parts[0]), "{parts:?}");
        assert!((less_holes(&parts[0]) / less_holes(&given) - 1.0).abs() < 1e-12);
    }
    // A frame of the world is no ring of nothing.
    let world = places(&[(-60.0, -180.0), (-60.0, 180.0), (80.0, 180.0), (80.0, -180.0)]);
    let shape = Shape::Polygons(vec![vec![world]]);
    assert_eq!(cut(&shape), shape);
}

/// A ring about a pole in bends of two degrees of latitude, on which longitudes go to and fro by up to `sway`
/// degrees: below 16 it does not cross itself.
fn about_a_pole(lat: f64, sway: f64, start: f64) -> Vec<LatLon> {
    let place = |k: i32| {
        let t = f64::from(k) * 0.05;
        let lon = sway.mul_add((16.0 * t).to_radians().sin(), start + t);
        LatLon::new(2.0f64.mul_add((8.0 * t).to_radians().cos(), lat), lon)
    };
    (0..7200).map(place).collect()
}

/// Area within a ring about a pole by Karney, who takes the pole in.
fn cap_km2(ring: &[LatLon]) -> f64 {
    let earth = Geodesic::wgs84();
    let mut judge = PolygonArea::new(&earth, Winding::CounterClockwise);
    ring.iter().for_each(|p| judge.add_point(p.lat, p.lon));
    judge.compute(true).1.abs() / 1e6
}

/// Caps and belts about both poles, with islands on the meridian and off it: valid polygons within half a turn, of the
/// area of the whole, whatever the start, the direction and the turn in which longitudes are written.
#[test]
fn seas_round_a_pole() {
    let island = |lat: f64, lon: f64| {
        dense(&[(lat, lon - 3.0), (lat + 1.0, lon - 3.0), (lat + 1.0, lon + 3.0), (lat, lon + 3.0)])
    };
    for (sign, start, sway) in
        [(1.0, -180.0, 0.0), (-1.0, 13.0, 12.0), (1.0, 179.0, 12.0), (-1.0, 700.0, 5.0)]
    {
        let side = |ring: Vec<LatLon>| -> Vec<LatLon> {
            ring.iter().map(|p| LatLon::new(sign * p.lat, p.lon)).collect()
        };
        let outer = side(about_a_pole(70.0, sway, start));
        let inner = side(about_a_pole(84.0, sway, start + 77.0));
        let islands = [island(76.0, 180.0), island(76.0, 20.0)];
        let islands: Vec<_> = islands.into_iter().map(side).collect();
        for belt in [false, true] {
            let mut sea = vec![outer.clone()];
            sea.extend(belt.then(|| inner.clone()));
            sea.extend(islands.clone());
            if sway > 10.0 {
                sea.iter_mut().for_each(|r| r.reverse());
            }
            let wrapped =
                |r: &Vec<LatLon>| -> Vec<LatLon> { r.iter().map(|p| wrapped(*p)).collect() };
            for rings in [sea.iter().map(wrapped).collect(), sea.clone()] {
                let Shape::Polygons(parts) = cut(&Shape::Polygons(vec![rings])) else { return };
                assert!(parts.iter().flatten().flatten().all(|p| p.lon.abs() <= 180.0));
                assert!(parts.iter().all(|p| is_valid(p)), "{sign} {start} {belt}");
                let got: f64 = parts.iter().map(|p| less_holes(p)).sum();
                let less: f64 = sea[1..].iter().map(|r| cap_km2(r)).sum();
                let want = cap_km2(&outer) - less;
                assert!((got / want - 1.0).abs() < 1e-9, "{sign} {start} {belt}: {got} {want}");
            }
        }
    }
}

/// Numbers from 0 to 1.
fn chance(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 40) as f64 / f64::from(1_u32 << 24)
}

/// A star about the meridian, one place in three on it.
fn star(lat: f64, state: &mut u64) -> Vec<(f64, f64)> {
    let centre = 0.4f64.mul_add(chance(state) - 0.5, 180.0);
    let place = |k: i32, state: &mut u64| {
        let (angle, far) = (f64::from(k) * 0.7, 0.02 + 0.2 * chance(state));
        let lon = far.mul_add(angle.cos(), centre);
        let lon = if chance(state) < 0.3 { 180.0 } else { lon };
        (far.mul_add(angle.sin(), lat), lon)
    };
    (0..9).map(|k| place(k, state)).collect()
}

#[test]
fn random_islands_about_the_meridian() {
    let (mut state, mut seen) = (7, 0);
    for _ in 0..1500 {
        let stars = [-0.6, 0.0, 0.6].map(|lat| dense(&star(lat, &mut state)));
        let sea: Vec<_> = std::iter::once(dense(&SQUARE)).chain(stars).collect();
        if is_valid(&sea) {
            judged(&sea);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}
