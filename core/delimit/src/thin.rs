//! A line with fewer vertices: what a table or the annex of a treaty prints of it.
//!
//! Definition: of the vertices between two that stand in any case, those are kept from which the geodesic between their
//! neighbours would depart by more than the tolerance (D. Douglas and T. Peucker, "Algorithms for the reduction of the number
//! of points required to represent a digitized line or its caricature", Cartographica 10, 1973; distances by Karney's
//! geodesics). Metres. How far the printed line departs from the given one at a vertex left out is told, so that whoever
//! prints fewer vertices can say so. Degenerate: of two vertices at one place, as of a ring that repeats its first, the
//! distance from that place counts; with an infinite tolerance only what stands in any case is left.
//!
//! ```
//! use littoral_delimit::thin::thin;
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let line = [(0.0, 0.0), (0.001, 0.5), (0.0, 1.0)].map(|(lat, lon)| LatLon::new(lat, lon));
//! assert_eq!(thin(&earth, &line, |_| false, 50.0).kept, [0, 1, 2]);
//! let short = thin(&earth, &line, |_| false, 500.0);
//! assert_eq!(short.kept, [0, 2]);
//! assert!((short.departure_m - 110.6).abs() < 0.1);
//! ```

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};

/// Vertices of a line that are printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Thinned {
    /// Their indices, in order; the first and the last are among them.
    pub kept: Vec<usize>,
    /// Greatest distance of a vertex left out from the geodesic between its neighbours that are kept, metres.
    pub departure_m: f64,
}

/// The vertices of a line that stand in any case, and those that keep it within a tolerance, metres.
#[must_use]
pub fn thin(
    earth: &Earth,
    line: &[LatLon],
    stands: impl Fn(usize) -> bool,
    tolerance_m: f64,
) -> Thinned {
    chosen(line.len(), stands, tolerance_m, |ends| farthest(earth, line, ends))
}

/// The same for so many vertices of which it is told, for any two, which between them is farthest from the chord, and how far.
pub(crate) fn chosen(
    count: usize,
    stands: impl Fn(usize) -> bool,
    tolerance_m: f64,
    farthest: impl Fn((usize, usize)) -> Option<(f64, usize)>,
) -> Thinned {
    let Some(last) = count.checked_sub(1) else { return Thinned::default() };
    let mut kept: Vec<usize> = (0..=last).filter(|k| *k == 0 || *k == last || stands(*k)).collect();
    let mut stack: Vec<(usize, usize)> = kept.windows(2).map(|w| (w[0], w[1])).collect();
    let mut departure_m = 0.0_f64;
    while let Some((a, b)) = stack.pop() {
        let Some((worst_m, k)) = farthest((a, b)) else { continue };
        if worst_m > tolerance_m {
            kept.push(k);
            stack.extend([(a, k), (k, b)]);
        } else {
            departure_m = departure_m.max(worst_m);
        }
    }
    kept.sort_unstable();
    Thinned { kept, departure_m }
}

/// The vertex between two others that is farthest from the geodesic between them, and how far, metres.
fn farthest(earth: &Earth, line: &[LatLon], (a, b): (usize, usize)) -> Option<(f64, usize)> {
    let chord = Curve::between(earth, LineKind::Geodesic, line[a], line[b]);
    let off = |k: usize| match &chord {
        Some(chord) => chord.nearest(earth, line[k]).1,
        None => earth.karney_m(line[a], line[k]),
    };
    (a + 1..b).map(|k| (off(k), k)).max_by(|x, y| x.0.total_cmp(&y.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// A circle of 50 km: with vertices at every degree a chord over `n` of them rises `r (1 - cos(n / 2))` above it.
    #[test]
    fn a_circle() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let centre = LatLon::new(-17.0, 179.9);
        let ring: Vec<LatLon> =
            (0..=360).map(|k| e.direct(centre, f64::from(k % 360), 5e4)).collect();
        let rise = |degrees: f64| 5e4 * (1.0 - (degrees / 2.0).to_radians().cos());
        let whole = thin(&e, &ring, |_| true, 0.0);
        assert_eq!((whole.kept.len(), whole.departure_m), (361, 0.0));
        let quarters = thin(&e, &ring, |k| k % 90 == 0, f64::INFINITY);
        assert_eq!(quarters.kept, [0, 90, 180, 270, 360]);
        assert!((quarters.departure_m / rise(90.0) - 1.0).abs() < 1e-3, "{quarters:?}");
        // Nothing stands but the one place at which it begins and ends: halves, quarters, eighths and so on.
        let some = thin(&e, &ring, |_| false, rise(45.0) * 1.01);
        assert_eq!(some.kept.len(), 9, "{some:?}");
        assert!((some.departure_m / rise(45.0) - 1.0).abs() < 0.06, "{some:?}");
    }

    #[test]
    fn nothing_to_leave_out() {
        let e = Earth::new(&Ellipsoid::wgs84());
        assert_eq!(thin(&e, &[], |_| true, 1.0), Thinned::default());
        assert_eq!(thin(&e, &[LatLon::new(1.0, 2.0)], |_| false, 1.0).kept, [0]);
    }
}
