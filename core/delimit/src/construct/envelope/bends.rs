//! Loxodromes that bend more sharply than the limit is far.
//!
//! A loxodrome has the geodesic curvature `tan(lat) sin(azimuth) / N`, with `N` the radius of curvature of the prime vertical:
//! its azimuth is the same everywhere while meridians converge. On its poleward side geodesics square to it meet at the centre
//! of that curvature. A parallel beyond is nearer to other places of the edge than to those it is drawn from, and is no limit.

use littoral_geodesy::Earth;
use littoral_model::EdgeKind;

use crate::construct::base::BaseLine;
use crate::error::DelimitError;

/// So much nearer than the centre the limit must be.
const CLEAR: f64 = 1.02;

/// Refuses a line with a loxodrome whose parallel at a distance would lie beyond the centre of its curvature.
pub(super) fn check(earth: &Earth, line: &BaseLine, distance_m: f64) -> Result<(), DelimitError> {
    if line.edge != EdgeKind::Loxodrome {
        return Ok(());
    }
    let count = line.nodes.len();
    for (k, node) in line.nodes.iter().enumerate() {
        let Some(edge) = line.curve(earth, k) else { continue };
        let next = &line.nodes[(k + 1) % count];
        // The curvature grows with the latitude.
        let poleward = if next.at.lat.abs() > node.at.lat.abs() { next } else { node };
        let lat = poleward.at.lat.to_radians();
        let azimuth = edge.spot(earth, edge.range[0]).azimuth_deg.to_radians();
        let n = earth.ellipsoid().a_m / (1.0 - earth.e2() * libm::sin(lat).powi(2)).sqrt();
        let radius_m = n / (libm::tan(lat) * libm::sin(azimuth)).abs();
        if radius_m < CLEAR * distance_m {
            let text = format!(
                "the loxodrome {} bends with a radius of {:.1} km here, so it has no limit at {:.1} km on its poleward side; \
                 join its ends by geodesics, with places along it for base points where it is to be kept to",
                named(line, k),
                radius_m / 1e3,
                distance_m / 1e3
            );
            return Err(DelimitError::Geometry { text, at: poleward.at });
        }
    }
    Ok(())
}

/// An edge by the names of its ends, or by its number in its line.
fn named(line: &BaseLine, k: usize) -> String {
    let ends = [k, (k + 1) % line.nodes.len()].map(|k| line.nodes[k].name.as_str());
    match ends {
        ["", _] | [_, ""] => format!("{} of line {:?}", k + 1, line.name),
        [a, b] => format!("{a}–{b}"),
    }
}
