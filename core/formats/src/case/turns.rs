//! One place, one longitude: coasts meet where their coordinates are the same, and 180 and -180, or 181 and -179, are.

use std::collections::HashMap;

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use littoral_model::Case;

/// Digits after the point of a degree to which a place is one whatever turn its longitude counts from: a turn added costs
/// the last bits.
const GRAIN_DEG: f64 = 1e-10;

/// Writes every place of the coast with the longitude that it has first: in the sea, the shores, the termini, in their order.
pub(super) fn one_turn(case: &mut Case) {
    // Where none reaches the antimeridian, no place has two longitudes.
    if !places(case).any(|p| p.lon.abs() >= 180.0) {
        return;
    }
    let mut first: HashMap<[i64; 2], f64> = HashMap::new();
    for place in places(case) {
        let lon = first.entry(key(*place)).or_insert(place.lon);
        if (*lon - place.lon).abs() > 180.0 {
            place.lon = *lon;
        }
    }
}

/// A place whatever turn its longitude counts from.
fn key(p: LatLon) -> [i64; 2] {
    let lon = if wrap(p.lon) == -180.0 { 180.0 } else { wrap(p.lon) };
    [p.lat, lon].map(|degrees| (degrees / GRAIN_DEG).round() as i64)
}

fn places(case: &mut Case) -> impl Iterator<Item = &mut LatLon> {
    let rings = std::iter::once(&mut case.sea.outer).chain(&mut case.sea.inner);
    let shores = case.shores.iter_mut().flat_map(|s| &mut s.lines);
    let lines = rings.chain(shores).chain(&mut case.excluded).flatten();
    lines.chain(case.termini.iter_mut().map(|t| &mut t.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_model::{EdgeKind, Names, Shore, ShoreKind, Terminus};

    /// Two coasts that meet at 180 and an inland place beside it, each written three ways.
    #[test]
    fn a_place_has_one_longitude() {
        let line = |lons: [f64; 2]| lons.map(|lon| LatLon::new(lon.abs() - 179.0, lon)).to_vec();
        for (mine, theirs, at) in [
            ([179.7, 180.0], [-180.0, -179.7], 180.0),
            ([179.7, 180.0], [180.0, 180.3], -180.0),
            ([-180.3, -180.0], [180.0, 180.3], 180.0),
        ] {
            let mut case = Case::empty("a");
            let shore = |party, lines| {
                let (kind, edge) = (ShoreKind::Coast, EdgeKind::Geodesic);
                Shore { party, kind, lines: vec![lines], edge, origin: String::new() }
            };
            case.sea.outer = line([180.3, 180.0]);
            case.sea.outer[0].lat = line([-179.7, 0.0])[0].lat;
            case.shores = vec![shore(0, line(mine)), shore(1, line(theirs))];
            let (name, origin) = (Names::default(), String::new());
            let at = LatLon::new(1.0, at);
            case.termini = vec![Terminus { name, between: [0, 1], at, origin }];
            one_turn(&mut case);
            let ends = [case.shores[0].lines[0][1], case.shores[1].lines[0][0]];
            assert_eq!(ends, [case.sea.outer[1]; 2]);
            assert_eq!(case.termini[0].at, ends[0]);
            if theirs[1] == -179.7 {
                assert_eq!(case.shores[1].lines[0][1], case.sea.outer[0]);
            }
            let before = format!("{case:?}");
            one_turn(&mut case);
            assert_eq!(format!("{case:?}"), before);
        }
    }
}
