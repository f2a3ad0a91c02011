//! The API table for other readers: LuaLS stubs, one JSON document, a manual page, a list of names.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{API, Entry, Form};

/// Heads of the manual page: noun, title, first sentence.
const NOUNS: &[(&str, &str, &str)] = &[
    ("", "Words of every rule", ""),
    (
        "param",
        "param",
        "Parameters of a rule: `params = { belt = param.nm(15) }`. Inside `run` they are plain values.",
    ),
    ("convex", "convex", "Linear and concave programs."),
    ("Sea", "Sea", "What `run` is given: the case."),
    (
        "Field",
        "Field",
        "A number at every point of the sea, evaluated by the engine where a boundary needs it. Rules never loop over points.",
    ),
    ("Region", "Region", "A part of the sea, as a condition on fields."),
    ("Partition", "Partition", "Who holds what."),
    (
        "Law",
        "Law",
        "The instruments of the case: `sea.law`. Dates are texts, `\"2004-06-01\"`; layers and activities are the words of `littoral law at`.",
    ),
    ("Rng", "Rng", "Numbers that look random and are the same in every run."),
];

fn nouns() -> Vec<&'static str> {
    let mut all: Vec<&str> = NOUNS.iter().map(|(noun, ..)| *noun).collect();
    for entry in API {
        if !all.contains(&entry.noun) {
            all.push(entry.noun);
        }
    }
    all
}

fn of(noun: &str) -> impl Iterator<Item = &'static Entry> + '_ {
    API.iter().filter(move |e| e.noun == noun)
}

/// One line an entry, `slot noun.name`: what a release promises to keep.
#[must_use]
pub fn names() -> String {
    let mut lines: Vec<(u16, String)> = API.iter().map(|e| (e.slot, full(e))).collect();
    lines.sort();
    lines.iter().map(|(slot, name)| format!("{slot} {name}\n")).collect()
}

fn full(entry: &Entry) -> String {
    if entry.noun.is_empty() {
        entry.name.to_owned()
    } else {
        format!("{}.{}", entry.noun, entry.name)
    }
}

/// The table as one JSON document.
#[must_use]
pub fn json_document() -> String {
    let one = |e: &Entry| -> Value {
        let form = format!("{:?}", e.form).to_lowercase();
        let params: Vec<Value> =
            e.params.iter().map(|(n, t)| json!({ "name": n, "type": t })).collect();
        json!({ "slot": e.slot, "noun": e.noun, "name": e.name, "form": form, "params": params,
            "returns": e.returns, "generics": e.generics, "doc": e.doc, "example": e.example })
    };
    format!("{:#}\n", json!({ "version": 1, "entries": API.iter().map(one).collect::<Vec<_>>() }))
}

/// The manual page.
#[must_use]
pub fn manual() -> String {
    let mut out = String::from(
        "# The script API\n\nGenerated from one table (`littoral api --format md`). Lengths are metres, areas square metres, angles\ndegrees, shares per cent.\n",
    );
    for noun in nouns() {
        let head = NOUNS.iter().find(|(n, ..)| *n == noun);
        let (title, about) = head.map_or((noun, ""), |(_, title, about)| (*title, *about));
        let _ = writeln!(out, "\n## {title}\n");
        if !about.is_empty() {
            let _ = writeln!(out, "{about}\n");
        }
        for entry in of(noun) {
            let _ =
                writeln!(out, "- `{}`  \n  {}  \n  `{}`", call(entry), entry.doc, entry.example);
        }
    }
    out
}

/// `sea:dist(party: string): Field`
fn call(e: &Entry) -> String {
    let params: Vec<String> = e.params.iter().map(|(n, t)| format!("{n}: {t}")).collect();
    let receiver = e.noun.to_lowercase();
    let (name, params) = (e.name, params.join(", "));
    let shown = match e.form {
        Form::Property => format!("{receiver}.{name}"),
        Form::Method => format!("{receiver}:{name}({params})"),
        Form::Operator => format!("{name}({receiver}, {params})"),
        Form::Function if e.noun.is_empty() => format!("{name}({params})"),
        Form::Function => format!("{}.{name}({params})", e.noun),
    };
    if e.returns.is_empty() { shown } else { format!("{shown}: {}", e.returns) }
}

