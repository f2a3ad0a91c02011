//! Cells and lines of a register within -180 to 180 degrees, as other programs want them: those that run over the
//! antimeridian are cut there, where their edges meet it on the ellipsoid.

use littoral_delimit::LinePoint;
use littoral_delimit::division::Area;
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};

use super::division::rounded;
use crate::exchange::{Shape, crossed, cut};

/// A place of a line: where, and which of the line's points; none for one that is there only because of the cut.
pub(super) type Place = ([f64; 2], Option<usize>);

/// The polygons of a cell, rings closed.
pub(super) fn surfaces(earth: &Earth, area: &Area) -> Vec<Vec<Vec<[f64; 2]>>> {
    let whole = |ring: &Vec<[f64; 2]>| {
        let mut places: Vec<LatLon> = ring.iter().map(|p| LatLon::new(p[0], p[1])).collect();
        places.extend(places.first().copied());
        let mut places = crossed(earth, &places, LineKind::Geodesic);
        places.pop();
        places
    };
    let Shape::Polygons(parts) =
        cut(&Shape::Polygons(vec![area.rings.iter().map(whole).collect()]))
    else {
        return Vec::new();
    };
    let closed = |ring: Vec<LatLon>| {
        let mut ring: Vec<[f64; 2]> =
            ring.iter().map(|p| [rounded(p.lat), rounded(p.lon)]).collect();
        ring.extend(ring.first().copied());
        ring
    };
    parts.into_iter().map(|part| part.into_iter().map(closed).collect()).collect()
}

/// The parts of a line; a closed one comes back to its first point.
pub(super) fn parts(earth: &Earth, points: &[LinePoint], closed: bool) -> Vec<Vec<Place>> {
    let mut line: Vec<LatLon> = points.iter().map(LinePoint::at).collect();
    line.extend(line.first().copied().filter(|_| closed));
    let along = crossed(earth, &line, LineKind::Geodesic);
    // Crossings are put between points that stay in their order.
    let (mut of, mut next) = (Vec::with_capacity(along.len()), 0);
    for p in &along {
        let own = line.get(next).is_some_and(|q| same(*q, *p));
        of.push(own.then_some(next % points.len().max(1)));
        next += usize::from(own);
    }
    let mut out: Vec<Vec<Place>> = Vec::new();
    let mut here = None;
    for k in 1..along.len() {
        let strip = strip(f64::midpoint(along[k - 1].lon, along[k].lon));
        let place = |k: usize| (within(along[k], strip), of[k]);
        if here != Some(strip) {
            out.push(vec![place(k - 1)]);
            here = Some(strip);
        }
        out.last_mut().into_iter().for_each(|part| part.push(place(k)));
    }
    out
}

fn same(p: LatLon, q: LatLon) -> bool {
    p.lat == q.lat && wrap(p.lon - q.lon).abs() < 1e-9
}

/// The strip of 360 degrees in which a longitude lies: 0 for -180 to 180.
fn strip(lon: f64) -> i64 {
    ((lon + 180.0) / 360.0).floor() as i64
}

fn within(p: LatLon, strip: i64) -> [f64; 2] {
    [rounded(p.lat), rounded((p.lon - 360.0 * strip as f64).clamp(-180.0, 180.0))]
}
