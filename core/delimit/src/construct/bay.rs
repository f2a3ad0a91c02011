//! Bay closing line: the tests of UNCLOS article 10, each with its figures and PASS or FAIL.
//!
//! Definition: the shore of an indentation is given from one natural entrance point to the other; the
//! closing line joins them. Tests: the water behind the line is at least the semicircle on it (art. 10
//! para. 2 and 3; IHO C-51 (TALOS) 4.3), and the line is at most 24 M long (para. 4). Islands lying
//! in the indentation count as its water; where islands make several mouths, the semicircle stands on the
//! sum of the mouths (para. 3). Whether the entrance points are natural, the bay a well-marked indentation and
//! of one State is for the lawyer; penetration over width is printed for that. Of a wider bay the line of 24 M
//! within it that encloses the most water is found (para. 5, [`enclosure()`]).
//! Units metres and square metres, areas by Karney's polygon. Degenerate: fewer than three points, or
//! coincident entrance points, are refused; a closing line that crosses the shore is a finding, and its
//! area test fails.
//!
//! ```
//! use littoral_delimit::construct::bay::bay;
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let at = LatLon::new;
//! let shore = [at(0.0, 0.0), at(0.2, 0.0), at(0.2, 0.1), at(0.0, 0.1)];
//! let found = bay(&earth, &shore, &[]).unwrap();
//! assert!(found.tests.iter().all(|t| t.pass));
//! ```

mod enclosure;

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{AreaRule, Curve, Earth, Green, LatLon, densify, intersect};

use super::base::inside;
use super::{NAUTICAL_MILE_M, invalid, line};
use crate::error::DelimitError;

pub use enclosure::{Enclosure, enclosure};

/// Longest closing line, metres.
const LONGEST_M: f64 = 24.0 * NAUTICAL_MILE_M;

/// One criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct BayTest {
    /// Paragraph of the article.
    pub article: &'static str,
    /// What is asked.
    pub asks: &'static str,
    /// The figures.
    pub figures: String,
    /// Is it met?
    pub pass: bool,
}

/// What the article says of a bay.
#[derive(Debug, Clone, PartialEq)]
pub struct Bay {
    /// Length of the closing line, metres.
    pub closing_m: f64,
    /// Length on which the semicircle stands: the mouths without the islands between them, metres.
    pub mouths_m: f64,
    /// Water behind the line, islands included, m2.
    pub area_m2: f64,
    /// Semicircle on the mouths, m2.
    pub semicircle_m2: f64,
    /// Greatest distance of the shore from the closing line, metres.
    pub penetration_m: f64,
    /// The criteria.
    pub tests: Vec<BayTest>,
    /// Where the closing line is longer than 24 M: the line of 24 M within the bay that encloses the most
    /// water (para. 5).
    pub within: Option<Enclosure>,
    /// Doubts.
    pub findings: Vec<String>,
}

