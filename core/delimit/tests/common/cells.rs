//! Who holds a place, by the printed cells: rays in latitude and longitude against their rings.

use littoral_delimit::LayerDivision;
use littoral_geodesy::LatLon;

fn is_inside(ring: &[[f64; 2]], p: LatLon) -> bool {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    let crosses = |(a, b): &(&[f64; 2], &[f64; 2])| {
        (a[0] > p.lat) != (b[0] > p.lat)
            && p.lon < a[1] + (p.lat - a[0]) / (b[0] - a[0]) * (b[1] - a[1])
    };
    edges.filter(crosses).count() % 2 == 1
}

/// The first holder whose cells have a place; of a sea that does not reach the antimeridian.
pub fn holder(division: &LayerDivision, p: LatLon) -> Option<&str> {
    let has = |rings: &mut dyn Iterator<Item = &Vec<[f64; 2]>>| {
        rings.filter(|ring| is_inside(ring, p)).count() % 2 == 1
    };
    let mut all = division.cells.iter();
    all.find(|(_, areas)| has(&mut areas.iter().flat_map(|a| &a.rings))).map(|(h, _)| h.as_str())
}
