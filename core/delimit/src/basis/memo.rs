//! Nearest base points of the mesh's own places, kept from one solution to the next.
//!
//! Weights move lines and not the mesh: its centres and corners are the same places every time, and what is nearest there
//! does not depend on the scores. The first solution keeps nothing, as there may be no second. What is kept is what a search
//! gives, to the bit, so it is a matter of time alone.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{PoisonError, RwLock};

use littoral_geodesy::{Nearest, SurfacePoint};
use rustc_hash::FxHashMap;

/// Places kept a set of base points: a mesh of seven halvings has fewer. Four megabytes.
const MOST: usize = 1 << 15;

/// What one set of base points remembers.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    known: RwLock<FxHashMap<[u64; 3], Nearest>>,
    solutions: AtomicU32,
}

fn key(at: &SurfacePoint) -> [u64; 3] {
    [at.p.x, at.p.y, at.p.z].map(f64::to_bits)
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
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&key(at)).copied()
    }

    /// Keeps what is nearest to a place, while there is room.
    pub(crate) fn keep(&self, at: &SurfacePoint, nearest: Nearest) {
        if !self.is_on() {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST {
            known.insert(key(at), nearest);
        }
    }
}
