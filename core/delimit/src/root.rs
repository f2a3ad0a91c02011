//! Roots of a function of one variable, by sign.
//!
//! Inverse quadratic interpolation where three values allow it, else bisection (Chandrupatla, Advances in Engineering
//! Software 28, 1997). Only signs are trusted, so a jump (the rim of a tie wedge, the edge of a region) is found as well as
//! a zero.

/// Evaluations at most.
const MOST: usize = 200;

/// A root by Newton's steps, kept between two places where `f` changes sign; where a step leaves them or does not pay,
/// the bracket is halved instead. `f` gives its value and where it is thought to be zero, if it has a slope there. The last
/// step, shorter than `sure`, is taken without a second look: the place last looked at and the root. `None` where slopes do
/// not lead on: see [`bracket`].
pub(crate) fn newton(
    (mut lo, f_lo): (f64, f64),
    (mut hi, f_hi): (f64, f64),
    sure: f64,
    mut f: impl FnMut(f64) -> (f64, Option<f64>),
) -> Option<(f64, f64)> {
    const STEPS: usize = 12;
    let mut x = lo + (hi - lo) * (f_lo / (f_lo - f_hi)).clamp(0.0, 1.0);
    for _ in 0..STEPS {
        let (y, next) = f(x);
        if y == 0.0 {
            return Some((x, x));
        }
        if (y < 0.0) == (f_lo < 0.0) {
            lo = x
        } else {
            hi = x
        }
        let next = next?;
        let inside = (next - lo) * (hi - next) > 0.0;
        if inside && (next - x).abs() < sure {
            return Some((x, next));
        }
        x = if inside { next } else { (lo + hi) / 2.0 };
    }
    None
}

/// Narrows `[lo, hi]`, where `f` changes sign, until it is no wider than `width`; returns the
/// end where `|f|` is less. `f_lo` and `f_hi` are the known values at the ends.
pub(crate) fn bracket(
    (lo, f_lo): (f64, f64),
    (hi, f_hi): (f64, f64),
    width: f64,
    mut f: impl FnMut(f64) -> f64,
) -> f64 {
    if f_lo == 0.0 {
        return lo;
    }
    if f_hi == 0.0 {
        return hi;
    }
    // `a` is the newest place, `b` the other end of the bracket, `c` the end before.
    let (mut a, mut b) = ((hi, f_hi), (lo, f_lo));
    let mut t = a.1 / (a.1 - b.1);
    for _ in 0..MOST {
        let span = (b.0 - a.0).abs();
        if span <= width {
            break;
        }
        let least = 0.4 * width / span;
        let t_in = if t.is_finite() { t.clamp(least.min(0.5), 1.0 - least.min(0.5)) } else { 0.5 };
        let x = a.0 + t_in * (b.0 - a.0);
        let y = f(x);
        if y == 0.0 {
            return x;
        }
        let c = if (y < 0.0) == (a.1 < 0.0) {
            a
        } else {
            let c = b;
            b = a;
            c
        };
        a = (x, y);
        t = inverse(a, b, c);
    }
    if a.1.abs() < b.1.abs() { a.0 } else { b.0 }
}

/// Where between `a` and `b`, as a fraction from `a`, the inverse parabola through three places is zero, if it is monotone
/// over the bracket by Chandrupatla's criterion; else the middle.
fn inverse((a, fa): (f64, f64), (b, fb): (f64, f64), (c, fc): (f64, f64)) -> f64 {
    let (xi, phi) = ((a - b) / (c - b), (fa - fb) / (fc - fb));
    if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
        fa / (fb - fa) * (fc / (fb - fc)) + (c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb))
    } else {
        0.5
    }
}

#[cfg(test)]
mod tests {
    use super::{bracket, newton};

    #[test]
    fn newton_within_a_bracket() {
        let mut calls = 0;
        let x = newton((0.0, -2.0), (2.0, 2.0), 1e-6, |x| {
            calls += 1;
            (x * x - 2.0, Some(x - (x * x - 2.0) / (2.0 * x)))
        });
        assert!((x.unwrap().1 - 2.0_f64.sqrt()).abs() < 1e-11 && calls <= 5, "{x:?} {calls}");
        // From the flat part of an arctangent Newton alone leaves for ever.
        let x = newton((-1e3, -1.5698), (9e2, 1.5687), 1e-9, |x| {
            ((x - 5.0).atan(), Some(x - (x - 5.0).atan() * (1.0 + (x - 5.0) * (x - 5.0))))
        });
        assert!(x.is_none_or(|x| (x.1 - 5.0).abs() < 1e-9), "{x:?}");
        assert_eq!(newton((0.0, -1.0), (1.0, 1.0), 1e-9, |_| (0.5, None)), None);
    }

    #[test]
    fn smooth_jump_and_flat() {
        let mut calls = 0;
        let x = bracket((0.0, -2.0), (2.0, 2.0), 1e-12, |x| {
            calls += 1;
            x * x - 2.0
        });
        assert!((x - 2.0_f64.sqrt()).abs() < 1e-12 && calls < 20, "{x} {calls}");
        let x = bracket((0.0, -1.0), (1.0, 1.0), 1e-9, |x| if x < 0.3 { -1.0 } else { 1.0 });
        assert!((x - 0.3).abs() < 1e-9);
        let x = bracket((0.0, -1.0), (1.0, 1e9), 1e-9, |x| (x - 0.7).powi(3) * 1e9 - 1e-30);
        assert!((x - 0.7).abs() < 1e-5, "{x}");
    }
}
