//! Coasts at a scale: simplification at a stated tolerance, lengths and ratios at several scales,
//! proportionality of areas to coasts.
//!
//! Definition: simplification keeps those coordinates from which the geodesic chords depart by more than
//! the tolerance (Douglas and Peucker 1973, distances on the ellipsoid). The length of a coast grows as
//! the scale gets finer, so a ratio of coasts means nothing without its tolerance: all are printed side
//! by side. Disproportionality of two parties is the ratio of their areas over the ratio of their
//! coasts (North Sea Continental Shelf, ICJ 1969; Black Sea, ICJ 2009, third stage). Units metres, square
//! kilometres. Degenerate: lines of one coordinate have no length; rings keep three coordinates or vanish.
//!
//! ```
//! use littoral_delimit::construct::coast::simplify;
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let at = LatLon::new;
//! let coast = [at(0.0, 0.0), at(0.001, 0.5), at(0.0, 1.0)];
//! assert_eq!(simplify(&earth, &coast, false, 500.0).len(), 2);
//! assert_eq!(simplify(&earth, &coast, false, 50.0).len(), 3);
//! ```

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::ShoreKind;

use super::base::{BaseLine, Bases};
use super::invalid;
use crate::error::DelimitError;

/// Coordinates of a line (or ring) so chosen that its edges stay within the tolerance of those left
/// out. A ring that is narrower than the tolerance vanishes.
#[must_use]
pub fn simplify(earth: &Earth, line: &[LatLon], closed: bool, tolerance_m: f64) -> Vec<LatLon> {
    if line.len() < 3 || tolerance_m <= 0.0 {
        return line.to_vec();
    }
    if !closed {
        let mut keep = vec![false; line.len()];
        keep[0] = true;
        keep[line.len() - 1] = true;
        halve(earth, line, tolerance_m, &mut keep);
        return kept(line, &keep);
    }
    // A ring is two lines between the first coordinate and the one farthest from it.
    let far = |k: &usize| earth.karney_m(line[0], line[*k]);
    let Some(middle) = (1..line.len()).max_by(|a, b| far(a).total_cmp(&far(b))) else {
        return line.to_vec();
    };
    let mut out = simplify(earth, &line[..=middle], false, tolerance_m);
    let back: Vec<LatLon> = line[middle..].iter().chain([&line[0]]).copied().collect();
    let back = simplify(earth, &back, false, tolerance_m);
    out.extend(back.iter().skip(1).take(back.len().saturating_sub(2)));
    if out.len() < 3 { Vec::new() } else { out }
}

fn kept(line: &[LatLon], keep: &[bool]) -> Vec<LatLon> {
    line.iter().zip(keep).filter(|(_, k)| **k).map(|(p, _)| *p).collect()
}

/// Marks the coordinates to keep; a stack of stretches instead of recursion.
fn halve(earth: &Earth, line: &[LatLon], tolerance_m: f64, keep: &mut [bool]) {
    let mut stack = vec![(0, line.len() - 1)];
    while let Some((a, b)) = stack.pop() {
        if b <= a + 1 {
            continue;
        }
        let chord = Curve::between(earth, LineKind::Geodesic, line[a], line[b]);
        let off = |k: usize| departure(earth, chord.as_ref(), line[a], line[k]);
        let mut worst = (tolerance_m, None);
        for k in a + 1..b {
            let d = off(k);
            if d > worst.0 {
                worst = (d, Some(k));
            }
        }
        if let Some(k) = worst.1 {
            keep[k] = true;
            stack.push((a, k));
            stack.push((k, b));
        }
    }
}

/// Distance of a coordinate from a chord, or from its one end if it has no length.
fn departure(earth: &Earth, chord: Option<&Curve>, from: LatLon, p: LatLon) -> f64 {
    let Some(chord) = chord else { return earth.karney_m(from, p) };
    let azimuth = chord.spot(earth, chord.range[0]).azimuth_deg;
    let way = earth.inverse(from, p);
    let turn = (way.azimuth1_deg - azimuth).to_radians();
    let along = way.distance_m * libm::cos(turn);
    if along <= 0.0 {
        way.distance_m
    } else if along >= chord.length() {
        earth.karney_m(chord.at(earth, chord.range[1]), p)
    } else {
        // Cross-track on the sphere of the mean radius: 1e-5 of itself at coast lengths.
        let r = 6_371_000.0;
        (libm::asin(libm::sin(way.distance_m / r) * libm::sin(turn)) * r).abs()
    }
}

/// Length of a party's coast at one tolerance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoastLength {
    /// Index of the party.
    pub party: usize,
    /// Tolerance, metres; 0 for the coast as given.
    pub tolerance_m: f64,
    /// Mainland and islands, metres.
    pub total_m: f64,
    /// Islands alone, metres.
    pub islands_m: f64,
}

