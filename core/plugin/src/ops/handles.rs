//! Numbers for what a plugin may name but never touch.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Done, Fault};

/// Most handles of one kind in a run.
const MOST: usize = 1 << 20;

/// A number that no earlier run of this process had: a handle kept from one is noticed.
pub(super) fn salt() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed) | 1 << 31
}

/// Things of one kind by number. The upper half of a number is the run's salt, then two bits of the
/// kind's length tell kinds apart.
pub(super) struct Handles<T> {
    salt: u32,
    kind: &'static str,
    list: RefCell<Vec<T>>,
}

impl<T: Clone> Handles<T> {
    /// None yet.
    pub(super) fn new(salt: u32, kind: &'static str) -> Self {
        Self { salt, kind, list: RefCell::default() }
    }

    /// A field, a region and a partition never have the same number.
    fn mark(&self) -> u64 {
        u64::from(self.salt) << 32 | (self.kind.len() as u64) << 24
    }

    /// The number of a new thing.
    pub(super) fn add(&self, thing: T) -> Done<u64> {
        let mut list = self.list.borrow_mut();
        if list.len() >= MOST {
            return Err(Fault::wrong(format!("more than {MOST} {}s in one run", self.kind)));
        }
        list.push(thing);
        Ok(self.mark() + list.len() as u64)
    }

    /// The thing of a number.
    pub(super) fn get(&self, id: u64) -> Done<T> {
        let index = id.wrapping_sub(self.mark()).wrapping_sub(1);
        let found = usize::try_from(index).ok().and_then(|k| self.list.borrow().get(k).cloned());
        found.ok_or_else(|| {
            Fault::abi(match id {
                0 => format!("there is no {}: handle 0 is none", self.kind),
                _ => format!("{id:#x} is no {} of this run", self.kind),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_numbers_are_found() {
        let (old, salt) = (salt(), salt());
        let (fields, regions) = (Handles::new(salt, "field"), Handles::new(salt, "region"));
        let (a, b) = (fields.add("a").unwrap(), fields.add("b").unwrap());
        assert_eq!((fields.get(a).unwrap(), fields.get(b).unwrap()), ("a", "b"));
        let r = regions.add("r").unwrap();
        let stale = Handles::new(old, "field").add("a").unwrap();
        for id in [0, 1, b + 1, r, stale, a - 1, u64::MAX, a | 1 << 63 | 1 << 20] {
            let fault = fields.get(id).unwrap_err();
            assert_eq!(fault.0, littoral_model::FailureKind::Abi, "{id:#x}");
        }
        assert_eq!(fields.get(0).unwrap_err().1, "there is no field: handle 0 is none");
    }
}
