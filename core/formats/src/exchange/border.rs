//! Where edges meet the antimeridian on the ellipsoid: put into a line or ring before it is cut there, lest a straight piece of
//! the chart cross it beside a long edge.

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};

/// The points in longitudes that run on, with one on every crossing of the antimeridian; `kind` is the nature of the edges.
#[must_use]
pub fn crossed(earth: &Earth, points: &[LatLon], kind: LineKind) -> Vec<LatLon> {
    let mut out: Vec<LatLon> = Vec::with_capacity(points.len());
    for p in points {
        let Some(last) = out.last().copied() else {
            out.push(*p);
            continue;
        };
        let next = LatLon::new(p.lat, last.lon + wrap(p.lon - last.lon));
        let (west, east) = (last.lon.min(next.lon), last.lon.max(next.lon));
        let border = 360.0 * ((west + 180.0) / 360.0).floor() + 180.0;
        if west < border && border < east {
            out.extend(at_meridian(earth, last, next, border, kind));
        }
        out.push(next);
    }
    out
}

/// Where an edge meets a meridian between its ends; none for opposite ends. Halved until the place is sure to 0.1 micrometre.
fn at_meridian(earth: &Earth, a: LatLon, b: LatLon, lon: f64, kind: LineKind) -> Option<LatLon> {
    let edge = Curve::between(earth, kind, a, b)?;
    let side = |s: f64| wrap(edge.at(earth, s).lon - lon) > 0.0;
    let [mut from, mut to] = edge.range;
    let first = wrap(a.lon - lon) > 0.0;
    while to - from > 1e-7 {
        let middle = f64::midpoint(from, to);
        if side(middle) == first { from = middle } else { to = middle }
    }
    Some(LatLon::new(edge.at(earth, f64::midpoint(from, to)).lat, lon))
}
