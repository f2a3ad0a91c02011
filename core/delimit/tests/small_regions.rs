//! Regions much smaller than the cells of the mesh: safety zones of 500 m (article 60 of the Convention on the Law of the Sea),
//! drawn plots. Their areas by the circle on paper and by Karney's polygon area.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::f64::consts::PI;

use common::judge::{Judge, Lcg};
use geographiclib_rs::{PolygonArea, Winding};
use littoral_delimit::{DistanceOptions, Holder, NoFunctions, Region, SolveOptions, Waters};
use littoral_geodesy::{Earth, LatLon};

/// The area that a holder of its own has in a region of the Caspian divided by equidistance, km2.
fn own_km2(waters: &Waters, region: &Region) -> f64 {
    let equidistance = waters.equidistance(DistanceOptions::default()).unwrap();
    let zone = equidistance.over_holder(region, &Holder::new("ZONE"));
    let options = SolveOptions { tolerance_m: 0.01, ..SolveOptions::default() };
    let division = waters.solve(&zone, &NoFunctions, &options).unwrap();
    division.area_km2.get("ZONE").and_then(|a| a.as_f64()).unwrap_or(0.0)
}

/// Places in the sea at least so far from every coast and island.
fn offshore(waters: &Waters, judge: &Judge, count: usize, clear_m: f64) -> Vec<LatLon> {
    let mut random = Lcg(7);
    let mut out = Vec::new();
    while out.len() < count {
        let p = LatLon::new(36.8 + 10.0 * random.unit(), 47.0 + 7.0 * random.unit());
        if waters.in_sea(p) && judge.distances_m(p).into_iter().all(|d| d > clear_m) {
            out.push(p);
        }
    }
    out
}

/// A circle on an ellipsoid that nearly is one on the plane: of 5 km the area differs by less than a millionth.
#[test]
fn zones_about_places() {
    let case = common::caspian();
    let (waters, judge) = (Waters::new(case.clone()).unwrap(), Judge::new(&case, true));
    for radius_m in [5.0, 50.0, 200.0, 500.0, 1000.0, 2500.0, 5000.0] {
        for at in offshore(&waters, &judge, 6, 2.0 * radius_m) {
            let zone = waters.away(&[at]).unwrap().within(radius_m);
            let (got, want) = (own_km2(&waters, &zone), PI * radius_m * radius_m / 1e6);
            // A polygon of chords that leave the circle by a centimetre at most.
            let slack = 2.0 * PI * radius_m * 0.01 / 1e6 + 1e-6 * want;
            assert!((got - want).abs() < slack, "{radius_m} m about {at:?}: {got} for {want}");
        }
    }
}

/// Several in one region, some of which overlap: their areas add up, of two that overlap by the lens on paper.
#[test]
fn zones_of_a_field() {
    let case = common::caspian();
    let waters = Waters::new(case).unwrap();
    let at = |east: f64, north: f64| {
        LatLon::new(41.0 + north / 111_060.0, 51.2 + east / (111_320.0 * 0.7547))
    };
    let places = [at(0.0, 0.0), at(500.0, 0.0), at(5000.0, 300.0), at(-7000.0, 9000.0)];
    let about = |p: &LatLon| waters.away(&[*p]).unwrap().within(500.0);
    let zone = places.iter().map(about).reduce(|all, one| all.either(&one)).unwrap();
    let earth = Earth::new(&waters.case().ellipsoid);
    let apart = earth.inverse(places[0], places[1]).distance_m;
    let (r, half) = (500.0_f64, apart / 2.0);
    let lens = 2.0 * (r * r * (half / r).acos() - half * (r * r - half * half).sqrt());
    let want = (4.0 * PI * r * r - lens) / 1e6;
    let got = own_km2(&waters, &zone);
    assert!((got - want).abs() < 2e-4, "{got} for {want}");
}

