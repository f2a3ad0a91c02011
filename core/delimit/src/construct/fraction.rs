//! Fractional line between two lines: a given share of the way from the first to the second.
//!
//! Definition: every point's distance to the first line is to its distance to the second as `t` to `1 - t`
//! (Jan Mayen, ICJ 1993, divided the area between two lines; IHO C-51 (TALOS) 6.3). `t = 1/2` is the
//! line midway. Units metres. Between the points given, at corners of either line and every `step_m`, points
//! are solved to 1e-6 m and joined by geodesics. Degenerate: lines that cross or touch give points on
//! both; lines of a single point are refused; a point for which the iteration does not settle is a finding.
//!
//! ```
//! use littoral_delimit::construct::fraction::fraction;
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let at = LatLon::new;
//! let (a, b) = ([at(-0.5, 10.0), at(0.5, 10.0)], [at(-0.5, 12.0), at(0.5, 12.0)]);
//! let found = fraction(&earth, &a, &b, 0.25, 2.0e4).unwrap();
//! assert!(found.points.iter().all(|p| (p.at.lon - 10.5).abs() < 1e-3));
//! ```

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use super::base::{BaseLine, BaseNode, BaseSet, Bases, Control};
use super::{check_distance, invalid};
use crate::error::DelimitError;

/// Most points of a fractional line.
const MOST: f64 = 20_000.0;

/// A point of a fractional line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FractionPoint {
    /// Where.
    pub at: LatLon,
    /// Distances to the two lines, metres.
    pub distances_m: [f64; 2],
    /// What is left of the equation, metres.
    pub residual_m: f64,
}

/// A fractional line.
#[derive(Debug, Clone, PartialEq)]
pub struct Fraction {
    /// Points in the order of the first line.
    pub points: Vec<FractionPoint>,
    /// Places from which no point was reached.
    pub findings: Vec<String>,
}

/// The line at the share `t` (0 to 1) of the way from line `a` to line `b`, both joined by geodesics.
///
/// # Errors
/// [`DelimitError::Invalid`]: a line of fewer than two points, `t` outside 0 to 1, a step out of range.
pub fn fraction(
    earth: &Earth,
    a: &[LatLon],
    b: &[LatLon],
    t: f64,
    step_m: f64,
) -> Result<Fraction, DelimitError> {
    check_distance("the step", step_m)?;
    if a.len() < 2 || b.len() < 2 {
        return invalid("a line needs two points or more");
    }
    if !(0.0..=1.0).contains(&t) {
        return invalid(format!("the share {t} is not between 0 and 1"));
    }
    super::check_places(a)?;
    super::check_places(b)?;
    let sets = [index(earth, a), index(earth, b)];
    let mut out = Fraction { points: Vec::new(), findings: Vec::new() };
    for from in stations(earth, a, step_m)? {
        let Some(foot) = sets[1].control(from) else { continue };
        let start = earth.direct(from, foot.azimuth_deg, foot.distance_m * t);
        match solved(earth, &sets, start, t) {
            Some(p) => out.points.push(p),
            None => out.findings.push(format!(
                "no point is reached from {:.5}, {:.5}",
                from.lat,
                wrap(from.lon)
            )),
        }
    }
    Ok(out)
}

fn index(earth: &Earth, line: &[LatLon]) -> BaseSet {
    let nodes = line.iter().map(|p| BaseNode { at: *p, name: String::new() }).collect();
    let (name, origin) = (String::new(), String::new());
    let (kind, edge) = (ShoreKind::Baseline, EdgeKind::Geodesic);
    let base = BaseLine { party: 0, name, kind, edge, nodes, origin };
    let bases = Bases { parties: vec![String::new()], lines: vec![base], ..Bases::default() };
    BaseSet::new(earth, &bases.without_repeats(), false, |_, _| true)
}

/// Corners of a line, and points between them no farther apart than a step.
fn stations(earth: &Earth, line: &[LatLon], step_m: f64) -> Result<Vec<LatLon>, DelimitError> {
    let mut out = vec![line[0]];
    for w in line.windows(2) {
        let edge = earth.inverse(w[0], w[1]);
        let n = (edge.distance_m / step_m).ceil().max(1.0);
        if n + out.len() as f64 > MOST {
            return invalid(format!("the line has more than {MOST} points at this step"));
        }
        out.extend(
            (1..n as usize)
                .map(|k| earth.direct(w[0], edge.azimuth1_deg, edge.distance_m * k as f64 / n)),
        );
        out.push(w[1]);
    }
    Ok(out)
}

/// Newton's method along the gradient of `(1 - t) d1 - t d2`.
fn solved(earth: &Earth, sets: &[BaseSet; 2], start: LatLon, t: f64) -> Option<FractionPoint> {
    let mut at = start;
    for _ in 0..50 {
        let [a, b]: [Control; 2] = [sets[0].control(at)?, sets[1].control(at)?];
        let f = (1.0 - t) * a.distance_m - t * b.distance_m;
        if f.abs() < 1e-7 {
            let distances_m = [a.distance_m, b.distance_m];
            return Some(FractionPoint { at, distances_m, residual_m: f });
        }
        let unit = |deg: f64| (libm::sin(deg.to_radians()), libm::cos(deg.to_radians()));
        let (u, v) = (unit(a.azimuth_deg), unit(b.azimuth_deg));
        let g = (-(1.0 - t) * u.0 + t * v.0, -(1.0 - t) * u.1 + t * v.1);
        let g2 = g.0 * g.0 + g.1 * g.1;
        if g2 < 1e-9 {
            return None;
        }
        let length = -f / g2.sqrt();
        let azimuth = libm::atan2(g.0, g.1).to_degrees();
        at = earth.direct(at, azimuth, length.clamp(-1.0e5, 1.0e5));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// Between mirrored lines the middle is the mirror; at other shares the ratio holds.
    #[test]
    fn mirrored_lines() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        let a = [at(2.0, 178.0), at(2.5, 179.0), at(2.2, -179.0)];
        let b = a.map(|p| at(-p.lat, p.lon));
        let middle = fraction(&e, &a, &b, 0.5, 3.0e4).unwrap();
        assert!(middle.findings.is_empty() && middle.points.len() > 10);
        assert!(middle.points.iter().all(|p| p.at.lat.abs() < 1e-11), "{middle:?}");
        let third = fraction(&e, &a, &b, 1.0 / 3.0, 3.0e4).unwrap();
        for p in third.points {
            assert!((2.0 * p.distances_m[0] - p.distances_m[1]).abs() < 1e-6, "{p:?}");
        }
        assert!(fraction(&e, &a, &b, 1.5, 3.0e4).is_err());
        assert!(fraction(&e, &a[..1], &b, 0.5, 3.0e4).is_err());
    }
}
