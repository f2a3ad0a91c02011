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
//! area test fails; so does a shore that crosses itself, on which no line of 24 M is sought. An island that covers an
//! entrance point takes its part of the mouth like any other, and is told; where islands cover the whole line there is
//! no mouth, and the area test fails.
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
use super::{NAUTICAL_MILE_M, check_places, invalid, line};
use crate::error::DelimitError;

pub use enclosure::{Enclosure, enclosure};
use enclosure::{Shore, most_water, searchable};

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
/// [`DelimitError::Invalid`]: fewer than three points, coincident entrance points, a point that is no place, neighbours
/// at opposite points of the earth; a shore too
/// long to be searched ([`enclosure()`]).
pub fn bay(earth: &Earth, shore: &[LatLon], islands: &[Vec<LatLon>]) -> Result<Bay, DelimitError> {
    let (Some(&first), Some(&last), true) = (shore.first(), shore.last(), shore.len() > 2) else {
        return invalid("the shore of a bay needs three points or more, from entrance to entrance");
    };
    check_places(shore)?;
    islands.iter().try_for_each(|ring| check_places(ring))?;
    let closing = line(earth, LineKind::Geodesic, first, last)?;
    let mut findings = crossings(earth, shore, &closing)?;
    let pieces = searchable(earth, shore, LONGEST_M)?;
    let knot = pieces.as_ref().and_then(Shore::crosses_itself);
    findings.extend(knot.map(|at| {
        let (lat, lon) = (at.lat, wrap(at.lon));
        format!("the shore crosses itself at {lat:.5}, {lon:.5}: the area is no bay's")
    }));
    let crossed = !findings.is_empty();
    let area_m2 = area(earth, shore);
    let mouth = Mouth::of(earth, &closing, islands);
    let mouths_m = closing.length() - mouth.covered_m;
    findings.extend(mouth.findings([first, last], mouths_m));
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
            pass: area_m2 >= semicircle_m2 && !crossed && mouth.number > 0,
        },
        BayTest {
            article: "10 (4)",
            asks: "closing line of at most 24 M",
            figures: format!("{miles:.4} M"),
            pass: miles <= 24.0,
        },
    ];
    let wide = pieces.filter(|_| miles > 24.0 && knot.is_none());
    let within = wide.as_ref().map(most_water).transpose()?.flatten();
    if miles > 24.0 {
        findings.push(paragraph_5(within.as_ref(), knot.is_some()));
    }
    let closing_m = closing.length();
    Ok(Bay { closing_m, mouths_m, area_m2, semicircle_m2, penetration_m, tests, within, findings })
}

