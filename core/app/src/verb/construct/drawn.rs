//! Shapes of a result for a map, as RFC 7946 has them: longitudes within half a turn, and lines that cross the antimeridian cut
//! there. Read back, the parts are one line again.

use littoral_formats::exchange::{Shape, crossed, cut};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use serde_json::{Value, json};

/// What joins the points of a line: edges of a kind, which the file states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    /// So closely set that they are straight in longitude and latitude as well.
    Chart(LineKind),
    /// However long.
    By(LineKind),
}

impl Joined {
    /// The kind of edge between the points.
    pub(super) fn kind(self) -> LineKind {
        match self {
            Self::Chart(kind) | Self::By(kind) => kind,
        }
    }
}

/// Degrees to 1e-10 (0.01 mm).
pub(super) fn degrees(v: f64) -> Value {
    json!((v * 1e10).round() / 1e10 + 0.0)
}

/// Longitude and latitude.
pub(super) fn position(p: LatLon) -> Value {
    json!([degrees(wrap(p.lon)), degrees(p.lat)])
}

/// A point.
pub(super) fn point(p: LatLon) -> Value {
    json!({ "type": "Point", "coordinates": position(p) })
}

/// A line, in several parts where it crosses the antimeridian.
pub(super) fn line(earth: &Earth, points: &[LatLon], joined: Joined) -> Value {
    let whole = match joined {
        Joined::Chart(_) => points.to_vec(),
        Joined::By(kind) => crossed(earth, points, kind),
    };
    let run = |part: &[LatLon]| part.iter().map(|p| position(*p)).collect::<Value>();
    match cut(&Shape::Lines(vec![whole])) {
        Shape::Lines(parts) if parts.len() > 1 => {
            let parts = parts.iter().map(|p| run(p)).collect::<Value>();
            json!({ "type": "MultiLineString", "coordinates": parts })
        }
        Shape::Lines(parts) if parts.len() == 1 => {
            json!({ "type": "LineString", "coordinates": run(&parts[0]) })
        }
        _ => json!({ "type": "LineString", "coordinates": run(points) }),
    }
}

/// A polygon, its outer ring first, in several parts where an edge crosses the antimeridian.
pub(super) fn polygon(earth: &Earth, rings: &[Vec<LatLon>], kind: LineKind) -> Value {
    let on_border = |p: &LatLon| wrap(p.lon).abs() == 180.0;
    // Of rings that a flat map has cut already the edges along the cut step from one side to the other, or none does.
    let steps = |ring: &Vec<LatLon>| {
        let far = |k: usize| {
            let (p, q) = (&ring[k], &ring[(k + 1) % ring.len()]);
            (wrap(p.lon) - wrap(q.lon)).abs() > 180.0 && !(on_border(p) && on_border(q))
        };
        (0..ring.len()).any(far)
    };
    let closed =
        |ring: &[LatLon]| ring.iter().chain(ring.first()).map(|p| position(*p)).collect::<Value>();
    let parts = if rings.iter().any(steps) {
        let crossing = |ring: &Vec<LatLon>| {
            let around: Vec<LatLon> = ring.iter().chain(ring.first()).copied().collect();
            let mut around = crossed(earth, &around, kind);
            around.pop();
            around
        };
        match cut(&Shape::Polygons(vec![rings.iter().map(crossing).collect()])) {
            Shape::Polygons(parts) => parts,
            _ => Vec::new(),
        }
    } else {
        vec![rings.to_vec()]
    };
    let part = |rings: &Vec<Vec<LatLon>>| rings.iter().map(|r| closed(r)).collect::<Value>();
    match parts.as_slice() {
        [one] => json!({ "type": "Polygon", "coordinates": part(one) }),
        many => {
            json!({ "type": "MultiPolygon", "coordinates": many.iter().map(part).collect::<Value>() })
        }
    }
}

/// Which vertices of a line, counted from 0 and those of a cut as one, are none of its points: a crossing of the antimeridian put
/// them in.
pub(super) fn put_in(shape: &Value, points: &[LatLon]) -> Vec<usize> {
    let parts = match shape["type"].as_str() {
        Some("MultiLineString") => shape["coordinates"].as_array(),
        _ => None,
    };
    let mut out = Vec::new();
    let (Some(parts), mut at) = (parts, 0) else { return out };
    let on_border = |k: usize| points.get(k).is_some_and(|p| wrap(p.lon).abs() == 180.0);
    for part in parts.iter().take(parts.len() - 1) {
        at += part.as_array().map_or(1, Vec::len) - 1;
        if !on_border(at - out.len()) {
            out.push(at);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// Geodesic and loxodrome between two places off Fiji: latitudes at 180 by PROJ and by the isometric latitude.
    #[test]
    fn edges_cross_where_they_are() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let (a, b) = (LatLon::new(-18.0, 177.0), LatLon::new(-21.0, -176.0));
        for (kind, lat) in
            [(LineKind::Geodesic, -19.332_523_081_8), (LineKind::Loxodrome, -19.292_587_558_8)]
        {
            let drawn = line(&earth, &[a, b], Joined::By(kind));
            let parts: Vec<Vec<[f64; 2]>> =
                serde_json::from_value(drawn["coordinates"].clone()).unwrap();
            let want = [[180.0, lat], [-180.0, lat]];
            for (k, [lon, lat]) in want.into_iter().enumerate() {
                let found = parts[k][1 - k];
                assert!(found[0] == lon && (found[1] - lat).abs() < 2e-10, "{kind:?} {parts:?}");
            }
            assert_eq!((parts[0].len(), parts[1].len()), (2, 2));
        }
    }

    #[test]
    fn what_stays_on_one_side_is_one_line() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let at = |lon| LatLon::new(-18.0, lon);
        let drawn = |lons: &[f64]| {
            let points: Vec<LatLon> = lons.iter().map(|lon| at(*lon)).collect();
            line(&earth, &points, Joined::By(LineKind::Geodesic))["coordinates"].to_string()
        };
        assert_eq!(drawn(&[181.0, 182.0]), "[[-179.0,-18.0],[-178.0,-18.0]]");
        assert_eq!(drawn(&[180.0, 180.0]), "[[180.0,-18.0],[180.0,-18.0]]");
        assert_eq!(drawn(&[181.0]), "[[-179.0,-18.0]]");
        assert_eq!(
            drawn(&[179.0, -180.0, -179.0]),
            "[[[179.0,-18.0],[180.0,-18.0]],[[-180.0,-18.0],[-179.0,-18.0]]]"
        );
    }
}
