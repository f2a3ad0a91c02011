//! Fractional line between two lines: a given share of the way from the first to the second.
//!
//! Definition: the places whose distance `d1` to the first line is to the distance `d2` to the second as `t` to
//! `1 - t`, that is `(1 - t) d1 - t d2 = 0` (Jan Mayen, ICJ 1993, divided the area between two lines; IHO C-51
//! (TALOS) 6.3). `t = 1/2` is the line midway. The distances are the shortest ones: opposite a corner of either line
//! the fractional line is a curve of its own, however short the way along that corner is, and where the nearest
//! point jumps it bends.
//!
//! Points are solved to 1e-7 m of the equation: from the corners of the first line and every `step_m` along it,
//! on the shortest way to the second, in the order of their feet (those that run back along the line found are left
//! out, `order.rs`), and
//! between them wherever the geodesic between neighbours is off the equation by more than `tolerance_m` (`fill.rs`).
//! Units metres. Degenerate: lines that cross or touch give points on both, each once; lines of a single point are refused; a
//! place from which the iteration does not settle, and a stretch between neighbours that no point brings within the
//! tolerance (the line has parts there), are findings, and so are the ends of the second line that no point faces: the line goes as far as
//! the first one does.
//!
//! ```
//! use littoral_delimit::construct::fraction::fraction;
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let at = LatLon::new;
//! let (a, b) = ([at(-0.5, 10.0), at(0.5, 10.0)], [at(-0.5, 12.0), at(0.5, 12.0)]);
//! let found = fraction(&earth, [&a, &b], 0.25, 2.0e4, 1.0).unwrap();
//! assert!(found.points.iter().all(|p| (p.at.lon - 10.5).abs() < 1e-3));
//! ```

mod equation;
mod fill;
mod order;

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};

use super::{check_distance, invalid};
use crate::error::DelimitError;
use equation::Equation;

/// Most points of a fractional line.
const MOST: usize = 20_000;

/// Points are solved to this, metres: nearer ones are one.
const SAME_M: f64 = 1e-7;

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
    /// Points in the order of the first line; the geodesics between them keep the tolerance except where a finding
    /// says otherwise.
    pub points: Vec<FractionPoint>,
    /// Places from which no point was reached, and stretches that do not keep the tolerance.
    pub findings: Vec<String>,
}

/// The line at the share `t` (0 to 1) of the way from the first to the second of two lines, both joined by geodesics.
///
/// `step_m` is the greatest distance along the first line between the places from which points are sought;
/// `tolerance_m` what the geodesics between neighbouring points may leave of the equation, 0.1 mm to 100 km.
///
/// # Errors
/// [`DelimitError::Invalid`]: a line of fewer than two points, a point that is no place, `t` outside 0 to 1, a step or
/// tolerance out of range, more than 20 000 points.
pub fn fraction(
    earth: &Earth,
    [a, b]: [&[LatLon]; 2],
    t: f64,
    step_m: f64,
    tolerance_m: f64,
) -> Result<Fraction, DelimitError> {
    check_distance("the step", step_m)?;
    if !(1e-4..=1e5).contains(&tolerance_m) {
        return invalid(format!("the tolerance is {tolerance_m} m; it goes from 0.1 mm to 100 km"));
    }
    if a.len() < 2 || b.len() < 2 {
        return invalid("a line needs two points or more");
    }
    if !(0.0..=1.0).contains(&t) {
        return invalid(format!("the share {t} is not between 0 and 1"));
    }
    super::check_places(a)?;
    super::check_places(b)?;
    let equation = Equation::new(earth, [a, b], t);
    let (mut found, mut findings) = (Vec::new(), Vec::new());
    for (along_m, from) in stations(earth, a, step_m)? {
        match equation.on_the_way(from) {
            Some(p) => found.push((along_m, p)),
            None => findings.push(format!(
                "no point is reached from {:.5}, {:.5}",
                from.lat,
                wrap(from.lon)
            )),
        }
    }
    let found = order::ordered(&equation, &found);
    let (mut points, loose) = fill::filled(&equation, &found, tolerance_m)?;
    // Where the lines touch, many places lead to one point.
    points.dedup_by(|b, a| earth.karney_m(a.at, b.at) <= SAME_M);
    findings.extend(loose);
    findings.extend(bare(&equation, &points));
    Ok(Fraction { points, findings })
}

