//! Coasts at a scale: simplification at a stated tolerance, lengths and ratios at several scales,
//! proportionality of areas to coasts.
//!
//! Definition: simplification keeps those coordinates from which the geodesic chords depart by more than
//! the tolerance (Douglas and Peucker 1973, distances on the ellipsoid). A ring is simplified from its two coordinates that are farthest apart,
//! straight through the earth, so that neither where it begins nor its direction matters (`anchors.rs`). A survey is simplified as a whole
//! ([`Coarse`]): in arcs between the places where lines part (`arcs.rs`), with vertices put back until nothing crosses that did not
//! (`apart.rs`). Lengths are those of each line by itself, crossings or no: what is put back for a neighbour would make the length
//! of a coast hang on it. The length of a coast grows as
//! the scale gets finer, so a ratio of coasts means nothing without its tolerance: all are printed side
//! by side. Disproportionality of two parties is the ratio of their areas over the ratio of their
//! coasts (North Sea Continental Shelf, ICJ 1969; Black Sea, ICJ 2009, third stage). Units metres, square
//! kilometres. Degenerate: lines of one coordinate have no length; a ring that is narrower than the tolerance is kept as
//! a triangle ([`simplify()`]), and adds nothing to the length of a coast at that scale.
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

mod anchors;
mod apart;
mod arcs;
mod coarse;
mod index;
mod polygons;
mod simplify;

use littoral_geodesy::Earth;
use littoral_model::ShoreKind;

use super::base::{BaseLine, Bases};
use super::invalid;
use crate::error::DelimitError;

pub(crate) use anchors::anchors;
pub use coarse::Coarse;
pub use polygons::{Polygon, polygons};
pub use simplify::{farthest_m, outline, simplify};

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

/// Lengths of every party's coast at several tolerances, party by party. Rings narrower than a tolerance have no length
/// at it. Lines of a party that end in one place are one line, and an island if they close: a map cuts islands at 180 degrees.
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
    let bases = bases.joined();
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
    let outline = outline(earth, &line.points(), line.closed(), tolerance_m);
    let Some(points) = outline else { return 0.0 };
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
    use littoral_geodesy::curve::LineKind;
    use littoral_geodesy::{Curve, Ellipsoid, LatLon};

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
        assert!(outline(&e, &ring, true, 2e5).is_none());
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

    /// The two open halves of an island cut at 180 degrees have the length of its ring, by Karney, and are an island.
    #[test]
    fn an_island_in_two_parts() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = |lat: f64, lon: f64| LatLon::new(lat, lon);
        let west = [at(-0.3, 180.0), at(-0.3, 179.8), at(-0.5, 179.8), at(-0.5, 180.0)];
        let east = [at(-0.5, -180.0), at(-0.5, -179.9), at(-0.3, -179.9), at(-0.3, -180.0)];
        let half = |places: &[LatLon]| BaseLine {
            party: 0,
            name: String::new(),
            kind: ShoreKind::Coast,
            edge: littoral_model::EdgeKind::Geodesic,
            nodes: places
                .iter()
                .map(|p| super::super::base::BaseNode { at: *p, name: String::new() })
                .collect(),
            origin: String::new(),
        };
        let lines = vec![half(&west), half(&east)];
        let bases = Bases { parties: vec!["A".into()], lines, ..Bases::default() };
        let found = lengths(&e, &bases, &[0.0, 1e5]).unwrap();
        let corners = [west[1], west[2], east[1], east[2]];
        let want: f64 = (0..4).map(|k| e.karney_m(corners[k], corners[(k + 1) % 4])).sum();
        assert!((found[0].islands_m - want).abs() < 0.1, "{found:?} {want}");
        assert_eq!(found[0].islands_m, found[0].total_m);
        // Narrower than the scale, as the ring is.
        assert_eq!(found[1].total_m, 0.0);
    }

    #[test]
    fn shares_of_shares() {
        let found = proportions(&[30.0, 70.0], &[1.0e5, 1.0e5]).unwrap();
        assert!((found[0].ratio - 0.6).abs() < 1e-12 && (found[1].ratio - 1.4).abs() < 1e-12);
        assert!(
            proportions(&[1.0], &[1.0]).is_err() && proportions(&[1.0, 0.0], &[1.0, 1.0]).is_err()
        );
    }

    /// An ellipse 20 km long and 1 km wide, half-width 500 m: whatever the tolerance it is a ring with an area, and what is left out is
    /// as near to its edges as promised, by Karney against places every 50 m along them.
    #[test]
    fn no_ring_vanishes() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = |k: i32| {
            let (s, c) = f64::from(k).to_radians().sin_cos();
            LatLon::new(-17.0 + 0.0045 * s + 0.03 * c, 180.0 + 0.09 * c)
        };
        let ring: Vec<LatLon> = (0..360).step_by(5).map(at).collect();
        for tolerance in [100.0, 600.0, 2000.0, 1.0e5] {
            let kept = simplify(&e, &ring, true, tolerance);
            let mut worst = 0.0_f64;
            for p in &ring {
                let mut near = f64::INFINITY;
                for k in 0..kept.len() {
                    let way = e.inverse(kept[k], kept[(k + 1) % kept.len()]);
                    for j in 0..=(way.distance_m / 50.0) as i32 {
                        let q = e.direct(kept[k], way.azimuth1_deg, 50.0 * f64::from(j));
                        near = near.min(e.karney_m(*p, q));
                    }
                }
                worst = worst.max(near);
            }
            let told = farthest_m(&e, &ring, &kept, true);
            assert!(told <= tolerance && (told - worst).abs() < 5.0, "{told} {worst} {tolerance}");
            let area = (kept[1].lon - kept[0].lon) * (kept[2].lat - kept[0].lat)
                - (kept[2].lon - kept[0].lon) * (kept[1].lat - kept[0].lat);
            assert!(area.abs() > 1e-4, "{kept:?}");
            assert_eq!(kept.len() == 3, tolerance > 500.0, "{tolerance}: {}", kept.len());
        }
        let twice = [ring[0], ring[1], ring[0], ring[1]];
        assert_eq!(simplify(&e, &twice, true, 1e4), twice);
    }
}
