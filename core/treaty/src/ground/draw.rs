//! Shores, prolonged lines and midpoint lines, drawn from the case.

use littoral_delimit::Waters;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Chain, Earth, Join, LatLon, Shoreline, neighbours};
use littoral_model::{Case, EdgeKind, Shore, ShoreKind};

/// Step of a midpoint line in latitude, degrees.
const MIDPOINT_STEP_DEG: f64 = 0.02;
/// Degrees by which a midpoint line goes on beyond both coasts.
const BEYOND_DEG: f64 = 3.0;

/// A party's base points.
pub(super) fn shore(earth: &Earth, case: &Case, party: usize, islands: bool) -> Shoreline {
    let take = |s: &&Shore| {
        s.party == party
            && match s.kind {
                ShoreKind::Coast | ShoreKind::BasePoint => true,
                ShoreKind::Islands => islands,
                ShoreKind::Baseline => false,
            }
    };
    let mut chains = Vec::new();
    for shore in case.shores.iter().filter(take) {
        let join = match (shore.kind, shore.edge) {
            (ShoreKind::BasePoint, _) => Join::Points,
            (_, EdgeKind::Geodesic) => Join::Geodesic,
            (_, EdgeKind::Loxodrome) => Join::Loxodrome,
        };
        let closed = shore.kind == ShoreKind::Islands;
        chains.extend(shore.lines.iter().map(|l| Chain { points: l, closed, join }));
    }
    neighbours::sort(earth, &mut chains);
    Shoreline::new(earth, &chains)
}

/// The line with both ends carried on by geodesics across any sea.
pub(super) fn prolonged(earth: &Earth, points: &[LatLon]) -> Vec<LatLon> {
    const REACH_M: f64 = 2.5e6;
    let beyond = |from: LatLon, end: LatLon| {
        earth.direct(end, earth.inverse(end, from).azimuth1_deg + 180.0, REACH_M)
    };
    let mut line = Vec::with_capacity(points.len() + 2);
    if let [a, b, ..] = points {
        line.push(beyond(*b, *a));
    }
    line.extend_from_slice(points);
    if let [.., a, b] = points {
        line.push(beyond(*a, *b));
    }
    line
}

/// From south to north the midpoints, on each parallel, of the outermost mainland shores of a western
/// and an eastern party; carried on along the meridian at both ends.
pub(super) fn midpoints(waters: &Waters, west: usize, east: usize) -> Vec<LatLon> {
    let case = waters.case();
    let span = |party: usize| {
        let lats = lines(case, party).flatten().map(|p| p.lat);
        lats.fold((f64::INFINITY, f64::NEG_INFINITY), |m, x| (m.0.min(x), m.1.max(x)))
    };
    let (a, b) = (span(west), span(east));
    let (south, north) = (a.0.max(b.0), a.1.min(b.1));
    let mut out: Vec<LatLon> = Vec::new();
    let steps = ((north - south) / MIDPOINT_STEP_DEG).floor().max(0.0) as usize;
    for k in 0..=steps {
        let lat = south + MIDPOINT_STEP_DEG * k as f64;
        let (Some(w), Some(e)) =
            (crossing(waters, west, lat, f64::min), crossing(waters, east, lat, f64::max))
        else {
            continue;
        };
        out.push(LatLon::new(lat, wrap(f64::midpoint(w, e))));
    }
    if let (Some(first), Some(last)) = (out.first().copied(), out.last().copied()) {
        out.insert(0, LatLon::new(first.lat - BEYOND_DEG, first.lon));
        out.push(LatLon::new(last.lat + BEYOND_DEG, last.lon));
    }
    out
}

fn lines(case: &Case, party: usize) -> impl Iterator<Item = &Vec<LatLon>> {
    let own = move |s: &&Shore| s.party == party && s.kind == ShoreKind::Coast;
    case.shores.iter().filter(own).flat_map(|s| &s.lines)
}

/// The outermost longitude, as the sea counts it, at which a mainland coast meets a parallel.
fn crossing(waters: &Waters, party: usize, lat: f64, pick: fn(f64, f64) -> f64) -> Option<f64> {
    let mut found: Option<f64> = None;
    for line in lines(waters.case(), party) {
        for w in line.windows(2) {
            if (w[0].lat > lat) == (w[1].lat > lat) {
                continue;
            }
            let t = (lat - w[0].lat) / (w[1].lat - w[0].lat);
            let lon = waters.turn().count(w[0].lon + t * wrap(w[1].lon - w[0].lon));
            found = Some(found.map_or(lon, |f| pick(f, lon)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use littoral_geodesy::Ellipsoid;
    use littoral_model::{Names, Party};

    use super::*;

    /// Two degrees from 178.8 E on: the middle is 179.8 E, however the eastern coast is written.
    #[test]
    fn midpoints_across_180() {
        let at = |lat: f64, lon: f64| LatLon::new(lat, lon);
        for east in [-179.2, 180.8] {
            let mut case = Case::empty("across");
            case.ellipsoid = Ellipsoid::wgs84();
            let party = |id: &str| Party { id: id.to_owned(), name: Names::english(id) };
            case.parties = ["WWW", "EEE"].map(party).to_vec();
            let coast = |party, places: [LatLon; 4]| Shore {
                party,
                kind: ShoreKind::Coast,
                lines: vec![places.to_vec()],
                edge: EdgeKind::Loxodrome,
                origin: String::new(),
            };
            let (south, north) = (at(-1.0, 179.5), at(1.0, 179.5));
            case.shores = vec![
                coast(0, [north, at(1.0, 178.8), at(-1.0, 178.8), south]),
                coast(1, [south, at(-1.0, east), at(1.0, east), north]),
            ];
            case.sea.outer =
                case.shores.iter().flat_map(|s| s.lines[0][..3].iter().copied()).collect();
            let line = midpoints(&Waters::new(case).unwrap(), 0, 1);
            assert!(line.len() > 90, "{}", line.len());
            assert!(line.iter().all(|p| (p.lon - 179.8).abs() < 1e-9), "{line:?}");
        }
    }
}
