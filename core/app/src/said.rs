//! Sentences of the rules and cases that ship, in Persian and Russian, as the studio's page shows them.
//!
//! They are found by their English text, not by a rule's name: a rule of the same name with words of its own keeps
//! them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::cli::Language;

type Texts = BTreeMap<String, String>;

const PERSIAN: &str = include_str!("studio/page/said-fa.json");
const RUSSIAN: &str = include_str!("studio/page/said-ru.json");

/// A sentence in a language; as it stands where nobody has translated it.
#[must_use]
pub fn said(lang: Language, text: &str) -> &str {
    static TEXTS: OnceLock<[Texts; 2]> = OnceLock::new();
    // The files are the program's own; a test reads them.
    let read = |file| serde_json::from_str::<Texts>(file).unwrap_or_default();
    let [persian, russian] = TEXTS.get_or_init(|| [PERSIAN, RUSSIAN].map(read));
    let texts = match lang {
        Language::En => return text,
        Language::Fa => persian,
        Language::Ru => russian,
    };
    texts.get(text).map_or(text, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_ships_is_translated_and_another_is_kept() {
        let text = "Each point to the party with the nearest shore";
        assert_eq!(said(Language::Ru, text), "Каждая точка отходит стороне с ближайшим берегом");
        assert!(said(Language::Fa, text).contains("ساحل"));
        assert_eq!(said(Language::En, text), text);
        assert_eq!(said(Language::Fa, "my own words"), "my own words");
    }
}