/// Lengths of every party's coast at several tolerances, party by party.
///
/// # Errors
/// [`DelimitError::Invalid`] for a tolerance that is negative or no number.
pub fn lengths(
    earth: &Earth,
    bases: &Bases,
    tolerances_m: &[f64],
) -> Result<Vec<CoastLength>, DelimitError> {
    if let Some(bad) = tolerances_m.iter().find(|t| !(**t >= 0.0 && t.is_finite())) {
        return invalid(format!("the tolerance {bad} m is no length"));
    }
    bases.check()?;
    let mut out = Vec::new();
    for party in 0..bases.parties.len() {
        for &tolerance_m in tolerances_m {
            let mine =
                bases.lines.iter().filter(|l| l.party == party && l.kind != ShoreKind::BasePoint);
            let (mut total_m, mut islands_m) = (0.0, 0.0);
            for l in mine {
                let m = length(earth, l, tolerance_m);
                total_m += m;
                if l.kind == ShoreKind::Islands {
                    islands_m += m;
                }
            }
            out.push(CoastLength { party, tolerance_m, total_m, islands_m });
        }
    }
    Ok(out)
}

fn length(earth: &Earth, line: &BaseLine, tolerance_m: f64) -> f64 {
    let points = simplify(earth, &line.points(), line.closed(), tolerance_m);
    let open: f64 = points.windows(2).map(|w| earth.karney_m(w[0], w[1])).sum();
    let close = match (points.first(), points.last()) {
        (Some(a), Some(b)) if line.closed() => earth.karney_m(*b, *a),
        _ => 0.0,
    };
    open + close
}

/// Share of area over share of coast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportion {
    /// Index of the party.
    pub party: usize,
    /// Share of the area, 0 to 1.
    pub area: f64,
    /// Share of the coast, 0 to 1.
    pub coast: f64,
    /// Area share over coast share.
    pub ratio: f64,
}

/// Proportionality of areas (km2, by party) to coasts at one tolerance.
///
/// # Errors
/// [`DelimitError::Invalid`]: an area for every party is needed, and coasts of some length.
pub fn proportions(areas: &[f64], coasts_m: &[f64]) -> Result<Vec<Proportion>, DelimitError> {
    if areas.len() != coasts_m.len() || areas.len() < 2 {
        return invalid("proportionality needs an area and a coast of two parties or more");
    }
    let bad = |v: &[f64]| v.iter().any(|x| !(x.is_finite() && *x > 0.0));
    if bad(areas) || bad(coasts_m) {
        return invalid("every area and every coast must be greater than 0");
    }
    let (a, c): (f64, f64) = (areas.iter().sum(), coasts_m.iter().sum());
    let one = |k: usize| {
        let (area, coast) = (areas[k] / a, coasts_m[k] / c);
        Proportion { party: k, area, coast, ratio: area / coast }
    };
    Ok((0..areas.len()).map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// A saw of known teeth: gone above its height, whole below it; every left-out point is within the
    /// tolerance of what is kept, by Karney.
    #[test]
    fn a_saw() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let tooth =
            |k: i32| LatLon::new(f64::from(k % 2) * 0.02 - 10.0, 179.0 + 0.05 * f64::from(k));
        let saw: Vec<LatLon> = (0..=40).map(tooth).collect();
        let whole = simplify(&e, &saw, false, 100.0);
        assert_eq!(whole.len(), saw.len());
        let flat = simplify(&e, &saw, false, 3000.0);
        assert!(flat.len() < 6, "{flat:?}");
        for p in &saw {
            let near = flat.windows(2).map(|w| {
                Curve::between(&e, LineKind::Geodesic, w[0], w[1]).unwrap().nearest(&e, *p).1
            });
            assert!(near.fold(f64::INFINITY, f64::min) <= 3000.1);
        }
    }

    #[test]
    fn rings_and_lengths() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let ring: Vec<LatLon> =
            (0..36).map(|k| e.direct(LatLon::new(50.0, 0.0), f64::from(k) * 10.0, 5e4)).collect();
        assert!(simplify(&e, &ring, true, 2e5).is_empty());
        let fine = simplify(&e, &ring, true, 10.0);
        assert_eq!(fine.len(), 36);
        let node = |p: &LatLon| super::super::base::BaseNode { at: *p, name: String::new() };
        let island = BaseLine {
            party: 0,
            name: String::new(),
            kind: ShoreKind::Islands,
            edge: littoral_model::EdgeKind::Geodesic,
            nodes: ring.iter().map(node).collect(),
            origin: String::new(),
        };
        let bases = Bases { parties: vec!["A".into()], lines: vec![island], ..Bases::default() };
        let found = lengths(&e, &bases, &[0.0, 2e5]).unwrap();
        // A regular 36-gon in a circle of 50 km.
        let want = 36.0 * 2.0 * 5e4 * 5.0_f64.to_radians().sin();
        assert!((found[0].total_m / want - 1.0).abs() < 1e-4, "{found:?}");
        assert_eq!(found[1].total_m, 0.0);
        assert!(lengths(&e, &bases, &[-1.0]).is_err());
    }

    #[test]
    fn shares_of_shares() {
        let found = proportions(&[30.0, 70.0], &[1.0e5, 1.0e5]).unwrap();
        assert!((found[0].ratio - 0.6).abs() < 1e-12 && (found[1].ratio - 1.4).abs() < 1e-12);
        assert!(
            proportions(&[1.0], &[1.0]).is_err() && proportions(&[1.0, 0.0], &[1.0, 1.0]).is_err()
        );
    }
}