/// Tests an indentation: its shore from entrance point to entrance point, and rings of islands that lie
/// in its mouth.
///
/// # Errors
/// [`DelimitError::Invalid`]: fewer than three points, or coincident entrance points.
pub fn bay(earth: &Earth, shore: &[LatLon], islands: &[Vec<LatLon>]) -> Result<Bay, DelimitError> {
    let (Some(&first), Some(&last), true) = (shore.first(), shore.last(), shore.len() > 2) else {
        return invalid("the shore of a bay needs three points or more, from entrance to entrance");
    };
    for p in shore {
        p.check().map_err(DelimitError::Invalid)?;
    }
    let closing = line(earth, LineKind::Geodesic, first, last)?;
    let mut findings = crossings(earth, shore, &closing);
    let crossed = !findings.is_empty();
    let area_m2 = area(earth, shore);
    let (covered_m, number, mouths) = covered(earth, &closing, islands);
    let mouths_m = closing.length() - covered_m;
    if number > 0 {
        let lie = if number == 1 { "island lies" } else { "islands lie" };
        let noun = if mouths == 1 { "mouth" } else { "mouths" };
        findings.push(format!(
            "{number} {lie} across the closing line: {mouths} {noun}, {:.3} M in all",
            mouths_m / NAUTICAL_MILE_M
        ));
    }
    let semicircle_m2 = std::f64::consts::PI / 8.0 * mouths_m * mouths_m;
    let far = |p: &LatLon| closing.nearest(earth, *p).1;
    let penetration_m = shore.iter().map(far).fold(0.0, f64::max);
    let miles = closing.length() / NAUTICAL_MILE_M;
    let tests = vec![
        BayTest {
            article: "10 (2), (3)",
            asks: "area at least that of the semicircle on the closing line",
            figures: format!(
                "{:.4} km2 against {:.4} km2, ratio {:.4}",
                area_m2 / 1e6,
                semicircle_m2 / 1e6,
                area_m2 / semicircle_m2
            ),
            pass: area_m2 >= semicircle_m2 && !crossed,
        },
        BayTest {
            article: "10 (4)",
            asks: "closing line of at most 24 M",
            figures: format!("{miles:.4} M"),
            pass: miles <= 24.0,
        },
    ];
    let within = if miles > 24.0 { enclosure(earth, shore, LONGEST_M) } else { None };
    if miles > 24.0 {
        findings.push(match &within {
            Some(w) => format!(
                "art. 10 (5): the line of 24 M that encloses the most water runs from {:.5}, {:.5} to {:.5}, {:.5}: {:.4} km2",
                w.ends[0].lat, wrap(w.ends[0].lon), w.ends[1].lat, wrap(w.ends[1].lon), w.area_m2 / 1e6
            ),
            None => "art. 10 (5): no two points of the shore lie 24 M apart over water".into(),
        });
    }
    let closing_m = closing.length();
    Ok(Bay { closing_m, mouths_m, area_m2, semicircle_m2, penetration_m, tests, within, findings })
}

/// Area inside shore and closing line.
pub(super) fn area(earth: &Earth, shore: &[LatLon]) -> f64 {
    let rule = AreaRule::new(earth, &earth.point(shore[0]));
    let mut sum = Green::default();
    for k in 0..shore.len() {
        let edge = densify::geodesic(earth, shore[k], shore[(k + 1) % shore.len()], 2000.0);
        for w in edge.windows(2) {
            sum.add(rule.arc(&w[0], &densify::between(earth, &w[0], &w[1], 0.5), &w[1]));
        }
    }
    // The sense of the shore is the giver's own; a bay is less than half the earth.
    rule.area_m2(sum).abs().min(rule.area_m2(sum.reversed()).abs())
}

/// Shore edges that the closing line crosses.
fn crossings(earth: &Earth, shore: &[LatLon], closing: &Curve) -> Vec<String> {
    let mut out = Vec::new();
    for (k, w) in shore.windows(2).enumerate() {
        let Some(edge) = Curve::between(earth, LineKind::Geodesic, w[0], w[1]) else { continue };
        for x in intersect::crossings(earth, &edge, closing).points {
            if x.s[1] > 0.01 && x.s[1] < closing.length() - 0.01 {
                out.push(format!(
                    "the closing line crosses the shore between its points {} and {}, at {:.5}, {:.5}",
                    k + 1,
                    k + 2,
                    x.at.lat,
                    wrap(x.at.lon)
                ));
            }
        }
    }
    out
}

