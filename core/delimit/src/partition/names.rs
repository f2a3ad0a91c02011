//! Reading the name of a holder. A division says the same few names at every vertex of its lines: they share one text.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::Holder;

/// Names remembered by a thread: those of the cases at hand.
const MOST: usize = 64;

thread_local! {
    static KNOWN: RefCell<Vec<Arc<str>>> = const { RefCell::new(Vec::new()) };
}

/// The one text of a name, where it was read before.
fn shared(name: &str) -> Holder {
    KNOWN.with_borrow_mut(|known| {
        if let Some(same) = known.iter().find(|k| &***k == name) {
            return Holder(same.clone());
        }
        if known.len() == MOST {
            known.clear();
        }
        let new = Holder::new(name);
        known.push(new.0.clone());
        new
    })
}

impl<'de> Deserialize<'de> for Holder {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Holder;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a holder")
            }
            fn visit_str<E: Error>(self, name: &str) -> Result<Holder, E> {
                Ok(shared(name))
            }
        }
        d.deserialize_str(Name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_read_again_is_the_same_text() {
        let read = |text: &str| serde_json::from_str::<Holder>(text).unwrap();
        let (a, b, c) = (read("\"AZE\""), read("\"IRN\""), read("\"AZE\""));
        assert!(Arc::ptr_eq(&a.0, &c.0) && a != b);
        assert_eq!((a.as_str(), read("\"J\\u00f6\"").as_str()), ("AZE", "Jö"));
        for k in 0..3 * MOST {
            assert_eq!(read(&format!("\"P{k}\"")).as_str(), format!("P{k}"));
        }
        assert_eq!(read("\"AZE\""), a);
        assert!(serde_json::from_str::<Holder>("5").is_err());
    }
}
