//! Meridians that touch the shore in one point: solved, and between their neighbours.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use littoral_delimit::{Field, Holder, NoFunctions, Partition, Region, SolveOptions, Waters};
use littoral_geodesy::LatLon;

/// Longitudes of capes of the coast at which a meridian touches it, one of them on each of three shores.
const CAPES: [f64; 4] = [53.1023, 50.2367, 47.4971, 50.5499];

#[test]
fn meridians_by_capes() {
    let waters = Waters::new(common::caspian()).unwrap();
    let west = |lon: f64| {
        let line = [36.0, 41.0, 47.5].map(|lat| LatLon::new(lat, lon));
        let side = Region::negative(waters.side(&line).unwrap());
        let sea = Partition::new(vec![(Holder::new("EAST"), Field::constant(0.0))]);
        let halves = sea.over_holder(&side, &Holder::new("WEST"));
        let found = waters.solve(&halves, &NoFunctions, &SolveOptions::default());
        found.unwrap_or_else(|e| panic!("{lon}: {e}")).area_km2["WEST"].as_f64().unwrap()
    };
    for lon in CAPES {
        let [before, at, after] = [lon - 1e-3, lon, lon + 1e-3].map(west);
        assert!(before < at && at < after, "{lon}: {before} {at} {after}");
        // A degree of longitude is 80 km here, the sea 1000 km long.
        assert!(after - before < 200.0, "{lon}: {before} {after}");
    }
}
