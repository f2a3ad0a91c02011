//! A name in the languages of the parties.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One thing's name by language code (`en`, `fa`, `ru`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(pub BTreeMap<String, String>);

impl Names {
    /// A name in English only.
    #[must_use]
    pub fn english(name: &str) -> Self {
        Self(BTreeMap::from([("en".to_owned(), name.to_owned())]))
    }

    /// The name in `lang`, else in English, else in the first language there is, else empty.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        let by = |l: &str| self.0.get(l).map(String::as_str);
        by(lang)
            .or_else(|| by("en"))
            .or_else(|| self.0.values().next().map(String::as_str))
            .unwrap_or("")
    }
}
