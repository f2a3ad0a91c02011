//! Where a base point slides from an edge of the coast to its end a line bends otherwise than before, and is cut there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use littoral_delimit::Waters;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::ShoreKind;

/// A base point opposite a coast along the equator that ends at longitude 0: as far as the coast goes the line is a parabola,
/// beyond it is straight. Where that is lies on the meridian of the coast's end, square to the equator, and Karney's distances
/// tell how far north: the line has a point there within a centimetre, in whichever direction the coast is written.
#[test]
fn a_parabola_that_ends() {
    let earth = Earth::new(&littoral_geodesy::Ellipsoid::wgs84());
    for (lat, lon) in [(0.1, 0.02), (0.1, -0.06), (0.04, 0.05), (-0.2, 0.1)] {
        let (tip, end) = (LatLon::new(lat, lon), LatLon::new(0.0, 0.0));
        let nearer = |y: f64| {
            let p = LatLon::new(y, 0.0);
            earth.karney_m(p, end) - earth.karney_m(p, tip)
        };
        let (mut lo, mut hi) = (0.0, lat * 4.0);
        for _ in 0..60 {
            let m = (lo + hi) / 2.0;
            if nearer(m) < 0.0 { lo = m } else { hi = m }
        }
        let ends = LatLon::new(lo, 0.0);
        for turned in [false, true] {
            let mut coast = vec![LatLon::new(0.0, -1.5), end];
            if turned {
                coast.reverse();
            }
            let mut case = common::case(&["AAA", "BBB"]);
            let (s, n) = (lat.min(0.0) * 8.0 - 0.01, lat.max(0.0) * 8.0 + 0.01);
            let corners = [(s, -0.5), (s, 0.5), (n, 0.5), (n, -0.5)];
            case.sea.outer = corners.map(|(lat, lon)| LatLon::new(lat, lon)).to_vec();
            case.shores.push(common::shore(0, ShoreKind::BasePoint, vec![vec![tip]]));
            case.shores.push(common::shore(1, ShoreKind::Coast, vec![coast]));
            let division = common::equidistance(&Waters::new(case).unwrap(), 1.0, 1.0);
            let points: Vec<LatLon> =
                division.lines[0].points.iter().map(|p| LatLon::new(p.lat, p.lon)).collect();
            let off = points.iter().map(|p| earth.karney_m(*p, ends)).fold(f64::INFINITY, f64::min);
            assert!(off < 0.01, "{lat} {lon}: {off}");
        }
    }
}
