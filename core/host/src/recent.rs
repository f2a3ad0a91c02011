//! The last few things used, oldest first out.
//!
//! Supervisor and worker keep one of these each for cases and make the same calls in the same
//! order, so both always know which cases the worker still has.

use std::collections::VecDeque;

/// How many cases a worker keeps.
pub(crate) const CASES: usize = 4;

/// At most `N` values by key, in the order of use.
#[derive(Debug)]
pub(crate) struct Recent<K, V, const N: usize> {
    items: VecDeque<(K, V)>,
}

impl<K: PartialEq, V, const N: usize> Recent<K, V, N> {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { items: VecDeque::with_capacity(N) }
    }

    /// Is it here? Does not count as use.
    pub(crate) fn has(&self, key: &K) -> bool {
        self.items.iter().any(|(k, _)| k == key)
    }

    /// Uses a value.
    pub(crate) fn get(&mut self, key: &K) -> Option<&V> {
        let at = self.items.iter().position(|(k, _)| k == key)?;
        let item = self.items.remove(at)?;
        self.items.push_back(item);
        self.items.back().map(|(_, v)| v)
    }

    /// Adds a value in place of any earlier one; the one used longest ago makes room.
    pub(crate) fn put(&mut self, key: K, value: V) {
        self.items.retain(|(k, _)| *k != key);
        if self.items.len() >= N {
            self.items.pop_front();
        }
        self.items.push_back((key, value));
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.items.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_used_longest_ago_leaves() {
        let mut recent = Recent::<_, _, 2>::new();
        recent.put("a", 1);
        recent.put("b", 2);
        assert_eq!(recent.get(&"a"), Some(&1));
        recent.put("c", 3);
        assert!(recent.has(&"a") && !recent.has(&"b") && recent.has(&"c"));
        recent.put("a", 4);
        assert_eq!(recent.get(&"a"), Some(&4));
        assert_eq!(recent.get(&"c"), Some(&3));
    }
}
