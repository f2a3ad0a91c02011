//! How a page of one language says its phrases and writes its numbers.

use super::words::Word;
use crate::cli::Language;

/// The language of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words(pub(super) Language);

impl Words {
    /// A phrase as it stands.
    pub(super) fn say(self, word: Word) -> &'static str {
        let [en, fa, ru] = word.all();
        match self.0 {
            Language::En => en,
            Language::Fa => fa,
            Language::Ru => ru,
        }
    }

    /// A phrase with its gaps filled in order.
    pub(super) fn fill(self, word: Word, with: &[&str]) -> String {
        let mut parts = self.say(word).split("{}");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (k, part) in parts.enumerate() {
            out.push_str(with.get(k).copied().unwrap_or_default());
            out.push_str(part);
        }
        out
    }

    /// A number with so many decimals, in the language's signs.
    pub(super) fn number(self, value: f64, decimals: usize) -> String {
        match value.is_finite() {
            // A thin space may end a line; its narrow brother may not.
            true => self.0.lettering().number(value, decimals).replace('\u{2009}', "\u{202f}"),
            false => "–".to_owned(),
        }
    }

    /// One decimal.
    pub(super) fn tenth(self, value: f64) -> String {
        self.number(value, 1)
    }

    /// Per cent with one decimal and the sign.
    pub(super) fn percent(self, value: f64) -> String {
        self.0.lettering().percent(value).replace('\u{2009}', "\u{202f}")
    }

    /// The sign of per cent.
    pub(super) fn sign(self) -> &'static str {
        if self.rtl() { "٪" } else { "%" }
    }

    /// Text of another direction, kept in its own.
    pub(super) fn isolated(self, text: &str) -> String {
        if self.rtl() { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
    }

    /// The name of a layer.
    pub(super) fn layer(self, name: &str) -> String {
        let word = match name {
            "seabed" => Word::Seabed,
            "subsoil" => Word::Subsoil,
            "water" => Word::Water,
            "surface" => Word::Surface,
            "fishery" => Word::Fishery,
            other => return other.to_owned(),
        };
        self.say(word).to_owned()
    }

    /// The name of a method of decision.
    pub(super) fn method(self, id: &str) -> String {
        let words = [
            Word::Plurality,
            Word::Borda,
            Word::Copeland,
            Word::Condorcet,
            Word::Median,
            Word::Compromise,
            Word::Fallback,
            Word::Approval,
            Word::Impasse,
            Word::Undominated,
            Word::Saw,
            Word::Topsis,
            Word::Maximin,
            Word::Leximin,
            Word::RelativeLoss,
            Word::Gmcr,
        ];
        let found = words.into_iter().find(|w| w.all()[0] == id);
        found.map_or_else(|| id.to_owned(), |w| self.say(w).to_owned())
    }

    /// A whole count.
    pub(super) fn count(self, n: usize) -> String {
        self.number(n as f64, 0)
    }

    /// Written from right to left?
    pub(super) fn rtl(self) -> bool {
        self.0 == Language::Fa
    }

    /// `ltr` or `rtl`.
    pub(super) fn dir(self) -> &'static str {
        if self.rtl() { "rtl" } else { "ltr" }
    }

    /// Between the members of a list.
    pub(super) fn comma(self) -> &'static str {
        if self.rtl() { "، " } else { ", " }
    }
}
