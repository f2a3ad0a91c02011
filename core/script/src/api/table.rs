//! The table itself, in parts by subject: a list whose order is the product.

mod field;
mod globals;
mod law;
mod lines;
mod partition;
mod sea;

use super::{Entry, Form};

/// Shared by the constructors below: everything but slot, noun, name and form left empty.
const fn entry(slot: u16, noun: &'static str, name: &'static str, form: Form) -> Entry {
    Entry { slot, noun, name, form, params: &[], returns: "", generics: "", doc: "", example: "" }
}

const fn global(slot: u16, name: &'static str) -> Entry {
    entry(slot, "", name, Form::Function)
}

const fn param(slot: u16, name: &'static str) -> Entry {
    entry(slot, "param", name, Form::Function)
}

const fn method(slot: u16, noun: &'static str, name: &'static str) -> Entry {
    entry(slot, noun, name, Form::Method)
}

const fn property(slot: u16, noun: &'static str, name: &'static str) -> Entry {
    entry(slot, noun, name, Form::Property)
}

const fn operator(
    slot: u16,
    name: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Entry {
    let params: &[(&str, &str)] = &[("other", "Field | number")];
    Entry { params, returns: "Field", doc, example, ..entry(slot, "Field", name, Form::Operator) }
}

/// The parts, in the order in which the manual has them.
const PARTS: [&[Entry]; 6] = [
    globals::ENTRIES,
    law::ENTRIES,
    sea::ENTRIES,
    lines::ENTRIES,
    field::ENTRIES,
    partition::ENTRIES,
];

const COUNT: usize = {
    let (mut sum, mut k) = (0, 0);
    while k < PARTS.len() {
        sum += PARTS[k].len();
        k += 1;
    }
    sum
};

/// The parts as one list.
const fn joined() -> [Entry; COUNT] {
    let mut out = [entry(0, "", "", Form::Function); COUNT];
    let (mut k, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut of = 0;
        while of < PARTS[part].len() {
            out[k] = PARTS[part][of];
            (k, of) = (k + 1, of + 1);
        }
        part += 1;
    }
    out
}

/// Every word that a rule may use beyond Luau itself.
pub const API: &[Entry] = &joined();
