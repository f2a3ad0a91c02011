//! Karney's published test set of geodesics (GeodTest-short, 10 000 lines in nine strata: random,
//! nearly antipodal, short, near poles, near meridians, near the equator).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "an absent corpus is said aloud")]

use std::io::Read;
use std::path::Path;

use littoral_geodesy::{Earth, Ellipsoid, LatLon};

struct Row {
    p: LatLon,
    q: LatLon,
    azimuths: [f64; 2],
    distance_m: f64,
}

fn corpus() -> Option<Vec<Row>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/corpora/geodtest/GeodTest-short.dat.gz");
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("corpus absent: geodtest, 10000 cases not run");
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    let row = |line: &str| {
        let v: Vec<f64> = line.split_whitespace().map(|w| w.parse().unwrap()).collect();
        let (p, q) = (LatLon::new(v[0], v[1]), LatLon::new(v[3], v[4]));
        Row { p, q, azimuths: [v[2], v[5]], distance_m: v[6] }
    };
    Some(text.lines().map(row).collect())
}

/// Largest error of the direct and inverse problem: 15 nm, as upstream states for its own C++.
#[test]
fn karney_within_15_nm() {
    let Some(rows) = corpus() else { return };
    assert_eq!(rows.len(), 10_000);
    let e = Earth::new(&Ellipsoid::wgs84());
    let (mut inverse, mut direct) = (0.0_f64, 0.0_f64);
    for r in &rows {
        inverse = inverse.max((e.karney_m(r.p, r.q) - r.distance_m).abs());
        let q = e.direct(r.p, r.azimuths[0], r.distance_m);
        // Through the earth: a geodesic of a few nm is beyond the inverse problem's own rounding.
        direct = direct.max((e.point(q).p - e.point(r.q).p).norm());
        let p = e.direct(r.q, r.azimuths[1], -r.distance_m);
        direct = direct.max((e.point(p).p - e.point(r.p).p).norm());
    }
    assert!(inverse < 15e-9, "inverse {inverse:e} m");
    assert!(direct < 15e-9, "direct {direct:e} m");
}

/// The fast kernel on every line within its range, against its stated errors.
#[test]
fn fast_kernel_within_its_bound() {
    let Some(rows) = corpus() else { return };
    let e = Earth::new(&Ellipsoid::wgs84());
    let mut seen = 0;
    for r in rows.iter().filter(|r| r.distance_m < 1.0e6) {
        let got = e.distance(&e.point(r.p), &e.point(r.q));
        let bound = match r.distance_m {
            d if d <= 1e5 => 1e-8,
            d if d <= 2e5 => 6e-8,
            d if d <= 4e5 => 1.6e-6,
            _ => 1.7e-4,
        };
        assert!((got - r.distance_m).abs() < bound, "{:?} {:?} {got}", r.p, r.q);
        seen += 1;
    }
    assert!(seen > 1000, "{seen}");
}