/// Length of the closing line that runs over islands, how many it crosses, and the mouths that they leave.
fn covered(earth: &Earth, closing: &Curve, islands: &[Vec<LatLon>]) -> (f64, usize, usize) {
    let (mut stretches, mut number): (Vec<[f64; 2]>, _) = (Vec::new(), 0);
    for ring in islands {
        let mut cuts = Vec::new();
        for k in 0..ring.len() {
            let (p, q) = (ring[k], ring[(k + 1) % ring.len()]);
            let Some(edge) = Curve::between(earth, LineKind::Geodesic, p, q) else { continue };
            cuts.extend(intersect::crossings(earth, closing, &edge).points.iter().map(|x| x.s[0]));
        }
        cuts.sort_by(f64::total_cmp);
        // Between its outermost cuts an island may leave water.
        let over_land = |w: &&[f64]| inside(ring, closing.at(earth, (w[0] + w[1]) / 2.0));
        let pairs = cuts.windows(2).filter(|w| w[1] - w[0] > 1e-3);
        let before = stretches.len();
        stretches.extend(pairs.filter(over_land).map(|w| [w[0], w[1]]));
        number += usize::from(stretches.len() > before);
    }
    stretches.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let (mut sum, mut end, mut mouths) = (0.0, 0.0_f64, 0);
    for [a, b] in stretches {
        mouths += usize::from(a > end);
        sum += (b - a.max(end)).max(0.0);
        end = end.max(b);
    }
    (sum, number, mouths + usize::from(closing.length() > end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    fn wgs() -> Earth {
        Earth::new(&Ellipsoid::wgs84())
    }

    /// Half discs about the equator, a little deeper and a little shallower than the semicircle.
    fn half_disc(e: &Earth, deep: f64, r: f64) -> Vec<LatLon> {
        let centre = LatLon::new(0.0, 179.99);
        (0..=180)
            .map(|k| {
                let p = e.direct(centre, 270.0 + f64::from(k), r);
                let on_line = k == 0 || k == 180;
                if on_line { LatLon::new(0.0, p.lon) } else { LatLon::new(p.lat * deep, p.lon) }
            })
            .collect()
    }

    #[test]
    fn the_semicircle_decides() {
        let e = wgs();
        for (deep, pass) in [(1.01, true), (0.99, false)] {
            let found = bay(&e, &half_disc(&e, deep, 15_000.0), &[]).unwrap();
            assert!((found.area_m2 / found.semicircle_m2 - deep).abs() < 2e-3, "{found:?}");
            assert_eq!(found.tests[0].pass, pass);
            assert!(found.tests[1].pass && found.findings.is_empty(), "{found:?}");
        }
    }

    /// 24 M and a little less or more; the islands of a wide mouth make it pass.
    #[test]
    fn the_mile_decides() {
        let e = wgs();
        for (r, pass) in [(22_220.0, true), (22_230.0, false)] {
            let found = bay(&e, &half_disc(&e, 1.2, r), &[]).unwrap();
            assert_eq!(found.tests[1].pass, pass, "{found:?}");
        }
        let shallow = half_disc(&e, 0.8, 15_000.0);
        let west = e.direct(LatLon::new(0.0, 179.99), 270.0, 3000.0);
        let island: Vec<LatLon> =
            (0..6).map(|k| e.direct(west, f64::from(k) * 60.0 + 5.0, 2500.0)).collect();
        let found = bay(&e, &shallow, &[island]).unwrap();
        assert!(found.tests[0].pass && found.mouths_m < found.closing_m - 4000.0, "{found:?}");
    }

    /// Water between the two horns of one island that lie across the line counts as a mouth.
    #[test]
    fn horns_across_the_line() {
        let e = wgs();
        let at = |x: f64, y: f64| e.direct(e.direct(LatLon::new(0.0, 179.99), 90.0, x), 0.0, y);
        let horns = [
            (-3e3, -1e3),
            (-1e3, -1e3),
            (-1e3, 2e3),
            (1e3, 2e3),
            (1e3, -1e3),
            (3e3, -1e3),
            (3e3, 3e3),
            (-3e3, 3e3),
        ];
        let island: Vec<LatLon> = horns.iter().map(|(x, y)| at(*x, *y)).collect();
        let found = bay(&e, &half_disc(&e, 1.1, 15_000.0), &[island]).unwrap();
        assert!((found.closing_m - found.mouths_m - 4000.0).abs() < 1.0, "{found:?}");
        assert!(
            found.findings[0].contains("1 island lies") && found.findings[0].contains("3 mouths")
        );
    }

    #[test]
    fn degenerate() {
        let e = wgs();
        let at = LatLon::new;
        assert!(bay(&e, &[at(0.0, 0.0), at(1.0, 0.0)], &[]).is_err());
        assert!(bay(&e, &[at(0.0, 0.0), at(1.0, 0.0), at(0.0, 0.0)], &[]).is_err());
        let across = [at(0.0, 0.0), at(0.2, 0.02), at(-0.1, 0.04), at(0.2, 0.06), at(0.0, 0.1)];
        let found = bay(&e, &across, &[]).unwrap();
        assert!(found.findings.len() == 2 && !found.tests[0].pass, "{found:?}");
    }
}
