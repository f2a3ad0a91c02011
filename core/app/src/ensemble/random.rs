//! Random numbers by name: each is made from the plan's hash, the seed and what it is for, and from nothing else.
//!
//! The generator is PCG XSL RR 128/64 (O'Neill 2014), whose numbers do not change between versions. There is no state to
//! carry from one scenario to the next, so that any shard on any machine draws the same.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng as _;
use sha2::{Digest, Sha256};

/// The least number that a quantile is asked at: 2^-54.
const LEAST: f64 = 1.0 / 18_014_398_509_481_984.0;

/// Numbers of one plan.
#[derive(Debug, Clone)]
pub struct Source(u128);

impl Source {
    /// The source of a plan's hash and a seed.
    #[must_use]
    pub fn new(key: &str, seed: u64) -> Self {
        let hash = Sha256::new().chain_update(key).chain_update(seed.to_le_bytes()).finalize();
        Self(hash.iter().take(16).fold(0, |x, byte| x << 8 | u128::from(*byte)))
    }

    /// A generator for one purpose.
    fn of(&self, what: &str, at: usize, k: usize, sample: u64) -> Pcg64 {
        let name = format!("{what} {at} {k} {sample}");
        let hash = Sha256::new().chain_update(self.0.to_le_bytes()).chain_update(name).finalize();
        let half = |from: usize| {
            hash.iter().skip(from).take(16).fold(0, |x: u128, byte| x << 8 | u128::from(*byte))
        };
        Pcg64::new(half(0), half(16))
    }

    /// Uniform in (0, 1): parameter `k` of rule `at` in a sample.
    #[must_use]
    pub fn uniform(&self, at: usize, k: usize, sample: u64) -> f64 {
        open(&mut self.of("draw", at, k, sample))
    }

    /// A point of [0, 1) moved round by a shift of its axis (Cranley and Patterson 1976).
    #[must_use]
    pub fn shifted(&self, at: usize, k: usize, x: f64) -> f64 {
        (x + open(&mut self.of("shift", at, k, 0))).fract().clamp(LEAST, 1.0 - 2.0 * LEAST)
    }

    /// A place within the slice of (0, 1) that a Latin hypercube of `samples` gives to a sample.
    #[must_use]
    pub fn slice(&self, at: usize, k: usize, sample: u64, samples: u64) -> f64 {
        let slice = self.permuted(at, k, sample, samples.max(1));
        (slice as f64 + self.uniform(at, k, sample)) / samples.max(1) as f64
    }

    /// Where a random permutation of 0..n takes `x`, without the other values in memory: four rounds of a balanced
    /// Feistel network on enough bits, walked until it falls below n (Black and Rogaway 2002).
    fn permuted(&self, at: usize, k: usize, x: u64, n: u64) -> u64 {
        let bits = (64 - (n - 1).leading_zeros()).max(2).div_ceil(2);
        let mask = (1_u64 << bits) - 1;
        let mut keys = self.of("order", at, k, 0);
        let keys = [keys.next_u64(), keys.next_u64(), keys.next_u64(), keys.next_u64()];
        let mut x = x.min(n - 1);
        loop {
            let (mut left, mut right) = (x >> bits, x & mask);
            for key in keys {
                (left, right) = (right, left ^ (mixed(right ^ key) & mask));
            }
            x = left << bits | right;
            if x < n {
                return x;
            }
        }
    }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection that mixes all bits.
fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The top 53 bits, never 0 nor 1.
fn open(generator: &mut Pcg64) -> f64 {
    ((generator.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_permutation_is_one() {
        let source = Source::new("key", 1);
        for n in [1, 2, 3, 7, 64, 97, 1000] {
            let all: BTreeSet<u64> = (0..n).map(|x| source.permuted(0, 1, x, n)).collect();
            assert_eq!(all.len() as u64, n);
            assert_eq!(all.last(), Some(&(n - 1)));
        }
    }

    /// Mean 1/2 and variance 1/12 within five standard errors of 20 000 draws.
    #[test]
    fn draws_are_uniform() {
        let source = Source::new("key", 1);
        let draws: Vec<f64> = (0..20_000).map(|k| source.uniform(2, 3, k)).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let square = draws.iter().map(|x| (x - 0.5).powi(2)).sum::<f64>() / 20_000.0;
        assert!((mean - 0.5).abs() < 5.0 * (1.0_f64 / 12.0 / 20_000.0).sqrt(), "{mean}");
        assert!(
            (square - 1.0 / 12.0).abs() < 5.0 * (1.0_f64 / 180.0 / 20_000.0).sqrt(),
            "{square}"
        );
        assert!(draws.iter().all(|x| *x > 0.0 && *x < 1.0));
    }
}