/// Ends of the second line that no point of the fractional line faces, in words.
fn bare(equation: &Equation<'_>, points: &[FractionPoint]) -> Option<String> {
    /// So much is within what points are apart by, metres.
    const LEAST_M: f64 = 1.0;
    let (ends, length_m) = equation.bare_m(points)?;
    let words = [(ends[0], "first"), (ends[1], "last")].map(|(bare_m, end)| {
        let km = format!("the {end} {:.3} km", bare_m / 1000.0);
        (bare_m > LEAST_M).then_some(km)
    });
    let words: Vec<String> = words.into_iter().flatten().collect();
    let percent = 100.0 * (ends[0] + ends[1]) / length_m;
    (!words.is_empty()).then(|| {
        format!(
            "{} of the second line ({percent:.1} per cent of it) are not faced: the line found ends where the first line does. Prolong the first line, \
             or exchange the two and take the share from 1",
            words.join(" and ")
        )
    })
}

/// Corners of a line, and places between them no farther apart than a step, each with its distance from the first.
fn stations(
    earth: &Earth,
    line: &[LatLon],
    step_m: f64,
) -> Result<Vec<(f64, LatLon)>, DelimitError> {
    let mut out = vec![(0.0, line[0])];
    let mut along_m = 0.0;
    for w in line.windows(2) {
        let edge = earth.inverse(w[0], w[1]);
        let n = (edge.distance_m / step_m).ceil().max(1.0);
        if n + out.len() as f64 > MOST as f64 {
            return invalid(format!("the line has more than {MOST} points at this step"));
        }
        for k in 1..n as usize {
            let s = edge.distance_m * k as f64 / n;
            out.push((along_m + s, earth.direct(w[0], edge.azimuth1_deg, s)));
        }
        along_m += edge.distance_m;
        out.push((along_m, w[1]));
    }
    Ok(out)
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
        let middle = fraction(&e, [&a, &b], 0.5, 3.0e4, 1.0).unwrap();
        assert!(middle.findings.is_empty() && middle.points.len() > 10);
        assert!(middle.points.iter().all(|p| p.at.lat.abs() < 1e-11), "{middle:?}");
        let third = fraction(&e, [&a, &b], 1.0 / 3.0, 3.0e4, 1.0).unwrap();
        for p in third.points {
            assert!((2.0 * p.distances_m[0] - p.distances_m[1]).abs() < 1e-6, "{p:?}");
        }
        assert!(fraction(&e, [&a, &b], 1.5, 3.0e4, 1.0).is_err());
        assert!(fraction(&e, [&a[..1], &b], 0.5, 3.0e4, 1.0).is_err());
    }

    /// Opposite the corner of a wedge the line between it and the equator is a parabola, whose every place on the
    /// drawn geodesics is as far from the corner as from the equator under it; looked for at whatever step.
    #[test]
    fn a_corner_over_a_straight_line() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        let wedge = [at(1.5, -0.2), at(0.5, 0.0), at(1.5, 0.2)];
        let equator = [at(0.0, -2.0), at(0.0, 2.0)];
        for (lines, t) in [([&wedge[..], &equator], 1.0 / 3.0), ([&equator, &wedge], 2.0 / 3.0)] {
            for step in [1.0e3, 1.0e5] {
                let found = fraction(&e, lines, t, step, 1.0).unwrap();
                // The equator goes on beyond the wedge.
                let joined = found.findings.iter().all(|f| f.contains("not faced"));
                assert!(joined, "{:?}", found.findings);
                let (mut worst, mut seen) = (0.0_f64, 0);
                for w in found.points.windows(2) {
                    let way = e.inverse(w[0].at, w[1].at);
                    for k in 0..20 {
                        let p = e.direct(
                            w[0].at,
                            way.azimuth1_deg,
                            way.distance_m * f64::from(k) / 20.0,
                        );
                        let (tip, foot) = (e.inverse(wedge[1], p), e.karney_m(p, at(0.0, p.lon)));
                        // Beyond the perpendiculars of the arms an arm is nearer than the tip.
                        if tip.azimuth1_deg.abs() > 102.0 {
                            worst = worst.max((2.0 * tip.distance_m - foot).abs() / 3.0);
                            seen += 1;
                        }
                    }
                }
                assert!(worst < 1.001 && seen > 200, "{worst} {seen} {step}");
                let ends = [found.points[0].at, found.points[found.points.len() - 1].at];
                assert!(e.karney_m(ends[0], ends[1]) > 2.0e4, "{ends:?}");
            }
        }
    }

    /// Along the meridian of the corner's arm many places lead to one point, which is there once: on the equator a third of the way
    /// from 11 to 12 degrees east.
    #[test]
    fn no_point_is_there_twice() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        let (a, b) =
            ([at(0.0, 10.0), at(0.0, 11.0), at(1.0, 11.0)], [at(0.0, 12.0), at(0.5, 12.0)]);
        let found = fraction(&e, [&a, &b], 1.0 / 3.0, 5.0e3, 1.0).unwrap();
        assert!(e.karney_m(found.points[0].at, at(0.0, 11.0 + 1.0 / 3.0)) < 1e-6, "{found:?}");
        assert!(found.points.windows(2).all(|w| e.karney_m(w[0].at, w[1].at) > 1e-6));
    }

    /// A line of one degree against one of five: the ends of the second are not faced, and told with their lengths; the same lines face each
    /// other wholly.
    #[test]
    fn what_is_not_faced() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        let (a, b) = ([at(0.0, 10.0), at(0.0, 11.0)], [at(1.0, 8.0), at(1.0, 13.0)]);
        let found = fraction(&e, [&a, &b], 0.5, 5.0e3, 1.0).unwrap();
        // Two degrees at 1 N are 222.605 km, less by what the feet of lines at right angles to a geodesic are off.
        let text = found.findings.join("; ");
        assert!(
            text.contains("the first 222.")
                && text.contains("the last 222.")
                && text.contains("80.0 per cent"),
            "{text}"
        );
        let b = [at(1.0, 10.0), at(1.0, 11.0)];
        assert!(
            fraction(&e, [&b, &b.map(|p| at(-p.lat, p.lon))], 0.5, 5.0e3, 1.0)
                .unwrap()
                .findings
                .is_empty()
        );
    }

    /// Ragged lines 30 to 90 km apart, at shares near both: every place of the drawn geodesics, looked at every 50 m, keeps the tolerance.
    #[test]
    fn ragged_lines_keep_the_tolerance() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let line = |lat: f64, waves: f64| -> Vec<LatLon> {
            let at = |k: i32| {
                let x = f64::from(k);
                LatLon::new(lat + 0.15 * (x * waves).sin() * (x * 2.3).cos(), 0.07 * x)
            };
            (0..20).map(at).collect()
        };
        let (a, b) = (line(50.0, 1.9), line(50.6, 2.6));
        let equal = |t: f64| Equation::new(&e, [&a, &b], t);
        for t in [0.03, 0.5, 0.97] {
            for tolerance in [1.0, 20.0] {
                let found = fraction(&e, [&a, &b], t, 3000.0, tolerance).unwrap();
                let equation = equal(t);
                let mut worst = 0.0_f64;
                for w in found.points.windows(2) {
                    let way = e.inverse(w[0].at, w[1].at);
                    let n = (way.distance_m / 50.0).ceil() as i32;
                    for k in 0..n {
                        let p = e.direct(
                            w[0].at,
                            way.azimuth1_deg,
                            way.distance_m * f64::from(k) / f64::from(n),
                        );
                        worst = worst.max(equation.look(p).unwrap().off_m.abs());
                    }
                }
                let joined = !found.findings.iter().any(|f| f.contains("not joined"));
                assert!(worst <= tolerance || !joined, "{t} {tolerance} {worst}");
            }
        }
    }

    /// Places in a bay behind a mouth see the headlands only: the line passes the mouth once, without running back.
    #[test]
    fn a_bay_is_passed_once() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        let bay =
            [at(0.5, -1.0), at(0.5, -0.1), at(1.5, -0.3), at(1.5, 0.3), at(0.5, 0.1), at(0.5, 1.0)];
        let found = fraction(&e, [&bay, &[at(0.0, -1.0), at(0.0, 1.0)]], 0.5, 5.0e3, 1.0).unwrap();
        assert!(found.findings.is_empty(), "{:?}", found.findings);
        assert!(found.points.windows(2).all(|w| w[0].at.lon < w[1].at.lon), "{found:?}");
        assert!(found.points[0].at.lon < -0.99 && found.points.last().unwrap().at.lon > 0.99);
    }
}
