//! Running the blocks of a shard on every core: whatever is whole is kept, so that stopping costs a block at most.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use super::bench::Bench;
use super::part::{self, Parts};
use super::plan::Plan;
use super::row::{Last, Rows, row};
use crate::failure::{Failure, Outcome};
use crate::progress::Progress;

/// Shard `index` of `of`, from 1: every block whose number leaves `index - 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// All blocks.
    pub const WHOLE: Self = Self { index: 1, of: 1 };

    /// Is a block this shard's?
    #[must_use]
    pub fn has(self, block: u64) -> bool {
        block % self.of.max(1) == self.index.saturating_sub(1)
    }

    /// `17/256`
    ///
    /// # Errors
    /// Two numbers that do not fit.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pair = text.split_once('/');
        let numbers = pair.and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        match numbers {
            Some((index, of)) if index >= 1 && index <= of => Ok(Self { index, of }),
            _ => Err(format!("\"{text}\" is not a shard like 17/256, from 1/256 to 256/256")),
        }
    }
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Blocks that were whole before.
    pub kept: u64,
    /// Scenarios run now.
    pub run: u64,
    /// Of these, failed.
    pub failed: u64,
}

/// Runs what is missing of a shard, on so many threads.
///
/// # Errors
/// A part cannot be written or the folder not read; what was written stands.
pub fn run(
    plan: &Plan,
    bench: &Bench<'_>,
    folder: &Path,
    (shard, threads): (Shard, usize),
    quiet: bool,
) -> Outcome<Done> {
    let parts = Parts::look(folder, plan)?;
    let mine: Vec<u64> = (0..plan.blocks()).filter(|b| shard.has(*b)).collect();
    let todo: Vec<u64> = mine.iter().copied().filter(|b| !parts.whole.contains_key(b)).collect();
    let kept = (mine.len() - todo.len()) as u64;
    let scenarios: u64 = todo.iter().map(|b| plan.block(*b).count() as u64).sum();
    let bar = Progress::new(usize::try_from(scenarios).unwrap_or(usize::MAX), "scenarios", quiet);
    bar.doing(&plan.study().id);
    let (next, failure) = (AtomicUsize::new(0), Mutex::new(None::<Failure>));
    let totals = Mutex::new(Done { kept, ..Done::default() });
    thread::scope(|scope| {
        for _ in 0..threads.clamp(1, todo.len().max(1)) {
            scope.spawn(|| {
                let mut last = Last::default();
                while let Some(block) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match one(plan, bench, folder, *block, (&mut last, &bar)) {
                        Ok((run, failed)) => {
                            let mut t = totals.lock().unwrap_or_else(PoisonError::into_inner);
                            (t.run, t.failed) = (t.run + run, t.failed + failed);
                        }
                        Err(error) => {
                            next.store(todo.len(), Ordering::Relaxed);
                            let mut first = failure.lock().unwrap_or_else(PoisonError::into_inner);
                            first.get_or_insert(error);
                            return;
                        }
                    }
                }
            });
        }
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(totals.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}

/// Runs one block and writes its part: how many scenarios, how many failed.
fn one(
    plan: &Plan,
    bench: &Bench<'_>,
    folder: &Path,
    block: u64,
    (last, bar): (&mut Last, &Progress),
) -> Outcome<(u64, u64)> {
    let start = Instant::now();
    let mut rows = Rows::new(plan.body.fields());
    let (all, mut failed) = (plan.scenarios(), 0);
    let numbers = plan.block(block);
    for k in numbers.clone() {
        let Some(scenario) = all.get(k) else { continue };
        let cells = row(plan, bench, &scenario, last);
        failed += u64::from(cells.iter().any(|(name, _)| name == "error"));
        rows.push(cells);
        bar.step();
    }
    part::write(folder, plan, block, &rows.columns, start.elapsed().as_millis())?;
    Ok((numbers.count() as u64, failed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_out_every_block_once() {
        for of in [1, 2, 7, 64] {
            for block in 0..200 {
                let owners =
                    (1..=of).filter(|index| Shard { index: *index, of }.has(block)).count();
                assert_eq!(owners, 1);
            }
        }
    }

    #[test]
    fn a_shard_is_two_numbers() {
        assert_eq!(Shard::parse("17/256"), Ok(Shard { index: 17, of: 256 }));
        for bad in ["0/4", "5/4", "1", "a/b", "1/0", "-1/2"] {
            assert!(Shard::parse(bad).unwrap_err().contains("17/256"), "{bad}");
        }
    }
}
