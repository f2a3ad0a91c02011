//! Shares as exact fractions of integers, never floats.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// A share of a joint right, in lowest terms, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fraction {
    over: u32,
    under: u32,
}

impl Fraction {
    /// `over / under`, if that is from 0 to 1.
    #[must_use]
    pub fn new(over: u32, under: u32) -> Option<Self> {
        if under == 0 || over > under {
            return None;
        }
        let g = divisor(over, under);
        Some(Self { over: over / g, under: under / g })
    }

    /// True if the shares sum to exactly one.
    #[must_use]
    pub fn sum_to_one(shares: &[Self]) -> bool {
        let mut sum = (0_u128, 1_u128);
        for s in shares {
            let (a, b) = (u128::from(s.over), u128::from(s.under));
            let Some(under) = sum.1.checked_mul(b) else { return false };
            let over = sum.0 * b + a * sum.1;
            let g = divisor128(over, under);
            sum = (over / g, under / g);
        }
        sum == (1, 1)
    }

    /// Nearest float.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.over) / f64::from(self.under)
    }
}

fn divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a.max(1) } else { divisor(b, a % b) }
}

fn divisor128(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { divisor128(b, a % b) }
}

impl FromStr for Fraction {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is not a share (write 3/10; from 0/1 to 1/1)");
        let (over, under) = text.split_once('/').ok_or_else(wrong)?;
        let number = |t: &str| {
            let plain = !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| t.parse::<u32>().ok()).flatten().ok_or_else(wrong)
        };
        Self::new(number(over)?, number(under)?).ok_or_else(wrong)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.over, self.under)
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_exact() {
        let f = |t: &str| t.parse::<Fraction>().unwrap();
        assert_eq!(f("2/4"), f("1/2"));
        assert_eq!(f("3/10").to_string(), "3/10");
        assert!(Fraction::sum_to_one(&[f("3/10"), f("7/10")]));
        assert!(Fraction::sum_to_one(&[f("1/3"); 3]) && !Fraction::sum_to_one(&[f("1/3"); 2]));
        assert!(!Fraction::sum_to_one(&[]));
        for bad in ["", "1", "3/0", "4/3", "-1/2", "1/ 2", "0.3"] {
            assert!(bad.parse::<Fraction>().is_err(), "{bad}");
        }
    }
}