/// Drawn plots, squares of 20 m to 6 km, and slivers a tenth and a hundredth as wide down to 2 m.
#[test]
fn drawn_plots() {
    let case = common::caspian();
    let (waters, judge) = (Waters::new(case.clone()).unwrap(), Judge::new(&case, true));
    let earth = Earth::new(&case.ellipsoid);
    let mut off = Vec::new();
    for (k, size_m) in [20.0, 300.0, 1500.0, 6000.0].into_iter().enumerate() {
        for at in offshore(&waters, &judge, 4, 2.0 * size_m) {
            for wide_m in
                [1.0, 0.1, 0.01].map(|part| part * size_m).into_iter().filter(|m| *m >= 2.0)
            {
                let azimuth = 20.0 + 31.0 * k as f64;
                let far = earth.direct(at, azimuth, size_m);
                let side = |p| earth.direct(p, azimuth - 90.0, wide_m);
                let ring = [at, far, side(far), side(at)];
                let mut judge = PolygonArea::new(earth.karney(), Winding::CounterClockwise);
                ring.iter().for_each(|p| judge.add_point(p.lat, p.lon));
                let want = judge.compute(true).1.abs() / 1e6;
                let region = Region::negative(waters.ring(&ring).unwrap());
                let got = own_km2(&waters, &region);
                if (got / want - 1.0).abs() >= 1e-3 {
                    off.push(format!("{size_m} by {wide_m} m at {at:?}: {got} for {want}"));
                }
            }
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}

/// The ring of a bent strip, its area, km2.
fn bent_strip(
    earth: &Earth,
    at: LatLon,
    [wide_m, long_m]: [f64; 2],
    azimuth: [f64; 2],
) -> (Vec<LatLon>, f64) {
    let on = |p, k: usize| earth.direct(p, azimuth[k], long_m / 2.0);
    let side = |p| earth.direct(p, azimuth[0] - 90.0, wide_m);
    let half = on(at, 0);
    let ring = vec![at, half, on(half, 1), on(side(half), 1), side(half), side(at)];
    let mut judge = PolygonArea::new(earth.karney(), Winding::CounterClockwise);
    ring.iter().for_each(|p| judge.add_point(p.lat, p.lon));
    (ring, judge.compute(true).1.abs() / 1e6)
}

/// Strips of random size, 0.3 to 30 m broad and 4 to 4 000 times as long, wherever in the sea.
#[test]
fn narrow_plots() {
    let case = common::caspian();
    let (waters, judge) = (Waters::new(case.clone()).unwrap(), Judge::new(&case, true));
    let earth = Earth::new(&case.ellipsoid);
    let mut random = Lcg(3);
    let mut off = Vec::new();
    for at in offshore(&waters, &judge, 40, 31_000.0) {
        let wide_m = 0.3 * 100.0_f64.powf(random.unit());
        let long_m = (wide_m * 10.0_f64.powf(0.6 + 3.0 * random.unit())).min(30_000.0);
        let azimuth = 360.0 * random.unit();
        let bent = azimuth + 60.0 * (random.unit() - 0.5);
        let (ring, want) = bent_strip(&earth, at, [wide_m, long_m], [azimuth, bent]);
        let region = Region::negative(waters.ring(&ring).unwrap());
        let got = own_km2(&waters, &region);
        if (got / want - 1.0).abs() >= 1e-3 {
            off.push(format!("{long_m} by {wide_m} m at {at:?}: {got} for {want}"));
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}

/// What is narrower still is refused with the place, but a zone about it is none of that.
#[test]
fn plots_too_narrow() {
    let case = common::caspian();
    let waters = Waters::new(case.clone()).unwrap();
    let earth = Earth::new(&case.ellipsoid);
    let (ring, _) = bent_strip(&earth, LatLon::new(41.0, 51.2), [0.1, 400.0], [10.0, 30.0]);
    let field = waters.ring(&ring).unwrap();
    let equidistance = waters.equidistance(DistanceOptions::default()).unwrap();
    let zone = equidistance.over_holder(&Region::negative(field.clone()), &Holder::new("ZONE"));
    let refused = waters.solve(&zone, &NoFunctions, &SolveOptions::default()).unwrap_err();
    let text = refused.to_string();
    assert!(text.contains("41.000000, 51.200000") && text.contains("m broad"), "{text}");
    // Rectangles of 200 m, round at the ends; at the bend a sector on the outer side, and what overlaps on the inner.
    let (r, half_turn) = (500.0_f64, 10.0_f64.to_radians());
    let got = own_km2(&waters, &field.within(r));
    let want = (0.1 * 400.0 + 2.0 * r * 400.0 + r * r * (PI + half_turn - half_turn.tan())) / 1e6;
    assert!((got - want).abs() < 1e-4, "{got} for {want}");
}
