//! Length of a party's mainland coast at a scale.

use littoral_geodesy::{Earth, LatLon, SurfacePoint};
use littoral_model::{Case, ShoreKind};

use super::Metric;
use crate::thin::chosen;

pub(super) const METRIC: Metric = Metric {
    id: "coast_length",
    unit: "km",
    about: "Geodesic length of each party's mainland coast after Douglas and Peucker's generalisation at 10 km; lengths of coasts from different sources or at different scales must not be compared.",
    measure: |s| Some(s.by_party(|k, _| Some(s.coast_lengths_m().get(k)? / 1000.0))),
};

/// Length in metres of the mainland coast of party `party`, each line generalised so that no dropped vertex lies
/// farther than `scale_m` from the line kept (Douglas and Peucker 1973; ends always stay). 0 keeps every vertex.
#[must_use]
pub fn coast_length_m(earth: &Earth, case: &Case, party: usize, scale_m: f64) -> f64 {
    let coasts = case.shores.iter().filter(|s| s.party == party && s.kind == ShoreKind::Coast);
    let length = |line: &Vec<LatLon>| {
        let kept = generalised(earth, line, scale_m);
        kept.windows(2).map(|w| earth.karney_m(w[0], w[1])).sum::<f64>()
    };
    coasts.flat_map(|s| &s.lines).map(length).sum()
}

/// The vertices that Douglas and Peucker's method keeps at a scale.
#[must_use]
pub fn generalised(earth: &Earth, line: &[LatLon], scale_m: f64) -> Vec<LatLon> {
    if line.len() < 3 || scale_m <= 0.0 {
        return line.to_vec();
    }
    let points: Vec<SurfacePoint> = line.iter().map(|p| earth.point(*p)).collect();
    let worst = |(a, b): (usize, usize)| farthest(earth, &points, a, b).map(|(k, off)| (off, k));
    chosen(line.len(), |_| false, scale_m, worst).kept.into_iter().map(|k| line[k]).collect()
}

/// The vertex between two others that lies farthest from the line through them.
fn farthest(earth: &Earth, points: &[SurfacePoint], a: usize, b: usize) -> Option<(usize, f64)> {
    let (p, q) = (points[a], points[b]);
    let (chord, normal) = (q.p - p.p, p.p.cross(q.p).unit());
    let off = |k: usize| {
        let at = points[k];
        // Beyond an end, or from a chord without length, the end is nearest; else the plane of the chord and the
        // earth's centre is as good as the geodesic for choosing vertices.
        let along = (at.p - p.p).dot(chord);
        match along <= 0.0 || along >= chord.dot(chord) {
            true => earth.distance(&at, &p).min(earth.distance(&at, &q)),
            false => at.p.dot(normal).abs(),
        }
    };
    (a + 1..b).map(|k| (k, off(k))).max_by(|x, y| x.1.total_cmp(&y.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bay_counts_only_below_its_depth() {
        let earth = Earth::new(&littoral_geodesy::Ellipsoid::wgs84());
        // A straight shore of 200 km with a bay 20 km deep and narrow.
        let at = LatLon::new;
        let line =
            [at(40.0, 50.0), at(40.0, 51.0), at(40.18, 51.1), at(40.0, 51.2), at(40.0, 52.2)];
        assert_eq!(generalised(&earth, &line, 0.0).len(), 5);
        assert_eq!(generalised(&earth, &line, 10_000.0).len(), 5);
        assert_eq!(generalised(&earth, &line, 25_000.0).len(), 2);
    }
}