/// What paragraph 5 gives, in words.
fn paragraph_5(within: Option<&Enclosure>, knot: bool) -> String {
    match within {
        Some(w) => {
            let [a, b] = w.ends;
            let area_km2 = w.area_m2 / 1e6;
            format!(
                "art. 10 (5): the line of 24 M that encloses the most water runs from {:.7}, {:.7} to {:.7}, {:.7}: {area_km2:.4} km2",
                a.lat,
                wrap(a.lon),
                b.lat,
                wrap(b.lon)
            )
        }
        None if knot => {
            "art. 10 (5): no line of 24 M is sought on a shore that crosses itself".into()
        }
        None => "art. 10 (5): no two points of the shore lie 24 M apart over water".into(),
    }
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
fn crossings(
    earth: &Earth,
    shore: &[LatLon],
    closing: &Curve,
) -> Result<Vec<String>, DelimitError> {
    let mut out = Vec::new();
    for (k, w) in shore.windows(2).enumerate() {
        if earth.karney_m(w[0], w[1]) == 0.0 {
            continue;
        }
        let edge = line(earth, LineKind::Geodesic, w[0], w[1])?;
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
    Ok(out)
}

/// Two cuts nearer to each other than this are one, metres.
const SAME_M: f64 = 1e-3;

/// The closing line and the islands across it.
struct Mouth {
    /// Length that runs over islands, metres.
    covered_m: f64,
    /// Islands that it crosses.
    islands: usize,
    /// Mouths that they leave.
    number: usize,
    /// Do islands cover its ends?
    ends: [bool; 2],
}

impl Mouth {
    fn of(earth: &Earth, closing: &Curve, islands: &[Vec<LatLon>]) -> Self {
        let length = closing.length();
        let (mut stretches, mut number): (Vec<[f64; 2]>, _) = (Vec::new(), 0);
        for ring in islands {
            let over = over_land(earth, closing, ring);
            number += usize::from(!over.is_empty());
            stretches.extend(over);
        }
        stretches.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let (mut covered_m, mut end, mut mouths) = (0.0, 0.0_f64, 0);
        for [a, b] in &stretches {
            mouths += usize::from(*a > end + SAME_M);
            covered_m += (b - a.max(end)).max(0.0);
            end = end.max(*b);
        }
        let number_of_mouths = mouths + usize::from(length > end + SAME_M);
        let first = stretches.first().is_some_and(|s| s[0] < SAME_M);
        let ends = [first, end > length - SAME_M];
        Self { covered_m, islands: number, number: number_of_mouths, ends }
    }

    fn findings(&self, places: [LatLon; 2], mouths_m: f64) -> Vec<String> {
        let mut out = Vec::new();
        if self.islands > 0 {
            let lie = if self.islands == 1 { "island lies" } else { "islands lie" };
            let noun = if self.number == 1 { "mouth" } else { "mouths" };
            out.push(format!(
                "{} {lie} across the closing line: {} {noun}, {:.3} M in all",
                self.islands,
                self.number,
                mouths_m / NAUTICAL_MILE_M
            ));
        }
        for (at, _) in places.iter().zip(self.ends).filter(|(_, covered)| *covered) {
            out.push(format!(
                "an island covers the entrance point at {:.5}, {:.5}: the mouth counts from its shore; is the entrance point its own?",
                at.lat,
                wrap(at.lon)
            ));
        }
        if self.number == 0 {
            out.push("islands cover the whole closing line: there is no mouth".into());
        }
        out
    }
}

/// Stretches of the closing line within a ring, its ends included.
fn over_land(earth: &Earth, closing: &Curve, ring: &[LatLon]) -> Vec<[f64; 2]> {
    let mut cuts = vec![0.0, closing.length()];
    for k in 0..ring.len() {
        let (p, q) = (ring[k], ring[(k + 1) % ring.len()]);
        let Some(edge) = Curve::between(earth, LineKind::Geodesic, p, q) else { continue };
        cuts.extend(intersect::crossings(earth, closing, &edge).points.iter().map(|x| x.s[0]));
    }
    cuts.sort_by(f64::total_cmp);
    // Between its outermost cuts an island may leave water.
    let over_land = |w: &&[f64]| inside(ring, closing.at(earth, (w[0] + w[1]) / 2.0));
    let pairs = cuts.windows(2).filter(|w| w[1] - w[0] > SAME_M);
    pairs.filter(over_land).map(|w| [w[0], w[1]]).collect()
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

    /// Islands over entrance points: a square of 0.04 degrees about the end of a mouth along the equator leaves 0.28 of
    /// its 0.3 degrees, one about each end 0.26; over the whole line none.
    #[test]
    fn over_the_entrance_points() {
        let e = wgs();
        let at = LatLon::new;
        let shore = [at(0.0, 0.0), at(0.2, 0.0), at(0.2, 0.3), at(0.0, 0.3)];
        let square = |lon: f64, r: f64| {
            vec![at(-r, lon - r), at(-r, lon + r), at(r, lon + r), at(r, lon - r)]
        };
        let degree = 6_378_137.0_f64 * std::f64::consts::PI / 180.0;
        for (islands, left, said) in [
            (vec![square(0.0, 0.02)], 0.28, 1),
            (vec![square(0.3, 0.02), square(0.0, 0.02)], 0.26, 2),
            (vec![square(0.3, 0.02), square(0.15, 0.02)], 0.24, 1),
        ] {
            let found = bay(&e, &shore, &islands).unwrap();
            assert!((found.mouths_m - left * degree).abs() < 1e-3, "{found:?}");
            let covers = found.findings.iter().filter(|f| f.contains("covers the entrance point"));
            assert_eq!(covers.count(), said, "{found:?}");
        }
        let found = bay(&e, &shore, &[square(0.15, 0.2)]).unwrap();
        assert!(found.mouths_m < 1e-3 && !found.tests[0].pass, "{found:?}");
        assert!(found.findings.iter().any(|f| f.contains("no mouth")), "{found:?}");
    }

    #[test]
    fn degenerate() {
        let e = wgs();
        let at = LatLon::new;
        assert!(bay(&e, &[at(0.0, 0.0), at(1.0, 0.0)], &[]).is_err());
        assert!(bay(&e, &[at(0.0, 0.0), at(1.0, 0.0), at(0.0, 0.0)], &[]).is_err());
        let bow = [at(0.0, 0.0), at(0.2, 0.25), at(0.2, 0.05), at(0.0, 0.3)];
        let found = bay(&e, &bow, &[]).unwrap();
        assert!(found.findings[0].contains("crosses itself at 0.12"), "{found:?}");
        assert!(!found.tests[0].pass && enclosure(&e, &bow, 20_000.0).is_err());
        let across = [at(0.0, 0.0), at(0.2, 0.02), at(-0.1, 0.04), at(0.2, 0.06), at(0.0, 0.1)];
        let found = bay(&e, &across, &[]).unwrap();
        assert!(found.findings.len() == 2 && !found.tests[0].pass, "{found:?}");
        assert!(bay(&e, &[at(90.0, 0.0), at(-90.0, 0.0), at(5.0, 5.0)], &[]).is_err());
    }
}
