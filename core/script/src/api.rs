//! The script API as one table: what is registered, documented and typed comes from here.
//!
//! A slot is permanent: an entry may be added with a new slot, never renumbered, so that the
//! operation table of plugins can follow the same numbers.

mod render;
mod table;
mod types;

pub use render::{json_document, luals, manual, names as released_names};
pub use table::API;
pub use types::luau_definitions;

/// What an entry is in the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `noun.name`
    Property,
    /// `noun:name(...)`
    Method,
    /// An operator on the noun (`__add`).
    Operator,
    /// `name(...)` or, with a noun, `noun.name(...)`.
    Function,
}

/// One word of the API.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Permanent number.
    pub slot: u16,
    /// `Sea`, `Field`, `Region`, `Partition`, the library `param`, or empty for a global.
    pub noun: &'static str,
    /// Name in scripts.
    pub name: &'static str,
    /// What it is.
    pub form: Form,
    /// Parameters: name and Luau type; a type that ends with `?` may be left out.
    pub params: &'static [(&'static str, &'static str)],
    /// Luau type of the result; empty for none.
    pub returns: &'static str,
    /// Type parameters of a generic method (`T`), else empty.
    pub generics: &'static str,
    /// What it does: units, range, degenerate cases.
    pub doc: &'static str,
    /// One line of use.
    pub example: &'static str,
}

/// Names of one noun's entries, in slot order.
pub fn names(noun: &str) -> impl Iterator<Item = &'static str> {
    API.iter().filter(move |e| e.noun == noun).map(|e| e.name)
}

/// Entry by noun and name.
#[must_use]
pub fn find(noun: &str, name: &str) -> Option<&'static Entry> {
    API.iter().find(|e| e.noun == noun && e.name == name)
}

#[cfg(test)]
mod tests;
