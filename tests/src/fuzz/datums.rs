//! Ellipsoids, datums and their parameters.

use littoral_geodesy::{Datum, Earth, Ellipsoid, Helmert, LatLon};

/// Parameters as they are written on a command line.
pub const SEEDS: &[&[u8]] = &[
    "23.57,-140.95,-79.8,0,-0.35,-0.79,-0.22,cf".as_bytes(),
    "-87,-98,-121".as_bytes(),
    "-96.062,-82.428,-121.753,4.801,0.345,-1.376,1.496,pv".as_bytes(),
    "6378245,298.3".as_bytes(),
    "International1924".as_bytes(),
    "Pulkovo 1942 (GOST)".as_bytes(),
    "6371000,0".as_bytes(),
];

/// Whatever is accepted moves places to places.
pub fn helmert(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let wgs = Earth::new(&Ellipsoid::wgs84());
    let figure = Ellipsoid::parse(text).unwrap_or_else(|_| Ellipsoid::wgs84());
    let own = Earth::new(&figure);
    let near = own.karney_m(LatLon::new(89.0, 179.0), LatLon::new(88.0, -179.0));
    assert!(near.is_finite() && near > 0.0, "{text:?}: {near}");
    let set = Helmert::parse(text).ok().or_else(|| Datum::named(text).and_then(|d| d.to_wgs84));
    let Some(set) = set else { return };
    for (lat, lon) in [(0.0, 0.0), (-90.0, 12.0), (41.5, -179.999), (89.9999, 90.0)] {
        let there = set.forward(&own, &wgs, LatLon::new(lat, lon));
        let back = set.backward(&own, &wgs, there);
        for p in [there, back] {
            assert!(p.check().is_ok(), "{text:?} moves {lat}, {lon} to {p:?}");
        }
    }
    assert!(!set.words().is_empty());
}
