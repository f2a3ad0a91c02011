//! Green integrals along the lines of a set, summed over blocks of pieces.
//!
//! The coast of a division is a few runs of many pieces, or whole islands: a sum for every block gives each of them with
//! no more than two blocks gone through again, and a coast of a million vertices keeps a sixty-fourth of its integrals.

use std::ops::Range;

use crate::area::{AreaRule, Green};
use crate::many;
use crate::shoreline::Shoreline;

/// Pieces to a block; the last of a line has fewer.
const PIECES: u32 = 64;
/// Blocks to a task.
const LEAST_BLOCKS: usize = 16;

/// Sums of the Green integrals of a set's pieces.
#[derive(Debug, Default)]
pub struct Greens {
    /// First piece of each block, and where the last ends.
    starts: Vec<u32>,
    sums: Vec<Green>,
}

impl Greens {
    /// Adds up all pieces of a set.
    #[must_use]
    pub fn new(set: &Shoreline, rule: &AreaRule) -> Self {
        let mut starts = Vec::new();
        for line in set.lines() {
            let first = set.pieces_of(line.start).start as u32;
            let end = set.pieces_of(line.end - 1).end as u32;
            starts.extend((first..end).step_by(PIECES as usize));
        }
        starts.push(set.piece_count() as u32);
        let block = |k: usize| set.green(rule, starts[k] as usize..starts[k + 1] as usize);
        let sums = many::list(starts.len() - 1, LEAST_BLOCKS, block);
        Self { starts, sums }
    }

    /// The integral over all pieces.
    #[must_use]
    pub fn whole(&self) -> Green {
        sum(&self.sums)
    }

    /// The integral over some neighbouring pieces of the set that was added up by the same rule.
    #[must_use]
    pub fn over(&self, set: &Shoreline, rule: &AreaRule, pieces: Range<usize>) -> Green {
        // A line's last point has no length: with it a whole line is whole blocks.
        let pieces = pieces.start..pieces.end + usize::from(set.is_end(pieces.end));
        let first = self.starts.partition_point(|start| (*start as usize) < pieces.start);
        let end = self.starts.partition_point(|start| *start as usize <= pieces.end);
        // Blocks from `first` on begin inside, and the one before `end` may reach beyond.
        if end <= first + 1 {
            return set.green(rule, pieces);
        }
        let (begins, ends) = (self.starts[first] as usize, self.starts[end - 1] as usize);
        let mut all = set.green(rule, pieces.start..begins);
        all.add(sum(&self.sums[first..end - 1]));
        all.add(set.green(rule, ends..pieces.end));
        all
    }
}

fn sum(greens: &[Green]) -> Green {
    greens.iter().fold(Green::default(), |mut sum, green| {
        sum.add(*green);
        sum
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chain, Earth, Ellipsoid, Join, LatLon};

    /// Any neighbouring pieces have the sum of their own integrals: within a block, over several, over the end of a line.
    #[test]
    fn any_range_is_the_sum_of_its_pieces() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let wave = |k: i32, n: i32, at: f64| {
            let turn = std::f64::consts::TAU * f64::from(k) / f64::from(n);
            let out = 0.4 + 0.01 * f64::from(k % 7);
            LatLon::new(42.0 + out * turn.sin(), at + out * turn.cos())
        };
        let rings = [(300, 50.0), (5, 52.0), (64, 53.0), (1, 54.0), (129, 55.0)]
            .map(|(n, at)| (0..n).map(|k| wave(k, n, at)).collect::<Vec<_>>());
        let chains: Vec<Chain<'_>> = rings
            .iter()
            .map(|points| Chain { points, closed: true, join: Join::Geodesic })
            .collect();
        let set = Shoreline::new(&e, &chains);
        let rule = AreaRule::new(&e, &e.point(LatLon::new(42.0, 52.0)));
        let greens = Greens::new(&set, &rule);
        let n = set.piece_count();
        let each: Vec<Green> = (0..n).map(|k| set.green(&rule, k..k + 1)).collect();
        for (first, end) in [(0, n), (0, 0), (3, 60), (3, 64), (64, 128), (63, 290), (7, n - 9)] {
            let (got, want) = (greens.over(&set, &rule, first..end), sum(&each[first..end]));
            assert!((got.s_dlon - want.s_dlon).abs() < 1e-3, "{first} {end}");
            assert!((got.dlon - want.dlon).abs() < 1e-13, "{first} {end}");
        }
        assert_eq!(greens.over(&set, &rule, 0..n), greens.whole());
    }
}
