//! Nearest base points of the mesh's own places, kept from one solution to the next.
//!
//! Weights move lines and not the mesh: its centres and corners are the same places every time, and what is nearest there
//! does not depend on the scores. The first solution keeps nothing, as there may be no second. What is kept is what a search
//! gives, to the bit, so it is a matter of time alone.

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{PoisonError, RwLock};

use littoral_geodesy::{Nearest, SurfacePoint};
use rustc_hash::{FxHashMap, FxHasher};

/// Places kept a set of base points: a mesh of seven halvings has fewer. Three megabytes.
const MOST: usize = 1 << 15;

/// What one set of base points remembers.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    known: RwLock<Known>,
    solutions: AtomicU32,
}

/// Places in the order in which they were first asked for, as the next solution asks for them again: what is looked up
/// next lies beside what was looked up last.
#[derive(Debug, Default)]
struct Known {
    /// Where a place stands in the list, by half of its hash; of two with the same half the first alone is kept.
    index: FxHashMap<u32, u32>,
    list: Vec<(Key, Nearest)>,
}

type Key = [u64; 3];

fn key(at: &SurfacePoint) -> Key {
    [at.p.x, at.p.y, at.p.z].map(f64::to_bits)
}

fn half(key: Key) -> u32 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    (hasher.finish() >> 32) as u32
}

impl Memo {
    /// Another solution begins that asks this set.
    pub(crate) fn begin(&self) {
        self.solutions.fetch_add(1, Ordering::Relaxed);
    }

    fn is_on(&self) -> bool {
        self.solutions.load(Ordering::Relaxed) > 1
    }

    /// What is nearest to a place, if it was kept.
    pub(crate) fn get(&self, at: &SurfacePoint) -> Option<Nearest> {
        if !self.is_on() {
            return None;
        }
        let key = key(at);
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let place = *known.index.get(&half(key))?;
        let (of, nearest) = known.list.get(place as usize)?;
        (*of == key).then_some(*nearest)
    }

    /// Keeps what is nearest to a place, while there is room.
    pub(crate) fn keep(&self, at: &SurfacePoint, nearest: Nearest) {
        if !self.is_on() {
            return;
        }
        let key = key(at);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let next = known.list.len();
        if next < MOST && *known.index.entry(half(key)).or_insert(next as u32) == next as u32 {
            known.list.push((key, nearest));
        }
    }
}
