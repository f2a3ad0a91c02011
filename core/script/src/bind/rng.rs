//! `Rng`: numbers that look random and are the same in every run and on every machine.
//!
//! xoshiro256++ 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM
//! Trans. Math. Softw. 47, 2021), seeded by SplitMix64 as its authors advise.

use std::cell::Cell;

use mlua::{Result, Table, UserData, UserDataFields, UserDataMethods, Value};

use super::args;
use super::noun::Noun;
use crate::fault::Fault;

/// Greatest whole number up to which every one is a number of the language.
const WHOLE: f64 = 9_007_199_254_740_992.0;
/// Most elements that one call shuffles.
const MOST: usize = 100_000;

/// A generator in a script.
pub(crate) struct Rng(Cell<[u64; 4]>);

impl Rng {
    /// From a seed: a whole number from 0 to 2^53.
    pub(crate) fn seeded(value: &Value) -> Result<Self> {
        let seed = args::number("sea:rng", "the seed", value)?;
        if seed.fract() != 0.0 || !(0.0..=WHOLE).contains(&seed) {
            return Err(args::refuse("sea:rng", "the seed", "a whole number from 0 up", value));
        }
        let mut state = seed as u64;
        Ok(Self(Cell::new([(); 4].map(|()| splitmix(&mut state)))))
    }

    fn next(&self) -> u64 {
        let mut s = self.0.get();
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        self.0.set(s);
        out
    }

    /// From 0 to below 1, in steps of 2^-53.
    fn uniform(&self) -> f64 {
        (self.next() >> 11) as f64 / WHOLE
    }

    /// From 0 to below `n`, without bias (Lemire 2019).
    fn below(&self, n: u64) -> u64 {
        loop {
            let wide = u128::from(self.next()) * u128::from(n);
            if wide as u64 >= n.wrapping_neg() % n {
                return (wide >> 64) as u64;
            }
        }
    }
}

fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl UserData for Rng {
    fn add_fields<F: UserDataFields<Self>>(fields: &mut F) {
        fields.add_meta_field("__type", "Rng");
    }

    fn add_methods<M: UserDataMethods<Self>>(methods: &mut M) {
        let mut noun = Noun::new("Rng", methods);
        noun.method("uniform", |_, this: &Self, ()| Ok(this.uniform()));
        noun.method("integer", |_, this: &Self, (from, to): (Value, Value)| {
            let whole = |name, v: &Value| match args::number("rng:integer", name, v)? {
                x if x.fract() == 0.0 && x.abs() <= WHOLE => Ok(x),
                _ => Err(args::refuse("rng:integer", name, "a whole number", v)),
            };
            let (from, to) = (whole("from", &from)?, whole("to", &to)?);
            if to < from {
                let text = format!("rng:integer: from {from} to {to} there is nothing to choose");
                return Err(Fault::wrong(text).token("integer").into());
            }
            if to - from >= WHOLE {
                let text =
                    format!("rng:integer: from {from} to {to} there are more than 2^53 numbers");
                return Err(Fault::wrong(text).token("integer").into());
            }
            Ok(from + this.below((to - from) as u64 + 1) as f64)
        });
        noun.method("normal", |_, this: &Self, ()| {
            // Box and Muller 1958; the first of the pair. 1 - u is never 0.
            let (u, v) = (1.0 - this.uniform(), this.uniform());
            Ok(libm::sqrt(-2.0 * libm::log(u)) * libm::cos(std::f64::consts::TAU * v))
        });
        noun.method("shuffle", |_, this: &Self, list: Value| {
            let list: Table = args::table("rng:shuffle", "the list", &list)?;
            let n = list.raw_len();
            if n > MOST {
                let text = format!("rng:shuffle: {n} elements; at most {MOST} are shuffled");
                return Err(Fault::wrong(text).token("shuffle").into());
            }
            for k in (2..=n).rev() {
                let j = this.below(k as u64) as usize + 1;
                let (a, b): (Value, Value) = (list.raw_get(k)?, list.raw_get(j)?);
                list.raw_set(k, b)?;
                list.raw_set(j, a)?;
            }
            Ok(list)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The state {1, 2, 3, 4} of the reference implementation gives these numbers (test vectors of
    /// the crate rand_xoshiro, made with the authors' C code).
    #[test]
    fn reference_numbers() {
        let rng = Rng(Cell::new([1, 2, 3, 4]));
        let expected = [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386];
        assert_eq!(expected.map(|_| rng.next()), expected);
    }

    /// SplitMix64 from 1477776061723855037 (test vectors of the same crate).
    #[test]
    fn reference_seeds() {
        let mut state = 1_477_776_061_723_855_037;
        let expected = [1_985_237_415_132_408_290, 2_979_275_885_539_914_483];
        assert_eq!(expected.map(|_| splitmix(&mut state)), expected);
    }
}
