//! A shift common to all points of a line: the mark of another datum.
//!
//! Only the part of a shift across the line shows. The shift (east, north) that accounts for the ways of all
//! points to the equidistance line is found by least squares; where it accounts for most of them it is said, with
//! the datums whose coordinates would be off by it there.

use littoral_geodesy::{Datum, Earth, Ellipsoid, LatLon};

use super::{AuditPoint, Court};

/// Points farther off have other reasons, metres.
const MOST_M: f64 = 500.0;
/// A common shift is said from here, metres.
const LEAST_M: f64 = 15.0;
/// It must leave less than this part of the ways.
const LEFT: f64 = 0.4;
/// A datum is named whose shift is as near as this, metres.
const NEAR_M: f64 = 40.0;

/// The finding about another datum, if there is one.
pub(super) fn finding(court: &Court<'_>, points: &[AuditPoint]) -> Option<String> {
    let near: Vec<&AuditPoint> = points.iter().filter(|p| p.shift_m.abs() < MOST_M).collect();
    if near.len() < 4 || near.len() * 3 < points.len() * 2 {
        return None;
    }
    let (east, north) = common(&near)?;
    let rms = |f: &dyn Fn(&AuditPoint) -> f64| {
        (near.iter().map(|p| f(p) * f(p)).sum::<f64>() / near.len() as f64).sqrt()
    };
    let before = rms(&|p| p.shift_m);
    let after = rms(&|p| {
        let (x, y) = normal(p);
        p.shift_m.abs() - east * x - north * y
    });
    let rounding = near.iter().map(|p| p.subject.rounding_m).sum::<f64>() / near.len() as f64;
    let length = libm::hypot(east, north);
    if length < LEAST_M.max(2.0 * rounding) || after > LEFT * before {
        return None;
    }
    let azimuth = libm::atan2(east, north).to_degrees().rem_euclid(360.0);
    let named = candidates(court.earth, near[near.len() / 2].subject.at, (east, north));
    let words = match named.as_slice() {
        [] => String::new(),
        list => format!(" ({} there)", list.join(", ")),
    };
    Some(format!(
        "one shift of all points, {length:.0} m to {azimuth:.0} degrees, leaves {after:.0} m of {before:.0} m: is the line in another datum{words}?"
    ))
}

/// Direction from a point to the equidistance line.
fn normal(p: &AuditPoint) -> (f64, f64) {
    let a = p.azimuth_deg.to_radians();
    (libm::sin(a), libm::cos(a))
}

/// East and north of the shift that accounts best for all ways; `None` if all point along one direction.
fn common(points: &[&AuditPoint]) -> Option<(f64, f64)> {
    let sum = |f: &dyn Fn(&AuditPoint) -> f64| points.iter().map(|p| f(p)).sum::<f64>();
    let (xx, xy) = (sum(&|p| normal(p).0 * normal(p).0), sum(&|p| normal(p).0 * normal(p).1));
    let yy = sum(&|p| normal(p).1 * normal(p).1);
    let xs = sum(&|p| normal(p).0 * p.shift_m.abs());
    let ys = sum(&|p| normal(p).1 * p.shift_m.abs());
    let (det, trace) = (xx * yy - xy * xy, xx + yy);
    if det < 1e-3 * trace * trace {
        // One direction: the shift along it is all that shows.
        let s = sum(&|p| p.shift_m.abs()) / points.len() as f64;
        let (x, y) = (sum(&|p| normal(p).0), sum(&|p| normal(p).1));
        let n = libm::hypot(x, y);
        return (n > 0.9 * points.len() as f64).then(|| (s * x / n, s * y / n));
    }
    Some(((xs * yy - ys * xy) / det, (ys * xx - xs * xy) / det))
}

/// Datums whose coordinates, taken for those of the coasts, would be off by such a shift at a place.
fn candidates(earth: &Earth, at: LatLon, (east, north): (f64, f64)) -> Vec<&'static str> {
    let wgs = Ellipsoid::wgs84();
    if (earth.ellipsoid().a_m - wgs.a_m).abs() > 1.0 {
        return Vec::new();
    }
    let fits = |name: &&str| {
        let Some(datum) = Datum::named(name) else { return false };
        let (Some(set), Ok(figure)) = (datum.to_wgs84, Ellipsoid::parse(&datum.ellipsoid)) else {
            return false;
        };
        let moved = set.forward(&Earth::new(&figure), earth, at);
        let way = earth.inverse(at, moved);
        let a = way.azimuth1_deg.to_radians();
        let (x, y) = (way.distance_m * libm::sin(a), way.distance_m * libm::cos(a));
        way.distance_m > LEAST_M && libm::hypot(x - east, y - north) < NEAR_M
    };
    Datum::names().into_iter().filter(fits).collect()
}
