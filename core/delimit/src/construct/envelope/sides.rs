//! The sides of a line that have a limit: not where its land lies.

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::ShoreKind;

use super::Side;
use crate::construct::base::{BaseLine, Land};

/// How far beside an edge land is looked for, metres.
const BESIDE_M: f64 = 200.0;

/// Is there a limit to the left and to the right of a line? Not where its land lies.
pub(super) fn seaward(earth: &Earth, line: &BaseLine, side: Side, land: &Land) -> [bool; 2] {
    let wanted = [side != Side::Right, side != Side::Left];
    let shore = matches!(line.kind, ShoreKind::Coast | ShoreKind::Islands);
    if !shore || side != Side::Both || land.is_empty() {
        return wanted;
    }
    // Beside the longest edge.
    let edges = line.nodes.windows(2).map(|w| (w[0].at, w[1].at));
    let rough = |(a, b): &(LatLon, LatLon)| (a.lat - b.lat).abs() + wrap(a.lon - b.lon).abs();
    let Some((a, b)) = edges.max_by(|x, y| rough(x).total_cmp(&rough(y))) else { return wanted };
    let way = earth.inverse(a, b);
    let middle = earth.direct(a, way.azimuth1_deg, way.distance_m / 2.0);
    let step = (way.distance_m / 4.0).min(BESIDE_M);
    let ashore =
        [-90.0, 90.0].map(|turn| land.holds(earth.direct(middle, way.azimuth1_deg + turn, step)));
    match ashore {
        [true, false] => [false, true],
        [false, true] => [true, false],
        _ => wanted,
    }
}
