//! Ids of elements: the same content has the same id, whatever else is in the data set.

use std::collections::BTreeMap;

/// Ids given so far.
#[derive(Default)]
pub(super) struct Ids {
    by_key: BTreeMap<String, String>,
    taken: BTreeMap<String, u32>,
}

impl Ids {
    /// The id of a key, as XML takes it: letters of other alphabets, `:`, `+` and spaces become `_`. Where that makes
    /// two keys equal the later one gets a number.
    pub(super) fn of(&mut self, kind: &str, key: &str) -> String {
        let full = format!("{kind}.{key}");
        if let Some(known) = self.by_key.get(&full) {
            return known.clone();
        }
        let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
        let mut id: String = full.chars().map(plain).collect();
        let count = self.taken.entry(id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            id = format!("{id}..{count}");
        }
        self.by_key.insert(full, id.clone());
        id
    }
}
