//! Sine and cosine of an angle in degrees.
//!
//! The angle is a whole number of degrees, whose sine and cosine stand in a table, and a rest of half a degree at most,
//! which is exact: its own follow from four terms of their series. The same bits on every machine, and no more than a
//! quarter of the work of a general sine, of which a coast needs two for every coordinate.

use std::ops::{Add, Mul, Sub};
use std::sync::LazyLock;

use wide::f64x4;

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
    let Some((sin, cos)) = tabled(high, whole) else {
        let angle = degrees.to_radians();
        return (libm::sin(angle), libm::cos(angle));
    };
    turned((sin, cos), rest((degrees - whole) * 1.0_f64.to_radians()))
}

/// The same of four angles, to the bit.
#[inline]
pub(crate) fn sin_cos_of_four(degrees: f64x4) -> (f64x4, f64x4) {
    let high = degrees + WHOLE;
    let whole = high - WHOLE;
    let (highs, wholes) = (high.to_array(), whole.to_array());
    let (mut sin, mut cos) = ([0.0; 4], [0.0; 4]);
    for k in 0..4 {
        let Some((s, c)) = tabled(highs[k], wholes[k]) else {
            let each = degrees.to_array().map(sin_cos);
            return (each.map(|x| x.0).into(), each.map(|x| x.1).into());
        };
        (sin[k], cos[k]) = (s, c);
    }
    turned((sin.into(), cos.into()), rest((degrees - whole) * 1.0_f64.to_radians()))
}

/// Sine and cosine of a whole number of degrees, which stands in the lowest bits of the first number as well; `None` of more
/// than a turn, or of no number at all.
#[inline]
fn tabled(high: f64, whole: f64) -> Option<(f64, f64)> {
    let place =
        (whole.abs() <= f64::from(MOST)).then(|| (high.to_bits() as u32 as i32 + MOST) as usize);
    place.and_then(|k| TABLE.get(k)).copied()
}

/// Sine of an angle of half a degree at most, radians, and one less its cosine.
#[inline]
fn rest<T>(r: T) -> (T, T)
where
    T: Copy + Mul<Output = T> + Mul<f64, Output = T> + Sub<Output = T>,
    f64: Sub<T, Output = T>,
{
    let r2 = r * r;
    let small = r - r * r2 * (1.0 / 6.0 - r2 * (1.0 / 120.0 - r2 * (1.0 / 5040.0)));
    let less = r2 * (0.5 - r2 * (1.0 / 24.0 - r2 * (1.0 / 720.0 - r2 * (1.0 / 40320.0))));
    (small, less)
}

/// Sine and cosine of a sum.
#[inline]
fn turned<T>((sin, cos): (T, T), (small, less): (T, T)) -> (T, T)
where
    T: Copy + Mul<Output = T> + Add<Output = T> + Sub<Output = T>,
{
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

    /// Four at once, also where one of them is not in the table.
    #[test]
    fn four_as_one() {
        let angle = |k: i32| f64::from(k * 7919 % 36_001) * 0.010_003 - 180.03;
        for k in 0..9000 {
            let odd = [angle(4 * k + 3), 1e4, f64::INFINITY]
                [usize::from(k % 50 == 0) + usize::from(k % 100 == 0)];
            let all = [angle(4 * k), angle(4 * k + 1), angle(4 * k + 2), odd];
            let (sin, cos) = sin_cos_of_four(all.into());
            for ((degrees, sin), cos) in all.into_iter().zip(sin.to_array()).zip(cos.to_array()) {
                let want = sin_cos(degrees);
                assert_eq!([sin, cos].map(f64::to_bits), [want.0, want.1].map(f64::to_bits));
            }
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
