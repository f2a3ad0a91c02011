//! The same done many times, on as many threads as there are: what comes out does not depend on them.

use std::ops::Range;

use rayon::prelude::*;

/// Blocks in which long lists are gone through: always these, so that sums over them are the same on any number of threads.
pub const BLOCK: usize = 4096;

/// What each of so many gives, in order. So few, and fewer, are not worth a second thread.
pub fn list<T: Send>(count: usize, few: usize, each: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    if count <= 2 * few {
        return (0..count).map(each).collect();
    }
    (0..count).into_par_iter().with_min_len(few).map(each).collect()
}

/// Adds what each of so many gives to a list, in order.
pub fn extend<T: Send>(to: &mut Vec<T>, count: usize, each: impl Fn(usize) -> T + Sync + Send) {
    if count <= 2 * BLOCK {
        return to.extend((0..count).map(each));
    }
    to.par_extend((0..count).into_par_iter().with_min_len(BLOCK).map(each));
}

/// What each block of [`BLOCK`] numbers gives, the last with fewer.
pub fn blocks<T: Send>(count: usize, each: impl Fn(Range<usize>) -> T + Sync + Send) -> Vec<T> {
    let block = |k: usize| each(k * BLOCK..count.min((k + 1) * BLOCK));
    list(count.div_ceil(BLOCK), 1, block)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In order and complete, below and above what is worth a second thread.
    #[test]
    fn in_order() {
        for count in [0, 1, 7, BLOCK - 1, BLOCK, 2 * BLOCK + 1, 9 * BLOCK + 5] {
            let want: Vec<usize> = (0..count).collect();
            assert_eq!(list(count, 3, |k| k), want);
            let mut more = vec![7];
            extend(&mut more, count, |k| k);
            assert_eq!((more[0], &more[1..]), (7, &want[..]));
            let all: Vec<usize> = blocks(count, Range::collect::<Vec<_>>).concat();
            assert_eq!(all, want);
        }
    }
}
