//! Sobol' points by number, in up to 32 dimensions, with the direction numbers of Joe and Kuo (2008, new-joe-kuo-6).
//!
//! Any point is made from its number alone, so that shards need nothing from one another. Points come in the order of
//! the Gray code, as in other programs: the first 2^m points put one into each of 2^m equal slices of every axis.

/// Most dimensions.
pub const MAX_DIMENSIONS: usize = 32;
const BITS: usize = 32;

/// Degree, coefficients of the primitive polynomial, and first odd numbers of dimensions 2 to 32.
const JOE_KUO: [(usize, u32, [u32; 7]); MAX_DIMENSIONS - 1] = [
    (1, 0, [1, 0, 0, 0, 0, 0, 0]),
    (2, 1, [1, 3, 0, 0, 0, 0, 0]),
    (3, 1, [1, 3, 1, 0, 0, 0, 0]),
    (3, 2, [1, 1, 1, 0, 0, 0, 0]),
    (4, 1, [1, 1, 3, 3, 0, 0, 0]),
    (4, 4, [1, 3, 5, 13, 0, 0, 0]),
    (5, 2, [1, 1, 5, 5, 17, 0, 0]),
    (5, 4, [1, 1, 5, 5, 5, 0, 0]),
    (5, 7, [1, 1, 7, 11, 19, 0, 0]),
    (5, 11, [1, 1, 5, 1, 1, 0, 0]),
    (5, 13, [1, 1, 1, 3, 11, 0, 0]),
    (5, 14, [1, 3, 5, 5, 31, 0, 0]),
    (6, 1, [1, 3, 3, 9, 7, 49, 0]),
    (6, 13, [1, 1, 1, 15, 21, 21, 0]),
    (6, 16, [1, 3, 1, 13, 27, 49, 0]),
    (6, 19, [1, 1, 1, 15, 7, 5, 0]),
    (6, 22, [1, 3, 1, 15, 13, 25, 0]),
    (6, 25, [1, 1, 5, 5, 19, 61, 0]),
    (7, 1, [1, 3, 7, 11, 23, 15, 103]),
    (7, 4, [1, 3, 7, 13, 13, 15, 69]),
    (7, 7, [1, 1, 3, 13, 7, 35, 63]),
    (7, 8, [1, 3, 5, 9, 1, 25, 53]),
    (7, 14, [1, 3, 1, 13, 9, 35, 107]),
    (7, 19, [1, 3, 1, 5, 27, 61, 31]),
    (7, 21, [1, 1, 5, 11, 19, 41, 61]),
    (7, 28, [1, 3, 5, 3, 3, 13, 69]),
    (7, 31, [1, 1, 7, 13, 1, 19, 1]),
    (7, 32, [1, 3, 7, 5, 13, 19, 59]),
    (7, 37, [1, 1, 3, 9, 25, 29, 41]),
    (7, 41, [1, 3, 5, 13, 23, 1, 55]),
    (7, 42, [1, 3, 7, 3, 13, 59, 17]),
];

/// Coordinate `dimension` (from 0) of point `number`, in [0, 1), as a multiple of 2^-32.
///
/// Numbers beyond 2^32 and dimensions beyond 32 begin again.
#[must_use]
pub fn point(number: u64, dimension: usize) -> f64 {
    let number = number as u32;
    let gray = number ^ (number >> 1);
    let directions = directions(dimension % MAX_DIMENSIONS);
    let x = (0..BITS).filter(|j| gray >> j & 1 == 1).fold(0, |x, j| x ^ directions[j]);
    f64::from(x) / 4_294_967_296.0
}

fn directions(dimension: usize) -> [u32; BITS] {
    let mut v = [0_u32; BITS];
    let Some((degree, polynomial, first)) = dimension.checked_sub(1).and_then(|d| JOE_KUO.get(d))
    else {
        for (i, v) in v.iter_mut().enumerate() {
            *v = 1 << (BITS - 1 - i);
        }
        return v;
    };
    for i in 0..BITS {
        v[i] = match i < *degree {
            true => first[i] << (BITS - 1 - i),
            false => (1..*degree)
                .filter(|k| polynomial >> (degree - 1 - k) & 1 == 1)
                .fold(v[i - degree] ^ (v[i - degree] >> degree), |x, k| x ^ v[i - k]),
        };
    }
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points 700 and 1023 of six dimensions, as scipy 1.17.1 prints them (unscrambled, 32 bits).
    #[test]
    fn points_are_those_of_another_program() {
        let at = |n| [0, 1, 2, 5, 19, 31].map(|d| point(n, d));
        assert_eq!(
            at(700),
            [
                0.280_273_437_5,
                0.098_632_812_5,
                0.137_695_312_5,
                0.350_585_937_5,
                0.012_695_312_5,
                0.557_617_187_5
            ]
        );
        assert_eq!(
            at(1023),
            [
                0.000_976_562_5,
                0.752_929_687_5,
                0.612_304_687_5,
                0.438_476_562_5,
                0.319_335_937_5,
                0.614_257_812_5
            ]
        );
    }

    /// A (0, m, 1)-net in every axis: each slice holds one point.
    #[test]
    fn every_slice_of_every_axis_holds_one_point() {
        for d in 0..MAX_DIMENSIONS {
            let mut seen = [false; 256];
            for n in 0..256 {
                let slice = (point(n, d) * 256.0) as usize;
                assert!(!std::mem::replace(&mut seen[slice], true), "dimension {d}");
            }
        }
    }

    #[test]
    fn dimensions_differ() {
        for a in 0..MAX_DIMENSIONS {
            for b in 0..a {
                assert!((0..256).any(|n| point(n, a) != point(n, b)), "{a} and {b}");
            }
        }
    }
}
