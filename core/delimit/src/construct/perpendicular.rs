//! Perpendicular to the general direction of a coast, and lines along a parallel or meridian.
//!
//! Definition: from a point (as a rule the land-boundary terminus, or the midpoint of a closing line) the
//! geodesic at right angles to a chord that stands for the general direction of the coast (Gulf of
//! Maine, ICJ 1984; Guinea/Guinea-Bissau 1985; IHO C-51 (TALOS) 6.4). Units metres and degrees. Where the
//! point lies on the chord the right angle is taken there; elsewhere the perpendicular is the geodesic
//! that meets the prolonged chord at right angles and passes through the point. A parallel or meridian
//! from the point is a loxodrome. Degenerate: refused are a chord without length, a point so far beyond the chord that
//! no right angle stands on it prolonged by 2000 km (a loxodrome: to a pole at most), and a parallel from a pole. A
//! meridian ends in the pole, and its length says so.
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
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};

use super::{check_distance, invalid, line};
use crate::error::DelimitError;

/// The general direction of a coast is prolonged by this beyond either end of its chord, metres.
const PROLONGED_M: f64 = 2.0e6;

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
/// [`DelimitError::Invalid`]: a chord without length, a length out of range, a point beyond the prolonged chord.
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
    let long = base.prolonged(earth, PROLONGED_M);
    let (s, off_m) = long.nearest(earth, from);
    if (s - long.range[0]).min(long.range[1] - s) < 1e-3 && off_m > 1e-3 {
        return invalid(format!(
            "no right angle to the chord, prolonged by {} km or to a pole, leads to {:.6}, {:.6}: begin nearer to the chord",
            PROLONGED_M / 1000.0,
            from.lat,
            wrap(from.lon)
        ));
    }
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

/// The parallel of latitude from a point, eastward or (negative length) westward: a loxodrome. Longer than
/// [`once_round_m`] it runs over itself.
///
/// # Errors
/// [`DelimitError::Invalid`]: a pole has no parallel.
pub fn parallel(from: LatLon, length_m: f64) -> Result<Curve, DelimitError> {
    if from.lat.abs() == 90.0 {
        return invalid("a pole has no parallel of latitude: begin elsewhere, or take a meridian");
    }
    let azimuth = if length_m < 0.0 { 270.0 } else { 90.0 };
    Ok(Curve::ray(LineKind::Loxodrome, from, azimuth, length_m.abs()))
}

/// Length of a whole parallel of latitude, metres.
#[must_use]
pub fn once_round_m(earth: &Earth, lat: f64) -> f64 {
    let (sin, cos) = (libm::sin(lat.to_radians()), libm::cos(lat.to_radians()));
    std::f64::consts::TAU * earth.ellipsoid().a_m * cos / (1.0 - earth.e2() * sin * sin).sqrt()
}

/// The meridian from a point, northward or (negative length) southward, to the pole at most: compare its length with that
/// asked for.
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
        let west = parallel(from, -148_160.0).unwrap();
        assert!((west.at(&e, 148_160.0).lat - from.lat).abs() < 1e-12);
        let north = meridian(&e, LatLon::new(89.0, 10.0), 1.0e6);
        assert!((north.at(&e, north.range[1]).lat - 90.0).abs() < 1e-9);
        // Where it ends: the arc of the meridian by PROJ's geodesics.
        assert!((north.length() - 111_693.864_9).abs() < 1e-3, "{}", north.length());
        assert!(parallel(LatLon::new(-90.0, 10.0), 1e5).is_err());
        // a cos(beta) times a turn, by the reduced latitude.
        let beta = libm::atan((1.0 - 1.0 / 298.257_223_563) * libm::tan(60_f64.to_radians()));
        let round = std::f64::consts::TAU * 6_378_137.0 * libm::cos(beta);
        assert!((once_round_m(&e, -60.0) - round).abs() < 1e-6);
    }

    /// Beyond the reach of the chord there is no right angle, and no line at another angle.
    #[test]
    fn beyond_the_chord() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = LatLon::new;
        let through = |chord, kind, from| perpendicular(&e, chord, kind, from, 1e5, Hand::Left);
        let equator = [at(0.0, 0.0), at(0.0, 1.0)];
        // 2000 km of the equator are 17.966 degrees.
        for (lon, stands) in [(18.9, true), (19.1, false), (-17.9, true), (-18.1, false)] {
            let found = through(equator, LineKind::Geodesic, at(3.0, lon));
            assert_eq!(found.is_ok(), stands, "{lon}: {found:?}");
        }
        let to_the_pole = [at(80.0, 0.0), at(81.0, 1.0)];
        let said = through(to_the_pole, LineKind::Loxodrome, at(89.99, 60.0)).unwrap_err();
        assert!(said.to_string().contains("no right angle to the chord"), "{said}");
    }
}