/// Stubs for the Lua language server, for rules in files that end in `.lua`.
#[must_use]
pub fn luals() -> String {
    let mut out = String::from(
        "---@meta\n-- The script API of littoral for LuaLS. Generated from one table; do not edit.\n",
    );
    for noun in nouns() {
        let is_type = noun.starts_with(|c: char| c.is_ascii_uppercase());
        if is_type {
            let _ = writeln!(out, "\n---@class {noun}");
            for e in of(noun).filter(|e| e.form == Form::Property) {
                let _ = writeln!(out, "---@field {} {}", e.name, lua_type(e.returns));
            }
            for e in of(noun).filter(|e| e.form == Form::Operator) {
                out += &operator(e);
            }
            let _ = writeln!(out, "local {noun} = {{}}");
        } else if !noun.is_empty() {
            let _ = writeln!(out, "\n{noun} = {{}}");
        }
        let called = |e: &&Entry| matches!(e.form, Form::Method | Form::Function);
        of(noun).filter(called).for_each(|e| out += &stub(e));
    }
    out
}

fn operator(e: &Entry) -> String {
    let name = e.name.trim_start_matches("__");
    match e.params.first() {
        Some((_, ty)) if name != "unm" => {
            format!("---@operator {name}({}): {}\n", lua_type(ty), e.returns)
        }
        _ => format!("---@operator {name}: {}\n", e.returns),
    }
}

fn stub(e: &Entry) -> String {
    let mut out = format!("\n---{}\n---Example: `{}`\n", e.doc, e.example);
    if !e.generics.is_empty() {
        let _ = writeln!(out, "---@generic {}", e.generics);
    }
    let mut names = Vec::new();
    for (name, ty) in e.params {
        let (name, ty) = if ty.starts_with("...") {
            ("...", ty.trim_start_matches("..."))
        } else {
            (*name, *ty)
        };
        let (name_shown, ty) = match ty.strip_suffix('?') {
            Some(ty) if name != "..." => (format!("{name}?"), ty),
            _ => (name.to_owned(), ty),
        };
        let _ = writeln!(out, "---@param {name_shown} {}", lua_type(ty));
        names.push(name);
    }
    if !e.returns.is_empty() {
        let results = e.returns.trim_start_matches('(').trim_end_matches(')');
        let _ = writeln!(
            out,
            "---@return {}",
            if e.returns.starts_with('(') { "any".to_owned() } else { lua_type(results) }
        );
    }
    let joint = if e.form == Form::Method { ":" } else { "." };
    let path =
        if e.noun.is_empty() { e.name.to_owned() } else { format!("{}{joint}{}", e.noun, e.name) };
    out + &format!("function {path}({}) end\n", names.join(", "))
}

/// A Luau type in the words of LuaLS; shapes that it cannot say are tables.
fn lua_type(ty: &str) -> String {
    let ty = ty.trim();
    let inner = |open: &str| ty.strip_prefix(open).and_then(|t| t.strip_suffix('}'));
    if ty.contains("->") {
        return "function".to_owned();
    }
    if let Some(value) = inner("{ [string]: ") {
        return format!("table<string, {}>", lua_type(value));
    }
    if let Some(item) = inner("{").filter(|t| !t.contains(':')) {
        return format!("{}[]", lua_type(item));
    }
    if ty.starts_with('{') || ty.contains('<') {
        return "table".to_owned();
    }
    let named = |t: &str| match t.trim() {
        t @ ("string" | "number" | "boolean" | "any" | "T" | "U" | "nil") => t.to_owned(),
        t if nouns().contains(&t.trim_end_matches('?')) => t.to_owned(),
        t if t.starts_with('"') => t.to_owned(),
        "PerParty" => "table<string, number>".to_owned(),
        t if t.ends_with('?') => {
            format!("{}?", t.trim_end_matches('?')).replace("PerParty", "table")
        }
        _ => "table".to_owned(),
    };
    ty.split('|').map(named).collect::<Vec<_>>().join("|")
}
