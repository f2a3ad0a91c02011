//! Sine and cosine of an angle in degrees.
//!
//! The angle is a whole number of degrees, whose sine and cosine stand in a table, and a rest of half a degree at most,
//! which is exact: its own follow from four terms of their series. The same bits on every machine, and no more than a
//! quarter of the work of a general sine, of which a coast needs two for every coordinate.

use std::sync::LazyLock;

/// Adding it rounds to a whole number, ties to even: above it a double has no fractions.
const WHOLE: f64 = 6_755_399_441_055_744.0;

/// Whole degrees of the table, either way: coordinates are no more than one turn.
const MOST: i32 = 360;

/// Sines and cosines of whole degrees, from `-MOST` on.
static TABLE: LazyLock<Vec<(f64, f64)>> = LazyLock::new(|| (-MOST..=MOST).map(exact).collect());

fn exact(degrees: i32) -> (f64, f64) {
    let angle = f64::from(degrees).to_radians();
    (libm::sin(angle), libm::cos(angle))
}

/// Sine and cosine of an angle in degrees, to about an ulp of the angle.
pub(crate) fn sin_cos(degrees: f64) -> (f64, f64) {
    let high = degrees + WHOLE;
    let whole = high - WHOLE;
    // More than a turn, or no number at all, is not in the table. Of what is, the whole number stands in the lowest bits.
    let place =
        (whole.abs() <= f64::from(MOST)).then(|| (high.to_bits() as u32 as i32 + MOST) as usize);
    let Some(&(sin, cos)) = place.and_then(|k| TABLE.get(k)) else {
        let angle = degrees.to_radians();
        return (libm::sin(angle), libm::cos(angle));
    };
    let r = (degrees - whole).to_radians();
    let r2 = r * r;
    let small = r - r * r2 * (1.0 / 6.0 - r2 * (1.0 / 120.0 - r2 * (1.0 / 5040.0)));
    let less = r2 * (0.5 - r2 * (1.0 / 24.0 - r2 * (1.0 / 720.0 - r2 * (1.0 / 40320.0))));
    (sin + (cos * small - sin * less), cos - (sin * small + cos * less))
}

/// Sine and cosine of an angle in degrees, exact at whole quarters: for azimuths, whose sign decides
/// which way a line goes. [`sin_cos`] is for coordinates, of which there are many.
pub(crate) fn sin_cos_deg(deg: f64) -> (f64, f64) {
    let d = deg.rem_euclid(360.0);
    match d {
        0.0 => (0.0, 1.0),
        90.0 => (1.0, 0.0),
        180.0 => (0.0, -1.0),
        270.0 => (-1.0, 0.0),
        _ => (libm::sin(d.to_radians()), libm::cos(d.to_radians())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the sines of the angle in radians, which is itself rounded, over all turns and to the smallest angles.
    #[test]
    fn as_of_radians() {
        for k in -730_000..=730_000 {
            let degrees = f64::from(k) * 1e-3 + 3e-6 * f64::from(k % 17);
            let (sin, cos) = sin_cos(degrees);
            let angle = degrees.to_radians();
            let slack = 4e-16 + 2.3e-16 * angle.abs();
            assert!((sin - libm::sin(angle)).abs() <= slack, "{degrees}");
            assert!((cos - libm::cos(angle)).abs() <= slack, "{degrees}");
        }
        for degrees in [1e-3_f64, 1e-9, 1e-200, 0.499_999, 0.5, -0.5] {
            let want = libm::sin(degrees.to_radians());
            assert!((sin_cos(degrees).0 / want - 1.0).abs() < 4e-16, "{degrees}");
        }
        assert_eq!(sin_cos(0.0), (0.0, 1.0));
    }

    #[test]
    fn mirrored_to_the_bit() {
        for k in 0..40_000 {
            let degrees = 0.009_123 * f64::from(k);
            let (sin, cos) = sin_cos(degrees);
            assert_eq!(sin_cos(-degrees), (-sin, cos), "{degrees}");
        }
    }

    #[test]
    fn what_is_beyond_the_table() {
        for degrees in [361.0, -720.25, 1e5, 1e9, 1e300] {
            let angle = f64::to_radians(degrees);
            assert_eq!(sin_cos(degrees), (libm::sin(angle), libm::cos(angle)), "{degrees}");
        }
        for none in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(sin_cos(none).0.is_nan() && sin_cos(none).1.is_nan());
        }
    }
}
