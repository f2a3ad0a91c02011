//! Perpendicular to the general direction of a coast, and lines along a parallel or meridian.
//!
//! Definition: from a point (as a rule the land-boundary terminus, or the midpoint of a closing line) the
//! geodesic at right angles to a chord that stands for the general direction of the coast (Gulf of
//! Maine, ICJ 1984; Guinea/Guinea-Bissau 1985; IHO C-51 (TALOS) 6.4). Units metres and degrees. Where the
//! point lies on the chord the right angle is taken there; elsewhere the perpendicular is the geodesic
//! that meets the prolonged chord at right angles and passes through the point. A parallel or meridian
//! from the point is a loxodrome. Degenerate: a chord without length is refused; a meridian ends in the
//! pole.
//!
//! ```
//! use littoral_delimit::construct::perpendicular::{Hand, at_midpoint};
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon, curve::LineKind};
//! // Irbe Strait, Estonia-Latvia 1996, art. 3: printed azimuth 289 19.35'.
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let chord = [LatLon::new(57.957_933_33, 21.971_315), LatLon::new(57.568_723_33, 21.715_956_67)];
//! let found = at_midpoint(&earth, chord, LineKind::Geodesic, 1.0e5, Hand::Right).unwrap();
//! assert!((found.azimuth_deg - 289.322_5).abs() < 3e-4);
//! ```

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};

use super::{check_distance, line};
use crate::error::DelimitError;

/// Which way, looking along the chord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// A perpendicular.
#[derive(Debug, Clone, PartialEq)]
pub struct Perpendicular {
    /// Where it starts.
    pub from: LatLon,
    /// Its foot on the chord or the chord's prolongation.
    pub foot: LatLon,
    /// Azimuth of the chord at the foot, degrees.
    pub chord_deg: f64,
    /// Azimuth of the perpendicular at its start, degrees.
    pub azimuth_deg: f64,
    /// Distance of the start from the foot, metres.
    pub off_m: f64,
    /// The perpendicular.
    pub ray: Curve,
}

/// The perpendicular to a chord through a point.
///
/// # Errors
/// [`DelimitError::Invalid`]: a chord without length, a length out of range.
pub fn perpendicular(
    earth: &Earth,
    chord: [LatLon; 2],
    kind: LineKind,
    from: LatLon,
    length_m: f64,
    hand: Hand,
) -> Result<Perpendicular, DelimitError> {
    check_distance("the length of the perpendicular", length_m)?;
    from.check().map_err(DelimitError::Invalid)?;
    let base = line(earth, kind, chord[0], chord[1])?;
    let long = base.prolonged(earth, 2.0e6);
    let (s, off_m) = long.nearest(earth, from);
    let foot = long.spot(earth, s);
    let side = if hand == Hand::Right { 90.0 } else { -90.0 };
    let mut azimuth = foot.azimuth_deg + side;
    if off_m > 1e-3 {
        // Carried along the perpendicular to the point, which may lie on either side.
        let way = earth.inverse(foot.at, from);
        let same = libm::cos((way.azimuth1_deg - azimuth).to_radians()) > 0.0;
        azimuth = if same { way.azimuth2_deg } else { way.azimuth2_deg + 180.0 };
    }
    let azimuth_deg = azimuth.rem_euclid(360.0);
    Ok(Perpendicular {
        from,
        foot: foot.at,
        chord_deg: foot.azimuth_deg.rem_euclid(360.0),
        azimuth_deg,
        off_m,
        ray: Curve::ray(LineKind::Geodesic, from, azimuth_deg, length_m),
    })
}

/// The perpendicular at the midpoint of a chord.
///
/// # Errors
/// As [`perpendicular`].
pub fn at_midpoint(
    earth: &Earth,
    chord: [LatLon; 2],
    kind: LineKind,
    length_m: f64,
    hand: Hand,
) -> Result<Perpendicular, DelimitError> {
    let base = line(earth, kind, chord[0], chord[1])?;
    let middle = base.at(earth, base.length() / 2.0);
    perpendicular(earth, chord, kind, middle, length_m, hand)
}

/// The parallel of latitude from a point, eastward or (negative length) westward: a loxodrome.
#[must_use]
pub fn parallel(from: LatLon, length_m: f64) -> Curve {
    let azimuth = if length_m < 0.0 { 270.0 } else { 90.0 };
    Curve::ray(LineKind::Loxodrome, from, azimuth, length_m.abs())
}

/// The meridian from a point, northward or (negative length) southward, to the pole at most.
#[must_use]
pub fn meridian(earth: &Earth, from: LatLon, length_m: f64) -> Curve {
    let azimuth = if length_m < 0.0 { 180.0 } else { 0.0 };
    let [_, pole] = littoral_geodesy::loxodrome::poles(earth, from, azimuth);
    Curve::ray(LineKind::Loxodrome, from, azimuth, length_m.abs().min(pole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// On the equator and off it: the perpendicular is the meridian, on the chosen hand.
    #[test]
    fn to_the_equator() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        let chord = [at(0.0, 175.0), at(0.0, 179.0)];
        for lat in [0.0, 3.0, -3.0] {
            for (hand, azimuth) in [(Hand::Left, 0.0), (Hand::Right, 180.0)] {
                let p = perpendicular(&e, chord, LineKind::Geodesic, at(lat, -179.0), 2e5, hand)
                    .unwrap();
                let off = littoral_geodesy::densify::wrap(p.azimuth_deg - azimuth);
                assert!(off.abs() < 1e-7, "{lat} {hand:?} {p:?}");
                assert!(p.foot.lat.abs() < 1e-9);
            }
        }
        let none = [chord[0]; 2];
        assert!(perpendicular(&e, none, LineKind::Geodesic, chord[0], 1e5, Hand::Left).is_err());
    }

    #[test]
    fn along_the_graticule() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let from = LatLon::new(-18.35, -70.38);
        let west = parallel(from, -148_160.0);
        assert!((west.at(&e, 148_160.0).lat - from.lat).abs() < 1e-12);
        let north = meridian(&e, LatLon::new(89.0, 10.0), 1.0e6);
        assert!((north.at(&e, north.range[1]).lat - 90.0).abs() < 1e-9);
    }
}
