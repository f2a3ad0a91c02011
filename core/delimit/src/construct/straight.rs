//! Checks of a system of straight baselines, segment by segment.
//!
//! Definition: UNCLOS art. 7 (straight baselines: no length is given there; para. 3: no appreciable departure
//! from the general direction of the coast; para. 2 and DOALOS' study of 1989 ask that segments join) and art. 47
//! (archipelagic: at most 100 M, up to 3 per cent of the segments to 125 M). The figures against which
//! departure and length are held under art. 7 are practice, not law: 20 degrees and 24 M after *Limits in
//! the Seas* no. 106; both are parameters. Units metres and degrees. Degenerate: segments of no length are
//! findings; fewer than two points are refused.
//!
//! ```
//! use littoral_delimit::construct::straight::{Limits, check};
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon, curve::LineKind};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let at = LatLon::new;
//! let found = check(&earth, &[at(60.0, 5.0), at(60.5, 5.0)], LineKind::Geodesic, &Limits::default(), None);
//! assert!(!found.unwrap().segments[0].length_ok); // 30 M
//! ```

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};

use super::coast::anchors;
use super::{NAUTICAL_MILE_M, invalid};
use crate::error::DelimitError;

/// What segments are held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Greatest length, metres.
    pub length_m: f64,
    /// Greatest departure from the general direction, degrees.
    pub departure_deg: f64,
    /// Hold against art. 47 instead: 100 M, three per cent to 125 M.
    pub archipelagic: bool,
}

impl Default for Limits {
    /// 24 M and 20 degrees.
    fn default() -> Self {
        Self { length_m: 24.0 * NAUTICAL_MILE_M, departure_deg: 20.0, archipelagic: false }
    }
}

/// One segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Ends.
    pub ends: [LatLon; 2],
    /// Length, metres.
    pub length_m: f64,
    /// Azimuth at its start, degrees.
    pub azimuth_deg: f64,
    /// Angle at its middle to the general direction, carried there along the geodesic from the nearest place of the chord, degrees, 0 to 90.
    pub departure_deg: f64,
    /// Within the greatest length?
    pub length_ok: bool,
    /// Within the greatest departure?
    pub departure_ok: bool,
}

/// The checks of a system.
#[derive(Debug, Clone, PartialEq)]
pub struct Checks {
    /// General direction that was used, degrees.
    pub direction_deg: f64,
    /// Segments in order.
    pub segments: Vec<Segment>,
    /// Total length, metres.
    pub total_m: f64,
    /// What holds of the whole.
    pub findings: Vec<String>,
}

/// Checks the segments of a line. The general direction is the chord of two points, or that of the line's
/// own ends (of a closed line: of its two coordinates farthest apart).
///
/// # Errors
/// [`DelimitError::Invalid`] for fewer than two distinct points, and for neighbours at opposite points of the earth.
pub fn check(
    earth: &Earth,
    points: &[LatLon],
    kind: LineKind,
    limits: &Limits,
    chord: Option<[LatLon; 2]>,
) -> Result<Checks, DelimitError> {
    super::check_places(points)?;
    let chord = match chord.or_else(|| own_chord(earth, points)) {
        Some(c) => c,
        None => return invalid("a baseline needs two distinct points"),
    };
    let general = super::line(earth, LineKind::Geodesic, chord[0], chord[1])?;
    let mut out = Checks {
        direction_deg: general.spot(earth, 0.0).azimuth_deg.rem_euclid(360.0),
        segments: Vec::new(),
        total_m: 0.0,
        findings: Vec::new(),
    };
    let most = if limits.archipelagic { 100.0 * NAUTICAL_MILE_M } else { limits.length_m };
    for (k, w) in points.windows(2).enumerate() {
        if earth.karney_m(w[0], w[1]) == 0.0 {
            out.findings.push(format!("segment {} has no length", k + 1));
            continue;
        }
        let edge = super::line(earth, kind, w[0], w[1])?;
        let spot = edge.spot(earth, 0.0);
        let departure_deg = departure_deg(earth, &general, &edge);
        let length_m = edge.length();
        out.total_m += length_m;
        out.segments.push(Segment {
            ends: [w[0], w[1]],
            length_m,
            azimuth_deg: spot.azimuth_deg.rem_euclid(360.0),
            departure_deg,
            length_ok: length_m <= most,
            departure_ok: departure_deg <= limits.departure_deg,
        });
    }
    if out.segments.is_empty() {
        return invalid("a baseline needs two distinct points");
    }
    if limits.archipelagic {
        out.archipelago();
    }
    Ok(out)
}

/// Angle between a segment at its middle and the general direction, that is carried there from the nearest place of the chord along the
/// geodesic between the two, to which it keeps its angle: north at two places is not one direction.
fn departure_deg(earth: &Earth, general: &Curve, edge: &Curve) -> f64 {
    let middle = edge.spot(earth, f64::midpoint(edge.range[0], edge.range[1]));
    let from = general.spot(earth, general.nearest(earth, middle.at).0);
    let way = earth.inverse(from.at, middle.at);
    let turn = if way.distance_m > 0.0 { way.azimuth2_deg - way.azimuth1_deg } else { 0.0 };
    let off = wrap(middle.azimuth_deg - from.azimuth_deg - turn).abs();
    off.min(180.0 - off)
}

