//! The same done many times, on as many threads as there are: what comes out does not depend on them.

use std::ops::Range;

use rayon::prelude::*;

/// Blocks in which long lists are gone through: always these, so that sums over them are the same on any number of threads.
pub const BLOCK: usize = 4096;
/// Places that one task fills.
const SOME: usize = 1024;

/// Does some work on a thread of the pool. What it then does on many threads begins at once: from outside the pool each
/// such part is handed over and waited for asleep, which takes longer than many of them.
pub fn pooled<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    rayon::scope(|_| work())
}

/// What each of so many gives, in order. So few, and fewer, are not worth a second thread.
pub fn list<T: Send>(count: usize, few: usize, each: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    if count <= 2 * few {
        return (0..count).map(each).collect();
    }
    (0..count).into_par_iter().with_min_len(few).with_max_len(few).map(each).collect()
}

/// What each of some tasks gives, in order. Of several errors the first in the list stands, on any number of threads.
///
/// # Errors
/// That of a task.
pub fn tasks<P: Send, T: Send, E: Send>(
    all: impl IndexedParallelIterator<Item = P>,
    each: impl Fn(P) -> Result<T, E> + Sync + Send,
) -> Result<Vec<T>, E> {
    let done: Vec<Result<T, E>> = all.with_max_len(1).map(each).collect();
    done.into_iter().collect()
}

/// Fills a list some neighbours at a time, each told the number of its first.
pub fn fill<T: Send>(list: &mut [T], each: impl Fn(usize, &mut [T]) + Sync + Send) {
    list.par_chunks_mut(SOME).enumerate().for_each(|(k, some)| each(k * SOME, some));
}

/// What each block of [`BLOCK`] numbers gives, the last with fewer; for a single one nothing is put aside.
pub fn blocks<T: Send>(
    count: usize,
    each: impl Fn(Range<usize>) -> T + Sync + Send,
) -> impl Iterator<Item = T> {
    let one = (1..=BLOCK).contains(&count).then(|| each(0..count));
    let block = |k: usize| each(k * BLOCK..count.min((k + 1) * BLOCK));
    let many = if count > BLOCK { list(count.div_ceil(BLOCK), 1, block) } else { Vec::new() };
    one.into_iter().chain(many)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of several errors the first in the list.
    #[test]
    fn the_first_error() {
        let odd = |k: usize| if k.is_multiple_of(2) { Ok(k) } else { Err(k) };
        assert_eq!(tasks((0..100).into_par_iter(), odd), Err(1));
        assert_eq!(tasks((0..3).into_par_iter(), |k| odd(2 * k)), Ok(vec![0, 2, 4]));
    }

    /// In order and complete, below and above what is worth a second thread.
    #[test]
    fn in_order() {
        for count in [0, 1, 7, BLOCK - 1, BLOCK, 2 * BLOCK + 1, 9 * BLOCK + 5] {
            let want: Vec<usize> = (0..count).collect();
            assert_eq!(list(count, 3, |k| k), want);
            let mut filled = vec![0; count];
            fill(&mut filled, |first, some| (first..).zip(some).for_each(|(k, v)| *v = k));
            assert_eq!(filled, want);
            let all: Vec<usize> = blocks(count, Range::collect::<Vec<_>>).flatten().collect();
            assert_eq!(all, want);
        }
    }
}
