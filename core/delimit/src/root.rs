//! Roots of a function of one variable, by sign.
//!
//! Regula falsi with the Illinois safeguard, bisection when it stalls. Only signs are trusted, so a jump
//! (the rim of a tie wedge, the edge of a region) is found as well as a zero.

/// Narrows `[lo, hi]`, where `f` changes sign, until it is no wider than `width`; returns the
/// end where `|f|` is less. `f_lo` and `f_hi` are the known values at the ends.
pub(crate) fn bracket(
    (mut lo, mut f_lo): (f64, f64),
    (mut hi, mut f_hi): (f64, f64),
    width: f64,
    mut f: impl FnMut(f64) -> f64,
) -> f64 {
    if f_lo == 0.0 {
        return lo;
    }
    if f_hi == 0.0 {
        return hi;
    }
    let mut side = 0;
    let mut last = (hi - lo).abs();
    for step in 0..200 {
        let span = hi - lo;
        if span.abs() <= width {
            break;
        }
        // A bracket that did not halve in four steps is bisected.
        let bisect = step % 4 == 3 && span.abs() > 0.5 * last;
        if step % 4 == 3 {
            last = span.abs();
        }
        let t = (f_lo / (f_lo - f_hi)).clamp(0.0, 1.0);
        let mut x = if bisect || !t.is_finite() { lo + 0.5 * span } else { lo + t * span };
        // Overshoot a little past the estimate so that both ends of the bracket close in.
        let guard = 0.4 * width * span.signum();
        x += if side >= 0 { guard } else { -guard };
        if (x - lo) * span.signum() <= 0.0 || (hi - x) * span.signum() <= 0.0 {
            x = lo + 0.5 * span;
        }
        let y = f(x);
        if y == 0.0 {
            return x;
        }
        if (y < 0.0) == (f_lo < 0.0) {
            (lo, f_lo) = (x, y);
            if side == -1 {
                f_hi *= 0.5;
            }
            side = -1;
        } else {
            (hi, f_hi) = (x, y);
            if side == 1 {
                f_lo *= 0.5;
            }
            side = 1;
        }
    }
    if f_lo.abs() < f_hi.abs() { lo } else { hi }
}

#[cfg(test)]
mod tests {
    use super::bracket;

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