impl Checks {
    fn archipelago(&mut self) {
        let n = self.segments.len();
        let long = self.segments.iter().filter(|s| !s.length_ok).count();
        let over = self.segments.iter().filter(|s| s.length_m > 125.0 * NAUTICAL_MILE_M).count();
        let percent = 100.0 * long as f64 / n as f64;
        let word = if percent <= 3.0 && over == 0 { "PASS" } else { "FAIL" };
        self.findings.push(format!(
            "art. 47 (2): {long} of {n} segments ({percent:.1} per cent) exceed 100 M, {over} exceed 125 M: {word}"
        ));
    }
}

/// Ends of the line, or its two coordinates farthest apart where it closes.
fn own_chord(earth: &Earth, points: &[LatLon]) -> Option<[LatLon; 2]> {
    let (first, last) = (*points.first()?, *points.last()?);
    if first != last {
        return Some([first, last]);
    }
    farthest(earth, points)
}

/// The two coordinates farthest apart, the one that comes first in the line first: wherever a closed line is said to begin, they are the same two.
fn farthest(earth: &Earth, points: &[LatLon]) -> Option<[LatLon; 2]> {
    let (a, b) = anchors(earth, points);
    let ends = [points[a.min(b)], points[a.max(b)]];
    (earth.karney_m(ends[0], ends[1]) > 0.0).then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    #[test]
    fn lengths_and_departures() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        // Along the equator over 180 degrees: 20 M, then 30 M, then a leg at 45 degrees.
        let mile = 1.0 / 60.0 * 1852.0 / 1_855.324_8;
        let base =
            [at(0.0, 179.9), at(0.0, 179.9 + 20.0 * mile), at(0.0, -179.6 + 0.0), at(0.1, -179.5)];
        let chord = Some([at(0.0, 179.0), at(0.0, -179.0)]);
        let found = check(&e, &base, LineKind::Geodesic, &Limits::default(), chord).unwrap();
        assert!((found.segments[0].length_m - 20.0 * 1852.0).abs() < 1.0);
        assert!(found.segments[0].length_ok && found.segments[0].departure_ok);
        assert!(
            (found.segments[2].departure_deg - 44.8).abs() < 0.3 && !found.segments[2].departure_ok
        );
    }

    /// At 80 N a meridian 15 degrees of longitude east of the chord, itself a meridian: its azimuth is the same, but the directions meet at an
    /// angle, which on the sphere is what the geodesic between the middles turns by: 2 atan(tan(dlon / 2) sin lat).
    #[test]
    fn directions_at_two_places() {
        let e = Earth::new(&Ellipsoid::parse("6371000,0").unwrap());
        let at = LatLon::new;
        let chord = Some([at(78.0, 0.0), at(84.0, 0.0)]);
        let found = check(
            &e,
            &[at(79.9, 15.0), at(80.1, 15.0)],
            LineKind::Geodesic,
            &Limits::default(),
            chord,
        )
        .unwrap();
        // The nearest place of the chord lies at atan(tan lat / cos dlon), at right angles: there the way sets out at 90 degrees, and arrives at
        // 90 + atan(sin lat tan dlon).
        let want = (80.0_f64.to_radians().sin() * 15.0_f64.to_radians().tan()).atan().to_degrees();
        assert!((found.segments[0].departure_deg - want).abs() < 1e-3, "{found:?} {want}");
        assert!(
            check(
                &e,
                &[at(0.0, 0.0), at(0.0, 180.0), at(10.0, 180.0)],
                LineKind::Geodesic,
                &Limits::default(),
                chord
            )
            .is_err()
        );
    }

    #[test]
    fn archipelagic_three_per_cent() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let limits = Limits { archipelagic: true, ..Limits::default() };
        let base: Vec<LatLon> = (0..=3).map(|k| LatLon::new(0.0, 1.8 * f64::from(k))).collect();
        let found = check(&e, &base, LineKind::Geodesic, &limits, None).unwrap();
        assert!(found.findings[0].ends_with("FAIL"), "{found:?}");
        assert!(check(&e, &base[..1], LineKind::Geodesic, &limits, None).is_err());
        assert!(check(&e, &[base[0], base[0]], LineKind::Geodesic, &limits, None).is_err());
    }

    /// A closed line has its general direction by its two coordinates farthest apart, wherever it begins.
    #[test]
    fn a_closed_line_begins_anywhere() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let ring = [(-1.0, 179.5), (-1.2, -179.0), (0.1, -178.4), (0.9, -179.6)]
            .map(|(a, b)| LatLon::new(a, b));
        let directions = (0..ring.len()).map(|k| {
            let mut line = ring.to_vec();
            line.rotate_left(k);
            line.push(line[0]);
            let found = check(&e, &line, LineKind::Geodesic, &Limits::default(), None).unwrap();
            found.direction_deg.rem_euclid(180.0)
        });
        let wanted = e.inverse(ring[0], ring[2]).azimuth1_deg;
        directions.for_each(|d| assert!((d - wanted).abs() < 0.1, "{d} {wanted}"));
        assert!(check(&e, &[ring[0]; 3], LineKind::Geodesic, &Limits::default(), None).is_err());
    }
}
