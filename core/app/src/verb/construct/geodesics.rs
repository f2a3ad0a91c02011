//! Lines as geodesics: what is reckoned along geodesics takes loxodromes as close pieces of them, and curves that are neither are
//! written as such.

use std::collections::BTreeMap;

use littoral_delimit::construct::densify::{Drawn, densify};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use crate::number::counted;

/// Where nothing else is asked for, loxodromes are followed to this, metres: a length along them is good to a part in 1e9.
pub(super) const FOLLOWED_M: f64 = 0.01;

/// A line whose geodesics keep to its edges within a tolerance, metres; one of geodesics as it is.
#[must_use]
pub(super) fn followed(
    earth: &Earth,
    line: &[LatLon],
    kind: LineKind,
    tolerance_m: f64,
) -> Vec<LatLon> {
    let mut out: Vec<LatLon> = line.iter().take(1).copied().collect();
    for w in line.windows(2) {
        let edge = Curve::between(earth, kind, w[0], w[1]).filter(|_| kind == LineKind::Loxodrome);
        if let Some(edge) = edge {
            let inner = densify(earth, &edge, Drawn::Geodesic, tolerance_m);
            out.extend(inner.iter().skip(1).take(inner.len().saturating_sub(2)).map(|s| s.at));
        }
        out.push(w[1]);
    }
    out
}

/// Points of a curve between which geodesics, and straight pieces of the chart in longitude and latitude, keep to it within a
/// tolerance, metres.
#[must_use]
pub(super) fn drawn(earth: &Earth, curve: &Curve, tolerance_m: f64) -> Vec<LatLon> {
    let on_chart = densify(earth, curve, Drawn::Chart, tolerance_m);
    let mut out: Vec<LatLon> = on_chart.iter().take(1).map(|s| s.at).collect();
    for w in on_chart.windows(2) {
        let piece = curve.over([w[0].s, w[1].s]);
        out.extend(
            densify(earth, &piece, Drawn::Geodesic, tolerance_m).iter().skip(1).map(|s| s.at),
        );
    }
    out
}

/// Takes the loxodromes of coasts, and the land within, as geodesics within a tolerance, metres, and says so.
pub(super) fn taken(bases: &mut Bases, earth: &Earth, tolerance_m: f64) -> Option<String> {
    let mut n = 0;
    let loxodromes = |l: &&mut BaseLine| {
        l.edge == EdgeKind::Loxodrome && l.kind != ShoreKind::BasePoint && l.nodes.len() > 1
    };
    let side = |a: LatLon, b: LatLon| [a, b].map(|p| [p.lat.to_bits(), p.lon.to_bits()]);
    let mut inner = BTreeMap::new();
    for line in bases.lines.iter_mut().filter(loxodromes) {
        let closed = line.closed();
        let mut given = line.points();
        given.extend(given.first().copied().filter(|_| closed));
        let mut places: Vec<LatLon> = given.iter().take(1).copied().collect();
        for w in given.windows(2) {
            let edge = followed(earth, w, LineKind::Loxodrome, tolerance_m);
            places.extend_from_slice(&edge[1..]);
            inner.insert(side(w[0], w[1]), edge[1..edge.len() - 1].to_vec());
        }
        if closed {
            places.pop();
        }
        let node = |at: LatLon| BaseNode { at, name: String::new() };
        line.nodes = places.into_iter().map(node).collect();
        line.edge = EdgeKind::Geodesic;
        n += 1;
    }
    // Land has the edges of its shore, in either direction.
    for (_, ring) in bases.land.iter_mut().chain(&mut bases.enclosed).filter(|_| n > 0) {
        let given = std::mem::take(ring);
        for (k, p) in given.iter().enumerate() {
            let next = given[(k + 1) % given.len()];
            ring.push(*p);
            match (inner.get(&side(*p, next)), inner.get(&side(next, *p))) {
                (Some(on), _) => ring.extend(on),
                (None, Some(back)) => ring.extend(back.iter().rev()),
                (None, None) => {}
            }
        }
    }
    let lines = counted(n, "line of loxodromes is", "lines of loxodromes are");
    (n > 0).then(|| format!("{lines} taken as geodesics within {tolerance_m} m"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// A parallel of latitude is followed: every place of the geodesics between keeps its latitude, whose degree is
    /// 111 412 m long there at most.
    #[test]
    fn a_parallel_is_followed() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let line = [LatLon::new(60.0, 178.0), LatLon::new(60.0, -177.0)];
        let found = followed(&earth, &line, LineKind::Loxodrome, 1.0);
        assert_eq!((found[0], found[found.len() - 1]), (line[0], line[1]));
        for w in found.windows(2) {
            let middle = earth.direct(
                w[0],
                earth.inverse(w[0], w[1]).azimuth1_deg,
                earth.karney_m(w[0], w[1]) / 2.0,
            );
            let off_m = (middle.lat - 60.0).abs() * 111_412.0;
            assert!(off_m < 1.0 && off_m > 0.2, "{off_m}");
        }
        assert_eq!(followed(&earth, &line, LineKind::Geodesic, 1.0), line);
        // On the chart it is straight, and is close all the same.
        let curve = Curve::between(&earth, LineKind::Loxodrome, line[0], line[1]).unwrap();
        assert_eq!(drawn(&earth, &curve, 1.0).len(), found.len());
        let on_equator = LatLon::new(0.0, 8.0);
        let line = Curve::between(&earth, LineKind::Loxodrome, LatLon::new(0.0, 0.0), on_equator);
        assert_eq!(drawn(&earth, &line.unwrap(), 1.0).len(), 2);
    }
}
